"""The expected case: the exact means of the patient modelled customer, without simulating."""

from journeysim.model.process import Process
from journeysim.model.proof import Expected
from journeysim.verify.absorbing import TooMany, absorbed, chain
from journeysim.verify.beyond import beyond
from journeysim.verify.memory import Count, Doing, End
from journeysim.verify.patient import Patient

BOUND = 1_000_000
"""Memories walked at most."""

WITH_PATHS = 30_000
"""Memories walked at most where each remembers the path that led there, to count loops."""

FIGURES = {
    "attempts": Count.ATTEMPT,
    "contacts": Count.CONTACT,
    "turned_away": Count.TURNED_AWAY,
    "transfers": Count.TRANSFER,
    "referrals": Count.REFERRAL,
    "repeats": Count.REPEAT,
    "promises_made": Count.PROMISE,
    "dead_end_hits": Count.DEAD_END,
    "loops": Count.LOOP,
    "unnoticed": Count.UNNOTICED,
}
"""Means per case, by the names of figures."""


def expected(process: Process, population: int, *, bound: int = BOUND, with_paths: int = WITH_PATHS) -> Expected:
    """Shares of ends and means per case of one population's patient customers; exact but for rounding.

    Whatever is pending matures before the customer does anything else; persistence is limited in attempts alone;
    there are no lines, no hours, no moods and no conditions on days; the record has no end. A journey that never
    ends counts as `unresolved`, and what it does for ever is infinite. `dead_ends` gives the chance to stop for
    good in a dead end, by the name of the last gate or department that was met (a channel where the customer came
    by one). What the scenario uses beyond this is in `not_covered`.

    Loops need the loop-erased path in each memory. Where that makes more than `with_paths` memories, `loops` is
    left out and named in `not_covered`; where there are more than `bound` even without, no figure is given.
    """
    left_out = beyond(process, population)
    try:
        return _means(process, population, left_out, with_path=True, bound=min(bound, with_paths))
    except TooMany:
        pass
    try:
        loops = "loops (too many different paths to count them exactly)"
        return _means(process, population, (*left_out, loops), with_path=False, bound=bound)
    except TooMany:
        return Expected({}, not_covered=(*left_out, f"everything (there are more than {bound:,} states)"))


def _means(process: Process, population: int, not_covered: tuple[str, ...], *, with_path: bool, bound: int) -> Expected:
    patient = Patient(process, population, with_path=with_path)
    walked = chain(patient.first(), patient.after, counts=len(Count), bound=bound)
    found = absorbed(walked)
    ends = dict.fromkeys(End, 0.0)
    stands: dict[int, float] = {}
    for memory, share in zip(walked.nodes, found.ends.tolist(), strict=True):
        if memory.doing == Doing.OVER:
            ends[End(memory.channel)] += share
            if memory.channel == End.DEAD_END:
                stands[memory.last] = stands.get(memory.last, 0.0) + share
    figures = {
        "resolved": ends[End.AT_ONCE] + ends[End.RESOLVED],
        "gave_up": ends[End.GAVE_UP],
        "dead_end": ends[End.DEAD_END],
        "unresolved": found.unresolved,
        "first_contact_resolution": ends[End.AT_ONCE],
    }
    left_out = {"loops"} if not with_path else set()
    if all(channel.noticed == 1 for channel in process.scenario.channels.values()):
        left_out.add("unnoticed")
    figures |= {name: float(found.counts[count]) for name, count in FIGURES.items() if name not in left_out}
    names = [*process.scenario.channels, *process.scenario.departments, ""]
    dead_ends = {names[last]: share for last, share in sorted(stands.items(), key=lambda stand: -stand[1])}
    return Expected(figures, dead_ends, not_covered)
