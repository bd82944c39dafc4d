"""A file as written into a scenario said in full: variants, `like` and `defaults` laid over one another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from journeysim.model.problem import Path, Place, Problem

from .nodes import Leaf, Listing, Node, Table
from .overlay import SCENARIO, THINGS, missed, overlay, without_removals
from .reading import Names, problem

UNCHANGEABLE = {
    "journeysim": "leave it out",
    "name": "leave it out: a variant has a name of its own",
    "about": "write 'about' beside 'change'",
    "extends": "leave it out",
    "variants": "write it beside this one, with 'on top of: {}'",
    "expect": "write 'expect' beside 'change'",
}
"""What a variant cannot change, and what to do instead."""

LONGEST_CHAIN = 20
"""So many things may follow one another by `like`, and so many variants by `on top of`."""

KINDS = {"segments": "segment", "channels": "channel", "departments": "department"}


class Resolver:
    """Says a document in full, for any of its variants; gathers what is wrong with it on the way."""

    def __init__(self, root: Table) -> None:
        """Begin with a document as it is written."""
        self.root = root
        self.problems: list[Problem] = []
        self.names: Names = {}
        self._circles: set[str] = set()

    def variants(self) -> dict[str, Table]:
        """The variants of the document, as far as they are tables."""
        table = self.root.value("variants")
        return (
            {str(name): value for name, value in table.items() if isinstance(value, Table)}
            if isinstance(table, Table)
            else {}
        )

    def accepted_in(self, variant: str | None) -> frozenset[str]:
        """The findings that a variant accepts by its own words (`None`: that the file does)."""
        change = self.root if variant is None else self.variants()[variant].value("change")
        accepted = change.value("accepted") if isinstance(change, Table) else None
        return frozenset(map(str, accepted)) if isinstance(accepted, Table) else frozenset()

    def in_full(self, variant: str | None) -> Table:
        """The document with this variant applied (`None`: none), then `like` and `defaults`."""
        document = self.root
        for name in self._order(variant) if variant is not None else ():
            change = self.variants()[name].value("change")
            if isinstance(change, Table) and not change.broken:
                laid = overlay(document, self._allowed(change, name), SCENARIO)
                assert isinstance(laid, Table)
                document = laid
        if variant is not None:
            document = _expecting(document, self.variants()[variant])
        full = without_removals(self._things(document), SCENARIO, self._pointless)
        assert isinstance(full, Table)
        return full

    def _allowed(self, change: Table, variant: str) -> Table:
        """The change without what only the file as a whole can say."""
        result = change.like()
        for key, value in change.items():
            if key in UNCHANGEABLE:
                self._note("unknown-key", f"a variant cannot change '{key}'", UNCHANGEABLE[key].format(variant), key)
            else:
                result[key] = value
        return result

    def _order(self, variant: str) -> list[str]:
        """The variants to apply, first to last."""
        order: list[str] = []
        known = self.variants()

        def visit(name: str, trail: tuple[str, ...]) -> None:
            for below in _words(known[name].value("on top of")):
                if below in (*trail, name):
                    self._circle("stands on top of itself", "take one of these 'on top of' away", (*trail, name), below)
                elif len(trail) >= LONGEST_CHAIN:
                    self._too_long("on top of", below)
                elif below in known and below not in order:
                    visit(str(below), (*trail, name))
            order.append(name)

        visit(variant, ())
        if len(order) > LONGEST_CHAIN:
            self._too_long("on top of", known[variant].name("on top of"))
            return []
        return order

    def _things(self, document: Table) -> Table:
        """The document with `like` and `defaults` applied to each segment, channel and department."""
        result = document.like()
        result.update(document)
        all_defaults = document.value("defaults")
        for plural, kind in KINDS.items():
            things, defaults = (
                document.value(plural),
                all_defaults.value(kind) if isinstance(all_defaults, Table) else None,
            )
            if plural == "segments" and "segments" not in document and not missed("segments", document):
                things = _customer(document)
                result[Leaf.at("segments", document.place)] = things
            if not isinstance(things, Table):
                continue
            if missed(plural, document):  # only a change speaks of them, so none is missed
                for thing in things.values():
                    if isinstance(thing, Table):
                        thing.lossy = True
            said = things.like()
            for name, thing in things.items():
                said[name] = self._in_full(name, thing, things, kind, defaults)
            result[result.name(plural)] = said
        return result

    def _in_full(self, name: Leaf, thing: Node, things: Table, kind: str, defaults: Node | None) -> Node:
        if not isinstance(thing, Table):
            return thing
        shape = THINGS[kind]
        full: Node = thing
        if isinstance(thing.value("like"), Leaf) and not isinstance(things.value(str(thing.value("like"))), Table):
            thing.lossy = True
        for below in self._likes(name, thing, things):
            base = below.like()
            base.update({key: value for key, value in below.items() if key not in ("about", "like")})
            full = overlay(base, full, shape)
        if isinstance(defaults, Table) and isinstance(full, Table):
            base = defaults.like()
            base.update(defaults)
            if isinstance(full.value("staff"), Table) and "works" in base and "works" not in full:
                del base[base.name("works")]
            full = overlay(base, full, shape)
        if full is not thing and isinstance(full, Table):
            full.key, full.place, full.path = thing.key, thing.place, thing.path
            full.lossy, full.fresh, full.removed = thing.lossy, thing.fresh, {**thing.removed, **full.removed}
        return full

    def _likes(self, name: Leaf, thing: Table, things: Table) -> Iterator[Table]:
        """The things that it is like, nearest first."""
        seen, start = [str(name)], thing
        while isinstance(like := thing.value("like"), Leaf):
            if like in seen:
                first = start.value("like")
                if like == name and isinstance(first, Leaf):
                    move = "say one of them in full" if len(seen) > 1 else "say it in full, or name another"
                    self._circle("is like itself", move, (*seen[1:], seen[0]), first)
                return
            below = things.value(like)
            if not isinstance(below, Table):
                return
            if len(seen) > LONGEST_CHAIN:
                self._too_long("like", like)
                start.lossy = True
                return
            seen.append(str(like))
            yield below
            thing = below

    def _circle(self, what: str, move: str, trail: tuple[str, ...], name: Leaf) -> None:
        """Note a name that leads back to itself, once for each circle."""
        circle = trail[trail.index(name) :]
        if self._circles.isdisjoint(circle):
            way = ", by way of " + " and ".join(f"'{other}'" for other in circle if other != name)
            self._note("cycle", f"'{name}' {what}{way if len(circle) > 1 else ''}", move, name)
        self._circles.update(circle)

    def _too_long(self, word: str, at: Leaf) -> None:
        """Note that a row of names is too long to follow, once for all rows."""
        if f"long {word}" not in self._circles:
            self._note("too-deep", f"more than {LONGEST_CHAIN} follow one another by '{word}'", "say one in full", at)
        self._circles.add(f"long {word}")

    def _note(self, code: str, fact: str, move: str, at: Node) -> None:
        self.problems.append(problem(code, fact, move, at))

    def _pointless(self, removal: Leaf, beside: Iterable[str]) -> None:
        key = removal.key or removal
        near = get_close_matches(key, [name for name in beside if name != key], n=1)
        fact = f"'{key}' is said nowhere else, so there is nothing to remove"
        self._note(
            "nothing-to-remove", fact, f"did you mean '{near[0]}'?" if near else "leave it out, or check the name", key
        )


def _expecting(document: Table, variant: Table) -> Table:
    """The document with the expectations of a variant in place of its own, and without the variants themselves."""
    result = document.like()
    result.update({key: value for key, value in document.items() if key not in ("expect", "variants")})
    if "expect" in variant:
        result[variant.name("expect")] = variant[variant.name("expect")]
    return result


def _customer(document: Table) -> Table:
    """The one segment of a scenario that names none."""
    things, customer = Table.at(document.place), Table.at(document.place)
    name = Leaf.at("customer", document.place)
    customer.key = name
    things[name] = customer
    return things


def _words(node: Node | None) -> list[Leaf]:
    if isinstance(node, Leaf):
        return [node]
    return [item for item in node if isinstance(item, Leaf)] if isinstance(node, Listing) else []


def places(node: Node, path: Path = ()) -> Iterator[tuple[Path, Place]]:
    """The place of each key, and of each item of a list, by its path."""
    if isinstance(node, Table):
        for key, value in node.items():
            yield (*path, str(key)), key.place
            yield from places(value, (*path, str(key)))
    elif isinstance(node, Listing):
        for index, item in enumerate(node):
            yield (*path, index), item.place
            yield from places(item, (*path, index))
