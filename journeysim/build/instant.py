"""Rounds that take no time at all: they would stop the clock."""

from collections.abc import Iterable, Iterator

from journeysim.model.duration import Exactly, Time, is_instant
from journeysim.model.problem import Problem
from journeysim.model.process import NONE, DepartmentNode, Does, OutcomeNode, Process
from journeysim.model.scenario import By, Scenario, Segment


def _times(value: Time | By[Time] | None) -> tuple[Time, ...]:
    if value is None:
        return (Exactly(0),)
    return value.possible if isinstance(value, By) else (value,)


def instant_loops(scenario: Scenario, process: Process) -> Iterator[Problem]:
    """Rounds through departments that surely take no time: they would stop the clock."""
    idle = {
        node.index
        for node, department in zip(process.departments, scenario.departments.values(), strict=True)
        if any(is_instant(time) for time in _times(department.handling)) and is_instant(department.retelling)
    }
    next_of = {index: _instant_next(scenario, process, process.departments[index]) & idle for index in idle}
    for index in sorted(idle):
        reached, todo = set[int](), [index]
        while todo:
            for other in next_of[todo.pop()] - reached:
                reached.add(other)
                todo.append(other)
        if index in reached:
            department = process.departments[index]
            around = ", ".join(f"'{process.departments[n].name}'" for n in sorted(reached))
            place = scenario.departments[department.name].place
            yield Problem(
                scenario.places.get(("departments", department.name, "handling"), place),
                "instant-loop",
                f"a case can go round {around} for ever without any time passing",
                "let handling, or the way back, take some time",
                ("departments", department.name, "handling"),
            )
            return


def _instant_next(scenario: Scenario, process: Process, node: DepartmentNode) -> set[int]:
    found = set[int]()
    todo = [outcome for rule in node.rules for outcome in rule.outcomes]
    while todo:
        outcome = process.outcomes[todo.pop()]
        verb = outcome.source.verb
        if outcome.does in (Does.TRANSFER, Does.TICKET):
            found.add(outcome.to[0])
        elif outcome.does is Does.REFER:
            found |= _referred(scenario, process, outcome)
        elif outcome.does is Does.RESOLVE and getattr(verb, "works", 1) < 1:
            if is_instant(getattr(verb, "reopens_after", None)):
                firsts = (
                    segment.tries if segment.tries_chances else segment.tries[:1]
                    for segment in scenario.segments.values()
                )
                found |= _behind(scenario, process, {channel for tries in firsts for channel in tries})
        elif (outcome.does is Does.PROMISE and outcome.then != NONE and getattr(verb, "within", 1) == 0) or (
            outcome.does is Does.CALL and is_instant(getattr(verb, "after", None))
        ):
            todo.append(outcome.then)
    return found


def _referred(scenario: Scenario, process: Process, outcome: OutcomeNode) -> set[int]:
    """Departments reached at once through the first channel of a referral."""
    after = getattr(outcome.source.verb, "after", None)
    pauses = [segment.pauses for segment in scenario.segments.values()] if after is None else [after]
    if not any(is_instant(time) for time in pauses):
        return set()
    return _behind(scenario, process, {process.channels[outcome.to[0]].name})


def _behind(scenario: Scenario, process: Process, channels: Iterable[str]) -> set[int]:
    """Departments reached at once through some channels."""
    found = set[int]()
    for node in process.channels:
        channel = scenario.channels[node.name]
        if node.name in channels and is_instant(channel.takes) and is_instant(channel.find):
            found |= {department for _, departments in node.reaches.possible for department in departments}
    return found


def instant_redials(scenario: Scenario) -> Iterator[Problem]:
    """Customers who leave a line as they come to it, and surely are back at once."""
    for segment in scenario.segments.values():
        redials = segment.redials
        if redials is None or redials.chance < 1 or not is_instant(redials.after or segment.pauses):
            continue
        if segment.gives_up.attempts is None and _turns_round(scenario, segment):
            path = ("segments", segment.name, "redials")
            yield Problem(
                scenario.places.get(path, segment.place),
                "instant-loop",
                f"'{segment.name}' may leave a line at once and redial at once, for ever, without any time passing",
                "let 'after' of 'redials' be some time, or its chance less than 100%",
                path,
                len("redials"),
            )


def _turns_round(scenario: Scenario, segment: Segment) -> bool:
    """Whether somebody may leave a line in the moment in which they come to it."""
    direct = any(is_instant(channel.takes) for channel in scenario.channels.values() if channel.name in segment.tries)
    return direct and (segment.balks is not None or any(is_instant(time) for time in _times(segment.patience)))
