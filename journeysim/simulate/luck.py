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
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

Words = npt.NDArray[np.uint64]
Floats = npt.NDArray[np.float64]

_LOW = np.uint64(0xFFFFFFFF)
_SHIFT = np.uint64(32)
_MULTIPLY = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_WEYL = 0x9E3779B9, 0xBB67AE85

BLOCK_BITS = 12
"""Two to this power customers are computed together, and four uses of a purpose with each counter."""

IN_BLOCK = (1 << BLOCK_BITS) - 1
"""A customer's number within their block."""

SINGLES = 6
"""Draws of a block that are computed one by one before the whole block is worth it."""

KEPT_BLOCKS = 512
"""Blocks held in memory (128 KB each at most); past it all are dropped, and made again when asked for."""

USES_IN_BLOCK = 4
"""Uses of a purpose that one counter answers."""


def philox(counter: tuple[Words, Words, Words, Words], key: tuple[int, int]) -> tuple[Words, Words, Words, Words]:
    """Ten rounds of Philox4x32 on arrays of 32-bit words held in 64 bits; four arrays of the same shape."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(10):
        first, second = _MULTIPLY[0] * c0, _MULTIPLY[1] * c2
        c0, c1, c2, c3 = (
            (second >> _SHIFT) ^ c1 ^ np.uint64(k0),
            second & _LOW,
            (first >> _SHIFT) ^ c3 ^ np.uint64(k1),
            first & _LOW,
        )
        k0, k1 = (k0 + _WEYL[0]) & 0xFFFFFFFF, (k1 + _WEYL[1]) & 0xFFFFFFFF
    return c0, c1, c2, c3


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


def key_of(seed: int, replication: int, issue: str, segment: str) -> tuple[int, int]:
    """The generator's key for a population in one replication of a seed."""
    number = _hash("journeysim", seed, replication, issue, segment)
    return number & 0xFFFFFFFF, number >> 32


def uniforms(key: tuple[int, int], purpose: int, customers: Words, uses: int) -> Floats:
    """Numbers strictly between 0 and 1 for each customer's draws `4 * uses` to `4 * uses + 3` of a purpose.

    Shape (4, customers); 32 bits each, one word of the counter's four for each use.
    """
    words = philox(
        (
            customers,
            np.full_like(customers, uses),
            np.full_like(customers, purpose & 0xFFFFFFFF),
            np.full_like(customers, purpose >> 32),
        ),
        key,
    )
    chances: Floats = (np.stack(words).astype(np.float64) + 0.5) / 4294967296.0
    return chances


def block_of(population: int, customer: int) -> int:
    """The key of the customer's block, to which the number of the use is added."""
    return (customer >> BLOCK_BITS) << 48 | population << 32


class Drawer(Protocol):
    """Who draws: a customer of a population, and how often they have used each purpose.

    `block` and `in_block` are `block_of(population, customer)` and `customer & IN_BLOCK`, kept at hand.
    """

    population: int
    customer: int
    block: int
    in_block: int
    uses: "array[int]"


class Luck:
    """All dice of one replication: one key and one number of customers for each population."""

    def __init__(self, seed: int, replication: int, populations: tuple[tuple[str, str], ...]) -> None:
        self.keys = tuple(key_of(seed, replication, issue, segment) for issue, segment in populations)
        self.sizes = [1 << BLOCK_BITS] * len(populations)
        self.purposes: dict[tuple[str, ...], int] = {}
        self.dice: list[Die] = []
        self.blocks = 0

    def all_of(self, population: int, count: int, *names: str) -> Floats:
        """The first draw for a purpose of customers 0 to `count` - 1."""
        chances: Floats = uniforms(self.keys[population], _hash(*names), np.arange(count, dtype=np.uint64), 0)[0]
        return chances

    def populate(self, population: int, count: int) -> None:
        """Say how many customers a population has, so that no block is larger than it."""
        self.sizes[population] = max(1, min(count, 1 << BLOCK_BITS))

    def die(self, *names: str) -> "Die":
        """A die that gives uniforms for the purpose of this name."""
        return self._add(Die(self, _unit, "d", names))

    def lengths(self, quantile: Callable[[Floats], Floats], *names: str) -> "Die":
        """A die that gives whole milliseconds, by the inverse distribution function of a time in seconds."""
        return self._add(Die(self, lambda chances: np.rint(quantile(chances) * 1000.0), "q", names))

    def _add(self, die: "Die") -> "Die":
        self.dice.append(die)
        return die

    def make_room(self) -> None:
        """Count one more block; drop them all where there are too many."""
        self.blocks += 1
        if self.blocks > KEPT_BLOCKS:
            self.blocks = 1
            for die in self.dice:
                die.rows.clear()


def _unit(chances: Floats) -> Floats:
    return chances


class Die:
    """Draws for one purpose. Dice of one purpose share the count of uses, whatever they turn the draw into.

    `of(case)` is the case's next draw: a float, or an int where the die gives milliseconds.
    """

    __slots__ = ("_hash", "_luck", "_misses", "_turn", "_typecode", "of", "purpose", "rows")

    def __init__(self, luck: Luck, turn: Callable[[Floats], Floats], typecode: str, names: tuple[str, ...]) -> None:
        self.purpose = luck.purposes.setdefault(names, len(luck.purposes))
        self.rows: dict[int, array[float]] = {}
        self._hash = _hash(*names)
        self._luck = luck
        self._turn = turn
        self._typecode = typecode
        self._misses: dict[int, int] = {}
        self.of: Callable[[Drawer], Any] = self._dealer()

    def _dealer(self) -> Callable[[Drawer], float]:
        purpose, rows, draw = self.purpose, self.rows, self.draw

        def of(case: Drawer) -> float:
            uses = case.uses
            use = uses[purpose]
            try:
                uses[purpose] = use + 1
                return rows[case.block + use][case.in_block]
            except KeyError:
                return draw(case.population, case.customer, use)
            except OverflowError:  # more than 65,535 uses: count in wider numbers from now on
                case.uses = array("I", uses)
                return of(case)

        return of

    def draw(self, population: int, customer: int, use: int) -> float:
        """A customer's `use`-th draw (from 0): a float, or an int where the die gives milliseconds."""
        block = block_of(population, customer)
        row = self.rows.get(block + use)
        if row is None:
            counter = use // USES_IN_BLOCK
            misses = self._misses.get(block + counter, 0)
            size = self._luck.sizes[population]
            if counter and misses < SINGLES and size > SINGLES:
                self._misses[block + counter] = misses + 1
                words = philox_word((customer, counter, self._hash), self._luck.keys[population])
                return self._turned(np.array([words[use % USES_IN_BLOCK]], dtype=np.float64))[0]
            self._luck.make_room()
            start = customer >> BLOCK_BITS << BLOCK_BITS
            customers = np.arange(start, start + size, dtype=np.uint64)
            chances = uniforms(self._luck.keys[population], self._hash, customers, counter)
            first = block + counter * USES_IN_BLOCK
            self.rows.update((first + n, self._turned(numbers)) for n, numbers in enumerate(chances))
            row = self.rows[block + use]
        return row[customer & IN_BLOCK]

    def _turned(self, chances: Floats) -> "array[float]":
        numbers = self._turn(chances)
        return array(self._typecode, (numbers.astype(np.int64) if self._typecode == "q" else numbers).tobytes())
