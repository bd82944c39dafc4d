"""One patient customer after the other, each from their first moment to their end.

Times are nominal: each length is its mean, a promise is kept after half of its time, late after twice its time, and
staff is there at once.
"""

from bisect import bisect_right
from itertools import accumulate

from journeysim.model.duration import Time
from journeysim.model.log import Came, Door, Kind, Stop, Why
from journeysim.model.process import NONE, Context, Does, Item, OutcomeNode, Process, Stage, band
from journeysim.model.scenario import Call, Promise, Refer, Resolve, Ticket, Transfer
from journeysim.simulate.dice import Dice
from journeysim.simulate.escalating import escalation
from journeysim.simulate.patient_calls import Calls
from journeysim.simulate.patient_case import Customer, Pending, Visit, in_contact, milliseconds
from journeysim.simulate.record import pack

LONGEST = 10_000
"""Moves after which a journey is taken to go on for ever: it stays in the log without an end."""


class Walk:
    """Walks customers through a process, one at a time, and writes down what happens."""

    def __init__(self, process: Process, dice: Dice) -> None:
        self.process = process
        self.dice = dice
        self.rows = bytearray()
        self.visits = 0
        self.sources = tuple(process.scenario.channels.values())
        self.departments = tuple(process.scenario.departments.values())
        self.age, self.silence = band(process.ages, 0), band(process.silences, 0)
        self._calls = Calls(self)

    def journey(self, case: Customer, traits: int) -> None:
        """All that happens to one customer."""
        case.state = self.process.first(traits)
        self.write(Kind.ARISES, case)
        begins = self.process.begins_with[case.population]
        if begins != NONE:
            self._act(case, begins)
        undecided = not (case.waits or case.ended) and case.next_channel == NONE
        if undecided and self._stage(case) == Stage.OPEN:
            self._seek(case, milliseconds(case.habits.segment.hesitates), Why.OWN)
        for _ in range(LONGEST):
            if case.ended or self._stage(case) == Stage.RESOLVED:
                return
            self._go_on(case)

    def _go_on(self, case: Customer) -> None:
        """The next thing that happens: what is in hand, then what is pending, then what the customer has in mind."""
        if case.visit is not None:
            self._handle(case, case.visit)
        elif case.pending:
            self._mature(case, min(case.pending, key=lambda thing: (thing.due, thing.item)))
        elif case.waits:
            self._chase(case)
        else:
            self._try(case)

    def _stage(self, case: Customer) -> int:
        return self.process.states[case.state].stage

    def write(
        self,
        kind: Kind,
        case: Customer,
        *,
        cause: int = NONE,
        amount: int = 0,
        channel: int = NONE,
        department: int = NONE,
    ) -> None:
        """One row about a case."""
        self.rows += pack(case.now, case.index, kind, 0, channel, department, NONE, cause, case.state, amount)

    def write_visit(
        self, kind: Kind, case: Customer, visit: Visit, *, state: int = NONE, cause: int = NONE, amount: int = 0
    ) -> None:
        met = case.state if state == NONE else state
        self.rows += pack(
            case.now, case.index, kind, 0, visit.channel, visit.department, visit.number, cause, met, amount
        )

    # --- choosing -----------------------------------------------------------------------------------------------

    def _seek(self, case: Customer, pause: int, why: int) -> None:
        channel = self._next_own(case)
        if channel == NONE:
            self._run_dry(case)
        else:
            self._intend(case, channel, pause, why)

    def _next_own(self, case: Customer) -> int:
        """The next channel of their own that they have not tried since they last perceived a change, or `NONE`."""
        left = [n for n, channel in enumerate(case.habits.tries) if not case.tried >> channel & 1]
        if not left or case.habits.in_order:
            return case.habits.tries[left[0]] if left else NONE
        bounds = list(accumulate(case.habits.segment.tries_chances[n] for n in left))
        place = bisect_right(bounds, case.habits.picks.of(case) * bounds[-1])
        return case.habits.tries[left[min(place, len(left) - 1)]]

    def _intend(self, case: Customer, channel: int, pause: int, why: int) -> None:
        """Have a channel in mind, unless these were attempts enough."""
        if self._tired(case):
            self._stop(case, Stop.ATTEMPTS)
        else:
            case.next_channel, case.after, case.why = channel, pause, why

    def _tired(self, case: Customer) -> bool:
        limit = case.habits.segment.gives_up.attempts
        return limit is not None and case.attempts >= limit

    def _move_on(self, case: Customer) -> None:
        self._expect_nothing(case)
        if self._escalates(case):
            return
        pause = milliseconds(case.habits.segment.pauses)
        if case.plan:
            channel, case.plan = case.plan[0], case.plan[1:]
            self._intend(case, channel, pause, Why.REFERRED)
        else:
            self._seek(case, pause, Why.OWN)

    def _escalates(self, case: Customer) -> bool:
        """Whether the customer now takes a channel beside their own."""
        mood = band(self.process.moods, case.habits.who.mood)
        context = Context(age=self.age, silence=self.silence, mood=mood)
        one = escalation(case, self.process.states[case.state], context)
        if one is None:
            return False
        pause = milliseconds(one.node.source.after or case.habits.segment.pauses)
        self._intend(case, one.node.channel, pause, Why.ESCALATES)
        return True

    def _follow(self, case: Customer, channels: tuple[int, ...], after: Time | None) -> None:
        self._expect_nothing(case)
        case.plan = channels[1:]
        pause = milliseconds(case.habits.segment.pauses if after is None else after)
        self._intend(case, channels[0], pause, Why.REFERRED)

    def _run_dry(self, case: Customer) -> None:
        """No channel is left: an unfollowed referral, another round, or the end."""
        referral = self.process.states[case.state].referral
        if referral != NONE:
            self._follow(case, self.process.referrals[referral][1], None)
            return
        self.write(Kind.DEAD_END, case)
        again = case.habits.segment.starts_over
        if again is None or case.rounds >= again.times or self._tired(case):
            self._stop(case, Stop.DEAD_END)
            return
        case.rounds += 1
        case.tried = 0
        self.write(Kind.STARTS_OVER, case)
        self._seek(case, milliseconds(again.after or case.habits.segment.pauses), Why.OWN)

    def _stop(self, case: Customer, why: Stop) -> None:
        case.ended = True
        self.write(Kind.STOPS, case, cause=why)

    def expect(self, case: Customer, until: int, told_by: int) -> None:
        case.waits, case.until, case.told_by = True, until, told_by
        case.next_channel = NONE

    def _expect_nothing(self, case: Customer) -> None:
        case.waits, case.until, case.told_by = False, NONE, NONE
        case.next_channel = NONE

    def _chase(self, case: Customer) -> None:
        """What was expected has not come: contact again, first where the date was given."""
        case.now = max(case.now, case.until) + milliseconds(case.habits.segment.chases)
        told_by = case.told_by
        self._expect_nothing(case)
        if self._escalates(case):
            return
        if told_by != NONE:
            self._intend(case, told_by, 0, Why.CHASE)
        else:
            self._seek(case, 0, Why.CHASE)

    # --- trying -------------------------------------------------------------------------------------------------

    def _try(self, case: Customer) -> None:
        process, channel = self.process, case.next_channel
        source, seen = self.sources[channel], case.found >> channel & 1
        own = milliseconds(source.takes) + (0 if seen else milliseconds(source.find))
        referrer = process.referrer(case.state, channel)
        case.now += case.after
        case.state = process.attempted(case.state, channel)
        case.next_channel = NONE
        case.attempts += 1
        case.tried |= 1 << channel
        self.write(Kind.ATTEMPT, case, channel=channel, cause=case.why, amount=own)
        case.now += own
        if source.found < 1 and not seen and self.dice.channels[channel].found.of(case) >= source.found:
            self._turned_away(case, channel, Door.NOT_FOUND)
            return
        case.found |= 1 << channel
        context = Context(channel, referrer, int(Came.CUSTOMER), 0, self.age, self.silence)
        if not process.admits(channel, case.state, context):
            self._turned_away(case, channel, Door.GATE)
            return
        noticed = self.dice.channels[channel].noticed
        if noticed is not None and noticed.of(case) >= source.noticed:
            self.write(Kind.UNNOTICED, case, channel=channel)
            self.expect(case, NONE, NONE)
            return
        bounds, there = process.channels[channel].reaches.of(process.states[case.state], context)
        which = bisect_right(bounds, self.dice.channels[channel].reaches.of(case)) if len(there) > 1 else 0
        visit = self.new_visit(there[min(which, len(there) - 1)], channel, referrer, Came.CUSTOMER)
        self.join(case, visit)
        if process.channels[channel].live:
            case.visit = visit
            return
        visit.item = process.item(Item(NONE, channel, visit.department, referrer, int(Came.CUSTOMER)))
        case.state = process.added(case.state, visit.item)
        case.pending.append(Pending(visit.item, case.now, visit))
        self.expect(case, NONE, NONE)

    def _turned_away(self, case: Customer, channel: int, door: Door) -> None:
        self.write(Kind.TURNED_AWAY, case, channel=channel, cause=door)
        self._move_on(case)

    def new_visit(self, department: int, channel: int, referrer: int, came: int) -> Visit:
        self.visits += 1
        return Visit(self.visits - 1, department, channel, referrer, int(came))

    def join(self, case: Customer, visit: Visit, state: int = NONE) -> None:
        self.write_visit(Kind.JOINS, case, visit, state=state, cause=visit.came)

    # --- the company --------------------------------------------------------------------------------------------

    def _handle(self, case: Customer, visit: Visit) -> None:
        """Handling begins and ends: the first rule that holds applies, and its outcome is drawn."""
        process, number = self.process, visit.department
        context = self.take_up(case, visit)
        rule = process.decide(number, case.state, context)
        node, dice = process.departments[number].rules[rule], self.dice.departments[number]
        which = dice.rules[rule].of(case) if len(node.outcomes) > 1 else 0
        case.visit = None
        self.end(case, visit, process.outcomes[node.outcomes[which]])

    def take_up(self, case: Customer, visit: Visit) -> Context:
        """Handling begins and takes its time; what its end may know."""
        process, number = self.process, visit.department
        department = self.departments[number]
        known = process.knows(number, case.state, warm=visit.warm)
        retold = department.retelling is not None and case.handled and not known
        if visit.came == Came.CUSTOMER:
            case.state = process.counted(case.state)
        case.handled = True
        self.write_visit(Kind.STARTS, case, visit, amount=int(retold))
        context = Context(visit.channel, visit.referrer, visit.came, int(known), self.age, self.silence)
        handling = process.departments[number].handling.of(process.states[case.state], context)
        case.now += milliseconds(handling) + (milliseconds(department.retelling) if retold else 0)
        return context

    def end(self, case: Customer, visit: Visit, outcome: OutcomeNode) -> None:
        """Handling ends by an outcome."""
        process, number = self.process, visit.department
        department, dice = self.departments[number], self.dice.departments[number]
        if visit.item != NONE:
            self.take_out(case, visit.item)
        noticed = process.noticed(case.state, outcome.index)
        noted = outcome.source.note and bool(process.departments[number].writes)
        noted = noted and (department.notes >= 1 or dice.notes.of(case) < department.notes)
        case.state = process.after(case.state, outcome.index, noted=noted)
        self.write_visit(Kind.ENDS, case, visit, cause=outcome.index)
        self._effect(case, outcome, visit, noticed=noticed)

    def _act(self, case: Customer, number: int) -> None:
        """The company does of itself what an outcome says."""
        self.write(Kind.ACTS, case, cause=number)
        noticed = self.process.noticed(case.state, number)
        case.state = self.process.after(case.state, number, noted=False)
        self._effect(case, self.process.outcomes[number], None, noticed=noticed)

    def _effect(self, case: Customer, outcome: OutcomeNode, visit: Visit | None, *, noticed: bool) -> None:
        own = visit is not None and visit.item == NONE
        if noticed:
            self._perceive(case)
        match outcome.source.verb:
            case Resolve() if outcome.does is Does.RESOLVE:
                self._settle(case, outcome)
            case Resolve() | Promise() | Ticket() | Call():
                self._make_pending(case, outcome, visit)
            case Transfer(warm=warm):
                if visit is not None:
                    self._transfer(case, outcome.to[0], visit, warm=warm)
            case Refer() as verb:
                self._refer(case, outcome, verb)
            case _ if outcome.does is Does.REFUSE and (own or case.waits):
                self._move_on(case)
            case _ if own:
                self.expect(case, NONE, NONE)

    def _perceive(self, case: Customer) -> None:
        case.tried = 0
        self.write(Kind.PERCEIVES, case)

    def _transfer(self, case: Customer, department: int, visit: Visit, *, warm: bool) -> None:
        moved = self.new_visit(department, visit.channel, visit.referrer, Came.TRANSFER)
        moved.warm = warm
        self.join(case, moved)
        if visit.item == NONE:
            case.visit = moved
            return
        came = int(Came.TRANSFER)
        item = self.process.items[visit.item]._replace(department=department, came=came, warm=int(warm))
        moved.item = self.process.item(item)
        case.state = self.process.added(case.state, moved.item)
        case.pending.append(Pending(moved.item, case.now, moved))

    def _refer(self, case: Customer, outcome: OutcomeNode, verb: Refer) -> None:
        if verb.followed >= 1 or self.dice.outcomes[outcome.index].whether.of(case) < verb.followed:
            self._follow(case, outcome.to, verb.after)
        else:
            case.plan = ()
            self._move_on(case)

    def _make_pending(self, case: Customer, outcome: OutcomeNode, visit: Visit | None) -> None:
        verb = outcome.source.verb
        told, until = True, NONE
        pending = Pending(outcome.item, case.now)
        if isinstance(verb, Resolve):
            told = not verb.silently
            pending.due = until = case.now + milliseconds(verb.after)
        elif isinstance(verb, Promise):
            until = case.now + round(verb.within * 1000)
            pending.due = case.now + round(verb.within * 500)
            made_by = self.process.items[outcome.item].outcome  # of equal outcomes the first, as when it is settled
            self.write(Kind.PROMISES, case, cause=made_by, amount=until)
        elif isinstance(verb, Ticket):
            until = NONE if verb.told is None else case.now + round(verb.told * 1000)
            told = until != NONE or in_contact(visit)
            came = self.process.items[outcome.item].came
            pending.visit = self.new_visit(outcome.to[0], NONE, NONE, came)
            pending.visit.item = outcome.item
            self.join(case, pending.visit, self.process.removed(case.state, outcome.item))
        elif isinstance(verb, Call):
            pending.due = case.now + milliseconds(verb.after)
            told = in_contact(visit)
        case.pending.append(pending)
        if told:
            self._tell(case, visit, until)
        elif visit is not None and visit.item == NONE:
            self.expect(case, NONE, NONE)

    def _tell(self, case: Customer, visit: Visit | None, until: int) -> None:
        """The customer learns that the company has the case in hand, and perhaps until when."""
        if until != NONE:
            self.write(Kind.TOLD, case, amount=until)
        self._perceive(case)
        case.plan = ()
        channel = case.told_by if visit is None or visit.channel == NONE else visit.channel
        self.expect(case, until, channel if until != NONE else NONE)

    # --- what matures -------------------------------------------------------------------------------------------

    def _mature(self, case: Customer, thing: Pending) -> None:
        """The time of a pending thing has come: dice fall now."""
        case.now = max(case.now, thing.due)
        if self.process.is_call(self.process.items[thing.item]):
            self._calls.make(case, thing.item)
            return
        if thing.visit is not None:
            self._handle(case, thing.visit)
            return
        outcome = self.process.outcomes[self.process.items[thing.item].outcome]
        if isinstance(outcome.source.verb, Promise):
            self._promise_due(case, thing, outcome, outcome.source.verb)
        else:
            self.take_out(case, thing.item)
            self._settle(case, outcome)

    def take_out(self, case: Customer, item: int) -> None:
        case.pending = [thing for thing in case.pending if thing.item != item]
        case.state = self.process.removed(case.state, item)

    def _promise_due(self, case: Customer, thing: Pending, outcome: OutcomeNode, verb: Promise) -> None:
        self.take_out(case, thing.item)
        whether, half = self.dice.outcomes[outcome.index].whether, round(verb.within * 500)
        kept = verb.kept >= 1 or whether.of(case) < verb.kept
        late = False
        if not kept:
            case.now += half if verb.late <= 0 else 3 * half
            missed = 1 - verb.kept
            late = verb.late > 0 and (verb.late >= missed or whether.of(case) < verb.late / missed)
        if not (kept or late):
            self.write(Kind.BROKEN, case, cause=outcome.index)
            return
        self.write(Kind.KEPT, case, cause=outcome.index, amount=int(late))
        if outcome.then != NONE:
            self._act(case, outcome.then)

    def _settle(self, case: Customer, outcome: OutcomeNode) -> None:
        """A resolution takes effect; one that does not last comes back."""
        verb = outcome.source.verb
        assert isinstance(verb, Resolve), "resolutions alone settle a case"
        works = verb.works >= 1 or self.dice.outcomes[outcome.index].whether.of(case) < verb.works
        case.state = self.process.settled(case.state, works=works)
        self.write(Kind.RESOLVES, case, cause=outcome.index)
        case.plan, case.pending = (), []
        self._expect_nothing(case)
        if works:
            return
        case.now += milliseconds(verb.reopens_after)
        case.state = self.process.reopened(case.state)
        self.write(Kind.REOPENS, case, cause=outcome.index)
        self._perceive(case)
        self._seek(case, 0, Why.OWN)
