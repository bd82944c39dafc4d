"""Watchdogs: each looks at every unresolved case, and hands it on as soon as its condition holds.

Conditions change with the case's state, and with time. So a case is looked at after each change, once the moment is
over, and again at the next moment at which a watchdog would come if nothing changed until then. All of it costs
nothing where there are no watchdogs: cases tell of their changes only if they are `watched_cases`.
"""

from collections.abc import Callable
from typing import Any

from journeysim.model.process import Context, Stage, WatchdogNode, band
from journeysim.simulate.company import Company
from journeysim.simulate.events import NOTHING, THINGS_MATURE, Case, Timer
from journeysim.simulate.world import World

Changed = Callable[[Case], None]


class Watchdogs:
    """The watchdogs of a world, and the looks at cases that are to come."""

    def __init__(self, world: World, company: Company) -> None:
        self.world = world
        self.company = company
        self.looks: dict[int, Timer] = {}
        world.still_watched = self._next_moment

    def changed(self, case: Case) -> None:
        """Something has changed about a case: look at it once this moment is over."""
        if not case.done:
            self._look_after(case, 0)

    def _look_after(self, case: Case, delay: int) -> None:
        timer = self.looks.get(case.index)
        if timer is not None:
            timer.callbacks = NOTHING
        self.looks[case.index] = self.world.after(delay, THINGS_MATURE, self._look, case)

    def _look(self, timer: Timer) -> None:
        """Send the first watchdog whose condition holds; else look again when one would."""
        case: Case = timer.subject
        del self.looks[case.index]
        if case.done or self.world.process.states[case.state].stage != Stage.OPEN:
            return
        now = self.world.env.moment
        for watchdog in self._to_come(case):
            if watchdog.holds(self.world.process.states[case.state], self._context(case, now)):
                self.company.begins(case, watchdog.outcome)
                return
        moment = self._next_moment(case)
        if moment is not None:
            self._look_after(case, moment - now)

    def _to_come(self, case: Case) -> list[WatchdogNode]:
        """The watchdogs that have not come to this case."""
        watched = self.world.process.states[case.state].watched
        return [watchdog for n, watchdog in enumerate(self.world.process.watchdogs) if not watched >> n & 1]

    def _context(self, case: Case, moment: int) -> Context:
        process = self.world.process
        return Context(
            age=band(process.ages, moment - case.arises), silence=band(process.silences, moment - case.heard)
        )

    def _next_moment(self, case: Case) -> int | None:
        """When a watchdog would come if nothing changed until then; `None` for never."""
        process, now = self.world.process, self.world.env.moment
        state, left = process.states[case.state], self._to_come(case)
        if not left:
            return None
        moments = {now} | {case.arises + cut + late for cut in process.ages for late in (0, 1)}
        moments |= {case.heard + cut + late for cut in process.silences for late in (0, 1)}
        for moment in sorted(moment for moment in moments if moment >= now):
            context = self._context(case, moment)
            if any(watchdog.holds(state, context) for watchdog in left):
                return moment
        return None


def watched_cases(plain: type[Case], changed: Changed) -> type[Case]:
    """Cases like the plain ones that tell of each change of their state, and of each word that the customer hears."""
    state, heard = (
        plain.__dict__[name] if name in plain.__dict__ else Case.__dict__[name] for name in ("state", "heard")
    )

    class WatchedCase(plain):  # type: ignore[valid-type, misc]
        """A case that tells of its changes."""

        __slots__ = ("made",)

        def __init__(self, *given: Any) -> None:
            super().__init__(*given)
            self.made = True

        @property
        def state(self) -> int:
            found: int = state.__get__(self)
            return found

        @state.setter
        def state(self, number: int) -> None:
            state.__set__(self, number)
            if hasattr(self, "made"):
                changed(self)

        @property
        def heard(self) -> int:
            found: int = heard.__get__(self)
            return found

        @heard.setter
        def heard(self, moment: int) -> None:
            heard.__set__(self, moment)
            if hasattr(self, "made"):
                changed(self)

    return WatchedCase
