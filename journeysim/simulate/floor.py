"""The departments at work: visits join, are handled, and end; staff comes and goes."""

import math
from collections.abc import Callable
from heapq import heappop, heappush
from itertools import count

from journeysim.model.log import Came, Kind, Left
from journeysim.model.process import NONE, Table
from journeysim.simulate.desk import Desk
from journeysim.simulate.dice import Roll
from journeysim.simulate.events import (
    HANDLING_ENDS,
    IN_HAND,
    IN_LINE,
    NOTHING,
    PATIENCE_ENDS,
    SHIFT_CHANGES,
    Case,
    Timer,
    Visit,
)
from journeysim.simulate.record import pack, pack_two
from journeysim.simulate.world import Moment, World

Deadline = tuple[int, int, Case, int]
"""The end of somebody's patience: a moment, as the clock has them, with the number of the visit."""

JOINS, STARTS, CUSTOMER = int(Kind.JOINS), int(Kind.STARTS), int(Came.CUSTOMER)
ABANDONS, LEAVES, PATIENCE, BALKED = Kind.ABANDONS, Kind.LEAVES, Left.PATIENCE, Left.BALKED


class Floor:
    """All departments of a world.

    `away` are those who left the line to be called back, `watch` follows who waits where that leads to something.
    `ended(visit)` is called as handling ends, and lets the desk serve on; `left` as a customer leaves a line unserved.
    """

    def __init__(self, world: World, ended: Callable[[Visit], None], left: Callable[[Case, Left], None]) -> None:
        self.world = world
        self.env = world.env
        self.rows = world.rows
        self._put, self._rank = world.env.put, world.env.ranks[HANDLING_ENDS]
        self._rank_of_deadline = world.env.ranks[PATIENCE_ENDS]
        self.ended = ended
        self.left = left
        self._next_number = count().__next__
        self._counts = world.process.contacts_cap > 0
        self._ends = (ended,)
        self._deadlines: list[Deadline] = []
        self.env.lapse = self._lapse
        self.away: set[Visit] = set()
        self.watch: Callable[[Visit], None]

    def open(self) -> None:
        """Write down who is on duty at the start, and follow the shifts."""
        for desk in self.world.desks:
            desk.straight = desk.straight and not self._counts
            self._note_duty(desk)
            self._await_change(desk)

    # --- joining and leaving ------------------------------------------------------------------------------------

    def admit(self, visit: Visit, met: int, now: int) -> None:
        """A visit comes to its desk: served at once, or in line. `met`: the state in which it was met."""
        desk, case, rows = visit.desk, visit.case, self.rows
        next_number = self._next_number
        number = visit.number = next_number()
        visit.joined = now
        index, early, channel, department = case.index, visit.early, visit.channel, desk.index
        at_once = desk.busy < desk.capacity and not (desk.waiting or desk.aside)
        if at_once and desk.straight:  # joins and is taken up in one stroke: only how long it takes is to be settled
            desk.busy += 1
            case.handled = True
            if visit is case:
                case.doing = IN_HAND
            else:
                visit.callbacks = self._ends
            rows += pack_two(
                now, index, JOINS, early, channel, department, number, visit.came, met, 0,
                now, index, STARTS, early, channel, department, number, NONE, case.state, 0,
            )  # fmt: skip
            put, rank = self._put, self._rank
            put((now + desk.handling.of(case), rank(), visit))  # type: ignore[union-attr]
            return
        rows += pack(now, index, JOINS, early, channel, department, number, visit.came, met, 0)
        if at_once:
            self._start(desk, visit, now)
            return
        visit.waiting = True
        desk.waiting += 1
        desk.line.push(visit)
        if visit is case:
            case.doing = IN_LINE
            rolls = case.habits.patience[department]
            if rolls is not None:
                self._lose_patience(case, rolls, now)
        if desk.restless:
            self.watch(visit)

    def move(self, case: Case, there: Desk) -> None:
        """Somebody in line goes on waiting in another line, or at the end of their own, with the patience they have."""
        now = self.env.moment
        deadline = next((each for each in self._deadlines if each[2] is case and each[3] == case.number), None)
        self.leave(case, Left.MOVED)
        case.effort += now - case.joined
        case.desk = there
        number = case.number = self._next_number()
        case.joined = now
        self.world.write_visit(Kind.JOINS, case, case.came, 1)
        if there.busy < there.capacity and not (there.waiting or there.aside):
            self._start(there, case, now)
            return
        case.waiting = True
        there.waiting += 1
        there.line.push(case)
        if deadline is not None:
            heappush(self._deadlines, (*deadline[:3], number))
        if there.restless:
            self.watch(case)

    def _lose_patience(self, case: Case, rolls: Table[Roll], now: int) -> None:
        """Note down until when a customer waits."""
        roll = rolls.otherwise
        if rolls.subject is not None:
            roll = rolls.of(self.world.process.states[case.state], self.world.context(case, case))
        patience = roll.of(case)  # type: ignore[union-attr]
        if patience >= 0:
            env, rank, until = self.env, self._rank_of_deadline, now + patience
            heappush(self._deadlines, (until, rank(), case, case.number))
            if until < env.due:
                env.due = until

    def _lapse(self, following: Moment | None) -> bool:
        """Whether somebody's patience ends before what follows; theirs who joined first, should two end at once."""
        deadlines, env = self._deadlines, self.env
        while deadlines:
            first = deadlines[0]
            case = first[2]
            waits = case.waiting and case.number == first[3] and not (self.away and case in self.away)
            if waits and following is not None and following < first:
                env.due = first[0]
                return False
            heappop(deadlines)
            if waits:
                env.moment = first[0]
                env.due = deadlines[0][0] if deadlines else math.inf
                self.leave(case, PATIENCE)
                self.left(case, PATIENCE)
                return True
        env.due = math.inf
        return False

    def balks(self, case: Case) -> bool:
        """Whether a customer at the line turns round when told how long it is."""
        balks = case.habits.segment.balks
        if balks is None:
            return False
        desk = case.desk
        if desk.busy < desk.capacity and not desk.waiting:
            return False
        if balks.queue_over is not None and self._in_line(desk) > balks.queue_over:
            return True
        return balks.wait_over is not None and self.announced_wait(desk, case) > balks.wait_over

    def turn_round(self, case: Case) -> None:
        """The customer joins no line: written as a visit that is abandoned at once."""
        world = self.world
        case.number = self._next_number()
        case.joined = world.env.moment
        world.write_visit(Kind.JOINS, case, Came.CUSTOMER)
        world.write_visit(Kind.ABANDONS, case, Left.BALKED)

    def announced_wait(self, desk: Desk, case: Case) -> float:
        """The wait (s) that a newcomer is told: mean handling of those ahead and themselves, over staff on duty."""
        if not desk.capacity:
            return float("inf")
        table = desk.node.handling
        mean: float = table.of(self.world.process.states[case.state], self.world.context(case, case)).mean
        return (desk.waiting + 1) * mean / desk.capacity

    def is_full(self, desk: Desk) -> bool:
        """Whether one more live customer finds no place: nobody free and the line at its limit."""
        limit = desk.department.queue.limit
        if limit is None or (desk.busy < desk.capacity and not desk.waiting):
            return False
        return self._in_line(desk) >= limit

    def _in_line(self, desk: Desk) -> int:
        """How many wait in the line itself; those who are to be called back are not in it."""
        return desk.waiting - sum(visit.desk is desk for visit in self.away)

    def leave(self, visit: Visit, why: Left) -> None:
        """A waiting visit leaves its line."""
        desk = visit.desk
        visit.waiting = False
        if self.away:
            self.away.discard(visit)
        if visit in desk.last_calls:
            desk.last_calls.remove(visit)
            desk.aside = bool(desk.last_calls or desk.put_down)
        else:
            desk.waiting -= 1
        self.world.write_visit(ABANDONS if why is PATIENCE or why is BALKED else LEAVES, visit, why)

    # --- handling -----------------------------------------------------------------------------------------------

    def _start(self, desk: Desk, visit: Visit, now: int) -> None:
        case, retold = visit.case, 0
        desk.busy += 1
        if visit is case:
            case.doing = IN_HAND
        else:
            visit.callbacks = self._ends
        if desk.straight:
            length = desk.handling.of(case)  # type: ignore[union-attr]
        else:
            length, retold = self._length(desk, visit)
        case.handled = True
        rows = self.rows
        rows += pack(
            now, case.index, STARTS, visit.early, visit.channel, desk.index, visit.number, NONE, case.state, retold
        )
        if desk.puts_down:
            self._take_up(desk, visit, length)
        else:
            put, rank = self._put, self._rank
            put((now + length, rank(), visit))

    def _length(self, desk: Desk, visit: Visit) -> tuple[int, int]:
        """How long handling takes (ms), and whether the story must be told again (1 or 0)."""
        case, retold = visit.case, 0
        if desk.needs_known:
            visit.known = self.world.process.knows(desk.index, case.state, warm=visit.warm)
            retold = int(case.handled and not visit.known and desk.department.retelling is not None)
        if self._counts and visit.came == CUSTOMER:
            case.state = self.world.process.counted(case.state)
        length: int = (desk.handling or self._roll(desk, visit)).of(case)
        return length + (desk.dice.retelling.of(case) if retold else 0), retold

    def _roll(self, desk: Desk, visit: Visit) -> Roll:
        case = visit.case
        return desk.dice.handling.of(self.world.process.states[case.state], self.world.context(case, visit))

    def serve(self, desk: Desk, now: int) -> None:
        """Let free staff take up what waits."""
        if desk.aside:
            self._serve_aside(desk, now)
        while desk.waiting and desk.busy < desk.capacity:
            next_visit = desk.line.pop()
            assert next_visit is not None, "those who wait stand in the line"
            desk.waiting -= 1
            next_visit.waiting = False
            if not self.away or self._reached(next_visit, now):
                self._start(desk, next_visit, now)

    def _serve_aside(self, desk: Desk, now: int) -> None:
        while desk.put_down and desk.busy < desk.capacity:
            visit, left = desk.put_down.pop(0)
            self.world.write_visit(Kind.TAKES_UP, visit)
            desk.busy += 1
            self._take_up(desk, visit, left)
        while desk.last_calls and desk.busy < max(desk.capacity, desk.closing_level):
            visit = desk.last_calls.popleft()
            visit.waiting = False
            if not self.away or self._reached(visit, now):
                self._start(desk, visit, now)
        desk.aside = bool(desk.last_calls or desk.put_down)

    def _reached(self, visit: Visit, now: int) -> bool:
        """It is the turn of somebody who may be away: whether they are there, or answer the call."""
        if visit not in self.away:
            return True
        self.away.remove(visit)
        visit.joined = now
        case, answers = visit.case, visit.desk.dice.answers
        chance = case.habits.segment.answers_calls
        if answers is None or chance >= 1 or answers.of(case) < chance:
            return True
        self.world.write_visit(Kind.LEAVES, visit, Left.NOT_REACHED)
        self.left(case, Left.NOT_REACHED)
        return False

    # --- work that is put down ----------------------------------------------------------------------------------

    def _take_up(self, desk: Desk, visit: Visit, left: int) -> None:
        ends = self.world.env.moment + left
        desk.in_hand.append(self.world.after(left, HANDLING_ENDS, self._finish_taken_up, (visit, ends)))

    def _finish_taken_up(self, ending: Timer) -> None:
        visit: Visit = ending.subject[0]
        visit.desk.in_hand.remove(ending)
        self.ended(visit)

    def _put_down(self, desk: Desk) -> None:
        now = self.world.env.moment
        going_on = [ending for ending in desk.in_hand if ending.subject[1] > now]
        for ending in reversed(going_on[desk.capacity :]):
            desk.in_hand.remove(ending)
            ending.callbacks = NOTHING
            visit, ends = ending.subject
            desk.busy -= 1
            desk.put_down.insert(0, (visit, ends - now))
            desk.aside = True
            self.world.write_visit(Kind.PUTS_DOWN, visit)

    # --- shifts -------------------------------------------------------------------------------------------------

    def _await_change(self, desk: Desk) -> None:
        now = self.world.env.moment
        change = desk.table.next_change(now)
        if change is not None:
            self.world.after(change[0] - now, SHIFT_CHANGES, self._change, (desk, change[1]))

    def _change(self, timer: Timer) -> None:
        desk, level = timer.subject
        before, desk.capacity = desk.capacity, level * desk.at_once
        self._note_duty(desk)
        self._await_change(desk)
        if desk.capacity > before:
            self.serve(desk, self.env.moment)
        elif desk.puts_down:
            self._put_down(desk)
        if not level:
            self._close(desk, before)

    def _note_duty(self, desk: Desk) -> None:
        world = self.world
        staff = desk.capacity // desk.at_once
        world.rows += pack(world.env.moment, NONE, int(Kind.ON_DUTY), 0, NONE, desk.index, NONE, NONE, NONE, staff)

    def _close(self, desk: Desk, level: int) -> None:
        """Staff goes home: who waits live is served first, kept, or sent away.

        Messages and tickets are served first only where the scenario says so, and never sent away. Who puts down what
        is in hand does not begin with anybody else, unless the scenario says so.
        """
        said = desk.department.at_closing or ("keeps the queue" if desk.puts_down else None)
        if said == "keeps the queue" or not desk.waiting:
            return
        gone: list[Visit] = []
        kept: list[Visit] = []
        while (visit := desk.line.pop()) is not None:
            stays = said != "finishes the queue" and visit is not visit.case
            stays = stays or (said == "sends the queue away" and visit in self.away)
            (kept if stays else gone).append(visit)
        for visit in kept:
            desk.line.push(visit)
        if said != "sends the queue away":
            desk.closing_level = level
            desk.last_calls.extend(gone)
            desk.aside = True
            desk.waiting -= len(gone)
            self.serve(desk, self.env.moment)
            return
        for visit in gone:
            self.leave(visit, Left.SENT_AWAY)
            self.left(visit.case, Left.SENT_AWAY)
