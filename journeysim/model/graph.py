"""The moves of a process: from a node, all that customer, company and chance can do next.

A node is a state and a position: at large, or in a department. This is the graph that the engine walks with
a clock and dice, and that proofs walk without.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from journeysim.model.log import Came
from journeysim.model.process import (
    NONE,
    Context,
    Does,
    Item,
    OutcomeNode,
    Process,
    Stage,
    Subject,
)
from journeysim.model.scenario import Promise, Resolve, Transfer


class Position(NamedTuple):
    """In line at a department, or in hand there (`known` is settled when handling starts)."""

    department: int
    channel: int
    referrer: int = NONE
    came: int = int(Came.CUSTOMER)
    warm: int = 0
    in_hand: int = 0
    known: int = 0


class Node(NamedTuple):
    """A state's number, and where the customer is (`None`: at large)."""

    state: int
    position: Position | None = None


class Mover(IntEnum):
    """Who makes a move: the customer by choice, or the company and the clock in their own time."""

    CUSTOMER = 0
    COMPANY = 1


class Move(NamedTuple):
    """A move and where it may lead: (chance, node), chances summing to 1.

    `channel` is set on attempts; `department` and `rule` where a rule decided; `turned_away` where a gate did.
    """

    mover: Mover
    branches: tuple[tuple[float, Node, int], ...]
    channel: int = NONE
    department: int = NONE
    rule: int = NONE
    item: int = NONE
    turned_away: bool = False


class Act(IntEnum):
    """What a choice is, for those who tell stories of it."""

    ATTEMPT = 0
    HANGS_UP = 1
    STARTS = 2
    HANDLED = 3
    MATURES = 4
    REOPENS = 5
    TIME_PASSES = 6


class Label(NamedTuple):
    """What a choice of the graph is about; unused indices are `NONE`.

    ATTEMPT has a channel (and `turned_away` where its gate refuses), STARTS and HANDLED a department, HANDLED a
    rule, MATURES an item (a ticket or a message that is handled is HANDLED with an item).
    """

    mover: Mover
    act: Act
    channel: int = NONE
    department: int = NONE
    rule: int = NONE
    item: int = NONE
    turned_away: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Graph:
    """The reachable nodes and moves of a process, as flat arrays.

    Node n has the choices `first_choice[n]` up to `first_choice[n + 1]`; choice c is about `labels[label[c]]` and
    has the branches `first_branch[c]` up to `first_branch[c + 1]`; branch b leads to `target[b]` with chance
    `chance[b]`, by outcome `outcome[b]` (`NONE`: by none). `roots[p]` lists (chance, node) of population p's first
    nodes. `complete` is false where the bound on nodes was reached: then nodes without choices may have some.
    """

    nodes: list[Node]
    first_choice: npt.NDArray[np.int64]
    label: npt.NDArray[np.int32]
    first_branch: npt.NDArray[np.int64]
    target: npt.NDArray[np.int32]
    chance: npt.NDArray[np.float64]
    outcome: npt.NDArray[np.int32]
    labels: list[Label]
    roots: tuple[tuple[tuple[float, int], ...], ...]
    complete: bool


def times(process: Process, looks: frozenset[Subject]) -> Iterator[tuple[int, int]]:
    """Every band of age and silence that the looker can tell apart."""
    ages = range(2 * len(process.ages) + 1) if Subject.AGE in looks else (0,)
    silences = range(2 * len(process.silences) + 1) if Subject.SILENCE in looks else (0,)
    for age in ages:
        for silence in silences:
            yield age, silence


def first_nodes(process: Process, population: int) -> Iterator[tuple[int, Node]]:
    """(traits, node) of every way in which a case of a population may begin, after what the issue begins with."""
    for traits in process.populations[population].traits:
        begins = process.begins_with[population]
        node = Node(process.first(traits))
        if begins == NONE:
            yield traits, node
        else:
            for _, after, _ in carried_out(process, node, begins):
                yield traits, after


def moves(process: Process, node: Node) -> Iterator[Move]:
    """All moves from a node; a resolved case has none."""
    state = process.states[node.state]
    if state.stage == Stage.RESOLVED:
        return
    if state.stage == Stage.SEEMS:
        yield Move(Mover.COMPANY, ((1.0, Node(process.reopened(node.state)), NONE),))
        return
    if node.position is None:
        for channel in range(len(process.channels)):
            yield from attempts(process, node.state, channel)
    elif node.position.in_hand:
        yield from _handled(process, node, node.position)
    else:
        yield from _in_line(process, node, node.position)
    for item in state.pending:
        yield from matured(process, node, item)


def attempts(process: Process, state: int, channel: int) -> Iterator[Move]:
    """What an attempt through a channel may come to, one move for each band of time that the gate can tell."""
    node = process.channels[channel]
    referrer = process.referrer(state, channel)
    tried = process.attempted(state)
    scenario_channel = process.scenario.channels[node.name]
    if scenario_channel.found < 1:
        yield Move(Mover.CUSTOMER, ((1.0, Node(tried), NONE),), channel)
    outcomes = set[bool]()
    for age, silence in times(process, node.looks):
        context = Context(channel, referrer, int(Came.CUSTOMER), 0, age, silence)
        admitted = process.admits(channel, state, context)
        if admitted in outcomes:
            continue
        outcomes.add(admitted)
        if not admitted:
            yield Move(Mover.CUSTOMER, ((1.0, Node(tried), NONE),), channel, turned_away=True)
            continue
        bounds, departments = node.reaches.of(process.states[state], context)
        branches = []
        low = 0.0
        for bound, department in zip(bounds, departments, strict=True):
            branches.append((bound - low, _entered(process, tried, channel, department, referrer), NONE))
            low = bound
        yield Move(Mover.CUSTOMER, tuple(branches), channel)


def _entered(process: Process, state: int, channel: int, department: int, referrer: int) -> Node:
    if process.channels[channel].live:
        return Node(state, Position(department, channel, referrer))
    return Node(sent(process, state, channel, department, referrer))


def sent(process: Process, state: int, channel: int, department: int, referrer: int) -> int:
    """The state with a message on its way; a second one through the channel merges with it."""
    item = process.item(Item(NONE, channel, department, referrer, int(Came.CUSTOMER)))
    pending = process.states[state].pending
    return state if process.twin(pending, item) != NONE else process.added(state, item)


def _in_line(process: Process, node: Node, position: Position) -> Iterator[Move]:
    yield Move(Mover.CUSTOMER, ((1.0, Node(node.state), NONE),))
    state = process.counted(node.state) if position.came == Came.CUSTOMER else node.state
    known = process.knows(position.department, node.state, warm=bool(position.warm))
    if Subject.KNOWN not in process.departments[position.department].looks:
        known = False
    in_hand = position._replace(in_hand=1, known=int(known))
    yield Move(Mover.COMPANY, ((1.0, Node(state, in_hand), NONE),), department=position.department)


def _handled(process: Process, node: Node, position: Position) -> Iterator[Move]:
    department = process.departments[position.department]
    rules = set[int]()
    for age, silence in times(process, department.looks):
        context = Context(position.channel, position.referrer, position.came, position.known, age, silence)
        rule = process.decide(position.department, node.state, context)
        if rule in rules:
            continue
        rules.add(rule)
        branches = []
        for chance, outcome in chances(process, position.department, rule):
            node_after = process.outcomes[outcome]
            for share, after, _ in applied(process, Node(node.state), node_after):
                if node_after.does is Does.TRANSFER:
                    verb = node_after.source.verb
                    warm = int(isinstance(verb, Transfer) and verb.warm)
                    after = after._replace(
                        position=Position(
                            node_after.to[0], position.channel, position.referrer, int(Came.TRANSFER), warm
                        )
                    )
                branches.append((chance * share, after, outcome))
        yield Move(Mover.COMPANY, tuple(branches), department=position.department, rule=rule)


def chances(process: Process, department: int, rule: int) -> Iterator[tuple[float, int]]:
    """(chance, outcome) of a rule."""
    node = process.departments[department].rules[rule]
    low = 0.0
    for bound, outcome in zip(node.bounds, node.outcomes, strict=True):
        yield bound - low, outcome
        low = bound


def matured(process: Process, node: Node, item: int) -> Iterator[Move]:
    """What becomes of a pending thing when its time has come."""
    pending = process.items[item]
    rest = node._replace(state=process.removed(node.state, item))
    if pending.department != NONE:
        yield from _worked(process, rest, item)
        return
    outcome = process.outcomes[pending.outcome]
    verb = outcome.source.verb
    if isinstance(verb, Resolve):
        yield Move(Mover.COMPANY, tuple(_settlings(process, rest, outcome)), item=item)
    elif isinstance(verb, Promise):
        kept = min(1.0, verb.kept + verb.late)
        branches = [] if kept == 1 else [(1 - kept, rest, pending.outcome)]
        if kept > 0:
            thens = [(1.0, rest, NONE)] if outcome.then == NONE else carried_out(process, rest, outcome.then)
            branches += [(kept * chance, after, pending.outcome) for chance, after, _ in thens]
        yield Move(Mover.COMPANY, tuple(branches), item=item)


def _worked(process: Process, rest: Node, item: int) -> Iterator[Move]:
    """A ticket or a message is handled: its department's first rule that holds."""
    pending = process.items[item]
    department = process.departments[pending.department]
    state = process.counted(rest.state) if pending.came == Came.CUSTOMER else rest.state
    known = int(process.knows(pending.department, rest.state, warm=bool(pending.warm)))
    rules = set[int]()
    for age, silence in times(process, department.looks):
        context = Context(pending.channel, pending.referrer, pending.came, known, age, silence)
        rule = process.decide(pending.department, state, context)
        if rule in rules:
            continue
        rules.add(rule)
        branches = []
        for chance, outcome in chances(process, pending.department, rule):
            node = process.outcomes[outcome]
            for share, after, _ in applied(process, rest._replace(state=state), node):
                if node.does is Does.TRANSFER:
                    after = after._replace(state=process.added(after.state, process.item(handed_on(pending, node))))
                branches.append((chance * share, after, outcome))
        yield Move(Mover.COMPANY, tuple(branches), department=pending.department, rule=rule, item=item)


def handed_on(item: Item, outcome: OutcomeNode) -> Item:
    """A ticket or message as it stands after a transfer."""
    verb = outcome.source.verb
    warm = int(isinstance(verb, Transfer) and verb.warm)
    return item._replace(department=outcome.to[0], came=int(Came.TRANSFER), warm=warm)


def carried_out(process: Process, node: Node, outcome: int) -> list[tuple[float, Node, int]]:
    """What the company does of itself, without a visit: a promise's `then`, what an issue begins with."""
    return list(applied(process, node, process.outcomes[outcome], by_staff=False))


def applied(
    process: Process, node: Node, outcome: OutcomeNode, *, by_staff: bool = True
) -> Iterator[tuple[float, Node, int]]:
    """(chance, node, outcome) after an outcome; a transfer is left to the caller, who knows what is transferred."""
    for share, noted in noting(process, outcome) if by_staff else ((1.0, False),):
        after = node._replace(state=process.after(node.state, outcome.index, noted=noted))
        if outcome.does is Does.RESOLVE:
            for chance, settled, index in _settlings(process, after, outcome):
                yield share * chance, settled, index
        else:
            yield share, after, outcome.index


def noting(process: Process, outcome: OutcomeNode) -> Iterator[tuple[float, bool]]:
    """(chance, whether a note is left) at the end of a visit."""
    if outcome.department == NONE or not outcome.source.note or not process.departments[outcome.department].writes:
        yield 1.0, False
        return
    chance = process.scenario.departments[process.departments[outcome.department].name].notes
    if chance > 0:
        yield chance, True
    if chance < 1:
        yield 1 - chance, False


def _settlings(process: Process, node: Node, outcome: OutcomeNode) -> Iterator[tuple[float, Node, int]]:
    verb = outcome.source.verb
    works = verb.works if isinstance(verb, Resolve) else 1.0
    if works > 0:
        yield works, Node(process.settled(node.state, works=True)), outcome.index
    if works < 1:
        yield 1 - works, Node(process.settled(node.state, works=False)), outcome.index
