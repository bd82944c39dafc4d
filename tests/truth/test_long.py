"""Every case to narrow intervals; `make truth`. What was measured goes to `build/truth.tsv`."""

import time
from concurrent.futures import Executor
from pathlib import Path

import pytest

from tests.truth.cases import CASES, case
from tests.truth.held import LONG, WIDE, intervals, narrowed

MEASURED = Path(__file__).parents[2] / "build" / "truth.tsv"


@pytest.mark.long
@pytest.mark.parametrize("name", CASES)
def test_simulation_agrees_within_narrow_intervals(name: str, pool: Executor) -> None:
    """Replications are added until every interval is narrow, and then each holds the known value."""
    of, begin = case(name), time.perf_counter()
    pairs = narrowed(pool, name, LONG)
    measured = list(intervals(of, pairs, LONG))
    note(name, len(pairs), time.perf_counter() - begin, measured)

    assert not [figure for figure, known, seen in measured if not seen.holds(known, of.near)]
    assert all(seen.width <= WIDE * abs(known) for figure, known, seen in measured if figure in of.known)


def note(name: str, replications: int, seconds: float, measured: list) -> None:
    """Keep what was measured as lines of a table."""
    MEASURED.parent.mkdir(exist_ok=True)
    with MEASURED.open("a") as lines:
        for figure, known, seen in measured:
            share = 100 * seen.width / abs(known)
            lines.write(
                f"{name}\t{figure}\t{known:.6g}\t{seen.value:.6g}\t{share:.2f}\t{replications}\t{seconds:.0f}\n"
            )
