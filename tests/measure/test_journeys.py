import math

from journeysim.measure import journeys
from journeysim.model.log import CASE
from tests.measure.logs import FIX, Told


def test_a_table_has_a_row_for_each_case() -> None:
    """Who it was, what they are like, and what came of it, in columns of one length."""
    told = Told().arises(5, 0, population=1, traits=1).arises(7, 1)
    told.served(10, 0, "care", FIX, 0, channel="hotline").resolves(20, 0).stops(30, 1)
    table = journeys(told.log())
    assert {len(column) for column in table.values()} == {2}
    assert list(table)[:7] == ["case", "number", "issue", "segment", "contract", "counted", "arises"]
    assert table["segment"].tolist() == ["subscriber", "leaver"]
    assert table["contract"].tolist() == ["active", "ended"]
    assert table["ending"].tolist() == ["resolved", "gave up"]
    assert table["arises"].tolist() == [5, 7]
    assert table["time_to_resolution"][0] == 15
    assert math.isnan(table["time_to_resolution"][1])


def test_a_run_without_cases_has_an_empty_table() -> None:
    """All columns are there."""
    table = journeys(Told().log())
    assert all(len(column) == 0 for column in table.values())
    assert set(CASE.names or ()) & set(table) == {"number"}
