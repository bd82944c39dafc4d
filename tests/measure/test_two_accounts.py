"""Any log, measured in columns and told again case by case."""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from journeysim.measure import journeys, laws, measure
from journeysim.measure.loops import erased
from journeysim.model.log import EventLog, Kind
from tests.measure.plain import plain_account, plain_loops
from tests.measure.wandering import Wandering

seeds = st.integers(0, 2**32 - 1)


@given(seeds)
def test_columns_say_what_a_plain_count_says(seed: int) -> None:
    """Each column of `journeys` equals a row-by-row count of the case."""
    log = Wandering(seed).log()
    table = journeys(log)
    for case in range(len(log.cases)):
        for name, expected in plain_account(log, case).items():
            got = table[name][case]
            if isinstance(expected, float) and not isinstance(got, np.str_):
                assert math.isclose(got, expected, abs_tol=1e-9) or (math.isnan(got) and math.isnan(expected)), name
            else:
                assert got == expected, name


@given(seeds)
def test_wandering_logs_obey_the_laws(seed: int) -> None:
    """The random logs break no law but the one about staff, which they do not ask before they start."""
    broken = [law for law in laws(Wandering(seed).log()) if "staff was ever on duty" not in law]
    assert broken == []


@given(seeds)
def test_figures_are_means_of_the_counted_cases(seed: int) -> None:
    """Shares of endings sum to 1, counts are means over counted cases, and the whole is the sum of its issues."""
    log = Wandering(seed).log()
    table, sample = journeys(log), measure(log)
    counted = table["counted"]
    assert sample.cases == counted.sum()
    if not sample.cases:
        return
    assert math.isclose(sum(sample.all[name] for name in ("resolved", "gave_up", "dead_end", "unresolved")), 1)
    for name in ("attempts", "contacts", "loops", "effort", "dead_end_hits"):
        assert math.isclose(sample.all[name], float(table[name][counted].mean()), abs_tol=1e-12)
        parts = [
            figures[name] * np.count_nonzero(counted & (table["issue"] == issue))
            for issue, figures in sample.issues.items()
            if not math.isnan(figures[name])
        ]
        assert math.isclose(sum(parts), sample.all[name] * sample.cases, abs_tol=1e-9)


@given(seeds)
def test_loops_are_tallied_as_they_were_walked(seed: int) -> None:
    """Rounds, attempts and cases of all signatures add up to what each counted case walked."""
    log = Wandering(seed).log()
    counted = journeys(log)["counted"]
    walked = [(case, loop) for case in np.flatnonzero(counted).tolist() for loop in plain_loops(log, case)]
    tallies = measure(log).loops
    assert sum(tally.rounds for tally in tallies) == len(walked)
    assert sum(tally.attempts for tally in tallies) == sum(attempts for _, (_, attempts) in walked)
    for tally in tallies:
        alike = [case for case, (names, _) in walked if is_rotation(names, tally.signature)]
        assert (tally.rounds, tally.cases) == (len(alike), len(set(alike)))


def is_rotation(names: list[str], signature: tuple[str, ...]) -> bool:
    """Whether a walk goes round the same way."""
    return len(names) == len(signature) and any(
        tuple(names[start:] + names[:start]) == signature for start in range(len(names))
    )


@given(st.lists(st.integers(0, 4), max_size=30))
def test_erasing_loops_leaves_a_path_that_meets_nothing_twice(places: list[int]) -> None:
    """Each stop is in one erased loop or on the path that is left, which meets no place twice."""
    loops = erased(places, places, list(range(1, len(places) + 1)))
    left = len(places) - sum(len(names) for names, _ in loops)
    assert all(len(set(names)) == len(names) for names, _ in loops)
    assert 0 <= left <= 5
    assert sum(made for _, made in loops) == sum(len(names) for names, _ in loops)


@given(seeds)
def test_dead_end_hits_are_told_where_they_are_counted(seed: int) -> None:
    """The hits of all dead ends are those of the counted cases, and no more are final than were hit."""
    log = Wandering(seed).log()
    table, sample = journeys(log), measure(log)
    assert sum(end.hits for end in sample.dead_ends) == table["dead_end_hits"][table["counted"]].sum()
    assert all(0 <= end.final <= end.hits for end in sample.dead_ends)


@given(seeds)
def test_busy_time_is_the_sum_of_all_handling(seed: int) -> None:
    """Occupancy and overtime agree with a walk through the rows of each department, stretch by stretch."""
    log = Wandering(seed).log()
    departments = measure(log).departments
    for index, department in enumerate(log.book.departments):
        busy, scheduled, overtime = plain_staff(log, index)
        figures = departments[department.name]
        assert math.isclose(figures["overtime"], overtime, abs_tol=1e-6)
        if scheduled + overtime:
            assert math.isclose(figures["occupancy"], busy / (scheduled + overtime), abs_tol=1e-9)


def plain_staff(log: EventLog, department: int) -> tuple[float, float, float]:
    """Seconds at work, on duty, and at work beyond it, within the window."""
    first, last = log.warm_up, min(log.arrivals_end, log.horizon)
    rows = [row for row in log.rows if row["department"] == department]
    in_hand = on_duty = 0
    busy = scheduled = overtime = 0.0
    for row, following in zip(rows, [*rows[1:], None], strict=True):
        kind = Kind(int(row["kind"]))
        in_hand += (kind in (Kind.STARTS, Kind.TAKES_UP)) - (kind in (Kind.ENDS, Kind.PUTS_DOWN))
        on_duty = int(row["amount"]) if kind == Kind.ON_DUTY else on_duty
        until = last if following is None else min(max(int(following["time"]), first), last)
        length = (until - min(max(int(row["time"]), first), last)) / 1000
        busy += in_hand * length
        scheduled += on_duty * length
        overtime += max(0, in_hand - on_duty) * length
    return busy, scheduled, overtime
