"""Scenarios out of a few lines, and logs into lines that can be read aloud."""

from functools import lru_cache

from journeysim.build import build
from journeysim.model.log import Came, Door, EventLog, Kind, Left, Stop, Why
from journeysim.model.process import Process
from journeysim.read import read_text
from journeysim.simulate import simulate

RUN = "{arrivals: 1 day, horizon: 20 weeks}"
ISSUES = "{question: {raised by: {customer: {at: [0 s]}}}}"
CHANNELS = "{phone: {reaches: desk}}"
DEPARTMENTS = "{desk: {staff: 1, handling: 10 min, rules: {answer: {then: {resolve: now}}}}}"

CAME = {
    Came.CUSTOMER: "joins {department}",
    Came.TRANSFER: "is transferred to {department}",
    Came.TICKET: "is a ticket at {department}",
    Came.PROMISE: "is a promised ticket at {department}",
    Came.WATCHDOG: "is a watchdog's ticket at {department}",
    Came.CALL: "is a call of {department}",
}
DOOR = {
    Door.GATE: "by the gate",
    Door.CLOSED: "by the closed door",
    Door.NOT_FOUND: "unfound",
    Door.FULL: "by the full line of {department}",
}
LEFT = {
    Left.PATIENCE: "abandons {department}",
    Left.BALKED: "balks at {department}",
    Left.RESOLVED: "leaves {department}, resolved",
    Left.SENT_AWAY: "is sent away by {department}",
    Left.MOVED: "moves from the line of {department}",
    Left.NOT_REACHED: "misses the call of {department}",
}
WHY = {
    Why.OWN: "tries",
    Why.REFERRED: "is sent to",
    Why.REDIAL: "redials",
    Why.CHASE: "chases by",
    Why.ESCALATES: "escalates to",
    Why.RETURNED: "calls back",
}
STOP = {
    Stop.DEAD_END: "in a dead end",
    Stop.ATTEMPTS: "after so many attempts",
    Stop.EFFORT: "after so much effort",
    Stop.MOOD: "in too low a mood",
    Stop.OPEN_FOR: "after so long",
    Stop.ABANDONED: "having abandoned",
    Stop.NOTHING_LEFT: "with nothing left to try",
}
PLAIN = {
    Kind.PERCEIVES: "perceives a change",
    Kind.DEAD_END: "hits a dead end",
    Kind.STARTS_OVER: "starts over",
    Kind.PUTS_DOWN: "is put down at {department}",
    Kind.TAKES_UP: "is taken up at {department}",
    Kind.HOLDS: "goes away, to be called back by {department}",
}
OF_OUTCOMES = {
    Kind.ACTS: "sees the company act: {verb}",
    Kind.CHASES: "chases the {verb}",
    Kind.BROKEN: "has a promise broken",
    Kind.VOID: "has a promise voided",
    Kind.RESOLVES: "is resolved",
    Kind.REOPENS: "is open again",
}


def scenario(
    *,
    run: str = RUN,
    issues: str = ISSUES,
    channels: str = CHANNELS,
    departments: str = DEPARTMENTS,
    **others: str,
) -> str:
    """The text of a scenario: one customer, one phone and one desk, unless said otherwise."""
    parts = {"run": run, **others, "issues": issues, "channels": channels, "departments": departments}
    return "\n".join(["journeysim: 1", "name: A test", *(f"{key}: {text}" for key, text in parts.items())]) + "\n"


@lru_cache
def process_of(text: str) -> Process:
    """The process that a scenario describes; made once, since runs leave no trace in it."""
    return build(read_text(text))


def log_of(text: str, *, seed: int = 0, replication: int = 0) -> EventLog:
    """One replication of a scenario."""
    return simulate(process_of(text), seed=seed, replication=replication)


def clock(moment: int) -> str:
    """A moment in ms as hours, minutes and seconds, the days before them where any have passed."""
    seconds, ms = divmod(int(moment), 1000)
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    days, hour = divmod(hours, 24)
    day = f"{days}d " if days else ""
    return f"{day}{hour:02}:{minute:02}:{second:02}" + (f".{ms:03}" if ms else "")


def told(log: EventLog, *kinds: Kind, customer: int | None = None) -> list[str]:
    """The rows of a log as lines like `00:05:00 customer 0 joins desk by phone`, of these kinds or of all.

    Staff on duty is told only where it is asked for.
    """
    chosen = set(kinds) or set(Kind) - {Kind.ON_DUTY}
    return [
        f"{clock(row['time'])} {who(row)}{sentence(log, row)}"
        for row in log.rows
        if row["kind"] in chosen and customer in (None, row["case"])
    ]


def story(text: str, *kinds: Kind, seed: int = 0, customer: int | None = None) -> list[str]:
    """What happens in one replication of a scenario, told."""
    return told(log_of(text, seed=seed), *kinds, customer=customer)


def who(row) -> str:
    """The subject of a row's sentence."""
    return f"customer {row['case']} " if row["case"] >= 0 else ""


def sentence(log: EventLog, row) -> str:
    """What a row says, without its moment and subject."""
    kind, cause, amount = Kind(row["kind"]), int(row["cause"]), int(row["amount"])
    channel = log.book.channels[row["channel"]].name if row["channel"] >= 0 else ""
    department = log.book.departments[row["department"]].name if row["department"] >= 0 else ""
    by = f" by {channel}" if channel else ""
    verb = log.book.outcomes[cause].verb if kind in {*OF_OUTCOMES, Kind.ENDS} and cause >= 0 else ""
    match kind:
        case Kind.ARISES:
            return f"has {log.book.populations[log.cases[row['case']]['population']].issue}"
        case Kind.ATTEMPT:
            return f"{WHY[cause]} {channel}".rstrip() + (f", {amount / 1000:g} s away" if amount else "") + early(row)
        case Kind.TURNED_AWAY:
            return f"is turned away from {channel} {DOOR[cause].format(department=department)}"
        case Kind.INFORMED:
            return f"hears on {channel} that the trouble is known"
        case Kind.RESOLVES if cause < 0:
            return "is resolved by itself"
        case Kind.MERGES:
            return f"writes again by {channel}"
        case Kind.UNNOTICED:
            return f"writes by {channel}, unnoticed"
        case Kind.JOINS:
            return CAME[cause].format(department=department) + by
        case Kind.ABANDONS | Kind.LEAVES:
            return LEFT[cause].format(department=department) if department else f"turns back from {channel}, resolved"
        case Kind.STARTS:
            return f"starts at {department}" + (", telling it again" if amount else "")
        case Kind.ENDS:
            return f"ends at {department}: {verb}" if verb else f"ends at {department} without a rule"
        case Kind.TOLD:
            return f"is told to wait until {clock(amount)}"
        case Kind.PROMISES:
            return f"is promised something by {clock(amount)}"
        case Kind.KEPT:
            return "has a promise kept" + (" late" if amount else "")
        case Kind.CALLS:
            return f"is to be called by {department}, try {amount}"
        case Kind.VOICEMAIL:
            return f"has voicemail {amount} of {department}"
        case Kind.RETURNS:
            return f"returns the voicemail of {department}"
        case Kind.STOPS:
            return f"stops {STOP[cause]}"
        case Kind.ON_DUTY:
            return f"{department} has {amount} on duty"
    return {**PLAIN, **OF_OUTCOMES}[kind].format(department=department, verb=verb)


def early(row) -> str:
    """Whether an attempt is made before the date that the customer was told."""
    return ", before the date" if row["early"] else ""
