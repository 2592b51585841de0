"""The page of norms: follows the selection, swaps norms by click and key, and says what a norm does here."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cnnlab.app import Program
from cnnlab.blocks.kinds.group_norm import GroupNorm
from cnnlab.blocks.kinds.layer_norm import LayerNorm
from cnnlab.blocks.norms import Norm
from cnnlab.document.plan import infer
from cnnlab.explain.norms import KINDS, NONE
from cnnlab.explain.questions import Norms
from cnnlab.gui.language import use_language
from cnnlab.gui.norms_page.column import ColumnButton
from cnnlab.gui.norms_page.page import NormsPage
from cnnlab.gui.theme import DARK, LIGHT, TextSize, scaled
from tests.gui.program import rest, settle, show_stack, stack_of
from tests.gui.test_access import cut_off, nameless

SMALL = (("conv2d", {"out_channels": 6, "padding": 1}), ("batch_norm2d", {}), ("relu", {}))


@pytest.fixture
def page(program: Program, qtbot: QtBot) -> NormsPage:
    show_stack(program, stack_of(*SMALL, size=(24, 32)), qtbot)
    program.presenter.select("norm1")
    program.wiring.explain.open("norms")
    answered(program, qtbot)
    drawer = program.wiring.explain.drawer
    assert drawer is not None
    assert isinstance(drawer.page, NormsPage)
    return drawer.page


def answered(program: Program, qtbot: QtBot) -> None:
    rest(program, qtbot)


def button(page: NormsPage, kind: str) -> ColumnButton:
    return page.columns.buttons[kind]


def block(program: Program, layer: str = "norm1") -> Norm:
    found = program.presenter.stack.layer(layer).block
    assert isinstance(found, Norm)
    return found


def test_in_a_small_window_a_note_leaves_the_numbers_in_sight(page: NormsPage, program: Program, qtbot: QtBot) -> None:
    program.window.resize(1280, 800)
    program.presenter.select("relu1")
    for problem in (False, True):
        if problem:
            program.window.editor.set_params("conv1", {"groups": 2})
        answered(program, qtbot)
        assert page.note.isVisibleTo(page) == problem
        view = page._area.viewport()
        for column in page.columns.buttons.values():
            bottom = column.mapTo(view, QPoint(0, column.height())).y()
            assert bottom <= view.height(), (problem, column.kind)


def note(page: NormsPage) -> str:
    return page.step._note.text()


def test_it_follows_selection_and_marks_the_norm_that_runs(program: Program, page: NormsPage, qtbot: QtBot) -> None:
    assert page.comparison is not None
    assert (page.comparison.source, page.comparison.shape) == ("conv1", (1, 6, 24, 32))
    assert [kind for kind in KINDS if button(page, kind).isChecked()] == ["batch_norm2d"]
    program.presenter.select("conv1", 3)
    answered(program, qtbot)
    assert page.comparison.source == "conv1"
    assert page.comparison.index[1] == 3
    assert [kind for kind in KINDS if button(page, kind).isChecked()] == [NONE]
    program.presenter.select("")
    answered(program, qtbot)
    assert (page.comparison.source, page.comparison.shape[1]) == ("input", 3)


def test_a_click_swaps_the_norm_as_one_step_and_undo_brings_it_back(
    program: Program, page: NormsPage, qtbot: QtBot
) -> None:
    presenter, editor = program.presenter, program.window.editor
    editor.set_weight("norm1", "running_mean", (0,), 0.5)
    answered(program, qtbot)
    for kind in ("layer_norm", "instance_norm2d", "group_norm", "batch_norm2d"):
        before, steps = block(program), presenter.document.steps
        qtbot.mouseClick(button(page, kind), Qt.MouseButton.LeftButton)
        assert block(program).kind == kind
        assert presenter.document.steps == steps + 1
        assert button(page, kind).isChecked()
        editor.undo()
        assert block(program) is before
        editor.redo()
    answered(program, qtbot)
    step = button(page, "batch_norm2d").column.step
    assert step is not None
    assert step.old_mean == 0  # a new one, which does not inherit what the first had seen
    for _ in range(4):
        editor.undo()
    assert program.presenter.statistics()["running_mean"][0] == 0.5
    answered(program, qtbot)


def test_none_switches_it_off_its_own_column_on_and_after_another_layer_it_is_inserted(
    program: Program, page: NormsPage, qtbot: QtBot
) -> None:
    presenter, before = program.presenter, block(program)
    button(page, NONE).click()
    assert not presenter.stack.layer("norm1").enabled
    assert page.current == NONE
    steps = presenter.document.steps
    button(page, NONE).click()
    assert presenter.document.steps == steps
    button(page, "batch_norm2d").click()
    assert presenter.stack.layer("norm1").enabled
    assert block(program) is before
    presenter.select("relu1")
    steps = presenter.document.steps
    button(page, "group_norm").click()
    assert [layer.block.kind for layer in presenter.stack][-2:] == ["relu", "group_norm"]
    assert presenter.document.steps == steps + 1
    assert presenter.selected == presenter.stack.layers[-1].id
    presenter.select("")
    button(page, "instance_norm2d").click()
    assert presenter.stack.layers[0].block.kind == "instance_norm2d"
    answered(program, qtbot)


def test_groups_are_those_that_divide_and_go_to_the_layer(program: Program, page: NormsPage, qtbot: QtBot) -> None:
    assert [page.groups.itemText(i) for i in range(page.groups.count())] == ["1", "2", "3", "6"]
    assert page.groups.currentText() == "3"
    page.groups.setCurrentText("2")
    answered(program, qtbot)
    shared = button(page, "group_norm").column.shared
    assert shared is not None
    assert shared.spans[1] == (0, 2)
    button(page, "group_norm").click()
    found = block(program)
    assert isinstance(found, GroupNorm)
    assert found.num_groups == 2
    page.groups.setCurrentText("6")
    found = block(program)
    assert isinstance(found, GroupNorm)
    assert found.num_groups == 6
    program.window.editor.undo()
    assert page.groups.currentText() == "2"
    answered(program, qtbot)


def test_columns_light_their_cells_by_pointer_and_by_key(program: Program, page: NormsPage, qtbot: QtBot) -> None:
    assert page.tiles.lit == (range(1), range(1))
    button(page, "layer_norm").entered.emit()
    assert page.tiles.lit == (range(1), range(6))
    assert "LayerNorm" in note(page)
    button(page, "group_norm").entered.emit()
    assert page.tiles.lit == (range(1), range(2))
    button(page, "group_norm").left.emit()
    assert page.lit == "batch_norm2d"
    program.window.activateWindow()
    button(page, "batch_norm2d").setFocus()
    QTest.keyClick(button(page, "batch_norm2d"), Qt.Key.Key_Right)
    assert button(page, "layer_norm").hasFocus()
    assert page.lit == "layer_norm"
    QTest.keyClick(button(page, "layer_norm"), Qt.Key.Key_Return)
    assert block(program).kind == "layer_norm"
    page.tiles.setFocus()
    assert page.lit == "layer_norm"
    button(page, "group_norm").setFocus()
    page.tiles.setFocus()
    assert page.lit == "layer_norm"  # the one in use
    QTest.keyClick(page.tiles, Qt.Key.Key_Right)
    assert program.presenter._selected[:2] == ("norm1", 1)
    QTest.mouseClick(page.tiles, Qt.MouseButton.LeftButton, pos=page.tiles.places.rect(0, 4).center())
    assert program.presenter._selected[:2] == ("norm1", 4)
    answered(program, qtbot)


def test_the_cells_that_share_are_lit_on_the_canvas_while_the_page_is_on_show(
    program: Program, page: NormsPage, qtbot: QtBot
) -> None:
    canvas = program.window.canvas

    def lit() -> dict[str, tuple[list[int], list[int], tuple[int, int]]]:
        return {layer: (list(m.items), list(m.channels), m.rows) for layer, m in canvas._marks.items()}

    assert lit() == {"conv1": ([0], [0], (0, 23))}
    button(page, "layer_norm").entered.emit()
    assert lit() == {"conv1": ([0], [0, 1, 2, 3, 4, 5], (0, 23))}
    button(page, NONE).entered.emit()
    assert lit() == {}
    button(page, NONE).left.emit()
    program.presenter.select("relu1", 4)
    answered(program, qtbot)
    assert lit() == {"relu1": ([0], [4], (0, 23))}
    program.window.editor.insert(LayerNorm(over="c"), 3)
    answered(program, qtbot)
    program.window.pin.put(("relu1", 0, 2, 5, 6))
    answered(program, qtbot)
    assert lit() == {"relu1": ([0], [0, 1, 2, 3, 4, 5], (5, 5))}
    program.wiring.explain.open("pixel")
    assert "relu1" in lit()
    assert lit()["relu1"][1] != [0, 1, 2, 3, 4, 5]
    program.wiring.explain.open("norms")
    answered(program, qtbot)
    program.wiring.explain.close()
    assert lit() == {}


def test_tiles_that_do_not_share_are_dimmed_on_the_canvas(program: Program, page: NormsPage, qtbot: QtBot) -> None:
    canvas = program.window.canvas

    def brightness(channel: int) -> float:
        index = next(i for i, row in enumerate(canvas._rows.contents) if row.layer == "conv1")
        rect = canvas._on_screen(canvas._geometry.tile_rects(index, [channel])[0]).adjusted(8, 8, -8, -8)
        grey = canvas.viewport().grab(rect).toImage().convertToFormat(QImage.Format.Format_Grayscale8)
        return float(np.asarray(grey.constBits(), np.uint8).std())

    canvas.bring_selected_into_view()
    button(page, "layer_norm").entered.emit()
    bright = brightness(5)
    button(page, "batch_norm2d").entered.emit()
    assert brightness(5) < 0.6 * bright
    answered(program, qtbot)


def test_the_item_of_the_batch_is_the_one_of_the_canvas(program: Program, page: NormsPage, qtbot: QtBot) -> None:
    canvas = program.window.canvas
    page.show_plan(infer(program.presenter.stack, (3, 3, 24, 32)))
    page.item_chosen.emit(0)
    page.show_item(2)
    (asked,) = page.questions
    assert isinstance(asked, Norms)
    assert asked.index[0] == 2
    assert "item 2" in page._about.text()
    assert canvas.batch.item == 0
    answered(program, qtbot)


def test_train_and_eval_are_told_apart_and_a_batch_of_one_is_explained(
    program: Program, page: NormsPage, qtbot: QtBot
) -> None:
    assert "running" in note(page)
    program.window.editor.set_mode("train")
    answered(program, qtbot)
    assert "batch of one" in note(page)
    column = button(page, "batch_norm2d").column
    assert column.step is not None
    assert not column.step.fresh
    assert column.step.old_mean != 0  # this frame has moved it once
    written = [cell.text() for cell in page.step._cells[1]]
    assert written[0] == "running_mean"
    assert written[1].startswith("0.9 · ")
    pooled = (SMALL[0], ("adaptive_avg_pool2d", {"output_size": 1}), SMALL[1])
    show_stack(program, stack_of(*pooled, size=(24, 32)), qtbot)
    program.presenter.select("norm1")
    program.window.editor.set_mode("train")
    answered(program, qtbot)
    assert button(page, "batch_norm2d").column.problem is not None
    assert "n − 1 = 0" in note(page)
    assert button(page, "layer_norm").column.problem is None


def test_where_a_layer_cannot_run_norms_are_compared_on_what_comes_into_it_and_a_sentence_says_so(
    program: Program, page: NormsPage, qtbot: QtBot
) -> None:
    editor, presenter = program.window.editor, program.presenter
    editor.set_params("conv1", {"groups": 2})
    answered(program, qtbot)
    assert page.note.sentence.text() == (
        "norm1 waits for conv1, which cannot run: compared on input, the last output above it"
    )
    presenter.select("conv1")
    answered(program, qtbot)
    assert page.note.isVisible()
    assert page.note.sentence.text().startswith("conv1 cannot run (")
    assert "groups" in page.note.sentence.text()
    assert page.comparison is not None
    assert (page.comparison.source, page.comparison.shape[1]) == ("input", 3)
    assert page._about.text() == "input [1, 3, 24, 32] · channel 0, item 0"
    button(page, "layer_norm").click()  # where it is compared, and where it can run
    assert [layer.block.kind for layer in presenter.stack][:2] == ["layer_norm", "conv2d"]
    editor.undo()
    editor.undo()
    presenter.select("conv1")
    answered(program, qtbot)
    assert not page.note.isVisible()
    assert page.comparison.source == "conv1"


DENSE = (("flatten", {}), ("linear", {"out_features": 6}))


def test_on_a_dense_layer_features_are_compared_and_norms_of_pictures_say_what_they_take(
    program: Program, page: NormsPage, qtbot: QtBot
) -> None:
    show_stack(program, stack_of(*DENSE, size=(4, 4)), qtbot)
    program.presenter.select("fc1", 2)
    answered(program, qtbot)
    assert page._about.text() == "fc1 [1, 6] · feature 2, item 0"
    assert str(button(page, "batch_norm2d").column.problem) == "takes [b, c, h, w], not [1, 6]"
    assert "1 value of [1, 6]" in note(page)
    assert "None" not in button(page, "batch_norm2d").accessibleDescription()
    layer = button(page, "layer_norm")
    assert layer.column.shared is not None
    assert layer.column.shared.count == 6
    assert layer.accessibleDescription().startswith("x → z ")
    assert "σ 0.0" not in layer.accessibleDescription()


def test_it_asks_only_while_it_is_on_show_and_paints_an_answer_once(
    program: Program, page: NormsPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("code", "norms"):  # controls of another height leave the page another height
        program.wiring.explain.open(name)
    answered(program, qtbot)
    result = program.wiring.explain._result
    assert result is not None
    shown: list[object] = []
    monkeypatch.setattr(page.columns, "show_comparison", lambda *given: shown.append(given))
    page.show_result(result)
    assert shown == []
    page.show_result(dataclasses.replace(result, answers={}))
    assert shown == []
    (asked,) = program.presenter.view.questions
    assert page.questions == (asked,)
    assert isinstance(asked, Norms)
    program.wiring.explain.open("code")
    assert program.presenter.view.questions == ()
    program.wiring.explain.open("norms")
    assert program.presenter.view.questions == (asked,)
    program.wiring.explain.close()
    assert program.presenter.view.questions == ()
    answered(program, qtbot)


def test_both_themes_all_sizes_of_type_and_all_heights_are_painted(
    program: Program, page: NormsPage, qtbot: QtBot
) -> None:
    window = program.window

    def look() -> bytes:
        answered(program, qtbot)
        return bytes(page.grab().toImage().constBits())

    dark = look()
    try:
        window.choose_theme("light")
        assert look() != dark
        assert page.theme is LIGHT
        window.set_text_scale(1.5)
        answered(program, qtbot)
        assert cut_off(window) == []
    finally:
        window.set_text_scale(1.0)
        window.choose_theme("dark")
    assert look() == dark
    (asked,) = page.questions
    assert isinstance(asked, Norms)
    shown = button(page, NONE).picture_size(1, (24, 32))
    assert asked.size == (shown.height(), shown.width())
    program.window.floors.setSizes([200, 700])
    answered(program, qtbot)
    (larger,) = page.questions
    assert isinstance(larger, Norms)
    assert larger.size > asked.size


def test_the_formula_is_whole_and_all_columns_are_in_reach_where_there_is_little_room(
    program: Program, page: NormsPage, qtbot: QtBot
) -> None:
    window = program.window
    size = window.size()
    try:
        for width, scale in ((1280, 1.0), (1280, 1.5), (1000, 1.5)):
            window.resize(width, 800)
            window.set_text_scale(scale)
            answered(program, qtbot)
            formula = page._formula
            assert formula.width() >= formula.sizeHint().width()
            assert page.rect().contains(QRect(formula.mapTo(page, QPoint(0, 0)), formula.size()))
            assert page._area.horizontalScrollBar().maximum() == 0
    finally:
        window.set_text_scale(1.0)
        window.resize(size)
    answered(program, qtbot)


def test_everything_grows_with_the_drawer(qtbot: QtBot) -> None:
    page = NormsPage(DARK)
    qtbot.addWidget(page)
    page.resize(900, 400)
    page.show()
    small = button(page, NONE).minimumHeight()
    page.resize(1800, 800)
    assert button(page, NONE).minimumHeight() > 1.6 * small
    assert page.step._note.fontInfo().pixelSize() > 1.6 * scaled(TextSize.SMALL)


def test_it_is_named_and_speaks_another_language(program: Program, page: NormsPage, qtbot: QtBot) -> None:
    assert nameless(program.window) == []
    assert button(page, "batch_norm2d").accessibleName() == "BatchNorm2d, in use"
    assert "mean" in button(page, "layer_norm").accessibleDescription()
    try:
        program.window.retranslate(use_language("zh_CN"))
        answered(program, qtbot)
        page.grab()
    finally:
        program.window.retranslate(use_language("en"))
    assert button(page, "batch_norm2d").accessibleName() == "BatchNorm2d, in use"
    answered(program, qtbot)


def test_going_through_layers_and_columns_leaves_nothing_behind(
    program: Program, page: NormsPage, qtbot: QtBot
) -> None:
    def walk() -> int:
        for layer in ("conv1", "norm1", "relu1"):
            program.presenter.select(layer)
            settle(program, qtbot)
        button(page, "layer_norm").entered.emit()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return len(QApplication.allWidgets())

    walk()
    before = walk()
    for _ in range(2):
        assert walk() <= before
