"""What the parts of the engine share: the clock, the process, the dice, and the pen that writes the log."""

import math
from collections.abc import Callable
from functools import partial
from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING, Any

import simpy
from simpy.core import EmptySchedule
from simpy.events import Event

from journeysim.model.calendar import ALWAYS
from journeysim.model.decision import looks
from journeysim.model.feeling import feeling
from journeysim.model.hours import Timetable, calendar_table, staff_table
from journeysim.model.log import Came, Kind
from journeysim.model.process import NONE, Context, Process, Stage, band, holds
from journeysim.simulate.desk import Desk
from journeysim.simulate.dice import Dice
from journeysim.simulate.events import IN_HAND, PRIORITIES, STOPPED, Case, Timer, Visit
from journeysim.simulate.feelings import Feelings
from journeysim.simulate.incidents import Outbreaks
from journeysim.simulate.line import LASTING, ChangingLine, Line, RankedLine
from journeysim.simulate.record import pack

OPEN, RESOLVED = int(Stage.OPEN), int(Stage.RESOLVED)


STRIDE = 10_000
"""Events of a run that are processed in one go."""


Moment = tuple[int, int, Any]
"""What waits for its time (ms): time, rank among what comes at that time, and what it is."""


def _in_peace() -> None:
    """Nobody looks."""


class Clock(simpy.Environment):
    """SimPy's environment, told in whole milliseconds and with priorities of our own.

    A run takes its steps many at a time, which costs less than one by one. No event of ours ever fails, so none is
    asked whether it did; each has one callback, and keeps it, since most are armed again. The time is a plain
    attribute, `moment`, since everybody asks for it. `put` is `schedule` for those in a hurry, who make the moment
    themselves, its rank by calling `ranks[priority]`: of what comes at one time the least rank is first, so what is
    of a lower priority's number, and of one priority what was made earlier.

    Most deadlines never come to anything, so they are no events: whoever keeps them says when the first is `due`, and
    from then on `lapse` is asked before anything else happens. It is given what comes next (`None` for nothing), and
    answers whether a deadline came before it, having carried out what that brings.
    """

    moment: int
    due: float
    lapse: "Callable[[Moment | None], bool]"
    looks: "Callable[[], None]"
    """Called each time that so many steps have been taken."""

    if TYPE_CHECKING:
        _queue: list[Any]

    def __init__(self) -> None:
        super().__init__()
        self.moment, self.due, self._stride = 0, math.inf, 1
        self.looks = _in_peace
        self.ranks = {priority: count(priority << 48).__next__ for priority in PRIORITIES}
        self.put: Callable[[Moment], None] = partial(heappush, self._queue)

    @property
    def now(self) -> int:
        """The time, as SimPy asks for it."""
        return self.moment

    def schedule(self, event: Event, priority: int = 1, delay: float = 0) -> None:
        """As SimPy's, in whole milliseconds."""
        self.put((self.moment + int(delay), self.ranks[priority](), event))

    def run(self, until: float | Event | None = None) -> Any:
        """As SimPy's."""
        self._stride = STRIDE
        try:
            return super().run(until)
        finally:
            self._stride = 1

    def step(self) -> None:
        """Process the next event, in a run the next many; raises `EmptySchedule` where there is none."""
        queue = self._queue
        for _ in range(self._stride):
            try:
                now, rank, event = heappop(queue)
            except IndexError:
                if self.due < math.inf and self.lapse(None):
                    continue
                raise EmptySchedule from None
            if now >= self.due and self.lapse((now, rank, event)):
                heappush(queue, (now, rank, event))
                continue
            self.moment = now
            (callback,) = event.callbacks
            callback(event)
        self.looks()


class World:
    """One replication under way. Its methods write rows; they count nothing."""

    def __init__(self, process: Process, dice: Dice) -> None:
        scenario = process.scenario
        run = scenario.run
        self.env = Clock()
        self.process = process
        self.dice = dice
        self.rows = bytearray()
        self.open_cases = 0
        self.doors: tuple[Timetable | None, ...] = tuple(
            None
            if channel.kind == "message" or channel.open is ALWAYS
            else calendar_table((channel.open,), run.start, scenario.holidays)
            for channel in scenario.channels.values()
        )
        self.desks = tuple(
            Desk(node, department, staff_table(scenario, department), self._line(node.index), rolls)
            for node, department, rolls in zip(
                process.departments, scenario.departments.values(), dice.departments, strict=True
            )
        )
        self.outbreaks: dict[int, Outbreaks] = {}
        self.feelings = Feelings(self.rows, feeling(process))
        self.on_done: Callable[[], None] = lambda: None
        self.still_watched: Callable[[Case], int | None] = lambda case: None

    def _line(self, index: int) -> Line:
        """The line of a department: plain where nobody goes before anybody else."""
        node = self.process.departments[index]
        queue = self.process.scenario.departments[node.name].queue
        if not node.priority and queue.order == "first come":
            return Line()
        order = queue.order

        def rank(visit: Visit) -> tuple[int, int]:
            known = self.process.knows(index, visit.case.state, warm=visit.warm)
            context = self.context(visit.case, visit)._replace(known=int(known))
            state = self.process.states[visit.case.state]
            first = next(
                (n for n, checks in enumerate(node.priority) if holds(checks, state, context)), len(node.priority)
            )
            if order == "oldest case":
                return first, visit.case.arises
            return first, -visit.number if order == "last come" else visit.number

        by_joining = {"first come": 1, "last come": -1}.get(order, 0)
        if looks(*node.priority) <= LASTING:
            return RankedLine(rank, by_joining)
        return ChangingLine(rank, by_joining, lambda: self.env.now, self._next_moment)

    def _next_moment(self, visit: Visit) -> int | None:
        """The next moment (ms) at which time alone may change what is asked of a case; `None` for never."""
        process, case = self.process, visit.case
        moments = [case.arises + cut + late for cut in process.ages for late in (0, 1)]
        moments += [case.heard + cut + late for cut in process.silences for late in (0, 1)]
        return min((moment for moment in moments if moment > self.env.now), default=None)

    @property
    def changing_lines(self) -> tuple[ChangingLine, ...]:
        """The lines in which the change of a case may bear on who is next."""
        return tuple(desk.line for desk in self.desks if isinstance(desk.line, ChangingLine))

    def write(
        self,
        kind: Kind,
        case: Case,
        *,
        channel: int = NONE,
        department: int = NONE,
        visit: int = NONE,
        cause: int = NONE,
        amount: int = 0,
        early: int = 0,
    ) -> None:
        """One row about a case."""
        self.rows += pack(
            self.env.moment,
            case.index,
            kind,
            early,
            channel,
            department,
            visit,
            cause,
            case.state,
            amount,
        )

    def write_visit(self, kind: Kind, visit: Visit, cause: int = NONE, amount: int = 0) -> None:
        """One row about a visit."""
        self.rows += pack(
            self.env.moment,
            visit.case.index,
            kind,
            visit.early,
            visit.channel,
            visit.desk.index,
            visit.number,
            cause,
            visit.case.state,
            amount,
        )

    def after(self, delay: int, priority: int, call: Callable[[Timer], None], subject: object) -> Timer:
        """Call something after a delay in ms; the timer is called off by giving it `NOTHING` as its callbacks."""
        timer = Timer(subject)
        timer.callbacks = (call,)
        self.env.schedule(timer, priority, delay)
        return timer

    def context(self, case: Case, visit: Visit) -> Context:
        """What decisions about a visit may know."""
        process, now = self.process, self.env.moment
        return Context(
            visit.channel,
            visit.referrer,
            visit.came,
            int(visit.known),
            band(process.ages, now - case.arises) if process.ages else 0,
            band(process.silences, now - case.heard) if process.silences else 0,
        )

    def at_gate(self, case: Case, channel: int, referrer: int) -> Context:
        """What a gate may know."""
        process, now = self.process, self.env.moment
        return Context(
            channel,
            referrer,
            int(Came.CUSTOMER),
            0,
            band(process.ages, now - case.arises) if process.ages else 0,
            band(process.silences, now - case.heard) if process.silences else 0,
        )

    def mood(self, case: Case) -> int:
        """The mood that decides what a customer does, in millionths: theirs, or for ever that of the start."""
        who = case.habits.who
        return self.feelings.of(case.index, self.env.moment) if who.follows_mood else who.mood

    def check_done(self, case: Case) -> None:
        """A case is over once resolved for good, or once its customer has stopped and nothing will come any more."""
        stage = self.process.states[case.state].stage
        stopped = case.doing == STOPPED and not case.pending and stage == OPEN and not case.habits.clears_up
        if stage == RESOLVED or (stopped and self.still_watched(case) is None):
            self.close(case)

    def close(self, case: Case) -> None:
        """The case is over."""
        if case.done:
            return
        case.done = True
        if case.doing != IN_HAND:
            case.let_go()
        self.open_cases -= 1
        if not self.open_cases:
            self.on_done()
