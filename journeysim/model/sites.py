"""Where moves are made, and which parts of a node each of them depends on."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial

from journeysim.model import moves
from journeysim.model.graph import Move, Node, Position
from journeysim.model.log import Came
from journeysim.model.packed import Layout
from journeysim.model.process import NONE, Checks, Context, Does, Item, Process, State, Subject, holds

Template = tuple[int, tuple[int, ...], tuple[int, ...]]
"""A move's number, the differences that its branches make, and those of branches after which nothing is pending."""

Family = tuple[int, int]
"""What makes pending items merge: the outcome that made them, or the channel that they came by."""

Touched = tuple[int, tuple[Family, ...]]
"""The bits that a move depends on, and the families that it may add to: then it depends on their bits too."""


@dataclass(slots=True, eq=False)
class Decision:
    """What a site comes to in some nodes, and its templates by the bits of `mask`, all that the move depends on."""

    mask: int
    templates: dict[int, Template] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Site:
    """Where one move is made in each node: a channel, a position, a pending item, the clock.

    `choose` decides by the bits of `looks` what it comes to (a rule, for instance): `NONE` where there is no such
    move. `touched` says what the move then depends on. `decisions` are kept by the bits of `looks`, `chosen` by
    what was decided.
    """

    move: Callable[[Node], Move]
    looks: int = 0
    choose: Callable[[State], int] = lambda state: 0
    touched: Callable[[int], Touched] = lambda chosen: (0, ())
    decisions: dict[int, Decision] = field(default_factory=dict)
    chosen: dict[int, Decision] = field(default_factory=dict)


class Sites:
    """The sites of a process, over one layout."""

    def __init__(self, process: Process, layout: Layout) -> None:
        self.process = process
        self.layout = layout
        self._looks = tuple(
            self._asked(checks for rule in node.rules for checks in (rule.when, rule.unless))
            for node in process.departments
        )

    def at(self, position: Position | None) -> tuple[Site, ...]:
        """What can be done where the customer is."""
        process = self.process
        if position is None:
            return tuple(self._channel(channel) for channel in range(len(process.channels)))
        if not position.in_hand:
            touched = self._taken_up(position.department, position.came)
            line = Site(moves.hung_up), Site(partial(moves.started, process), touched=lambda _: touched)
            if process.departments[position.department].overflow == NONE:
                return line
            return *line, Site(partial(moves.overflowed, process))

        def context(state: State) -> Context:
            return Context(position.channel, position.referrer, position.came, position.known, state.age, state.silence)

        return (self._worked(position.department, partial(moves.handled, process), context),)

    def item(self, number: int) -> Site:
        """What becomes of a pending item."""
        process, item = self.process, self.process.items[number]

        def move(node: Node) -> Move:
            return moves.matured(process, node, number)

        if process.is_call(item):
            return self._call(item, move)
        if item.department == NONE:
            then = process.outcomes[item.outcome].then
            touched = self._outcomes([] if then == NONE else [then])
            return Site(move, touched=lambda _: touched)
        if moves.has_phases(process, item):
            begun = self._taken_up(item.department, item.came)
            return Site(move, touched=lambda _: begun)

        def context(state: State) -> Context:
            return Context(item.channel, item.referrer, item.came, item.known, state.age, state.silence)

        return self._worked(item.department, move, context)

    def _call(self, item: Item, move: Callable[[Node], Move]) -> Site:
        """A call that is made, or one that is returned; nothing where only a voicemail is left of it."""
        process = self.process
        if process.called_in_vain(item):
            return Site(move, choose=lambda _: NONE)
        if moves.has_phases(process, item):
            begun = self._taken_up(item.department, item.came)
            return Site(move, touched=lambda _: begun)
        bits, families = self._outcomes([process.outcomes[item.outcome].then])
        touched = bits | self.layout.traits, (*families, (item.outcome, item.channel))
        return Site(move, touched=lambda _: touched)

    def voicemail(self, number: int) -> Site:
        """A customer at large who returns the voicemail that a call has left."""
        process, item = self.process, self.process.items[number]

        def move(node: Node) -> Move:
            return moves.returned(process, node, number)

        return Site(move, touched=lambda _: (0, ((item.outcome, item.channel),)))

    def watchdogs(self) -> tuple[Site, ...]:
        """The watchdogs, each of which may come anywhere."""
        return tuple(self._watchdog(number) for number in range(len(self.process.watchdogs)))

    def _watchdog(self, number: int) -> Site:
        process, node = self.process, self.process.watchdogs[number]
        bit = self.layout.watched_bit(number)
        bits, families = self._outcomes([node.outcome])
        return Site(
            partial(moves.watched, process, number),
            self._asked([node.when, node.unless]) | bit,
            lambda state: 0 if moves.comes(process, number, state) else NONE,
            lambda _: (bits | bit, families),
        )

    def clock(self) -> tuple[Site, ...]:
        """Time passing, as far as anybody asks for it."""
        process, age, silence = self.process, self.layout.age, self.layout.silence
        sites = []
        if age:
            sites.append(
                Site(
                    partial(moves.aged, process),
                    age,
                    lambda state: 0 if moves.may_age(process, state.age) else NONE,
                    lambda _: (age, ()),
                )
            )
        if silence:
            sites.append(
                Site(
                    partial(moves.silent_on, process),
                    age | silence,
                    lambda state: 0 if moves.may_last(process, state.age, state.silence + 1) else NONE,
                    lambda _: (age | silence, ()),
                )
            )
        return tuple(sites)

    def clears_up(self) -> tuple[Site, ...]:
        """What is over by itself, as far as anything is."""
        process = self.process
        if not any(who.clears_up for who in process.populations):
            return ()
        return (
            Site(
                partial(moves.cleared_up, process),
                self.layout.traits,
                lambda state: 0 if moves.clears_up(process, state.traits) else NONE,
            ),
        )

    def reopens(self) -> Site:
        """A fix proving false."""
        return Site(partial(moves.reopened, self.process))

    # --- what they depend on ------------------------------------------------------------------------------------

    def _channel(self, channel: int) -> Site:
        process, layout, node = self.process, self.layout, self.process.channels[channel]

        def admits(state: State) -> int:
            if node.gate is None:
                return 1
            context = Context(channel, process.followed(state.referral, channel), age=state.age, silence=state.silence)
            tried = state._replace(public=state.public | process.publics >> channel & 1)
            return int(holds(node.gate, tried, context))

        def touched(admitted: int) -> Touched:
            bits = layout.referral | layout.found_bit(channel)
            if process.publics >> channel & 1:
                bits |= layout.public
            if not admitted:
                return bits, ()
            return bits | self._bits(node.reaches.subject, node.reaches.which), () if node.live else ((NONE, channel),)

        def move(given: Node) -> Move:
            return moves.attempt(process, given.state, channel)

        return Site(move, self._asked([node.gate]), admits, touched)

    def _worked(self, department: int, move: Callable[[Node], Move], context: Callable[[State], Context]) -> Site:
        """A department's decision about a contact, a ticket or a message."""
        process, node = self.process, self.process.departments[department]

        def touched(rule: int) -> Touched:
            return self._outcomes([outcome for _, outcome in moves.chances(process, department, rule)])

        return Site(
            move,
            self._looks[department],
            lambda state: process.first_rule(node, state, context(state)),
            touched,
        )

    def _taken_up(self, department: int, came: int) -> Touched:
        node, layout = self.process.departments[department], self.layout
        bits = layout.contacts if came == Came.CUSTOMER else 0
        return bits | (layout.notes if Subject.KNOWN in node.looks else 0), ()

    def _outcomes(self, outcomes: Iterable[int]) -> Touched:
        """What outcomes may change."""
        process, layout = self.process, self.layout
        bits, families = layout.silence, []
        for outcome in outcomes:
            made = process.outcomes[outcome]
            for fact, _ in made.sets:
                bits |= layout.facts[fact]
            if made.department != NONE and process.departments[made.department].writes:
                bits |= layout.notes
            if made.does is Does.REFER:
                bits |= layout.referral
            if made.item != NONE:
                item = process.items[made.item]
                families.append((item.outcome, item.channel))
        return bits, tuple(families)

    def _asked(self, conditions: Iterable[Checks | None]) -> int:
        """The bits that conditions ask for; where a visit came from is its site's."""
        bits = 0
        for checks in conditions:
            for check in (check for group in checks or () for check in group):
                bits |= self._bits(check.subject, check.which)
        return bits

    def _bits(self, subject: Subject | None, which: int) -> int:
        layout = self.layout
        match subject:
            case Subject.FACT:
                return layout.facts[which]
            case Subject.TRAITS:
                return layout.traits
            case Subject.CONTACTS:
                return layout.contacts
            case Subject.REFERRER:
                return layout.referral
            case Subject.AGE:
                return layout.age
            case Subject.SILENCE:
                return layout.silence
            case Subject.PUBLIC:
                return layout.public
            case _:
                return 0
