"""The report's figures of departments are the ones that the cases are held to."""

import pytest

from journeysim.measure import measure, summarise
from journeysim.simulate import simulate
from tests.truth import record
from tests.truth.cases import case
from tests.truth.held import QUICK, process, seed, window
from tests.truth.kinds import SECONDS
from tests.truth.record import Record


@pytest.mark.parametrize(
    ("name", "staff"), [("erlangc_herzog", 13), ("erlangA_herzog_c9", 9), ("mmnE2_10_1_10", 10), ("md5_4.5", 5)]
)
def test_the_report_says_what_is_held(name: str, staff: int) -> None:
    """Waits, abandonment, service level and occupancy are the same from the log and in the report."""
    of, span = case(name), window(case(name), QUICK)
    log = simulate(process(name, QUICK, 1.0), seed=seed(name, QUICK))
    unit = SECONDS[of.unit]
    seen, desk = Record(log, unit, span.begin, span.end), log.book.departments[0]
    reported = summarise([measure(log)], scenario=name).departments[desk.name]

    def share(pair: tuple[float, float]) -> float:
        return pair[0] / pair[1]

    held = {
        "wait_mean": share(record.wait_mean()(seen)) * unit,
        "wait_mean_served": share(record.wait_mean_served(seen)) * unit,
        "abandonment": share(record.abandons(seen)),
        "service_level": share(record.served_within(desk.answer_within / unit)(seen)),
        "occupancy": share(record.busy(staff)(seen)),
    }
    assert {figure: reported[figure].value for figure in held} == pytest.approx(held, rel=1e-9)
