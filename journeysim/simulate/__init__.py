"""A `Process` into an `EventLog`: the clock and the dice."""

from journeysim.simulate.engine import simulate

__all__ = ["simulate"]
