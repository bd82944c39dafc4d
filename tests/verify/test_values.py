"""Values of large components, by all of the ways in which they are found."""

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


def exact(process: Mdp, known: Numbers, *, highest: bool) -> tuple[Numbers, Numbers]:
    """Costs (1 for each choice where the lowest are sought), and the values that direct solves find."""
    cost = np.zeros(len(process.owner)) if highest else np.ones(len(process.owner))
    return cost, values.optimal(process, cost, known, highest=highest)


@pytest.mark.parametrize("highest", [True, False])
def test_iterated_values_are_those_of_policy_iteration(highest: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Within 1e-9, for probabilities and for costs."""
    process, known = cube(8)
    cost, direct = exact(process, known, highest=highest)
    monkeypatch.setattr(values, "LARGE", 2)
    monkeypatch.setattr(values, "SWEEPS", 10**6)
    monkeypatch.setattr(values, "_approached", lambda matrix, right: None)
    monkeypatch.setattr(values, "splu", None)
    iterated = values.optimal(process, cost, known, highest=highest)
    assert not np.array_equal(iterated, direct)
    np.testing.assert_allclose(iterated, direct, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("highest", [True, False])
def test_values_of_strategies_without_direct_solves_are_the_same(
    highest: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Within 1e-9, where neither direct solves nor sweeps may be had."""
    process, known = cube(8)
    cost, direct = exact(process, known, highest=highest)
    monkeypatch.setattr(values, "LARGE", 2)
    monkeypatch.setattr(values, "splu", None)
    monkeypatch.setattr(values, "_iterated", None)
    np.testing.assert_allclose(values.optimal(process, cost, known, highest=highest), direct, rtol=1e-9, atol=1e-9)


def dense(size: int, leaves: float) -> tuple[Mdp, Numbers]:
    """Each node leads to three others at random, and is left so rarely; three in four of those who leave win."""
    dice = np.random.default_rng(3)
    inside = dice.integers(0, size, (2 * size, 3))
    target = np.hstack([inside, np.full((2 * size, 2), (size, size + 1))])
    stays, wins = (1 - leaves) / 3, 0.75 * leaves
    chance = np.tile([stays, stays, stays, leaves - wins, wins], 2 * size)
    first_choice = np.append(np.arange(size + 1) * 2, [2 * size, 2 * size])
    known = np.append(np.full(size, np.nan), [0.0, 1.0])
    return mdp(first_choice, np.arange(2 * size + 1) * 5, target.ravel().astype(np.int32), chance), known


def test_what_is_left_once_in_a_million_moves_is_solved_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a component so dense that a direct solve would fill the memory, and sweeps would be a hundred million."""
    process, known = dense(20_000, 1e-6)
    monkeypatch.setattr(values, "splu", None)
    monkeypatch.setattr(values, "_iterated", None)
    found = values.optimal(process, np.zeros(len(process.owner)), known, highest=True)
    np.testing.assert_allclose(found[:-2], 0.75, rtol=0, atol=1e-9)
    lasts = values.optimal(process, np.ones(len(process.owner)), known * 0, highest=False)
    np.testing.assert_allclose(lasts[:-2], 1e6, rtol=1e-9)
