"""Walk the graph from every first state and say what is wrong with it.

The walk lets the customer try every channel and time pass at every moment, so what it finds holds for all
customers. It stops at a bound on nodes; what lies beyond is then checked as it is reached.
"""

from collections.abc import Iterator

from journeysim.model.graph import Act, Graph
from journeysim.model.log import Came
from journeysim.model.problem import Place, Problem
from journeysim.model.process import NONE, Context, DepartmentNode, NoRule, Process, State
from journeysim.model.scenario import Condition, Scenario
from journeysim.model.unfold import unfold

BOUND = 20_000
"""Nodes walked when a process is built: well under a second."""


def explore(process: Process, *, bound: int = BOUND) -> list[Problem]:
    """The problems of the reachable graph, and warnings for what it never uses."""
    graph = unfold(process, bound=bound)
    if graph.lacks:
        return [no_rule(process, lack) for lack in graph.lacks]
    if not graph.complete:
        return []
    used = {(label.department, label.rule) for label in graph.labels if label.rule != NONE}
    entered = {label.channel for label in graph.labels if label.act is Act.ATTEMPT and not label.turned_away}
    return [*_unused(process, used, entered), *_shut_out(process, graph)]


def _shut_out(process: Process, graph: Graph) -> Iterator[Problem]:
    """Segments that no channel which they try ever lets in."""
    ways: dict[str, set[str]] = {}
    attempts = [label.act is Act.ATTEMPT and not label.turned_away for label in graph.labels]
    first = graph.first_choice.tolist()
    labels = graph.label.tolist()
    for node, begin, end in zip(graph.nodes, first[:-1], first[1:], strict=True):
        population, _ = process.traits[process.states[node.state].traits]
        found = ways.setdefault(process.populations[population].segment, set())
        found.update(process.channels[graph.labels[n].channel].name for n in labels[begin:end] if attempts[n])
    for segment in process.scenario.segments.values():
        if segment.name in ways and not ways[segment.name] & set(segment.tries):
            tried = f"that '{segment.name}' tries ({', '.join(segment.tries)}) ever lets them in"
            yield Problem(
                segment.place,
                "no-way-in",
                f"no channel {tried}" if segment.tries else f"no channel ever lets '{segment.name}' in",
                "add a channel to 'tries', or widen a gate",
                ("segments", segment.name),
                len(segment.name),
                severity="warning",
            )


def no_rule(process: Process, lack: NoRule) -> Problem:
    """The problem of a department before which a case can come that none of its rules is for."""
    place = process.scenario.departments[lack.department.name].place
    path = ("departments", lack.department.name, "rules")
    return Problem(
        process.scenario.places.get(path, place),
        "no-rule",
        f"no rule of '{lack.department.name}' is for {case_in_words(process, lack.state, lack.context)}",
        "add a last rule without a condition, or one for this case",
        path,
    )


def case_in_words(process: Process, state: State, context: Context) -> str:
    """A case as a person would describe it, with only what is out of the ordinary."""
    population, attributes = process.traits[state.traits]
    who = process.populations[population]
    parts = [f"a {who.segment} with {who.issue}"]
    parts += [f"{name}: {value}" for name, value in attributes.items()]
    parts += [
        f"{name}: {values[value]}"
        for name, values, value in zip(process.fact_names, process.fact_values, state.facts, strict=True)
        if len(values) > 1
    ]
    if context.channel != NONE:
        parts.append(f"by {process.channels[context.channel].name}")
    if context.came != Came.CUSTOMER:
        parts.append(f"came as {Came(context.came).name.lower()}")
    return ", ".join(parts)


def _unused(process: Process, used: set[tuple[int, int]], entered: set[int]) -> Iterator[Problem]:
    scenario = process.scenario
    visited = {department for department, _ in used}
    for department in process.departments:
        if department.index not in visited and scenario.variant is not None:
            continue  # a change may well leave a department without work
        if department.index not in visited:
            yield Problem(
                scenario.departments[department.name].place,
                "unreached",
                f"no case of this scenario can ever come to '{department.name}'",
                "let a channel reach it or a rule hand on to it, or delete it",
                ("departments", department.name),
                len(department.name),
                severity="warning",
            )
            continue
        for number, rule in enumerate(department.rules):
            if (department.index, number) not in used:
                said = scenario.departments[department.name]
                shadowed = any(one.when is None and one.unless is None for one in department.rules[:number])
                unseen = None if shadowed else _unseen(scenario, said.rules[number].when, said.reads)
                why, move = unseen or (_because(department, number), "move it up, change its condition, or delete it")
                yield Problem(
                    rule.place,
                    "dead-rule",
                    f"the rule '{rule.name}' of '{department.name}' never applies{why}",
                    move,
                    ("departments", department.name, "rules", rule.name),
                    len(rule.name),
                    severity="warning",
                )
    for channel in process.channels:
        if channel.index not in entered:
            source = scenario.channels[channel.name]
            place: Place = source.admits_place or source.place
            unseen = _unseen(scenario, source.admits, source.reads)
            why, move = unseen or ("", "change who it admits, or delete it")
            yield Problem(
                place,
                "closed-to-all",
                f"no customer of this scenario may ever enter by '{channel.name}'{why}",
                move,
                ("channels", channel.name),
                len(channel.name),
                severity="warning",
            )


def _unseen(scenario: Scenario, asks: Condition | None, reads: tuple[str, ...]) -> tuple[str, str] | None:
    """Why a condition cannot see what it asks for, and the next move; `None` where it sees all of it."""
    for test in (test for group in asks or () for test in group):
        fact = scenario.facts.get(test.about)
        if fact is None or fact.kept_in is None or fact.kept_in in reads:
            continue
        if fact.values[0] not in test.values:  # who cannot see it takes it to be that
            kept = f"'{test.about}', which is kept in '{fact.kept_in}' and not read here"
            return f": it asks for {kept}", f"add 'reads: {fact.kept_in}', or ask for something else"
    return None


def _because(department: DepartmentNode, number: int) -> str:
    for earlier in department.rules[:number]:
        if earlier.when is None and earlier.unless is None:
            return f", since '{earlier.name}' before it always does"
    return ": no case that can come here fits it before an earlier rule does"
