"""Hops through a graph as sentences, with the places of the gates and rules that they pass."""

from collections.abc import Iterator

from journeysim.model.duration import in_words
from journeysim.model.graph import NOT_FOUND, UNNOTICED, Act, Graph, Label
from journeysim.model.problem import Place
from journeysim.model.process import NONE, OutcomeNode, Process, Stage
from journeysim.model.proof import Ending, Step
from journeysim.model.scenario import Promise
from journeysim.verify.paths import Hop, attempt
from journeysim.verify.words import condition_in_words, in_full, item_in_words, outcome_in_words, who

PASSING = (Act.TIME_PASSES, Act.SILENCE_LASTS)
"""Moves of the clock; of several in a row the last is told."""


class Teller:
    """Tells ways through one graph."""

    def __init__(self, process: Process, graph: Graph) -> None:
        self.process = process
        self.graph = graph

    def opening(self, node: int) -> Step:
        """Who it is about, and what the company had done before the first attempt."""
        return self.opening_of(self.graph.nodes[node].state)

    def opening_of(self, number: int) -> Step:
        """As above, by the number of the state."""
        process = self.process
        state = process.states[number]
        population, _ = process.traits[state.traits]
        sentence = f"{in_full(who(process, state))}."
        begins = process.begins_with[population]
        if begins == NONE:
            return Step(sentence, process.scenario.issues[process.populations[population].issue].place)
        outcome = process.outcomes[begins]
        did = f"{sentence} At the start the company {outcome_in_words(process, outcome)}"
        return Step(ended(did), outcome.source.place)

    def told(self, hops: list[Hop]) -> tuple[Step, ...]:
        """The hops as sentences; what belongs to one contact is told in one."""
        steps: list[Step] = []
        entered, served = NONE, False
        for number, hop in enumerate(hops):
            label = self.label(hop)
            own = label.item == NONE
            if label.act == Act.ATTEMPT and not label.turned_away and self.graph.outcome[hop.branch] == NONE:
                entered, served = label.channel, False
                if not self.process.channels[label.channel].live:
                    steps.append(self.wrote(label.channel))
                    entered = NONE
            elif label.act == Act.STARTS:
                served = served or own
            elif label.act == Act.OVERFLOWS:
                steps.append(self._moved_on(entered, label))
                entered = NONE
            elif label.act == Act.HANGS_UP:
                steps.append(self._in_line(entered, label.channel, "and hang up"))
                entered = NONE
            elif label.act in PASSING and number + 1 < len(hops) and self.label(hops[number + 1]).act is label.act:
                continue
            else:
                if entered != NONE and not (label.act == Act.HANDLED and own):
                    does = "and are dealt with" if served else "and wait in line"
                    steps.append(self._in_line(entered, entered, does))
                    entered = NONE
                steps.append(self._step(hop, label, entered))
                entered = NONE
        if entered != NONE:
            place = self.process.scenario.channels[self.process.channels[entered].name].place
            steps.append(Step(f"They get through by {self.process.channels[entered].name}.", place))
        return tuple(steps)

    def label(self, hop: Hop) -> Label:
        """What a hop is about."""
        return self.graph.labels[int(self.graph.label[hop.choice])]

    def wrote(self, channel: int) -> Step:
        """A message is on its way."""
        node = self.process.channels[channel]
        return Step(f"They try {node.name}, in writing.", self.process.scenario.channels[node.name].place)

    def _in_line(self, entered: int, channel: int, does: str) -> Step:
        """What customers do in a line, told of itself where something else comes between."""
        name = self.process.channels[channel].name
        place = self.process.scenario.channels[name].place
        return Step(f"They try {name} {does}." if entered != NONE else f"In the line of {name} they {does[4:]}.", place)

    def _moved_on(self, entered: int, label: Label) -> Step:
        """A line that has kept them waiting for too long hands them to another."""
        process = self.process
        department = process.departments[label.department]
        there = process.departments[department.overflow].name
        place = process.scenario.departments[department.name].place
        if entered == NONE:
            return Step(f"They wait too long for {department.name}, and are moved to the line of {there}.", place)
        name = process.channels[entered].name
        return Step(f"They try {name}, wait too long for {department.name}, and are moved to {there}.", place)

    def _step(self, hop: Hop, label: Label, entered: int) -> Step:
        match label.act:
            case Act.ATTEMPT:
                return self._refused(hop, label)
            case Act.HANDLED:
                return self._handled(hop, label, entered)
            case Act.MATURES:
                return self._matured(hop, label)
            case Act.CALLS | Act.SPEAKS:
                return self._called(hop, label)
            case Act.RETURNS:
                return Step("They return the voicemail.", self._call(label).source.place)
            case Act.WATCHES:
                return self._watched(label)
            case Act.REOPENS:
                return Step("The trouble is back: the fix did not work.")
            case Act.CLEARS_UP:
                return Step("The trouble clears up by itself.")
            case Act.TIME_PASSES:
                age = self.process.states[self.graph.nodes[hop.to].state].age
                return Step(f"Time passes; the case is {_so_long(self.process.ages, age)} old.")
            case _:
                silence = self.process.states[self.graph.nodes[hop.to].state].silence
                return Step(f"For {_so_long(self.process.silences, silence)} they hear nothing.")

    def _refused(self, hop: Hop, label: Label) -> Step:
        if self.graph.outcome[hop.branch] == UNNOTICED:
            return self.unnoticed(label.channel)
        if not label.turned_away or self.graph.outcome[hop.branch] == NOT_FOUND:
            return self.not_found(label.channel)
        return self.turned_away(label.channel)

    def unnoticed(self, channel: int) -> Step:
        """Nobody reads what they wrote."""
        source = self.process.scenario.channels[self.process.channels[channel].name]
        return Step(f"They try {source.name}, in writing, and nobody notices.", source.place)

    def not_found(self, channel: int) -> Step:
        """The channel is not found."""
        source = self.process.scenario.channels[self.process.channels[channel].name]
        return Step(f"They look for {source.name} and do not find it.", source.place)

    def turned_away(self, channel: int) -> Step:
        """The gate says no."""
        source = self.process.scenario.channels[self.process.channels[channel].name]
        return Step(f"They try {source.name}: {self.gate(channel)}.", source.admits_place or source.place)

    def gate(self, channel: int) -> str:
        """Why a gate turns somebody away."""
        source = self.process.scenario.channels[self.process.channels[channel].name]
        assert source.admits is not None, "a gate that turns away has a condition"
        return f"its gate turns them away, since it admits only {condition_in_words(source.admits)}"

    def _handled(self, hop: Hop, label: Label, entered: int) -> Step:
        outcome = self.process.outcomes[int(self.graph.outcome[hop.branch])]
        seems = self.process.states[self.graph.nodes[hop.to].state].stage == Stage.SEEMS
        return self.did(outcome, label.item, entered=entered, seems=seems)

    def did(self, outcome: OutcomeNode, item: int, *, entered: int = NONE, seems: bool = False) -> Step:
        """What a department does with a ticket or a message (`item`), or with who has come by a channel (`entered`)."""
        process = self.process
        name = process.departments[outcome.department].name
        does = f"by its rule '{outcome.rule}', {outcome_in_words(process, outcome)}"
        does += ", or so it seems" if seems else ""
        if item != NONE:
            does = f"Then {name} {self._taken_up(item)} and, {does}"
        elif entered == NONE:
            does = f"Then {name}, {does}"
        else:
            does = f"They try {process.channels[entered].name}: {name}, {does}"
        return Step(ended(does), outcome.source.place)

    def _taken_up(self, item: int) -> str:
        made = self.process.items[item]
        if made.outcome == NONE:
            return f"reads what they sent by {self.process.channels[made.channel].name}"
        return "takes up what was handed to it"

    def _matured(self, hop: Hop, label: Label) -> Step:
        made = self.process.items[label.item].outcome
        kept = int(self.graph.outcome[hop.branch]) != made
        return self.came_due(label.item, kept=kept, works=self._works(hop))

    def _works(self, hop: Hop) -> bool:
        return bool(self.process.states[self.graph.nodes[hop.to].state].stage == Stage.RESOLVED)

    def came_due(self, item: int, *, kept: bool, works: bool) -> Step:
        """The time of a promise, or of a resolution that was under way, has come."""
        process = self.process
        node = process.outcomes[process.items[item].outcome]
        place: Place = node.source.place
        words = item_in_words(process, process.items[item])
        if isinstance(node.source.verb, Promise):
            fate = "is not kept"
            if kept and node.then != NONE:
                fate = f"is kept: the company {outcome_in_words(process, process.outcomes[node.then])}"
            return Step(ended(f"{words[0].upper()}{words[1:]} {fate}"), place)
        return Step(f"{words[0].upper()}{words[1:]} takes effect{'' if works else ', but it will not hold'}.", place)

    def _call(self, label: Label) -> OutcomeNode:
        """The outcome by which a call was made."""
        return self.process.outcomes[self.process.items[label.item].outcome]

    def _called(self, hop: Hop, label: Label) -> Step:
        """The company calls, or speaks to those who have called back."""
        outcome = self.process.outcomes[int(self.graph.outcome[hop.branch])]
        if outcome.index == self._call(label).index:
            return self.missed(label.item)
        seems = self.process.states[self.graph.nodes[hop.to].state].stage == Stage.SEEMS
        return self.spoke(label.item, outcome, called_back=label.act != Act.CALLS, seems=seems)

    def missed(self, item: int) -> Step:
        """Nobody answers a call of the company."""
        made = self.process.items[item]
        name = self.process.departments[made.department].name
        place = self.process.outcomes[made.outcome].source.place
        return Step(f"Then {name} calls; nobody answers, and a voicemail is left.", place)

    def spoke(self, item: int, outcome: OutcomeNode, *, called_back: bool, seems: bool) -> Step:
        """They speak, when the company calls or when they call back."""
        name = self.process.departments[self.process.items[item].department].name
        does = f"{outcome_in_words(self.process, outcome)}{', or so it seems' if seems else ''}"
        spoke = f"They are put through to {name}, which" if called_back else f"Then {name} calls, they answer, and it"
        return Step(ended(f"{spoke} {does}"), outcome.source.place)

    def _watched(self, label: Label) -> Step:
        made = self.process.outcomes[self.process.items[label.item].outcome]
        name = self.process.watchdogs[made.watchdog].name
        to = self.process.departments[label.department].name
        return Step(f"The watchdog '{name}' hands the case to {to}.", made.source.place)

    def endings(self, node: int) -> Iterator[Ending]:
        """For each channel, where an attempt from here ends, and by which gate or rule."""
        process = self.process
        for channel in process.channels:
            hops = attempt(self.graph, node, channel.index)
            if not hops:
                continue
            source = process.scenario.channels[channel.name]
            last = self.label(hops[-1])
            if last.act == Act.ATTEMPT:
                words = self.gate(channel.index) if last.turned_away else "the message waits with what is under way"
                yield Ending(channel.name, words, source.admits_place or source.place)
                continue
            department = process.departments[last.department]
            rule = department.rules[last.rule]
            does = listed_outcomes(process, rule.outcomes)
            yield Ending(channel.name, f"{department.name}, by its rule '{rule.name}', {does}", rule.place)


def _so_long(cuts: tuple[int, ...], band: int) -> str:
    """A band of time in words: on a cut `3 days`, past it `over 3 days`."""
    return f"{'' if band % 2 else 'over '}{in_words(cuts[(band - 1) // 2] / 1000)}"


def ended(sentence: str) -> str:
    """The sentence with its full stop, unless what somebody says has one."""
    return sentence if sentence.endswith((".”", "?”", "!”")) else f"{sentence}."


def listed_outcomes(process: Process, outcomes: tuple[int, ...]) -> str:
    """What a rule may do, each in words."""
    return ", or ".join(outcome_in_words(process, process.outcomes[outcome]) for outcome in outcomes)
