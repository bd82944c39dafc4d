"""Optimal values of a Markov decision process without end components, one strongly connected component at a time.

Components are taken in topological order, the last first, all that are ready at once, so that each sees final
values behind it. A node alone is solved in closed form. Within a component of several nodes: Howard's policy
iteration (Puterman 1994, section 7.2.5 for what is maximised; Bertsekas & Tsitsiklis 1991 for costs), from a
strategy that surely leaves, each strategy evaluated by a sparse direct solve. It ends when no choice of any node is
better by more than 1e-13 of the value: no strategy whose expected time in the component is T gains more than T times
that. In a large component, where a direct solve may fill up, strategies are evaluated by BiCGSTAB (van der Vorst 1992),
until nothing but rounding is left. Where that does not come about, optimistic value iteration (Hartmanns & Kaminski
2020) is tried: from below, until a guess from above proves to be an upper bound within 1e-9.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from scipy.sparse import csc_array
from scipy.sparse.linalg import bicgstab, splu

from journeysim.verify.mdp import Indices, Mask, Mdp, Numbers, components, counted, spans, towards

TIE = 1e-13
"""Choices that differ by less, relative to the value, are equal to policy iteration."""

LARGE, SWEEPS = 4096, 4000
"""Nodes of a component from which on values are iterated, and how often at most."""

KRYLOV, REFINED = 200, 6
"""Steps of BiCGSTAB at most, and how often what is left is solved for again."""

ROUNDING = 4e-15
"""What may be left of a right side, relative to values over 1."""

GAP = 5e-10
"""How far above the lower bound the upper one is guessed, relative to values over 1."""


Matrix: TypeAlias = "csc_array[Any]"


@dataclass(frozen=True, slots=True, eq=False)
class _Task:
    """What is solved: `cost` of each choice, the values (known ones are set), which are unknown, the best of which."""

    process: Mdp
    cost: Numbers
    values: Numbers
    unknown: Mask
    via: Indices
    highest: bool


def optimal(process: Mdp, cost: Numbers, known: Numbers, *, highest: bool) -> Numbers:
    """The highest (or lowest) expected sum of costs and of the known value in which it ends, for all nodes.

    `known` is not a number where a value is sought. Each such node must have a way to known ones, and no end
    component may be among them, or only ones that cost something while the lowest is sought.
    """
    unknown = np.isnan(known)
    values = known.copy()
    task = _Task(process, cost, values, unknown, towards(process, ~unknown), highest)
    nodes = np.flatnonzero(unknown)
    if len(nodes):
        for ready in _in_order(process, nodes):
            _solve(task, *ready)
    return values


def _in_order(process: Mdp, nodes: Indices) -> list[tuple[Indices, Indices, int]]:
    """The nodes in rounds, each after all that they lead to.

    A round is (those alone in their component, those in larger ones, the size of the largest).
    """
    local = np.full(process.size, -1, np.int64)
    local[nodes] = np.arange(len(nodes))
    sources, targets = local[process.owner[process.choice]], local[process.target]
    inner = (sources >= 0) & (targets >= 0) & (sources != targets)
    sources, targets = sources[inner], targets[inner]
    count, part = components(len(nodes), sources, targets)
    sizes = np.bincount(part, minlength=count)
    sources, targets = part[sources], part[targets]
    across = sources != targets
    sources, targets = sources[across], targets[across]
    sources = sources[np.argsort(targets, kind="stable")]
    first = np.concatenate(([0], np.cumsum(np.bincount(targets, minlength=count))))
    waits = np.bincount(sources, minlength=count)
    members = np.argsort(part, kind="stable")
    first_member = np.concatenate(([0], np.cumsum(sizes)))
    rounds = []
    ready = np.flatnonzero(waits == 0)
    while len(ready):
        alone, together = ready[sizes[ready] == 1], ready[sizes[ready] > 1]
        solitary = nodes[members[first_member[alone]]]
        rounds.append((solitary, nodes[members[spans(first_member, together)[0]]], int(sizes[ready].max())))
        freed, counts = counted(sources[spans(first, ready)[0]])
        waits[freed] -= counts
        ready = freed[waits[freed] == 0]
    return rounds


def _solve(task: _Task, alone: Indices, together: Indices, largest: int) -> None:
    if len(alone):
        _solve_alone(task, alone)
    if len(together):
        _solve_together(task, together, large=largest >= LARGE)


def _solve_alone(task: _Task, nodes: Indices) -> None:
    """Nodes whose choices lead to known values, or back to themselves: the geometric series."""
    process = task.process
    choices, begins = spans(process.first_choice, nodes)
    branches, first = spans(process.first_branch, choices)
    own = process.target[branches] == process.owner[process.choice[branches]]
    chance = process.chance[branches]
    onward = np.where(own, 0.0, chance * np.where(own, 0.0, task.values[process.target[branches]]))
    leaves = np.add.reduceat(np.where(own, 0.0, chance), first[:-1])
    stays = np.add.reduceat(own, first[:-1], dtype=np.int64) > 0
    sums = task.cost[choices] + np.add.reduceat(onward, first[:-1])
    worst = -np.inf if task.highest else np.inf
    with np.errstate(divide="ignore", invalid="ignore"):
        sums = np.where(stays, np.where(leaves > 0, sums / leaves, worst), sums)
    task.values[nodes] = _best(task)(sums, begins[:-1])


def _best(task: _Task) -> Callable[[Numbers, Indices], Numbers]:
    return np.maximum.reduceat if task.highest else np.minimum.reduceat


def _solve_together(task: _Task, nodes: Indices, *, large: bool) -> None:
    """Components of several nodes."""
    process = task.process
    choices, begins = spans(process.first_choice, nodes)
    branches, first = spans(process.first_branch, choices)
    local = np.full(process.size, -1, np.int64)
    local[nodes] = np.arange(len(nodes))
    target, chance = process.target[branches], process.chance[branches]
    inner = local[target] >= 0
    onward = np.add.reduceat(np.where(inner, 0.0, chance * task.values[target]), first[:-1])
    fixed = task.cost[choices] + onward

    def offers(values: Numbers) -> Numbers:
        return np.asarray(fixed + np.add.reduceat(np.where(inner, chance * values[local[target]], 0.0), first[:-1]))

    best = _best(task)
    sign = 1.0 if task.highest else -1.0

    def by_strategies(solved: Callable[[Matrix, Numbers], Numbers | None]) -> Numbers | None:
        policy = _leaving(task, nodes, choices, begins, branches, first)
        while True:
            values = solved(*_equations(policy, first, np.where(inner, local[target], -1), chance, fixed))
            if values is None:
                return None
            offered = offers(values)
            now, most = offered[policy], best(offered, begins[:-1])
            better = sign * (most - now) > TIE * np.maximum(1.0, np.abs(now))
            if not better.any():
                return values
            policy = np.where(better, _first_where(offered == np.repeat(most, np.diff(begins)), begins), policy)

    found = by_strategies(_approached) if large else None
    if found is None and large:
        found = _iterated(lambda values: best(offers(values), begins[:-1]), len(nodes))
    if found is None:
        found = by_strategies(lambda matrix, right: np.asarray(splu(matrix).solve(right)))
    assert found is not None, "a direct solve has an answer"
    task.values[nodes] = found


def _approached(matrix: "Matrix", right: Numbers) -> Numbers | None:
    """The solution of (I - P) x = b by BiCGSTAB, refined until what is left of b is rounding; `None` where it is not.

    A strategy that is left rarely has one eigenvalue near 0, and where moves lead far the others are not: then a few
    dozen steps do, however rarely it is left (van der Vorst 1992).
    """
    found = np.zeros(len(right))
    for _ in range(REFINED):
        left = right - matrix @ found
        if np.abs(left).max() <= ROUNDING * max(1.0, np.abs(found).max()):
            return found
        step, _ = bicgstab(matrix, left, rtol=1e-8, maxiter=KRYLOV)
        found = found + step
    return None


def _iterated(sweep: Callable[[Numbers], Numbers], size: int) -> Numbers | None:
    """Values between a lower bound and an upper one that are closer than twice `GAP`; `None` where it takes too long.

    What a sweep does not raise bounds the values from above: they are the least that a sweep leaves as they are.
    """
    low = np.zeros(size)
    fine = GAP
    sweeps = 0
    while sweeps < SWEEPS:
        before, low = low, sweep(low)
        sweeps += 1
        if (low - before).max() > fine:
            continue
        high = low + GAP * np.maximum(1.0, low)
        for _ in range(SWEEPS // 10):
            after = sweep(high)
            sweeps += 1
            if (after <= high).all():
                return (low + high) / 2
            high, low = np.minimum(high, after), sweep(low)
            if (high < low).any():
                break
        fine /= 10
    return None


def _leaving(
    task: _Task, nodes: Indices, choices: Indices, begins: Indices, branches: Indices, first: Indices
) -> Indices:
    """For each node the place of a choice that may be a step on the shortest way out: a strategy that surely leaves."""
    process = task.process
    owners = np.repeat(nodes, np.diff(begins))
    steps = process.target[branches] == np.repeat(task.via[owners], np.diff(first))
    return _first_where(np.add.reduceat(steps, first[:-1], dtype=np.int64) > 0, begins)


def _first_where(holds: Mask, begins: Indices) -> Indices:
    """In each group the first place where it holds."""
    places = np.where(holds, np.arange(len(holds)), len(holds))
    return np.asarray(np.minimum.reduceat(places, begins[:-1]), np.int64)


def _equations(
    policy: Indices, first: Indices, target: Indices, chance: Numbers, fixed: Numbers
) -> tuple["Matrix", Numbers]:
    """The values x of a strategy as (I - P) x = what is behind: the matrix and the right side."""
    size = len(policy)
    entries, begins = spans(first, policy)
    rows = np.repeat(np.arange(size), np.diff(begins))
    columns = target[entries]
    inner = columns >= 0
    diagonal = np.arange(size)
    matrix = csc_array(
        (
            np.concatenate((np.ones(size), -chance[entries][inner])),
            (np.concatenate((diagonal, rows[inner])), np.concatenate((diagonal, columns[inner]))),
        ),
        shape=(size, size),
    )
    return matrix, fixed[policy]
