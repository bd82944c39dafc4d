"""How customers behave: when they turn round, redial, start over, give up, escalate, leave and recommend."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

from pydantic import GetCoreSchemaHandler, PlainValidator, Tag, WithJsonSchema
from pydantic_core import CoreSchema

from journeysim.model import scenario as nouns

from .conditions import EscalationCondition
from .parts import Part, key
from .reading import shortened, wrong
from .scalars import Chance, Duration, MoodValue, Positive, Whole, text_of
from .times import Time, ways
from .written import From, OneWord


@dataclass(frozen=True)
class Never:
    """Says that the value may also be the word `never`, which becomes `instead`; `example` shows the table."""

    table: type[Part]
    turn: Callable[[Any], Any]
    of: str
    example: str
    instead: Any = None

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The word or the table."""

        def never(node: Any) -> Any:
            leaf = text_of(node, f"'{self.of}' is 'never' or a table")
            if leaf != "never":
                raise wrong(
                    "wrong-word",
                    f"'{self.of}' is 'never' or a table, and '{shortened(leaf)}' stands here",
                    f"write it like '{self.example}'",
                )
            return self.instead

        return handler.generate_schema(
            Annotated[
                Annotated[Any, PlainValidator(never), WithJsonSchema({"const": "never"}), Tag("text")]
                | Annotated[Any, From(self.table, self.turn), Tag("table")],
                ways(f"'{self.of}' is 'never' or a table", f"write it like '{self.example}'"),
            ]
        )


class Balks(Part):
    """When a customer does not even join the line."""

    part: ClassVar[str] = "'balks'"

    queue_over: Whole | None = key("more than this many wait", "number", example="20")
    wait_over: Duration | None = key("the announced wait is longer", "duration", example="10 min")

    def noun(self) -> nouns.Balks:
        """The habit as data."""
        return nouns.Balks(self.queue_over, self.wait_over)


class Redials(Part):
    """What follows on abandoning."""

    part: ClassVar[str] = "'redials'"
    needs: ClassVar[tuple[str, ...]] = ("chance",)

    chance: Chance | None = key("of trying the same channel again", "chance", default="required", example="70%")
    after: Time | None = key("how long later", "time", default="their `pauses`", example="20 min")
    otherwise: Annotated[Literal["tries the next", "gives up"], OneWord("otherwise")] | None = key(
        "who does not redial", "`tries the next` / `gives up`", default="tries the next", example="gives up"
    )

    def noun(self) -> nouns.Redials:
        """The habit as data."""
        return nouns.Redials(self.chance or 0.0, self.after, self.otherwise or "tries the next")


class StartsOver(Part):
    """Another round at a dead end."""

    part: ClassVar[str] = "'starts over'"
    needs: ClassVar[tuple[str, ...]] = ("times",)

    times: Whole | None = key("at most", "number", default="required", example="2")
    after: Time | None = key(
        "how long later, in place of the pause", "time", default="their `pauses`", example="5 days"
    )

    def noun(self) -> nouns.StartsOver:
        """The habit as data."""
        return nouns.StartsOver(self.times or 0, self.after)


class GivesUp(Part):
    """Limits of persistence, first to come."""

    part: ClassVar[str] = "'gives up'"

    attempts: Positive | None = key("attempts made", "number", example="8")
    effort: Duration | None = key("own time spent", "duration", example="3 h")
    open_for: Duration | None = key("age of the case", "duration", example="30 days")
    mood: MoodValue | None = key("in a worse mood", "from -1 to 1", example="-0.8")

    def noun(self) -> nouns.GivesUp:
        """The habit as data."""
        return nouns.GivesUp(self.attempts, self.effort, self.open_for, self.mood)


class MoodBound(Part):
    """The mood from which on customers leave, or recommend."""

    part: ClassVar[str] = "a bound of mood"
    needs: ClassVar[tuple[str, ...]] = ("mood",)

    mood: MoodValue | None = key("the bound", "from -1 to 1", default="required", example="-0.4")

    def noun(self) -> float:
        """The bound as a number."""
        return self.mood or 0.0


class Escalation(Part):
    """A channel beside their own."""

    part: ClassVar[str] = "an escalation"

    when: EscalationCondition | None = key(
        "asked after each failed attempt, and when what was expected has not come",
        "condition",
        default="always",
        example="{open for: {over: 12 days}}",
    )
    chance: Chance | None = key(
        "of taking it, drawn once a case, the first time that `when` holds", "chance", default="100%", example="30%"
    )
    after: Time | None = key("how long later", "time", default="their `pauses`", example="1 day")

    def noun(self) -> nouns.Escalation:
        """The escalation as data."""
        chance = 1.0 if self.chance is None else self.chance
        return nouns.Escalation(str(self.table.key), self.place, self.when, chance, self.after)
