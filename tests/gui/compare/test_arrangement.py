"""Pictures become as large as the room allows, and their cells stay crisp."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRect

from cnnlab.gui.compare.arrangement import arranged, crisp


@pytest.mark.parametrize(
    ("size", "columns"), [((1500, 500), 3), ((400, 1500), 1), ((600, 360), 2)], ids=["wide", "high", "square"]
)
def test_rows_and_columns_follow_the_room(size: tuple[int, int], columns: int) -> None:
    found = arranged(3, (180, 240), QRect(0, 0, *size), 20, 12)
    assert len({tile.picture.left() for tile in found.tiles}) == columns


@settings(max_examples=50)
@given(st.integers(1, 4), st.integers(1, 300), st.integers(1, 300), st.integers(300, 2000), st.integers(300, 1500))
def test_nothing_overlaps_or_leaves_the_room(count: int, height: int, width: int, wide: int, high: int) -> None:
    room = QRect(5, 7, wide, high)
    tiles = arranged(count, (height, width), room, 20, 12).tiles
    assert len(tiles) == count
    boxes = [tile.caption.united(tile.picture) for tile in tiles]
    for place, box in enumerate(boxes):
        assert room.adjusted(0, 0, 1, 1).contains(box)
        assert not any(box.intersects(other) for other in boxes[:place])


@pytest.mark.parametrize(
    ("factor", "ratio", "wanted"), [(9.4, 1.0, 9.0), (9.4, 2.0, 9.0), (9.6, 2.0, 9.5), (0.7, 1.0, 0.7)]
)
def test_enlarged_cells_have_whole_device_pixels(factor: float, ratio: float, wanted: float) -> None:
    assert crisp(factor, ratio) == wanted
