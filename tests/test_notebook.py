"""`import journeysim as js`: loading, running and looking, in a script and in a notebook."""

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

import journeysim as js
from journeysim.render.as_json import as_json

ROOT = Path(__file__).parents[1]

DESK = """\
journeysim: 1
name: One desk
run: {arrivals: 1 day, horizon: 3 days}
segments: {customer: {patience: {exponential: 6 min}}, member: {patience: endless}}
issues: {question: {raised by: {customer: 15 per h, member: 5 per h}}}
channels: {phone: {takes: 30 s, reaches: desk}}
departments:
  desk: {staff: 2, handling: {exponential: 5 min}, rules: {answer: {then: {resolve: now}}}}
variants: {one more: {about: A third agent., change: {departments: {desk: {staff: 3}}}}}
"""


@pytest.fixture
def desk(tmp_path):
    """A small scenario."""
    path = tmp_path / "desk.yaml"
    path.write_text(DESK)
    return path


def test_a_loaded_scenario_shows_what_it_is(desk):
    """Its parts and variants, by name."""
    study = js.load(desk)
    assert repr(study).splitlines() == [
        "One desk",
        "segments: customer, member",
        "issues: question",
        "channels: phone",
        "departments: desk",
        "variants: one more",
    ]
    assert dict(study.variants) == {"one more": "A third agent."}
    assert study.warnings == ()


def test_bundled_scenarios_are_loaded_by_name():
    """A name is enough."""
    assert js.load("former_customer_refund").scenario.variant is None


def test_a_wrong_scenario_raises_all_its_problems_at_once(desk):
    """Each problem has its place and its code."""
    desk.write_text(DESK.replace("reaches: desk", "reaches: dsek").replace("staff: 2", "staff: two"))
    with pytest.raises(js.ScenarioError) as caught:
        js.load(desk)
    assert {problem.place.line for problem in caught.value.problems} == {6, 8}


def test_a_result_has_frames_that_agree(desk):
    """Events, journeys and figures of all replications tell the same."""
    result = js.load(desk).run(replications=3, seed=4)
    journeys, events, figures = result.journeys, result.events, result.figures
    assert list(journeys["replication"].unique()) == [0, 1, 2]
    assert set(journeys["segment"]) == {"customer", "member"}
    assert len(journeys) == (events["kind"] == "arises").sum()
    assert journeys["counted"].sum() == result.report.cases
    shares = journeys[journeys["counted"]].groupby("replication")["ending"].value_counts(normalize=True)
    mean = shares.xs("resolved", level="ending").mean()
    row = figures.query("scope == 'all' and figure == 'resolved'").iloc[0]
    assert row["value"] == pytest.approx(mean)
    assert row["low"] < row["value"] < row["high"]


def test_a_result_shows_itself_as_text_and_as_a_page(desk):
    """Readable where it stands, in a shell and in a notebook."""
    result = js.load(desk).run(replications=2)
    assert repr(result).startswith("One desk\n2 replications, ")
    assert result._repr_html_().startswith("<h3>One desk</h3>")
    assert result.plot()._repr_png_().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"replications": 0}, ValueError),
        ({"workers": 0}, ValueError),
        ({"seed": -1}, ValueError),
        ({"seed": 1.5}, TypeError),
        ({"replications": 2.5}, TypeError),
        ({"variant": "two more"}, js.ScenarioError),
    ],
)
def test_a_run_that_cannot_be_is_refused(desk, asked, error):
    """As the command refuses it, and before anything is simulated."""
    with pytest.raises(error):
        js.load(desk).run(**asked)


def test_a_form_that_is_none_is_refused(desk):
    """Nothing is answered with nothing."""
    with pytest.raises(ValueError, match="there are text, json, markdown, html"):
        js.render(js.load(desk).run(replications=1).report, "xml")


def test_curves_end_where_the_share_that_was_resolved_ends(desk):
    """The picture's curve of a segment ends at its resolved share, since all are observed long enough."""
    result = js.load(desk).run(replications=2)
    customers = result.journeys.query("counted and segment == 'customer'")
    curve = result._curves()["customer"]
    assert curve.share[-1] == pytest.approx((customers["ending"] == "resolved").mean())
    assert (curve.seconds[1:] >= curve.seconds[:-1]).all()


def test_a_variant_is_run_from_the_same_object(desk):
    """`variant` names what to run; loading the variant gives the same."""
    study = js.load(desk)
    by_run = study.run(replications=2, variant="one more").report
    by_load = js.load(desk, variant="one more").run(replications=2).report
    assert by_run == by_load
    assert by_run.variant == "one more"


def test_the_verbs_in_a_row_give_what_the_command_gives(desk):
    """Nothing happens in the doors that the verbs do not do."""
    process = js.build(js.load(desk).scenario)
    samples = [js.measure(js.simulate(process, seed=9, replication=number)) for number in range(2)]
    report = js.load(desk).run(replications=2, seed=9).report
    assert report.all["attempts"].value == pytest.approx(sum(sample.all["attempts"] for sample in samples) / 2)
    command = [sys.executable, "-m", "journeysim", "run", desk, "-r", "2", "--seed", "9", "--format", "json"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert told == as_json(report, version=js.__version__)
    assert js.render(report).startswith("One desk")


def test_workers_change_nothing(desk):
    """Two processes or one: the same report and the same events."""
    study = js.load(desk)
    alone, together = study.run(replications=4, workers=1), study.run(replications=4, workers=2)
    assert alone.report == together.report
    assert alone.events.equals(together.events)
    assert alone.journeys.equals(together.journeys)


def test_a_story_shows_itself_as_a_letter(desk):
    """The same journey from a run and by itself; asking for one that there is not says which there are."""
    result, study = js.load(desk).run(replications=2), js.load(desk)
    longest = result.story()
    assert repr(longest).startswith("One desk\ncase ")
    assert longest._repr_html_().startswith("<h3>One desk</h3>")
    assert study.story() == longest
    assert study.story(like="phone, resolved").journey.ending == "resolved"
    assert result.story(replication=1).journey.replication == 1
    row = result.journeys.query("replication == 0").iloc[longest.journey.case]
    assert (row["ending"], row["attempts"]) == (longest.journey.ending, longest.journey.attempts)
    with pytest.raises(LookupError, match="there is no replication 2; there are 0 to 1"):
        result.story(replication=2)


def test_a_run_of_nothing_is_refused(desk):
    """No replication, no answer."""
    with pytest.raises(ValueError, match="at least one replication"):
        js.load(desk).run(replications=0)


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem)
def test_every_notebook_runs_from_top_to_bottom(path, tmp_path):
    """In a kernel of its own, in a folder that is not the checkout; and it is kept without outputs."""
    notebook = nbformat.read(path, as_version=4)
    assert not any(cell.get("outputs") for cell in notebook.cells)
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": tmp_path}}).execute()
    last = [cell for cell in notebook.cells if cell.cell_type == "code"][-1]
    assert last.outputs
