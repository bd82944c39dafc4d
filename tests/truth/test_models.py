"""Models that others have simulated come to what they published, within what chance allows on both sides.

All comparisons together have the level `FAMILY`: a difference of means is held to Welch's interval at the level that
Bonferroni leaves for each.
"""

import numpy as np
import pytest
from scipy import stats

from journeysim.build import build
from journeysim.read import read_text
from journeysim.simulate import simulate
from tests.truth.held import FAMILY
from tests.truth.models import ARRIVALS, MINUTE, MODELS, clinic
from tests.truth.record import Record

COMPARISONS = sum(len(model.peers) for model in MODELS.values())


def strays(name: str, stretch: float = 1.0) -> list[str]:
    """The figures that differ from what was published by more than chance explains."""
    model = MODELS[name]
    found = []
    for figure, (mean, spread) in model.simulated(stretch).items():
        theirs, deviation, many = model.peers[figure]
        other = deviation**2 / many
        freedom = (spread + other) ** 2 / (spread**2 / (model.days - 1) + other**2 / (many - 1))
        widest = stats.t.isf(FAMILY / COMPARISONS / 2, freedom) * np.sqrt(spread + other)
        if abs(mean - theirs) > widest:
            found.append(f"{figure}: published {theirs:.5g}, simulated {mean:.5g}, {widest:.2g} apart at most")
    return found


@pytest.mark.parametrize("name", MODELS)
def test_a_model_comes_to_what_was_published(name: str) -> None:
    """Every figure of it."""
    assert set(MODELS[name].figures) == set(MODELS[name].peers)
    assert not strays(name)


@pytest.mark.parametrize("name", MODELS)
def test_a_tenth_more_handling_is_seen(name: str) -> None:
    """A model whose handling times are all a tenth too long comes to something else."""
    assert strays(name, 1.1)


def visits(text: str, days: int) -> dict[str, float]:
    """Patients a day, and those of them who come to each department."""
    process = build(read_text(text))
    records = [Record(simulate(process, seed=1, replication=day), MINUTE, 0.0, 1440.0) for day in range(days)]
    names = [one.name for one in records[0].log.book.departments]
    came = {name: sum(int(record.at(name).sum()) for record in records) / days for name in names}
    return {"all": sum(len(record.arose) for record in records) / days, **came}


def test_a_clinic_sees_as_many_as_its_profile_says() -> None:
    """treat_sim: 227.13 patients a day, to one in a hundred; one in eight of them to the trauma room."""
    seen = visits(clinic(), 200)
    assert seen["all"] == pytest.approx(sum(ARRIVALS), rel=0.01)
    assert sum(ARRIVALS) == pytest.approx(227.1333, abs=1e-3)
    assert seen["triage"] == seen["all"]
    assert seen["trauma room"] == seen["trauma cubicle"] == pytest.approx(0.12 * seen["all"], rel=0.03)
    assert seen["cubicle"] == pytest.approx(0.6 * seen["examination"], rel=0.03)


def test_a_clinic_at_its_extremes() -> None:
    """treat_sim: where all are trauma, nobody registers; where none is, the trauma room is empty; nor is a cubicle used
    where nobody needs treatment.
    """
    everybody = visits(clinic(trauma=1.0), 3)
    assert everybody["registration"] == everybody["examination"] == everybody["cubicle"] == 0
    assert everybody["trauma room"] == everybody["trauma cubicle"] == everybody["all"]
    nobody = visits(clinic(trauma=0.0, treated=0.0), 3)
    assert nobody["trauma room"] == nobody["trauma cubicle"] == nobody["cubicle"] == 0
    assert nobody["registration"] == nobody["examination"] == nobody["all"]
