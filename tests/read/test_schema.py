"""The JSON Schema for editors: it takes what reading takes, and knows what one place may hold."""

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft7Validator

import journeysim.read
from journeysim.read import CODES, json_schema, read_text
from tests.read.frame import framed

SCENARIOS = sorted(Path(__file__).parent.parent.parent.glob("scenarios/*.yaml"))
SCHEMA = json_schema()


class Loader(yaml.SafeLoader):
    """YAML as editors read it: dates, clock times and yes/no are texts."""


Loader.yaml_implicit_resolvers = {
    sign: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag not in ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool")
    ]
    for sign, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def complaints(text: str, loader: type = Loader) -> list[str]:
    """Where the schema finds something wrong, as paths."""
    errors = list(Draft7Validator(SCHEMA).iter_errors(yaml.load(text, Loader=loader)))
    for error in errors:
        errors.extend(error.context)
    return sorted({"/".join(str(step) for step in error.absolute_path) for error in errors})


def test_it_is_a_schema_of_draft_07() -> None:
    """Editors understand it: no key of later drafts, and every reference leads somewhere."""
    Draft7Validator.check_schema(SCHEMA)
    text = str(SCHEMA)
    assert "$defs" not in text
    assert {part.split("'")[0] for part in text.split("#/definitions/")[1:]} <= set(SCHEMA["definitions"])


def test_the_schema_beside_the_scenarios_is_up_to_date() -> None:
    """Their first lines lead editors to it; `journeysim schema > scenarios/journeysim.schema.json` writes it anew."""
    beside = SCENARIOS[0].parent / "journeysim.schema.json"
    assert json.loads(beside.read_text(encoding="utf-8")) == SCHEMA


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_it_takes_the_bundled_scenarios(path: Path) -> None:
    """Nothing is underlined in a scenario that is right."""
    assert complaints(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "code", [code for code in CODES.values() if code.right is not None], ids=lambda code: code.code
)
def test_it_takes_the_right_examples(code) -> None:
    """Each right example of the catalogue is right for an editor too."""
    assert complaints(framed(code.right)) == []


STORY = """\
journeysim: 1
name: All at once
currency: EUR
run: {start: 2026-01-05, arrivals: 500 cases, horizon: none, warm-up: 1 day}
holidays: {2026-04-06: Easter Monday}
calendars: {office: {mon-fri: [09:00-12:00, 13:00-17:00], holiday: 10:00-12:00}}
profiles: {calls: {days: {mon: 130, tue-fri: 100}, hours: {08:00-12:00: 2.5}}}
defaults: {department: {works: office, retelling: 2 min}}
systems: [crm]
facts: {credit: {values: [none, asked], in: crm}, seen: [no, yes]}
segments:
  caller: {is: {contract: active, buyer: {self: 80%, other: 20%}}, tries: {phone: 60%, chat: 40%}, redials: never}
  visitor: {like: caller, patience: {by channel: {phone: 3 min, otherwise: endless}}, gives up: {attempts: 3}}
issues:
  bill: {raised by: {caller: 8 per day, visitor: {every: {exponential: 2 h}}}, profile: calls}
channels:
  phone: {open: office, reaches: {by issue: {bill: care}}, admits: [{contract: active}, {contacts: {under: 2}}]}
  mail: {kind: message, reaches: {care: 60%, back: 40%}}
  chat: {like: phone, find: 5 min}
departments:
  care:
    staff: {mon-fri: {09:00-12:00: 3, 12:00-17:00: 2}}
    handling: {values: {5 min: 20%, 9 min: 80%}}
    uses: crm
    priority: [{segment: caller}]
    rules:
      known: {when: {known: yes, came as: [customer, ticket]}, then: {resolve: {after: 1 day, works: 90%}}}
      rest:
        then:
          - {chance: 50%, transfer: {to: back, warm: yes}, count: passed on}
          - {chance: 50%, promise: {within: 2 days, kept: 60%, late: 20%, then: {resolve: now}}, says: Soon}
  back: {staff: 2, handling: 6 min, cost: 32 per h, rules: {done: {then: {resolve: now}}}}
variants:
  less: {about: Fewer, change: {channels: {mail: remove}, departments: {care: {staff: 3, rules: {rest: remove}}}}}
  both:
    on top of: less
    change: {run: {horizon: 30 days}}
    expect: {fewer: {loops: {at most: 20% of baseline}}}
expect: {most: {resolved: {within: 30 days, at least: 80%}, for: {segment: caller}}}
accepted: {something: agreed}
"""


class OldLoader(Loader):
    """YAML 1.1, in which yes and no are truth values."""


OldLoader.yaml_implicit_resolvers = {
    sign: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for sign, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@pytest.mark.parametrize("loader", [Loader, OldLoader])
@pytest.mark.parametrize("variant", [None, "less", "both"])
def test_it_takes_every_way_of_writing(loader: type, variant: str | None) -> None:
    """What reading takes is right for an editor too, whether it reads YAML 1.2 or 1.1."""
    assert read_text(STORY, variant=variant).name == "All at once"
    assert complaints(STORY, loader) == []


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("channels: {phone: {raeches: care}}\n", "channels/phone"),
        ("channels: {phone: {takes: 2 minutes, reaches: care}}\n", "channels/phone/takes"),
        ("channels: {phone: {found: 0.8, reaches: care}}\n", "channels/phone/found"),
        ("incident: {}\n", ""),
        ("run: {start: tomorrow}\n", "run/start"),
        ("variants: {less: {change: {chanels: {phone: remove}}}}\n", "variants/less/change"),
        (
            "departments: {care: {rules: {answer: {then: {promise: {kept: 5%}}}}}}\n",
            "departments/care/rules/answer/then/promise",
        ),
    ],
)
def test_it_finds_what_one_place_shows(written: str, place: str) -> None:
    """Misspelt keys, wrong units, missing keys and what is not built yet are underlined while typing."""
    assert place in complaints(framed(written))


def test_the_schema_comes_from_the_models() -> None:
    """Each key of each part that can be written is in the schema, with its meaning."""
    for part in journeysim.read.parts.Part.__subclasses__():
        if part.__name__ in SCHEMA["definitions"]:
            properties = SCHEMA["definitions"][part.__name__]["properties"]
            assert list(properties) == part.known_keys()
            assert all("description" in entry for entry in properties.values())
