"""Channels that customers take beside their own: after a failed attempt, or when what they expected has not come."""

from typing import Protocol

from journeysim.model.process import Context, State
from journeysim.simulate.dice import Escalates, Habits
from journeysim.simulate.luck import Drawer


class Customer(Drawer, Protocol):
    """Who draws, and what they are wont to do."""

    @property
    def habits(self) -> Habits:
        """Those of their population."""


def escalation(case: Customer, state: State, context: Context) -> Escalates | None:
    """The channel that a customer takes now: the first whose time has come and whose dice fall so.

    The dice of each fall once a case; that they have fallen shows in their use.
    """
    for one in case.habits.escalates:
        asked = not case.uses[one.whether.purpose] and one.node.applies(state, context)
        if asked and one.whether.of(case) < one.node.source.chance:
            return one
    return None
