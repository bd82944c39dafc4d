"""What the tests of the stories share: a scenario run over replications, and one journey of it as steps in words.

**Error rates.** An expectation of a scenario counts as kept where the interval of its figure, over replications, lies
wholly within its limits; all intervals of one run hold together with at least 95 % confidence (`judge`). So the chance
that a run of a scenario which does not do what it says passes here is at most 5 %. Seeds are fixed: a test that passes
once passes always.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import journeysim as js
from journeysim.model.journey import Journey, Moment
from journeysim.model.log import Came, Kind

DAY = dt.timedelta(days=1)


@cache
def ran(scenario: str, variant: str | None, replications: int) -> js.Result:
    """The scenario in one of its variants, so many times."""
    return js.load(scenario).run(replications=replications, variant=variant, workers=1)


def verdicts(scenario: str, variant: str | None, replications: int) -> dict[str, str]:
    """Whether it does what is expected of it: `kept`, `broken` or `undecided` by name of the expectation."""
    return {one.name: one.verdict for one in ran(scenario, variant, replications).report.expectations}


@dataclass(frozen=True)
class Step:
    """What happened in a journey, and how long after the case arose."""

    what: str
    after: dt.timedelta


def steps(journey: Journey) -> list[Step]:
    """The journey as steps: visits as `DEPARTMENT: RULE`, the rest as the words of `WORDS`."""
    begin = journey.moments[0].at
    found = [(in_words(moment), moment.at - begin) for moment in journey.moments]
    return [Step(words, after) for words, after in found if words is not None]


WORDS = {
    Kind.TURNED_AWAY: "turned away",
    Kind.ABANDONS: "hangs up",
    Kind.BROKEN: "broken promise",
    Kind.RESOLVES: "resolved",
    Kind.REOPENS: "reopened",
    Kind.STOPS: "gives up",
    Kind.VOICEMAIL: "voicemail",
    Kind.RETURNS: "calls back",
}


def in_words(moment: Moment) -> str | None:
    """One row of the log, `None` where it tells nothing that a story would."""
    if moment.kind == Kind.ENDS and moment.outcome is not None:
        return f"{moment.department}: {moment.outcome.rule}"
    if moment.kind == Kind.JOINS and moment.reason == Came.CALL:
        return f"call by {moment.department}"
    return WORDS.get(moment.kind)


def happened(journey: Journey, told: Sequence[str]) -> list[dt.timedelta]:
    """When each event of a story happened in a journey, in the order told; others may happen in between.

    Fails with the first event that the journey has not.
    """
    times: list[dt.timedelta] = []
    rest = iter(steps(journey))
    for what in told:
        found = next((step for step in rest if step.what == what), None)
        assert found is not None, f"{what!r} does not follow; the journey is {[one.what for one in steps(journey)]}"
        times.append(found.after)
    return times
