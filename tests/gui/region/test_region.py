"""Choosing a region of the screen by mouse and by keys."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cnnlab.gui.capture.screens import name_of, pixels_of, screen_called
from cnnlab.gui.region.chooser import RegionChooser
from cnnlab.gui.region.grip import WHOLE, Grip, grip_at, pulled
from cnnlab.gui.region.overlay import RegionOverlay
from cnnlab.gui.theme import DARK, LIGHT
from cnnlab.sources.region import LEAST, Region
from cnnlab.text import UserError

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
_LEFT, _SHIFT, _CTRL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def chooser(qapp: QApplication) -> Iterator[RegionChooser]:
    """A chooser that is open, without a region of before."""
    made = RegionChooser(qapp)
    made.open(DARK, None, QGuiApplication.primaryScreen())
    yield made
    made.close()
    made.deleteLater()


def overlay_of(chooser: RegionChooser) -> RegionOverlay:
    return chooser.overlays[0]


def drag(overlay: RegionOverlay, first: tuple[int, int], last: tuple[int, int]) -> None:
    QTest.mousePress(overlay, _LEFT, pos=QPoint(*first))
    QTest.mouseMove(overlay, QPoint(*last))
    QTest.mouseRelease(overlay, _LEFT, pos=QPoint(*last))


def test_it_covers_the_screen_and_begins_in_its_middle(chooser: RegionChooser) -> None:
    overlay, screen = overlay_of(chooser), QGuiApplication.primaryScreen()
    assert overlay.geometry() == screen.geometry()
    region = overlay.region
    assert region is not None
    size = pixels_of(screen)
    assert (region.w, region.h) == (640, 480)
    assert (2 * region.x + region.w, 2 * region.y + region.h) == (size.width(), size.height())


def test_a_rectangle_is_dragged_and_taken_with_enter(chooser: RegionChooser, qtbot: QtBot) -> None:
    overlay = overlay_of(chooser)
    drag(overlay, (60, 50), (20, 20))
    with qtbot.waitSignal(chooser.chosen) as taken:
        QTest.keyClick(overlay, Qt.Key.Key_Return)
    assert taken.args == [Region(name_of(QGuiApplication.primaryScreen()), 20, 20, 40, 30)]
    assert chooser.overlays == ()


def test_handles_and_the_inside_can_be_pulled(chooser: RegionChooser) -> None:
    overlay = overlay_of(chooser)
    drag(overlay, (10, 10), (40, 40))
    drag(overlay, (40, 40), (70, 60))
    assert overlay.region == Region(name_of(QGuiApplication.primaryScreen()), 10, 10, 60, 50)
    drag(overlay, (35, 35), (45, 33))
    assert overlay.region is not None
    assert (overlay.region.x, overlay.region.y) == (20, 8)
    drag(overlay, (50, 33), (-500, -500))
    assert (overlay.region.x, overlay.region.y, overlay.region.w, overlay.region.h) == (0, 0, 60, 50)


def test_a_click_beside_it_leaves_it_as_it_was(chooser: RegionChooser) -> None:
    overlay = overlay_of(chooser)
    before = overlay.region
    QTest.mouseClick(overlay, _LEFT, pos=QPoint(5, 5))
    assert overlay.region == before


def test_a_double_click_takes_it(chooser: RegionChooser, qtbot: QtBot) -> None:
    overlay = overlay_of(chooser)
    with qtbot.waitSignal(chooser.chosen):
        QTest.mouseDClick(overlay, _LEFT, pos=overlay.box.center().toPoint())


def test_all_of_it_goes_by_keys(chooser: RegionChooser) -> None:
    overlay = overlay_of(chooser)
    assert overlay.region is not None
    x, y = overlay.region.x, overlay.region.y
    QTest.keyClick(overlay, Qt.Key.Key_Right)
    QTest.keyClick(overlay, Qt.Key.Key_Up, _CTRL)
    QTest.keyClick(overlay, Qt.Key.Key_Left, _SHIFT)
    QTest.keyClick(overlay, Qt.Key.Key_Down, _SHIFT | _CTRL)
    assert overlay.region == Region(overlay.region.screen, x + 1, y - 10, 639, 490)
    QTest.keyClick(overlay, Qt.Key.Key_A, _CTRL)
    size = pixels_of(QGuiApplication.primaryScreen())
    assert overlay.region == Region(overlay.region.screen, 0, 0, size.width(), size.height())
    QTest.keyClick(overlay, Qt.Key.Key_Right, _SHIFT)
    assert overlay.region.w == size.width(), "it does not leave the screen"


def test_esc_and_the_other_button_leave_without_a_choice(chooser: RegionChooser, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(chooser.chosen):
        QTest.keyClick(overlay_of(chooser), Qt.Key.Key_Escape)
    assert chooser.overlays == ()
    chooser.open(LIGHT, None, QGuiApplication.primaryScreen())
    QTest.mouseClick(overlay_of(chooser), Qt.MouseButton.RightButton)
    assert chooser.overlays == ()


def test_the_chosen_part_is_clear_and_the_rest_dimmed(chooser: RegionChooser) -> None:
    overlay = overlay_of(chooser)
    drag(overlay, (300, 300), (400, 400))
    overlay._still.fill(Qt.GlobalColor.white)
    image = overlay.grab().toImage()
    assert image.pixelColor(350, 350).lightness() == 255
    assert image.pixelColor(100, 50).lightness() < 150


def test_a_region_of_before_is_shown_again_inside_the_screen(chooser: RegionChooser) -> None:
    screen = QGuiApplication.primaryScreen()
    chooser.open(DARK, Region(name_of(screen), 9000, 10, 50, 40), screen)
    assert overlay_of(chooser).region == Region(name_of(screen), pixels_of(screen).width() - 50, 10, 50, 40)


def test_corners_come_before_edges_and_edges_before_the_inside() -> None:
    box = QRectF(100, 100, 200, 100)
    assert grip_at(box, QPointF(303, 198)) == Grip(1, 1)
    assert grip_at(box, QPointF(200, 96)) == Grip(0, -1)
    assert grip_at(box, QPointF(150, 150)) == WHOLE
    assert grip_at(box, QPointF(50, 50)) is None


def test_an_edge_stops_before_the_other() -> None:
    region = Region("a", 100, 100, 50, 50)
    assert pulled(region, Grip(-1, 0), QPoint(500, 0)) == Region("a", 150 - LEAST, 100, LEAST, 50)
    assert pulled(region, Grip(0, 1), QPoint(0, -500)) == Region("a", 100, 100, 50, LEAST)


def test_a_screen_that_is_not_there_is_a_sentence() -> None:
    with pytest.raises(UserError, match="not connected"):
        screen_called("no such screen")
