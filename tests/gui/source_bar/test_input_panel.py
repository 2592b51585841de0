"""The input panel: every option is a wish with the spec's own words, all of it by keyboard too."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QFontMetrics, QImage
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cnnlab.document.input import IMAGENET_MEAN, IMAGENET_STD, InputSpec
from cnnlab.gui.fonts import ui_font
from cnnlab.gui.source_bar.input_panel import InputPanel
from cnnlab.gui.source_bar.offers import Offer, drawn, file_thumbnail, shipped
from cnnlab.gui.source_bar.sample_list import FORMULAS, PHOTOS, SampleList
from cnnlab.gui.source_bar.segments import Segments
from cnnlab.gui.theme import DARK, TextSize, set_text_scale
from cnnlab.sources.generated import GENERATED_PICTURES
from cnnlab.sources.samples import samples

# What the offscreen platform says when a popup opens.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def panel(qtbot: QtBot) -> InputPanel:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(400, 60)
    window.show()
    panel = InputPanel(window)
    panel.set_samples(shipped(), drawn())
    panel.show_input(InputSpec(source="sample:cat.jpg"), (1, 3, 240, 320), (240, 320))
    panel.open_below(window)
    qtbot.waitExposed(panel)
    return panel


def row(panel: InputPanel, name: str) -> Segments:
    found = panel.findChild(Segments, name)
    assert isinstance(found, Segments)
    return found


@pytest.mark.parametrize(
    ("name", "choice", "changes"),
    [
        ("inputChannels", "1", {"channels": 1}),
        ("inputChannels", "3", {"channels": 3}),
        ("inputSize", "picture", {"size": None}),
        ("inputSize", "128", {"longest": 128}),
        ("inputRange", "0..255", {"range": (0.0, 255.0), "mean": (), "std": ()}),
        ("inputRange", "imagenet", {"range": (0.0, 1.0), "mean": IMAGENET_MEAN, "std": IMAGENET_STD}),
    ],
)
def test_an_option_is_told_in_the_words_of_the_spec(
    panel: InputPanel, qtbot: QtBot, name: str, choice: str, changes: dict[str, object]
) -> None:
    with qtbot.waitSignal(panel.edited) as wish:
        qtbot.mouseClick(row(panel, name).segment(choice), Qt.MouseButton.LeftButton)
    assert wish.args == [changes]
    assert panel.isVisible()


def test_a_free_size_is_told_as_height_and_width(panel: InputPanel, qtbot: QtBot) -> None:
    field = panel.findChild(QLineEdit, "inputSizeCustom")
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "28 × 32")
    with qtbot.waitSignal(panel.edited) as wish:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert wish.args == [{"size": (28, 32)}]


def test_the_options_that_hold_are_marked(panel: InputPanel) -> None:
    assert [row(panel, n).current for n in ("inputChannels", "inputSize", "inputRange")] == ["3", "picture", "0..1"]
    panel.show_input(InputSpec(channels=1, size=(96, 128), range=(-1.0, 1.0)), (1, 1, 96, 128), (240, 320))
    assert [row(panel, n).current for n in ("inputChannels", "inputSize", "inputRange")] == ["1", "128", "-1..1"]
    assert panel.findChild(QLineEdit, "inputSizeCustom").text() == "96 × 128"


def test_a_size_beyond_the_pictures_own_cannot_be_chosen(panel: InputPanel) -> None:
    assert row(panel, "inputSize").segment("320").isEnabled()
    assert not row(panel, "inputSize").segment("480").isEnabled()


def test_a_range_that_is_not_offered_is_said(panel: InputPanel) -> None:
    panel.show_input(InputSpec(range=(0.0, 2.0)), (1, 3, 240, 320), (240, 320))
    assert row(panel, "inputRange").current is None
    about = panel.findChild(QWidget, "inputAbout")
    assert about.isVisibleTo(panel)
    assert about.property("text") == "Another range holds: 0…2"


def test_a_click_on_a_sample_chooses_it_and_closes_the_panel(panel: InputPanel, qtbot: QtBot) -> None:
    view = panel.samples
    at = view.visualItemRect(view.item(2)).center()
    with qtbot.waitSignal(panel.sample_chosen) as wish:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert wish.args == [samples()[2].file]
    assert not panel.isVisible()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_samples_are_chosen_by_keyboard(panel: InputPanel, qtbot: QtBot, key: Qt.Key) -> None:
    view = panel.samples
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Right)
    with qtbot.waitSignal(panel.sample_chosen) as wish:
        qtbot.keyClick(view, key)
    assert wish.args == [samples()[1].file]


def test_every_sample_is_in_sight_with_its_own_thumbnail(panel: InputPanel) -> None:
    view = panel.samples
    boxes = [view.visualItemRect(view.item(i)) for i in range(view.count())]
    assert len(boxes) == len(samples()) == 8
    assert all(view.viewport().rect().contains(box) for box in boxes)
    assert len({box.y() for box in boxes}) == 2
    thumbs = [view.item(i).data(Qt.ItemDataRole.DecorationRole).toImage() for i in range(view.count())]
    assert all(not thumb.isNull() for thumb in thumbs)
    assert all(a != b for i, a in enumerate(thumbs) for b in thumbs[:i])


def test_thumbnails_are_not_read_before_they_are_seen(qtbot: QtBot) -> None:
    asked: list[QSize] = []

    def thumbnail(size: QSize) -> QImage:
        asked.append(size)
        return QImage(size, QImage.Format.Format_RGB32)

    view = SampleList("sampleList", PHOTOS)
    qtbot.addWidget(view)
    view.set_offers([Offer("gone.png", "Gone", "A picture that is gone.", thumbnail)])
    assert asked == []
    view.show()
    qtbot.waitExposed(view)
    assert asked == [PHOTOS.thumb]


def test_a_file_that_is_gone_leaves_its_cell_empty(qtbot: QtBot) -> None:
    view = SampleList("sampleList", PHOTOS)
    qtbot.addWidget(view)
    view.set_offers([Offer("gone.png", "Gone", "", partial(file_thumbnail, "/no/such/picture.png"))])
    view.show()
    qtbot.waitExposed(view)
    view.grab()
    assert view.item(0).data(Qt.ItemDataRole.DecorationRole).isNull()


def test_pictures_made_by_formula_stand_in_two_lines_as_wide_as_the_photos(panel: InputPanel) -> None:
    view = panel.drawn
    boxes = [view.visualItemRect(view.item(i)) for i in range(view.count())]
    assert len(boxes) == len(GENERATED_PICTURES)
    assert all(view.viewport().rect().contains(box) for box in boxes)
    assert len({box.y() for box in boxes}) == 2
    assert abs(view.width() - panel.samples.width()) <= 8
    thumbs = [view.item(i).data(Qt.ItemDataRole.DecorationRole).toImage() for i in range(view.count())]
    assert all(not thumb.isNull() for thumb in thumbs)
    assert all(a != b for i, a in enumerate(thumbs) for b in thumbs[:i])


def test_a_picture_made_by_formula_is_chosen_by_keyboard_with_its_whole_source(panel: InputPanel, qtbot: QtBot) -> None:
    panel.drawn.setFocus()
    qtbot.keyClick(panel.drawn, Qt.Key.Key_End)
    with qtbot.waitSignal(panel.sample_chosen) as wish:
        qtbot.keyClick(panel.drawn, Qt.Key.Key_Return)
    assert wish.args == ["generated:noise"]
    assert not panel.isVisible()


@pytest.mark.parametrize("source", ["generated:digit", "generated:digit:56x56", "generated:digit:56x56?x=1"])
def test_the_picture_on_show_is_marked_whatever_size_it_is_drawn_at(panel: InputPanel, source: str) -> None:
    panel.show_input(InputSpec(source=source), (1, 3, 28, 28), (28, 28))
    assert panel.drawn.currentItem().text() == "Digit"


def test_titles_of_all_pictures_fit_below_their_thumbnails(panel: InputPanel) -> None:
    for view, grid in ((panel.samples, PHOTOS), (panel.drawn, FORMULAS)):
        metrics = QFontMetrics(ui_font(TextSize.SMALL, 600))
        texts = [view.item(i).text() for i in range(view.count())]
        assert all(metrics.horizontalAdvance(text) <= grid.thumb.width() for text in texts)


@pytest.mark.parametrize(
    ("name", "signal"), [("openImageButton", "open_requested"), ("pasteImageButton", "paste_requested")]
)
def test_open_and_paste_close_the_panel_first(panel: InputPanel, qtbot: QtBot, name: str, signal: str) -> None:
    closed: list[bool] = []
    getattr(panel, signal).connect(lambda: closed.append(not panel.isVisible()))
    qtbot.mouseClick(panel.findChild(QPushButton, name), Qt.MouseButton.LeftButton)
    assert closed == [True]


@pytest.mark.parametrize(
    ("keys", "signal"),
    [("Ctrl+Shift+O", "open_requested"), ("Ctrl+V", "paste_requested")],
)
def test_the_windows_shortcuts_work_in_the_panel(panel: InputPanel, qtbot: QtBot, keys: str, signal: str) -> None:
    with qtbot.waitSignal(getattr(panel, signal)):
        qtbot.keySequence(panel, keys)


def test_escape_closes_it_but_not_while_a_size_is_typed(panel: InputPanel, qtbot: QtBot) -> None:
    field = panel.findChild(QLineEdit, "inputSizeCustom")
    field.setFocus()
    qtbot.keyClicks(field, "7")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert panel.isVisible()
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert not panel.isVisible()


def test_a_click_elsewhere_closes_it_and_keeps_a_size_that_was_typed(panel: InputPanel, qtbot: QtBot) -> None:
    field = panel.findChild(QLineEdit, "inputSizeCustom")
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "64")
    with qtbot.waitSignal(panel.edited) as wish:
        qtbot.mouseClick(panel, Qt.MouseButton.LeftButton, pos=QPoint(-5, -5))
    assert wish.args == [{"size": (64, 64)}]
    assert not panel.isVisible()


def test_the_tab_key_visits_everything_in_reading_order(panel: InputPanel, qtbot: QtBot) -> None:
    visited = []
    for _step in range(9):
        qtbot.keyClick(panel.focusWidget() or panel, Qt.Key.Key_Tab)
        focused = panel.focusWidget()
        visited.append(focused.objectName())
    assert visited == [
        "openImageButton",
        "pasteImageButton",
        "sampleList",
        "drawnList",
        "inputChannels_3",
        "inputSize_picture",
        "inputSizeCustom",
        "inputFit_cover",
        "inputRange_0..1",
    ]


def test_without_samples_there_is_no_empty_list(panel: InputPanel) -> None:
    panel.set_samples([])
    assert not panel.samples.isVisible()


def test_it_is_no_higher_than_the_screen_and_tab_reaches_its_end(panel: InputPanel, qtbot: QtBot) -> None:
    screen = panel.screen().availableGeometry()
    try:
        set_text_scale(2.0)
        panel.set_theme(DARK)
        panel.open_below(panel.parentWidget())
        last = row(panel, "inputRange")
        qtbot.waitUntil(lambda: not panel.rect().contains(last.mapTo(panel, last.rect().bottomRight())))
        assert screen.contains(panel.geometry())
        for _ in range(20):
            qtbot.keyClick(panel.focusWidget() or panel, Qt.Key.Key_Tab)
            if last.isAncestorOf(panel.focusWidget()):
                break
        assert panel.rect().contains(last.mapTo(panel, last.rect().bottomRight()))
    finally:
        set_text_scale(1.0)
