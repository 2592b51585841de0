"""The page of code: live, in step with the selection both ways, copied and saved."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from cnnlab.app import Program
from cnnlab.formats.code.styles import Style, code_of
from cnnlab.gui.drawer import code_page
from cnnlab.gui.drawer.code_page import CodePage
from cnnlab.gui.files.code_saving import python_name
from cnnlab.gui.files.file_dialog import FileDialog
from cnnlab.gui.language import use_language
from tests.gui.program import settle


@pytest.fixture
def page(program: Program, qtbot: QtBot) -> CodePage:
    program.wiring.explain.open("code")
    settle(program, qtbot)
    drawer = program.wiring.explain.drawer
    assert drawer is not None
    assert isinstance(drawer.page, CodePage)
    return drawer.page


def marked(page: CodePage) -> list[int]:
    return [mark.cursor.blockNumber() for mark in page.view.extraSelections()]


def click(page: CodePage, line: int) -> None:
    block = page.view.document().findBlockByNumber(line)
    box = page.view.blockBoundingGeometry(block).translated(page.view.contentOffset())
    QTest.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(40, round(box.center().y())))


def said(program: Program) -> str:
    return str(program.window.status._message[0])


def test_it_shows_the_code_in_both_styles(program: Program, page: CodePage) -> None:
    for style in (Style.FUNCTIONAL, Style.MODULE):
        page.styles.segment(style.value).click()
        assert page.styles.current == style.value
        assert page.view.toPlainText() + "\n" == code_of(program.presenter.plan, style).text


def test_an_edit_rewrites_only_what_differs_and_keeps_place_and_selection(
    program: Program, page: CodePage, qtbot: QtBot
) -> None:
    page.view.setFixedHeight(90)
    bar = page.view.verticalScrollBar()
    first = page.code.lines_of("relu1")[0]
    cursor = QTextCursor(page.view.document().findBlockByNumber(first))
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
    page.view.setTextCursor(cursor)
    bar.setValue(7)
    written: list[tuple[int, int, int]] = []
    page.view.document().contentsChange.connect(lambda *change: written.append(change))
    program.window.editor.set_params("conv2", {"out_channels": 12})
    settle(program, qtbot)
    assert "nn.Conv2d(8, 12, kernel_size=3, padding=1)" in page.view.toPlainText()
    assert page.view.toPlainText() + "\n" == page.code.text
    assert bar.value() == 7
    assert page.view.textCursor().selectedText().strip().startswith("relu1=")
    assert len(written) == 1
    assert written[0][1] < len(page.code.text) / 2


def test_a_kernel_drag_does_not_write_the_code_anew(
    program: Program, page: CodePage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[object] = []
    monkeypatch.setattr(code_page, "code_of", lambda *given: counted.append(given))
    for value in (0.1, 0.2, 0.3):
        program.window.editor.set_weight("conv1", "weight", (0, 0, 1, 1), value, gesture=page)
    settle(program, qtbot)
    assert counted == []


def test_while_it_is_not_shown_nothing_is_written(
    program: Program, page: CodePage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[object] = []

    def write(*given: object) -> object:
        counted.append(given)
        return code_of(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(code_page, "code_of", write)
    program.wiring.explain.close()
    program.window.editor.set_params("conv1", {"out_channels": 4})
    assert counted == []
    program.wiring.explain.open()
    assert len(counted) == 1
    assert "nn.Conv2d(3, 4, kernel_size=3, padding=1)" in page.view.toPlainText()
    settle(program, qtbot)


def test_a_click_on_a_line_selects_its_layer(program: Program, page: CodePage, qtbot: QtBot) -> None:
    for layer in ("norm1", "pool1"):
        click(page, page.code.lines_of(layer)[0])
        assert program.presenter.selected == layer
        assert marked(page) == list(page.code.lines_of(layer))
    click(page, 0)
    assert program.presenter.selected == "pool1"
    settle(program, qtbot)


def test_arrows_go_from_line_to_line_and_select_layers(program: Program, page: CodePage, qtbot: QtBot) -> None:
    program.presenter.select("relu1")
    QTest.keyClick(page.view, Qt.Key.Key_Down)
    assert program.presenter.selected == "pool1"
    QTest.keyClick(page.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert program.presenter.selected == "pool1"
    settle(program, qtbot)


def test_a_selection_elsewhere_scrolls_to_its_lines(program: Program, page: CodePage, qtbot: QtBot) -> None:
    page.view.setFixedHeight(80)
    for layer in ("up1", "conv1"):
        program.presenter.select(layer)
        (line,) = page.code.lines_of(layer)
        assert line in [number for number, *_ in page.view.lines_at(0, 80)]
        assert marked(page) == [line]
    settle(program, qtbot)


def test_a_layer_that_cannot_run_is_a_comment(program: Program, page: CodePage, qtbot: QtBot) -> None:
    program.window.editor.set_params("conv2", {"groups": 3})
    settle(program, qtbot)
    assert "# conv2 cannot run" in page.view.toPlainText()
    assert "# norm1 waits for conv2" in page.view.toPlainText()


def test_the_problem_of_the_selected_layer_is_said_with_its_fix(program: Program, page: CodePage, qtbot: QtBot) -> None:
    program.presenter.select("norm1")
    assert page.note.isHidden()
    program.window.editor.set_params("conv2", {"groups": 3})
    settle(program, qtbot)
    assert page.note.isVisibleTo(page)
    page.note.link.click()
    assert program.presenter.selected == "conv2"
    page.note.link.click()
    settle(program, qtbot)
    assert program.presenter.plan.layer("conv2").runs
    assert page.note.isHidden()


def test_all_or_what_is_selected_is_copied(program: Program, page: CodePage) -> None:
    button = page.tools.findChild(QPushButton, "copyCode")
    assert button is not None
    button.click()
    assert QGuiApplication.clipboard().text() == page.code.text
    assert "20 lines" in said(program)
    page.view.setFocus()
    cursor = QTextCursor(page.view.document().findBlockByNumber(2))
    cursor.select(QTextCursor.SelectionType.LineUnderCursor)
    page.view.setTextCursor(cursor)
    QTest.keyClick(page.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "from collections import OrderedDict"


def saved(program: Program, page: CodePage, qtbot: QtBot, path: Path) -> str:
    """Save through the dialog; what the status line says."""
    button = page.tools.findChild(QPushButton, "saveCode")
    assert button is not None
    button.click()
    dialog = program.window.findChild(FileDialog, "fileDialog")
    assert dialog is not None
    dialog.fileSelected.emit(str(path))
    dialog.close()
    settle(program, qtbot)
    return said(program)


def test_saved_code_runs_and_gives_the_output_of_the_last_layer(
    program: Program, page: CodePage, qtbot: QtBot, tmp_path: Path
) -> None:
    assert "net.safetensors" in saved(program, page, qtbot, tmp_path / "net.py")
    script = "import torch, net; print(tuple(net.build()(torch.zeros(1, 3, 240, 320)).shape))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout.strip() == "(1, 16, 240, 320)"
    assert "net.safetensors" in saved(program, page, qtbot, tmp_path / "net.py")


def test_what_cannot_be_saved_is_said_in_a_sentence(
    program: Program, page: CodePage, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "mine.safetensors").write_bytes(b"precious")
    assert "mine.safetensors" in saved(program, page, qtbot, tmp_path / "mine.py")
    assert (tmp_path / "mine.safetensors").read_bytes() == b"precious"
    assert not (tmp_path / "mine.py").exists()
    assert ".py" in saved(program, page, qtbot, tmp_path / "net.cnnlab")
    assert "nowhere" in saved(program, page, qtbot, tmp_path / "nowhere" / "net.py")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["mine.safetensors"]


def test_a_stack_with_a_problem_is_not_saved(program: Program, page: CodePage, qtbot: QtBot) -> None:
    program.window.editor.set_params("conv2", {"groups": 3})
    settle(program, qtbot)
    button = page.tools.findChild(QPushButton, "saveCode")
    assert button is not None
    button.click()
    assert program.window.findChild(FileDialog, "fileDialog") is None
    assert "groups 3" in said(program)


def test_in_a_narrow_window_the_controls_stand_below_the_tabs(program: Program, page: CodePage, qtbot: QtBot) -> None:
    drawer = program.wiring.explain.drawer
    assert drawer is not None
    row = page.tools.mapTo(drawer, QPoint(0, 0)).y()
    columns = program.window.columns
    sizes = columns.sizes()
    columns.setSizes([500, 330, sum(sizes) - 830])
    settle(program, qtbot)
    copy = page.tools.findChild(QPushButton, "copyCode")
    assert copy is not None
    assert page.tools.mapTo(drawer, QPoint(0, 0)).y() > row
    assert (copy.text(), copy.accessibleName()) == ("", "Copy")
    columns.setSizes(sizes)
    settle(program, qtbot)
    assert page.tools.mapTo(drawer, QPoint(0, 0)).y() == row


def test_it_speaks_another_language(program: Program, page: CodePage, qtbot: QtBot) -> None:
    try:
        program.window.retranslate(use_language("zh_CN"))
        assert page.view.toPlainText() + "\n" == page.code.text
    finally:
        program.window.retranslate(use_language("en"))
    settle(program, qtbot)


def test_a_file_is_named_after_the_project() -> None:
    assert python_name("My net, v2") == "my_net_v2.py"
    assert python_name("网络") == "network.py"
    assert python_name("") == "network.py"


def test_code_is_written_larger_where_there_is_much_room(page: CodePage) -> None:
    sizes = []
    for size in ((600, 300), (1880, 640)):
        page.resize(*size)
        page.view.resize(*size)
        sizes.append((page.view.font().pixelSize(), page.view._margin.font().pixelSize()))
    assert sizes[0] == (13, 12)
    assert sizes[1] == (21, 19)
