"""A graph into its exact answers: best case, by waiting, in hand, fewest attempts, and the class of every node.

What is 0 or 1 is decided by the shape of the graph, never by arithmetic (Baier & Katoen 2008, section 10.6):
a probability is 0 where no way leads to a resolution; it is 1 where, with end components collapsed, some strategy
avoids for sure what cannot be resolved. What lies between is computed as `values` says.
"""

import numpy as np

from journeysim.model.graph import ATTEMPTS, Act, Graph, Mover
from journeysim.model.process import Process
from journeysim.model.proof import Solution, Standing
from journeysim.verify.keeping import TIE, keeping
from journeysim.verify.mdp import (
    Indices,
    Mask,
    Mdp,
    Numbers,
    avoided,
    can_reach,
    end_components,
    kept,
    mdp,
    merged,
)
from journeysim.verify.values import optimal


def solve(process: Process, graph: Graph) -> Solution:
    """The answers for every node of a graph.

    Where the graph is not complete, nodes beyond the bound count as if nothing could happen there: values are then
    lower bounds, and no verdict may be read from them.
    """
    whole = mdp(graph.first_choice, graph.first_branch, graph.target, graph.chance)
    best = highest(whole, graph.resolved)
    waiting, in_hand = _without_the_customer(whole, graph)
    attempts = _fewest(whole, _attempts(graph), best, graph.resolved)
    return Solution(process, graph, best, waiting, in_hand, attempts, _standing(graph, best, waiting, in_hand))


def _without_the_customer(whole: Mdp, graph: Graph) -> tuple[Numbers, Mask]:
    """By waiting, and in hand."""
    movers = np.array([label.mover == Mover.COMPANY for label in graph.labels], np.bool_)
    company, numbers = kept(whole, movers[graph.label])
    tasks = _tasks(graph)[graph.label[numbers]]
    return highest(company, graph.resolved), _in_hand(company, tasks, graph.resolved)


def _attempts(graph: Graph) -> Mask:
    return np.array([label.act in ATTEMPTS for label in graph.labels], np.bool_)[graph.label]


def highest(process: Mdp, resolved: Mask) -> Numbers:
    """The highest probability of a resolution."""
    possible = can_reach(process, resolved)
    count, classes, _ = end_components(process)
    small, _ = merged(process, classes, count)
    goal = np.zeros(count, np.bool_)
    goal[classes[resolved]] = True
    hopeful = np.zeros(count, np.bool_)
    hopeful[classes[possible]] = True
    certain = avoided(small, (np.diff(small.first_choice) == 0) & ~goal)
    known = np.full(count, np.nan)
    known[~hopeful] = 0.0
    known[certain] = 1.0
    values = optimal(small, np.zeros(len(small.owner)), known, highest=True)
    between = np.isnan(known)
    values[between] = np.clip(values[between], np.nextafter(0, 1), np.nextafter(1, 0))
    return values[classes]


def _fewest(process: Mdp, attempts: Mask, best: Numbers, resolved: Mask) -> Numbers:
    """The fewest expected attempts until settled, by choices that keep the best case.

    End components without attempts are collapsed first: whoever stays in one spends nothing and never settles
    (Bertsekas & Tsitsiklis 1991). What is left that never settles costs attempts without end.
    """
    settled = resolved | (best == 0)
    narrow, numbers = kept(process, keeping(process, best, settled))
    cost = attempts[numbers]
    free, _ = kept(narrow, ~cost)
    count, classes, _ = end_components(free)
    small, chosen = merged(narrow, classes, count)
    known = np.full(count, np.nan)
    known[classes[settled]] = 0.0
    return optimal(small, cost[chosen].astype(np.float64), known, highest=False)[classes]


def _tasks(graph: Graph) -> Indices:
    """What each label is a part of that the company, or time, may not put off for ever: a number."""
    contact, reopening, age, silence, clearing, overflow = range(6)
    tasks = []
    for label in graph.labels:
        if label.item >= 0:
            tasks.append(6 + label.item)
        else:
            others = {
                Act.REOPENS: reopening,
                Act.TIME_PASSES: age,
                Act.SILENCE_LASTS: silence,
                Act.CLEARS_UP: clearing,
                Act.OVERFLOWS: overflow,
            }
            tasks.append(others.get(label.act, contact))
    return np.array(tasks, np.int64)


def _in_hand(process: Mdp, tasks: Indices, resolved: Mask) -> Mask:
    """The nodes from which waiting surely resolves the case, however unkind the timing.

    Timing chooses the order; it may not put off for ever what is pending all the time. A course of waiting that does
    not end stays, from some time on, in an end component of the unresolved nodes and visits each of its nodes for
    ever (de Alfaro 1997, theorem 3.2). Whatever is not pending in some node of it was dealt with there and made
    anew, so that nothing was put off; what is pending in all of its nodes must come to pass for ever again, so some
    choice of it must stay inside. Where each such thing has one, timing can go round them all for ever: a fair one.
    Where one has none, timing must some day take it, and leaves with some chance each time. A part of an end
    component has no more choices, and no fewer things pending in all of its nodes, so only the maximal ones count.
    So: surely resolved where no order of moves leads to a fair end component or to a node where nothing can happen.
    """
    count, classes, staying = end_components(process)
    stuck = (np.diff(process.first_choice) == 0) & ~resolved
    inside = np.zeros(count, np.bool_)
    inside[classes[process.owner[staying]]] = True
    sizes = np.bincount(classes, minlength=count)
    width = int(tasks.max(initial=0)) + 1
    within = inside[classes[process.owner]]
    pairs, which = np.unique((classes[process.owner] * width + tasks)[within], return_inverse=True)
    pending = np.bincount(which, minlength=len(pairs))
    stays = np.bincount(which, staying[within], minlength=len(pairs))
    owners = pairs // width
    unfair = owners[(pending == sizes[owners]) & (stays == 0)]
    fair = inside.copy()
    fair[unfair] = False
    return ~can_reach(process, stuck | fair[classes])


def _standing(graph: Graph, best: Numbers, waiting: Numbers, in_hand: Mask) -> "np.typing.NDArray[np.int8]":
    """The first class that fits."""
    catch = (best < 1) & (waiting >= best - TIE)
    conditions = [graph.resolved, best == 0, in_hand, catch, best < 1]
    classes = [Standing.SETTLED, Standing.TRAPPED, Standing.IN_HAND, Standing.CATCH_22, Standing.LUCK_BOUND]
    return np.select(conditions, [int(standing) for standing in classes], int(Standing.RESOLVABLE)).astype(np.int8)
