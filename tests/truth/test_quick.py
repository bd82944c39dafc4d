"""Every case in seconds: wide intervals, but narrow enough to fail where handling is a tenth too long."""

from concurrent.futures import Executor

import pytest

from tests.truth.cases import CASES, case
from tests.truth.held import COMPARISONS, QUICK, all_comparisons, intervals, simulated


def strays(name: str, pool: Executor, stretch: float = 1.0) -> list[str]:
    """The comparisons that do not hold, in words."""
    of = case(name)
    pairs = simulated(pool, name, QUICK, range(QUICK.replications * of.times), stretch)
    return [
        f"{figure}: known {known:.6g}, simulated {seen.value:.6g} ({seen.low:.6g} to {seen.high:.6g})"
        for figure, known, seen in intervals(of, pairs, QUICK)
        if not seen.holds(known, of.near)
    ]


@pytest.mark.parametrize("name", [name for name in CASES if case(name).quick])
def test_simulation_agrees_with_the_known_numbers(name: str, pool: Executor) -> None:
    """The known value of each figure lies in its interval."""
    assert not strays(name, pool)


@pytest.mark.parametrize(
    "name",
    [
        "mm1_rho0.8",
        "erlangc_ccmath",
        "mg1_uniform_nurse",
        "erlangA_10_1_10_1",
        "mmnE2_10_1_10",
        "mm16_rossetti",
        "mm2_finite_source_rossetti 2",
        "prio_mm3",
        "tandem_2",
        "feedback_mm5",
        "retrial_3.0_5_0.5",
    ],
)
def test_a_tenth_more_handling_is_rejected(name: str, pool: Executor) -> None:
    """A scenario whose handling times are all a tenth too long fails in a figure of queues, not only in the dice."""
    assert any(not stray.startswith("handling") for stray in strays(name, pool, stretch=1.1))


def test_the_level_covers_every_comparison() -> None:
    """No more comparisons are made than the family-wise level was divided by."""
    assert all_comparisons() <= COMPARISONS
