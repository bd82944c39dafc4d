"""What the catalogue holds of a problem."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of problem. `wrong` and `right` are parts of a scenario (`None`: it is no matter of what is written)."""

    code: str
    title: str
    means: str
    mend: str
    wrong: str | None = None
    right: str | None = None

    def __str__(self) -> str:
        """The page as text."""
        lines = [f"{self.code}: {self.title}", "", self.means, "", f"To mend it: {self.mend}"]
        for head, example in (("Wrong:", self.wrong), ("Right:", self.right)):
            if example is not None:
                lines += ["", head, *(f"    {line}" for line in example.rstrip("\n").split("\n"))]
        return "\n".join(lines)
