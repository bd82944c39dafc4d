"""A department at work: its line, its staff, its shifts, and what its rules have been found to say."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from journeysim.model.hours import Timetable
from journeysim.model.process import DepartmentNode, OutcomeNode, Subject
from journeysim.model.scenario import Department
from journeysim.simulate.dice import DepartmentDice, Roll
from journeysim.simulate.events import Case, Timer, Visit
from journeysim.simulate.line import Line

TIMELESS = frozenset((Subject.TRAITS, Subject.FACT, Subject.CONTACTS))
"""What a state alone tells."""


@dataclass(frozen=True, slots=True)
class Deed:
    """An outcome as the company carries it out.

    `changes`: what state follows is not told by the state before it alone, or more than that is to be settled;
    `answers`: it is a word to the customer.
    """

    number: int
    outcome: OutcomeNode
    takes_effect: "Effect"
    changes: bool
    answers: bool


Effect = Callable[[Case, OutcomeNode, Visit | None, int, int], None]
"""What an outcome does: of the case, its outcome, the visit that ends with it, a pending thing to merge with, now."""

Done = tuple[int, int, "tuple[Desk, bool] | None", Deed]
"""A deed in a state: the state after it where the state before it alone tells, else `NONE`; its number; to which desk
it passes on, and whether warmly; and the deed itself."""

Choice = tuple[Callable[[Case], int] | None, tuple[Done, ...]]
"""What a rule may come to in a state: how to draw which (`None` for a single outcome), and what is done."""


class Desk:
    """The running state of a department.

    `plain` says that its rules ask for nothing but the state, so that `choices` answers by the state's number.
    `restless`: waiting in its line leads to something, by and by.
    `capacity` counts the contacts that staff on duty can have in hand: `at_once` each.
    `handling` is the roll for the handling time where that is the same for everyone, else `None`; `straight` where
    handling asks for nothing else. `aside`: some wait outside the line, for the last calls or put down.
    """

    __slots__ = (
        "aside",
        "at_once",
        "busy",
        "capacity",
        "choices",
        "closing_level",
        "department",
        "dice",
        "handling",
        "in_hand",
        "index",
        "last_calls",
        "limit",
        "line",
        "needs_known",
        "node",
        "plain",
        "put_down",
        "puts_down",
        "restless",
        "straight",
        "table",
        "waiting",
    )

    def __init__(
        self, node: DepartmentNode, department: Department, table: Timetable, line: Line, dice: DepartmentDice
    ) -> None:
        self.node = node
        self.index = node.index
        self.department = department
        self.dice = dice
        self.table = table
        self.line = line
        self.limit = department.queue.limit
        queue = department.queue
        self.restless = not (queue.overflow is None and queue.callback is None and queue.ageing is None)
        self.at_once = department.at_once
        self.capacity = table.level(0) * self.at_once
        self.busy = 0
        self.waiting = 0
        self.aside = False
        self.last_calls: deque[Visit] = deque()
        self.closing_level = 0
        self.puts_down = department.at_end_of_shift == "puts down"
        self.in_hand: list[Timer] = []
        self.put_down: list[tuple[Visit, int]] = []
        self.plain = node.looks <= TIMELESS
        self.choices: dict[int, Choice] = {}
        self.needs_known = Subject.KNOWN in node.looks or department.retelling is not None
        self.handling: Roll | None = dice.handling.otherwise if dice.handling.subject is None else None
        self.straight = self.handling is not None and not self.needs_known and not self.puts_down
