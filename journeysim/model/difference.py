"""What differs between two scenarios, whatever lines it stands in: one entry for each thing that was changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Literal

from journeysim.model.duration import Exactly, in_words
from journeysim.model.problem import Place
from journeysim.model.scenario import (
    Channel,
    Department,
    Escalation,
    Expectation,
    GivesUp,
    Issue,
    Queue,
    Redials,
    Rule,
    Run,
    Scenario,
    Segment,
    StartsOver,
)

PARTS = (Scenario, Segment, Redials, StartsOver, GivesUp, Escalation, Issue, Channel, Queue, Department, Rule)
"""Nouns that are compared field by field, as a run is by its keys; any other is one value."""

NAMED = (Rule, Expectation)
"""Nouns that stand in a row and go by their names."""

ELSEWHERE = ("file", "variant", "variants", "places", "place", "admits_place")
"""Fields that say where something stands, not what it is."""

AT_ONCE = ("takes", "find", "retelling")
"""Times of parts that take none where nothing is said."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing: `path` leads to it by fields and names. `before` or `after` is `None` where it is new or gone.

    `moved`: the same names in another order; `before` and `after` hold the names that both have.
    """

    path: tuple[str, ...]
    kind: Literal["new", "gone", "changed", "moved"]
    before: object
    after: object


def differences(before: Scenario, after: Scenario) -> tuple[Difference, ...]:
    """All that differs, in the order of the language; nothing where both say the same."""
    return tuple(_compared((), before, after))


def differences_of_files(
    before: Scenario, after: Scenario, variants: Mapping[str, tuple[Scenario, Scenario]]
) -> tuple[Difference, ...]:
    """All that differs between two files: as they stand, and besides in `variants`, those that both offer, by name."""
    plain = differences(before, after)
    known = [_unplaced(one) for one in plain]
    offered = (
        replace(one, path=(*one.path, "about")) if one.kind == "changed" else one
        for one in _compared(("variants",), before.variants, after.variants)
    )
    further = (
        replace(one, path=("variants", name, *one.path))
        for name, (old, new) in variants.items()
        for one in differences(old, new)
        if _unplaced(one) not in known
    )
    return (*plain, *offered, *further)


def _said_of(run: Run) -> dict[str, object]:
    """A run by its keys, in the words of the language where a length of time does not say it."""
    ends = "none" if run.longer is None else f"{in_words(run.longer)} after the last case"
    return {
        "start": run.start,
        "arrivals": f"{run.cases} cases" if run.arrivals is None else run.arrivals,
        "horizon": ends if run.horizon is None else run.horizon,
        "warm_up": run.warm_up,
    }


def _unplaced(one: Difference) -> tuple[object, ...]:
    return one.path, one.kind, _bare(one.before), _bare(one.after)


def _compared(path: tuple[str, ...], before: object, after: object) -> Iterator[Difference]:
    if path and path[-1] in AT_ONCE:
        before, after = (Exactly(0.0) if one is None else one for one in (before, after))
    if _bare(before) == _bare(after):
        return
    if isinstance(before, Run) and isinstance(after, Run):
        old_run, new_run = _said_of(before), _said_of(after)
        for key, said in old_run.items():
            yield from _compared((*path, key), said, new_run[key])
        return
    if isinstance(before, PARTS) and type(before) is type(after):
        for field in fields(before):
            if field.name not in ELSEWHERE:
                yield from _compared((*path, field.name), getattr(before, field.name), getattr(after, field.name))
        return
    old, new = _by_name(before), _by_name(after)
    if old is None or new is None:
        yield Difference(path, "changed", before, after)
        return
    yield from (Difference((*path, name), "gone", old[name], None) for name in old if name not in new)
    for name, value in new.items():
        if name in old:
            yield from _compared((*path, name), old[name], value)
        else:
            yield Difference((*path, name), "new", None, value)
    kept, now = [name for name in old if name in new], [name for name in new if name in old]
    if kept != now:
        yield Difference(path, "moved", tuple(kept), tuple(now))


def _by_name(value: object) -> Mapping[str, object] | None:
    """Things that go by their names: those of a mapping of texts, or rules and expectations."""
    if isinstance(value, Mapping) and value and all(isinstance(key, str) for key in value):
        return value
    if isinstance(value, tuple) and all(isinstance(one, NAMED) for one in value):
        return {one.name: one for one in value}
    return {} if isinstance(value, Mapping) and not value else None


def _bare(value: object) -> object:
    """A noun as plain values, without where it stands; mappings keep their order."""
    if isinstance(value, Place):
        return None
    if is_dataclass(value) and not isinstance(value, type):
        told = [(one.name, _bare(getattr(value, one.name))) for one in fields(value) if one.name not in ELSEWHERE]
        return type(value).__name__, told
    if isinstance(value, Mapping):
        return [(str(key), _bare(entry)) for key, entry in value.items()]
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_bare(one) for one in value]
    return value
