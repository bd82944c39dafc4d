"""Smallest mends: single changes to a scenario that would open a trap or a Catch-22.

Each is verified again before it is offered. A verb may not build, so whoever asks brings a way to prove a changed
scenario.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from journeysim.model.problem import Place
from journeysim.model.process import Process
from journeysim.model.proof import Finding, Mend, Proof, Verdict
from journeysim.model.scenario import (
    Branch,
    Call,
    Channel,
    Department,
    Outcome,
    Promise,
    Resolve,
    Rule,
    Scenario,
    Test,
    Ticket,
    Transfer,
)
from journeysim.verify.words import condition_in_yaml

Prove = Callable[[Scenario], tuple[Verdict, ...] | None]
"""The verdicts of a changed scenario, without findings; `None` where it is no process."""

OPENED = ("trapped", "catch-22")
"""Findings for which mends are sought."""

TRIED, OFFERED = 80, 5
"""Changes that are tried at most for a finding, and offered at most."""

GAIN = 1e-9


@dataclass(frozen=True, slots=True)
class Change:
    """A changed scenario, and how to say and write the change."""

    scenario: Scenario
    sentence: str
    name: str
    patch: str


def with_mends(process: Process, proof: Proof, prove: Prove) -> Proof:
    """The proof with mends on every trap and Catch-22, the one that gains most and disturbs least first."""
    offered: dict[tuple[str, str, tuple[Place, ...]], tuple[Mend, ...]] = {}

    def mended(verdict: Verdict, finding: Finding) -> Finding:
        if finding.code not in OPENED or finding.accepted is not None:
            return finding
        places = tuple(sorted({step.place for step in finding.involved if step.place is not None}))
        key = (finding.segment, finding.issue, places)
        if key not in offered:
            offered[key] = _mends(process.scenario, verdict, frozenset(places), proof.verdicts, prove)
        return replace(finding, mends=offered[key])

    verdicts = tuple(
        replace(verdict, findings=tuple(mended(verdict, finding) for finding in verdict.findings))
        for verdict in proof.verdicts
    )
    return replace(proof, verdicts=verdicts)


def _mends(
    scenario: Scenario, verdict: Verdict, places: frozenset[Place], before: tuple[Verdict, ...], prove: Prove
) -> tuple[Mend, ...]:
    found: list[Mend] = []
    for number, change in enumerate(_changes(scenario, verdict.segment, places)):
        if number == TRIED:
            break
        after = prove(change.scenario)
        if after is None:
            continue
        same = {(one.segment, one.issue): one for one in after}
        now = same[verdict.segment, verdict.issue]
        gained = (now.best_case or 0.0) - (verdict.best_case or 0.0)
        opened = (now.trapped, now.catch_22) == (0, 0)
        if gained <= GAIN and not opened:
            continue
        others = sum(
            same[one.segment, one.issue].verdict != one.verdict
            for one in before
            if (one.segment, one.issue) != (verdict.segment, verdict.issue)
        )
        found.append(Mend(change.sentence, change.patch, now.best_case or 0.0, gained, others))
    return tuple(sorted(found, key=lambda mend: (-round(mend.gained, 9), mend.other_verdicts))[:OFFERED])


def _changes(scenario: Scenario, segment: str, places: frozenset[Place]) -> Iterator[Change]:
    """The single changes worth a try, at the gates and rules that a finding names."""
    for channel in scenario.channels.values():
        if channel.admits is not None and channel.admits_place in places:
            yield _admit(scenario, channel, segment)
    able = [department for department in scenario.departments.values() if _resolves(department)]
    for department in scenario.departments.values():
        for rule in department.rules:
            if rule.place in places or any(branch.outcome.place in places for branch in rule.then):
                yield from _hand_over(scenario, department, rule, able)
    for department in scenario.departments.values():
        if any(rule.place in places for rule in department.rules):
            for system in scenario.systems:
                if system not in department.reads:
                    yield _let_read(scenario, department, system)


def _resolves(department: Department) -> bool:
    return any(_resolving(branch.outcome) for rule in department.rules for branch in rule.then)


def _resolving(outcome: Outcome) -> bool:
    verb = outcome.verb
    if isinstance(verb, Promise | Call):
        return verb.then is not None and _resolving(verb.then)
    return isinstance(verb, Resolve)


def _admit(scenario: Scenario, channel: Channel, segment: str) -> Change:
    admits = (*(channel.admits or ()), (Test("segment", (segment,)),))
    opened = replace(channel, admits=admits)
    return _change(
        replace(scenario, channels={**scenario.channels, channel.name: opened}),
        f"let {segment} in by {channel.name}",
        f"{channel.name} admits {segment}",
        f"channels: {{{channel.name}: {{admits: {condition_in_yaml(admits)}}}}}",
    )


def _hand_over(scenario: Scenario, department: Department, rule: Rule, able: list[Department]) -> Iterator[Change]:
    for other in able:
        if other.name == department.name:
            continue
        for verb, word in ((Ticket(other.name), "ticket"), (Transfer(other.name), "transfer")):
            outcome = Outcome(verb, rule.place)
            handing = replace(rule, then=(Branch(1.0, outcome),))
            rules = tuple(handing if one.name == rule.name else one for one in department.rules)
            departments = {**scenario.departments, department.name: replace(department, rules=rules)}
            does = "hand it to" if word == "ticket" else "pass them on to"
            yield _change(
                replace(scenario, departments=departments),
                f"let {department.name}, by its rule '{rule.name}', {does} {other.name}",
                f"{rule.name} goes to {other.name} by {word}",
                f"departments: {{{department.name}: {{rules: {{{rule.name}: {{then: {{{word}: {other.name}}}}}}}}}}}",
            )


def _let_read(scenario: Scenario, department: Department, system: str) -> Change:
    reads = (*department.reads, system)
    departments = {**scenario.departments, department.name: replace(department, reads=reads)}
    return _change(
        replace(scenario, departments=departments),
        f"let {department.name} read {system}",
        f"{department.name} reads {system}",
        f"departments: {{{department.name}: {{reads: [{', '.join(reads)}]}}}}",
    )


def _change(scenario: Scenario, sentence: str, name: str, change: str) -> Change:
    return Change(scenario, sentence, name, f"  {name}:\n    change:\n      {change}\n")
