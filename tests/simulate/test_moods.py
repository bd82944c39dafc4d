"""How customers feel, and what it makes them do."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journeysim.build import build
from journeysim.measure import journeys, laws, measure
from journeysim.measure.moods import moods
from journeysim.measure.reading import reading
from journeysim.model.log import Kind, Stop
from journeysim.model.sample import Question
from journeysim.read import read_text
from journeysim.simulate import simulate, world
from journeysim.simulate.feelings import Feelings
from tests.measure.plain_mood import plain_mood
from tests.simulate.telling import log_of, scenario, story
from tests.strategies import scenarios

pytestmark = pytest.mark.usefixtures("glanced_at")

TRIES = (Kind.ATTEMPT, Kind.DEAD_END, Kind.STOPS, Kind.RESOLVES)
ROW = 38
"""Bytes of a row."""


def mood(text: str, figure: str = "mood") -> float:
    """A figure of mood of the only customer."""
    asked = Question(figure)
    return measure(log_of(text), questions=[asked]).answers[asked]


def desk(rule: str, **others: str) -> str:
    """One customer, one phone, one desk with one rule."""
    text = f"{{desk: {{staff: 9, handling: 10 min, rules: {{only: {{then: {rule}}}}}}}}}"
    return scenario(departments=text, **others)


# --- what moves it ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("then", "expected"),
    [
        ("{resolve: now}", 0.4),
        ("{resolve: {gesture: 50}}", 0.8),
        ("{resolve: {after: 3 weeks}}", -0.3 + 0.4),
        ("{resolve: {after: 20 days, silently: yes}}", 0.4),
        ("{refuse: policy}", -0.2),
        ("{promise: {within: 2 days, kept: 0%, then: {resolve: now}}}", -0.3),
        ("{promise: {within: 2 days, kept: 0%, late: 100%, then: {resolve: now}}}", -0.3 + 0.4),
        ("{promise: {within: 2 days, then: {resolve: now}}}", 0.4),
    ],
)
def test_what_the_company_does_moves_the_mood(then: str, expected: float) -> None:
    """By the documented amounts; weeks of silence count while the case is open and the customer has not stopped."""
    text = desk(then, segments="{customer: {gives up: {attempts: 1}, chases: 2 days}}")
    assert mood(text) == pytest.approx(expected)


def test_weeks_of_silence_count_for_as_long_as_the_customer_waits() -> None:
    """Of three weeks without a word only the full ones, and none once they have stopped."""
    text = desk(
        "{resolve: {after: 20 days, silently: yes}}", segments="{customer: {gives up: {attempts: 1}, chases: 15 days}}"
    )
    assert mood(text) == pytest.approx(-0.2 + 0.4)
    assert mood(text.replace("15 days", "30 days")) == pytest.approx(-0.2 + 0.4)
    assert mood(text.replace("15 days", "13 days")) == pytest.approx(-0.1 + 0.4)


def test_a_fix_that_proves_false_takes_back_what_it_gave() -> None:
    """The gesture is kept."""
    text = desk(
        "{resolve: {works: 0%, gesture: 5, reopens after: 1 day}}", segments="{customer: {gives up: {attempts: 1}}}"
    )
    assert mood(text) == pytest.approx(0.4)
    assert mood(text, "mood_lowest") == 0


def test_waiting_counts_by_the_time_and_doors_and_referrals_each_time() -> None:
    """A gate, an hour and a half in line and ten minutes more, a referral, and the story told again."""
    text = scenario(
        run="{arrivals: 1 day, horizon: 2 days}",
        issues="{question: {raised by: {customer: {at: [0 s, 0 s]}}}}",
        segments="{customer: {mood: 0, tries: [gate, phone]}}",
        channels="{phone: {reaches: desk}, gate: {admits: {contacts: {over: 9}}, reaches: desk}}",
        departments="""
  desk: {staff: 1, handling: 90 min, retelling: 10 min, rules: {
    first: {when: {contacts: {under: 2}}, then: {refer: {to: phone, after: 2 h}}}, then: {then: {resolve: now}}}}""",
    )
    log = log_of(text)
    first, second = journeys(log)["mood"]
    assert first == pytest.approx(-0.1 - 0.1 - 0.1 + 0.4)
    assert second == pytest.approx(-0.1 - 0.3 - 0.1 - 0.2 / 6 - 0.1 + 0.4, abs=2e-6)


@pytest.mark.parametrize(("empathy", "expected"), [(0, 0.3), (0.5, 0.4), (1, 0.5)])
def test_the_tone_counts_with_each_contact(empathy: float, expected: float) -> None:
    """Twice 0.2 from one end to the other, half of it each way."""
    text = desk("{resolve: now}").replace("staff: 9", f"staff: 9, empathy: {empathy}")
    assert mood(text) == pytest.approx(expected)


def test_amounts_and_bounds_are_the_scenario_s() -> None:
    """Whoever begins low enough leaves; a generous resolution may turn them right round."""
    text = desk(
        "{resolve: {gesture: 200}}",
        segments="{customer: {mood: -0.7, churns: {mood: -0.6}, promotes: {mood: 0.2}}}",
        mood="{resolved: 0.5, gesture: 0.6}",
    )
    sample = measure(log_of(text))
    assert {name: sample.all[name] for name in ("mood", "mood_start", "mood_lowest", "mood_before")} == pytest.approx(
        {"mood": 0.4, "mood_start": -0.7, "mood_lowest": -0.7, "mood_before": -0.7}
    )
    assert [sample.all[name] for name in ("churned", "promoters", "recovered", "silent_dissatisfied")] == [0, 1, 1, 0]
    assert sample.all["cost"] == 200


def test_a_mood_stays_within_its_scale() -> None:
    """No amount moves it past either end."""
    assert mood(desk("{refuse: no}", mood="{refused: -2}", segments="{customer: {mood: 0.5}}")) == -1
    assert mood(desk("{resolve: now}", mood="{resolved: 2}", segments="{customer: {mood: 0.5}}")) == 1


def test_figures_of_mood_are_shown_where_the_scenario_speaks_of_it() -> None:
    """Elsewhere they cost nothing, and are worked out where somebody asks."""
    assert "mood" not in measure(log_of(desk("{resolve: now}"))).all
    assert "mood" not in journeys(log_of(desk("{resolve: now}")))
    assert mood(desk("{resolve: now}")) == pytest.approx(0.4)
    assert "silent_dissatisfied" in measure(log_of(desk("{resolve: now}", segments="{customer: {mood: 0}}"))).all


# --- what it decides ----------------------------------------------------------------------------------------------

LOW = "{customer: {gives up: {mood: -0.3}, starts over: {times: 9}}}"


def test_below_a_mood_the_customer_gives_up() -> None:
    """After the second refusal they have had enough."""
    assert story(desk("{refuse: policy}", segments=LOW), *TRIES) == [
        "00:00:00 customer 0 tries phone",
        "00:10:00 customer 0 hits a dead end",
        "01:10:00 customer 0 tries phone",
        "01:20:00 customer 0 hits a dead end",
        "01:20:00 customer 0 stops in a dead end",
    ]
    two = scenario(
        segments="{customer: {gives up: {mood: -0.1}}}",
        channels="{phone: {reaches: desk}, shop: {reaches: desk}}",
        departments="{desk: {staff: 9, handling: 10 min, rules: {no: {then: {refuse: policy}}}}}",
    )
    assert story(two, *TRIES) == ["00:00:00 customer 0 tries phone", "00:10:00 customer 0 stops in too low a mood"]


def test_below_a_mood_the_customer_escalates() -> None:
    """Asked at each failed attempt; the first refusal alone is not enough."""
    text = scenario(
        segments="{customer: {tries: [phone, shop], escalates: {blog: {when: {mood: {under: -0.3}}}}}}",
        channels="{phone: {reaches: desk}, shop: {reaches: desk}, blog: {kind: message, public: yes, reaches: desk}}",
        departments="""{desk: {staff: 9, handling: 10 min, rules: {
            help: {when: {channel: blog}, then: {resolve: now}}, no: {then: {refuse: policy}}}}}""",
    )
    assert story(text, *TRIES) == [
        "00:00:00 customer 0 tries phone",
        "01:10:00 customer 0 tries shop",
        "02:20:00 customer 0 escalates to blog",
        "02:30:00 customer 0 is resolved",
    ]


def test_weeks_of_silence_are_felt_when_the_customer_chases() -> None:
    """Two full weeks without a word at 0.1 each are enough to go to the blog instead."""
    text = scenario(
        segments="{customer: {tries: [phone], chases: 15 days, escalates: {blog: {when: {mood: {under: -0.1}}}}}}",
        channels="{phone: {reaches: desk}, blog: {kind: message, public: yes, reaches: press}}",
        departments="""
  desk: {staff: 9, handling: 10 min, rules: {lose: {then: {drop: silently}}}}
  press: {staff: 9, handling: 10 min, rules: {help: {then: {resolve: now}}}}""",
    )
    assert story(text, *TRIES)[1] == "15d 01:10:00 customer 0 escalates to blog"
    assert story(text.replace("15 days", "13 days"), *TRIES)[1:3] == [
        "13d 00:10:00 customer 0 hits a dead end",
        "13d 00:10:00 customer 0 stops in a dead end",
    ]


TWO_TONES = """
journeysim: 1
name: Two tones
run: {arrivals: 5 days, horizon: 30 days}
MOOD
segments: {customer: {gives up: {mood: -0.25}, starts over: {times: 9}, patience: {exponential: 30 min}}}
issues: {question: {raised by: {customer: 60 per day}}}
channels: {phone: {reaches: desk}, shop: {reaches: desk}}
departments:
  desk:
    staff: 3
    empathy: EMPATHY
    handling: {exponential: 50 min}
    rules: {any: {then: [{chance: 50%, resolve: now}, {chance: 50%, refuse: policy}]}}
"""


def test_after_the_end_only_keeps_every_path_equal() -> None:
    """Empathy alone differs: the same rows, other moods. Where moods decide, paths part."""

    def run(drives: str, empathy: str):
        return log_of(TWO_TONES.replace("MOOD", drives).replace("EMPATHY", empathy))

    kind, gruff = (run("mood: {drives: after the end only}", empathy) for empathy in ("0.9", "0.1"))
    assert kind.rows.tobytes() == gruff.rows.tobytes()
    assert not np.any((kind.rows["kind"] == Kind.STOPS) & (kind.rows["cause"] == Stop.MOOD))
    figures = [measure(log).all for log in (kind, gruff)]
    assert figures[0]["mood"] > figures[1]["mood"]
    assert figures[0]["churned"] < figures[1]["churned"]
    same = {name for name in figures[0] if figures[0][name] == figures[1][name]}
    assert {"resolved", "attempts", "contacts", "time_to_resolution_median", "effort", "abandoned"} <= same
    kind, gruff = (run("mood: {drives: behaviour}", empathy) for empathy in ("0.9", "0.1"))
    assert kind.rows.tobytes() != gruff.rows.tobytes()
    assert np.any((gruff.rows["kind"] == Kind.STOPS) & (gruff.rows["cause"] == Stop.MOOD))


def test_who_never_complains_is_counted_as_silently_dissatisfied() -> None:
    """Of those who end below the bound, all but who went public or escalated."""
    text = scenario(
        issues="{question: {raised by: {customer: {cases: 2000}}}}",
        segments="{customer: {churns: {mood: -0.1}, escalates: {complaint: {chance: 30%}}}}",
        channels="{phone: {reaches: desk}, complaint: {kind: message, reaches: desk}}",
        departments="{desk: {staff: 900, handling: 10 min, rules: {no: {then: {refuse: policy}}}}}",
    )
    found = measure(log_of(text)).all
    assert found["churned"] == 1
    assert found["silent_dissatisfied"] == pytest.approx(0.7, abs=0.03)


# --- one mood, told three times -----------------------------------------------------------------------------------

BROADLY = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@BROADLY
@given(text=scenarios(), seed=st.integers(0, 2**32))
def test_the_mood_that_is_measured_is_the_one_that_the_engine_follows(text: str, seed: int) -> None:
    """Whenever the engine asks, and at the end: a plain account of the rows so far comes to the same."""
    asked: list[tuple[int, int, int, int]] = []

    class Overheard(Feelings):
        def of(self, case: int, now: int) -> int:
            value = super().of(case, now)
            asked.append((case, now, len(self._rows) // ROW, value))
            return value

    process = build(read_text(text))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(world, "Feelings", Overheard)
        log = simulate(process, seed=seed)
    assert laws(log) == []
    segments = [process.populations[int(who["population"])].segment for who in log.cases]
    for case, now, written, value in asked:
        rows = [row for row in log.rows[:written] if row["case"] == case]
        plain = plain_mood(process.scenario, log.book, rows, segments[case], now)
        assert value == plain["end"]
    found = moods(reading(log))
    for case, segment in enumerate(segments):
        rows = [row for row in log.rows if row["case"] == case]
        plain = plain_mood(process.scenario, log.book, rows, segment, log.horizon)
        assert round(found.end[case] * 1e6) == plain["end"]
        assert round(found.lowest[case] * 1e6) == plain["lowest"]
        before = None if np.isnan(found.before[case]) else round(found.before[case] * 1e6)
        assert before == plain["before"]
