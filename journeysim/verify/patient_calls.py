"""Calls of the company in the chain of a patient customer: answered or not, and voicemails that are returned."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from journeysim.model.log import Came
from journeysim.model.process import NONE
from journeysim.verify.memory import Branch, Count, Doing, Memory, Stay, onward

if TYPE_CHECKING:
    from journeysim.verify.patient import Patient


def called(patient: "Patient", memory: Memory, rest: Memory, item: int) -> Iterator[Branch]:
    """The company calls: they speak, or the customer returns the voicemail at once, or never.

    `memory` is before the call, `rest` without it.
    """
    process, segment = patient.process, patient.segment
    call = process.items[item]
    then = process.outcomes[process.outcomes[call.outcome].then]
    memory, loops = patient.met(memory, memory.state, len(patient.channels) + call.department)
    handled = int(patient.retells)
    stay = Stay(call.department, NONE, NONE, int(Came.CALL), item=item)
    if segment.answers_calls > 0:
        spoken = rest._replace(path=memory.path, handled=handled)
        yield from onward(segment.answers_calls, loops, patient.ended(spoken, then, stay))
    if segment.answers_calls == 1:
        return
    missed, back = 1 - segment.answers_calls, segment.returns_voicemail
    left = memory._replace(state=process.missed(memory.state, item), handled=handled)
    if back < 1:
        yield missed * (1 - back), left, loops
    if back > 0:
        voicemail = process.voicemail(left.state, call.outcome)
        yield from onward(missed * back, loops, _returned(patient, left, voicemail))


def _returned(patient: "Patient", memory: Memory, voicemail: int) -> Iterator[Branch]:
    """The customer returns a voicemail, which is an attempt and a contact, and is put through."""
    process = patient.process
    call = process.items[voicemail]
    item = process.voicemail_returned(voicemail)
    attempts = min(memory.attempts + 1, patient.counted_to)
    state = process.returned(memory.state, voicemail)
    waits = memory.doing == Doing.WAITS
    met, loops = patient.met(memory, state, len(patient.channels) + call.department)
    spoken = met._replace(
        state=process.removed(process.counted(state), item),
        doing=Doing.WAITS,
        channel=NONE,
        told_by=memory.told_by if waits else NONE,
        attempts=attempts,
        reopened=memory.reopened if attempts < 2 else 0,
        last=len(patient.channels) + call.department,
    )
    stay = Stay(call.department, NONE, NONE, int(Came.CUSTOMER), item=item)
    then = process.outcomes[process.outcomes[call.outcome].then]
    yield from onward(1.0, (Count.ATTEMPT, Count.CONTACT, *loops), patient.ended(spoken, then, stay))
