"""Everything that is known of each case of a log, worked out once and shared by all figures."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from journeysim.measure import dead_ends, loops
from journeysim.measure.attempts import Attempts, attempts
from journeysim.measure.calls import Calls, calls
from journeysim.measure.ends import Ends, ends
from journeysim.measure.moods import Moods, moods_of
from journeysim.measure.ownership import ownership
from journeysim.measure.promises import Promises, promises
from journeysim.measure.reading import Column, Floats, Ints, Mask, Reading, reading
from journeysim.measure.scope import cases_where
from journeysim.measure.silence import longest_silence
from journeysim.model.labels import Labels
from journeysim.model.log import EventLog, Kind
from journeysim.model.scenario import Condition


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """Columns with one entry per case, by family, and the loops and dead ends that they had; `labels` by a proof."""

    reading: Reading
    ends: Ends
    attempts: Attempts
    promises: Promises
    calls: Calls
    silence: Floats
    ownership: Floats
    rounds: loops.Rounds
    loops: Ints
    ping_pong: Ints
    hits: dead_ends.Hits
    dead_end_hits: Ints
    moods: Callable[[], Moods]
    labels: Labels | None = None

    def where(self, condition: Condition) -> Mask:
        """The cases for which `condition` holds."""
        return cases_where(condition, self.reading, self.ends, self.attempts, self.silence)


def evidence(log: EventLog, labels: Labels | None = None) -> Evidence:
    """Read `log` once."""
    rows = reading(log)
    rounds = loops.rounds(rows)
    hits = dead_ends.hits(rows)
    return Evidence(
        reading=rows,
        ends=ends(rows),
        attempts=attempts(rows),
        promises=promises(rows),
        calls=calls(rows),
        silence=longest_silence(rows),
        ownership=ownership(rows),
        rounds=rounds,
        loops=np.bincount(rounds.case, minlength=rows.n).astype(np.int64, copy=False),
        ping_pong=loops.ping_pong(rows),
        hits=hits,
        dead_end_hits=rows.per_case(hits.row),
        moods=moods_of(rows),
        labels=labels,
    )


def counted_outcomes(known: Evidence) -> dict[str, Ints]:
    """For each `count` that the scenario names, how often each case met an outcome with it, in the order of the
    file.
    """
    rows = known.reading.rows(Kind.ENDS, Kind.ACTS)
    cause = known.reading.cause[rows]
    outcomes = known.reading.log.book.outcomes
    names = dict.fromkeys(outcome.count for outcome in outcomes if outcome.count is not None)
    return {
        name: known.reading.per_case(rows[np.array([o.count == name for o in outcomes] + [False])[cause]])
        for name in names
    }


def worths(known: Evidence) -> tuple[Column, Column]:
    """What the issue and the segment of each case are worth in money, NaN where the scenario does not say."""
    populations = known.reading.log.book.populations
    which = known.reading.log.cases["population"].astype(np.int64)
    of_issue = np.array([np.nan if who.issue_worth is None else who.issue_worth for who in populations])
    of_segment = np.array([np.nan if who.segment_worth is None else who.segment_worth for who in populations])
    return of_issue[which], of_segment[which]
