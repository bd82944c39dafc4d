"""The picture of a report, drawn for real."""

import struct

import numpy as np

from journeysim.render.picture import Curve, picture


def test_a_picture_shows_itself_as_png(report):
    """A notebook shows it without a window system; bars and curves are of every segment."""
    curve = Curve(np.array([86_400.0, 2 * 86_400.0]), np.array([0.4, 0.8]))
    drawn = picture(report, {"subscriber": curve, "leaver": curve})
    png = drawn._repr_png_()
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    assert 700 <= width <= 900
    assert 400 <= height <= 700
    above, below = drawn.axes
    assert [label.get_text() for label in above.get_yticklabels()] == ["leaver", "subscriber"]
    assert [text.get_text() for text in below.get_legend().get_texts()] == ["subscriber", "leaver"]


def test_a_picture_of_nothing_is_drawn_too(nothing):
    """Nobody came, and nothing breaks."""
    assert picture(nothing, {})._repr_png_()


def test_all_curves_go_on_to_the_last_resolution_of_any(report):
    """A curve that stopped sooner would look as if nobody had been looked at any longer."""
    soon, late = Curve(np.array([86_400.0]), np.array([0.4])), Curve(np.array([9 * 86_400.0]), np.array([0.8]))
    lines = (
        picture(report, {"subscriber": soon, "leaver": late, "nobody": Curve(np.array([]), np.array([]))}).axes[1].lines
    )
    assert [line.get_xdata()[-1] for line in lines] == [9, 9, 9]
    assert [line.get_ydata()[-1] for line in lines] == [0.4, 0.8, 0]
