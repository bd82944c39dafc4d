"""The scenarios that come with journeysim, by name: in an installed package and in a checkout alike."""

from difflib import get_close_matches
from pathlib import Path

from journeysim.model.problem import Place, Problem, ScenarioError

PACKAGE = Path(__file__).parent
FOLDERS = (PACKAGE / "scenarios", PACKAGE.parent / "scenarios")
"""Inside the package where it was installed from a wheel, beside it in a checkout."""


def scenarios() -> dict[str, Path]:
    """The file of each bundled scenario by its name, in the order of the names."""
    folder = next((folder for folder in FOLDERS if folder.is_dir()), None)
    return {} if folder is None else {path.stem: path for path in sorted(folder.glob("*.yaml"))}


def locate(scenario: str) -> Path:
    """The file that is meant by `scenario`: a path, or the name of a bundled scenario where there is no such file.

    Raises `ScenarioError` for a bare name that is neither.
    """
    path = Path(scenario)
    if path.suffix or path.exists() or len(path.parts) != 1:
        return path
    known = scenarios()
    if scenario in known:
        here = Path.cwd()
        return known[scenario].relative_to(here) if known[scenario].is_relative_to(here) else known[scenario]
    near = get_close_matches(scenario, known, n=1)
    question = f"did you mean {near[0]!r}? " if near else ""
    raise ScenarioError(
        [
            Problem(
                Place(scenario),
                "no-file",
                "there is no such file, and no scenario of that name comes with journeysim",
                f"{question}it has {', '.join(known)}",
            )
        ]
    )
