"""The formulas against numbers that others published."""

import pytest

from tests.truth.cases import CASES, case
from tests.truth.published import PUBLISHED


@pytest.mark.parametrize("name", CASES)
def test_formula_gives_the_published_numbers(name: str) -> None:
    """Each published figure of a case is what our own formula gives, to six digits."""
    known = {figure: value for figure, (value, _) in case(name).known.items()}

    assert {figure: known[figure] for figure in PUBLISHED[name]} == pytest.approx(PUBLISHED[name], rel=2e-6)
