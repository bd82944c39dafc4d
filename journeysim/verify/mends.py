"""Smallest mends: single changes to a scenario that would open a trap or a Catch-22.

Each is verified again before it is offered, for the segments and issues that come to what is changed: for the others
nothing changes. A verb may not build, so whoever asks brings a way to prove a changed scenario.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from journeysim.model.problem import Place
from journeysim.model.process import Process
from journeysim.model.proof import Ending, Finding, Mend, Proof, Step, Story, Verdict
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
from journeysim.model.unfold import unfold
from journeysim.verify.mdp import mdp, reachable
from journeysim.verify.words import condition_in_yaml

Prove = Callable[[Scenario], tuple[Verdict, ...] | None]
"""The verdicts of a changed scenario, without findings; `None` where it is no process."""

OPENED = ("trapped", "catch-22")
"""Findings for which mends are sought."""

TRIED, OFFERED = 80, 5
"""Changes that are tried at most for a finding, and offered at most."""

GAIN = 1e-9

Kind = tuple[str, str]
"""A segment and an issue."""


@dataclass(frozen=True, slots=True)
class Change:
    """A changed scenario, and how to say and write the change.

    It concerns one segment alone, or, where `segment` is `None`, whoever meets one of `outcomes`. `at` are the places
    of what is changed: a gate, or rules and their outcomes.
    """

    scenario: Scenario
    sentence: str
    name: str
    patch: str
    segment: str | None
    outcomes: frozenset[Place]
    at: frozenset[Place]

    def concerns(self, kind: Kind, met: frozenset[Place]) -> bool:
        """Whether it may change anything for a segment and issue that meet these outcomes."""
        return kind[0] == self.segment if self.segment is not None else not self.outcomes.isdisjoint(met)


def with_mends(process: Process, proof: Proof, prove: Prove) -> Proof:
    """The proof with mends on every trap and Catch-22, the one that gains most and disturbs least first."""
    trials: Trials | None = None

    def mended(verdict: Verdict, finding: Finding) -> Finding:
        nonlocal trials
        if finding.code not in OPENED or finding.accepted is not None:
            return finding
        trials = trials or Trials(process.scenario, proof.verdicts, _met(process), prove)
        return replace(finding, mends=trials.mends(verdict, _named(finding)))

    verdicts = tuple(
        replace(verdict, findings=tuple(mended(verdict, finding) for finding in verdict.findings))
        for verdict in proof.verdicts
    )
    return replace(proof, verdicts=verdicts)


def _named(finding: Finding) -> tuple[Place, ...]:
    """The gates and rules of a finding: first where the customer is stuck, then back along the way there."""
    story = finding.story or Story(())
    steps: tuple[Step | Ending, ...] = (*story.loop, *story.table, *reversed(story.way_in), *finding.involved)
    return tuple(dict.fromkeys(step.place for step in steps if step.place is not None))


class Trials:
    """Changes to one scenario, each tried once for a segment and issue."""

    def __init__(
        self, scenario: Scenario, verdicts: tuple[Verdict, ...], met: dict[Kind, frozenset[Place]], prove: Prove
    ) -> None:
        self.scenario = scenario
        self.verdicts = verdicts
        self.met = met
        self.prove = prove
        self._known: dict[tuple[Kind, str], Mend | None] = {}

    def mends(self, verdict: Verdict, places: tuple[Place, ...]) -> tuple[Mend, ...]:
        """The best changes at these places, for the segment and issue of this verdict; of equals the first named."""
        order = {place: number for number, place in enumerate(places)}
        changes = sorted(
            _changes(self.scenario, verdict.segment, frozenset(places)),
            key=lambda change: min(order.get(place, len(order)) for place in change.at),
        )
        found = [mend for change in changes[:TRIED] if (mend := self._tried(verdict, change)) is not None]
        return tuple(sorted(found, key=lambda mend: (-round(mend.gained, 9), mend.other_verdicts))[:OFFERED])

    def _tried(self, verdict: Verdict, change: Change) -> Mend | None:
        key = ((verdict.segment, verdict.issue), change.patch)
        if key not in self._known:
            self._known[key] = self._mend(verdict, change)
        return self._known[key]

    def _mend(self, verdict: Verdict, change: Change) -> Mend | None:
        """What it gains; the others are only looked at where it gains anything. `None` where it does not."""
        kind = (verdict.segment, verdict.issue)
        now = self._proved(change, {kind})
        if now is None:
            return None
        gained = (now[kind].best_case or 0.0) - (verdict.best_case or 0.0)
        opened = (now[kind].trapped, now[kind].catch_22) == (0, 0)
        if gained <= GAIN and not opened:
            return None
        concerned = {other for other, outcomes in self.met.items() if change.concerns(other, outcomes)} - {kind}
        others = self._proved(change, concerned) if concerned else {}
        if others is None:
            return None
        changed = sum(
            others[one.segment, one.issue].verdict != one.verdict
            for one in self.verdicts
            if (one.segment, one.issue) in concerned
        )
        return Mend(change.sentence, change.patch, now[kind].best_case or 0.0, gained, changed)

    def _proved(self, change: Change, kinds: set[Kind]) -> dict[Kind, Verdict] | None:
        after = self.prove(_only(change.scenario, kinds))
        if after is None or any(one.best_case is None for one in after):
            return None
        return {(one.segment, one.issue): one for one in after}


def _met(process: Process) -> dict[Kind, frozenset[Place]]:
    """The places of all outcomes that each segment and issue can meet."""
    graph = unfold(process)
    whole = mdp(graph.first_choice, graph.first_branch, graph.target, graph.chance)
    of = np.repeat(np.repeat(np.arange(whole.size), np.diff(graph.first_choice)), np.diff(graph.first_branch))
    found: dict[Kind, set[Place]] = {}
    for who, roots in zip(process.populations, graph.roots, strict=True):
        reached = reachable(whole, np.array([node for _, node in roots], np.int64))
        outcomes = np.unique(graph.outcome[reached[of]])
        places = (process.outcomes[outcome].source.place for outcome in outcomes[outcomes >= 0].tolist())
        found.setdefault((who.segment, who.issue), set()).update(places)
    return {kind: frozenset(places) for kind, places in found.items()}


def _only(scenario: Scenario, kinds: set[Kind]) -> Scenario:
    """The scenario with no customers but these."""
    issues = {
        name: replace(issue, raised_by={who: rate for who, rate in issue.raised_by.items() if (who, name) in kinds})
        for name, issue in scenario.issues.items()
    }
    incidents = {
        name: replace(one, raised_by={who: size for who, size in one.raised_by.items() if (who, one.issue) in kinds})
        for name, one in scenario.incidents.items()
    }
    return replace(scenario, issues=issues, incidents=incidents)


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
        segment=segment,
        at=[place for place in (channel.admits_place,) if place is not None],
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
                outcomes=(branch.outcome for branch in rule.then),
                at=[rule.place],
            )


def _let_read(scenario: Scenario, department: Department, system: str) -> Change:
    reads = (*department.reads, system)
    departments = {**scenario.departments, department.name: replace(department, reads=reads)}
    return _change(
        replace(scenario, departments=departments),
        f"let {department.name} read {system}",
        f"{department.name} reads {system}",
        f"departments: {{{department.name}: {{reads: [{', '.join(reads)}]}}}}",
        outcomes=(branch.outcome for rule in department.rules for branch in rule.then),
        at=[rule.place for rule in department.rules],
    )


def _change(
    scenario: Scenario,
    sentence: str,
    name: str,
    change: str,
    *,
    segment: str | None = None,
    outcomes: Iterable[Outcome] = (),
    at: Iterable[Place] = (),
) -> Change:
    patch = f"  {name}:\n    change:\n      {change}\n"
    met = frozenset(outcome.place for outcome in outcomes)
    return Change(scenario, sentence, name, patch, segment, met, met.union(at))
