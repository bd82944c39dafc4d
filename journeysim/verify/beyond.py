"""What a scenario uses that the patient customer leaves out, in words."""

from collections.abc import Iterator

from journeysim.model.calendar import ALWAYS
from journeysim.model.duration import ENDLESS
from journeysim.model.process import Does, Population, Process
from journeysim.model.scenario import By, Scenario, Segment


def beyond(process: Process, population: int) -> tuple[str, ...]:
    """What may make customers of this population fare otherwise than the expected case says."""
    scenario = process.scenario
    who = process.populations[population]
    segment = scenario.segments[who.segment]
    clears = ("issues that clear up by themselves",) if who.clears_up else ()
    return (
        *_of_customers(who, segment),
        *_of_company(scenario, segment),
        *_of_incidents(process, population),
        *clears,
        *_of_time(process),
    )


def leads_elsewhere(process: Process, population: int) -> bool:
    """Whether what is left out may lead customers of this population where none of the patient ones comes."""
    return bool(process.populations[population].follows_mood or process.watchdogs or process.ages or process.silences)


def _of_incidents(process: Process, population: int) -> Iterator[str]:
    incident = process.populations[population].incident
    if incident is not None and process.scenario.incidents[incident].announcement is not None:
        yield "callers whom an announcement satisfies"


def _of_customers(population: Population, segment: Segment) -> Iterator[str]:
    patience = segment.patience
    endless = (
        {*patience.table.values(), patience.otherwise} <= {ENDLESS, None}
        if isinstance(patience, By)
        else patience == ENDLESS
    )
    if not endless:
        yield "patience" if segment.redials is None else "patience and redials"
    if segment.balks is not None:
        yield "customers who turn round at a long line"
    if population.follows_mood:
        yield "mood, where it decides what customers do (taken as at the start)"
    if segment.gives_up.effort is not None:
        yield "giving up after so much effort"
    if segment.gives_up.open_for is not None:
        yield "giving up after so many days"


def _of_company(scenario: Scenario, segment: Segment) -> Iterator[str]:
    if any(department.queue.limit is not None for department in scenario.departments.values()):
        yield "full lines"
    if any(department.queue.overflow is not None for department in scenario.departments.values()):
        yield "lines that overflow into others"
    if any(department.queue.callback is not None for department in scenario.departments.values()):
        yield "customers who are called back in place of waiting"
    if scenario.watchdogs:
        yield "watchdogs"
    if any(department.at_closing == "sends the queue away" for department in scenario.departments.values()):
        yield "lines that are sent away at closing"
    if any(channel.open is not ALWAYS and channel.kind == "live" for channel in scenario.channels.values()):
        turned_away = segment.closed_doors == "turned away"
        yield "opening hours and closed doors" if turned_away else "opening hours"


def _of_time(process: Process) -> Iterator[str]:
    scenario = process.scenario
    if process.ages:
        yield "conditions on 'open for' (taken as of a case that has just arisen)"
    if process.silences:
        yield "conditions on 'silent for' (taken as of a customer who has just been told something)"
    pends = any(node.does in (Does.TAKES, Does.PROMISE, Does.TICKET, Does.CALL) for node in process.outcomes)
    if pends or any(channel.kind == "message" for channel in scenario.channels.values()):
        yield "customers who try again before the company has done what it has to do"
    if scenario.run.ends(0) is not None:
        yield "the end of the record"
