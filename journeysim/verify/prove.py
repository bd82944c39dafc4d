"""One proof of one process: solve the graph, read off the verdicts, and say what is wrong."""

from dataclasses import replace

import numpy as np

from journeysim.model.problem import Place
from journeysim.model.process import Process
from journeysim.model.proof import Finding, Proof, Solution, Standing, Verdict
from journeysim.model.unfold import unfold
from journeysim.verify.expected import expected
from journeysim.verify.findings import findings
from journeysim.verify.first import first
from journeysim.verify.likelihood import Walks
from journeysim.verify.mdp import mdp, reachable
from journeysim.verify.relying import relied_on
from journeysim.verify.solve import solve
from journeysim.verify.subject import Subject

WORDS = {
    Standing.TRAPPED: "trapped",
    Standing.IN_HAND: "in_hand",
    Standing.CATCH_22: "catch_22",
    Standing.LUCK_BOUND: "luck_bound",
    Standing.RESOLVABLE: "resolvable",
    Standing.SETTLED: "resolvable",
}

UNDETERMINED = "undetermined"

BOUND = 5_000_000
"""Nodes unfolded at most; past it the verdict is undetermined."""


def verify(process: Process, *, bound: int = BOUND) -> Proof:
    """What can and cannot happen to the customers of a process, without simulating.

    For each segment and issue the class of its first state, best case, the case by waiting, fewest attempts, and the
    findings with their shortest stories. Where the graph has more than `bound` nodes every verdict is `undetermined`.
    Findings that the scenario accepts carry its reason; acceptances that no longer apply are in `Proof.stale`.
    """
    graph = unfold(process, bound=bound)
    if not graph.complete:
        return _accepted(
            process, Proof(process.scenario.name, process.scenario.variant, _undetermined(process, len(graph.nodes)))
        )
    solution = solve(process, graph)
    verdicts = tuple(_verdict(process, solution, population) for population in kinds(process))
    general = tuple(_dead_rules(process))
    return _accepted(process, Proof(process.scenario.name, process.scenario.variant, verdicts, general=general))


def briefly(process: Process, *, bound: int = BOUND) -> tuple[Verdict, ...]:
    """The verdicts alone, without findings and without the expected case."""
    graph = unfold(process, bound=bound)
    if not graph.complete:
        return _undetermined(process, len(graph.nodes))
    solution = solve(process, graph)
    return tuple(_bare(process, solution, population) for population in kinds(process))


def kinds(process: Process) -> list[int]:
    """The populations to tell of: those that an incident causes fare like others of their segment and issue, unless
    they alone clear up.
    """
    first: dict[tuple[str, str, bool], int] = {}
    for number, who in enumerate(process.populations):
        first.setdefault((who.issue, who.segment, who.clears_up), number)
    return list(first.values())


def _undetermined(process: Process, states: int) -> tuple[Verdict, ...]:
    return tuple(
        Verdict(who.segment, who.issue, UNDETERMINED, None, None, None, states, 0, 0)
        for who in map(process.populations.__getitem__, kinds(process))
    )


def _verdict(process: Process, solution: Solution, population: int) -> Verdict:
    graph = solution.graph
    whole = mdp(graph.first_choice, graph.first_branch, graph.target.astype(np.int64), graph.chance)
    reached = reachable(whole, np.array([node for _, node in graph.roots[population]], np.int64))
    subject = Subject(process, solution, population, reached, Walks(process, graph, population))
    return replace(
        _bare(process, solution, population),
        relies_on=tuple(relied_on(solution, population)),
        findings=tuple(findings(subject)),
        expected=expected(process, population),
    )


def _bare(process: Process, solution: Solution, population: int) -> Verdict:
    who = process.populations[population]
    start = first(solution, population)
    return Verdict(
        segment=who.segment,
        issue=who.issue,
        verdict=UNDETERMINED if start.standing is None else WORDS[start.standing],
        best_case=start.best,
        by_waiting=start.waiting,
        fewest_attempts=start.attempts,
        states=start.nodes,
        trapped=start.standings[Standing.TRAPPED],
        catch_22=start.standings[Standing.CATCH_22],
    )


def _dead_rules(process: Process) -> list[Finding]:
    """Rules that no case can ever meet, and channels that nobody may enter, as building found them."""
    return [
        Finding(problem.code, problem.severity, "", "", f"{problem.fact[0].upper()}{problem.fact[1:]}.", problem.place)
        for problem in process.warnings
    ]


def _accepted(process: Process, proof: Proof) -> Proof:
    """The proof with the scenario's reasons on the findings that it accepts, and the acceptances left over.

    What a variant has from its baseline is left over there, not here: a variant may well mend it.
    """
    reasons = process.scenario.accepted
    used: set[str] = set()

    def marked(finding: Finding) -> Finding:
        for name in (finding.name, finding.code):
            if name in reasons:
                used.add(name)
                return replace(finding, accepted=reasons[name])
        return finding

    verdicts = tuple(replace(verdict, findings=tuple(map(marked, verdict.findings))) for verdict in proof.verdicts)
    general = tuple(map(marked, proof.general))
    here = Place(process.scenario.file, 1, 1)
    places = process.scenario.places
    left = [name for name in reasons if name not in used and name not in process.scenario.handed_down]
    stale = tuple((name, places.get(("accepted", name), here)) for name in left)
    return replace(proof, verdicts=verdicts, general=general, stale=stale)
