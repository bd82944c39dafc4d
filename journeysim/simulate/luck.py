"""Dice with names: a draw depends on who draws and what for, never on who drew before.

The generator is Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3",
SC11, 2011), a function of a key and a counter. The key is a hash of seed, replication, issue and segment; the
counter holds the customer's number, a hash of the purpose's name, and how often this customer has used that
purpose. So the k-th customer of an issue and segment has the same luck in every variant, wherever the path
still asks the same question.
"""

import hashlib
from array import array
from collections.abc import Callable
from typing import Any, Protocol, Union

import numpy as np
import numpy.typing as npt

Words = npt.NDArray[np.uint64]
Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[Any]

_LOW = np.uint64(0xFFFFFFFF)
_SHIFT = np.uint64(32)
_WEYL = 0x9E3779B9, 0xBB67AE85
_BUMPS = np.arange(10, dtype=np.uint64)[:, None, None] * np.array([[_WEYL[1]], [_WEYL[0]]], dtype=np.uint64)

BLOCK_BITS = 13
"""Two to this power customers are computed together, and four uses of a purpose with each counter."""

IN_BLOCK = (1 << BLOCK_BITS) - 1
"""A customer's number within their block."""

SINGLES = 10
"""Draws computed one by one before their whole block is worth it; the blocks that follow then are from the start."""

KEPT = 1 << 23
"""Draws held in memory (eight bytes each at most); past it all are dropped, and made again when asked for."""

USES_IN_BLOCK = 4
"""Uses of a purpose that one counter answers."""


def philox(counter: tuple[Words, Any, Any, Any], key: tuple[int, int]) -> tuple[Words, Words, Words, Words]:
    """Ten rounds of Philox4x32 on arrays of 32-bit words held in 64 bits; four arrays of the first word's shape.

    The other words of the counter are arrays of that shape, or one number for all.
    """
    factors = np.array([[0xD2511F53], [0xCD9E8D57]], dtype=np.uint64)
    multiplied = np.empty((2, *counter[0].shape), dtype=np.uint64)
    mixed, products = np.empty_like(multiplied), np.empty_like(multiplied)
    multiplied[0], multiplied[1], mixed[0], mixed[1] = counter[0], counter[2], counter[3], counter[1]
    for keys in (np.array([[[key[1]], [key[0]]]], dtype=np.uint64) + _BUMPS) & _LOW:
        np.multiply(multiplied, factors, out=products)
        np.right_shift(products, _SHIFT, out=multiplied)
        multiplied ^= mixed
        multiplied ^= keys
        np.bitwise_and(products, _LOW, out=mixed)
        multiplied = multiplied[::-1]
    return multiplied[0], mixed[1], multiplied[1], mixed[0]


def philox_word(counter: tuple[int, int, int], key: tuple[int, int]) -> tuple[float, ...]:
    """The four uniforms of one counter (customer, uses, 64-bit purpose): the same numbers as `uniforms`, one by one."""
    c0, c1, c2, c3 = counter[0], counter[1], counter[2] & 0xFFFFFFFF, counter[2] >> 32
    k0, k1 = key
    for _ in range(10):
        first, second = 0xD2511F53 * c0, 0xCD9E8D57 * c2
        c0, c1, c2, c3 = (second >> 32) ^ c1 ^ k0, second & 0xFFFFFFFF, (first >> 32) ^ c3 ^ k1, first & 0xFFFFFFFF
        k0, k1 = (k0 + _WEYL[0]) & 0xFFFFFFFF, (k1 + _WEYL[1]) & 0xFFFFFFFF
    return tuple((word + 0.5) / 4294967296.0 for word in (c0, c1, c2, c3))


def _hash(*names: str | int) -> int:
    text = "\x1f".join(str(name) for name in names)
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")


def key_of(seed: int, replication: int, *names: str) -> tuple[int, int]:
    """The generator's key for a population (issue, segment, perhaps incident) in one replication of a seed."""
    number = _hash("journeysim", seed, replication, *names)
    return number & 0xFFFFFFFF, number >> 32


def uniforms(key: tuple[int, int], purpose: int, customers: Words, uses: int) -> Floats:
    """Numbers strictly between 0 and 1 for each customer's draws `4 * uses` to `4 * uses + 3` of a purpose.

    Shape (4, customers); 32 bits each, one word of the counter's four for each use.
    """
    chances = np.empty((4, len(customers)))
    chances[:] = philox((customers, uses, purpose & 0xFFFFFFFF, purpose >> 32), key)
    chances += 0.5
    chances *= 2.0**-32
    return chances


Row = "array[float] | None"
"""The draws of a block of customers for one use of one die; `None` for one that is not at hand."""

Block = list[list["array[float] | None"]]
"""What is at hand for a block of customers: by die and by use."""


Uses = Union[list[int], bytearray, "array[int]"]
"""How often somebody has drawn for each purpose."""


class Drawer(Protocol):
    """Who draws: a customer of a population, and how often they have used each purpose.

    `block` is `Luck.block(population, customer)`, `in_block` the customer's place in it, `customer & IN_BLOCK`.
    """

    population: int
    customer: int
    block: Block
    in_block: int
    uses: Uses


class Luck:
    """All dice of one replication: one key and one number of customers for each population."""

    def __init__(self, seed: int, replication: int, populations: tuple[tuple[str, ...], ...]) -> None:
        self.seed, self.replication = seed, replication
        self.keys = tuple(key_of(seed, replication, *names) for names in populations)
        self.sizes = [1 << BLOCK_BITS] * len(populations)
        self.purposes: dict[tuple[str, ...], int] = {}
        self.dice: list[Die] = []
        self.kept = 0
        self._blocks: dict[int, Block] = {}

    def all_of(self, population: int, count: int, *names: str) -> Floats:
        """The first draw for a purpose of customers 0 to `count` - 1."""
        key, purpose, numbers = self.keys[population], _hash(*names), np.arange(count, dtype=np.uint64)
        chances = np.empty(count)
        for first in range(0, count, 1 << BLOCK_BITS):  # so few at a time that they stay in the caches
            some = slice(first, first + (1 << BLOCK_BITS))
            chances[some] = uniforms(key, purpose, numbers[some], 0)[0]
        return chances

    def of_incident(self, name: str, count: int, what: str) -> Floats:
        """The draws of an incident itself, one for each of the first `count` times that it comes."""
        key = key_of(self.seed, self.replication, "incident:", name)
        chances: Floats = uniforms(key, _hash(what), np.arange(count, dtype=np.uint64), 0)[0]
        return chances

    def populate(self, population: int, count: int) -> None:
        """Say how many customers a population has, so that no block is larger than it."""
        self.sizes[population] = max(1, min(count, 1 << BLOCK_BITS))

    def die(self, *names: str) -> "Die":
        """A die that gives uniforms for the purpose of this name."""
        return self._add(Die(self, _unit, names))

    def lengths(self, quantile: Callable[[Floats], Floats], *names: str) -> "Die":
        """A die that gives whole milliseconds, by the inverse distribution function of a time in seconds."""

        def milliseconds(chances: Floats) -> Numbers:
            lengths = np.rint(quantile(chances) * 1000.0)
            return lengths.astype(np.int32 if lengths.max() < 1 << 31 else np.int64)

        return self._add(Die(self, milliseconds, names))

    def _add(self, die: "Die") -> "Die":
        self.dice.append(die)
        return die

    def picks(self, bounds: tuple[float, ...], *names: str) -> "Die":
        """A die that gives the index of one of several outcomes, by the running sums of their chances."""

        def places(chances: Floats) -> Numbers:
            passed = np.zeros(chances.shape, dtype=np.uint8 if len(bounds) < 1 << 8 else np.int64)
            for bound in bounds:  # few as they are, this is much faster than a search
                passed += chances >= bound
            return passed

        return self._add(Die(self, places, names))

    def block(self, population: int, customer: int) -> Block:
        """The block of a customer, which all that are computed together share."""
        key = customer >> BLOCK_BITS << 16 | population
        found = self._blocks.get(key)
        if found is None:
            found = self._blocks[key] = [[] for _ in self.dice]
        return found

    def make_room(self, draws: int) -> None:
        """Count so many more draws; drop all that there are where they are too many."""
        self.kept += draws
        if self.kept > KEPT:
            self.kept = draws
            for block in self._blocks.values():
                for rows in block:
                    rows.clear()


def _unit(chances: Floats) -> Floats:
    return chances


class Die:
    """Draws for one purpose. Dice of one purpose share the count of uses, whatever they turn the draw into.

    `of(case)` is the case's next draw: a float, or an int where the die gives milliseconds.
    """

    __slots__ = ("_hash", "_luck", "_misses", "_often", "_turn", "number", "of", "purpose")

    def __init__(self, luck: Luck, turn: Callable[[Floats], Numbers], names: tuple[str, ...]) -> None:
        self.purpose = luck.purposes.setdefault(names, len(luck.purposes))
        self.number = len(luck.dice)
        self._hash = _hash(*names)
        self._luck = luck
        self._turn = turn
        self._misses: dict[tuple[int, int, int], int] = {}
        self._often: set[tuple[int, int]] = set()
        self.of: Callable[[Drawer], Any] = self._dealer()

    def _dealer(self) -> Callable[[Drawer], float]:
        purpose, number, draw = self.purpose, self.number, self._draw

        def of(case: Drawer) -> float:
            uses = case.uses
            use = uses[purpose]
            try:
                uses[purpose] = use + 1
                return case.block[number][use][case.in_block]  # type: ignore[index]
            except (IndexError, TypeError):
                return draw(case, use)
            except ValueError:  # more than 255 uses: count in wider numbers from now on
                case.uses = array("I", list(uses))
                return of(case)

        return of

    def _draw(self, case: Drawer, use: int) -> float:
        """A customer's `use`-th draw (from 0) where it is not at hand: a rare one alone, else with the whole block."""
        luck, population, customer = self._luck, case.population, case.customer
        counter, size = use // USES_IN_BLOCK, luck.sizes[population]
        asked, rare = (population, counter), (population, counter, customer >> BLOCK_BITS)
        misses = self._misses.get(rare, 0)
        if counter and misses < SINGLES < size and asked not in self._often:
            self._misses[rare] = misses + 1
            words = philox_word((customer, counter, self._hash), luck.keys[population])
            return self._turned(np.array([[words[use % USES_IN_BLOCK]]], dtype=np.float64))[0][0]
        self._often.add(asked)
        luck.make_room(USES_IN_BLOCK * size)
        start = customer >> BLOCK_BITS << BLOCK_BITS
        customers = np.arange(start, start + size, dtype=np.uint64)
        chances = uniforms(luck.keys[population], self._hash, customers, counter)
        rows = case.block[self.number]
        first = counter * USES_IN_BLOCK
        rows.extend([None] * (first + USES_IN_BLOCK - len(rows)))
        rows[first : first + USES_IN_BLOCK] = self._turned(chances)
        return rows[use][case.in_block]  # type: ignore[index]

    def _turned(self, chances: Floats) -> "list[array[float]]":
        """A row of draws for each row of chances, in the narrowest numbers that hold them: they must stay in caches."""
        numbers = self._turn(chances)
        return [array(numbers.dtype.char, row.tobytes()) for row in numbers]
