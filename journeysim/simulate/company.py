"""What the company does to a case as handling ends: the rule that holds, its outcome, and what that does."""

from journeysim.model.log import Came, Kind
from journeysim.model.moves import handed_on
from journeysim.model.process import NONE, Does, OutcomeNode, Stage
from journeysim.model.scenario import Promise, Resolve, Ticket, Transfer
from journeysim.simulate.calling import Calls
from journeysim.simulate.customers import Customers
from journeysim.simulate.desk import Choice, Deed, Desk, Done
from journeysim.simulate.events import (
    AT_LARGE,
    CONTENT,
    IN_HAND,
    NOTHING,
    STOPPED,
    WAITS,
    Case,
    Timer,
    Visit,
)
from journeysim.simulate.floor import Floor
from journeysim.simulate.pending import Pending
from journeysim.simulate.record import pack
from journeysim.simulate.resolution import Resolution
from journeysim.simulate.world import World

ENDS, TRANSFER, CUSTOMER, CALL = int(Kind.ENDS), int(Came.TRANSFER), int(Came.CUSTOMER), int(Came.CALL)


def in_contact(visit: Visit | None) -> bool:
    """Whether customer and department are in touch: by a channel, or on the phone after a call of the company."""
    return visit is not None and (visit.channel != NONE or visit.came in (CUSTOMER, CALL))


def _unless_certain(node: OutcomeNode) -> float | None:
    """The chance that a referral is followed; `None` where it always is."""
    followed: float = getattr(node.source.verb, "followed", 1.0)
    return followed if followed < 1 else None


class Company:
    """Carries out outcomes in a world."""

    floor: Floor

    def __init__(self, world: World, customers: Customers, resolution: Resolution) -> None:
        self.world = world
        self.env = world.env
        self.rows = world.rows
        self.customers = customers
        self._resolution = resolution
        self._pending = Pending(world, resolution, self._carry_out)
        process = world.process
        self._minds_effort = any(who.gives_up.effort is not None for who in process.scenario.segments.values())
        self.calls = Calls(self) if world.dice.calls else None
        self._deeds = tuple(self._deed(node) for node in process.outcomes)
        self._goes_to = {
            node.index: (world.desks[node.to[0]], node.source.verb.warm)
            for node in process.outcomes
            if isinstance(node.source.verb, Transfer)
        }
        self._referrals = tuple(
            (
                _unless_certain(node),
                dice.whether.of,
                dice.after.of,
                (node.to[0], node.to[1:]) if node.to else (NONE, ()),
            )
            for node, dice in zip(process.outcomes, world.dice.outcomes, strict=True)
        )

    def _deed(self, node: OutcomeNode) -> Deed:
        writes = node.department != NONE and bool(self.world.process.departments[node.department].writes)
        effects = {
            Does.RESOLVE: self._resolution.settle,
            Does.TAKES: self._make_pending,
            Does.TRANSFER: self._transfer,
            Does.REFER: self._refer,
            Does.PROMISE: self._make_pending,
            Does.TICKET: self._make_pending,
            Does.REFUSE: self._refuse,
            Does.DROP: self._drop,
            **({} if self.calls is None else {Does.CALL: self.calls.make}),
        }
        notes = writes and node.source.note
        by_luck = notes and self.world.desks[node.department].department.notes < 1
        changes = bool(node.sets) or node.item != NONE or by_luck
        answers = node.does not in (Does.TRANSFER, Does.DROP) or node.source.says is not None
        return Deed(node.index, node, effects[node.does], changes or self._minds_effort, answers)

    def begins(self, case: Case, outcome: int) -> None:
        """What the company had done before the customer's first attempt."""
        self.world.write(Kind.ACTS, case, cause=outcome)
        self._carry_out(case, self.world.process.outcomes[outcome])

    # --- visits -------------------------------------------------------------------------------------------------

    def visit_ended(self, visit: Visit) -> None:
        """Handling has ended: the first rule that holds applies, its outcome is drawn, and the desk serves on."""
        desk, now = visit.desk, self.env.moment
        desk.busy -= 1
        if visit.void:
            self._end_without_rule(visit, now)
        else:
            case = visit.case
            draw, done = desk.choices.get(case.state) or self._choice(desk, case, visit)
            state, index, onward, deed = done[0] if draw is None else done[draw(case)]
            if visit is case and state != NONE:
                case.doing = AT_LARGE
                case.heard = now
                case.state = state
                rows = self.rows
                rows += pack(now, case.index, ENDS, case.early, case.channel, desk.index, case.number, index, state, 0)
                if onward is None:
                    deed.takes_effect(case, deed.outcome, case, NONE, now)
                else:  # the same contact goes on elsewhere
                    case.desk, case.warm = onward
                    case.came = TRANSFER
                    self.floor.admit(case, state, now)
            else:
                self._end_by(deed, visit, case, now)
        if desk.waiting or desk.aside:
            self.floor.serve(desk, now)

    def _end_by(self, deed: Deed, visit: Visit, case: Case, now: int) -> None:
        """A visit ends with a deed that settles more than the state, or that is nothing to its customer yet."""
        outcome, live = deed.outcome, visit is case
        if live:
            case.effort += now - visit.joined
            case.doing = AT_LARGE
        if live or (deed.answers and visit.channel != NONE):
            case.heard = now
        noticed, existing = self._change(case, outcome, visit.item)
        self.world.write_visit(Kind.ENDS, visit, cause=deed.number)
        if noticed:
            self.customers.perceive(case)
        deed.takes_effect(case, outcome, visit, existing, now)
        if not live and case.doing == STOPPED:
            self.world.check_done(case)

    def spoke(self, visit: Visit, outcome: OutcomeNode, now: int) -> None:
        """Customer and department have spoken in a call: what it was made for is done."""
        case = visit.case
        case.heard = now
        noticed, existing = self._change(case, outcome, visit.item)
        self.world.write_visit(Kind.ENDS, visit, cause=outcome.index)
        if noticed:
            self.customers.perceive(case)
        self._deeds[outcome.index].takes_effect(case, outcome, visit, existing, now)

    def _choice(self, desk: Desk, case: Case, visit: Visit) -> Choice:
        process = self.world.process
        number = process.decide(desk.index, case.state, self.world.context(case, visit))
        rule = desk.node.rules[number]
        draw = desk.dice.rules[number].of if len(rule.outcomes) > 1 else None
        choice = draw, tuple(self._done(case.state, self._deeds[index]) for index in rule.outcomes)
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

    def _done(self, state: int, deed: Deed) -> Done:
        outcome, after = deed.outcome, NONE
        if not deed.changes:
            noted = outcome.department != NONE and outcome.source.note
            after = self.world.process.after(state, outcome.index, noted=noted)
        return after, deed.number, self._goes_to.get(deed.number), deed

    def _noted(self, case: Case, outcome: OutcomeNode) -> bool:
        if outcome.department == NONE or not outcome.source.note:
            return False
        if not self.world.process.departments[outcome.department].writes:
            return False
        chance = self.world.desks[outcome.department].department.notes
        return chance >= 1 or self.world.dice.departments[outcome.department].notes.of(case) < chance

    def _end_without_rule(self, visit: Visit, now: int) -> None:
        """The case was resolved while this was in hand."""
        case = visit.case
        visit.void = False
        if visit is case:
            case.effort += now - visit.joined
        self.world.write_visit(Kind.ENDS, visit)
        if visit is case and case.doing == IN_HAND:
            if self.world.process.states[case.state].stage == Stage.OPEN:
                self._resolution.start_again(case)
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
        self._deeds[outcome.index].takes_effect(case, outcome, None, existing, self.env.moment)

    def _transfer(self, case: Case, outcome: OutcomeNode, visit: Visit | None, existing: int, now: int) -> None:
        assert visit is not None, "only a visit is transferred"
        met = case.state
        if visit.item != NONE:
            world = self.world
            moved = Visit()
            moved.case, moved.channel, moved.referrer, moved.early = case, visit.channel, visit.referrer, visit.early
            moved.item = world.process.item(handed_on(world.process.items[visit.item], outcome))
            case.state = world.process.added(case.state, moved.item)
            case.hold(moved.item, moved)
            visit = moved
        visit.desk, visit.warm = self._goes_to[outcome.index]
        visit.came = TRANSFER
        self.floor.admit(visit, met, now)

    def _refer(self, case: Case, outcome: OutcomeNode, visit: Visit | None, existing: int, now: int) -> None:
        followed, whether, length, to = self._referrals[outcome.index]
        follows = followed is None or whether(case) < followed
        after = length(case)
        if visit is not case:
            case.heard = now
            if not self._listens(case, visit):
                if case.doing != STOPPED and follows:
                    case.plan = outcome.to
                return
            self.customers.call_off(case)
        if case.expects:
            self.customers.expect_nothing(case)
        if follows:
            self.customers.follow(case, to, after)
        else:
            case.plan = ()
            self.customers.move_on(case)

    def _refuse(self, case: Case, outcome: OutcomeNode, visit: Visit | None, existing: int, now: int) -> None:
        if visit is not case:
            case.heard = now
        if visit is case:
            self.customers.move_on(case)
        elif visit is not None and visit.channel != NONE and case.until != NONE:
            return  # an answer to what they wrote, and no word about the date that they were told
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
                made_by = world.process.items[outcome.item].outcome  # of equal ones the first, as when it is settled
                world.write(Kind.PROMISES, case, cause=made_by, amount=told)
                luck = world.dice.outcomes[outcome.index].after.of(case)
                self._pending.schedule(case, outcome.item, now + round(luck * verb.within * 1000), told)
            else:
                world.write(Kind.CHASES, case, cause=outcome.index)
        elif isinstance(verb, Ticket):
            if verb.told is not None:
                told = now + round(verb.told * 1000)
            is_told = told != NONE or in_contact(visit)
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
            self._pending.schedule(case, outcome.item, due, due)
            return due
        self.world.write(Kind.CHASES, case, cause=outcome.index)
        earlier = case.pending[existing]
        assert isinstance(earlier, Timer), "only a ticket or a message waits in a line"
        if due < earlier.subject[2]:
            earlier.callbacks = NOTHING
            self._pending.schedule(case, existing, due, due)
            return due
        return int(earlier.subject[2])

    def _open_ticket(self, case: Case, outcome: OutcomeNode) -> None:
        process = self.world.process
        ticket = Visit()
        ticket.case = case
        ticket.item = outcome.item
        ticket.desk = self.world.desks[outcome.to[0]]
        ticket.came = process.items[outcome.item].came
        case.hold(ticket.item, ticket)
        comes = outcome.watchdog != NONE  # of itself, so that it is no return to where the case has been
        met = case.state if comes else process.removed(case.state, ticket.item)
        self.floor.admit(ticket, met, self.env.moment)

    def let_know(self, case: Case, visit: Visit | None) -> None:
        """Who is in contact with the company hears that something will be done, though not when."""
        if in_contact(visit):
            self._tell(case, visit, NONE)

    def _tell(self, case: Case, visit: Visit | None, until: int) -> None:
        """The customer learns that the company has the case in hand, and perhaps until when."""
        world = self.world
        if case.done:
            return
        case.heard = self.env.moment
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
