"""Values of large components, by both of the ways in which they are found."""

import numpy as np
import pytest

from journeysim.verify import values
from journeysim.verify.mdp import Mdp, Numbers, mdp


def cube(dimensions: int) -> tuple[Mdp, Numbers]:
    """All subsets of some things: choices gain some and lose some, and once in a thousand times all is over."""
    dice = np.random.default_rng(7)
    size = 1 << dimensions
    targets, chances = [], []
    for node in range(size):
        for _ in range(2):
            turned, gained = (1 << int(n) for n in dice.integers(0, dimensions, 2))
            targets += [node ^ turned, node | gained, size + (node == size - 1)]
            chances += [0.5, 0.499, 0.001]
    first_choice = np.append(np.arange(size + 1) * 2, [2 * size, 2 * size])
    known = np.append(np.full(size, np.nan), [0.0, 1.0])
    process = mdp(first_choice, np.arange(2 * size + 1) * 3, np.array(targets, np.int32), np.array(chances))
    return process, known


@pytest.mark.parametrize("highest", [True, False])
def test_iterated_values_are_those_of_policy_iteration(highest: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Within 1e-9, for probabilities and for costs."""
    process, known = cube(8)
    cost = np.zeros(len(process.owner)) if highest else np.ones(len(process.owner))
    exact = values.optimal(process, cost, known, highest=highest)
    monkeypatch.setattr(values, "LARGE", 2)
    monkeypatch.setattr(values, "SWEEPS", 10**6)
    monkeypatch.setattr(values, "_evaluated", None)
    iterated = values.optimal(process, cost, known, highest=highest)
    assert not np.array_equal(iterated, exact)
    np.testing.assert_allclose(iterated, exact, rtol=1e-9, atol=1e-9)
