"""What the customer says of each kind of row; `TELLINGS` has one teller for each."""

import datetime as dt
from collections.abc import Callable, Mapping

from journeysim.model.journey import Moment
from journeysim.model.log import Came, Door, Kind, Left, OutcomeInfo, Why
from journeysim.render.attempting import PUBLISHES, TRIES, WRITES
from journeysim.render.feeling import upset
from journeysim.render.narrator import Narrator, rule, waited
from journeysim.render.phoned import calls, on_the_phone, returns, spoke, voicemail
from journeysim.render.settling import broken, dead_end, kept, reopens, resolves, starts_over, stops, void
from journeysim.render.spoken import again, day, days, listed, span, the, those

Teller = Callable[[Narrator, Moment], None]

TEDIOUS = dt.timedelta(minutes=10)
"""Own time before the door that is worth a word."""


def key(moment: Moment) -> tuple[object, ...]:
    """What makes two moments the same to tell, whenever they were."""
    channel = None if moment.channel is None else moment.channel.name
    one, done = moment.outcome, None
    if one is not None:  # rules and outcomes may share a line
        done = one.place, one.rule, one.verb, one.says
    reason = None if moment.kind is Kind.ATTEMPT else moment.reason
    return moment.kind, channel, moment.department, done, reason, moment.amount


# --- beginnings ---


def arises(teller: Narrator, moment: Moment) -> None:
    """The first day."""
    teller.last = moment.at
    teller.say(f"It began on {day(moment.at.date(), year=True)}{upset(teller, moment)}.")


def acts(teller: Narrator, moment: Moment) -> None:
    """The company does something of itself, and may say so."""
    if moment.outcome is not None:
        hear(teller, moment, moment.outcome, teller.one_of("acts", "They told me", "A message from them came"))


# --- attempts ---


def attempts(teller: Narrator, moment: Moment) -> None:
    """An attempt begins; what came of it ends the sentence."""
    if moment.reason is Why.RETURNED:
        return  # told as they return the voicemail
    assert moment.channel is not None
    assert isinstance(moment.reason, Why)
    name = moment.channel.name
    before = teller.tried[name]
    teller.tried[name] += 1
    writes = moment.channel.kind == "message"
    ways = ((PUBLISHES if moment.channel.public else WRITES) if writes else TRIES)[moment.reason]
    where = name if writes else the(name)
    if moment.early:
        where += ", though the day that they named had not come,"
    said = teller.one_of(f"tries {moment.reason}", *ways).format(where, late=_late(teller, moment.at))
    teller.begin(moment.at, (said + again(before)).removesuffix(","), counts=moment.reason is Why.CHASE)
    teller.asked = moment.at if writes else None
    teller.lasts = moment.lasts or dt.timedelta()


def _late(teller: Narrator, at: dt.datetime) -> str:
    """How long the customer has waited in vain."""
    if teller.until is not None and teller.until < at:
        late = (at.date() - teller.until.date()).days
        return f"given them {days(late) if late else span(at - teller.until)} more than they had asked for"
    return f"heard nothing for {span(at - (teller.heard[0] if teller.heard else teller.arose))}"


def arrive(teller: Narrator, moment: Moment) -> None:
    """Word may have come on the way: then the attempt is taken up again."""
    if not teller.begun and moment.channel is not None:
        teller.begin(moment.at, f"I came to {the(moment.channel.name)}")


def turned_away(teller: Narrator, moment: Moment) -> None:
    """The attempt came to no line."""
    arrive(teller, moment)
    match moment.reason:
        case Door.GATE:
            assert moment.channel is not None
            gate = f" ({moment.channel.gate})" if moment.channel.gate else ""
            note = teller.note(f"the gate of {moment.channel.name}{gate}")
            if teller.lasts >= TEDIOUS:
                end = f"; it took me {span(teller.lasts)} to be turned away at the door"
            else:
                end = teller.one_of(
                    "gate",
                    ", and it would not let me in",
                    ", and was turned away at once",
                    ", and again it would not have me",
                    ", and it shut me out as before",
                )
            teller.finish(f"{end}{note}.")
        case Door.CLOSED:
            teller.finish(teller.one_of("closed", ", but it was closed.", ", and found it closed."))
        case Door.NOT_FOUND:
            looked = f"looked for {span(teller.lasts)} and" if teller.lasts >= TEDIOUS else "but"
            teller.finish(f", {looked} could not find it.")
        case _:
            teller.finish(", but the line was full, and they sent me away.")


def merges(teller: Narrator, moment: Moment) -> None:
    """A second message while the first still lies there."""
    arrive(teller, moment)
    teller.finish(", only to learn that my last message was still lying there.")


def unnoticed(teller: Narrator, moment: Moment) -> None:
    """Nobody reads it, which the customer cannot know."""
    teller.finish()
    teller.behind(moment.at, "nobody notices it")


def informed(teller: Narrator, moment: Moment) -> None:
    """An announcement says that the trouble is known, and that is enough."""
    teller.finish(", heard a voice say that they knew of the trouble, and hung up content.")


def joins(teller: Narrator, moment: Moment) -> None:
    """A line, a mailbox, or a desk that the customer never sees."""
    if teller.is_theirs(moment) or on_the_phone(teller, moment):
        return
    if teller.is_message(moment) and moment.reason is Came.CUSTOMER:
        teller.finish()
        return
    teller.behind(moment.at, f"it comes to {those(moment.department or '')}")


def abandons(teller: Narrator, moment: Moment) -> None:
    """The customer leaves the line."""
    joined = teller.joined.get(moment.visit)
    wait = waited(moment.at - joined.at) if joined else ""
    if not teller.begun:
        teller.begin(moment.at, f"there I was in line again, for {those(moment.department or '')}")
    if moment.reason is Left.BALKED:
        teller.finish(", heard how long the line was and turned round.")
    else:
        teller.finish(f", waited {wait} and hung up." if wait else ", and hung up before anybody answered.")


def holds(teller: Narrator, moment: Moment) -> None:
    """The offer of a call back is taken."""
    joined = teller.joined.get(moment.visit)
    wait = waited(moment.at - joined.at) if joined else ""
    teller.finish(f", {f'waited {wait} and' if wait else 'and'} took their offer to call me back.")


def leaves(teller: Narrator, moment: Moment) -> None:
    """The visit ends unserved."""
    if moment.visit is not None and not teller.is_theirs(moment):
        return
    if moment.reason is Left.MOVED:
        return  # nobody notices which line it is
    if moment.reason is Left.NOT_REACHED:
        teller.finish()
        teller.say_on(moment.at, "they called me back, and I missed it.")
        return
    if moment.reason is Left.SENT_AWAY:
        teller.finish(", waited until they closed, and was sent away.")
        return
    teller.finish()
    where = "While I stood in line" if moment.visit is not None else "I was still on my way when"
    teller.say(f"{where}{', ' if moment.visit is not None else ' '}it was settled without me.")


def starts(teller: Narrator, moment: Moment) -> None:
    """Somebody has time."""
    if not teller.is_theirs(moment):
        return
    joined = teller.joined[moment.visit]
    wait = waited(moment.at - joined.at + teller.lasts)
    teller.lasts = dt.timedelta()
    if joined.reason is Came.TRANSFER:
        after = f"after {wait} in another line " if wait else ""
        teller.begin(moment.at, f"{after}I spoke to {those(moment.department or '')}")
    elif not teller.begun:
        teller.begin(moment.at, "they called me back")
    elif wait:
        way = teller.one_of("wait", ", and after {} I spoke to somebody", ", and {} later it was my turn")
        teller.begun += way.format(wait)
    else:
        teller.begun += teller.one_of("at once", " and got through", " and got through at once")
    if joined.reason is Came.CUSTOMER:
        teller.answered.add(moment.visit)
    if moment.amount:
        teller.begun += teller.one_of(
            "retold",
            ", and I had to tell it all from the beginning",
            ", and again they knew nothing of me",
            ", and I told all of it anew",
        )


def puts_down(teller: Narrator, moment: Moment) -> None:
    """The shift is over."""
    if teller.is_theirs(moment):
        teller.say_on(moment.at, "their shift ended in the middle of it, and I was left to wait.")


def takes_up(teller: Narrator, moment: Moment) -> None:
    """The next shift goes on."""
    if teller.is_theirs(moment):
        teller.say_on(moment.at, "they took it up again.")


# --- what is said ---


def did(teller: Narrator, moment: Moment, outcome: OutcomeInfo) -> str:
    """What they did, where nobody's words are known, with its note."""
    note = teller.note_of(outcome)
    if moment.at in teller.resolved:
        return f"{'they had seen to it' if teller.is_message(moment) else 'they saw to it there and then'}{note}"
    ways = DID if teller.is_theirs(moment) or on_the_phone(teller, moment) else {**DID, **WROTE}
    to = listed([the(name) for name in outcome.to], "or") if outcome.to else ""
    return ways[outcome.verb].format(to=to, inside=inside(outcome), reason=outcome.reason) + note


def inside(outcome: OutcomeInfo) -> str:
    """The departments that an outcome hands it to."""
    return listed([those(name) for name in outcome.to]) if outcome.to else ""


DID = {
    "resolve": "they said that they would see to it",
    "transfer": "they put me through to {inside}",
    "refer": "they sent me to {to}",
    "promise": "they gave me their word",
    "ticket": "they passed it on to {inside}",
    "refuse": "they said no, and the reason that they gave was “{reason}”",
    "drop": "they took it from me, and I believed it was in good hands",
    "call": "they said that they would call me",
    "watchdog": "they passed it on to {inside}",
}
"""By the verb of an outcome, what the customer sees of it."""

WROTE = {
    "resolve": "they would see to it",
    "call": "they would call me",
    "transfer": "they had passed it on to {inside}",
    "refer": "I was to turn to {to}",
    "ticket": "they had passed it on to {inside}",
    "refuse": "no, and the reason that they gave was “{reason}”",
}
"""What they write of it, where that reads otherwise."""

UNSEEN = {
    "resolve": "it is settled inside, to take effect without a word",
    "transfer": "it is passed on inside to {to}",
    "refer": "it is sent on to {to}",
    "promise": "a promise is made",
    "ticket": "it is passed on inside to {to}",
    "refuse": "it is refused",
    "drop": "it is lost",
    "call": "they are to be called",
    "watchdog": "a watchdog hands it to {to}",
}
"""By the verb of an outcome, what happened where the customer heard nothing of it."""

QUIET = ("transfer", "ticket", "drop")
"""Verbs that by themselves tell nothing to somebody who is not in the conversation."""


def ends(teller: Narrator, moment: Moment) -> None:
    """Handling ends with an outcome; one that the customer is not there for may reach them, or not."""
    outcome = moment.outcome
    if outcome is None:
        if teller.is_theirs(moment):
            teller.finish(", and while we spoke it was settled elsewhere.")
        return
    if on_the_phone(teller, moment):
        spoke(teller, moment, did)
    elif teller.is_theirs(moment):
        teller.hears(moment.at, outcome)
        if not teller.begun:
            teller.begin(moment.at, "in the end they had an answer")
        if outcome.says:
            teller.finish(f": {teller.quote(outcome)}")
        else:
            teller.finish(f"; {did(teller, moment, outcome)}.")
    else:
        message = teller.is_message(moment)
        came = ("an answer came", "they answered") if message else ("word came", "a message reached me")
        hear(teller, moment, outcome, came[teller.used["answer"] % 2])


def hear(teller: Narrator, moment: Moment, outcome: OutcomeInfo, came: str) -> None:
    """Something was done while the customer was elsewhere: they are told, or it stays behind the counter."""
    reaches = moment.at in teller.told or outcome.verb in ("refer", "refuse", "promise")
    reaches = reaches or (teller.is_message(moment) and outcome.verb not in QUIET)
    if outcome.says:
        teller.say_on(moment.at, f"{came}: {teller.quote(outcome)}")
    elif reaches:
        teller.say_on(moment.at, f"{came}: {did(teller, moment, outcome)}.")
    else:
        if outcome.verb != "resolve" or moment.at not in teller.resolved:
            to = listed(outcome.to) if outcome.to else ""
            teller.behind(moment.at, f"{UNSEEN[outcome.verb].format(to=inside(outcome) or to)}: {rule(outcome)}")
        return
    teller.used["answer"] += 1
    if teller.is_message(moment):
        teller.answered.add(moment.visit)
    teller.hears(moment.at, outcome)


def told(teller: Narrator, moment: Moment) -> None:
    """A date to wait for."""
    assert moment.until is not None
    at, until = moment.at, moment.until
    heard = teller.heard
    if until.date() == at.date():
        day_named, by_then = f"{span(until - at)} at most", f"within {span(until - at)}"
    else:
        date = day(until.date(), year=until.year != at.year)
        day_named, by_then = f"{date} at the latest", f"by {date}"
    if heard is None or heard[0] != at:
        teller.say_on(at, f"word came that it would be done {by_then}.")
    elif heard[1].says:
        teller.go_on(teller.one_of("date", f"That meant {day_named}, so I waited.", f"So I waited: {day_named}."))
    else:
        teller.go_on(f"It was to be done {by_then}.")
    teller.until = until


def perceives(teller: Narrator, moment: Moment) -> None:
    """A change that nobody announced."""
    if moment.at in teller.told | teller.reopened | teller.informed:
        return
    if teller.heard is None or teller.heard[0] != moment.at:
        in_hand = moment.at in teller.in_hand
        what = "somebody had it in hand, at least" if in_hand else "something had changed, at least"
        teller.say_on(moment.at, f"I could see that {what}.")


# --- promises ---


def promises(teller: Narrator, moment: Moment) -> None:
    """A promise is made; the date is told with it."""
    if moment.outcome is not None and not teller.hears_now(moment.at):
        teller.behind(moment.at, f"a promise is made: {rule(moment.outcome)}")


def chases(teller: Narrator, moment: Moment) -> None:
    """The same thing was under way already."""
    if teller.hears_now(moment.at):
        teller.say("It was nothing new: the same thing had been under way all along.")
    elif moment.outcome is not None:
        teller.behind(moment.at, f"the same thing is pending already: {rule(moment.outcome)}")


# --- the rest ---


def on_duty(teller: Narrator, moment: Moment) -> None:
    """Who is on duty is of no case."""


TELLINGS: Mapping[Kind, Teller] = {
    Kind.ARISES: arises,
    Kind.ATTEMPT: attempts,
    Kind.TURNED_AWAY: turned_away,
    Kind.MERGES: merges,
    Kind.UNNOTICED: unnoticed,
    Kind.HOLDS: holds,
    Kind.INFORMED: informed,
    Kind.JOINS: joins,
    Kind.ABANDONS: abandons,
    Kind.STARTS: starts,
    Kind.PUTS_DOWN: puts_down,
    Kind.TAKES_UP: takes_up,
    Kind.ENDS: ends,
    Kind.LEAVES: leaves,
    Kind.ACTS: acts,
    Kind.TOLD: told,
    Kind.PERCEIVES: perceives,
    Kind.PROMISES: promises,
    Kind.CHASES: chases,
    Kind.KEPT: kept,
    Kind.BROKEN: broken,
    Kind.VOID: void,
    Kind.RESOLVES: resolves,
    Kind.REOPENS: reopens,
    Kind.DEAD_END: dead_end,
    Kind.STARTS_OVER: starts_over,
    Kind.STOPS: stops,
    Kind.ON_DUTY: on_duty,
    Kind.CALLS: calls,
    Kind.VOICEMAIL: voicemail,
    Kind.RETURNS: returns,
}
"""How each kind of row is told."""
