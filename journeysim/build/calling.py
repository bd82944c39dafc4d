"""Calls that nobody may make: of departments that do not call out, or where there is no department."""

from collections.abc import Iterator

from journeysim.model.problem import Problem
from journeysim.model.scenario import Call, Outcome, Promise, Scenario


def calling_problems(scenario: Scenario) -> Iterator[Problem]:
    """A problem for each call that stands where it may not."""
    for issue in scenario.issues.values():
        for outcome in _calls(issue.begins_with):
            yield Problem(
                outcome.place,
                "nobody-calls",
                "a department calls, and what an issue begins with is done by none",
                "write 'ticket: DEPARTMENT' to hand it to one that calls",
                width=len("call"),
            )
    for department in scenario.departments.values():
        if department.calls_out:
            continue
        for rule in department.rules:
            for outcome in (call for branch in rule.then for call in _calls(branch.outcome)):
                yield Problem(
                    outcome.place,
                    "does-not-call-out",
                    f"the department '{department.name}' may not call customers",
                    f"add 'calls out: yes' to '{department.name}', or hand it to a department that calls",
                    width=len("call"),
                )


def _calls(outcome: Outcome | None) -> Iterator[Outcome]:
    """The calls in an outcome, those in what it carries out too."""
    while outcome is not None:
        if isinstance(outcome.verb, Call):
            yield outcome
        outcome = outcome.verb.then if isinstance(outcome.verb, Promise | Call) else None
