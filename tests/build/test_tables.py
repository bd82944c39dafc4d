"""Conditions as bit masks mean what the conditions say."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from journeysim.build.checks import CAME
from journeysim.build.compile import build
from journeysim.model.process import Context, Process, State, band, holds
from journeysim.model.scenario import Condition
from journeysim.model.scenario import Test as Comparison
from journeysim.read import read_text
from tests.strategies import World, conditions, written

WORLD = World(
    channels=["phone", "shop"],
    departments=["care", "desk"],
    segments=["leaver", "friend"],
    issues=["refund", "question"],
    systems=["crm"],
    attributes={"contract": ["active", "ended"]},
    facts={"request": ["none", "logged", "lost"], "mood of the day": ["good", "bad"]},
    leads_back=False,
)
HOUR = 3_600_000


def process_with(condition: object, *, gate: bool) -> Process:
    """A process whose first rule of `care`, or whose gate of `shop`, has this condition."""
    admits = f"admits: {written(condition)}, " if gate else ""
    when = "" if gate else f"when: {written(condition)}, "
    return build(
        read_text(
            f"""
journeysim: 1
name: A test
systems: [crm]
segments:
  leaver: {{is: {{contract: {{active: 50%, ended: 50%}}}}, tries: [phone, shop]}}
  friend: {{is: {{contract: active}}, tries: [phone, shop]}}
issues:
  refund: {{raised by: {{leaver: 1 per day, friend: 1 per day}}}}
  question: {{raised by: {{leaver: 1 per day}}}}
facts: {{request: {{values: [none, logged, lost], in: crm}}, mood of the day: [good, bad]}}
channels: {{phone: {{reaches: desk}}, shop: {{{admits}reaches: care}}}}
departments:
  care:
    staff: 1
    reads: crm
    handling: 1 min
    rules: {{first: {{{when}then: {{refuse: x}}}}, rest: {{then: {{resolve: now}}}}}}
  desk: {{staff: 1, handling: 1 min, rules: {{rest: {{then: {{resolve: now}}}}}}}}
"""
        )
    )


def plainly(condition: Condition, facts: dict[str, object]) -> bool:
    """The condition as one would read it aloud."""
    return any(all(passes(test, facts[test.about]) for test in group) for group in condition)


def passes(test: Comparison, value: object) -> bool:
    """One comparison, of a word or of a number."""
    if test.values:
        return value in test.values
    assert isinstance(value, (int, float))
    return (
        (test.at_least is None or value >= test.at_least)
        and (test.over is None or value > test.over)
        and (test.under is None or value < test.under)
    )


MOMENTS = st.sampled_from([0, 1, HOUR // 6 - 1, HOUR // 6, HOUR // 6 + 1, HOUR, HOUR + 1, 24 * HOUR, 9 * 24 * HOUR])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(draws=st.data(), gate=st.booleans())
def test_a_condition_holds_where_it_says(draws: DataObject, gate: bool) -> None:
    """Of every case that there can be, at a gate that reads nothing and in a department that reads all."""
    process = process_with(draws.draw(conditions(WORLD, gate=gate)), gate=gate)
    source = process.scenario.channels["shop"].admits if gate else process.scenario.departments["care"].rules[0].when
    checks = process.channels[1].gate if gate else process.departments[0].rules[0].when
    assert source is not None
    assert checks is not None
    for _ in range(20):
        traits = draws.draw(st.integers(0, len(process.traits) - 1))
        population, attributes = process.traits[traits]
        facts = draws.draw(st.tuples(st.integers(0, 2), st.integers(0, 1)))
        age, silence, contacts = draws.draw(st.tuples(MOMENTS, MOMENTS, st.integers(0, 6)))
        channel, referrer = draws.draw(st.tuples(st.integers(0, 1), st.integers(-1, 1)))
        public = draws.draw(st.integers(0, 1))
        came, known = draws.draw(st.tuples(st.sampled_from(list(CAME.values())), st.booleans()))
        state = State(traits, facts, contacts=min(contacts, process.contacts_cap), public=public)
        context = Context(
            channel, referrer, int(came), int(known), band(process.ages, age), band(process.silences, silence)
        )
        seen = "none" if gate else ("none", "logged", "lost")[facts[0]]
        said = {
            **attributes,
            "issue": process.populations[population].issue,
            "segment": process.populations[population].segment,
            "channel": ("phone", "shop")[channel],
            "referred by": (None, "care", "desk")[referrer + 1],
            "came as": next(word for word, one in CAME.items() if one == came),
            "known": "yes" if known else "no",
            "contacts": contacts,
            "went public": "yes" if public else "no",
            "open for": age / 1000,
            "silent for": silence / 1000,
            "request": seen,
            "mood of the day": ("good", "bad")[facts[1]],
        }
        assert holds(checks, state, context) == plainly(source, said)
        if gate:
            assert process.admits(1, process.number(state), context) == plainly(source, said)
        else:
            assert (process.decide(0, process.number(state), context) == 0) == plainly(source, said)
