"""Words that people write from daily speech or other tools, and the next move for each: by part of a scenario."""

from collections.abc import Iterable, Mapping


def _meant(key: str, *words: str) -> dict[str, str]:
    return dict.fromkeys(words, f"did you mean '{key}'?")


_EXACT = "a plain duration is exact: write '6 min'"
_EVERY = "write it as the time between two cases: '{every: {exponential: 10 min}}'"

HINTS: Mapping[str, Mapping[str, str]] = {
    "'run'": {
        **_meant("arrivals", "days", "length", "duration"),
        "seed": "say it when it is run: '--seed 3'",
        "replications": "say it when it is run: '--replications 30'",
    },
    "'raised by'": {
        "rate": "write the rate in place of the table, such as '8 per day'",
        **dict.fromkeys(("exponential", "poisson", "uniform", "gamma", "lognormal"), _EVERY),
    },
    "'gives up'": {
        **_meant("open for", "after", "days", "age"),
        **_meant("attempts", "times", "tries", "contacts"),
    },
    "a time": {
        **dict.fromkeys(("constant", "fixed", "deterministic"), _EXACT),
        "mean": "say how it varies, like '{exponential: 6 min}'",
        "normal": "write 'lognormal' or 'gamma', which are never below zero",
        "erlang": "write 'gamma': with k phases, its cv is 1 over the root of k",
        "poisson": "write 'exponential' for the time between events that come at random",
    },
    "a distribution": dict.fromkeys(
        ("sd", "std", "stdev", "sigma"), "write 'cv', which is the standard deviation over the mean"
    ),
    "an incident": {
        **_meant("starts", "date", "day", "at", "when"),
        **_meant("lasts", "duration", "length"),
        **_meant("raised by", "cases", "customers"),
    },
    "a bound": {
        **_meant("at least", "min", "minimum", "over", "more than"),
        **_meant("at most", "max", "maximum", "under", "less than"),
        **dict.fromkeys(("equals", "exactly", "is"), "write 'between' with the same bound twice"),
    },
    "a department": {
        **_meant("staff", "servers", "agents", "people"),
        **_meant("works", "hours", "open"),
        **_meant("handling", "service", "service time", "takes"),
    },
    "a queue": {
        **_meant("limit", "size", "capacity", "length"),
        **_meant("order", "discipline", "type"),
    },
    "'callback'": {**_meant("offered after", "after"), **_meant("taken", "chance", "accepted")},
    "a rule": {
        "else": "write a further rule below: it applies where this one does not",
        **_meant("when", "if"),
        **_meant("then", "do"),
        "after": "did you mean 'before', or belongs it to an outcome?",
    },
    "an outcome": {
        "escalate": "did you mean 'transfer' or 'ticket'?",
        "forward": "did you mean 'transfer' or 'ticket'?",
        "assign": "did you mean 'ticket'?",
        "redirect": "did you mean 'refer' or 'transfer'?",
        "send to": "did you mean 'refer'?",
        **_meant("call", "phone", "call back"),
        **_meant("resolve", "close", "solve"),
        **_meant("refuse", "reject"),
        "ignore": "did you mean 'drop: silently'?",
    },
    "'resolve'": {
        **_meant("after", "in", "within"),
        "chance": "did you mean 'works'? The chance of an outcome stands beside its verb",
    },
    "'transfer'": _meant("to", "department"),
    "'refer'": _meant("to", "channel", "channels"),
    "'promise'": {
        **_meant("within", "by", "in", "deadline"),
        "broken": "leave it out: what is neither kept nor late is broken",
    },
    "'ticket'": {**_meant("to", "department"), **_meant("told", "promised", "within")},
    "'call'": _meant("tries", "attempts", "times"),
    "a watchdog": {
        **_meant("hands to", "to", "then", "hand to", "ticket"),
        **dict.fromkeys(
            ("after", "open for", "silent for"), "write it as its condition: 'when: {silent for: {over: 2 days}}'"
        ),
    },
    "a threshold": {
        "at most": "write 'under', with the next larger value",
        "between": "write both bounds: '{at least: 1, under: 4}'",
        "more than": "write 'over'",
        "above": "write 'over'",
        "less than": "write 'under'",
        "below": "write 'under'",
    },
    "a condition": {
        "not": "write 'unless' beside 'when'",
        **dict.fromkeys(("or", "any"), "write a list of conditions, of which any may hold: '[{...}, {...}]'"),
        **dict.fromkeys(("and", "all"), "write them in one table, of which all must hold"),
        **_meant("contacts", "attempts"),
        **_meant("open for", "age", "older than"),
    },
}


def hint(part: str, word: str) -> str | None:
    """The next move for a word that is no key of a part; `None` where it is not one of daily speech."""
    return HINTS.get(part, {}).get(word)


def stands_for(part: str, key: str, words: Iterable[str]) -> bool:
    """Whether one of some words was probably written for a key."""
    return any(f"'{key}'" in (hint(part, word) or "") for word in words)
