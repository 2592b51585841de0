"""Two signals slid over each other: drawn, chosen, stepped through, played."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cnnlab.app import Program
from cnnlab.explain.signals import NAMED, Cut
from cnnlab.gui.commands.keys import KeyTable
from cnnlab.gui.convolution.convolution_keys import SAMPLE_KEYS, STEP_KEYS
from cnnlab.gui.convolution.page import ConvolutionPage
from cnnlab.gui.convolution.signal_bars import SignalBars
from cnnlab.gui.convolution.signal_chapter import SignalChapter
from cnnlab.gui.language import use_language
from cnnlab.gui.theme import DARK, LIGHT
from tests.gui.convolution.showing import shown
from tests.gui.program import settle

SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def chapter(qtbot: QtBot) -> SignalChapter:
    made = SignalChapter(DARK)
    shown(made, qtbot)
    return made


def point(bars: SignalBars, sample: int, share: float) -> QPoint:
    """A place over a sample, at a share of the height from the middle upwards."""
    end = bars.place_of(sample, 0.0)
    return QPoint(round(end.x()), round(bars.height() / 2 - share * (bars.height() / 2 - 8)))


def test_dragging_over_the_bars_draws_and_y_follows(chapter: SignalChapter) -> None:
    bars = chapter.signal.bars
    QTest.mousePress(bars, Qt.MouseButton.LeftButton, pos=point(bars, 2, 0.5))
    QTest.mouseMove(bars, point(bars, 6, -1.0))
    QTest.mouseRelease(bars, Qt.MouseButton.LeftButton, pos=point(bars, 6, -1.0))
    values = chapter.signal.values
    assert values[2] == pytest.approx(0.5, abs=0.051)
    assert values[6] == pytest.approx(-1.0, abs=0.051)
    assert list(values[2:7]) == sorted(values[2:7], reverse=True)  # what a fast pointer has passed lies between
    assert chapter.signal.kind == "drawn"
    assert chapter.signal.kinds.currentData() == "drawn"
    np.testing.assert_allclose(chapter.sliding.values, np.convolve(values, chapter.kernel.values))


def test_a_drag_outside_stays_within_the_signal(chapter: SignalChapter) -> None:
    bars = chapter.kernel.bars
    QTest.mousePress(bars, Qt.MouseButton.LeftButton, pos=point(bars, 0, 0.0))
    QTest.mouseMove(bars, QPoint(bars.width() + 90, -90))
    QTest.mouseRelease(bars, Qt.MouseButton.LeftButton)
    assert len(chapter.kernel.values) == 5
    assert np.abs(chapter.kernel.values).max() <= 1
    assert chapter.kernel.values[-1] == 1


@pytest.mark.parametrize(
    ("key", "modifier", "change"),
    [
        (Qt.Key.Key_Up, Qt.KeyboardModifier.NoModifier, 0.1),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier, -0.1),
        (Qt.Key.Key_Up, SHIFT, 0.01),
        (Qt.Key.Key_Down, CONTROL, -1.0),
    ],
)
def test_keys_choose_a_sample_and_change_it(
    chapter: SignalChapter, key: Qt.Key, modifier: Qt.KeyboardModifier, change: float
) -> None:
    bars = chapter.signal.bars
    for _ in range(3):
        QTest.keyClick(bars, Qt.Key.Key_Right)
    QTest.keyClick(bars, Qt.Key.Key_Left)
    assert bars.sample == 2
    before = float(bars.values[2])
    QTest.keyClick(bars, key, modifier)
    assert float(bars.values[2]) == pytest.approx(before + change)
    assert f"{bars.sample} of 16" in bars.accessibleDescription()


def test_every_key_of_the_bars_does_something(chapter: SignalChapter) -> None:
    bars = chapter.kernel.bars
    for row in SAMPLE_KEYS.rows:
        for keys in row.keys:
            chapter.kernel.choose("triangle")
            QTest.keyClick(bars, Qt.Key.Key_Home)
            QTest.keyClick(bars, Qt.Key.Key_Right)
            if row.id == "last":
                assert bars.sample != len(bars.values) - 1
            before = (bars.sample, bars.values.tolist())
            press(bars, keys)
            assert (bars.sample, bars.values.tolist()) != before, keys


def press(widget: object, keys: str) -> None:
    from PySide6.QtGui import QKeySequence

    combination = QKeySequence(keys)[0]
    QTest.keyClick(widget, combination.key(), combination.keyboardModifiers())


def test_every_named_signal_can_be_chosen(chapter: SignalChapter) -> None:
    kinds = chapter.signal.kinds
    for kind, named in NAMED.items():
        kinds.setCurrentIndex(kinds.findData(kind))
        kinds.activated.emit(kinds.currentIndex())
        assert chapter.signal.kind == kind
        assert len(chapter.signal.values) == (named.length or chapter.signal.length.value())
        assert chapter.signal.seed.isVisible() == (kind == "noise")
        chapter.grab()


def test_the_seed_gives_other_noise(chapter: SignalChapter) -> None:
    chapter.signal.choose("noise")
    before = chapter.signal.values
    chapter.signal.seed.setValue(7)
    assert not np.array_equal(before, chapter.signal.values)


def test_signals_have_between_2_and_64_samples(chapter: SignalChapter) -> None:
    length = chapter.signal.length
    for wanted, kept in ((1, 2), (99, 64), (5, 5)):
        length.setValue(wanted)
        assert len(chapter.signal.values) == kept
        chapter.grab()
    chapter.signal.choose("difference")
    length.setValue(4)
    assert chapter.signal.values.tolist() == [1, -1, 0, 0]


def test_modes_and_the_way_are_numpys(chapter: SignalChapter) -> None:
    x, k = chapter.signal.values, chapter.kernel.values
    for cut in Cut:
        chapter.cuts.segment(cut.value).click()
        chapter.ways.segment("correlation").click()
        np.testing.assert_allclose(chapter.sliding.values, np.correlate(x, k, cut.value))
        chapter.ways.segment("convolution").click()
        np.testing.assert_allclose(chapter.sliding.values, np.convolve(x, k, cut.value))
        assert chapter.transport.last == len(chapter.sliding.positions) - 1
        chapter.grab()


def test_the_position_stays_where_there_still_is_one(chapter: SignalChapter) -> None:
    chapter.transport.go(8)
    n = chapter.n
    chapter.cuts.segment("valid").click()
    assert chapter.n == n
    chapter.signal.length.setValue(6)
    assert chapter.n == chapter.sliding.positions[-1]


def test_what_is_written_is_the_sum_on_show(chapter: SignalChapter) -> None:
    chapter.signal.show_drawn(np.array([0.5, 1.0, 0.25]))
    chapter.kernel.show_drawn(np.array([0.5, 1.0]))
    chapter.transport.go(1)
    assert chapter.board.accessibleDescription() == "y[1] = 0.5·1 + 1·0.5 = 1.0"


def test_every_key_of_the_board_does_what_it_says(chapter: SignalChapter) -> None:
    transport, board = chapter.transport, chapter.board
    wanted = {"back": 4, "forward": 6, "first": 0, "last": transport.last}
    table: KeyTable = STEP_KEYS
    for row in table.rows:
        for keys in row.keys:
            transport.go(5)
            press(board, keys)
            if row.id == "play":
                assert transport.playing
                press(board, keys)
                assert not transport.playing
            else:
                assert transport.at == wanted[row.id], keys


def test_dragging_on_the_board_slides_the_kernel(chapter: SignalChapter) -> None:
    board, axis = chapter.board, chapter.board.axis
    QTest.mousePress(board, Qt.MouseButton.LeftButton, pos=QPoint(round(axis.middle(3)), 60))
    assert chapter.n == 3
    QTest.mouseMove(board, QPoint(round(axis.middle(9)), 60))
    assert chapter.n == 9
    QTest.mouseMove(board, QPoint(board.width() + 300, 60))
    QTest.mouseRelease(board, Qt.MouseButton.LeftButton)
    assert chapter.n == chapter.sliding.positions[-1]


def test_it_paints_in_both_themes_however_small(chapter: SignalChapter) -> None:
    for theme in (LIGHT, DARK):
        chapter.set_theme(theme)
        for size in ((320, 200), (560, 300), (1600, 700)):
            chapter.resize(*size)
            chapter.grab()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_all_of_the_chapter_works_by_keyboard(language: str, program: Program, qtbot: QtBot) -> None:
    window = program.window
    window.activateWindow()
    program.wiring.explain.open("convolution")
    drawer = program.wiring.explain.drawer
    assert drawer is not None
    assert isinstance(drawer.page, ConvolutionPage)
    chapter = drawer.page.chapter
    assert isinstance(chapter, SignalChapter)
    try:
        window.retranslate(use_language(language))
        for editor in (chapter.signal, chapter.kernel):
            editor.kinds.setFocus()
            before = editor.kind
            QTest.keyClick(editor.kinds, Qt.Key.Key_Down)
            assert editor.kind != before
            QTest.keyClick(editor.length, Qt.Key.Key_Up)
            editor.bars.setFocus()
            QTest.keyClick(editor.bars, Qt.Key.Key_End)
            QTest.keyClick(editor.bars, Qt.Key.Key_0)
            QTest.keyClick(editor.bars, Qt.Key.Key_Up, SHIFT)
            assert editor.values[-1] == pytest.approx(0.01)
            assert editor.kind == "drawn"
            assert editor.kinds.currentText() == {"en": "drawn", "zh_CN": "手绘"}[language]
        chapter.ways.segment("convolution").setFocus()
        QTest.keyClick(chapter.ways.segment("convolution"), Qt.Key.Key_Right)
        assert not chapter.sliding.flipped
        chapter.cuts.segment("full").setFocus()
        QTest.keyClick(chapter.cuts.segment("full"), Qt.Key.Key_Right)
        assert chapter.sliding.cut is Cut.SAME
        chapter.board.setFocus()
        for key, n in ((Qt.Key.Key_Home, 0), (Qt.Key.Key_Right, 1), (Qt.Key.Key_End, -1), (Qt.Key.Key_Left, -2)):
            QTest.keyClick(chapter.board, key)
            assert chapter.n == chapter.sliding.positions[n]
        QTest.keyClick(chapter.board, Qt.Key.Key_Space)
        assert chapter.transport.playing
        QTest.keyClick(chapter.board, Qt.Key.Key_Space)
        expected = np.correlate(chapter.signal.values, chapter.kernel.values, "same")
        np.testing.assert_allclose(chapter.sliding.values, expected)
    finally:
        window.retranslate(use_language("en"))
    settle(program, qtbot)
