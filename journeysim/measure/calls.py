"""Calls that the company made, and what came of them."""

from dataclasses import dataclass

import numpy as np

from journeysim.measure.reading import Ints, Reading
from journeysim.model.log import Came, Kind


@dataclass(frozen=True, slots=True, eq=False)
class Calls:
    """One entry per case, all counts: calls made (each try is one), answered, missed (a voicemail was left), and
    voicemails that were returned. `watched` counts the watchdogs that handed the case on.
    """

    made: Ints
    answered: Ints
    missed: Ints
    returned: Ints
    watched: Ints


def calls(reading: Reading) -> Calls:
    """Count the calls of each case."""
    return Calls(
        made=reading.per_case(reading.rows(Kind.CALLS)),
        answered=reading.per_case(answered(reading)),
        missed=reading.per_case(reading.rows(Kind.VOICEMAIL)),
        returned=reading.per_case(reading.rows(Kind.RETURNS)),
        watched=came_as(reading, Came.WATCHDOG),
    )


def answered(reading: Reading) -> Ints:
    """Where calls of the company end in which they spoke."""
    rows = reading.rows(Kind.ENDS)
    came = reading.visits.came[reading.visit[rows]]
    found: Ints = rows[(came == Came.CALL) & (reading.cause[rows] >= 0)]
    return found


def came_as(reading: Reading, came: Came) -> Ints:
    """How many visits of each case came about so."""
    visits = reading.visits
    chosen = visits.case_known & (visits.came == came)
    return np.bincount(visits.case[chosen], minlength=reading.n).astype(np.int64, copy=False)
