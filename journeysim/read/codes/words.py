"""Problems of names, and of words where only a few are known."""

from .entry import Code

_RULE = "departments:\n  care:\n    staff: 2\n    handling: 6 min\n    rules:\n"

WORDS = (
    Code(
        "unknown-name",
        "a name that nothing has",
        "A channel, department, segment, issue, system, calendar, fact, figure or rule is named that the scenario "
        "does not have.",
        "correct the spelling, or add the thing.",
        "channels: {phone: {reaches: caer}}\n",
        "channels: {phone: {reaches: care}}\n",
    ),
    Code(
        "unknown-value",
        "a value that an attribute or a fact never has",
        "Attributes get their values from 'is' of the segments, facts from their list of values.",
        "correct the spelling, or add the value.",
        "facts: {request: [none, logged]}\n" + _RULE + "      answer: {then: {set: {request: loged}, resolve: now}}\n",
        "facts: {request: [none, logged]}\n" + _RULE + "      answer: {then: {set: {request: logged}, resolve: now}}\n",
    ),
    Code(
        "wrong-word",
        "a word that is not known to this key",
        "Some keys take one of a few words.",
        "write one of those that the message names.",
        "channels: {phone: {kind: email, reaches: care}}\n",
        "channels: {phone: {kind: message, reaches: care}}\n",
    ),
    Code(
        "bad-name",
        "a name with a sign in it",
        "Names are words without : , # { } [ ] and without blanks at their ends.",
        "leave the sign out.",
        'channels: {"phone #2": {reaches: care}}\n',
        "channels: {phone two: {reaches: care}}\n",
    ),
    Code(
        "reserved-name",
        "a name that is a word of the language",
        "The name would be mistaken for a word of the language in the places where it is used, or for an attribute "
        "that has it already.",
        "choose another name.",
        "facts: {contacts: [none, some]}\n",
        "facts: {callbacks: [none, some]}\n",
    ),
    Code(
        "named-twice",
        "a name that stands twice in a list",
        "Each name stands once in a list.",
        "leave one out.",
        "segments: {customer: {tries: [phone, phone]}}\n",
        "segments: {customer: {tries: [phone]}}\n",
    ),
    Code(
        "senseless-test",
        "a condition that cannot be tested here",
        "A gate is asked before any department has the contact; an expectation looks at whole journeys. What only "
        "a visit has cannot be tested there.",
        "leave it out, or test it in a rule.",
        "channels: {phone: {reaches: care, admits: {known: yes}}}\n",
        "channels: {phone: {reaches: care, admits: {contacts: {under: 5}}}}\n",
    ),
)
