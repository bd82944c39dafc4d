"""Samples into a report: means over replications, loops and dead ends of all of them together."""

from collections.abc import Iterable, Mapping, Sequence

from journeysim.measure.intervals import interval
from journeysim.model.report import DeadEnd, Figure, Kept, Loop, Report
from journeysim.model.sample import DeadEndTally, LoopTally, Sample


def summarise(
    samples: Sequence[Sample],
    *,
    scenario: str,
    variant: str | None = None,
    about: str | None = None,
    currency: str | None = None,
    expectations: Sequence[Kept] = (),
    notes: Sequence[str] = (),
) -> Report:
    """A report of all `samples`, in the order of their replications; each figure is the mean of its values in them.

    A loop or a dead end that a replication did not meet counts 0 in it. Loops come by rounds, dead ends by hits, the
    most first. Raises `ValueError` for no samples, or where two are of one replication.
    """
    if not samples:
        raise ValueError("a report needs at least one sample")
    ordered = sorted(samples, key=lambda sample: sample.replication)
    if len({sample.replication for sample in ordered}) < len(ordered):
        raise ValueError("two samples are of the same replication")
    return Report(
        scenario=scenario,
        variant=variant,
        about=about,
        currency=currency,
        seed=ordered[0].seed,
        replications=len(ordered),
        cases=sum(sample.cases for sample in ordered),
        all=figures([sample.all for sample in ordered]),
        segments=grouped([sample.segments for sample in ordered]),
        issues=grouped([sample.issues for sample in ordered]),
        departments=grouped([sample.departments for sample in ordered]),
        loops=loops(ordered),
        dead_ends=dead_ends(ordered),
        expectations=tuple(expectations),
        notes=tuple(notes),
    )


def figures(values: Sequence[Mapping[str, float]]) -> dict[str, Figure]:
    """The interval of each figure; names in the order in which they first come."""
    names = in_order(values)
    return {name: interval([one.get(name, float("nan")) for one in values]) for name in names}


def grouped(values: Sequence[Mapping[str, Mapping[str, float]]]) -> dict[str, dict[str, Figure]]:
    """The figures of each group."""
    return {group: figures([one.get(group, {}) for one in values]) for group in in_order(values)}


def in_order(values: Iterable[Iterable[str]]) -> list[str]:
    """Each name once, in the order in which they first come."""
    return list(dict.fromkeys(name for names in values for name in names))


def loops(samples: Sequence[Sample]) -> tuple[Loop, ...]:
    """The loops of all replications by signature."""
    found: dict[tuple[str, ...], dict[int, LoopTally]] = {}
    for index, sample in enumerate(samples):
        for tally in sample.loops:
            found.setdefault(tally.signature, {})[index] = tally

    def loop(signature: tuple[str, ...], by_sample: dict[int, LoopTally]) -> Loop:
        rounds = [by_sample[i].rounds if i in by_sample else 0 for i in range(len(samples))]
        shares = [
            (by_sample[i].cases if i in by_sample else 0) / sample.cases if sample.cases else float("nan")
            for i, sample in enumerate(samples)
        ]
        attempts = sum(tally.attempts for tally in by_sample.values())
        return Loop(signature, attempts / sum(rounds), interval(rounds), interval(shares))

    loops = [loop(signature, by_sample) for signature, by_sample in found.items()]
    return tuple(sorted(loops, key=lambda loop: (-(loop.rounds.value or 0), loop.signature)))


def dead_ends(samples: Sequence[Sample]) -> tuple[DeadEnd, ...]:
    """The dead ends of all replications by where, who and what led there."""
    found: dict[tuple[str, str, str, tuple[str, ...]], dict[int, DeadEndTally]] = {}
    for index, sample in enumerate(samples):
        for tally in sample.dead_ends:
            found.setdefault((tally.where, tally.segment, tally.issue, tally.causes), {})[index] = tally

    def dead_end(key: tuple[str, str, str, tuple[str, ...]], by_sample: dict[int, DeadEndTally]) -> DeadEnd:
        met = [by_sample.get(i) for i in range(len(samples))]
        return DeadEnd(
            *key,
            hits=interval([tally.hits if tally else 0 for tally in met]),
            final=interval([tally.final if tally else 0 for tally in met]),
        )

    ends = [dead_end(key, by_sample) for key, by_sample in found.items()]
    return tuple(sorted(ends, key=lambda end: (-(end.hits.value or 0), end.where, end.segment, end.issue, end.causes)))
