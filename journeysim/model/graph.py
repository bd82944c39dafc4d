"""The graph of a process: nodes, choices and their branches, as flat arrays.

A node is a state and a position: at large, or in a department. `moves` says what can happen next in a node, `unfold`
makes the graph of all that can be reached. The engine walks the same graph with a clock and dice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from journeysim.model.log import Came
from journeysim.model.process import NONE, NoRule

NOT_FOUND = -2
"""Stands for the outcome of an attempt where the customer does not find the channel."""

UNNOTICED = -3
"""Stands for the outcome of a message that nobody notices."""


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
    CLEARS_UP = 8
    """The trouble is over without the company's doing."""
    OVERFLOWS = 9
    """Who waits too long moves to another department's line."""
    CALLS = 10
    """The company calls the customer, who answers or not."""
    RETURNS = 11
    """The customer returns a voicemail."""
    SPEAKS = 12
    """The customer who has returned a voicemail is put through."""
    WATCHES = 13
    """A watchdog hands the case on."""


ATTEMPTS = frozenset((Act.ATTEMPT, Act.RETURNS))
"""What counts as an attempt."""


class Label(NamedTuple):
    """What a choice of the graph is about; unused indices are `NONE`.

    ATTEMPT has a channel (and `turned_away` where its gate refuses who finds it), STARTS, HANDLED and OVERFLOWS a
    department, HANDLED a rule, MATURES an item (a ticket or a message that is taken up or handled has an item too).
    What is about a call has the department and the item, WATCHES the department and the ticket that it makes.
    """

    mover: Mover
    act: Act
    channel: int = NONE
    department: int = NONE
    rule: int = NONE
    item: int = NONE
    turned_away: bool = False


Branch = tuple[float, Node, int]
"""A chance, where it leads, and by which outcome (`NONE`: by none; `NOT_FOUND`; `UNNOTICED`)."""


class Move(NamedTuple):
    """A choice and where it may lead, with chances that sum to 1."""

    label: Label
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Graph:
    """The reachable nodes and moves of a process, as flat arrays.

    Node n has the choices `first_choice[n]` up to `first_choice[n + 1]`; choice c is about `labels[label[c]]` and
    has the branches `first_branch[c]` up to `first_branch[c + 1]`; branch b leads to `target[b]` with chance
    `chance[b]`, by outcome `outcome[b]` (`NONE`: by none; `NOT_FOUND`; `UNNOTICED`). `roots[p]` lists (chance, node) of
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
