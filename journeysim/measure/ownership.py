"""Who had the case: the share of its open time in which exactly one department had it to do."""

import numpy as np

from journeysim.measure.reading import Floats, Reading, running
from journeysim.measure.silence import opened
from journeysim.model.log import Kind

OVER = (Kind.ENDS, Kind.ABANDONS, Kind.LEAVES)
TURNS = (Kind.ARISES, Kind.RESOLVES, Kind.REOPENS)


def ownership(reading: Reading) -> Floats:
    """One entry per case: time in which one department had visits of it, over the time it was open; NaN where that is
    none.

    A department has the case to do from the moment a visit joins it, in line or not, until the visit ends; tickets
    included, several visits in one department being one. Open is the time from arising to resolution or the horizon,
    without the time in which the case seemed resolved.
    """
    rows = reading.rows(*TURNS, Kind.JOINS, *OVER)
    kind, case, time = reading.kind[rows], reading.case[rows], reading.time[rows]
    step = np.where(kind == Kind.JOINS, 1, np.where(np.isin(kind, TURNS), 0, -1))
    departments = len(reading.log.book.departments) + 1
    owner = case * departments + np.where(step == 0, -1, reading.department[rows]) + 1
    grouped = np.argsort(owner, kind="stable")
    inside = running(step[grouped], owner[grouped])
    having = np.zeros(len(rows), np.int64)
    having[grouped] = (inside > 0).astype(np.int64) - (inside - step[grouped] > 0).astype(np.int64)
    number = running(having, case)
    last = np.append(case[1:] != case[:-1], True) if len(case) else np.zeros(0, np.bool_)
    length = np.where(last, reading.log.horizon, np.append(time[1:], 0)) - time
    length[~opened(reading, rows)] = 0
    total = np.bincount(case, weights=length, minlength=reading.n)
    owned = np.bincount(case, weights=np.where(number == 1, length, 0), minlength=reading.n)
    share: Floats = np.divide(owned, total, out=np.full(reading.n, np.nan), where=total > 0)
    return share
