"""The engine beside the textbook: the same network, run by turns, each in a process of its own on one core.

`python -m benchmarks.bench` prints what both do in a second, checks that both simulate the same thing, and exits
with 1 where they do not, where the engine is under 2.5 times as fast, or where memory is over its bounds.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

NETWORK = Path(__file__).with_name("network.yaml")

FASTER = 2.5
"""Contacts per second, engine over textbook: at least."""

ROW_BYTES, CUSTOMER_BYTES = 64, 1024
"""Bytes of a row of the log, and of a customer who is in the middle of a journey: at most."""

FIGURES = ("contacts a customer", "share abandoned", "wait in first", "wait in second", "wait in third")

AGREED = {"A": (3.969, 0.0994, 0.969, 1.315, 2.064)}
"""Means over runs of a million customers by independent programs; waits in minutes."""

NOISE = (0.003, 0.014, 0.018, 0.020, 0.018)
"""Relative standard deviation of each figure between runs of 100,000 customers."""


@dataclass(frozen=True)
class Lap:
    """One run of one program. Seconds of the processor; `peak` is resident memory in MB right after simulating."""

    contacts: int
    seconds: float
    peak: float
    figures: tuple[float, ...]
    reading: float = 0.0
    measuring: float = 0.0
    row_bytes: float = 0.0
    rows: int = 0

    @property
    def speed(self) -> float:
        """Contacts per second."""
        return self.contacts / self.seconds


# --- the two programs, each inside its process ---------------------------------------------------------------------


def textbook(model: str, customers: int, seed: int) -> Lap:
    """The textbook's run."""
    from benchmarks.textbook import NETWORKS, contact_log

    begin = time.process_time()
    log = contact_log(NETWORKS[model], customers, seed)
    seconds, peak = time.process_time() - begin, peak_memory()
    waits: tuple[list[float], ...] = ([], [], [])
    for _, department, arrive, start, end, _ in log:
        waits[department].append((end if start is None else start) - arrive)
    abandoned = sum(start is None for _, _, _, start, _, _ in log)
    figures = (len(log) / customers, abandoned / len(log), *(statistics.fmean(each) for each in waits))
    return Lap(len(log), seconds, peak, figures, rows=len(log))


def engine(model: str, customers: int, seed: int) -> Lap:
    """The engine's run of the same network as a scenario, with its complete event log."""
    from dataclasses import replace

    import numpy as np

    from journeysim.build import build
    from journeysim.measure import measure
    from journeysim.model.log import Kind
    from journeysim.read import read
    from journeysim.simulate import simulate

    begin = time.process_time()
    scenario = read(NETWORK, variant=None if model == "A" else f"model {model}")
    process = build(replace(scenario, run=replace(scenario.run, cases=customers)))
    reading = time.process_time() - begin

    begin = time.process_time()
    log = simulate(process, seed=seed)
    seconds, peak = time.process_time() - begin, peak_memory()

    begin = time.process_time()
    measure(log)
    measuring = time.process_time() - begin

    rows = log.rows
    joins = rows[rows["kind"] == Kind.JOINS]
    left = rows[np.isin(rows["kind"], (Kind.STARTS, Kind.ABANDONS))]
    contacts = len(joins)
    joined = np.empty(contacts)
    joined[joins["visit"]] = joins["time"]
    waits = (left["time"] - joined[left["visit"]]) / 60_000
    abandoned = int((left["kind"] == Kind.ABANDONS).sum())
    names = [department.name for department in log.book.departments]
    by_department = (
        float(waits[left["department"] == names.index(name)].mean()) for name in ("first", "second", "third")
    )
    figures = (contacts / customers, abandoned / contacts, *by_department)
    return Lap(contacts, seconds, peak, figures, reading, measuring, rows.nbytes / len(rows), len(rows))


def bytes_per_active_customer(customers: int) -> float:
    """What the engine holds for each of so many customers who have all made contact once and will again.

    All that Python and NumPy have allocated since before the run, when the last customers come, less the log so far.
    """
    import tracemalloc

    from journeysim.build import build
    from journeysim.read import read_text
    from journeysim.simulate import simulate

    process = build(read_text(asleep(customers)))
    held = []
    tracemalloc.start()
    log = simulate(process, seed=1, progress=lambda _, __: held.append(tracemalloc.get_traced_memory()[0]))
    tracemalloc.stop()
    so_far = log.rows[log.rows["time"] <= log.arrivals_end]
    return (max(held) - so_far.nbytes) / len(log.cases)


def asleep(customers: int) -> str:
    """A scenario at whose horizon so many customers sleep between two contacts."""
    return f"""\
journeysim: 1
name: Many asleep
run: {{arrivals: {customers} cases, horizon: 20 days}}
issues: {{call: {{raised by: {{customer: {customers} per day}}}}}}
channels: {{line: {{reaches: desk}}}}
departments:
  desk:
    staff: {customers // 100}
    handling: {{exponential: 6 min}}
    rules: {{later: {{then: {{refer: {{to: line, after: 100 days}}}}}}}}
"""


def peak_memory() -> float:
    """The most memory that was resident so far, in MB."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)


PROGRAMS = {"textbook": textbook, "engine": engine}


# --- the race ------------------------------------------------------------------------------------------------------


def lap(program: str, model: str, customers: int, seed: int) -> Lap:
    """One run in a process of its own."""
    answer = alone(program, model, str(customers), str(seed))
    return Lap(**{**answer, "figures": tuple(answer["figures"])})


def alone(*arguments: str) -> dict:
    """What this file answers to these arguments in a process of its own, pinned to one core where that can be done."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.bench", "--alone", *arguments],
        cwd=NETWORK.parent.parent,
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    return json.loads(done.stdout)


def answer_alone(arguments: list[str]) -> None:
    """The other side of `alone`."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    if arguments[0] == "memory":
        print(json.dumps({"bytes": bytes_per_active_customer(int(arguments[1]))}))
        return
    program, model, customers, seed = arguments
    print(json.dumps(vars(PROGRAMS[program](model, int(customers), int(seed)))))


def strays(laps: list[Lap], model: str, customers: int) -> list[str]:
    """Figures whose mean over the laps is further from the agreed one than four standard deviations."""
    far = []
    for k, name in enumerate(FIGURES):
        if model not in AGREED:
            break
        mean, agreed = statistics.fmean(each.figures[k] for each in laps), AGREED[model][k]
        if abs(mean / agreed - 1) > 4 * NOISE[k] / (customers * len(laps) / 100_000) ** 0.5:
            far.append(f"{name} {mean:.4f}, agreed {agreed:.4f}")
    return far


def main() -> int:
    """Run the race and say how it went; 1 where a bound is broken."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__.splitlines()[0])
    parser.add_argument("--customers", type=int, default=100_000, help="in each run (default 100,000)")
    parser.add_argument("--rounds", type=int, default=5, help="each program runs once in a round (default 5)")
    parser.add_argument("--model", choices=("A", "B"), default="A", help="B: nobody hangs up")
    parser.add_argument("--short", action="store_true", help="3 rounds of 20,000 customers")
    parser.add_argument("--alone", nargs="+", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.alone:
        answer_alone(asked.alone)
        return 0
    customers, rounds = (20_000, 3) if asked.short else (asked.customers, asked.rounds)

    print(f"{rounds} rounds of {customers:,} customers, model {asked.model}; thousand contacts per processor second")
    print(f"{'round':>5} {'textbook':>9} {'engine':>7} {'ratio':>6}   {'with measuring':>14} {'ratio':>6}")
    runs: dict[str, list[Lap]] = {"textbook": [], "engine": []}
    for number in range(rounds):
        for program, laps in runs.items():
            laps.append(lap(program, asked.model, customers, seed=number + 1))
        slow, fast = runs["textbook"][-1], runs["engine"][-1]
        measured = fast.contacts / (fast.seconds + fast.measuring)
        print(
            f"{number + 1:>5} {slow.speed / 1000:>9.1f} {fast.speed / 1000:>7.1f} {fast.speed / slow.speed:>6.2f}"
            f"   {measured / 1000:>14.1f} {measured / slow.speed:>6.2f}",
            flush=True,
        )

    ratio = statistics.median(
        fast.speed / slow.speed for slow, fast in zip(runs["textbook"], runs["engine"], strict=True)
    )
    last = runs["engine"][-1]
    asleep_bytes = alone("memory", "50000")["bytes"]
    print(f"\nmedian ratio {ratio:.2f} (at least {FASTER}), the engine's complete event log on")
    print(
        f"reading and building {last.reading:.2f} s, simulating {last.seconds:.2f} s, measuring {last.measuring:.2f} s"
    )
    for program, laps in runs.items():
        print(f"peak memory {program}: {max(each.peak for each in laps):.0f} MB")
    print(
        f"log: {last.rows:,} rows, {last.rows / last.contacts:.2f} a contact,"
        f" {last.row_bytes:.0f} bytes a row (at most {ROW_BYTES})"
    )
    print(f"a customer between two contacts: {asleep_bytes:.0f} bytes (at most {CUSTOMER_BYTES})")
    for k, name in enumerate(FIGURES):
        means = (statistics.fmean(each.figures[k] for each in laps) for laps in runs.values())
        agreed = f", agreed {AGREED[asked.model][k]:.4f}" if asked.model in AGREED else ""
        print(
            f"{name}: " + ", ".join(f"{program} {mean:.4f}" for program, mean in zip(runs, means, strict=True)) + agreed
        )

    broken = [f"{program}: {far}" for program, laps in runs.items() for far in strays(laps, asked.model, customers)]
    if ratio < FASTER:
        broken.append(f"the engine is only {ratio:.2f} times as fast as the textbook")
    if last.row_bytes > ROW_BYTES:
        broken.append(f"a row has {last.row_bytes:.0f} bytes")
    if asleep_bytes > CUSTOMER_BYTES:
        broken.append(f"a customer takes {asleep_bytes:.0f} bytes")
    for each in broken:
        print(f"bench: {each}", file=sys.stderr)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
