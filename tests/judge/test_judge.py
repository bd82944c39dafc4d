import math
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeysim.judge import judge
from journeysim.model.problem import Place
from journeysim.model.report import Kept
from journeysim.model.sample import Question, Sample, question
from journeysim.model.scenario import Bound, Expectation
from journeysim.model.scenario import Test as Holds

PLACE = Place("shop.yaml", 12, 3)
SPREAD = [9.8, 10.1, 10.0, 10.2, 9.9]
"""Mean 10, Student-t interval at 95 % 9.804 to 10.196."""


def samples(values: Sequence[float], figure: str = "attempts") -> list[Sample]:
    """One sample for each value of a figure of all cases."""
    return [Sample(1, index, 10, {figure: value}, {}, {}, {}) for index, value in enumerate(values)]


def expect(low: float | None = None, high: float | None = None, figure: str = "attempts") -> Expectation:
    """An expectation with plain limits."""
    at_least, at_most = (None if limit is None else Bound(limit) for limit in (low, high))
    return Expectation("as told", PLACE, figure, at_least, at_most)


def verdict(expectation: Expectation, values: Sequence[float]) -> str:
    """The verdict on one expectation alone."""
    (kept,) = judge([expectation], samples(values))
    return kept.verdict


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (9.5, None, "kept"),
        (9.9, None, "undecided"),
        (10.5, None, "broken"),
        (None, 10.5, "kept"),
        (None, 10.1, "undecided"),
        (None, 9.5, "broken"),
        (9.5, 10.5, "kept"),
        (9.5, 10.1, "undecided"),
        (9.9, 10.1, "undecided"),
        (11, 12, "broken"),
        (8, 9, "broken"),
    ],
)
def test_the_interval_decides(low: float | None, high: float | None, expected: str) -> None:
    """Wholly within the limits is kept, wholly outside is broken, and else nobody knows yet."""
    assert verdict(expect(low, high), SPREAD) == expected


def test_a_limit_is_part_of_what_is_allowed() -> None:
    """Without spread the interval is a point, and a point on the limit keeps it."""
    assert verdict(expect(high=0), [0.0] * 5) == "kept"
    assert verdict(expect(low=0.2), [0.2] * 5) == "kept"
    assert verdict(expect(high=0.1), [0.2] * 5) == "broken"


def test_too_few_replications_decide_nothing() -> None:
    """One replication has no interval; a figure that does not exist has none either."""
    assert verdict(expect(high=100), [10.0]) == "undecided"
    assert verdict(expect(high=100), [math.nan, math.nan]) == "undecided"


def test_what_is_found_is_shown_with_the_interval_that_decided() -> None:
    """For one expectation that is the interval at 95 %."""
    (kept,) = judge([expect(low=9.5)], samples(SPREAD))
    assert (kept.name, kept.place, kept.sentence) == ("as told", "shop.yaml:12:3", "attempts at least 9.5")
    assert kept.figure.value == pytest.approx(10)
    assert kept.figure.n == 5
    assert (kept.figure.low, kept.figure.high) == pytest.approx((9.803676, 10.196324), abs=1e-5)


def test_many_expectations_share_one_error_rate() -> None:
    """With four of them each is judged at 98.75 %, so that a narrow one is no longer decided."""
    narrow = expect(low=9.75)
    assert verdict(narrow, SPREAD) == "kept"
    four: tuple[Kept, ...] = judge([narrow] * 4, samples(SPREAD))
    assert {kept.verdict for kept in four} == {"undecided"}
    t = 4.3147  # 4 degrees of freedom, 4 comparisons
    reach = t * math.sqrt(0.025 / 5)
    assert (four[0].figure.low, four[0].figure.high) == pytest.approx((10 - reach, 10 + reach), abs=1e-4)


def test_a_multiple_of_the_baseline_is_compared_by_replication() -> None:
    """The runs differ widely, but each is half its own baseline: no doubt is left."""
    baseline = samples([10.0, 20.0, 30.0, 40.0])
    variant = samples([4.0, 9.0, 13.0, 18.0])
    half = Expectation("halved", PLACE, "attempts", at_most=Bound(0.5, of_baseline=True))
    (kept,) = judge([half], variant, baseline=baseline)
    assert (kept.verdict, kept.sentence) == ("kept", "attempts at most 50% of baseline")
    (broken,) = judge([replace(half, at_most=Bound(0.3, of_baseline=True))], variant, baseline=baseline)
    assert broken.verdict == "broken"
    doubled = replace(half, at_most=None, at_least=Bound(0.3, of_baseline=True))
    assert judge([doubled], variant, baseline=baseline)[0].verdict == "kept"


def test_limits_of_both_kinds_must_both_hold() -> None:
    """One broken side breaks the whole; an open one leaves it open."""
    baseline, variant = samples([10.0, 10.0, 10.0]), samples([4.0, 4.0, 4.0])
    mixed = Expectation("mixed", PLACE, "attempts", Bound(1.0), Bound(0.5, of_baseline=True))
    assert judge([mixed], variant, baseline=baseline)[0].verdict == "kept"
    assert judge([replace(mixed, at_least=Bound(6.0))], variant, baseline=baseline)[0].verdict == "broken"


def test_a_baseline_that_was_not_measured_is_missed() -> None:
    """Rather than compared with nothing."""
    half = Expectation("halved", PLACE, "attempts", at_most=Bound(0.5, of_baseline=True))
    with pytest.raises(ValueError, match="'halved' compares with the baseline"):
        judge([half], samples(SPREAD))


def test_what_was_asked_is_what_is_judged() -> None:
    """A part of the cases has its own answer; without it the verdict is refused."""
    scoped = replace(expect(high=5), scope=((Holds("segment", ("leaver",)),),))
    asked = [replace(sample, answers={question(scoped): 2.0}) for sample in samples(SPREAD)]
    assert judge([scoped], asked)[0].verdict == "kept"
    with pytest.raises(ValueError, match="'as told' was not asked when replication 0 was measured"):
        judge([scoped], samples(SPREAD))


def test_what_is_proved_is_not_sampled() -> None:
    """Traps are the business of the proof."""
    assert judge([expect(high=0, figure="trapped")], samples(SPREAD)) == ()


def test_a_question_is_the_measurable_part_of_an_expectation() -> None:
    """Equal for all limits, so that several expectations are measured once."""
    assert question(expect(low=1)) == question(expect(high=2)) == Question("attempts")


def held(about: str, *values: str, **bounds: float) -> Holds:
    """One test."""
    return Holds(about, values, **bounds)


SENTENCES = {
    "first_contact_resolution at least 95% for segment subscriber": Expectation(
        "", PLACE, "first_contact_resolution", Bound(0.95), scope=((held("segment", "subscriber"),),)
    ),
    "time_to_resolution_median between 50 days and 75 days": Expectation(
        "", PLACE, "time_to_resolution_median", Bound(50 * 86400), Bound(75 * 86400)
    ),
    "resolved within 5 days at least 90%": Expectation("", PLACE, "resolved", Bound(0.9), within=5 * 86400),
    "resolved_within_7d at least 90%": Expectation("", PLACE, "resolved_within_7d", Bound(0.9)),
    "share with request logged at most 5% for ended resolved / gave up and contacts over 2": Expectation(
        "",
        PLACE,
        "share",
        at_most=Bound(0.05),
        share=((held("request", "logged"),),),
        scope=((held("ended", "resolved", "gave up"), held("contacts", over=2)),),
    ),
    "effort at most 20 min for open for at least 2 days or issue refund": Expectation(
        "",
        PLACE,
        "effort",
        at_most=Bound(20),
        scope=((held("open for", at_least=2 * 86400),), (held("issue", "refund"),)),
    ),
    "sent on at most 1.5": Expectation("", PLACE, "sent on", at_most=Bound(1.5)),
}


@pytest.mark.parametrize("words", SENTENCES)
def test_an_expectation_is_a_sentence(words: str) -> None:
    """It begins with the name of the figure and has its limits in the figure's own unit."""
    from journeysim.judge.sentences import sentence

    assert sentence(SENTENCES[words]) == words


@given(st.lists(st.floats(-100, 100), min_size=2, max_size=8), st.floats(-100, 100), st.integers(1, 20))
def test_more_expectations_never_turn_a_verdict_round(values: list[float], limit: float, number: int) -> None:
    """A shared error rate makes verdicts more careful; what was kept is never broken by company."""
    alone = verdict(expect(low=limit), values)
    (among, *_) = judge([expect(low=limit)] * number, samples(values))
    assert among.verdict in (alone, "undecided")
    opposite = verdict(expect(high=limit), values)
    assert {alone, opposite} != {"broken"}
