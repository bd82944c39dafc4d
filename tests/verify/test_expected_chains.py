"""Absorbing chains with known fractions, written as scenarios: stations that hand a case on."""

from collections.abc import Mapping
from fractions import Fraction

import pytest

from journeysim.build import build
from journeysim.read import read_text
from journeysim.verify.expected import expected

Row = Mapping[str, Fraction]
F = Fraction

END = {"resolved": "resolve: now", "dead end": "refuse: no", "gave up": "refer: door"}
"""How each end is written: the last sends them on when they have no attempt left."""

CHAINS: dict[str, tuple[dict[str, Row], dict[str, Row], dict[str, Fraction]]] = {
    "the drunkard's walk on five corners (Grinstead and Snell, examples 11.13 to 11.15)": (
        {
            "one": {"two": F(1, 2), "dead end": F(1, 2)},
            "two": {"one": F(1, 2), "three": F(1, 2)},
            "three": {"two": F(1, 2), "resolved": F(1, 2)},
        },
        {
            "one": {"dead end": F(3, 4), "resolved": F(1, 4)},
            "two": {"dead end": F(1, 2), "resolved": F(1, 2)},
            "three": {"dead end": F(1, 4), "resolved": F(3, 4)},
        },
        {"one": F(3), "two": F(4), "three": F(3)},
    ),
    "two desks that hand back and forth": (
        {
            "one": {"two": F(2, 5), "resolved": F(1, 2), "dead end": F(1, 10)},
            "two": {"one": F(3, 10), "resolved": F(3, 5), "dead end": F(1, 10)},
        },
        {
            "one": {"resolved": F(37, 44), "dead end": F(7, 44)},
            "two": {"resolved": F(75, 88), "dead end": F(13, 88)},
        },
        {"one": F(35, 22), "two": F(65, 44)},
    ),
    "web, phone and branch": (
        {
            "one": {"two": F(1, 2), "resolved": F(3, 10), "dead end": F(1, 5)},
            "two": {"two": F(1, 5), "three": F(1, 10), "resolved": F(3, 5), "dead end": F(1, 10)},
            "three": {"two": F(1, 10), "resolved": F(4, 5), "dead end": F(1, 10)},
        },
        {
            "one": {"resolved": F(577, 790), "dead end": F(213, 790)},
            "two": {"resolved": F(68, 79), "dead end": F(11, 79)},
            "three": {"resolved": F(70, 79), "dead end": F(9, 79)},
        },
        {"one": F(134, 79), "two": F(110, 79), "three": F(90, 79)},
    ),
    "three tiers, one of which hands back": (
        {
            "one": {"two": F(3, 10), "resolved": F(7, 10)},
            "two": {"one": F(1, 10), "three": F(1, 5), "resolved": F(7, 10)},
            "three": {"resolved": F(9, 10), "dead end": F(1, 10)},
        },
        {
            "one": {"resolved": F(482, 485), "dead end": F(3, 485)},
            "two": {"resolved": F(95, 97), "dead end": F(2, 97)},
            "three": {"resolved": F(9, 10), "dead end": F(1, 10)},
        },
        {"one": F(136, 97), "two": F(130, 97), "three": F(1)},
    ),
    "a claim by telephone": (
        {
            "one": {"two": F(9, 10), "dead end": F(1, 10)},
            "two": {"three": F(5, 6), "dead end": F(1, 6)},
            "three": {"two": F(1, 20), "resolved": F(4, 5), "dead end": F(1, 20), "gave up": F(1, 10)},
        },
        {
            "one": {"resolved": F(72, 115), "dead end": F(34, 115), "gave up": F(9, 115)},
            "two": {"resolved": F(16, 23), "dead end": F(5, 23), "gave up": F(2, 23)},
            "three": {"resolved": F(96, 115), "dead end": F(7, 115), "gave up": F(12, 115)},
        },
        {"one": F(313, 115), "two": F(44, 23), "three": F(126, 115)},
    ),
}
"""Rows of chances, and for each station where the chain ends and in how many steps."""


def percent(chance: Fraction) -> str:
    """As exactly as the language says it."""
    return f"{float(100 * chance):.15g}%"


def as_scenario(rows: Mapping[str, Row], start: str, hand_on: str, *, limit: str = "") -> str:
    """A chain whose steps are visits (`transfer`, `ticket`) or attempts (`refer`), and whose first is `start`."""
    lines = ["journeysim: 1", "name: A chain", "run: {horizon: none}"]
    lines.append(f"segments: {{customer: {{tries: [door]{limit}}}}}")
    lines.append("issues: {trouble: {raised by: {customer: 1 per day}}}")
    lines.append("channels:")
    lines.append(f"  door: {{reaches: {start}}}")
    lines += [f"  to {name}: {{reaches: {name}}}" for name in rows]
    lines.append("departments:")
    for name, row in rows.items():
        lines += [f"  {name}:", "    staff: 1", "    handling: 1 min", "    rules:", "      on:", "        then:"]
        for target, chance in row.items():
            there = f"to {target}" if hand_on == "refer" else target
            does = END.get(target, f"{hand_on}: {there}")
            lines.append(f"          - {{chance: {percent(chance)}, {does}}}")
    return "\n".join(lines) + "\n"


ENDLESS = [name for name, (rows, _, _) in CHAINS.items() if not any("gave up" in row for row in rows.values())]
"""Chains with two ends, which can be written without a limit on attempts."""


def starts(names) -> list[tuple[str, str]]:
    """Each station of each of these chains, as the first."""
    return [(name, start) for name in names for start in CHAINS[name][0]]


def ends_of(name: str, start: str) -> dict[str, float]:
    """The known shares, by the names of figures."""
    known = CHAINS[name][1][start]
    return {end.replace(" ", "_"): float(known.get(end, F(0))) for end in END}


def figures(source: str) -> Mapping[str, float]:
    """The expected case of a scenario's text."""
    return expected(build(read_text(source)), 0).figures


@pytest.mark.parametrize(("name", "start"), starts(CHAINS))
def test_a_chain_of_transfers(name, start):
    """One contact, handed on until it ends: shares of ends and visits to 1e-9."""
    rows, _, steps = CHAINS[name]
    limit = "" if name in ENDLESS else ", gives up: {attempts: 1}"
    found = figures(as_scenario(rows, start, "transfer", limit=limit))
    shares = {end: found[end] for end in ends_of(name, start)}
    assert shares == pytest.approx(ends_of(name, start), abs=1e-9, rel=0)
    assert found["contacts"] + found["transfers"] == pytest.approx(float(steps[start]), abs=1e-9, rel=0)


@pytest.mark.parametrize(("name", "start"), starts(ENDLESS))
def test_a_chain_of_referrals(name, start):
    """A customer who is sent from one to the next: shares of ends and attempts to 1e-9."""
    rows, _, steps = CHAINS[name]
    found = figures(as_scenario(rows, start, "refer"))
    shares = {end: found[end] for end in ends_of(name, start)}
    assert shares == pytest.approx(ends_of(name, start), abs=1e-9, rel=0)
    assert found["attempts"] == pytest.approx(float(steps[start]), abs=1e-9, rel=0)


@pytest.mark.parametrize(("name", "start"), starts(CHAINS))
def test_a_chain_of_tickets(name, start):
    """Handed on inside after one attempt; who is refused in the end has no attempt left."""
    found = figures(as_scenario(CHAINS[name][0], start, "ticket", limit=", gives up: {attempts: 1}"))
    assert found["resolved"] == pytest.approx(ends_of(name, start)["resolved"], abs=1e-9, rel=0)
    assert found["attempts"] == pytest.approx(1, abs=1e-9, rel=0)
