"""How figures are said."""

import pytest

from journeysim.model.figures import FIGURES
from journeysim.model.report import Figure
from journeysim.render.words import PLAIN, Signs, label_of, said, unit_of

SIGNS = Signs()


@pytest.mark.parametrize(
    ("value", "half", "unit", "expected"),
    [
        (0.861, 0.006, "share", "86.1% ±0.6"),
        (0.861, 0.06, "share", "86% ±6"),
        (0.9996, 0.0001, "share", "99.96% ±0.01"),
        (0.999999, 0.0, "share", "99.99%"),
        (0.00001, 0.0, "share", "<0.01%"),
        (0.0, 0.0, "share", "0%"),
        (1.0, 0.0, "share", "100%"),
        (8.2, 0.1, "count", "8.2 ±0.1"),
        (12345.6, 70.0, "count", "12 346 ±70"),
        (0.0, 0.0, "count", "0"),
        (61.4 * 86400, 1.3 * 86400, "seconds", "61.4 days ±1.3"),
        (90.0, 0.0, "seconds", "1.5 min"),
        (3.2, 0.4, "seconds", "3.2 s ±0.4"),
        (31.0, 2.0, "minutes", "31.0 min ±2.0"),
        (-0.001, 0.3, "count", "0.0 ±0.3"),
    ],
)
def test_a_figure_is_said_in_its_unit_with_as_many_digits_as_are_known(value, half, unit, expected):
    """A figure is said in its unit, with half its interval and no digit that nobody knows."""
    assert said(Figure(value, value - half, value + half, 30), unit, signs=SIGNS) == expected


def test_a_figure_of_one_replication_has_no_interval():
    """One replication tells a value and nothing about its spread."""
    assert said(Figure(0.8612, None, None, 1), "share", signs=SIGNS) == "86.1%"


def test_a_figure_that_does_not_exist_is_a_dash():
    """What does not exist is not nought."""
    assert said(Figure(None, None, None, 0), "share", signs=SIGNS) == "–"
    assert said(None, "share", signs=PLAIN) == "-"


def test_every_figure_of_the_product_has_a_unit_and_a_label():
    """No figure is shown in a unit that is not its own."""
    assert [unit_of(figure.name) for figure in FIGURES] == [figure.unit for figure in FIGURES]
    assert all(label_of(figure.name) for figure in FIGURES)
    assert unit_of("resolved_within_30d") == "share"
    assert unit_of("my own count") == "count"
