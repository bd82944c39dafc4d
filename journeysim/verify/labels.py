"""The journeys of a log, labelled by a proof.

A log says what happened; the process says in what state that left the case. So each case is walked once more, row by
row, by the moves of its own process, with a clock where rules ask for one. Only what dice decided is read from the
log: outcomes, whether a note was left, whether a fix lasted.
"""

from collections.abc import Callable

import numpy as np

from journeysim.model.graph import Node
from journeysim.model.labels import Labels
from journeysim.model.log import Came, Door, EventLog, Kind, Left
from journeysim.model.moves import handed_on, has_phases, heard
from journeysim.model.process import NONE, Does, Item, OutcomeNode, Stage, Subject, band
from journeysim.model.proof import Solution, Standing
from journeysim.verify.keeping import TIE

MS = 1000.0
"""Milliseconds in a second: whole milliseconds in a log, seconds in labels."""

Row = tuple[int, int, int, int, int, int, int, int]
"""case, time, kind, channel, department, visit, cause, situation."""

CATCH_22, TRAPPED, SETTLED = int(Standing.CATCH_22), int(Standing.TRAPPED), int(Standing.SETTLED)
CUSTOMER, TRANSFER, CALL = int(Came.CUSTOMER), int(Came.TRANSFER), int(Came.CALL)
NOT_FOUND, LEAVES, MOVED = int(Door.NOT_FOUND), int(Kind.LEAVES), int(Left.MOVED)
OPEN, RESOLVES, REOPENS = int(Stage.OPEN), int(Kind.RESOLVES), int(Kind.REOPENS)


def labels(solution: Solution, log: EventLog, *, patient: bool = False) -> Labels:
    """Where a proof places the journeys of a log of the same process, and which of their contacts were futile.

    A case is in the class of its state's node at large, from the moment it comes there. While the customer is on the
    way to a door or in a live contact it stays where it was: what becomes of that is not settled. One that seems
    resolved is in none until it is open again. A contact is futile if neither best case nor the case by waiting has
    risen, nor fewest attempts fallen, from just before its attempt until it is over; its transfers belong to it.

    `patient`: the log is of patient customers, for whom conditions on time read as of a case that has just arisen.
    Raises `ValueError` where the graph is not complete: nothing is proved then.
    """
    if not solution.graph.complete:
        raise ValueError("the graph is not complete, so that nothing is proved of its nodes")
    rows = log.rows
    wanted = np.zeros(256, np.bool_)
    walk = _Walk(solution, log, timed=not patient)
    wanted[list(walk.acts)] = True
    chosen = np.flatnonzero(wanted[rows["kind"]] & (rows["case"] >= 0))
    chosen = chosen[np.argsort(rows["case"][chosen], kind="stable")]
    names = ("case", "time", "kind", "channel", "department", "visit", "cause", "situation")
    columns = [rows[name][chosen] for name in names]
    lasts = _lasting(columns[0], columns[2])
    walk.all(zip(*(column.tolist() for column in columns), strict=True), lasts.tolist())
    return walk.labels()


def _lasting(case: "np.typing.NDArray[np.int32]", kind: "np.typing.NDArray[np.uint8]") -> "np.typing.NDArray[np.bool_]":
    """For each row that resolves, whether the log shows no reopening of it."""
    lasts = np.ones(len(case), np.bool_)
    turns = np.flatnonzero((kind == RESOLVES) | (kind == REOPENS))
    if len(turns) > 1:
        this, following = turns[:-1], turns[1:]
        lasts[this] = ~((kind[following] == REOPENS) & (case[following] == case[this]))
    return lasts


class _Walk:
    """One case after the other, each from state to state."""

    def __init__(self, solution: Solution, log: EventLog, *, timed: bool) -> None:
        process = self.process = solution.process
        self.graph = solution.graph
        self.log = log
        self.best, self.waiting = solution.best.tolist(), solution.waiting.tolist()
        self.attempts, self.standing = solution.attempts.tolist(), solution.standing.tolist()
        self.nodes: dict[int, int] = {}
        self.judged: dict[tuple[int, int], bool] = {}
        systems = {system: 1 << index for index, system in enumerate(process.systems)}
        self.notes = [sum(systems[name] for name in situation.notes) for situation in log.book.situations]
        self.hidden = [channel.found < 1 for channel in process.scenario.channels.values()]
        self.ages = process.ages if timed and Subject.AGE in process.asked else ()
        self.silences = process.silences if timed and Subject.SILENCE in process.asked else ()
        self.timed = bool(self.ages or self.silences)
        self.traits = log.cases["traits"].tolist()
        self.begins = [process.begins_with[population] != NONE for population in log.cases["population"].tolist()]
        n = len(log.cases)
        self.first = {CATCH_22: [-1] * n, TRAPPED: [-1] * n}
        self.spent = {CATCH_22: [0] * n, TRAPPED: [0] * n}
        self.futile: list[int] = []
        self.futile_cases: list[int] = []
        self.unknown = 0
        self.acts: dict[int, Callable[[Row], None]] = {
            Kind.ARISES: self._arises,
            Kind.ATTEMPT: self._attempt,
            Kind.TURNED_AWAY: self._turned_away,
            Kind.MERGES: self._merges,
            Kind.UNNOTICED: self._merges,
            Kind.INFORMED: self._informed,
            Kind.JOINS: self._joins,
            Kind.ABANDONS: self._leaves,
            Kind.LEAVES: self._leaves,
            Kind.STARTS: self._starts,
            Kind.ENDS: self._ends,
            Kind.ACTS: self._acts,
            Kind.KEPT: self._kept,
            Kind.BROKEN: self._broken,
            Kind.RESOLVES: self._resolves,
            Kind.REOPENS: self._reopens,
            Kind.CALLS: self._calls,
            Kind.RETURNS: self._calls,
            Kind.VOICEMAIL: self._voicemail,
        }
        self._begin(NONE)

    def _begin(self, case: int) -> None:
        """Forget the case before."""
        self.case = case
        self.state = self.node = self.standing_now = NONE
        self.now = self.since = self.arose = self.heard = 0
        self.at_large, self.on_the_way = True, False
        self.lasts = True
        self.before = self.referrer = self.last = self.live = self.missed = NONE
        self.ended = NONE
        self.origin: tuple[int, int] | None = None
        self.items: dict[int, int] = {}
        self.came: dict[int, int] = {}
        self.contacts: dict[int, tuple[int, int]] = {}
        self.over: list[tuple[int, int]] = []

    def all(self, rows: "zip[tuple[int, ...]]", lasting: list[bool]) -> None:
        """Walk every case through its rows, which are sorted by case."""
        acts, timed = self.acts, self.timed
        for row, lasts in zip(rows, lasting, strict=True):
            if row[0] != self.case:
                self._finish()
                self._begin(row[0])
            elif timed and row[1] > self.now:
                self._time_passes(row[1])
            self.now = row[1]
            self.lasts = lasts
            acts[row[2]](row)  # type: ignore[arg-type]
        self._finish()

    def _finish(self) -> None:
        """The record ends at the horizon."""
        if self.case != NONE:
            if self.timed:
                self._time_passes(self.log.horizon)
            self.now = self.log.horizon
            self._stands(SETTLED)

    def labels(self) -> Labels:
        """What was found."""
        at = {
            which: np.where(np.array(found, np.int64) < 0, np.nan, np.array(found) / MS)
            for which, found in self.first.items()
        }
        return Labels(
            met_catch_22=~np.isnan(at[CATCH_22]),
            met_trap=~np.isnan(at[TRAPPED]),
            catch_22_at=at[CATCH_22],
            trap_at=at[TRAPPED],
            in_catch_22=np.array(self.spent[CATCH_22], np.float64) / MS,
            in_trap=np.array(self.spent[TRAPPED], np.float64) / MS,
            futile=np.bincount(np.array(self.futile_cases, np.int64), minlength=len(self.log.cases)).astype(np.int64),
            futile_visits=np.array(sorted(self.futile), np.int64),
            unknown=self.unknown,
        )

    # --- where the case stands ----------------------------------------------------------------------------------

    def _settle_down(self) -> None:
        """The state stands for now: where its node is, if the customer is at large, and what contacts came to."""
        is_open = self.process.states[self.state].stage == OPEN
        if not (self.at_large if is_open else self.over):
            return
        node = self._lookup()
        if node == NONE:
            return
        if is_open:
            self.node = node
            self._stands(self.standing[node])
        self._judge(node)

    def _lookup(self) -> int:
        """The node of the state, with the customer at large."""
        found = self.nodes.get(self.state)
        if found is None:
            try:
                found = self.graph.nodes.index(Node(self.state))
            except ValueError:
                found = NONE
            self.nodes[self.state] = found
        self.unknown += found == NONE
        return found

    def _stands(self, standing: int) -> None:
        if standing == self.standing_now:
            return
        if self.standing_now in self.spent:
            self.spent[self.standing_now][self.case] += self.now - self.since
        self.standing_now, self.since = standing, self.now
        if standing in self.first and self.first[standing][self.case] < 0:
            self.first[standing][self.case] = self.now

    def _judge(self, node: int) -> None:
        """Say of contacts that are over whether they were futile."""
        if not self.over:
            return
        for visit, before in self.over:
            futile = self.judged.get((before, node))
            if futile is None:
                futile = self.judged[before, node] = not (
                    self.best[node] > self.best[before] + TIE
                    or self.waiting[node] > self.waiting[before] + TIE
                    or self.attempts[node] < self.attempts[before] - TIE
                )
            if futile:
                self.futile.append(visit)
                self.futile_cases.append(self.case)
        self.over = []

    def _contact_over(self, contact: tuple[int, int] | None) -> None:
        if contact is not None and contact[1] != NONE:
            self.over.append(contact)

    # --- time ---------------------------------------------------------------------------------------------------

    def _time_passes(self, until: int) -> None:
        """Older, and perhaps silent for longer, at each moment that rules tell apart."""
        moments = {self.arose + cut + late for cut in self.ages for late in (0, 1)}
        moments |= {self.heard + cut + late for cut in self.silences for late in (0, 1)}
        for moment in sorted(moment for moment in moments if self.now < moment <= until):
            self.now = moment
            state = self.process.states[self.state]
            age = band(self.ages, moment - self.arose) if self.ages else state.age
            silence = band(self.silences, moment - self.heard) if self.silences else state.silence
            self.state = self.process.number(state._replace(age=age, silence=silence))
            self._settle_down()

    def _hears(self) -> None:
        self.heard = self.now
        self.state = self.process.told(self.state)

    # --- the customer -------------------------------------------------------------------------------------------

    def _arises(self, row: Row) -> None:
        self.state = self.process.begun(self.traits[row[0]])
        self.arose = self.heard = row[1]
        if not self.begins[row[0]]:
            self._settle_down()

    def _attempt(self, row: Row) -> None:
        self.before = self.node
        if row[3] != NONE:  # else a voicemail is returned, which they do at large
            self.at_large, self.on_the_way = False, True

    def _arrives(self, channel: int, *, finds: bool = True) -> None:
        """The customer is at the door, where an attempt follows what referral is open by then."""
        if self.on_the_way:
            self.referrer = self.process.referrer(self.state, channel)
            self.state = self.process.attempted(self.state, channel)
            self.on_the_way = False
        if finds and self.hidden[channel]:
            self.state = self.process.found(self.state, channel)

    def _turned_away(self, row: Row) -> None:
        self._arrives(row[3], finds=row[6] != NOT_FOUND)
        self.at_large = True
        self._settle_down()

    def _merges(self, row: Row) -> None:
        self._arrives(row[3])
        self.at_large = True
        self._settle_down()

    def _informed(self, row: Row) -> None:
        self._arrives(row[3])
        self._hears()
        self.at_large = True
        self._settle_down()

    def _leaves(self, row: Row) -> None:
        """A visit ends unserved; one that was transferred had been served elsewhere."""
        visit = row[5]
        contact = self.contacts.pop(visit, None)
        if row[2] == LEAVES and row[6] == MOVED:
            self.origin, self.ended = contact, NONE
            return
        self.items.pop(visit, None)
        if visit not in (NONE, self.live):
            return
        if self.came.get(visit) == TRANSFER:
            self._contact_over(contact)
        self.live = NONE
        self.at_large = True
        self._settle_down()

    # --- visits -------------------------------------------------------------------------------------------------

    def _joins(self, row: Row) -> None:
        _, _, _, channel, department, visit, came, _ = row
        self.came[visit] = came
        if channel == NONE and came in (CUSTOMER, CALL):
            self._on_the_phone(visit, came)
        elif came == CUSTOMER:
            self._arrives(channel)
            self.contacts[visit] = visit, self.before
            if self.process.channels[channel].live:
                self.live = visit
            else:
                self._waits(visit, Item(NONE, channel, department, self.referrer, CUSTOMER))
                self.at_large = True
        elif came == TRANSFER:
            if self.origin is not None:
                self.contacts[visit] = self.origin
            if self.ended == NONE:
                self.live = visit
            else:
                self._waits(visit, handed_on(self.process.items[self.ended], self.process.outcomes[self.last]))
        else:
            self.items[visit] = self.process.outcomes[self.last].item
        self._settle_down()

    def _on_the_phone(self, visit: int, came: int) -> None:
        """A call of the company joins a line, or one that is returned."""
        process = self.process
        if came == CUSTOMER:
            self.contacts[visit] = visit, self.before
            item = process.voicemail(self.state, self.last)
            self.state = process.returned(self.state, item)
            self.items[visit] = process.voicemail_returned(item)
            return
        pending = process.states[self.state].pending
        self.items[visit] = next(item for item in pending if process.items[item].outcome == self.last)

    def _waits(self, visit: int, item: Item) -> None:
        """Something to do waits in a department."""
        self.items[visit] = number = self.process.item(item)
        self.state = self.process.added(self.state, number)

    def _starts(self, row: Row) -> None:
        process, visit = self.process, row[5]
        number = self.items.get(visit, NONE)
        in_phases = number != NONE and has_phases(process, process.items[number])
        if in_phases:
            self.state = process.removed(self.state, number)
        if self.came[visit] == CUSTOMER:
            self.state = process.counted(self.state)
        if in_phases:
            item = process.items[number]
            asks = Subject.KNOWN in process.departments[item.department].looks
            known = asks and process.knows(item.department, self.state, warm=bool(item.warm))
            self._waits(visit, item._replace(in_hand=1, known=int(known)))
        self._settle_down()

    def _ends(self, row: Row) -> None:
        process = self.process
        _, _, _, channel, _, visit, cause, situation = row
        live = visit == self.live
        contact = self.contacts.pop(visit, None)
        number = self.items.pop(visit, NONE)
        if number != NONE and cause == NONE:
            self.missed = number
            return
        if number != NONE:
            self.state = process.removed(self.state, number)
        if cause == NONE:
            self._contact_over(contact)
        else:
            outcome = process.outcomes[cause]
            self._applies(outcome, self.notes[situation])
            if live or heard(outcome, channel) or (channel == NONE and self.came[visit] in (CUSTOMER, CALL)):
                self._hears()
            if outcome.does is Does.TRANSFER:
                self.ended, self.origin = number, contact
                return
            self._contact_over(contact)
        if live:
            self.live = NONE
            self.at_large = True
        if cause == NONE or outcome.does is not Does.RESOLVE:
            self._settle_down()

    # --- the company --------------------------------------------------------------------------------------------

    def _applies(self, outcome: OutcomeNode, notes: int) -> None:
        """An outcome comes about; whether it left a note is seen in those that there are afterwards."""
        self.last = outcome.index
        after = self.process.after(self.state, outcome.index, noted=False)
        if self.process.states[after].notes != notes:
            after = self.process.after(self.state, outcome.index, noted=True)
        self.state = after

    def _acts(self, row: Row) -> None:
        outcome = self.process.outcomes[row[6]]
        self._applies(outcome, self.process.states[self.state].notes)
        if heard(outcome, NONE):
            self._hears()
        if outcome.does is not Does.RESOLVE:
            self._settle_down()

    def _calls(self, row: Row) -> None:
        self.last = row[6]

    def _voicemail(self, row: Row) -> None:
        """Nobody has answered: what is pending of the call has changed, and a word been left."""
        self.state = self.process.missed(self.state, self.missed)
        self.heard = self.now
        self._settle_down()

    def _kept(self, row: Row) -> None:
        outcome = self.process.outcomes[row[6]]
        self.state = self.process.removed(self.state, outcome.item)
        if outcome.then == NONE:
            self._settle_down()

    def _broken(self, row: Row) -> None:
        self.state = self.process.removed(self.state, self.process.outcomes[row[6]].item)
        self._settle_down()

    def _resolves(self, row: Row) -> None:
        self.state = self.process.settled(self.state, works=self.lasts)
        self.items.clear()
        self._stands(SETTLED)
        self._settle_down()

    def _reopens(self, row: Row) -> None:
        self.state = self.process.reopened(self.state)
        self._settle_down()
