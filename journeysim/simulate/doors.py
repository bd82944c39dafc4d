"""Trying a channel: the way to its door, the door, the gate, the line; and what follows when a line is left."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from journeysim.model.hours import Stretch, Timetable
from journeysim.model.log import Came, Door, Kind, Left, Stop, Why
from journeysim.model.process import NONE, ChannelNode, Item
from journeysim.model.scenario import Channel
from journeysim.simulate.desk import Desk
from journeysim.simulate.dice import NOTHING_LONG, ChannelDice
from journeysim.simulate.events import AT_LARGE, UNDER_WAY, Case, Visit
from journeysim.simulate.floor import Floor
from journeysim.simulate.record import pack
from journeysim.simulate.world import World

if TYPE_CHECKING:
    from journeysim.simulate.customers import Customers

OPENING_RUSH = 60 * 60_000
"""Those who wait for a door to open come spread over this time (ms), or over half the opening if that is shorter."""

ATTEMPT, CUSTOMER, REDIAL = int(Kind.ATTEMPT), int(Came.CUSTOMER), int(Why.REDIAL)
SENT_AWAY, NOT_REACHED = Left.SENT_AWAY, Left.NOT_REACHED


@dataclass(frozen=True, slots=True)
class Way:
    """A channel as customers meet it, `bit` in what they have tried.

    `desk` is set where all go to one, `hours` where it is not always open. `straight`: nothing stands between the
    customer and that desk, neither time nor door, gate, limit of the line nor wish to balk. `followed` is, by the state
    before an attempt, whose referral it follows and the state after it, as they are asked for.
    """

    node: ChannelNode
    bit: int
    source: Channel
    dice: ChannelDice
    hours: Timetable | None
    desk: Desk | None
    takes_time: bool
    hidden: bool
    straight: bool
    announced: bool
    followed: dict[int, tuple[int, int]]


class Doors:
    """The channels of a world, as customers come to them."""

    floor: Floor

    def __init__(self, world: World, customers: "Customers") -> None:
        self.world = world
        self.customers = customers
        self.rows = world.rows
        self._leaves_marks = bool(world.process.referrals or world.process.publics)
        incidents = world.process.scenario.incidents
        self._announcements = {
            name: incident.announcement for name, incident in incidents.items() if incident.announcement is not None
        }
        self._ways = tuple(
            self._way(node, source, dice, hours)
            for node, source, dice, hours in zip(
                world.process.channels,
                world.process.scenario.channels.values(),
                world.dice.channels,
                world.doors,
                strict=True,
            )
        )

    def _way(self, node: ChannelNode, source: Channel, dice: ChannelDice, hours: Timetable | None) -> Way:
        only = node.reaches.otherwise if node.reaches.subject is None else None
        desk = self.world.desks[only[1][0]] if only is not None and len(only[1]) == 1 else None
        hidden = source.find is not None or source.found < 1
        takes_time = dice.takes is not NOTHING_LONG
        straight = desk is not None and desk.limit is None and node.live and node.gate is None and hours is None
        announced = any(node.name in incident.heard_on for incident in self._announcements.values())
        straight = straight and not (hidden or takes_time or announced)
        straight = straight and not any(habits.balks for habits in self.world.dice.habits)
        return Way(node, 1 << node.index, source, dice, hours, desk, takes_time, hidden, straight, announced, {})

    # --- trying -------------------------------------------------------------------------------------------------

    def try_channel(self, case: Case, now: int) -> None:
        """Set out for a channel; where its door would be shut on arrival, most wait until it opens."""
        channel = case.next_channel
        way = self._ways[channel]
        own = 0
        if not way.straight:
            own = case.own
            if own == NONE:
                own = way.dice.takes.of(case) if way.takes_time else 0
                if way.hidden and not case.found >> channel & 1:
                    own += way.dice.find.of(case)
                if way.hours is not None and not way.hours.level(now + own):
                    opening = way.hours.next_open(now + own)
                    if opening is not None and case.habits.segment.closed_doors == "waits":
                        case.own = own
                        self.customers.set_alarm(case, self._after_opening(case, way, opening) - now)
                        return
            case.own = NONE
            case.effort += own
        case.next_channel = NONE
        case.attempts += 1
        case.tried |= way.bit
        case.channel = channel
        case.came = CUSTOMER
        case.warm = False
        early = case.early = case.until > now
        state = case.state
        rows = self.rows
        rows += pack(now, case.index, ATTEMPT, early, channel, NONE, NONE, case.why, state, own)
        if way.straight:
            if self._leaves_marks:
                state = self._arrive(case, way)
            else:
                case.referrer = NONE
            case.desk = way.desk  # type: ignore[assignment]
            self.floor.admit(case, state, now)
        elif own:
            case.doing = UNDER_WAY
            self.customers.arm(case, own)
        else:
            self.at_door(case, now)

    def _arrive(self, case: Case, way: Way) -> int:
        """At the door an attempt follows the referral that is open by then; the state once it is made."""
        state = case.state
        case.referrer, case.state = way.followed.get(state) or self._follow(way, state)
        return case.state

    def _follow(self, way: Way, state: int) -> tuple[int, int]:
        """Whose referral an attempt follows, and the state once it is made."""
        process, channel = self.world.process, way.node.index
        found = way.followed[state] = process.referrer(state, channel), process.attempted(state, channel)
        return found

    def _after_opening(self, case: Case, way: Way, opening: Stretch) -> int:
        spread = min(OPENING_RUSH, (opening.end - opening.begin) // 2)
        return opening.begin + int(way.dice.opens.of(case) * spread)

    def at_door(self, case: Case, now: int) -> None:
        channel = case.channel
        way = self._ways[channel]
        case.doing = AT_LARGE
        if self._leaves_marks:
            self._arrive(case, way)
        else:
            case.referrer = NONE
        if way.hidden and not case.found >> channel & 1:
            if way.source.found < 1 and way.dice.found.of(case) >= way.source.found:
                self._turned_away(case, Door.NOT_FOUND)
                return
            case.found |= 1 << channel
        if way.hours is not None and not way.hours.level(now):
            self._turned_away(case, Door.CLOSED)
            return
        if way.node.gate is not None:
            context = self.world.at_gate(case, channel, case.referrer)
            if not self.world.process.admits(channel, case.state, context):
                self._turned_away(case, Door.GATE)
                return
        noticed = way.dice.noticed
        if noticed is not None and noticed.of(case) >= way.source.noticed:
            self._unnoticed(case)
            return
        if way.announced and self._content(case, way, now):
            return
        case.desk = way.desk or self._routed(case, way)
        if way.node.live:
            self._enter(case, now)
        else:
            self._send(case, now)

    def _content(self, case: Case, way: Way, now: int) -> bool:
        """Whether a caller hears that the incident is known, hangs up content, and waits for it to be over."""
        world = self.world
        outbreaks = world.outbreaks.get(case.population)
        name = world.process.populations[case.population].incident
        announcement = self._announcements.get(name or "")
        if outbreaks is None or announcement is None or way.node.name not in announcement.heard_on:
            return False
        if not outbreaks.goes_on(case.customer, now, after=round(announcement.after * 1000)):
            return False
        if world.dice.announced[name or ""].of(case) >= announcement.satisfies:
            return False
        world.write(Kind.INFORMED, case, channel=case.channel, early=case.early)
        case.heard = now
        self.customers.perceive(case)
        if not case.expects:
            self.customers.expect(case, NONE, NONE)
        case.plan = ()
        self.customers.wait(case)
        return True

    def _routed(self, case: Case, way: Way) -> Desk:
        world = self.world
        context = world.at_gate(case, way.node.index, case.referrer)
        bounds, departments = way.node.reaches.of(world.process.states[case.state], context)
        department = departments[0]
        if len(departments) > 1:
            luck = way.dice.reaches.of(case)
            department = next(there for bound, there in zip(bounds, departments, strict=True) if luck < bound)
        return world.desks[department]

    def _enter(self, case: Case, now: int) -> None:
        if case.desk.limit is not None and self.floor.is_full(case.desk):
            self._turned_away(case, Door.FULL, case.desk.index)
        elif case.habits.balks and self.floor.balks(case):
            self.floor.turn_round(case)
            self.left_line(case, Left.BALKED)
        else:
            self.floor.admit(case, case.state, now)

    def _send(self, case: Case, now: int) -> None:
        """Leave a message; life goes on until it is answered."""
        world = self.world
        process = world.process
        state = process.states[case.state]
        item = process.item(Item(NONE, case.channel, case.desk.index, case.referrer, CUSTOMER))
        twin = process.twin(state.pending, item)
        if twin != NONE:
            earlier = case.pending[twin]
            number = earlier.number if isinstance(earlier, Visit) else NONE
            world.write(Kind.MERGES, case, channel=case.channel, visit=number, early=case.early)
        else:
            met = case.state
            case.state = process.added(case.state, item)
            message = Visit()
            message.case = case
            message.channel = case.channel
            message.desk = case.desk
            message.referrer = case.referrer
            message.came = CUSTOMER
            message.early = case.early
            message.item = item
            case.hold(item, message)
            self.floor.admit(message, met, now)
        if case.doing == AT_LARGE:
            self._await_answer(case)

    def _unnoticed(self, case: Case) -> None:
        """Nobody has seen what the customer wrote; they wait for an answer all the same."""
        self.world.write(Kind.UNNOTICED, case, channel=case.channel, early=case.early)
        self._await_answer(case)

    def _await_answer(self, case: Case) -> None:
        if not case.expects:
            self.customers.expect(case, NONE, NONE)
        self.customers.wait(case)

    def _turned_away(self, case: Case, door: Door, department: int = NONE) -> None:
        self.world.write(
            Kind.TURNED_AWAY, case, channel=case.channel, department=department, cause=door, early=case.early
        )
        self.customers.move_on(case)

    # --- leaving lines ------------------------------------------------------------------------------------------

    def left_line(self, case: Case, why: Left) -> None:
        """The customer has left a live line unserved: redials, tries elsewhere, or gives up."""
        case.effort += self.world.env.moment - case.joined
        case.doing = AT_LARGE
        redials = case.habits.segment.redials
        if redials is None or why is SENT_AWAY or why is NOT_REACHED:
            self.customers.move_on(case)
        elif case.habits.redials.of(case) < redials.chance:
            case.plan = ()
            self.customers.plan(case, case.channel, case.habits.redials_after.of(case), REDIAL)
        elif redials.otherwise == "gives up":
            self.customers.stop(case, Stop.ABANDONED)
        else:
            self.customers.move_on(case)
