"""The figures of a report: their names, units, and what they are of.

These names are part of the interface: the same in expectations, JSON, tables and plots.
"""

from dataclasses import dataclass
from typing import Literal

Unit = Literal["share", "count", "seconds", "minutes", "money", "mood"]


@dataclass(frozen=True, slots=True)
class FigureName:
    """A figure that the product knows: `scope` says what it is of: cases, a department, a proof."""

    name: str
    unit: Unit
    scope: Literal["cases", "department", "proof"]
    meaning: str


FIGURES = (
    FigureName("resolved", "share", "cases", "resolved, and not reopened since, of all cases"),
    FigureName("gave_up", "share", "cases", "stopped trying by choice, of all cases"),
    FigureName("dead_end", "share", "cases", "stopped in a dead end, of all cases"),
    FigureName("unresolved", "share", "cases", "still open at the horizon, of all cases"),
    FigureName("dead_end_hits", "count", "cases", "dead ends hit, mean per case"),
    FigureName("loops", "count", "cases", "rounds that changed nothing, mean per case"),
    FigureName("attempts", "count", "cases", "tries to reach the company, mean per case"),
    FigureName("contacts", "count", "cases", "attempts whose handling began, mean per case"),
    FigureName(
        "turned_away", "count", "cases", "attempts ended by a gate, a closed door or a full line, mean per case"
    ),
    FigureName("went_public", "share", "cases", "tried a public channel, of all cases"),
    FigureName("unnoticed", "count", "cases", "public messages that nobody in the company noticed, mean per case"),
    FigureName("abandoned", "count", "cases", "attempts that ended in the line, mean per case"),
    FigureName(
        "informed", "count", "cases", "attempts ended by an announcement that satisfied the caller, mean per case"
    ),
    FigureName("transfers", "count", "cases", "handed to another queue, mean per case"),
    FigureName("referrals", "count", "cases", "told to contact another channel, mean per case"),
    FigureName("repeats", "count", "cases", "times that the story was told again, mean per case"),
    FigureName(
        "first_contact_resolution",
        "share",
        "cases",
        "resolved after exactly one attempt and not reopened, of all cases",
    ),
    FigureName("failure_demand", "share", "cases", "contacts that are not the first of their case, of all contacts"),
    FigureName("promises_made", "count", "cases", "promises made, mean per case"),
    FigureName("promises_kept", "share", "cases", "promises kept in time, of all that were kept, kept late or broken"),
    FigureName("promises_kept_late", "share", "cases", "promises carried out after their date, of the same"),
    FigureName("promises_broken", "share", "cases", "promises that will not be carried out any more, of the same"),
    FigureName("calls", "count", "cases", "calls that the company made, each try one, mean per case"),
    FigureName("calls_answered", "share", "cases", "calls in which customer and company spoke, of all calls"),
    FigureName("voicemails_returned", "share", "cases", "voicemails that were returned, of those that calls left"),
    FigureName("watchdogs", "count", "cases", "times that a watchdog handed the case on, mean per case"),
    FigureName(
        "met_catch_22",
        "share",
        "cases",
        "were ever in a state in which help was not sure, and nothing they could do improved the odds, of all cases",
    ),
    FigureName("met_trap", "share", "cases", "were ever in a state in which nothing resolves the case, of all cases"),
    FigureName(
        "futile",
        "count",
        "cases",
        "contacts after which neither the best chance of a resolution nor that by waiting was higher, and no fewer "
        "attempts were needed, mean per case",
    ),
    FigureName("reopened", "share", "cases", "came back after a fix that did not work, of all cases"),
    FigureName("won_back", "share", "cases", "stopped, and later resolved by a move of the company, of all cases"),
    FigureName(
        "time_to_resolution_median",
        "seconds",
        "cases",
        "from the issue to the last resolution, median of those resolved",
    ),
    FigureName(
        "time_to_resolution_p90",
        "seconds",
        "cases",
        "from the issue to the last resolution, 90th percentile of those resolved",
    ),
    FigureName(
        "first_resolution_median",
        "seconds",
        "cases",
        "from the issue to the first seeming resolution, median of those that have one",
    ),
    FigureName("longest_silence", "seconds", "cases", "longest time without a word from the company, mean per case"),
    FigureName("longest_silence_median", "seconds", "cases", "longest time without a word from the company, median"),
    FigureName(
        "longest_silence_p90", "seconds", "cases", "longest time without a word from the company, 90th percentile"
    ),
    FigureName("ping_pong", "count", "cases", "returns to a department after one visit elsewhere, mean per case"),
    FigureName("effort", "minutes", "cases", "the customer's own minutes, mean per case"),
    FigureName("mood", "mood", "cases", "at the end, from -1 to 1, mean per case"),
    FigureName("mood_start", "mood", "cases", "at the start, mean per case"),
    FigureName("mood_lowest", "mood", "cases", "the lowest it ever was, mean per case"),
    FigureName("mood_before", "mood", "cases", "just before the last resolution, mean of those resolved"),
    FigureName("churned", "share", "cases", "ended below the mood at which their segment leaves, of all cases"),
    FigureName("promoters", "share", "cases", "ended above the mood at which their segment recommends, of all cases"),
    FigureName(
        "recovered", "share", "cases", "had been below the mood at which they leave, ended as promoters, of all cases"
    ),
    FigureName(
        "silent_dissatisfied",
        "share",
        "cases",
        "ended below the mood at which they leave, and never went public nor escalated, of all cases",
    ),
    FigureName("cost", "money", "cases", "of handling and gestures, mean per case"),
    FigureName("worth_unresolved", "money", "cases", "worth of the issue where it is not resolved, mean per case"),
    FigureName("customer_worth_unresolved", "money", "cases", "worth of customers not helped, mean per case"),
    FigureName("ownership", "share", "cases", "open time in which exactly one department had the case to do"),
    FigureName("occupancy", "share", "department", "busy time over scheduled time plus overtime"),
    FigureName("overtime", "seconds", "department", "staff seconds worked past the end of shifts, per replication"),
    FigureName(
        "wait_mean", "seconds", "department", "wait of all visits that joined the line or were served at once, mean"
    ),
    FigureName("wait_mean_served", "seconds", "department", "wait of the visits that were served, mean"),
    FigureName("wait_p90", "seconds", "department", "wait of all visits, 90th percentile"),
    FigureName("longest_line", "count", "department", "the most who waited at one moment, per replication"),
    FigureName("service_level", "share", "department", "answered within the promised time, of all live visits"),
    FigureName("abandonment", "share", "department", "left unserved, of all live visits"),
    FigureName("handled", "count", "department", "visits handled, per replication"),
    FigureName("trapped", "count", "proof", "states that can be reached in which nothing resolves the case"),
    FigureName("catch_22", "count", "proof", "states that can be reached in which no attempt improves the odds"),
    FigureName(
        "verdict", "share", "proof", "segments and issues of which the expected verdict was proved, of all asked for"
    ),
    FigureName("best_case", "share", "proof", "the chance of a resolution for who does the best there is to do"),
)
"""All figures, in the order in which a report shows them."""

BY_NAME = {figure.name: figure for figure in FIGURES}
