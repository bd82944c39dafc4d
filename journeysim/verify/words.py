"""What moves and outcomes are called in a sentence that a process owner reads."""

from journeysim.model.duration import in_words
from journeysim.model.process import NONE, Does, Item, OutcomeNode, Process, State
from journeysim.model.scenario import Condition, Promise, Refuse, Resolve, Test

BOUNDS = (("at_least", "at least"), ("over", "over"), ("under", "under"))


def listed(names: list[str], last: str = "or") -> str:
    """`a`, `a or b`, `a, b or c`."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {last} {names[-1]}"


def odds_in_words(chance: float) -> str:
    """A chance in percent; what is neither sure nor out of the question never reads as if it were."""
    if 0 < chance < 0.01:
        return "under 1%"
    return "over 99%" if 0.99 < chance < 1 else f"{chance:.0%}"


def condition_in_words(condition: Condition) -> str:
    """A condition as the file would say it: `contract: ended, or number: recognised`."""
    return ", or ".join(" and ".join(test_in_words(test) for test in group) for group in condition)


def test_in_words(test: Test) -> str:
    """One test: `contract: ended`, `contacts at least 3`."""
    if test.values:
        return f"{test.about}: {listed(list(test.values))}"
    parts = []
    for field, word in BOUNDS:
        bound = getattr(test, field)
        if bound is not None:
            parts.append(f"{word} {bound:g}" if test.about in ("contacts", "mood") else f"{word} {in_words(bound)}")
    return f"{test.about} {' and '.join(parts)}"


def who(process: Process, state: State) -> str:
    """The customer: `a leaver with refund (contract: ended, number: unknown)`."""
    population, attributes = process.traits[state.traits]
    told = process.populations[population]
    are = ", ".join(f"{name}: {value}" for name, value in attributes.items())
    return f"{told.segment} with {told.issue}" + (f" ({are})" if are else "")


def outcome_in_words(process: Process, outcome: OutcomeNode) -> str:
    """What an outcome does, as a verb phrase whose subject is the department."""
    phrase = _does(process, outcome)
    for fact, value in outcome.sets:
        phrase += f" and sets {process.fact_names[fact]} to {process.fact_values[fact][value]}"
    if outcome.source.says:
        phrase += f": “{outcome.source.says}”"
    return phrase


def _does(process: Process, outcome: OutcomeNode) -> str:
    verb = outcome.source.verb
    match outcome.does:
        case Does.RESOLVE:
            return "resolves the case"
        case Does.TAKES:
            assert isinstance(verb, Resolve), "a resolution that takes time"
            mean = getattr(verb.after, "mean", None)
            told = "without telling anybody" if verb.silently else "and says so"
            return f"sees to it, which takes {'' if mean is None else f'about {in_words(mean)}'}, {told}"
        case Does.TRANSFER:
            return f"passes them on to {process.departments[outcome.to[0]].name}"
        case Does.REFER:
            return f"sends them to {listed([process.channels[channel].name for channel in outcome.to])}"
        case Does.PROMISE:
            assert isinstance(verb, Promise), "promises promise"
            return f"promises it within {in_words(verb.within)}"
        case Does.TICKET:
            return f"hands it to {process.departments[outcome.to[0]].name}"
        case Does.CALL:
            return "has them called"
        case Does.REFUSE:
            assert isinstance(verb, Refuse), "refusals have a reason"
            return f"says no ({verb.reason})"
        case Does.DROP:
            return "loses it without a word"


def item_in_words(process: Process, item: Item) -> str:
    """A pending thing: `the ticket at finance`, `the promise of 30 days`."""
    if item.outcome == NONE:
        return f"the message by {process.channels[item.channel].name}"
    verb = process.outcomes[item.outcome].source.verb
    if process.is_call(item):
        return f"the call of {process.departments[item.department].name}"
    if item.department != NONE:
        return f"what was handed to {process.departments[item.department].name}"
    if isinstance(verb, Promise):
        return f"the promise of {in_words(verb.within)}"
    return "the resolution that was under way"


AS_YOU = ("use", "unic", "unio", "unit", "univ", "eu", "one")
"""How words begin that begin with a vowel in writing, and not when spoken."""


def in_full(segment: str) -> str:
    """A segment at the head of a sentence: `A leaver`, `An early bird`, `A user`."""
    name = segment.lower()
    return f"{'An' if name[0] in 'aeiou' and not name.startswith(AS_YOU) else 'A'} {segment}"


def customers_of(segment: str) -> str:
    """Those of a segment: `leaver customers`, but `customers` and `new customers`."""
    return f"{segment}s" if segment.endswith("customer") else f"{segment} customers"


def condition_in_yaml(condition: Condition) -> str:
    """A condition as one writes it in a scenario, in braces."""
    groups = [f"{{{', '.join(_test_in_yaml(test) for test in group)}}}" for group in condition]
    return groups[0] if len(groups) == 1 else f"[{', '.join(groups)}]"


def _test_in_yaml(test: Test) -> str:
    if test.values:
        values = test.values[0] if len(test.values) == 1 else f"[{', '.join(test.values)}]"
        return f"{test.about}: {values}"
    parts = []
    for field, word in BOUNDS:
        bound = getattr(test, field)
        if bound is not None:
            parts.append(f"{word}: {bound:g}" if test.about in ("contacts", "mood") else f"{word}: {bound:g} s")
    return f"{test.about}: {{{', '.join(parts)}}}"
