"""Rows of the log as they are written, and the log that they become."""

import struct

import numpy as np
import numpy.typing as npt

from journeysim.model.feeling import feeling, gesture_of
from journeysim.model.log import (
    ROW,
    Book,
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
    situation_of = np.array([*process.situation_of, NONE], dtype=np.int64)
    known = situation_of[table["situation"]]
    first = np.full(len(process.situations) + 1, len(known), dtype=np.int64)
    first[known[::-1]] = np.arange(len(known) - 1, -1, -1)
    order = [int(n) for n in np.argsort(first[:-1], kind="stable") if first[n] < len(known)]
    renumbered = np.full(len(process.situations) + 1, NONE, dtype=np.int32)
    renumbered[order] = np.arange(len(order))
    table["situation"] = renumbered[known]
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
    if item.outcome == NONE:
        return f"message by {process.channels[item.channel].name}"
    node = process.outcomes[item.outcome]
    verb = node.source.verb
    if isinstance(verb, Call):
        by = process.departments[item.department].name
        return f"call by {by}" + (f", {item.missed} missed" if item.missed else "")
    if isinstance(verb, Ticket):
        return f"ticket at {process.departments[item.department].name}"
    made = f"{process.departments[node.department].name}: {node.rule}" if node.department != NONE else "from the start"
    what = "promise" if isinstance(verb, Promise) else "resolution" if isinstance(verb, Resolve) else "something"
    return f"{what} ({made})"
