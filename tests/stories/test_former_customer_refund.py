"""The former customer's refund, over replications; what is proved of it is tested with the proofs."""

import pytest

import journeysim as js
from journeysim.build import build
from journeysim.bundled import locate
from journeysim.judge import judge_proved
from journeysim.read import read
from journeysim.verify import briefly
from tests.stories.told import DAY, happened, ran, verdicts

NAME = "former_customer_refund"
REPLICATIONS = 8


@pytest.mark.parametrize(
    "line",
    [
        "subscribers are served at once",
        "leavers never are",
        "leavers go round",
        "about sixty days",
        "about eight attempts",
    ],
)
def test_the_baseline_shows_the_failure(line):
    """The same need, served on the first contact or never; round and round; two months, eight attempts."""
    assert verdicts(NAME, None, REPLICATIONS)[line] == "kept"


@pytest.mark.parametrize("line", ["one or two contacts", "at most three attempts", "no dead ends"])
def test_an_exception_path_moves_them(line):
    """With an owner and a way in, a contact or two."""
    assert verdicts(NAME, "exception path", REPLICATIONS)[line] == "kept"


@pytest.mark.parametrize(
    ("variant", "lines"),
    [
        (
            None,
            {
                "subscribers are never trapped",
                "once it is logged they can only wait",
                "once it is lost they are trapped",
            },
        ),
        ("exception path", {"proven resolvable", "no Catch-22"}),
    ],
)
def test_what_is_proved_stands_in_the_scenario(variant, lines):
    """As lines that a pipeline holds it to, without sampling."""
    scenario = read(locate(NAME), variant=variant)
    proved = judge_proved(scenario.expectations, briefly(build(scenario)))
    assert {one.name: one.verdict for one in proved if one.figure.value is not None} == dict.fromkeys(lines, "kept")


def test_the_round_is_counted_with_its_length():
    """From the hotline to the chat to the store and back: three attempts, walked by many."""
    report = ran(NAME, None, REPLICATIONS).report
    (one,) = [loop for loop in report.loops if loop.signature == ("hotline", "chat", "store")]
    assert one.length == 3
    assert one.cases.value > 0.1


def test_the_journey_told_is_one_of_them():
    """The line that knows only contracts, the chat that asks for the money, the chat that sends back, the store, the
    number that only sells; and about two months later the money, for no reason that anybody would know.
    """
    told = js.load(NAME).story(
        like="leaver, gate, ask for a refund, send on, gate, store staff, sales, resolved",
    )
    assert told.chosen.met == told.chosen.wanted
    journey = told.journey
    times = happened(
        journey,
        [
            "broken promise",
            "turned away",
            "chat desk: ask for a refund",
            "chat desk: send on",
            "turned away",
            "store staff: not here",
            "sales: not us",
            "resolved",
        ],
    )
    assert times[0] == 30 * DAY
    assert 50 * DAY < times[-1] < 75 * DAY
    assert 7 <= journey.attempts <= 10
