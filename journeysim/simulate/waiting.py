"""What long waits lead to: lines that overflow, callbacks in place of waiting, and priorities that rise with age."""

from collections.abc import Callable

from journeysim.model.log import Kind
from journeysim.simulate.events import PATIENCE_ENDS, Case, Timer, Visit
from journeysim.simulate.floor import Floor
from journeysim.simulate.line import RankedLine


class Waiting:
    """Watches over those who wait where the scenario says that it leads to something."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        self.world = floor.world

    def watch(self, visit: Visit) -> None:
        """Somebody has joined such a line."""
        queue = visit.desk.department.queue
        if queue.overflow is not None and visit is visit.case:
            self._later(queue.overflow.after, self._overflow, visit)
        if queue.callback is not None and visit is visit.case:
            self._later(queue.callback.offered_after, self._offer, visit)
        if queue.ageing is not None:
            self._later(queue.ageing, self._rise, visit)

    def _later(self, seconds: float, call: Callable[[Timer], None], visit: Visit) -> None:
        self.world.after(round(seconds * 1000), PATIENCE_ENDS, call, (visit, visit.number))

    def _still_waits(self, visit: Visit, number: int) -> bool:
        return visit.waiting and visit.number == number and visit not in visit.desk.last_calls

    def _overflow(self, timer: Timer) -> None:
        """Who waits moves to the other line, where there is room and staff; else they may after as long again."""
        case, number = timer.subject
        if not self._still_waits(case, number) or case in self.floor.away:
            return
        desk = case.desk
        there = self.world.desks[desk.node.overflow]
        if there.capacity and not self.floor.is_full(there):
            self.floor.move(case, there)
        else:
            self._later(desk.department.queue.overflow.after, self._overflow, case)

    def _offer(self, timer: Timer) -> None:
        """Who takes the offer goes away, and is called when it is their turn."""
        case: Case = timer.subject[0]
        floor = self.floor
        if not self._still_waits(case, timer.subject[1]) or case in floor.away:
            return
        desk = case.desk
        callback, die = desk.department.queue.callback, desk.dice.callback
        assert callback is not None
        assert die is not None
        if die.of(case) >= callback.taken:
            return
        if not callback.keeps_place:
            floor.move(case, desk)
        now = self.world.env.moment
        case.effort += now - case.joined
        case.joined = now
        floor.away.add(case)
        self.world.write_visit(Kind.HOLDS, case)

    def _rise(self, timer: Timer) -> None:
        """Who has waited for so long moves up a priority."""
        visit, number = timer.subject
        line = visit.desk.line
        if self._still_waits(visit, number) and isinstance(line, RankedLine) and line.rise(visit):
            ageing = visit.desk.department.queue.ageing
            assert ageing is not None
            self._later(ageing, self._rise, visit)
