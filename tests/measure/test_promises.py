import math

import pytest

from journeysim.measure import journeys, measure
from journeysim.model.log import Kind
from tests.measure.logs import PROMISE, Told


def test_promises_are_kept_kept_late_broken_void_or_pending() -> None:
    """Made ones are a mean per case; kept is the share in time of those settled, void and pending ones aside."""
    told = Told()
    for case in range(6):
        told.arises(0, case).says(Kind.PROMISES, 10, case, outcome=PROMISE)
    told.says(Kind.KEPT, 20, 0, outcome=PROMISE).says(Kind.KEPT, 20, 1, outcome=PROMISE)
    told.says(Kind.KEPT, 90, 2, outcome=PROMISE, amount=1)
    told.says(Kind.BROKEN, 90, 3, outcome=PROMISE).says(Kind.VOID, 90, 4, outcome=PROMISE)
    log = told.log()
    table, figures = journeys(log), measure(log).all
    assert [table[f"promises_{name}"].sum() for name in ("made", "kept", "kept_late", "broken")] == [6, 2, 1, 1]
    assert figures["promises_made"] == 1
    shares = [figures[f"promises_{name}"] for name in ("kept", "kept_late", "broken")]
    assert shares == pytest.approx([0.5, 0.25, 0.25])


def test_without_a_settled_promise_there_is_no_share() -> None:
    """A promise that is still pending is neither kept nor broken."""
    told = Told().arises(0).says(Kind.PROMISES, 10, outcome=PROMISE)
    assert math.isnan(measure(told.log()).all["promises_kept"])
