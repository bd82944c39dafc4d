"""Promises made to each case, and what became of them."""

from dataclasses import dataclass

from journeysim.measure.reading import Ints, Reading
from journeysim.model.log import Kind


@dataclass(frozen=True, slots=True, eq=False)
class Promises:
    """Counts, one entry per case: `made` = `kept` + `kept_late` + `broken` + `void` + those pending at the horizon."""

    made: Ints
    kept: Ints
    kept_late: Ints
    broken: Ints
    void: Ints


def promises(reading: Reading) -> Promises:
    """Count the promises of each case; a promise made again while it is pending is the same one."""
    kept = reading.rows(Kind.KEPT)
    late = reading.amount[kept] > 0
    return Promises(
        made=reading.per_case(reading.rows(Kind.PROMISES)),
        kept=reading.per_case(kept[~late]),
        kept_late=reading.per_case(kept[late]),
        broken=reading.per_case(reading.rows(Kind.BROKEN)),
        void=reading.per_case(reading.rows(Kind.VOID)),
    )
