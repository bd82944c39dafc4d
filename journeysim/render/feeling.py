"""What the customer says of their own feelings: as they sink, as an answer moves them, and what is left at the end."""

from journeysim.model.journey import Journey, Loyalty, Moment
from journeysim.model.log import Kind, Why
from journeysim.render.narrator import Narrator

UPSET = -0.2
"""The mood in which somebody says so from the start."""

SINKS = ((-0.8, "I had lost all faith in them."), (-0.5, "By now I was angry."), (-0.25, "It began to annoy me."))
"""What is said once a mood is as low as that; only the lowest, and each once."""

STIRS = 0.3
"""How far an answer moves a mood that is worth a word."""

ENDINGS = {
    "resolved": "It is settled now.",
    "gave up": "I have given up. Please do not take my silence for contentment.",
    "dead end": "I do not know whom else to ask.",
    "unresolved": "I am still waiting.",
}
"""The last words, by how the journey ends."""

LOYAL = {
    Loyalty.RECOMMENDS: "I shall gladly recommend them.",
    Loyalty.RECOVERED: "I had meant to leave; now I shall speak well of them wherever I can.",
}
"""What is said beside it by those who like to come back."""


def upset(teller: Narrator, moment: Moment) -> str:
    """What the first sentence says of the mood in which it begins."""
    teller.mood = teller.lowest = moment.mood
    return ", and I was upset" if moment.mood is not None and moment.mood <= UPSET else ""


def feels(teller: Narrator, moment: Moment) -> None:
    """What this moment does to the customer, where it is worth a word."""
    if moment.mood is None or teller.mood is None or teller.lowest is None:
        return
    moved, teller.mood = moment.mood - teller.mood, moment.mood
    sank, teller.lowest = teller.lowest, min(teller.lowest, moment.mood)
    sunk = next((words for mood, words in SINKS if teller.lowest <= mood < sank), "")
    if moment.kind is Kind.ENDS and moved >= STIRS:
        teller.think(moment.at, teller.one_of("calmed", "That calmed me at once.", "It did me good to hear it."))
    elif moment.kind is Kind.ENDS and moved <= -STIRS:
        teller.think(moment.at, teller.one_of("stung", "That stung.", "It was said in a tone that I shall not forget."))
    elif sunk:
        teller.think(moment.at, sunk)


def last_words(journey: Journey) -> str:
    """How it ended, and what is left of the customer."""
    ended = ENDINGS[journey.ending]
    match journey.loyalty:
        case Loyalty.RECOMMENDS | Loyalty.RECOVERED:
            return f"{ended} {LOYAL[journey.loyalty]}"
        case Loyalty.LEAVES if journey.ending == "resolved":
            return f"{ended} {'They' if _complained(journey) else 'I never complained to anybody; they'} have lost me."
        case Loyalty.LEAVES:
            return f"{ended} They have lost me as a customer."
        case _:
            return ended


def _complained(journey: Journey) -> bool:
    """Whether they ever went over somebody's head, or into public."""
    tries = (moment for moment in journey.moments if moment.kind is Kind.ATTEMPT)
    return any(one.reason is Why.ESCALATES or (one.channel is not None and one.channel.public) for one in tries)
