"""The proof, and a second one that is as plain as can be, agree."""

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings

from journeysim import bundled
from journeysim.build import build
from journeysim.model.unfold import unfold
from journeysim.read import read, read_text
from journeysim.verify import first, solve
from tests.strategies import scenarios, twists
from tests.verify.naive import TooLarge, naive_answers

with_luck = settings(
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


SMALL = [
    *[(name, None) for name in ("former_customer_refund", "phone_and_email_shop", "single_desk", "tone_of_the_answer")],
    ("former_customer_refund", "exception path"),
    ("phone_and_email_shop", "shared inbox"),
    ("cancelled_store_card", "one customer"),
    ("broken_fireplaces", "root cause"),
]
"""Bundled scenarios and variants that one can walk by names in a second."""


def agree(scenario, *, bound: int) -> None:
    """Best case and fewest attempts of every population are those of the naive walk. Raises `TooLarge`."""
    plain = naive_answers(scenario, bound=bound)
    process = build(scenario)
    solution = solve(process, unfold(process))
    for population, who in enumerate(process.populations):
        proved, walked = first(solution, population), plain[who.names]
        assert (proved.best, proved.attempts) == pytest.approx((walked.best, walked.attempts), abs=1e-6, rel=1e-6)


def agree_if_small(text: str, *, bound: int) -> None:
    """As above, where the scenario is small enough."""
    try:
        agree(read_text(text), bound=bound)
    except TooLarge:
        assume(False)


@settings(with_luck, max_examples=60)
@given(text=scenarios() | twists())
def test_a_naive_walk_finds_the_same_best_case_and_fewest_attempts(text):
    """On random scenarios of the whole language, to 1e-6."""
    agree_if_small(text, bound=400)


@pytest.mark.long
@settings(with_luck, max_examples=1000)
@given(text=scenarios())
def test_a_naive_walk_finds_the_same_on_a_thousand_scenarios(text):
    """As above, on more and larger ones."""
    agree_if_small(text, bound=700)


@pytest.mark.long
@settings(with_luck, max_examples=1000)
@given(text=twists())
def test_a_naive_walk_finds_the_same_where_little_is_sure(text):
    """In a thousand in which most best cases lie between 0 and 1."""
    agree_if_small(text, bound=700)


@pytest.mark.parametrize(("name", "variant"), SMALL)
def test_a_naive_walk_finds_the_same_in_small_bundled_scenarios(name, variant):
    """Those that are named; the others are too large for it.

    Graphs of up to 10,000 states are compared with the readable definition of all moves in `test_unfold`; what is
    larger still rests on the random scenarios there and here.
    """
    agree(read(bundled.locate(name), variant=variant), bound=20_000)
