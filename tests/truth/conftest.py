"""Worker processes for the simulations: two, or none where the tests themselves are dealt out to processes."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

import pytest

from tests.truth.held import WORKERS


class Here(Executor):
    """An executor that does it at once, in this process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """The finished work."""
        done: Future[Any] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


@pytest.fixture(scope="session")
def pool() -> Iterator[Executor]:
    """Where replications are simulated."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        yield Here()
        return
    with ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn")) as workers:
        yield workers
