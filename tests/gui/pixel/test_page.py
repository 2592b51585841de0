"""The pinned element explained, in the real window."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableView, QWidget
from pytestqt.qtbot import QtBot

from cnnlab.app import Program
from cnnlab.explain.questions import EffectiveField, Fields, Why
from cnnlab.gui.pixel.page import PixelPage
from cnnlab.gui.pixel.sheet import Grid, Number, Plot
from cnnlab.gui.pixel.tools import PixelTools
from cnnlab.gui.theme import DARK, LIGHT
from tests.gui.capture.test_pace_keeper import film
from tests.gui.program import TEN, settle, show_stack, stack_of


def opened(program: Program, qtbot: QtBot) -> PixelPage:
    program.wiring.explain.open("pixel")
    settle(program, qtbot)
    drawer = program.wiring.explain.drawer
    assert drawer is not None
    page = drawer.page
    assert isinstance(page, PixelPage)
    return page


def pin(program: Program, qtbot: QtBot, *probe: object) -> None:
    program.window.pin.put(probe)  # type: ignore[arg-type]
    settle(program, qtbot)


def numbers(page: PixelPage) -> list[float]:
    return [float(addend.number) for addend in page.view.sheet.addends]


def test_it_opens_with_the_middle_of_the_selected_channel_and_digits_that_add_up(
    program: Program, qtbot: QtBot
) -> None:
    page = opened(program, qtbot)
    assert page.at == ("conv1", 0, 0, 120, 160)
    *addends, value = numbers(page)
    assert sum(addends) == pytest.approx(value, abs=1e-9)
    assert page.view.sheet.holds
    for row in page.view.sheet.rows:
        grids = [item for item in row.items if isinstance(item, Grid)]
        assert [grid.texts.shape for grid in grids] == [(3, 3)] * 3
        products = sum(float(text) for text in grids[2].texts.ravel())
        assert products == pytest.approx(float(row.items[-1].text), abs=1e-9)  # type: ignore[union-attr]


def test_a_click_into_a_channel_pins_that_pixel(program: Program, qtbot: QtBot) -> None:
    page = opened(program, qtbot)
    canvas = program.window.canvas
    place = canvas.place_of("conv1", 3)
    assert place is not None
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=place + QPoint(5, -7))
    settle(program, qtbot)
    assert page.at is not None
    assert page.at[:3] == ("conv1", 0, 3)
    assert page.view.sheet.title.startswith("conv1 [0, 3, ")
    assert program.presenter.selected == "conv1"


def test_it_follows_the_selection_to_the_same_place(program: Program, qtbot: QtBot) -> None:
    page = opened(program, qtbot)
    pin(program, qtbot, "conv1", 0, 0, 50, 60)
    program.presenter.select("pool1", 5)
    settle(program, qtbot)
    assert page.at == ("pool1", 0, 5, 25, 30)
    assert page.view.sheet.rows[0].label == "5"


def test_it_follows_a_kernel_edit(program: Program, qtbot: QtBot) -> None:
    page = opened(program, qtbot)
    before = numbers(page)[-1]
    grid = program.window.findChild(QTableView, "kernelGrid")
    assert grid is not None
    grid.model().setData(grid.model().index(1, 1), 2.5)
    settle(program, qtbot)
    *addends, value = numbers(page)
    assert value != before
    assert sum(addends) == pytest.approx(value, abs=1e-9)
    assert page.view.sheet.holds


def test_what_it_is_made_from_is_marked_on_every_row_down_to_the_picture(program: Program, qtbot: QtBot) -> None:
    opened(program, qtbot)
    pin(program, qtbot, "pool1", 0, 2, 10, 12)
    marks = program.window.canvas._marks
    assert list(marks) == ["pool1", "relu1", "conv1", "input"]
    assert (marks["relu1"].rows, marks["relu1"].columns) == ((20, 21), (24, 25))
    assert (marks["input"].rows, marks["input"].columns) == ((19, 22), (23, 26))
    assert set(marks["input"].channels) == {0, 1, 2}
    assert set(marks["conv1"].channels) == {2}
    program.wiring.explain.close()
    assert program.window.canvas._marks == {}
    settle(program, qtbot)


def test_a_cell_of_the_patch_leads_one_layer_down_and_esc_comes_back(program: Program, qtbot: QtBot) -> None:
    page = opened(program, qtbot)
    pin(program, qtbot, "pool1", 0, 2, 10, 12)
    placed = next(p for row in page.view._layout.rows for p in row.items if isinstance(p.item, Grid))
    QTest.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=placed.rect.topLeft() + QPoint(4, 4))
    settle(program, qtbot)
    assert page.at == ("relu1", 0, 2, 20, 24)
    assert program.presenter.selected == "relu1"
    program.wiring.actions["back"].trigger()
    settle(program, qtbot)
    assert page.at == ("pool1", 0, 2, 10, 12)
    program.wiring.actions["back"].trigger()
    assert not program.wiring.explain.is_open
    settle(program, qtbot)


def test_arrows_move_the_pin(program: Program, qtbot: QtBot) -> None:
    page = opened(program, qtbot)
    pin(program, qtbot, "conv1", 0, 0, 50, 60)
    for key, modifier in (
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier),
    ):
        QTest.keyClick(page.view, key, modifier)
    settle(program, qtbot)
    assert page.at == ("conv1", 0, 0, 60, 61)


def test_the_window_slides_and_the_rest_of_the_channel_is_dimmed(program: Program, qtbot: QtBot) -> None:
    page = opened(program, qtbot)
    pin(program, qtbot, "conv1", 0, 0, 50, 60)
    slide = page.controls.slide
    slide.faster(9)
    slide.play()
    qtbot.waitUntil(lambda: page.at is not None and page.at[4] > 62, timeout=5000)
    assert program.window.canvas._marks["conv1"].reached == slide.place
    program.window.canvas.hovered.emit(("conv1", 0, 0, 9, 9))
    assert page.at == ("conv1", 0, 0, 9, 9)
    program.window.canvas.hovered.emit(None)
    qtbot.waitUntil(lambda: page.at is not None and page.at[3] == 50, timeout=5000)
    program.wiring.explain.close()
    assert not slide.playing
    settle(program, qtbot)


def test_the_effective_field_is_shown_when_it_is_asked_for(program: Program, qtbot: QtBot) -> None:
    page = opened(program, qtbot)
    pin(program, qtbot, "conv2", 0, 1, 10, 12)
    assert not any(isinstance(question, EffectiveField) for question in page.questions)
    page.controls.field.setChecked(True)
    settle(program, qtbot)
    qtbot.waitUntil(lambda: program.window.canvas._marks["input"].field is not None, timeout=5000)
    field = program.window.canvas._marks["input"].field
    assert field is not None
    mark = program.window.canvas._marks["input"]
    rows, columns = np.nonzero(field)
    assert field.max() == 1
    assert mark.rows[0] <= rows.min() <= rows.max() <= mark.rows[1]
    assert mark.columns[0] <= columns.min() <= columns.max() <= mark.columns[1]
    page.controls.field.setChecked(False)
    assert program.window.canvas._marks["input"].field is None
    settle(program, qtbot)


def test_the_gradient_brings_the_input_into_view_and_says_where_it_glows(program: Program, qtbot: QtBot) -> None:
    page = opened(program, qtbot)
    canvas = program.window.canvas
    canvas.collapse("input", True)
    program.presenter.select("up1", 0)
    settle(program, qtbot)
    assert canvas.place_of("input", 0) is None
    page.controls.field.setFocus()
    QTest.keyClick(page.controls.field, Qt.Key.Key_Space)
    settle(program, qtbot)
    assert canvas.place_of("input", 0) is not None
    qtbot.waitUntil(lambda: page.head.glow.isVisible(), timeout=5000)
    assert "input" in page.head.glow.text()
    row = page.view.sheet.rows[0]
    assert row.label == "gradient"
    heat = row.items[0]
    assert isinstance(heat, Grid)
    assert heat.texts.shape <= (10, 10)
    assert heat.cells is not None
    assert heat.cells.layer == "input"
    program.presenter.select("norm1", 0)
    settle(program, qtbot)
    assert canvas.place_of("input", 0) is None
    qtbot.waitUntil(lambda: page.head.glow.isVisible(), timeout=5000)
    QTest.mouseClick(page.head.glow, Qt.MouseButton.LeftButton)
    assert canvas.place_of("input", 0) is not None
    QTest.keyClick(page.controls.field, Qt.Key.Key_Space)
    assert not page.head.glow.isVisible()
    assert page.view.sheet.rows[0].label != "gradient"
    settle(program, qtbot)


def test_a_gradient_of_nothing_is_said_to_be_nothing(program: Program, qtbot: QtBot) -> None:
    page = opened(program, qtbot)
    program.presenter.select("relu1", 1)  # whose middle is below zero
    settle(program, qtbot)
    page.controls.field.click()
    settle(program, qtbot)
    qtbot.waitUntil(lambda: page.head.gradient.text().startswith("gradient: 0"), timeout=5000)
    assert page.view.sheet.value == "0"


def test_sizes_of_fields_are_asked_once_for_each_geometry(program: Program, qtbot: QtBot) -> None:
    page = opened(program, qtbot)
    qtbot.waitUntil(lambda: Fields() not in page.questions, timeout=5000)
    assert page.head.field.text() == "receptive field 3×3, jump 1, start -1"


def test_copies_say_the_same(program: Program, qtbot: QtBot) -> None:
    page = opened(program, qtbot)
    page.controls.copy_requested.emit("numpy")
    namespace: dict[str, object] = {}
    exec(QGuiApplication.clipboard().text(), namespace)
    assert page.explanation is not None
    assert namespace["value"] == pytest.approx(page.explanation.value, abs=1e-5)
    page.controls.copy_requested.emit("text")
    assert "equal to the tensor" in QGuiApplication.clipboard().text()
    page.controls.copy_requested.emit("latex")
    assert "\\" in QGuiApplication.clipboard().text()


def test_every_kind_of_the_ten_layers_is_explained(program: Program, qtbot: QtBot) -> None:
    show_stack(program, stack_of(*TEN, size=(48, 64)), qtbot)
    page = opened(program, qtbot)
    for layer in program.presenter.plan.layers:
        program.presenter.select(layer.id, 1)
        settle(program, qtbot)
        assert page.view.sheet.title.startswith(f"{layer.id} [0, 1, ")
        assert page.view.sheet.holds, layer.id
        assert page.view.sheet.rows, layer.id


def test_512_channels_are_a_sum_that_still_adds_up(program: Program, qtbot: QtBot) -> None:
    many = (("conv2d", {"out_channels": 512, "kernel_size": 1}), ("conv2d", {"out_channels": 2}))
    show_stack(program, stack_of(*many, size=(12, 16)), qtbot)
    program.presenter.select("conv2", 1)
    page = opened(program, qtbot)
    assert len(page.view.sheet.rows) == 24
    assert any("488" in addend.name for addend in page.view.sheet.addends)
    *addends, value = numbers(page)
    assert sum(addends) == pytest.approx(value, abs=1e-9)


def test_a_live_picture_is_followed_a_few_times_a_second(program: Program, qtbot: QtBot) -> None:
    page = opened(program, qtbot)
    before = page.view.sheet
    film(program, qtbot, pictures=12)
    assert any(isinstance(question, Why) for question in page.questions)
    qtbot.waitUntil(lambda: page.view.sheet is not before, timeout=3000)
    assert page.view.sheet.holds
    program.window.live.freeze()
    settle(program, qtbot)
    assert page.view.sheet.holds


def test_another_look_and_language_reach_it(program: Program, qtbot: QtBot) -> None:
    page = opened(program, qtbot)
    program.window.show_theme(LIGHT)
    grid = next(item for item in page.view.sheet.rows[0].items if isinstance(item, Grid))
    assert page.theme is LIGHT
    assert grid.texts.shape == (3, 3)
    settle(program, qtbot)


def test_a_layer_that_goes_away_is_explained_no_more(program: Program, qtbot: QtBot) -> None:
    page = opened(program, qtbot)
    pin(program, qtbot, "pool1", 0, 2, 10, 12)
    program.window.editor.remove(("pool1",))
    settle(program, qtbot)
    assert page.at is None or page.at[0] != "pool1"
    assert "pool1" not in page.view.sheet.title


def test_padding_is_shown_as_such(program: Program, qtbot: QtBot) -> None:
    page = opened(program, qtbot)
    pin(program, qtbot, "conv1", 0, 0, 0, 0)
    patch = next(item for item in page.view.sheet.rows[0].items if isinstance(item, Grid))
    assert patch.missing is not None
    assert patch.missing.tolist() == [[True] * 3, [True, False, False], [True, False, False]]
    assert page.view.sheet.holds


def test_a_weight_under_the_pointer_lights_up_every_cell_that_it_meets(program: Program, qtbot: QtBot) -> None:
    opened(program, qtbot)
    grid = program.window.findChild(QTableView, "kernelGrid")
    assert grid is not None
    grid.entered.emit(grid.model().index(0, 2))
    marks = program.window.canvas._marks
    assert list(marks) == ["input"]
    assert (marks["input"].rows, marks["input"].columns) == ((0, 238), (1, 319))
    assert set(marks["input"].channels) == {0}
    grid.leaveEvent(QEvent(QEvent.Type.Leave))
    assert list(program.window.canvas._marks) == ["conv1", "input"]


def test_a_click_in_a_channel_shown_large_pins_that_cell(program: Program, qtbot: QtBot) -> None:
    page = opened(program, qtbot)
    program.wiring.large.open("conv1", 2)
    settle(program, qtbot)
    large = program.wiring.large.page
    assert large is not None
    large.picture.clicked.emit((30, 44))
    settle(program, qtbot)
    assert page.at == ("conv1", 0, 2, 30, 44)
    large.linked.nudge(1, -2)
    settle(program, qtbot)
    assert page.at == ("conv1", 0, 2, 31, 42)
    assert page.view.sheet.holds


def test_a_curve_is_drawn_where_it_has_values(program: Program, qtbot: QtBot) -> None:
    show_stack(program, stack_of(("conv2d", {"out_channels": 2}), ("abs", {}), ("sqrt", {}), size=(12, 16)), qtbot)
    page = opened(program, qtbot)
    program.presenter.select("sqrt1", 0)
    settle(program, qtbot)
    placed = [(p.item, p.rect) for row in page.view._layout.rows for p in row.items if isinstance(p.item, Plot)]
    ((plot, rect),) = ((item, rect) for item, rect in placed if isinstance(item, Plot))
    assert np.isnan(plot.ys).any()
    image = page.view.viewport().grab(rect).toImage()
    ink = QColor(program.window.theme.text).lightness()
    lightness = [image.pixelColor(image.width() * 3 // 4, y).lightness() for y in range(image.height())]
    assert min(abs(found - ink) for found in lightness) < 30


def test_what_was_selected_while_another_page_was_on_show_is_explained(program: Program, qtbot: QtBot) -> None:
    page = opened(program, qtbot)
    program.wiring.explain.open("code")
    program.presenter.select("pool1", 3)
    program.wiring.explain.open("pixel")
    settle(program, qtbot)
    assert page.at is not None
    assert page.at[:3] == ("pool1", 0, 3)
    assert page.view.sheet.title.startswith("pool1 [0, 3, ")


def test_a_layer_that_cannot_run_says_why_and_nothing_else(program: Program, qtbot: QtBot) -> None:
    page = opened(program, qtbot)
    program.window.editor.set_params("conv2", {"kernel_size": (200, 1)})
    for layer, part in (("conv2", "200"), ("norm1", "conv2")):
        program.presenter.select(layer, 0)
        settle(program, qtbot)
        assert page.view.sheet.rows == ()
        assert part in page.note.sentence.text()
        assert list(program.window.canvas._marks) == []
    assert page.note.link.text() == "conv2"
    QTest.mouseClick(page.note.link, Qt.MouseButton.LeftButton)
    assert program.presenter.selected == "conv2"
    settle(program, qtbot)
    assert page.note.sentence.property("role") == "warning"
    page.note.link.setFocus()
    QTest.keyClick(page.note.link, Qt.Key.Key_Space)
    settle(program, qtbot)
    assert program.presenter.plan.layer("conv2").runs
    assert not page.note.isVisible()
    assert page.view.sheet.rows


def test_the_order_can_be_chosen_where_there_is_one(program: Program, qtbot: QtBot) -> None:
    page = opened(program, qtbot)
    for layer, sorted_ in (("conv1", False), ("conv2", True), ("relu1", False)):
        program.presenter.select(layer, 0)
        settle(program, qtbot)
        assert page.controls.order.isEnabled() is sorted_
    program.presenter.select("conv2", 0)
    qtbot.waitUntil(page.controls.order.isEnabled, timeout=3000)
    page.controls.order.segment("number").click()
    settle(program, qtbot)
    assert [row.label for row in page.view.sheet.rows] == [str(n) for n in range(8)]


def test_the_order_is_one_button_where_two_have_no_room_and_a_click_changes_it(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    holder = QWidget(window)
    tools = PixelTools(holder)
    tools.set_theme(DARK)
    tools.retranslate()
    holder.resize(900, 40)
    window.resize(1000, 60)
    window.show()
    order = tools.order
    assert not order.folded
    holder.resize(460, 40)
    assert order.folded
    qtbot.waitUntil(lambda: order.width() >= order.sizeHint().width())
    assert [order.segment(name).isVisible() for name in ("size", "number")] == [True, False]
    order.segment("size").click()
    assert not tools.by_size
    assert [order.segment(name).isVisible() for name in ("size", "number")] == [False, True]
    holder.resize(900, 40)
    assert not order.folded


def test_softmax_shows_the_sum_of_exponentials_that_it_divides_by(program: Program, qtbot: QtBot) -> None:
    classes = (("flatten", {}), ("linear", {"out_features": 10}), ("softmax", {}))
    show_stack(program, stack_of(*classes, size=(12, 16)), qtbot)
    page = opened(program, qtbot)
    program.presenter.select("softmax1", 3)
    settle(program, qtbot)
    assert [row.label for row in page.view.sheet.rows] == ["e^(x − max) / Σ", "channel"]
    formula, table = page.view.sheet.rows
    names, _x, powers = (item for item in table.items if isinstance(item, Grid))
    assert names.texts.ravel().tolist() == list("0123456789")
    *gap, total = (item.text for item in table.items if isinstance(item, Number))
    assert sum(map(Decimal, [*powers.texts.ravel(), *gap])) == Decimal(total)
    assert formula.items[0].text == f"{powers.texts[3, 0]} / {total}"  # type: ignore[union-attr]
    assert float(powers.texts[3, 0]) / float(total) == pytest.approx(float(page.view.sheet.value), rel=1e-3)
    assert powers.ring == (3, 0)


def test_of_many_classes_the_others_are_one_more_addend(program: Program, qtbot: QtBot) -> None:
    show_stack(program, stack_of(("conv2d", {"out_channels": 40}), ("softmax", {}), size=(12, 16)), qtbot)
    page = opened(program, qtbot)
    program.presenter.select("softmax1", 20)
    settle(program, qtbot)
    table = page.view.sheet.rows[1]
    _names, _x, powers = (item for item in table.items if isinstance(item, Grid))
    assert powers.texts.shape == (16, 1)
    *more, total = (item.text for item in table.items if isinstance(item, Number))
    assert sum(map(Decimal, [*powers.texts.ravel(), *more])) == Decimal(total)


def test_on_a_dense_layer_the_window_steps_through_the_units(program: Program, qtbot: QtBot) -> None:
    show_stack(program, stack_of(("flatten", {}), ("linear", {"out_features": 5}), size=(4, 6)), qtbot)
    page = opened(program, qtbot)
    dense = program.presenter.plan.layers[-1].id
    program.presenter.select(dense, 3)
    settle(program, qtbot)
    controls = page.controls
    assert controls.scrub.maximum() == 4
    for press, unit in ((1, 4), (1, 0), (-1, 4)):
        (controls._on if press > 0 else controls._back).setFocus()
        QTest.keyClick(controls._on if press > 0 else controls._back, Qt.Key.Key_Space)
        assert page.at == (dense, 0, unit, 0, 0)
        assert program.presenter.selected_channel == unit
    QTest.keyClick(page.view, Qt.Key.Key_Left)
    assert page.at == (dense, 0, 3, 0, 0)
    controls.scrub.setValue(1)
    settle(program, qtbot)
    assert page.view.sheet.title == f"{dense} [0, 1]"
    controls.slide.faster(9)
    QTest.keyClick(controls._play, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.at is not None and page.at[2] == 4, timeout=5000)
    controls.slide.stop()
    assert "unit" in controls._play.toolTip()
    settle(program, qtbot)


def test_where_nothing_can_slide_the_controls_say_why(program: Program, qtbot: QtBot) -> None:
    one = (("adaptive_avg_pool2d", {"output_size": 1}), ("conv2d", {"out_channels": 1, "kernel_size": 1}))
    show_stack(program, stack_of(*one, size=(4, 6)), qtbot)
    page = opened(program, qtbot)
    program.presenter.select(program.presenter.plan.layers[1].id, 0)
    settle(program, qtbot)
    for control in (page.controls._play, page.controls._on, page.controls.scrub):
        assert not control.isEnabled()
        assert "single value" in control.toolTip()
    program.window.pin.put(None)
    assert "pinned" in page.controls._play.toolTip()
    program.presenter.select(program.presenter.plan.layers[0].id, 0)
    settle(program, qtbot)
    assert page.controls._play.isEnabled()


def test_each_cell_of_the_kernel_may_have_a_colour_on_the_patch_the_slice_and_the_picture(
    program: Program, qtbot: QtBot
) -> None:
    page = opened(program, qtbot)
    pin(program, qtbot, "conv1", 0, 0, 0, 60)
    page.controls.cells.setFocus()
    QTest.keyClick(page.controls.cells, Qt.Key.Key_Space)
    settle(program, qtbot)
    patch, kernel, product = (item for item in page.view.sheet.rows[0].items if isinstance(item, Grid))
    assert kernel.frames is not None
    assert len(set(kernel.frames.ravel().tolist())) == 9
    for grid in (patch, product):
        assert grid.frames is not None
        np.testing.assert_array_equal(grid.frames, kernel.frames)
    mark = program.window.canvas._marks["input"]
    expected = {(y, x, int(kernel.frames[y + 1, x - 59])) for y in (0, 1) for x in (59, 60, 61)}
    assert set(mark.cells) == expected  # the row above the picture has no pixels
    QTest.keyClick(page.view, Qt.Key.Key_Down)
    settle(program, qtbot)
    assert len(program.window.canvas._marks["input"].cells) == 9
    QTest.keyClick(page.controls.cells, Qt.Key.Key_Space)
    settle(program, qtbot)
    assert program.window.canvas._marks["input"].cells == ()
    assert all(item.frames is None for item in page.view.sheet.rows[0].items if isinstance(item, Grid))
