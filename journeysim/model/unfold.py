"""A process into its graph: all that can be reached, by the moves of `moves`, each asked for once.

A move depends on few parts of a node: a department's rules look at some facts and change some, and leave the rest as
it is. So nodes are integers in which each part has its bits (`packed`), and what a move does is remembered as the
difference that it makes, by the bits that it looks at or changes. `moves` is asked when those bits are met for the
first time; for all other nodes the move is an addition.
"""

from array import array
from collections import defaultdict

import numpy as np

from journeysim.model import moves
from journeysim.model.graph import Graph, Label, Node
from journeysim.model.packed import STAGE, Layout, Nodes, ones
from journeysim.model.process import NONE, Does, NoRule, Process, Stage
from journeysim.model.sites import Decision, Family, Site, Sites, Template

NO_MOVE: Template = (NONE, (), ())


def unfold(process: Process, *, bound: int = 5_000_000) -> Graph:
    """The graph of all that can be reached from every population's first nodes, at most about `bound` nodes of it."""
    return _Unfolding(process).graph(bound)


class _Unfolding:
    """The sites of a process, and the templates of their moves."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.layout = layout = Layout(process)
        self.settled = (1 << layout.pending) - 1 & ~(layout.position | layout.referral)
        self.sites = Sites(process, layout)
        self.at: list[tuple[Site, ...]] = []
        self.items: dict[int, Site] = {}
        self.voicemails: dict[int, Site] = {}
        self.families: dict[Family, int] = defaultdict(int)
        self.adders: dict[Family, list[Decision]] = defaultdict(list)
        self.labels: dict[Label, int] = {}
        self.lacks: dict[int, NoRule] = {}
        self.template_label, self.template_length = array("i"), array("q")
        self.template_chance, self.template_outcome = array("d"), array("i")

    # --- the walk -----------------------------------------------------------------------------------------------

    def graph(self, bound: int) -> Graph:
        """Walk from every first node."""
        keys: list[int] = []
        numbers: dict[int, int] = {}
        roots = []
        for population in range(len(self.process.populations)):
            first = []
            for chance, node in moves.first_nodes(self.process, population):
                key = self._key(node)
                if numbers.setdefault(key, len(keys)) == len(keys):
                    keys.append(key)
                first.append((chance, numbers[key]))
            roots.append(tuple(first))
        reopens = (*self.sites.clears_up(), self.sites.reopens())
        clock = (*self.sites.clears_up(), *self.sites.clock(), *self.sites.watchdogs())
        made, targets, first_choice = array("i"), array("i"), array("q", [0])
        add_choice, add_target, add_key, number_of = made.append, targets.append, keys.append, numbers.get
        place, positions, above = self.layout.place, self.layout.position, self.layout.pending
        settled, at = self.settled, self.at
        waiting: dict[int, tuple[Site, ...]] = {0: ()}
        left: dict[int, tuple[Site, ...]] = {0: ()}
        calls = any(outcome.does is Does.CALL for outcome in self.process.outcomes)
        done = 0
        while done < len(keys) and len(keys) < bound:
            key = keys[done]
            done += 1
            if key & STAGE:
                groups: tuple[tuple[Site, ...], ...] = (reopens,) if key & STAGE == Stage.SEEMS else ()
            else:
                pending = key >> above
                sites = waiting.get(pending)
                if sites is None:
                    sites = waiting[pending] = tuple(self.items[item] for item in ones(pending))
                groups = (at[(key & positions) >> place], sites, clock)
                if calls and not key & positions:
                    returns = left.get(pending)
                    if returns is None:
                        voicemails = self.voicemails
                        returns = left[pending] = tuple(voicemails[n] for n in ones(pending) if n in voicemails)
                    groups = (at[0], returns, sites, clock)
            for group in groups:
                for site in group:
                    decision = site.decisions.get(key & site.looks)
                    if decision is None:
                        decision = self._decide(site, key)
                    template = decision.templates.get(key & decision.mask)
                    if template is None:
                        template = self._template(site, decision, key)
                    choice, differences, settling = template
                    if choice < 0:
                        continue
                    add_choice(choice)
                    for difference in differences:
                        after = key + difference
                        number = number_of(after)
                        if number is None:
                            number = numbers[after] = len(keys)
                            add_key(after)
                        add_target(number)
                    for difference in settling:
                        after = (key & settled) + difference
                        number = number_of(after)
                        if number is None:
                            number = numbers[after] = len(keys)
                            add_key(after)
                        add_target(number)
            first_choice.append(len(made))
        first_choice.extend([len(made)] * (len(keys) - done))
        return self._arrays(keys, numbers, roots, made, targets, first_choice, complete=done == len(keys))

    def _arrays(
        self,
        keys: list[int],
        numbers: dict[int, int],
        roots: list[tuple[tuple[float, int], ...]],
        made: "array[int]",
        targets: "array[int]",
        first_choice: "array[int]",
        *,
        complete: bool,
    ) -> Graph:
        lengths = np.array(self.template_length, np.int64)
        begins = np.concatenate(([0], np.cumsum(lengths)))
        choices = np.array(made, np.int32)
        first_branch = np.concatenate(([0], np.cumsum(lengths[choices])))
        entries = np.repeat(begins[choices] - first_branch[:-1], lengths[choices])
        entries += np.arange(len(entries))
        return Graph(
            Nodes(self.layout, keys, numbers),
            np.fromiter((key & STAGE == Stage.RESOLVED for key in keys), np.bool_, len(keys)),
            np.array(first_choice, np.int64),
            np.array(self.template_label, np.int32)[choices],
            first_branch,
            np.array(targets, np.int32),
            np.array(self.template_chance, np.float64)[entries],
            np.array(self.template_outcome, np.int32)[entries],
            list(self.labels),
            tuple(roots),
            complete,
            tuple(self.lacks.values()),
        )

    # --- what is met for the first time -------------------------------------------------------------------------

    def _decide(self, site: Site, key: int) -> Decision:
        """What a site comes to in a node."""
        try:
            chosen = site.choose(self.layout.state(key))
        except NoRule as lack:
            self.lacks.setdefault(lack.department.index, lack)
            chosen = NONE
        decision = site.chosen.get(chosen)
        if decision is None:
            decision = site.chosen[chosen] = self._new_decision(site, chosen)
        site.decisions[key & site.looks] = decision
        return decision

    def _new_decision(self, site: Site, chosen: int) -> Decision:
        if chosen == NONE:
            return Decision(0, {0: NO_MOVE})
        bits, families = site.touched(chosen)
        decision = Decision(bits)
        for family in families:
            decision.mask |= self.families[family]
            self.adders[family].append(decision)
        return decision

    def _template(self, site: Site, decision: Decision, key: int) -> Template:
        """Ask `moves` what the move does, and remember the differences."""
        move = site.move(self.layout.node(key))
        plain, settling = [], []
        for branch in move.branches:
            after = self._key(branch[1])
            if after & STAGE and not key & STAGE:
                settling.append((after - (key & self.settled), branch))
            else:
                plain.append((after - key, branch))
        number = len(self.template_label)
        self.template_label.append(self.labels.setdefault(move.label, len(self.labels)))
        self.template_length.append(len(move.branches))
        for _, (chance, _, outcome) in (*plain, *settling):
            self.template_chance.append(chance)
            self.template_outcome.append(outcome)
        template = (number, tuple(each for each, _ in plain), tuple(each for each, _ in settling))
        decision.templates[key & decision.mask] = template
        return template

    def _key(self, node: Node) -> int:
        """The integer of a node; sites are made for what is new in it.

        A new item's bit belongs to what moves depend on that add to its family. It was not set in any node met so
        far, so what they have remembered stays right.
        """
        key = self.layout.key(node)
        for number in ones(key >> self.layout.pending):
            if number not in self.items:
                self.items[number] = self.sites.item(number)
                if moves.may_return(self.process, number):
                    self.voicemails[number] = self.sites.voicemail(number)
                item, bit = self.process.items[number], 1 << self.layout.pending + number
                self.families[item.outcome, item.channel] |= bit
                for decision in self.adders[item.outcome, item.channel]:
                    decision.mask |= bit
        for position in self.layout.positions[len(self.at) :]:
            self.at.append(self.sites.at(position))
        return key
