"""A setting of a signal: slid, stepped, typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from cnnlab.blocks.params import ChoiceParam
from cnnlab.gui.source_strip.knob_slider import KnobSlider, Places
from cnnlab.sources.generated import GENERATED_PICTURES, signal_of
from cnnlab.sources.signals import Knob

ANGLE = signal_of("generated:grating").formula.knob("angle")
FREQUENCY = signal_of("generated:grating").formula.knob("frequency")
KNOBS = [k for g in GENERATED_PICTURES for k in g.knobs if not isinstance(k.param, ChoiceParam)]


def made(qtbot: QtBot, knob: Knob) -> tuple[KnobSlider, list[tuple[object, object]]]:
    """A slider whose wishes come true, and the wishes with their gestures."""
    slider = KnobSlider(knob)
    qtbot.addWidget(slider)
    slider.resize(260, 32)
    slider.retranslate()
    wishes: list[tuple[object, object]] = []

    def take(name: str, value: object, gesture: object) -> None:
        assert name == knob.id
        wishes.append((value, gesture))
        slider.show_value(value)

    slider.edited.connect(take)
    slider.show()
    return slider, wishes


@given(knob=st.sampled_from(KNOBS), part=st.floats(0, 1))
def test_every_place_of_a_slider_is_a_number_in_range_and_is_found_again(knob: Knob, part: float) -> None:
    assert not isinstance(knob.param, ChoiceParam)
    places = Places(knob.param, knob.octaves)
    place = round(part * places.last)
    value = places.value(place)
    assert knob.param.parse_present(value) == value
    assert abs(places.place(value) - place) <= 1
    assert places.value(0) == knob.param.minimum
    assert places.value(places.last) == knob.param.maximum


def test_equal_ways_on_the_slider_of_a_frequency_are_octaves() -> None:
    assert not isinstance(FREQUENCY.param, ChoiceParam)
    places = Places(FREQUENCY.param, octaves=True)
    assert places.place(32) - places.place(16) == pytest.approx(places.place(8) - places.place(4), abs=1)


def test_a_drag_is_one_gesture_and_the_next_is_another(qtbot: QtBot) -> None:
    slider, wishes = made(qtbot, ANGLE)
    track = slider.track
    for _drag in range(2):
        QTest.mousePress(track, Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
        for x in (40, 60, 80):
            QTest.mouseMove(track, QPoint(x, 10))
        QTest.mouseRelease(track, Qt.MouseButton.LeftButton, pos=QPoint(80, 10))
        QTest.qWait(QApplication.doubleClickInterval() + 50)
    first, second = {gesture for _v, gesture in wishes[:4]}, {gesture for _v, gesture in wishes[4:]}
    assert len(first) == len(second) == 1
    assert first != second
    values = [value for value, _gesture in wishes[:4]]
    assert values == sorted(values)  # type: ignore[type-var]


def test_keys_and_wheel_are_steps(qtbot: QtBot) -> None:
    slider, wishes = made(qtbot, ANGLE)
    for key, modifier in (
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_PageUp, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier),
        (Qt.Key.Key_End, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Home, Qt.KeyboardModifier.NoModifier),
    ):
        QTest.keyClick(slider.track, key, modifier)
    assert [value for value, _gesture in wishes] == [1, 11, 10.9, 180, -180]
    assert len({gesture for _value, gesture in wishes}) == 1
    turn = QWheelEvent(
        QPointF(10, 10),
        QPointF(slider.track.mapToGlobal(QPoint(10, 10))),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(slider.track, turn)
    assert wishes[-1][0] == -179


def test_a_number_can_be_typed_with_its_unit_or_without(qtbot: QtBot) -> None:
    slider, wishes = made(qtbot, ANGLE)
    refusals: list[object] = []
    slider.refused.connect(refusals.append)
    for text in ("45", "-30°", "400"):
        slider.field.setFocus()
        slider.field.selectAll()
        QTest.keyClicks(slider.field, text)
        QTest.keyClick(slider.field, Qt.Key.Key_Return)
    assert wishes == [(45, None), (-30, None)]
    assert [str(refusal) for refusal in refusals] == ["must be from -180 to 180, not 400"]


def test_a_double_click_brings_the_usual_number_back_in_the_same_gesture(qtbot: QtBot) -> None:
    slider, wishes = made(qtbot, FREQUENCY)
    QTest.mouseClick(slider.track, Qt.MouseButton.LeftButton, pos=QPoint(30, 10))
    QTest.mouseDClick(slider.track, Qt.MouseButton.LeftButton, pos=QPoint(30, 10))
    assert wishes[-1][0] == 8
    assert len({gesture for _value, gesture in wishes}) == 1
    slider.show_value(20.0)
    label = slider.findChild(QLabel)
    assert isinstance(label, QLabel)
    QTest.mouseDClick(label, Qt.MouseButton.LeftButton)
    assert wishes[-1] == (8, None)
