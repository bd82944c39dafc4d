"""Expectations held against what was measured: kept, broken, or undecided."""

from journeysim.judge.verdicts import judge

__all__ = ["judge"]
