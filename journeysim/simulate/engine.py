"""One replication from the first case to the horizon."""

import gc
import math
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain

import numpy as np
from simpy.events import Event

from journeysim.model.log import CASE, ROW, EventLog, Kind
from journeysim.model.problem import Place, Problem, ScenarioError
from journeysim.model.process import NONE, Process
from journeysim.simulate.arrivals import Moments, arrivals
from journeysim.simulate.company import Company
from journeysim.simulate.customers import Customers
from journeysim.simulate.dice import Dice, Habits, traits_of
from journeysim.simulate.events import ATTEMPTS_BEGIN, THINGS_MATURE, Case, Timer
from journeysim.simulate.floor import Floor
from journeysim.simulate.incidents import outbreaks
from journeysim.simulate.luck import Luck
from journeysim.simulate.patient import simulate_patient
from journeysim.simulate.record import finish, pack
from journeysim.simulate.resolution import Resolution
from journeysim.simulate.waiting import Waiting
from journeysim.simulate.watching import Watchdogs, watched_cases
from journeysim.simulate.world import World

Progress = Callable[[int, int], None]

ARISES = int(Kind.ARISES)

REPORT_EVERY = 500
"""Cases between two reports of progress."""

ENDLESS, ENDLESS_EACH = 2_000_000, 400
"""So many rows without the end of a case, at least, and for each case that is open, mean that it never comes."""


def simulate(
    process: Process,
    *,
    seed: int = 0,
    replication: int = 0,
    patient: bool = False,
    progress: Progress | None = None,
) -> EventLog:
    """Run one replication of a process; the log of all that happened up to the horizon.

    A pure function of process, seed and replication: the same bytes on one platform. `patient`: under the
    assumptions of the expected case, without lines and with nominal times, each journey to its end. `progress` is
    called now and then with the number of cases that are over and the number expected. Raises `ScenarioError` where
    the record waits for a last case, and cases go round for ever.
    """
    if patient:
        return simulate_patient(process, seed=seed, replication=replication, progress=progress)
    luck = Luck(seed, replication, tuple(who.names for who in process.populations))
    dice = Dice(process, luck)
    moments, populations, numbers, arrivals_end = arrivals(process, luck)
    world = World(process, dice)
    world.outbreaks = {
        number: outbreaks(process, luck, number, arrivals_end / 1000)
        for number, who in enumerate(process.populations)
        if who.incident is not None
    }
    customers = Customers(world)
    resolution = Resolution(world, customers)
    company = Company(world, customers, resolution)
    ended = company.visit_ended if company.calls is None else company.calls.visit_ended
    floor = Floor(world, ended, customers.doors.left_line)
    customers.doors.floor = company.floor = resolution.floor = floor
    floor.watch = Waiting(floor).watch
    made = watched_cases(Case, Watchdogs(world, company).changed) if process.watchdogs else Case
    for line in world.changing_lines:
        made = watched_cases(made, line.touch)
    world.open_cases = total = len(moments)
    kinds = array("i")
    coming = _one_by_one(moments, populations, numbers)
    env = world.env
    unused = dice.unused()
    firsts = [process.first(traits) for traits in range(len(process.traits))]
    rows, schedule, all_habits, block_of = world.rows, env.schedule, dice.habits, luck.block
    ends = (ended,)
    over: Event = env.event()

    def arise(timer: Timer) -> None:
        nonlocal rows
        moment, population, number = timer.subject
        index, habits = len(kinds), all_habits[population]
        case = made(index, population, number, moment, unused[:], block_of(population, number), habits, ends)
        traits = traits_of(process, habits, case) if habits.traits else habits.who.traits[0]
        kinds.append(traits)
        state = case.state = firsts[traits]
        rows += pack(moment, index, ARISES, 0, NONE, NONE, NONE, NONE, state, 0)
        if eventful[population]:
            begin(case, habits, moment)
        customers.first_move(case, moment)
        if progress is not None and not index % REPORT_EVERY:
            progress(total - world.open_cases, total)
        following = next(coming, None)
        if following is not None:
            timer.subject = following
            schedule(timer, ATTEMPTS_BEGIN, following[0] - moment)

    def begin(case: Case, habits: Habits, moment: int) -> None:
        population = case.population
        if habits.who.follows_mood:
            world.feelings.begins(case.index, population)
        if habits.clears_up:
            clears = habits.clears
            length = clears.of(case) if clears else world.outbreaks[population].left(case.customer, moment)
            world.after(length, THINGS_MATURE, resolution.clear_up, case)
        if process.begins_with[population] != NONE:
            company.begins(case, process.begins_with[population])

    eventful = [
        habits.who.follows_mood or habits.clears_up or process.begins_with[population] != NONE
        for population, habits in enumerate(all_habits)
    ]
    floor.open()
    first = next(coming, None)
    if first is not None:
        timer = Timer(first)
        timer.callbacks = (arise,)
        schedule(timer, ATTEMPTS_BEGIN, first[0])
    with _no_collector():
        horizon = _run(world, over, total, process.scenario.run.ends(arrivals_end / 1000))
    if progress is not None:
        progress(total - world.open_cases, total)
    times = round(process.scenario.run.warm_up * 1000), arrivals_end, int(horizon)
    cases = np.empty(len(kinds), dtype=CASE)
    cases["population"], cases["number"], cases["traits"] = populations[: len(kinds)], numbers[: len(kinds)], kinds
    return finish(process, world.rows, cases, times=times, seed=seed, replication=replication)


def _one_by_one(*columns: Moments) -> Iterator[tuple[int, ...]]:
    """The rows of some columns as Python's numbers, a few thousand made at a time."""
    return chain.from_iterable(
        zip(*(column[first : first + 4096].tolist() for column in columns), strict=True)
        for first in range(0, len(columns[0]), 4096)
    )


def _run(world: World, over: Event, total: int, horizon: float | None) -> int:
    """Let things happen up to the horizon (s), or until the last case is over; the moment reached (ms)."""
    env = world.env
    if horizon is not None:
        env.run(until=round(horizon * 1000))
        return round(horizon * 1000)
    world.on_done = over.succeed  # type: ignore[assignment]
    _watch_for_an_end(world)
    if total:
        try:
            env.run(until=over)
        except RuntimeError:  # nothing can happen any more: past all hours of staff, some cases never end
            if env.peek() < math.inf:
                raise
    while any(desk.busy or desk.put_down for desk in world.desks) and env.peek() < math.inf:
        env.step()
    return env.moment


def _watch_for_an_end(world: World) -> None:
    """Look now and then whether cases still come to an end.

    Raises `ScenarioError` from within the run where so much happens without one that there is none to come.
    """
    open_cases, written = world.open_cases, 0

    def look() -> None:
        nonlocal open_cases, written
        if world.open_cases < open_cases:
            open_cases, written = world.open_cases, len(world.rows)
        elif len(world.rows) - written > max(ENDLESS, ENDLESS_EACH * open_cases) * ROW.itemsize:
            raise ScenarioError([_never_over(world)])

    world.env.looks = look


def _never_over(world: World) -> Problem:
    scenario, number = world.process.scenario, world.open_cases
    place = scenario.places.get(("run", "horizon"), Place(scenario.file))
    who = f"{number:,} cases go" if number > 1 else "a case goes"
    fact = f"the record waits for the last case, and {who} round without ever coming to an end"
    move = "write a duration for 'horizon', or let customers give up ('journeysim verify' tells where they go round)"
    return Problem(place, "never-over", fact, move, ("run", "horizon"), len("horizon"))


@contextmanager
def _no_collector() -> Iterator[None]:
    """Without the collector of circles: a case that is over frees itself, and there is nothing else to find."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()
