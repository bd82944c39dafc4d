"""Figures of departments, from the end of warm-up to the end of arrivals, or to the horizon if that is sooner."""

from dataclasses import dataclass

import numpy as np

from journeysim.measure.reading import MS, Floats, Ints, Mask, Reading
from journeysim.model.log import EventLog, Kind

OF_STAFF = ("occupancy", "overtime")
"""Figures of a department as a whole: no part of its visits has one of its own."""

OF_VISITS = ("wait_mean", "wait_mean_served", "wait_p90", "longest_line", "service_level", "abandonment", "handled")
"""Figures of the visits of a department, or of any part of them."""


@dataclass(frozen=True, slots=True)
class Load:
    """Staff seconds of some departments: at work, on duty, and at work beyond the number on duty. NaN where no
    staff is said.
    """

    busy: float
    scheduled: float
    overtime: float

    def figures(self) -> dict[str, float]:
        """Occupancy, which is busy time over scheduled time plus overtime, and overtime in staff seconds."""
        present = self.scheduled + self.overtime
        return {"occupancy": self.busy / present if present > 0 else np.nan, "overtime": self.overtime}


def window(log: EventLog) -> tuple[int, int]:
    """The time that figures of departments are of, both ends included."""
    return max(log.warm_up, 0), min(log.arrivals_end, log.horizon)


def department_figures(reading: Reading, department: int) -> dict[str, float]:
    """All figures of one department (its index in the book)."""
    visits = reading.visits
    whole = visits.case_known & (visits.department == department)
    return staff_figures(reading, [department]) | visit_figures(reading, whole)


def staff_figures(reading: Reading, departments: list[int]) -> dict[str, float]:
    """Occupancy and overtime of `departments` together; overtime arises in each by itself."""
    parts = [load(reading, department) for department in departments]
    return Load(
        sum(part.busy for part in parts), sum(part.scheduled for part in parts), sum(part.overtime for part in parts)
    ).figures()


def visit_figures(reading: Reading, chosen: Mask) -> dict[str, float]:
    """Figures of the visits in `chosen` (a mask over visits) that joined in the window; `handled` of those handled to
    the end in it.

    Waits are in seconds and count all that joined, one who left until they left, one still in line until the horizon;
    `wait_mean_served` is of those served alone. `service_level` and `abandonment` are of all live visits that joined.
    Quantiles interpolate linearly (Hyndman and Fan 1996, type 7).
    """
    visits = reading.visits
    first, last = window(reading.log)
    joined = np.flatnonzero(chosen & (visits.joined >= first) & (visits.joined <= last))
    wait = (visits.until_served[joined] - visits.joined[joined]) / MS
    served, live = visits.started[joined] >= 0, visits.live[joined]
    answer_within = np.array([department.answer_within for department in reading.log.book.departments] + [0.0])
    in_time = served & (wait <= answer_within[visits.department[joined]])
    handled = chosen & (visits.ended >= first) & (visits.ended <= last) & (visits.started >= 0)
    return {
        "wait_mean": mean(wait),
        "wait_mean_served": mean(wait[served]),
        "wait_p90": float(np.quantile(wait, 0.9)) if len(wait) else np.nan,
        "longest_line": longest_line(visits.joined[joined], visits.until_served[joined]),
        "service_level": mean(in_time[live]),
        "abandonment": mean(visits.abandoned[joined][live]),
        "handled": float(np.count_nonzero(handled)),
    }


def longest_line(joined: Ints, left: Ints) -> float:
    """The most visits that waited at one moment, where who leaves makes room for who joins at the same time."""
    waited = left > joined
    times = np.concatenate([left[waited], joined[waited]])
    steps = np.repeat([-1, 1], np.count_nonzero(waited))
    order = np.argsort(times, kind="stable")
    return float(max(np.cumsum(steps[order]), default=0))


def mean(values: Floats | Mask) -> float:
    """The mean, NaN of nothing."""
    return float(values.mean()) if len(values) else np.nan


def load(reading: Reading, department: int) -> Load:
    """Integrate staff at work, on duty, and beyond duty over the window.

    Where an agent handles several contacts at once, each takes its share of the agent, and beyond duty are as many as
    can hold what is in hand.
    """
    rows = reading.log.rows
    own = rows[rows["department"] == department]
    kind = own["kind"]
    duty = kind == Kind.ON_DUTY
    if not duty.any():
        return Load(np.nan, np.nan, np.nan)
    on_duty = np.append(own["amount"][duty], 0)[np.cumsum(duty) - 1]  # before the first, the 0 at the end
    begun, over = np.isin(kind, (Kind.STARTS, Kind.TAKES_UP)), np.isin(kind, (Kind.ENDS, Kind.PUTS_DOWN))
    at_once = reading.log.book.departments[department].at_once
    in_hand = np.cumsum(begun.astype(np.int64) - over)
    first, last = window(reading.log)
    length = np.diff(np.append(np.clip(own["time"], first, last), last)) / MS
    beyond = np.maximum(-(-in_hand // at_once) - on_duty, 0)
    return Load(float(in_hand @ length) / at_once, float(on_duty @ length), float(beyond @ length))
