"""A `Process` into proofs: what can and cannot happen to a customer, exactly and without dice."""

from journeysim.verify.first import First, first
from journeysim.verify.solve import solve

__all__ = ["First", "first", "solve"]
