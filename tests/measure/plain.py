"""A second, plain account of a log: one case at a time, row by row, with no column in sight."""

import math
from typing import Any

from journeysim.model.log import Came, Door, EventLog, Kind, Stop
from tests.measure.logs import REFER


def plain_account(log: EventLog, case: int) -> dict[str, Any]:
    """What `journeys` says of a case, told again from its rows by counting one by one; times in seconds."""
    rows = [row for row in log.rows if row["case"] == case]
    kinds = [Kind(int(row["kind"])) for row in rows]
    seconds = [int(row["time"]) / 1000 for row in rows]
    horizon = log.horizon / 1000
    book = log.book
    joined = {int(row["visit"]): row for row, kind in zip(rows, kinds, strict=True) if kind == Kind.JOINS}
    of_visit: dict[int, list[tuple[Kind, float, Any]]] = {visit: [] for visit in joined}
    for row, kind, time in zip(rows, kinds, seconds, strict=True):
        if int(row["visit"]) in of_visit and kind != Kind.MERGES:
            of_visit[int(row["visit"])].append((kind, time, row))
    arises = seconds[0]

    ending, first, last, stopped, stopped_why, won = "unresolved", math.nan, math.nan, math.nan, None, False
    for kind, time, row in zip(kinds, seconds, rows, strict=True):
        if kind == Kind.RESOLVES:
            last = time - arises
            first = last if math.isnan(first) else first
            won = not math.isnan(stopped)
        elif kind == Kind.REOPENS:
            last, won = math.nan, False
        elif kind == Kind.STOPS:
            stopped, stopped_why, won = time, Stop(int(row["cause"])), False
    if not math.isnan(last):
        ending = "resolved"
    elif stopped_why is not None:
        ending = "dead end" if stopped_why == Stop.DEAD_END else "gave up"

    contacts = abandoned = repeats = transfers = answered = 0
    effort = sum(int(row["amount"]) / 1000 for row, kind in zip(rows, kinds, strict=True) if kind == Kind.ATTEMPT)
    cost = 0.0
    for visit, course in of_visit.items():
        join = joined[visit]
        what = {kind: time for kind, time, _ in course}
        customer = join["cause"] == Came.CUSTOMER
        contacts += bool(customer and Kind.STARTS in what)
        abandoned += bool(customer and Kind.ABANDONS in what)
        transfers += bool(join["cause"] == Came.TRANSFER)
        spoke = any(kind == Kind.ENDS and row["cause"] >= 0 for kind, _, row in course)
        answered += bool(join["cause"] == Came.CALL and spoke)
        has_channel = int(join["channel"]) >= 0
        repeats += sum(kind == Kind.STARTS and row["amount"] == 1 and has_channel for kind, _, row in course)
        waited = min(what.get(Kind.STARTS, horizon), what.get(Kind.ABANDONS, horizon), what.get(Kind.LEAVES, horizon))
        handled, since = 0.0, math.nan
        for kind, time, _ in course:
            if kind in (Kind.STARTS, Kind.TAKES_UP):
                since = time
            elif kind in (Kind.PUTS_DOWN, Kind.ENDS):
                handled, since = handled + time - since, math.nan
        handled += 0.0 if math.isnan(since) else horizon - since
        if has_channel and book.channels[int(join["channel"])].kind == "live":
            effort += waited - what[Kind.JOINS] + handled
        cost += handled / 3600 * (book.departments[int(join["department"])].cost or 0)

    served = [
        course for course in of_visit.values() if not {Kind.ABANDONS, Kind.LEAVES} & {kind for kind, *_ in course}
    ]
    order = [int(course[0][2]["department"]) for course in served]
    bounces = sum(a == c != b for a, b, c in zip(order, order[1:], order[2:], strict=False))
    return {
        "counted": log.warm_up / 1000 <= arises <= log.arrivals_end / 1000,
        "arises": arises,
        "ending": ending,
        "time_to_resolution": last,
        "first_resolution": first,
        "attempts": kinds.count(Kind.ATTEMPT),
        "contacts": contacts,
        "turned_away": kinds.count(Kind.TURNED_AWAY),
        "unnoticed": kinds.count(Kind.UNNOTICED),
        "went_public": any(
            kind == Kind.ATTEMPT and row["channel"] >= 0 and book.channels[int(row["channel"])].public
            for kind, row in zip(kinds, rows, strict=True)
        ),
        "abandoned": abandoned,
        "transfers": transfers,
        "referrals": sum(k in (Kind.ENDS, Kind.ACTS) and r["cause"] == REFER for k, r in zip(kinds, rows, strict=True)),
        "repeats": repeats,
        "loops": len(plain_loops(log, case)),
        "ping_pong": bounces,
        "dead_end_hits": kinds.count(Kind.DEAD_END),
        "promises_made": kinds.count(Kind.PROMISES),
        "promises_kept": sum(k == Kind.KEPT and r["amount"] == 0 for k, r in zip(kinds, rows, strict=True)),
        "promises_kept_late": sum(k == Kind.KEPT and r["amount"] == 1 for k, r in zip(kinds, rows, strict=True)),
        "promises_broken": kinds.count(Kind.BROKEN),
        "calls": kinds.count(Kind.CALLS),
        "calls_answered": answered,
        "voicemails": kinds.count(Kind.VOICEMAIL),
        "voicemails_returned": kinds.count(Kind.RETURNS),
        "watchdogs": sum(join["cause"] == Came.WATCHDOG for join in joined.values()),
        "reopened": kinds.count(Kind.REOPENS),
        "won_back": won,
        "effort": effort / 60,
        "longest_silence": plain_silence(log, case),
        "ownership": plain_ownership(log, case),
        "cost": cost,
        "stopped": stopped,
    }


def plain_loops(log: EventLog, case: int) -> list[tuple[list[str], int]]:
    """The loops of a case: the names of the stops in the order walked, and the attempts of each."""
    rows = [row for row in log.rows if row["case"] == case]
    unserved = {int(row["visit"]) for row in rows if row["kind"] in (Kind.ABANDONS, Kind.LEAVES)}
    unserved -= {int(row["visit"]) for row in rows if row["kind"] == Kind.STARTS}
    path: list[tuple[Any, str, int]] = []
    found, attempts = [], 0
    for row in rows:
        if row["kind"] == Kind.ATTEMPT:
            attempts += 1
        gate = row["kind"] == Kind.TURNED_AWAY and row["cause"] == Door.GATE
        visit = row["kind"] == Kind.JOINS and int(row["visit"]) not in unserved
        if not (gate or visit) or row["early"] or row["situation"] < 0:
            continue
        channel, department = int(row["channel"]), int(row["department"])
        key = ("gate", channel) if gate else ("visit", department)
        by_channel = gate or (row["cause"] == Came.CUSTOMER and channel >= 0)
        name = log.book.channels[channel].name if by_channel else log.book.departments[department].name
        place = (key, int(row["situation"]))
        known = [one for one, _, _ in path]
        if place in known:
            start = known.index(place)
            walked = [*path[start + 1 :], (place, name, attempts)]
            found.append(([name for _, name, _ in walked], sum(led for *_, led in walked)))
            del path[start + 1 :]
        else:
            path.append((place, name, attempts))
        attempts = 0
    return found


def plain_silence(log: EventLog, case: int) -> float:
    """The longest silence, walking through the rows of a case with a clock that stands while it is closed or in
    conversation.
    """
    longest, since, is_open, talking = 0.0, math.nan, True, 0
    joins = log.rows[(log.rows["kind"] == Kind.JOINS) & (log.rows["channel"] < 0)]
    phoned = {int(row["visit"]) for row in joins if row["cause"] in (Came.CALL, Came.CUSTOMER)}
    for row in log.rows[log.rows["case"] == case]:
        kind, time = Kind(int(row["kind"])), int(row["time"]) / 1000
        channel = int(row["channel"])
        live = channel >= 0 and log.book.channels[channel].kind == "live"
        handling = kind in (Kind.ENDS, Kind.ACTS)
        outcome = log.book.outcomes[int(row["cause"])] if handling and row["cause"] >= 0 else None
        word = kind in (Kind.ARISES, Kind.RESOLVES, Kind.REOPENS, Kind.TOLD, Kind.VOICEMAIL)
        word |= kind == Kind.ENDS and row["cause"] >= 0 and int(row["visit"]) in phoned
        word |= live and kind in (Kind.STARTS, Kind.ENDS)
        if outcome and not live:
            answered = outcome.verb not in ("transfer", "ticket", "drop") and channel >= 0 and kind == Kind.ENDS
            word |= answered or bool(outcome.says)
        if not word:
            continue
        if is_open and not talking and not math.isnan(since):
            longest = max(longest, time - since)
        since = time
        is_open = {Kind.RESOLVES: False, Kind.REOPENS: True}.get(kind, is_open)
        talking += (live and kind == Kind.STARTS) - (live and kind == Kind.ENDS)
    return max(longest, log.horizon / 1000 - since) if is_open and not talking else longest


def plain_ownership(log: EventLog, case: int) -> float:
    """The share of open seconds with one department at it, looking at each moment between two rows."""
    rows = [row for row in log.rows if row["case"] == case]
    owned = total = 0.0
    is_open, at_it = True, []
    for row, following in zip(rows, [*rows[1:], None], strict=True):
        kind = Kind(int(row["kind"]))
        is_open = {Kind.RESOLVES: False, Kind.REOPENS: True}.get(kind, is_open)
        if kind == Kind.JOINS:
            at_it.append((int(row["visit"]), int(row["department"])))
        if kind in (Kind.ENDS, Kind.ABANDONS, Kind.LEAVES):
            at_it = [one for one in at_it if one[0] != int(row["visit"])]
        until = log.horizon if following is None else int(following["time"])
        length = (until - int(row["time"])) if is_open else 0
        total += length
        owned += length if len({department for _, department in at_it}) == 1 else 0
    return owned / total if total else math.nan
