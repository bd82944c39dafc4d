"""The benchmark network as a SimPy textbook would write it: one process a customer, one `Resource` a department.

Minutes throughout. A contact is a tuple (customer, department, arrive, start, end, outcome); `start` is `None`
for a contact that was abandoned. The rows are in the order in which the contacts ended.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass

import simpy

TRANSFERRED, COMES_BACK, RESOLVED, WILL_RETRY, LOST = range(5)

Contact = tuple[int, int, float, float | None, float, int]


@dataclass(frozen=True)
class Network:
    """What the program simulates; `patience` `None`: nobody hangs up."""

    arrivals_per_minute: float
    patience: float | None
    staff: tuple[int, ...] = (8, 5, 3)
    handling: tuple[float, ...] = (6.0, 9.0, 11.0)
    transfers: tuple[tuple[float, ...], ...] = ((0.0, 0.42, 0.14), (0.20, 0.0, 0.20), (0.20, 0.10, 0.0))
    comes_back: tuple[float, ...] = (0.21, 0.34, 0.39)
    comes_back_after: float = 120.0
    retries: float = 0.7
    retries_after: float = 20.0


NETWORKS = {
    "A": Network(arrivals_per_minute=0.48, patience=12.0),
    "B": Network(arrivals_per_minute=0.42, patience=None),
}


def contact_log(network: Network, customers: int, seed: int) -> list[Contact]:
    """All contacts of so many customers, from the first arrival until the last of them has left."""
    dice = random.Random(seed)
    env = simpy.Environment()
    desks = [simpy.Resource(env, capacity=staff) for staff in network.staff]
    log: list[Contact] = []
    env.process(arrivals(env, network, desks, dice, log, customers))
    env.run()
    return log


def arrivals(
    env: simpy.Environment,
    network: Network,
    desks: list[simpy.Resource],
    dice: random.Random,
    log: list[Contact],
    customers: int,
) -> Iterator[simpy.Event]:
    """A Poisson stream of customers."""
    for number in range(customers):
        yield env.timeout(dice.expovariate(network.arrivals_per_minute))
        env.process(customer(env, network, desks, dice, log, number))


def customer(
    env: simpy.Environment,
    network: Network,
    desks: list[simpy.Resource],
    dice: random.Random,
    log: list[Contact],
    number: int,
) -> Iterator[simpy.Event]:
    """One customer, from the first contact until it is resolved or given up."""
    department = 0
    while True:
        arrive = env.now
        with desks[department].request() as turn:
            if network.patience is None:
                yield turn
            else:
                yield turn | env.timeout(dice.expovariate(1 / network.patience))
            if turn.triggered:
                start = env.now
                yield env.timeout(dice.expovariate(1 / network.handling[department]))
            else:
                start = None

        if start is None:
            if dice.random() >= network.retries:
                log.append((number, department, arrive, None, env.now, LOST))
                return
            log.append((number, department, arrive, None, env.now, WILL_RETRY))
            yield env.timeout(dice.expovariate(1 / network.retries_after))
            department = 0
            continue

        outcome, onward = routed(network, department, dice.random())
        log.append((number, department, arrive, start, env.now, outcome))
        if outcome == RESOLVED:
            return
        if outcome == COMES_BACK:
            yield env.timeout(dice.expovariate(1 / network.comes_back_after))
        department = onward


def routed(network: Network, department: int, draw: float) -> tuple[int, int]:
    """What follows a served contact, and the department of the next one."""
    for onward, chance in enumerate(network.transfers[department]):
        if draw < chance:
            return TRANSFERRED, onward
        draw -= chance
    if draw < network.comes_back[department]:
        return COMES_BACK, 0
    return RESOLVED, 0
