from journeysim.measure import journeys, measure, summarise
from journeysim.model.log import Door, Kind, Stop
from journeysim.model.sample import DeadEndTally
from tests.measure.logs import REFER, REFUSE, Told

GATE = "hotline turned away at its gate (shop.yaml:9)"
SENT = "care: send on (shop.yaml:21)"
REFUSED = "desk: not here (shop.yaml:30)"


def test_a_dead_end_names_the_last_stop_and_all_that_led_there() -> None:
    """Gates and rules since the case arose, each once and with its line, in the order of the file."""
    told = Told().arises(0).served(10, 0, "desk", REFUSE, channel="store")
    told.turned_away(30, "hotline").turned_away(40, "hotline")
    told.served(50, 1, "care", REFER, channel="chat")
    told.says(Kind.DEAD_END, 60).stops(60, cause=Stop.DEAD_END)
    log = told.log()
    assert measure(log).dead_ends == (DeadEndTally("chat", "leaver", "refund", (GATE, SENT, REFUSED), 1, 1),)
    assert journeys(log)["dead_end_hits"].tolist() == [1]


def test_what_came_before_a_change_did_not_lead_there() -> None:
    """Since the customer last perceived a change; doors other than the gate are named too."""
    told = Told().arises(0).turned_away(10, "hotline").says(Kind.PERCEIVES, 20)
    told.turned_away(30, "chat", door=Door.CLOSED).says(Kind.DEAD_END, 40)
    assert measure(told.log()).dead_ends == (DeadEndTally("chat", "leaver", "refund", ("chat was closed",), 1, 0),)


def test_a_line_that_was_left_led_there_too() -> None:
    """Who only ever hung up met no gate and no rule, and yet has been somewhere."""
    told = Told().arises(0).joins(10, 0, "care", channel="hotline").abandons(60, 0).says(Kind.DEAD_END, 60)
    assert measure(told.log()).dead_ends == (
        DeadEndTally("hotline", "leaver", "refund", ("the line of care was left",), 1, 0),
    )


def test_only_the_last_hit_before_the_stop_is_final() -> None:
    """Another round may start from a dead end; who gives up for another reason did not end in one."""
    told = Told().arises(0, 0).arises(0, 1)
    for case in (0, 1):
        told.turned_away(10, "hotline", case).says(Kind.DEAD_END, 20, case).says(Kind.STARTS_OVER, 20, case)
        told.turned_away(30, "hotline", case).says(Kind.DEAD_END, 40, case)
    told.stops(40, 0, cause=Stop.DEAD_END).stops(50, 1, cause=Stop.OPEN_FOR)
    assert measure(told.log()).dead_ends == (DeadEndTally("hotline", "leaver", "refund", (GATE,), 4, 1),)


def test_dead_ends_are_told_apart_by_who_met_them() -> None:
    """Segments and issues have their own lines, the most frequent first."""
    told = Told().arises(0, 0, population=1).arises(0, 1, population=0).arises(0, 2, population=0)
    for case in range(3):
        told.turned_away(10, "hotline", case).says(Kind.DEAD_END, 20, case)
    assert [(end.segment, end.hits) for end in measure(told.log()).dead_ends] == [("leaver", 2), ("subscriber", 1)]


def test_a_dead_end_before_any_attempt_is_nowhere() -> None:
    """With nothing tried there is no last stop and nothing that led there."""
    told = Told().arises(0, 0).turned_away(10, "hotline", 0).arises(20, 1).says(Kind.DEAD_END, 30, 1)
    assert measure(told.log()).dead_ends == (DeadEndTally("", "leaver", "refund", (), 1, 0),)


def test_dead_ends_of_all_replications_are_one_table() -> None:
    """Hits and final are means per replication, 0 where it was not met."""
    met = Told(replication=0).arises(0).turned_away(10, "hotline").says(Kind.DEAD_END, 20)
    met.stops(20, cause=Stop.DEAD_END)
    spared = Told(replication=1).arises(0)
    (end,) = summarise([measure(met.log()), measure(spared.log())], scenario="walls").dead_ends
    assert (end.where, end.causes, end.hits.value, end.final.value) == ("hotline", (GATE,), 0.5, 0.5)
