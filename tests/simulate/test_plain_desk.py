"""The engine and a plain account of one desk, minute by minute, tell the same."""

import pytest

from journeysim.model.log import Kind, Left
from tests.simulate.plain_desk import DAYS, Event, PlainDesk, Plan, drawn
from tests.simulate.telling import log_of, scenario

SAID = {
    Kind.STARTS: "starts",
    Kind.ENDS: "ends",
    Kind.ABANDONS: "abandons",
    Kind.LEAVES: "is sent away",
    Kind.TURNED_AWAY: "full",
    Kind.PUTS_DOWN: "is put down",
    Kind.TAKES_UP: "is taken up",
}


def clock(minute: int) -> str:
    """A minute of the day as the language writes it."""
    return f"{minute // 60:02}:{minute % 60:02}"


def habits(plan: Plan, segment: str) -> str:
    """A segment that leaves for good when it leaves a line."""
    patience, most = plan.patience[segment], plan.balks[segment]
    said = [f"patience: {'endless' if patience is None else f'{patience} min'}"]
    said += [] if most is None else [f"balks: {{queue over: {most}}}"]
    return f"{segment}: {{{', '.join([*said, 'redials: {chance: 0%, otherwise: gives up}'])}}}"


def written(plan: Plan) -> str:
    """The plan in the language."""
    segments = ", ".join(habits(plan, segment) for segment in plan.handling)
    moments = {name: ", ".join(f"{at} min" for at, who in plan.arrivals if who == name) for name in plan.handling}
    raised = ", ".join(f"{name}: {{at: [{at}]}}" for name, at in moments.items() if at)
    hours = ", ".join(f"{clock(begin)}-{clock(end)}: {staff}" for begin, end, staff in plan.roster)
    handling = ", ".join(f"{name}: {minutes} min" for name, minutes in plan.handling.items())
    said = [f"staff: {{every day: {{{hours}}}}}", f"handling: {{by segment: {{{handling}}}}}"]
    queue = f"order: {plan.order}" + ("" if plan.limit is None else f", limit: {plan.limit}")
    said += [f"queue: {{{queue}}}", f"at end of shift: {plan.at_end_of_shift}"]
    first = [] if plan.aged is None else [f"{{open for: {{at least: {plan.aged} min}}}}"]
    first += [f"{{segment: {name}}}" for name in plan.priority]
    if first:
        said.append(f"priority: [{', '.join(first)}]")
    if plan.at_closing:
        said.append(f"at closing: {plan.at_closing}")
    return scenario(
        run=f"{{arrivals: 2 days, horizon: {DAYS} days}}",
        segments=f"{{{segments}}}",
        issues=f"{{question: {{raised by: {{{raised}}}}}}}",
        departments=f"{{desk: {{{', '.join(said)}, rules: {{answer: {{then: {{resolve: now}}}}}}}}}}",
    )


def simulated(text: str) -> list[Event]:
    """What the engine's log says happens at the desk."""
    rows = log_of(text).rows
    happened = []
    for row in rows[[Kind(kind) in SAID for kind in rows["kind"]]]:
        what = "balks" if (row["kind"], row["cause"]) == (Kind.ABANDONS, Left.BALKED) else SAID[Kind(row["kind"])]
        happened.append((row["time"] / 60_000, what, int(row["case"])))
    return happened


@pytest.mark.parametrize("seed", range(60))
def test_lines_and_shifts_go_as_a_plain_account_of_them_says(seed: int) -> None:
    """Who is served, put down, sent away or leaves, and in which minute."""
    plan = drawn(seed)
    assert sorted(simulated(written(plan))) == sorted(PlainDesk(plan).run())


def test_the_plans_come_to_everything_that_is_told() -> None:
    """No kind of event is missing from all of them."""
    happened = {what for seed in range(60) for _, what, _ in PlainDesk(drawn(seed)).run()}
    assert happened == {*SAID.values(), "balks"}
