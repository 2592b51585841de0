"""Signals in the program: sliders, undo, drift, projects."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QWidget
from pytestqt.qtbot import QtBot

from cnnlab.app import Program
from cnnlab.formats.project import read_project
from cnnlab.gui.settings.table import LANGUAGE
from cnnlab.gui.source_bar.chip import Chip
from cnnlab.gui.source_strip.knob_slider import KnobSlider
from cnnlab.gui.source_strip.signal_controls import SignalControls
from cnnlab.gui.source_strip.strip_button import StripButton
from cnnlab.sources.generated import signal_of
from tests.gui.program import settle


@pytest.fixture
def controls(program: Program, qtbot: QtBot) -> SignalControls:
    """The controls while a small grating is on show."""
    program.window.stills.open_source("generated:grating:48x64?frequency=4")
    settle(program, qtbot)
    controls = program.wiring.signal.controls
    assert controls is not None
    return controls


def source(program: Program) -> str:
    return program.presenter.stack.input.source


def slider(controls: SignalControls, name: str) -> KnobSlider:
    found = controls.findChild(KnobSlider, f"knob_{name}")
    assert isinstance(found, KnobSlider)
    return found


def press(controls: SignalControls, name: str) -> None:
    button = controls.findChild(QWidget, name)
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def drag(program: Program, track: QWidget, qtbot: QtBot) -> None:
    """Slide through half the range, as fast as events come."""
    QTest.mousePress(track, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    for x in range(12, track.width() // 2, 2):
        QTest.mouseMove(track, QPoint(x, 10))
        qtbot.wait(1)
    QTest.mouseRelease(track, Qt.MouseButton.LeftButton, pos=QPoint(track.width() // 2, 10))
    settle(program, qtbot)


def test_the_strip_shows_the_settings_while_a_formula_is_on_show(
    program: Program, controls: SignalControls, qtbot: QtBot
) -> None:
    assert program.window.source_strip.isVisible()
    assert program.window.source_bar._sources.current == "image"
    assert slider(controls, "frequency").field.text() == "4"
    program.window.stills.open_source("sample:cat.jpg")
    settle(program, qtbot)
    assert not program.window.source_strip.isVisible()


def test_a_drag_is_one_step_of_undo_and_ends_on_its_last_place(
    program: Program, controls: SignalControls, qtbot: QtBot
) -> None:
    before = source(program)
    steps = program.presenter.document.steps
    part = slider(controls, "angle")
    shown: list[object] = []
    program.presenter.result_changed.connect(lambda result: shown.append(result.job.frame.spec))
    drag(program, part.track, qtbot)
    angle = signal_of(source(program)).values["angle"]
    assert angle == part._places.value(part.track.value())
    assert angle != 0
    assert program.presenter.document.steps == steps + 1
    assert len(set(shown)) > 1, "it was seen on the way"
    assert shown[-1] == program.presenter.stack.input
    program.window.editor.undo()
    settle(program, qtbot)
    assert source(program) == before
    assert part.field.text() == "0°"


def test_the_network_sees_exactly_the_picture_of_the_formula(
    program: Program, controls: SignalControls, qtbot: QtBot
) -> None:
    frames: list[np.ndarray] = []
    program.presenter.result_changed.connect(lambda result: frames.append(result.job.frame.values))
    slider(controls, "angle").field.setValue("30")
    settle(program, qtbot)
    assert source(program) == "generated:grating:48x64?frequency=4&angle=30"
    expected = signal_of(source(program)).pixels()[..., 0]
    np.testing.assert_array_equal(frames[-1][0, 0], expected)


def test_keys_that_come_faster_than_pictures_all_count(
    program: Program, controls: SignalControls, qtbot: QtBot
) -> None:
    steps = program.presenter.document.steps
    for _i in range(12):
        QTest.keyClick(slider(controls, "angle").track, Qt.Key.Key_Right)
    settle(program, qtbot)
    qtbot.waitUntil(lambda: signal_of(source(program)).values["angle"] == 12, timeout=3000)
    settle(program, qtbot)
    assert program.presenter.document.steps == steps + 1


def test_another_formula_keeps_the_size_and_finds_its_settings_again(
    program: Program, controls: SignalControls, qtbot: QtBot
) -> None:
    controls.formula_chosen.emit("edge")
    settle(program, qtbot)
    assert source(program) == "generated:edge:48x64"
    assert controls.findChild(QWidget, "track_softness") is not None
    press(controls, "signalDrift")
    qtbot.waitUntil(lambda: program.presenter.live, timeout=5000)
    controls.formula_chosen.emit("grating")
    qtbot.waitUntil(lambda: source(program) == "generated:grating:48x64?frequency=4&drift=0.5", timeout=5000)
    controls.formula_chosen.emit("digit")
    qtbot.waitUntil(lambda: source(program) == "generated:digit:48x64", timeout=5000)
    settle(program, qtbot)
    assert not program.presenter.live
    assert not controls.findChild(QWidget, "signalDrift").isVisible()  # type: ignore[union-attr]


def test_a_size_can_be_chosen_or_typed_and_is_worked_at(
    program: Program, controls: SignalControls, qtbot: QtBot
) -> None:
    box = controls.findChild(QComboBox, "signalSize")
    assert isinstance(box, QComboBox)
    line = box.lineEdit()
    assert line is not None
    for text, size in (("40x30", (40, 30)), ("4000", (40, 30))):
        line.selectAll()
        QTest.keyClicks(line, text)
        QTest.keyClick(line, Qt.Key.Key_Return)
        settle(program, qtbot)
        assert signal_of(source(program)).size == size
    assert program.presenter.plan.input_shape[2:] == (40, 30)
    assert box.currentText() == "40 × 30", "what was refused is taken back"
    status = program.window.status.findChild(object, "statusMessage")
    assert "cannot be drawn 4000×4000: height and width must be from 8 to 1024" in status.text()  # type: ignore[union-attr]


def test_a_drift_is_live_and_stops_where_it_is(program: Program, controls: SignalControls, qtbot: QtBot) -> None:
    press(controls, "signalDrift")
    qtbot.waitUntil(lambda: program.presenter.live, timeout=5000)
    assert source(program).endswith("drift=0.5")
    assert program.wiring.actions["drift"].isChecked()
    qtbot.waitUntil(lambda: slider(controls, "phase").field.text() != "0°", timeout=5000)
    moving = program.window.live.current
    QTest.keyClick(slider(controls, "angle").track, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: "angle=1" in source(program), timeout=5000)
    assert program.window.live.current is moving, "the same source goes on"
    program.wiring.actions["drift"].trigger()
    settle(program, qtbot)
    assert not program.presenter.live
    assert program.window.live.current is None
    stopped = signal_of(source(program))
    assert stopped.drift == 0
    assert stopped.values["phase"] == pytest.approx(moving.moment.values["phase"], abs=1e-3)  # type: ignore[union-attr]
    assert slider(controls, "phase").track.value() > 0


def test_undo_of_a_drift_stands_still_again_and_redo_moves(
    program: Program, controls: SignalControls, qtbot: QtBot
) -> None:
    press(controls, "signalDrift")
    qtbot.waitUntil(lambda: program.presenter.live, timeout=5000)
    program.window.editor.undo()
    settle(program, qtbot)
    assert not program.presenter.live
    program.window.editor.redo()
    qtbot.waitUntil(lambda: program.presenter.live, timeout=5000)


def test_a_project_keeps_a_drift_and_starts_it_and_a_frozen_one_stays(
    program: Program, controls: SignalControls, qtbot: QtBot, tmp_path: Path
) -> None:
    press(controls, "signalDrift")
    qtbot.waitUntil(lambda: program.presenter.live, timeout=5000)
    program.window.projects.save(tmp_path / "drift.cnnlab")
    qtbot.waitUntil(lambda: (tmp_path / "drift.cnnlab").exists() and not program.window.loader.busy, timeout=5000)
    assert read_project(tmp_path / "drift.cnnlab").stack.input.source.endswith("?frequency=4&drift=0.5")
    QTest.keyClick(program.window, Qt.Key.Key_F4)
    qtbot.waitUntil(lambda: program.window.live.frozen, timeout=5000)
    settle(program, qtbot)
    program.window.projects.save(tmp_path / "frozen.cnnlab")
    settle(program, qtbot)
    program.window.open_path(tmp_path / "drift.cnnlab")
    qtbot.waitUntil(lambda: program.presenter.live, timeout=5000)
    assert program.presenter.plan.input_shape[2:] == (48, 64)
    program.window.open_path(tmp_path / "frozen.cnnlab")
    qtbot.waitUntil(lambda: program.window.live.frozen, timeout=5000)
    settle(program, qtbot)
    assert source(program).endswith("drift=0.5")


@pytest.mark.parametrize("options", ["drift=1e9", "drift=1&frequency=zero", "colour=red"])
def test_a_project_with_a_signal_that_cannot_be_says_so_and_shows_a_sample(
    program: Program, qtbot: QtBot, tmp_path: Path, options: str
) -> None:
    project = tmp_path / "odd.json"
    named = f"generated:grating?{options}"
    project.write_text(f'{{"format": "cnnlab", "version": 1, "layers": [], "input": {{"source": "{named}"}}}}')
    program.window.open_path(project)
    settle(program, qtbot)
    assert source(program) == named
    assert not program.presenter.live
    status = program.window.status.findChild(object, "statusMessage")
    assert "'grating'" in status.text()  # type: ignore[union-attr]


def test_the_image_button_brings_a_drift_back(program: Program, controls: SignalControls, qtbot: QtBot) -> None:
    press(controls, "signalDrift")
    qtbot.waitUntil(lambda: program.presenter.live, timeout=5000)
    program.window.source_bar.source_chosen.emit("drawing")
    settle(program, qtbot)
    program.window.source_bar.source_chosen.emit("image")
    qtbot.waitUntil(lambda: program.presenter.live, timeout=5000)
    assert source(program).endswith("drift=0.5")


def test_a_frozen_drift_is_shown_as_standing_and_goes_on(
    program: Program, controls: SignalControls, qtbot: QtBot
) -> None:
    drift, state = controls.findChild(StripButton, "signalDrift"), program.window.findChild(Chip, "stillChip")
    press(controls, "signalDrift")
    qtbot.waitUntil(lambda: program.presenter.live and drift.on, timeout=5000)
    qtbot.waitUntil(lambda: state.text() == "live", timeout=5000)
    QTest.mouseClick(state, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: program.window.live.frozen, timeout=5000)
    settle(program, qtbot)
    assert not drift.on
    assert state.text() == "frozen"
    press(controls, "signalDrift")
    qtbot.waitUntil(lambda: program.presenter.live and drift.on, timeout=5000)
    assert source(program).endswith("drift=0.5"), "nothing was edited"


@pytest.mark.usefixtures("controls")
def test_what_the_program_draws_has_a_name_in_every_language(program: Program, qtbot: QtBot) -> None:
    chip = program.window.findChild(Chip, "inputChip")
    try:
        assert chip.text().startswith("Grating ")
        program.window.settings.set(LANGUAGE, "zh_CN")
        settle(program, qtbot)
        assert chip.text().startswith("光栅 ")
    finally:
        program.window.settings.set(LANGUAGE, "en")


def test_sliders_give_way_before_the_names_of_what_they_set(qtbot: QtBot) -> None:
    window = QWidget()  # controls of their own would be kept as wide as their layout wants them
    qtbot.addWidget(window)
    bare = SignalControls(window)
    bare.show_signal(signal_of("generated:grating:48x64"))
    window.show()
    frequency = slider(bare, "frequency")
    for names, tracks, rows in (
        (True, True, 1),
        (True, False, 1),
        (True, True, 2),
        (True, False, 2),
        (False, False, 2),
    ):
        width = bare._width_for(names, tracks) if rows == 1 else bare._knobs_width(names, tracks)
        bare.resize(width, bare.height())
        qtbot.wait(1)
        assert bare.rows == rows
        assert frequency._label.isVisible() == names
        assert frequency.track.isVisible() == tracks
        assert frequency.field.isVisible()
        assert frequency.field.accessibleName() == "Frequency, number"


def test_the_strip_grows_by_a_row_where_settings_have_no_room_beside_the_others(
    program: Program, controls: SignalControls, qtbot: QtBot
) -> None:
    strip = program.window.source_strip
    one = strip.height()
    try:
        program.window.set_text_scale(1.5)
        program.window.resize(1280, 800)
        settle(program, qtbot)
        assert controls.rows == 2
        assert strip.height() > 2.5 * one
        label = slider(controls, "frequency")._label
        assert label.isVisible()
        assert label.mapTo(strip, label.rect().center()).y() > strip.height() / 2
    finally:
        program.window.set_text_scale(1.0)
    settle(program, qtbot)
    assert (controls.rows, strip.height()) == (1, one)
