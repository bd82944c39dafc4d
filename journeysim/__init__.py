"""A customer-journey process simulator: prove, simulate and measure what a process does to its customers.

    import journeysim as js
    result = js.load("former_customer_refund").run(replications=30)

Public names are imported when they are first used, so that `import journeysim` comes at once.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from journeysim.build import build as build
    from journeysim.judge import judge as judge
    from journeysim.measure import measure as measure
    from journeysim.model.log import EventLog as EventLog
    from journeysim.model.problem import ScenarioError as ScenarioError
    from journeysim.model.report import Report as Report
    from journeysim.model.scenario import Scenario as Scenario
    from journeysim.notebook import Result as Result
    from journeysim.notebook import Study as Study
    from journeysim.notebook import load as load
    from journeysim.render import render as render
    from journeysim.simulate import simulate as simulate
    from journeysim.verify import verify as verify

_HOMES = {
    "load": "journeysim.notebook",
    "build": "journeysim.build",
    "verify": "journeysim.verify",
    "simulate": "journeysim.simulate",
    "measure": "journeysim.measure",
    "judge": "journeysim.judge",
    "render": "journeysim.render",
    "Study": "journeysim.notebook",
    "Result": "journeysim.notebook",
    "Scenario": "journeysim.model.scenario",
    "EventLog": "journeysim.model.log",
    "Report": "journeysim.model.report",
    "ScenarioError": "journeysim.model.problem",
}
"""Where each public name lives."""

__all__ = ["__version__", *_HOMES]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'journeysim' has no attribute {name!r}")
    found = getattr(import_module(_HOMES[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)


class _Package(ModuleType):
    """This package, where `build` is the verb and not the folder that it lives in."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _HOMES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
