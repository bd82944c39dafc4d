"""What is wrong with single outcomes that a segment and issue can meet: where they send, lose or promise."""

from collections.abc import Callable, Iterator

import numpy as np

from journeysim.model.graph import Act
from journeysim.model.log import Came
from journeysim.model.problem import Place
from journeysim.model.process import NONE, Context, Does, OutcomeNode, Process
from journeysim.model.proof import Finding, Step
from journeysim.model.scenario import Promise
from journeysim.verify.subject import WARNING, Subject, story_of
from journeysim.verify.words import condition_in_words, customers_of, odds_in_words, outcome_in_words

SPOKEN = frozenset((Act.HANDLED, Act.CALLS, Act.SPEAKS))
"""Moves at which a department comes to an outcome."""

Met = dict[int, list[int]]
"""Outcomes that a reachable case may meet, with the branches by which it does; none of what the issue begins with."""


def met_outcomes(subject: Subject) -> Met:
    """By a rule, in a call, as what a promise carries out, or as what the issue begins with; the nearest first."""
    graph, process = subject.graph, subject.process
    spoken = np.array([label.act in SPOKEN for label in graph.labels], np.bool_)
    made = np.array([process.items[one.item].outcome if one.act is Act.MATURES else NONE for one in graph.labels])
    owner = np.repeat(np.arange(len(graph.nodes)), np.diff(graph.first_choice))
    may = (spoken | (made != NONE))[graph.label] & subject.reached[owner]
    sizes = np.diff(graph.first_branch)
    carried_out = (graph.outcome != NONE) & (graph.outcome != np.repeat(made[graph.label], sizes))
    branches = np.flatnonzero(np.repeat(may, sizes) & carried_out)
    outcomes = graph.outcome[branches]
    ordered = branches[np.argsort(outcomes, kind="stable")]
    numbers, firsts = np.unique(np.sort(outcomes), return_index=True)
    parts = (part.tolist() for part in np.split(ordered, firsts[1:]))
    found: Met = dict(sorted(zip(numbers.tolist(), parts, strict=False), key=lambda one: one[1][0]))
    begins = process.begins_with[subject.population]
    if begins != NONE:
        found.setdefault(begins, [])
    return found


def blind_handoffs(subject: Subject) -> Iterator[Finding]:
    """Referrals to a channel whose gate refuses this very customer."""
    process = subject.process
    blind: dict[tuple[Place, int], tuple[OutcomeNode, list[int]]] = {}
    for index, branches in met_outcomes(subject).items():
        outcome = process.outcomes[index]
        if outcome.does is not Does.REFER:
            continue
        for branch, target in _targets(subject, branches):
            for channel in outcome.to:
                if _refuses(process, subject.graph.nodes[target].state, channel):
                    _, found = blind.setdefault((outcome.source.place, channel), (outcome, []))
                    found += [] if branch == NONE else [branch]
    for (place, channel), (outcome, branches) in blind.items():
        source = process.scenario.channels[process.channels[channel].name]
        gate = source.admits_place or source.place
        admits = condition_in_words(source.admits) if source.admits is not None else "nobody"
        yield subject.finds(
            code="blind-handoff",
            severity=WARNING,
            sentence=f"{_doer(process, outcome)} sends {customers_of(subject.segment)} to {source.name}, "
            f"whose gate (line {gate.line}) does not let them in: it admits only {admits}.",
            place=place,
            involved=(Step(f"the gate of {source.name}", gate),),
            likelihood=subject.walks.meets_outcome(_sends_blindly(process, place, channel)),
            story=story_of(subject, branches),
        )


def _targets(subject: Subject, branches: list[int]) -> Iterator[tuple[int, int]]:
    """(branch, node to which it leads), once for each node; (`NONE`, first node) for what the issue begins with."""
    targets = subject.graph.target[np.array(branches, np.int64)]
    _, firsts = np.unique(targets, return_index=True)
    for number in np.sort(firsts).tolist():
        yield branches[number], int(targets[number])
    if not branches:
        yield from ((NONE, start) for start in subject.starts)


def _refuses(process: Process, state: int, channel: int) -> bool:
    """Whether the gate of a channel turns away who tries it next."""
    held = process.states[state]
    context = Context(channel, process.referrer(state, channel), int(Came.CUSTOMER), 0, held.age, held.silence)
    return not process.admits(channel, process.attempted(state, channel), context)


def _doer(process: Process, outcome: OutcomeNode) -> str:
    """Who comes to an outcome, and by which rule, as a sentence begins."""
    if outcome.department == NONE:
        return "What the issue begins with"
    department = process.departments[outcome.department]
    own = any(outcome.index in rule.outcomes for rule in department.rules)
    return f"{department.name}, {'by' if own else 'in what follows from'} its rule '{outcome.rule}',"


def _comes_from(place: Place) -> Callable[[OutcomeNode, int], bool]:
    return lambda outcome, _: outcome.source.place == place


def _sends_blindly(process: Process, place: Place, channel: int) -> Callable[[OutcomeNode, int], bool]:
    """Whether an outcome is this referral, and the gate it leads to refuses the case as it then is."""

    def met(outcome: OutcomeNode, state: int) -> bool:
        if outcome.source.place != place:
            return False
        return _refuses(process, process.after(state, outcome.index, noted=False), channel)

    return met


def lost_silently(subject: Subject) -> Iterator[Finding]:
    """Cases that are dropped without a word."""
    process = subject.process
    for index, branches in met_outcomes(subject).items():
        outcome = process.outcomes[index]
        if outcome.does is not Does.DROP:
            continue
        yield subject.finds(
            code="lost-silently",
            severity=WARNING,
            sentence=f"{_doer(process, outcome)} loses cases of {customers_of(subject.segment)} "
            f"without a word{_share_of(process, outcome)}. They go on waiting.",
            place=outcome.source.place,
            likelihood=subject.walks.meets_outcome(_comes_from(outcome.source.place)),
            story=story_of(subject, branches),
        )


def _share_of(process: Process, outcome: OutcomeNode) -> str:
    """Which share of those that a rule handles comes to this outcome, if it is one of the rule's own."""
    if outcome.department == NONE:
        return ""
    for rule in process.departments[outcome.department].rules:
        chances = dict(zip(rule.outcomes, np.diff((0.0, *rule.bounds)).tolist(), strict=True))
        if outcome.index in chances:
            return f": {odds_in_words(chances[outcome.index])} of those that it handles so"
    return ""


def empty_promises(subject: Subject) -> Iterator[Finding]:
    """Promises that nothing carries out."""
    process = subject.process
    for index, branches in met_outcomes(subject).items():
        outcome = process.outcomes[index]
        verb = outcome.source.verb
        if not isinstance(verb, Promise) or (verb.then is not None and verb.kept + verb.late > 0):
            continue
        by_staff = outcome.department != NONE
        maker = process.departments[outcome.department].name if by_staff else "What the issue begins with"
        why = "says nothing of what would be done" if verb.then is None else "is never kept"
        yield subject.finds(
            code="empty-promise",
            severity=WARNING,
            sentence=f"{maker} {outcome_in_words(process, outcome)}, but the promise {why}.",
            place=outcome.source.place,
            likelihood=subject.walks.meets_outcome(_comes_from(outcome.source.place)),
            story=story_of(subject, branches),
        )
