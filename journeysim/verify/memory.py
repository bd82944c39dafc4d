"""What a patient customer remembers, and what is counted as their chain goes on."""

from collections.abc import Iterator, Sequence
from enum import IntEnum
from itertools import pairwise
from typing import NamedTuple

from journeysim.model.log import Came
from journeysim.model.process import NONE


class Count(IntEnum):
    """What is counted as the chain goes on."""

    ATTEMPT = 0
    CONTACT = 1
    TURNED_AWAY = 2
    TRANSFER = 3
    REFERRAL = 4
    REPEAT = 5
    PROMISE = 6
    DEAD_END = 7
    LOOP = 8
    UNNOTICED = 9


class Doing(IntEnum):
    """What a customer is at: between things, about to try a channel, waiting, in a department, content, no more."""

    FREE = 0
    TRIES = 1
    WAITS = 2
    VISITS = 3
    CONTENT = 4
    OVER = 5


class End(IntEnum):
    """How a chain may end; `AT_ONCE` is resolved after one attempt and never reopened."""

    AT_ONCE = 0
    RESOLVED = 1
    GAVE_UP = 2
    DEAD_END = 3


class Stay(NamedTuple):
    """A stay in a department: the customer's own, or (`item` set) a ticket's or a message's."""

    department: int
    channel: int
    referrer: int
    came: int
    warm: int = 0
    item: int = NONE


class Memory(NamedTuple):
    """All that decides what comes next.

    `channel` is the one about to be tried, or the `End` of a chain that is over. `tried` and `found` are bit masks
    over channels, `escalated` one over the escalations for which the dice have fallen, `rounds` those begun anew,
    `attempts` counted as far as anybody asks, `plan` channels that a referral named, `told_by` the channel that gave
    a date, `last` the last gate or department that was met, `path` the loop-erased stops (empty where loops are not
    asked for).
    """

    state: int
    doing: int = Doing.FREE
    channel: int = NONE
    tried: int = 0
    found: int = 0
    escalated: int = 0
    rounds: int = 0
    attempts: int = 0
    reopened: int = 0
    handled: int = 0
    plan: tuple[int, ...] = ()
    told_by: int = NONE
    stay: Stay | None = None
    last: int = NONE
    path: tuple[int, ...] = ()


def in_contact(stay: Stay | None) -> bool:
    """Whether customer and department are in touch: by a channel, or on the phone after a call of the company."""
    return stay is not None and (stay.channel != NONE or stay.came in (Came.CUSTOMER, Came.CALL))


Branch = tuple[float, Memory, tuple[Count, ...]]
"""A chance, where it leads, and what is counted on the way."""


def onward(chance: float, counts: tuple[Count, ...], branches: Iterator[Branch]) -> Iterator[Branch]:
    """Branches that follow on something that has this chance and these counts."""
    for share, memory, more in branches:
        yield chance * share, memory, counts + more


def shares(bounds: Sequence[float]) -> list[float]:
    """The chances of which `bounds` are the running sums."""
    return [high - low for low, high in pairwise((0.0, *bounds))]
