"""Steps one after the other: played, paused, looped, scrubbed; nothing runs while nobody sees it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from cnnlab.gui.convolution.transport import Transport
from cnnlab.gui.theme import DARK
from tests.gui.convolution.showing import shown


@pytest.fixture
def transport(qtbot: QtBot) -> Transport:
    made = Transport("steps", speed=20, fineness=20)
    made.set_theme(DARK)
    made.retranslate()
    made.set_steps(5, 0)
    shown(made, qtbot, (500, 40))
    return made


def button(transport: Transport, part: str) -> QToolButton:
    found = transport.findChild(QToolButton, f"steps{part}")
    assert found is not None
    return found


def test_it_plays_to_the_end_and_stops_there(transport: Transport, qtbot: QtBot) -> None:
    seen: list[int] = []
    transport.moved.connect(seen.append)
    button(transport, "Play").click()
    assert transport.playing
    qtbot.waitUntil(lambda: not transport.playing)
    assert seen == [1, 2, 3, 4]
    button(transport, "Play").click()
    assert transport.at == 0
    button(transport, "Play").click()
    assert not transport.playing


def test_it_loops_where_it_is_asked_to(transport: Transport, qtbot: QtBot) -> None:
    button(transport, "Loop").click()
    seen: list[int] = []
    transport.moved.connect(seen.append)
    transport.toggle()
    qtbot.waitUntil(lambda: len(seen) > 6)
    transport.pause()
    assert seen[:6] == [1, 2, 3, 4, 0, 1]


def test_a_step_pauses(transport: Transport) -> None:
    transport.toggle()
    button(transport, "Forward").click()
    assert (transport.at, transport.playing) == (1, False)
    button(transport, "Back").click()
    button(transport, "Back").click()
    assert transport.at == 0


def test_it_goes_where_the_bar_is_pressed(transport: Transport) -> None:
    bar = transport.bar
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(bar.width() - 2, bar.height() // 2))
    assert transport.at == 4
    QTest.keyClick(bar, Qt.Key.Key_Home)
    assert transport.at == 0


def test_speed_is_the_time_between_steps(transport: Transport) -> None:
    transport.toggle()
    assert transport._timer.interval() == round(1000 / 400)
    transport.speed.slider.setValue(1)
    assert transport._timer.interval() == 50
    transport.pause()


def test_it_pauses_when_it_is_hidden(transport: Transport) -> None:
    transport.toggle()
    transport.hide()
    assert not transport.playing
