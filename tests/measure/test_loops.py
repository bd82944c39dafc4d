from journeysim.measure import journeys, measure, summarise
from journeysim.model.log import Came, Door, Left
from journeysim.model.sample import LoopTally
from tests.measure.logs import REFER, REFUSE, TRANSFER, Told


def round_trip(told: Told, time: float, visit: int, case: int = 0) -> None:
    """Hotline gate, chat, store."""
    told.turned_away(time, "hotline", case)
    told.served(time + 10, visit, "care", REFER, case, channel="chat")
    told.served(time + 30, visit + 1, "desk", REFUSE, case, channel="store")


def test_three_rounds_are_three_loops() -> None:
    """A path that returns three times to its start is one loop walked three times, of three attempts each."""
    told = Told().arises(0)
    for number in range(3):
        round_trip(told, 100 * number, 2 * number)
    told.turned_away(400, "hotline")
    sample = measure(told.log())
    assert sample.loops == (LoopTally(("hotline", "chat", "store"), rounds=3, attempts=9, cases=1),)
    assert sample.all["loops"] == 3


def test_a_loop_is_the_same_wherever_it_was_entered() -> None:
    """Signatures start at the channel that stands first in the file."""
    told = Told().arises(0, 0).arises(0, 1)
    round_trip(told, 0, 0)
    told.turned_away(60, "hotline")
    told.served(10, 8, "desk", REFUSE, 1, channel="store").turned_away(30, "hotline", 1)
    told.served(40, 9, "care", REFER, 1, channel="chat").served(60, 10, "desk", REFUSE, 1, channel="store")
    assert measure(told.log()).loops == (LoopTally(("hotline", "chat", "store"), 2, 6, 2),)


def test_nothing_is_a_loop_once_the_situation_has_changed() -> None:
    """The same department with another fact, note or pending thing is another place."""
    told = Told().arises(0).served(10, 0, "care", REFER, channel="chat")
    told.served(30, 1, "care", REFER, channel="chat", situation=1)
    assert measure(told.log()).loops == ()


def test_an_unknown_situation_closes_no_loop() -> None:
    """Where the log does not say what held, nobody can say that nothing changed."""
    told = Told().arises(0).served(10, 0, "care", REFER, channel="chat", situation=-1)
    told.served(30, 1, "care", REFER, channel="chat", situation=-1)
    assert measure(told.log()).loops == ()


def test_an_inner_loop_is_erased_before_the_outer_closes() -> None:
    """Chat, store, hotline, store, chat: the attempts of the inner loop are not counted again in the outer."""
    told = Told().arises(0)
    told.served(0, 0, "care", REFER, channel="chat").served(20, 1, "desk", REFUSE, channel="store")
    told.turned_away(40, "hotline")
    told.served(50, 2, "desk", REFUSE, channel="store").served(70, 3, "care", REFER, channel="chat")
    assert measure(told.log()).loops == (
        LoopTally(("chat", "store"), 1, 2, 1),
        LoopTally(("hotline", "store"), 1, 2, 1),
    )


def test_lines_left_and_closed_doors_are_attempts_in_a_loop_but_no_stops() -> None:
    """An abandoned call and a closed door lengthen the round and do not stand in its signature."""
    told = Told().arises(0).turned_away(0, "hotline")
    told.joins(10, 0, "care", channel="chat").abandons(20, 0)
    told.joins(30, 1, "care", channel="chat").leaves(40, 1, why=Left.SENT_AWAY)
    told.turned_away(50, "store", door=Door.CLOSED).turned_away(60, "hotline")
    assert measure(told.log()).loops == (LoopTally(("hotline",), 1, 4, 1),)


def test_chasing_before_the_told_date_is_no_stop() -> None:
    """Who asks too early has not been sent round."""
    told = Told().arises(0).served(10, 0, "care", REFER, channel="chat")
    told.served(30, 1, "care", REFER, channel="chat", early=True)
    assert measure(told.log()).loops == ()


def test_a_visit_under_way_at_the_horizon_is_a_stop() -> None:
    """Joining the line again is coming back, served or not yet."""
    told = Told(horizon=100).arises(0).served(10, 0, "care", REFER, channel="chat")
    told.joins(50, 1, "care", channel="chat")
    assert measure(told.log()).loops == (LoopTally(("chat",), 1, 1, 1),)


def test_transfers_are_called_by_their_department() -> None:
    """A loop inside the company takes no attempt."""
    told = Told().arises(0).served(0, 0, "care", TRANSFER, channel="hotline")
    told.served(20, 1, "desk", TRANSFER, channel="hotline", came=Came.TRANSFER)
    told.served(40, 2, "care", TRANSFER, channel="hotline", came=Came.TRANSFER)
    log = told.log()
    assert measure(log).loops == (LoopTally(("care", "desk"), 1, 0, 1),)
    assert journeys(log)["ping_pong"].tolist() == [1]


def test_ping_pong_needs_another_department_in_between() -> None:
    """Care, care, care is no ping-pong; care, desk, care, desk is two."""
    told = Told().arises(0, 0).arises(0, 1)
    for visit, department in enumerate(["care", "care", "care"]):
        told.served(20 * visit, visit, department, REFER, 0, channel="hotline", situation=-1)
    for visit, department in enumerate(["care", "desk", "care", "desk"], start=3):
        told.served(20 * visit, visit, department, REFER, 1, channel="hotline", situation=-1)
    assert journeys(told.log())["ping_pong"].tolist() == [0, 2]


def test_cases_that_do_not_count_walk_no_loops() -> None:
    """A loop of a case that arose in the warm-up is in the table and not in the report."""
    told = Told(warm_up=50).arises(0).turned_away(10, "hotline").turned_away(20, "hotline").arises(60, 1)
    log = told.log()
    assert journeys(log)["loops"].tolist() == [1, 0]
    assert measure(log).loops == ()


def test_loops_of_all_replications_are_one_table() -> None:
    """Rounds and cases are means over replications, 0 where the loop was not walked; length is of all rounds
    together.
    """
    walked = Told(replication=0).arises(0).turned_away(10, "hotline").turned_away(20, "hotline")
    spared = Told(replication=1).arises(0)
    (loop,) = summarise([measure(walked.log()), measure(spared.log())], scenario="rounds").loops
    assert (loop.signature, loop.length) == (("hotline",), 1)
    assert (loop.rounds.value, loop.rounds.n, loop.cases.value) == (0.5, 2, 0.5)
