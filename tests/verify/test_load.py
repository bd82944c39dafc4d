"""Proofs of what clears up by itself, of incidents, and of lines that overflow."""

from journeysim.build import build
from journeysim.model.unfold import unfold
from journeysim.read import read_text
from journeysim.verify import solve, verify
from tests.simulate.telling import scenario

REFUSES = "{desk: {staff: 1, handling: 10 min, rules: {no: {then: {refuse: policy}}}}}"


def verdicts(text: str) -> list[tuple[str, str, float | None, tuple[str, ...]]]:
    """Issue, verdict, best case and what it relies on, of each verdict."""
    proof = verify(build(read_text(text)))
    return [(one.issue, one.verdict, one.best_case, one.relies_on) for one in proof.verdicts]


def test_what_clears_up_is_in_hand_and_the_verdict_says_why() -> None:
    """Waiting suffices; without that, nothing would."""
    issues = "{question: {raised by: {customer: 3 per day}, clears up: 2 days}}"
    assert verdicts(scenario(issues=issues, departments=REFUSES)) == [
        ("question", "in_hand", 1.0, ("only by clearing up",))
    ]
    plain = scenario(issues=issues.replace(", clears up: 2 days", ""), departments=REFUSES)
    assert verdicts(plain) == [("question", "trapped", 0.0, ())]


def test_cases_of_an_incident_have_a_verdict_of_their_own_where_they_alone_clear_up() -> None:
    """Otherwise they fare like the others of their issue and segment."""
    issues = "{question: {raised by: {customer: 3 per day}, clears up: with the incident}}"
    incidents = "{outage: {starts: 2026-01-05, lasts: 1 h, issue: question, raised by: {customer: 3}}}"
    text = scenario(issues=issues, incidents=incidents, departments=REFUSES)
    assert verdicts(text) == [
        ("question", "trapped", 0.0, ()),
        ("question", "in_hand", 1.0, ("only by clearing up",)),
    ]
    plain = text.replace(", clears up: with the incident", "")
    assert verdicts(plain) == [("question", "trapped", 0.0, ())]


def test_the_expected_case_leaves_out_what_clears_up_and_what_lines_do() -> None:
    """Each by name."""
    text = scenario(
        run="{arrivals: 1 day, horizon: none}",
        issues="{question: {clears up: 2 days}}",
        incidents="{outage: {starts: 2026-01-05, lasts: 1 h, issue: question, raised by: {customer: 3}, "
        "announcement: {heard on: phone, after: 1 min, satisfies: 50%}}}",
        departments="{desk: {staff: 1, queue: {overflow: {to: other, after: 1 min}, callback: {offered after: 1 min, "
        "taken: 50%}}, handling: 10 min, rules: {no: {then: {refuse: policy}}}}, "
        "other: {staff: 1, handling: 10 min, rules: {no: {then: {refuse: policy}}}}}",
    )
    (verdict,) = verify(build(read_text(text))).verdicts
    assert verdict.expected is not None
    assert verdict.expected.figures["dead_end"] == 1.0
    assert set(verdict.expected.not_covered) == {
        "lines that overflow into others",
        "customers who are called back in place of waiting",
        "callers whom an announcement satisfies",
        "issues that clear up by themselves",
    }


OVERFLOWS = """{desk: {staff: 1, queue: {overflow: {to: other, after: 5 min}}, handling: 10 min,
    rules: {no: {then: {refuse: policy}}}},
  other: {staff: 1, queue: {overflow: {to: desk, after: 5 min}}, handling: 10 min,
    rules: {answer: {then: {resolve: now}}}}}"""


def test_a_line_that_overflows_falls_kindly_and_is_named() -> None:
    """Who is moved on for long enough is helped; nobody can be moved on for ever without ever being served."""
    assert verdicts(scenario(departments=OVERFLOWS)) == [("question", "resolvable", 1.0, ("only by overflow",))]


def test_who_is_moved_from_line_to_line_is_served_some_day() -> None:
    """Where both desks resolve it, a contact that has begun is in hand, however the lines overflow."""
    text = scenario(departments=OVERFLOWS.replace("{refuse: policy}", "{resolve: now}"))
    process = build(read_text(text))
    graph = unfold(process)
    solution = solve(process, graph)
    lines = [n for n, node in enumerate(graph.nodes) if node.position is not None]
    assert len(lines) == 4
    assert solution.in_hand[lines].all()


def test_no_round_is_endless_where_the_trouble_clears_up() -> None:
    """It is told as a round, but shuts nobody out."""
    text = scenario(issues="{question: {raised by: {customer: 3 per day}, clears up: 2 days}}", departments=REFUSES)
    (finding,) = verify(build(read_text(text))).findings
    assert (finding.code, finding.severity) == ("endless-loop", "warning")
    plain = verify(build(read_text(text.replace(", clears up: 2 days", "")))).findings
    assert [one.severity for one in plain if one.code == "endless-loop"] == ["error"]
