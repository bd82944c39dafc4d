"""What customers do: choose, wait, follow referrals, chase, start over, and stop.

Customers act on what they perceive: which channels they have tried, what they were told, what they expect. They
know nothing of what the company really has pending.
"""

from itertools import accumulate

from journeysim.model.feeling import millionths
from journeysim.model.log import Kind, Stop, Why
from journeysim.model.process import NONE, Stage, band
from journeysim.simulate.dice import NOTHING_LONG
from journeysim.simulate.doors import Doors
from journeysim.simulate.escalating import escalation
from journeysim.simulate.events import (
    AT_LARGE,
    ATTEMPTS_BEGIN,
    NOTHING,
    STOPPED,
    UNDER_WAY,
    WAITS,
    Case,
    Timer,
)
from journeysim.simulate.world import World

OWN, REFERRED, OPEN = int(Why.OWN), int(Why.REFERRED), int(Stage.OPEN)


class Customers:
    """The customers of a world, one method for each thing that one may do."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.env = world.env
        self._put, self._rank = world.env.put, world.env.ranks[ATTEMPTS_BEGIN]
        self._acts = (self._act,)
        self.doors = Doors(world, self)
        self._try_channel, self._at_door = self.doors.try_channel, self.doors.at_door

    # --- choosing -----------------------------------------------------------------------------------------------

    def first_move(self, case: Case, now: int) -> None:
        """The issue has just arisen."""
        if case.expects:
            self.wait(case)
            return
        if case.doing != AT_LARGE or case.alarm is not None:
            return  # what the issue began with has resolved it, or has given them something to do
        habits = case.habits
        hesitates = 0 if habits.hesitates is NOTHING_LONG else habits.hesitates.of(case)
        channel = habits.tries[0] if habits.in_order and habits.tries else self._next_own(case)
        if channel == NONE:
            self._run_dry(case)
        elif hesitates:
            self.plan(case, channel, hesitates, OWN)
        else:
            case.next_channel = channel
            case.why = OWN
            self._try_channel(case, now)

    def try_again(self, case: Case) -> None:
        """The trouble is back: from the first channel on, at once."""
        self._next(case, 0, OWN)

    def move_on(self, case: Case) -> None:
        """The customer still wants a resolution and is free to act."""
        if self.world.process.states[case.state].stage != OPEN:
            return
        case.doing = AT_LARGE
        if case.habits.escalates and (case.plan or not case.expects) and self._escalates(case):
            return
        if case.plan:
            channel, case.plan = case.plan[0], case.plan[1:]
            self.plan(case, channel, case.habits.pauses.of(case), REFERRED)
        elif case.expects:
            self.wait(case)
        else:
            self._next(case, case.habits.pauses.of(case), OWN)

    def follow(self, case: Case, to: tuple[int, tuple[int, ...]], after: int) -> None:
        """The customer does as told: the first of these channels, the others should it fail."""
        case.doing = AT_LARGE
        channel, case.plan = to
        self.plan(case, channel, case.habits.pauses.of(case) if after == NONE else after, REFERRED)

    def _escalates(self, case: Case) -> bool:
        """Whether the customer now takes a channel beside their own."""
        world = self.world
        context = world.at_gate(case, NONE, NONE)
        if world.process.moods:
            context = context._replace(mood=band(world.process.moods, world.mood(case)))
        one = escalation(case, world.process.states[case.state], context)
        if one is None:
            return False
        self.plan(case, one.node.channel, one.after.of(case), Why.ESCALATES)
        return True

    def _next(self, case: Case, pause: int, why: int) -> None:
        channel = self._next_own(case)
        if channel == NONE:
            self._run_dry(case)
        else:
            self.plan(case, channel, pause, why)

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
            first, *others = process.referrals[referral][1]
            self.follow(case, (first, tuple(others)), NONE)
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
        self.plan(case, self._next_own(case), case.habits.starts_over_after.of(case), OWN)

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
        late = max(0, case.until - self.env.moment)
        self.set_alarm(case, late + case.habits.chases.of(case))

    def perceive(self, case: Case) -> None:
        """Something has changed: what was tried before may be worth trying again."""
        case.tried = 0
        self.world.write(Kind.PERCEIVES, case)

    def stop(self, case: Case, why: Stop) -> None:
        """The customer tries no more."""
        self.call_off(case)
        if case.habits.who.follows_mood:
            self.world.feelings.forget(case.index)
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
        if limits.mood is not None and self.world.mood(case) < millionths(limits.mood):
            return Stop.MOOD
        return None

    def plan(self, case: Case, channel: int, delay: int, why: int) -> None:
        """Try a channel after a delay, unless that would be more than the customer has patience for."""
        habits = case.habits
        if habits.limited:
            limit = self._limit(case)
            if limit is not None:
                self.stop(case, limit)
                return
        case.next_channel = channel
        case.why = why
        if habits.deadline is None:
            self.arm(case, delay)
        else:
            self.set_alarm(case, delay)

    def set_alarm(self, case: Case, delay: int) -> None:
        """Act after a delay; give up instead at the age at which this customer does."""
        deadline = case.habits.deadline
        if deadline is not None:
            left = case.arises + deadline - self.env.moment
            if delay > left:
                delay = max(0, left)
                case.next_channel = NONE
                case.doing = AT_LARGE
        self.arm(case, delay)

    def arm(self, case: Case, delay: int) -> None:
        alarm = case.alarm
        if alarm is None or alarm.callbacks is not None:
            if alarm is not None:
                alarm.callbacks = NOTHING
            alarm = case.alarm = Timer(case)
        alarm.callbacks = self._acts
        put, rank = self._put, self._rank
        put((self.env.moment + delay, rank(), alarm))

    def _act(self, alarm: Timer) -> None:
        """The moment has come that the customer had in mind."""
        case: Case = alarm.subject
        alarm.callbacks = None
        if case.doing == UNDER_WAY:
            self._at_door(case, self.env.moment)
        elif case.next_channel != NONE:
            self._try_channel(case, self.env.moment)
        elif case.doing == WAITS:
            self._chase(case)
        else:
            self.stop(case, Stop.OPEN_FOR)

    def _chase(self, case: Case) -> None:
        """What was expected has not come: contact again, first where the date was given."""
        told_by = case.told_by
        self.expect_nothing(case)
        case.doing = AT_LARGE
        if case.habits.escalates and self._escalates(case):
            return
        if told_by != NONE:
            self.plan(case, told_by, 0, Why.CHASE)
        else:
            self._next(case, 0, Why.CHASE)
