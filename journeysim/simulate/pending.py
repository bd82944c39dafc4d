"""Pending things as their time comes: resolutions that take effect later, promises kept, kept late or broken."""

from collections.abc import Callable

from journeysim.model.log import Kind
from journeysim.model.process import NONE, OutcomeNode
from journeysim.model.scenario import Promise
from journeysim.simulate.events import THINGS_MATURE, Case, Timer
from journeysim.simulate.resolution import Resolution
from journeysim.simulate.world import World


class Pending:
    """What the company has to do at some later moment. `carry_out` does what an outcome says, without a visit."""

    def __init__(self, world: World, resolution: Resolution, carry_out: Callable[[Case, OutcomeNode], None]) -> None:
        self.world = world
        self._resolution = resolution
        self._carry_out = carry_out

    def schedule(self, case: Case, item: int, moment: int, deadline: int) -> None:
        subject = (case, item, moment, deadline)
        case.hold(item, self.world.after(moment - self.world.env.moment, THINGS_MATURE, self._mature, subject))

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
        self._resolution.settle(case, outcome, None, NONE, self.world.env.moment)

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
        case.hold(item, self.world.after(moment - self.world.env.moment, THINGS_MATURE, call, subject))

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
