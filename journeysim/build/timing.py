"""What the clock would trip over: hours that never come, rates with no time to arise, rounds that take no time."""

from collections.abc import Iterator

from journeysim.build.instant import instant_loops, instant_redials
from journeysim.model.calendar import ALWAYS
from journeysim.model.hours import calendar_table, reaching, staff_table
from journeysim.model.problem import Path, Place, Problem
from journeysim.model.process import Process
from journeysim.model.rates import cumulative, weekly_weight
from journeysim.model.scenario import ARRIVALS, Arrivals, At, Cases, Every, Rate, Scenario

MOST = 50_000_000
"""Cases of one replication that a machine holds."""


def timing_problems(scenario: Scenario, process: Process) -> Iterator[Problem]:
    """Everything wrong with the scenario's times, as problems."""
    yield from _hours(scenario)
    yield from _rates(scenario)
    yield from _incidents(scenario)
    yield from _too_few_cases(scenario)
    yield from _too_many_cases(scenario)
    yield from instant_loops(scenario, process)
    yield from instant_redials(scenario)


def _at(scenario: Scenario, path: Path, default: Place) -> Place:
    return scenario.places.get(path, default)


def _hours(scenario: Scenario) -> Iterator[Problem]:
    run, shut = scenario.run, set[str]()
    for channel in scenario.channels.values():
        if (
            channel.open is not ALWAYS
            and calendar_table((channel.open,), run.start, scenario.holidays).next_open(0) is None
        ):
            shut.add(channel.name)
            yield Problem(
                _at(scenario, ("channels", channel.name, "open"), channel.place),
                "never-open",
                f"the channel '{channel.name}' never opens on or after {run.start}",
                "give its calendar hours on some day from then on",
                ("channels", channel.name, "open"),
                len("open"),
            )
    for department in scenario.departments.values():
        if staff_table(scenario, department).next_open(0) is not None:
            continue
        manned = isinstance(department.staff, int) and department.staff > 0
        if manned and department.works is None and shut.issuperset(reaching(scenario, department.name)):
            continue  # its hours are those of channels that have been told of
        key = "works" if manned and department.works is not None else "staff"
        yield Problem(
            _at(scenario, ("departments", department.name, key), department.place),
            "never-open",
            f"the department '{department.name}' never has anybody on duty from {run.start} on",
            "give it staff, or hours in its calendar, on some day from then on",
            ("departments", department.name, key),
            len(key),
        )


def _rates(scenario: Scenario) -> Iterator[Problem]:
    run = scenario.run
    for issue in scenario.issues.values():
        path = ("issues", issue.name, "profile")
        rated = any(isinstance(arrivals, Rate) for arrivals in issue.raised_by.values())
        if issue.profile is not None and rated and weekly_weight(issue.profile) == 0:
            yield Problem(
                _at(scenario, path, issue.place),
                "empty-arrivals",
                f"the profile of '{issue.name}' weighs 0 all through the week, so it could never be raised",
                "give some day and hour a weight above 0",
                path,
            )
        elif issue.profile is not None and any(isinstance(stream, Cases) for stream in issue.raised_by.values()):
            until = run.arrivals or ARRIVALS
            if not cumulative(issue.profile, until, run.start, scenario.holidays)[1][-1]:
                yield Problem(
                    _at(scenario, path, issue.place),
                    "empty-arrivals",
                    f"the profile of '{issue.name}' weighs 0 as long as cases arise, and its cases have no time",
                    "give some day and hour of that time a weight above 0",
                    path,
                )


def _incidents(scenario: Scenario) -> Iterator[Problem]:
    """Incidents that begin when no case arises any more."""
    until = scenario.run.arrivals
    for incident in scenario.incidents.values():
        if until is not None and incident.starts is not None and incident.starts >= until:
            yield Problem(
                _at(scenario, ("incidents", incident.name, "starts"), incident.place),
                "empty-arrivals",
                f"the incident '{incident.name}' begins when cases arise no more",
                "let it begin sooner, or 'arrivals' of 'run' last longer",
                ("incidents", incident.name, "starts"),
                len("starts"),
            )


def _too_few_cases(scenario: Scenario) -> Iterator[Problem]:
    """A run that waits for more cases than can ever arise."""
    wanted = scenario.run.cases
    streams = [stream for issue in scenario.issues.values() for stream in issue.raised_by.values()]
    incidents = scenario.incidents.values()
    endless = any(
        (isinstance(stream, Rate) and stream.per_second > 0) or isinstance(stream, Every) for stream in streams
    ) or any(incident.every is not None for incident in incidents)
    if wanted is None or endless:
        return
    there_are = sum(
        stream.number if isinstance(stream, Cases) else len(stream.moments) if isinstance(stream, At) else 0
        for stream in streams
    ) + sum(sum(incident.raised_by.values()) for incident in incidents)
    if there_are < wanted:
        yield Problem(
            _at(scenario, ("run", "arrivals"), Place(scenario.file)),
            "too-few-cases",
            f"the run waits for {wanted:,} cases, and all issues together raise {there_are:,}",
            f"write 'arrivals: {there_are} cases' or a duration" if there_are else "let some issue be raised",
            ("run", "arrivals"),
            len("arrivals"),
        )


def _too_many_cases(scenario: Scenario) -> Iterator[Problem]:
    """More cases than a machine holds, which is a slip of the rate, or of how long cases arise."""
    run = scenario.run
    for issue in scenario.issues.values():
        for segment, stream in issue.raised_by.items():
            number = _expected(stream, run.arrivals if run.arrivals is not None else ARRIVALS)
            if run.cases is None and number > MOST:
                path = ("issues", issue.name, "raised by", segment)
                yield Problem(
                    _at(scenario, path, issue.place),
                    "too-many-cases",
                    f"about {number:,.0f} cases would arise, and no machine holds more than {MOST:,} of a run",
                    "write a lower rate, or shorter 'arrivals'",
                    path,
                    len(segment),
                )
    if run.cases is not None and run.cases > MOST:
        fact = f"{run.cases:,} cases are too many: no machine holds more than {MOST:,} of a run"
        place = _at(scenario, ("run", "arrivals"), Place(scenario.file))
        yield Problem(place, "too-many-cases", fact, "write fewer", ("run", "arrivals"), len("arrivals"))


def _expected(stream: Arrivals, seconds: float) -> float:
    """The cases of a stream to expect in so long."""
    match stream:
        case Rate():
            return stream.per_second * seconds
        case Every():
            return seconds / stream.gap.mean if stream.gap.mean else 0
        case Cases():
            return stream.number
        case At():
            return len(stream.moments)
