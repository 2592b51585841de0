"""The tiles of all items and channels: as large as there is room, all of them, and found again under the pointer."""

from __future__ import annotations

from PySide6.QtCore import QRect

from cnnlab.gui.norms_page.images import places
from cnnlab.gui.norms_page.tile_places import tile_places


def test_every_tile_has_its_place_and_is_found_there() -> None:
    for shape in ((1, 3, 24, 32), (3, 64, 10, 10), (2, 300, 7, 5), (4, 1, 1, 1), (1, 16, 1, 40)):
        made = tile_places(shape, 400, 120, 20)
        rects = [(item, c, made.rect(item, c)) for item in range(shape[0]) for c in range(shape[1])]
        for item, channel, rect in rects:
            assert made.at(rect.center()) == (item, channel)
            assert rect.left() >= 20
            assert rect.right() < 400
        assert len({(rect.left(), rect.top()) for _i, _c, rect in rects}) == shape[0] * shape[1]
        assert rects[-1][2].bottom() < made.whole


def test_what_has_room_stays_inside_and_what_has_none_becomes_higher() -> None:
    assert tile_places((3, 64, 10, 10), 400, 120).whole <= 120
    assert tile_places((8, 2048, 10, 10), 400, 120).whole > 120


def test_a_run_of_channels_covers_the_lines_that_it_touches() -> None:
    made = tile_places((2, 20, 10, 10), 200, 200)
    whole = made.runs(range(2), range(20))
    assert len(whole) == 2 * made.lines
    assert made.runs(range(1), range(1, 2)) == [made.rect(0, 1)]


def test_pictures_of_several_items_lie_apart_inside_their_box() -> None:
    for box in (QRect(5, 5, 150, 60), QRect(0, 0, 60, 150)):
        for count in range(1, 5):
            found = places(count, box, (24, 32), 3)
            assert len(found) == count
            assert all(box.contains(rect) for rect in found)
            assert not any(a.intersects(b) for i, a in enumerate(found) for b in found[:i])
