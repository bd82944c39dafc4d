"""Mood: how a customer feels, as a function of the rows of their case.

Moods are whole millionths of the scale from -1 to 1, so that whoever adds them up comes to the same. What moves them,
and by how much, are documented choices that a scenario may change; none of it is a finding.
"""

from collections.abc import Callable

from journeysim.model.log import Came, Feeling, Kind, Left
from journeysim.model.moves import heard
from journeysim.model.process import NONE, Does, OutcomeNode, Process
from journeysim.model.scenario import Mood, Resolve, Scenario, Segment

ONE = 1_000_000
"""The highest mood; the lowest is minus as much."""

HOUR, WEEK = 3_600_000, 7 * 86_400_000
"""Milliseconds."""

START, CHURNS, PROMOTES, EMPATHY = 0.0, -0.5, 0.5, 0.5
"""What stands where a segment or a department says nothing."""


def millionths(mood: float) -> int:
    """A mood or an amount as a whole number."""
    return round(mood * ONE)


def start_of(segment: Segment) -> int:
    """The mood in which customers of a segment begin."""
    return millionths(START if segment.mood is None else segment.mood)


def speaks_of_mood(scenario: Scenario) -> bool:
    """Whether a scenario says anything of mood, so that its figures belong in a report."""
    segments, departments = scenario.segments.values(), scenario.departments.values()
    felt = (
        value
        for segment in segments
        for value in (segment.mood, segment.churns, segment.promotes, segment.gives_up.mood)
    )
    return (
        scenario.mood is not None
        or any(value is not None for value in felt)
        or any(asks_for_mood(segment) for segment in segments)
        or any(department.empathy is not None for department in departments)
    )


def asks_for_mood(segment: Segment) -> bool:
    """Whether it depends on their mood where customers of a segment escalate to."""
    tests = (test for one in segment.escalates for group in one.when or () for test in group)
    return any(test.about == "mood" for test in tests)


def follows_mood(scenario: Scenario, segment: Segment) -> bool:
    """Whether their mood decides anything that customers of a segment do."""
    drives = (scenario.mood or Mood()).drives == "behaviour"
    return drives and (segment.gives_up.mood is not None or asks_for_mood(segment))


def feeling(process: Process) -> Feeling:
    """What moves the moods of a process, by the indices of its log."""
    scenario = process.scenario
    said = scenario.mood or Mood()
    segments = [scenario.segments[who.segment] for who in process.populations]
    departments = scenario.departments.values()
    return Feeling(
        spoken_of=speaks_of_mood(scenario) or any(gesture_of(node) for node in process.outcomes),
        waiting_an_hour=millionths(said.waiting_an_hour),
        turned_away=millionths(said.turned_away),
        told_again=millionths(said.told_again),
        broken_promise=millionths(said.broken_promise),
        silent_week=millionths(said.silent_week),
        resolved=millionths(said.resolved),
        spoken=tuple(_of_outcome(said, node) for node in process.outcomes),
        written=tuple(0 if node.does is Does.TRANSFER else _of_outcome(said, node) for node in process.outcomes),
        gestures=tuple(millionths(said.gesture) if gesture_of(node) else 0 for node in process.outcomes),
        answers=tuple(heard(node, 0) for node in process.outcomes),
        unseen=tuple(heard(node, NONE) for node in process.outcomes),
        tones=tuple(
            millionths(said.empathy * ((EMPATHY if one.empathy is None else one.empathy) - 0.5)) for one in departments
        ),
        live=tuple(channel.live for channel in process.channels),
        starts=tuple(start_of(segment) for segment in segments),
        churns=tuple(millionths(CHURNS if one.churns is None else one.churns) for one in segments),
        promotes=tuple(millionths(PROMOTES if one.promotes is None else one.promotes) for one in segments),
    )


def gesture_of(node: OutcomeNode) -> float:
    """The money that an outcome gives the customer."""
    verb = node.source.verb
    return verb.gesture if isinstance(verb, Resolve) else 0.0


def _of_outcome(said: Mood, node: OutcomeNode) -> int:
    moved = {Does.REFER: said.referred, Does.REFUSE: said.refused, Does.TRANSFER: said.transferred}
    return millionths(moved.get(node.does, 0.0))


class Felt:
    """The mood of one customer, as their rows are told in order. `value`, `lowest` and `before` are millionths.

    `before` is the mood just before the resolution that stands, `None` where none does. `silent` is the moment from
    which the running week without a word counts (`None`: the case is not open, or the customer has stopped), `waits`
    that at which they joined a live line (`None`: they stand in none), `promises` the dates of promises that are due,
    `calls` the visits in which the company speaks to them on the phone, or tries to.
    """

    __slots__ = ("before", "calls", "feeling", "lowest", "promises", "silent", "stopped", "value", "waits")

    def __init__(self, feeling: Feeling, population: int) -> None:
        """A customer of a population whose case is about to arise."""
        self.feeling = feeling
        self.value = self.lowest = feeling.starts[population]
        self.before: int | None = None
        self.silent: int | None = None
        self.waits: int | None = None
        self.stopped = False
        self.promises: dict[int, int] = {}
        self.calls: set[int] = set()

    def row(self, now: int, kind: int, channel: int, department: int, cause: int, amount: int, visit: int) -> None:
        """What a row of their case does to the mood: its columns, moments in ms."""
        if self.promises or (self.silent is not None and self.silent + WEEK <= now):
            self.passes(now)
        MOVES[kind](self, now, channel, department, cause, amount, visit)

    def passes(self, now: int) -> None:
        """Time passes: each full week without a word, and each promise whose date has gone by, moves the mood."""
        while True:
            due, promise = min(((due, made) for made, due in self.promises.items()), default=(now, NONE))
            if self.silent is not None and self.silent + WEEK <= min(now, due):
                self.silent += WEEK
                self._step(self.feeling.silent_week)
            elif due < now:
                self._breaks(promise)
            else:
                return

    def ends(self, horizon: int) -> None:
        """The record ends: who stands in a line has waited so long."""
        self.passes(horizon)
        self._waited(horizon)

    def _step(self, amount: int) -> None:
        """The mood moves, as far as it goes."""
        self.value = max(-ONE, min(ONE, self.value + amount))
        self.lowest = min(self.lowest, self.value)

    def _hears(self, now: int) -> None:
        """A word from the company: the silence begins anew."""
        if self.silent is not None:
            self.silent = now

    def _waited(self, now: int) -> None:
        if self.waits is not None:
            self._step(self.feeling.waiting_an_hour * (now - self.waits) // HOUR)
            self.waits = None

    def _breaks(self, promise: int) -> None:
        """The date of a promise has come without it, which the customer notices once."""
        if self.promises.pop(promise, None) is not None:
            self._step(self.feeling.broken_promise)

    def _arises(self, now: int, *_: int) -> None:
        self.silent = now

    def _turned_away(self, *_: int) -> None:
        self._step(self.feeling.turned_away)

    def _joins(self, now: int, channel: int, department: int, came: int, goes_on: int, visit: int) -> None:
        if channel == NONE and came in (Came.CALL, Came.CUSTOMER):
            self.calls.add(visit)
        elif channel != NONE and self.feeling.live[channel] and not goes_on:
            self.waits = now

    def _leaves(self, now: int, channel: int, department: int, why: int, *_: int) -> None:
        """The customer stands in line no more, or need not; who moves to another place goes on waiting there."""
        if channel != NONE and self.feeling.live[channel] and why != Left.MOVED:
            self._waited(now)

    def _starts(self, now: int, channel: int, department: int, cause: int, retold: int, visit: int) -> None:
        if channel == NONE:
            return
        if self.feeling.live[channel]:
            self._waited(now)
            self._hears(now)
        if retold:
            self._step(self.feeling.told_again)

    def _ends(self, now: int, channel: int, department: int, cause: int, amount: int, visit: int) -> None:
        feeling = self.feeling
        if visit in self.calls:
            self.calls.discard(visit)
            if cause != NONE:  # who was not reached has a voicemail
                self._hears(now)
                self._step(feeling.tones[department] + feeling.spoken[cause])
        elif channel == NONE:
            if cause != NONE:
                self._acts(now, channel, department, cause, amount, visit)
        elif feeling.live[channel]:
            self._hears(now)
            self._step(feeling.tones[department] + (0 if cause == NONE else feeling.spoken[cause]))
        elif cause != NONE and feeling.answers[cause]:
            self._hears(now)
            self._step(feeling.tones[department] + feeling.written[cause])

    def _acts(self, now: int, channel: int, department: int, cause: int, amount: int, visit: int) -> None:
        if self.feeling.unseen[cause]:
            self._hears(now)
            self._step(self.feeling.written[cause])

    def _told(self, now: int, *_: int) -> None:
        self._hears(now)

    def _promises(self, now: int, channel: int, department: int, cause: int, due: int, visit: int) -> None:
        self.promises[cause] = max(now, due)

    def _kept(self, now: int, channel: int, department: int, cause: int, amount: int, visit: int) -> None:
        self.promises.pop(cause, None)

    def _broken(self, now: int, channel: int, department: int, cause: int, amount: int, visit: int) -> None:
        self._breaks(cause)

    def _resolves(self, now: int, channel: int, department: int, cause: int, amount: int, visit: int) -> None:
        self.before = self.value
        self.silent = None
        self._step(self.feeling.resolved + (0 if cause == NONE else self.feeling.gestures[cause]))

    def _reopens(self, now: int, *_: int) -> None:
        """What seemed resolved was not: the joy of it is taken back."""
        self.before = None
        self.silent = None if self.stopped else now
        self._step(-self.feeling.resolved)

    def _stops(self, *_: int) -> None:
        self.stopped, self.silent = True, None


MOVES: dict[int, Callable[[Felt, int, int, int, int, int, int], None]] = {
    int(Kind.ARISES): Felt._arises,
    int(Kind.TURNED_AWAY): Felt._turned_away,
    int(Kind.JOINS): Felt._joins,
    int(Kind.ABANDONS): Felt._leaves,
    int(Kind.LEAVES): Felt._leaves,
    int(Kind.HOLDS): Felt._leaves,
    int(Kind.STARTS): Felt._starts,
    int(Kind.ENDS): Felt._ends,
    int(Kind.ACTS): Felt._acts,
    int(Kind.TOLD): Felt._told,
    int(Kind.INFORMED): Felt._told,
    int(Kind.VOICEMAIL): Felt._told,
    int(Kind.PROMISES): Felt._promises,
    int(Kind.KEPT): Felt._kept,
    int(Kind.VOID): Felt._kept,
    int(Kind.BROKEN): Felt._broken,
    int(Kind.RESOLVES): Felt._resolves,
    int(Kind.REOPENS): Felt._reopens,
    int(Kind.STOPS): Felt._stops,
}
"""The kinds of rows that move a mood, or the clocks behind it."""
