"""Nodes as integers: every part of a state has its bits, the position has some, and each pending thing has one.

From the lowest: stage, traits, facts, notes, contacts, open referral, channels found, bands of age and silence, whether
it went public, watchdogs that have come, position; then, without end, one bit for each number of a pending item.
"""

from collections.abc import Iterator, Sequence
from typing import overload

from journeysim.model.graph import Node, Position
from journeysim.model.log import Came
from journeysim.model.process import NONE, Process, Stage, State, Subject

STAGE = 0b11
"""The bits of the stage."""


class Layout:
    """Where the parts of a node stand. Each mask covers the bits of a part in place."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.positions: list[Position | None] = [None]
        self._position_numbers: dict[Position | None, int] = {None: 0}
        self._end = 0
        self._field(max(Stage))
        self._traits, self.traits = self._field(len(process.traits) - 1)
        facts = [self._field(len(values) - 1) for values in process.fact_values]
        self._facts = tuple(shift for shift, _ in facts)
        self.facts = tuple(mask for _, mask in facts)
        self._notes, self.notes = self._field((1 << len(process.systems)) - 1)
        self._contacts, self.contacts = self._field(process.contacts_cap)
        self._referral, self.referral = self._field(len(process.referrals))
        hidden = any(channel.found < 1 for channel in process.scenario.channels.values())
        self._found, self.found = self._field((1 << len(process.channels)) - 1 if hidden else 0)
        self._age, self.age = self._field(2 * len(process.ages) if Subject.AGE in process.asked else 0)
        silent = Subject.SILENCE in process.asked
        self._silence, self.silence = self._field(2 * len(process.silences) if silent else 0)
        self._public, self.public = self._field(int(process.publics > 0))
        departments, phases = len(process.departments), 3
        ways = departments * len(process.channels) * (departments + 1) * len(Came) * 2 * phases
        self._watched, self.watched = self._field((1 << len(process.watchdogs)) - 1)
        self.place, self.position = self._field(ways)
        self.pending = self._end
        """How far up the bits of pending things begin."""

    def _field(self, largest: int) -> tuple[int, int]:
        """(shift, mask in place) of a new part that holds numbers up to the largest."""
        width = largest.bit_length()
        shift, self._end = self._end, self._end + width
        return shift, ((1 << width) - 1) << shift

    def key(self, node: Node) -> int:
        """The integer of a node."""
        state = self.process.states[node.state]
        key = state.stage | state.traits << self._traits | state.notes << self._notes
        for shift, value in zip(self._facts, state.facts, strict=True):
            key |= value << shift
        key |= state.contacts << self._contacts | (state.referral + 1) << self._referral
        key |= state.found << self._found | state.age << self._age | state.silence << self._silence
        key |= state.public << self._public | state.watched << self._watched
        key |= self.position_number(node.position) << self.place
        for item in state.pending:
            key |= 1 << self.pending + item
        return key

    def position_number(self, position: Position | None) -> int:
        """The number of a position; a new one is added."""
        found = self._position_numbers.setdefault(position, len(self.positions))
        if found == len(self.positions):
            self.positions.append(position)
        return found

    def state(self, key: int) -> State:
        """The state in an integer."""
        return State(
            (key & self.traits) >> self._traits,
            tuple((key & mask) >> shift for shift, mask in zip(self._facts, self.facts, strict=True)),
            (key & self.notes) >> self._notes,
            tuple(ones(key >> self.pending)),
            (key & self.contacts) >> self._contacts,
            ((key & self.referral) >> self._referral) - 1,
            key & STAGE,
            (key & self.found) >> self._found,
            (key & self.age) >> self._age,
            (key & self.silence) >> self._silence,
            (key & self.public) >> self._public,
            (key & self.watched) >> self._watched,
        )

    def node(self, key: int) -> Node:
        """The node in an integer; its state gets a number where it has none."""
        return Node(self.process.number(self.state(key)), self.positions[(key & self.position) >> self.place])

    def watched_bit(self, watchdog: int) -> int:
        """The bit that says whether a watchdog has come."""
        return (1 << self._watched + watchdog) & self.watched

    def found_bit(self, channel: int) -> int:
        """The bit that says whether a channel has been found."""
        return (1 << self._found + channel) & self.found


def ones(bits: int) -> Iterator[int]:
    """The places of the bits that are set, from the lowest."""
    while bits:
        low = bits & -bits
        yield low.bit_length() - 1
        bits ^= low


class Nodes(Sequence[Node]):
    """The nodes of a graph, made from integers as they are asked for."""

    def __init__(self, layout: Layout, keys: list[int], numbers: dict[int, int]) -> None:
        self._layout = layout
        self._keys = keys
        self._numbers = numbers

    def __len__(self) -> int:
        return len(self._keys)

    @overload
    def __getitem__(self, number: int) -> Node: ...
    @overload
    def __getitem__(self, number: slice) -> list[Node]: ...
    def __getitem__(self, number: int | slice) -> Node | list[Node]:
        if isinstance(number, slice):
            return [self._layout.node(key) for key in self._keys[number]]
        return self._layout.node(self._keys[number])

    def __contains__(self, node: object) -> bool:
        return isinstance(node, Node) and self._layout.key(node) in self._numbers

    def index(self, node: Node, start: int = 0, stop: int | None = None) -> int:
        """The number of a node; raises `ValueError` where it cannot be reached."""
        number = self._numbers.get(self._layout.key(node), NONE)
        if number < start or (stop is not None and number >= stop):
            raise ValueError(f"{node} is not among the nodes")
        return number
