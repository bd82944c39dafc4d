"""A log into the figures of one replication."""

from collections.abc import Iterable

import numpy as np

from journeysim.measure import dead_ends, loops
from journeysim.measure.case_figures import CaseFigure, case_figures, mean, named_figure, resolved_within
from journeysim.measure.departments import (
    OF_STAFF,
    OF_VISITS,
    department_figures,
    staff_figures,
    visit_figures,
)
from journeysim.measure.evidence import Evidence, evidence
from journeysim.measure.reading import Mask
from journeysim.measure.scope import departments_where, visits_where
from journeysim.model.labels import Labels
from journeysim.model.log import EventLog
from journeysim.model.sample import Question, Sample


def measure(log: EventLog, *, questions: Iterable[Question] = (), labels: Labels | None = None) -> Sample:
    """All figures of `log`, and the answers to `questions`.

    Figures of cases are over those that arose from the end of warm-up to the end of arrivals. Those that only a proof
    gives exist where its `labels` do. Raises `ValueError` for a question that no figure answers.
    """
    known = evidence(log, labels)
    figures = case_figures(known)
    counted, book = known.reading.counted, log.book
    population = log.cases["population"].astype(np.int64)

    def over(cases: Mask) -> dict[str, float]:
        return {name: figure(known, cases) for name, figure in figures.items()}

    def by(label: str) -> dict[str, dict[str, float]]:
        labels = np.array([getattr(who, label) for who in book.populations], np.str_)
        names = dict.fromkeys(getattr(who, label) for who in book.populations)
        return {name: over(counted & (labels == name)[population]) for name in names}

    return Sample(
        seed=log.seed,
        replication=log.replication,
        cases=int(np.count_nonzero(counted)),
        all=over(counted),
        segments=by("segment"),
        issues=by("issue"),
        departments={
            department.name: department_figures(known.reading, index)
            for index, department in enumerate(book.departments)
        },
        loops=loops.tallies(known.reading, known.rounds),
        dead_ends=dead_ends.tallies(known.reading, known.hits),
        answers={question: answer(question, known, figures) for question in questions},
    )


def answer(question: Question, known: Evidence, figures: dict[str, CaseFigure]) -> float:
    """The figure that `question` asks for, over the part that it asks about; NaN where that is empty."""
    scope = question.scope
    if question.share is None and question.figure in OF_STAFF:
        everything = list(range(len(known.reading.log.book.departments)))
        chosen = everything if scope is None else departments_where(scope, known.reading)
        return staff_figures(known.reading, chosen)[question.figure]
    if question.share is None and question.figure in OF_VISITS:
        visits = known.reading.visits.case_known
        part = visits if scope is None else visits_where(scope, known.reading, known.where)
        return visit_figures(known.reading, part)[question.figure]
    counted = known.reading.counted
    cases = counted if scope is None else counted & known.where(scope)
    if question.share is not None:
        return mean(known.where(question.share)[cases])
    if question.within is not None:
        return resolved_within(question.within)(known, cases)
    try:
        return named_figure(question.figure, figures)(known, cases)
    except KeyError:
        raise ValueError(f"no figure is named {question.figure!r}") from None
