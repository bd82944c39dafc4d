"""Scenarios at random, small and twisted: every verb, condition and habit that the patient customer knows."""

import json
import random

CHANNELS = ("phone", "chat", "mail", "shop")
DEPARTMENTS = ("care", "tier two", "office", "counter")
FACTS = ("request", "credit")
SYSTEMS = ("crm", "billing")
ATTRIBUTE = ("contract", ("active", "ended", "frozen"))


class Author:
    """Writes one scenario, each choice by one seeded source.

    `unhurried`: one in which the ordinary engine, too, lets pending things happen before customers try again. Nothing
    is done behind their backs for longer than they wait, and no rule asks for the time.
    """

    def __init__(self, seed: int, *, unhurried: bool = False) -> None:
        self.luck = random.Random(seed)
        self.unhurried = unhurried
        self.channels = CHANNELS[: self.luck.randint(2, 4)]
        self.departments = DEPARTMENTS[: self.luck.randint(2, 4)]
        self.facts = {name: ("none", "asked", "done")[: self.luck.randint(2, 3)] for name in FACTS}
        self.channel_kinds = {name: "message" if self.luck.random() < 0.3 else "live" for name in self.channels}

    def text(self, cases: int) -> str:
        """The scenario; JSON is YAML too."""
        segments = {name: self.segment() for name in ("plain", "odd")[: self.luck.randint(1, 2)]}
        issue = {"raised by": {name: {"cases": cases} for name in segments}}
        if self.luck.random() < 0.6:
            known = ("promise", "takes") if self.unhurried else ("promise", "ticket", "resolve", "takes", "refuse")
            issue["begins with"] = self.outcome(known, silent=not self.unhurried)
        document = {
            "journeysim": 1,
            "name": "Any",
            "run": {"arrivals": "1 day", "horizon": "none"},
            "mood": {"drives": "after the end only"},
            "systems": list(SYSTEMS),
            "facts": {
                name: {"values": list(values), "in": self.luck.choice(SYSTEMS)}
                if self.luck.random() < 0.5
                else list(values)
                for name, values in self.facts.items()
            },
            "segments": segments,
            "issues": {"trouble": issue},
            "channels": {name: self.channel(name) for name in self.channels},
            "departments": {name: self.department() for name in self.departments},
        }
        return json.dumps(document, indent=1)

    def maybe(self, chance: float) -> bool:
        return self.luck.random() < chance

    def percents(self, n: int) -> list[str]:
        """Chances of n things, summing to 100 %."""
        cuts = sorted(self.luck.sample(range(5, 96, 5), n - 1))
        return [f"{high - low}%" for low, high in zip([0, *cuts], [*cuts, 100], strict=True)]

    def some(self, names: tuple[str, ...]) -> list[str]:
        return self.luck.sample(names, self.luck.randint(1, len(names)))

    def segment(self) -> dict[str, object]:
        name, values = ATTRIBUTE
        who: dict[str, object] = {"is": {name: dict(zip(values, self.percents(len(values)), strict=True))}}
        tries = self.some(self.channels)
        if self.maybe(0.4) and len(tries) > 1:
            who["tries"] = dict(zip(tries, self.percents(len(tries)), strict=True))
        else:
            who["tries"] = tries
        if self.maybe(0.8):
            who["gives up"] = {"attempts": self.luck.randint(1, 7)}
        if self.maybe(0.5):
            who["starts over"] = {"times": self.luck.randint(1, 2), "after": "2 days"}
        if self.maybe(0.3):
            who["hesitates"] = "2 h"
        if self.maybe(0.3):
            who["mood"] = self.luck.choice(["-0.5", "0.5"])
        if self.maybe(0.5):
            who["escalates"] = {name: self.escalation() for name in self.some(self.channels)[:2]}
        if self.maybe(0.7):
            who |= {"answers calls": self.luck.choice(["0%", "40%", "100%"])}
            who |= {"returns voicemail": self.luck.choice(["0%", "50%", "100%"])}
        return who

    def escalation(self) -> dict[str, object]:
        made: dict[str, object] = {"chance": self.luck.choice(["100%", "60%", "0%"])}
        if self.maybe(0.7):
            made["when"] = self.condition(own=True)
        return made

    def channel(self, name: str) -> dict[str, object]:
        made: dict[str, object] = {"kind": self.channel_kinds[name]}
        if self.maybe(0.3):
            made["public"] = "yes"
            if made["kind"] == "message":
                made["noticed"] = self.luck.choice(["100%", "60%", "0%"])
        if self.maybe(0.3):
            made["found"] = self.luck.choice(["50%", "80%"])
        if self.maybe(0.4):
            made["reads"] = self.some(SYSTEMS)
        if self.maybe(0.5):
            made["admits"] = self.condition(at_gate=True)
        there = self.some(self.departments)
        if len(there) == 1:
            made["reaches"] = there[0]
        elif self.maybe(0.5):
            made["reaches"] = dict(zip(there, self.percents(len(there)), strict=True))
        else:
            fact = self.luck.choice(FACTS)
            made["reaches"] = {f"by {fact}": {self.facts[fact][0]: there[0], "otherwise": there[1]}}
        return made

    def department(self) -> dict[str, object]:
        made: dict[str, object] = {"staff": 500, "handling": "5 min", "calls out": "yes"}
        if self.maybe(0.6):
            made["uses"] = self.some(SYSTEMS)
            made["notes"] = self.luck.choice(["100%", "60%"])
        if self.maybe(0.5):
            made["retelling"] = "2 min"
        rules = {}
        for number in range(self.luck.randint(0, 3)):
            rule: dict[str, object] = {"when": self.condition(), "then": self.then()}
            if self.maybe(0.2):
                rule["unless"] = self.condition()
            rules[f"rule {number}"] = rule
        made["rules"] = {**rules, "else": {"then": self.then()}}
        return made

    def condition(self, *, at_gate: bool = False, own: bool = False) -> dict[str, object]:
        name, values = ATTRIBUTE
        fact = self.luck.choice(FACTS)
        tests: list[tuple[str, object]] = [
            (name, self.luck.choice(values)),
            (fact, self.luck.choice(self.facts[fact])),
            ("contacts", {self.luck.choice(["at least", "under"]): self.luck.randint(1, 3)}),
            ("went public", self.luck.choice(["yes", "no"])),
        ]
        if not self.unhurried:
            tests.append(("open for", {self.luck.choice(["over", "under"]): "3 days"}))
        if own:
            tests.append(("mood", {self.luck.choice(["under", "at least"]): "0.2"}))
        else:
            tests.append(("referred by", self.luck.choice(self.departments)))
        if not (at_gate or own):
            tests += [
                ("known", self.luck.choice(["yes", "no"])),
                ("came as", self.luck.choice(["customer", "transfer", "ticket", "promise"])),
                ("channel", self.luck.choice(self.channels)),
            ]
            if not self.unhurried:
                tests.append(("silent for", {"over": "2 days"}))
        return dict(self.luck.sample(tests, self.luck.choice([1, 1, 2])))

    def inner(self, kinds: tuple[str, ...], *, deep: bool = False) -> tuple[str, ...]:
        """What may be carried out in a promise, or when they speak; calls where a department makes them."""
        plain = ("resolve", "takes", "refer", "ticket", "refuse", "drop")
        return plain if deep else (*plain, "promise", *(["call"] if "call" in kinds else []))

    def then(self) -> object:
        kinds = ("resolve", "takes", "transfer", "refer", "promise", "ticket", "call", "refuse", "drop")
        number = self.luck.choice([1, 2, 3])
        outcomes = [self.outcome(kinds) for _ in range(number)]
        if number == 1:
            return outcomes[0]
        return [{"chance": chance, **one} for chance, one in zip(self.percents(number), outcomes, strict=True)]

    def outcome(self, kinds: tuple[str, ...], *, depth: int = 0, silent: bool = True) -> dict[str, object]:
        luck = self.luck
        verb: dict[str, object]
        match luck.choice(kinds):
            case "resolve":
                verb = {"resolve": {"works": luck.choice(["100%", "70%"])}}
            case "takes":
                quiet = silent and self.maybe(0.4)
                after = "2 days" if quiet and self.unhurried else luck.choice(["3 days", "2 weeks"])
                verb = {"resolve": {"after": after, "works": "80%", **({"silently": "yes"} if quiet else {})}}
            case "transfer":
                verb = {"transfer": {"to": luck.choice(self.departments), "warm": luck.choice(["yes", "no"])}}
            case "refer":
                verb = {"refer": {"to": self.some(self.channels), "followed": luck.choice(["100%", "70%"])}}
            case "promise":
                within: dict[str, object] = {"within": "4 days", "kept": luck.choice(["100%", "50%", "0%"])}
                if within["kept"] == "50%" and self.maybe(0.5):
                    within["late"] = "30%"
                if depth < 2 and self.maybe(0.8):
                    within["then"] = self.outcome(self.inner(kinds), depth=depth + 1)
                verb = {"promise": within}
            case "call":
                then = self.outcome(self.inner(("call",), deep=depth > 1), depth=depth + 1)
                verb = {"call": {"tries": luck.randint(1, 2), "after": luck.choice(["0 s", "1 day"]), "then": then}}
            case "ticket":
                verb = {
                    "ticket": {"to": luck.choice(self.departments), **({"told": "5 days"} if self.maybe(0.5) else {})}
                }
            case "refuse":
                verb = {"refuse": "policy"}
            case _:
                verb = {"drop": "silently"}
        if self.maybe(0.3):
            fact = luck.choice(FACTS)
            verb["set"] = {fact: luck.choice(self.facts[fact])}
        if depth == 0 and self.maybe(0.1):
            verb["note"] = "none"
        return verb


def any_scenario(seed: int, *, cases: int, unhurried: bool = False) -> str:
    """A scenario of that many cases of each segment; the same seed gives the same text."""
    return Author(seed, unhurried=unhurried).text(cases)
