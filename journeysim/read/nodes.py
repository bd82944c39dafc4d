"""The tree of a file: tables, lists and leaves of text, each knowing where it stands."""

from __future__ import annotations

from journeysim.model.problem import Path, Place, Problem


class Leaf(str):
    """A word or text of the file. `plain`: written without quotes. `broken`: a problem with it is known already.

    `removes`: it takes something away.
    """

    place: Place
    width: int
    plain: bool
    broken: bool
    removes: bool
    path: Path
    key: Leaf | None

    @classmethod
    def at(cls, text: str, place: Place, *, width: int = 1, plain: bool = True, path: Path = ()) -> Leaf:
        """Make one that stands at a place."""
        leaf = cls(text)
        leaf.place, leaf.width, leaf.plain, leaf.path = place, width, plain, path
        leaf.broken = leaf.removes = False
        leaf.key = None
        return leaf


class Table(dict[Leaf, "Node"]):
    """Keys with values, in the order of the file. `key` is the word under which the table stands.

    `sifted`: a copy that holds only keys known to be right. `lossy`: keys of it were lost to another problem, so
    none is missed. `fresh`: a change speaks of it that its base does not have. `removed`: keys taken away, with the
    word that took them.
    """

    place: Place
    width: int
    broken: bool
    sifted: bool
    lossy: bool
    fresh: bool
    removed: dict[str, Leaf]
    path: Path
    key: Leaf | None

    @classmethod
    def at(cls, place: Place, *, path: Path = ()) -> Table:
        """Make one that stands at a place."""
        table = cls()
        table.place, table.path, table.width, table.key = place, path, 1, None
        table.broken = table.sifted = table.lossy = table.fresh = False
        table.removed = {}
        return table

    def name(self, key: str) -> Leaf:
        """The key as it stands in the file."""
        return next(found for found in self if found == key)

    def value(self, key: str) -> Node | None:
        """The value under a key; `None` where the key is not there."""
        return self.get(key)  # type: ignore[call-overload,no-any-return]

    def like(self) -> Table:
        """An empty table that stands where this one stands."""
        table = Table.at(self.place, path=self.path)
        table.key, table.broken, table.lossy, table.fresh = self.key, self.broken, self.lossy, self.fresh
        return table


class Listing(list["Node"]):
    """Values in a row."""

    place: Place
    width: int
    broken: bool
    path: Path
    key: Leaf | None

    @classmethod
    def at(cls, place: Place, *, path: Path = ()) -> Listing:
        """Make one that stands at a place."""
        listing = cls()
        listing.place, listing.path, listing.width, listing.broken, listing.key = place, path, 1, False, None
        return listing


Node = Leaf | Table | Listing


class Unreadable(Exception):
    """The text cannot be read to its end: `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        """Hold the problem."""
        super().__init__(str(problem))
        self.problem = problem


def size(node: Node | None) -> int:
    """How many values a tree holds, keys aside."""
    inside = node.values() if isinstance(node, Table) else node if isinstance(node, Listing) else ()
    return (node is not None) + sum(size(value) for value in inside)


def copied(node: Node, path: Path) -> Node:
    """The same again under another key: what an alias stands for."""
    if isinstance(node, Leaf):
        leaf = Leaf.at(str(node), node.place, width=node.width, plain=node.plain, path=path)
        leaf.broken = node.broken
        return leaf
    if isinstance(node, Table):
        table = Table.at(node.place, path=path)
        table.broken = node.broken
        for key, value in node.items():
            again = copied(value, (*path, str(key)))
            again.key = key
            table[key] = again
        return table
    listing = Listing.at(node.place, path=path)
    listing.broken = node.broken
    listing.extend(copied(item, (*path, index)) for index, item in enumerate(node))
    return listing
