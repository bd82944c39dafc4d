"""The patient modelled customer at a walk: the engine's dice and log, without its lines.

Each case is walked by itself, from its first moment to its end. Whatever the company has pending matures before the
customer does anything else; nobody waits in a line; persistence is limited in attempts alone; doors are always open,
and every condition on time reads as of a case that has just arisen. Times in the log are nominal: each length is its
mean, a promise is kept after half of its time, late after twice its time, and staff is there at once.
"""

from collections.abc import Callable

import numpy as np

from journeysim.model.log import CASE, ROW, EventLog
from journeysim.model.process import Process
from journeysim.simulate.arrivals import arrivals
from journeysim.simulate.dice import Dice, traits_of
from journeysim.simulate.luck import Luck
from journeysim.simulate.patient_case import Customer
from journeysim.simulate.patient_walk import Walk
from journeysim.simulate.record import finish

REPORT_EVERY = 500
"""Cases between two reports of progress."""


def simulate_patient(
    process: Process, *, seed: int = 0, replication: int = 0, progress: Callable[[int, int], None] | None = None
) -> EventLog:
    """One replication of patient customers, each followed to the end of their journey, past the horizon if need be."""
    luck = Luck(seed, replication, tuple(who.names for who in process.populations))
    dice = Dice(process, luck)
    moments, populations, numbers, arrivals_end = arrivals(process, luck)
    walk = Walk(process, dice)
    cases: list[tuple[int, int, int]] = []
    for moment, population, number in zip(moments.tolist(), populations.tolist(), numbers.tolist(), strict=True):
        habits = dice.habits[population]
        uses, block = dice.unused(), luck.block(population, number)
        case = Customer(len(cases), population, number, moment, habits, uses, block)
        traits = traits_of(process, habits, case)
        cases.append((population, number, traits))
        walk.journey(case, traits)
        if progress is not None and not len(cases) % REPORT_EVERY:
            progress(len(cases), len(moments))
    table = np.frombuffer(walk.rows, dtype=ROW)
    in_time = bytearray(table[np.argsort(table["time"], kind="stable")].tobytes())
    run = process.scenario.run
    horizon = max(arrivals_end, round((run.horizon or 0) * 1000), int(table["time"].max(initial=0)))
    times = round(run.warm_up * 1000), arrivals_end, horizon
    return finish(process, in_time, np.array(cases, dtype=CASE), times=times, seed=seed, replication=replication)
