"""Problems of values: how times, chances, numbers and days are written."""

from .entry import Code

_RULE = "departments:\n  care:\n    staff: 2\n    handling: 6 min\n    rules:\n"

VALUES = (
    Code(
        "bad-duration",
        "not written as a length of time",
        "A duration is a number, a blank and one unit: s, min, h, day(s) or week(s). Months and years differ in "
        "length.",
        "write '90 s', '6 min', '2 h', '1 day' or '3 weeks'.",
        "channels: {phone: {takes: 2 minutes, reaches: care}}\n",
        "channels: {phone: {takes: 2 min, reaches: care}}\n",
    ),
    Code(
        "bad-row",
        "a line of a CSV file that does not fit its first one",
        "The first line of a file of arrivals names its columns, 'time' and perhaps 'segment'; every further line has "
        "as many values, with commas between them.",
        "give the line a value for each column.",
    ),
    Code(
        "bad-chance",
        "not written as a chance",
        "A chance is a number from 0 to 100 with its sign.",
        "write it like '40%'.",
        "channels: {phone: {found: 0.8, reaches: care}}\n",
        "channels: {phone: {found: 80%, reaches: care}}\n",
    ),
    Code(
        "chance-sum",
        "chances that do not sum to 100%",
        "Of the outcomes of a rule, the values of an attribute, the channels of 'tries' or the departments of "
        "'reaches' exactly one comes true, so their chances sum to 100%. 'kept' and 'late' of a promise are at "
        "most 100% together.",
        "change one of them.",
        _RULE + "      answer: {then: [{chance: 60%, resolve: now}, {chance: 30%, refer: phone}]}\n",
        _RULE + "      answer: {then: [{chance: 60%, resolve: now}, {chance: 40%, refer: phone}]}\n",
    ),
    Code(
        "bad-rate",
        "not written as a rate",
        "A rate is a number, 'per', and s, min, h, day or week.",
        "write it like '8 per day'.",
        "issues: {question: {raised by: {customer: 20/day}}}\n",
        "issues: {question: {raised by: {customer: 20 per day}}}\n",
    ),
    Code(
        "bad-number",
        "not a number that fits here",
        "Numbers are digits, with a decimal point where parts are allowed; none is below zero.",
        "write digits, such as '12' or '0.8'.",
        "departments: {care: {staff: two, handling: 6 min, rules: {answer: {then: {resolve: now}}}}}\n",
        "departments: {care: {staff: 2, handling: 6 min, rules: {answer: {then: {resolve: now}}}}}\n",
    ),
    Code(
        "bad-date",
        "not a day of the calendar",
        "A date is year, month and day, and must exist.",
        "write it like '2026-01-05'.",
        "run: {start: 05.01.2026}\n",
        "run: {start: 2026-01-05}\n",
    ),
    Code(
        "bad-day",
        "not a name of days",
        "Days are 'mon' to 'sun', spans such as 'mon-fri', 'every day', 'holiday', or dates.",
        "write one of these; a line for each where there are several.",
        "calendars: {office: {Monday: 09:00-18:00}}\n",
        "calendars: {office: {mon: 09:00-18:00}}\n",
    ),
    Code(
        "bad-hours",
        "not written as hours",
        "Hours are begin and end on a clock of 24 hours, each with two digits; they end on the same day, at the "
        "latest at 24:00.",
        "write them like '09:00-18:00'; part a night in two.",
        "calendars: {office: {mon-fri: 9-18}}\n",
        "calendars: {office: {mon-fri: 09:00-18:00}}\n",
    ),
    Code(
        "bad-bound",
        "a bound that does not fit the figure",
        "A share is bounded by a share, a time by a time, a number by a number; in a variant also by a share of "
        "the baseline.",
        "write it in the unit of the figure.",
        "expect: {most are helped: {resolved: {at least: 3 days}}}\n",
        "expect: {most are helped: {resolved: {at least: 80%}}}\n",
    ),
    Code(
        "no-baseline",
        "a comparison without a baseline",
        "Only a variant can be compared with the baseline, which is the scenario without it.",
        "write a figure of its own, or move the expectation into a variant.",
        "expect: {fewer: {attempts: {at most: 50% of baseline}}}\n",
        "expect: {fewer: {attempts: {at most: 2}}}\n",
    ),
)
