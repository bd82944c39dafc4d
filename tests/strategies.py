"""Random scenarios as texts in the language: small, valid, and with everything that it can say.

`scenarios()` draws a whole text. Each builds without an error, has few customers and a short record, and in
three of four no ticket or transfer leads back, so that every case comes to an end. Lengths of time are drawn
from a handful, so that many things fall on the same moment.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

LENGTHS = ("5 min", "10 min", "20 min", "1 h", "3 h", "1 day")
WAITS = ("0 s", "10 min", "1 h", "1 day", "3 days")
CALENDARS = {
    "office": "{mon-fri: 09:00-17:00}",
    "split": "{mon-sat: [08:00-12:00, 13:00-16:00]}",
    "night": "{every day: [00:00-06:00, 22:00-24:00]}",
}
ROSTERS = (
    "{mon-fri: {08:00-12:00: 2, 12:00-16:00: 1}}",
    "{every day: {00:00-06:00: 1, 06:00-24:00: 3}}",
    "{mon-sun: {09:00-10:00: 1, 11:00-12:00: 2, 14:00-24:00: 1}}",
)
PROFILE = "{days: {mon-fri: 10, sat: 5}, hours: {08:00-12:00: 2, 13:00-18:00: 1}}"


def written(value: Any) -> str:
    """A value in YAML's flow style."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {written(entry)}" for key, entry in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(written(entry) for entry in value) + "]"
    return str(value)


@dataclass(frozen=True)
class World:
    """The names that a scenario has, and whether work may lead back to where it was. `attributes` and `facts` map
    names to values.
    """

    channels: Sequence[str]
    departments: Sequence[str]
    segments: Sequence[str]
    issues: Sequence[str]
    systems: Sequence[str]
    attributes: Mapping[str, Sequence[str]]
    facts: Mapping[str, Sequence[str]]
    leads_back: bool
    callers: Sequence[str] = ()

    def beyond(self, department: str | None) -> list[str]:
        """Where work may go on to from a department (`None`: from nowhere)."""
        if self.leads_back or department is None:
            return list(self.departments)
        return list(self.departments[self.departments.index(department) + 1 :])


def one_or_more(names: Sequence[str]) -> SearchStrategy[Any]:
    """A name, or a list of several."""
    names = list(names)
    return st.sampled_from(names) | st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True)


def maybe(chance_of_ten: int, then: SearchStrategy[Any]) -> SearchStrategy[Any]:
    """Something, or `None`."""
    return st.integers(0, 9).flatmap(lambda roll: then if roll < chance_of_ten else st.none())


def said(**keys: Any) -> dict[str, Any]:
    """Those of the keys that are said, in the language's spelling."""
    return {key.strip("_").replace("_", " "): value for key, value in keys.items() if value is not None}


def times(lengths: Sequence[str] = LENGTHS) -> SearchStrategy[Any]:
    """A time, most often exact."""
    length = st.sampled_from(list(lengths))
    return st.one_of(
        length,
        length,
        length,
        st.builds(lambda mean: {"exponential": mean}, length.filter(lambda text: text != "0 s")),
        st.builds(
            lambda shape, mean, cv: {shape: {"mean": mean, "cv": cv}},
            st.sampled_from(["lognormal", "gamma", "weibull"]),
            st.sampled_from(LENGTHS),
            st.sampled_from(["0.4", "1.3"]),
        ),
        st.just({"uniform": ["1 min", "90 min"]}),
        st.just({"triangular": ["1 min", "3 min", "2 h"]}),
        st.just({"values": {"10 min": "50%", "1 h": "50%"}}),
    )


@st.composite
def by_case(draw: DrawFn, world: World, value: SearchStrategy[Any]) -> dict[str, Any]:
    """A value by issue, segment, channel, an attribute or a fact."""
    tables = {"issue": world.issues, "segment": world.segments, "channel": world.channels}
    tables |= {**world.attributes, **world.facts}
    about = draw(st.sampled_from(sorted(tables)))
    named = draw(st.lists(st.sampled_from(list(tables[about])), min_size=1, max_size=2, unique=True))
    return {f"by {about}": {**{name: draw(value) for name in named}, "otherwise": draw(value)}}


@st.composite
def thresholds(draw: DrawFn, numbers: Sequence[str]) -> dict[str, str]:
    """Bounds of a number, from below, from above, or both."""
    low, high = sorted(draw(st.lists(st.integers(0, len(numbers) - 1), min_size=2, max_size=2)))
    bounds = {draw(st.sampled_from(["at least", "over"])): numbers[low]} if draw(st.booleans()) else {}
    if not bounds or draw(st.booleans()):
        bounds["under"] = numbers[high]
    return bounds


@st.composite
def conditions(draw: DrawFn, world: World, *, gate: bool = False, own: bool = False, mood: bool = False) -> Any:
    """A condition of a rule or a priority, of a gate, or of the customer's `own`: a table, or a list of them."""
    tests: dict[str, SearchStrategy[Any]] = {
        "issue": one_or_more(world.issues),
        "segment": one_or_more(world.segments),
        "channel": one_or_more(world.channels),
        "referred by": one_or_more(world.departments),
        "contacts": thresholds(["1", "2", "3"]),
        "open for": thresholds(["10 min", "1 h", "1 day"]),
        "silent for": thresholds(["10 min", "1 h", "1 day"]),
        "went public": st.sampled_from(["yes", "no"]),
        **{name: one_or_more(values) for name, values in {**world.attributes, **world.facts}.items()},
    }
    if own:
        del tests["channel"], tests["referred by"]
        if mood:
            tests["mood"] = thresholds(["-0.4", "-0.15", "0", "0.2"])
    elif not gate:
        tests["known"] = st.sampled_from(["yes", "no"])
        tests["came as"] = one_or_more(["customer", "transfer", "ticket", "promise", "watchdog"])
    groups = []
    for _ in range(draw(st.sampled_from([1, 1, 1, 2]))):
        about = draw(st.lists(st.sampled_from(sorted(tests)), min_size=1, max_size=2, unique=True))
        groups.append({name: draw(tests[name]) for name in about})
    return groups[0] if len(groups) == 1 else groups


@st.composite
def outcomes(draw: DrawFn, world: World, department: str | None, *, by_staff: bool = True, depth: int = 0) -> Any:
    """An outcome of a department's rule; `by_staff` false: of what is done without a visit."""
    verbs = ["resolve", "resolve", "refer", "promise", "refuse", "drop"]
    beyond = world.beyond(department)
    if beyond:
        verbs += ["ticket", "ticket"] + (["transfer", "transfer"] if by_staff else [])
    if department in world.callers:
        verbs += ["call", "call"]
    if depth > 1:
        verbs = [verb for verb in verbs if verb not in ("promise", "call")]
    verb = draw(st.sampled_from(verbs))
    outcome: dict[str, Any] = {}
    match verb:
        case "resolve":
            details = said(
                after=draw(maybe(5, times(WAITS))),
                works=draw(maybe(3, st.sampled_from(["0%", "50%"]))),
                reopens_after=draw(maybe(2, times(WAITS))),
                silently=draw(maybe(2, st.just("yes"))),
                gesture=draw(maybe(2, st.just("20"))),
            )
            if "after" not in details:
                details.pop("silently", None)
            if "works" not in details:
                details.pop("reopens after", None)
            outcome[verb] = details or "now"
        case "refer":
            to = draw(one_or_more(world.channels))
            details = said(
                after=draw(maybe(3, times(("10 min", "1 h", "1 day")))),
                followed=draw(maybe(3, st.sampled_from(["0%", "50%"]))),
            )
            outcome[verb] = {"to": to, **details} if details else to
        case "promise":
            kept, late = draw(
                st.sampled_from([("100%", None), ("0%", None), ("40%", "30%"), ("0%", "100%"), ("50%", None)])
            )
            then = draw(maybe(8, outcomes(world, department, by_staff=False, depth=depth + 1)))
            outcome[verb] = said(within=draw(st.sampled_from(["10 min", "1 day", "2 days"])), kept=kept, late=late)
            outcome[verb] |= said(then=then)
        case "call":
            outcome[verb] = said(
                after=draw(maybe(4, times(WAITS))),
                tries=draw(maybe(5, st.integers(1, 3))),
                again_after=draw(maybe(5, times(("10 min", "1 h", "1 day")))),
                then=draw(outcomes(world, department, by_staff=False, depth=depth + 1)),
            )
        case "ticket":
            to = draw(st.sampled_from(beyond))
            told = draw(maybe(5, st.sampled_from(["1 h", "1 day", "2 days"])))
            outcome[verb] = {"to": to, "told": told} if told else to
        case "transfer":
            to = draw(st.sampled_from(beyond))
            outcome[verb] = {"to": to, "warm": "yes"} if draw(st.booleans()) else to
        case "refuse":
            outcome[verb] = "policy"
        case "drop":
            outcome[verb] = "silently"
    if world.facts and draw(st.integers(0, 9)) < 4:
        fact = draw(st.sampled_from(sorted(world.facts)))
        outcome["set"] = {fact: draw(st.sampled_from(list(world.facts[fact])))}
    return outcome | said(
        note=draw(maybe(1, st.just("none"))),
        says=draw(maybe(1, st.just('"Well, well."'))),
        count=draw(maybe(1, st.just("tallied"))),
    )


@st.composite
def rules(draw: DrawFn, world: World, department: str) -> dict[str, Any]:
    """Rules with and without chances, the last of them for everyone."""
    found = {}
    for number in range(draw(st.integers(0, 2))):
        found[f"rule {number}"] = said(
            when=draw(conditions(world)),
            unless=draw(maybe(2, conditions(world))),
            then=draw(branches(world, department)),
        )
    return {**found, "the rest": {"then": draw(branches(world, department))}}


@st.composite
def branches(draw: DrawFn, world: World, department: str) -> Any:
    """One outcome, or two or three with chances."""
    shares = draw(st.sampled_from([None, None, ("50%", "50%"), ("20%", "30%", "50%"), ("0%", "100%")]))
    if shares is None:
        return draw(outcomes(world, department))
    return [{"chance": share, **draw(outcomes(world, department))} for share in shares]


@st.composite
def segments(draw: DrawFn, world: World) -> dict[str, Any]:
    """Who they are and how they behave. They give up at last, by attempts and age."""
    chances = dict(zip(world.channels, ("50%", "30%", "20%"), strict=False))
    if len(chances) < 3:
        chances[world.channels[0]] = {1: "100%", 2: "70%"}[len(chances)]
    limits = said(
        mood=draw(maybe(3, st.sampled_from(["-0.3", "-0.9"]))),
        attempts=draw(st.integers(1, 6)),
        open_for=draw(st.sampled_from(["1 h", "2 days", "9 days"])),
    )
    patience = times(LENGTHS) | st.just("endless")
    return said(
        is_={
            name: dict(
                zip(values, draw(st.sampled_from([("30%", "70%"), ("100%", "0%"), ("0%", "100%")])), strict=True)
            )
            for name, values in world.attributes.items()
        }
        or None,
        tries=draw(st.just(list(world.channels)) | st.permutations(list(world.channels)) | st.just(chances)),
        hesitates=draw(maybe(3, times(WAITS))),
        patience=draw(maybe(6, patience | by_case(world, patience))),
        balks=draw(maybe(2, st.sampled_from([{"queue over": 0}, {"wait over": "20 min"}, "never"]))),
        redials=draw(
            maybe(
                5,
                st.sampled_from(
                    [
                        {"chance": "50%", "after": "10 min"},
                        {"chance": "100%"},
                        {"chance": "0%", "otherwise": "gives up"},
                        {"chance": "50%", "otherwise": "tries the next"},
                    ]
                ),
            )
        ),
        closed_doors=draw(maybe(4, st.sampled_from(["turned away", "waits"]))),
        pauses=draw(maybe(5, times(("10 min", "1 h", "1 day")))),
        chases=draw(maybe(7, times(("10 min", "1 h", "1 day")))),
        starts_over=draw(maybe(5, st.sampled_from([{"times": 1}, {"times": 3, "after": "1 h"}, "never"]))),
        gives_up=limits | said(effort=draw(maybe(2, st.sampled_from(["30 min", "3 h"])))),
        escalates=draw(maybe(4, escalations(world))),
        answers_calls=draw(maybe(5, st.sampled_from(["0%", "20%", "100%"]))) if world.callers else None,
        returns_voicemail=draw(maybe(5, st.sampled_from(["0%", "60%", "100%"]))) if world.callers else None,
        mood=draw(maybe(3, st.sampled_from(["-0.2", "0.05"]))),
        churns=draw(maybe(2, st.just({"mood": "-0.1"}))),
        promotes=draw(maybe(2, st.just({"mood": "0.6"}))),
    )


@st.composite
def escalations(draw: DrawFn, world: World) -> dict[str, Any]:
    """Channels beside their own."""
    names = draw(st.lists(st.sampled_from(list(world.channels)), min_size=1, max_size=2, unique=True))
    return {
        name: said(
            when=draw(conditions(world, own=True, mood=True)),
            chance=draw(maybe(5, st.sampled_from(["0%", "50%", "100%"]))),
            after=draw(maybe(5, times(("0 s", "10 min", "1 day")))),
        )
        for name in names
    }


@st.composite
def channels(draw: DrawFn, world: World, *, gated: bool) -> dict[str, Any]:
    """A way in; one that is not `gated` lets everyone in."""
    department = st.sampled_from(list(world.departments))
    shares = dict.fromkeys(world.departments[:2], "50%")
    reaches = department | (st.just(shares) if len(shares) == 2 else department) | by_case(world, department)
    kind, public = draw(maybe(4, st.just("message"))), draw(maybe(3, st.just("yes")))
    return said(
        kind=kind,
        public=public,
        noticed=draw(maybe(5, st.sampled_from(["0%", "60%"]))) if kind and public else None,
        open=draw(maybe(4, st.sampled_from(sorted(CALENDARS)))),
        find=draw(maybe(2, times(LENGTHS[:3]))),
        found=draw(maybe(2, st.sampled_from(["50%", "90%"]))),
        takes=draw(maybe(3, times(LENGTHS[:3]))),
        admits=draw(maybe(4, conditions(world, gate=True))) if gated else None,
        reads=draw(maybe(4, one_or_more(world.systems))) if world.systems else None,
        reaches=draw(reaches),
    )


@st.composite
def departments(draw: DrawFn, world: World, name: str) -> dict[str, Any]:
    """A team with its line, its shifts and its rules."""
    roster = draw(maybe(3, st.sampled_from(ROSTERS)))
    works = draw(maybe(3, st.sampled_from(sorted(CALENDARS)))) if roster is None else None
    order = st.sampled_from(["first come", "oldest case", "last come"])
    others = [other for other in world.departments if other != name]
    ranked = draw(st.booleans())
    callbacks = [
        {"offered after": "5 min", "taken": "50%"},
        {"offered after": "0 s", "taken": "100%", "keeps place": "no"},
    ]
    queue = said(
        order=draw(maybe(3, order)),
        limit=draw(maybe(3, st.integers(0, 2))),
        overflow={"to": draw(st.sampled_from(others)), "after": "5 min"}
        if others and draw(maybe(2, st.just(1)))
        else None,
        callback=draw(maybe(2, st.sampled_from(callbacks))),
        ageing=draw(maybe(3, st.sampled_from(["5 min", "1 h"]))) if ranked else None,
    )
    systems = {
        use: draw(maybe(4, one_or_more(world.systems))) if world.systems else None for use in ("reads", "writes")
    }
    if world.systems and draw(st.booleans()):
        systems = {"uses": draw(one_or_more(world.systems))}
    return said(
        staff=roster or draw(st.integers(1, 3)),
        works=works,
        at_once=draw(maybe(2, st.integers(1, 3))),
        handling=draw(times() | by_case(world, times())),
        priority=[draw(conditions(world)) for _ in range(draw(st.integers(1, 2)))] if ranked else None,
        queue=queue or None,
        at_closing=draw(maybe(5, st.sampled_from(["finishes the queue", "keeps the queue", "sends the queue away"]))),
        at_end_of_shift=draw(maybe(4, st.sampled_from(["puts down", "finishes"]))),
        **systems,
        notes=draw(maybe(3, st.sampled_from(["0%", "50%"]))),
        retelling=draw(maybe(4, times(LENGTHS[:3]))),
        calls_out="yes" if name in world.callers else None,
        empathy=draw(maybe(3, st.sampled_from(["0", "0.3", "1"]))),
        rules=draw(rules(world, name)),
    )


@st.composite
def worlds(draw: DrawFn) -> World:
    """The names of a scenario."""
    departments = ["care", "desk", "back"][: draw(st.integers(1, 3))]
    return World(
        channels=["phone", "shop", "mail"][: draw(st.integers(1, 3))],
        departments=departments,
        segments=["leaver", "friend"][: draw(st.integers(1, 2))],
        issues=["refund", "question"][: draw(st.sampled_from([1, 1, 2]))],
        systems=["crm", "billing"][: draw(st.integers(0, 2))],
        attributes=draw(st.sampled_from([{}, {"contract": ["active", "ended"]}])),
        facts=draw(st.sampled_from([{}, {"request": ["none", "logged"]}, {"request": ["none", "logged", "lost"]}])),
        leads_back=draw(st.sampled_from([False, False, False, True])),
        callers=draw(st.sampled_from([[], [], departments[:1], departments])),
    )


@st.composite
def arrivals(draw: DrawFn) -> Any:
    """When cases arise: few of them."""
    return draw(
        st.sampled_from(
            [
                "3 per day",
                {"every": {"exponential": "12 h"}},
                {"every": "10 h"},
                {"at": ["0 s", "0 s", "10 min"]},
                {"at": ["9 h", "9 h", "17 h", "1 day", "2 days"]},
                {"cases": "4"},
            ]
        )
    )


@st.composite
def issues(draw: DrawFn, world: World) -> dict[str, Any]:
    """What customers need; it may begin with something that the company has done."""
    raised = {
        name: draw(arrivals())
        for name in draw(st.lists(st.sampled_from(list(world.segments)), min_size=1, max_size=2, unique=True))
    }
    spread = any(stream == "3 per day" or stream == {"cases": "4"} for stream in raised.values())
    return said(
        raised_by=raised,
        profile=draw(maybe(4, st.just("calls"))) if spread else None,
        begins_with=draw(maybe(3, outcomes(world, None, by_staff=False))),
        clears_up=draw(maybe(1, times(WAITS))),
    )


@st.composite
def incidents(draw: DrawFn, world: World) -> dict[str, Any]:
    """What befalls several customers at once, one day or again and again."""
    once = draw(st.booleans())
    announcement = {"heard on": draw(st.just(world.channels[0])), "after": draw(st.sampled_from(["0 s", "10 min"]))}
    return said(
        starts="2026-01-05 09:30" if once else None,
        every=None if once else draw(st.sampled_from(["14 h", {"exponential": "1 day"}])),
        lasts=draw(times(LENGTHS[2:])),
        spread=draw(maybe(4, times())),
        issue=draw(st.sampled_from(list(world.issues))),
        raised_by={draw(st.sampled_from(list(world.segments))): draw(st.integers(1, 3))},
        announcement=draw(maybe(5, st.just({**announcement, "satisfies": draw(st.sampled_from(["50%", "100%"]))}))),
    )


@st.composite
def watchdogs(draw: DrawFn, world: World) -> dict[str, Any]:
    """One or two who look at cases."""
    return {
        name: said(
            when=draw(conditions(world, own=True)),
            unless=draw(maybe(2, conditions(world, own=True))),
            hands_to=draw(st.sampled_from(list(world.departments))),
        )
        for name in ["hound", "terrier"][: draw(st.sampled_from([1, 1, 2]))]
    }


@st.composite
def moods(draw: DrawFn) -> Any:
    """What moves moods, and whether they decide anything."""
    return said(
        drives=draw(st.sampled_from([None, "behaviour", "after the end only"])),
        waiting_an_hour="-0.3333",
        broken_promise=draw(st.sampled_from([None, "0", "-1.5"])),
        told_again=draw(st.sampled_from([None, "0.07"])),
        silent_week=draw(st.sampled_from([None, "-0.25"])),
    )


@st.composite
def scenarios(draw: DrawFn, *, endless_record: bool = False) -> str:
    """The text of a scenario. `endless_record`: with `horizon: none`, and sure to come to an end."""
    world = draw(worlds())
    if endless_record:
        world = World(**{**vars(world), "leads_back": False})
    horizon = "none" if endless_record else draw(st.sampled_from(["3 days", "6 days", "20 days"]))
    facts: dict[str, Any] = {}
    for name, values in world.facts.items():
        kept_in = draw(st.sampled_from([None, *world.systems]))
        facts[name] = said(values=list(values), in_=kept_in) if kept_in else list(values)
    ways = {name: draw(channels(world, gated=number > 0)) for number, name in enumerate(world.channels)}
    caused = {name: draw(incidents(world)) for name in ("outage", "strike")[: draw(st.sampled_from([0, 0, 0, 1, 2]))]}
    needs = {name: draw(issues(world)) for name in world.issues}
    for incident in caused.values():
        if "kind" in ways[world.channels[0]]:
            incident.pop("announcement", None)
        if draw(st.booleans()):
            needs[incident["issue"]]["clears up"] = "with the incident"
    parts = said(
        journeysim=1,
        name="Anything",
        run={"arrivals": "2 days", "horizon": horizon, **draw(st.sampled_from([{}, {}, {"warm-up": "6 h"}]))},
        holidays=draw(maybe(2, st.just("{2026-01-06: A day off}"))),
        calendars=CALENDARS,
        profiles={"calls": PROFILE},
        mood=draw(maybe(3, moods())),
        systems=list(world.systems) or None,
        facts=facts or None,
        segments={name: draw(segments(world)) for name in world.segments},
        issues=needs,
        incidents=caused or None,
        channels=ways,
        departments={name: draw(departments(world, name)) for name in world.departments},
        watchdogs=draw(maybe(4, watchdogs(world))),
    )
    return text_of(parts)


def text_of(parts: Mapping[str, Any]) -> str:
    """A scenario as a text, each named thing on a line of its own."""
    tables = ("segments", "issues", "incidents", "channels", "departments", "watchdogs")
    lines = []
    for key, value in parts.items():
        if isinstance(value, Mapping) and key in tables:
            lines += [f"{key}:", *(f"  {name}: {written(entry)}" for name, entry in value.items())]
        else:
            lines.append(f"{key}: {written(value)}")
    return "\n".join(lines) + "\n"


STEPS = ("none", "logged", "asked", "lost")
"""What a request comes to in `twists`; one that is lost is refused everywhere."""


@st.composite
def twists(draw: DrawFn) -> str:
    """The text of a scenario in which what is done cannot be undone, so that few things are sure and few hopeless.

    Verbs, conditions and keys are those of `scenarios`; gates and rules mostly ask how far a request has come, and most
    outcomes are drawn and change it.
    """
    channels_, departments_ = draw(st.integers(1, 3)), ["care", "desk", "back"][: draw(st.integers(1, 3))]
    world = World(
        channels=["phone", "shop", "mail"][:channels_],
        departments=departments_,
        segments=["leaver"],
        issues=["refund"],
        systems=["crm"][: draw(st.integers(0, 1))],
        attributes=draw(st.sampled_from([{}, {}, {"contract": ["active", "ended"]}])),
        facts={"request": STEPS},
        leads_back=True,
        callers=draw(st.sampled_from([[], departments_, departments_])),
    )
    segment = draw(segments(world))
    begins = draw(maybe(4, outcomes(world, None, by_staff=False)))
    return text_of(
        said(
            journeysim=1,
            name="Twists",
            run={"arrivals": "2 days", "horizon": "6 days"},
            calendars=CALENDARS,
            systems=list(world.systems) or None,
            facts={"request": list(STEPS)},
            segments={"leaver": segment},
            issues={"refund": said(raised_by={"leaver": {"cases": "4"}}, begins_with=begins)},
            channels={name: draw(twisted_channels(world, number == 0)) for number, name in enumerate(world.channels)},
            departments={name: draw(twisted_departments(world, name)) for name in world.departments},
            watchdogs=draw(maybe(1, watchdogs(world))),
        )
    )


@st.composite
def twisted_channels(draw: DrawFn, world: World, first: bool) -> dict[str, Any]:
    """A way in that mostly asks how far a request has come; the first is open to those who have asked for nothing."""
    channel = draw(channels(world, gated=not first))
    steps = draw(st.lists(st.sampled_from(STEPS[:3]), min_size=1, max_size=2, unique=True))
    by_steps = {"request": sorted({*steps, STEPS[0]}) if first else steps}
    return {**channel, "admits": draw(st.sampled_from([by_steps, channel.get("admits", by_steps)]))}


@st.composite
def twisted_departments(draw: DrawFn, world: World, name: str) -> dict[str, Any]:
    """A team whose rules ask how far a request has come, and draw what becomes of it."""
    lost = {"when": {"request": "lost"}, "then": {"refuse": "policy"}}
    found: dict[str, Any] = {"lost": lost}
    for step in draw(st.lists(st.sampled_from(STEPS[:3]), max_size=2, unique=True)):
        more = draw(maybe(3, conditions(world)))
        when = {"request": step} | (more if isinstance(more, Mapping) and "request" not in more else {})
        found[f"when {step}"] = {"when": when, "then": draw(twisted_outcomes(world, name))}
    found["the rest"] = {"then": draw(twisted_outcomes(world, name))}
    return said(
        staff=1,
        handling="10 min",
        uses="crm" if world.systems and draw(st.booleans()) else None,
        notes=draw(maybe(3, st.just("50%"))),
        calls_out="yes" if name in world.callers else None,
        rules=found,
    )


@st.composite
def twisted_outcomes(draw: DrawFn, world: World, name: str) -> list[dict[str, Any]]:
    """Two or three outcomes with chances; most change how far the request has come, one in three loses it."""
    drawn = []
    for share in draw(st.sampled_from([("60%", "40%"), ("15%", "85%"), ("20%", "30%", "50%")])):
        outcome = draw(outcomes(world, name))
        step = draw(st.sampled_from([None, "logged", "asked", "lost", "lost"]))
        drawn.append({"chance": share, **outcome, **({"set": {"request": step}} if step else {})})
    return drawn
