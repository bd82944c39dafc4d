"""The proof, and a second one that is as plain as can be, agree."""

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings

from journeysim import bundled
from journeysim.build import build
from journeysim.model.unfold import unfold
from journeysim.read import read, read_text
from journeysim.verify import first, solve
from tests.strategies import scenarios
from tests.verify.naive import TooLarge, naive_answers

with_luck = settings(
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def agree(scenario, *, bound: int) -> None:
    """Best case and fewest attempts of every population are those of the naive walk; the case is small enough."""
    try:
        plain = naive_answers(scenario, bound=bound)
    except TooLarge:
        assume(False)
    process = build(scenario)
    solution = solve(process, unfold(process))
    for population, who in enumerate(process.populations):
        proved, walked = first(solution, population), plain[who.names]
        assert (proved.best, proved.attempts) == pytest.approx((walked.best, walked.attempts), abs=1e-6, rel=1e-6)


@settings(with_luck, max_examples=60)
@given(text=scenarios())
def test_a_naive_walk_finds_the_same_best_case_and_fewest_attempts(text):
    """On random scenarios of the whole language, to 1e-6."""
    agree(read_text(text), bound=400)


@pytest.mark.long
@settings(with_luck, max_examples=1000)
@given(text=scenarios())
def test_a_naive_walk_finds_the_same_on_a_thousand_scenarios(text):
    """As above, on more and larger ones."""
    agree(read_text(text), bound=700)


@pytest.mark.parametrize("name", bundled.scenarios())
def test_a_naive_walk_finds_the_same_in_bundled_scenarios(name):
    """The baseline and every variant."""
    path = bundled.locate(name)
    for variant in (None, *read(path).variants):
        agree(read(path, variant=variant), bound=20_000)
