"""One desk, told minute by minute: an account of lines and shifts that shares nothing with the engine.

All times are whole minutes. Within a minute shifts change first, then handling ends, customers come, and patience ends.
"""

import random
from dataclasses import dataclass, field

DAY = 24 * 60
DAYS = 3

Event = tuple[int, str, int]
"""A minute, what happens, and to which customer."""


@dataclass(frozen=True)
class Plan:
    """A desk and who comes to it; what depends on the segment is a table by it. `None`: not said.

    Whoever is `aged` so many minutes goes first, then the segments of `priority` in their order, then the others.
    """

    arrivals: tuple[tuple[int, str], ...]
    handling: dict[str, int]
    patience: dict[str, int | None]
    balks: dict[str, int | None]
    aged: int | None
    priority: tuple[str, ...]
    order: str
    limit: int | None
    roster: tuple[tuple[int, int, int], ...]
    at_closing: str | None
    at_end_of_shift: str

    def staff(self, minute: int) -> int:
        """How many are on duty."""
        return next((staff for begin, end, staff in self.roster if begin <= minute % DAY < end), 0)


@dataclass
class PlainDesk:
    """The desk at work. `happened` is all that is to be told of it."""

    plan: Plan
    happened: list[Event] = field(default_factory=list)
    minute: int = 0
    duty: int = 0
    last_duty: int = 0
    begun: int = 0
    waiting: list[int] = field(default_factory=list)
    last_calls: list[int] = field(default_factory=list)
    in_hand: list[tuple[int, int, int]] = field(default_factory=list)
    put_down: list[tuple[int, int]] = field(default_factory=list)
    until: dict[int, int] = field(default_factory=dict)

    def run(self) -> list[Event]:
        """All that happens in a few days."""
        self.duty = self.plan.staff(0)
        for self.minute in range(DAYS * DAY):
            if self.plan.staff(self.minute) != self.duty:
                self.change_shift(self.plan.staff(self.minute))
            for ending in sorted((one for one in self.in_hand if one[0] == self.minute), key=lambda one: one[1]):
                self.in_hand.remove(ending)
                self.tell("ends", ending[2])
                self.serve()
            for customer, (minute, segment) in enumerate(self.plan.arrivals):
                if minute == self.minute:
                    self.come(customer, segment)
            self.lose_patience()
        return self.happened

    def tell(self, what: str, customer: int) -> None:
        self.happened.append((self.minute, what, customer))

    def segment(self, customer: int) -> str:
        return self.plan.arrivals[customer][1]

    def place(self, customer: int) -> tuple[int, int]:
        """Where somebody stands in the line: whoever has the least is first."""
        plan, (came, segment) = self.plan, self.plan.arrivals[customer]
        first = plan.priority.index(segment) if segment in plan.priority else len(plan.priority)
        if plan.aged is not None and self.minute >= came + plan.aged:
            first = -1
        return first, -customer if plan.order == "last come" else customer

    def come(self, customer: int, segment: str) -> None:
        at_once = len(self.in_hand) < self.duty and not self.waiting
        limit, most = self.plan.limit, self.plan.balks[segment]
        if not at_once and limit is not None and len(self.waiting) >= limit:
            self.tell("full", customer)
        elif not at_once and most is not None and len(self.waiting) > most:
            self.tell("balks", customer)
        elif at_once and not self.put_down and not self.last_calls:
            self.start("starts", customer, self.plan.handling[segment])
        else:
            self.waiting.append(customer)
            self.until[customer] = self.minute + (self.plan.patience[segment] or DAYS * DAY)

    def start(self, how: str, customer: int, length: int) -> None:
        self.tell(how, customer)
        self.in_hand.append((self.minute + length, self.begun, customer))
        self.begun += 1

    def serve(self) -> None:
        while self.put_down and len(self.in_hand) < self.duty:
            self.start("is taken up", *self.put_down.pop(0))
        while self.last_calls and len(self.in_hand) < max(self.duty, self.last_duty):
            customer = self.last_calls.pop(0)
            self.start("starts", customer, self.plan.handling[self.segment(customer)])
        while self.waiting and len(self.in_hand) < self.duty:
            customer = min(self.waiting, key=self.place)
            self.waiting.remove(customer)
            self.start("starts", customer, self.plan.handling[self.segment(customer)])

    def lose_patience(self) -> None:
        for line in (self.waiting, self.last_calls):
            for customer in [one for one in line if self.until[one] == self.minute]:
                line.remove(customer)
                self.tell("abandons", customer)

    def change_shift(self, duty: int) -> None:
        before, self.duty = self.duty, duty
        if duty > before:
            self.serve()
        elif self.plan.at_end_of_shift == "puts down":
            going_on = sorted((one for one in self.in_hand if one[0] > self.minute), key=lambda one: one[1])
            for ending in reversed(going_on[duty:]):
                self.in_hand.remove(ending)
                self.put_down.insert(0, (ending[2], ending[0] - self.minute))
                self.tell("is put down", ending[2])
        if not duty:
            self.close(before)

    def close(self, before: int) -> None:
        usual = "keeps the queue" if self.plan.at_end_of_shift == "puts down" else "finishes the queue"
        how = self.plan.at_closing or usual
        if how == "keeps the queue" or not self.waiting:
            return
        line, self.waiting = sorted(self.waiting, key=self.place), []
        if how == "finishes the queue":
            self.last_calls, self.last_duty = self.last_calls + line, before
            self.serve()
        else:
            for customer in line:
                self.tell("is sent away", customer)


ROSTERS = (
    ((0, DAY, 1),),
    ((0, DAY, 3),),
    ((540, 720, 2), (780, 1020, 1)),
    ((540, 600, 1), (600, 660, 3), (660, 720, 1)),
    ((0, 60, 2), (60, 720, 1), (720, DAY, 2)),
)


def drawn(seed: int) -> Plan:
    """Some plan, crowded around opening, noon and closing."""
    luck = random.Random(seed)
    segments = ("x", "y", "z")[: luck.randint(1, 3)]
    moments = [luck.choice((luck.randint(0, 120), luck.randint(530, 760), luck.randint(0, 1500))) for _ in range(30)]
    return Plan(
        arrivals=tuple(sorted((moment, luck.choice(segments)) for moment in moments)),
        handling={segment: luck.randint(1, 30) for segment in segments},
        patience={segment: luck.choice((None, luck.randint(1, 40))) for segment in segments},
        balks={segment: luck.choice((None, 0, 2)) for segment in segments},
        aged=luck.choice((None, luck.randint(5, 60))),
        priority=tuple(luck.sample(segments, luck.randint(0, len(segments)))),
        order=luck.choice(("first come", "last come")),
        limit=luck.choice((None, None, 0, 1, 3)),
        roster=luck.choice(ROSTERS),
        at_closing=luck.choice((None, "finishes the queue", "keeps the queue", "sends the queue away")),
        at_end_of_shift=luck.choice(("finishes", "puts down")),
    )
