"""A document without problems into a `Scenario`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from journeysim.model import scenario as nouns
from journeysim.model.calendar import ALWAYS, Calendar
from journeysim.model.duration import DAY, HOUR, Exactly

from .company import Channel, Department, in_order
from .document import Document, Variant, noun_of_fact
from .nodes import Table
from .people import Issue, Segment
from .resolve import places


def scenario(
    document: Document,
    *,
    file: str,
    variant: str | None,
    variants: Mapping[str, Variant],
    handed_down: frozenset[str] = frozenset(),
) -> nouns.Scenario:
    """The scenario that a document says, all defaults of the language applied."""
    calendars: Mapping[str, Calendar] = document.calendars or {}
    channels = {name: channel_noun(part, calendars) for name, part in (document.channels or {}).items()}
    segments = {name: segment_noun(part, channels) for name, part in (document.segments or {}).items()}
    profiles = {name: part.noun() for name, part in (document.profiles or {}).items()}
    facts = document.table.value("facts")
    return nouns.Scenario(
        name=document.name or "",
        file=file,
        run=document.run or nouns.Run(),
        holidays=dict(document.holidays or {}),
        segments=segments,
        issues={name: issue_noun(part, profiles) for name, part in (document.issues or {}).items()},
        facts={str(name): noun_of_fact(name, (document.facts or {})[str(name)]) for name in facts}
        if isinstance(facts, Table)
        else {},
        systems=tuple(document.systems or ()),
        incidents={name: part.noun() for name, part in (document.incidents or {}).items()},
        channels=channels,
        departments={name: department_noun(part, calendars) for name, part in (document.departments or {}).items()},
        watchdogs={name: part.noun() for name, part in (document.watchdogs or {}).items()},
        expectations=tuple((document.expect or {}).values()),
        about=document.about,
        currency=document.currency,
        variant=variant,
        variants={name: part.about for name, part in variants.items()},
        accepted=dict(document.accepted or {}),
        handed_down=handed_down,
        mood=document.mood,
        places=dict(places(document.table)),
    )


def _hours(said: Any, calendars: Mapping[str, Calendar]) -> Calendar:
    return calendars[said] if isinstance(said, str) else said


def channel_noun(part: Channel, calendars: Mapping[str, Calendar]) -> nouns.Channel:
    """A channel as data."""
    assert part.reaches is not None
    return nouns.Channel(
        name=str(part.table.key),
        place=part.place,
        reaches=part.reaches,
        kind=part.kind or "live",
        open=ALWAYS if part.open is None else _hours(part.open, calendars),
        find=part.find,
        found=1.0 if part.found is None else part.found,
        takes=part.takes,
        admits=part.admits,
        admits_place=part.table.name("admits").place if "admits" in part.table else None,
        reads=tuple(part.reads or ()),
        public=bool(part.public),
        noticed=1.0 if part.noticed is None else part.noticed,
        about=part.about,
    )


def segment_noun(part: Segment, channels: Mapping[str, nouns.Channel]) -> nouns.Segment:
    """A segment as data."""
    name, traits = str(part.table.key), part.is_ or {}
    tries = part.tries
    if isinstance(tries, dict):  # a channel that nobody draws is none of theirs
        tries = {channel: chance for channel, chance in tries.items() if chance > 0}
    if tries is None:
        beside = part.escalates or {}
        own = [channel for channel in channels.values() if channel.name not in beside]
        tries = [channel.name for channel in own if _may_ever_enter(channel, name, traits)]
    return nouns.Segment(
        name=name,
        place=part.place,
        tries=tuple(tries),
        traits=traits,
        tries_chances=tuple(tries.values()) if isinstance(tries, dict) else (),
        hesitates=part.hesitates,
        patience=Exactly(float("inf")) if part.patience is None else part.patience,
        balks=part.balks,
        redials=part.redials,
        closed_doors=part.closed_doors or "waits",
        pauses=Exactly(HOUR) if part.pauses is None else part.pauses,
        chases=Exactly(7 * DAY) if part.chases is None else part.chases,
        starts_over=part.starts_over,
        gives_up=part.gives_up or nouns.GivesUp(),
        escalates=tuple((part.escalates or {}).values()),
        answers_calls=0.7 if part.answers_calls is None else part.answers_calls,
        returns_voicemail=0.3 if part.returns_voicemail is None else part.returns_voicemail,
        mood=part.mood,
        churns=part.churns,
        promotes=part.promotes,
        worth=part.worth,
        about=part.about,
    )


def _may_ever_enter(channel: nouns.Channel, segment: str, traits: Mapping[str, Mapping[str, float]]) -> bool:
    """Whether a gate may open to somebody of a segment, as far as segment and attributes tell."""
    if channel.admits is None:
        return True
    return any(all(_may_hold(test, segment, traits) for test in group) for group in channel.admits)


def _may_hold(test: nouns.Test, segment: str, traits: Mapping[str, Mapping[str, float]]) -> bool:
    if test.about == "segment":
        return segment in test.values
    if test.about == "channel":
        return True
    return test.about not in traits or any(traits[test.about].get(value, 0) > 0 for value in test.values)


def issue_noun(part: Issue, profiles: Mapping[str, Any]) -> nouns.Issue:
    """An issue as data."""
    return nouns.Issue(
        name=str(part.table.key),
        place=part.place,
        raised_by=part.raised_by or {},
        profile=profiles.get(part.profile) if part.profile else None,
        worth=part.worth,
        begins_with=part.begins_with.noun() if part.begins_with else None,
        clears_up=part.clears_up,
        about=part.about,
    )


def department_noun(part: Department, calendars: Mapping[str, Calendar]) -> nouns.Department:
    """A department as data; its rules in the order in which they are asked."""
    rules = part.table.value("rules")
    assert part.staff is not None
    assert part.handling is not None
    assert isinstance(rules, Table)
    return nouns.Department(
        name=str(part.table.key),
        place=part.place,
        staff=part.staff,
        handling=part.handling,
        rules=tuple((part.rules or {})[name].noun() for name in in_order(rules)),
        works=None if part.works is None else _hours(part.works, calendars),
        at_once=part.at_once or 1,
        priority=tuple(part.priority or ()),
        queue=part.queue or nouns.Queue(),
        at_closing=part.at_closing,
        at_end_of_shift=part.at_end_of_shift or "finishes",
        answer_within=20.0 if part.answer_within is None else part.answer_within,
        reads=tuple(dict.fromkeys([*(part.uses or ()), *(part.reads or ())])),
        writes=tuple(dict.fromkeys([*(part.uses or ()), *(part.writes or ())])),
        notes=1.0 if part.notes is None else part.notes,
        retelling=part.retelling,
        calls_out=bool(part.calls_out),
        cost=part.cost,
        empathy=part.empathy,
        about=part.about,
    )
