import math

import pytest

from journeysim.measure import measure
from journeysim.model.log import Came, Kind, Stop
from journeysim.model.sample import Question
from journeysim.model.scenario import Condition
from journeysim.model.scenario import Test as Holds
from tests.measure.logs import DAY, FIX, REFER, TICKET, Told


def told() -> Told:
    """Four cases: resolved, gave up, dead end, unresolved; the first two refunds of leavers, the others of
    subscribers.
    """
    told = Told(horizon=10 * DAY)
    told.arises(0, 0, population=0, traits=0).arises(0, 1, population=0, traits=1)
    told.arises(0, 2, population=1, traits=1).arises(0, 3, population=2, traits=1)
    told.served(10, 0, "care", REFER, 0, channel="hotline").served(40, 1, "desk", TICKET, 0, channel="chat")
    told.joins(50, 2, "finance", 0, came=Came.TICKET, situation=1).starts(60, 2).ends(70, 2, situation=1)
    told.row(Kind.RESOLVES, 2 * DAY, 0, cause=FIX, situation=1)
    told.turned_away(10, "hotline", 1).stops(20, 1)
    told.joins(10, 3, "care", 2, channel="mail").starts(20, 3, retold=True).ends(30, 3, REFER)
    told.says(Kind.DEAD_END, 40, 2).stops(40, 2, cause=Stop.DEAD_END)
    return told


EVERYBODY: dict[str, tuple[Condition, list[int]]] = {
    "segment": (((Holds("segment", ("leaver",)),),), [0, 1]),
    "issue": (((Holds("issue", ("question",)),),), [3]),
    "attribute": (((Holds("contract", ("active",)),),), [1, 2, 3]),
    "fact at the end": (((Holds("request", ("logged",)),),), [0]),
    "name that nobody bears": (((Holds("favourite colour", ("blue",)),),), []),
    "channel tried, also in vain": (((Holds("channel", ("hotline",)),),), [0, 1]),
    "department met": (((Holds("department", ("finance",)),),), [0]),
    "ended": (((Holds("ended", ("gave up", "dead end")),),), [1, 2]),
    "contacts at least": (((Holds("contacts", at_least=1),),), [0, 2]),
    "contacts over": (((Holds("contacts", over=1),),), [0]),
    "contacts under": (((Holds("contacts", under=1),),), [1, 3]),
    "open for": (((Holds("open for", over=5 * DAY),),), [1, 2, 3]),
    "silent for": (((Holds("silent for", at_least=10 * DAY),),), [1, 3]),
    "known": (((Holds("known", ("no",)),),), [2]),
    "came as": (((Holds("came as", ("ticket",)),),), [0]),
    "referred by": (((Holds("referred by", ("care",)),),), [0, 2]),
    "both": (((Holds("segment", ("leaver",)), Holds("ended", ("resolved",))),), [0]),
    "either": (((Holds("issue", ("question",)),), (Holds("ended", ("resolved",)),)), [0, 3]),
}


@pytest.mark.parametrize(("condition", "cases"), EVERYBODY.values(), ids=EVERYBODY.keys())
def test_a_condition_holds_for_the_cases_it_describes(condition: Condition, cases: list[int]) -> None:
    """Read at the horizon, over all that happened to the case."""
    from journeysim.measure.evidence import evidence

    assert evidence(told().log()).where(condition).nonzero()[0].tolist() == cases


def test_a_figure_may_be_asked_of_a_part() -> None:
    """By its name, within any time, or as the share for which something holds; NaN of nobody."""
    leavers, nobody = ((Holds("segment", ("leaver",)),),), ((Holds("segment", ("martian",)),),)
    logged = ((Holds("request", ("logged",)),),)
    questions = [
        Question("resolved", scope=leavers),
        Question("resolved", within=3 * DAY, scope=leavers),
        Question("resolved_within_2d"),
        Question("resolved_within_1d"),
        Question("share", share=logged, scope=leavers),
        Question("contacts", scope=nobody),
        Question("sent on"),
    ]
    answers = measure(told().log(), questions=questions).answers
    values = [answers[question] for question in questions]
    assert values[:5] == [0.5, 0.5, 0.25, 0, 0.5]
    assert math.isnan(values[5])
    assert values[6] == 0.5


def test_a_figure_that_is_none_is_refused() -> None:
    """With its name, rather than answered by nothing."""
    with pytest.raises(ValueError, match="no figure is named 'happiness'"):
        measure(told().log(), questions=[Question("happiness")])


def test_who_does_not_count_is_in_no_answer() -> None:
    """A scope narrows the counted cases; it brings nobody back."""
    told = Told(warm_up=50).arises(0, 0).arises(60, 1).resolves(70, 0)
    question = Question("resolved", scope=((Holds("segment", ("leaver",)),),))
    assert measure(told.log(), questions=[question]).answers[question] == 0
