"""What each case tried, what came of it, and what it cost the customer and the company."""

from dataclasses import dataclass

import numpy as np

from journeysim.measure.reading import MS, Floats, Ints, Mask, Reading
from journeysim.model.log import Came, Kind, Why


@dataclass(frozen=True, slots=True, eq=False)
class Attempts:
    """One entry per case; all but `effort` and `cost` are counts.

    `contacts` are attempts whose handling began, `informed` those that an announcement ended before the line.
    `abandoned` counts attempts that ended in the line, `left` those that the case's resolution or the closing of the
    line ended there: neither counts a line left after a transfer, which belongs to a contact. `effort` is in minutes,
    `cost` in money, NaN for all cases where no department says what it costs.
    """

    attempts: Ints
    contacts: Ints
    turned_away: Ints
    abandoned: Ints
    merged: Ints
    unnoticed: Ints
    informed: Ints
    left: Ints
    waiting: Ints
    transfers: Ints
    referrals: Ints
    repeats: Ints
    effort: Floats
    cost: Floats
    public: Mask
    """Tried a public channel."""
    escalated: Mask
    """Tried a channel beside their own."""


def attempts(reading: Reading) -> Attempts:
    """Count the attempts of each case."""
    visits = reading.visits
    customers = visits.by_customer
    unserved = customers & (visits.started < 0)

    def per_case(mask: Mask) -> Ints:
        return np.bincount(visits.case[mask], minlength=reading.n).astype(np.int64, copy=False)

    return Attempts(
        attempts=reading.per_case(reading.rows(Kind.ATTEMPT)),
        contacts=per_case(customers & (visits.started >= 0)),
        turned_away=reading.per_case(reading.rows(Kind.TURNED_AWAY)),
        abandoned=per_case(unserved & visits.abandoned),
        merged=reading.per_case(reading.rows(Kind.MERGES)),
        unnoticed=reading.per_case(reading.rows(Kind.UNNOTICED)),
        informed=reading.per_case(reading.rows(Kind.INFORMED)),
        left=per_case(unserved & ~visits.abandoned & (visits.left >= 0) & ~visits.moved),
        waiting=per_case(unserved & (visits.left < 0)),
        transfers=per_case(visits.case_known & (visits.came == Came.TRANSFER) & ~visits.goes_on),
        referrals=reading.per_case(rows_of_verb(reading, "refer")),
        repeats=per_case(visits.case_known & visits.retold & (visits.channel >= 0)),
        effort=effort(reading),
        cost=cost(reading),
        public=went_public(reading),
        escalated=escalated(reading),
    )


def went_public(reading: Reading) -> Mask:
    """The cases with an attempt through a public channel."""
    tried = reading.rows(Kind.ATTEMPT)
    public = np.array([channel.public for channel in reading.log.book.channels] + [False])
    found: Mask = reading.per_case(tried[public[reading.channel[tried]]]) > 0
    return found


def escalated(reading: Reading) -> Mask:
    """The cases with an attempt through a channel beside their own."""
    tried = reading.rows(Kind.ATTEMPT)
    found: Mask = reading.per_case(tried[reading.cause[tried] == Why.ESCALATES]) > 0
    return found


def rows_of_verb(reading: Reading, verb: str) -> Ints:
    """Where an outcome with this verb took effect."""
    rows = reading.rows(Kind.ENDS, Kind.ACTS)
    is_verb = np.array([outcome.verb == verb for outcome in reading.log.book.outcomes] + [False])
    found: Ints = rows[is_verb[reading.cause[rows]]]
    return found


def effort(reading: Reading) -> Floats:
    """The customer's own minutes: finding, menus and travel, and on live channels the time in line and in conversation.

    Handling that is put down at the end of a shift costs no minutes until it is taken up. A message costs only its
    writing.
    """
    visits, own = reading.visits, reading.rows(Kind.ATTEMPT)
    spent = np.bincount(reading.case[own], weights=reading.amount[own], minlength=reading.n)
    live = np.flatnonzero(visits.case_known & visits.live)
    present = (visits.until_served - visits.joined - visits.held + visits.handled)[live]
    minutes: Floats = (spent + np.bincount(visits.case[live], weights=present, minlength=reading.n)) / MS / 60
    return minutes


def cost(reading: Reading) -> Floats:
    """Money: hours of handling times what the department costs an hour, 0 for departments that do not say; and the
    gestures that went with resolutions.

    A contact that is one of several at once costs its share.
    """
    departments, outcomes = reading.log.book.departments, reading.log.book.outcomes
    gestures = np.array([outcome.gesture for outcome in outcomes] + [0.0])
    if all(department.cost is None for department in departments) and not gestures.any():
        return np.full(reading.n, np.nan)
    resolved = reading.rows(Kind.RESOLVES)
    given = np.bincount(reading.case[resolved], weights=gestures[reading.cause[resolved]], minlength=reading.n)
    per_hour = np.array([(department.cost or 0.0) / department.at_once for department in departments] + [0.0])
    known = np.flatnonzero(reading.visits.case_known)
    money = reading.visits.handled[known] / MS / 3600 * per_hour[reading.visits.department[known]]
    handling = np.bincount(reading.visits.case[known], weights=money, minlength=reading.n)
    return (handling + given).astype(np.float64, copy=False)
