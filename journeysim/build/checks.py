"""Conditions and tables by the case into bit masks over indices, as one viewer sees them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from journeysim.model.feeling import ONE
from journeysim.model.log import Came
from journeysim.model.process import Check, Checks, Subject, Table
from journeysim.model.scenario import By, Condition, Scenario, Test

T = TypeVar("T")
V = TypeVar("V")

CAME = {
    "customer": Came.CUSTOMER,
    "transfer": Came.TRANSFER,
    "ticket": Came.TICKET,
    "promise": Came.PROMISE,
    "watchdog": Came.WATCHDOG,
}
BANDS = {"open for": Subject.AGE, "silent for": Subject.SILENCE, "mood": Subject.MOOD}
PARTS = {"open for": 1000, "silent for": 1000, "mood": ONE}
"""Into how many whole parts a second, or the scale of moods, is cut."""


@dataclass(frozen=True, slots=True)
class Names:
    """What the names in conditions stand for, in one scenario."""

    scenario: Scenario
    traits: tuple[tuple[int, Mapping[str, str]], ...]
    owners: tuple[tuple[str, str], ...]
    facts: tuple[str, ...]
    channels: tuple[str, ...]
    departments: tuple[str, ...]
    cuts: Mapping[str, tuple[int, ...]]
    contacts_cap: int

    def trait(self, number: int, about: str) -> str | None:
        """What `issue`, `segment` or an attribute is for these traits; `None` where they have no such attribute."""
        population, attributes = self.traits[number]
        issue, segment = self.owners[population]
        return {"issue": issue, "segment": segment}.get(about, attributes.get(about))


def cuts(conditions: list[Condition]) -> tuple[dict[str, tuple[int, ...]], int]:
    """The lengths of time (ms) and moods (millionths) that conditions mention, by what they are of, and the largest
    count of contacts.
    """
    moments: dict[str, set[int]] = {about: set() for about in BANDS}
    cap = 0
    for test in (test for condition in conditions for group in condition for test in group):
        bounds = [bound for bound in (test.at_least, test.over, test.under) if bound is not None]
        if test.about in moments:
            moments[test.about].update(round(bound * PARTS[test.about]) for bound in bounds)
        elif test.about == "contacts":
            cap = max(cap, *(int(bound) + 1 for bound in bounds))
    return {about: tuple(sorted(found)) for about, found in moments.items()}, cap


def _mask(values: range, accepts: Callable[[int], bool]) -> int:
    return sum(1 << (value + 1) for value in values if accepts(value))


def _within(test: Test, low: float, high: float) -> bool:
    """Whether every number of an open band (or a single point, low = high) passes the bounds."""
    point = low == high
    if test.at_least is not None and low < test.at_least:
        return False
    if test.over is not None and (low <= test.over if point else low < test.over):
        return False
    return not (test.under is not None and (high >= test.under if point else high > test.under))


def _band_mask(test: Test, cuts: tuple[int, ...]) -> int:
    edges = [float("-inf"), *(cut / PARTS[test.about] for cut in cuts), float("inf")]

    def accepts(number: int) -> bool:
        half, on_cut = divmod(number, 2)
        return (
            _within(test, edges[half + 1], edges[half + 1]) if on_cut else _within(test, edges[half], edges[half + 1])
        )

    return _mask(range(2 * len(cuts) + 1), accepts)


def compile_test(test: Test, names: Names, reads: tuple[str, ...]) -> Check:
    """One test as a check, for a viewer who reads these systems: an unseen fact reads as its first value."""
    wanted = set(test.values)
    about = test.about
    if about in names.facts:
        fact = names.scenario.facts[about]
        index = names.facts.index(about)
        if fact.kept_in is not None and fact.kept_in not in reads:
            everything = (1 << len(fact.values) + 1) - 1
            return Check(Subject.FACT, index, everything if fact.values[0] in wanted else 0)
        return Check(Subject.FACT, index, _mask(range(len(fact.values)), lambda n: fact.values[n] in wanted))
    match about:
        case "channel":
            return Check(Subject.CHANNEL, 0, _mask(range(len(names.channels)), lambda n: names.channels[n] in wanted))
        case "referred by":
            return Check(
                Subject.REFERRER, 0, _mask(range(len(names.departments)), lambda n: names.departments[n] in wanted)
            )
        case "came as":
            return Check(Subject.CAME, 0, _mask(range(len(Came)), lambda n: n in {CAME[word] for word in wanted}))
        case "known":
            return Check(Subject.KNOWN, 0, _mask(range(2), lambda n: ("yes" if n else "no") in wanted))
        case "contacts":
            return Check(
                Subject.CONTACTS, 0, _mask(range(names.contacts_cap + 1), lambda n: _within(test, float(n), float(n)))
            )
        case "went public":
            return Check(Subject.PUBLIC, 0, _mask(range(2), lambda n: ("yes" if n else "no") in wanted))
        case "open for" | "silent for" | "mood":
            return Check(BANDS[about], 0, _band_mask(test, names.cuts[about]))
        case _:
            return Check(Subject.TRAITS, 0, _mask(range(len(names.traits)), lambda n: names.trait(n, about) in wanted))


def compile_condition(condition: Condition | None, names: Names, reads: tuple[str, ...]) -> Checks | None:
    """A condition as checks; `None` stays `None`."""
    if condition is None:
        return None
    return tuple(tuple(compile_test(test, names, reads) for test in group) for group in condition)


def compile_by(value: By[T], names: Names, reads: tuple[str, ...], make: Callable[[T], V]) -> Table[V]:
    """A value by the case, as a table of what `make` makes of each."""
    made = {name: make(entry) for name, entry in value.table.items()}
    otherwise = None if value.otherwise is None else make(value.otherwise)
    if value.about in names.facts:
        fact = names.scenario.facts[value.about]
        if fact.kept_in is not None and fact.kept_in not in reads:
            return Table(None, 0, {}, made.get(fact.values[0], otherwise))
        by_value = {number: made[word] for number, word in enumerate(fact.values) if word in made}
        return Table(Subject.FACT, names.facts.index(value.about), by_value, otherwise)
    if value.about == "channel":
        by_channel = {number: made[name] for number, name in enumerate(names.channels) if name in made}
        return Table(Subject.CHANNEL, 0, by_channel, otherwise)
    by_traits: dict[int, V] = {}
    for number in range(len(names.traits)):
        word = names.trait(number, value.about)
        if word in made:
            by_traits[number] = made[word]
    return Table(Subject.TRAITS, 0, by_traits, otherwise)
