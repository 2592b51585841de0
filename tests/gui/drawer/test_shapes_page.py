"""The page of shapes: formulas with numbers, effects, costs, and a guess before the answer."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from cnnlab.app import Program
from cnnlab.gui.canvas.rows import RowState
from cnnlab.gui.canvas.tips import header_tip
from cnnlab.gui.drawer import shapes_page
from cnnlab.gui.drawer.amounts import power_text
from cnnlab.gui.drawer.code_page import CodePage
from cnnlab.gui.drawer.shapes_page import ShapesPage
from cnnlab.gui.language import use_language
from tests.gui.program import settle


@pytest.fixture
def page(program: Program, qtbot: QtBot) -> ShapesPage:
    program.wiring.explain.open("shapes")
    settle(program, qtbot)
    drawer = program.wiring.explain.drawer
    assert drawer is not None
    assert isinstance(drawer.page, ShapesPage)
    return drawer.page


def text(page: ShapesPage, name: str) -> str:
    label = page.findChild(QLabel, name) or page.tools.findChild(QLabel, name)
    assert label is not None
    return label.text() if label.isVisibleTo(page) or label.isVisibleTo(page.tools) else ""


def test_height_and_width_are_worked_out_step_by_step(program: Program, page: ShapesPage, qtbot: QtBot) -> None:
    assert text(page, "layerShapes") == "[1, 3, 240, 320] → [1, 8, 240, 320]"
    assert text(page, "sizeSymbols") == (
        "c′ = out_channels = 8\nh′ = ⌊(h + 2·padding − dilation·(kernel_size − 1) − 1) / stride⌋ + 1"
    )
    program.window.editor.set_params("conv1", {"stride": [2, 3]})
    settle(program, qtbot)
    assert text(page, "steps_h").splitlines() == [
        "h′ = ⌊(240 + 2·1 − 1·(3 − 1) − 1) / 2⌋ + 1",
        "   = ⌊239 / 2⌋ + 1",
        "   = ⌊119.50⌋ + 1",
        "   = 119 + 1",
    ]
    assert text(page, "result_h") == "   = 120"
    assert text(page, "result_w") == "   = 107"


def test_effects_and_costs_have_the_arithmetic_written_out(page: ShapesPage) -> None:
    rows = page.effects.texts()
    assert rows[0] == "as it is 8×240×320 224 16.6 M"
    assert "padding 1 → 2 8×242×322 224 16.8 M" in rows
    costs = page.costs.texts()
    assert costs[0] == "8·3·3·3 + 8 = 224"
    assert costs[1] == "1·8·240·320·3·3·3 = 16,588,800"
    assert costs[2] == "1·8·240·320·4 = 2,457,600 B = 2.3 MiB"
    assert costs[3].startswith("(3·240·320)·(8·240·320) + 8·240·320 = 1.4")
    assert costs[4].replace("\u00a0", " ").endswith("1.4 · 10¹¹ weights: 6.3 · 10⁸ times as many.")


def test_it_follows_the_selection(program: Program, page: ShapesPage, qtbot: QtBot) -> None:
    for layer, shapes in (("pool1", "→ [1, 8, 120, 160]"), ("relu1", "→ [1, 8, 240, 320]")):
        program.presenter.select(layer)
        assert text(page, "shapesLayer") == layer
        assert shapes in text(page, "layerShapes")
    assert text(page, "sizeSymbols").splitlines() == ["c′ = c = 8", "h′ = h = 240", "w′ = w = 320"]
    assert page.costs.texts()[:1] == ["0"]
    program.presenter.select("")
    assert "Select a layer" in text(page, "shapesNote")
    assert text(page, "layerShapes") == ""
    settle(program, qtbot)


def test_a_layer_that_cannot_run_waits_or_is_off_says_so(program: Program, page: ShapesPage, qtbot: QtBot) -> None:
    program.window.editor.set_params("conv2", {"groups": 3})
    program.presenter.select("conv2")
    assert "groups 3" in text(page, "shapesNote")
    program.presenter.select("norm1")
    assert "Waits for conv2" in text(page, "shapesNote")
    program.window.editor.enable("norm1", False)
    assert "Switched off" in text(page, "shapesNote")
    settle(program, qtbot)


def test_a_kernel_drag_writes_nothing(
    program: Program, page: ShapesPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[object] = []
    monkeypatch.setattr(shapes_page, "effects", lambda layer: counted.append(layer) or ())
    for value in (0.1, 0.2):
        program.window.editor.set_weight("conv1", "weight", (0, 0, 1, 1), value, gesture=page)
    settle(program, qtbot)
    assert counted == []


def guess(page: ShapesPage, typed: str) -> str:
    field = page.prediction.field
    field.setText(typed)
    QTest.keyClick(field, Qt.Key.Key_Return)
    return text(page, "guessVerdict")


def test_a_guess_reveals_the_answer_and_is_judged(program: Program, page: ShapesPage, qtbot: QtBot) -> None:
    program.window.activateWindow()
    page.predict.click()
    assert page.prediction.field.hasFocus()
    assert text(page, "layerShapes") == "[1, 3, 240, 320] → ?"
    assert "240" not in text(page, "sizeSymbols")
    assert not page.effects.isVisible()
    assert "stride 1" in text(page, "layerSettings")
    assert "numbers" in guess(page, "large")
    assert page.hidden
    assert "right" in guess(page, "[1, 8, 240, 320]")
    assert not page.hidden
    assert text(page, "result_h") == "   = 240"
    program.presenter.select("pool1")
    assert page.hidden
    assert text(page, "guessVerdict") == ""
    assert "height: 240 comes out if" in guess(page, "1, 8, 240, 320") or "height" in text(page, "guessVerdict")
    assert text(page, "result_h") == "   = 120"
    program.window.editor.set_params("pool1", {"kernel_size": 3})
    assert page.hidden
    reveal = page.findChild(QPushButton, "revealShape")
    assert reveal is not None
    reveal.click()
    assert not page.hidden
    page.predict.click()
    settle(program, qtbot)


def shapes_elsewhere(program: Program) -> str:
    window = program.window
    head = window.findChild(QLabel, "shapeLabel")
    assert head is not None
    rows = " ".join(row.shape for row in window.canvas._rows.contents[1:])
    tips = " ".join(header_tip(row, RowState()) for row in window.canvas._rows.contents[1:])
    cards = " ".join(f"{card.about} {card.shape_line}" for card in window.stack_panel._model._cards)
    return f"{head.text()} {rows} {tips} {cards}"


def totals(program: Program) -> list[str]:
    names = ("totalParameters", "totalMacs", "totalReceptiveField", "totalMemory")
    labels = (program.window.stack_panel.findChild(QLabel, name) for name in names)
    return [label.text() for label in labels if label is not None]


def ask_first(program: Program, page: ShapesPage) -> None:
    """Turn prediction on with conv1 selected."""
    page.predict.click()
    assert program.presenter.selected == "conv1"


def test_while_a_shape_is_guessed_the_rest_of_the_window_does_not_tell_it(
    program: Program, page: ShapesPage, qtbot: QtBot
) -> None:
    before = shapes_elsewhere(program)
    assert "[1, 8, 240, 320]" in before
    ask_first(program, page)
    assert "8, 240" not in shapes_elsewhere(program)
    page.predict.click()
    assert shapes_elsewhere(program) == before
    settle(program, qtbot)


def test_what_the_stack_amounts_to_waits_for_the_shapes(program: Program, page: ShapesPage, qtbot: QtBot) -> None:
    before = totals(program)
    assert before == ["1,392", "38.7 M", "10 × 10", "12.3 MiB"]
    ask_first(program, page)
    assert totals(program) == ["?", "?", "10 × 10", "?"]
    page.predict.click()
    assert totals(program) == before
    settle(program, qtbot)


def test_other_pages_give_way_to_a_note_while_they_would_tell_the_shape(
    program: Program, page: ShapesPage, qtbot: QtBot
) -> None:
    explain = program.wiring.explain
    ask_first(program, page)
    drawer = explain.drawer
    assert drawer is not None
    for told_by in ("pixel", "distribution", "norms", "compare"):
        explain.open(told_by)
        settle(program, qtbot)
        assert drawer.unsaid.isVisible()
        assert not drawer.page.isVisible()
        assert not drawer.page.tools.isVisible()
    link = drawer.findChild(QPushButton, "unsaidLink")
    assert link is not None
    link.click()
    assert page.isVisible()
    guess(page, "1, 8, 240, 320")
    explain.open("pixel")
    assert drawer.page.isVisible()
    assert drawer.page.tools.isVisible()
    program.presenter.select("relu1")
    assert drawer.unsaid.isVisible()
    program.presenter.select("")
    assert drawer.page.isVisible(), "the shape of the input is given"
    page.predict.click()
    program.presenter.select("relu1")
    assert drawer.page.isVisible()
    settle(program, qtbot)


def test_a_question_stays_open_whatever_is_looked_at_meanwhile(
    program: Program, page: ShapesPage, qtbot: QtBot
) -> None:
    explain = program.wiring.explain
    ask_first(program, page)
    for leave in (lambda: explain.open("code"), explain.close, lambda: program.presenter.select("pool1")):
        leave()
        assert "8, 240" not in shapes_elsewhere(program)
        explain.open("shapes")
    program.presenter.select("conv1")
    assert page.hidden
    assert text(page, "layerShapes") == "[1, 3, 240, 320] → ?"
    assert "8, 240" not in shapes_elsewhere(program)
    settle(program, qtbot)


def test_what_was_told_stays_told_and_is_all_that_is_shown(program: Program, page: ShapesPage, qtbot: QtBot) -> None:
    ask_first(program, page)
    guess(page, "1")
    contents = {row.layer: row.shape for row in program.window.canvas._rows.contents}
    assert contents["conv1"] == "[1, 8, 240, 320]"
    assert {shape for layer, shape in contents.items() if layer not in ("input", "conv1")} == {"?"}
    program.presenter.select("pool1")
    assert page.hidden
    program.presenter.select("conv1")
    assert not page.hidden
    assert text(page, "result_h") == "   = 240"
    program.window.editor.set_params("conv1", {"stride": 2})
    assert page.hidden, "it is another question now"
    program.window.editor.undo()
    assert not page.hidden
    settle(program, qtbot)


def test_a_layer_that_comes_while_the_page_is_closed_is_a_question_too(
    program: Program, page: ShapesPage, qtbot: QtBot
) -> None:
    ask_first(program, page)
    program.wiring.explain.close()
    program.window.editor.add("max_pool2d", 0)
    settle(program, qtbot)
    assert "120" not in shapes_elsewhere(program)
    (added,) = (row for row in program.window.canvas._rows.contents if row.layer == "pool2")
    assert added.shape == "?"


def test_a_layer_that_is_off_does_not_tell_what_comes_into_it(program: Program, page: ShapesPage, qtbot: QtBot) -> None:
    ask_first(program, page)
    program.window.editor.enable("norm1", False)
    program.presenter.select("norm1")
    assert "?" in shapes_elsewhere(program)
    assert "240" not in shapes_elsewhere(program)
    settle(program, qtbot)


def test_code_and_the_large_view_keep_it_to_themselves(program: Program, page: ShapesPage, qtbot: QtBot) -> None:
    explain = program.wiring.explain
    ask_first(program, page)
    explain.open("code")
    drawer = explain.drawer
    assert drawer is not None
    assert isinstance(drawer.page, CodePage)
    assert "240" not in drawer.page.code.text.replace("[1, 3, 240, 320]", "")
    assert "# ?" in drawer.page.code.text
    program.wiring.large.open("conv1", 1)
    shape, count = (program.window.findChild(QLabel, name) for name in ("largeShape", "largeCount"))
    assert shape is not None
    assert count is not None
    assert (shape.text(), count.text()) == ("?", "")
    explain.open("shapes")
    page.predict.click()
    assert shape.text() == "[1, 8, 240, 320]"
    assert "8 in all" in count.text()
    explain.open("code")
    assert "[1, 8, 240, 320]" in drawer.page.code.text
    settle(program, qtbot)


def test_no_picture_lets_channels_or_cells_be_counted(program: Program, page: ShapesPage, qtbot: QtBot) -> None:
    ask_first(program, page)
    canvas = program.window.canvas
    settle(program, qtbot)
    rows = {row.layer: row for row in canvas._rows.contents}
    assert [layer for layer, row in rows.items() if row.channels] == ["input"]
    assert "predicted" in rows["conv1"].note
    guess(page, "1, 8, 240, 320")
    settle(program, qtbot)
    rows = {row.layer: row for row in canvas._rows.contents}
    assert [layer for layer, row in rows.items() if row.channels] == ["input", "conv1"]
    assert canvas._states["conv1"].images is not None


def test_the_palette_and_the_cards_name_no_channels(program: Program, page: ShapesPage, qtbot: QtBot) -> None:
    def paths() -> list[str]:
        cards = [card.about for card in program.window.stack_panel._model._cards]
        return cards + [entry.path for entry in program.wiring.commands.entries() if entry.id.startswith("layer:")]

    assert any("3→8" in path for path in paths())
    ask_first(program, page)
    assert not any("→" in path for path in paths())
    assert "→" not in text(page, "shapesAbout")
    settle(program, qtbot)


def test_the_inspector_shows_the_kernel_but_not_how_many_there_are(
    program: Program, page: ShapesPage, qtbot: QtBot
) -> None:
    inspector = program.window.inspector
    matrix, grid = inspector.findChild(QWidget, "sliceMatrix"), inspector.findChild(QWidget, "kernelGrid")
    assert matrix is not None
    assert grid is not None
    ask_first(program, page)
    assert not matrix.isVisible()
    assert grid.isVisible()
    bias = inspector.findChild(QToolButton, "show_bias")
    assert bias is not None
    bias.click()
    assert not grid.isVisible(), "it has a row for each channel"
    guess(page, "1, 8, 240, 320")
    assert grid.isVisible()
    program.presenter.select("conv2")
    assert not matrix.isVisible()
    page.predict.click()
    assert matrix.isVisible()
    settle(program, qtbot)


def test_what_comes_in_waits_for_its_own_guess(program: Program, page: ShapesPage, qtbot: QtBot) -> None:
    ask_first(program, page)
    program.presenter.select("pool1")
    assert text(page, "layerShapes") == "? → ?"
    assert "begin with conv1" in text(page, "shapesBefore")
    guess(page, "1, 8, 120, 160")
    assert text(page, "layerShapes") == "[1, 8, 240, 320] → [1, 8, 120, 160]"
    assert text(page, "shapesBefore") == ""
    program.presenter.select("conv1")
    assert not page.hidden, "what was told of the layer below it gave it away"
    settle(program, qtbot)


def test_typing_a_guess_leaves_the_answer_hidden_while_weights_change(
    program: Program, page: ShapesPage, qtbot: QtBot
) -> None:
    page.predict.click()
    page.prediction.field.setText("1, 8")
    program.window.editor.set_weight("conv1", "weight", (0, 0, 1, 1), 0.5)
    settle(program, qtbot)
    assert page.prediction.field.text() == "1, 8"
    assert page.hidden


def test_narrow_and_wide_windows_lay_it_out_otherwise(program: Program, page: ShapesPage, qtbot: QtBot) -> None:
    for width, beside in ((1600, True), (1280, False)):
        program.window.resize(width, 800)
        settle(program, qtbot)
        assert page.derivation._columns.beside is beside
        assert page._area.horizontalScrollBar().maximum() == 0


def test_it_speaks_another_language(program: Program, page: ShapesPage, qtbot: QtBot) -> None:
    try:
        program.window.retranslate(use_language("zh_CN"))
        assert "8·3·3·3 + 8 = 224" in page.costs.texts()
    finally:
        program.window.retranslate(use_language("en"))
    settle(program, qtbot)


@pytest.mark.parametrize(
    ("number", "said"),
    [(3.4, "3.4"), (1216, "1,216"), (99_999, "99,999"), (38_547_712, "3.9 · 10⁷"), (1.13e11, "1.1 · 10¹¹")],
)
def test_large_numbers_are_powers_of_ten(number: float, said: str) -> None:
    assert power_text(number).replace("\u00a0", " ") == said
