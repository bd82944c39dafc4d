"""The story of the former customer: what is proved of it, and how it is told."""

import numpy as np
import pytest

from journeysim import bundled
from journeysim.build import build
from journeysim.model.proof import Standing
from journeysim.model.unfold import unfold
from journeysim.read import read
from journeysim.verify import solve, verify
from journeysim.verify.mdp import mdp, reachable
from journeysim.verify.words import in_full

PATH = bundled.locate("former_customer_refund")

BEGIN = (
    "A leaver with refund (contract: ended, number: unknown). At the start the company promises it within 30 days: "
    "“You will have it within 30 days.”"
)
LOGGED = (
    "They try chat: chat desk, by its rule 'ask for a refund', hands it to finance and sets request to logged: "
    "“I have put in a request. It is on its way.”"
)
LOST = (
    "Then finance takes up what was handed to it and, by its rule 'pay out', loses it without a word and sets request "
    "to lost."
)
BROKEN = "The promise of 30 days is not kept."

TABLE = [
    ("hotline", "its gate turns them away, since it admits only number: recognised"),
    (
        "chat",
        "chat desk, by its rule 'send on', sends them to hotline: “There is a problem with it. Please phone customer "
        "service.”, or sends them to store: “Nothing I can do from here. Please go to a store.”",
    ),
    (
        "store",
        "store staff, by its rule 'not here', sends them to hotline: “We do not handle refunds. Call customer "
        "service.”",
    ),
    (
        "sales line",
        "sales, by its rule 'not us', sends them to hotline or store: “We only sell. Try customer service, or a "
        "store.”",
    ),
]
PLACES = ["    admits: {number: recognised}", "      send on:", "      not here:", "      not us:"]
"""How the lines begin that the rows of the table point at."""


@pytest.fixture(scope="module")
def proof():
    """What is proved of the baseline."""
    return verify(build(read(PATH)))


def findings(verdict, code):
    """Those of a verdict that have a code."""
    return [finding for finding in verdict.findings if finding.code == code]


def line(place) -> str:
    """The line of the file that a place is on."""
    return PATH.read_text(encoding="utf-8").splitlines()[place.line - 1]


def test_the_subscriber_is_resolvable_in_at_most_one_attempt(proof):
    """Fewer than one on average: the old promise is kept in 2 % of cases."""
    subscriber, _ = proof.verdicts
    assert (subscriber.segment, subscriber.verdict, subscriber.best_case) == ("subscriber", "resolvable", 1.0)
    assert subscriber.fewest_attempts == pytest.approx(0.98, abs=1e-9)
    assert (subscriber.trapped, subscriber.catch_22, subscriber.findings) == (0, 0, ())


def test_the_leaver_is_luck_bound(proof):
    """A request that is paid in 60 % of cases, or else the promise: 1 - 0.98 * 0.4."""
    _, leaver = proof.verdicts
    assert (leaver.segment, leaver.verdict) == ("leaver", "luck_bound")
    assert leaver.best_case == pytest.approx(1 - 0.98 * 0.4, abs=1e-9)
    assert leaver.by_waiting == pytest.approx(0.02, abs=1e-9)
    assert leaver.trapped > 0
    assert leaver.catch_22 > 0
    codes = {finding.code for finding in leaver.findings}
    assert {"trapped", "catch-22", "luck-bound", "endless-loop", "blind-handoff", "lost-silently"} <= codes


def test_a_logged_request_is_a_catch_22_and_a_lost_one_a_trap():
    """In every node of a leaver's case at large, while nothing but the request can resolve it."""
    process = build(read(PATH))
    graph = unfold(process)
    solution = solve(process, graph)
    (leaver,) = [n for n, who in enumerate(process.populations) if who.segment == "leaver"]
    whole = mdp(graph.first_choice, graph.first_branch, graph.target, graph.chance)
    reached = np.flatnonzero(reachable(whole, np.array([node for _, node in graph.roots[leaver]])))
    values = process.fact_values[process.fact_names.index("request")]
    standings = {}
    for node in reached.tolist():
        state = process.states[graph.nodes[node].state]
        if graph.nodes[node].position is None and not graph.resolved[node]:
            paying = len(state.pending)
            standings.setdefault((values[state.facts[0]], paying), set()).add(Standing(int(solution.standing[node])))
    assert standings["none", 1] == {Standing.LUCK_BOUND}
    assert standings["logged", 2] <= {Standing.CATCH_22, Standing.IN_HAND}
    assert Standing.CATCH_22 in standings["logged", 2]
    assert standings["lost", 0] == {Standing.TRAPPED}
    assert standings["lost", 1] == {Standing.CATCH_22}


def test_the_shortest_way_into_the_catch_22_is_one_chat(proof):
    """Two sentences, and then the table of gates and rules."""
    (caught,) = findings(proof.verdicts[1], "catch-22")
    assert [step.sentence for step in caught.story.way_in] == [BEGIN, LOGGED]
    assert caught.sentence == (
        "A leaver with refund can come into a Catch-22: the case ends well with a chance of 61% if they wait, and "
        "nothing that they can do improves it."
    )
    assert "ask for a refund" in line(caught.place) or "ticket: finance" in line(caught.place)


def test_the_shortest_way_into_the_trap_is_told_with_its_round(proof):
    """The promise broken, the request lost; from then on hotline, chat, store and the sales line, for ever."""
    (trapped,) = findings(proof.verdicts[1], "trapped")
    assert [step.sentence for step in trapped.story.way_in] == [BEGIN, BROKEN, LOGGED, LOST]
    tried = [step.sentence.removeprefix("They try ").split(":")[0] for step in trapped.story.loop]
    assert tried[:4] == ["hotline", "chat", "store", "hotline"]
    assert "drop: silently" in line(trapped.place)


@pytest.mark.parametrize("code", ["trapped", "catch-22"])
def test_the_table_names_the_gate_or_rule_at_which_each_channel_ends(proof, code):
    """And the line at which one can change it."""
    (finding,) = findings(proof.verdicts[1], code)
    assert [(row.channel, row.sentence) for row in finding.story.table] == TABLE
    assert all(line(row.place).startswith(begin) for row, begin in zip(finding.story.table, PLACES, strict=True))


def test_with_the_exception_path_nobody_is_stuck():
    """Every reachable node that is not resolved is resolvable or in hand, and nothing is found."""
    process = build(read(PATH, variant="exception path"))
    proof = verify(process)
    assert [verdict.verdict for verdict in proof.verdicts] == ["resolvable", "resolvable"]
    assert proof.findings == ()
    graph = unfold(process)
    standing = solve(process, graph).standing[~graph.resolved]
    assert set(standing.tolist()) <= {Standing.RESOLVABLE, Standing.IN_HAND}


def test_segments_have_their_article():
    """As they are spoken, and not as they are spelt."""
    names = ("leaver", "early bird", "user", "uninsured driver", "unit owner", "European", "usher")
    assert [in_full(name) for name in names] == [
        *("A leaver", "An early bird", "A user", "An uninsured driver", "A unit owner", "A European", "An usher")
    ]
