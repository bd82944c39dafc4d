"""A `Scenario` into a `Process`: names become indices, conditions bit masks, and the graph is walked once."""

from journeysim.build.compile import build

__all__ = ["build"]
