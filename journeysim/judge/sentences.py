"""An expectation as a sentence that begins with the name of its figure."""

from journeysim.model.duration import in_words
from journeysim.model.figures import BY_NAME
from journeysim.model.scenario import Bound, Condition, Expectation, Test


def sentence(expectation: Expectation) -> str:
    """For example `time_to_resolution_median between 50 days and 75 days for segment leaver`."""
    figure = expectation.figure
    if expectation.verdicts:
        figure += f" {' or '.join(expectation.verdicts)}"
    if expectation.share is not None:
        figure = f"share with {condition(expectation.share)}"
    if expectation.within is not None:
        figure += f" within {in_words(expectation.within)}"
    scope = "" if expectation.scope is None else f" for {condition(expectation.scope)}"
    return " ".join(part for part in (figure, limits(expectation)) if part) + scope


def limits(expectation: Expectation) -> str:
    """The limits, in the unit of the figure."""
    unit = unit_of(expectation)
    low, high = expectation.at_least, expectation.at_most
    if low is not None and high is not None:
        return f"between {limit(low, unit)} and {limit(high, unit)}"
    if low is not None:
        return f"at least {limit(low, unit)}"
    return "" if high is None else f"at most {limit(high, unit)}"


def unit_of(expectation: Expectation) -> str:
    """The unit of its figure; what the scenario counts by itself is a count."""
    if expectation.share is not None or expectation.figure.startswith("resolved_within_"):
        return "share"
    known = BY_NAME.get(expectation.figure)
    return "count" if known is None else known.unit


def limit(bound: Bound, unit: str) -> str:
    """One limit in words."""
    if bound.of_baseline:
        return f"{bound.value * 100:g}% of baseline"
    match unit:
        case "share":
            return f"{bound.value * 100:g}%"
        case "seconds":
            return in_words(bound.value)
        case "minutes":
            return f"{bound.value:g} min"
        case _:
            return f"{bound.value:g}"


def condition(condition: Condition) -> str:
    """Groups joined by `or`, tests within one by `and`."""
    return " or ".join(" and ".join(test(one) for one in group) for group in condition)


def test(test: Test) -> str:
    """One test: what it is about, and its values or bounds."""
    said = " / ".join(test.values)
    number = "{:g}".format if test.about == "contacts" else in_words
    for word, bound in (("at least", test.at_least), ("over", test.over), ("under", test.under)):
        if bound is not None:
            said += f" {word} {number(bound)}"
    return f"{test.about} {said.strip()}"
