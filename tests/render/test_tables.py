"""Logs, journeys and figures as tables."""

import datetime as dt

import numpy as np
import pyarrow.csv
import pyarrow.parquet
import pytest

from journeysim.model.log import (
    CASE,
    ROW,
    Book,
    Came,
    ChannelInfo,
    DepartmentInfo,
    Door,
    EventLog,
    Kind,
    OutcomeInfo,
    PopulationInfo,
    Situation,
    Stop,
    Why,
)
from journeysim.render.tables import events, figures, journeys, write_records

BOOK = Book(
    populations=(PopulationInfo("refund", "subscriber"), PopulationInfo("refund", "leaver")),
    traits=({"contract": "ended"},),
    channels=(ChannelInfo("hotline", gate="refund.yaml:45"), ChannelInfo("chat")),
    departments=(DepartmentInfo("care"), DepartmentInfo("chat desk")),
    outcomes=(
        OutcomeInfo("refer", "chat desk", "send on", "refund.yaml:70"),
        OutcomeInfo("resolve", "chat desk", "credit the bill", "refund.yaml:66"),
    ),
    situations=(Situation({"request": "logged"}, ("billing",), ("ticket to finance",)), Situation({}, (), ())),
)

ROWS = [
    # time, case, kind, early, channel, department, visit, cause, situation, amount
    (0, -1, Kind.ON_DUTY, 0, -1, 1, -1, -1, -1, 4),
    (1500, 0, Kind.ARISES, 0, -1, -1, -1, -1, 1, 0),
    (1500, 0, Kind.ATTEMPT, 0, 0, -1, -1, Why.OWN, 1, 90_000),
    (91_500, 0, Kind.TURNED_AWAY, 0, 0, -1, -1, Door.GATE, 1, 0),
    (95_000, 0, Kind.JOINS, 1, 1, 1, 0, Came.CUSTOMER, 1, 0),
    (95_000, 0, Kind.STARTS, 0, 1, 1, 0, -1, 1, 1),
    (99_000, 0, Kind.ENDS, 0, 1, 1, 0, 0, 0, 0),
    (99_000, 0, Kind.TOLD, 0, -1, -1, -1, -1, 0, 86_400_000),
    (99_500, 0, Kind.STOPS, 0, -1, -1, -1, Stop.DEAD_END, 0, 0),
]


def log(replication: int = 0) -> EventLog:
    """A short log, made by hand."""
    return EventLog(
        rows=np.array(ROWS, ROW),
        cases=np.array([(1, 0, 0)], CASE),
        book=BOOK,
        warm_up=0,
        arrivals_end=100_000,
        horizon=200_000,
        start=dt.date(2026, 1, 5),
        replication=replication,
    )


def test_events_are_told_in_words():
    """Every index is a word, every length is in seconds, and what is not there is null."""
    table = events([log()]).to_pylist()
    assert table[3] == {
        "replication": 0,
        "time": 91.5,
        "at": dt.datetime(2026, 1, 5, 0, 1, 31, 500_000),
        "case": 0,
        "issue": "refund",
        "segment": "leaver",
        "kind": "turned away",
        "channel": "hotline",
        "department": None,
        "visit": None,
        "rule": None,
        "outcome": None,
        "place": None,
        "why": "gate",
        "early": False,
        "amount": 0.0,
        "situation": "",
    }
    assert [row["why"] for row in table] == [None, None, "own", "gate", "customer", None, None, None, "dead end"]
    assert [row["amount"] for row in table] == [4.0, 0.0, 90.0, 0.0, 0.0, 1.0, 0.0, 86_400.0, 0.0]
    assert (table[6]["rule"], table[6]["outcome"], table[6]["place"]) == ("send on", "refer", "refund.yaml:70")
    assert table[6]["situation"] == "request: logged; known in billing; pending: ticket to finance"
    assert table[0]["case"] is None
    assert table[0]["segment"] is None
    assert table[4]["early"] is True


def test_journeys_of_all_replications_stand_below_each_other():
    """One table, with the number of the replication; a number that is none is null."""
    columns = {"case": np.arange(2), "segment": np.array(["a", "b"]), "time_to_resolution": np.array([1.5, np.nan])}
    table = journeys([(0, columns), (1, columns)]).to_pydict()
    assert table == {
        "replication": [0, 0, 1, 1],
        "case": [0, 1, 0, 1],
        "segment": ["a", "b", "a", "b"],
        "time_to_resolution": [1.5, None, 1.5, None],
    }


def test_written_records_read_back_the_same_and_have_the_same_bytes(tmp_path):
    """What was written is what was there, and writing it again gives the same files."""
    columns = {"case": np.arange(1), "ending": np.array(["dead end"]), "effort": np.array([np.nan])}
    for name in ("a", "b"):
        records = ((log(number), columns) for number in range(3))
        write_records(records, events=tmp_path / f"{name}.parquet", journeys=tmp_path / f"{name}.csv")
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    back = pyarrow.parquet.read_table(tmp_path / "a.parquet")
    assert back.to_pylist() == events([log(number) for number in range(3)]).to_pylist()
    assert pyarrow.csv.read_csv(tmp_path / "a.csv")["ending"].to_pylist() == ["dead end"] * 3


def test_figures_are_a_row_each(report):
    """Every figure of every part of the report is one row with its interval."""
    rows = figures(report).to_pylist()
    assert rows[0] == {
        "scope": "all",
        "name": "",
        "figure": "resolved",
        "value": pytest.approx(0.861),
        "low": pytest.approx(0.855),
        "high": pytest.approx(0.867),
        "n": 30,
    }
    assert {(row["scope"], row["name"]) for row in rows} == {
        ("all", ""),
        ("segment", "subscriber"),
        ("segment", "leaver"),
        ("issue", "refund"),
        ("department", "care"),
        ("department", "finance"),
    }
