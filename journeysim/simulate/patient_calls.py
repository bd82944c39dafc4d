"""Calls of the company to a patient customer: answered or not, one try after the other, and voicemails returned."""

from typing import TYPE_CHECKING

from journeysim.model.log import Came, Kind, Why
from journeysim.model.process import NONE
from journeysim.model.scenario import Call
from journeysim.simulate.patient_case import Customer, Pending, Visit, milliseconds

if TYPE_CHECKING:
    from journeysim.simulate.patient_walk import Walk


class Calls:
    """The calls of a walk."""

    def __init__(self, walk: "Walk") -> None:
        self.walk = walk
        self.process = walk.process
        self.dice = walk.dice.calls

    def make(self, case: Customer, item: int) -> None:
        """The company calls; they speak, or a voicemail is left, which the customer returns at once if at all."""
        process, call = self.process, self.process.items[item]
        dice, segment = self.dice[call.outcome], case.habits.segment
        verb = process.outcomes[call.outcome].source.verb
        assert isinstance(verb, Call), "calls call"
        self.walk.write(Kind.CALLS, case, cause=call.outcome, amount=call.missed + 1, department=call.department)
        visit = self._visit(case, item, Came.CALL)
        if segment.answers_calls >= 1 or dice.answers.of(case) < segment.answers_calls:
            self._speak(case, visit, call.outcome)
            return
        self.walk.write_visit(Kind.ENDS, case, visit)
        case.pending = [thing for thing in case.pending if thing.item != item]
        case.state = process.missed(case.state, item)
        left = process.voicemail(case.state, call.outcome)
        missed = process.items[left].missed
        self.walk.write_visit(Kind.VOICEMAIL, case, visit, cause=call.outcome, amount=missed)
        if dice.returns.of(case) < segment.returns_voicemail:
            self._return(case, left)
        elif missed < verb.tries:
            case.pending.append(Pending(left, case.now + milliseconds(verb.again_after)))

    def _return(self, case: Customer, left: int) -> None:
        """The customer returns a voicemail and is put through."""
        process, call = self.process, self.process.items[left]
        case.now += milliseconds(case.habits.segment.pauses)
        self.walk.write(Kind.RETURNS, case, cause=call.outcome, department=call.department)
        case.attempts += 1
        self.walk.write(Kind.ATTEMPT, case, cause=Why.RETURNED)
        case.state = process.returned(case.state, left)
        if not case.waits:
            self.walk.expect(case, NONE, NONE)
        self._speak(case, self._visit(case, process.voicemail_returned(left), Came.CUSTOMER), call.outcome)

    def _visit(self, case: Customer, item: int, came: Came) -> Visit:
        """A call of the company or of the customer, to the end of its handling time."""
        visit = self.walk.new_visit(self.process.items[item].department, NONE, NONE, came)
        visit.item = item
        self.walk.join(case, visit)
        self.walk.take_up(case, visit)
        return visit

    def _speak(self, case: Customer, visit: Visit, call: int) -> None:
        """Customer and department have spoken: what the call was made for is done."""
        self.walk.end(case, visit, self.process.outcomes[self.process.outcomes[call].then])
