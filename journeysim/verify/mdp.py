"""A Markov decision process as flat arrays, and what can be reached in it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, connected_components

Indices = npt.NDArray[np.signedinteger[Any]]
Mask = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Mdp:
    """Nodes, their choices, and the branches of these.

    Node n has the choices `first_choice[n]` up to `first_choice[n + 1]`, choice c the branches `first_branch[c]` up
    to `first_branch[c + 1]`, at least one. `owner[c]` is the node of choice c, `choice[b]` the choice of branch b.
    """

    first_choice: Indices
    first_branch: Indices
    target: Indices
    chance: Numbers
    owner: Indices
    choice: Indices

    @property
    def size(self) -> int:
        """The number of nodes."""
        return len(self.first_choice) - 1


def mdp(first_choice: Indices, first_branch: Indices, target: Indices, chance: Numbers) -> Mdp:
    """The process of these arrays."""
    owner = np.repeat(np.arange(len(first_choice) - 1, dtype=np.int32), np.diff(first_choice))
    choice = np.repeat(np.arange(len(first_branch) - 1, dtype=np.int32), np.diff(first_branch))
    return Mdp(first_choice, first_branch, target, chance, owner, choice)


def spans(first: Indices, rows: Indices) -> tuple[Indices, Indices]:
    """The entries `first[r]` up to `first[r + 1]` of all rows in their order, and where each row begins among them."""
    lengths = first[rows + 1] - first[rows]
    begins = np.concatenate(([0], np.cumsum(lengths)))
    entries = np.arange(begins[-1]) + np.repeat(first[rows] - begins[:-1], lengths)
    return entries, begins


def counted(numbers: Indices) -> tuple[Indices, Indices]:
    """The distinct numbers in their order, and how often each occurs."""
    ordered = np.sort(numbers)
    begins = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1]))) if len(ordered) else ordered
    return ordered[begins], np.diff(np.concatenate((begins, [len(ordered)])))


def kept(process: Mdp, choices: Mask) -> tuple[Mdp, Indices]:
    """The same nodes with some of the choices only, and the former numbers of these."""
    numbers = np.flatnonzero(choices)
    counts = np.bincount(process.owner[numbers], minlength=process.size)
    return _with(process, numbers, counts, None), numbers


def merged(process: Mdp, classes: Indices, count: int) -> tuple[Mdp, Indices]:
    """Each class of nodes as one node, without the choices that stay inside one for sure; and their former numbers."""
    inside = all_branches(process, classes[process.target] == classes[process.owner[process.choice]])
    numbers = np.flatnonzero(~inside)
    owners = classes[process.owner[numbers]]
    numbers = numbers[np.argsort(owners, kind="stable")]
    return _with(process, numbers, np.bincount(owners, minlength=count), classes), numbers


def _with(process: Mdp, numbers: Indices, counts: Indices, classes: Indices | None) -> Mdp:
    branches, first_branch = spans(process.first_branch, numbers)
    target = process.target[branches]
    first_choice = np.concatenate(([0], np.cumsum(counts)))
    return mdp(first_choice, first_branch, target if classes is None else classes[target], process.chance[branches])


def all_branches(process: Mdp, holds: Mask) -> Mask:
    """The choices of which all branches have it."""
    return np.equal(np.bincount(process.choice[~holds], minlength=len(process.owner)), 0)


def by_target(process: Mdp) -> tuple[Indices, Indices]:
    """All branches in the order of their targets, and where those to each node begin."""
    shape = (process.size, process.size)
    branches = np.arange(len(process.target), dtype=np.int32)
    ordered = csr_array((branches, process.target, process.first_branch[process.first_choice]), shape=shape).tocsc()
    return ordered.data, ordered.indptr


def towards(process: Mdp, goals: Mask) -> Indices:
    """For each node the next one on a shortest way to a goal: a goal has itself, a node that has no way -1."""
    size = process.size
    branches, first = by_target(process)
    starts = np.flatnonzero(goals).astype(np.int32)
    neighbours = np.concatenate((process.owner[process.choice[branches]], starts))
    via = _breadth_first(neighbours, np.concatenate((first, [len(neighbours)])))[1][:size]
    following = np.where(via < 0, -1, via)
    following[starts] = starts
    return following


def can_reach(process: Mdp, goals: Mask) -> Mask:
    """The nodes from which some way leads to a goal."""
    return np.greater_equal(towards(process, goals), 0)


def reachable(process: Mdp, starts: Indices) -> Mask:
    """The nodes to which some way leads from one of the starts."""
    neighbours = np.concatenate((process.target, starts))
    first = np.concatenate((process.first_branch[process.first_choice], [len(neighbours)]))
    reached = np.zeros(process.size + 1, np.bool_)
    reached[_breadth_first(neighbours, first)[0]] = True
    return reached[: process.size]


def _breadth_first(neighbours: Indices, first: Indices) -> tuple[Indices, Indices]:
    """From the last node: the nodes in the order in which they are met, and from where (below 0: from nowhere)."""
    order, via = breadth_first_order(_graph(neighbours, first), len(first) - 2)
    return order, via


def _graph(neighbours: Indices, first: Indices) -> "csr_array[Any, tuple[int, int]]":
    size = len(first) - 1
    return csr_array((np.ones(len(neighbours)), neighbours, first), shape=(size, size))


def components(size: int, sources: Indices, targets: Indices) -> tuple[int, Indices]:
    """The strongly connected components of a graph, edges in the order of their sources: how many, and each node's."""
    first = np.concatenate(([0], np.cumsum(np.bincount(sources, minlength=size))))
    graph = _graph(targets.copy(), first)
    graph.sum_duplicates()  # SciPy's search does not end where an edge is there twice
    count, numbers = connected_components(graph, directed=True, connection="strong")
    return int(count), numbers


def avoided(process: Mdp, lost: Mask) -> Mask:
    """The nodes from which some strategy never meets a lost one: the largest set with a choice that stays in it.

    A node that has no choice and is not lost stays where it is.
    """
    order, first = by_target(process)
    left = np.diff(process.first_choice)
    dead = np.zeros(len(process.owner), np.bool_)
    out = lost.copy()
    front = np.flatnonzero(lost)
    while len(front):
        branches, _ = spans(first, front)
        choices = process.choice[order[branches]]
        choices, _ = counted(choices[~dead[choices]])
        dead[choices] = True
        owners, counts = counted(process.owner[choices])
        left[owners] -= counts
        front = owners[(left[owners] == 0) & ~out[owners]]
        out[front] = True
    return ~out


def end_components(process: Mdp) -> tuple[int, Indices, Mask]:
    """The maximal end components (de Alfaro 1997, section 3.3): where one may stay for ever.

    Gives the number of classes, the class of each node (one that is in no end component is alone in its own), and
    the choices that stay inside one. Choices that leave their strongly connected component are taken away until
    none is left that does.
    """
    alive = np.ones(len(process.owner), np.bool_)
    nodes = np.arange(process.size)
    source = process.owner[process.choice]
    classes = np.full(process.size, -1, np.int32)
    branches = np.arange(len(process.target), dtype=np.int32)
    local = np.empty(process.size, np.int32)
    while len(branches):
        local[nodes] = np.arange(len(nodes))
        _, part = components(len(nodes), local[source[branches]], local[process.target[branches]])
        classes[:] = -1
        classes[nodes] = part
        apart = classes[source[branches]] != classes[process.target[branches]]
        leaving = process.choice[branches[apart]]
        if not len(leaving):
            break
        alive[leaving] = False
        branches = branches[alive[process.choice[branches]]]
        inside = np.zeros(process.size, np.bool_)
        inside[source[branches]] = True
        gone = ~inside[process.target[branches]]
        while gone.any():
            alive[process.choice[branches[gone]]] = False
            branches = branches[alive[process.choice[branches]]]
            inside[:] = False
            inside[source[branches]] = True
            gone = ~inside[process.target[branches]]
        nodes = np.flatnonzero(inside)
    outside = np.ones(process.size, np.bool_)
    outside[source[branches]] = False
    found, numbers = np.unique(classes[~outside], return_inverse=True)
    classes[~outside] = numbers
    alone = np.flatnonzero(outside)
    classes[alone] = len(found) + np.arange(len(alone))
    return len(found) + len(alone), classes, alive
