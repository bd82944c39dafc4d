"""A process, many times over: the verbs in a row for each replication, in this process or in several.

What comes out does not depend on the number of workers: replications come in their order, and no draw of one depends on
another.
"""

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any

import numpy.typing as npt

from journeysim.build import build
from journeysim.judge import judge, judge_proved
from journeysim.measure import journeys, laws, measure, summarise
from journeysim.model.labels import LABELLED, Labels
from journeysim.model.log import EventLog
from journeysim.model.problem import WorkerLost
from journeysim.model.process import Process
from journeysim.model.proof import Solution
from journeysim.model.report import Kept, Report
from journeysim.model.sample import Question, Sample, is_sampled, question
from journeysim.model.scenario import Scenario
from journeysim.model.unfold import unfold
from journeysim.simulate import simulate

Progress = Callable[[int, int], None]
"""Told of cases done, and of cases expected over all replications."""

LABELS = 20_000
"""States of a process, at most, for which journeys are labelled by its proof."""

WORTH_A_POOL = 1.0
"""Seconds of work left that are worth starting other processes for."""

Columns = Mapping[str, npt.NDArray[Any]]


class BrokenLaw(Exception):
    """A log breaks a law that every log obeys: a mistake in journeysim."""


@dataclass(frozen=True, slots=True, eq=False)
class Replication:
    """One replication: its figures, and where they were asked for its log and its journeys (else `None`)."""

    sample: Sample
    log: EventLog | None
    journeys: Columns | None


@dataclass(frozen=True, slots=True, eq=False)
class Work:
    """What is done in each replication; journeys are labelled where there is a `solution`."""

    process: Process
    seed: int
    questions: Sequence[Question]
    with_logs: bool
    patient: bool
    solution: Solution | None


def replicate(
    process: Process,
    *,
    replications: int,
    seed: int = 0,
    questions: Sequence[Question] = (),
    with_logs: bool = False,
    patient: bool = False,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Generator[Replication, None, None]:
    """Replications 0, 1, 2 … of `process`, in this order.

    `patient`: of the patient customers of the expected case, without lines and with nominal times. `workers` `None`:
    this process alone where that is quick, else one worker for each processor. Journeys are labelled by the proof,
    which is made once, where the process has at most `LABELS` states. Raises `BrokenLaw` where a log does not add up,
    `WorkerLost` where somebody ends a worker. Closing the iterator ends all workers.
    """
    work = Work(process, seed, questions, with_logs, patient, _solved(process))
    first = 0
    if workers is None:
        began = time.monotonic()
        yield _replication(work, 0, _share_of(progress, replications, 0))
        first = 1
        left = (replications - 1) * (time.monotonic() - began)
        workers = _processors() if left > WORTH_A_POOL else 1
    workers = min(workers, replications - first)
    if workers > 1:
        yield from _in_pool(work, range(first, replications), workers, replications, progress)
        return
    for number in range(first, replications):
        yield _replication(work, number, _share_of(progress, replications, number))


def _replication(work: Work, number: int, progress: Progress | None) -> Replication:
    log = simulate(work.process, seed=work.seed, replication=number, patient=work.patient, progress=progress)
    broken = laws(log)
    if broken:
        raise BrokenLaw(f"replication {number}: {'; '.join(broken)}")
    labels = None if work.solution is None else _labels(work.solution, log, work.patient)
    sample = measure(log, questions=work.questions, labels=labels)
    return Replication(sample, log, journeys(log, labels=labels)) if work.with_logs else Replication(sample, None, None)


def _solved(process: Process) -> Solution | None:
    """The proof by which journeys are labelled; `None` where the process has too many states for one beside a run."""
    from journeysim.verify import solve

    graph = unfold(process, bound=LABELS)
    return solve(process, graph) if graph.complete else None


def _labels(solution: Solution, log: EventLog, patient: bool) -> Labels:
    from journeysim.verify import labels

    return labels(solution, log, patient=patient)


def _share_of(progress: Progress | None, replications: int, done: int) -> Progress | None:
    """Progress of one replication as progress of all, `done` of which are over."""
    if progress is None:
        return None
    return lambda cases, expected: progress(done * expected + cases, replications * expected)


PATIENT = (
    "patient customers: they let everything that is pending happen before they try again, nobody waits in a line, "
    "and times are nominal"
)
"""What a report says of a run of patient customers."""

NOT_LABELLED = (
    "met_catch_22, met_trap and futile are not known: they need a proof of the process, which a run makes for at most "
    "20 000 states"
)
"""What a report says where journeys were not labelled."""


def answer(
    scenario: Scenario,
    samples: Sequence[Sample],
    *,
    baseline: Sequence[Sample] | None = None,
    patient: bool = False,
) -> Report:
    """The report of `samples`, the expectations of `scenario` judged; one may compare with samples of `baseline`."""
    judged = [*judge(scenario.expectations, samples, baseline=baseline), *_proved(scenario)]
    order = [expectation.name for expectation in scenario.expectations]
    notes = [PATIENT] if patient else []
    if not all(LABELLED[0] in sample.all for sample in samples):
        notes.append(NOT_LABELLED)
    return summarise(
        samples,
        scenario=scenario.name,
        variant=scenario.variant,
        about=scenario.about,
        currency=scenario.currency,
        expectations=tuple(sorted(judged, key=lambda kept: order.index(kept.name))),
        notes=notes,
    )


def _proved(scenario: Scenario) -> tuple[Kept, ...]:
    """The expectations that a proof decides; it is made where there are any."""
    if all(map(is_sampled, scenario.expectations)):
        return ()
    from journeysim.verify import briefly

    return judge_proved(scenario.expectations, briefly(build(scenario)))


def questions(scenario: Scenario) -> tuple[Question, ...]:
    """What must be measured so that the expectations of `scenario` can be judged."""
    return tuple(question(expectation) for expectation in scenario.expectations if is_sampled(expectation))


def compares_with_baseline(scenario: Scenario) -> bool:
    """Whether an expectation of `scenario` is about what its baseline does."""
    return any(
        bound is not None and bound.of_baseline
        for expectation in scenario.expectations
        for bound in (expectation.at_least, expectation.at_most)
    )


# --- in several processes ---

_work: Work | None = None
_cases: Any = None
"""In a worker: what it does, and where it writes how far each replication is (cases done, cases expected)."""


def _in_pool(
    work: Work, numbers: range, workers: int, replications: int, progress: Progress | None
) -> Generator[Replication, None, None]:
    context = multiprocessing.get_context("fork" if _may_fork() else "spawn")
    cases = context.RawArray("q", 2 * replications)
    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(workers, context, initializer=_begin, initargs=(work, cases))
    started: set[Any] = set()
    try:
        futures = deque(pool.submit(_in_worker, number) for number in numbers)
        started = set(multiprocessing.active_children()) - others
        while futures:
            _await(futures[0], cases, replications, numbers.start, progress)
            yield _result(futures.popleft())
        pool.shutdown()
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for worker in started or set(multiprocessing.active_children()) - others:
            worker.terminate()
        raise


def _result(future: Future[Replication]) -> Replication:
    try:
        return future.result()
    except BrokenProcessPool:
        raise WorkerLost("a process of this run was ended from outside") from None


def _await(future: Future[Replication], cases: Any, replications: int, before: int, progress: Progress | None) -> None:
    """Wait for one replication, telling how far all of them are; `before` were over when the workers began."""
    while progress is not None and not future.done():
        wait([future], timeout=0.1)
        expected = max(cases[1::2])
        if expected:
            progress(before * expected + sum(cases[::2]), replications * expected)


def _begin(work: Work, cases: Any) -> None:
    global _work, _cases
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one who started the workers ends them
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _work, _cases = work, cases


def _in_worker(number: int) -> Replication:
    assert _work is not None

    def progress(done: int, expected: int) -> None:
        _cases[2 * number], _cases[2 * number + 1] = done, expected

    return _replication(_work, number, progress)


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _may_fork() -> bool:
    """Whether a copy of this process is safe: not beside other threads."""
    return sys.platform == "linux" and threading.active_count() == 1


def others_are_safe() -> bool:
    """Whether workers can start without running the caller's script again, which may not expect it."""
    return _may_fork() or not hasattr(sys.modules["__main__"], "__file__")
