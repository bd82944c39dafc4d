"""A finite Markov chain with rewards: where it ends, and what it gathers on the way.

The expected visits x to the transient nodes solve x = p + Q'x, with p the chances of the first nodes and Q the
chances among transient nodes; all figures are sums over them (Kemeny and Snell, "Finite Markov Chains", 1960,
theorems 3.2.4 and 3.3.7). One sparse LU factorisation answers for all.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array, eye_array
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import splu

Node = TypeVar("Node")

Floats = npt.NDArray[np.float64]
Steps = Iterable[tuple[float, Node, tuple[int, ...]]]
"""Chances, where they lead, and what is counted on the way."""


class TooMany(Exception):
    """The bound on nodes was reached."""


@dataclass(frozen=True, slots=True, eq=False)
class Chain(Generic[Node]):
    """The reachable nodes of a chain and its moves from `source[i]` to `target[i]` with `chance[i]`.

    `begins` gives the chance of each node to be the first, `rewards` (node, count) the mean of each count at one move
    from a node, `at_first` what is counted before the first node.
    """

    nodes: list[Node]
    source: npt.NDArray[np.int64]
    target: npt.NDArray[np.int64]
    chance: Floats
    begins: Floats
    rewards: Floats
    at_first: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Absorbed:
    """The chance to end in each node (0 where it does not end), `unresolved` to go on for ever, and the mean counts."""

    ends: Floats
    unresolved: float
    counts: Floats


def chain(first: Steps[Node], after: Callable[[Node], Steps[Node]], *, counts: int, bound: int) -> Chain[Node]:
    """Walk a chain from its first nodes. Raises `TooMany` where it has more than `bound` nodes."""
    numbers: dict[Node, int] = {}
    nodes: list[Node] = []
    begins: dict[int, float] = {}
    moves: list[tuple[int, int, float]] = []
    rewards: list[list[float]] = []
    at_first = [0.0] * counts

    def number(node: Node) -> int:
        found = numbers.setdefault(node, len(nodes))
        if found == len(nodes):
            if found == bound:
                raise TooMany
            nodes.append(node)
        return found

    for chance, node, gains in first:
        if chance <= 0:
            continue
        begins[number(node)] = begins.get(number(node), 0.0) + chance
        for gain in gains:
            at_first[gain] += chance
    done = 0
    while done < len(nodes):
        reward = [0.0] * counts
        for chance, node, gains in after(nodes[done]):
            if chance <= 0:
                continue
            moves.append((done, number(node), chance))
            for gain in gains:
                reward[gain] += chance
        rewards.append(reward)
        done += 1
    source, target, chances = zip(*moves, strict=True) if moves else ((), (), ())
    start = np.zeros(len(nodes))
    start[list(begins)] = list(begins.values())
    return Chain(
        nodes,
        np.array(source, np.int64),
        np.array(target, np.int64),
        np.array(chances, np.float64),
        start,
        np.array(rewards, np.float64).reshape(-1, counts),
        np.array(at_first),
    )


def absorbed(walked: Chain[Node]) -> Absorbed:
    """Where a chain ends, and the means of its counts: infinite where it counts for ever."""
    n = len(walked.nodes)
    moves = csr_array((walked.chance, (walked.source, walked.target)), shape=(n, n))
    closed = closed_nodes(moves)
    ended = np.diff(moves.indptr) == 0
    transient = np.flatnonzero(~closed)
    visits = np.zeros(n)
    among = moves[transient][:, transient]
    if len(transient):
        system = (eye_array(len(transient), format="csc") - among.T).tocsc()
        visits[transient] = splu(system).solve(walked.begins[transient])
    arrives = walked.begins + visits @ moves
    for_ever = closed & ~ended
    counts = walked.at_first + visits @ walked.rewards
    counts[(walked.rewards[for_ever] > 0).any(axis=0)] = np.inf
    return Absorbed(np.where(ended, arrives, 0.0), float(arrives[for_ever].sum()), counts)


def closed_nodes(moves: csr_array) -> npt.NDArray[np.bool_]:
    """Which nodes are in a set that is never left: ends, and rounds without a way out."""
    number, which = connected_components(moves, directed=True, connection="strong")
    table = moves.tocoo()
    leaves = np.zeros(number, np.bool_)
    leaves[which[table.row][which[table.row] != which[table.col]]] = True
    found: npt.NDArray[np.bool_] = ~leaves[which]
    return found
