"""A scenario file into a `Scenario`: what each way of writing becomes."""

import datetime as dt
from pathlib import Path

import pytest

from journeysim.model.calendar import ALWAYS, Profile, Week
from journeysim.model.duration import (
    ENDLESS,
    Exactly,
    Exponential,
    Gamma,
    Lognormal,
    Triangular,
    Uniform,
    Values,
    Weibull,
)
from journeysim.model.problem import Place, ScenarioError
from journeysim.model.scenario import (
    At,
    Balks,
    Bound,
    Branch,
    By,
    Cases,
    Channel,
    Department,
    Drop,
    Every,
    Expectation,
    Fact,
    GivesUp,
    Issue,
    Outcome,
    Promise,
    Queue,
    Rate,
    Redials,
    Refer,
    Refuse,
    Resolve,
    Rule,
    Run,
    Segment,
    StartsOver,
    Ticket,
    Transfer,
)
from journeysim.model.scenario import Test as Comparison
from journeysim.read import read, read_text
from tests.read.frame import framed

DAY = 86400.0

SMALLEST = """\
journeysim: 1
name: One desk
issues: {question: {raised by: {customer: 20 per h}}}
channels: {phone: {reaches: desk}}
departments:
  desk: {staff: 2, handling: {exponential: 5 min}, rules: {answer: {then: {resolve: now}}}}
"""


def at(line: int, column: int, file: str = "<text>") -> Place:
    """A place in the text."""
    return Place(file, line, column)


def test_the_smallest_scenario_has_all_defaults() -> None:
    """Six lines make a whole scenario: what is not said is as the reference says."""
    scenario = read_text(SMALLEST)
    assert scenario.name == "One desk"
    assert scenario.run == Run(dt.date(2026, 1, 5), 28 * DAY, None, 118 * DAY, 0.0)
    assert scenario.segments == {"customer": Segment("customer", at(1, 1), ("phone",))}
    assert scenario.issues == {"question": Issue("question", at(3, 10), {"customer": Rate(20 / 3600)})}
    assert scenario.channels == {"phone": Channel("phone", at(4, 12), "desk")}
    answer = Rule("answer", at(6, 60), (Branch(1.0, Outcome(Resolve(), at(6, 76))),))
    assert scenario.departments == {"desk": Department("desk", at(6, 3), 2, Exponential(300.0), (answer,))}
    assert (scenario.facts, scenario.systems, scenario.expectations, scenario.variants) == ({}, (), (), {})


def test_a_scenario_holds_plain_words_only() -> None:
    """Nothing of the reader's own text type leaves the room."""

    def words(value: object) -> list[type]:
        if isinstance(value, str):
            return [type(value)]
        if isinstance(value, dict):
            return [kind for pair in value.items() for item in pair for kind in words(item)]
        if isinstance(value, list | tuple):
            return [kind for item in value for kind in words(item)]
        if hasattr(value, "__dataclass_fields__"):
            return [kind for name in value.__dataclass_fields__ for kind in words(getattr(value, name))]
        return []

    text = framed(
        "facts: {request: {values: [none, logged], in: crm}}\nsystems: [crm]\n"
        "segments: {caller: {is: {contract: active}, tries: [phone]}}\n"
        "issues: {bill: {raised by: {caller: 1 per day}, begins with: {ticket: {to: care, told: 1 day}}}}\n"
        "departments:\n  care:\n    staff: 1\n    handling: {by contract: {active: 5 min}}\n    uses: crm\n"
        "    rules:\n"
        "      one: {about: Why, when: {request: none}, then: {set: {request: logged}, refer: phone, says: Go}}\n"
        "      two: {then: {refuse: policy, count: refusals}}\n"
        "expect: {few: {refusals: {at most: 2}, for: {segment: caller}}}\naccepted: {this: that}\n"
    )
    assert set(words(read_text(text))) == {str}


@pytest.mark.parametrize(
    ("written", "time"),
    [
        ("90 s", Exactly(90.0)),
        ("6 min", Exactly(360.0)),
        ("1.5 h", Exactly(5400.0)),
        ("1 day", Exactly(DAY)),
        ("3 weeks", Exactly(21 * DAY)),
        ("0 s", Exactly(0.0)),
        ("010 s", Exactly(10.0)),
        ("{exponential: 6 min}", Exponential(360.0)),
        ("{lognormal: {mean: 7 min, cv: 0.8}}", Lognormal(420.0, 0.8)),
        ("{gamma: {mean: 7 min, cv: 1}}", Gamma(420.0, 1.0)),
        ("{weibull: {mean: 7 min, cv: 1.10}}", Weibull(420.0, 1.1)),
        ("{uniform: [2 min, 9 min]}", Uniform(120.0, 540.0)),
        ("{triangular: [1 min, 3 min, 9 min]}", Triangular(60.0, 180.0, 540.0)),
        ("{values: {5 min: 20%, 9 min: 80%}}", Values((300.0, 540.0), (0.2, 0.8))),
    ],
)
def test_a_time_is_a_duration_or_a_distribution(written: str, time: object) -> None:
    """Each way of writing a time becomes its distribution, in seconds."""
    assert (
        read_text(framed(f"channels: {{phone: {{takes: {written}, reaches: care}}}}\n")).channels["phone"].takes == time
    )


def outcome_of(written: str, *, beside: str = "") -> tuple[Branch, ...]:
    """The branches of a rule that is written so."""
    text = (
        "channels:\n  phone: {reaches: care}\n  chat: {reaches: care}\n"
        f"departments:\n  care: {{staff: 2, handling: 6 min, rules: {{answer: {{then: {written}}}}}}}\n"
        "  back: {staff: 2, handling: 6 min, rules: {answer: {then: {resolve: now}}}}\n"
    )
    return read_text(framed(text + beside)).departments["care"].rules[0].then


@pytest.mark.parametrize(
    ("written", "verb"),
    [
        ("{resolve: now}", Resolve()),
        ("{resolve: {after: 3 weeks, works: 20%}}", Resolve(Exactly(21 * DAY), 0.2)),
        ("{resolve: {works: 50%, reopens after: 2 days}}", Resolve(None, 0.5, Exactly(2 * DAY))),
        ("{transfer: back}", Transfer("back")),
        ("{transfer: {to: back, warm: yes}}", Transfer("back", True)),
        ("{transfer: {to: back, warm: no}}", Transfer("back", False)),
        ("{refer: chat}", Refer(("chat",))),
        ("{refer: [chat, phone]}", Refer(("chat", "phone"))),
        ("{refer: {to: chat, after: 1 day, followed: 80%}}", Refer(("chat",), Exactly(DAY), 0.8)),
        ("{promise: {within: 2 days}}", Promise(2 * DAY)),
        ("{promise: {within: 2 days, kept: 5%, late: 10%}}", Promise(2 * DAY, 0.05, 0.1)),
        ("{ticket: back}", Ticket("back")),
        ("{ticket: {to: back, told: 14 days}}", Ticket("back", 14 * DAY)),
        ("{refuse: policy}", Refuse("policy")),
        ("{drop: silently}", Drop()),
    ],
)
def test_an_outcome_has_one_verb(written: str, verb: object) -> None:
    """Each verb is read, alone or with its parameters."""
    (branch,) = outcome_of(written)
    assert (branch.chance, branch.outcome.verb) == (1.0, verb)


def test_an_outcome_carries_what_stands_beside_its_verb() -> None:
    """Facts, note, words and counts go with the verb; the outcome is known by the place of its verb."""
    (branch,) = outcome_of(
        '{set: {request: no}, note: none, says: "Sorry, no", count: noes, refuse: policy}',
        beside="facts: {request: [on, no]}\n",
    )
    place = at(9, 125)
    assert branch == Branch(1.0, Outcome(Refuse("policy"), place, (("request", "no"),), False, "Sorry, no", "noes"))


def test_a_list_of_outcomes_has_chances() -> None:
    """A promise may hold an outcome; the branches keep the order of the file."""
    one, two = outcome_of(
        "[{chance: 60%, promise: {within: 1 day, then: {ticket: back}}}, {chance: 40%, drop: silently}]"
    )
    assert (one.chance, two.chance, two.outcome.verb) == (0.6, 0.4, Drop())
    assert isinstance(one.outcome.verb, Promise)
    assert one.outcome.verb.then is not None
    assert one.outcome.verb.then.verb == Ticket("back")


def condition_of(written: str) -> object:
    """The condition of a rule that is written so."""
    text = (
        "facts: {request: [none, logged]}\n"
        "segments: {caller: {is: {contract: active}}, other: {is: {contract: ended}}}\n"
        "issues: {bill: {raised by: {caller: 1 per day, other: 1 per day}}}\n"
        "departments:\n  care:\n    staff: 1\n    handling: 5 min\n"
        f"    rules: {{a: {{when: {written}, then: {{resolve: now}}}}}}\n"
    )
    return read_text(framed(text)).departments["care"].rules[0].when


@pytest.mark.parametrize(
    ("written", "condition"),
    [
        ("{contract: ended}", ((Comparison("contract", ("ended",)),),)),
        ("{request: [none, logged]}", ((Comparison("request", ("none", "logged")),),)),
        (
            "{issue: bill, segment: caller, channel: phone}",
            ((Comparison("issue", ("bill",)), Comparison("segment", ("caller",)), Comparison("channel", ("phone",))),),
        ),
        ("{known: no}", ((Comparison("known", ("no",)),),)),
        ("{came as: [ticket, promise]}", ((Comparison("came as", ("ticket", "promise")),),)),
        ("{referred by: care}", ((Comparison("referred by", ("care",)),),)),
        ("{contacts: {at least: 3}}", ((Comparison("contacts", at_least=3),),)),
        ("{open for: {over: 2 days, under: 3 days}}", ((Comparison("open for", over=2 * DAY, under=3 * DAY),),)),
        ("{silent for: {over: 1 h}}", ((Comparison("silent for", over=3600.0),),)),
        (
            "[{contract: ended}, {known: yes}]",
            ((Comparison("contract", ("ended",)),), (Comparison("known", ("yes",)),)),
        ),
    ],
)
def test_a_condition_is_any_of_tables_that_all_hold(written: str, condition: object) -> None:
    """Attributes, facts and the words of the language are tested by their values or bounds."""
    assert condition_of(written) == condition


def test_a_segment_says_how_it_behaves() -> None:
    """Every key of a segment comes out as it was written."""
    text = framed(
        "issues: {bill: {raised by: {caller: 1 per day}}}\n"
        "channels: {phone: {reaches: care}, chat: {reaches: care}}\n"
        "segments:\n"
        "  caller:\n"
        "    about: Those who call\n"
        "    is: {contract: ended, buyer: {self: 80%, other: 20%}}\n"
        "    tries: {chat: 70%, phone: 30%}\n"
        "    hesitates: 2 h\n"
        "    patience: {by channel: {phone: {exponential: 6 min}, otherwise: endless}}\n"
        "    balks: {queue over: 5, wait over: 10 min}\n"
        "    redials: {chance: 70%, after: 20 min, otherwise: gives up}\n"
        "    closed doors: turned away\n"
        "    pauses: 1 day\n"
        "    chases: 3 days\n"
        "    starts over: {times: 2, after: 5 days}\n"
        "    gives up: {attempts: 8, effort: 3 h, open for: 30 days}\n"
        "    worth: 3000\n"
    )
    assert read_text(text).segments["caller"] == Segment(
        "caller",
        at(11, 3),
        ("chat", "phone"),
        {"contract": {"ended": 1.0}, "buyer": {"self": 0.8, "other": 0.2}},
        (0.7, 0.3),
        Exactly(7200.0),
        By("channel", {"phone": Exponential(360.0)}, ENDLESS),
        Balks(5, 600.0),
        Redials(0.7, Exactly(1200.0), "gives up"),
        "turned away",
        Exactly(DAY),
        Exactly(3 * DAY),
        StartsOver(2, Exactly(5 * DAY)),
        GivesUp(8, 3 * 3600.0, 30 * DAY),
        3000.0,
        "Those who call",
    )


def test_without_tries_a_segment_tries_what_it_can_reach() -> None:
    """A gate that never opens to a segment is not tried; one that may open later is."""
    text = framed(
        "facts: {request: [none, logged]}\n"
        "segments: {caller: {is: {contract: ended}}, customer: {is: {contract: active}}}\n"
        "channels:\n  line: {reaches: care, admits: {contract: active}}\n  desk: {reaches: care}\n"
        "  desk two: {reaches: care, admits: [{segment: customer}, {request: logged}]}\n"
    )
    assert {name: segment.tries for name, segment in read_text(text).segments.items()} == {
        "caller": ("desk", "desk two"),
        "customer": ("line", "desk", "desk two"),
    }


def test_a_department_says_how_it_works() -> None:
    """Every key of a department comes out as it was written."""
    text = framed(
        "calendars: {office: {mon-fri: [13:00-17:00, 09:00-12:00], 2026-04-06: 10:00-12:00}}\n"
        "systems: [crm, billing]\n"
        "departments:\n"
        "  care:\n"
        "    staff: 3\n"
        "    works: office\n"
        "    handling: {by channel: {phone: 6 min}}\n"
        "    priority: [{contacts: {over: 2}}]\n"
        "    queue: {order: oldest case, limit: 0}\n"
        "    at closing: keeps the queue\n"
        "    at end of shift: puts down\n"
        "    answer within: 30 s\n"
        "    uses: crm\n"
        "    reads: [billing]\n"
        "    notes: 80%\n"
        "    retelling: 3 min\n"
        "    cost: 32 per h\n"
        "    rules: {answer: {then: {resolve: now}}}\n"
    )
    week = ((32400.0, 43200.0), (46800.0, 61200.0))
    assert read_text(text).departments["care"] == Department(
        "care",
        at(10, 3),
        3,
        By("channel", {"phone": Exactly(360.0)}),
        (Rule("answer", at(24, 13), (Branch(1.0, Outcome(Resolve(), at(24, 29))),)),),
        Week((*(week,) * 5, None, None), None, {dt.date(2026, 4, 6): ((36000.0, 43200.0),)}),
        (((Comparison("contacts", over=2),),),),
        Queue("oldest case", 0),
        "keeps the queue",
        "puts down",
        30.0,
        ("crm", "billing"),
        ("crm",),
        0.8,
        Exactly(180.0),
        32.0,
    )


def test_the_most_particular_day_wins() -> None:
    """A day beats a span, a short span a long one; every day includes holidays, unless they are named."""
    text = framed(
        "calendars: {office: {every day: 08:00-20:00, mon-fri: 09:00-18:00, wed: 10:00-16:00, thu-fri: 00:00-24:00}}\n"
        "channels: {phone: {open: office, reaches: care}, chat: {open: always, reaches: care}}\n"
    )
    channels = read_text(text).channels
    usual, long = ((32400.0, 64800.0),), ((28800.0, 72000.0),)
    whole = ((0.0, 86400.0),)
    assert channels["phone"].open == Week((usual, usual, ((36000.0, 57600.0),), whole, whole, long, long), long)
    assert channels["chat"].open == ALWAYS


def test_a_roster_gives_staff_by_day_and_hour() -> None:
    """Hours are sorted; a day that is not named has nobody."""
    text = framed(
        "departments: {care: {staff: {mon-fri: {12:00-18:00: 5, 08:00-12:00: 6}, sat: {09:00-13:00: 0}}, "
        "handling: 6 min, rules: {answer: {then: {resolve: now}}}}}\n"
    )
    day = ((28800.0, 43200.0, 6), (43200.0, 64800.0, 5))
    assert read_text(text).departments["care"].staff == Week((*(day,) * 5, ((32400.0, 46800.0, 0),), None))


def test_cases_arise_at_a_rate_or_otherwise() -> None:
    """Rates, gaps, moments and numbers of cases; a profile spreads them."""
    text = framed(
        "segments: {a: {}, b: {}, c: {}, d: {}}\n".replace("{}", "{worth: 1}")
        + "profiles: {calls: {days: {mon-fri: 100, holiday: 30}, hours: {08:00-12:00: 2.5}}}\n"
        "issues: {bill: {profile: calls, raised by: "
        "{a: 0.48 per min, b: {every: {exponential: 2 h}}, c: {at: [2 days, 1 h]}, d: {cases: 500}}}}\n"
    )
    issue = read_text(text).issues["bill"]
    assert issue.raised_by == {
        "a": Rate(0.008),
        "b": Every(Exponential(7200.0)),
        "c": At((3600.0, 2 * DAY)),
        "d": Cases(500),
    }
    assert issue.profile == Profile(Week((*(100.0,) * 5, None, None), 30.0), ((28800.0, 43200.0, 2.5),))


def test_channels_reach_departments_in_three_ways() -> None:
    """One department, one by the case, or departments with chances."""
    text = framed(
        "channels:\n  phone: {reaches: care}\n  chat: {reaches: {care: 60%, back: 40%}}\n"
        "  mail: {kind: message, reaches: {by issue: {question: back, otherwise: care}}}\n"
        "departments:\n  care: {staff: 1, handling: 5 min, rules: {answer: {then: {resolve: now}}}}\n"
        "  back: {like: care}\n"
    )
    assert [channel.reaches for channel in read_text(text).channels.values()] == [
        "care",
        {"care": 0.6, "back": 0.4},
        By("issue", {"question": "back"}, "care"),
    ]


def test_facts_are_what_they_look_like() -> None:
    """`no`, `on`, `010`, `1.10` and clock times are words here, since a fact has words."""
    text = framed("systems: [crm]\nfacts: {a: [no, on, 010, 1.10, 10:00], b: {values: [2026-01-05, none], in: crm}}\n")
    assert read_text(text.replace("10:00]", "ten]")).facts == {
        "a": Fact("a", at(13, 9), ("no", "on", "010", "1.10", "ten")),
        "b": Fact("b", at(13, 38), ("2026-01-05", "none"), "crm"),
    }


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (
            "{resolved: {within: 30 days, at least: 80%}}",
            Expectation("e", at(12, 10), "resolved", Bound(0.8), None, 30 * DAY),
        ),
        ("{loops: {at most: 0.5}}", Expectation("e", at(12, 10), "loops", None, Bound(0.5))),
        ("{effort: {at most: 40 min}}", Expectation("e", at(12, 10), "effort", None, Bound(40.0))),
        (
            "{time_to_resolution_median: {between: [50 days, 75 days]}, for: {segment: customer}}",
            Expectation(
                "e",
                at(12, 10),
                "time_to_resolution_median",
                Bound(50 * DAY),
                Bound(75 * DAY),
                scope=((Comparison("segment", ("customer",)),),),
            ),
        ),
        (
            "{share: {contacts: {over: 2}}, for: {ended: gave up}, at most: 5%}",
            Expectation(
                "e",
                at(12, 10),
                "share",
                None,
                Bound(0.05),
                None,
                ((Comparison("contacts", over=2),),),
                ((Comparison("ended", ("gave up",)),),),
            ),
        ),
        (
            "{service_level: {at least: 80%}}",
            Expectation("e", at(12, 10), "service_level", Bound(0.8), scope=((Comparison("department", ("care",)),),)),
        ),
    ],
)
def test_an_expectation_bounds_a_figure_in_its_unit(written: str, expected: Expectation) -> None:
    """Shares, numbers, times and minutes; the only department need not be named."""
    assert read_text(framed(f"expect: {{e: {written}}}\n")).expectations == (expected,)


def test_the_run_says_how_long_and_how_many() -> None:
    """Arrivals by number or by length; the horizon follows them unless it is said."""
    assert read_text(framed("run: {arrivals: 500 cases, horizon: none}\n")).run == Run(
        arrivals=None, cases=500, horizon=None
    )
    assert read_text(framed("run: {start: 2026-03-02, arrivals: 10 days, warm-up: 1 day}\n")).run == Run(
        dt.date(2026, 3, 2), 10 * DAY, None, 100 * DAY, DAY
    )


def test_places_tell_where_each_key_stands() -> None:
    """Every key and every item of a list has its place by its path."""
    places = read_text(framed("segments: {customer: {tries: [phone]}}\n")).places
    assert places["departments", "care", "rules"] == at(11, 5)
    assert places["segments", "customer", "tries"] == at(12, 23)
    assert places["segments", "customer", "tries", 0] == at(12, 31)


def test_the_file_is_named_as_it_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Problems and places carry the path that the person typed."""
    monkeypatch.chdir(tmp_path)
    Path("desk.yaml").write_text(SMALLEST, encoding="utf-8")
    assert read("desk.yaml").channels["phone"].place == at(4, 12, "desk.yaml")
    with pytest.raises(ScenarioError) as caught:
        read("desk.yaml", variant="more staff")
    assert str(caught.value) == (
        "desk.yaml: error: no variant is named 'more staff'; there are no variants in this scenario [unknown-name]"
    )
