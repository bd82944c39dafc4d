"""What a proof says of journeys that were simulated: whether each met a Catch-22 or a trap, and what was futile."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

LABELLED = ("met_catch_22", "met_trap", "futile")
"""The figures that only labels give."""


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """One entry per case of a log, in its order; times in seconds.

    `catch_22_at` and `trap_at` are the moments, from the start of the run, at which the case first was in a Catch-22
    or a trap (NaN: never); `in_catch_22` and `in_trap` how long it was in one, to the horizon where it stayed. `futile`
    counts contacts that were over and changed nothing for the better; `futile_visits` are the numbers of the visits
    with which they began, ascending. `unknown` counts states on the way that the graph does not have: none, unless log
    and graph are of different processes.
    """

    met_catch_22: npt.NDArray[np.bool_]
    met_trap: npt.NDArray[np.bool_]
    catch_22_at: npt.NDArray[np.float64]
    trap_at: npt.NDArray[np.float64]
    in_catch_22: npt.NDArray[np.float64]
    in_trap: npt.NDArray[np.float64]
    futile: npt.NDArray[np.int64]
    futile_visits: npt.NDArray[np.int64]
    unknown: int = 0
