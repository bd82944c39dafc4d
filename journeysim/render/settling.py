"""What the customer says of promises, of resolutions and what becomes of them, and of coming to an end."""

from journeysim.model.journey import Moment
from journeysim.model.log import Stop
from journeysim.render.narrator import Narrator, rule

# --- promises ---


def kept(teller: Narrator, moment: Moment) -> None:
    """A promise is carried out; of one to be called the customer knows once the call comes."""
    if moment.at in teller.to_be_called:
        assert moment.outcome is not None
        teller.behind(moment.at, f"a promise is kept: {rule(moment.outcome)}")
        return
    note = teller.note_of(moment.outcome) if moment.outcome is not None else ""
    late = "what they had promised came after all, late" if moment.amount else "they kept their word"
    teller.say_on(moment.at, f"{late}{note}.")
    teller.kept = moment.at


def broken(teller: Narrator, moment: Moment) -> None:
    """The day comes and goes."""
    note = teller.note_of(moment.outcome) if moment.outcome is not None else ""
    way = teller.one_of(
        "broken",
        "their promise ran out, and nothing had come",
        "the day that they had named went by without a word",
        "once more nothing had come of their promise",
    )
    teller.say_on(moment.at, f"{way}{note}.")


def void(teller: Narrator, moment: Moment) -> None:
    """A promise needs no keeping any more."""
    if moment.outcome is not None:
        teller.behind(moment.at, f"a promise has no point any more: {rule(moment.outcome)}")


# --- resolutions ---


def resolves(teller: Narrator, moment: Moment) -> None:
    """A resolution takes effect, for good or seemingly."""
    if moment.outcome is None:
        teller.say_on(moment.at, "the trouble went away by itself.")
        return
    note = teller.note_of(moment.outcome)
    seems = any(at > moment.at for at in teller.reopened)
    if teller.hears_now(moment.at) or teller.kept == moment.at:
        if seems:
            teller.go_on("So it seemed.")
        elif teller.kept == moment.at or (teller.heard is not None and teller.heard[1].says):
            teller.go_on(f"With that it was settled{note if teller.kept == moment.at else ''}.")
        return
    how = " at last"
    if teller.until is not None and teller.until.date() >= moment.at.date():
        on_the_day = teller.until.date() == moment.at.date()
        how = ", as they had said" if on_the_day else ", sooner than they had said"
    teller.say_on(moment.at, f"it {'seemed to be' if seems else 'was'} settled{how}{note}.")


def reopens(teller: Narrator, moment: Moment) -> None:
    """The fix did not work."""
    note = teller.note_of(moment.outcome) if moment.outcome is not None else ""
    teller.say_on(moment.at, f"the trouble was back: what they had done was no help{note}.")


# --- ends ---

NOWHERE = ("I knew of no other door to knock at", "I had no other door to knock at")
EVERYWHERE = ("I had been to every door that I knew", "once more I had been everywhere")
"""How it is said that nothing is left to try, by whether one door is known or several."""


def dead_end(teller: Narrator, moment: Moment) -> None:
    """Nothing is left to try or to wait for."""
    several = len(teller.tried) > 1
    teller.stuck = moment.at
    where = teller.one_of("dead end", *(EVERYWHERE if several else NOWHERE))
    if teller.waits_for_an_answer():
        teller.say_that_day(moment.at, f"there was still no answer, and {where}.")
    else:
        teller.say_that_day(moment.at, f"{where}, and there was nothing left to wait for.")


def starts_over(teller: Narrator, moment: Moment) -> None:
    """Another round."""
    if len(teller.tried) > 1:
        ways = ("I made up my mind to begin again from the beginning.", "So I began yet again.")
    else:
        ways = ("I made up my mind to try once more.", "I did not let it rest.")
    if teller.stuck != moment.at and teller.waits_for_an_answer():
        teller.say_that_day(moment.at, "there was still no answer.")
    teller.say(teller.one_of("over", *ways))


STOPS = {
    Stop.DEAD_END: "I stopped there.",
    Stop.ATTEMPTS: "I had tried too often, and gave up.",
    Stop.EFFORT: "I had spent too many hours on it, and gave up.",
    Stop.MOOD: "I was so fed up with it that I gave up.",
    Stop.OPEN_FOR: "I gave it up, for it had gone on too long.",
    Stop.ABANDONED: "I had had enough of waiting, and did not try again.",
    Stop.NOTHING_LEFT: "I knew of no other door to knock at, and stopped.",
}
"""Why the customer stopped, in their own words."""


def stops(teller: Narrator, moment: Moment) -> None:
    """The customer stops trying."""
    assert isinstance(moment.reason, Stop)
    teller.say_that_day(moment.at, STOPS[moment.reason])
