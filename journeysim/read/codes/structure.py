"""Problems of how a scenario is put together: keys, shapes, tables, changes."""

from .entry import Code

_RULE = "departments:\n  care:\n    staff: 2\n    handling: 6 min\n    rules:\n"

STRUCTURE = (
    Code(
        "wrong-version",
        "a version of the language that is not known",
        "'journeysim: 1' says which version of the language the file is written in.",
        "write 'journeysim: 1', or take a newer journeysim.",
        "journeysim: 2\n",
        "journeysim: 1\n",
    ),
    Code(
        "missing-key",
        "something that must be said is not",
        "A key without a default is missing, or two keys are used that need a third.",
        "add it; `docs/language.md` has an example of each key.",
        "channels: {phone: {takes: 20 s}}\n",
        "channels: {phone: {takes: 20 s, reaches: care}}\n",
    ),
    Code(
        "unknown-key",
        "a key that is not known here",
        "The language has no such key in this place. Nothing is accepted and ignored.",
        "correct the spelling, or move the key to where it belongs.",
        "channels: {phone: {raeches: care}}\n",
        "channels: {phone: {reaches: care}}\n",
    ),
    Code(
        "wrong-shape",
        "a word, a list or a table where another belongs",
        "Each key takes a word, a list or a table, as the reference of the language says.",
        "write it as the message shows.",
        "departments:\n  care: {staff: 2, handling: 6 min, rules: [{then: {resolve: now}}]}\n",
        "departments:\n  care: {staff: 2, handling: 6 min, rules: {answer: {then: {resolve: now}}}}\n",
    ),
    Code(
        "one-of",
        "two things where one belongs",
        "These exclude one another: an outcome has one verb, a time one distribution, a number one lower bound.",
        "keep one of them.",
        _RULE + "      answer: {then: {resolve: now, refer: phone}}\n",
        _RULE + "      answer: {then: [{chance: 90%, resolve: now}, {chance: 10%, refer: phone}]}\n",
    ),
    Code(
        "lone-chance",
        "a chance where there is no other outcome",
        "A chance stands in a list of outcomes, beside the others; an outcome that is alone is certain.",
        "leave it out, or write a list.",
        _RULE + "      answer: {then: {chance: 90%, resolve: now}}\n",
        _RULE + "      answer: {then: [{chance: 90%, resolve: now}, {chance: 10%, refer: phone}]}\n",
    ),
    Code(
        "chance-as-key",
        "a chance where a key belongs",
        "Outcomes with chances are a list, each with its 'chance'.",
        "write a list.",
        _RULE + "      answer: {then: {50%: {resolve: now}, 50%: {refer: phone}}}\n",
        _RULE + "      answer: {then: [{chance: 50%, resolve: now}, {chance: 50%, refer: phone}]}\n",
    ),
    Code(
        "incomplete-table",
        "a table by the case that leaves cases out",
        "A table 'by ...' names every value that there is, or has 'otherwise'; an attribute that some segment lacks "
        "needs 'otherwise'.",
        "add the values, or 'otherwise'.",
        "channels:\n  phone: {reaches: care}\n  mail: {kind: message, reaches: care}\n"
        "departments:\n  care:\n    staff: 2\n    handling: {by channel: {phone: 6 min}}\n"
        "    rules: {answer: {then: {resolve: now}}}\n",
        "channels:\n  phone: {reaches: care}\n  mail: {kind: message, reaches: care}\n"
        "departments:\n  care:\n    staff: 2\n    handling: {by channel: {phone: 6 min, otherwise: 9 min}}\n"
        "    rules: {answer: {then: {resolve: now}}}\n",
    ),
    Code(
        "overlap",
        "days or hours that overlap",
        "The hours of one day must not overlap. Of two spans of days the shorter wins; two of one length must not "
        "share a day.",
        "let one begin where the other ends.",
        "calendars: {office: {mon-fri: [09:00-12:00, 11:00-17:00]}}\n",
        "calendars: {office: {mon-fri: [09:00-12:00, 13:00-17:00]}}\n",
    ),
    Code(
        "cycle",
        "something that leads back to itself",
        "'like', 'on top of', 'extends' and 'before' go from one thing to another and must come to an end.",
        "say one of them in full.",
        "channels:\n  phone: {like: chat, reaches: care}\n  chat: {like: phone}\n",
        "channels:\n  phone: {reaches: care}\n  chat: {like: phone}\n",
    ),
    Code(
        "nothing-to-remove",
        "'remove' without anything to take away",
        "'NAME: remove' takes away what a base, a default or the thing it is like has said; nothing said this.",
        "leave it out, or correct the name.",
        "variants:\n  shorter: {change: {channels: {chat: remove}}}\n",
        "channels:\n  phone: {reaches: care}\n  chat: {reaches: care}\n"
        "variants:\n  shorter: {change: {channels: {chat: remove}}}\n",
    ),
    Code(
        "no-effect",
        "a key that changes nothing",
        "What stands here would have no effect: a profile spreads rates and numbers of cases only.",
        "leave it out.",
        "profiles: {mornings: {hours: {08:00-12:00: 1}}}\n"
        "issues: {question: {raised by: {customer: {every: 2 h}}, profile: mornings}}\n",
        "profiles: {mornings: {hours: {08:00-12:00: 1}}}\n"
        "issues: {question: {raised by: {customer: 12 per day}, profile: mornings}}\n",
    ),
)
