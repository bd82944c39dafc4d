"""The patient modelled customer as a finite chain: what they remember, and what may come next.

Whatever the company has pending matures before the customer does anything else, and nobody waits in a line. So
time plays no part: each memory has its next memories, with chances that sum to 1. No dice are thrown here.
"""

from collections.abc import Callable, Iterator

from journeysim.model.log import Came
from journeysim.model.process import NONE, Context, Does, Item, OutcomeNode, Process, band
from journeysim.model.scenario import Call, Promise, Refer, Resolve, Ticket, Transfer
from journeysim.verify.memory import Branch, Count, Doing, End, Memory, Stay, in_contact, onward, shares
from journeysim.verify.patient_calls import called


class Patient:
    """The patient customers of one population. `with_path`: remember the loop-erased path, to count loops."""

    def __init__(self, process: Process, population: int, *, with_path: bool) -> None:
        who = process.populations[population]
        self.process = process
        self.population = population
        self.escalations = who.escalations
        self.mood = band(process.moods, who.mood)
        self.segment = process.scenario.segments[who.segment]
        self.with_path = with_path
        self.channels = tuple(process.scenario.channels.values())
        self.departments = tuple(process.scenario.departments.values())
        order = list(process.scenario.channels)
        self.tries = tuple(order.index(name) for name in self.segment.tries)
        self.limit = self.segment.gives_up.attempts
        self.counted_to = max(2, self.limit or 0)
        self.retells = any(department.retelling is not None for department in self.departments)
        self.age, self.silence = band(process.ages, 0), band(process.silences, 0)

    # --- the chain ----------------------------------------------------------------------------------------------

    def first(self) -> Iterator[Branch]:
        """Where a case may begin: the draw of attributes, what the issue begins with, the first choice."""
        who = self.process.populations[self.population]
        chances = [1.0]
        for _, bounds in who.attributes:
            chances = [chance * share for chance in chances for share in shares(bounds)]
        begins = self.process.begins_with[self.population]
        for chance, traits in zip(chances, who.traits, strict=True):
            start = Memory(self.process.first(traits))
            if begins == NONE:
                yield from onward(chance, (), self._seek(start))
                continue
            for share, memory, counts in self._carried_out(start, begins):
                free = memory.doing == Doing.FREE
                yield from onward(chance * share, counts, self._seek(memory) if free else iter([(1.0, memory, ())]))

    def after(self, memory: Memory) -> Iterator[Branch]:
        """What may come next; nothing where the chain is over."""
        if memory.doing == Doing.OVER:
            return iter(())
        if memory.doing == Doing.CONTENT:
            return self._reopen(memory)
        if memory.stay is not None:
            return self._handled(memory, memory.stay)
        items = self.process.items
        for item in self.process.states[memory.state].pending:
            if not self.process.called_in_vain(items[item]):
                return self._mature(memory, item)
        if memory.doing == Doing.TRIES:
            return self._attempt(memory)
        return self._chase(memory)

    # --- choosing -----------------------------------------------------------------------------------------------

    def _move_on(self, memory: Memory) -> Iterator[Branch]:
        return self._escalate(memory._replace(doing=Doing.FREE, told_by=NONE), self._go_on)

    def _escalate(self, memory: Memory, otherwise: Callable[[Memory], Iterator[Branch]]) -> Iterator[Branch]:
        """A channel beside their own, the first whose time has come and whose dice fall so; once a case each."""
        state = self.process.states[memory.state]
        context = Context(age=self.age, silence=self.silence, mood=self.mood)
        for number, one in enumerate(self.escalations):
            if memory.escalated >> number & 1 or not one.applies(state, context):
                continue
            thought = memory._replace(escalated=memory.escalated | 1 << number)
            if one.source.chance > 0:
                taken = thought._replace(told_by=NONE)
                yield from onward(one.source.chance, (), self._plan(taken, one.channel))
            if one.source.chance < 1:
                yield from onward(1 - one.source.chance, (), self._escalate(thought, otherwise))
            return
        yield from otherwise(memory)

    def _go_on(self, memory: Memory) -> Iterator[Branch]:
        if memory.plan:
            return self._plan(memory._replace(plan=memory.plan[1:]), memory.plan[0])
        return self._seek(memory)

    def _seek(self, memory: Memory) -> Iterator[Branch]:
        """The next channel of their own that was not tried since they last perceived a change."""
        left = [n for n, channel in enumerate(self.tries) if not memory.tried >> channel & 1]
        if not left:
            yield from self._run_dry(memory)
        elif not self.segment.tries_chances:
            yield from self._plan(memory, self.tries[left[0]])
        else:
            total = sum(self.segment.tries_chances[n] for n in left)
            for n in left:
                yield from onward(self.segment.tries_chances[n] / total, (), self._plan(memory, self.tries[n]))

    def _follow(self, memory: Memory, channels: tuple[int, ...]) -> Iterator[Branch]:
        return self._plan(memory._replace(plan=channels[1:], told_by=NONE), channels[0])

    def _plan(self, memory: Memory, channel: int) -> Iterator[Branch]:
        if self._tired(memory):
            yield 1.0, self._over(memory, End.GAVE_UP), ()
        else:
            yield 1.0, memory._replace(doing=Doing.TRIES, channel=channel), ()

    def _run_dry(self, memory: Memory) -> Iterator[Branch]:
        referral = self.process.states[memory.state].referral
        again = self.segment.starts_over
        if referral != NONE:
            yield from self._follow(memory, self.process.referrals[referral][1])
        elif again is None or memory.rounds >= again.times or self._tired(memory):
            yield 1.0, self._over(memory, End.DEAD_END), (Count.DEAD_END,)
        else:
            fresh = memory._replace(rounds=memory.rounds + 1, tried=0)
            yield from onward(1.0, (Count.DEAD_END,), self._seek(fresh))

    def _chase(self, memory: Memory) -> Iterator[Branch]:
        return self._escalate(memory._replace(doing=Doing.FREE), self._contact_again)

    def _contact_again(self, memory: Memory) -> Iterator[Branch]:
        free = memory._replace(told_by=NONE)
        return self._seek(free) if memory.told_by == NONE else self._plan(free, memory.told_by)

    def _tired(self, memory: Memory) -> bool:
        return self.limit is not None and memory.attempts >= self.limit

    def _over(self, memory: Memory, end: End) -> Memory:
        return Memory(NONE, Doing.OVER, end, last=memory.last if end is End.DEAD_END else NONE)

    # --- trying -------------------------------------------------------------------------------------------------

    def _attempt(self, memory: Memory) -> Iterator[Branch]:
        process, channel = self.process, memory.channel
        referrer = process.referrer(memory.state, channel)
        attempts = min(memory.attempts + 1, self.counted_to)
        at_door = memory._replace(
            state=process.attempted(memory.state, channel),
            doing=Doing.FREE,
            channel=NONE,
            tried=memory.tried | 1 << channel,
            attempts=attempts,
            reopened=memory.reopened if attempts < 2 else 0,
        )
        found = 1.0
        if self.channels[channel].found < 1 and not memory.found >> channel & 1:
            found = self.channels[channel].found
            lost = at_door._replace(last=channel)
            yield from onward(1 - found, (Count.ATTEMPT, Count.TURNED_AWAY), self._move_on(lost))
            at_door = at_door._replace(found=memory.found | 1 << channel)
        if found > 0:
            yield from onward(found, (Count.ATTEMPT,), self._let_in(at_door, channel, referrer))

    def _let_in(self, memory: Memory, channel: int, referrer: int) -> Iterator[Branch]:
        process = self.process
        memory = memory._replace(last=channel)
        context = Context(channel, referrer, int(Came.CUSTOMER), 0, self.age, self.silence)
        if not process.admits(channel, memory.state, context):
            memory, loops = self.met(memory, memory.state, channel)
            yield from onward(1.0, (Count.TURNED_AWAY, *loops), self._move_on(memory))
            return
        noticed = self.channels[channel].noticed
        if noticed < 1:
            yield 1 - noticed, memory._replace(doing=Doing.WAITS), (Count.UNNOTICED,)
        if noticed > 0:
            yield from onward(noticed, (), self._routed(memory, channel, context))

    def _routed(self, memory: Memory, channel: int, context: Context) -> Iterator[Branch]:
        process, node = self.process, self.process.channels[channel]
        bounds, departments = node.reaches.of(process.states[memory.state], context)
        for chance, department in zip(shares(bounds), departments, strict=True):
            there, loops = self.met(memory, memory.state, len(self.channels) + department)
            if node.live:
                stay = Stay(department, channel, context.referrer, int(Came.CUSTOMER))
                yield chance, there._replace(doing=Doing.VISITS, stay=stay), loops
            else:
                item = process.item(Item(NONE, channel, department, context.referrer, int(Came.CUSTOMER)))
                state = process.added(memory.state, item)
                yield chance, there._replace(doing=Doing.WAITS, state=state), loops

    def met(self, memory: Memory, state: int, stop: int) -> tuple[Memory, tuple[Count, ...]]:
        """The memory once a stop is met in a state; a stop met again as things were closes a loop, which is erased."""
        if not self.with_path:
            return memory, ()
        stops = len(self.channels) + len(self.departments)
        place = self.process.situation_of[state] * stops + stop
        if place not in memory.path:
            return memory._replace(path=(*memory.path, place)), ()
        return memory._replace(path=memory.path[: memory.path.index(place) + 1]), (Count.LOOP,)

    # --- in a department ----------------------------------------------------------------------------------------

    def _handled(self, memory: Memory, stay: Stay) -> Iterator[Branch]:
        """Handling begins and ends: the first rule that holds, its chances, whether a note is left."""
        process, department = self.process, self.departments[stay.department]
        counts: tuple[Count, ...] = ()
        known = process.knows(stay.department, memory.state, warm=bool(stay.warm))
        if department.retelling is not None and memory.handled and not known and stay.channel != NONE:
            counts += (Count.REPEAT,)
        state = memory.state
        if stay.came == Came.CUSTOMER:
            counts += (Count.CONTACT,)
            state = process.counted(state)
        if stay.item == NONE:
            memory = memory._replace(doing=Doing.FREE, stay=None)
        memory = memory._replace(handled=int(self.retells), state=state)
        context = Context(stay.channel, stay.referrer, stay.came, int(known), self.age, self.silence)
        rule = process.departments[stay.department].rules[process.decide(stay.department, state, context)]
        for chance, number in zip(shares(rule.bounds), rule.outcomes, strict=True):
            if chance > 0:
                yield from onward(chance, counts, self.ended(memory, process.outcomes[number], stay))

    def ended(self, memory: Memory, outcome: OutcomeNode, stay: Stay) -> Iterator[Branch]:
        """Handling ends by an outcome: whether a note is left, and what it does."""
        chance = self.departments[stay.department].notes
        writes = outcome.source.note and self.process.departments[stay.department].writes
        for share, noted in ((chance, True), (1 - chance, False)) if writes else ((1.0, False),):
            if share > 0:
                yield from onward(share, (), self._effect(memory, outcome, stay, noted=noted))

    def _effect(self, memory: Memory, outcome: OutcomeNode, stay: Stay | None, *, noted: bool) -> Iterator[Branch]:
        """What an outcome does: at the end of a stay, or (`None`) by the company of itself."""
        process = self.process
        if process.noticed(memory.state, outcome.index):
            memory = memory._replace(tried=0)
        memory = memory._replace(state=process.after(memory.state, outcome.index, noted=noted))
        own = stay is not None and stay.item == NONE
        match outcome.does:
            case Does.RESOLVE:
                yield from self._settle(memory, outcome)
            case Does.TRANSFER:
                yield self._transfer(memory, outcome, stay)
            case Does.REFER:
                yield from self._refer(memory, outcome)
            case Does.REFUSE if own or memory.doing == Doing.WAITS:
                yield from self._move_on(memory)
            case Does.TAKES | Does.PROMISE | Does.TICKET | Does.CALL:
                yield self._make_pending(memory, outcome, stay)
            case _:
                yield 1.0, memory._replace(doing=Doing.WAITS) if own else memory, ()

    def _transfer(self, memory: Memory, outcome: OutcomeNode, stay: Stay | None) -> Branch:
        process, verb = self.process, outcome.source.verb
        if stay is None:
            return 1.0, memory, ()
        department = outcome.to[0]
        warm = int(isinstance(verb, Transfer) and verb.warm)
        stop = len(self.channels) + department
        memory, loops = self.met(memory._replace(last=stop), memory.state, stop)
        if stay.item == NONE:
            stay = stay._replace(department=department, came=int(Came.TRANSFER), warm=warm)
            memory = memory._replace(doing=Doing.VISITS, stay=stay)
        else:
            moved = process.items[stay.item]._replace(department=department, came=int(Came.TRANSFER), warm=warm)
            memory = memory._replace(state=process.added(memory.state, process.item(moved)))
        return 1.0, memory, (Count.TRANSFER, *loops)

    def _refer(self, memory: Memory, outcome: OutcomeNode) -> Iterator[Branch]:
        verb = outcome.source.verb
        followed = verb.followed if isinstance(verb, Refer) else 1.0
        memory = memory._replace(doing=Doing.FREE)
        if followed > 0:
            yield from onward(followed, (Count.REFERRAL,), self._follow(memory, outcome.to))
        if followed < 1:
            yield from onward(1 - followed, (Count.REFERRAL,), self._move_on(memory._replace(plan=())))

    def _make_pending(self, memory: Memory, outcome: OutcomeNode, stay: Stay | None) -> Branch:
        """Something is pending now; the customer is told and waits, or not told."""
        verb = outcome.source.verb
        channel = memory.told_by if stay is None or stay.channel == NONE else stay.channel
        counts: tuple[Count, ...] = ()
        dated = told = True
        if isinstance(verb, Resolve):
            told = not verb.silently
        elif isinstance(verb, Promise):
            counts = (Count.PROMISE,)
        elif isinstance(verb, Ticket):
            dated = verb.told is not None
            told = dated or in_contact(stay)
            before = self.process.removed(memory.state, outcome.item)
            memory, counts = self.met(memory, before, len(self.channels) + outcome.to[0])
        elif isinstance(verb, Call):
            dated, told = False, in_contact(stay)
        if told:
            memory = memory._replace(
                doing=Doing.WAITS, channel=NONE, tried=0, plan=(), told_by=channel if dated else NONE
            )
        elif stay is not None and stay.item == NONE:
            memory = memory._replace(doing=Doing.WAITS)
        return 1.0, memory, counts

    # --- what matures -------------------------------------------------------------------------------------------

    def _mature(self, memory: Memory, item: int) -> Iterator[Branch]:
        """The time of a pending thing has come."""
        process, pending = self.process, self.process.items[item]
        rest = memory._replace(state=process.removed(memory.state, item))
        if process.is_call(pending):
            yield from called(self, memory, rest, item)
            return
        if pending.department != NONE:
            stay = Stay(pending.department, pending.channel, pending.referrer, pending.came, pending.warm, item)
            yield from self._handled(rest, stay)
            return
        outcome = process.outcomes[pending.outcome]
        verb = outcome.source.verb
        if not isinstance(verb, Promise):
            yield from self._settle(rest, outcome)
            return
        done = min(1.0, verb.kept + verb.late)
        if done < 1:
            yield 1 - done, rest, ()
        if done > 0 and outcome.then == NONE:
            yield done, rest, ()
        elif done > 0:
            yield from onward(done, (), self._carried_out(rest, outcome.then))

    def _carried_out(self, memory: Memory, outcome: int) -> Iterator[Branch]:
        return self._effect(memory, self.process.outcomes[outcome], None, noted=False)

    def _settle(self, memory: Memory, outcome: OutcomeNode) -> Iterator[Branch]:
        """A resolution takes effect, and lasts or not."""
        verb = outcome.source.verb
        works = verb.works if isinstance(verb, Resolve) else 1.0
        at_once = memory.attempts == 1 and not memory.reopened
        if works > 0:
            yield works, self._over(memory, End.AT_ONCE if at_once else End.RESOLVED), ()
        if works < 1:
            state = self.process.settled(memory.state, works=False)
            content = memory._replace(state=state, doing=Doing.CONTENT, channel=NONE, plan=(), told_by=NONE)
            yield 1 - works, content, ()

    def _reopen(self, memory: Memory) -> Iterator[Branch]:
        state = self.process.reopened(memory.state)
        reopened = int(memory.attempts < 2)
        return self._seek(memory._replace(state=state, doing=Doing.FREE, tried=0, reopened=reopened))
