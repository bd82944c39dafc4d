"""The reference page of the language, made from the models that also check a scenario.

Each key stands with its type, default, meaning and an example; `examples` gives each example inside a whole
scenario, so that a test can read it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from journeysim.model.figures import FIGURES

from . import conditions, document, expect, habits, incidents, outcomes, people, times, weeks
from .codes import CODES
from .company import Callback, Channel, Department, Overflow, Queue, Rule, Watchdog
from .names import RESERVED
from .parts import Part, spelt
from .resolve import UNCHANGEABLE

STAGE = """\
journeysim: 1
name: The stage of the examples
calendars: {office: {mon-fri: 09:00-17:00}}
profiles: {calls: {days: {mon-fri: 1}}}
systems: [crm, billing]
facts: {request: {values: [none, logged], in: crm}}
segments:
  customer: {is: {contract: active}}
  leaver: {is: {contract: ended}}
issues:
  question: {raised by: {customer: 8 per day}}
  refund: {raised by: {leaver: 2 per day}}
channels:
  phone: {open: office, reaches: care}
  chat: {reaches: care}
  shop: {reaches: care}
departments:
  care: {staff: 4, handling: 6 min, calls out: yes, rules: {answer: {then: {resolve: now}}}}
  tier two: {staff: 2, handling: 9 min, rules: {answer: {then: {resolve: now}}}}
  back office: {staff: 2, handling: 9 min, rules: {answer: {then: {resolve: now}}}}
"""

_LONGER = "longer hours: {change: {calendars: {office: {sat: 09:00-12:00}}}}"
_RULES = "departments: {care: {rules: {example: {before: answer, KEYS}}}}"
_OUTCOME = _RULES.replace("KEYS", "then: {KEYS}")


@dataclass(frozen=True, slots=True)
class Section:
    """Part of the page: a model, its heading, where its keys stand in a change, and what has to stand beside them."""

    part: type[Part]
    heading: str
    text: str
    where: str
    beside: tuple[str, ...] = ()


SECTIONS = (
    Section(document.Document, "The scenario", "The keys of a file.", "KEYS"),
    Section(document.RunPart, "run", "When cases arise, and when the record ends.", "run: {KEYS}"),
    Section(weeks.ProfilePart, "profiles", "Each profile is a table.", "profiles: {example: {KEYS}}", ("hours",)),
    Section(
        document.FactPart,
        "facts",
        "Each fact is a list of values, or a table.",
        "facts: {credit: {KEYS}}",
        ("values",),
    ),
    Section(document.Defaults, "defaults", "What all of a kind have unless they say otherwise.", "defaults: {KEYS}"),
    Section(
        people.Segment,
        "segments",
        "Who the customers are and how they behave. Without segments there is one, `customer`.",
        "segments: {leaver: {KEYS}}",
    ),
    Section(
        habits.Balks, "balks", "When a customer does not even join the line.", "segments: {leaver: {balks: {KEYS}}}"
    ),
    Section(
        habits.Redials,
        "redials",
        "What follows on abandoning.",
        "segments: {leaver: {redials: {KEYS}}}",
        ("chance",),
    ),
    Section(
        habits.StartsOver,
        "starts over",
        "Another round at a dead end.",
        "segments: {leaver: {starts over: {KEYS}}}",
        ("times",),
    ),
    Section(
        habits.GivesUp,
        "gives up",
        "Limits of persistence, first to come.",
        "segments: {leaver: {gives up: {KEYS}}}",
    ),
    Section(
        habits.MoodBound,
        "churns, promotes",
        "The bounds of the mood at the end.",
        "segments: {leaver: {churns: {KEYS}}}",
    ),
    Section(
        habits.Escalation,
        "escalates",
        "Each channel is a table. The dice of each fall once a case.",
        "segments: {leaver: {escalates: {chat: {KEYS}}}}",
    ),
    Section(people.Issue, "issues", "What customers need.", "issues: {question: {KEYS}}"),
    Section(
        people.Stream,
        "raised by",
        "In place of a rate, one of these.",
        "issues: {question: {raised by: {customer: {KEYS}}}}",
    ),
    Section(
        incidents.Incident,
        "incidents",
        "What befalls many customers at once, on one known day or again and again.",
        "incidents: {example: {KEYS}}",
        ("starts", "lasts", "issue", "raised by"),
    ),
    Section(
        incidents.Announcement,
        "announcement",
        "Played on live channels, before the line, to callers whom the incident concerns, as long as it lasts.",
        "incidents: {example: {starts: 2026-01-13, lasts: 3 h, issue: question, raised by: {customer: 9}, "
        "announcement: {KEYS}}}",
        ("heard on", "after", "satisfies"),
    ),
    Section(Channel, "channels", "How the company is reached.", "channels: {chat: {KEYS}}"),
    Section(Department, "departments", "Teams, each with one queue.", "departments: {tier two: {KEYS}}"),
    Section(
        Queue,
        "queue",
        "Who is served first, how many may wait, and what long waits lead to.",
        "departments: {care: {priority: [{segment: leaver}], queue: {KEYS}}}",
    ),
    Section(
        Overflow,
        "overflow",
        "On a live line, who has waited so long moves on, unless that other line is full or its staff has gone home.",
        "departments: {care: {queue: {overflow: {KEYS}}}}",
        ("to", "after"),
    ),
    Section(
        Callback,
        "callback",
        "In place of waiting on a live line.",
        "departments: {care: {queue: {callback: {KEYS}}}}",
        ("offered after", "taken"),
    ),
    Section(
        Rule,
        "rules",
        "The first rule that holds applies. `before` places a new rule, or moves one.",
        "departments: {care: {rules: {example: {KEYS}}}}",
        ("then",),
    ),
    Section(
        conditions.VisitTests,
        "Conditions",
        "A table: all of it holds. A list of tables: any of them holds. Beside these keys, each attribute and each "
        "fact can be tested by its name. A fact kept in a system that is not read here reads as its first value.",
        _RULES.replace("KEYS", "then: {resolve: now}, when: {KEYS}"),
    ),
    Section(
        conditions.GateTests,
        "Conditions of a gate",
        "`admits` is asked at the attempt, before any department has the contact.",
        "channels: {chat: {admits: {KEYS}}}",
    ),
    Section(
        conditions.EscalationTests,
        "Conditions of an escalation",
        "`when` of `escalates` is what the customer can know. A fact kept in a system reads as its first value.",
        "segments: {leaver: {escalates: {chat: {when: {KEYS}}}}}",
    ),
    Section(
        Watchdog,
        "watchdogs",
        "Each looks at every unresolved case at all times, those whose customers have stopped too.",
        "watchdogs: {example: {KEYS}}",
        ("when", "hands to"),
    ),
    Section(
        conditions.WatchTests,
        "Conditions of a watchdog",
        "`when` and `unless` look at the case, wherever it is.",
        "watchdogs: {example: {hands to: care, when: {KEYS}}}",
    ),
    Section(
        conditions.JourneyTests,
        "Conditions of an expectation",
        "`for` and `share` look at whole journeys.",
        "expect: {example: {wait_mean: {at most: 5 min}, for: {KEYS}}}",
        ("department",),
    ),
    Section(
        conditions.Count,
        "Thresholds of contacts",
        "At least one bound.",
        _RULES.replace("KEYS", "then: {resolve: now}, when: {contacts: {KEYS}}"),
    ),
    Section(
        conditions.Span,
        "Thresholds of time",
        "At least one bound.",
        _RULES.replace("KEYS", "then: {resolve: now}, when: {open for: {KEYS}}"),
    ),
    Section(
        conditions.MoodLevel,
        "Thresholds of mood",
        "At least one bound.",
        "segments: {leaver: {escalates: {chat: {when: {mood: {KEYS}}}}}}",
    ),
    Section(
        outcomes.Outcome,
        "Outcomes",
        "Exactly one of the verbs, and what goes with it. The parameter in bold may stand alone.",
        _OUTCOME,
    ),
    Section(
        outcomes.Branch,
        "Outcomes with chances",
        "In a list, each outcome has a chance beside its verb; they sum to 100%.",
        _RULES.replace("KEYS", "then: [{KEYS, resolve: now}, {chance: 40%, refer: chat}]"),
    ),
    Section(outcomes.Resolve, "resolve", "Settled, or seemingly so.", _OUTCOME.replace("KEYS", "resolve: {KEYS}")),
    Section(
        outcomes.Transfer,
        "transfer",
        "Same contact, other queue.",
        _OUTCOME.replace("KEYS", "transfer: {KEYS}"),
        ("to",),
    ),
    Section(
        outcomes.Refer, "refer", "Told to contact other channels.", _OUTCOME.replace("KEYS", "refer: {KEYS}"), ("to",)
    ),
    Section(
        outcomes.Promise,
        "promise",
        "Told that something will be done.",
        _OUTCOME.replace("KEYS", "promise: {KEYS}"),
        ("within",),
    ),
    Section(
        outcomes.Call, "call", "The company calls the customer.", _OUTCOME.replace("KEYS", "call: {KEYS}"), ("then",)
    ),
    Section(outcomes.Ticket, "ticket", "Handed on inside.", _OUTCOME.replace("KEYS", "ticket: {KEYS}"), ("to",)),
    Section(
        times.Distribution,
        "Times that vary",
        "Where a time belongs, a plain duration is exact; one of these keys makes it vary.",
        "channels: {chat: {takes: {KEYS}}}",
    ),
    Section(
        times.Spread,
        "Mean and cv",
        "Of `lognormal`, `gamma` and `weibull`.",
        "channels: {chat: {takes: {gamma: {KEYS}}}}",
        ("mean", "cv"),
    ),
    Section(
        document.MoodPart,
        "mood",
        "What moves the mood of a customer, each time, and what moods decide. The amounts are choices, not findings.",
        "mood: {KEYS}",
    ),
    Section(
        document.Variant,
        "variants",
        "A variant changes the scenario. `remove` in place of a value takes a thing away. It cannot change "
        + ", ".join(f"`{key}`" for key in UNCHANGEABLE)
        + ".",
        "variants: {example: {KEYS}}",
        ("change",),
    ),
    Section(
        expect.Expected,
        "expect",
        "`NAME: {FIGURE: bounds, for: condition}`, or `NAME: {share: condition, bounds, for: condition}`. Those of the "
        "scenario hold in it, those of a variant in the variant.",
        "expect: {example: {KEYS}}",
    ),
    Section(
        expect.FigureBounds,
        "Bounds",
        "In the unit of the figure: shares like `95%`, times like `2 days`, numbers. In a variant also "
        "`20% of baseline`.",
        "expect: {example: {resolved: {KEYS}}}",
    ),
)

_COMPANIONS: dict[tuple[type[Part], str], str] = {
    (Channel, "noticed"): "kind: message, public: yes",
    (outcomes.Resolve, "reopens after"): "works: 20%",
    (outcomes.Resolve, "silently"): "after: 1 day",
    (outcomes.Promise, "late"): "kept: 60%",
    (outcomes.Outcome, "set"): "resolve: now",
    (outcomes.Outcome, "note"): "resolve: now",
    (outcomes.Outcome, "says"): "resolve: now",
    (outcomes.Outcome, "count"): "resolve: now",
    (expect.Expected, "for"): "resolved: {at least: 50%}",
    (expect.Expected, "about"): "resolved: {at least: 50%}",
    (expect.Expected, "share"): "at least: 50%",
    (expect.Expected, "at least"): "share: {ended: resolved}",
    (expect.Expected, "at most"): "share: {ended: resolved}",
    (expect.Expected, "between"): "share: {ended: resolved}",
    (expect.FigureBounds, "within"): "at least: 50%",
}
"""What has to stand beside the example of a key."""


NAME_FILES = ("extends", "file")
"""Keys that name a file, so that their example stands in no text by itself."""


_INSTEAD = {"every": "starts"}
"""What does not stand beside the example of a key, since that takes its place."""


@dataclass(frozen=True, slots=True)
class Example:
    """An example of the page: `text` is a whole scenario in which it stands, read as the variant."""

    part: str
    key: str
    written: str
    text: str
    variant: str | None


def examples() -> Iterator[Example]:
    """Each example of each key inside a scenario."""
    for section in SECTIONS:
        for key, field in _keys(section.part):
            for written in field.examples or ():
                if key not in NAME_FILES:
                    yield Example(section.part.__name__, key, written, *_staged(section, key, written))


def _staged(section: Section, key: str, written: str) -> tuple[str, str | None]:
    line = f"{key}: {written}"
    if section.part is document.Document and key in UNCHANGEABLE:
        kept = [row for row in STAGE.splitlines(keepends=True) if not row.startswith(f"{key}:")]
        return "".join(kept) + line + "\n", None
    others = [_example(section.part, other) for other in section.beside if other not in (key, _INSTEAD.get(key))]
    if (section.part, key) in _COMPANIONS:
        others.append(_COMPANIONS[section.part, key])
    inside = section.where.replace("KEYS", ", ".join([line, *others]))
    if inside.startswith("variants: "):
        return f"{STAGE}variants: {{{_LONGER}, {inside.removeprefix('variants: {')}\n", "example"
    if inside.startswith("expect: "):
        return f"{STAGE}{inside}\n", None
    return f"{STAGE}variants: {{{_LONGER}, example: {{change: {{{inside}}}}}}}\n", "example"


def _keys(part: type[Part]) -> Iterator[tuple[str, Any]]:
    """The keys of a part; of an outcome in a list only what it has beside those of an outcome."""
    known = outcomes.Outcome.model_fields if part is outcomes.Branch else {}
    for name, field in part.model_fields.items():
        if name not in known:
            yield field.alias or spelt(name), field


def _example(part: type[Part], key: str) -> str:
    return next(f"{key}: {field.examples[0]}" for name, field in _keys(part) if name == key)


HOW_TEXT_IS_READ = """\
# The scenario language

This page is made from the models that read a scenario (`journeysim/read/`); each example on it is read by a test.

A scenario is one YAML file. Every scalar is read as text, and the key where it stands decides its type: `10:00`, `no`,
`on`, `010`, `2026-01-05` and `1.10` are what they look like. An empty value, `{}`, `null`, `~`, tags and `<<` are
refused, as are keys that are unknown or stand twice. Keys are in lower case with spaces; names of your own are any
words without `: , # { } [ ]`, and no word of the language used in the same place.

| type | written |
| --- | --- |
| duration | `90 s`, `6 min`, `2 h`, `1 day`, `3 weeks` |
| time | a duration (exactly so long), or a table, see Times that vary |
| chance | `40%`, always with the sign |
| rate | `8 per day` (`s` `min` `h` `day` `week`), the mean over a whole week, nights included |
| yes/no | `yes`, `no` |
| hours | `09:00-18:00`, always a span; `24:00` ends a day |
| days | `mon`, `mon-fri`, `every day` (holidays too), `holiday`, a date like `2026-04-03`; the most particular wins |
| calendar | the name of one, `always`, or `{mon-fri: 09:00-18:00}` in place |
| text | in quotes when it holds `, : # ? { }` |
| one or more | `crm` or `[crm, billing]` |
| *by* | may depend on the case: `{by channel: {phone: 6 min, otherwise: 9 min}}`; by `issue`, `segment`, `channel`, \
an attribute or a fact |

`like: NAME` on a segment, channel or department: the same as that one except for what is said here. `defaults`: values
for all of a kind. `extends: FILE`: this file is then a change of that one. In all of these, named things and tables
change key by key; an outcome, a condition, a time, a *by*, a draw with chances or a list is one value and is replaced
whole.

The examples stand in this scenario:

```yaml
"""


def reference() -> str:
    """The page, as Markdown."""
    return "\n".join([HOW_TEXT_IS_READ + STAGE + "```\n", *(_section(section) for section in SECTIONS), *_lists()])


def _section(section: Section) -> str:
    rows = [f"## {section.heading}", "", section.text, "", "| key | type | default | meaning | example |"]
    rows.append("| --- | --- | --- | --- | --- |")
    for key, field in _keys(section.part):
        extra = field.json_schema_extra
        written = "<br>".join(f"`{example}`" for example in field.examples or ())
        cells = (f"`{key}`", extra["kind"], extra["default"], field.description, written)
        rows.append("| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |")
    return "\n".join([*rows, ""])


def _lists() -> Iterator[str]:
    yield "## Figures\n\nA `count` of an outcome is a figure too, mean per case.\n"
    yield "| figure | unit | of | meaning |\n| --- | --- | --- | --- |"
    yield from (f"| `{figure.name}` | {figure.unit} | {figure.scope} | {figure.meaning} |" for figure in FIGURES)
    yield "\n## Words that names may not be\n\n| names of | words |\n| --- | --- |"
    yield from (f"| {kind} | {', '.join(f'`{word}`' for word in words)} |" for kind, words in RESERVED.items())
    yield "\n`remove` is no name of anything."
    yield "\n## Problems\n\n`journeysim explain CODE` tells more.\n\n| code | |\n| --- | --- |"
    yield from (f"| `{code.code}` | {code.title} |" for code in CODES.values())
    yield ""
