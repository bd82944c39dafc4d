"""Expectations of what is proved: no samples, no error rate."""

from collections.abc import Sequence

from journeysim.judge.sentences import sentence
from journeysim.model.proof import Verdict
from journeysim.model.report import Figure, Kept
from journeysim.model.sample import is_sampled
from journeysim.model.scenario import Bound, Condition, Expectation, Test


def judge_proved(expectations: Sequence[Expectation], verdicts: Sequence[Verdict]) -> tuple[Kept, ...]:
    """A verdict on each of `expectations` that a proof decides, in their order; those that are sampled are left out.

    `trapped` and `catch_22` are the numbers of reachable states over the segments and issues that `for` names,
    `best_case` is the least of them; of an expected `verdict` the figure is the share of them that have it, which is to
    be 1. Undecided where a proof is undetermined, or where `for` asks for more than segment and issue, which are all
    that a proof is of.
    """
    return tuple(_judged(one, verdicts) for one in expectations if not is_sampled(one))


def _judged(expectation: Expectation, verdicts: Sequence[Verdict]) -> Kept:
    value = _value(expectation, verdicts)
    verdict = "undecided"
    if value is not None:
        low, high = Bound(1.0) if expectation.verdicts else expectation.at_least, expectation.at_most
        holds = (low is None or value >= low.value) and (high is None or value <= high.value)
        verdict = "kept" if holds else "broken"
    figure = Figure(value, value, value, 0 if value is None else 1)
    return Kept(expectation.name, str(expectation.place), sentence(expectation), figure, verdict)


def _value(expectation: Expectation, verdicts: Sequence[Verdict]) -> float | None:
    if any(bound is not None and bound.of_baseline for bound in (expectation.at_least, expectation.at_most)):
        return None
    scope = expectation.scope
    if scope is not None and any(test.about not in ("segment", "issue") for group in scope for test in group):
        return None
    chosen = [verdict for verdict in verdicts if scope is None or _is_in(scope, verdict)]
    if not chosen or any(verdict.best_case is None for verdict in chosen):
        return None
    match expectation.figure:
        case "trapped":
            return float(sum(verdict.trapped for verdict in chosen))
        case "catch_22":
            return float(sum(verdict.catch_22 for verdict in chosen))
        case "verdict":
            wanted = {word.replace(" ", "_").replace("-", "_") for word in expectation.verdicts}
            return sum(verdict.verdict in wanted for verdict in chosen) / len(chosen)
        case "best_case":
            return min(verdict.best_case for verdict in chosen if verdict.best_case is not None)
        case _:
            return None


def _is_in(scope: Condition, verdict: Verdict) -> bool:
    return any(all(_passes(test, verdict) for test in group) for group in scope)


def _passes(test: Test, verdict: Verdict) -> bool:
    return (verdict.segment if test.about == "segment" else verdict.issue) in test.values
