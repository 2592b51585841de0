"""Where rows and tiles lie."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint

from cnnlab.gui.canvas.geometry import CHIP, MARGIN, Row, lay_out

rows = st.lists(
    st.builds(
        Row,
        st.text(max_size=4),
        st.integers(0, 3000),
        st.tuples(st.integers(1, 500), st.integers(1, 500)),
        st.booleans(),
        st.booleans(),
        st.booleans(),
        st.integers(0, 3000),
    ),
    max_size=20,
)
widths = st.integers(320, 3000)


tile_widths = st.just(0) | st.integers(24, 512)


def some(tiles: range) -> set[int]:
    """The first tile, the last, and one between."""
    return {tiles[0], tiles[len(tiles) // 2], tiles[-1]} if tiles else set()


@given(widths, rows, tile_widths)
def test_rows_follow_each_other_without_overlap_and_end_at_the_height(width: int, rows: list[Row], size: int) -> None:
    geometry = lay_out(width, rows, size)
    bottom = 0
    for index in range(len(rows)):
        rect = geometry.row_rect(index)
        assert rect.top() > bottom
        bottom = rect.bottom()
    assert geometry.height > bottom


@given(widths, rows, tile_widths)
def test_every_shown_tile_lies_in_its_row_and_is_found_again_by_its_centre(
    width: int, rows: list[Row], size: int
) -> None:
    geometry = lay_out(width, rows, size)
    for index, row in enumerate(rows):
        for tile in some(geometry.shown(row)):
            rect = geometry.tile_rect(index, tile)
            assert geometry.row_rect(index).contains(rect)
            assert rect.right() <= width - MARGIN
            assert geometry.tile_at(rect.center()) == (index, tile)


@given(widths, rows, tile_widths, st.integers(0, 50_000), st.integers(1, 3000))
def test_visible_tiles_are_those_whose_rectangle_touches_the_view(
    width: int, rows: list[Row], tile_width: int, top: int, height: int
) -> None:
    geometry = lay_out(width, rows, tile_width)
    bottom = top + height
    visible = geometry.visible_rows(top, bottom)
    for index, row in enumerate(rows):
        tiles = geometry.visible_tiles(index, top, bottom) if index in visible else range(0)
        for tile in some(geometry.shown(row)):
            rect = geometry.tile_rect(index, tile)
            inside = rect.bottom() >= top and rect.top() < bottom
            assert (tile in tiles) or not inside


@given(widths, st.integers(1, 5000))
def test_an_expanded_row_has_a_place_for_every_channel_and_a_folded_one_says_how_many_wait(
    width: int, channels: int
) -> None:
    folded, expanded = (lay_out(width, [Row("x", channels, (9, 9), state)]) for state in (False, True))
    assert expanded.shown(expanded.rows[0]) == range(channels)
    chip = folded.chip_rect(0)
    assert (chip is not None) == (channels > folded.columns)
    if chip is not None:
        assert chip.right() < width
        assert chip.width() == CHIP


def test_nothing_is_found_where_nothing_lies() -> None:
    geometry = lay_out(900, [Row("x", 3, (10, 10))])
    assert geometry.tile_at(QPoint(5, 50)) is None
    assert geometry.tile_at(QPoint(890, 50)) is None
    assert geometry.tile_at(QPoint(30, geometry.height + 5)) is None
    assert lay_out(900, []).row_at(0) is None


def test_tiles_stay_small_enough_to_take_in_at_a_glance() -> None:
    for width in (320, 400, 700, 930, 1250, 1800, 2200):
        geometry = lay_out(width, [Row("x", 64, (240, 320))])
        assert 48 <= geometry.tile_width <= 160
        assert geometry.columns >= (8 if width >= 700 else 4)


@pytest.mark.parametrize(("most", "columns"), [(1, 4), (4, 4), (6, 6), (8, 8), (512, 8)])
def test_few_channels_are_shown_larger(most: int, columns: int) -> None:
    geometry = lay_out(700, [Row("input", 4, (240, 320)), Row("x", most, (240, 320))])
    assert geometry.columns == columns
    assert geometry.tile_rect(0, 3).right() < 700
