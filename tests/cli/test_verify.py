"""The commands of the proof: `verify` and `export`."""

import json

import pytest
import yaml

from journeysim import bundled
from journeysim.cli.entry import outcome

SHUT_OUT = """\
journeysim: 1
name: Shut out
segments:
  member: {is: {contract: active}}
  leaver: {is: {contract: ended}}
issues: {refund: {raised by: {member: 5 per day, leaver: 1 per day}}}
channels:
  phone: {admits: {contract: active}, reaches: care}
  shop: {reaches: counter}
departments:
  care: {staff: 2, handling: 5 min, rules: {pay: {then: {resolve: now}}}}
  counter: {staff: 1, handling: 5 min, rules: {not here: {then: {refer: phone}}}}
variants:
  open door: {change: {channels: {phone: {admits: {contract: [active, ended]}}}}}
"""

STORY = "former_customer_refund"


@pytest.fixture
def shut_out(tmp_path):
    """A scenario in which nobody helps those who have left."""
    path = tmp_path / "shut_out.yaml"
    path.write_text(SHUT_OUT)
    return path


@pytest.fixture
def verified(capfd):
    """(exit code, output) of `journeysim` with some arguments."""

    def run(*arguments):
        code = outcome([str(argument) for argument in arguments])
        return code, capfd.readouterr().out

    return run


# --- exit codes ---


def test_a_process_that_traps_nobody_exits_with_0(verified, desk):
    """And says that nothing was found."""
    code, said = verified("verify", desk)
    assert code == 0
    assert said.endswith("Nothing found.\n")


def test_a_finding_exits_with_1(verified, shut_out):
    """The finding is told with its place."""
    code, said = verified("verify", shut_out)
    assert code == 1
    assert "✗ trapped: A leaver with refund is trapped from the start" in said
    assert "no Catch-22" not in said


def test_a_file_that_cannot_be_used_exits_with_2(verified, tmp_path):
    """As does a variant that is not there, and two ways to say which."""
    assert verified("verify", tmp_path / "none.yaml")[0] == 2
    assert verified("verify", STORY, "--variant", "no such")[0] == 2
    assert verified("verify", STORY, "--variant", "exception path", "--all-variants")[0] == 2


def test_a_bound_that_is_reached_exits_with_3(verified):
    """The verdict is undetermined, never fine."""
    code, said = verified("verify", STORY, "--bound", 10)
    assert code == 3
    assert said.endswith("Undetermined: there are more states than the bound; raise it with --bound.\n")
    code, said = verified("verify", STORY, "--bound", 10, "--format", "json")
    assert code == 3
    assert {one["verdict"] for one in json.loads(said)["verdicts"]} == {"undetermined"}
    assert [one["best_case"] for one in json.loads(said)["verdicts"]] == [None, None]


def test_the_exception_path_of_the_story_exits_with_0(verified):
    """Nobody is stuck any more."""
    code, said = verified("verify", STORY, "--variant", "exception path")
    assert code == 0
    assert said.endswith("Nothing found.\n")


def test_all_variants_are_verified_in_their_order(verified, shut_out):
    """The baseline first; one finding anywhere fails the whole."""
    code, said = verified("verify", shut_out, "--all-variants", "--format", "json")
    assert code == 1
    baseline, opened = json.loads(said)
    assert (baseline["variant"], opened["variant"]) == (None, "open door")
    assert [one["verdict"] for one in baseline["verdicts"]] == ["resolvable", "trapped"]
    assert [one["verdict"] for one in opened["verdicts"]] == ["resolvable", "resolvable"]
    assert [one["findings"] for one in opened["verdicts"]] == [[], []]


def test_several_scenarios_are_verified_in_their_order(verified, shut_out, desk):
    """One that traps somebody fails them all; an undetermined one decides."""
    code, said = verified("verify", desk, shut_out, "--format", "json")
    assert code == 1
    assert [one["scenario"] for one in json.loads(said)] == ["One desk", "Shut out"]
    assert verified("verify", shut_out, STORY, "--bound", 50)[0] == 3


# --- formats ---


def test_json_has_the_fields_that_are_promised(verified, shut_out):
    """For each segment and issue; findings with story, mends and places."""
    _, said = verified("verify", shut_out, "--format", "json")
    member, leaver = json.loads(said)["verdicts"]
    assert {name: member[name] for name in ("segment", "issue", "verdict", "best_case", "by_waiting")} == {
        "segment": "member",
        "issue": "refund",
        "verdict": "resolvable",
        "best_case": 1.0,
        "by_waiting": 0.0,
    }
    assert (member["fewest_attempts"], member["trapped"], member["catch_22"]) == (1.0, 0, 0)
    assert (leaver["verdict"], leaver["best_case"], leaver["fewest_attempts"]) == ("trapped", 0.0, 0.0)
    assert leaver["trapped"] == leaver["states"] > 0
    assert [one["code"] for one in leaver["findings"]] == ["trapped", "endless-loop", "blind-handoff"]
    trapped = leaver["findings"][0]
    assert trapped["name"] == "trapped of leaver with refund"
    assert trapped["place"]["file"] == str(shut_out)
    assert [row["channel"] for row in trapped["story"]["table"]] == ["phone", "shop"]
    assert trapped["likelihood"] == 1.0
    assert trapped["accepted"] is None
    assert trapped["mends"][0]["best_case"] == 1.0


def test_markdown_is_a_page_for_a_pull_request(verified, shut_out):
    """Verdicts and tables as tables, mends to unfold."""
    code, said = verified("verify", shut_out, "--format", "markdown")
    assert code == 1
    assert said.startswith("## Shut out\n\n| segment | issue | verdict |")
    assert "| leaver | refund | trapped | 0% | 0% | 0 |" in said
    assert "### trapped\n" in said
    assert "| channel | from there |\n| --- | --- |\n| phone | its gate turns them away" in said
    assert "<details><summary>Mend: let leaver in by phone (best case 100%" in said


def test_mermaid_draws_each_story(verified, shut_out):
    """A box for each finding; nothing found is said."""
    _, said = verified("verify", shut_out, "--format", "mermaid")
    assert said.startswith('flowchart TD\n  subgraph f1["trapped: leaver with refund"]\n')
    assert said.count("subgraph") == said.count("\n  end\n") == 3
    _, said = verified("verify", shut_out, "--variant", "open door", "--format", "mermaid")
    assert said == 'flowchart TD\n  nothing["Nothing found."]\n'


# --- what is accepted ---


@pytest.fixture
def accepting(shut_out):
    """The scenario with findings accepted."""

    def write(**reasons):
        lines = "".join(f"  {name}: {reason}\n" for name, reason in reasons.items())
        shut_out.write_text(f"{SHUT_OUT}accepted:\n{lines}")
        return shut_out

    return write


KNOWN = {"trapped of leaver with refund": "They get a letter.", "endless-loop": "Known.", "blind-handoff": "Known."}


def test_what_is_accepted_does_not_fail(verified, accepting):
    """By its full name, or all of a kind by the code."""
    code, said = verified("verify", accepting(**KNOWN))
    assert code == 0
    assert "accepted  trapped of leaver with refund: They get a letter.\n" in said
    assert "✗" not in said


def test_what_is_accepted_is_no_surprise(journeysim, tmp_path):
    """A run does not warn of it; and of several rules that never apply the reason stands there once."""
    told = journeysim("run", "broken_fireplaces", "--variant", "root cause", "-r", "1")
    assert (told.returncode, told.stderr) == (0, "")
    proved = " ".join(journeysim("verify", "broken_fireplaces", "--variant", "root cause").stdout.split())
    assert proved.count("the rules stay") == 1
    assert "accepted dead-rule (4 times): With the next batch nobody comes so far" in proved


def test_what_is_not_accepted_still_fails(verified, accepting):
    """One acceptance is not all."""
    code, said = verified("verify", accepting(**{"trapped of leaver with refund": "They get a letter."}))
    assert code == 1
    assert "✗ trapped" not in said
    assert "✗ endless-loop" in said


def test_an_acceptance_that_no_longer_applies_fails(verified, accepting):
    """It is reported with its line."""
    path = accepting(**KNOWN, **{"trapped of member with refund": "Once upon a time."})
    code, said = verified("verify", path)
    assert code == 1
    number = path.read_text().splitlines().index("  trapped of member with refund: Once upon a time.") + 1
    assert f"stale     {path}:{number}:" in said
    assert "'trapped of member with refund' is accepted, but nothing of that name is found any more" in said


def test_a_variant_may_mend_what_its_baseline_accepts(verified, accepting):
    """The acceptance belongs to the baseline, where it still applies; taken away or not, nothing is stale."""
    path = accepting(**KNOWN)
    assert verified("verify", path, "--variant", "open door")[0] == 0
    assert verified("verify", path, "--all-variants")[0] == 0
    removed = ", ".join(f"{name}: remove" for name in KNOWN)
    path.write_text(
        path.read_text().replace("open door: {change: {", f"open door: {{change: {{accepted: {{{removed}}}, ")
    )
    assert verified("verify", path, "--all-variants")[0] == 0


def test_what_a_variant_accepts_of_itself_has_to_apply_there(verified, accepting):
    """Word for word what the baseline accepts, yet said once more where it is mended."""
    path = accepting(**KNOWN)
    said = "open door: {change: {accepted: {endless-loop: Known.}, "
    path.write_text(path.read_text().replace("open door: {change: {", said))
    code, said = verified("verify", path, "--variant", "open door")
    assert code == 1
    assert "'endless-loop' is accepted, but nothing of that name is found any more" in said


# --- mends ---


def with_variant(text, patch):
    """The scenario with a patch pasted under its `variants`, and the name of the new variant."""
    before, after = text.split("\nvariants:\n")
    return f"{before}\nvariants:\n{patch}{after}", next(iter(yaml.safe_load(patch)))


@pytest.mark.parametrize("scenario", ["shut out", STORY])
def test_every_mend_that_is_offered_does_what_it_says(verified, shut_out, tmp_path, scenario):
    """Its patch, pasted into the scenario, gives the best case that was promised."""
    path = bundled.locate(STORY) if scenario == STORY else shut_out
    _, said = verified("verify", path, "--format", "json")
    patches = {
        mend["patch"]: (verdict["segment"], verdict["issue"], mend["best_case"])
        for verdict in json.loads(said)["verdicts"]
        for finding in verdict["findings"]
        for mend in finding["mends"]
    }
    assert patches
    mended = tmp_path / "mended.yaml"
    for patch, (segment, issue, best_case) in patches.items():
        text, name = with_variant(path.read_text(encoding="utf-8"), patch)
        mended.write_text(text, encoding="utf-8")
        _, said = verified("verify", mended, "--variant", name, "--format", "json")
        found = {(one["segment"], one["issue"]): one["best_case"] for one in json.loads(said)["verdicts"]}
        assert found[segment, issue] == pytest.approx(best_case, abs=1e-9), patch


# --- export ---


def test_the_prism_model_has_its_labels_and_rewards(verified, shut_out):
    """For the segment that is named; with the best moves only, where asked."""
    code, said = verified("export", shut_out, "--format", "prism", "--segment", "member")
    assert code == 0
    assert said.startswith("// member with refund, of 'Shut out'\n")
    for part in ("\nmdp\n", 'rewards "attempts"\n  [attempt] true : 1;\n', 'label "resolved"', 'label "settled"'):
        assert part in said
    _, fewer = verified("export", shut_out, "--format", "prism", "--segment", "member", "--best-moves")
    assert len(fewer) < len(said)


def test_the_pictures_show_every_state(verified, shut_out):
    """Graphviz and Mermaid, coloured by class."""
    code, dot = verified("export", shut_out, "--format", "dot")
    assert code == 0
    assert dot.startswith("digraph journeys {\n")
    assert dot.endswith("}\n")
    code, mermaid = verified("export", shut_out, "--format", "mermaid")
    assert code == 0
    assert mermaid.startswith("flowchart LR\n")
    assert ":::trapped" in mermaid
    assert dot.count("fillcolor=") == mermaid.count("]:::")


def test_export_refuses_what_it_cannot_write(verified, shut_out):
    """Too many states, or a segment that nobody belongs to."""
    assert verified("export", shut_out, "--format", "dot", "--bound", 1)[0] == 2
    assert verified("export", shut_out, "--format", "prism", "--segment", "nobody")[0] == 2
