"""One customer's journey, told moment by moment with the names behind the indices of a log."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, IntEnum

from journeysim.model.log import ChannelInfo, Kind, OutcomeInfo


@dataclass(frozen=True, slots=True)
class Moment:
    """A row of the log that is about this case; `None` where the row names nothing of the sort.

    `reason` is a `Why`, `Door`, `Came`, `Left` or `Stop`, as the kind says. `until` is the moment that was told or
    promised, `lasts` the customer's own time until the door; `amount` is any other amount. `mood` is how the customer
    feels after it, from -1 to 1, `None` where the log does not say what moves moods.
    """

    at: dt.datetime
    kind: Kind
    channel: ChannelInfo | None = None
    department: str | None = None
    visit: int | None = None
    outcome: OutcomeInfo | None = None
    reason: IntEnum | None = None
    early: bool = False
    until: dt.datetime | None = None
    lasts: dt.timedelta | None = None
    amount: int = 0
    mood: float | None = None


class Loyalty(Enum):
    """How a customer thinks of the company when all is over; `RECOVERED` who recommends it and had meant to leave."""

    LEAVES = "leaves"
    STAYS = "stays"
    RECOMMENDS = "recommends"
    RECOVERED = "recovered"


@dataclass(frozen=True, slots=True)
class Journey:
    """All that the log says of one case, in the order of happening, and what it came to.

    `case` is its number in the log of replication `replication`, `number` the customer's within issue and segment.
    `ending` is `resolved`, `gave up`, `dead end` or `unresolved`. `effort` is the customer's own time,
    `longest_silence` the longest without a word from the company (up to where the customer stopped, if they did),
    `horizon` the end of the record. `loyalty` is what becomes of the customer, `None` where the scenario does not speak
    of mood.
    """

    case: int
    number: int
    seed: int
    replication: int
    issue: str
    segment: str
    traits: Mapping[str, str]
    ending: str
    attempts: int
    contacts: int
    effort: dt.timedelta
    longest_silence: dt.timedelta
    horizon: dt.datetime
    moments: tuple[Moment, ...]
    loyalty: Loyalty | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """A case of a log; of the words `wanted`, those `met` in this order, both empty where none were said."""

    case: int
    wanted: tuple[str, ...] = ()
    met: tuple[str, ...] = ()
