"""After a result only what it changed is painted again, and that looks as if all of it had been."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from cnnlab.engine.session import Session
from cnnlab.engine.view import Result
from cnnlab.gui.canvas.canvas import LayerCanvas
from cnnlab.gui.canvas.paint import RowPainter
from cnnlab.gui.canvas.tiles import TilePainter
from tests.gui.canvas.showing import computed, plan_of, show

STACK = (("conv2d", {"out_channels": 4}), ("relu", {}), ("conv2d", {"out_channels": 6}))


class Painted:
    """Counts what is painted, from now on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.words: list[str] = []
        self.headers: list[str] = []
        self.rows: list[str] = []
        words, header, tiles = RowPainter._words, RowPainter.header, TilePainter.tiles

        def count_words(painter: RowPainter, *args) -> None:
            self.words.append(args[2].layer)
            words(painter, *args)

        def count_header(painter: RowPainter, *args) -> None:
            self.headers.append(args[2].layer)
            header(painter, *args)

        def count_tiles(painter: TilePainter, *args) -> None:
            self.rows.append(args[4].layer)
            tiles(painter, *args)

        monkeypatch.setattr(RowPainter, "_words", count_words)
        monkeypatch.setattr(RowPainter, "header", count_header)
        monkeypatch.setattr(TilePainter, "tiles", count_tiles)


def shown(canvas: LayerCanvas, qtbot: QtBot, result: Result) -> None:
    with qtbot.waitSignal(canvas.painted, timeout=2000):
        canvas.show_result(result)


def on_screen(canvas: LayerCanvas) -> QImage:
    """What the window shows, as it was painted bit by bit."""
    return canvas.screen().grabWindow(canvas.winId()).toImage()


def two_results(canvas: LayerCanvas, qtbot: QtBot) -> tuple[Result, Result]:
    """Results with other pictures and numbers in every row; the first one is on show."""
    plan = plan_of(*STACK)
    show(canvas, plan)
    session = Session()
    first, second = (computed(canvas, plan, session, seed) for seed in (1, 2))
    shown(canvas, qtbot, first)
    return first, second


def test_a_new_picture_of_one_row_paints_its_tiles_and_no_header(
    canvas: LayerCanvas, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = two_results(canvas, qtbot)
    one = dataclasses.replace(first, pictures={**first.pictures, "relu1": second.pictures["relu1"]})
    painted = Painted(monkeypatch)
    shown(canvas, qtbot, one)
    assert (painted.rows, painted.headers, painted.words) == (["relu1"], [], [])


def test_new_numbers_of_one_row_paint_no_tiles_and_no_words(
    canvas: LayerCanvas, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _second = two_results(canvas, qtbot)
    numbers = dataclasses.replace(first.layers["relu1"], high=1.02 * first.layers["relu1"].high)  # as wide as before
    painted = Painted(monkeypatch)
    shown(canvas, qtbot, dataclasses.replace(first, layers={**first.layers, "relu1": numbers}))
    assert (painted.rows, painted.headers, painted.words) == ([], ["relu1"], [])


def test_words_are_painted_anew_where_wider_numbers_leave_them_other_room(
    canvas: LayerCanvas, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _second = two_results(canvas, qtbot)
    numbers = dataclasses.replace(first.layers["relu1"], high=12345.0)
    painted = Painted(monkeypatch)
    shown(canvas, qtbot, dataclasses.replace(first, layers={**first.layers, "relu1": numbers}))
    assert painted.words == ["relu1"]


@pytest.mark.parametrize("top", [0, 30, 75, 140])
@pytest.mark.parametrize("width", [900, 330])
def test_what_is_painted_in_parts_looks_as_if_painted_whole(
    canvas: LayerCanvas, qtbot: QtBot, top: int, width: int
) -> None:
    canvas.resize(width, 330)
    _first, second = two_results(canvas, qtbot)
    canvas.set_tile_size(120)
    canvas.select("relu1", 2)
    canvas.verticalScrollBar().setValue(top)
    canvas.viewport().repaint()
    before = on_screen(canvas)
    shown(canvas, qtbot, second)
    parts = on_screen(canvas)
    canvas.viewport().repaint()
    assert parts != before
    assert parts == on_screen(canvas)


def test_the_tiles_of_a_row_cover_what_its_rectangle_says(canvas: LayerCanvas) -> None:
    show(canvas, plan_of(("conv2d", {"out_channels": 21}), ("adaptive_avg_pool2d", {})))
    for expanded in (False, True):
        canvas.expand("conv1", expanded)
        geometry = canvas._geometry
        for index in range(len(canvas._rows)):
            tiles = geometry.tile_rects(index, geometry.shown(geometry.rows[index]))
            union = QRect()
            for tile in tiles:
                union = union.united(tile)
            assert geometry.tiles_rect(index) == union
    canvas.collapse("conv1", True)
    assert [canvas._geometry.tiles_rect(index).isEmpty() for index in range(3)] == [False, True, False]
