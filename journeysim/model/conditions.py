"""What depends on the case: conditions that scenarios write, and values that go by something."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class By(Generic[T]):
    """A value that depends on the case.

    `about` is `issue`, `segment`, `channel`, or the name of an attribute or a fact; `table` is looked up
    with its value, `otherwise` serves the rest (`None`: the table names every value there is).
    """

    about: str
    table: Mapping[str, T]
    otherwise: T | None = None

    @property
    def possible(self) -> tuple[T, ...]:
        """Every value that there may be, `otherwise` last."""
        return (*self.table.values(), *(() if self.otherwise is None else (self.otherwise,)))


@dataclass(frozen=True, slots=True)
class Test:
    """One comparison: `about` is one of `values`, or a number within bounds.

    `about` is an attribute, a fact, or `issue`, `segment`, `channel`, `known`, `referred by`, `came as`,
    `went public`, `contacts`, `open for`, `silent for`, `mood`; in an expectation also `department`, `ended`. `values`
    is empty where the bounds speak. `at_least` is reached by equality, `over` and `under` are not. `contacts`
    counts, `mood` is from -1 to 1, the others are seconds.
    """

    about: str
    values: tuple[str, ...] = ()
    at_least: float | None = None
    over: float | None = None
    under: float | None = None


Condition = tuple[tuple[Test, ...], ...]
"""Any of these holds, where each is a group of tests that all hold."""
