"""Text into a `Scenario`: YAML, places in files, how people write durations and chances.

`read` and `read_text` give a scenario or raise a `ScenarioError` that holds all problems at once. `CODES` explains
each problem, `json_schema` and `reference` say what may be written.
"""

from .codes import CODES
from .load import read, read_text
from .page import reference
from .schema import json_schema

__all__ = ["CODES", "json_schema", "read", "read_text", "reference"]
