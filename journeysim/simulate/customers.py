"""What customers do: try, wait, follow referrals, chase, start over, and stop.

Customers act on what they perceive: which channels they have tried, what they were told, what they expect. They
know nothing of what the company really has pending.
"""

from dataclasses import dataclass
from itertools import accumulate

from journeysim.model.hours import Stretch, Timetable
from journeysim.model.log import Came, Door, Kind, Left, Stop, Why
from journeysim.model.process import NONE, ChannelNode, Item, Stage
from journeysim.model.scenario import Channel
from journeysim.simulate.desk import Desk
from journeysim.simulate.dice import NOTHING_LONG, ChannelDice
from journeysim.simulate.events import (
    AT_LARGE,
    ATTEMPTS_BEGIN,
    NOTHING,
    STOPPED,
    UNDER_WAY,
    WAITS,
    Case,
    Timer,
    Visit,
)
from journeysim.simulate.floor import Floor
from journeysim.simulate.record import pack
from journeysim.simulate.world import World

OPENING_RUSH = 60 * 60_000
"""Those who wait for a door to open come spread over this time (ms), or over half the opening if that is shorter."""

ATTEMPT, CUSTOMER, OWN, OPEN = int(Kind.ATTEMPT), int(Came.CUSTOMER), int(Why.OWN), int(Stage.OPEN)
REFERRED, REDIAL = int(Why.REFERRED), int(Why.REDIAL)


@dataclass(frozen=True, slots=True)
class Way:
    """A channel as customers meet it. `desk` is set where all go to one, `hours` where it is not always open.

    `straight`: nothing stands between the customer and that desk, neither time nor door, gate nor a limit of the line.
    """

    node: ChannelNode
    source: Channel
    dice: ChannelDice
    hours: Timetable | None
    desk: Desk | None
    takes_time: bool
    hidden: bool
    straight: bool


class Customers:
    """The customers of a world, one method for each thing that one may do."""

    floor: Floor

    def __init__(self, world: World) -> None:
        self.world = world
        self.env = world.env
        self.rows = world.rows
        self._acts = (self._act,)
        self._states = world.process.states
        self._situation_of = world.situation_of
        self._refers = bool(world.process.referrals)
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
        straight = straight and not hidden and not takes_time
        return Way(node, source, dice, hours, desk, takes_time, hidden, straight)

    # --- choosing -----------------------------------------------------------------------------------------------

    def first_move(self, case: Case, now: int) -> None:
        """The issue has just arisen."""
        if case.expects:
            self.wait(case)
            return
        if case.doing != AT_LARGE or case.next_channel != NONE:
            return  # what the issue began with has resolved it, or has told them where to go
        hesitates = case.habits.hesitates.of(case)
        channel = self._next_own(case)
        if channel == NONE:
            self._run_dry(case)
        elif hesitates:
            self._plan(case, channel, hesitates, OWN)
        else:
            case.next_channel = channel
            case.why = OWN
            self._try(case, now)

    def try_again(self, case: Case) -> None:
        """The trouble is back: from the first channel on, at once."""
        self._next(case, 0, OWN)

    def move_on(self, case: Case) -> None:
        """The customer still wants a resolution and is free to act."""
        if self.world.process.states[case.state].stage != OPEN:
            return
        case.doing = AT_LARGE
        if case.plan:
            channel, case.plan = case.plan[0], case.plan[1:]
            self._plan(case, channel, case.habits.pauses.of(case), OWN)
        elif case.expects:
            self.wait(case)
        else:
            self._next(case, case.habits.pauses.of(case), OWN)

    def follow(self, case: Case, channels: tuple[int, ...], after: int) -> None:
        """The customer does as told: the first of these channels, the others should it fail."""
        case.doing = AT_LARGE
        case.plan = channels[1:]
        self._plan(case, channels[0], case.habits.pauses.of(case) if after == NONE else after, REFERRED)

    def _next(self, case: Case, pause: int, why: int) -> None:
        channel = self._next_own(case)
        if channel == NONE:
            self._run_dry(case)
        else:
            self._plan(case, channel, pause, why)

    def _next_own(self, case: Case) -> int:
        """The next channel of their own that they have not tried since they last perceived a change, or `NONE`."""
        tried, habits = case.tried, case.habits
        if habits.in_order:
            for channel in habits.tries:
                if not tried >> channel & 1:
                    return channel
            return NONE
        left = [n for n, channel in enumerate(habits.tries) if not tried >> channel & 1]
        if not left:
            return NONE
        weights = list(accumulate(habits.segment.tries_chances[n] for n in left))
        luck = habits.picks.of(case) * weights[-1]
        picked = next((n for n, bound in zip(left, weights, strict=True) if luck < bound), left[-1])
        return habits.tries[picked]

    def _run_dry(self, case: Case) -> None:
        """No channel is left: an unfollowed referral, another round, or the end."""
        world = self.world
        process = world.process
        referral = process.states[case.state].referral
        if referral != NONE:
            self.follow(case, process.referrals[referral][1], NONE)
            return
        hit = not case.pending
        if hit:
            world.write(Kind.DEAD_END, case)
        again = case.habits.segment.starts_over
        out_of_rounds = again is None or case.rounds >= again.times
        if out_of_rounds or (hit and case.habits.limited and self._limit(case) is not None):
            self.stop(case, Stop.DEAD_END if hit else Stop.NOTHING_LEFT)
            return
        case.rounds += 1
        case.tried = 0
        world.write(Kind.STARTS_OVER, case)
        self._plan(case, self._next_own(case), case.habits.starts_over_after.of(case), OWN)

    # --- waiting and stopping -----------------------------------------------------------------------------------

    def expect(self, case: Case, until: int, told_by: int) -> None:
        """The customer believes that something will come: by a moment that they were told, or some time (`NONE`)."""
        case.expects = True
        case.until = until
        case.told_by = told_by

    def expect_nothing(self, case: Case) -> None:
        """The customer no longer waits for anything."""
        case.expects = False
        case.until = case.told_by = NONE

    def wait(self, case: Case) -> None:
        """Wait for what is expected, and chase when it has not come."""
        case.doing = WAITS
        late = max(0, case.until - self.env.now)
        self._set_alarm(case, late + case.habits.chases.of(case))

    def perceive(self, case: Case) -> None:
        """Something has changed: what was tried before may be worth trying again."""
        case.tried = 0
        self.world.write(Kind.PERCEIVES, case)

    def stop(self, case: Case, why: Stop) -> None:
        """The customer tries no more."""
        self.call_off(case)
        case.doing = STOPPED
        case.plan = ()
        self.world.write(Kind.STOPS, case, cause=why)
        self.world.check_done(case)

    def call_off(self, case: Case) -> None:
        """Whatever the customer was going to do next, they will not."""
        if case.alarm is not None and case.alarm.callbacks is not None:
            case.alarm.callbacks = NOTHING
            case.alarm = None
        case.next_channel = NONE
        case.own = NONE

    def _limit(self, case: Case) -> Stop | None:
        limits = case.habits.segment.gives_up
        if limits.attempts is not None and case.attempts >= limits.attempts:
            return Stop.ATTEMPTS
        if limits.effort is not None and case.effort >= limits.effort * 1000:
            return Stop.EFFORT
        return None

    def _plan(self, case: Case, channel: int, delay: int, why: int) -> None:
        """Try a channel after a delay, unless that would be more than the customer has patience for."""
        if case.habits.limited:
            limit = self._limit(case)
            if limit is not None:
                self.stop(case, limit)
                return
        case.next_channel = channel
        case.why = why
        if case.habits.deadline is None:
            self._arm(case, delay)
        else:
            self._set_alarm(case, delay)

    def _set_alarm(self, case: Case, delay: int) -> None:
        """Act after a delay; give up instead at the age at which this customer does."""
        deadline = case.habits.deadline
        if deadline is not None:
            left = case.arises + deadline - self.env.now
            if delay > left:
                delay = max(0, left)
                case.next_channel = NONE
                case.doing = AT_LARGE
        self._arm(case, delay)

    def _arm(self, case: Case, delay: int) -> None:
        alarm = case.alarm
        if alarm is None or alarm.callbacks is not None:
            if alarm is not None:
                alarm.callbacks = NOTHING
            alarm = case.alarm = Timer(case)
        alarm.callbacks = self._acts
        self.env.schedule(alarm, ATTEMPTS_BEGIN, delay)

    def _act(self, alarm: Timer) -> None:
        """The moment has come that the customer had in mind."""
        case: Case = alarm.subject
        if case.doing == UNDER_WAY:
            self._at_door(case, self.env.now)
        elif case.next_channel != NONE:
            self._try(case, self.env.now)
        elif case.doing == WAITS:
            self._chase(case)
        else:
            self.stop(case, Stop.OPEN_FOR)

    def _chase(self, case: Case) -> None:
        """What was expected has not come: contact again, first where the date was given."""
        told_by = case.told_by
        self.expect_nothing(case)
        case.doing = AT_LARGE
        if told_by != NONE:
            self._plan(case, told_by, 0, Why.CHASE)
        else:
            self._next(case, 0, Why.CHASE)

    # --- trying -------------------------------------------------------------------------------------------------

    def _try(self, case: Case, now: int) -> None:
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
                        self._set_alarm(case, self._after_opening(case, way, opening) - now)
                        return
            case.own = NONE
            case.effort += own
        case.next_channel = NONE
        case.attempts += 1
        case.tried |= 1 << channel
        case.channel = channel
        case.referrer = NONE
        state = case.state
        if self._refers and self._states[state].referral != NONE:
            process = self.world.process
            case.referrer = process.referrer(state, channel)
            state = case.state = process.attempted(state)
        case.early = case.until > now
        case.came = CUSTOMER
        case.warm = False
        situation = self._situation_of[state]
        rows = self.rows
        rows += pack(now, case.index, ATTEMPT, case.early, channel, NONE, NONE, case.why, situation, own)
        if way.straight and not case.habits.balks:
            case.doing = AT_LARGE
            case.desk = way.desk  # type: ignore[assignment]
            self.floor.join(case, situation, now)
        elif own:
            case.doing = UNDER_WAY
            self._arm(case, own)
        else:
            self._at_door(case, now)

    def _after_opening(self, case: Case, way: Way, opening: Stretch) -> int:
        spread = min(OPENING_RUSH, (opening.end - opening.begin) // 2)
        return opening.begin + int(way.dice.opens.of(case) * spread)

    def _at_door(self, case: Case, now: int) -> None:
        channel = case.channel
        way = self._ways[channel]
        case.doing = AT_LARGE
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
        case.desk = way.desk or self._routed(case, way)
        if way.node.live:
            self._enter(case, now)
        else:
            self._send(case, now)

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
            self.floor.join(case, self.world.situation_of[case.state], now)

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
            situation = world.situation_of[case.state]
            case.state = process.added(case.state, item)
            message = Visit()
            message.case = case
            message.channel = case.channel
            message.desk = case.desk
            message.referrer = case.referrer
            message.came = CUSTOMER
            message.early = case.early
            message.item = item
            case.pending[item] = message
            self.floor.join(message, situation, now)
        if case.doing == AT_LARGE:
            if not case.expects:
                self.expect(case, NONE, NONE)
            self.wait(case)

    def _turned_away(self, case: Case, door: Door, department: int = NONE) -> None:
        self.world.write(
            Kind.TURNED_AWAY, case, channel=case.channel, department=department, cause=door, early=case.early
        )
        self.move_on(case)

    # --- leaving lines ------------------------------------------------------------------------------------------

    def left_line(self, case: Case, why: Left) -> None:
        """The customer has left a live line unserved: redials, tries elsewhere, or gives up."""
        case.effort += self.env.now - case.joined
        case.doing = AT_LARGE
        redials = case.habits.segment.redials
        if redials is None or why is Left.SENT_AWAY:
            self.move_on(case)
        elif case.habits.redials.of(case) < redials.chance:
            case.plan = ()
            self._plan(case, case.channel, case.habits.redials_after.of(case), REDIAL)
        elif redials.otherwise == "gives up":
            self.stop(case, Stop.ABANDONED)
        else:
            self.move_on(case)
