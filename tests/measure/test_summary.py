import math
import pickle

import numpy as np
import pytest

from journeysim.measure import measure, summarise
from journeysim.measure.intervals import interval
from journeysim.model.report import Figure
from tests.measure.logs import FIX, Told

LAW_EXAMPLE = [1.2, 1.5, 1.68, 1.89, 0.95, 1.49, 1.58, 1.55, 0.5, 1.09]
"""Law, Simulation Modeling and Analysis, example 4.26: mean 1.34, half width at 90 % 0.24."""

NURSE = [
    9.842379990825465,
    10.060423560536304,
    9.925089673744292,
    9.938503720153147,
    10.016611116790997,
    9.883800932020227,
    10.040555259165185,
    10.086612424440187,
    10.202806309000646,
    10.093238146039786,
]
"""The first ten replications of the M/M/5 example of pydesrap_mms; published: 9.929978866589812 to
10.088025359951484.
"""


def test_intervals_are_those_of_the_textbook() -> None:
    """Student's t at 90 % on ten values."""
    figure = interval(LAW_EXAMPLE, level=0.90)
    assert figure.value == pytest.approx(1.343)
    assert (figure.low, figure.high) == pytest.approx((1.105746585510603, 1.580253414489397))


def test_intervals_are_at_95_percent() -> None:
    """As published for ten replications of a simulation."""
    figure = interval(NURSE)
    assert (figure.low, figure.high) == pytest.approx((9.929978866591764, 10.088025359951484))
    assert figure.n == 10


def test_equal_values_give_a_point() -> None:
    """Without spread the interval is the value itself, to the last digit."""
    assert interval([0.1] * 7) == Figure(0.1, 0.1, 0.1, 7)


def test_an_interval_takes_two_replications() -> None:
    """One value has no interval, and none has no value; a replication without the figure does not count."""
    assert interval([3.0]) == Figure(3.0, None, None, 1)
    assert interval([math.nan, 3.0]) == Figure(3.0, None, None, 1)
    assert interval([math.nan]) == Figure(None, None, None, 0)
    assert interval([]) == Figure(None, None, None, 0)


def test_a_bias_of_order_does_not_exist() -> None:
    """The mean is the same whatever the order of its values."""
    values = np.random.default_rng(1).lognormal(size=50).tolist()
    assert interval(values) == interval(values[::-1])


def one(replication: int, resolved: bool) -> Told:
    """A replication with one case, of a segment of its own."""
    told = Told(replication=replication).on_duty(0, "care", 1)
    told.arises(0, 0, population=replication % 2).served(10, 0, "care", FIX, channel="hotline")
    return told.resolves(20) if resolved else told


def test_a_report_is_the_mean_of_its_replications() -> None:
    """Cases are counted over all, figures are means over the replications that have them, and the order does not
    matter.
    """
    samples = [measure(one(index, index < 3).log()) for index in range(4)]
    report = summarise(samples, scenario="desk", variant="more staff", about="why", currency="EUR", notes=["so"])
    assert (report.scenario, report.variant, report.about, report.currency) == ("desk", "more staff", "why", "EUR")
    assert (report.seed, report.replications, report.cases, report.notes) == (1, 4, 4, ("so",))
    assert report.all["resolved"].value == 0.75
    assert report.all["time_to_resolution_median"] == Figure(20, 20, 20, 3)
    assert report.segments["leaver"]["resolved"] == Figure(1, 1, 1, 2)
    assert report.issues["question"]["resolved"].n == 0
    assert report.departments["care"]["handled"].value == 1
    assert summarise(samples[::-1], scenario="desk") == summarise(samples, scenario="desk")


def test_a_report_needs_samples_of_different_replications() -> None:
    """Nothing has no mean, and the same replication twice is no second one."""
    with pytest.raises(ValueError, match="at least one"):
        summarise([], scenario="desk")
    sample = measure(one(0, True).log())
    with pytest.raises(ValueError, match="same replication"):
        summarise([sample, sample], scenario="desk")


def test_a_sample_travels_light() -> None:
    """Between processes it is a few kilobytes, and arrives as it was sent."""
    sample = measure(one(0, True).log())
    sent = pickle.dumps(sample)
    assert len(sent) < 10_000
    assert summarise([pickle.loads(sent)], scenario="desk") == summarise([sample], scenario="desk")


def test_a_run_in_which_nothing_happens_has_a_report() -> None:
    """No cases: figures exist by name and have no value."""
    report = summarise([measure(Told().log())], scenario="quiet")
    assert report.cases == 0
    assert report.all["resolved"] == Figure(None, None, None, 0)
    assert (report.loops, report.dead_ends) == ((), ())
