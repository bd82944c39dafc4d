"""The moves of a process: from a node, all that customer, company and chance can do next.

A node is a state and a position: at large, or in a department. This is the graph that the engine walks with
a clock and dice, and that proofs walk without.
"""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import product
from math import prod
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from journeysim.model.log import Came
from journeysim.model.process import (
    NONE,
    Context,
    Does,
    Item,
    NoRule,
    OutcomeNode,
    Process,
    Stage,
    Subject,
)
from journeysim.model.scenario import Promise, Resolve, Ticket, Transfer

NOT_FOUND = -2
"""Stands for the outcome of an attempt where the customer does not find the channel."""


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


class Act(IntEnum):
    """What a choice is, for those who tell stories of it."""

    ATTEMPT = 0
    HANGS_UP = 1
    STARTS = 2
    HANDLED = 3
    MATURES = 4
    REOPENS = 5
    TIME_PASSES = 6
    """The case grows older: the next band of its age."""
    SILENCE_LASTS = 7
    """The customer still hears nothing: the next band of silence."""


class Label(NamedTuple):
    """What a choice of the graph is about; unused indices are `NONE`.

    ATTEMPT has a channel (and `turned_away` where its gate refuses who finds it), STARTS and HANDLED a department,
    HANDLED a rule, MATURES an item (a ticket or a message that is taken up or handled has an item too).
    """

    mover: Mover
    act: Act
    channel: int = NONE
    department: int = NONE
    rule: int = NONE
    item: int = NONE
    turned_away: bool = False


Branch = tuple[float, Node, int]
"""A chance, where it leads, and by which outcome (`NONE`: by none; `NOT_FOUND`: the channel was not found)."""


class Move(NamedTuple):
    """A choice and where it may lead, with chances that sum to 1."""

    label: Label
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Graph:
    """The reachable nodes and moves of a process, as flat arrays.

    Node n has the choices `first_choice[n]` up to `first_choice[n + 1]`; choice c is about `labels[label[c]]` and
    has the branches `first_branch[c]` up to `first_branch[c + 1]`; branch b leads to `target[b]` with chance
    `chance[b]`, by outcome `outcome[b]` (`NONE`: by none; `NOT_FOUND`). `roots[p]` lists (chance, node) of
    population p's first nodes. `resolved[n]` says whether a case is resolved there. `complete` is false where the
    bound on nodes was reached: then nodes without choices may have some. `lacks` says for each department where a
    case first came before it that none of its rules is for; such a node lacks that choice.
    """

    nodes: Sequence[Node]
    resolved: npt.NDArray[np.bool_]
    first_choice: npt.NDArray[np.int64]
    label: npt.NDArray[np.int32]
    first_branch: npt.NDArray[np.int64]
    target: npt.NDArray[np.int32]
    chance: npt.NDArray[np.float64]
    outcome: npt.NDArray[np.int32]
    labels: list[Label]
    roots: tuple[tuple[tuple[float, int], ...], ...]
    complete: bool
    lacks: tuple[NoRule, ...] = ()


def first_nodes(process: Process, population: int) -> Iterator[tuple[float, Node]]:
    """(chance, node) of every way in which a case of a population may begin, after what the issue begins with."""
    begins = process.begins_with[population]
    for chance, traits in draws(process, population):
        node = Node(process.begun(traits))
        if begins == NONE:
            yield chance, node
        else:
            for share, after, _ in carried_out(process, node, begins):
                yield chance * share, after


def draws(process: Process, population: int) -> Iterator[tuple[float, int]]:
    """(chance, traits) of a population, for all traits that somebody may have."""
    who = process.populations[population]
    attributes = process.scenario.segments[who.segment].traits.values()
    for traits, values in zip(who.traits, product(*(table.values() for table in attributes)), strict=True):
        if chance := prod(values):
            yield chance, traits


def moves(process: Process, node: Node) -> Iterator[Move]:
    """All moves from a node; a resolved case has none.

    Raises `NoRule` where a department has no rule for the case.
    """
    state = process.states[node.state]
    if state.stage == Stage.RESOLVED:
        return
    if state.stage == Stage.SEEMS:
        yield Move(Label(Mover.COMPANY, Act.REOPENS), ((1.0, Node(process.reopened(node.state)), NONE),))
        return
    if node.position is None:
        for channel in range(len(process.channels)):
            yield attempt(process, node.state, channel)
    elif node.position.in_hand:
        yield _handled(process, node, node.position)
    else:
        yield from _in_line(process, node, node.position)
    for item in state.pending:
        yield matured(process, node, item)
    yield from _time_passes(process, node)


def _time_passes(process: Process, node: Node) -> Iterator[Move]:
    state = process.states[node.state]
    if Subject.AGE in process.asked and state.age < 2 * len(process.ages):
        yield Move(
            Label(Mover.COMPANY, Act.TIME_PASSES), ((1.0, node._replace(state=process.older(node.state)), NONE),)
        )
    if Subject.SILENCE in process.asked and may_last(process, state.age, state.silence + 1):
        yield Move(
            Label(Mover.COMPANY, Act.SILENCE_LASTS), ((1.0, node._replace(state=process.silent(node.state)), NONE),)
        )


def may_last(process: Process, age: int, silence: int) -> bool:
    """Whether there is such a band of silence, and a case of this age can have been silent for so long."""
    if silence > 2 * len(process.silences):
        return False
    if Subject.AGE not in process.asked or age == 2 * len(process.ages):
        return True
    least = process.silences[silence // 2] if silence % 2 else process.silences[silence // 2 - 1] + 1
    return least <= process.ages[age // 2] - (age % 2 == 0)


def attempt(process: Process, state: int, channel: int) -> Move:
    """What an attempt through a channel may come to."""
    node = process.channels[channel]
    referrer = process.referrer(state, channel)
    tried = process.attempted(state)
    found = process.scenario.channels[node.name].found
    branches: list[Branch] = []
    if process.states[state].found >> channel & 1:
        found = 1.0
    if found < 1:
        branches.append((1 - found, Node(tried), NOT_FOUND))
        tried = process.found(tried, channel)
    context = Context(channel, referrer, age=process.states[state].age, silence=process.states[state].silence)
    admitted = process.admits(channel, tried, context)
    if not admitted:
        branches.append((found, Node(tried), NONE))
    else:
        for share, department in routes(process, channel, tried, context):
            branches.append((found * share, _entered(process, tried, channel, department, referrer), NONE))
    label = Label(Mover.CUSTOMER, Act.ATTEMPT, channel, turned_away=not admitted)
    return Move(label, tuple(branch for branch in branches if branch[0]))


def routes(process: Process, channel: int, state: int, context: Context) -> Iterator[tuple[float, int]]:
    """(chance, department) of where a channel leads a case that its gate lets in."""
    node = process.channels[channel]
    reaches = process.scenario.channels[node.name].reaches
    _, departments = node.reaches.of(process.states[state], context)
    shares = tuple(reaches.values()) if isinstance(reaches, Mapping) else (1.0,)
    yield from ((share, department) for share, department in zip(shares, departments, strict=True) if share)


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
    department, channel = position.department, position.channel
    yield Move(Label(Mover.CUSTOMER, Act.HANGS_UP, channel, department), ((1.0, Node(node.state), NONE),))
    state = process.counted(node.state) if position.came == Came.CUSTOMER else node.state
    in_hand = position._replace(in_hand=1, known=_known(process, node.state, department, position.warm))
    yield Move(Label(Mover.COMPANY, Act.STARTS, channel, department), ((1.0, Node(state, in_hand), NONE),))


def _known(process: Process, state: int, department: int, warm: int) -> int:
    """Whether the department knows the case, where its rules ask."""
    if Subject.KNOWN not in process.departments[department].looks:
        return 0
    return int(process.knows(department, state, warm=bool(warm)))


def _handled(process: Process, node: Node, position: Position) -> Move:
    department, state = position.department, process.states[node.state]
    context = Context(position.channel, position.referrer, position.came, position.known, state.age, state.silence)
    rule = process.decide(department, node.state, context)
    branches = []
    for chance, outcome in chances(process, department, rule):
        made = process.outcomes[outcome]
        for share, after, _ in applied(process, Node(node.state), made, heard=True):
            if made.does is Does.TRANSFER:
                to, warm = transferred(made)
                after = after._replace(
                    position=Position(to, position.channel, position.referrer, int(Came.TRANSFER), warm)
                )
            branches.append((chance * share, after, outcome))
    return Move(Label(Mover.COMPANY, Act.HANDLED, position.channel, department, rule), tuple(branches))


def chances(process: Process, department: int, rule: int) -> Iterator[tuple[float, int]]:
    """(chance, outcome) of a rule, for all outcomes that may come."""
    node = process.departments[department]
    branches = process.scenario.departments[node.name].rules[rule].then
    for branch, outcome in zip(branches, node.rules[rule].outcomes, strict=True):
        if branch.chance:
            yield branch.chance, outcome


def matured(process: Process, node: Node, item: int) -> Move:
    """What becomes of a pending thing when its time has come."""
    pending = process.items[item]
    rest = node._replace(state=process.removed(node.state, item))
    if pending.department != NONE:
        if has_phases(process, pending):
            return _taken_up(process, rest, item)
        return _worked(process, rest, item)
    outcome = process.outcomes[pending.outcome]
    verb = outcome.source.verb
    branches: list[Branch] = []
    if isinstance(verb, Resolve):
        branches += settlings(process, rest, outcome)
    elif isinstance(verb, Promise):
        kept = min(1.0, verb.kept + verb.late)
        if kept < 1:
            branches.append((1 - kept, rest, pending.outcome))
        if kept > 0:
            thens = [(1.0, rest, NONE)] if outcome.then == NONE else carried_out(process, rest, outcome.then)
            branches += [(kept * chance, after, outcome.then) for chance, after, _ in thens]
    return Move(Label(Mover.COMPANY, Act.MATURES, item=item), tuple(branches))


def has_phases(process: Process, item: Item) -> bool:
    """Whether it matters that a ticket or message, still waiting, is taken up some time before it is done with."""
    if item.department == NONE or item.in_hand:
        return False
    counts = bool(process.contacts_cap) and item.came == Came.CUSTOMER
    return counts or Subject.KNOWN in process.departments[item.department].looks


def _taken_up(process: Process, rest: Node, item: int) -> Move:
    """A ticket or a message comes into somebody's hands: counted, and known or not from now on."""
    pending = process.items[item]
    state = process.counted(rest.state) if pending.came == Came.CUSTOMER else rest.state
    known = _known(process, state, pending.department, pending.warm)
    in_hand = process.item(pending._replace(in_hand=1, known=known))
    after = rest._replace(state=process.added(state, in_hand))
    label = Label(Mover.COMPANY, Act.STARTS, pending.channel, pending.department, item=item)
    return Move(label, ((1.0, after, NONE),))


def _worked(process: Process, rest: Node, item: int) -> Move:
    """A ticket or a message is handled: its department's first rule that holds."""
    pending, state = process.items[item], process.states[rest.state]
    department = pending.department
    context = Context(pending.channel, pending.referrer, pending.came, pending.known, state.age, state.silence)
    rule = process.decide(department, rest.state, context)
    branches = []
    for chance, outcome in chances(process, department, rule):
        made = process.outcomes[outcome]
        for share, after, _ in applied(process, rest, made, heard=heard(made, pending.channel)):
            if made.does is Does.TRANSFER:
                after = after._replace(state=process.added(after.state, process.item(handed_on(pending, made))))
            branches.append((chance * share, after, outcome))
    return Move(Label(Mover.COMPANY, Act.HANDLED, pending.channel, department, rule, item), tuple(branches))


def handed_on(item: Item, outcome: OutcomeNode) -> Item:
    """A ticket or message as it stands after a transfer."""
    to, warm = transferred(outcome)
    return item._replace(department=to, came=int(Came.TRANSFER), warm=warm, in_hand=0, known=0)


def transferred(outcome: OutcomeNode) -> tuple[int, int]:
    """(department, whether it is known there) of a transfer."""
    verb = outcome.source.verb
    return outcome.to[0], int(isinstance(verb, Transfer) and verb.warm)


def carried_out(process: Process, node: Node, outcome: int) -> list[Branch]:
    """What the company does of itself, without a visit: a promise's `then`, what an issue begins with."""
    made = process.outcomes[outcome]
    return list(applied(process, node, made, by_staff=False, heard=heard(made, NONE)))


def heard(outcome: OutcomeNode, channel: int) -> bool:
    """Whether the customer hears a word of an outcome that comes about while they are elsewhere.

    `channel` is that of the message which it answers, `NONE` for what answers none.
    """
    if channel != NONE:
        return outcome.does is not Does.DROP
    verb = outcome.source.verb
    match outcome.does:
        case Does.REFER | Does.REFUSE | Does.PROMISE:
            return True
        case Does.TAKES:
            return isinstance(verb, Resolve) and not verb.silently
        case Does.TICKET:
            return isinstance(verb, Ticket) and verb.told is not None
        case _:
            return False


def applied(
    process: Process, node: Node, outcome: OutcomeNode, *, by_staff: bool = True, heard: bool = False
) -> Iterator[Branch]:
    """(chance, node, outcome) after an outcome; a transfer is left to the caller, who knows what is transferred."""
    for share, noted in noting(process, outcome) if by_staff else ((1.0, False),):
        state = process.after(node.state, outcome.index, noted=noted)
        after = node._replace(state=process.told(state) if heard else state)
        if outcome.does is Does.RESOLVE:
            for chance, settled, index in settlings(process, after, outcome):
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


def settlings(process: Process, node: Node, outcome: OutcomeNode) -> Iterator[Branch]:
    """(chance, node, outcome) once a resolution takes effect, whether it works or not: the customer is at large."""
    verb = outcome.source.verb
    works = verb.works if isinstance(verb, Resolve) else 1.0
    if works > 0:
        yield works, Node(process.settled(node.state, works=True)), outcome.index
    if works < 1:
        yield 1 - works, Node(process.settled(node.state, works=False)), outcome.index


def unfold(process: Process, *, bound: int = 5_000_000) -> Graph:
    """The graph of all that can be reached from every population's first nodes, at most `bound` nodes of it."""
    nodes: list[Node] = []
    numbers: dict[Node, int] = {}
    labels: dict[Label, int] = {}
    lacks: dict[int, NoRule] = {}
    first_choice, label, first_branch = array("q", [0]), array("i"), array("q", [0])
    target, chance, outcome = array("i"), array("d"), array("i")

    def numbered(node: Node) -> int:
        found = numbers.setdefault(node, len(nodes))
        if found == len(nodes):
            nodes.append(node)
        return found

    roots = tuple(
        tuple((chance, numbered(node)) for chance, node in first_nodes(process, population))
        for population in range(len(process.populations))
    )
    done = 0
    while done < len(nodes) and len(nodes) < bound:
        try:
            for move in moves(process, nodes[done]):
                label.append(labels.setdefault(move.label, len(labels)))
                for share, after, by in move.branches:
                    target.append(numbered(after))
                    chance.append(share)
                    outcome.append(by)
                first_branch.append(len(target))
        except NoRule as lack:
            lacks.setdefault(lack.department.index, lack)
        first_choice.append(len(label))
        done += 1
    first_choice.extend([len(label)] * (len(nodes) - done))
    return Graph(
        nodes,
        np.array([process.states[node.state].stage == Stage.RESOLVED for node in nodes]),
        np.array(first_choice),
        np.array(label, np.int32),
        np.array(first_branch),
        np.array(target, np.int32),
        np.array(chance),
        np.array(outcome, np.int32),
        list(labels),
        roots,
        done == len(nodes),
        tuple(lacks.values()),
    )
