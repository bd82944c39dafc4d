"""The catalogue of problems: what each code means and how to mend what it tells of."""

from .entry import Code
from .graph import GRAPH
from .structure import STRUCTURE
from .text import TEXT
from .values import VALUES
from .words import WORDS

CODES: dict[str, Code] = {code.code: code for code in (*TEXT, *STRUCTURE, *WORDS, *VALUES, *GRAPH)}
"""Every problem by its code, those of the text first, those of the graph last."""

__all__ = ["CODES", "Code"]
