"""The graph of a solved process for other tools: a PRISM model, Graphviz, Mermaid."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from journeysim.model.graph import ATTEMPTS, NOT_FOUND, UNNOTICED, Act, Graph, Label
from journeysim.model.process import NONE, Process, Stage
from journeysim.model.proof import Solution, Standing

Mask = npt.NDArray[np.bool_]

COLOURS = {
    Standing.TRAPPED: "#d1495b",
    Standing.IN_HAND: "#9fc3a5",
    Standing.CATCH_22: "#edae49",
    Standing.LUCK_BOUND: "#f4d58d",
    Standing.RESOLVABLE: "#d9e8f5",
    Standing.SETTLED: "#66a182",
}
"""Colours of the classes of nodes."""

BY_CHANCE = {NOT_FOUND: "not found", UNNOTICED: "not noticed"}
"""What becomes of an attempt by chance alone."""


def as_prism(solution: Solution, population: int, *, moves: Mask | None = None) -> str:
    """A Markov decision process in the PRISM language for one population; node n of the graph is `n=n`.

    V is `Pmax=? [F "resolved"]`. With `moves` (a mask over choices) those that keep the best case, the fewest
    attempts are `R{"attempts"}min=? [F "settled"]`. The first step draws how the case begins.
    """
    graph = solution.graph
    who = solution.process.populations[population]
    size = len(graph.nodes)
    begins = " + ".join(f"{chance!r}:(n'={node})" for chance, node in graph.roots[population])
    lines = [
        f"// {who.segment} with {who.issue}, of {solution.process.scenario.name!r}",
        '// V: Pmax=? [F "resolved"]',
        '// fewest attempts, where the moves are those that keep V: R{"attempts"}min=? [F "settled"]',
        "mdp",
        "",
        "module case",
        f"  n : [0..{size}] init {size};",
        f"  [] n={size} -> {begins};",
    ]
    for node in range(size):
        choices = [
            choice
            for choice in range(int(graph.first_choice[node]), int(graph.first_choice[node + 1]))
            if moves is None or moves[choice]
        ]
        if not choices:
            lines.append(f"  [] n={node} -> true;")
        for choice in choices:
            action = "attempt" if label_of(graph, choice).act in ATTEMPTS else ""
            branches = " + ".join(f"{chance!r}:(n'={target})" for chance, target, _ in branches_of(graph, choice))
            lines.append(f"  [{action}] n={node} -> {branches};")
    lines += [
        "endmodule",
        "",
        'rewards "attempts"',
        "  [attempt] true : 1;" if any(line.startswith("  [attempt]") for line in lines) else "  true : 0;",
        "endrewards",
        "",
        f'label "resolved" = {_any_of(graph.resolved)};',
        f'label "settled" = {_any_of(graph.resolved | (solution.best == 0))};',
        f'label "trapped" = {_any_of(solution.standing == Standing.TRAPPED)};',
    ]
    return "\n".join(lines) + "\n"


def _any_of(mask: Mask) -> str:
    """The nodes of a mask as ranges of n."""
    nodes = np.flatnonzero(mask)
    if not len(nodes):
        return "false"
    breaks = np.flatnonzero(np.diff(nodes) > 1)
    begins = nodes[np.concatenate(([0], breaks + 1))].tolist()
    ends = nodes[np.concatenate((breaks, [len(nodes) - 1]))].tolist()
    return " | ".join(f"n={b}" if b == e else f"(n>={b} & n<={e})" for b, e in zip(begins, ends, strict=True))


def label_of(graph: Graph, choice: int) -> Label:
    """What a choice is about."""
    return graph.labels[int(graph.label[choice])]


def branches_of(graph: Graph, choice: int) -> Iterator[tuple[float, int, int]]:
    """(chance, node, outcome) of a choice."""
    for branch in range(int(graph.first_branch[choice]), int(graph.first_branch[choice + 1])):
        yield float(graph.chance[branch]), int(graph.target[branch]), int(graph.outcome[branch])


def as_dot(solution: Solution) -> str:
    """The graph for Graphviz: nodes coloured by their class, choices as points with their chances."""
    graph, process = solution.graph, solution.process
    lines = ["digraph journeys {", "  node [shape=box, style=filled, fontsize=10];", "  edge [fontsize=9];"]
    for node in range(len(graph.nodes)):
        colour = COLOURS[Standing(int(solution.standing[node]))]
        lines.append(f'  n{node} [label="{_quoted(node_in_words(process, graph, node))}", fillcolor="{colour}"];')
    for population, roots in enumerate(graph.roots):
        who = process.populations[population]
        lines.append(f'  p{population} [shape=plaintext, style="", label="{_quoted(f"{who.segment}: {who.issue}")}"];')
        lines += [f'  p{population} -> n{node} [label="{chance:.4g}"];' for chance, node in roots]
    for node in range(len(graph.nodes)):
        for choice in range(int(graph.first_choice[node]), int(graph.first_choice[node + 1])):
            words = _quoted(label_in_words(process, label_of(graph, choice)))
            style = "" if label_of(graph, choice).act in ATTEMPTS else ", style=dashed"
            branches = list(branches_of(graph, choice))
            if len(branches) == 1:
                lines.append(f'  n{node} -> n{branches[0][1]} [label="{words}"{style}];')
                continue
            lines.append(f'  c{choice} [shape=point, label=""];')
            lines.append(f'  n{node} -> c{choice} [label="{words}"{style}];')
            lines += [f'  c{choice} -> n{target} [label="{chance:.4g}"];' for chance, target, _ in branches]
    return "\n".join([*lines, "}"]) + "\n"


def as_mermaid(solution: Solution) -> str:
    """The graph as a Mermaid flow chart, a node for each node, solid arrows for the customer's moves."""
    graph, process = solution.graph, solution.process
    lines = ["flowchart LR"]
    for node in range(len(graph.nodes)):
        standing = Standing(int(solution.standing[node])).name.lower()
        lines.append(f'  n{node}["{_plain(node_in_words(process, graph, node))}"]:::{standing}')
    for population, roots in enumerate(graph.roots):
        who = process.populations[population]
        lines.append(f'  p{population}(["{_plain(f"{who.segment}: {who.issue}")}"])')
        lines += [f"  p{population} -->|{chance:.4g}| n{node}" for chance, node in roots]
    for node in range(len(graph.nodes)):
        for choice in range(int(graph.first_choice[node]), int(graph.first_choice[node + 1])):
            label = label_of(graph, choice)
            arrow = "-->" if label.act in ATTEMPTS else "-.->"
            for chance, target, outcome in branches_of(graph, choice):
                words = BY_CHANCE.get(outcome) or label_in_words(process, label)
                share = "" if chance == 1 else f" {chance:.4g}"
                lines.append(f"  n{node} {arrow}|{_plain(words)}{share}| n{target}")
    lines += [f"  classDef {standing.name.lower()} fill:{colour}" for standing, colour in COLOURS.items()]
    return "\n".join(lines) + "\n"


def node_in_words(process: Process, graph: Graph, node: int) -> str:
    """What holds at a node: facts, notes, what is pending, where the customer is."""
    state = process.states[graph.nodes[node].state]
    position = graph.nodes[node].position
    facts = [
        f"{name}: {values[value]}"
        for name, values, value in zip(process.fact_names, process.fact_values, state.facts, strict=True)
    ]
    notes = [f"note in {system}" for number, system in enumerate(process.systems) if state.notes >> number & 1]
    stage = {Stage.OPEN: "", Stage.SEEMS: "seemingly resolved", Stage.RESOLVED: "resolved"}[Stage(state.stage)]
    pending = f"{len(state.pending)} pending" if state.pending else ""
    where = ""
    if position is not None:
        where = f"{'with' if position.in_hand else 'in line at'} {process.departments[position.department].name}"
    elif state.referral != NONE:
        _, channels = process.referrals[state.referral]
        where = f"sent to {' or '.join(process.channels[channel].name for channel in channels)}"
    parts = [stage, *facts, *notes, pending, where]
    return ", ".join(part for part in parts if part) or "open"


def label_in_words(process: Process, label: Label) -> str:
    """What a choice is about, in a few words."""
    match label.act:
        case Act.ATTEMPT:
            return process.channels[label.channel].name + (" (turned away)" if label.turned_away else "")
        case Act.HANDLED:
            department = process.departments[label.department]
            return f"{department.name}: {department.rules[label.rule].name}"
        case Act.STARTS if label.department != NONE:
            return f"{process.departments[label.department].name} takes it up"
        case Act.MATURES:
            return "what is pending comes due"
        case Act.CALLS:
            return f"{process.departments[label.department].name} calls"
        case Act.RETURNS:
            return f"the voicemail of {process.departments[label.department].name} is returned"
        case Act.SPEAKS:
            return f"{process.departments[label.department].name} speaks to them"
        case Act.WATCHES:
            return f"a watchdog hands it to {process.departments[label.department].name}"
        case _:
            return label.act.name.lower().replace("_", " ")


def _quoted(words: str) -> str:
    return words.replace("\\", "\\\\").replace('"', '\\"')


def _plain(words: str) -> str:
    return words.replace('"', "'").replace("|", "/").replace("<", "‹").replace(">", "›")
