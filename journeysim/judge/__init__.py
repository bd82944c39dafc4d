"""Expectations held against what was measured: kept, broken, or undecided."""

from journeysim.judge.proved import judge_proved
from journeysim.judge.verdicts import judge

__all__ = ["judge", "judge_proved"]
