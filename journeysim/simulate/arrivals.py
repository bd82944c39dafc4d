"""When cases arise: one stream for each issue and segment, merged in time."""

import numpy as np
import numpy.typing as npt

from journeysim.model.process import Process
from journeysim.model.rates import cumulative
from journeysim.model.scenario import ARRIVALS, At, Cases, Every, Rate
from journeysim.simulate.incidents import ARRIVES, caused
from journeysim.simulate.luck import Luck
from journeysim.simulate.quantiles import quantile

Moments = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def arrivals(process: Process, luck: Luck) -> tuple[Moments, Moments, Moments, int]:
    """(moments in ms, populations, customers' numbers), sorted by moment, and the end of arrivals in ms.

    A rate is a unit-rate Poisson process turned through the cumulative rate, so that a changed rate moves
    arrivals smoothly. Ties keep the order of the file.
    """
    run = process.scenario.run
    until = run.arrivals
    if until is not None:
        streams = [_stream(process, luck, population, until) for population in range(len(process.populations))]
        moments, populations, numbers = _merged(streams)
        end = max(round(until * 1000), int(moments[-1]) if len(moments) else 0)
    else:
        assert run.cases is not None, "a run has a time or a number of arrivals"
        moments, populations, numbers = _first(process, luck, run.cases)
        end = int(moments[-1]) if len(moments) else 0
    for population in range(len(process.populations)):
        luck.populate(population, int(numbers[populations == population].max(initial=-1)) + 1)
    return moments, populations, numbers, end


def _merged(streams: list[Floats]) -> tuple[Moments, Moments, Moments]:
    seconds = np.concatenate(streams or [np.empty(0)])
    populations = np.repeat(np.arange(len(streams)), [len(stream) for stream in streams])
    numbers = np.concatenate([np.arange(len(stream)) for stream in streams] or [np.empty(0, np.int64)])
    if not np.isfinite(seconds).all():
        arise = np.isfinite(seconds)
        seconds, populations, numbers = seconds[arise], populations[arise], numbers[arise]
    moments = np.rint(seconds * 1000).astype(np.int64)
    order = np.argsort(moments, kind="stable")
    return moments[order], populations[order], numbers[order]


def _first(process: Process, luck: Luck, count: int) -> tuple[Moments, Moments, Moments]:
    """The first so many cases over all populations, however long that takes.

    Those of which so many arise in all are spread over the usual time of arrivals.
    """
    until, longest = 86_400.0, 86_400.0 * 365 * 200
    while True:
        streams = [_stream(process, luck, population, until) for population in range(len(process.populations))]
        if sum(int((stream <= until).sum()) for stream in streams) >= count or until >= longest:
            moments, populations, numbers = _merged(streams)
            return moments[:count], populations[:count], numbers[:count]
        until *= 2


def _stream(process: Process, luck: Luck, population: int, until: float) -> Floats:
    who = process.populations[population]
    if who.incident is not None:
        return caused(process, luck, population, until)
    scenario = process.scenario
    issue = scenario.issues[who.issue]
    match issue.raised_by[who.segment]:
        case Rate(per_second):
            moments, totals = cumulative(issue.profile, until, scenario.run.start, scenario.holidays)
            expected = per_second * totals[-1]
            sums = _sums(luck, population, expected)
            return _turned(sums[sums < expected], per_second * totals, moments)
        case Every(gap):
            mean = getattr(gap, "mean", 1.0)
            count = 64
            while True:
                gaps = quantile(gap)(luck.all_of(population, count, ARRIVES))
                sums = np.cumsum(gaps)
                if sums[-1] > until or sums[-1] == 0:
                    return sums[sums <= until] if sums[-1] else sums[:0]
                count = max(2 * count, int(until / mean) + 64)
        case At(moments_given):
            return np.array(moments_given, dtype=np.float64)
        case Cases(number):
            time = until if scenario.run.cases is None else ARRIVALS
            moments, totals = cumulative(issue.profile, time, scenario.run.start, scenario.holidays)
            return _turned(luck.all_of(population, number, ARRIVES) * totals[-1], totals, moments)


def _turned(sums: Floats, totals: Floats, moments: Floats) -> Floats:
    """The moments (s) at which the expected number of arrivals reaches each sum."""
    return np.asarray(np.interp(sums, totals, moments), dtype=np.float64)


def _sums(luck: Luck, population: int, beyond: float) -> Floats:
    """The points of a unit-rate Poisson process, at least up to `beyond`."""
    count = int(beyond + 8 * np.sqrt(beyond) + 32)
    while True:
        sums: Floats = np.cumsum(-np.log1p(-luck.all_of(population, count, ARRIVES)))
        if sums[-1] >= beyond:
            return sums
        count *= 2
