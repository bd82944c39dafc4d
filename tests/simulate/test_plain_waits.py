"""The engine and a plain account of what long waits lead to tell the same."""

import pytest

from journeysim.model.log import Kind
from tests.simulate.plain_waits import Event, PlainWaits, Plan, drawn
from tests.simulate.telling import log_of, scenario

SAID = {
    Kind.STARTS: "starts",
    Kind.ENDS: "ends",
    Kind.ABANDONS: "abandons",
    Kind.LEAVES: "moves",
    Kind.HOLDS: "goes away",
    Kind.TURNED_AWAY: "full",
}


def length(steps: int | None) -> str:
    """So many steps of ten seconds, as the language writes them."""
    return "endless" if steps is None else f"{10 * steps} s"


def queue(plan: Plan) -> str:
    """The first line, in the language."""
    said = ["order: first come"]
    said += [] if plan.limits[0] is None else [f"limit: {plan.limits[0]}"]
    said += [] if plan.ageing is None else [f"ageing: {length(plan.ageing)}"]
    if plan.overflow is not None:
        said.append(f"overflow: {{to: second, after: {length(plan.overflow)}}}")
    if plan.callback is not None:
        keeps = "yes" if plan.keeps_place else "no"
        said.append(f"callback: {{offered after: {length(plan.callback)}, taken: 100%, keeps place: {keeps}}}")
    return f"{{{', '.join(said)}}}"


def written(plan: Plan) -> str:
    """The plan in the language."""
    leaves = "redials: {chance: 0%, otherwise: gives up}, answers calls: 100%"
    segments = ", ".join(f"{who}: {{patience: {length(plan.patience[who])}, {leaves}}}" for who in plan.handling)
    moments = {who: ", ".join(length(at) for at, one in plan.arrivals if one == who) for who in plan.handling}
    raised = ", ".join(f"{who}: {{at: [{at}]}}" for who, at in moments.items() if at)
    handling = "{by segment: {" + ", ".join(f"{who}: {length(steps)}" for who, steps in plan.handling.items()) + "}}"
    priority = ", ".join(f"{{segment: {who}}}" for who in plan.priority)
    answer = "rules: {answer: {then: {resolve: now}}}"
    second = "{order: first come}" if plan.limits[1] is None else f"{{limit: {plan.limits[1]}}}"
    return scenario(
        run="{arrivals: 1 day, horizon: 1 day}",
        segments=f"{{{segments}}}",
        issues=f"{{question: {{raised by: {{{raised}}}}}}}",
        departments=f"""{{
            desk: {{staff: {plan.staff[0]}, handling: {handling}, priority: [{priority}],
                queue: {queue(plan)}, {answer}}},
            second: {{staff: {plan.staff[1]}, handling: {handling}, queue: {second}, {answer}}}}}""",
    )


def simulated(text: str) -> list[Event]:
    """What the engine's log says happens at the desks."""
    rows = log_of(text).rows
    told = rows[[Kind(kind) in SAID for kind in rows["kind"]]]
    return [(row["time"] / 10_000, SAID[Kind(row["kind"])], int(row["case"])) for row in told]


@pytest.mark.parametrize("seed", range(40))
def test_long_waits_lead_to_what_a_plain_account_of_them_says(seed: int) -> None:
    """Who overflows, is called back, rises, is served or leaves, and in which ten seconds."""
    plan = drawn(seed)
    assert sorted(simulated(written(plan))) == sorted(PlainWaits(plan).run())


def test_the_plans_come_to_everything_that_is_told() -> None:
    """No kind of event is missing from all of them."""
    happened = {what for seed in range(40) for _, what, _ in PlainWaits(drawn(seed)).run()}
    assert happened == set(SAID.values())
