"""Every die of a replication, by what it decides."""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from journeysim.model.calendar import ALWAYS
from journeysim.model.duration import Exactly, Time
from journeysim.model.process import NONE, Does, EscalationNode, OutcomeNode, Population, Process, Table
from journeysim.model.scenario import Call, Promise, Refer, Resolve, Segment, Verb
from journeysim.simulate.luck import Die, Drawer, Luck, Uses
from journeysim.simulate.quantiles import quantile


class Fixed:
    """A die with one face."""

    __slots__ = ("of",)

    def __init__(self, face: int) -> None:
        self.of: Callable[[Any], Any] = lambda _: face


class NeverCast:
    """A die for a question that a process never asks: it takes no place in what customers remember of their draws."""

    __slots__ = ()

    def of(self, case: Any) -> Any:
        """Raises `AssertionError`, since nobody is to ask."""
        raise AssertionError("nothing is drawn where only one answer is possible")


NEVER_CAST = NeverCast()

Question = Die | NeverCast
"""Something that is drawn where more than one answer is possible."""

Roll = Die | Fixed
"""Something that answers for a case, with `of(case)`: a die, or a fixed number."""

NOTHING_LONG = Fixed(0)


FEW = 16
"""Purposes that customers count in a list."""


@dataclass(frozen=True, slots=True)
class Escalates:
    """A channel beside their own: whether they take it, and how long after (ms)."""

    node: EscalationNode
    whether: Die
    after: Roll


@dataclass(frozen=True, slots=True)
class Habits:
    """How the customers of one population behave, with their dice; lengths in ms.

    `patience` has an entry for each department, `None` where nobody loses it. `limited` says whether attempts,
    effort or mood are limited at all, `deadline` is the age (ms) at which they give up, `None` for never. `clears_up`
    says whether their cases may be resolved without the company, `clears` after what time (`None`: with an incident).
    """

    who: Population
    segment: Segment
    tries: tuple[int, ...]
    in_order: bool
    limited: bool
    deadline: int | None
    balks: bool
    traits: tuple[tuple[Die, tuple[float, ...]], ...]
    hesitates: Roll
    pauses: Roll
    chases: Roll
    picks: Question
    redials: Question
    redials_after: Roll
    starts_over_after: Roll
    patience: tuple[Table[Roll] | None, ...]
    escalates: tuple[Escalates, ...]
    clears_up: bool
    clears: Roll | None


@dataclass(frozen=True, slots=True)
class ChannelDice:
    """What is drawn at a channel; lengths in ms. `noticed` is `None` where all is noticed."""

    find: Roll
    found: Question
    takes: Roll
    reaches: Question
    opens: Question
    noticed: Die | None


@dataclass(frozen=True, slots=True)
class DepartmentDice:
    """What is drawn in a department; lengths in ms. `callback`, `answers`: whether the offer is taken and
    the call then answered, where there is one."""

    handling: Table[Roll]
    retelling: Roll
    notes: Question
    rules: tuple[Question, ...]
    callback: Die | None
    answers: Die | None


@dataclass(frozen=True, slots=True)
class CallDice:
    """What is drawn for a call: when, whether it is answered, when the next try, whether a voicemail is returned."""

    after: Roll
    answers: Die
    again: Roll
    returns: Die


@dataclass(frozen=True, slots=True)
class OutcomeDice:
    """What is drawn for an outcome: when, whether, and when it comes back; lengths in ms."""

    after: Roll
    whether: Question
    reopens: Roll


class Dice:
    """All dice of one replication, made before the first case so that their number is known."""

    def __init__(self, process: Process, luck: Luck) -> None:
        self.process = process
        self.luck = luck
        scenario = process.scenario
        self.habits = tuple(self._habits(n) for n in range(len(process.populations)))
        self.channels = tuple(
            ChannelDice(
                self.length(channel.find, "find", name),
                self._die(channel.found < 1, "found", name),
                self.length(channel.takes, "takes", name),
                self._die(_by_chance(node.reaches), "reaches", name),
                self._die(node.live and channel.open is not ALWAYS, "opens", name),
                luck.die("noticed", name) if channel.noticed < 1 else None,
            )
            for node, (name, channel) in zip(process.channels, scenario.channels.items(), strict=True)
        )
        self.departments = tuple(
            DepartmentDice(
                self._table(node.handling, "handling", node.name),
                self.length(scenario.departments[node.name].retelling, "retelling", node.name),
                self._die(scenario.departments[node.name].notes < 1, "notes", node.name),
                tuple(
                    luck.picks(rule.bounds, "rule", node.name, rule.name) if len(rule.outcomes) > 1 else NEVER_CAST
                    for rule in node.rules
                ),
                None if scenario.departments[node.name].queue.callback is None else luck.die("called back", node.name),
                None
                if scenario.departments[node.name].queue.callback is None
                else luck.die("called back", "answers", node.name),
            )
            for node in process.departments
        )
        self.announced = {
            name: luck.die("announced", name)
            for name, incident in scenario.incidents.items()
            if incident.announcement is not None
        }
        self.outcomes = tuple(self._outcome(number) for number in range(len(process.outcomes)))
        self.calls = {node.index: self._call(node) for node in process.outcomes if node.does is Does.CALL}

    def unused(self) -> Uses:
        """How often somebody new has drawn for each purpose: never.

        As a list where that takes little memory, since a list is quicker; else in a byte each.
        """
        purposes = len(self.luck.purposes)
        return [0] * purposes if purposes <= FEW else bytearray(purposes)

    def _die(self, asked: bool, *names: str) -> Question:
        """The die of a question, where it is asked at all."""
        return self.luck.die(*names) if asked else NEVER_CAST

    def length(self, time: Time | None, *names: str) -> Roll:
        """A roll for a length of time, in ms; nothing where there is none."""
        if time is None:
            return NOTHING_LONG
        if isinstance(time, Exactly):
            return Fixed(round(time.seconds * 1000))
        return self.luck.lengths(quantile(time), *names)

    def _table(self, table: Table[Time], *names: str) -> Table[Roll]:
        otherwise = None if table.otherwise is None else self.length(table.otherwise, *names)
        values = {value: self.length(time, *names) for value, time in table.values.items()}
        return Table(table.subject, table.which, values, otherwise)

    def _habits(self, population: int) -> Habits:
        who = self.process.populations[population]
        segment = self.process.scenario.segments[who.segment]
        clears = self.process.scenario.issues[who.issue].clears_up
        redials, again = segment.redials, segment.starts_over
        endless = segment.patience == Exactly(float("inf"))
        limits = segment.gives_up
        channels = list(self.process.scenario.channels)
        return Habits(
            who=who,
            segment=segment,
            tries=tuple(channels.index(name) for name in segment.tries),
            in_order=not segment.tries_chances,
            limited=limits.attempts is not None or limits.effort is not None or limits.mood is not None,
            deadline=None if limits.open_for is None else round(limits.open_for * 1000),
            balks=segment.balks is not None,
            traits=tuple((self.luck.die("is", name), sums) for name, sums in who.attributes),
            hesitates=self.length(segment.hesitates, "hesitates"),
            pauses=self.length(segment.pauses, "pauses"),
            chases=self.length(segment.chases, "chases"),
            picks=self._die(bool(segment.tries_chances), "tries"),
            redials=self._die(redials is not None, "redials"),
            redials_after=self.length((redials and redials.after) or segment.pauses, "redials", "after"),
            starts_over_after=self.length((again and again.after) or segment.pauses, "starts over"),
            patience=tuple(
                None if endless else self._patience(who.patience, node.name) for node in self.process.departments
            ),
            escalates=tuple(self._escalates(node, segment) for node in who.escalations),
            clears_up=who.clears_up,
            clears=None if clears is None or isinstance(clears, str) else self.length(clears, "clears up"),
        )

    def _escalates(self, node: EscalationNode, segment: Segment) -> Escalates:
        name = node.source.channel
        after = self.length(node.source.after or segment.pauses, "escalates", "after", name)
        return Escalates(node, self.luck.die("escalates", name), after)

    def _patience(self, table: Table[Time], department: str) -> Table[Roll]:
        finite = {time for time in table.possible if time != Exactly(float("inf"))}
        rolls = {time: self.length(time, "patience", department) for time in finite}
        endless: Roll = Fixed(NONE)
        return Table(
            table.subject,
            table.which,
            {value: rolls.get(time, endless) for value, time in table.values.items()},
            None if table.otherwise is None else rolls.get(table.otherwise, endless),
        )

    def _beside(self, node: OutcomeNode) -> list[OutcomeNode]:
        """The outcomes of the same rule, or of what the same issue begins with, in the order of the file."""
        outcomes = self.process.outcomes
        if node.department != NONE:
            return [other for other in outcomes if (other.department, other.rule) == (node.department, node.rule)]
        for begins in self.process.begins_with:
            chain = [begins]
            while chain[-1] != NONE:
                chain.append(outcomes[chain[-1]].then)
            if node.index in chain:
                return [outcomes[index] for index in sorted(chain[:-1])]
        return [node]

    def _names(self, node: OutcomeNode) -> tuple[str, ...]:
        """What an outcome is called: what it does, where, and which of its like beside it."""
        department = "" if node.department == NONE else self.process.departments[node.department].name
        twins = [other.index for other in self._beside(node) if other.does is node.does]
        return node.does.name.lower(), department, node.rule, str(twins.index(node.index))

    def _call(self, node: OutcomeNode) -> CallDice:
        verb, names = node.source.verb, self._names(node)
        assert isinstance(verb, Call), "calls call"
        return CallDice(
            self.length(verb.after, "after", *names),
            self.luck.die("answers", *names),
            self.length(verb.again_after, "again", *names),
            self.luck.die("returns", *names),
        )

    def _outcome(self, number: int) -> OutcomeDice:
        node = self.process.outcomes[number]
        names = self._names(node)
        verb = node.source.verb
        after: Time | None = None
        reopens: Time | None = None
        if isinstance(verb, Resolve):
            after, reopens = verb.after, verb.reopens_after
        elif isinstance(verb, Refer):
            after = verb.after
        roll = self.length(after, "after", *names)
        if isinstance(verb, Promise):
            roll = self.luck.die("when", *names)
        if node.does is Does.REFER and after is None:
            roll = Fixed(NONE)
        whether = self._die(_may_fail(verb), "whether", *names)
        return OutcomeDice(roll, whether, self.length(reopens, "reopens", *names))


def _by_chance(reaches: Table[tuple[tuple[float, ...], tuple[int, ...]]]) -> bool:
    return any(len(departments) > 1 for _, departments in reaches.possible)


def _may_fail(verb: Verb) -> bool:
    """Whether it is drawn if this does what it says: a fix, a promise, a customer who is sent elsewhere."""
    match verb:
        case Resolve(works=chance) | Promise(kept=chance) | Refer(followed=chance):
            return chance < 1
        case _:
            return False


def traits_of(process: Process, habits: Habits, case: Drawer) -> int:
    """Who a customer is: each attribute drawn, as an index into the process's traits."""
    if not habits.traits:
        return process.populations[case.population].traits[0]
    number = 0
    for die, sums in habits.traits:
        value = bisect_right(sums, die.of(case)) if len(sums) > 1 else 0
        number = number * len(sums) + min(value, len(sums) - 1)
    return process.populations[case.population].traits[number]
