"""Known answers: queueing formulas and absorbing chains, each with its source.

Rates are per unit of time, and all times come out in the same unit. Where a formula needs an infinite sum or
state space it is cut where what is left no longer shows in nine digits.
"""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from scipy import integrate, linalg, optimize, sparse, special, stats
from scipy.sparse.linalg import spsolve

Vector = npt.NDArray[np.float64]
Numbers = dict[str, float]


# --- one station ---------------------------------------------------------------------------------------------------


def birth_death(up: Sequence[float], down: Sequence[float]) -> Vector:
    """Stationary law of a chain on 0..n, where `up[i]` leads from i to i+1 and `down[i]` from i+1 to i."""
    logs = np.concatenate([[0.0], np.cumsum(np.log(up) - np.log(down))])
    weights = np.exp(logs - logs.max())
    return weights / weights.sum()


def erlang_c(lam: float, mu: float, c: int) -> Numbers:
    """M/M/c (Erlang 1917): the chance to wait, and means over all who arrive."""
    load = lam / mu
    blocked = 1.0  # Erlang B by its recursion
    for k in range(1, c + 1):
        blocked = load * blocked / (k + load * blocked)
    rho = load / c
    waits = blocked / (1 - rho * (1 - blocked))
    wait = waits / (c * mu - lam)
    return {"rho": rho, "P_wait": waits, "Wq": wait, "W": wait + 1 / mu, "Lq": lam * wait, "L": lam * wait + load}


def erlang_c_within(lam: float, mu: float, c: int, limit: float) -> float:
    """M/M/c: the chance that the wait is at most `limit`."""
    return 1 - erlang_c(lam, mu, c)["P_wait"] * float(np.exp(-(c * mu - lam) * limit))


def limited(lam: float, mu: float, c: int, places: int) -> Numbers:
    """M/M/c/K with `places` = K: c in service and K - c in line; who finds all places taken is lost."""
    law = birth_death([lam] * places, [mu * min(k, c) for k in range(1, places + 1)])
    n = np.arange(places + 1)
    waiting, accepted = law @ np.maximum(n - c, 0), lam * (1 - law[-1])
    return {
        "P_block": law[-1],
        "L": law @ n,
        "Lq": waiting,
        "Wq_accepted": waiting / accepted,
        "W_accepted": law @ n / accepted,
        "utilisation": law @ np.minimum(n, c) / c,
        "throughput": accepted,
    }


def finite_source(fails: float, mu: float, machines: int, c: int) -> Numbers:
    """M/M/c//K: each of so many machines fails at rate `fails` while it runs; c repair at rate mu."""
    law = birth_death(
        [fails * (machines - k) for k in range(machines)], [mu * min(k, c) for k in range(1, machines + 1)]
    )
    n = np.arange(machines + 1)
    return {"L": law @ n, "Lq": law @ np.maximum(n - c, 0), "utilisation": law @ np.minimum(n, c) / c}


def erlang_a(lam: float, mu: float, c: int, theta: float, within: float) -> Numbers:
    """M/M/c+M (Palm 1957; Garnett, Mandelbaum & Reiman 2002): exponential patience at rate theta.

    Who finds j waiting would be offered a wait V, the time of j + 1 departures from the line; exp(-theta V) is
    Beta(c mu / theta, j + 1) (Renyi's representation of a maximum), which gives the waits of those served.
    """
    top = c + int(40 + 20 * np.sqrt(c) + 12 * lam / theta)
    law = birth_death([lam] * top, [mu * min(k, c) + theta * max(k - c, 0) for k in range(1, top + 1)])
    n = np.arange(top + 1)
    line = law @ np.maximum(n - c, 0)
    lost = theta * line / lam

    met = law[c:]  # by j, those waiting when one arrives
    j = np.arange(len(met))
    served = c * mu / (c * mu + (j + 1) * theta)
    time = np.cumsum(1 / (c * mu + (j + 1) * theta))
    wait_if_served = met @ (served * time)
    a, bound = c * mu / theta, np.exp(-theta * within)
    soon_served = met @ (served * stats.beta.sf(bound, a + 1, j + 1))
    offered_soon = met @ stats.beta.sf(bound, a, j + 1)
    return {
        "P_wait": met.sum(),
        "P_abandon": lost,
        "P_abandon_given_wait": lost / met.sum(),
        "Lq": line,
        "L": law @ n,
        "Wq": line / lam,
        "occupancy": law @ np.minimum(n, c) / c,
        "E_offered_wait": met @ np.cumsum(1 / (c * mu + j * theta)),
        "Wq_served": wait_if_served / (1 - lost),
        "Wq_abandoned": (line / lam - wait_if_served) / lost,
        "P(served,W<=t)": 1 - met.sum() + soon_served,
        "P(V<=t)": 1 - met.sum() + offered_soon,
    }


def impatient(lam: float, mu: float, c: int, stays: Callable[[float], float], longest: float = np.inf) -> Numbers:
    """M/M/c+G (Baccelli & Hebuterne 1981; Zeltyn & Mandelbaum 2005), `stays(x)` the chance of patience over x.

    The offered wait has density proportional to exp(lam H(x) - c mu x), with H(x) the mean of the smaller of
    patience and x. `longest` is where patience surely ends.
    """
    ends = min(longest, 60 / mu)
    grid = np.linspace(0.0, ends, 200_001)
    stay = np.array([stays(x) for x in grid])
    spent = integrate.cumulative_simpson(stay, x=grid, initial=0.0)
    below = np.array([(lam / mu) ** k / special.factorial(k) for k in range(c)])
    density = lam * below[-1] * np.exp(lam * spent - c * mu * grid)
    beyond = density[-1] / (c * mu)  # past `ends` nobody joins any more: an exponential tail

    def over(values: Vector, tail: float) -> float:
        return float(integrate.simpson(values * density, x=grid)) + tail * beyond

    total = below.sum() + over(np.ones_like(grid), 1.0)
    waits = over(np.ones_like(grid), 1.0) / total
    lost = over(1 - stay, 1 - float(stay[-1])) / total
    wait = over(spent, float(spent[-1])) / total
    return {
        "P_wait": waits,
        "P_abandon": lost,
        "E_offered_wait": over(grid, ends + 1 / (c * mu)) / total,
        "Wq": wait,
        "Lq": lam * wait,
        "occupancy": lam * (1 - lost) / (c * mu),
        "Wq_served": over(grid * stay, ends * float(stay[-1])) / total / (1 - lost),
    }


def pollaczek_khinchine(lam: float, mean: float, second: float) -> Numbers:
    """M/G/1 (Pollaczek 1930, Khinchine 1932), service with this mean and second moment."""
    rho = lam * mean
    wait = lam * second / (2 * (1 - rho))
    return {"rho": rho, "Wq": wait, "W": wait + mean, "Lq": lam * wait, "L": lam * (wait + mean)}


def crommelin(lam: float, service: float, c: int) -> Numbers:
    """M/D/c (Crommelin 1932): who is in service now has left one service time later, and nobody else."""
    mean = lam * service
    top = int(c + mean + 60 / (1 - mean / c))
    new = stats.poisson.pmf(np.arange(top + 1), mean)
    step = np.zeros((top + 1, top + 1))
    for n in range(top + 1):
        left = max(n - c, 0)
        step[n, left:] = new[: top + 1 - left]
    step[:, -1] += 1 - step.sum(axis=1)
    law = stationary(step)
    n = np.arange(top + 1)
    line = law @ np.maximum(n - c, 0)
    return {
        "rho": mean / c,
        "P_wait": law[c:].sum(),
        "Wq": line / lam,
        "W": line / lam + service,
        "Lq": line,
        "L": line + mean,
    }


def stationary(step: Vector) -> Vector:
    """The law that a stochastic matrix keeps."""
    size = len(step)
    balance = step.T - np.eye(size)
    balance[-1] = 1.0
    return np.linalg.solve(balance, np.eye(size)[-1])


# --- priorities ----------------------------------------------------------------------------------------------------


def cobham(lams: Sequence[float], mu: float, c: int) -> list[float]:
    """M/M/c with non-preemptive priorities (Cobham 1954): the mean wait of each class, highest first."""
    residual = erlang_c(sum(lams), mu, c)["P_wait"] / (c * mu)
    loads = np.concatenate([[0.0], np.cumsum(lams) / (c * mu)])
    return list(residual / ((1 - loads[:-1]) * (1 - loads[1:])))


def cobham_general(lams: Sequence[float], means: Sequence[float], seconds: Sequence[float]) -> list[float]:
    """M/G/1 with non-preemptive priorities (Cobham 1954): each class with its own mean and second moment."""
    residual = float(np.dot(lams, seconds)) / 2
    loads = np.concatenate([[0.0], np.cumsum(np.multiply(lams, means))])
    return list(residual / ((1 - loads[:-1]) * (1 - loads[1:])))


# --- networks ------------------------------------------------------------------------------------------------------


def jackson(
    gamma: Sequence[float], routes: Sequence[Sequence[float]], mu: Sequence[float], c: Sequence[int]
) -> dict[str, list[float]]:
    """An open Jackson network (1957): each station as if it stood alone under its own rate of arrivals."""
    lam = np.linalg.solve(np.eye(len(gamma)) - np.array(routes).T, np.array(gamma, dtype=float))
    alone = [erlang_c(float(rate), m, n) for rate, m, n in zip(lam, mu, c, strict=True)]
    total = sum(station["L"] for station in alone)
    return {
        "lam": list(lam),
        "rho": [station["rho"] for station in alone],
        "Wq": [station["Wq"] for station in alone],
        "L": [station["L"] for station in alone],
        "contacts_per_customer": [float(lam.sum() / sum(gamma))],
        "W_network": [total / sum(gamma)],
    }


def tandem_within(lam: float, mu: Sequence[float], limit: float) -> float:
    """Two M/M/1 in a row (Burke 1956): the chance to be through both within `limit` (different idle rates)."""
    a, b = mu[0] - lam, mu[1] - lam
    return float(1 - (b * np.exp(-a * limit) - a * np.exp(-b * limit)) / (b - a))


def retrial(lam: float, mu: float, c: int, gamma: float) -> Numbers:
    """M/M/c without a line (Falin & Templeton 1997): who finds all busy tries again at rate gamma, for ever.

    The chain of (busy, in orbit), cut at an orbit that is hardly ever so full.
    """
    rho = lam / (c * mu)
    orbit = int(60 + 45 / (1 - rho) ** 1.3 * (1 + mu / gamma))
    size = (c + 1) * (orbit + 1)

    def at(busy: int, away: int) -> int:
        return away * (c + 1) + busy

    rows, columns, rates = [], [], []

    def leads(origin: int, goal: int, rate: float) -> None:
        rows.extend([origin, origin])
        columns.extend([goal, origin])
        rates.extend([rate, -rate])

    for away in range(orbit + 1):
        for busy in range(c + 1):
            here = at(busy, away)
            if busy:
                leads(here, at(busy - 1, away), busy * mu)
            if busy < c:
                leads(here, at(busy + 1, away), lam)
                if away:
                    leads(here, at(busy + 1, away - 1), away * gamma)
            elif away < orbit:
                leads(here, at(busy, away + 1), lam)
    balance = sparse.csr_matrix((rates, (rows, columns)), shape=(size, size)).T.tolil()
    balance[size - 1, :] = 1.0
    law = spsolve(balance.tocsc(), np.eye(1, size, size - 1).ravel()).reshape(orbit + 1, c + 1)
    in_orbit = float(law.sum(axis=1) @ np.arange(orbit + 1))
    attempts = 1 + gamma * in_orbit / lam
    return {
        "E_busy": float(law.sum(axis=0) @ np.arange(c + 1)),
        "E_orbit": in_orbit,
        "P_first_attempt_blocked": float(law[:, c].sum()),
        "attempts_per_fresh_call": attempts,
        "P_attempt_blocked": (attempts - 1) / attempts,
        "E_wait": in_orbit / lam,
    }


def redial_fluid(
    lam: float, mu: float, c: float, theta: float, p: float, redials: float, q: float, reconnects: float
) -> Numbers:
    """The fluid limit of a line with redials and reconnects (Ding, Remerova, van der Mei & Zwart 2015).

    Those who abandon come again with chance p at rate `redials`, those served with chance q at rate `reconnects`.
    """
    in_system = lam / (mu * (1 - q))
    if in_system > c:
        in_system = c + (lam - (1 - q) * c * mu) / (theta * (1 - p))
    served, lost = mu * min(in_system, c), theta * max(in_system - c, 0.0)
    return {
        "zQ": in_system,
        "zR": p * lost / redials,
        "zC": q * served / reconnects,
        "total_call_rate": lam + p * lost + q * served,
    }


def redial_slow(lam: float, mu: float, c: int, theta: float, p: float, q: float, within: float) -> Numbers:
    """Erlang A fed by slow redials and reconnects: in the limit Poisson streams, their rates a fixed point."""

    def excess(total: float) -> float:
        lost = erlang_a(total, mu, c, theta, within)["P_abandon"]
        return lam + total * (p * lost + q * (1 - lost)) - total

    total = float(optimize.brentq(excess, lam, lam / (1 - max(p, q)) + 1, xtol=1e-12))
    return {"total_rate": total, **erlang_a(total, mu, c, theta, within)}


# --- time passes ---------------------------------------------------------------------------------------------------


def generator(up: Vector, down: Vector) -> Vector:
    """The rates of a chain on 0..n as a matrix; `up[i]` from i to i+1, `down[i]` from i+1 to i."""
    rates = np.diag(up, 1) + np.diag(down, -1)
    return rates - np.diag(rates.sum(axis=1))


def station(lam: float, mu: float, c: int, theta: float, top: int) -> Vector:
    """The generator of M/M/c+M on 0..top."""
    k = np.arange(1, top + 1)
    return generator(np.full(top, lam), mu * np.minimum(k, c) + theta * np.maximum(k - c, 0))


def path(law: Vector, rates: Vector, length: float, steps: int) -> Vector:
    """The laws at `steps` + 1 equally spaced moments from 0 to `length`."""
    once = linalg.expm(rates * (length / steps))
    laws = [law]
    for _ in range(steps):
        laws.append(laws[-1] @ once)
    return np.array(laws)


def one_day(lam: float, mu: float, c: int, length: float, within: float) -> Numbers:
    """M/M/c from empty over a day of this length; those still there at its end are served."""
    top = c + 150
    steps = 960
    laws = path(np.eye(1, top + 1).ravel(), station(lam, mu, c, 0.0, top), length, steps)
    n = np.arange(top + 1)
    ahead = np.maximum(n - c + 1, 0)
    soon = np.where(ahead > 0, special.gammainc(np.maximum(ahead, 1), c * mu * within), 1.0)

    def mean(values: Vector) -> float:
        return float(integrate.simpson(laws @ values, dx=length / steps)) / length

    return {
        "served": lam * length,
        "SL_over_served": mean(soon),
        "ASA_served": mean(ahead / (c * mu)),
        "occupancy": mean(np.minimum(n, c) / c),
    }


def steps_of_the_day(
    parts: Sequence[tuple[float, float, int]], mu: float, theta: float, moments: Sequence[float]
) -> dict[float, tuple[float, float]]:
    """M_t/M/s_t+M from empty: L and Lq at each moment. `parts` are (until, lam, c), staff never falling."""
    top = 140
    n = np.arange(top + 1)
    law, now, answers = np.eye(1, top + 1).ravel(), 0.0, {}
    for until, lam, c in parts:
        rates = station(lam, mu, c, theta, top)
        for moment in [m for m in moments if now < m <= until]:
            law, now = law @ linalg.expm(rates * (moment - now)), moment
            answers[moment] = (float(law @ n), float(law @ np.maximum(n - c, 0)))
        law, now = law @ linalg.expm(rates * (until - now)), until
    return answers


def closes_every_day(lam: float, mu: float, c: int, opens_for: float, day: float) -> Numbers:
    """M/M/c whose work rests from closing to opening, while arrivals go on; the stationary cycle."""
    top = 260
    n = np.arange(top + 1)
    at_work, at_rest = station(lam, mu, c, 0.0, top), station(lam, 1e-300, c, 0.0, top)
    opening = stationary(linalg.expm(at_work * opens_for) @ linalg.expm(at_rest * (day - opens_for)))
    steps = 480
    laws = path(opening, at_work, opens_for, steps)
    working = float(integrate.simpson(laws @ n, dx=opens_for / steps))
    closing, rest = float(laws[-1] @ n), day - opens_for
    mean = (working + closing * rest + lam * rest**2 / 2) / day
    return {
        "mean_in_system": mean,
        "mean_time_in_system_h": mean / lam,
        "L_at_close": closing,
        "L_at_open": float(opening @ n),
    }


def sine_demand(mean: float, swing: float, day: float, mu: float, moment: float) -> float:
    """M_t/M/inf under lam(t) = mean + swing sin(2 pi t / day) (Eick, Massey & Whitt 1993): the mean number there."""
    omega = 2 * np.pi / day
    lag = mu * np.sin(omega * moment) - omega * np.cos(omega * moment)
    return float(mean / mu + swing * lag / (mu**2 + omega**2))


def first_waits(lam: float, mean: float, n: int) -> list[float]:
    """Mean waits of the first n in an M/M/1 that starts empty (Spitzer 1956): W_k is the sum of E[S_j+]/j over j < k.

    S_j is the sum of j services less that of j gaps: race the points of two Poisson streams; where the j gaps are
    over with i < j services done, j - i services are left, of the full mean each.
    """
    serves, arrives = 1 / (1 + lam * mean), lam * mean / (1 + lam * mean)
    waits = [0.0]
    for j in range(1, n):
        i = np.arange(j)
        ways = special.gammaln(j + i) - special.gammaln(j) - special.gammaln(i + 1)
        chance = np.exp(ways + j * np.log(arrives) + i * np.log(serves))
        waits.append(waits[-1] + float(chance @ (j - i)) * mean / j)
    return waits


# --- absorbing chains ----------------------------------------------------------------------------------------------


def absorbing(q: Vector, r: Vector) -> dict[str, Vector]:
    """An absorbing chain (Kemeny & Snell 1960): visits N, steps and their variance, and where it ends."""
    visits = np.linalg.inv(np.eye(len(q)) - q)
    steps = visits.sum(axis=1)
    return {
        "N": visits,
        "expected_steps": steps,
        "variance_steps": (2 * visits - np.eye(len(q))) @ steps - steps**2,
        "absorption": visits @ r,
    }
