"""The bar: says what it is told, wishes what is pressed, and fits every window."""

from __future__ import annotations

import gettext
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from cnnlab import text
from cnnlab.document.input import InputSpec
from cnnlab.gui.source_bar.bar import SourceBar
from cnnlab.gui.source_bar.chip import Chip
from cnnlab.gui.source_bar.input_panel import InputPanel
from cnnlab.gui.source_bar.kinds import SOURCES, SourceKind
from cnnlab.gui.source_bar.scale_panel import ScalePanel
from cnnlab.gui.source_bar.segments import Segments
from cnnlab.gui.theme import DARK, LIGHT, Theme, set_text_scale

# What the offscreen platform says when a popup opens.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

_OTHERS = (SourceKind(name.lower(), name, name.lower()) for name in ("Batch", "Camera", "Video", "Screen"))
MORE = (*SOURCES, *(kind for kind in _OTHERS if kind.id not in [source.id for source in SOURCES]))
LONG = "a-very-long-file-name-of-a-holiday-picture-from-2019.jpg"


def made(qtbot: QtBot, sources: tuple[SourceKind, ...] = SOURCES, width: int = 1280) -> SourceBar:
    bar = SourceBar(sources)
    qtbot.addWidget(bar)
    bar.show_input("cat.jpg", InputSpec(), (1, 3, 240, 320), (240, 320))
    bar.show_mode("eval")
    bar.show_devices([("cpu", "CPU", "2 threads")], "cpu")
    bar.resize(width, bar.sizeHint().height())
    bar.show()
    qtbot.waitExposed(bar)
    bar.activateWindow()
    return bar


@pytest.fixture
def bar(qtbot: QtBot) -> SourceBar:
    return made(qtbot)


def chip(bar: SourceBar, name: str) -> Chip:
    found = bar.findChild(Chip, name)
    assert isinstance(found, Chip)
    return found


def pieces(bar: SourceBar) -> list[QWidget]:
    """What stands in the row, from left to right."""
    layout = bar.layout()
    layout.activate()
    inside = bar.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return sorted((piece for piece in inside if layout.indexOf(piece) >= 0), key=layout.indexOf)


def click(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def test_widgets_are_found_by_name(bar: SourceBar) -> None:
    assert bar.objectName() == "sourceBar"
    assert chip(bar, "deviceLabel").text() == "CPU 2 threads"
    for name in ("inputPanel", "inputChannels", "inputSize", "inputRange", "openImageButton", "pasteImageButton"):
        assert bar.findChild(QWidget, name) is not None
    assert bar.findChild(QWidget, "sampleList") is not None


def test_every_control_has_a_name_and_an_explanation(bar: SourceBar) -> None:
    bar.show_time(0.0081, None)
    controls = [c for c in bar.findChildren(QAbstractButton) if not c.objectName().startswith("qt_")]
    assert len(controls) > 25
    assert [c.objectName() for c in controls if not c.accessibleName() or not c.toolTip()] == []


def test_the_picture_is_said_and_opens_the_panel_below(bar: SourceBar, qtbot: QtBot) -> None:
    panel = bar.findChild(InputPanel, "inputPanel")
    picture = chip(bar, "inputChip")
    assert picture.text() == "cat.jpg 3×240×320 · RGB · 0…1"
    click(qtbot, picture)
    assert panel.isVisible()
    assert panel.pos().y() >= picture.mapToGlobal(picture.rect().bottomLeft()).y()


def test_the_current_source_opens_the_panel_and_another_is_a_wish(qtbot: QtBot) -> None:
    bar = made(qtbot, MORE, 1800)
    sources = bar.findChild(Segments, "sourceKinds")
    panel = bar.findChild(InputPanel, "inputPanel")
    with qtbot.waitSignal(bar.source_chosen) as wish:
        click(qtbot, sources.segment("camera"))
    assert wish.args == ["camera"]
    assert not panel.isVisible()
    assert sources.current == "image"
    click(qtbot, sources.segment("image"))
    assert panel.isVisible()


def test_only_the_given_sources_are_shown(qtbot: QtBot) -> None:
    bar = made(qtbot, SOURCES[:1])
    assert len(bar.findChild(Segments, "sourceKinds").findChildren(QAbstractButton)) == 1


def test_the_mode_changes_only_when_it_is_told(bar: SourceBar, qtbot: QtBot) -> None:
    mode = bar.findChild(Segments, "modeSwitch")
    with qtbot.waitSignal(bar.mode_chosen) as wish:
        click(qtbot, mode.segment("train"))
    assert wish.args == ["train"]
    assert mode.current == "eval"
    bar.show_mode("train")
    assert mode.current == "train"


def test_wishes_of_the_panels_are_passed_on(bar: SourceBar, qtbot: QtBot) -> None:
    click(qtbot, chip(bar, "inputChip"))
    with qtbot.waitSignal(bar.input_edited) as wish:
        click(qtbot, bar.findChild(Segments, "inputChannels").segment("1"))
    assert wish.args == [{"channels": 1}]
    with qtbot.waitSignal(bar.undo_requested):
        qtbot.keyClick(bar.findChild(InputPanel), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(bar.open_requested):
        click(qtbot, bar.findChild(QWidget, "openImageButton"))
    click(qtbot, chip(bar, "scaleButton"))
    with qtbot.waitSignal(bar.scale_edited) as wish:
        click(qtbot, bar.findChild(Segments, "scaleMode").segment("layer"))
    assert wish.args == ["layer", 1.0]
    with qtbot.waitSignal(bar.theme_chosen) as wish:
        click(qtbot, bar.findChild(Segments, "appearance").segment("light"))
    assert wish.args == ["light"]


def test_the_scale_is_said_on_its_button(bar: SourceBar) -> None:
    assert chip(bar, "scaleButton").text() == "per channel"
    bar.show_scale("fixed", 2.0)
    assert chip(bar, "scaleButton").text() == "fixed ±2"


def test_the_appearance_that_was_chosen_stays_marked(bar: SourceBar) -> None:
    appearance = bar.findChild(ScalePanel).findChild(Segments, "appearance")
    bar.set_theme(DARK)
    assert appearance.current == "dark"
    bar.show_theme("system")
    bar.set_theme(LIGHT)
    assert appearance.current == "system"


@pytest.mark.parametrize("key", [Qt.Key.Key_F10, Qt.Key.Key_Return])
def test_the_menu_opens_by_keyboard(bar: SourceBar, qtbot: QtBot, key: Qt.Key) -> None:
    menu = QMenu(bar)
    menu.addAction("Open project…")
    bar.set_menu(menu)
    button = bar.findChild(QToolButton, "menuButton")
    button.setFocus()
    qtbot.keyClick(button, key)
    assert menu.isVisible()
    menu.close()


def test_the_tab_key_goes_from_left_to_right(bar: SourceBar, qtbot: QtBot) -> None:
    bar.show_history("conv1 kernel_size", "add ReLU")
    bar.findChild(QToolButton, "menuButton").setFocus()
    visited = []
    for _step in range(9):
        visited.append(QApplication.focusWidget().objectName())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert visited == [
        "menuButton",
        "examplesButton",
        "sourceKinds_image",
        "inputChip",
        "undoButton",
        "redoButton",
        "scaleButton",
        "modeSwitch_eval",
        "deviceLabel",
    ]


def test_nothing_moves_while_the_meter_runs(bar: SourceBar) -> None:
    bar.show_time(0.0081, None)
    places = set()
    for seconds in (0.0001, 0.0081, 0.0123, 0.4567, 3.21):
        bar.show_time(seconds, None)
        places.add(tuple(piece.geometry().getRect() for piece in pieces(bar)))
    assert len(places) == 1
    assert chip(bar, "meterLabel").text() == "3.21 s"


def test_frames_a_second_and_the_word_live_appear_only_while_frames_come(bar: SourceBar) -> None:
    bar.show_time(0.0081, 124.0)
    assert chip(bar, "meterLabel").text() == "124 fps 8.1 ms"
    assert chip(bar, "stillChip").text() == "live"
    bar.show_time(0.0081, None)
    assert chip(bar, "meterLabel").text() == "8.1 ms"
    assert chip(bar, "stillChip").text() == "still"


@pytest.mark.parametrize("sources", [SOURCES, MORE], ids=["image", "many"])
@pytest.mark.parametrize("name", ["cat.jpg", LONG])
@pytest.mark.parametrize("width", [0, 1000, 1280, 1600, 2560])
def test_nothing_is_clipped_or_overlaps(qtbot: QtBot, width: int, name: str, sources: tuple[SourceKind, ...]) -> None:
    bar = made(qtbot, sources)
    bar.show_time(0.0081, 124.0)
    bar.show_devices([("cuda:0", "NVIDIA GeForce RTX 4090 Laptop GPU", "")], "cuda:0")
    bar.show_input(name, InputSpec(), (1, 3, 240, 320), (240, 320))
    bar.resize(max(width, bar.minimumSizeHint().width()), bar.height())
    row = pieces(bar)
    assert all(a.geometry().right() < b.geometry().left() for a, b in pairwise(row))
    assert row[-1].geometry().right() < bar.width()
    assert [p.objectName() for p in row if p.width() < p.minimumSizeHint().width()] == []


def test_there_is_room_for_everything_at_1280_pixels(qtbot: QtBot) -> None:
    bar = made(qtbot, SOURCES[:1])
    bar.show_time(0.0081, 124.0)
    for piece in pieces(bar):
        if isinstance(piece, Chip):
            assert piece.width() == piece.width_at(9)


def test_on_a_narrow_window_the_least_important_text_goes_first(qtbot: QtBot) -> None:
    bar = made(qtbot, MORE, 2000)
    sources = bar.findChild(Segments, "sourceKinds")
    device = chip(bar, "deviceLabel")
    pieces(bar)
    full = device.width()
    gone: list[str] = []
    for width in range(2000, 700, -10):
        bar.resize(width, bar.height())
        pieces(bar)
        if device.width() < full and "threads" not in gone:
            gone.append("threads")
        if sources.width() < sources.width_for(True) and "labels" not in gone:
            gone.append("labels")
        if chip(bar, "stillChip").width() < 50 and "still" not in gone:
            gone.append("still")
    assert gone == ["threads", "labels", "still"]


@pytest.mark.parametrize("look", [DARK, LIGHT], ids=lambda look: look.name)
def test_the_theme_may_change_while_it_is_shown(bar: SourceBar, look: Theme) -> None:
    bar.set_theme(look)
    device = chip(bar, "deviceLabel")
    image = device.grab().toImage()
    assert image.pixelColor(16, image.height() // 2) == QColor(look.positive)


class Shouting(gettext.NullTranslations):
    """A language in capitals."""

    def gettext(self, message: str) -> str:
        return message if "{" in message else message.upper()


def test_the_language_may_change_while_it_is_shown(bar: SourceBar, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "_translation", Shouting())
    bar.retranslate()
    assert chip(bar, "stillChip").text() == "STILL"
    assert bar.findChild(Segments, "modeSwitch").segment("train").text() == "TRAIN"
    assert bar.findChild(QWidget, "openImageButton").property("text") == "OPEN…"
    assert chip(bar, "inputChip").text() == "cat.jpg 3×240×320 · RGB · 0…1"


def test_it_is_let_go_when_it_is_deleted(qtbot: QtBot) -> None:
    bar = SourceBar()
    told: list[bool] = []
    bar.destroyed.connect(lambda: told.append(True))
    bar.deleteLater()
    del bar
    qtbot.waitUntil(lambda: told == [True])


def test_where_all_kinds_have_no_room_they_are_a_menu(qtbot: QtBot) -> None:
    bar, window = made(qtbot), QWidget()
    qtbot.addWidget(window)
    bar.setParent(window)  # as in the main window, whose layout asks for the hint
    bar.resize(bar.minimumSizeHint().width(), bar.height())
    window.show()
    bar.show()
    qtbot.waitExposed(window)
    assert bar.width() <= 790
    sources = bar.findChild(Segments, "sourceKinds")
    assert [s.choice.id for s in sources.findChildren(QAbstractButton) if s.isVisible()] == ["image"]
    chosen: list[str] = []
    bar.source_chosen.connect(chosen.append)
    qtbot.mouseClick(sources.segment("image"), Qt.MouseButton.LeftButton)
    menu = bar.findChild(QMenu, "sourceKindsMenu")
    assert [action.text() for action in menu.actions()] == [kind.label for kind in SOURCES]
    menu.actions()[1].trigger()
    menu.close()
    assert chosen == ["camera"]
    bar.show_source("camera")
    assert [s.choice.id for s in sources.findChildren(QAbstractButton) if s.isVisible()] == ["camera"]
    bar.resize(1280, bar.height())
    assert all(segment.isVisible() for segment in sources.findChildren(QAbstractButton))


def test_a_source_can_be_frozen_and_followed_by_its_state_and_a_still_picture_cannot(
    bar: SourceBar, qtbot: QtBot
) -> None:
    wished: list[bool] = []
    bar.freeze_requested.connect(lambda: wished.append(True))
    state = chip(bar, "stillChip")
    assert state.focusPolicy() == Qt.FocusPolicy.NoFocus
    bar.show_time(0.0081, 124.0)
    bar.show_rest("still", True)
    assert state.text() == "live"
    assert state.focusPolicy() == Qt.FocusPolicy.TabFocus
    assert "F4" in state.toolTip()
    state.setFocus()
    qtbot.keyClick(state, Qt.Key.Key_Return)
    bar.show_time(0.0081, None)
    for rest in ("frozen", "off"):
        bar.show_rest(rest, True)
        assert state.text() == rest
        assert "F4" in state.toolTip()
        click(qtbot, state)
    assert len(wished) == 3
    bar.show_rest("still", False)
    assert state.text() == "still"
    assert state.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_with_large_type_what_the_menu_has_too_goes_last_and_comes_back(qtbot: QtBot) -> None:
    set_text_scale(2.0)
    try:
        bar, window = made(qtbot), QWidget()
        qtbot.addWidget(window)
        bar.setParent(window)
        bar.show_time(0.0081, 124.0, 13_200_000)
        bar.set_theme(DARK)
        window.show()
        bar.show()
        gone: list[str] = []
        for width in range(2600, bar.minimumSizeHint().width() - 1, -20):
            bar.resize(width, bar.height())
            for name in ("examplesButton", "historyButtons"):
                part = bar.findChild(QWidget, name)
                if not part.isVisible() and name not in gone:
                    gone.append(name)
            row = [part for part in pieces(bar) if part.isVisible()]
            assert all(a.geometry().right() < b.geometry().left() for a, b in pairwise(row))
            assert row[-1].geometry().right() < bar.width()
        assert gone == ["examplesButton", "historyButtons"]
        assert bar.minimumSizeHint().width() < 1280
        bar.resize(2600, bar.height())
        assert bar.findChild(QWidget, "historyButtons").isVisible()
    finally:
        set_text_scale(1.0)
