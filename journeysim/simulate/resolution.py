"""Resolutions take effect: what is pending is void, customers leave their lines, and false fixes come back."""

from journeysim.model.log import Kind, Left
from journeysim.model.process import NONE, Does, OutcomeNode, Stage
from journeysim.model.scenario import Resolve
from journeysim.simulate.customers import Customers
from journeysim.simulate.events import (
    AT_LARGE,
    CONTENT,
    IN_HAND,
    IN_LINE,
    NOTHING,
    STOPPED,
    THINGS_MATURE,
    UNDER_WAY,
    Case,
    Timer,
    Visit,
)
from journeysim.simulate.floor import Floor
from journeysim.simulate.record import pack
from journeysim.simulate.world import World

RESOLVES = int(Kind.RESOLVES)


class Resolution:
    """How cases are settled in a world."""

    floor: Floor

    def __init__(self, world: World, customers: Customers) -> None:
        self.world = world
        self.customers = customers
        self._settled: dict[int, int] = {}
        self._certain = tuple(getattr(node.source.verb, "works", 1.0) >= 1 for node in world.process.outcomes)

    def settle(self, case: Case, outcome: OutcomeNode, visit: Visit | None, existing: int, now: int) -> None:
        """A resolution takes effect: what is pending is void, the customer leaves what lines they are in."""
        world, index = self.world, outcome.index
        works = self._certain[index] or self._proves_true(case, outcome)
        if case.pending:
            self._void(case)
        state = case.state = (works and self._settled.get(case.state)) or self._settles(case.state, works=works)
        rows = world.rows
        rows += pack(now, case.index, RESOLVES, 0, NONE, NONE, NONE, index, state, 0)
        if visit is case:  # at the end of a contact: in no line, on no way
            case.doing = CONTENT
            case.plan = ()
            if case.expects:
                self.customers.expect_nothing(case)
        else:
            self._release(case)
        if works:
            world.close(case)
        else:
            reopens = world.dice.outcomes[index].reopens.of(case)
            world.after(reopens, THINGS_MATURE, self._reopen, (case, index))

    def _settles(self, state: int, *, works: bool) -> int:
        """The state once a resolution has taken effect, from now on at hand where it lasts."""
        found = self.world.process.settled(state, works=works)
        if works:
            self._settled[state] = found
        return found

    def clear_up(self, timer: Timer) -> None:
        """The trouble is over without the company's doing; a fix that would have proved false no longer does."""
        case: Case = timer.subject
        world = self.world
        stage = world.process.states[case.state].stage
        if stage == Stage.RESOLVED:
            return
        if case.pending:
            self._void(case)
        case.state = world.process.settled(case.state, works=True)
        if stage == Stage.OPEN:
            world.write(Kind.RESOLVES, case)
            self._release(case)
        world.check_done(case)

    def _proves_true(self, case: Case, outcome: OutcomeNode) -> bool:
        verb = outcome.source.verb
        luck: float = self.world.dice.outcomes[outcome.index].whether.of(case)
        return isinstance(verb, Resolve) and luck < verb.works

    def _void(self, case: Case) -> None:
        world = self.world
        for item, thing in case.pending.items():
            if isinstance(thing, Timer):
                thing.callbacks = NOTHING
                made_by = world.process.items[item].outcome if item >= 0 else NONE
                if made_by != NONE and world.process.outcomes[made_by].does is Does.PROMISE:
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
        if case.done:
            return  # cleared up meanwhile
        case.state = world.process.reopened(case.state)
        world.write(Kind.REOPENS, case, cause=outcome)
        self.customers.perceive(case)
        if case.doing == STOPPED:
            world.check_done(case)
        elif case.doing == CONTENT:
            self.start_again(case)

    def start_again(self, case: Case) -> None:
        """The trouble is back: the customer begins with the first channel, at once."""
        case.doing = AT_LARGE
        self.customers.try_again(case)
