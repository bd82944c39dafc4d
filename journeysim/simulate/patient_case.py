"""One patient customer: who they are, what they remember, and what the company has to do for them."""

from dataclasses import dataclass, field

from journeysim.model.duration import Exactly, Time
from journeysim.model.log import Came
from journeysim.model.process import NONE
from journeysim.simulate.dice import Habits
from journeysim.simulate.luck import IN_BLOCK, Block, Uses


@dataclass(slots=True)
class Visit:
    """A stay in a department: the customer's own on a live line, or a ticket's or a message's (`item` set)."""

    number: int
    department: int
    channel: int
    referrer: int
    came: int
    warm: bool = False
    item: int = NONE


@dataclass(slots=True)
class Pending:
    """Something that the company has to do, and when it is due; `visit` where it waits in a department."""

    item: int
    due: int
    visit: Visit | None = None


@dataclass(slots=True)
class Customer:
    """One customer with one issue: who they are, and what they remember. Times in ms."""

    index: int
    population: int
    customer: int
    now: int
    habits: Habits
    uses: Uses
    block: Block
    in_block: int = 0
    state: int = 0
    attempts: int = 0
    rounds: int = 0
    tried: int = 0
    found: int = 0
    handled: bool = False
    ended: bool = False
    waits: bool = False
    until: int = NONE
    told_by: int = NONE
    next_channel: int = NONE
    after: int = 0
    why: int = 0
    plan: tuple[int, ...] = ()
    visit: Visit | None = None
    pending: list[Pending] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Keep at hand what dice ask for."""
        self.in_block = self.customer & IN_BLOCK


def in_contact(visit: Visit | None) -> bool:
    """Whether customer and department are in touch: by a channel, or on the phone after a call of the company."""
    return visit is not None and (visit.channel != NONE or visit.came in (Came.CUSTOMER, Came.CALL))


def milliseconds(time: Time | None) -> int:
    """The mean of a length of time, 0 for none."""
    if time is None:
        return 0
    return round((time.seconds if isinstance(time, Exactly) else time.mean) * 1000)
