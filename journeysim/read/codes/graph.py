"""Problems that only the graph of a scenario shows; they are found when it is built."""

from .entry import Code

_CARE = "departments:\n  care:\n    staff: 2\n    handling: 6 min\n    rules:\n"

GRAPH = (
    Code(
        "no-rule",
        "a case for which no rule applies",
        "A case can come to this department in a state for which none of its rules holds, so nobody would know what "
        "to do.",
        "add a last rule without a condition, or widen one.",
        "facts: {asked: [no, yes]}\n" + _CARE + "      again: {when: {asked: yes}, then: {resolve: now}}\n",
        "facts: {asked: [no, yes]}\n"
        + _CARE
        + "      again: {when: {asked: yes}, then: {resolve: now}}\n"
        + "      first: {then: {set: {asked: yes}, refer: phone}}\n",
    ),
    Code(
        "dead-rule",
        "a rule that never applies",
        "Whenever this rule could apply an earlier one does, or its condition holds in no case that can arise.",
        "move it up with 'before', change its condition, or take it away.",
        _CARE + "      answer: {then: {resolve: now}}\n      later: {then: {refer: phone}}\n",
        _CARE
        + "      later: {when: {contacts: {under: 2}}, then: {refer: phone}}\n      answer: {then: {resolve: now}}\n",
    ),
    Code(
        "instant-loop",
        "a circle that takes no time",
        "A case can go round for ever without time passing: handling, pauses and travel are all of zero length.",
        "give a step of the circle a length, or an end to it.",
        "departments:\n  care: {staff: 2, handling: 0 s, rules: {over: {then: {transfer: care}}}}\n",
        "departments:\n  care: {staff: 2, handling: 0 s, rules: {done: {then: {resolve: now}}}}\n",
    ),
    Code(
        "closed-to-all",
        "a channel that nobody may ever enter",
        "No case that can arise passes the gate of this channel.",
        "widen 'admits', or take the channel away.",
        "segments:\n  caller: {is: {contract: ended}}\n  visitor: {is: {contract: active}}\n"
        "issues: {question: {raised by: {caller: 20 per day}}}\n"
        "channels:\n  phone: {reaches: care, admits: {contract: active}}\n  chat: {reaches: care}\n",
        "segments:\n  caller: {is: {contract: ended}}\n  visitor: {is: {contract: active}}\n"
        "issues: {question: {raised by: {caller: 20 per day}}}\n"
        "channels:\n  phone: {reaches: care, admits: {contract: [active, ended]}}\n  chat: {reaches: care}\n",
    ),
    Code(
        "never-open",
        "hours or staff that never come",
        "A calendar has no opening in the week, or a department has nobody on duty at any time.",
        "give it hours, or staff.",
        "departments: {care: {staff: 0, handling: 6 min, rules: {answer: {then: {resolve: now}}}}}\n",
        "departments: {care: {staff: 1, handling: 6 min, rules: {answer: {then: {resolve: now}}}}}\n",
    ),
    Code(
        "unreached",
        "a department to which no case can come",
        "No channel that lets anybody in reaches this department, and no rule that ever applies hands a case on to it.",
        "let a channel reach it, hand cases on to it, or take it away.",
        "departments:\n  care: {staff: 1, handling: 6 min, rules: {answer: {then: {resolve: now}}}}\n"
        "  tier two: {staff: 1, handling: 6 min, rules: {answer: {then: {resolve: now}}}}\n",
        "departments:\n  care: {staff: 1, handling: 6 min, rules: {pass on: {then: {transfer: tier two}}}}\n"
        "  tier two: {staff: 1, handling: 6 min, rules: {answer: {then: {resolve: now}}}}\n",
    ),
    Code(
        "not-live",
        "an announcement on a channel of messages",
        "An announcement is heard by callers before the line; a channel of messages has neither callers nor a line.",
        "name live channels under 'heard on'.",
        "channels: {phone: {kind: message, reaches: care}}\nincidents:\n  outage:\n    starts: 2026-01-13\n"
        "    lasts: 3 h\n    issue: question\n    raised by: {customer: 9}\n"
        "    announcement: {heard on: phone, after: 20 min, satisfies: 50%}\n",
        "channels: {phone: {reaches: care}}\nincidents:\n  outage:\n    starts: 2026-01-13\n"
        "    lasts: 3 h\n    issue: question\n    raised by: {customer: 9}\n"
        "    announcement: {heard on: phone, after: 20 min, satisfies: 50%}\n",
    ),
    Code(
        "too-few-cases",
        "a run that waits for cases that never arise",
        "'arrivals' counts cases, and all issues together raise fewer: each raises a given number, none goes on.",
        "write the number that there is, or a duration.",
        "run: {arrivals: 500 cases, horizon: none}\nissues: {question: {raised by: {customer: {cases: 40}}}}\n",
        "run: {arrivals: 40 cases, horizon: none}\nissues: {question: {raised by: {customer: {cases: 40}}}}\n",
    ),
    Code(
        "too-many-cases",
        "more cases than a machine holds",
        "One replication has at most fifty million cases. A rate or a number is larger than was meant, or cases arise "
        "for too long.",
        "write a lower rate, or shorter 'arrivals'.",
        "issues: {question: {raised by: {customer: 20000 per s}}}\n",
        "issues: {question: {raised by: {customer: 20000 per day}}}\n",
    ),
    Code(
        "no-way-in",
        "a segment that can reach no channel",
        "None of the channels that this segment tries ever admits it.",
        "add a channel to 'tries', or widen a gate.",
        "segments: {caller: {is: {contract: ended}, tries: [phone]}, visitor: {is: {contract: active}}}\n"
        "issues: {question: {raised by: {caller: 20 per day, visitor: 20 per day}}}\n"
        "channels: {phone: {reaches: care, admits: {contract: active}}, chat: {reaches: care}}\n",
        "segments: {caller: {is: {contract: ended}, tries: [phone, chat]}, visitor: {is: {contract: active}}}\n"
        "issues: {question: {raised by: {caller: 20 per day, visitor: 20 per day}}}\n"
        "channels: {phone: {reaches: care, admits: {contract: active}}, chat: {reaches: care}}\n",
    ),
    Code(
        "too-many-kinds",
        "attributes that make too many kinds of customers",
        "Every combination of attribute values is a kind of customer of its own, and there are more of them than can "
        "be looked at.",
        "leave out attributes that no rule or gate asks for.",
        "segments: {customer: {is: {bill: {paper: 50%, mail: 50%}, contract: {old: 50%, new: 50%}}}}\n",
        "segments: {customer: {is: {bill: {paper: 50%, mail: 50%}}}}\n",
    ),
    Code(
        "nothing-to-transfer",
        "a transfer where nobody is in contact",
        "A transfer passes a contact on to another queue. When a promise is carried out, or before the first attempt, "
        "the customer is not there; and a call of the company cannot be passed on.",
        "hand the case on inside, with a ticket.",
        _CARE + "      later: {then: {promise: {within: 1 day, then: {transfer: care}}}}\n",
        _CARE + "      later: {then: {promise: {within: 1 day, then: {ticket: care}}}}\n",
    ),
    Code(
        "does-not-call-out",
        "a call by a department that may not call",
        "Only departments that say so call customers of their own accord.",
        "let it call out, or hand the case to a department that does.",
        _CARE + "      answer: {then: {call: {then: {resolve: now}}}}\n",
        _CARE + "      answer: {then: {call: {then: {resolve: now}}}}\n    calls out: yes\n",
    ),
    Code(
        "nobody-calls",
        "a call before anybody has the case",
        "A department calls. What an issue begins with is done by none.",
        "hand the case to a department that calls, with a ticket.",
        "issues: {question: {raised by: {customer: 20 per day}, begins with: {call: {then: {resolve: now}}}}}\n",
        "issues: {question: {raised by: {customer: 20 per day}, begins with: {ticket: care}}}\n",
    ),
    Code(
        "never-over",
        "a record that waits for a last case that never comes",
        "With 'horizon: none' the record ends with the last case. Some cases go round for ever: nobody resolves them, "
        "and their customers have no reason to stop. It shows while the scenario runs.",
        "write a duration for the horizon, let customers give up, or break the circle.",
        "run: {horizon: none}\n"
        "departments:\n"
        "  care: {staff: 2, handling: 5 min, rules: {pass on: {then: {transfer: back office}}}}\n"
        "  back office: {staff: 2, handling: 5 min, rules: {pass back: {then: {transfer: care}}}}\n",
        "run: {horizon: 90 days}\n"
        "departments:\n"
        "  care: {staff: 2, handling: 5 min, rules: {pass on: {then: {transfer: back office}}}}\n"
        "  back office: {staff: 2, handling: 5 min, rules: {pass back: {then: {transfer: care}}}}\n",
    ),
    Code(
        "empty-arrivals",
        "a rate without time to arise",
        "The profile of this issue weighs zero as long as cases arise, so its cases could never arise.",
        "give some day and hour a weight above 0.",
        "profiles: {quiet: {days: {mon-fri: 0}}}\n"
        "issues: {question: {raised by: {customer: 20 per day}, profile: quiet}}\n",
        "profiles: {quiet: {days: {mon-fri: 1}}}\n"
        "issues: {question: {raised by: {customer: 20 per day}, profile: quiet}}\n",
    ),
)
