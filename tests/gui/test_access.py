"""The window without a mouse and without eyes: names, the way of Tab and F6, and type of any size."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QFontMetrics
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from cnnlab.app import Program
from cnnlab.formats.images import write_png
from cnnlab.gui.panes import tab_controls
from cnnlab.gui.source_bar.segments import Segments
from tests.gui.program import rest, settle


def panes(window: QMainWindow) -> list[QWidget]:
    names = ("sourceBar", "stackPanel", "pages", "inspector", "statusLine")
    return [window.findChild(QWidget, name) for name in names]


def in_a_popup_list(widget: QWidget) -> bool:
    """Whether a widget belongs to the list that a combo box opens, which speaks for it."""
    above: QWidget | None = widget.parentWidget()
    while above is not None:
        if isinstance(above, QComboBox):
            return True
        above = above.parentWidget()
    return False


def test_everything_that_can_have_the_focus_has_a_name(program: Program) -> None:
    for layer in ("conv1", "pool1", "norm1", "up1", ""):
        program.presenter.select(layer)
        assert nameless(program.window) == [], layer


def nameless(window: QMainWindow) -> list[str]:
    """What can have the focus, and says nothing of itself to those who do not see it."""
    silent = []
    for widget in window.findChildren(QWidget):
        focusable = widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.focusProxy() is None
        empty = isinstance(widget, QLabel) and not widget.text()  # one that has nothing to say is hidden
        if not focusable or empty or in_a_popup_list(widget):
            continue
        found = QAccessible.queryAccessibleInterface(widget)
        if found is None or not found.text(QAccessible.Text.Name).strip():
            silent.append(f"{type(widget).__name__} {widget.objectName()}")
    return silent


def test_buttons_without_words_say_what_they_do_in_a_tooltip(program: Program) -> None:
    silent = [
        button.objectName()
        for button in program.window.findChildren(QAbstractButton)
        if button.isVisible() and len(button.text()) < 2 and not button.toolTip()
    ]
    assert silent == []


def test_tab_goes_from_source_bar_to_stack_to_canvas_to_inspector(program: Program) -> None:
    seen = []
    widget = program.window.nextInFocusChain()
    while widget is not program.window:
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus and not widget.focusProxy():
            seen += [pane.objectName() for pane in panes(program.window) if pane in (widget, *parents(widget))]
        widget = widget.nextInFocusChain()
    order = [name for place, name in enumerate(seen) if place == 0 or seen[place - 1] != name]
    assert order == ["sourceBar", "stackPanel", "pages", "inspector", "statusLine"]


@pytest.mark.parametrize("source", ["signal", "drawing", "batch"])
def test_tab_goes_from_the_bar_through_the_strip_from_left_to_right(
    program: Program, qtbot: QtBot, tmp_path: Path, source: str
) -> None:
    window = program.window
    if source == "signal":
        window.stills.open_sample("generated:edge")
        settle(program, qtbot)
        window.stills.open_sample("generated:grating")  # other settings, made anew
    elif source == "drawing":
        qtbot.mouseClick(window.source_bar._sources.segment("drawing"), Qt.MouseButton.LeftButton)
    else:
        for name in ("a.png", "b.png"):
            write_png(tmp_path / name, np.zeros((8, 8, 3), np.uint8))
        window.open_batch([tmp_path])
    settle(program, qtbot)
    if source == "signal":
        qtbot.mouseClick(
            window.findChild(Segments, "knob_wave").segment("square"), Qt.MouseButton.LeftButton
        )  # another stop than when they were put in order
        settle(program, qtbot)
    window.activateWindow()
    last = tab_controls(window.source_bar)[-1]
    last.setFocus(Qt.FocusReason.TabFocusReason)
    found = sorted(tab_controls(window.source_strip), key=lambda control: control.mapTo(window, QPoint(0, 0)).x())
    assert len(found) >= 4
    for control in found:
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        assert window.focusWidget() is control
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert window.stack_panel.isAncestorOf(window.focusWidget())


def parents(widget: QWidget) -> Iterator[QWidget]:
    above = widget.parentWidget()
    while above is not None:
        yield above
        above = above.parentWidget()


def test_tab_goes_through_the_inspector_from_top_to_bottom(program: Program, qtbot: QtBot) -> None:
    inspector = program.window.inspector
    for layer in ("conv1", "norm1"):
        program.presenter.select("pool1")
        program.presenter.select(layer)
        settle(program, qtbot)
        tops = [(c.mapTo(inspector, QPoint(0, c.height() // 2)).y(), c.objectName()) for c in tab_controls(inspector)]
        assert len(tops) > 3
        # Controls of one line stand within a few pixels of each other.
        assert all(after[0] >= before[0] - 12 for before, after in itertools.pairwise(tops)), tops


def test_f6_goes_through_the_parts_and_shift_f6_back(program: Program, qtbot: QtBot) -> None:
    window = program.window
    window.activateWindow()
    window.canvas.setFocus()

    def go(modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> str:
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_F6, modifiers)
        now = window.focusWidget()
        return next(p.objectName() for p in panes(window) if p is now or p.isAncestorOf(now))

    assert [go() for _ in range(4)] == ["inspector", "sourceBar", "stackPanel", "pages"]
    back = Qt.KeyboardModifier.ShiftModifier
    assert [go(back) for _ in range(4)] == ["stackPanel", "sourceBar", "inspector", "pages"]
    window.status.show_message("no", "warning")
    assert [go() for _ in range(2)] == ["inspector", "statusLine"]
    window.stack_panel.hide()
    assert [go() for _ in range(2)] == ["sourceBar", "pages"]


def test_the_canvas_shows_the_focus_to_those_who_use_keys(program: Program) -> None:
    canvas, bar = program.window.canvas, program.window.source_bar
    program.window.activateWindow()
    program.presenter.select("relu1")
    canvas.clearFocus()
    plain = canvas.grab().toImage()
    canvas.setFocus(Qt.FocusReason.MouseFocusReason)
    assert canvas.grab().toImage() == plain
    canvas.clearFocus()
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    assert canvas.grab().toImage() != plain
    bar.setFocus()
    canvas.clearFocus()
    assert canvas.grab().toImage() == plain


def test_no_word_is_cut_off_at_any_size_of_type(program: Program, qtbot: QtBot) -> None:
    window = program.window
    window.resize(2200, 1600)
    try:
        for factor in (0.8, 1.5, 2.0):
            window.set_text_scale(factor)
            settle(program, qtbot)
            assert cut_off(window) == [], factor
    finally:
        window.set_text_scale(1.0)


def cut_off(window: QMainWindow) -> list[str]:
    """The labels whose type is higher than they are."""
    return [
        f"{label.objectName()} '{label.text()}'"
        for label in window.findChildren(QLabel)
        if label.isVisible() and label.text() and not label.wordWrap() and not fits(label)
    ]


def fits(label: QLabel) -> bool:
    """Whether a line has the height of its type."""
    return label.contentsRect().height() >= QFontMetrics(label.font()).height() - 2


def test_the_size_of_type_comes_and_goes_without_a_trace(program: Program, qtbot: QtBot) -> None:
    window = program.window
    settle(program, qtbot)

    def look() -> bytes:
        rest(program, qtbot)  # the numbers are exact
        window.source_bar.show_time(0.01)
        settle(program, qtbot)
        image = window.grab(QRect(0, 0, window.width(), window.height())).toImage()
        return bytes(image.constBits())

    before = look()
    window.set_text_scale(1.5)
    larger = look()
    window.set_text_scale(1.0)
    assert larger != before
    assert look() == before
