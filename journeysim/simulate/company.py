"""What the company does to a case: outcomes, and pending things as their time comes."""

from bisect import bisect_right
from collections.abc import Callable

from journeysim.model.log import Came, Kind, Left
from journeysim.model.moves import handed_on
from journeysim.model.process import NONE, Does, OutcomeNode, Stage
from journeysim.model.scenario import Promise, Resolve, Ticket
from journeysim.simulate.customers import Customers
from journeysim.simulate.desk import Choice, Desk
from journeysim.simulate.events import (
    AT_LARGE,
    CONTENT,
    IN_HAND,
    IN_LINE,
    NOTHING,
    STOPPED,
    THINGS_MATURE,
    UNDER_WAY,
    WAITS,
    Case,
    Timer,
    Visit,
)
from journeysim.simulate.floor import Floor
from journeysim.simulate.record import pack
from journeysim.simulate.world import World

ENDS, RESOLVES, TRANSFER = int(Kind.ENDS), int(Kind.RESOLVES), int(Came.TRANSFER)


class Company:
    """Carries out outcomes in a world."""

    floor: Floor

    def __init__(self, world: World, customers: Customers) -> None:
        self.world = world
        self.env = world.env
        self.rows = world.rows
        self._situation_of = world.situation_of
        self.customers = customers
        process = world.process
        self._changes = tuple(
            bool(node.sets)
            or node.item != NONE
            or node.does is Does.REFER
            or (node.department != NONE and node.source.note and bool(process.departments[node.department].writes))
            for node in process.outcomes
        )
        effects = {
            Does.RESOLVE: self._settle,
            Does.TAKES: self._make_pending,
            Does.TRANSFER: self._transfer,
            Does.REFER: self._refer,
            Does.PROMISE: self._make_pending,
            Does.TICKET: self._make_pending,
            Does.REFUSE: self._refuse,
            Does.DROP: self._drop,
        }
        self._takes_effect = tuple(effects[node.does] for node in process.outcomes)
        self._goes_to = tuple(world.desks[node.to[0] if node.does is Does.TRANSFER else 0] for node in process.outcomes)
        self._answers = tuple(
            node.does not in (Does.TRANSFER, Does.DROP) or node.source.says is not None for node in process.outcomes
        )
        self._certain = tuple(getattr(node.source.verb, "works", 1.0) >= 1 for node in process.outcomes)
        self._follows = tuple(getattr(node.source.verb, "followed", 1.0) for node in process.outcomes)
        self._warm = tuple(bool(getattr(node.source.verb, "warm", False)) for node in process.outcomes)

    def begins(self, case: Case, outcome: int) -> None:
        """What the company had done before the customer's first attempt."""
        self.world.write(Kind.ACTS, case, cause=outcome)
        self._carry_out(case, self.world.process.outcomes[outcome])

    # --- visits -------------------------------------------------------------------------------------------------

    def visit_ended(self, visit: Visit, now: int) -> None:
        """Handling has ended: the first rule that holds applies, and its outcome is drawn."""
        case = visit.case
        live = visit is case
        if live:
            case.effort += now - visit.joined
        if visit.void:
            self._end_without_rule(visit)
            return
        desk = visit.desk
        draw, bounds, outcomes = desk.choices.get(case.state) or self._choice(desk, case, visit)
        outcome = outcomes[0] if draw is None else outcomes[bisect_right(bounds, draw(case))]
        index = outcome.index
        if live:
            case.doing = AT_LARGE
            case.heard = now
        elif visit.channel != NONE and self._answers[index]:
            case.heard = now
        noticed = False
        existing = NONE
        if self._changes[index] or visit.item != NONE:
            noticed, existing = self._change(case, outcome, visit.item)
        rows = self.rows
        rows += pack(
            now,
            case.index,
            ENDS,
            visit.early,
            visit.channel,
            desk.index,
            visit.number,
            index,
            self._situation_of[case.state],
            0,
        )
        if noticed:
            self.customers.perceive(case)
        self._takes_effect[index](case, outcome, visit, existing, now)
        if not live and case.doing == STOPPED:
            self.world.check_done(case)

    def _choice(self, desk: Desk, case: Case, visit: Visit) -> Choice:
        process = self.world.process
        number = process.decide(desk.index, case.state, self.world.context(case, visit))
        rule = desk.node.rules[number]
        draw = desk.dice.rules[number].of if len(rule.outcomes) > 1 else None
        choice = Choice(draw, rule.bounds, tuple(process.outcomes[index] for index in rule.outcomes))
        if desk.plain:
            desk.choices[case.state] = choice
        return choice

    def _change(self, case: Case, outcome: OutcomeNode, handled: int) -> tuple[bool, int]:
        """Move the case's state on; whether the customer sees a change, and the pending thing with which to merge."""
        process = self.world.process
        if handled != NONE:
            del case.pending[handled]
            case.state = process.removed(case.state, handled)
        noticed = bool(outcome.sets) and process.noticed(case.state, outcome.index)
        existing = NONE
        if outcome.item != NONE:
            existing = process.twin(process.states[case.state].pending, outcome.item)
        case.state = process.after(case.state, outcome.index, noted=self._noted(case, outcome))
        return noticed, existing

    def _noted(self, case: Case, outcome: OutcomeNode) -> bool:
        if outcome.department == NONE or not outcome.source.note:
            return False
        if not self.world.process.departments[outcome.department].writes:
            return False
        chance = self.world.desks[outcome.department].department.notes
        return chance >= 1 or self.world.dice.departments[outcome.department].notes.of(case) < chance

    def _end_without_rule(self, visit: Visit) -> None:
        """The case was resolved while this was in hand."""
        self.world.write_visit(Kind.ENDS, visit)
        case = visit.case
        if visit is case and case.doing == IN_HAND:
            if self.world.process.states[case.state].stage == Stage.OPEN:
                self._start_again(case)
            else:
                case.doing = CONTENT

    # --- outcomes -----------------------------------------------------------------------------------------------

    def _carry_out(self, case: Case, outcome: OutcomeNode) -> None:
        """Do what an outcome says, without a visit."""
        process = self.world.process
        noticed = process.noticed(case.state, outcome.index)
        existing = NONE
        if outcome.item != NONE:
            existing = process.twin(process.states[case.state].pending, outcome.item)
        case.state = process.after(case.state, outcome.index, noted=False)
        if noticed:
            self.customers.perceive(case)
        self._takes_effect[outcome.index](case, outcome, None, existing, self.env.now)

    def _transfer(self, case: Case, outcome: OutcomeNode, visit: Visit | None, existing: int, now: int) -> None:
        assert visit is not None, "only a visit is transferred"
        situation = self._situation_of[case.state]
        if visit.item != NONE:
            world = self.world
            moved = Visit()
            moved.case, moved.channel, moved.referrer, moved.early = case, visit.channel, visit.referrer, visit.early
            moved.item = world.process.item(handed_on(world.process.items[visit.item], outcome))
            case.state = world.process.added(case.state, moved.item)
            case.pending[moved.item] = moved
            visit = moved
        index = outcome.index
        visit.desk = self._goes_to[index]
        visit.came = TRANSFER
        visit.warm = self._warm[index]
        self.floor.join(visit, situation, now)

    def _refer(self, case: Case, outcome: OutcomeNode, visit: Visit | None, existing: int, now: int) -> None:
        dice = self.world.dice.outcomes[outcome.index]
        followed = self._follows[outcome.index]
        follows = followed >= 1 or dice.whether.of(case) < followed
        after = dice.after.of(case)
        if visit is not case:
            case.heard = now
        if visit is not case and not self._listens(case, visit):
            if case.doing != STOPPED and follows:
                case.plan = outcome.to
            return
        if case.expects:
            self.customers.expect_nothing(case)
        if case.alarm is not None and case.alarm.callbacks is not None:
            self.customers.call_off(case)
        if follows:
            self.customers.follow(case, outcome.to, after)
        else:
            case.plan = ()
            self.customers.move_on(case)

    def _refuse(self, case: Case, outcome: OutcomeNode, visit: Visit | None, existing: int, now: int) -> None:
        if visit is not case:
            case.heard = now
        if visit is case:
            self.customers.move_on(case)
        elif case.expects and case.next_channel == NONE and self._listens(case, visit):
            self.customers.expect_nothing(case)
            self.customers.call_off(case)
            self.customers.move_on(case)

    def _drop(self, case: Case, outcome: OutcomeNode, visit: Visit | None, existing: int, now: int) -> None:
        """Lost: the customer goes on believing."""
        if visit is case:
            self._believe(case)

    def _believe(self, case: Case) -> None:
        """The customer leaves the contact with nothing in hand but the belief that something will come."""
        case.doing = AT_LARGE
        if not case.expects:
            self.customers.expect(case, NONE, NONE)
        self.customers.wait(case)

    def _listens(self, case: Case, visit: Visit | None) -> bool:
        """Whether the customer can act on news at once: at the end of their own contact, or while at large."""
        return visit is case or case.doing in (AT_LARGE, WAITS)

    def _make_pending(self, case: Case, outcome: OutcomeNode, visit: Visit | None, existing: int, now: int) -> None:
        world = self.world
        verb = outcome.source.verb
        told, is_told = NONE, True
        if isinstance(verb, Resolve):
            told = self._resolve_later(case, outcome, existing, now + world.dice.outcomes[outcome.index].after.of(case))
            is_told = not verb.silently
        elif isinstance(verb, Promise):
            told = now + round(verb.within * 1000)
            if existing == NONE:
                world.write(Kind.PROMISES, case, cause=outcome.index, amount=told)
                luck = world.dice.outcomes[outcome.index].after.of(case)
                self._schedule(case, outcome.item, now + round(luck * verb.within * 1000), told)
            else:
                world.write(Kind.CHASES, case, cause=outcome.index)
        elif isinstance(verb, Ticket):
            if verb.told is not None:
                told = now + round(verb.told * 1000)
            is_told = told != NONE or (visit is not None and visit.channel != NONE)
            if existing == NONE:
                self._open_ticket(case, outcome)
            else:
                world.write(Kind.CHASES, case, cause=outcome.index)
        if is_told:
            self._tell(case, visit, told)
        elif visit is case:
            self._believe(case)

    def _resolve_later(self, case: Case, outcome: OutcomeNode, existing: int, due: int) -> int:
        """Let a resolution take effect; merging with an equal one, the earlier due time stands. The due time."""
        if existing == NONE:
            self._schedule(case, outcome.item, due, due)
            return due
        self.world.write(Kind.CHASES, case, cause=outcome.index)
        earlier = case.pending[existing]
        assert isinstance(earlier, Timer), "only a ticket or a message waits in a line"
        if due < earlier.subject[2]:
            earlier.callbacks = NOTHING
            self._schedule(case, existing, due, due)
            return due
        return int(earlier.subject[2])

    def _schedule(self, case: Case, item: int, moment: int, deadline: int) -> None:
        subject = (case, item, moment, deadline)
        case.pending[item] = self.world.after(moment - self.env.now, THINGS_MATURE, self._mature, subject)

    def _open_ticket(self, case: Case, outcome: OutcomeNode) -> None:
        process = self.world.process
        ticket = Visit()
        ticket.case = case
        ticket.item = outcome.item
        ticket.desk = self.world.desks[outcome.to[0]]
        ticket.came = process.items[outcome.item].came
        case.pending[ticket.item] = ticket
        before = process.removed(case.state, ticket.item)
        self.floor.join(ticket, self.world.situation_of[before], self.env.now)

    def _tell(self, case: Case, visit: Visit | None, until: int) -> None:
        """The customer learns that the company has the case in hand, and perhaps until when."""
        world = self.world
        if case.done:
            return
        case.heard = self.env.now
        if until != NONE:
            world.write(Kind.TOLD, case, amount=until)
        self.customers.perceive(case)
        if case.doing == STOPPED or world.process.states[case.state].stage != Stage.OPEN:
            return
        channel = visit.channel if visit is not None and visit.channel != NONE else case.told_by
        self.customers.expect(case, until, channel if until != NONE else NONE)
        case.plan = ()
        if self._listens(case, visit):
            self.customers.call_off(case)
            self.customers.wait(case)

    # --- pending things -----------------------------------------------------------------------------------------

    def _mature(self, timer: Timer) -> None:
        """The time of a pending thing has come: dice fall now, not when it was made."""
        case, item, _, deadline = timer.subject
        process = self.world.process
        outcome = process.outcomes[process.items[item].outcome]
        verb = outcome.source.verb
        if isinstance(verb, Promise):
            self._promise_due(case, item, outcome, verb, deadline)
            return
        del case.pending[item]
        case.state = process.removed(case.state, item)
        self._settle(case, outcome, None, NONE, self.env.now)

    def _promise_due(self, case: Case, item: int, outcome: OutcomeNode, verb: Promise, deadline: int) -> None:
        """The moment at which a promise would be kept; else it slides past its deadline, and is done late or never."""
        if verb.kept >= 1 or self.world.dice.outcomes[outcome.index].whether.of(case) < verb.kept:
            self._keep(case, item, outcome, late=False)
        elif verb.late > 0:
            self._put_off(case, item, deadline + round(verb.within * 1000), self._late)
        else:
            self._put_off(case, item, deadline, self._unkept)

    def _put_off(self, case: Case, item: int, moment: int, call: Callable[[Timer], None]) -> None:
        subject = (case, item, moment, moment)
        case.pending[item] = self.world.after(moment - self.env.now, THINGS_MATURE, call, subject)

    def _late(self, timer: Timer) -> None:
        """Twice the time has passed: done now, or never."""
        case, item, _, _ = timer.subject
        process = self.world.process
        outcome = process.outcomes[process.items[item].outcome]
        verb = outcome.source.verb
        assert isinstance(verb, Promise), "promises alone are late"
        missed = 1 - verb.kept
        if verb.late >= missed or self.world.dice.outcomes[outcome.index].whether.of(case) < verb.late / missed:
            self._keep(case, item, outcome, late=True)
        else:
            self._break(case, item, outcome)

    def _unkept(self, timer: Timer) -> None:
        case, item, _, _ = timer.subject
        process = self.world.process
        self._break(case, item, process.outcomes[process.items[item].outcome])

    def _break(self, case: Case, item: int, outcome: OutcomeNode) -> None:
        del case.pending[item]
        case.state = self.world.process.removed(case.state, item)
        self.world.write(Kind.BROKEN, case, cause=outcome.index)
        self.world.check_done(case)

    def _keep(self, case: Case, item: int, outcome: OutcomeNode, *, late: bool) -> None:
        world = self.world
        del case.pending[item]
        case.state = world.process.removed(case.state, item)
        world.write(Kind.KEPT, case, cause=outcome.index, amount=int(late))
        if outcome.then != NONE:
            world.write(Kind.ACTS, case, cause=outcome.then)
            self._carry_out(case, world.process.outcomes[outcome.then])
        world.check_done(case)

    # --- resolution ---------------------------------------------------------------------------------------------

    def _settle(self, case: Case, outcome: OutcomeNode, visit: Visit | None, existing: int, now: int) -> None:
        """A resolution takes effect: what is pending is void, the customer leaves what lines they are in."""
        world = self.world
        works = self._certain[outcome.index] or self._proves_true(case, outcome)
        if case.pending:
            self._void(case)
        case.state = world.process.settled(case.state, works=works)
        rows = self.rows
        rows += pack(
            now,
            case.index,
            RESOLVES,
            0,
            NONE,
            NONE,
            NONE,
            outcome.index,
            world.situation_of[case.state],
            0,
        )
        self._release(case)
        if works:
            world.check_done(case)
        else:
            reopens = world.dice.outcomes[outcome.index].reopens.of(case)
            world.after(reopens, THINGS_MATURE, self._reopen, (case, outcome.index))

    def _proves_true(self, case: Case, outcome: OutcomeNode) -> bool:
        verb = outcome.source.verb
        luck: float = self.world.dice.outcomes[outcome.index].whether.of(case)
        return isinstance(verb, Resolve) and luck < verb.works

    def _void(self, case: Case) -> None:
        world = self.world
        for item, thing in case.pending.items():
            if isinstance(thing, Timer):
                thing.callbacks = NOTHING
                made_by = world.process.items[item].outcome
                if world.process.outcomes[made_by].does is Does.PROMISE:
                    world.write(Kind.VOID, case, cause=made_by)
            elif thing.waiting:
                self.floor.leave(thing, Left.RESOLVED)
            else:
                thing.void = True
                thing.item = NONE
        case.pending.clear()

    def _release(self, case: Case) -> None:
        doing = case.doing
        if case.expects:
            self.customers.expect_nothing(case)
        case.plan = ()
        if doing == STOPPED:
            return
        if doing == IN_LINE:
            self.floor.leave(case, Left.RESOLVED)
        elif doing == UNDER_WAY:
            self.world.write(Kind.LEAVES, case, channel=case.channel, cause=Left.RESOLVED, early=case.early)
        if case.alarm is not None:
            self.customers.call_off(case)
        if doing == IN_HAND:
            case.void = True
        else:
            case.doing = CONTENT

    def _reopen(self, timer: Timer) -> None:
        case, outcome = timer.subject
        world = self.world
        case.state = world.process.reopened(case.state)
        world.write(Kind.REOPENS, case, cause=outcome)
        self.customers.perceive(case)
        if case.doing == STOPPED:
            world.check_done(case)
        elif case.doing == CONTENT:
            self._start_again(case)

    def _start_again(self, case: Case) -> None:
        """The trouble is back: the customer begins with the first channel, at once."""
        case.doing = AT_LARGE
        self.customers.try_again(case)
