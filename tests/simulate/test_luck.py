import hashlib
import os
import subprocess
import sys
from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeysim.build import build
from journeysim.model.log import EventLog, Kind
from journeysim.read import read_text
from journeysim.simulate import simulate
from journeysim.simulate.luck import IN_BLOCK, Luck, key_of, philox, philox_word, uniforms
from tests.simulate.telling import log_of, sentence

# Random123 1.14, tests/kat_vectors, philox4x32 with 10 rounds: counter, key, result.
PUBLISHED = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


@pytest.mark.parametrize(("counter", "key", "result"), PUBLISHED)
def test_philox_gives_the_published_words(
    counter: tuple[int, int, int, int], key: tuple[int, int], result: tuple[int, int, int, int]
) -> None:
    """The known answers of Random123, computed together and one by one."""
    words = philox(tuple(np.array([word], dtype=np.uint64) for word in counter), key)
    assert tuple(int(word[0]) for word in words) == result
    one_by_one = philox_word((counter[0], counter[1], counter[2] | counter[3] << 32), key)
    assert one_by_one == tuple((word + 0.5) / 2**32 for word in result)


@given(
    customers=st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=5),
    uses=st.integers(0, 2**32 - 1),
    purpose=st.integers(0, 2**64 - 1),
    key=st.tuples(st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1)),
)
def test_one_by_one_and_together_are_the_same(
    customers: list[int], uses: int, purpose: int, key: tuple[int, int]
) -> None:
    """A draw computed alone is the draw computed with its block."""
    together = uniforms(key, purpose, np.array(customers, dtype=np.uint64), uses)
    for column, customer in enumerate(customers):
        assert philox_word((customer, uses, purpose), key) == tuple(together[:, column].tolist())


class Someone:
    """A customer who draws."""

    def __init__(self, customer: int, luck: Luck) -> None:
        self.population = 0
        self.customer = customer
        self.block = luck.block(0, customer)
        self.in_block = customer & IN_BLOCK
        self.uses = [0] * len(luck.purposes)


@pytest.mark.parametrize("customers", [1, 40, 5000])
def test_a_die_falls_the_same_whoever_has_drawn_before(customers: int) -> None:
    """Draws depend on who draws, for what and how often; not on the order of drawing, nor on how many there are."""
    people = sorted({0, customers // 2, customers - 1})

    def draws(order: list[int], times: int) -> dict[tuple[int, int], float]:
        luck = Luck(7, 0, (("question", "customer"),))
        die = luck.die("rule", "desk", "answer")
        luck.populate(0, customers)
        there = {number: Someone(number, luck) for number in order}
        return {(number, use): die.of(there[number]) for use in range(times) for number in order}

    forwards, backwards = draws(people, 300), draws(people[::-1], 300)
    assert forwards == backwards
    alone = draws(people[:1], 300)
    assert alone == {who: luck for who, luck in forwards.items() if who[0] == people[0]}
    assert len(set(forwards.values())) == len(forwards)


def test_every_part_of_a_key_counts() -> None:
    """Seed, replication, issue and segment each give other luck; so does moving a letter from one to the other."""
    keys = [
        key_of(*who)
        for who in [
            (0, 0, "question", "customer"),
            (1, 0, "question", "customer"),
            (0, 1, "question", "customer"),
            (0, 0, "bill", "customer"),
            (0, 0, "question", "leaver"),
            (0, 0, "questio", "ncustomer"),
            (1, 1, "question", "customer"),
            (11, 0, "question", "customer"),
        ]
    ]
    assert len(set(keys)) == len(keys)


# --- whole runs ---------------------------------------------------------------------------------------------------

WORLD = """
journeysim: 1
name: Everything is drawn
run: {arrivals: 10 days, horizon: 200 days}
systems: [crm]
segments:
  customer:
    is: {age: {young: 30%, old: 70%}}
    tries: {phone: 50%, mail: 30%, shop: 20%}
    hesitates: {exponential: 1 h}
    patience: {exponential: 30 min}
    pauses: {uniform: [10 min, 3 h]}
    chases: {uniform: [1 day, 4 days]}
    starts over: {times: 1, after: {exponential: 2 days}}
    gives up: {attempts: 9}
    escalates: {blog: {when: {contacts: {over: 1}}, chance: 60%, after: {exponential: 2 h}}}
incidents:
  power:
    starts: 2026-01-06
    lasts: 1 day
    issue: outage
    raised by: {customer: 9}
    announcement: {heard on: phone, after: 0 s, satisfies: 80%}
issues:
  question: {raised by: {customer: 6 per day}}
  complaint:
    raised by: {customer: 3 per day}
    begins with: {promise: {within: 3 days, kept: 40%, then: {resolve: now}}}
  outage: {clears up: {exponential: 3 days}}
channels:
  phone: {reaches: {desk: 70%, back: 30%}, takes: {exponential: 2 min}}
  mail: {kind: message, reaches: desk}
  shop: {reaches: desk, found: 80%, find: {uniform: [5 min, 20 min]}}
  blog: {kind: message, public: yes, noticed: 50%, reaches: back}
departments:
  desk:
    staff: 200
    handling: {lognormal: {mean: 7 min, cv: 0.8}}
    uses: crm
    notes: 20%
    retelling: {exponential: 2 min}
    rules:
      known: {when: {known: yes}, then: {resolve: {after: {gamma: {mean: 2 days, cv: 1}}, works: 70%}}}
      others:
        then:
          - {chance: 30%, refer: {to: [shop, mail], followed: 60%}}
          - {chance: 20%, promise: {within: 2 days, kept: 10%, late: 10%, then: {resolve: now}}}
          - {chance: 10%, ticket: {to: back, told: 1 day}}
          - {chance: 30%, refuse: policy}
          - {chance: 10%, resolve: now}
  back:
    staff: 200
    calls out: yes
    handling: {weibull: {mean: 1 h, cv: 0.5}}
    rules:
      handle:
        then:
          - {chance: 20%, resolve: now}
          - {chance: 40%, drop: silently}
          - chance: 40%
            call:
              after: {exponential: 3 h}
              tries: 2
              again after: {uniform: [1 h, 2 days]}
              then: {resolve: {works: 60%, reopens after: {exponential: 1 day}}}
"""

ADDITIONS = {
    "a department": (
        "departments:\n",
        "departments:\n  unrelated: {staff: 1, handling: 1 h, rules: {x: {then: {resolve: now}}}}\n",
    ),
    "a channel": ("channels:\n", "channels:\n  fax: {kind: message, reaches: back, takes: {exponential: 1 h}}\n"),
    "a rule": (
        "    rules:\n      known:",
        "    rules:\n      never: {when: {open for: {over: 900 days}}, then: {refuse: age}}\n      known:",
    ),
    "a watchdog": (
        "channels:\n",
        "watchdogs: {never: {when: {open for: {over: 900 days}}, hands to: back}}\nchannels:\n",
    ),
    "a segment": ("segments:\n", "segments:\n  firm: {tries: [phone], is: {size: {big: 50%, small: 50%}}}\n"),
    "an issue": ("issues:\n", "issues:\n  bill: {raised by: {customer: 5 per day}}\n"),
    "an issue that begins with a promise": (
        "issues:\n",
        "issues:\n  bill: {raised by: {customer: 5 per day}, begins with: "
        "{promise: {within: 5 days, kept: 50%, then: {resolve: now}}}}\n",
    ),
    "an incident": (
        "incidents:\n",
        "incidents:\n  flood: {starts: 2026-01-05 12:00, lasts: 2 h, issue: damage, raised by: {customer: 5}}\n",
    ),
    "a system": ("systems: [crm]", "systems: [billing, crm]"),
    "a fact": ("segments:\n", "facts: {colour: [red, blue]}\nsegments:\n"),
    "an attribute": ("is: {age:", "is: {hair: {dark: 50%, fair: 50%}, age:"),
    "more staff": ("staff: 200", "staff: 300"),
    "another order": ("  question: {raised by: {customer: 6 per day}}\n  complaint:", "  complaint:"),
}


def lives(log: EventLog) -> dict[tuple[str, str, int], list[str]]:
    """What happens to each customer, by issue, segment and number."""
    found = defaultdict(list)
    for row in log.rows[log.rows["kind"] != Kind.ON_DUTY]:
        case = log.cases[row["case"]]
        population = log.book.populations[case["population"]]
        found[population.issue, population.segment, int(case["number"])].append(
            f"{row['time']} {sentence(log, row)} {row['amount']}"
        )
    return dict(found)


def test_a_world_where_everything_is_drawn_shows_everything() -> None:
    """The scenario that the tests of luck stand on uses what it is there to use."""
    missing = set(Kind) - {Kind(kind) for kind in log_of(WORLD).rows["kind"].tolist()}
    of_lines_and_shifts = {Kind.PUTS_DOWN, Kind.TAKES_UP, Kind.ABANDONS, Kind.LEAVES, Kind.HOLDS}
    assert missing <= {*of_lines_and_shifts, Kind.MERGES, Kind.CHASES}


@pytest.mark.parametrize("addition", ADDITIONS)
def test_adding_something_unrelated_changes_nobody_s_luck(addition: str) -> None:
    """With staff for all, every customer of before lives through the same, to the millisecond."""
    old, new = ADDITIONS[addition]
    assert old in WORLD
    text = WORLD.replace(old, new, 1)
    if addition == "an incident":
        text = text.replace("issues:", "issues:\n  damage: {clears up: with the incident}", 1)
    if addition == "another order":
        text = text.replace("channels:", "  question: {raised by: {customer: 6 per day}}\nchannels:", 1)
    before, after = lives(log_of(WORLD, seed=3)), lives(log_of(text, seed=3))
    assert {who: after[who] for who in before} == before


def test_another_seed_and_another_replication_are_other_luck() -> None:
    """No two of them give the same customers."""
    logs = [log_of(WORLD, seed=seed, replication=n) for seed, n in [(0, 0), (0, 1), (1, 0), (1, 1)]]
    assert len({log.rows.tobytes() for log in logs}) == 4
    firsts = {tuple(lives(log)["question", "customer", 0]) for log in logs}
    assert len(firsts) == 4


def test_the_kth_customer_is_the_same_person_in_every_variant() -> None:
    """A changed rate and changed work move arrivals and what happens, but neither traits nor hesitation."""
    text = WORLD.replace("customer: 6 per day", "customer: 12 per day").replace("mean: 7 min", "mean: 20 min")
    before, after = log_of(WORLD, seed=5), log_of(text, seed=5)

    def people(log: EventLog) -> dict[int, tuple[dict[str, str], int]]:
        own = log.cases["population"] == 0
        tries = {}
        for row in log.rows[np.isin(log.rows["kind"], (Kind.ARISES, Kind.ATTEMPT))]:
            tries.setdefault(int(row["case"]), []).append(int(row["time"]))
        return {
            int(who["number"]): (dict(log.book.traits[who["traits"]]), tries[case][1] - tries[case][0])
            for case, who in enumerate(log.cases)
            if own[case]
        }

    old, new = people(before), people(after)
    assert len(new) > 1.5 * len(old) > 60
    assert {number: new[number] for number in old} == old


def test_a_changed_rate_moves_arrivals_smoothly() -> None:
    """The k-th customer of a doubled rate comes after half the time."""
    text = WORLD.replace("customer: 6 per day", "customer: 12 per day")

    def arrivals(log: EventLog) -> list[int]:
        own = np.flatnonzero(log.cases["population"] == 0)
        rows = log.rows[(log.rows["kind"] == Kind.ARISES) & np.isin(log.rows["case"], own)]
        return rows["time"].tolist()

    slow, fast = arrivals(log_of(WORLD)), arrivals(log_of(text))
    assert fast[: len(slow)] == pytest.approx([moment / 2 for moment in slow], abs=1)


def test_the_same_process_runs_the_same_way_again() -> None:
    """What was run before leaves no trace: other seeds between, and tables that have been filled."""
    process = build(read_text(WORLD))
    first = simulate(process, seed=1)
    simulate(process, seed=2)
    again = simulate(process, seed=1)
    assert again.rows.tobytes() == first.rows.tobytes()
    assert again.cases.tobytes() == first.cases.tobytes()
    assert again.book == first.book


PRINT = """
import hashlib, sys
from tests.simulate.test_luck import fingerprint, log_of
print(fingerprint(log_of(sys.stdin.read(), seed=4, replication=2)))
"""


def fingerprint(log: EventLog) -> str:
    """A hash of a log and of its book."""
    return hashlib.sha256(log.rows.tobytes() + log.cases.tobytes() + repr(log.book).encode()).hexdigest()


def test_separate_processes_write_the_same_bytes() -> None:
    """Whatever the order that Python's hashes fall into."""
    prints = [
        subprocess.run(
            [sys.executable, "-c", PRINT],
            input=WORLD,
            text=True,
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.getcwd()},
        ).stdout.strip()
        for seed in ("1", "424242")
    ]
    assert prints == [fingerprint(log_of(WORLD, seed=4, replication=2))] * 2


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**63), replication=st.integers(0, 10**6))
def test_draws_are_strictly_between_0_and_1(seed: int, replication: int) -> None:
    """So that every inverse distribution function has an answer."""
    draws = Luck(seed, replication, (("question", "customer"),)).all_of(0, 1000, "arrives")
    assert 0 < draws.min() < draws.max() < 1
