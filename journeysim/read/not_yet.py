"""What the language has and this version has not: refused as such, at its own place, never ignored.

Each entry goes away when the feature comes: the key then becomes a field of the model named here.
"""

NOT_YET: dict[str, tuple[str, ...]] = {
    "the scenario": ("mood",),
    "a segment": ("mood", "churns", "promotes"),
    "'gives up'": ("mood",),
    "a department": ("empathy",),
    "'resolve'": ("gesture",),
    "a condition": ("mood",),
    "a figure": (
        "mood",
        "churned",
        "promoters",
        "silent_dissatisfied",
    ),
}
"""By the part of the language: its keys, verbs, words or figures that are not built yet."""

LATER = "leave it out for now"
"""The next move of each such problem."""


def is_not_yet(part: str, word: str) -> bool:
    """Whether the word is known in this part of the language, but not built yet."""
    return word in NOT_YET.get(part, ())
