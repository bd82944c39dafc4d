from collections.abc import Callable

import pytest

from journeysim.measure import laws
from journeysim.model.log import Came, Kind
from tests.measure.logs import FIX, PROMISE, REFER, TRANSFER, Told


def day() -> Told:
    """An honest log with something of everything, cut off at the horizon."""
    told = Told().on_duty(0, "care", 2).on_duty(0, "desk", 1).arises(0, 0).arises(5, 1)
    told.turned_away(10, "hotline")
    told.served(20, 0, "care", TRANSFER, channel="hotline")
    told.joins(30, 1, "desk", channel="hotline", came=Came.TRANSFER).abandons(60, 1)
    told.says(Kind.PROMISES, 70, outcome=PROMISE).says(Kind.KEPT, 80, outcome=PROMISE)
    told.says(Kind.PROMISES, 90, outcome=PROMISE)
    told.joins(100, 2, "care", 1, channel="mail").starts(110, 2).row(Kind.PUTS_DOWN, 120, visit=2)
    told.row(Kind.TAKES_UP, 130, visit=2).ends(140, 2, REFER)
    told.attempt(150, "mail", 1).row(Kind.MERGES, 160, 1, channel="mail", visit=2)
    told.joins(200, 3, "desk", 1, channel="chat").starts(210, 3)
    told.resolves(300).reopens(310).resolves(320)
    told.attempt(330, "blog", 1).row(Kind.UNNOTICED, 330, 1, channel="blog")
    return told.attempt(990, "store", 1)


def test_an_honest_log_breaks_no_law() -> None:
    """What is under way at the horizon is under way, and no breach."""
    assert laws(day().log()) == []
    assert laws(Told().log()) == []


BREACHES: dict[str, tuple[Callable[[Told], object], str]] = {
    "a row past the horizon": (
        lambda told: told.stops(2000),
        "something happens outside the record (row 32)",
    ),
    "arising twice": (
        lambda told: told.arises(500, 1),
        "a case does not arise exactly once (case 1)",
    ),
    "something before arising": (
        lambda told: told.arises(500, 2).says(Kind.TOLD, 400, 2),
        "something happens to a case before it arises (case 2)",
    ),
    "resolved twice": (
        lambda told: told.resolves(400),
        "a case that is resolved is resolved again (case 0)",
    ),
    "reopened while open": (
        lambda told: told.reopens(400, 1),
        "a case that is not resolved opens again (case 1)",
    ),
    "a contact without an attempt": (
        lambda told: told.row(Kind.JOINS, 400, 0, channel="chat", department="desk", visit=4, cause=Came.CUSTOMER),
        "more attempts end than were made (case 0)",
    ),
    "an attempt that comes to nothing": (
        lambda told: told.attempt(980, "store", 1),
        "an attempt comes to nothing: the next begins before it met a door or a line (case 1)",
    ),
    "an attempt that ends twice": (
        lambda told: told.row(Kind.TURNED_AWAY, 400, 0, channel="hotline", cause=0),
        "an attempt ends twice (case 0)",
    ),
    "an attempt that ends elsewhere": (
        lambda told: told.attempt(400, "chat").row(Kind.TURNED_AWAY, 410, channel="store", cause=0),
        "an attempt ends on another channel than it was made on (case 0)",
    ),
    "a promise kept twice": (
        lambda told: told.says(Kind.KEPT, 400, outcome=PROMISE).says(Kind.KEPT, 410, outcome=PROMISE),
        "a promise is settled that was not pending (case 0)",
    ),
    "a promise made while pending": (
        lambda told: told.says(Kind.PROMISES, 400, outcome=PROMISE),
        "a promise is made that was pending already (case 0)",
    ),
    "a visit that ends twice": (
        lambda told: told.ends(400, 0, FIX),
        "a visit goes on out of order: ENDS (visit 0)",
    ),
    "a visit that is abandoned in hand": (
        lambda told: told.abandons(400, 3),
        "a visit goes on out of order: ABANDONS (visit 3)",
    ),
    "a visit that nobody joined": (
        lambda told: told.row(Kind.STARTS, 400, 0, visit=9, department="care"),
        "a visit goes on out of order: STARTS (visit 9)",
    ),
    "more in hand than staff": (
        lambda told: told.joins(400, 4, "desk", came=Came.TICKET).starts(400, 4),
        "desk has more in hand than staff was ever on duty",
    ),
}


@pytest.mark.parametrize(("breach", "words"), BREACHES.values(), ids=BREACHES.keys())
def test_a_broken_law_is_told_with_its_culprit(breach: Callable[[Told], object], words: str) -> None:
    """One sentence, with the first few cases or visits."""
    told = day()
    breach(told)
    assert words in laws(told.log())


def test_time_that_turns_back_is_told() -> None:
    """Rows stand in the order in which things happened."""
    log = day().log()
    log.rows[[3, 4]] = log.rows[[4, 3]]
    log.rows["time"][4] -= 1
    assert any(law.startswith("time turns back") for law in laws(log))


def test_a_visit_keeps_its_case_department_and_channel() -> None:
    """They are said on each of its rows, and always the same."""
    log = day().log()
    log.rows["department"][log.rows["kind"] == Kind.ABANDONS] = 0
    assert "a visit changes its department (visit 1)" in laws(log)


def test_many_culprits_are_counted() -> None:
    """Three are named, the others numbered."""
    told = Told()
    for case in range(5):
        told.arises(0, case).resolves(10, case).resolves(20, case)
    assert laws(told.log()) == ["a case that is resolved is resolved again (case 0, 1, 2 and 2 more)"]
