"""A convolution as matrices: settings, what is lit, pointer and keys."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cnnlab.gui.convolution.convolution_keys import CELL_KEYS
from cnnlab.gui.convolution.matrix_board import MatrixBoard
from cnnlab.gui.convolution.matrix_chapter import MatrixChapter
from cnnlab.gui.convolution.matrix_scene import Focus
from cnnlab.gui.theme import DARK, LIGHT
from tests.gui.convolution.showing import shown


@pytest.fixture
def chapter(qtbot: QtBot) -> MatrixChapter:
    made = MatrixChapter(DARK)
    shown(made, qtbot)
    return made


def cell(board: MatrixBoard, grid: str, row: int, column: int) -> QPoint:
    """The middle of a cell."""
    return board.scale().rect(board.grids[grid], row, column).center().toPoint()


@pytest.mark.parametrize(("stride", "padding", "dilation"), [(1, 0, 1), (2, 1, 1), (1, 1, 2), (3, 0, 1)])
def test_the_output_is_torchs(chapter: MatrixChapter, stride: int, padding: int, dilation: int) -> None:
    for name, value in (("stride", stride), ("padding", padding), ("dilation", dilation), ("size", 5)):
        chapter.fields[name].setValue(value)
    grids = chapter.board.grids
    edge = slice(padding, -padding or None)
    picture, kernel = grids["input"].values[edge, edge], grids["kernel"].values
    expected = torch.nn.functional.conv2d(
        torch.tensor(picture)[None, None], torch.tensor(kernel)[None, None], None, stride, padding, dilation
    )
    np.testing.assert_array_equal(grids["output"].values, expected[0, 0].numpy())
    np.testing.assert_array_equal(grids["row"].values @ grids["matrix"].values, grids["product"].values)
    chapter.views.segment("toeplitz").click()
    grids = chapter.board.grids
    np.testing.assert_array_equal(grids["matrix"].values @ grids["x"].values.ravel(), grids["y"].values.ravel())
    np.testing.assert_array_equal(grids["output"].values, expected[0, 0].numpy())
    chapter.grab()


def test_a_column_lights_its_patch_and_its_output(chapter: MatrixChapter) -> None:
    board = chapter.board
    QTest.mouseMove(board, cell(board, "matrix", 3, 4))
    assert board.focus == Focus(3, 4)
    grids = board.grids
    assert grids["input"].lit == {(1, 1), (1, 2), (2, 1), (2, 2)}
    assert grids["input"].marked == {(2, 2)}
    assert grids["output"].marked == {(1, 1)}
    assert grids["product"].marked == {(0, 4)}
    assert grids["kernel"].marked == {(1, 1)}
    assert grids["matrix"].lit == {(row, 4) for row in range(4)}


def test_a_cell_of_the_kernel_lights_its_row(chapter: MatrixChapter) -> None:
    board = chapter.board
    QTest.mouseMove(board, cell(board, "row", 0, 1))
    assert board.focus == Focus(1, None)
    assert board.grids["matrix"].lit == {(1, column) for column in range(9)}
    assert board.grids["input"].lit == {(row, column + 1) for row in range(3) for column in range(3)}
    QTest.mouseMove(board, cell(board, "output", 2, 0))
    assert board.focus == Focus(None, 6)


def test_the_toeplitz_matrix_lights_the_same(chapter: MatrixChapter) -> None:
    chapter.views.segment("toeplitz").click()
    board = chapter.board
    QTest.mouseMove(board, cell(board, "matrix", 4, 10))
    assert board.focus == Focus(3, 4)
    assert board.grids["x"].marked == {(0, 10)}
    assert board.grids["y"].marked == {(4, 0)}
    QTest.mouseMove(board, cell(board, "matrix", 0, 15))
    assert board.focus == Focus(None, 0)
    chapter.grab()


@pytest.mark.parametrize("view", ["im2col", "toeplitz"])
def test_arrows_go_from_cell_to_cell(chapter: MatrixChapter, view: str) -> None:
    chapter.views.segment(view).click()
    board = chapter.board
    keys = {"left": Qt.Key.Key_Left, "right": Qt.Key.Key_Right, "up": Qt.Key.Key_Up, "down": Qt.Key.Key_Down}
    for row in CELL_KEYS.rows:
        board.show_focus(Focus(1, 1))
        QTest.keyClick(board, keys[row.id])
        assert board.focus != Focus(1, 1)
    board.show_focus(Focus(0, 0))
    QTest.keyClick(board, Qt.Key.Key_Left)
    assert board.focus == Focus(0, 0)
    assert board.accessibleDescription().startswith("y[0, 0] = ")


def test_what_does_not_fit_is_said(chapter: MatrixChapter) -> None:
    for name, value in (("size", 3), ("kernel", 3), ("dilation", 2)):
        chapter.fields[name].setValue(value)
    assert chapter.note.isVisible()
    assert "5 cells" in chapter.note.text()
    chapter.grab()
    chapter.fields["padding"].setValue(1)
    assert not chapter.note.isVisible()


def test_it_paints_in_both_themes_however_small(chapter: MatrixChapter) -> None:
    chapter.fields["size"].setValue(5)
    chapter.fields["padding"].setValue(1)
    for theme in (LIGHT, DARK):
        chapter.set_theme(theme)
        for size in ((320, 200), (560, 300), (1600, 700)):
            chapter.resize(*size)
            chapter.grab()
