"""A report into a picture: how journeys ended, and how long it took to resolve them."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from journeysim.model.duration import DAY
from journeysim.model.report import Report
from journeysim.render.outline import ENDS
from journeysim.render.words import label_of

COLOURS = {"resolved": "#2f855a", "dead_end": "#c53030", "gave_up": "#d69e2e", "unresolved": "#a0aec0"}
LINES = ("#2b6cb0", "#b7791f", "#6b46c1", "#2c7a7b", "#97266d", "#4a5568")
INK, GRID = "#2d3748", "#e2e8f0"
BARE: dict[str, Any] = {"frameon": False, "fontsize": 9}


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """The share of customers whose issue was resolved within so many seconds; both ascend and are of one length."""

    seconds: npt.NDArray[np.float64]
    share: npt.NDArray[np.float64]


class Picture(Figure):
    """A figure that shows itself in a notebook, without a window system."""

    def _repr_png_(self) -> bytes:
        buffer = io.BytesIO()
        self.savefig(buffer, format="png", dpi=100)
        return buffer.getvalue()


def picture(report: Report, curves: Mapping[str, Curve]) -> Picture:
    """Bars of the ends of each segment's journeys above the curves of time to resolution by segment."""
    names = [*report.segments][::-1]
    bars = 0.45 * len(names) + 0.9
    figure = Picture(figsize=(8, bars + 3.4), layout="constrained")
    above, below = figure.subplots(2, 1, height_ratios=[bars, 3.4])
    title = report.scenario if report.variant is None else f"{report.scenario} · {report.variant}"
    figure.suptitle(_literal(title), x=0.02, ha="left", fontsize=13, fontweight="bold", color=INK)
    _draw_ends(above, report, names)
    _draw_curves(below, curves)
    return figure


def _draw_ends(axes: Axes, report: Report, names: list[str]) -> None:
    left = np.zeros(len(names))
    for end in ENDS:
        shares = np.array([_share(report, name, end) for name in names])
        axes.barh([_literal(name) for name in names], shares, left=left, color=COLOURS[end], label=label_of(end))
        for row, (start, share) in enumerate(zip(left, shares, strict=True)):
            if share >= 0.06:
                axes.text(start + share / 2, row, f"{share:.0%}", ha="center", va="center", color="white", fontsize=9)
        left += shares
    axes.set_xlim(0, 1)
    axes.xaxis.set_major_formatter(PercentFormatter(1))
    axes.set_title("How it ended, of each segment's customers", loc="left", fontsize=10, color=INK)
    axes.legend(ncols=len(ENDS), loc="lower right", bbox_to_anchor=(1, 0.98), handlelength=1, columnspacing=1, **BARE)
    _plain(axes)


def _draw_curves(axes: Axes, curves: Mapping[str, Curve]) -> None:
    """All curves go on to the last resolution of any: who is not resolved by then was looked at as long."""
    end = max((curve.seconds.max(initial=0.0) for curve in curves.values()), default=0.0) / DAY
    for (name, curve), colour in zip(curves.items(), LINES * (len(curves) // len(LINES) + 1), strict=False):
        days = np.concatenate([[0.0], curve.seconds / DAY, [end]])
        share = np.concatenate([[0.0], curve.share, [curve.share.max(initial=0.0)]])
        axes.step(days, share, where="post", color=colour, label=_literal(name), linewidth=2)
    axes.set_ylim(0, 1.02)
    axes.set_xlim(left=0)
    axes.yaxis.set_major_formatter(PercentFormatter(1))
    axes.set_xlabel("days since the issue arose", color=INK)
    axes.set_title("Resolved within so many days, of each segment's customers", loc="left", fontsize=10, color=INK)
    axes.grid(color=GRID)
    if curves:
        axes.legend(loc="lower right", **BARE)
    _plain(axes)


def _share(report: Report, segment: str, end: str) -> float:
    figure = report.segments[segment].get(end)
    return 0.0 if figure is None or figure.value is None else figure.value


def _plain(axes: Axes) -> None:
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(length=0, colors=INK)
    axes.set_axisbelow(True)


def _literal(text: str) -> str:
    """Text in which matplotlib looks for no mathematics."""
    return text.replace("$", r"\$")
