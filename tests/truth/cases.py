"""The cases: parameters by the name under which the answers are published; each further one is a line."""

from collections.abc import Callable
from functools import cache, partial

import numpy as np
from scipy import special

from tests.truth import exact
from tests.truth.kinds import (
    Case,
    always,
    chain,
    closes_every_day,
    erlang_a,
    erlang_c,
    exact_service,
    exponential,
    finite_source,
    first_waits,
    gamma,
    general_service,
    impatient,
    jackson,
    leaves_a_message,
    limited,
    lognormal,
    one_day,
    priorities,
    reconnects,
    redials_fluid,
    redials_slow,
    retrial,
    rising_staff,
    sine_demand,
    uniform,
)


def lognormal_stays(x: float) -> float:
    """Mean 1, and a deviation of 1 in the logarithm."""
    return 1.0 if x <= 0 else float(special.erfc((np.log(x) + 0.5) / np.sqrt(2)) / 2)


A = 1 / 3
CASES: dict[str, Callable[[], Case]] = {
    # lam, mu, c, unit, and a limit for the service level
    "mm1_rho0.5": partial(erlang_c, lam=0.5, mu=1, c=1, unit="min", within=1),
    "mm1_rho0.8": partial(erlang_c, lam=0.8, mu=1, c=1, unit="min", within=2),
    "mm1_rho0.9": partial(erlang_c, lam=0.9, mu=1, c=1, unit="min", within=5),
    "mm1_rossetti_pharmacy": partial(erlang_c, lam=10, mu=12, c=1, unit="h"),
    "rossetti_mm1_repdel": partial(erlang_c, lam=1, mu=1 / 0.7, c=1, unit="min"),
    "mm3_ciw_bank": partial(erlang_c, lam=0.2, mu=0.1, c=3, unit="min", within=5),
    "mm4_ciw_bank": partial(erlang_c, lam=0.2, mu=0.1, c=4, unit="min", within=5),
    "mm5_pydesrap": partial(erlang_c, lam=0.25, mu=0.1, c=5, unit="min", within=5),
    "erlangc_pyworkforce": partial(erlang_c, lam=100 / 30, mu=A, c=14, unit="min", within=A),
    "erlangc_ccmath": partial(erlang_c, lam=4, mu=A, c=14, unit="min", within=0.333),
    "erlangc_cct40": partial(erlang_c, lam=1000 / 3600, mu=1 / 120, c=40, unit="s", within=20),
    "erlangc_herzog": partial(erlang_c, lam=3.5, mu=A, c=13, unit="min", within=A),
    # one agent, any service; many agents, a constant one
    "md1_08": partial(general_service, lam=0.8, service=always(1), unit="min"),
    "mg1_lognormal": partial(general_service, lam=0.8, service=lognormal(1, 2), unit="min"),
    "mg1_uniform_nurse": partial(general_service, lam=1 / 20, service=uniform(10, 20), unit="min"),
    "md5_4.5": partial(exact_service, lam=4.5, service=1, c=5, unit="min"),
    # lam, mu, c, theta
    "erlangA_pyworkforce": partial(erlang_a, lam=100 / 30, mu=A, c=14, theta=0.2, unit="min", within=A),
    "erlangA_herzog_c13": partial(erlang_a, lam=3.5, mu=A, c=13, theta=0.2, unit="min", within=A),
    "erlangA_herzog_c9": partial(erlang_a, lam=3.5, mu=A, c=9, theta=0.2, unit="min", within=A),
    "erlangA_10_1_10_1": partial(erlang_a, lam=10, mu=1, c=10, theta=1, unit="min", within=0.2),
    "erlangA_10_1_8_0.5": partial(erlang_a, lam=10, mu=1, c=8, theta=0.5, unit="min", within=0.5),
    "erlangA_100_1_100_0.25": partial(erlang_a, lam=100, mu=1, c=100, theta=0.25, unit="min", within=0.1),
    "erlangA_5_1_6_0.1": partial(erlang_a, lam=5, mu=1, c=6, theta=0.1, unit="min", within=1),
    "erlangA_1.0_0.5_1_0.25": partial(erlang_a, lam=1, mu=0.5, c=1, theta=0.25, unit="min", within=1),
    # any patience
    "mmnU_10_1_10_U02": partial(
        impatient,
        lam=10,
        mu=1,
        c=10,
        patience=uniform(0, 2),
        stays=lambda x: max(0.0, 1 - x / 2),
        unit="min",
        longest=2,
    ),
    "mmnLN_10_1_10": partial(
        impatient, lam=10, mu=1, c=10, patience=lognormal(1, np.sqrt(np.e - 1)), stays=lognormal_stays, unit="min"
    ),
    "mmnE2_10_1_10": partial(
        impatient,
        lam=10,
        mu=1,
        c=10,
        patience=gamma(1, np.sqrt(0.5)),
        stays=lambda x: (1 + 2 * x) * np.exp(-2 * x),
        unit="min",
    ),
    "telethon_steady": partial(leaves_a_message, lam=5 / 6, mu=0.1, c=12, theta=0.5, longest=2, unit="min"),
    # lam, mu, c, and all places
    "mm23_simmer": partial(limited, lam=3, mu=4, c=2, places=3, unit="min"),
    "mm16_rossetti": partial(limited, lam=1, mu=1.2, c=1, places=6, unit="min"),
    "mm10_10_rossetti": partial(limited, lam=40, mu=1, c=10, places=10, unit="min"),
    "mm2_finite_source_rossetti 1": partial(finite_source, fails=0.1, mu=0.25, machines=5, c=1, unit="min"),
    "mm2_finite_source_rossetti 2": partial(finite_source, fails=0.1, mu=0.25, machines=5, c=2, unit="min"),
    "mm2_finite_source_rossetti 3": partial(finite_source, fails=0.1, mu=0.25, machines=5, c=3, unit="min"),
    # classes, the first before the others
    "prio_ciw": partial(priorities, lams=[0.2, 0.6], services=[exponential(1)] * 2, c=1, unit="min"),
    "prio_mm3": partial(priorities, lams=[0.8, 0.8, 0.8], services=[exponential(1)] * 3, c=3, unit="min"),
    "prio_mm10": partial(priorities, lams=[3, 6], services=[exponential(1)] * 2, c=10, unit="min"),
    "prio_mg1": partial(priorities, lams=[0.3, 0.4], services=[exponential(0.5), exponential(1)], c=1, unit="min"),
    # arrivals from outside, routes, mu, c
    "jackson_cafe_ciw": partial(
        jackson,
        gamma=[0.3, 0.2, 0],
        routes=[[0, 0.3, 0.7], [0, 0, 1], [0, 0, 0]],
        mu=[1, 0.4, 0.5],
        c=[1, 2, 2],
        unit="min",
    ),
    "feedback_mm5": partial(jackson, gamma=[3], routes=[[0.25]], mu=[1], c=[5], unit="min"),
    "tandem_2": partial(
        jackson,
        gamma=[0.5, 0],
        routes=[[0, 1], [0, 0]],
        mu=[1, 0.8],
        c=[1, 1],
        unit="min",
        within=(5, exact.tandem_within(0.5, [1, 0.8], 5)),
    ),
    # nobody waits in line: they try again at this rate
    "retrial_0.7_1_5.0": partial(retrial, lam=0.7, mu=1, c=1, gamma=5, unit="min"),
    "retrial_3.0_5_0.5": partial(retrial, lam=3, mu=1, c=5, gamma=0.5, unit="min"),
    "retrial_4.0_5_2.0": partial(retrial, lam=4, mu=1, c=5, gamma=2, unit="min"),
    "ttr_infinite_server": partial(reconnects, resolves=0.7, handling=6, away=1440, limits=[1, 2, 3, 4], unit="min"),
    # limits: with redials (p, at a rate) and reconnects (q, at a rate), and how near such a centre is to its limit
    "rr_fluid_100": partial(
        redials_fluid,
        lam=100,
        mu=1,
        c=100,
        theta=1,
        p=0.5,
        redials_at=0.5,
        q=0.2,
        reconnects_at=0.1,
        unit="min",
        near=0.02,
    ),
    "rr_fluid_over": partial(
        redials_fluid,
        lam=140,
        mu=1,
        c=100,
        theta=0.5,
        p=0.8,
        redials_at=2,
        q=0.1,
        reconnects_at=0.5,
        unit="min",
        near=0.02,
    ),
    "rr_fluid_under": partial(
        redials_fluid,
        lam=60,
        mu=1,
        c=100,
        theta=0.5,
        p=0.8,
        redials_at=2,
        q=0.25,
        reconnects_at=0.5,
        unit="min",
        near=0.02,
    ),
    "rr_erlangA_fixedpoint": partial(
        redials_slow, lam=80, mu=1, c=100, theta=0.5, p=0.5, q=0.2, within=A, away=40, unit="min", near=0.02
    ),
    # time passes
    "um_mmc": partial(one_day, lam=4.2, mu=0.5, c=12, length=480, within=A, unit="min"),
    "law_mm1_first25": partial(first_waits, lam=1, mean=0.9, n=25, unit="min"),
    "mtmct_steps": partial(
        rising_staff, parts=[(4, 10, 12), (8, 20, 18)], mu=1, theta=0.5, moments=[2, 4, 6, 8], unit="h"
    ),
    "calendar_email": partial(closes_every_day, lam=1.5, mu=3, c=2, opens_for=8, unit="h"),
    "mtminf_sin": partial(sine_demand, mean=30, swing=20, mu=2, hours=[0, 3, 6, 9, 12, 15, 18, 21], unit="h"),
    # states, ends, from state to state, from state to end
    "gs_drunkard": partial(
        chain,
        states=["1", "2", "3"],
        ends=["at 0", "at 4"],
        q=[[0, 0.5, 0], [0.5, 0, 0.5], [0, 0.5, 0]],
        r=[[0.5, 0], [0, 0], [0, 0.5]],
    ),
    "transfer_pingpong": partial(
        chain, states=["A", "B"], ends=["resolved", "dead end"], q=[[0, 0.4], [0.3, 0]], r=[[0.5, 0.1], [0.6, 0.1]]
    ),
    "channel_switch": partial(
        chain,
        states=["web", "phone", "branch"],
        ends=["resolved", "silent exit"],
        q=[[0, 0.5, 0], [0, 0.2, 0.1], [0, 0.1, 0]],
        r=[[0.3, 0.2], [0.6, 0.1], [0.8, 0.1]],
        by="refer",
    ),
    "escalation": partial(
        chain,
        states=["L1", "L2", "L3"],
        ends=["resolved", "unresolved"],
        q=[[0, 0.3, 0], [0.1, 0, 0.2], [0, 0, 0]],
        r=[[0.7, 0], [0.7, 0], [0.9, 0.1]],
    ),
    "teleclaims_like": partial(
        chain,
        states=["call", "register", "assess"],
        ends=["paid", "rejected", "not needed"],
        q=[[0, 0.9, 0], [0, 0, 5 / 6], [0, 0.05, 0]],
        r=[[0, 0.1, 0], [0, 1 / 6, 0], [0.8, 0.05, 0.1]],
    ),
}


@cache
def case(name: str) -> Case:
    """The case of this name."""
    return CASES[name](id=name)
