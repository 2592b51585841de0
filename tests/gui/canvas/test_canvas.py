"""The canvas shows what the worker made, says what is visible, and acknowledges every result."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cnnlab.document.frame import Frame
from cnnlab.engine.session import Session
from cnnlab.engine.view import COMPOSITE, Job, LayerStatistics, View
from cnnlab.gui.canvas.canvas import LayerCanvas, picture_colours
from cnnlab.gui.canvas.content import contents, range_text
from cnnlab.gui.theme import DARK, LIGHT
from cnnlab.text import Message
from tests.gui.canvas.showing import COLOURS, computed, plan_of, show, tile_point


def test_the_first_row_is_the_input_in_colour_and_by_channel(canvas: LayerCanvas) -> None:
    show(canvas, plan_of(("conv2d", {"out_channels": 4})))
    first, second = canvas.visible_rows()
    assert (first.layer, first.channels) == ("input", (COMPOSITE, 0, 1, 2))
    assert (second.layer, second.channels) == ("conv1", (0, 1, 2, 3))


def test_while_frames_follow_each_other_nothing_beyond_the_view_is_made(canvas: LayerCanvas, qtbot: QtBot) -> None:
    show(canvas, plan_of(*[("conv2d", {"out_channels": 16, "kernel_size": 1})] * 4))
    canvas.set_wrap(True)
    canvas.verticalScrollBar().setValue(150)
    ahead = canvas.visible_rows()
    with qtbot.waitSignal(canvas.view_changed, timeout=2000):
        canvas.follow_frames(True)
    live, geometry, view = canvas.visible_rows(), canvas._geometry, canvas.viewport().height()
    for row in live:
        index = next(i for i, of in enumerate(geometry.rows) if of.layer == row.layer)
        assert all(geometry.tile_rect(index, tile).top() < 150 + view for tile in row.channels if tile >= 0)
    assert sum(len(row.channels) for row in live) < sum(len(row.channels) for row in ahead)
    canvas.follow_frames(False)
    assert canvas.visible_rows() == ahead


def test_every_result_is_acknowledged_once_painted(canvas: LayerCanvas, qtbot: QtBot) -> None:
    plan = plan_of(("relu", {}))
    show(canvas, plan)
    session = Session()
    with qtbot.waitSignal(canvas.painted, timeout=2000):
        canvas.show_result(computed(canvas, plan, session))
    with qtbot.waitSignal(canvas.painted, timeout=2000):  # nothing new to paint is acknowledged as well
        canvas.show_result(computed(canvas, plan, session))
    canvas.hide()
    with qtbot.waitSignal(canvas.painted, timeout=2000):
        canvas.show_result(computed(canvas, plan, session, seed=1))


def test_a_new_result_changes_the_pixels_on_screen(canvas: LayerCanvas, qtbot: QtBot) -> None:
    plan = plan_of(("conv2d", {"out_channels": 4}), ("relu", {}))
    show(canvas, plan)
    session = Session()
    images = []
    for seed in (1, 2):
        with qtbot.waitSignal(canvas.painted, timeout=2000):
            canvas.show_result(computed(canvas, plan, session, seed))
        images.append(canvas.grab().toImage())
    assert images[0] != images[1]


def test_all_channels_of_a_wide_layer_can_be_reached_and_only_those_in_view_are_asked_for(canvas: LayerCanvas) -> None:
    show(canvas, plan_of(("conv2d", {"out_channels": 2048, "kernel_size": 1})))
    canvas.expand("conv1", True)
    bar = canvas.verticalScrollBar()
    seen: set[int] = set()
    while True:
        for row in canvas.visible_rows():
            if row.layer == "conv1":
                assert len(row.channels) < 120
                seen |= set(row.channels)
        if bar.value() == bar.maximum():
            break
        bar.setValue(bar.value() + 300)
    assert seen == set(range(2048))


def test_the_chip_unfolds_a_row_and_folds_it_again(canvas: LayerCanvas) -> None:
    show(canvas, plan_of(("conv2d", {"out_channels": 20})))
    chip = canvas._geometry.chip_rect(1)
    assert chip is not None
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=chip.center())
    assert canvas.is_expanded("conv1")
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=canvas._geometry.chip_rect(1).center())
    assert not canvas.is_expanded("conv1")


def test_a_click_picks_layer_and_channel(canvas: LayerCanvas, qtbot: QtBot) -> None:
    show(canvas, plan_of(("conv2d", {"out_channels": 4})))
    with qtbot.waitSignal(canvas.picked) as caught:
        QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=tile_point(canvas, 1, 2))
    assert caught.args == ["conv1", 2]


def test_a_double_click_and_enter_ask_for_a_channel_large(canvas: LayerCanvas, qtbot: QtBot) -> None:
    show(canvas, plan_of(("conv2d", {"out_channels": 4})))
    for row, tile, expected in ((0, 0, ["input", COMPOSITE]), (1, 2, ["conv1", 2])):
        with qtbot.waitSignal(canvas.opened) as caught:
            centre = canvas._geometry.tile_rect(row, tile).center()
            QTest.mouseDClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=centre)
        assert caught.args == expected
    canvas.select("conv1", 3)
    with qtbot.waitSignal(canvas.opened) as caught:
        QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert caught.args == ["conv1", 3]


def test_keys_walk_over_channels_and_layers(canvas: LayerCanvas) -> None:
    show(canvas, plan_of(("conv2d", {"out_channels": 20}), ("relu", {})))
    canvas.picked.connect(canvas.select)
    canvas.select("conv1", 0)
    for _ in range(10):
        QTest.keyClick(canvas, Qt.Key.Key_Right)
    assert canvas._pin == ("conv1", 10)
    assert 10 in next(row.channels for row in canvas.visible_rows() if row.layer == "conv1")
    QTest.keyClick(canvas, Qt.Key.Key_Down)
    assert canvas._pin == ("relu1", 10)


def test_hovering_names_the_element_under_the_pointer(canvas: LayerCanvas, qtbot: QtBot) -> None:
    show(canvas, plan_of(("relu", {})))
    rect = canvas._geometry.tile_rect(1, 1)
    with qtbot.waitSignal(canvas.hovered) as caught:
        QTest.mouseMove(canvas.viewport(), rect.center())
    layer, b, c, y, x = caught.args[0]
    assert (layer, b, c) == ("relu1", 0, 1)
    assert abs(y - 12) <= 1
    assert abs(x - 16) <= 1


def test_a_problem_stands_in_its_row_with_a_link_that_mends_it(canvas: LayerCanvas, qtbot: QtBot) -> None:
    show(canvas, plan_of(("conv2d", {"groups": 2, "out_channels": 4}), ("relu", {})))
    canvas.grab()
    with qtbot.waitSignal(canvas.fix_requested) as caught:
        place = canvas._painter.links["conv1"].center()
        QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place))
    assert caught.args == ["conv1", 0]
    assert [row.layer for row in canvas.visible_rows()] == ["input"]


def test_values_that_are_not_finite_are_painted_in_their_own_colour_and_counted(
    canvas: LayerCanvas, qtbot: QtBot
) -> None:
    plan = plan_of(("relu", {}))
    show(canvas, plan)
    values = np.zeros(plan.input_shape, np.float32)
    values[0, 1, :12] = np.nan
    values[0, 2, :12] = np.inf
    with qtbot.waitSignal(canvas.painted, timeout=2000):
        result = Session().compute(Job(plan, Frame(values), View(canvas.visible_rows(), COLOURS)))
        canvas.show_result(result)
    assert result.layers["relu1"].nonfinite == 2 * 12 * 32
    image = canvas.viewport().grab().toImage()
    for tile, marked in ((0, False), (1, True), (2, True)):
        rect = canvas._geometry.tile_rect(1, tile)
        colour = image.pixelColor(rect.center().x(), rect.top() + rect.height() // 3).name()
        assert (colour == "#ff2bd6") == marked


def test_zero_is_the_ground_and_signs_have_two_colours_in_both_themes() -> None:
    for theme in (DARK, LIGHT):
        table = picture_colours(theme).activation
        assert f"#{table[128] & 0xFFFFFF:06x}" == theme.background
        blue, orange = (int(table[i]) for i in (20, 236))
        assert (blue & 0xFF) > (blue >> 16 & 0xFF)
        assert (orange & 0xFF) < (orange >> 16 & 0xFF)
        assert len({int(table[i]) for i in (0, 1, 2, 128, 254, 255)}) == 6


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (0.0, 3.116, "0 … 3.12"),
        (-2.956, 123.4, "-2.96 … 123"),
        (12345.6, 2.5e8, "12346 … 2.50e8"),
        (-0.00051, 0.0843, "-5.10e-4 … 0.0843"),
    ],
)
def test_a_range_is_short(low: float, high: float, text: str) -> None:
    assert range_text(LayerStatistics(low, high, 0.0, 1.0, 0.0, 0)) == text


def test_range_that_comes_from_a_sample_says_so() -> None:
    exact = LayerStatistics(-2.958, 2.53, 0.0, 1.0, 0.0, 0)
    assert range_text(exact) == "-2.96 … 2.53"
    assert range_text(dataclasses.replace(exact, exact=False)) == "≈ -2.96 … 2.53"


def test_what_waits_for_a_layer_leads_to_it(canvas: LayerCanvas, qtbot: QtBot) -> None:
    show(canvas, plan_of(("conv2d", {"groups": 2, "out_channels": 4}), ("relu", {})))
    canvas.grab()
    with qtbot.waitSignal(canvas.picked) as caught:
        QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=canvas._painter.links["relu1"].center())
    assert caught.args == ["conv1", -1]


def test_a_layer_that_failed_can_be_switched_off_and_those_below_it_wait(canvas: LayerCanvas, qtbot: QtBot) -> None:
    plan = plan_of(("conv2d", {}), ("relu", {}), ("relu", {}))
    canvas.show_rows(contents(plan, {"relu1": Message("ran out of memory")}, ""), plan)
    canvas.grab()
    assert [row.layer for row in canvas.visible_rows()] == ["input", "conv1"]
    with qtbot.waitSignal(canvas.switch_off_requested) as caught:
        QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=canvas._painter.links["relu1"].center())
    assert caught.args == ["relu1"]
    with qtbot.waitSignal(canvas.picked) as caught:
        QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=canvas._painter.links["relu2"].center())
    assert caught.args == ["relu1", -1]


def test_an_empty_stack_invites_to_add_a_block(canvas: LayerCanvas, qtbot: QtBot) -> None:
    show(canvas, plan_of())
    canvas.grab()
    with qtbot.waitSignal(canvas.add_requested):
        QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=canvas._painter.links[""].center())
    show(canvas, plan_of(("relu", {})))
    canvas.grab()
    assert "" not in canvas._painter.links


def test_a_double_click_and_enter_ask_for_the_channel_large_and_space_unfolds(
    canvas: LayerCanvas, qtbot: QtBot
) -> None:
    show(canvas, plan_of(("conv2d", {"out_channels": 20})))
    with qtbot.waitSignal(canvas.opened) as caught:
        QTest.mouseDClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=tile_point(canvas, 1, 3))
    assert caught.args == ["conv1", 3]
    canvas.select("conv1", 5)
    with qtbot.waitSignal(canvas.opened) as caught:
        QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert caught.args == ["conv1", 5]
    QTest.keyClick(canvas, Qt.Key.Key_Space)
    assert canvas.is_expanded("conv1")


def test_a_round_that_takes_long_is_said_and_one_that_does_not_is_not(canvas: LayerCanvas, qtbot: QtBot) -> None:
    plan = plan_of(("conv2d", {"out_channels": 4}), ("relu", {}))
    show(canvas, plan)
    canvas.show_computing(["relu1"])
    qtbot.wait(50)
    assert not any(state.busy for state in canvas._states.values())
    before = canvas.grab().toImage()
    qtbot.waitUntil(lambda: canvas._states["relu1"].busy, timeout=2000)
    assert not canvas._states["conv1"].busy
    assert canvas.grab().toImage() != before
    canvas.show_computing(())
    assert not canvas._states["relu1"].busy
    assert canvas.grab().toImage() == before


def test_a_screen_reader_hears_what_is_selected(canvas: LayerCanvas) -> None:
    show(canvas, plan_of(("conv2d", {"out_channels": 4})))
    canvas.select("conv1", 2)
    for part in ("conv1", "channel 2 of 4", "Conv2d 3→4", "[1, 4, 22, 30]"):
        assert part in canvas.accessibleDescription()


def test_every_part_explains_itself(canvas: LayerCanvas) -> None:
    plan = plan_of(("conv2d", {"out_channels": 20}))
    show(canvas, plan)
    canvas.show_result(computed(canvas, plan, Session()))

    def tip(point: QPoint) -> str:
        hit = canvas.hit(point)
        assert hit is not None
        return canvas.tip(hit)

    tile = tip(tile_point(canvas, 1, 3))
    for part in ("conv1, channel 3", "22×30", "[1, 20, 22, 30]", "full colour at ±", "whole layer: "):
        assert part in tile
    header = canvas._geometry.header_rect(1, 0)
    assert "Conv2d 3→20" in tip(header.center())
    assert "mean" in tip(header.center())
    assert "Collapse" in tip(canvas._geometry.chevron_rect(header).center())
    chip = canvas._geometry.chip_rect(1)
    assert chip is not None
    assert "all 20 channels" in tip(chip.center())
    assert "in colour" in tip(tile_point(canvas, 0, 0))
