"""Channels and departments: how the company is reached, and who does the work."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from annotated_types import MinLen
from pydantic import BeforeValidator, PlainValidator, WithJsonSchema

from journeysim.model import scenario as nouns

from .conditions import GateCondition, RuleCondition, WatchCondition
from .names import ChannelName, DepartmentName, RuleKey, SystemName, in_row
from .nodes import Leaf, Listing, Node, Table
from .outcomes import Outcome, Then
from .parts import Part, key
from .reading import Reading, found, wrong
from .scalars import (
    NUMBER,
    TEXT,
    Chance,
    Duration,
    Empathy,
    HourlyCost,
    Positive,
    Prose,
    Whole,
    YesNo,
    duration,
    text_of,
)
from .times import Reaches, Time, TimeByCase
from .weeks import CalendarChoice, Staff
from .written import From, OneOrMore, OneWord

Systems = Annotated[list[SystemName], OneOrMore(in_row)]


class Channel(Part):
    """A way to reach the company."""

    part: ClassVar[str] = "a channel"
    named: ClassVar[str | None] = "channel"
    needs: ClassVar[tuple[str, ...]] = ("reaches",)

    about: Prose | None = key("what to know about it", "text", example="The number on the bill.")
    like: ChannelName | None = key("the same as that channel, except for what is said here", "channel", example="phone")
    kind: Annotated[Literal["live", "message"], OneWord("kind")] | None = key(
        "the customer waits in line, or for an answer", "`live` / `message`", default="live", example="message"
    )
    open: CalendarChoice | None = key(
        "hours; messages can be sent at any hour", "calendar", default="always", example="office"
    )
    find: Time | None = key("the customer's time to find it, once a case", "time", example="25 min")
    found: Chance | None = key("who finds it; who does not is turned away", "chance", default="100%", example="80%")
    takes: Time | None = key(
        "the customer's time at each attempt before the gate: menu, travel", "time", example="90 s"
    )
    admits: GateCondition | None = key(
        "the gate; who fails it is turned away", "condition", default="everyone", example="{contract: active}"
    )
    reads: Systems | None = key(
        "facts kept in systems that the gate and the routing can see", "one or more systems", example="billing"
    )
    reaches: Reaches | None = key(
        "where the contact goes",
        "department *by*, or department: chance",
        default="required",
        example="care",
        also="{by issue: {question: care, otherwise: back office}}",
    )
    public: YesNo | None = key("an attempt through it is going public", "yes/no", default="no", example="yes")
    noticed: Chance | None = key(
        "a message through a public channel is noticed; else it is lost without a word",
        "chance",
        default="100%",
        example="70%",
    )

    @classmethod
    def examine(cls, table: Table, now: Reading) -> None:
        """A chance to be noticed where nobody can fail to be."""
        if "noticed" not in table:
            return
        if table.value("public") in (None, "no"):
            fact = "only what is public may pass unnoticed, and this channel is not 'public: yes'"
            now.note("no-effect", fact, "add 'public: yes', or leave it out", table.name("noticed"))
        elif table.value("kind") != "message":
            fact = "who stands in a live line is noticed, and only a message may be missed"
            now.note("no-effect", fact, "add 'kind: message', or leave it out", table.name("noticed"))


def _longer(node: Any) -> float:
    seconds = duration(node)
    if seconds == 0:
        raise wrong("bad-duration", "nobody has waited for longer than no time", "write a time above '0 s'")
    return seconds


Longer = Annotated[
    float, PlainValidator(_longer), WithJsonSchema({"type": "string", "pattern": rf"^{NUMBER} (s|min|h|days?|weeks?)$"})
]


class Overflow(Part):
    """Another line for those who have waited for long."""

    part: ClassVar[str] = "'overflow'"
    needs: ClassVar[tuple[str, ...]] = ("to", "after")

    to: DepartmentName | None = key("whose line they join", "department", default="required", example="tier two")
    after: Longer | None = key("wait on a live line", "duration", default="required", example="5 min")

    def noun(self) -> nouns.Overflow:
        """The overflow as data."""
        return nouns.Overflow(self.to or "", self.after or 0.0)


class Callback(Part):
    """An offer to be called back, in place of waiting."""

    part: ClassVar[str] = "'callback'"
    needs: ClassVar[tuple[str, ...]] = ("offered after", "taken")

    offered_after: Duration | None = key("wait on a live line", "duration", default="required", example="4 min")
    taken: Chance | None = key("who takes the offer", "chance", default="required", example="60%")
    keeps_place: YesNo | None = key(
        "called when their turn would have come, or after all who wait now", "yes/no", default="yes", example="no"
    )

    def noun(self) -> nouns.Callback:
        """The callback as data."""
        return nouns.Callback(self.offered_after or 0.0, self.taken or 0.0, self.keeps_place is not False)


class Queue(Part):
    """Who is served first, and how many may wait."""

    part: ClassVar[str] = "a queue"

    order: Annotated[Literal["first come", "oldest case", "last come"], OneWord("order")] | None = key(
        "within a priority", "`first come` / `oldest case` / `last come`", default="first come", example="oldest case"
    )
    limit: Whole | None = key("who comes when so many wait is turned away", "number", default="no limit", example="80")

    overflow: Annotated[nouns.Overflow, From(Overflow, Overflow.noun)] | None = key(
        "who has waited so long moves to another department's line",
        "{to, after}",
        example="{to: tier two, after: 5 min}",
    )
    callback: Annotated[nouns.Callback, From(Callback, Callback.noun)] | None = key(
        "who has waited so long may go away and is called when it is their turn",
        "{offered after, taken, keeps place}",
        example="{offered after: 4 min, taken: 60%}",
    )
    ageing: Longer | None = key(
        "moves up a `priority` after so long, and again after as long", "duration", example="10 min"
    )

    def noun(self) -> nouns.Queue:
        """The queue as data."""
        return nouns.Queue(self.order or "first come", self.limit, self.overflow, self.callback, self.ageing)


def _rule_name(node: Node) -> str:
    return str(text_of(node, "the name of a rule belongs here", "write one name"))


class Rule(Part):
    """What a department does with a case: the first rule that holds applies."""

    part: ClassVar[str] = "a rule"
    named: ClassVar[str | None] = "rule"
    needs: ClassVar[tuple[str, ...]] = ("then",)

    @classmethod
    def inner(cls) -> tuple[str, list[str]]:
        """What a rule does stands under `then`."""
        return "then", Outcome.known_keys()

    about: Prose | None = key("what to know about it", "text", example="By order of the ombudsman.")
    when: RuleCondition | None = key(
        "it applies where this holds", "condition", default="always", example="{contract: ended}"
    )
    unless: RuleCondition | None = key("and this does not", "condition", default="never", example="{known: yes}")
    then: Then | None = key(
        "what it does",
        "outcome, or list of outcomes with chances",
        default="required",
        example="{resolve: now}",
        also="[{chance: 60%, resolve: now}, {chance: 40%, refer: chat}]",
    )
    before: Annotated[str, PlainValidator(_rule_name), WithJsonSchema(TEXT)] | None = key(
        "places or moves it before that rule", "rule", default="where it stands", example="answer"
    )

    def noun(self) -> nouns.Rule:
        """The rule as data."""
        return nouns.Rule(str(self.table.key), self.place, self.then or (), self.when, self.unless, self.about)


def _is_list(node: Any) -> Any:
    if not isinstance(node, Listing):
        raise wrong(
            "wrong-shape",
            f"'priority' is a list of conditions, but {found(node)} stands here",
            "write it like '[{segment: business}]'",
        )
    return node


class Department(Part):
    """A team with one queue."""

    part: ClassVar[str] = "a department"
    named: ClassVar[str | None] = "department"
    needs: ClassVar[tuple[str, ...]] = ("staff", "handling", "rules")

    about: Prose | None = key("what to know about it", "text", example="The outsourced team.")
    like: DepartmentName | None = key(
        "the same as that department, except for what is said here", "department", example="care"
    )
    staff: Staff | None = key(
        "on duty; hours of one day stand for `works`",
        "number, or days: {hours: number}",
        default="required",
        example="4",
        also="{mon-fri: {09:00-12:00: 6, 12:00-18:00: 5}}",
    )
    works: CalendarChoice | None = key(
        "when `staff` is one number",
        "calendar",
        default="hours of the channels that reach it, else `always`",
        example="office",
    )
    handling: TimeByCase | None = key(
        "of a contact; a plain duration is exact",
        "time *by*",
        default="required",
        example="6 min",
        also="{by channel: {phone: 6 min, otherwise: 9 min}}",
    )
    at_once: Positive | None = key(
        "contacts that one agent handles together (chats)", "number", default="1", example="3"
    )
    priority: Annotated[list[RuleCondition], BeforeValidator(_is_list)] | None = key(
        "who fits an earlier item is taken up first, the rest last; asked as the next is taken up",
        "list of conditions",
        example="[{segment: customer}, {contacts: {at least: 3}}]",
    )
    queue: Annotated[nouns.Queue, From(Queue, Queue.noun)] | None = key(
        "order, limit, and what long waits lead to",
        "{order, limit, overflow, callback, ageing}",
        default="{order: first come}",
        example="{order: oldest case, limit: 80}",
    )
    at_closing: (
        Annotated[Literal["finishes the queue", "keeps the queue", "sends the queue away"], OneWord("at closing")]
        | None
    ) = key(
        "who still waits when staff goes home",
        "`finishes the queue` / `keeps the queue` / `sends the queue away`",
        default="live: finishes, unless work is put down; else keeps",
        example="sends the queue away",
    )
    at_end_of_shift: Annotated[Literal["finishes", "puts down"], OneWord("at end of shift")] | None = key(
        "the contact in hand: overtime, or taken up again later",
        "`finishes` / `puts down`",
        default="finishes",
        example="puts down",
    )
    answer_within: Duration | None = key(
        "`service_level`: answered within it, of all live visits that joined or were served at once",
        "duration",
        default="20 s",
        example="30 s",
    )
    uses: Systems | None = key("reads and writes", "one or more systems", example="[crm, billing]")
    reads: Systems | None = key("sees facts and notes kept there", "one or more systems", example="crm")
    writes: Systems | None = key("leaves notes there", "one or more systems", example="crm")
    notes: Chance | None = key(
        "contacts that leave a note in the systems it writes", "chance", default="100%", example="80%"
    )
    retelling: Time | None = key(
        "added where a case that was handled before is not known, cold transfers included",
        "time",
        default="0 s",
        example="3 min",
    )
    calls_out: YesNo | None = key("may use `call`", "yes/no", default="no", example="yes")
    empathy: Empathy | None = key(
        "how it sounds: moves the mood of who is in contact by the amount `empathy` times what it is over 0.5",
        "from 0 to 1",
        default="0.5",
        example="0.9",
    )
    cost: HourlyCost | None = key("of handling", "money per h", example="32 per h")
    rules: Annotated[dict[RuleKey, Rule], MinLen(1)] | None = key(
        "in order, the first that holds applies",
        "name: {when, unless, then, before}",
        default="required",
        example="{answer: {then: {resolve: now}}}",
    )

    @classmethod
    def examine(cls, table: Table, now: Reading) -> None:
        """Hours said twice, and rules that are to stand before what is not there, or before themselves."""
        if isinstance(table.value("staff"), Table) and "works" in table:
            now.note(
                "one-of",
                "the hours of 'staff' stand for 'works', and both are said",
                "leave 'works' out, or write one number of staff",
                table.name("works"),
            )
        queue = table.value("queue")
        if isinstance(queue, Table) and "ageing" in queue and "priority" not in table:
            move = "add a 'priority', or leave it out"
            now.note(
                "no-effect", "nobody is served before anybody else here, so nobody moves up", move, queue.name("ageing")
            )
        rules = table.value("rules")
        if not isinstance(rules, Table):
            return
        moves = _moves(rules)
        lost = [before for before in moves.values() if before not in rules]
        for before in lost:
            move = now.advise(before, [str(name) for name in rules], "other rules")
            now.note("unknown-name", f"no rule of this department is named '{before}'", move, before)
        waiting = set(moves).difference(in_order(rules)) if not lost else set()
        if waiting:
            name = next(iter(moves))
            for _ in moves:  # by then, it is one of those that lead back to themselves
                name = str(moves[name]) if name in moves else next(iter(waiting))
            before = moves[name]
            fact = f"the rules '{name}' and '{before}' are to stand before one another"
            fact = fact if before != name else f"the rule '{name}' is to stand before itself"
            now.note("cycle", fact, "take one 'before' away", before)


class Watchdog(Part):
    """Looks at every case all the time, and hands it on, once, as soon as its condition holds."""

    part: ClassVar[str] = "a watchdog"
    named: ClassVar[str | None] = "watchdog"
    needs: ClassVar[tuple[str, ...]] = ("when", "hands to")

    about: Prose | None = key("what to know about it", "text", example="Nobody waits longer than this.")
    when: WatchCondition | None = key(
        "as soon as this holds", "condition", default="required", example="{silent for: {over: 2 days}}"
    )
    unless: WatchCondition | None = key("and this does not", "condition", default="never", example="{segment: leaver}")
    hands_to: DepartmentName | None = key(
        "who gets a ticket, which came as `watchdog`; it sees what that department reads",
        "department",
        default="required",
        example="care",
    )

    def noun(self) -> nouns.Watchdog:
        """The watchdog as data."""
        return nouns.Watchdog(
            str(self.table.key), self.place, self.when or (), self.hands_to or "", self.unless, self.about
        )


def _moves(rules: Table) -> dict[str, Leaf]:
    """The rules that say before which other one they stand."""
    said = ((str(name), rule.value("before")) for name, rule in rules.items() if isinstance(rule, Table))
    return {name: before for name, before in said if isinstance(before, Leaf)}


def in_order(rules: Table) -> list[str]:
    """The names of rules, each before the one that its `before` names, without those that lead back to themselves."""
    moves = _moves(rules)
    movers: dict[str, list[str]] = {}
    for name, before in moves.items():
        movers.setdefault(str(before), []).append(name)
    order: list[str] = []
    waiting = [str(name) for name in reversed(rules) if name not in moves]
    while waiting:
        name = waiting.pop()
        first = movers.pop(name, None)
        if first is None:
            order.append(name)
        else:
            waiting += [name, *reversed(first)]
    return order
