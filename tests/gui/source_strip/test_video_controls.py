"""The controls of a video, by mouse and by keys."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton, QWidget
from pytestqt.qtbot import QtBot

from cnnlab.gui.source_strip.video_controls import FilmState, VideoControls, speed_text
from cnnlab.gui.theme import LIGHT

RUNNING = FilmState(open=True, playing=True, seekable=True, duration=10_000, rate=25.0)


@pytest.fixture
def controls(qtbot: QtBot) -> VideoControls:
    made = VideoControls()
    qtbot.addWidget(made)
    made.resize(1000, 44)
    made.show_state(RUNNING)
    made.show()
    return made


def part(controls: VideoControls, name: str) -> QWidget:
    found = controls.findChild(QWidget, name)
    assert found is not None
    return found


def heard(controls: VideoControls) -> list[tuple[str, object]]:
    said: list[tuple[str, object]] = []

    def note(name: str) -> Callable[..., None]:
        return lambda *values: said.append((name, values[0] if values else None))

    for name in ("play_requested", "step_requested", "seek_requested", "held", "released"):
        getattr(controls, name).connect(note(name))
    for name in ("speed_chosen", "loop_chosen", "open_requested"):
        getattr(controls, name).connect(note(name))
    return said


def test_speeds_are_written_as_factors() -> None:
    assert [speed_text(speed) for speed in (0.1, 0.25, 1.0, 2.0)] == ["0.1×", "0.25×", "1×", "2×"]


def test_buttons_are_wishes(controls: VideoControls) -> None:
    said = heard(controls)
    for name in ("videoPlay", "videoBack", "videoForward", "videoSpeed_0.25", "videoLoop", "videoOpen"):
        QTest.mouseClick(part(controls, name), Qt.MouseButton.LeftButton)
    assert said == [
        ("play_requested", None),
        ("step_requested", -1),
        ("step_requested", 1),
        ("speed_chosen", 0.25),
        ("loop_chosen", False),
        ("open_requested", None),
    ]
    loop = part(controls, "videoLoop")
    assert isinstance(loop, QToolButton)
    assert loop.isChecked(), "the document decides"


def test_keys_do_the_same(controls: VideoControls) -> None:
    said = heard(controls)
    controls.show_moment(5000)
    slider = part(controls, "videoPosition")
    slider.setFocus()
    key = Qt.Key
    for pressed in (key.Key_Space, key.Key_Comma, key.Key_Period, key.Key_Left, key.Key_Right):
        QTest.keyClick(slider, pressed)
    for pressed in (key.Key_Home, key.Key_End, key.Key_PageUp, key.Key_PageDown):
        QTest.keyClick(slider, pressed)
    assert said == [
        ("play_requested", None),
        ("step_requested", -1),
        ("step_requested", 1),
        ("step_requested", -1),
        ("step_requested", 1),
        ("seek_requested", 0),
        ("seek_requested", 10_000),
        ("seek_requested", 4000),
        ("seek_requested", 6000),
    ]


def test_a_drag_holds_the_film_goes_where_the_pointer_is_and_lets_go(controls: VideoControls) -> None:
    said = heard(controls)
    slider = part(controls, "videoPosition")
    left, middle, right = (QPoint(x, slider.height() // 2) for x in (0, slider.width() // 2, slider.width()))
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=middle)
    controls.show_moment(100)  # frames that come meanwhile do not move the handle
    QTest.mouseMove(slider, right)
    QTest.mouseMove(slider, left)
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=left)
    names = [name for name, _ in said]
    moments = [value for name, value in said if name == "seek_requested"]
    assert names[0] == "held"
    assert names[-1] == "released"
    assert isinstance(moments[0], int)
    assert abs(moments[0] - 5000) < 100
    assert moments[1:] == [10_000, 0]


def test_it_shows_moment_length_rate_and_state(controls: VideoControls) -> None:
    controls.show_moment(3250)
    assert part(controls, "videoPlace").accessibleName() == "00:03.2 / 00:10.0"
    assert part(controls, "videoRate").accessibleName() == "25 fps"
    assert part(controls, "videoPlay").accessibleName() == "Pause the video"
    controls.show_state(FilmState(open=True, seekable=True, duration=10_000))
    assert part(controls, "videoPlay").accessibleName() == "Play the video"


def test_without_a_running_film_it_can_only_be_played_or_another_opened(controls: VideoControls) -> None:
    controls.show_state(FilmState())
    usable = {
        button.objectName()
        for button in controls.findChildren(QToolButton)
        if button.isEnabled() and button.isVisible()
    }
    assert usable == {"videoPlay", "videoOpen"}
    assert not part(controls, "videoPosition").isEnabled()


def test_it_takes_look_and_language_at_run_time(controls: VideoControls) -> None:
    controls.set_theme(LIGHT)
    controls.retranslate()
    for widget in controls.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
            assert widget.accessibleName(), widget.objectName()
            assert widget.toolTip(), widget.objectName()
