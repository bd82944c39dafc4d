"""Which cases, and which visits, a condition of an expectation holds for."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from journeysim.measure.attempts import Attempts
from journeysim.measure.ends import Ends
from journeysim.measure.reading import Floats, Ints, Mask, Reading
from journeysim.model.log import Came, Kind
from journeysim.model.scenario import Condition, Test

CAME = {
    "customer": Came.CUSTOMER,
    "transfer": Came.TRANSFER,
    "ticket": Came.TICKET,
    "promise": Came.PROMISE,
    "watchdog": Came.WATCHDOG,
}

Asked = Callable[[Test], Mask]


def cases_where(condition: Condition, reading: Reading, ends: Ends, attempts: Attempts, silence: Floats) -> Mask:
    """The cases for which `condition` holds, read at the horizon.

    Facts are those at the end, `channel` any that was tried, `department`, `came as` and `referred by` any that the
    case met, `known: no` that its story was told again. `contacts` are all it had, `open for` its age at its lasting
    resolution or the horizon, `silent for` its longest silence.
    """

    def asked(test: Test) -> Mask:
        match test.about:
            case "ended":
                return np.isin(ends.words, test.values)
            case "contacts":
                return within_bounds(attempts.contacts, test)
            case "open for":
                return within_bounds(ends.age, test)
            case "silent for":
                return within_bounds(silence, test)
            case "known":
                return np.isin(np.where(attempts.repeats > 0, "no", "yes"), test.values)
            case "went public":
                return np.isin(np.where(attempts.public, "yes", "no"), test.values)
            case "channel":
                tried = reading.rows(Kind.ATTEMPT)
                return met(reading, tried[named(reading, "channels", test.values)[reading.channel[tried]]])
            case "department":
                joins = reading.rows(Kind.JOINS)
                return met(reading, joins[named(reading, "departments", test.values)[reading.department[joins]]])
            case "came as":
                joins = reading.rows(Kind.JOINS)
                return met(reading, joins[np.isin(reading.cause[joins], came(test.values))])
            case "referred by":
                return met(reading, referrals_by(reading, test.values))
            case _:
                return labelled(reading, test)

    return any_group(condition, asked, reading.n)


def visits_where(condition: Condition, reading: Reading, cases: Callable[[Condition], Mask]) -> Mask:
    """The visits for which `condition` holds: `department`, `channel` and `came as` are the visit's own, all else
    is asked of its case.
    """
    visits = reading.visits

    def asked(test: Test) -> Mask:
        match test.about:
            case "department":
                return named(reading, "departments", test.values)[visits.department]
            case "channel":
                return named(reading, "channels", test.values)[visits.channel]
            case "came as":
                return np.isin(visits.came, came(test.values))
            case _:
                return cases(((test,),))[visits.case]

    return any_group(condition, asked, len(visits.case)) & visits.case_known


def departments_where(condition: Condition, reading: Reading) -> list[int]:
    """The departments (indices) that `condition` names. Raises `ValueError` where it asks for anything else."""

    def asked(test: Test) -> Mask:
        if test.about != "department":
            raise ValueError(f"occupancy and overtime are of whole departments, not by {test.about}")
        return named(reading, "departments", test.values)[:-1]

    return np.flatnonzero(any_group(condition, asked, len(reading.log.book.departments))).tolist()


def any_group(condition: Condition, asked: Asked, size: int) -> Mask:
    """Any group holds, in which all tests hold."""
    found = np.zeros(size, np.bool_)
    for group in condition:
        holds = np.ones(size, np.bool_)
        for test in group:
            holds &= asked(test)
        found |= holds
    return found


def within_bounds(number: Ints | Floats, test: Test) -> Mask:
    """`at_least` is reached by equality, `over` and `under` are not."""
    holds = np.ones(len(number), np.bool_)
    if test.at_least is not None:
        holds &= number >= test.at_least
    if test.over is not None:
        holds &= number > test.over
    if test.under is not None:
        holds &= number < test.under
    return holds


def named(reading: Reading, things: str, names: tuple[str, ...]) -> Mask:
    """Which channels or departments of the book bear one of `names`; the last entry serves the index -1."""
    return np.array([thing.name in names for thing in getattr(reading.log.book, things)] + [False])


def came(words: tuple[str, ...]) -> list[int]:
    """The ways for a visit to come about that `words` name."""
    return [int(CAME[word]) for word in words if word in CAME]


def met(reading: Reading, rows: Ints) -> Mask:
    """The cases that have any of `rows`."""
    return reading.per_case(rows) > 0


def referrals_by(reading: Reading, departments: tuple[str, ...]) -> Ints:
    """Where a referral by one of `departments` was made."""
    outcomes = reading.log.book.outcomes
    theirs = np.array([o.verb == "refer" and o.department in departments for o in outcomes] + [False])
    rows = reading.rows(Kind.ENDS, Kind.ACTS)
    found: Ints = rows[theirs[reading.cause[rows]]]
    return found


def labelled(reading: Reading, test: Test) -> Mask:
    """The cases of an issue or a segment, with an attribute, or with a fact at the end; unknown names hold for none."""
    book, about = reading.log.book, test.about
    population = reading.log.cases["population"].astype(np.int64)
    if about in ("issue", "segment"):
        fits, which = np.array([getattr(who, about) in test.values for who in book.populations] + [False]), population
    elif any(about in traits for traits in book.traits):
        fits, which = carried(book.traits, test), reading.log.cases["traits"].astype(np.int64)
    else:
        last = reading.last_of(np.flatnonzero(reading.situation >= 0))
        which = np.append(reading.situation, -1)[last]
        fits = carried([situation.facts for situation in book.situations], test)
    holds: Mask = fits[which]
    return holds


def carried(labels: Sequence[Mapping[str, str]], test: Test) -> Mask:
    """Which mappings give `test.about` one of its values; the last entry serves the index -1."""
    return np.array([label.get(test.about) in test.values for label in labels] + [False])
