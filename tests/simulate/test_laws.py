"""What holds of every run, whatever the scenario."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from journeysim.build import build
from journeysim.measure import journeys, laws, measure
from journeysim.model.log import Kind
from journeysim.read import read_text
from journeysim.simulate import simulate
from tests.strategies import scenarios

pytestmark = pytest.mark.usefixtures("glanced_at")

BROADLY = settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


@BROADLY
@given(text=scenarios(), seed=st.integers(0, 2**32))
def test_every_log_obeys_the_laws(text: str, seed: int) -> None:
    """The books balance at the end of every run, and every figure can be had of it."""
    log = simulate(build(read_text(text)), seed=seed)
    assert laws(log) == []
    figures = measure(log).all
    if measure(log).cases:
        ends = sum(figures[end] for end in ("resolved", "gave_up", "dead_end", "unresolved"))
        assert abs(ends - 1) < 1e-9
    assert {len(column) for column in journeys(log).values()} == {len(log.cases)}


@settings(BROADLY, max_examples=20)
@given(text=scenarios(endless_record=True), seed=st.integers(0, 2**32))
def test_without_a_horizon_the_record_ends_when_the_last_case_has(text: str, seed: int) -> None:
    """Everybody is resolved or has stopped, all staff is free again, and no line is left."""
    log = simulate(build(read_text(text)), seed=seed)
    assert laws(log) == []
    for case in range(len(log.cases)):
        kinds = log.rows["kind"][log.rows["case"] == case].tolist()
        turns = [kind for kind in kinds if kind in (Kind.RESOLVES, Kind.REOPENS)]
        assert turns[-1:] == [Kind.RESOLVES] or Kind.STOPS in kinds
        kinds = log.rows["kind"][(log.rows["case"] == case) & (log.rows["visit"] >= 0)].tolist()
        assert kinds.count(Kind.STARTS) == kinds.count(Kind.ENDS)
        assert kinds.count(Kind.PUTS_DOWN) == kinds.count(Kind.TAKES_UP)
        assert kinds.count(Kind.JOINS) == sum(map(kinds.count, (Kind.STARTS, Kind.ABANDONS, Kind.LEAVES)))


@settings(BROADLY, max_examples=10)
@given(text=scenarios(), seed=st.integers(0, 2**32))
def test_the_same_run_again_is_the_same(text: str, seed: int) -> None:
    """Of the same process, and of one built anew."""
    process = build(read_text(text))
    first = simulate(process, seed=seed)
    simulate(process, seed=seed + 1)
    for again in (simulate(process, seed=seed), simulate(build(read_text(text)), seed=seed)):
        assert again.rows.tobytes() == first.rows.tobytes()
        assert again.cases.tobytes() == first.cases.tobytes()
        assert again.book == first.book


@BROADLY
@given(text=scenarios(), seed=st.integers(0, 2**32))
def test_what_situations_tell_apart_their_words_tell_apart(text: str, seed: int) -> None:
    """So that who has only the written log counts the same loops."""
    situations = [str(situation) for situation in simulate(build(read_text(text)), seed=seed).book.situations]
    assert len(set(situations)) == len(situations)
