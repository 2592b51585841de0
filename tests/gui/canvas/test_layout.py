"""Rows are zoomed, wrapped, sorted, moved along and collapsed, and every channel stays within reach."""

from __future__ import annotations

import time

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from cnnlab.engine.session import Session
from cnnlab.engine.view import Ranking, Sort
from cnnlab.gui.canvas.canvas import LayerCanvas
from cnnlab.gui.canvas.geometry import LARGEST, SMALLEST
from tests.gui.canvas.showing import computed, plan_of, show, tile_point, turn

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def channels(canvas: LayerCanvas, layer: str) -> tuple[int, ...]:
    """The channels of a layer that are in view."""
    return next((row.channels for row in canvas.visible_rows() if row.layer == layer), ())


def click(canvas: LayerCanvas, name: str) -> None:
    button = canvas.findChild(QToolButton, name)
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_control_and_wheel_change_the_size_and_keep_what_lies_under_the_pointer(canvas: LayerCanvas) -> None:
    show(canvas, plan_of(*[("conv2d", {"out_channels": 12, "padding": 1})] * 20))
    canvas.verticalScrollBar().setValue(900)
    point = QPoint(60, 333)
    before = canvas.hit(point)
    assert before is not None
    for notches in (2, 1, -1, -3, 4):
        turn(canvas, point, notches, CONTROL)
        after = canvas.hit(point)
        assert after is not None
        assert after.row == before.row


def test_sizes_end_at_both_ends_and_go_back_to_automatic(canvas: LayerCanvas) -> None:
    show(canvas, plan_of(("conv2d", {"out_channels": 12})))
    automatic = canvas.tile_width
    for _ in range(20):
        click(canvas, "tilesSmaller")
    assert canvas.tile_size == canvas.tile_width == SMALLEST
    for _ in range(20):
        click(canvas, "tilesLarger")
    assert canvas.tile_size == canvas.tile_width == LARGEST
    assert canvas._geometry.columns == 1
    click(canvas, "tileSize")
    assert (canvas.tile_size, canvas.tile_width) == (0, automatic)


def test_all_channels_of_one_line_are_reached_with_shift_and_wheel(canvas: LayerCanvas) -> None:
    show(canvas, plan_of(("conv2d", {"out_channels": 50})))
    columns, seen = canvas._geometry.columns, set(channels(canvas, "conv1"))
    assert len(seen) == columns
    for _ in range(60):
        turn(canvas, tile_point(canvas, 1, canvas._geometry.first(canvas._geometry.rows[1])), -1, SHIFT)
        assert len(channels(canvas, "conv1")) == columns
        seen |= set(channels(canvas, "conv1"))
    assert seen == set(range(50))
    back = canvas._geometry.back_rect(1)
    assert back is not None
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=back.center())
    assert channels(canvas, "conv1")[0] == 50 - 2 * columns


def test_a_line_is_dragged_along(canvas: LayerCanvas) -> None:
    show(canvas, plan_of(("conv2d", {"out_channels": 50})))
    start, pitch = tile_point(canvas, 1, 5), canvas.tile_width + canvas._geometry.gap
    QTest.mousePress(canvas.viewport(), Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(canvas.viewport(), start - QPoint(3 * pitch + 2, 0))
    QTest.mouseRelease(canvas.viewport(), Qt.MouseButton.LeftButton, pos=start - QPoint(3 * pitch + 2, 0))
    assert channels(canvas, "conv1")[0] == 3


def test_wrapping_holds_for_all_rows_and_each_can_differ(canvas: LayerCanvas, qtbot: QtBot) -> None:
    show(canvas, plan_of(("conv2d", {"out_channels": 20}), ("relu", {})))
    with qtbot.waitSignal(canvas.layout_chosen):
        click(canvas, "wrapChannels")
    assert canvas.wrap
    assert len(channels(canvas, "conv1")) == len(channels(canvas, "relu1")) == 20
    chip = canvas._geometry.chip_rect(1)
    assert chip is not None
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=chip.center())
    assert len(channels(canvas, "conv1")) == canvas._geometry.columns
    assert len(channels(canvas, "relu1")) == 20
    click(canvas, "wrapChannels")
    assert not canvas.is_expanded("relu1")


def test_an_order_is_asked_for_once_and_stays_while_values_change(canvas: LayerCanvas) -> None:
    plan, session = plan_of(("conv2d", {"out_channels": 6}), ("relu", {})), Session()
    show(canvas, plan)
    wishes: list[Ranking | None] = []
    canvas.ranking_wanted.connect(wishes.append)
    canvas.set_sort(Sort.STRENGTH)
    assert wishes == [Ranking(Sort.STRENGTH, ("conv1", "relu1"))]
    assert channels(canvas, "conv1") == tuple(range(6))
    result = computed(canvas, plan, session, ranking=wishes[0])
    canvas.show_result(result)
    assert wishes[1:] == [None]
    order = result.orders["conv1"]
    assert order != tuple(range(6))
    assert channels(canvas, "conv1") == order
    other = computed(canvas, plan, session, seed=5, ranking=wishes[0])
    canvas.show_result(other)
    assert channels(canvas, "conv1") == order
    canvas.set_sort(Sort.STRENGTH)
    assert wishes[2:] == [wishes[0]]
    canvas.set_sort(Sort.ID)
    assert channels(canvas, "conv1") == tuple(range(6))


def test_an_order_is_found_anew_where_the_number_of_channels_changes_and_only_there(canvas: LayerCanvas) -> None:
    plan, session = plan_of(("conv2d", {"out_channels": 6}), ("conv2d", {"out_channels": 5})), Session()
    show(canvas, plan)
    canvas.set_sort(Sort.VARIANCE)
    canvas.show_result(computed(canvas, plan, session, ranking=Ranking(Sort.VARIANCE, ("conv1", "conv2"))))
    wishes: list[Ranking | None] = []
    canvas.ranking_wanted.connect(wishes.append)
    show(canvas, plan_of(("conv2d", {"out_channels": 6}), ("conv2d", {"out_channels": 7})))
    assert wishes == [Ranking(Sort.VARIANCE, ("conv2",))]
    assert channels(canvas, "conv2") == tuple(range(7))


def test_clicks_keys_and_hover_follow_the_order_on_show(canvas: LayerCanvas, qtbot: QtBot) -> None:
    plan, session = plan_of(("conv2d", {"out_channels": 20})), Session()
    show(canvas, plan)
    canvas.picked.connect(canvas.select)
    canvas.set_sort(Sort.STRENGTH)
    canvas.show_result(computed(canvas, plan, session, ranking=Ranking(Sort.STRENGTH, ("conv1",))))
    order = tuple(canvas._rows.channels(1))
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=tile_point(canvas, 1, 2))
    assert canvas._pin == ("conv1", order[2])
    for place in range(3, 15):
        QTest.keyClick(canvas, Qt.Key.Key_Right)
        assert canvas._pin == ("conv1", order[place])
        assert order[place] in channels(canvas, "conv1")
    QTest.keyClick(canvas, Qt.Key.Key_End)
    assert canvas._pin == ("conv1", order[-1])
    with qtbot.waitSignal(canvas.hovered) as caught:
        first = canvas._geometry.first(canvas._geometry.rows[1])
        QTest.mouseMove(canvas.viewport(), tile_point(canvas, 1, first + 1))
    assert caught.args[0][:3] == ("conv1", 0, order[first + 1])


@pytest.mark.parametrize("way", ["chevron", "double click", "key"])
def test_a_collapsed_row_is_its_header_and_is_not_made(canvas: LayerCanvas, way: str) -> None:
    show(canvas, plan_of(("conv2d", {"out_channels": 4}), ("relu", {})))
    canvas.select("conv1", 0)
    header = canvas._geometry.header_rect(1, 0)
    for collapsed in (True, False):
        if way == "chevron":
            place = canvas._geometry.chevron_rect(header).center()
            QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=place)
        elif way == "double click":
            QTest.mouseDClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=header.center())
        else:
            QTest.keyClick(canvas, Qt.Key.Key_Minus if collapsed else Qt.Key.Key_Plus)
        assert canvas.is_collapsed("conv1") == collapsed
        assert ("conv1" in [row.layer for row in canvas.visible_rows()]) == (not collapsed)


def test_all_rows_collapse_and_come_back(canvas: LayerCanvas) -> None:
    show(canvas, plan_of(("conv2d", {"out_channels": 4}), ("relu", {})))
    click(canvas, "collapseAll")
    assert canvas.visible_rows() == ()
    click(canvas, "showAll")
    assert len(canvas.visible_rows()) == 3


def test_header_and_chip_of_a_tall_row_stay_within_reach(canvas: LayerCanvas) -> None:
    show(canvas, plan_of(("conv2d", {"out_channels": 400}), ("relu", {})))
    canvas.expand("conv1", True)
    header = canvas.viewport().grab(canvas._geometry.header_rect(1, 0)).toImage()
    canvas.verticalScrollBar().setValue(1500)
    top = canvas._on_screen(canvas._geometry.header_rect(1, 1500))
    assert top.top() == 0
    assert canvas.viewport().grab(top).toImage() == header
    chip = canvas._geometry.chip_rect(1, 1500)
    assert chip is not None
    assert canvas.viewport().rect().contains(canvas._on_screen(chip))
    hit = canvas.hit(QPoint(300, 8))
    assert hit is not None
    assert (hit.row, hit.tile) == (1, -1)
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=canvas._on_screen(chip).center())
    assert not canvas.is_expanded("conv1")


def test_hovering_outlines_what_a_channel_is_made_from_and_what_is_made_of_it(canvas: LayerCanvas) -> None:
    plan = plan_of(("conv2d", {"out_channels": 4, "padding": 1}), ("relu", {}), ("max_pool2d", {}))
    show(canvas, plan)
    canvas.show_result(computed(canvas, plan, Session()))
    before = canvas.viewport().grab().toImage()
    QTest.mouseMove(canvas.viewport(), tile_point(canvas, 2, 1))
    after = canvas.viewport().grab().toImage()

    def outlined(row: int, tile: int) -> bool:
        rect = canvas._on_screen(canvas._geometry.tile_rect(row, tile))
        edge = [(x, rect.top() - 2) for x in range(rect.left() + 6, rect.right() - 6)]
        return any(before.pixel(*at) != after.pixel(*at) for at in edge)

    found = {(row, tile) for row in range(4) for tile in range(4) if outlined(row, tile)}
    assert found == {(1, 1), (2, 1), (3, 1)}


def scroll_cost(canvas: LayerCanvas, qtbot: QtBot) -> float:
    """Seconds of this thread for a scroll step, painted, when nothing disturbs it: the fastest quarter of many."""
    qtbot.wait(20)  # what the computation left to be handled
    bar, spent = canvas.verticalScrollBar(), []
    for step in range(80):
        started = time.thread_time()
        bar.setValue(37 * (step % 5))
        canvas.viewport().repaint()
        spent.append(time.thread_time() - started)
    return float(np.quantile(spent, 0.25))


@pytest.mark.alone
def test_2048_channels_scroll_as_fast_as_16(canvas: LayerCanvas, qtbot: QtBot) -> None:
    """Both show one line of tiles and a chip: what is not in view must cost nothing."""
    costs: dict[int, list[float]] = {16: [], 2048: []}
    for _ in range(4):
        for count, found in costs.items():
            plan = plan_of(("conv2d", {"out_channels": count, "kernel_size": 1}), *[("relu", {})] * 7)
            show(canvas, plan)
            canvas.show_result(computed(canvas, plan, Session()))
            found.append(scroll_cost(canvas, qtbot))
    assert min(costs[2048]) / min(costs[16]) < 1.5, costs


def test_the_strip_leaves_out_words_where_there_is_no_room(
    canvas: LayerCanvas,
) -> None:
    label = canvas.bar._label
    assert not label.isHidden()
    canvas.resize(320, 600)
    assert label.isHidden()
    assert canvas.bar.sizeHint().width() <= canvas.width()
