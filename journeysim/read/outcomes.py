"""Outcomes: what a rule does, one verb each."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, PlainValidator, Tag, ValidationInfo, WithJsonSchema

from journeysim.model import scenario as nouns
from journeysim.model.duration import DAY, Exactly

from .names import ChannelName, CountKey, DepartmentName, in_row
from .nodes import Leaf, Listing, Node, Table
from .parts import Part, key
from .reading import Reading, found, listed, reading, wrong
from .scalars import Chance, Duration, Money, Positive, Prose, YesNo, either, prose, text_of
from .times import Time, sums_to_one, ways
from .written import From, OneOrMore

VERBS = ("resolve", "transfer", "refer", "promise", "ticket", "call", "refuse", "drop")


class Resolve(Part):
    """The matter is settled, or seems to be."""

    part: ClassVar[str] = "'resolve'"

    after: Time | None = key("when it takes effect", "time", default="now", example="3 weeks")
    works: Chance | None = key("the fix holds; else the case comes back", "chance", default="100%", example="20%")
    reopens_after: Time | None = key(
        "how long a fix seems to hold that does not", "time", default="1 day", example="2 days"
    )
    gesture: Money | None = key("what the customer gets with it", "money", default="0", example="50")
    silently: YesNo | None = key(
        "the customer is not told what comes `after` a time, and may chase it", "yes/no", default="no", example="yes"
    )

    @classmethod
    def examine(cls, table: Table, now: Reading) -> None:
        """What would change nothing: a fix that always works never reopens, and what is done now is seen."""
        if "reopens after" in table and str(table.value("works") or "100%") == "100%":
            fact = "a fix that always works never reopens"
            now.note("no-effect", fact, "say how often it 'works', or leave this out", table.name("reopens after"))
        if table.value("silently") == "yes" and "after" not in table:
            fact = "what is resolved now is no secret to the customer"
            now.note("no-effect", fact, "say 'after' what time, or leave this out", table.name("silently"))

    def noun(self) -> nouns.Resolve:
        """The verb as data."""
        works = 1.0 if self.works is None else self.works
        return nouns.Resolve(
            self.after, works, self.reopens_after or Exactly(DAY), bool(self.silently), self.gesture or 0.0
        )


class Transfer(Part):
    """The same contact goes to another queue, at once."""

    part: ClassVar[str] = "'transfer'"
    needs: ClassVar[tuple[str, ...]] = ("to",)

    to: DepartmentName | None = key("the other department", "department", default="required", example="tier two")
    warm: YesNo | None = key("the case is told along with it", "yes/no", default="no", example="yes")

    def noun(self) -> nouns.Transfer:
        """The verb as data."""
        return nouns.Transfer(self.to or "", bool(self.warm))


class Refer(Part):
    """The customer is told to contact other channels."""

    part: ClassVar[str] = "'refer'"
    needs: ClassVar[tuple[str, ...]] = ("to",)

    to: Annotated[list[ChannelName], OneOrMore(in_row)] | None = key(
        "channels, in order", "one or more", default="required", example="[phone, shop]"
    )
    after: Time | None = key("when they do so", "time", default="their own `pauses`", example="1 day")
    followed: Chance | None = key(
        "they do so; who does not tries the next of their own", "chance", default="100%", example="80%"
    )

    def noun(self) -> nouns.Refer:
        """The verb as data."""
        return nouns.Refer(tuple(self.to or ()), self.after, 1.0 if self.followed is None else self.followed)


class Promise(Part):
    """The customer is told that something will be done."""

    part: ClassVar[str] = "'promise'"
    needs: ClassVar[tuple[str, ...]] = ("within",)

    within: Duration | None = key("told to the customer", "duration", default="required", example="2 days")
    kept: Chance | None = key("done by then", "chance", default="100%", example="60%")
    late: Chance | None = key("done after twice `within`", "chance", default="0%", example="20%")
    then: Outcome | None = key("what is done", "outcome", default="nothing", example="{resolve: now}")

    @classmethod
    def examine(cls, table: Table, now: Reading) -> None:
        """Chances of being kept and late that exceed all promises."""
        kept, late = table.value("kept"), table.value("late")
        if not isinstance(late, Leaf):
            return
        shares = [_share(kept) if isinstance(kept, Leaf) else 100.0, _share(late)]
        if None not in shares and sum(share for share in shares if share is not None) > 100 + 1e-9:
            said = (
                f"'kept' and 'late' sum to {sum(share or 0 for share in shares):g}%"
                if isinstance(kept, Leaf)
                else f"'kept' is 100% where it is not said, and 'late' is '{late}'"
            )
            now.note("chance-sum", said, "make them at most 100% together", late)

    def noun(self) -> nouns.Promise:
        """The verb as data."""
        kept = 1.0 if self.kept is None else self.kept
        return nouns.Promise(self.within or 0.0, kept, self.late or 0.0, self.then.noun() if self.then else None)


def _share(leaf: Leaf) -> float | None:
    try:
        return float(leaf.removesuffix("%")) if leaf.endswith("%") else None
    except ValueError:
        return None


class Ticket(Part):
    """Handed on inside; the customer waits."""

    part: ClassVar[str] = "'ticket'"
    needs: ClassVar[tuple[str, ...]] = ("to",)

    to: DepartmentName | None = key("who gets it", "department", default="required", example="back office")
    told: Duration | None = key(
        "how long the customer is told to wait", "duration", default="nothing", example="14 days"
    )

    def noun(self) -> nouns.Ticket:
        """The verb as data."""
        return nouns.Ticket(self.to or "", self.told)


class Call(Part):
    """The company calls the customer; a try that nobody answers leaves a voicemail, which may be returned."""

    part: ClassVar[str] = "'call'"
    needs: ClassVar[tuple[str, ...]] = ("then",)

    after: Time | None = key("before the first try", "time", default="now", example="2 h")
    tries: Positive | None = key("so often, if nobody answers", "number", default="1", example="2")
    again_after: Time | None = key("from one try to the next", "time", default="1 day", example="3 h")
    then: Outcome | None = key(
        "what is done when they speak: they answer, or return a voicemail",
        "outcome",
        default="required",
        example="{resolve: now}",
    )

    def noun(self) -> nouns.Call:
        """The verb as data."""
        then = nouns.Outcome(nouns.Drop(), self.place) if self.then is None else self.then.noun()
        return nouns.Call(then, self.after, self.tries or 1, self.again_after or Exactly(DAY))


def _now(node: Node) -> nouns.Resolve:
    leaf = text_of(node, "'resolve' is 'now' or a table")
    if leaf != "now":
        raise wrong(
            "wrong-word",
            f"'resolve' alone is 'now', and '{leaf}' stands here",
            "write 'resolve: now'"
            if leaf in ("yes", "true", "done")
            else f"write '{{after: {leaf}}}' if this is a time",
        )
    return nouns.Resolve()


def _silently(node: Node) -> nouns.Drop:
    leaf = text_of(node, "'drop' is 'silently'")
    if leaf != "silently":
        raise wrong(
            "wrong-word", f"something is dropped 'silently', and '{leaf}' stands here", "write 'drop: silently'"
        )
    return nouns.Drop()


def _reason(node: Node) -> nouns.Refuse:
    if not isinstance(node, Leaf):
        raise wrong(
            "wrong-shape",
            f"'refuse' takes a reason in words, but {found(node)} stands here",
            "write it like 'refuse: policy'",
        )
    return nouns.Refuse(prose(node))


def _no_note(node: Node) -> bool:
    leaf = text_of(node, "'note' is 'none'")
    if leaf != "none":
        raise wrong("wrong-word", f"'note' is 'none', and '{leaf}' stands here", "write 'note: none', or leave it out")
    return False


def _refer(to: list[str]) -> nouns.Refer:
    return nouns.Refer(tuple(to))


ResolveVerb = Annotated[
    nouns.Resolve,
    From(
        Annotated[
            Annotated[nouns.Resolve, PlainValidator(_now), WithJsonSchema({"const": "now"}), Tag("text")]
            | Annotated[nouns.Resolve, From(Resolve, Resolve.noun), Tag("table")],
            ways("'resolve' is 'now' or a table", "write it like 'now' or '{after: 3 weeks}'"),
        ]
    ),
]
TransferVerb = Annotated[
    nouns.Transfer,
    From(
        Annotated[
            Annotated[nouns.Transfer, From(DepartmentName, nouns.Transfer), Tag("text")]
            | Annotated[nouns.Transfer, From(Transfer, Transfer.noun), Tag("table")],
            ways("'transfer' names a department", "write it like 'tier two' or '{to: tier two, warm: yes}'"),
        ]
    ),
]
TicketVerb = Annotated[
    nouns.Ticket,
    From(
        Annotated[
            Annotated[nouns.Ticket, From(DepartmentName, nouns.Ticket), Tag("text")]
            | Annotated[nouns.Ticket, From(Ticket, Ticket.noun), Tag("table")],
            ways("'ticket' names a department", "write it like 'finance' or '{to: finance, told: 14 days}'"),
        ]
    ),
]
ReferVerb = Annotated[
    nouns.Refer,
    From(
        Annotated[
            Annotated[nouns.Refer, From(Annotated[list[ChannelName], OneOrMore(in_row)], _refer), Tag("text")]
            | Annotated[nouns.Refer, From(Annotated[list[ChannelName], OneOrMore(in_row)], _refer), Tag("list")]
            | Annotated[nouns.Refer, From(Refer, Refer.noun), Tag("table")],
            ways("'refer' names channels", "write it like 'phone', '[phone, shop]' or '{to: phone, after: 1 day}'"),
        ]
    ),
]


def _facts(node: Any, info: ValidationInfo) -> dict[str, str]:
    now = reading(info)
    if not isinstance(node, Table):
        raise wrong(
            "wrong-shape",
            f"'set' is a table of facts and their values, but {found(node)} stands here",
            "write '{FACT: VALUE}'",
        )
    for fact, value in node.items():
        if fact in (now.names.get("attribute") or ()):
            facts = now.names.get("fact") or ()
            move = f"set a fact: {either(facts)}" if facts else "set a fact"
            now.note("unknown-name", f"'{fact}' is an attribute, which stays as it is", move, fact)
        elif now.is_name(fact, "fact") and text_of(value, "a value of the fact belongs here"):
            now.is_value(text_of(value, ""), fact, "fact")
    return {str(fact): str(value) for fact, value in node.items()}


Setting = Annotated[
    dict[str, str],
    PlainValidator(_facts),
    WithJsonSchema(
        {"type": "object", "additionalProperties": {"type": ["string", "number", "boolean"]}, "minProperties": 1}
    ),
]


KEYED: dict[str, type[Part]] = {
    "resolve": Resolve,
    "transfer": Transfer,
    "refer": Refer,
    "promise": Promise,
    "ticket": Ticket,
    "call": Call,
}
"""Verbs that have keys of their own."""


class Outcome(Part):
    """What happens: exactly one verb, and what goes with it."""

    part: ClassVar[str] = "an outcome"

    @classmethod
    def sample(cls, instead: Node) -> str:
        """The next move where something else than a table stands."""
        if isinstance(instead, Listing):
            return "write one outcome: a list with chances belongs to the 'then' of a rule"
        return super().sample(instead)

    @classmethod
    def advice(cls, name: str) -> str | None:
        """The next move after a word that is no key here: one of a verb goes into the verb."""
        verbs = [verb for verb, part in KEYED.items() if name in part.known_keys()]
        if not verbs:
            return super().advice(name)
        return "it goes into the verb: " + " or ".join(f"'{cls.example(verb)}'" for verb in verbs)

    resolve: ResolveVerb | None = key(
        "settled: takes effect `after`; works or comes back",
        "**`now`** or {after, works, reopens after, silently, gesture}",
        example="{after: 3 weeks, works: 20%}",
    )
    transfer: TransferVerb | None = key(
        "same contact, other queue, at once; warm: known there",
        "**to** or {to, warm}",
        example="{to: tier two, warm: yes}",
    )
    refer: ReferVerb | None = key(
        "told to contact those channels", "**to** or {to, after, followed}", example="{to: shop, followed: 80%}"
    )
    promise: Annotated[nouns.Promise, From(Promise, Promise.noun)] | None = key(
        "told `within`; done by then, or late, or never",
        "{within, kept, late, then}",
        example="{within: 2 days, kept: 60%, then: {resolve: now}}",
    )
    ticket: TicketVerb | None = key(
        "handed on inside; the customer waits", "**to** or {to, told}", example="{to: back office, told: 14 days}"
    )
    call: Annotated[nouns.Call, From(Call, Call.noun)] | None = key(
        "the company calls; `then` when they speak",
        "{after, tries, again after, then}",
        example="{tries: 2, then: {resolve: now}}",
    )
    refuse: (
        Annotated[nouns.Refuse, PlainValidator(_reason), WithJsonSchema({"type": ["string", "number", "boolean"]})]
        | None
    ) = key("told no; the case stays as it is", "**reason**", example="policy")
    drop: Annotated[nouns.Drop, PlainValidator(_silently), WithJsonSchema({"const": "silently"})] | None = key(
        "lost; the customer believes it pending", "**silently**", example="silently"
    )
    set: Setting | None = key("facts that hold from now on", "fact: value", example="{request: logged}")
    note: Annotated[bool, PlainValidator(_no_note), WithJsonSchema({"const": "none"})] | None = key(
        "`none`: leaves no note", "none", default="a note, as `notes` says", example="none"
    )
    says: Prose | None = key("what the customer is told, for the record", "text", example='"It is on its way."')
    count: CountKey | None = key("counts as a figure of this name", "name", example="sent on")

    @classmethod
    def examine(cls, table: Table, now: Reading) -> None:
        """No verb, or more than one."""
        verbs = [name for name in table if name in VERBS]
        if len(verbs) > 1:
            now.note(
                "one-of",
                f"an outcome has one verb, and '{verbs[1]}' stands beside '{verbs[0]}'",
                "keep one of them, or write a list of outcomes with chances",
                verbs[1],
            )
        elif not verbs:
            chances = next((name for name in table if name.endswith("%")), None)
            if chances is None and not any(cls._may_be_verb(name, now) for name in table):
                now.note(
                    "one-of", "an outcome has one verb, and none stands here", f"add one of {listed(VERBS)}", table
                )

    @classmethod
    def _may_be_verb(cls, name: str, now: Reading) -> bool:
        """Whether an unknown key, reported by itself, was probably meant as the verb."""
        return name not in cls.known_keys()

    @classmethod
    def unknown(cls, name: Leaf, now: Reading) -> None:
        """Chances have their own slips."""
        if name.endswith("%"):
            now.note(
                "chance-as-key",
                f"the chance '{name}' stands as a key",
                "write a list: [{chance: 60%, ...}, {chance: 40%, ...}]",
                name,
            )
        elif name == "chance":
            now.note(
                "lone-chance",
                "a 'chance' stands in an outcome that is alone",
                "leave it out, or write a list of outcomes with chances",
                name,
            )
        else:
            super().unknown(name, now)

    def noun(self) -> nouns.Outcome:
        """The outcome as data."""
        verb = next((name for name in self.table if name in VERBS), None)
        if verb is None:  # noted already, so that this outcome goes nowhere
            return nouns.Outcome(nouns.Drop(), self.place)
        return nouns.Outcome(
            getattr(self, verb),
            verb.place,
            tuple((self.set or {}).items()),
            self.note is not False,
            self.says,
            self.count,
        )


class Branch(Outcome):
    """One of several outcomes, with its chance."""

    needs: ClassVar[tuple[str, ...]] = ("chance",)

    chance: Chance | None = key(
        "of this outcome among those of the rule", "chance", default="required in a list", example="60%"
    )


def _branches(node: Any, info: ValidationInfo) -> Any:
    if isinstance(node, Listing):
        chances: list[Node] = [
            chance for item in node if isinstance(item, Table) and (chance := item.value("chance")) is not None
        ]
        if chances and len(chances) == len(node):
            sums_to_one(chances, node, reading(info))
    return node


def _alone(outcome: Outcome) -> tuple[nouns.Branch, ...]:
    return (nouns.Branch(1.0, outcome.noun()),)


def _drawn(branches: list[Branch]) -> tuple[nouns.Branch, ...]:
    return tuple(nouns.Branch(branch.chance or 0.0, branch.noun()) for branch in branches)


Then = Annotated[
    tuple[nouns.Branch, ...],
    From(
        Annotated[
            Annotated[tuple[nouns.Branch, ...], From(Outcome, _alone), Tag("table")]
            | Annotated[
                tuple[nouns.Branch, ...],
                From(Annotated[list[Branch], BeforeValidator(_branches)], _drawn),
                Tag("list"),
            ],
            ways("'then' is an outcome, or a list of outcomes with chances", "write it like '{resolve: now}'"),
        ]
    ),
]

Promise.model_rebuild()
Call.model_rebuild()
