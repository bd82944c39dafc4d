"""Small scenarios, solved, and asked about by the names that they use."""

from dataclasses import dataclass

from journeysim.build import build
from journeysim.model.process import Process, Stage
from journeysim.model.proof import Solution, Standing
from journeysim.model.unfold import unfold
from journeysim.read import read_text
from journeysim.verify import First, first, solve


@dataclass(frozen=True)
class Proved:
    """A scenario's solution."""

    process: Process
    solution: Solution

    @property
    def first(self) -> First:
        """The answers for the only population."""
        assert len(self.process.populations) == 1, "one segment, one issue"
        return first(self.solution, 0)

    def at_large(self, *, pending: int | None = None, segment: str | None = None, **facts: str) -> list[int]:
        """Unresolved nodes in which the customer is at large and the facts are so; `pending` counts what is pending."""
        process, nodes = self.process, self.solution.graph.nodes
        found = []
        for number, node in enumerate(nodes):
            state = process.states[node.state]
            words = {
                name: values[value]
                for name, values, value in zip(process.fact_names, process.fact_values, state.facts, strict=True)
            }
            if (
                node.position is None
                and state.stage == Stage.OPEN
                and all(words[name] == value for name, value in facts.items())
                and pending in (None, len(state.pending))
                and segment in (None, process.populations[process.traits[state.traits][0]].segment)
            ):
                found.append(number)
        assert found, "no such node can be reached"
        return found

    def standings(self, **said: str | int | None) -> set[Standing]:
        """The classes of such nodes."""
        return {Standing(self.solution.standing[node]) for node in self.at_large(**said)}  # type: ignore[arg-type]


def proved(text: str) -> Proved:
    """A scenario from its text, solved."""
    return solved(build(read_text(text)))


def solved(process: Process) -> Proved:
    """A process, solved."""
    return Proved(process, solve(process, unfold(process)))


def desk(
    rules: str,
    *,
    more: str = "",
    channels: str = "{phone: {reaches: desk}}",
    top: str = "",
    issue: str = "raised by: {customer: 1 per day}",
) -> str:
    """A scenario around one department with these rules; `more` are further departments, `top` further keys."""
    return f"""
journeysim: 1
name: A desk
issues: {{question: {{{issue}}}}}
{top}
channels: {channels}
departments:
  desk: {{staff: 1, handling: 5 min, rules: {{{rules}}}}}
  {more}
"""
