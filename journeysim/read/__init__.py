"""Text into a `Scenario`: YAML, places in files, how people write durations and chances.

`read` and `read_text` give a scenario or raise a `ScenarioError` that holds all problems at once. `CODES` explains
each problem, `json_schema` and `reference` say what may be written, `laid_out` writes it in one way.
"""

from .codes import CODES
from .files import text_of_file
from .layout import laid_out
from .load import read, read_text
from .page import reference
from .schema import json_schema

__all__ = ["CODES", "json_schema", "laid_out", "read", "read_text", "reference", "text_of_file"]
