"""The exported model, solved by Storm, another's model checker, has the values that the proof gives."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings

from journeysim.build import build
from journeysim.model.unfold import unfold
from journeysim.read import read_text
from journeysim.render.graphs import as_prism
from journeysim.verify import first, moves_that_keep, solve
from tests.strategies import scenarios, twists

stormpy = pytest.importorskip("stormpy")

BEST = 'Pmax=? [F "resolved"]'
FEWEST = 'R{"attempts"}min=? [F "settled"]'

with_luck = settings(
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
"""The same scenarios each time; no shrinking, which would solve the same model over and over."""


def environment():
    """Storm told to iterate until the value is certain, to 1e-10."""
    made = stormpy.environments.sound()
    made.solver().min_max().precision = stormpy.Rational("1/10000000000")
    return made


def storm(model: str, query: str, folder: Path) -> float:
    """What Storm answers to a query about a model in the PRISM language."""
    file = folder / "model.prism"
    file.write_text(model, encoding="utf-8")
    program = stormpy.parse_prism_program(str(file))
    asked = stormpy.parse_properties(query, program)
    built = stormpy.build_model(program, asked)
    found = stormpy.model_checking(built, asked[0], environment=environment())
    return found.get_value(built.initial_states[0])


def agree(text: str, folder: Path, *, bound: int) -> None:
    """Best case and fewest attempts of every population of a scenario are those of Storm; the case is small enough."""
    process = build(read_text(text))
    graph = unfold(process, bound=bound)
    assume(graph.complete)
    solution = solve(process, graph)
    keeping = moves_that_keep(solution)
    for population in range(len(process.populations)):
        proved = first(solution, population)
        assert proved.best == pytest.approx(storm(as_prism(solution, population), BEST, folder), abs=1e-6)
        fewest = storm(as_prism(solution, population, moves=keeping), FEWEST, folder)
        assert proved.attempts == pytest.approx(fewest, abs=1e-6, rel=1e-6)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A folder for models."""
    return tmp_path_factory.mktemp("models")


@settings(with_luck, max_examples=40)
@given(text=scenarios() | twists())
def test_storm_finds_the_same_best_case_and_fewest_attempts(text, folder):
    """On random scenarios of the whole language, to 1e-6."""
    agree(text, folder, bound=300)


@pytest.mark.long
@settings(with_luck, max_examples=1000)
@given(text=scenarios())
def test_storm_finds_the_same_on_a_thousand_scenarios(text, folder):
    """As above, on more of them; it takes minutes."""
    agree(text, folder, bound=300)


@pytest.mark.long
@settings(with_luck, max_examples=1000)
@given(text=twists())
def test_storm_finds_the_same_where_little_is_sure(text, folder):
    """In a thousand in which most best cases lie between 0 and 1."""
    agree(text, folder, bound=600)
