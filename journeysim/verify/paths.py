"""Ways through a graph: the shortest to a set of nodes, and the round that a customer in a trap walks."""

from heapq import heappop, heappush
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from journeysim.model.graph import NOT_FOUND, UNNOTICED, Act, Graph
from journeysim.model.process import NONE, Process

Mask = npt.NDArray[np.bool_]


class Hop(NamedTuple):
    """One move on a way: from a node, by a choice and a branch of it, to a node."""

    node: int
    choice: int
    branch: int
    to: int


WEIGHTLESS = frozenset((Act.STARTS, Act.HANDLED, Act.HANGS_UP, Act.OVERFLOWS))
"""What belongs to an attempt and is no step of its own, unless it is about a ticket or a message."""


def shortest(graph: Graph, starts: list[int], goal: Mask) -> list[Hop] | None:
    """The way with the fewest attempts and moves of the company to a node of `goal`; `None` if there is none.

    Attempts and things that mature count, the turns of a contact do not (Dijkstra). Among equals the one in which least
    happens while the customer is in a line, and then the one in which the company moves early, as it would in time.
    """
    if not goal.any():
        return None
    own = np.array([label.act in WEIGHTLESS and label.item == NONE for label in graph.labels], np.bool_)
    matures = [label.act is Act.MATURES for label in graph.labels]
    owner = np.repeat(np.arange(len(graph.nodes)), np.diff(graph.first_choice))
    in_contact = np.zeros(len(graph.nodes), np.bool_)
    in_contact[owner[own[graph.label]]] = True
    first_choice, first_branch = graph.first_choice.tolist(), graph.first_branch.tolist()
    came: dict[int, Hop | None] = dict.fromkeys(starts)
    cost = dict.fromkeys(starts, (0, 0, 0))
    todo = [(0, 0, 0, start) for start in starts]
    done: set[int] = set()
    while todo:
        steps, between, late, node = heappop(todo)
        if node in done:
            continue
        done.add(node)
        if goal[node]:
            return _traced(came, node)
        for choice in range(first_choice[node], first_choice[node + 1]):
            label = int(graph.label[choice])
            if own[label]:
                reached = steps, between, late
            else:
                reached = steps + 1, between + int(in_contact[node]), late + (steps if matures[label] else 0)
            for branch in range(first_branch[choice], first_branch[choice + 1]):
                to = int(graph.target[branch])
                if to not in cost or reached < cost[to]:
                    cost[to] = reached
                    came[to] = Hop(node, choice, branch, to)
                    heappush(todo, (*reached, to))
    return None


def _traced(came: dict[int, Hop | None], node: int) -> list[Hop]:
    hops: list[Hop] = []
    hop = came[node]
    while hop is not None:
        hops.append(hop)
        hop = came[hop.node]
    return hops[::-1]


def round_trip(process: Process, graph: Graph, node: int, tries: tuple[int, ...]) -> list[Hop]:
    """The round that a customer walks who stays in a trap: as sent, else by their own channels in order, for ever.

    At each draw the likeliest outcome comes. Empty where the walk leaves the nodes of the graph or nothing is tried.
    """
    tried, hops, seen = 0, list[Hop](), dict[tuple[int, int, int], int]()
    for _ in range(500):
        channel = _next(process, graph, node, tries, tried)
        if channel == NONE:
            return []
        key = (node, channel, tried if not _sent(process, graph, node) else 0)
        if key in seen:
            return hops[seen[key] :]
        seen[key] = len(hops)
        tried = 0 if all(tried >> own & 1 for own in tries) else tried
        tried |= 1 << channel
        contact = attempt(graph, node, channel)
        if not contact:
            return []
        hops += contact
        node = contact[-1].to
    return []


def _sent(process: Process, graph: Graph, node: int) -> tuple[int, ...]:
    referral = process.states[graph.nodes[node].state].referral
    return () if referral == NONE else process.referrals[referral][1]


def _next(process: Process, graph: Graph, node: int, tries: tuple[int, ...], tried: int) -> int:
    sent = _sent(process, graph, node)
    if sent:
        return sent[0]
    left = [channel for channel in tries if not tried >> channel & 1]
    return left[0] if left else tries[0] if tries else NONE


def attempt(graph: Graph, node: int, channel: int) -> list[Hop]:
    """An attempt that finds its channel, to its end by the likeliest branches; empty where there is none from here."""
    hops: list[Hop] = []
    choice = _choice(graph, node, Act.ATTEMPT, channel)
    while choice is not None:
        branches = range(int(graph.first_branch[choice]), int(graph.first_branch[choice + 1]))
        branch = max(branches, key=lambda n: (graph.outcome[n] not in (NOT_FOUND, UNNOTICED), graph.chance[n], -n))
        hops.append(Hop(node, choice, branch, int(graph.target[branch])))
        node = hops[-1].to
        if len(hops) > 50:
            return []
        choice = _choice(graph, node, Act.STARTS, channel)
        if choice is None:
            choice = _choice(graph, node, Act.HANDLED, channel)
    return hops


def _choice(graph: Graph, node: int, act: Act, channel: int) -> int | None:
    for choice in range(int(graph.first_choice[node]), int(graph.first_choice[node + 1])):
        label = graph.labels[graph.label[choice]]
        if label.act == act and label.channel == channel:
            return choice
    return None
