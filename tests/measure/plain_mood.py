"""The mood of a customer once more, from the scenario and the rows of their case, all at once at the end."""

from typing import Any

from journeysim.model.log import Book, Came, Kind, Left
from journeysim.model.scenario import Mood, Scenario

WEEK = 7 * 24 * 3_600_000


def plain_mood(scenario: Scenario, book: Book, rows: list[Any], segment: str, until: int) -> dict[str, int | None]:
    """`end`, `lowest` and `before` in millionths, at the moment `until` (ms), after these rows of the case."""
    said = scenario.mood or Mood()
    events: list[tuple[int, int, int, str, float]] = []
    words: list[int | None] = []
    stopped = is_open = False
    joined: int | None = None

    def add(time: int, rank: int, order: int, what: str, amount: float) -> None:
        events.append((time, rank, order, what, amount))

    def word(time: int | None) -> None:
        if is_open and not stopped and words and words[-1] is not None:
            end = until if time is None else time
            for week in range(1, (end - words[-1]) // WEEK + 1):
                add(words[-1] + week * WEEK, 0, 0, "silence", said.silent_week)
        words.append(time)

    def waited(time: int) -> float:
        assert joined is not None
        return int(round(said.waiting_an_hour * 1e6) * (time - joined) // 3_600_000) / 1e6

    calls = {
        int(row["visit"])
        for row in rows
        if row["kind"] == Kind.JOINS and row["channel"] < 0 and row["cause"] in (Came.CALL, Came.CUSTOMER)
    }
    for order, row in enumerate(rows):
        kind, time, cause = Kind(int(row["kind"])), int(row["time"]), int(row["cause"])
        channel = book.channels[int(row["channel"])] if row["channel"] >= 0 else None
        live = channel is not None and channel.kind == "live"
        outcome = book.outcomes[cause] if kind in (Kind.ENDS, Kind.ACTS, Kind.RESOLVES) and cause >= 0 else None
        verb = outcome.verb if outcome else ""
        amount = {"refer": said.referred, "refuse": said.refused, "transfer": said.transferred}.get(verb, 0.0)
        tone = 0.0
        called = row["visit"] in calls and kind is Kind.ENDS
        if kind is Kind.ENDS and (channel is not None or called):
            empathy = list(scenario.departments.values())[int(row["department"])].empathy
            tone = said.empathy * ((0.5 if empathy is None else empathy) - 0.5)
        match kind:
            case Kind.ARISES:
                is_open = True
                words.append(time)
            case Kind.TURNED_AWAY:
                add(time, 1, order, "door", said.turned_away)
            case Kind.JOINS if live and not row["amount"]:
                joined = time
            case Kind.LEAVES if cause == Left.MOVED:
                pass
            case Kind.ABANDONS | Kind.LEAVES | Kind.HOLDS if live and joined is not None:
                add(time, 1, order, "wait", waited(time))
                joined = None
            case Kind.STARTS:
                if live and joined is not None:
                    add(time, 1, order, "wait", waited(time))
                    joined = None
                if live:
                    word(time)
                if channel is not None and row["amount"]:
                    add(time, 1, order, "again", said.told_again)
            case Kind.ENDS if called:
                if outcome is not None:
                    word(time)
                    add(time, 1, order, "call", tone + amount)
            case Kind.ENDS if live:
                word(time)
                add(time, 1, order, "contact", tone + amount)
            case Kind.ENDS if channel is not None:
                if outcome is not None and (verb not in ("transfer", "drop") or outcome.says):
                    word(time)
                    add(time, 1, order, "answer", tone + (0 if verb == "transfer" else amount))
            case Kind.ENDS | Kind.ACTS:
                if verb in ("refer", "refuse", "promise"):
                    word(time)
                    add(time, 1, order, "news", amount)
            case Kind.TOLD | Kind.INFORMED | Kind.VOICEMAIL:
                word(time)
            case Kind.PROMISES:
                due = int(row["amount"])
                later = [one for one in rows[order + 1 :] if one["kind"] in (Kind.KEPT, Kind.BROKEN, Kind.VOID)]
                settled = next((one for one in later if one["cause"] == cause), None)
                if settled is None or int(settled["time"]) > due:
                    if due < until:
                        add(due, 2, order, "promise", said.broken_promise)
                elif settled["kind"] == Kind.BROKEN:
                    index = next(n for n, one in enumerate(rows) if one is settled)
                    add(int(settled["time"]), 1, index, "promise", said.broken_promise)
            case Kind.RESOLVES:
                word(time)
                is_open = False
                gesture = said.gesture if outcome and outcome.gesture else 0.0
                add(time, 1, order, "resolved", round(said.resolved * 1e6) / 1e6 + gesture)
            case Kind.REOPENS:
                add(time, 1, order, "reopens", -said.resolved)
                is_open = True
                words.append(time)
            case Kind.STOPS:
                word(time)
                stopped = True
    word(None)
    if joined is not None:
        add(until, 3, 0, "wait", waited(until))
    start = scenario.segments[segment].mood or 0.0
    value = lowest = round(start * 1e6)
    before: int | None = None
    for _, _, _, what, amount in sorted(events, key=lambda event: event[:3]):
        before = {"resolved": value, "reopens": None}.get(what, before)
        value = max(-1_000_000, min(1_000_000, value + round(amount * 1e6)))
        lowest = min(lowest, value)
    return {"end": value, "lowest": lowest, "before": before}
