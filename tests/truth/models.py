"""Models that others have simulated, as scenarios, with what they published: means over their days or replications.

A model's `peers` hold, by figure, (mean, standard deviation of one replication, replications) of the publisher. What is
drawn anew each day (how many tellers there are, how busy a day is) the language cannot say: a scenario is written for
each value, and the means are weighted with its chance.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from journeysim.build import build
from journeysim.read import read_text
from journeysim.simulate import simulate
from tests.truth.kinds import number, percent
from tests.truth.record import Record

MINUTE = 60.0

Published = tuple[float, float, int]
Figure = Callable[[Record], float]


@dataclass(frozen=True)
class Model:
    """Scenarios with their chances; `figures` are of one replication, `days` how many are simulated.

    A scenario gets a factor on all handling times. `length` is that of the day, in minutes.
    """

    scenarios: Sequence[tuple[float, Callable[[float], str]]]
    figures: Mapping[str, Figure]
    peers: Mapping[str, Published]
    length: float
    days: int = 60
    seed: int = 5

    def simulated(self, stretch: float = 1.0) -> Mapping[str, tuple[float, float]]:
        """(mean, variance of the mean) of each figure, over all that is drawn by the day."""
        chances = np.array([chance for chance, _ in self.scenarios])
        seen = np.array([self._days(n, write(stretch)) for n, (_, write) in enumerate(self.scenarios)])
        means, spreads = seen.mean(axis=1), seen.var(axis=1, ddof=1) / self.days
        return dict(
            zip(self.figures, zip(chances @ means, chances**2 @ spreads, strict=True), strict=True)  # type: ignore[arg-type]
        )

    def _days(self, which: int, text: str) -> list[list[float]]:
        process = build(read_text(text))
        found = []
        for day in range(self.days):
            log = simulate(process, seed=self.seed + which, replication=day)
            record = Record(log, MINUTE, 0.0, self.length)
            found.append([figure(record) for figure in self.figures.values()])
        return found


def waited(record: Record) -> np.ndarray:
    """How long each visit stood in line, whatever became of it."""
    return np.where(np.isnan(record.started), record.left, record.started) - record.joined


def served(record: Record, department: str | None = None) -> np.ndarray:
    """Which visits were handled."""
    return record.at(department) & ~np.isnan(record.started)


# --- a day of twelve agents, with callers who hang up (ContactCenters, examples MMC and MMCAb) ---


def twelve_agents(patience: str) -> Callable[[float], str]:
    """Callers at 4.2 a minute for eight hours, handled in two minutes in the mean."""
    return lambda stretch: (
        f"""\
journeysim: 1
name: Twelve agents for a day
run: {{arrivals: 480 min, horizon: none}}
segments: {{caller: {{patience: {patience}}}}}
issues: {{call: {{raised by: {{caller: 4.2 per min}}}}}}
channels: {{line: {{reaches: desk}}}}
departments:
  desk:
    staff: 12
    handling: {{exponential: {number(120 * stretch)} s}}
    rules: {{answer: {{then: {{resolve: now}}}}}}
"""
    )


def in_target(record: Record) -> float:
    """Callers who were served within 20 seconds."""
    return float((served(record) & (waited(record) < 20 / MINUTE)).sum())


def occupancy_of_twelve(record: Record) -> float:
    """Of the agents, until the day ends."""
    busy = np.minimum(record.ended, record.end) - np.minimum(record.started, record.end)
    return float(np.nansum(busy)) / (12 * record.length)


TWELVE: Mapping[str, Figure] = {
    "in target": in_target,
    "service level": lambda record: in_target(record) / served(record).sum(),
    "speed of answer": lambda record: float(waited(record)[served(record)].mean()),
    "occupancy": occupancy_of_twelve,
}

# --- a bank whose customers turn round at a long line (SSJ, tutorial, BankEv; after Bratley, Fox & Schrage 1987) ---


def bank(tellers: int) -> Callable[[float], str]:
    """Customers queue from 9:45 for tellers who come at 10; the longer the line, the more of them turn round."""
    bears = range(5, 10)  # the longest line that one in five each puts up with
    segments = "\n".join(f"  bears {n}: {{balks: {{queue over: {n}}}}}" for n in bears)
    raised = ", ".join(f"bears {n}: {number(247.5 / 5)} per day" for n in bears)
    return lambda stretch: (
        f"""\
journeysim: 1
name: A bank for a day
run: {{arrivals: 1 day, horizon: none}}
profiles: {{bank: {{hours: {{09:45-11:00: 1, 11:00-14:00: 2, 14:00-15:00: 1}}}}}}
segments:
{segments}
issues: {{errand: {{raised by: {{{raised}}}, profile: bank}}}}
channels: {{door: {{open: always, reaches: counter}}}}
departments:
  counter:
    staff: {{every day: {{10:00-15:00: {tellers}}}}}
    handling: {{gamma: {{mean: {number(120 * stretch)} s, cv: 0.70710678}}}}
    at closing: finishes the queue
    rules: {{answer: {{then: {{resolve: now}}}}}}
"""
    )


# --- a call centre by the hour, on days that are busier or less busy (SSJ, tutorial, CallCenter) ---

AGENTS = (4, 6, 8, 8, 8, 7, 8, 8, 6, 6, 4, 4, 4)
CALLS = (100, 150, 150, 180, 200, 150, 150, 150, 120, 100, 80, 70, 60)


def by_the_hour(busy: float) -> Callable[[float], str]:
    """Thirteen hours from eight o'clock; one caller in ten does not wait at all."""
    hours = [f"{hour:02}:00-{hour + 1:02}:00" for hour in range(8, 21)]
    weights = ", ".join(f"{hour}: {calls}" for hour, calls in zip(hours, CALLS, strict=True))
    staff = ", ".join(f"{hour}: {agents}" for hour, agents in zip(hours, AGENTS, strict=True))
    return lambda stretch: (
        f"""\
journeysim: 1
name: A call centre for a day
run: {{arrivals: 1 day, horizon: none}}
profiles: {{calls: {{hours: {{{weights}}}}}}}
segments:
  caller:
    is: {{waits: {{never: 10%, some time: 90%}}}}
    patience: {{by waits: {{never: 0 s, some time: {{exponential: 1000 s}}}}}}
issues: {{call: {{raised by: {{caller: {number(sum(CALLS) * busy)} per day}}, profile: calls}}}}
channels: {{line: {{reaches: agents}}}}
departments:
  agents:
    staff: {{every day: {{{staff}}}}}
    handling: {{exponential: {number(100 * stretch)} s}}
    at closing: finishes the queue
    rules: {{answer: {{then: {{resolve: now}}}}}}
"""
    )


def busy_days(shape: float, nodes: int = 3) -> Sequence[tuple[float, Callable[[float], str]]]:
    """Days whose busyness has a gamma distribution of mean 1, by its Gauss quadrature (Golub & Welsch 1969)."""
    k = np.arange(nodes)
    beside = np.sqrt(k[1:] * (k[1:] + shape - 1))
    where, vectors = np.linalg.eigh(np.diag(2 * k + shape) + np.diag(beside, 1) + np.diag(beside, -1))
    return [(float(w), by_the_hour(float(x / shape))) for x, w in zip(where, vectors[0] ** 2, strict=True)]


# --- an urgent care line whose nurses call back (STARS, the Ciw example) ---


def urgent_care(stretch: float) -> str:
    """Thirteen operators, and nine nurses for four in ten of the callers: more than the nurses can do."""
    low, mode, high, short, long = (number(60 * stretch * minutes) for minutes in (5, 7, 10, 10, 20))
    return f"""\
journeysim: 1
name: Urgent care for a thousand minutes
run: {{arrivals: 1000 min, horizon: 1000 min}}
issues: {{call: {{raised by: {{customer: 100 per h}}}}}}
channels: {{line: {{reaches: operators}}}}
departments:
  operators:
    staff: 13
    handling: {{triangular: [{low} s, {mode} s, {high} s]}}
    rules: {{triage: {{then: [{{chance: 60%, resolve: now}}, {{chance: 40%, transfer: nurses}}]}}}}
  nurses: {{staff: 9, handling: {{uniform: [{short} s, {long} s]}}, rules: {{advise: {{then: {{resolve: now}}}}}}}}
"""


def done(department: str) -> Callable[[Record], np.ndarray]:
    """Visits to it that were over by the end, which are those that its publisher counts."""
    return lambda record: served(record, department) & (record.ended <= record.end)


def wait_of(department: str) -> Figure:
    """The mean wait of what was done."""
    return lambda record: float(waited(record)[done(department)(record)].mean())


def work_of(department: str, staff: int) -> Figure:
    """What was done as a share of the time of all staff, in percent."""
    return lambda record: float(
        100 * (record.ended - record.started)[done(department)(record)].sum() / (staff * record.length)
    )


# --- a clinic with a trauma room and a desk for the others (treat-sim; after Nelson 2013, exercise 13) ---

ARRIVALS = (
    *(2.3666667, 2.8, 8.8333333, 10.4333333, 14.8, 26.2666667, 31.4, 18.0666667, 16.4666667),
    *(12.0333333, 11.6, 28.8666667, 18.0333333, 11.5, 5.3, 4.0666667, 2.2, 2.1),
)
"""Patients by the hour, from six in the morning to midnight."""


def clinic(trauma: float = 0.12, treated: float = 0.6) -> str:
    """Triage; then the trauma room and a cubicle, or registration, examination and, for some, another cubicle.

    An examination is normal there, with a mean of 16 min and a variance of 3; here it is lognormal with the same.
    """
    hours = ", ".join(f"{6 + n:02}:00-{7 + n:02}:00: {number(rate)}" for n, rate in enumerate(ARRIVALS))
    drawn = {"trauma": trauma, "other": 1 - trauma}
    kinds = ", ".join(f"{kind}: {percent(share)}" for kind, share in drawn.items() if share)
    leaves = f"{{chance: {percent(1 - treated)}, resolve: now}}"
    then = "{resolve: now}" if not treated else f"[{{chance: {percent(treated)}, transfer: cubicle}}, {leaves}]"
    first = {
        "trauma": "to trauma: {when: {kind: trauma}, then: {transfer: trauma room}}",
        "other": "to the desk: {when: {kind: other}, then: {transfer: registration}}",
    }
    rules = ", ".join(first[kind] for kind, share in drawn.items() if share)
    home, on = "home: {then: {resolve: now}}", "on: {{then: {{transfer: {to}}}}}".format
    rooms = [
        ("triage", 1, "{exponential: 3 min}", rules),
        ("trauma room", 2, "{exponential: 90 min}", on(to="trauma cubicle")),
        ("trauma cubicle", 1, "{lognormal: {mean: 30 min, cv: 0.0667}}", home),
        ("registration", 1, "{lognormal: {mean: 5 min, cv: 0.283}}", on(to="examination")),
        ("examination", 3, "{lognormal: {mean: 16 min, cv: 0.108}}", f"on: {{then: {then}}}"),
        ("cubicle", 1, "{lognormal: {mean: 13.3 min, cv: 0.106}}", home),
    ]
    departments = "\n".join(
        f"  {name}: {{staff: {staff}, handling: {handling}, rules: {{{said}}}}}"
        for name, staff, handling, said in rooms
    )
    return f"""\
journeysim: 1
name: First treatment
run: {{arrivals: 1 day, horizon: none}}
profiles: {{day: {{hours: {{{hours}}}}}}}
segments: {{patient: {{is: {{kind: {{{kinds}}}}}}}}}
issues: {{illness: {{raised by: {{patient: {number(sum(ARRIVALS))} per day}}, profile: day}}}}
channels: {{door: {{reaches: triage}}}}
departments:
{departments}
"""


def of_five(*values: float) -> Published:
    """What was published of each replication."""
    return float(np.mean(values)), float(np.std(values, ddof=1)), len(values)


def of_days(mean: float, half: float, days: int, level: float = 1.96) -> Published:
    """What was published as an interval."""
    return mean, half / level * np.sqrt(days), days


MODELS: dict[str, Model] = {
    "um_mmc": Model(
        [(1.0, twelve_agents("endless"))],
        TWELVE,
        {
            "in target": of_days(1816.158, 3.55, 1000),
            "service level": of_days(0.902, 0.0025, 1000),
            "speed of answer": of_days(0.0995, 0.003, 1000),
            "occupancy": of_days(0.6955, 0.002, 1000),
        },
        480,
    ),
    "um_mmcab": Model(
        [(1.0, twelve_agents("{exponential: 1 min}"))],
        {**TWELVE, "abandoned": lambda record: float((~np.isnan(record.left)).sum())},
        {
            "abandoned": of_days(58.609, 0.949, 1000),
            "in target": of_days(1906.008, 2.223, 1000),
            "service level": of_days(0.975, 0.001, 1000),
            "speed of answer": of_days(0.024, 0.001, 1000),
            "occupancy": of_days(0.675, 0.002, 1000),
        },
        480,
    ),
    "ssj_bank": Model(
        [(0.8, bank(3)), (0.15, bank(2)), (0.05, bank(1))],
        {
            "served": lambda record: float(served(record).sum()),
            "hours of waiting": lambda record: float(waited(record)[served(record)].sum()) / 60,
        },
        {"served": (240.59, 19.21, 100), "hours of waiting": (4.793, 5.186, 100)},
        1440,
    ),
    "ssj_callcenter_a400": Model(
        busy_days(400),
        {
            "calls": lambda record: float(len(record.joined)),
            "wait": lambda record: float(60 * waited(record).sum() / sum(CALLS)),
            "good": lambda record: float((waited(record) < 20 / MINUTE).sum() / sum(CALLS)),
            "lost": lambda record: float((~np.isnan(record.left)).sum() / sum(CALLS)),
        },
        {
            "calls": of_days(1660.366, 1.54, 10_000, 1.645),
            "wait": of_days(4.713, 0.033, 10_000, 1.645),
            "good": of_days(0.925, 0.0005, 10_000, 1.645),
            "lost": of_days(0.020, 0.0005, 10_000, 1.645),
        },
        1440,
    ),
    "urgent_care_call_centre": Model(
        [(1.0, urgent_care)],
        {
            "wait for an operator": wait_of("operators"),
            "operators": work_of("operators", 13),
            "wait for a nurse": wait_of("nurses"),
            "nurses": work_of("nurses", 9),
        },
        {
            "wait for an operator": of_five(6.005499, 3.436175, 4.412817, 3.570211, 4.289557),
            "operators": of_five(91.928794, 93.8512, 93.088917, 92.099729, 96.59661),
            "wait for a nurse": of_five(60.99429, 50.258184, 35.598748, 67.129446, 73.653389),
            "nurses": of_five(96.793678, 97.562439, 97.699318, 95.582776, 97.551187),
        },
        1000,
    ),
}
