"""The items of a batch on the canvas: one, in rows, side by side."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from cnnlab.document import edits
from cnnlab.document.plan import Plan, infer
from cnnlab.document.stack import Stack
from cnnlab.engine.session import Session
from cnnlab.engine.view import COMPOSITE, RowView
from cnnlab.gui.canvas.batch import BatchMode
from cnnlab.gui.canvas.canvas import LayerCanvas
from cnnlab.gui.canvas.tiles import Outline
from tests.gui.canvas.showing import computed, plan_of, show, tile_point

ITEMS = 3


def batch_plan(items: int = ITEMS, channels: int = 4) -> Plan:
    """A convolution and a ReLU over several items."""
    return infer(plan_of(("conv2d", {"out_channels": channels}), ("relu", {})).stack, (items, 3, 24, 32))


def view_of(canvas: LayerCanvas, layer: str) -> RowView:
    return next(row for row in canvas.visible_rows() if row.layer == layer)


def test_one_item_is_shown_and_the_next_by_its_number(canvas: LayerCanvas) -> None:
    show(canvas, batch_plan())
    assert view_of(canvas, "conv1").tiles == ((0, 0), (1, 0), (2, 0), (3, 0))
    canvas.step_item(1)
    assert view_of(canvas, "conv1").tiles == ((0, 1), (1, 1), (2, 1), (3, 1))
    canvas.step_item(-2)
    assert canvas.batch.item == 2, "before the first comes the last"


def test_in_rows_every_item_has_a_line_of_its_own(canvas: LayerCanvas) -> None:
    show(canvas, batch_plan())
    canvas.set_batch_mode(BatchMode.ROWS)
    assert view_of(canvas, "conv1").tiles == tuple((c, b) for b in range(ITEMS) for c in range(4))
    geometry = canvas._geometry
    tops = [geometry.tile_rect(1, 4 * item).top() for item in range(ITEMS)]
    assert len(set(tops)) == ITEMS
    assert [geometry.item_rect(1, item).top() for item in range(ITEMS)] == tops
    assert geometry.item_rect(1, 0).right() < geometry.tile_rect(1, 0).left()


def test_side_by_side_a_channels_items_follow_each_other(canvas: LayerCanvas) -> None:
    show(canvas, batch_plan())
    canvas.set_batch_mode(BatchMode.SIDE)
    canvas.set_wrap(True)
    assert view_of(canvas, "conv1").tiles == tuple((c, b) for c in range(4) for b in range(ITEMS))
    assert canvas._geometry.columns % ITEMS == 0, "a line holds whole channels"


@pytest.mark.parametrize("mode", list(BatchMode))
def test_every_tile_shows_its_channel_of_its_item(canvas: LayerCanvas, mode: BatchMode) -> None:
    plan, session = batch_plan(), Session()
    show(canvas, plan)
    canvas.set_batch_mode(mode)
    canvas.set_wrap(True)
    canvas.set_item(1)
    result = computed(canvas, plan, session)
    values = np.random.default_rng(0).random(plan.input_shape, np.float32)
    picture = result.pictures["input"]
    h, w = picture.row.size
    ys, xs = (2 * np.arange(h) + 1) * 24 // (2 * h), (2 * np.arange(w) + 1) * 32 // (2 * w)
    for pixels, (channel, item) in zip(picture.pixels, picture.row.tiles, strict=True):
        if channel != COMPOSITE:
            expected = np.rint(values[item, channel][ys][:, xs] * 255)
            assert np.abs((pixels & 0xFF).astype(float) - expected).max() <= 1


@pytest.mark.parametrize("mode", [BatchMode.ROWS, BatchMode.SIDE])
def test_all_items_of_a_channel_share_one_scale(canvas: LayerCanvas, mode: BatchMode) -> None:
    plan, session = batch_plan(), Session()
    show(canvas, plan)
    alone = [computed(canvas, plan, session).pictures["conv1"].scales]
    canvas.step_item(1)
    alone.append(computed(canvas, plan, session).pictures["conv1"].scales)
    np.testing.assert_array_equal(*alone, "colours mean the same when the items are stepped")
    canvas.set_batch_mode(mode)
    canvas.set_wrap(True)
    picture = computed(canvas, plan, session).pictures["conv1"]
    scales = dict(zip(range(4), alone[0], strict=True))
    assert [scales[channel] for channel, _item in picture.row.tiles] == picture.scales.tolist()


@pytest.mark.parametrize("mode", list(BatchMode))
def test_the_tile_under_the_pointer_tells_its_element(canvas: LayerCanvas, mode: BatchMode) -> None:
    show(canvas, batch_plan())
    canvas.set_batch_mode(mode)
    canvas.set_item(1)
    row = canvas._geometry.rows[1]
    for tile in (n for n in range(row.tiles * row.items) if canvas._geometry.shows(row, n)):
        point = tile_point(canvas, 1, tile)
        hit = canvas.hit(point)
        assert hit is not None
        assert hit.tile == tile
        probe = canvas.element(hit, point)
        assert probe is not None
        assert (probe[2], probe[1]) == canvas.tile_of(hit)
    assert canvas.hit(QPoint(tile_point(canvas, 1, 0).x(), 5000)) is None


def test_a_click_picks_channel_and_item(canvas: LayerCanvas) -> None:
    picked: list[tuple[str, int]] = []
    canvas.picked.connect(lambda layer, channel: picked.append((layer, channel)))
    show(canvas, batch_plan())
    canvas.set_batch_mode(BatchMode.ROWS)
    place = tile_point(canvas, 1, 4 * 2 + 3)
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert picked == [("conv1", 3)]
    assert canvas.batch.item == 2


@pytest.mark.parametrize("mode", [BatchMode.ROWS, BatchMode.SIDE])
def test_relatives_are_outlined_inside_the_item_only(canvas: LayerCanvas, mode: BatchMode) -> None:
    show(canvas, batch_plan())
    canvas.set_batch_mode(mode)
    canvas.select("conv1", 1)
    canvas.set_item(2)
    own, next_row = canvas._outlines(1), canvas._outlines(2)
    assert own is not None
    assert next_row is not None
    assert own((1, 2)) is Outline.PINNED
    assert next_row((1, 2)) is Outline.KIN_OF_PINNED
    assert {own((1, item)) for item in (0, 1)} == {next_row((1, item)) for item in (0, 1)} == {Outline.NONE}
    hit = canvas.hit(tile_point(canvas, 2, 0))
    canvas.mark_hover(hit)
    hovered = canvas._outlines(2)
    assert hovered is not None
    assert hovered((0, 0)) is Outline.HOVERED
    assert hovered((0, 1)) is Outline.NONE
    upwards = canvas._outlines(1)
    assert upwards is not None
    assert upwards((0, 0)) is Outline.KIN_OF_HOVERED
    assert upwards((0, 1)) is Outline.NONE


def test_a_line_is_moved_along_for_all_items_together(canvas: LayerCanvas) -> None:
    show(canvas, batch_plan(channels=64))
    canvas.set_batch_mode(BatchMode.ROWS)
    canvas.move_line(1, 5)
    tiles = view_of(canvas, "conv1").tiles
    columns = canvas._geometry.columns
    assert tiles == tuple((c, b) for b in range(ITEMS) for c in range(5, 5 + columns))


def test_all_tiles_in_view_are_asked_for_however_far_down(canvas: LayerCanvas) -> None:
    show(canvas, batch_plan(32, 64))
    canvas.set_batch_mode(BatchMode.ROWS)
    canvas.set_wrap(True)
    canvas.verticalScrollBar().setValue(canvas.verticalScrollBar().maximum() // 2)
    tiles = set(view_of(canvas, "conv1").tiles)
    for y in range(2, canvas.viewport().height(), 7):
        hit = canvas.hit(QPoint(canvas._geometry.left + 3, y))
        if hit is not None and hit.tile >= 0 and canvas._rows.contents[hit.row].layer == "conv1":
            assert canvas.tile_of(hit) in tiles
    assert 0 < len(tiles) < 32 * 64


@pytest.mark.parametrize("mode", list(BatchMode))
def test_a_single_item_looks_the_same_in_every_mode(canvas: LayerCanvas, mode: BatchMode) -> None:
    plan, session = batch_plan(1), Session()
    show(canvas, plan)
    canvas.show_result(computed(canvas, plan, session))
    before, asked = canvas.grab().toImage(), canvas.visible_rows()
    canvas.set_batch_mode(mode)
    assert canvas.visible_rows() == asked
    assert canvas.grab().toImage() == before


def test_a_layer_with_fewer_items_shows_those_it_has(canvas: LayerCanvas) -> None:
    plan = batch_plan()
    stack, flat = edits.add_layer(plan.stack, _flatten(), len(plan.stack))
    show(canvas, infer(stack, (ITEMS, 3, 24, 32)))
    canvas.set_item(2)
    for mode in BatchMode:
        canvas.set_batch_mode(mode)
        canvas.verticalScrollBar().setValue(canvas.verticalScrollBar().maximum())
        index = canvas._rows.index(flat)
        assert index is not None
        assert canvas._rows.tiles(index, (0,)) == [(0, 0)], mode


def _flatten() -> Any:
    from cnnlab.blocks.registry import kinds_by_id

    return kinds_by_id()["flatten"].initial(start_dim=0)


def test_an_empty_stack_has_no_items_to_step(canvas: LayerCanvas) -> None:
    show(canvas, infer(Stack(), (1, 3, 4, 4)))
    canvas.step_item(1)
    assert canvas.batch.item == 0
