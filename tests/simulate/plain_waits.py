"""Two desks and what long waits at the first lead to, told step by step: it shares nothing with the engine.

A step is ten seconds. Within a step handling ends first, customers come, long waits have their consequences, and
patience ends.
"""

import random
from dataclasses import dataclass, field

STEPS = 6 * 60 * 24

Event = tuple[int, str, int]
"""A step, what happens, and to which customer."""


@dataclass(frozen=True)
class Plan:
    """Who comes to the first desk, and how both work; what depends on the segment is a table by it.

    `overflow`, `callback` and `ageing` are steps of waiting, `None` for never; `limits` those of the two lines.
    """

    arrivals: tuple[tuple[int, str], ...]
    handling: dict[str, int]
    patience: dict[str, int | None]
    priority: tuple[str, ...]
    staff: tuple[int, int]
    limits: tuple[int | None, int | None]
    overflow: int | None
    callback: int | None
    keeps_place: bool
    ageing: int | None


@dataclass
class PlainWaits:
    """The two desks at work. `happened` is all that is to be told of them."""

    plan: Plan
    happened: list[Event] = field(default_factory=list)
    step: int = 0
    joined: int = 0
    lines: tuple[list[int], list[int]] = field(default_factory=lambda: ([], []))
    in_hand: tuple[list[tuple[int, int, int]], list[tuple[int, int, int]]] = field(default_factory=lambda: ([], []))
    number: dict[int, int] = field(default_factory=dict)
    until: dict[int, int] = field(default_factory=dict)
    risen: dict[int, tuple[int, float]] = field(default_factory=dict)
    away: set[int] = field(default_factory=set)
    to_come: list[tuple[int, str, int, int]] = field(default_factory=list)

    def run(self) -> list[Event]:
        """All that happens in a day."""
        for self.step in range(STEPS):
            self.end_handling()
            for customer, (step, _) in enumerate(self.plan.arrivals):
                if step == self.step:
                    self.come(customer)
            for one in [one for one in self.to_come if one[0] == self.step]:
                self.to_come.remove(one)
                self.follow(*one[1:])
            self.lose_patience()
        return self.happened

    def tell(self, what: str, customer: int) -> None:
        self.happened.append((self.step, what, customer))

    def is_free(self, desk: int) -> bool:
        return len(self.in_hand[desk]) < self.plan.staff[desk] and not self.lines[desk]

    def is_full(self, desk: int) -> bool:
        limit, there = self.plan.limits[desk], [one for one in self.lines[desk] if one not in self.away]
        return limit is not None and not self.is_free(desk) and len(there) >= limit

    def place(self, customer: int) -> tuple[int, float]:
        """Where somebody stands in the first line: whoever has the least is first."""
        segment, priority = self.plan.arrivals[customer][1], self.plan.priority
        first = priority.index(segment) if segment in priority else len(priority)
        return self.risen.get(customer, (first, self.number[customer]))

    def come(self, customer: int) -> None:
        if self.is_full(0):
            self.tell("full", customer)
            return
        patience = self.plan.patience[self.plan.arrivals[customer][1]]
        self.join(0, customer, STEPS if patience is None else self.step + patience)

    def join(self, desk: int, customer: int, until: int) -> None:
        self.number[customer], self.joined = self.joined, self.joined + 1
        self.risen.pop(customer, None)
        if self.is_free(desk):
            self.start(desk, customer)
            return
        self.lines[desk].append(customer)
        self.until[customer] = until
        if desk == 0:
            self.later("overflow", customer)
            self.later("callback", customer)
            self.later("ageing", customer)

    def later(self, what: str, customer: int) -> None:
        after = getattr(self.plan, what)
        if after is not None:
            self.to_come.append((self.step + after, what, customer, self.number[customer]))

    def start(self, desk: int, customer: int) -> None:
        self.tell("starts", customer)
        self.away.discard(customer)
        length = self.plan.handling[self.plan.arrivals[customer][1]]
        self.in_hand[desk].append((self.step + length, len(self.happened), customer))

    def end_handling(self) -> None:
        over = sorted((one[1], desk, one) for desk in (0, 1) for one in self.in_hand[desk] if one[0] == self.step)
        for _, desk, ending in over:
            self.in_hand[desk].remove(ending)
            self.tell("ends", ending[2])
            while self.lines[desk] and len(self.in_hand[desk]) < self.plan.staff[desk]:
                line = self.lines[desk]
                customer = min(line, key=self.place) if desk == 0 else line[0]
                line.remove(customer)
                self.start(desk, customer)

    def follow(self, what: str, customer: int, number: int) -> None:
        """Somebody has waited so long, if they still wait in the line in which they did."""
        if customer not in self.lines[0] or self.number[customer] != number:
            return
        if what == "ageing":
            first, _ = self.place(customer)
            if first > 0:
                self.risen[customer] = first - 1, self.joined - 0.5
                self.later("ageing", customer)
        elif customer not in self.away and what == "overflow":
            if self.is_full(1):
                self.later("overflow", customer)
            else:
                self.move(customer, 1)
        elif customer not in self.away:
            if not self.plan.keeps_place:
                self.move(customer, 0)
            self.away.add(customer)
            self.tell("goes away", customer)

    def move(self, customer: int, desk: int) -> None:
        self.lines[0].remove(customer)
        self.tell("moves", customer)
        self.join(desk, customer, self.until[customer])

    def lose_patience(self) -> None:
        for line in self.lines:
            for customer in [one for one in line if self.until[one] == self.step and one not in self.away]:
                line.remove(customer)
                self.tell("abandons", customer)


def drawn(seed: int) -> Plan:
    """Some plan. What follows on waiting comes between whole minutes, so that it ties with nothing else."""
    luck = random.Random(seed)
    segments = ("x", "y", "z")[: luck.randint(1, 3)]

    def perhaps(seconds: int) -> int | None:
        return luck.choice((None, 6 * luck.randint(1, 15) + seconds))

    return Plan(
        arrivals=tuple(sorted((6 * luck.randint(0, 90), luck.choice(segments)) for _ in range(25))),
        handling={segment: 6 * luck.randint(1, 20) for segment in segments},
        patience={segment: luck.choice((None, 6 * luck.randint(1, 40))) for segment in segments},
        priority=tuple(luck.sample(segments, luck.randint(1, len(segments)))),
        staff=(luck.randint(1, 2), luck.randint(1, 2)),
        limits=(luck.choice((None, None, 1, 3)), luck.choice((None, 0, 1))),
        overflow=perhaps(1),
        callback=perhaps(2),
        keeps_place=luck.random() < 0.5,
        ageing=perhaps(3),
    )
