"""The exact chain and the walk of patient customers, each held to the other; and the walk held to the engine.

One family: all comparisons of this file together fail a correct program with a chance of at most `FAMILY` (Bonferroni).
Shares are compared by the exact binomial test; means by Student's t over cases, with a variance of at least f (1 - f),
where f is the fraction of the exact mean: no whole number of that mean varies less, and few rare counts say little
about their own variance. Seeds are fixed: what passes once passes always.
"""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from scipy import stats

from journeysim.build import build
from journeysim.bundled import scenarios
from journeysim.measure import journeys, laws
from journeysim.model.process import Process
from journeysim.read import read, read_text
from journeysim.simulate import simulate
from journeysim.verify.expected import expected
from tests.small import small
from tests.strategies import scenarios as texts
from tests.verify.any_scenario import any_scenario

FAMILY = 0.001
COMPARISONS = 2_000
LEVEL = FAMILY / COMPARISONS

THOUSAND = 1_000
COMPARISONS_OF_THOUSAND = 200_000
"""Comparisons at most on random scenarios of the whole language: a family of its own, of the same level."""

CASES = 200
"""Of each population, in scenarios at random."""

ENDINGS = {"resolved": "resolved", "gave_up": "gave up", "dead_end": "dead end", "unresolved": "unresolved"}


@dataclass(frozen=True)
class Held:
    """One figure: what is exact, what was simulated, and how likely something so far off is."""

    segment: str
    figure: str
    exact: float
    simulated: float
    chance: float


def column(table, figure: str):
    """A figure of each case."""
    if figure in ENDINGS:
        return table["ending"] == ENDINGS[figure]
    if figure == "first_contact_resolution":
        return (table["ending"] == "resolved") & (table["attempts"] == 1) & (table["reopened"] == 0)
    return table[figure].astype(float)


def chance_of(values, exact: float) -> float:
    """How likely it is to be so far off the exact mean by luck alone."""
    n = len(values)
    if values.dtype == np.bool_:
        return float(stats.binomtest(int(values.sum()), n, min(max(exact, 0.0), 1.0)).pvalue)
    fraction = exact % 1
    variance = max(values.var(ddof=1), fraction * (1 - fraction))
    off = abs(values.mean() - exact)
    if variance < 1e-9:
        return 1.0 if off < 1e-9 else 0.0
    return float(2 * stats.t.sf(off / (variance / n) ** 0.5, n - 1))


def held(process: Process, seed: int, *, runs: int = 1) -> list[Held]:
    """Every figure of every population; of customers who may go on for ever, the shares of ends alone."""
    logs = [simulate(process, seed=seed, replication=number, patient=True) for number in range(runs)]
    assert [laws(log) for log in logs] == [[]] * runs
    tables = [journeys(log) for log in logs]
    of = np.concatenate([log.cases["population"] for log in logs])
    found = []
    for number, who in enumerate(process.populations):
        mine = of == number
        figures = expected(process, number).figures
        assert sum(figures[end] for end in ENDINGS) == pytest.approx(1, abs=1e-12)
        ends_all = figures["unresolved"] < 1e-12
        for figure, exact in figures.items():
            values = np.concatenate([column(table, figure) for table in tables])[mine]
            if len(values) > 1 and (ends_all or values.dtype == np.bool_):
                found.append(Held(who.segment, figure, exact, float(values.mean()), chance_of(values, exact)))
    return found


def ends_for_all(process: Process) -> bool:
    """Whether every journey ends."""
    return all(expected(process, n).figures["unresolved"] < 1e-12 for n in range(len(process.populations)))


BUNDLED = [(name, variant) for name, path in small().items() for variant in (None, *read(path).variants)]


@pytest.mark.parametrize(("name", "variant"), BUNDLED)
def test_patient_customers_of_a_bundled_scenario_fare_as_expected(name, variant):
    """Every figure of every segment."""
    comparisons = held(build(read(scenarios()[name], variant=variant)), seed=1)
    assert comparisons
    assert [one for one in comparisons if one.chance < LEVEL] == []


@pytest.mark.parametrize("seed", range(24))
def test_patient_customers_of_any_scenario_fare_as_expected(seed):
    """Every verb, condition and habit, thrown together."""
    process = build(read_text(any_scenario(seed, cases=CASES)))
    if not ends_for_all(process):
        process = build(read_text(any_scenario(seed, cases=20)))
    assert [one for one in held(process, seed) if one.chance < LEVEL] == []


@pytest.mark.long
@settings(
    max_examples=THOUSAND,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(text=texts(), seed=st.integers(0, 2**32))
def test_patient_customers_of_a_thousand_scenarios_fare_as_expected(text, seed):
    """On random scenarios of the whole language, a dozen runs of each."""
    process = build(read_text(text))
    comparisons = held(process, seed, runs=12 if ends_for_all(process) else 2)
    assert len(comparisons) * THOUSAND <= COMPARISONS_OF_THOUSAND
    assert [one for one in comparisons if one.chance < FAMILY / COMPARISONS_OF_THOUSAND] == []


def test_no_more_is_compared_than_was_declared():
    """The level of each comparison is that of the family over their number."""
    of_one = 14
    assert 24 * 2 * of_one + len(BUNDLED) * 2 * of_one <= COMPARISONS


COUNTS = (
    "ending", "attempts", "contacts", "turned_away", "transfers", "referrals", "repeats", "loops", "ping_pong",
    "dead_end_hits", "promises_made", "promises_kept", "promises_kept_late", "promises_broken", "reopened",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(24))
def test_where_nobody_hurries_the_engine_walks_the_same_journeys(seed):
    """Always open, nobody in line, pending things done in time: case by case the same, by the same dice."""
    process = build(read_text(any_scenario(seed, cases=30, unhurried=True)))
    if not ends_for_all(process):
        return  # the engine, too, would follow them for ever
    engine, patient = (journeys(simulate(process, seed=seed, patient=patient)) for patient in (False, True))
    assert {name: engine[name].tolist() for name in COUNTS} == {name: patient[name].tolist() for name in COUNTS}


def test_the_same_seed_walks_the_same_journeys():
    """A pure function of scenario, seed and replication."""
    process = build(read(scenarios()["phone_and_email_shop"]))
    one, same, other = (simulate(process, seed=seed, patient=True).rows.tobytes() for seed in (3, 3, 4))
    assert one == same
    assert one != other


def test_a_journey_without_end_is_left_without_one():
    """Two desks send the customer to each other for ever; the record breaks off, and the case is unresolved."""
    source = """
journeysim: 1
name: Round
run: {horizon: none}
issues: {trouble: {raised by: {customer: {at: [0 s]}}}}
channels: {phone: {reaches: desk}, shop: {reaches: counter}}
departments:
  desk: {staff: 1, handling: 1 min, rules: {on: {then: {refer: shop}}}}
  counter: {staff: 1, handling: 1 min, rules: {back: {then: {refer: phone}}}}
"""
    log = simulate(build(read_text(source)), patient=True)
    assert laws(log) == []
    assert journeys(log)["ending"].tolist() == ["unresolved"]
