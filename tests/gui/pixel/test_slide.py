"""The window that slides over the picture."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from cnnlab.gui.pixel.slide import Slide

pytestmark = pytest.mark.usefixtures("qapp")


def slide_on(height: int = 3, width: int = 4, y: int = 0, x: int = 0) -> tuple[Slide, list[tuple[int, int]]]:
    slide, places = Slide(), list[tuple[int, int]]()
    slide.show_plane(height, width, y, x)
    slide.moved.connect(lambda *place: places.append(place))
    return slide, places


def test_it_goes_row_by_row_and_begins_anew() -> None:
    slide, places = slide_on(y=2, x=2)
    for _ in range(3):
        slide.step(1)
    assert places == [(2, 3), (0, 0), (0, 1)]
    slide.step(-2)
    assert places[-1] == (2, 3)


def test_it_plays_until_it_is_stopped(qtbot: QtBot) -> None:
    slide, places = slide_on()
    slide.faster(9)
    slide.play()
    assert slide.playing
    qtbot.waitUntil(lambda: len(places) >= 5, timeout=3000)
    slide.toggle()
    assert not slide.playing
    assert places[:4] == [(0, 1), (0, 2), (0, 3), (1, 0)]


def test_what_holds_it_shows_another_place_and_it_goes_on_from_its_own(qtbot: QtBot) -> None:
    slide, places = slide_on(y=1, x=1)
    slide.faster(9)
    slide.play()
    slide.hold(True)
    slide.show_plane(3, 4, 2, 3)  # where the pointer is
    qtbot.wait(60)
    assert places == []
    slide.hold(False)
    qtbot.waitUntil(lambda: len(places) >= 1, timeout=3000)
    slide.stop()
    assert places[0] == (1, 2)


def test_speeds_have_ends_and_another_plane_stops_it() -> None:
    slide, _places = slide_on()
    slide.faster(99)
    fastest = slide.rate
    slide.faster(-99)
    assert slide.rate < fastest
    slide.play()
    slide.show_plane(5, 5, 0, 0)
    assert not slide.playing


def test_from_its_last_place_it_begins_at_the_first() -> None:
    slide, places = slide_on(y=2, x=3)
    slide.play()
    slide.stop()
    assert places == [(0, 0)]
