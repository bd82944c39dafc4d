"""Random logs that obey the laws."""

import random

from journeysim.model.log import Came, Door, EventLog, Kind, Left, Stop, Why
from tests.measure.logs import CALL, CHANNELS, DEPARTMENTS, DROP, OUTCOMES, PROMISE, SITUATIONS, TICKET, TRANSFER, Told

STEPS = (
    "gate",
    "visit",
    "visit",
    "visit",
    "line",
    "merge",
    "unnoticed",
    "ticket",
    "call",
    "turn",
    "word",
    "promise",
    "stop",
)
LIVE = [channel.name for channel in CHANNELS if channel.kind == "live"]


class Wandering:
    """Tells a random log: cases that try, wait, are served, resolved, reopened and lost, until the horizon cuts
    them off.
    """

    def __init__(self, seed: int) -> None:
        """The same seed tells the same log."""
        self.dice = random.Random(seed)
        self.told = Told(horizon=600, arrivals_end=300, warm_up=self.dice.choice([0, 50]))
        self.visits = 0

    def log(self) -> EventLog:
        """The log, without what would happen past the horizon."""
        for index in range(len(DEPARTMENTS)):
            for moment in (0, 100, 300):
                self.told.on_duty(moment, DEPARTMENTS[index].name, self.dice.randint(0, 3))
        for case in range(self.dice.randint(1, 6)):
            self.case(case)
        self.told.rows = [row for row in self.told.rows if row[0] <= 600_000]
        return self.told.log()

    def case(self, case: int) -> None:
        """One case from its arising on."""
        told, dice = self.told, self.dice
        time = float(dice.randint(0, 310))
        told.arises(time, case, population=dice.randrange(3), traits=dice.randrange(2))
        resolved, pending = False, False
        for _ in range(dice.randint(0, 14)):
            time += dice.choice([0, 0, 1, 5, 30, 70])
            situation = dice.choice([0, 0, 0, 1, -1]) if dice.random() < 0.3 else 0
            match dice.choice(STEPS):
                case "gate":
                    door, early, own = dice.choice(list(Door)), dice.random() < 0.2, dice.randint(0, 9)
                    channel = dice.choice(CHANNELS).name
                    told.turned_away(time, channel, case, door=door, situation=situation, early=early, own=own)
                case "visit":
                    time = self.contact(time, case, situation)
                case "line":
                    time = self.line(time, case, situation)
                case "merge":
                    told.attempt(time, "mail", case, own=3).row(Kind.MERGES, time, case, channel="mail")
                case "unnoticed":
                    told.attempt(time, "blog", case, own=2, why=Why.ESCALATES).row(
                        Kind.UNNOTICED, time, case, channel="blog"
                    )
                case "ticket":
                    self.ticket(time, case)
                case "call":
                    time = self.call(time, case, situation)
                case "turn":
                    (told.reopens if resolved else told.resolves)(time, case)
                    resolved = not resolved
                case "word":
                    told.says(dice.choice([Kind.TOLD, Kind.PERCEIVES, Kind.DEAD_END]), time, case)
                case "promise":
                    self.promise(time, case, pending)
                    pending = not pending
                case "stop":
                    told.stops(time, case, cause=dice.choice(list(Stop)))

    def promise(self, time: float, case: int, pending: bool) -> None:
        """A promise is made, or the pending one settled."""
        told, dice = self.told, self.dice
        if not pending:
            told.says(Kind.PROMISES, time, case, outcome=PROMISE)
        elif dice.random() < 0.5:
            told.says(Kind.KEPT, time, case, outcome=PROMISE, amount=dice.randint(0, 1))
        else:
            told.says(dice.choice([Kind.BROKEN, Kind.VOID]), time, case, outcome=PROMISE)

    def number(self) -> int:
        """A new visit."""
        self.visits += 1
        return self.visits - 1

    def contact(self, time: float, case: int, situation: int) -> float:
        """A visit that is served, perhaps put down in between, perhaps transferred and served or left there."""
        told, dice, visit = self.told, self.dice, self.number()
        channel = dice.choice(CHANNELS).name
        department = dice.choice(DEPARTMENTS).name
        told.joins(time, visit, department, case, channel=channel, situation=situation, early=dice.random() < 0.2)
        time += dice.choice([0, 4, 25])
        told.starts(time, visit, retold=dice.random() < 0.3)
        if dice.random() < 0.2:
            told.row(Kind.PUTS_DOWN, time + 3, visit=visit).row(Kind.TAKES_UP, time + 40, visit=visit)
            time += 40
        time += dice.choice([0, 6, 60])
        if dice.random() < 0.3:
            told.ends(time, visit, TRANSFER)
            handed = self.number()
            told.joins(time, handed, dice.choice(DEPARTMENTS).name, case, channel=channel, came=Came.TRANSFER)
            time += dice.choice([1, 15])
            if dice.random() < 0.3:
                told.abandons(time, handed)
                return time
            told.starts(time, handed, retold=dice.random() < 0.5)
            time += 8
            visit = handed
        told.ends(time, visit, dice.randrange(-1, len(OUTCOMES)), situation=dice.randrange(len(SITUATIONS)))
        return time

    def line(self, time: float, case: int, situation: int) -> float:
        """A visit that ends in the line."""
        told, dice, visit = self.told, self.dice, self.number()
        told.joins(time, visit, dice.choice(DEPARTMENTS).name, case, channel=dice.choice(LIVE), situation=situation)
        time += dice.choice([0, 12])
        if dice.random() < 0.6:
            told.abandons(time, visit, why=dice.choice([Left.PATIENCE, Left.BALKED]))
        else:
            told.leaves(time, visit, why=dice.choice([Left.RESOLVED, Left.SENT_AWAY]))
        return time

    def call(self, time: float, case: int, situation: int) -> float:
        """A call of the company: answered, or followed by a voicemail, which may be returned."""
        told, dice, visit, by = self.told, self.dice, self.number(), self.dice.choice(DEPARTMENTS).name
        told.row(Kind.CALLS, time, case, department=by, cause=CALL, amount=1)
        told.joins(time, visit, by, case, came=Came.CALL, situation=situation)
        time += dice.choice([0, 20])
        told.starts(time, visit, retold=dice.random() < 0.5)
        time += 5
        if dice.random() < 0.5:
            told.ends(time, visit, dice.randrange(len(OUTCOMES)), situation=dice.randrange(len(SITUATIONS)))
            return time
        told.ends(time, visit, -1).row(Kind.VOICEMAIL, time, visit=visit, cause=CALL, amount=1)
        if dice.random() < 0.5:
            time, visit = time + 10, self.number()
            told.row(Kind.RETURNS, time, case, department=by, cause=CALL)
            told.row(Kind.ATTEMPT, time, case, cause=Why.RETURNED)
            told.joins(time, visit, by, case, situation=situation)
            told.starts(time, visit)
            told.ends(time + 5, visit, dice.randrange(len(OUTCOMES)))
        return time + 5

    def ticket(self, time: float, case: int) -> None:
        """Work that the customer does not see, beside what they do."""
        told, dice, visit = self.told, self.dice, self.number()
        told.joins(time, visit, dice.choice(DEPARTMENTS).name, case, came=Came.TICKET)
        time += dice.choice([0, 10, 90])
        told.starts(time, visit, retold=dice.random() < 0.5)
        told.ends(time + dice.choice([2, 50]), visit, dice.choice([-1, TICKET, DROP, 7, 0]))
