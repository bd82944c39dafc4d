"""An `EventLog` into figures: of one replication (`measure`), of all (`summarise`), and a table of cases
(`journeys`).
"""

from journeysim.measure.journeys import journeys
from journeysim.measure.laws import laws
from journeysim.measure.samples import measure
from journeysim.measure.summary import summarise

__all__ = ["journeys", "laws", "measure", "summarise"]
