"""The company on the phone of its own accord: calls that are answered or not, and voicemails that are returned.

A call is a visit to the department that makes it: it waits in its line, takes a member of staff and the handling time,
whether it is answered or not. A customer who returns a voicemail waits like one who has sent a message.
"""

from typing import TYPE_CHECKING

from journeysim.model.log import Came, Kind, Why
from journeysim.model.process import NONE, OutcomeNode
from journeysim.model.scenario import Call
from journeysim.simulate.events import (
    AT_LARGE,
    ATTEMPTS_BEGIN,
    NOTHING,
    STOPPED,
    THINGS_MATURE,
    WAITS,
    Case,
    Timer,
    Visit,
)

if TYPE_CHECKING:
    from journeysim.simulate.company import Company

CALL, CUSTOMER = int(Came.CALL), int(Came.CUSTOMER)

AGAIN = 60_000
"""The least time (ms) after which a customer who is busy tries again to return a voicemail."""


def will_return(outcome: int) -> int:
    """Where a case keeps a customer's intention to return the voicemail of a call: below all numbers of items."""
    return NONE - 1 - outcome


class Calls:
    """The calls of a company."""

    def __init__(self, company: "Company") -> None:
        self.company = company
        self.world = company.world
        self.customers = company.customers
        self.dice = company.world.dice.calls

    def make(self, case: Case, outcome: OutcomeNode, visit: Visit | None, existing: int, now: int) -> None:
        """An outcome says that the customer is to be called; with an equal call, the earlier date stands."""
        due = now + self.dice[outcome.index].after.of(case)
        if existing == NONE:
            self._schedule(case, outcome.item, due)
        else:
            self.world.write(Kind.CHASES, case, cause=outcome.index)
            earlier = case.pending.get(existing)
            if isinstance(earlier, Timer) and due < earlier.subject[2]:
                earlier.callbacks = NOTHING
                self._schedule(case, existing, due)
        self.company.let_know(case, visit)

    def _schedule(self, case: Case, item: int, due: int) -> None:
        case.hold(item, self.world.after(due - self.world.env.moment, THINGS_MATURE, self._call, (case, item, due)))

    def _call(self, timer: Timer) -> None:
        """The time to call has come."""
        case, item, _ = timer.subject
        made = self.world.process.items[item]
        self.world.write(Kind.CALLS, case, department=made.department, cause=made.outcome, amount=made.missed + 1)
        self._join(case, item, CALL)

    def _join(self, case: Case, item: int, came: int) -> None:
        world = self.world
        visit = Visit()
        visit.case, visit.item, visit.came = case, item, came
        visit.desk = world.desks[world.process.items[item].department]
        case.hold(item, visit)
        self.company.floor.admit(visit, case.state, world.env.moment)

    # --- what comes of it ---------------------------------------------------------------------------------------

    def visit_ended(self, visit: Visit) -> None:
        """Handling has ended: of a call they have spoken or not, else as in every department."""
        if visit.item == NONE or visit.void or not self.world.process.is_call(self.world.process.items[visit.item]):
            self.company.visit_ended(visit)
            return
        desk, now = visit.desk, self.world.env.moment
        desk.busy -= 1
        case, call = visit.case, self.world.process.items[visit.item]
        chance = case.habits.segment.answers_calls
        if visit.came == CUSTOMER or chance >= 1 or self.dice[call.outcome].answers.of(case) < chance:
            self._forget(case, call.outcome)
            self.company.spoke(visit, self.world.process.outcomes[self.world.process.outcomes[call.outcome].then], now)
        else:
            self._missed(visit, now)
        if case.doing == STOPPED:
            self.world.check_done(case)
        if desk.waiting or desk.aside:
            self.company.floor.serve(desk, now)

    def _missed(self, visit: Visit, now: int) -> None:
        """Nobody answered: a voicemail is left, and another try made where there is one."""
        world, case, item = self.world, visit.case, visit.item
        process = world.process
        outcome = process.items[item].outcome
        verb = process.outcomes[outcome].source.verb
        assert isinstance(verb, Call), "calls alone are missed"
        del case.pending[item]
        world.write_visit(Kind.ENDS, visit)
        case.state = process.missed(case.state, item)
        case.heard = now
        left = process.voicemail(case.state, outcome)
        tries = process.items[left].missed
        world.write_visit(Kind.VOICEMAIL, visit, cause=outcome, amount=tries)
        if tries < verb.tries:
            self._schedule(case, left, now + self.dice[outcome].again.of(case))
        chance = case.habits.segment.returns_voicemail
        if will_return(outcome) in case.pending or self.dice[outcome].returns.of(case) >= chance:
            return
        self._intend(case, outcome, case.habits.pauses.of(case))

    # --- voicemails ---------------------------------------------------------------------------------------------

    def _intend(self, case: Case, outcome: int, pause: int) -> None:
        case.hold(will_return(outcome), self.world.after(pause, ATTEMPTS_BEGIN, self._return, (case, outcome)))

    def _return(self, timer: Timer) -> None:
        """The moment to return a voicemail, unless there is none any more, or the customer is busy."""
        case, outcome = timer.subject
        world = self.world
        process = world.process
        del case.pending[will_return(outcome)]
        item = process.voicemail(case.state, outcome)
        if item == NONE:
            world.check_done(case)
            return
        next_try = case.pending.get(item)
        if case.doing not in (AT_LARGE, WAITS, STOPPED) or isinstance(next_try, Visit):
            self._intend(case, outcome, max(AGAIN, case.habits.pauses.of(case)))
            return
        if next_try is not None:
            next_try.callbacks = NOTHING
            del case.pending[item]
        department = process.items[item].department
        world.write(Kind.RETURNS, case, department=department, cause=outcome)
        case.attempts += 1
        world.write(Kind.ATTEMPT, case, cause=Why.RETURNED)
        case.state = process.returned(case.state, item)
        self._join(case, process.voicemail_returned(item), CUSTOMER)
        if case.doing == AT_LARGE:
            self.customers.call_off(case)
            if not case.expects:
                self.customers.expect(case, NONE, NONE)
            self.customers.wait(case)

    def _forget(self, case: Case, outcome: int) -> None:
        """They have spoken: no voicemail is left to be returned."""
        intended = case.pending.pop(will_return(outcome), None)
        if intended is not None:
            intended.callbacks = NOTHING
