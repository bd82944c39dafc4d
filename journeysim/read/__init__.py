"""Text into a `Scenario`: YAML, places in files, how people write durations and chances.

`read` and `read_text` give a scenario or raise a `ScenarioError` that holds all problems at once.
"""

from .load import read, read_text

__all__ = ["read", "read_text"]
