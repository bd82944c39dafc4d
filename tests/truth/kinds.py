"""Kinds of models whose answers are known: each writes its scenario and says what must come out.

A further case of a kind is one line in `cases.py`. Rates and times are in the unit of the case.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from tests.truth import exact, record
from tests.truth.record import Observe

SECONDS = {"s": 1.0, "min": 60.0, "h": 3600.0, "day": 86400.0}

Comparisons = Mapping[str, tuple[float, Observe]]


@dataclass(frozen=True)
class Case:
    """A scenario to be, and what is known of it.

    `scenario` gets the value of `run` and a factor on all handling times (1 unless a mistake is made on purpose).
    `known` maps the name of a figure to its exact value and the way to observe it; `dice` are ratios that are 1 in
    the mean. `visits` is their number per unit of time, `settles` about how long the past is felt. Where `cases` or
    `day` is set, a replication is so many cases, or so long a time of arrivals, from empty to the last end;
    `tail`: arrivals go on so long after the window; `cut`: the record ends with the arrivals; `whole`: the window
    begins and ends with a day, which is so long; `near`: how far a limit theorem may be off, relatively; `quick`:
    settles soon enough for the quick size; `times`: so many replications where others have one.
    """

    id: str
    kind: str
    unit: str
    scenario: Callable[[str, float], str]
    known: Comparisons
    visits: float
    settles: float = 0.0
    dice: Mapping[str, Observe] = field(default_factory=dict)
    tail: float = 0.0
    cases: int | None = None
    day: float | None = None
    cut: bool = False
    whole: float | None = None
    near: float = 0.0
    quick: bool = True
    times: int = 1


@dataclass(frozen=True)
class Law:
    """A distribution: how it is written (`#` before each length, without a unit), and its first two moments."""

    written: str
    mean: float
    second: float

    def text(self, unit: str, stretch: float = 1.0) -> str:
        """As the language writes it, all lengths times `stretch`."""
        return re.sub(r"#([\d.e+-]+)", lambda length: f"{number(float(length[1]) * stretch)} {unit}", self.written)


def exponential(mean: float) -> Law:
    """Memoryless."""
    return Law(f"{{exponential: #{mean}}}", mean, 2 * mean**2)


def always(length: float) -> Law:
    """No chance in it."""
    return Law(f"#{length}", length, length**2)


def lognormal(mean: float, cv: float) -> Law:
    """By its mean and coefficient of variation."""
    return Law(f"{{lognormal: {{mean: #{mean}, cv: {number(cv)}}}}}", mean, mean**2 * (1 + cv**2))


def gamma(mean: float, cv: float) -> Law:
    """By its mean and coefficient of variation."""
    return Law(f"{{gamma: {{mean: #{mean}, cv: {number(cv)}}}}}", mean, mean**2 * (1 + cv**2))


def uniform(low: float, high: float) -> Law:
    """Evenly between two lengths."""
    return Law(f"{{uniform: [#{low}, #{high}]}}", (low + high) / 2, (low**2 + low * high + high**2) / 3)


def number(value: float) -> str:
    """Plain digits, never an exponent."""
    return np.format_float_positional(value, precision=12, trim="-")


def percent(chance: float) -> str:
    """A chance as the language writes it."""
    return f"{number(100 * chance)}%"


def relaxation(lam: float, mean: float, c: int, cv2: float = 1.0) -> float:
    """About how long a queue feels its past (heavy traffic, and at least a service)."""
    return (1 + cv2) / 2 * 4 * mean / c / (1 - lam * mean / c) ** 2 + mean


# --- one desk ------------------------------------------------------------------------------------------------------


def one_desk(
    name: str,
    unit: str,
    rate: float,
    staff: int,
    handling: Law,
    patience: Law | None = None,
    limit: int | None = None,
    habits: str = "",
    answer: str = "{resolve: now}",
) -> Callable[[str, float], str]:
    """A line and a desk: the scenario of most cases here."""
    waits = "endless" if patience is None else patience.text(unit)
    queue = "" if limit is None else f"\n    queue: {{limit: {limit}}}"

    def write(run: str, stretch: float) -> str:
        return f"""\
journeysim: 1
name: {name}
run: {run}
segments:
  caller: {{patience: {waits}{habits}}}
issues: {{call: {{raised by: {{caller: {number(rate)} per {unit}}}}}}}
channels: {{line: {{reaches: desk}}}}
departments:
  desk:
    staff: {staff}
    handling: {handling.text(unit, stretch)}{queue}
    rules: {{answer: {{then: {answer}}}}}
"""

    return write


def dice_of(rate: float, handling: Law) -> dict[str, Observe]:
    """The dice of one desk: how many came, and how long they were handled."""
    thrown = {"arrivals": record.arrivals_over(rate), "handling": record.handling_over(handling.mean)}
    if handling.second > handling.mean**2:
        thrown["handling squared"] = record.handling_over(handling.second, 2)
    return thrown


def erlang_c(id: str, lam: float, mu: float, c: int, unit: str, within: float | None = None) -> Case:
    """M/M/c."""
    answer = exact.erlang_c(lam, mu, c)
    known: dict[str, tuple[float, Observe]] = {
        "P_wait": (answer["P_wait"], record.waits),
        "Wq": (answer["Wq"], record.wait_mean()),
        "rho": (answer["rho"], record.busy(c)),
    }
    if within is not None:
        known[f"P(Wq<={within:g})"] = (exact.erlang_c_within(lam, mu, c, within), record.served_within(within))
    return Case(
        id,
        "Erlang C",
        unit,
        one_desk(f"M/M/{c}", unit, lam, c, exponential(1 / mu)),
        known,
        lam,
        relaxation(lam, 1 / mu, c),
        dice_of(lam, exponential(1 / mu)),
    )


def general_service(id: str, lam: float, service: Law, unit: str) -> Case:
    """M/G/1."""
    answer = exact.pollaczek_khinchine(lam, service.mean, service.second)
    cv2 = service.second / service.mean**2 - 1
    return Case(
        id,
        "M/G/1",
        unit,
        one_desk("M/G/1", unit, lam, 1, service),
        {
            "P_wait": (answer["rho"], record.waits),
            "Wq": (answer["Wq"], record.wait_mean()),
            "L": (answer["L"], record.present()),
        },
        lam,
        relaxation(lam, service.mean, 1, cv2),
        dice_of(lam, service),
    )


def exact_service(id: str, lam: float, service: float, c: int, unit: str) -> Case:
    """M/D/c."""
    answer = exact.crommelin(lam, service, c)
    return Case(
        id,
        "M/D/c",
        unit,
        one_desk(f"M/D/{c}", unit, lam, c, always(service)),
        {"P_wait": (answer["P_wait"], record.waits), "Wq": (answer["Wq"], record.wait_mean())},
        lam,
        relaxation(lam, service, c, 0.0),
        dice_of(lam, always(service)),
    )


def erlang_a(id: str, lam: float, mu: float, c: int, theta: float, unit: str, within: float) -> Case:
    """M/M/c+M."""
    answer = exact.erlang_a(lam, mu, c, theta, within)
    return Case(
        id,
        "Erlang A",
        unit,
        one_desk(f"M/M/{c}+M", unit, lam, c, exponential(1 / mu), exponential(1 / theta)),
        {
            "P_wait": (answer["P_wait"], record.waits),
            "P_abandon": (answer["P_abandon"], record.abandons),
            "Wq": (answer["Wq"], record.wait_mean()),
            "Wq_served": (answer["Wq_served"], record.wait_mean_served),
            "Wq_abandoned": (answer["Wq_abandoned"], record.wait_mean_abandoned),
            "occupancy": (answer["occupancy"], record.busy(c)),
            f"P(served,W<={within:g})": (answer["P(served,W<=t)"], record.served_within(within)),
        },
        lam,
        1 / min(mu, theta),
        dice_of(lam, exponential(1 / mu)),
    )


def impatient(
    id: str,
    lam: float,
    mu: float,
    c: int,
    patience: Law,
    stays: Callable[[float], float],
    unit: str,
    longest: float = np.inf,
) -> Case:
    """M/M/c+G; `stays` is the chance of patience over a length, `longest` where it surely ends."""
    answer = exact.impatient(lam, mu, c, stays, longest)
    return Case(
        id,
        "M/M/c+G",
        unit,
        one_desk(f"M/M/{c}+G", unit, lam, c, exponential(1 / mu), patience),
        {
            "P_wait": (answer["P_wait"], record.waits),
            "P_abandon": (answer["P_abandon"], record.abandons),
            "Wq": (answer["Wq"], record.wait_mean()),
            "Wq_served": (answer["Wq_served"], record.wait_mean_served),
            "occupancy": (answer["occupancy"], record.busy(c)),
        },
        lam,
        4 / mu,
        dice_of(lam, exponential(1 / mu)),
    )


def leaves_a_message(id: str, lam: float, mu: float, c: int, theta: float, longest: float, unit: str) -> Case:
    """M/M/c+G: patience is exponential, and whoever has waited for `longest` leaves a message."""
    answer = exact.impatient(lam, mu, c, lambda x: float(np.exp(-theta * x)) if x < longest else 0.0, longest)

    def write(run: str, stretch: float) -> str:
        return f"""\
journeysim: 1
name: Hang up or leave a message
run: {run}
segments: {{caller: {{patience: {exponential(1 / theta).text(unit)}}}}}
issues: {{call: {{raised by: {{caller: {number(lam)} per {unit}}}}}}}
channels: {{line: {{reaches: desk}}}}
departments:
  desk:
    staff: {c}
    handling: {exponential(1 / mu).text(unit, stretch)}
    queue: {{overflow: {{to: recorder, after: {number(longest)} {unit}}}}}
    rules: {{answer: {{then: {{resolve: now}}}}}}
  recorder: {{staff: 1000, handling: 1 s, rules: {{take it down: {{then: {{resolve: now}}}}}}}}
"""

    return Case(
        id,
        "M/M/c+G",
        unit,
        write,
        {
            "P_abandon": (answer["P_abandon"], record.unserved("desk")),
            "Wq": (answer["Wq"], record.wait_mean("desk")),
            "occupancy": (answer["occupancy"], record.busy(c, "desk")),
        },
        lam,
        4 / mu,
        {"arrivals": record.arrivals_over(lam), "handling": record.handling_over(1 / mu, 1, "desk")},
    )


def limited(id: str, lam: float, mu: float, c: int, places: int, unit: str) -> Case:
    """M/M/c/K: a line with places - c places."""
    answer = exact.limited(lam, mu, c, places)
    known = {
        "P_block": (answer["P_block"], record.turned_away),
        "L": (answer["L"], record.present()),
        "utilisation": (answer["utilisation"], record.busy(c)),
    }
    if places > c:
        known["Wq_accepted"] = (answer["Wq_accepted"], record.wait_mean())
    return Case(
        id,
        "M/M/c/K",
        unit,
        one_desk(f"M/M/{c}/{places}", unit, lam, c, exponential(1 / mu), limit=places - c),
        known,
        lam,
        4 / mu,
        dice_of(lam, exponential(1 / mu)),
    )


def retrial(id: str, lam: float, mu: float, c: int, gamma: float, unit: str) -> Case:
    """M/M/c without a line: who finds all busy tries again after exponential times, until served."""
    answer = exact.retrial(lam, mu, c, gamma)
    again = f", tries: [line], starts over: {{times: 1000000, after: {exponential(1 / gamma).text(unit)}}}"
    settles = relaxation(lam, 1 / mu, c) * (1 + lam / (c * gamma)) + 1 / gamma
    return Case(
        id,
        "M/M/c retrial",
        unit,
        one_desk(f"M/M/{c} with retrials", unit, lam, c, exponential(1 / mu), limit=0, habits=again),
        {
            "E_busy": (answer["E_busy"], record.busy(1)),
            "P_first_attempt_blocked": (answer["P_first_attempt_blocked"], record.tried_again),
            "attempts_per_fresh_call": (answer["attempts_per_fresh_call"], record.attempts_each),
            "P_attempt_blocked": (answer["P_attempt_blocked"], record.turned_away),
            "E_wait": (answer["E_wait"], record.time_to_service),
        },
        lam * min(answer["attempts_per_fresh_call"], 4.0),
        settles,
        dice_of(lam, exponential(1 / mu)),
        tail=settles,
    )


def finite_source(id: str, fails: float, mu: float, machines: int, c: int, unit: str) -> Case:
    """M/M/c//K: so many cases that never end, each away for an exponential time between its visits."""
    answer = exact.finite_source(fails, mu, machines, c)
    away = exponential(1 / fails).text(unit)
    at = ", ".join(["0 s"] * machines)

    def write(run: str, stretch: float) -> str:
        return f"""\
journeysim: 1
name: {machines} machines
run: {run}
segments: {{machine: {{hesitates: {away}}}}}
issues: {{failure: {{raised by: {{machine: {{at: [{at}]}}}}}}}}
channels: {{line: {{reaches: repair}}}}
departments:
  repair:
    staff: {c}
    handling: {exponential(1 / mu).text(unit, stretch)}
    rules: {{mend: {{then: {{refer: {{to: line, after: {away}}}}}}}}}
"""

    return Case(
        id,
        "M/M/c//K",
        unit,
        write,
        {
            "L": (answer["L"], record.present()),
            "Lq": (answer["Lq"], record.in_line),
            "utilisation": (answer["utilisation"], record.busy(c)),
        },
        answer["utilisation"] * c * mu,
        2 / fails,
        {"handling": record.handling_over(1 / mu)},
        tail=100 / mu,
        cut=True,
    )


# --- priorities ----------------------------------------------------------------------------------------------------


def priorities(id: str, lams: Sequence[float], services: Sequence[Law], c: int, unit: str) -> Case:
    """Non-preemptive priorities, the first class before all others; one service law where c is over 1."""
    classes = [f"class {k}" for k in range(1, len(lams) + 1)]
    if c > 1:
        waits = exact.cobham(lams, 1 / services[0].mean, c)
    else:
        waits = exact.cobham_general(lams, [law.mean for law in services], [law.second for law in services])
    known = {f"Wq {name}": (wait, record.wait_mean(None, name)) for name, wait in zip(classes, waits, strict=True)}
    known["rho"] = (
        sum(lam * law.mean for lam, law in zip(lams, services, strict=True)) / c,
        record.busy(c),
    )
    dice = {}
    for name, lam, law in zip(classes, lams, services, strict=True):
        dice[f"arrivals {name}"] = record.arrivals_over(lam, name)
        dice[f"handling {name}"] = record.handling_over(law.mean, 1, None, name)

    def write(run: str, stretch: float) -> str:
        segments = ", ".join(f"{name}: {{patience: endless}}" for name in classes)
        raised = ", ".join(f"{name}: {number(lam)} per {unit}" for name, lam in zip(classes, lams, strict=True))
        times = ", ".join(f"{name}: {law.text(unit, stretch)}" for name, law in zip(classes, services, strict=True))
        order = ", ".join(f"{{segment: {name}}}" for name in classes[:-1])
        return f"""\
journeysim: 1
name: {len(classes)} priorities
run: {run}
segments: {{{segments}}}
issues: {{call: {{raised by: {{{raised}}}}}}}
channels: {{line: {{reaches: desk}}}}
departments:
  desk:
    staff: {c}
    handling: {{by segment: {{{times}}}}}
    priority: [{order}]
    rules: {{answer: {{then: {{resolve: now}}}}}}
"""

    settles = relaxation(sum(lams), sum(np.multiply(lams, [law.mean for law in services])) / sum(lams), c)
    return Case(id, "priorities", unit, write, known, sum(lams), settles, dice, tail=2 * settles)


# --- networks ------------------------------------------------------------------------------------------------------


def jackson(
    id: str,
    gamma: Sequence[float],
    routes: Sequence[Sequence[float]],
    mu: Sequence[float],
    c: Sequence[int],
    unit: str,
    within: tuple[float, float] | None = None,
) -> Case:
    """An open network: a channel into each station that has arrivals, transfers between stations, the rest resolved.

    `within` is a limit and the exact chance that a case is through the network in it.
    """
    answer = exact.jackson(gamma, routes, mu, c)
    desks = [f"desk {k}" for k in range(1, len(mu) + 1)]
    fed = [k for k, rate in enumerate(gamma) if rate > 0]
    known: dict[str, tuple[float, Observe]] = {}
    dice: dict[str, Observe] = {}
    for k, desk in enumerate(desks):
        known[f"Wq {desk}"] = (answer["Wq"][k], record.wait_mean(desk))
        known[f"rho {desk}"] = (answer["rho"][k], record.busy(c[k], desk))
        dice[f"handling {desk}"] = record.handling_over(1 / mu[k], 1, desk)
    known["visits a case"] = (answer["contacts_per_customer"][0], record.visits_each())
    known["W_network"] = (answer["W_network"][0], record.time_to_resolution)
    if within is not None:
        known[f"P(through<={within[0]:g})"] = (within[1], record.resolved_within(within[0]))
    for k in fed:
        dice[f"arrivals {k + 1}"] = record.arrivals_over(gamma[k], f"caller {k + 1}")

    def branches(row: Sequence[float]) -> str:
        onward = [(chance, f"transfer: {desks[j]}") for j, chance in enumerate(row) if chance > 0]
        leaves = 1 - sum(row)
        onward += [(leaves, "resolve: now")] if leaves > 1e-12 else []
        if len(onward) == 1:
            return f"{{{onward[0][1]}}}"
        return "[" + ", ".join(f"{{chance: {percent(chance)}, {what}}}" for chance, what in onward) + "]"

    def write(run: str, stretch: float) -> str:
        segments = "\n".join(f"  caller {k + 1}: {{tries: [line {k + 1}]}}" for k in fed)
        raised = ", ".join(f"caller {k + 1}: {number(gamma[k])} per {unit}" for k in fed)
        channels = "\n".join(f"  line {k + 1}: {{reaches: {desks[k]}}}" for k in fed)
        departments = "\n".join(
            f"  {desk}:\n    staff: {c[k]}\n    handling: {exponential(1 / mu[k]).text(unit, stretch)}\n"
            f"    rules: {{route: {{then: {branches(routes[k])}}}}}"
            for k, desk in enumerate(desks)
        )
        return f"""\
journeysim: 1
name: Network of {len(desks)}
run: {run}
segments:
{segments}
issues: {{call: {{raised by: {{{raised}}}}}}}
channels:
{channels}
departments:
{departments}
"""

    settles = max(relaxation(lam, 1 / m, n) for lam, m, n in zip(answer["lam"], mu, c, strict=True))
    return Case(id, "network", unit, write, known, sum(answer["lam"]), settles, dice)


def reconnects(id: str, resolves: float, handling: float, away: float, limits: Sequence[int], unit: str) -> Case:
    """Contacts without waiting: each resolves with this chance, else the customer comes again after `away`."""
    known: dict[str, tuple[float, Observe]] = {
        "contacts_per_case": (1 / resolves, record.visits_each()),
        "mean_TTR": (handling / resolves + (1 / resolves - 1) * away, record.time_to_resolution),
        "share_of_contacts_that_are_repeats": (1 - resolves, record.repeat_share),
    }
    for limit in limits:
        known[f"P(contacts<={limit})"] = (1 - (1 - resolves) ** limit, record.made_visits(limit))
    again = f"refer: {{to: line, after: {exponential(away).text(unit)}}}"
    answer = f"[{{chance: {percent(resolves)}, resolve: now}}, {{chance: {percent(1 - resolves)}, {again}}}]"

    def write(run: str, stretch: float) -> str:
        return f"""\
journeysim: 1
name: Contacts until it works
run: {run}
issues: {{call: {{raised by: {{customer: 1 per {unit}}}}}}}
channels: {{line: {{reaches: desk}}}}
departments:
  desk: {{staff: 1000, handling: {exponential(handling).text(unit, stretch)}, rules: {{answer: {{then: {answer}}}}}}}
"""

    return Case(id, "reconnects", unit, write, known, 1 / resolves, cases=800)


def redials(
    id: str,
    lam: float,
    mu: float,
    c: int,
    theta: float,
    p: float,
    redials_at: float,
    q: float,
    reconnects_at: float,
    known: Comparisons,
    unit: str,
    near: float,
) -> Case:
    """Erlang A where those who abandon redial with chance p, and those served come again with chance q."""
    again = exponential(1 / redials_at).text(unit)
    habits = f", redials: {{chance: {percent(p)}, after: {again}, otherwise: gives up}}"
    back = f"refer: {{to: line, after: {exponential(1 / reconnects_at).text(unit)}}}"
    answer = f"[{{chance: {percent(q)}, {back}}}, {{chance: {percent(1 - q)}, resolve: now}}]"
    fluid = exact.redial_fluid(lam, mu, c, theta, p, redials_at, q, reconnects_at)
    return Case(
        id,
        "redials and reconnects",
        unit,
        one_desk("Redials", unit, lam, c, exponential(1 / mu), exponential(1 / theta), None, habits, answer),
        known,
        fluid["total_call_rate"],
        1 / min(mu, theta * (1 - p), redials_at, reconnects_at * (1 - q)),
        dice_of(lam, exponential(1 / mu)),
        near=near,
        quick=False,
    )


def redials_fluid(
    id: str,
    lam: float,
    mu: float,
    c: int,
    theta: float,
    p: float,
    redials_at: float,
    q: float,
    reconnects_at: float,
    unit: str,
    near: float,
) -> Case:
    """The fluid limit of a large centre: the mean number there, and all calls per unit of time."""
    answer = exact.redial_fluid(lam, mu, c, theta, p, redials_at, q, reconnects_at)
    known = {
        "zQ": (answer["zQ"], record.present()),
        "total_call_rate": (answer["total_call_rate"], record.visits_to("desk")),
    }
    return redials(id, lam, mu, c, theta, p, redials_at, q, reconnects_at, known, unit, near)


def redials_slow(
    id: str,
    lam: float,
    mu: float,
    c: int,
    theta: float,
    p: float,
    q: float,
    within: float,
    away: float,
    unit: str,
    near: float,
) -> Case:
    """The limit of slow orbits, at `away` as the mean time of both."""
    answer = exact.redial_slow(lam, mu, c, theta, p, q, within)
    known = {
        "total_rate": (answer["total_rate"], record.visits_to("desk")),
        "P_wait": (answer["P_wait"], record.waits),
        "occupancy": (answer["occupancy"], record.busy(c)),
        f"P(served,W<={within:g})": (answer["P(served,W<=t)"], record.served_within(within)),
    }
    return redials(id, lam, mu, c, theta, p, 1 / away, q, 1 / away, known, unit, near)


# --- absorbing chains ----------------------------------------------------------------------------------------------


def chain(
    id: str,
    states: Sequence[str],
    ends: Sequence[str],
    q: Sequence[Sequence[float]],
    r: Sequence[Sequence[float]],
    by: str = "transfer",
) -> Case:
    """An absorbing chain: a department for each state, entered by its own channel, and left for another by `by`.

    The first end resolves the case, any other refuses it (and the customer, who knows one channel only, stops).
    """
    answer = exact.absorbing(np.array(q, dtype=float), np.array(r, dtype=float))
    desks = [f"state {state}" for state in states]
    lines = [f"line {state}" for state in states]
    known: dict[str, tuple[float, Observe]] = {}
    for i, state in enumerate(states):
        segment = f"from {state}"
        steps = float(answer["expected_steps"][i])
        known[f"steps {segment}"] = (steps, record.visits_each(None, segment))
        known[f"steps squared {segment}"] = (
            float(answer["variance_steps"][i]) + steps**2,
            record.visits_squared(segment),
        )
        for j, other in enumerate(states):
            if 0 < answer["N"][i, j] != 1:
                known[f"visits to {other} {segment}"] = (
                    float(answer["N"][i, j]),
                    record.visits_each(desks[j], segment),
                )
        for j, end in enumerate(ends):
            if answer["absorption"][i, j] >= 0.02:  # a rarer one is held by the others
                known[f"{end} {segment}"] = (float(answer["absorption"][i, j]), record.ends_as(f"end {end}", segment))

    def branches(i: int) -> str:
        onward = [
            (chance, f"{by}: {desks[j] if by == 'transfer' else lines[j]}") for j, chance in enumerate(q[i]) if chance
        ]
        for j, chance in enumerate(r[i]):
            if chance:
                onward.append((chance, f"count: end {ends[j]}, {'refuse: policy' if j else 'resolve: now'}"))
        return "[" + ", ".join(f"{{chance: {percent(chance)}, {what}}}" for chance, what in onward) + "]"

    def write(run: str, stretch: float) -> str:
        segments = "\n".join(
            f"  from {state}: {{tries: [{line}], pauses: 0 s}}" for state, line in zip(states, lines, strict=True)
        )
        raised = ", ".join(f"from {state}: 1 per min" for state in states)
        channels = "\n".join(f"  {line}: {{reaches: {desk}}}" for line, desk in zip(lines, desks, strict=True))
        departments = "\n".join(
            f"  {desk}: {{staff: 1000, handling: {number(stretch)} min, rules: {{route: {{then: {branches(i)}}}}}}}"
            for i, desk in enumerate(desks)
        )
        return f"""\
journeysim: 1
name: Absorbing chain
run: {run}
segments:
{segments}
issues: {{call: {{raised by: {{{raised}}}}}}}
channels:
{channels}
departments:
{departments}
"""

    return Case(id, "absorbing chain", "min", write, known, float(len(states)), cases=300 * len(states))


# --- time passes ---------------------------------------------------------------------------------------------------


def one_day(id: str, lam: float, mu: float, c: int, length: float, within: float, unit: str) -> Case:
    """M/M/c from empty for so long; who is there at the end is still served."""
    answer = exact.one_day(lam, mu, c, length, within)
    return Case(
        id,
        "a day from empty",
        unit,
        one_desk("One day", unit, lam, c, exponential(1 / mu)),
        {
            "served": (answer["served"], cases_of_the_day),
            "SL_over_served": (answer["SL_over_served"], record.served_within(within)),
            "ASA_served": (answer["ASA_served"], record.wait_mean()),
            "occupancy": (answer["occupancy"], record.busy(c)),
        },
        lam,
        dice=dice_of(lam, exponential(1 / mu)),
        day=length,
    )


def cases_of_the_day(seen: record.Record) -> record.Observation:
    """Cases a replication."""
    return float(seen.counted.sum()), 1.0


def first_waits(id: str, lam: float, mean: float, n: int, unit: str) -> Case:
    """The mean wait of the first n in an M/M/1 that starts empty."""
    return Case(
        id,
        "first waits",
        unit,
        one_desk("First waits", unit, lam, 1, exponential(mean)),
        {"avg": (float(np.mean(exact.first_waits(lam, mean, n))), record.wait_mean())},
        lam,
        cases=n,
        times=20,
    )


def rising_staff(
    id: str, parts: Sequence[tuple[float, float, int]], mu: float, theta: float, moments: Sequence[float], unit: str
) -> Case:
    """M_t/M/s_t+M each day anew: parts are (until hour, arrivals per hour, staff), staff never falling.

    After the last part nobody calls, and its staff stays until midnight: the next day starts empty.
    """
    answer = exact.steps_of_the_day(parts, mu, theta, moments)
    total = sum((until - begin) * lam for (until, lam, _), begin in zip(parts, starts(parts), strict=True))
    clock = [f"{int(hour):02d}:00" for hour in starts(parts)] + [f"{int(parts[-1][0]):02d}:00"]
    spans = [f"{a}-{b}" for a, b in pairwise(clock)]
    weights = ", ".join(f"{span}: {number(lam)}" for span, (_, lam, _) in zip(spans, parts, strict=True))
    staff = ", ".join(
        f"{span.split('-')[0]}-{'24:00' if k == len(parts) - 1 else span.split('-')[1]}: {c}"
        for k, (span, (_, _, c)) in enumerate(zip(spans, parts, strict=True))
    )

    def write(run: str, stretch: float) -> str:
        return f"""\
journeysim: 1
name: Staff and demand in steps
run: {run}
profiles: {{calls: {{hours: {{{weights}}}}}}}
segments: {{caller: {{patience: {exponential(1 / theta).text(unit)}}}}}
issues: {{call: {{raised by: {{caller: {number(total)} per day}}, profile: calls}}}}
channels: {{line: {{reaches: desk}}}}
departments:
  desk:
    staff: {{every day: {{{staff}}}}}
    handling: {exponential(1 / mu).text(unit, stretch)}
    rules: {{answer: {{then: {{resolve: now}}}}}}
"""

    known: dict[str, tuple[float, Observe]] = {}
    for moment in moments:
        known[f"L at {moment:g}"] = (answer[moment][0], record.present_at(moment, 24.0))
        known[f"Lq at {moment:g}"] = (answer[moment][1], record.in_line_at(moment, 24.0))
    return Case(id, "steps of the day", unit, write, known, total / 24, whole=24.0)


def starts(parts: Sequence[tuple[float, float, int]]) -> list[float]:
    """When each part begins."""
    return [0.0, *(until for until, _, _ in parts[:-1])]


def closes_every_day(id: str, lam: float, mu: float, c: int, opens_for: int, unit: str) -> Case:
    """Messages arrive around the clock; staff works so many hours, puts down what it has in hand, and takes it up."""
    answer = exact.closes_every_day(lam, mu, c, opens_for, 24.0)

    def write(run: str, stretch: float) -> str:
        return f"""\
journeysim: 1
name: Letters in office hours
run: {run}
calendars: {{office: {{every day: 00:00-{opens_for:02d}:00}}}}
issues: {{question: {{raised by: {{customer: {number(lam)} per {unit}}}}}}}
segments: {{customer: {{chases: 10000 days}}}}
channels: {{mail: {{kind: message, reaches: desk}}}}
departments:
  desk:
    staff: {c}
    works: office
    at closing: keeps the queue
    at end of shift: puts down
    handling: {exponential(1 / mu).text(unit, stretch)}
    rules: {{answer: {{then: {{resolve: now}}}}}}
"""

    return Case(
        id,
        "opening hours",
        unit,
        write,
        {
            "mean_in_system": (answer["mean_in_system"], record.present()),
            "mean_time_in_system": (answer["mean_time_in_system_h"], record.time_to_resolution),
            "L_at_close": (answer["L_at_close"], record.present_at(opens_for, 24.0)),
            "L_at_open": (answer["L_at_open"], record.present_at(0.0, 24.0)),
        },
        lam,
        settles=24.0,
        dice={"arrivals": record.arrivals_over(lam)},
        whole=24.0,
    )


def sine_demand(id: str, mean: float, swing: float, mu: float, hours: Sequence[float], unit: str) -> Case:
    """M_t/M/inf: demand that follows a sine through the day (written in steps of ten minutes), and staff for all."""
    edges = np.arange(145) / 6
    omega = 2 * np.pi / 24
    sums = mean / 6 + swing / omega * (np.cos(omega * edges[:-1]) - np.cos(omega * edges[1:]))
    clock = [f"{k // 6:02d}:{k % 6}0" for k in range(145)]
    weights = ", ".join(f"{a}-{b}: {number(w)}" for a, b, w in zip(clock, clock[1:], 6 * sums, strict=False))

    def write(run: str, stretch: float) -> str:
        return f"""\
journeysim: 1
name: Demand like a sine
run: {run}
profiles:
  sine: {{hours: {{{weights}}}}}
issues: {{call: {{raised by: {{customer: {number(24 * mean)} per day}}, profile: sine}}}}
channels: {{line: {{reaches: desk}}}}
departments:
  desk:
    staff: 1000
    handling: {exponential(1 / mu).text(unit, stretch)}
    rules: {{answer: {{then: {{resolve: now}}}}}}
"""

    return Case(
        id,
        "demand by the hour",
        unit,
        write,
        {
            "L": (mean / mu, record.present()),
            **{f"L at {h:g}": (exact.sine_demand(mean, swing, 24.0, mu, h), record.present_at(h, 24.0)) for h in hours},
        },
        mean,
        settles=1 / mu,
        whole=24.0,
    )
