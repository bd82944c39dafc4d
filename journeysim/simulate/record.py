"""Rows of the log as they are written, and the log that they become."""

import struct

import numpy as np
import numpy.typing as npt

from journeysim.model.feeling import feeling, gesture_of
from journeysim.model.log import (
    ROW,
    Book,
    Came,
    ChannelInfo,
    DepartmentInfo,
    EventLog,
    OutcomeInfo,
    PopulationInfo,
    Situation,
)
from journeysim.model.process import NONE, Item, Process
from journeysim.model.scenario import Call, Promise, Refer, Refuse, Resolve, Ticket, Transfer

_ROW = struct.Struct("<qiBBhhiiiq")

AT_ONCE = 1 << 15
"""Rows that are renumbered at a time, so that they stay in the caches."""

UNSEEN = -2
"""The new number of a situation before its first row."""

pack = _ROW.pack
"""time, case, kind, early, channel, department, visit, cause, state, amount: one row of `ROW` as it is written."""

pack_two = struct.Struct("<qiBBhhiiiqqiBBhhiiiq").pack
"""Two rows at once."""

unpacked = _ROW.iter_unpack
"""Rows that were packed, one tuple each."""


def finish(
    process: Process,
    rows: bytearray,
    cases: npt.NDArray[np.void],
    *,
    times: tuple[int, int, int],
    seed: int,
    replication: int,
) -> EventLog:
    """The log of a replication; `times` are warm-up, end of arrivals and horizon in ms.

    The rows hold numbers of states where the log has situations, which are numbered anew in the order of the rows, so
    that the log depends on nothing that was run before.
    """
    table = np.frombuffer(rows, dtype=ROW)
    order = _renumber(table["situation"], process)
    warm_up, arrivals_end, horizon = times
    return EventLog(
        rows=table,
        cases=cases,
        book=_book(process, order),
        warm_up=warm_up,
        arrivals_end=arrivals_end,
        horizon=horizon,
        start=process.scenario.run.start,
        seed=seed,
        replication=replication,
    )


def _renumber(numbers: npt.NDArray[np.int32], process: Process) -> list[int]:
    """Turn numbers of states into situations, numbered anew as they first appear; the situations in that order."""
    situation_of = np.array([*process.situation_of, NONE], dtype=np.int32)
    renumbered = np.full(len(process.situations) + 1, UNSEEN, dtype=np.int32)
    renumbered[NONE] = NONE
    order: list[int] = []
    for first in range(0, len(numbers), AT_ONCE):
        some = slice(first, first + AT_ONCE)
        known = situation_of[numbers[some]]
        anew = renumbered[known]
        unseen = known[anew == UNSEEN]
        if len(unseen):
            found, firsts = np.unique(unseen, return_index=True)
            found = found[np.argsort(firsts)]
            renumbered[found] = np.arange(len(order), len(order) + len(found))
            order += found.tolist()
            anew = renumbered[known]
        numbers[some] = anew
    return order


def _book(process: Process, situations: list[int]) -> Book:
    scenario = process.scenario
    return Book(
        populations=tuple(
            PopulationInfo(
                who.issue, who.segment, scenario.issues[who.issue].worth, scenario.segments[who.segment].worth
            )
            for who in process.populations
        ),
        traits=tuple(dict(attributes) for _, attributes in process.traits),
        channels=tuple(
            ChannelInfo(
                channel.name, channel.kind, _line(channel.admits_place) if channel.admits else None, channel.public
            )
            for channel in scenario.channels.values()
        ),
        departments=tuple(
            DepartmentInfo(department.name, department.answer_within, department.cost, department.at_once)
            for department in scenario.departments.values()
        ),
        outcomes=tuple(_outcome(process, number) for number in range(len(process.outcomes))),
        situations=tuple(_situation(process, number) for number in situations),
        feeling=feeling(process),
    )


def _line(place: object) -> str | None:
    return None if place is None else f"{getattr(place, 'file', '')}:{getattr(place, 'line', 0)}"


def verb_of(process: Process, outcome: int) -> str:
    """The language's word for what an outcome does."""
    node = process.outcomes[outcome]
    return "watchdog" if node.watchdog != NONE else type(node.source.verb).__name__.lower()


def _outcome(process: Process, number: int) -> OutcomeInfo:
    node = process.outcomes[number]
    verb = node.source.verb
    to: tuple[str, ...] = ()
    if isinstance(verb, Refer):
        to = verb.to
    elif isinstance(verb, Transfer | Ticket):
        to = (verb.to,)
    return OutcomeInfo(
        verb=verb_of(process, number),
        department="" if node.department == NONE else process.departments[node.department].name,
        rule=node.rule if node.watchdog == NONE else process.watchdogs[node.watchdog].name,
        place=_line(node.source.place) or "",
        to=to,
        says=node.source.says,
        count=node.source.count,
        gesture=gesture_of(node),
        reason=verb.reason if isinstance(verb, Refuse) else None,
    )


def _situation(process: Process, number: int) -> Situation:
    facts, notes, pending = process.situations[number]
    return Situation(
        facts={
            name: values[value]
            for name, values, value in zip(process.fact_names, process.fact_values, facts, strict=True)
        },
        notes=tuple(system for index, system in enumerate(process.systems) if notes >> index & 1),
        pending=tuple(_pending(process, process.items[item]) for item in pending),
    )


def _pending(process: Process, item: Item) -> str:
    """A pending thing in words. What a situation tells apart, the words tell apart: loops can be counted by them."""
    words = [_thing(process, item)]
    if item.referrer != NONE:
        words.append(f"referred by {process.departments[item.referrer].name}")
    if item.warm:
        words.append("handed over warm")
    if item.missed:
        words.append(f"{item.missed} missed")
    if words[0].startswith("call") and item.came == Came.CUSTOMER:
        words.append("returned")
    elif item.came in (Came.TRANSFER, Came.PROMISE, Came.WATCHDOG):
        words.append(f"came as {Came(item.came).name.lower()}")
    if item.in_hand:
        words.append("in hand, known" if item.known else "in hand")
    return ", ".join(words)


def _thing(process: Process, item: Item) -> str:
    if item.outcome == NONE:
        return f"message by {process.channels[item.channel].name} to {process.departments[item.department].name}"
    verb = process.outcomes[item.outcome].source.verb
    if isinstance(verb, Call):
        what = f"call by {process.departments[item.department].name}"
    elif item.department != NONE:
        what = f"ticket at {process.departments[item.department].name}"
    else:
        what = "promise" if isinstance(verb, Promise) else "resolution" if isinstance(verb, Resolve) else "something"
    return f"{what} ({_maker(process, item.outcome)})"


def _maker(process: Process, outcome: int) -> str:
    """The rule that an outcome is of; its place besides, where the rule has several of its kind."""
    node = process.outcomes[outcome]
    kind = type(node.source.verb)
    siblings = [other for other in process.outcomes if (other.department, other.rule) == (node.department, node.rule)]
    made = "from the start" if node.department == NONE else f"{process.departments[node.department].name}: {node.rule}"
    alone = sum(type(other.source.verb) is kind for other in siblings) == 1
    place = node.source.place
    return made if alone or place is None else f"{made}, {place.line}:{place.column}"
