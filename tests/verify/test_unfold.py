"""The graph is what its definition says: the moves of every node, one after the other."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings

from journeysim.build import build
from journeysim.model.graph import Graph, Label, Node
from journeysim.model.moves import first_nodes, moves
from journeysim.model.problem import ScenarioError
from journeysim.model.process import Process, State
from journeysim.model.unfold import unfold
from journeysim.read import read, read_text
from tests.strategies import scenarios
from tests.verify.proved import desk

SCENARIOS = sorted((Path(__file__).parents[2] / "scenarios").glob("*.yaml"))

Moves = dict[Node, list[tuple[Label, list[tuple[float, Node, int]]]]]


def asked(process: Process) -> Moves:
    """The moves of all reachable nodes, each asked of `moves`."""
    found: Moves = {}
    todo = [node for population in range(len(process.populations)) for _, node in first_nodes(process, population)]
    while todo:
        node = todo.pop()
        if node not in found:
            found[node] = [(move.label, list(move.branches)) for move in moves(process, node)]
            todo += [after for _, branches in found[node] for _, after, _ in branches]
    return found


def unfolded(graph: Graph) -> Moves:
    """The same, read out of a graph's arrays."""
    found: Moves = {}
    nodes = list(graph.nodes)
    for number, node in enumerate(nodes):
        found[node] = []
        for choice in range(graph.first_choice[number], graph.first_choice[number + 1]):
            span = slice(graph.first_branch[choice], graph.first_branch[choice + 1])
            targets = [nodes[target] for target in graph.target[span]]
            branches = zip(graph.chance[span].tolist(), targets, graph.outcome[span].tolist(), strict=True)
            found[node].append((graph.labels[graph.label[choice]], sorted(branches, key=repr)))
    return found


def compared(process: Process) -> None:
    """Both say the same, and each node is found under its number."""
    graph = unfold(process)
    expected = {
        node: [(label, sorted(branches, key=repr)) for label, branches in made] for node, made in asked(process).items()
    }
    assert unfolded(graph) == expected
    assert [graph.nodes.index(node) for node in graph.nodes] == list(range(len(graph.nodes)))


@pytest.mark.parametrize("file", SCENARIOS, ids=lambda file: file.stem)
def test_bundled_scenarios_unfold_as_their_moves_say(file: Path) -> None:
    """With every variant, but for graphs too large to be asked node by node."""
    for variant in (None, *read(file).variants):
        process = build(read(file, variant=variant))
        if len(unfold(process).nodes) <= 10_000:
            compared(process)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(scenarios())
def test_any_scenario_unfolds_as_its_moves_say(text: str) -> None:
    """Everything that the language can say, in small."""
    try:
        process = build(read_text(text))
    except ScenarioError:
        assume(False)
    assume(unfold(process, bound=2000).complete)
    compared(process)


def test_a_state_and_a_position_have_one_number() -> None:
    """What cannot be reached has none."""
    process = build(read_text(desk("answer: {then: {resolve: now}}")))
    nodes = unfold(process).nodes
    unreached = Node(process.number(State(traits=0, contacts=0, stage=1)))
    assert nodes.index(nodes[0]) == 0
    assert unreached not in nodes
    assert nodes[-1] == nodes[len(nodes) - 1]
    assert nodes[:2] == [nodes[0], nodes[1]]


def test_a_visit_has_a_begin_and_an_end_where_it_matters() -> None:
    """A message that counts as a contact is taken up, then done with; one that nobody counts is done with at once."""
    mail = "{mail: {kind: message, reaches: desk}}"
    plain = build(read_text(desk("answer: {then: {resolve: now}}", channels=mail)))
    counts = build(
        read_text(
            desk(
                "answer: {when: {contacts: {at least: 1}}, then: {resolve: now}}, no: {then: {drop: silently}}",
                channels=mail,
            )
        )
    )
    assert [len(unfold(process).nodes) for process in (plain, counts)] == [3, 4]
