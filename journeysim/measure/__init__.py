"""An `EventLog` into figures: of one replication (`measure`), of all (`summarise`), a table of cases (`journeys`), and
the `journey` of one case, which `choose` finds.
"""

from journeysim.measure.choosing import choose
from journeysim.measure.journey import journey
from journeysim.measure.journeys import journeys
from journeysim.measure.laws import laws
from journeysim.measure.samples import measure
from journeysim.measure.summary import summarise

__all__ = ["choose", "journey", "journeys", "laws", "measure", "summarise"]
