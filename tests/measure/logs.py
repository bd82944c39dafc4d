"""Hand-made logs: told row by row, in seconds, with things called by their names."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from journeysim.model.log import (
    CASE,
    ROW,
    Book,
    Came,
    ChannelInfo,
    DepartmentInfo,
    Door,
    EventLog,
    Kind,
    Left,
    OutcomeInfo,
    PopulationInfo,
    Situation,
    Stop,
    Why,
)

DAY = 86400

CHANNELS = (
    ChannelInfo("hotline", gate="shop.yaml:9"),
    ChannelInfo("chat"),
    ChannelInfo("store"),
    ChannelInfo("mail", kind="message"),
    ChannelInfo("blog", kind="message", public=True),
)
DEPARTMENTS = (
    DepartmentInfo("care", answer_within=20, cost=60),
    DepartmentInfo("desk", answer_within=60),
    DepartmentInfo("finance"),
)
OUTCOMES = (
    OutcomeInfo("resolve", "care", "fix", "shop.yaml:20"),
    OutcomeInfo("refer", "care", "send on", "shop.yaml:21", to=("store",), count="sent on"),
    OutcomeInfo("refuse", "desk", "not here", "shop.yaml:30"),
    OutcomeInfo("promise", "desk", "we call", "shop.yaml:31"),
    OutcomeInfo("ticket", "desk", "hand on", "shop.yaml:32", to=("finance",), count="handed on"),
    OutcomeInfo("transfer", "care", "next desk", "shop.yaml:22", to=("desk",)),
    OutcomeInfo("drop", "finance", "lose it", "shop.yaml:40"),
    OutcomeInfo("ticket", "desk", "hand on kindly", "shop.yaml:33", to=("finance",), says="It is on its way."),
    OutcomeInfo("call", "care", "call them", "shop.yaml:23"),
)
FIX, REFER, REFUSE, PROMISE, TICKET, TRANSFER, DROP, TICKET_SAID, CALL = range(len(OUTCOMES))

SITUATIONS = (
    Situation({"request": "none"}, (), ()),
    Situation({"request": "logged"}, ("billing",), ()),
)

POPULATIONS = (
    PopulationInfo("refund", "leaver", issue_worth=100.0),
    PopulationInfo("refund", "subscriber", issue_worth=100.0, segment_worth=3000.0),
    PopulationInfo("question", "subscriber"),
)
TRAITS: tuple[Mapping[str, str], ...] = ({"contract": "ended"}, {"contract": "active"})


class Told:
    """Writes rows down. Times are seconds; channels and departments are named, a visit is a number."""

    def __init__(
        self,
        *,
        horizon: float = 1000,
        arrivals_end: float | None = None,
        warm_up: float = 0,
        departments: Sequence[DepartmentInfo] = DEPARTMENTS,
        populations: Sequence[PopulationInfo] = POPULATIONS,
        replication: int = 0,
    ) -> None:
        """An empty log of so many seconds; without `arrivals_end` cases arise to the horizon."""
        self.rows: list[tuple[Any, ...]] = []
        self.cases: list[tuple[int, int, int]] = []
        self.horizon, self.warm_up, self.replication = horizon, warm_up, replication
        self.arrivals_end = horizon if arrivals_end is None else arrivals_end
        self.departments, self.populations = tuple(departments), tuple(populations)
        self.on: dict[int, tuple[int, int, int]] = {}

    def row(
        self,
        kind: Kind,
        time: float,
        case: int = 0,
        *,
        channel: str | None = None,
        department: str | None = None,
        visit: int = -1,
        cause: int = -1,
        situation: int = 0,
        amount: float = 0,
        early: bool = False,
    ) -> "Told":
        """One row; a visit's own channel and department are remembered."""
        channel_index = [one.name for one in CHANNELS].index(channel) if channel else -1
        department_index = [one.name for one in self.departments].index(department) if department else -1
        if visit >= 0 and kind != Kind.MERGES:
            if kind == Kind.JOINS:
                self.on[visit] = (case, channel_index, department_index)
            case, channel_index, department_index = self.on.get(visit, (case, channel_index, department_index))
        stamp = round(time * 1000)
        self.rows.append(
            (stamp, case, kind, early, channel_index, department_index, visit, cause, situation, round(amount))
        )
        return self

    def arises(self, time: float, case: int = 0, *, population: int = 0, traits: int = 0) -> "Told":
        """A case of its own; cases are told in the order of their numbers."""
        while len(self.cases) <= case:
            self.cases.append((population, len(self.cases), traits))
        self.cases[case] = (population, case, traits)
        return self.row(Kind.ARISES, time, case)

    def attempt(
        self, time: float, channel: str, case: int = 0, *, own: float = 0, early: bool = False, why: Why = Why.OWN
    ) -> "Told":
        """The customer tries; `own` is in seconds."""
        return self.row(Kind.ATTEMPT, time, case, channel=channel, cause=why, amount=own * 1000, early=early)

    def turned_away(
        self,
        time: float,
        channel: str,
        case: int = 0,
        *,
        door: Door = Door.GATE,
        situation: int = 0,
        early: bool = False,
        own: float = 0,
    ) -> "Told":
        """An attempt, and the door it met."""
        self.attempt(time, channel, case, early=early, own=own)
        return self.row(Kind.TURNED_AWAY, time, case, channel=channel, cause=door, situation=situation, early=early)

    def joins(
        self,
        time: float,
        visit: int,
        department: str,
        case: int = 0,
        *,
        channel: str | None = None,
        came: Came = Came.CUSTOMER,
        situation: int = 0,
        early: bool = False,
    ) -> "Told":
        """A visit begins; one that the customer makes is an attempt at the same moment."""
        if came == Came.CUSTOMER and channel:
            self.attempt(time, channel, case, early=early)
        return self.row(
            Kind.JOINS,
            time,
            case,
            channel=channel,
            department=department,
            visit=visit,
            cause=came,
            situation=situation,
            early=early,
        )

    def starts(self, time: float, visit: int, *, retold: bool = False) -> "Told":
        """Handling begins."""
        return self.row(Kind.STARTS, time, visit=visit, amount=int(retold))

    def ends(self, time: float, visit: int, outcome: int = -1, *, situation: int = 0) -> "Told":
        """Handling ends."""
        return self.row(Kind.ENDS, time, visit=visit, cause=outcome, situation=situation)

    def served(self, time: float, visit: int, department: str, outcome: int = -1, case: int = 0, **how: Any) -> "Told":
        """A visit that is served at once, for ten seconds."""
        self.joins(time, visit, department, case, **how)
        return self.starts(time, visit).ends(time + 10, visit, outcome)

    def abandons(self, time: float, visit: int, *, why: Left = Left.PATIENCE) -> "Told":
        """The customer leaves the line."""
        return self.row(Kind.ABANDONS, time, visit=visit, cause=why)

    def leaves(self, time: float, visit: int, *, why: Left = Left.RESOLVED) -> "Told":
        """The visit ends unserved without the customer's doing."""
        return self.row(Kind.LEAVES, time, visit=visit, cause=why)

    def resolves(self, time: float, case: int = 0) -> "Told":
        """A resolution takes effect."""
        return self.row(Kind.RESOLVES, time, case, cause=FIX)

    def reopens(self, time: float, case: int = 0) -> "Told":
        """The fix did not work."""
        return self.row(Kind.REOPENS, time, case, cause=FIX)

    def stops(self, time: float, case: int = 0, *, cause: Stop = Stop.ATTEMPTS) -> "Told":
        """The customer stops trying."""
        return self.row(Kind.STOPS, time, case, cause=cause)

    def says(self, kind: Kind, time: float, case: int = 0, *, outcome: int = -1, amount: int = 0) -> "Told":
        """A row that is of the case alone."""
        return self.row(kind, time, case, cause=outcome, amount=amount)

    def on_duty(self, time: float, department: str, number: int) -> "Told":
        """Staff on duty from now on."""
        return self.row(Kind.ON_DUTY, time, -1, department=department, amount=number, situation=-1)

    def log(self) -> EventLog:
        """The log, its rows in the order of their times; those of one time as they were told."""
        rows = sorted(self.rows, key=lambda row: row[0])
        return EventLog(
            rows=np.array(rows, ROW),
            cases=np.array(self.cases, CASE),
            book=Book(self.populations, TRAITS, CHANNELS, self.departments, OUTCOMES, SITUATIONS),
            warm_up=round(self.warm_up * 1000),
            arrivals_end=round(self.arrivals_end * 1000),
            horizon=round(self.horizon * 1000),
            start=dt.date(2026, 1, 5),
            seed=1,
            replication=self.replication,
        )
