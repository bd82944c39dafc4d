"""The benchmark in small: both programs simulate the same network, and the engine keeps within its bounds."""

from dataclasses import replace

import pytest

from benchmarks.bench import CUSTOMER_BYTES, ROW_BYTES, Lap, bytes_per_active_customer, engine, strays, textbook

CUSTOMERS = 4000


@pytest.fixture(scope="module")
def laps() -> dict[str, Lap]:
    """One run of each program."""
    return {"engine": engine("A", CUSTOMERS, 1), "textbook": textbook("A", CUSTOMERS, 1)}


@pytest.mark.parametrize("program", ["engine", "textbook"])
def test_both_programs_simulate_the_agreed_network(laps: dict[str, Lap], program: str) -> None:
    """Contacts, abandonment and waits are the agreed ones within noise."""
    assert strays([laps[program]], "A", CUSTOMERS) == []


def test_a_wrong_network_would_be_noticed(laps: dict[str, Lap]) -> None:
    """Two tenths more waiting are beyond noise."""
    waited = tuple(figure * (1.2 if k > 1 else 1.0) for k, figure in enumerate(laps["engine"].figures))
    many = [replace(laps["engine"], figures=waited)] * 25

    assert len(strays(many, "A", CUSTOMERS)) == 3


def test_log_rows_are_small(laps: dict[str, Lap]) -> None:
    """A row of the log takes at most 64 bytes."""
    assert 0 < laps["engine"].row_bytes <= ROW_BYTES


def test_a_customer_takes_little_memory() -> None:
    """Thousands who sleep between two contacts take at most 1 KB each."""
    assert bytes_per_active_customer(5000) <= CUSTOMER_BYTES


def test_the_engine_is_not_slow(laps: dict[str, Lap]) -> None:
    """Well ahead of the textbook even in a short run on a busy machine (`make bench` measures how far)."""
    again = {"engine": engine("A", CUSTOMERS, 2), "textbook": textbook("A", CUSTOMERS, 2)}
    fast, slow = (max(laps[program].speed, again[program].speed) for program in ("engine", "textbook"))

    assert fast > 1.5 * slow
