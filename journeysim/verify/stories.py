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


class Teller:
    """Tells ways through one graph."""

    def __init__(self, process: Process, graph: Graph) -> None:
        self.process = process
        self.graph = graph

    def opening(self, node: int) -> Step:
        """Who it is about, and what the company had done before the first attempt."""
        process = self.process
        state = process.states[self.graph.nodes[node].state]
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
        entered: int = NONE
        for hop in hops:
            label = self.label(hop)
            if label.act == Act.ATTEMPT and not label.turned_away and self.graph.outcome[hop.branch] == NONE:
                entered = label.channel
                if not self.process.channels[label.channel].live:
                    steps.append(self._wrote(label.channel))
                    entered = NONE
            elif label.act in (Act.STARTS, Act.HANGS_UP, Act.OVERFLOWS):
                continue
            else:
                steps.append(self._step(hop, label, entered))
                entered = NONE
        if entered != NONE:
            place = self.process.scenario.channels[self.process.channels[entered].name].place
            steps.append(Step(f"They get through by {self.process.channels[entered].name}.", place))
        return tuple(steps)

    def label(self, hop: Hop) -> Label:
        """What a hop is about."""
        return self.graph.labels[int(self.graph.label[hop.choice])]

    def _wrote(self, channel: int) -> Step:
        node = self.process.channels[channel]
        return Step(f"They try {node.name}, in writing.", self.process.scenario.channels[node.name].place)

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
                return Step(f"Time passes; the case is {self._aged(hop)} old.")
            case _:
                return Step("Time passes, and nobody says a word.")

    def _aged(self, hop: Hop) -> str:
        cuts = self.process.ages
        age = self.process.states[self.graph.nodes[hop.to].state].age
        cut = cuts[min(age // 2, len(cuts) - 1) if age % 2 else max(0, age // 2 - 1)]
        return f"{'' if age % 2 else 'over '}{in_words(cut / 1000)}"

    def _refused(self, hop: Hop, label: Label) -> Step:
        channel = self.process.scenario.channels[self.process.channels[label.channel].name]
        if self.graph.outcome[hop.branch] == UNNOTICED:
            return Step(f"They try {channel.name}, in writing, and nobody notices.", channel.place)
        if not label.turned_away or self.graph.outcome[hop.branch] == NOT_FOUND:
            return Step(f"They look for {channel.name} and do not find it.", channel.place)
        return Step(f"They try {channel.name}: {self.gate(label.channel)}.", channel.admits_place or channel.place)

    def gate(self, channel: int) -> str:
        """Why a gate turns somebody away."""
        source = self.process.scenario.channels[self.process.channels[channel].name]
        assert source.admits is not None, "a gate that turns away has a condition"
        return f"its gate turns them away, since it admits only {condition_in_words(source.admits)}"

    def _handled(self, hop: Hop, label: Label, entered: int) -> Step:
        process = self.process
        department = process.departments[label.department]
        rule = department.rules[label.rule]
        outcome = process.outcomes[int(self.graph.outcome[hop.branch])]
        does = f"{department.name}, by its rule '{rule.name}', {outcome_in_words(process, outcome)}"
        if process.states[self.graph.nodes[hop.to].state].stage == Stage.SEEMS:
            does += ", or so it seems"
        if label.item != NONE:
            return Step(ended(f"Behind the counter, {does}"), outcome.source.place)
        if entered == NONE:
            return Step(ended(f"Then {does}"), outcome.source.place)
        return Step(ended(f"They try {process.channels[entered].name}: {does}"), outcome.source.place)

    def _matured(self, hop: Hop, label: Label) -> Step:
        process = self.process
        item = process.items[label.item]
        node = process.outcomes[item.outcome]
        place: Place = node.source.place
        words = item_in_words(process, item)
        if isinstance(node.source.verb, Promise):
            broken = int(self.graph.outcome[hop.branch]) == item.outcome or node.then == NONE
            kept = "is not kept" if broken else f"is kept: it {outcome_in_words(process, process.outcomes[node.then])}"
            return Step(ended(f"{words[0].upper()}{words[1:]} {kept}"), place)
        works = process.states[self.graph.nodes[hop.to].state].stage == Stage.RESOLVED
        return Step(f"{words[0].upper()}{words[1:]} takes effect{'' if works else ', but it will not hold'}.", place)

    def _call(self, label: Label) -> OutcomeNode:
        """The outcome by which a call was made."""
        return self.process.outcomes[self.process.items[label.item].outcome]

    def _called(self, hop: Hop, label: Label) -> Step:
        """The company calls, or speaks to those who have called back."""
        process, call = self.process, self._call(label)
        who = process.departments[label.department].name
        outcome = process.outcomes[int(self.graph.outcome[hop.branch])]
        if outcome.index == call.index:
            return Step(f"{who} calls; nobody answers, and a voicemail is left.", call.source.place)
        does = outcome_in_words(process, outcome)
        if process.states[self.graph.nodes[hop.to].state].stage == Stage.SEEMS:
            does += ", or so it seems"
        spoke = (
            f"{who} calls, they answer, and it" if label.act == Act.CALLS else f"They are put through to {who}, which"
        )
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


def ended(sentence: str) -> str:
    """The sentence with its full stop, unless what somebody says has one."""
    return sentence if sentence.endswith((".”", "?”", "!”")) else f"{sentence}."


def listed_outcomes(process: Process, outcomes: tuple[int, ...]) -> str:
    """What a rule may do, each in words."""
    return ", or ".join(outcome_in_words(process, process.outcomes[outcome]) for outcome in outcomes)
