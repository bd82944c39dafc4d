"""Reports made by hand, one for each thing that an answer may have to say."""

from collections.abc import Mapping

import pytest

from journeysim.model.report import DeadEnd, Figure, Kept, Loop, Report


def figure(value: float | None, half: float = 0.0, n: int = 30) -> Figure:
    """A figure with an interval of `half` on each side."""
    if value is None:
        return Figure(None, None, None, 0)
    return Figure(value, value - half, value + half, n)


def cases(resolved: float, first: float, attempts: float, median: float | None) -> Mapping[str, Figure]:
    """Figures of a part of the cases."""
    return {
        "resolved": figure(resolved, 0.006),
        "dead_end": figure((1 - resolved) * 0.9, 0.004),
        "gave_up": figure((1 - resolved) * 0.1, 0.002),
        "unresolved": figure(0.0),
        "first_contact_resolution": figure(first, 0.001),
        "attempts": figure(attempts, 0.1),
        "contacts": figure(attempts * 0.7, 0.05),
        "turned_away": figure(attempts * 0.3, 0.05),
        "loops": figure(attempts - 1, 0.2),
        "time_to_resolution_median": figure(median, 86400 * 1.3),
        "time_to_resolution_p90": figure(None if median is None else median * 1.6, 86400 * 2.0),
        "longest_silence": figure(86400 * 21, 86400 * 0.4),
        "effort": figure(31.0, 2.0),
        "resolved_within_30d": figure(resolved / 2, 0.01),
    }


@pytest.fixture
def report() -> Report:
    """A report with all parts, of two segments."""
    return Report(
        scenario="Refund after leaving",
        variant="exception path",
        about="A former customer waits for <100> euros | every desk sends them on.",
        currency="EUR",
        seed=7,
        replications=30,
        cases=18_042,
        all=cases(0.861, 0.79, 2.4, 86400 * 30.2),
        segments={
            "subscriber": cases(0.9996, 0.98, 1.02, 86400 * 29.8),
            "leaver": cases(0.421, 0.0, 8.2, 86400 * 61.4),
        },
        issues={"refund": cases(0.861, 0.79, 2.4, 86400 * 30.2)},
        departments={
            "care": {
                "handled": figure(512.3, 8.1),
                "wait_mean": figure(3.2, 0.4),
                "service_level": figure(0.972, 0.004),
                "abandonment": figure(0.003, 0.001),
                "occupancy": figure(0.21, 0.004),
                "overtime": figure(1810.0, 60.0),
            },
            "finance": {
                "handled": figure(120.9, 4.0),
                "wait_mean": figure(36_000.0, 1200.0),
                "service_level": figure(None),
                "abandonment": figure(None),
                "occupancy": figure(0.08, 0.002),
                "overtime": figure(0.0),
            },
        },
        loops=(
            Loop(("hotline", "chat", "store"), 3.0, figure(161.2, 8.0), figure(0.093, 0.005)),
            Loop(("chat",), 1.0, figure(12.0, 2.0), figure(0.01, 0.001)),
        ),
        dead_ends=(
            DeadEnd(
                "store",
                "leaver",
                "refund",
                ("gate of hotline (refund.yaml:45)", "care: not on file (refund.yaml:57)"),
                figure(96.1, 4.0),
                figure(71.2, 3.1),
            ),
            DeadEnd("chat", "subscriber", "refund", (), figure(0.1, 0.1), figure(0.0)),
        ),
        expectations=(
            Kept(
                "subscribers are served at once",
                "refund.yaml:101",
                "first_contact_resolution at least 95% for segment subscriber",
                figure(0.98, 0.001),
                "kept",
            ),
            Kept(
                "about sixty days",
                "refund.yaml:104",
                "time_to_resolution_median between 50 days and 60 days for segment leaver",
                figure(86400 * 61.4, 86400 * 1.3),
                "undecided",
            ),
            Kept("nobody waits long", "refund.yaml:105", "dead_end at most 1%", figure(0.12, 0.004), "broken"),
        ),
        notes=("3 cases arose on a holiday.",),
    )


@pytest.fixture
def nothing() -> Report:
    """A report in which nothing happened to anybody, of one replication."""
    none = {name: Figure(None, None, None, 0) for name in cases(0.5, 0.5, 1, None)}
    return Report("Empty", None, None, None, 0, 1, 0, none, {}, {}, {})
