"""Incidents: when they come, how long they last, and when each of the cases that they cause arises."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from journeysim.model.process import Population, Process
from journeysim.model.scenario import Incident
from journeysim.simulate.luck import Luck
from journeysim.simulate.quantiles import quantile

Floats = npt.NDArray[np.float64]

ARRIVES = "arrives"


@dataclass(frozen=True, slots=True)
class Outbreaks:
    """The times that an incident comes, for one population: `begins` and `ends` in ms, and the cases of each time."""

    begins: tuple[int, ...]
    ends: tuple[int, ...]
    cases: int

    def left(self, customer: int, now: int) -> int:
        """How long (ms) the incident goes on that caused a customer's case."""
        return max(0, self.ends[customer // self.cases] - now)

    def goes_on(self, customer: int, now: int, *, after: int) -> bool:
        """Whether the incident that caused a customer's case goes on, and began at least so long (ms) ago."""
        which = customer // self.cases
        return self.begins[which] + after <= now < self.ends[which]


def coming(incident: Incident, luck: Luck, until: float) -> tuple[Floats, Floats]:
    """When an incident begins and ends (s), each time that it begins up to `until`; on its one day in any case."""
    if incident.starts is not None:
        begins = np.array([incident.starts])
    else:
        assert incident.every is not None, "an incident has a day, or comes again and again"
        begins = np.cumsum(_drawn(incident, luck, until))
        begins = begins[begins <= until]
    return begins, begins + quantile(incident.lasts)(luck.of_incident(incident.name, len(begins), "lasts"))


def _drawn(incident: Incident, luck: Luck, until: float) -> Floats:
    """Gaps between beginnings, enough to reach `until`."""
    assert incident.every is not None, "asked only of what comes again and again"
    count = 8
    while True:
        gaps = quantile(incident.every)(luck.of_incident(incident.name, count, "every"))
        if gaps.sum() > until or not gaps.any():
            return gaps if gaps.any() else gaps[:0]
        count *= 2


def caused(process: Process, luck: Luck, population: int, until: float) -> Floats:
    """When the cases of a population arise that an incident causes (s); infinity for who no longer has the trouble.

    Nobody has it after `until`, nor, where the issue clears up with the incident, from its end on.
    """
    who = process.populations[population]
    incident = incident_of(process, who)
    begins, ends = coming(incident, luck, until)
    cases = incident.raised_by[who.segment]
    chances = luck.all_of(population, len(begins) * cases, ARRIVES)
    starts, length = np.repeat(begins, cases), np.repeat(ends - begins, cases)
    moments = starts + (chances * length if incident.spread is None else quantile(incident.spread)(chances))
    arise = moments <= until
    if process.scenario.issues[who.issue].clears_up == "with the incident":
        arise &= moments < starts + length
    return np.where(arise, moments, np.inf)


def outbreaks(process: Process, luck: Luck, population: int, until: float) -> Outbreaks:
    """The times that the incident of a population comes, in ms."""
    who = process.populations[population]
    incident = incident_of(process, who)
    begins, ends = (np.rint(moments * 1000).astype(np.int64).tolist() for moments in coming(incident, luck, until))
    return Outbreaks(tuple(begins), tuple(ends), incident.raised_by[who.segment])


def incident_of(process: Process, who: Population) -> Incident:
    """The incident that causes the cases of a population."""
    assert who.incident is not None, "asked only of what an incident causes"
    return process.scenario.incidents[who.incident]
