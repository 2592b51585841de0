"""Heights and colours of the bars."""

from __future__ import annotations

import numpy as np

from cnnlab.document.input import InputSpec
from cnnlab.engine.large import PlaneMaker
from cnnlab.engine.view import LargeView, Plane, View
from cnnlab.gui.canvas.canvas import picture_colours
from cnnlab.gui.large.histogram import bar_heights
from cnnlab.gui.large.numbers_table import share
from cnnlab.gui.large.scale_colours import colours_of
from cnnlab.gui.theme import DARK
from tests.building import noise

COLOURS = picture_colours(DARK)


def plane_of(values: np.ndarray) -> Plane:
    import torch

    made = PlaneMaker().plane(View(large=LargeView("a", 0)), {"a": torch.tensor(values)}, InputSpec())
    assert made is not None
    return made


def test_a_bar_of_zeros_does_not_flatten_the_others() -> None:
    counts = np.array([1, 4, 1000, 2, 0])
    np.testing.assert_allclose(bar_heights(counts, False), [0.25, 1, 1.12, 0.5, 0])
    heights = bar_heights(counts, True)
    assert heights[1] == 1
    assert 0 < heights[0] < heights[3] < 1


def test_zeros_alone_make_a_full_bar() -> None:
    np.testing.assert_array_equal(bar_heights(np.array([0, 7, 0]), False), [0, 1, 0])
    np.testing.assert_array_equal(bar_heights(np.array([0, 0, 0]), False), [0, 0, 0])


def test_the_bars_have_the_colours_of_the_picture() -> None:
    plane = plane_of(noise((1, 1, 9, 9)))
    assert plane.indices is not None
    np.testing.assert_array_equal(colours_of(plane.values[0], plane, COLOURS), COLOURS.activation[plane.indices])


def test_shares_never_hide_what_is_there() -> None:
    assert [share(n, 100_000) for n in (0, 1, 50_000, 99_999, 100_000)] == [
        "0 %",
        "< 0.1 %",
        "50.0 %",
        "> 99.9 %",
        "100.0 %",
    ]
