"""A `Process` into proofs: what can and cannot happen to a customer, exactly and without dice."""

from journeysim.verify.first import First, first
from journeysim.verify.keeping import moves_that_keep
from journeysim.verify.labels import labels
from journeysim.verify.mends import with_mends
from journeysim.verify.prove import briefly, verify
from journeysim.verify.solve import solve

__all__ = ["First", "briefly", "first", "labels", "moves_that_keep", "solve", "verify", "with_mends"]
