"""Strokes of a brush, held against a reference that looks at every cell by itself."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnlab.document.frame import Levels
from cnnlab.sources.drawing import (
    Brush,
    Place,
    Stroke,
    cells_of,
    checked_size,
    drawing_size,
    drawing_source,
    empty,
    pixels_of,
    resized,
)
from cnnlab.text import UserError

places = st.tuples(st.floats(-4, 20), st.floats(-4, 24))
brushes = st.builds(Brush, st.integers(1, 12), st.integers(0, 255), st.booleans())


def snapped(place: Place, brush: Brush) -> Place:
    """Where a hard brush goes: to the middle of a cell if it is odd, to a corner of cells if it is even."""
    if brush.soft:
        return place
    if brush.size % 2:
        return math.floor(place[0]) + 0.5, math.floor(place[1]) + 0.5
    return float(round(place[0])), float(round(place[1]))


def distance(y: float, x: float, a: Place, b: Place) -> float:
    """From a point to a line segment, by the angle at its ends."""
    ab = (b[0] - a[0], b[1] - a[1])
    along = (y - a[0]) * ab[0] + (x - a[1]) * ab[1]
    length = ab[0] ** 2 + ab[1] ** 2
    if length == 0 or along <= 0:
        return math.hypot(y - a[0], x - a[1])
    if along >= length:
        return math.hypot(y - b[0], x - b[1])
    return abs((y - a[0]) * ab[1] - (x - a[1]) * ab[0]) / math.sqrt(length)


def reference(base: Levels, brush: Brush, way: list[Place]) -> Levels:
    """What a brush leaves on its way, cell by cell."""
    way = [snapped(place, brush) for place in way]
    parts = list(zip([way[0], *way], way, strict=False))
    made = base.astype(float)
    for row in range(base.shape[0]):
        for column in range(base.shape[1]):
            near = min(distance(row + 0.5, column + 0.5, a, b) for a, b in parts)
            r = brush.size / 2
            cover = min(1.0, max(0.0, r + 0.5 - near)) if brush.soft else float(near <= r + 1e-9)
            made[row, column] += (brush.level - made[row, column]) * cover
    return made


@given(brushes, st.lists(places, min_size=1, max_size=5), st.integers(0, 255))
def test_a_stroke_covers_what_lies_near_its_way(brush: Brush, way: list[Place], ground: int) -> None:
    base = np.full((16, 20), ground, np.uint8)
    stroke = Stroke(base, brush, way[0])
    stroke.to(way[0])
    for place in way[1:]:
        stroke.to(place)
    expected = reference(base, brush, way)
    assert np.abs(stroke.cells() - expected).max() <= 0.5 + 1e-6 * 255
    assert (base == ground).all(), "what was there before is not written to"


def test_a_hard_brush_of_one_cell_draws_an_unbroken_line_of_whole_cells() -> None:
    stroke = Stroke(empty((8, 8)), Brush(1, 255, soft=False), (1.2, 1.9))
    stroke.to((5.7, 5.1))
    cells = stroke.cells()
    assert set(np.unique(cells)) == {0, 255}
    assert [tuple(cell) for cell in np.argwhere(cells)] == [(i, i) for i in range(1, 6)]


def test_a_stroke_that_crosses_itself_does_not_add_up() -> None:
    once = Stroke(empty((9, 9)), Brush(2, 100), (4.3, 1))
    once.to((4.3, 8))
    often = Stroke(empty((9, 9)), Brush(2, 100), (4.3, 1))
    for x in (8, 1, 8):
        often.to((4.3, x))
    np.testing.assert_array_equal(once.cells(), often.cells())


def test_half_the_pressure_leaves_half_the_grey() -> None:
    stroke = Stroke(empty((9, 9)), Brush(3, 200), (4.5, 4.5))
    stroke.to((4.5, 4.5), strength=0.5)
    assert stroke.cells()[4, 4] == 100


def test_a_straight_line_takes_the_place_of_what_was_drawn() -> None:
    bent = Stroke(empty((12, 12)), Brush(1, 255, soft=False), (1, 1))
    bent.to((10, 2))
    bent.straight((1, 10))
    direct = Stroke(empty((12, 12)), Brush(1, 255, soft=False), (1, 1))
    direct.to((1, 10))
    np.testing.assert_array_equal(bent.cells(), direct.cells())


def test_cells_that_were_handed_out_are_never_written_to() -> None:
    stroke = Stroke(empty((8, 8)), Brush(), (2, 2))
    early = stroke.cells()
    stroke.to((6, 6))
    assert not early.any()
    assert not early.flags.writeable


def test_a_drawing_is_named_by_every_cell() -> None:
    cells = empty((28, 30))
    assert drawing_source(cells) == "drawing:28x30"
    names = {drawing_source(cells)}
    for place in ((0, 0), (27, 29), (3, 4)):
        other = cells.copy()
        other[place] = 1
        names.add(drawing_source(other))
        assert drawing_size(drawing_source(other)) == (28, 30)
    assert len(names) == 4


@pytest.mark.parametrize("source", ["drawing:", "drawing:7x28", "drawing:28x513", "drawing:ax3", "drawing:28"])
def test_a_name_without_a_size_that_can_be_drawn_on_is_refused(source: str) -> None:
    with pytest.raises(UserError):
        drawing_size(source)


def test_a_refusal_says_the_numbers() -> None:
    with pytest.raises(UserError, match=r"4 × 600 .* 8 to 512"):
        checked_size((4, 600))


def test_a_picture_of_it_holds_the_same_levels() -> None:
    cells = np.arange(256, dtype=np.uint8).reshape(16, 16)
    np.testing.assert_array_equal(cells_of(pixels_of(cells), (16, 16)), cells)
    assert resized(cells, (8, 20)).shape == (8, 20)
    rgb = np.zeros((16, 16, 3), np.float32)
    rgb[..., 1] = 1
    assert (cells_of(rgb, (16, 16)) == round(0.587 * 255)).all()
