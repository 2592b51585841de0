"""The page in the program: chapters, what it asks for, the kernel that it follows, themes, languages, timers."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from cnnlab.app import Program
from cnnlab.blocks.weight import Weight
from cnnlab.document import edits
from cnnlab.document.plan import infer
from cnnlab.gui.convolution.board import Board
from cnnlab.gui.convolution.flip_chapter import FlipChapter
from cnnlab.gui.convolution.matrix_chapter import MatrixChapter
from cnnlab.gui.convolution.page import ConvolutionPage
from cnnlab.gui.convolution.signal_chapter import SignalChapter
from cnnlab.gui.convolution.tints import even_numbers
from cnnlab.gui.files.stills import prepare
from cnnlab.gui.language import use_language
from cnnlab.gui.settings.table import TEXT
from cnnlab.gui.theme import LIGHT, scaled, set_text_scale
from tests.gui.convolution.showing import shown_page
from tests.gui.program import settle, stack_of


@pytest.fixture
def page(program: Program, qtbot: QtBot) -> ConvolutionPage:
    program.wiring.explain.open("convolution")
    settle(program, qtbot)
    drawer = program.wiring.explain.drawer
    assert drawer is not None
    assert isinstance(drawer.page, ConvolutionPage)
    assert drawer.page.objectName() == "convolutionPage"
    return drawer.page


def flip_of(page: ConvolutionPage) -> FlipChapter:
    page.switch.segment("flip").click()
    chapter = page.chapter
    assert isinstance(chapter, FlipChapter)
    return chapter


def test_a_convolution_that_cannot_run_is_said_with_its_fix(
    program: Program, page: ConvolutionPage, qtbot: QtBot
) -> None:
    program.presenter.select("conv2")
    chapter = flip_of(page)
    assert chapter.note.isHidden()
    program.window.editor.set_params("conv2", {"groups": 3})
    assert chapter.note.isVisibleTo(chapter)
    assert chapter._of.text() == "an example"
    chapter.note.link.click()
    settle(program, qtbot)
    assert program.presenter.plan.layer("conv2").runs
    assert chapter.note.isHidden()


def test_the_patch_and_both_sums_are_torchs(program: Program, page: ConvolutionPage, qtbot: QtBot) -> None:
    program.presenter.select("conv1", 2, 1)
    chapter = flip_of(page)
    settle(program, qtbot)
    still = program.presenter.still
    assert still is not None
    values = prepare(still, program.presenter.stack.input).values
    flip = chapter.board.flip
    weight = program.presenter.plan.layer("conv1").weights["weight"].array()
    np.testing.assert_array_equal(flip.kernel, weight[2, 1])
    y, x = chapter.row.value(), chapter.column.value()
    window = np.pad(values[0, 1], 1)[y : y + 3, x : x + 3]
    np.testing.assert_allclose(flip.patch, window, atol=1e-6)
    for kernel, products in ((weight[2, 1], flip.correlation), (weight[2, 1][::-1, ::-1], flip.convolution)):
        expected = torch.nn.functional.conv2d(torch.tensor(window)[None, None], torch.tensor(kernel.copy())[None, None])
        np.testing.assert_allclose(products.sum(), expected.item(), atol=1e-5)


def test_it_follows_the_kernel_and_the_selection(program: Program, page: ConvolutionPage, qtbot: QtBot) -> None:
    program.presenter.select("conv1", 0, 0)
    chapter = flip_of(page)
    settle(program, qtbot)
    program.window.editor.set_weight("conv1", "weight", (0, 0, 1, 2), 0.625)
    assert chapter.board.flip.kernel[1, 2] == 0.625
    settle(program, qtbot)
    program.presenter.select("conv1", 3, 2)
    weight = program.presenter.plan.layer("conv1").weights["weight"].array()
    np.testing.assert_array_equal(chapter.board.flip.kernel, weight[3, 2])
    settle(program, qtbot)
    program.presenter.select("relu1")
    assert chapter.question is None
    assert not chapter.row.isVisible()
    assert chapter.board.flip.kernel.tolist() == [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]
    settle(program, qtbot)


def test_it_goes_over_the_picture_by_keys(program: Program, page: ConvolutionPage, qtbot: QtBot) -> None:
    program.presenter.select("conv1")
    chapter = flip_of(page)
    settle(program, qtbot)
    before = chapter.board.flip.patch
    y, x = chapter.row.value(), chapter.column.value()
    QTest.keyClick(chapter.board, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(chapter.board, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert (chapter.row.value(), chapter.column.value()) == (y + 1, x - 1)
    settle(program, qtbot)
    np.testing.assert_array_equal(chapter.board.flip.patch[0, 1:], before[1, :2])
    chapter.row.setValue(0)
    settle(program, qtbot)
    assert chapter.board.flip.patch[0].tolist() == [0, 0, 0]  # padding


def test_the_turn_is_played_and_scrubbed(qtbot: QtBot) -> None:
    page = shown_page(qtbot, "flip")
    chapter = page.chapter
    assert isinstance(chapter, FlipChapter)
    assert chapter.board.turn == 1
    chapter.transport.go(9)
    assert chapter.board.turn == pytest.approx(0.25)
    chapter.transport.speed.slider.setValue(20)
    QTest.keyClick(chapter.board, Qt.Key.Key_Space)
    assert chapter.transport.playing
    qtbot.waitUntil(lambda: chapter.board.turn == 1)
    qtbot.waitUntil(lambda: not chapter.transport.playing)


def _other(values: np.ndarray, _weight: Weight) -> Weight:
    return Weight.from_array(values)


def test_symmetric_kernels_are_said_to_be_so(qtbot: QtBot) -> None:
    page = shown_page(qtbot, "flip")
    chapter = page.chapter
    assert isinstance(chapter, FlipChapter)
    assert "only for point-symmetric" in chapter.sentence.text()
    stack = stack_of(("conv2d", {"out_channels": 1, "padding": 1}))
    for name, values, said in (("blur", np.full((3, 3), 0.25), "is point-symmetric"), ("edge", [1, 0, -1], "only for")):
        kernel = np.broadcast_to(np.asarray(values, np.float32), (1, 3, 3, 3))
        plan = infer(stack, (1, 3, 8, 8)).layer("conv1")
        edited = edits.edit_weight(stack, plan, "weight", partial(_other, kernel))
        chapter.show_plan(infer(edited, (1, 3, 8, 8)))
        chapter.show_selection("conv1", 0, 0)
        assert said in chapter.sentence.text(), name
        written = chapter.board.written()
        assert (float(written.difference) == 0) == (name == "blur")


def test_it_asks_only_while_that_chapter_is_on_show(program: Program, page: ConvolutionPage, qtbot: QtBot) -> None:
    presenter = program.presenter
    presenter.select("conv1", 1, 0)
    assert presenter.view.questions == ()
    chapter = flip_of(page)
    assert presenter.view.questions == (chapter.question,)
    page.switch.segment("signals").click()
    assert presenter.view.questions == ()
    flip_of(page)
    program.wiring.explain.close()
    assert presenter.view.questions == ()
    program.wiring.explain.open()
    assert presenter.view.questions == (chapter.question,)
    settle(program, qtbot)


def test_timers_stop_when_the_page_is_hidden(program: Program, page: ConvolutionPage, qtbot: QtBot) -> None:
    chapter = page.chapter
    assert isinstance(chapter, SignalChapter)
    for hide in (lambda: page.switch.segment("flip").click(), lambda: program.wiring.explain.open("code")):
        program.wiring.explain.open("convolution")
        page.switch.segment("signals").click()
        chapter.transport.go(0)
        chapter.transport.toggle()
        assert chapter.transport.playing
        hide()
        assert not chapter.transport.playing
    program.wiring.explain.open("convolution")
    chapter.transport.toggle()
    program.wiring.explain.close()
    assert not chapter.transport.playing
    settle(program, qtbot)


def test_the_matrix_takes_the_picture_and_the_selected_kernel(
    program: Program, page: ConvolutionPage, qtbot: QtBot
) -> None:
    program.presenter.select("conv1", 1, 2)
    page.switch.segment("matrix").click()
    chapter = page.chapter
    assert isinstance(chapter, MatrixChapter)
    example = chapter.board.grids["input"].values
    chapter.fields["kernel"].setValue(3)
    chapter.sources.segment("picture").click()
    weight = program.presenter.plan.layer("conv1").weights["weight"].array()
    np.testing.assert_array_equal(chapter.board.grids["kernel"].values, weight[1, 2])
    assert not np.array_equal(chapter.board.grids["input"].values, example)
    assert set(chapter.board.grids["input"].values.ravel().tolist()) <= set(range(11))
    program.window.editor.set_weight("conv1", "weight", (1, 2, 0, 0), 0.875)
    assert chapter.board.grids["kernel"].values[0, 0] == 0.875
    settle(program, qtbot)


def test_theme_language_and_size_of_type_reach_every_chapter(qtbot: QtBot) -> None:
    page = shown_page(qtbot)
    signals = page.chapters["signals"]
    assert isinstance(signals, SignalChapter)
    try:
        use_language("zh_CN")
        set_text_scale(1.5)
        page.retranslate()
        page.set_theme(LIGHT)
        assert page.accessibleName() == "卷积"
        for name, chapter in page.chapters.items():
            page.switch.segment(name).click()
            assert chapter.theme is LIGHT
            page.grab()
        assert signals.board.minimumHeight() == scaled(190) == 285
    finally:
        set_text_scale(1.0)
        use_language("en")


def test_every_control_has_a_name(qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QComboBox, QSlider, QWidget

    page = shown_page(qtbot)
    kinds = (QAbstractButton, QAbstractSpinBox, QComboBox, QSlider)
    controls: list[QWidget] = [found for kind in kinds for found in page.findChildren(kind)]
    assert len(controls) > 20
    nameless = [c.objectName() for c in controls if not c.accessibleName() and not c.objectName().startswith("qt_")]
    assert nameless == []
    for name in ("signalBoard", "flipBoard", "matrixBoard", "signalXBars", "signalKBars"):
        board = page.findChild(QWidget, name)
        assert board is not None
        assert board.accessibleName()


def test_numbers_of_one_grid_have_the_same_decimals() -> None:
    assert even_numbers(np.array([[0.5, -1.25], [0.0, 2.0]]), 5) == ["0.50", "-1.25", "0.00", "2.00"]
    assert even_numbers(np.array([0.125, -0.25, 1.0]), 5) == ["0.12", "-0.25", "1.00"]
    assert even_numbers(np.array([0.125, -0.25, 1.0]), 4) == ["0.1", "-0.2", "1.0"]
    assert even_numbers(np.array([-1.0, 0.0, 2.0]), 5) == ["-1", "0", "2"]
    assert even_numbers(np.array([-12.34, 1.2]), 4) == ["-12", "1"]
    assert even_numbers(np.array([123456.0, 1.0]), 3) == ["", ""]
    assert even_numbers(np.array([0.0004, 1.5]), 4) == ["", "1.5"]
    assert even_numbers(np.array([1.0, 2.0]), 6, end=5.0) == ["1.000", "2.000"]  # holds still while frames follow
    assert even_numbers(np.array([np.nan, 0.5]), 4) == ["nan", "0.5"]


def test_type_and_cells_grow_with_the_drawer(qtbot: QtBot) -> None:
    page = shown_page(qtbot, "flip")
    chapter = page.chapter
    assert isinstance(chapter, FlipChapter)
    page.resize(700, 330)
    small = chapter.board.places().cell
    page.resize(1900, 700)
    assert chapter.board.places().cell[0] > 1.6 * small[0]
    assert chapter.board.mono().pixelSize() > 1.6 * scaled(12)


def test_the_controls_of_every_chapter_take_one_row_beside_the_choice_and_one_of_their_own(
    program: Program, page: ConvolutionPage, qtbot: QtBot
) -> None:
    program.window.resize(1280, 800)
    settle(program, qtbot)
    for name, chapter in page.chapters.items():
        page.switch.segment(name).click()
        settle(program, qtbot)
        assert page.tools.isAncestorOf(chapter.switches), name
        board = next(part for part in chapter.parts if isinstance(part, Board) and part.height() > 100)
        assert board.mapTo(page, board.rect().topLeft()).y() < 60, name
    program.window.resize(1000, 640)
    settle(program, qtbot)


def test_no_chapter_is_scrolled_sideways_between_both_panels_of_a_small_window_with_large_type(
    program: Program, page: ConvolutionPage, qtbot: QtBot
) -> None:
    program.window.settings.set(TEXT, 150)
    program.window.resize(1280, 800)
    settle(program, qtbot)
    assert page.width() < 400
    for name, chapter in page.chapters.items():
        page.switch.segment(name).click()
        settle(program, qtbot)
        (area,) = (area for area in page.findChildren(QScrollArea) if area.isAncestorOf(chapter))
        assert area.horizontalScrollBar().maximum() == 0, name
        board = next(part for part in chapter.parts if isinstance(part, Board) and part.height() > 100)
        assert board.mapTo(area, board.rect().topLeft()).y() < 80, f"{name}: what is explained comes first"
        assert area.isAncestorOf(chapter.switches), name
    program.window.settings.set(TEXT, 100)
    settle(program, qtbot)
    assert all(page.tools.isAncestorOf(chapter.switches) for chapter in page.chapters.values())
