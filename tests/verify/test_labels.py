"""Journeys labelled by the proof: by hand, in the story of the refund, and over scenarios at random."""

import numpy as np
import pytest
from scipy import stats

from journeysim.build import build
from journeysim.bundled import scenarios
from journeysim.measure import journeys, measure
from journeysim.model.log import Kind
from journeysim.model.sample import Question
from journeysim.model.unfold import unfold
from journeysim.read import read, read_text
from journeysim.replicate import answer, replicate
from journeysim.simulate import simulate
from journeysim.verify import labels, solve, verify
from journeysim.verify.expected import expected
from tests.verify.any_scenario import any_scenario

LEVEL = 1e-6
"""The chance that one comparison with an exact likelihood fails a correct program."""


def solved(process):
    """Its solution."""
    return solve(process, unfold(process))


@pytest.fixture(scope="module")
def refund():
    """The story of the refund, solved."""
    return solved(build(read(scenarios()["former_customer_refund"])))


def who(log, segment: str):
    """The cases of a segment."""
    populations = [one.segment == segment for one in log.book.populations]
    return np.array(populations)[log.cases["population"]]


# --- by hand ---

MAZE = """
journeysim: 1
name: Maze
run: {arrivals: 1 day, horizon: 10 days}
facts: {request: [none, sent, lost]}
segments:
  guest:
    tries: [phone]
    pauses: 1 h
    starts over: {times: 2, after: 1 h}
issues:
  question: {raised by: {guest: {cases: 1}}}
channels:
  phone: {reaches: desk}
departments:
  desk:
    staff: 1
    handling: 10 min
    rules:
      pass on:
        when: {request: none}
        then: {set: {request: sent}, ticket: office}
      no: {then: {refuse: yes}}
  office:
    staff: 1
    handling: 2 h
    rules:
      look:
        then:
          - {chance: CHANCE, resolve: now}
          - {chance: REST, set: {request: lost}, drop: silently}
"""


def maze(chance: int):
    """The maze with the office helping so often, labelled: one customer whose luck is bad."""
    process = build(read_text(MAZE.replace("CHANCE", f"{chance}%").replace("REST", f"{100 - chance}%")))
    solution = solved(process)
    for seed in range(50):
        log = simulate(process, seed=seed)
        if Kind.RESOLVES not in log.rows["kind"]:
            return log, labels(solution, log)
    raise AssertionError("fifty times lucky")


def test_a_small_maze_by_hand():
    """Ten minutes at the desk, two hours in which only the office can help, then nothing any more."""
    log, found = maze(50)
    begins = int(log.rows["time"][log.rows["kind"] == Kind.ARISES][0]) / 1000
    assert (found.met_catch_22.tolist(), found.met_trap.tolist(), found.unknown) == ([True], [True], 0)
    assert found.catch_22_at.tolist() == [pytest.approx(begins + 600)]
    assert found.in_catch_22.tolist() == [pytest.approx(2 * 3600)]
    assert found.trap_at.tolist() == [pytest.approx(begins + 600 + 2 * 3600)]
    assert found.in_trap.tolist() == [pytest.approx(log.horizon / 1000 - found.trap_at[0])]
    contacts = log.rows["visit"][(log.rows["kind"] == Kind.STARTS) & (log.rows["channel"] >= 0)].tolist()
    assert len(contacts) > 1
    assert found.futile_visits.tolist() == contacts[1:]
    assert found.futile.tolist() == [len(contacts) - 1]


def test_figures_and_columns_are_those_of_the_labels():
    """Shares of cases, a mean per case, and one entry a case; without labels there are none."""
    log, found = maze(50)
    sample, table = measure(log, labels=found), journeys(log, labels=found)
    for part in (sample.all, sample.segments["guest"], sample.issues["question"]):
        assert (part["met_catch_22"], part["met_trap"], part["futile"]) == (1, 1, found.futile[0])
    assert table["met_trap_at"].tolist() == found.trap_at.tolist()
    assert table["in_catch_22"].tolist() == found.in_catch_22.tolist()
    assert table["futile"].tolist() == found.futile.tolist()
    asked = Question("met_trap")
    assert measure(log, questions=[asked], labels=found).answers[asked] == 1
    bare = measure(log, questions=[asked])
    assert np.isnan(bare.answers[asked])
    assert "met_trap" not in bare.all
    assert "met_trap" not in journeys(log)


def test_nothing_is_said_where_nothing_is_proved():
    """A graph that is not complete proves nothing."""
    process = build(read_text(MAZE.replace("CHANCE", "50%").replace("REST", "50%")))
    log = simulate(process)
    with pytest.raises(ValueError, match="not complete"):
        labels(solve(process, unfold(process, bound=2)), log)


def test_a_report_says_where_journeys_are_not_labelled(monkeypatch):
    """Past the bound the figures are absent, and a note says so."""
    process = build(read_text(MAZE.replace("CHANCE", "50%").replace("REST", "50%")))
    samples = [one.sample for one in replicate(process, replications=2, workers=1)]
    assert not answer(process.scenario, samples).notes
    monkeypatch.setattr("journeysim.replicate.LABELS", 2)
    bare = [one.sample for one in replicate(process, replications=2, workers=1)]
    report = answer(process.scenario, bare)
    assert "met_catch_22" not in report.all
    assert [note for note in report.notes if note.startswith("met_catch_22, met_trap and futile are not known")]


def test_workers_label_alike():
    """What comes out does not depend on who works it out."""
    process = build(read(scenarios()["former_customer_refund"]))
    one, two = ([run.sample for run in replicate(process, replications=2, workers=workers)] for workers in (1, 2))
    assert [sample.segments for sample in one] == [sample.segments for sample in two]


# --- the refund ---


def test_former_customers_meet_what_was_proved(refund):
    """Nearly all the Catch-22, two in five the trap; each contact after the first with the chat is for nothing."""
    log = simulate(refund.process, seed=1)
    found, table = labels(refund, log), journeys(log)
    leavers, subscribers = who(log, "leaver"), who(log, "subscriber")
    assert found.unknown == 0
    assert 0.9 < found.met_catch_22[leavers].mean() <= 1
    assert 0.25 < found.met_trap[leavers].mean() < 0.55
    assert not (found.met_catch_22 | found.met_trap)[subscribers].any()
    assert (found.catch_22_at[found.met_trap] < found.trap_at[found.met_trap]).all()
    assert (table["ending"][found.met_trap] != "resolved").all()
    futile = set(found.futile_visits.tolist())
    chat = next(n for n, channel in enumerate(log.book.channels) if channel.name == "chat")
    rows = log.rows[(log.rows["kind"] == Kind.STARTS) & (log.rows["channel"] >= 0)]
    logged = set()
    for row in rows[np.isin(rows["case"], np.flatnonzero(leavers))]:
        case = int(row["case"])
        assert (int(row["visit"]) in futile) == (case in logged or row["channel"] != chat)
        if row["channel"] == chat:
            logged.add(case)


def test_the_variant_has_neither(refund):
    """Where somebody owns the refund nobody is caught, and no contact of theirs is for nothing."""
    solution = solved(build(read(scenarios()["former_customer_refund"], variant="exception path")))
    log = simulate(solution.process, seed=1)
    found = labels(solution, log)
    assert not (found.met_catch_22 | found.met_trap).any()
    assert not found.futile[who(log, "leaver")].any()


def test_patient_customers_meet_it_as_likely_as_proved(refund):
    """The exact likelihoods of the findings."""
    likelihood = {
        finding.code: finding.likelihood
        for finding in verify(refund.process).findings
        if finding.code in ("trapped", "catch-22") and finding.segment == "leaver"
    }
    met = {"trapped": [0, 0], "catch-22": [0, 0]}
    for number in range(5):
        log = simulate(refund.process, seed=2, replication=number, patient=True)
        found, leavers = labels(refund, log, patient=True), who(log, "leaver")
        assert found.unknown == 0
        for code, column in (("trapped", found.met_trap), ("catch-22", found.met_catch_22)):
            met[code][0] += int(column[leavers].sum())
            met[code][1] += int(leavers.sum())
    assert likelihood.keys() == met.keys()
    for code, (some, all_) in met.items():
        assert stats.binomtest(some, all_, likelihood[code]).pvalue > LEVEL


# --- any scenario ---


@pytest.mark.parametrize("seed", range(12))
def test_every_state_on_the_way_is_in_the_graph(seed):
    """Engine and patient customers come to no state that the graph does not have, and a trap is never left."""
    process = build(read_text(any_scenario(seed, cases=15)))
    graph = unfold(process, bound=20_000)
    if not graph.complete or any(expected(process, n).figures["unresolved"] for n in range(len(process.populations))):
        return  # nothing is proved, or some journeys go on for ever
    solution = solve(process, graph)
    for patient in (False, True):
        log = simulate(process, seed=seed, patient=patient)
        found, table = labels(solution, log, patient=patient), journeys(log)
        assert found.unknown == 0
        assert (table["ending"][found.met_trap] != "resolved").all()
        left = log.horizon / 1000 - found.trap_at[found.met_trap]
        assert (found.in_trap[found.met_trap] <= left + 1e-6).all()
        assert (found.futile <= table["contacts"]).all()
