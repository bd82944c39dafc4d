"""A small scenario around a part of one: what the part does not say stands here."""

import re

BLOCKS = {
    "journeysim": "journeysim: 1\n",
    "name": "name: Example\n",
    "issues": "issues:\n  question: {raised by: {customer: 20 per day}}\n",
    "channels": "channels:\n  phone: {reaches: care}\n",
    "departments": (
        "departments:\n  care:\n    staff: 2\n    handling: 6 min\n    rules: {answer: {then: {resolve: now}}}\n"
    ),
}


def framed(part: str) -> str:
    """The part, and before it what a scenario needs beside it; issues go to the segment that the part has."""
    said = set(re.findall(r"^([a-z]+):", part, re.MULTILINE))
    return "".join(block for key, block in BLOCKS.items() if key not in said) + part
