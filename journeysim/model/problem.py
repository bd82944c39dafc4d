"""A problem in what somebody wrote: where it stands, what is the case, and the next move.

Every message of the product about an input is a `Problem`; verbs gather them and raise one
`ScenarioError` that holds the whole list.
"""

from collections.abc import Sequence
from dataclasses import dataclass

Path = tuple[str | int, ...]
"""The way to a value in a document: keys and zero-based list positions, outermost first."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A spot in a file. `line` and `column` count from 1; 0 means the file as a whole."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join([self.file, *(str(number) for number in (self.line, self.column) if number)])


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend.

    `code` is stable and has a page (`journeysim explain CODE`). `fact` says what is the case, `move` what to
    do next. `width` is the number of characters at `place` that the caret underlines. `severity` is
    `error` (the scenario cannot be used) or `warning`.
    """

    place: Place
    code: str
    fact: str
    move: str = ""
    path: Path = ()
    width: int = 1
    severity: str = "error"

    def __str__(self) -> str:
        message = f"{self.fact}; {self.move}" if self.move else self.fact
        return f"{self.place}: {self.severity}: {message} [{self.code}]"


class ScenarioError(Exception):
    """A scenario that cannot be used. `problems` holds everything found, in the order of the file."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: (problem.place, problem.code)))
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type["ScenarioError"], tuple[tuple[Problem, ...]]]:
        return ScenarioError, (self.problems,)


class NoJourney(LookupError):
    """No journey is the one that was asked for: says which there are."""


class WorkerLost(RuntimeError):
    """A process that simulated part of a run was ended from outside, as happens where memory runs out."""
