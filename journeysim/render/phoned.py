"""What the customer says of calls: those of the company, the voicemails it leaves, and calling back."""

from collections.abc import Callable

from journeysim.model.journey import Moment
from journeysim.model.log import Came, OutcomeInfo
from journeysim.render.narrator import Narrator
from journeysim.render.spoken import those


def on_the_phone(teller: Narrator, moment: Moment) -> bool:
    """Whether the visit of this row is a call of the company, or one that the customer returns."""
    joined = teller.joined.get(moment.visit)
    return joined is not None and joined.channel is None and joined.reason in (Came.CALL, Came.CUSTOMER)


def spoke(teller: Narrator, moment: Moment, did: Callable[[Narrator, Moment, OutcomeInfo], str]) -> None:
    """They have spoken; `did` says what came of it."""
    assert moment.outcome is not None
    teller.hears(moment.at, moment.outcome)
    called_back = teller.joined[moment.visit].reason is Came.CUSTOMER
    if called_back:
        teller.answered.add(moment.visit)
    if not teller.begun:
        who = those(moment.department or "")
        began = f"I got through to {who}" if called_back else f"{who} called me"
        teller.begin(moment.at, began)
    if moment.outcome.says:
        teller.finish(f": {teller.quote(moment.outcome)}")
    else:
        teller.finish(f"; {did(teller, moment, moment.outcome)}.")


def calls(teller: Narrator, moment: Moment) -> None:
    """It is time to call; the customer knows nothing of it."""
    again = f" (try {moment.amount})" if moment.amount > 1 else ""
    teller.behind(moment.at, f"a call by {those(moment.department or '')} is due{again}")


def voicemail(teller: Narrator, moment: Moment) -> None:
    """Nobody answered."""
    way = teller.one_of("voicemail", "{} called while I was out, and left a voicemail.", "I missed another call of {}.")
    teller.say_on(moment.at, way.format(those(moment.department or "")))


def returns(teller: Narrator, moment: Moment) -> None:
    """The customer calls back."""
    teller.begin(moment.at, f"I called {those(moment.department or '')} back")
