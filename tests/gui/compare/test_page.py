"""Two variants compared in the real window."""

from __future__ import annotations

import gc
import weakref

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from cnnlab.app import Program
from cnnlab.document import edits
from cnnlab.document.stack import Mode
from cnnlab.explain.compared import Compared
from cnnlab.gui.compare.page import ComparePage
from cnnlab.gui.compare.scene import Loupe, Part
from cnnlab.gui.drawer.shapes_page import ShapesPage
from cnnlab.gui.theme import LIGHT
from tests.gui.capture.test_pace_keeper import film
from tests.gui.program import settle, settle_at_rest, show_stack, stack_of

SMALL = (
    ("conv2d", {"out_channels": 4, "padding": 1}),
    ("relu", {}),
    ("max_pool2d", {}),
    ("batch_norm2d", {}),
)


@pytest.fixture
def page(program: Program, qtbot: QtBot) -> ComparePage:
    """The page on a small stack that is frozen as A."""
    show_stack(program, stack_of(*SMALL, size=(24, 32)), qtbot)
    program.wiring.actions["variant_freeze"].trigger()
    return opened(program, qtbot)


def opened(program: Program, qtbot: QtBot) -> ComparePage:
    program.wiring.explain.open("compare")
    settle(program, qtbot)
    drawer = program.wiring.explain.drawer
    assert drawer is not None
    assert isinstance(drawer.page, ComparePage)
    return drawer.page


def shown(page: ComparePage) -> Compared:
    assert page.compared is not None
    return page.compared


def words(page: ComparePage) -> list[str]:
    return [page.differences.item(row).text() for row in range(page.differences.count())]


def numbers(page: ComparePage) -> dict[str, tuple[str, str, str]]:
    return {line.label: line.cells for line in page.numbers.lines}


def type_number(program: Program, row: int, column: int, value: float) -> None:
    grid = program.window.findChild(QTableView, "kernelGrid")
    assert grid is not None
    grid.model().setData(grid.model().index(row, column), value)


def test_without_a_frozen_variant_it_says_what_to_do(program: Program, qtbot: QtBot) -> None:
    page = opened(program, qtbot)
    assert "Freeze" in page.view._said
    assert page.questions == ()
    assert not program.wiring.actions["variant_back"].isEnabled()
    page.controls.freeze.click()
    settle(program, qtbot)
    assert page.view._said == ""
    assert words(page) == ["A and B are the same"]
    assert program.wiring.actions["variant_back"].isEnabled()
    found = shown(page)
    assert found.difference is not None
    assert not found.difference.values.any()
    assert numbers(page)["largest |B − A|"] == ("", "0", "0")
    assert page._values.accessibleName().endswith("B − A 0")


def test_an_edited_kernel_is_seen_in_pictures_numbers_and_words(
    program: Program, page: ComparePage, qtbot: QtBot
) -> None:
    program.presenter.select("conv1", 0, 0)
    type_number(program, 1, 1, 2.0)
    settle(program, qtbot)
    found = shown(page)
    assert words(page) == ["conv1: kernel [out 0, in R] has 1 other number"]
    assert found.a.channel is not None
    assert found.b.channel is not None
    assert found.difference is not None
    assert found.channel is not None
    gap = found.b.channel.values - found.a.channel.values
    np.testing.assert_array_equal(found.difference.values, gap)
    assert found.channel.most == np.abs(gap).max() > 0
    before = program.wiring.compare.frozen.variant
    assert before is not None
    weight = before.plan.layer("conv1").weights["weight"].value((0, 0, 1, 1))
    still = program.presenter.still
    assert still is not None
    kernels = page.view._kernels
    assert kernels is not None
    assert kernels.changed.sum() == 1
    assert (kernels.a[1, 1], kernels.b[1, 1]) == (np.float32(weight), 2.0)
    assert page.view.scene.part(Part.KERNELS) is not None
    assert " B " in page._values.accessibleName()
    at = program.window.pin.at
    assert at is not None
    tip = page.view.tip_at(QPoint(*place_of(page, Part.B, at[3], at[4])))
    assert f"row {at[3]}, column {at[4]}" in tip


def place_of(page: ComparePage, part: Part, y: int, x: int) -> tuple[int, int]:
    placed = page.view.scene.part(part)
    assert placed is not None
    corner = placed.tile.picture.topLeft()
    return corner.x() + int((x + 0.5) * placed.factor), corner.y() + int((y + 0.5) * placed.factor)


def test_another_kind_of_pooling_is_told_and_compared(program: Program, page: ComparePage, qtbot: QtBot) -> None:
    stack = program.presenter.stack
    other = edits.add_layer(edits.remove_layers(stack, ("pool1",)), _average(), 2)[0]
    program.presenter.apply(other, "another pooling")  # type: ignore[arg-type]
    program.presenter.select("pool1")
    settle(program, qtbot)
    assert words(page) == ["pool1: max_pool2d → avg_pool2d"]
    found = shown(page)
    assert found.a.channel is not None
    assert found.b.channel is not None
    assert (found.a.channel.values >= found.b.channel.values).all()
    program.window.editor.set_params("pool1", {"kernel_size": 3})
    settle(program, qtbot)
    assert shown(page).difference is None
    assert "4×12×16 in A and 4×8×10 in B" in page._note.accessibleName()


def _average() -> object:
    from cnnlab.blocks.registry import kinds_by_id

    return kinds_by_id()["avg_pool2d"].initial()


def test_a_new_layer_is_compared_with_the_one_at_its_place(program: Program, page: ComparePage, qtbot: QtBot) -> None:
    program.window.editor.add("abs", 1)
    settle(program, qtbot)
    assert "abs1 is new" in words(page)
    assert "relu1" in page._note.accessibleName()
    assert shown(page).asked.other == "relu1"


def test_back_to_a_is_one_step_that_undo_takes_back(program: Program, page: ComparePage, qtbot: QtBot) -> None:
    frozen = program.presenter.stack
    program.window.editor.set_params("conv1", {"out_channels": 6})
    program.window.editor.enable_all(("relu1",), False)
    edited, steps = program.presenter.stack, program.presenter.document.steps
    program.wiring.actions["variant_back"].trigger()
    settle(program, qtbot)
    assert program.presenter.stack is frozen
    assert program.presenter.document.steps == steps + 1
    assert words(page) == ["A and B are the same"]
    program.window.editor.undo()
    settle(program, qtbot)
    assert program.presenter.stack is edited
    assert "relu1 is off in B" in words(page)


def test_running_statistics_come_back_too(program: Program, page: ComparePage, qtbot: QtBot) -> None:
    program.window.editor.set_mode("train")
    settle(program, qtbot)
    program.window.editor.set_mode("eval")
    program.presenter.select("norm1")
    settle(program, qtbot)
    assert program.presenter.document.statistics
    assert any("running_mean" in text for text in words(page))
    gap = shown(page).layer
    assert gap is not None
    assert gap.most > 0
    page.controls.back.click()
    settle(program, qtbot)
    assert words(page) == ["A and B are the same"]
    assert program.presenter.stack.mode is Mode.EVAL


def test_freezing_again_replaces_it_and_forgetting_leaves_nothing(
    program: Program, page: ComparePage, qtbot: QtBot
) -> None:
    program.window.editor.enable_all(("relu1",), False)
    QTest.keyClick(
        program.window, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    settle(program, qtbot)
    assert words(page) == ["A and B are the same"]
    page.controls.forget.click()
    settle(program, qtbot)
    assert program.wiring.compare.frozen.stack is None
    assert page.questions == ()
    assert "Freeze" in page.view._said


def test_another_project_forgets_it_and_another_picture_does_not(
    program: Program, page: ComparePage, qtbot: QtBot
) -> None:
    stack = program.presenter.stack
    program.presenter.apply(edits.set_input(stack, stack_of(size=(16, 20)).input), "smaller")  # type: ignore[arg-type]
    settle(program, qtbot)
    variant = program.wiring.compare.frozen.variant
    assert variant is not None
    assert variant.plan.input_shape == program.presenter.plan.input_shape == (1, 3, 16, 20)
    assert shown(page).difference is not None
    kept = weakref.ref(variant)
    del variant
    show_stack(program, stack_of(*SMALL, size=(24, 32)), qtbot)
    settle(program, qtbot)
    assert program.wiring.compare.frozen.stack is None
    gc.collect()
    assert kept() is None


def test_the_divider_is_moved_by_mouse_and_by_keys(program: Program, page: ComparePage, qtbot: QtBot) -> None:
    page.controls.modes.segment("split").click()
    view, placed = page.view, page.view.scene.part(Part.SPLIT)
    assert placed is not None
    picture = placed.tile.picture
    middle = QPoint(picture.left() + picture.width() // 2, picture.center().y())
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(view, QPoint(picture.left() + picture.width() // 4, middle.y()))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=middle)
    assert view.share == pytest.approx(0.25, abs=0.02)
    QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert view.share == pytest.approx(0.27, abs=0.02)
    for key, wanted in ((Qt.Key.Key_End, 1.0), (Qt.Key.Key_Home, 0.0)):
        QTest.keyClick(view, key)
        assert view.share == wanted
    QTest.keyClick(view, Qt.Key.Key_S)
    assert page.controls.modes.current == "side"
    assert view.scene.part(Part.SPLIT) is None
    before = view.width()
    QTest.keyClick(view, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: view.width() > before, timeout=3000)
    assert page.numbers.isHidden() or not page.numbers.isVisible()
    settle(program, qtbot)


def test_the_split_picture_is_a_to_the_left_and_b_to_the_right(
    program: Program, page: ComparePage, qtbot: QtBot
) -> None:
    program.window.editor.set_params("conv1", {"out_channels": 4, "bias": False})
    settle(program, qtbot)
    page.show_mode("split")
    image = page.view.grab().toImage()
    placed, found, colours = page.view.scene.part(Part.SPLIT), shown(page), page.view._table
    assert placed is not None
    for half, x in ((found.a, 3), (found.b, 28)):
        assert half.channel is not None
        point = place_of(page, Part.SPLIT, 4, x)
        assert image.pixelColor(*point).rgb() == colours[half.channel.codes[4, x]]


def test_clicks_and_arrows_pin_and_a_line_of_the_list_selects_its_layer(
    program: Program, page: ComparePage, qtbot: QtBot
) -> None:
    QTest.mouseClick(page.view, Qt.MouseButton.LeftButton, pos=QPoint(*place_of(page, Part.B, 5, 7)))
    assert program.window.pin.at is not None
    assert program.window.pin.at[3:] == (5, 7)
    QTest.keyClick(page.view, Qt.Key.Key_Right)
    QTest.keyClick(page.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert program.window.pin.at[3:] == (15, 8)
    settle(program, qtbot)
    assert page.subject is not None
    assert page.subject.title == "conv1 [0, 0, 15, 8]"
    program.window.editor.enable_all(("relu1",), False)
    program.presenter.select("norm1")
    settle(program, qtbot)
    box = page.differences.visualItemRect(page.differences.item(0))
    QTest.mouseClick(page.differences.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert program.presenter.selected == "relu1"
    settle(program, qtbot)


def test_live_pictures_are_compared_and_nothing_is_run_while_nobody_looks(
    program: Program, page: ComparePage, qtbot: QtBot
) -> None:
    program.presenter.select("conv1", 0, 0)
    type_number(program, 1, 1, 2.0)
    settle(program, qtbot)
    seen: list[Compared] = []
    show = page.view.show_compared
    page.view.show_compared = lambda compared, colours: (seen.append(compared), show(compared, colours))  # type: ignore[method-assign]
    film(program, qtbot, pictures=6)
    qtbot.waitUntil(lambda: len(seen) > 3, timeout=5000)
    for compared in seen[-2:]:
        assert compared.a.channel is not None
        assert compared.b.channel is not None
        assert compared.difference is not None
    program.wiring.explain.close()
    program.window.live.freeze()
    settle(program, qtbot)
    assert program.presenter.view.questions == ()


def test_what_does_not_fit_and_what_cannot_differ_is_a_sentence(
    program: Program, page: ComparePage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    program.presenter.select("conv1", 0, 0)
    type_number(program, 1, 1, 2.0)
    settle(program, qtbot)
    monkeypatch.setattr(type(program.presenter), "memory_left", property(lambda _self: 0))
    program.wiring.compare.refresh()
    settle(program, qtbot)
    assert "does not fit" in page.stop.sentence.text()
    assert page.stop.link.text() == "Set the working size to 12×16"
    assert page.questions == ()
    monkeypatch.undo()
    program.window.pin.put(("input", 0, 0, 3, 3))
    settle(program, qtbot)
    assert "same for both" in page.view._said
    assert page.compared is None


def test_a_layer_that_cannot_run_is_said_with_its_fix(program: Program, page: ComparePage, qtbot: QtBot) -> None:
    program.presenter.select("conv1", 0, 0)
    settle(program, qtbot)
    assert page.stop.isHidden()
    program.window.editor.set_params("conv1", {"groups": 2})
    settle(program, qtbot)
    assert "groups" in page.stop.sentence.text()
    assert page.compared is None
    assert page.view._said == ""
    page.stop.link.click()
    settle(program, qtbot)
    assert program.presenter.plan.layer("conv1").runs
    assert page.stop.isHidden()


def test_a_picture_of_single_numbers_is_a_row(program: Program, qtbot: QtBot) -> None:
    show_stack(program, stack_of(*SMALL, ("adaptive_avg_pool2d", {"output_size": 1}), size=(24, 32)), qtbot)
    program.wiring.actions["variant_freeze"].trigger()
    last = program.presenter.stack.layers[-1].id
    program.presenter.select(last, 2)
    page = opened(program, qtbot)
    assert shown(page).single
    assert page._cell() == (0, 2)
    QTest.mouseClick(page.view, Qt.MouseButton.LeftButton, pos=QPoint(*place_of(page, Part.B, 0, 3)))
    settle(program, qtbot)
    assert program.window.pin.at is not None
    assert program.window.pin.at[:3] == (last, 0, 3)


def test_another_look_reaches_it_and_it_has_names(program: Program, page: ComparePage, qtbot: QtBot) -> None:
    program.window.show_theme(LIGHT)
    settle(program, qtbot)
    assert page.theme is LIGHT
    page.retranslate()
    for widget in (page, page.view, page.numbers, page.differences, page.controls.modes, page.controls.back):
        assert widget.accessibleName()
    assert "lowest" in page.numbers.accessibleDescription()
    assert not page.grab().isNull()


@pytest.mark.usefixtures("page")
def test_comparing_again_and_again_leaves_nothing_behind(program: Program, qtbot: QtBot) -> None:
    def turn() -> None:
        program.wiring.actions["variant_freeze"].trigger()
        program.window.editor.enable_all(("relu1",), False)
        settle(program, qtbot)
        program.window.editor.undo()
        program.wiring.actions["variant_forget"].trigger()

    def held() -> int:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        return sum(type(thing) is Compared for thing in gc.get_objects())

    turn()
    settle_at_rest(program, qtbot)  # what is asked for once more holds the last answer
    before = held()
    for _ in range(4):
        turn()
    settle_at_rest(program, qtbot)
    assert held() <= before


def test_totals_wait_for_the_shapes_that_they_would_tell(program: Program, page: ComparePage, qtbot: QtBot) -> None:
    assert "all multiply-adds" in numbers(page)
    program.wiring.explain.open("shapes")
    drawer = program.wiring.explain.drawer
    assert drawer is not None
    shapes = drawer.page
    assert isinstance(shapes, ShapesPage)
    shapes.predict.click()
    program.presenter.select("")
    program.wiring.explain.open("compare")
    settle(program, qtbot)
    assert page.isVisible()
    assert "all multiply-adds" not in numbers(page)
    shapes.predict.click()
    settle(program, qtbot)
    assert "all multiply-adds" in numbers(page)


def test_below_pictures_that_leave_room_the_cells_around_the_pinned_one_are_read(
    program: Program, page: ComparePage, qtbot: QtBot
) -> None:
    show_stack(program, stack_of(*SMALL, size=(240, 320)), qtbot)
    program.wiring.actions["variant_freeze"].trigger()
    settle(program, qtbot)
    type_number(program, 0, 0, 0.5)
    settle(program, qtbot)
    page.view.resize(1500, 600)
    a, b, gap = page.view.scene.loupes
    pictures = [placed.tile.picture for placed in page.view.scene.parts[:3]]
    assert a.rows % 2 == b.columns % 2 == 1
    for loupe, picture in zip((a, b, gap), pictures, strict=True):
        last = loupe.rect(loupe.rows - 1, loupe.columns - 1)
        assert picture.bottom() < loupe.caption.top() < loupe.corner.y()
        assert picture.left() <= loupe.rect(0, 0).left() <= last.right() <= picture.right()
        assert last.bottom() <= 600
    page.view.resize(600, 200)
    assert page.view.scene.loupes == ()


def test_the_cells_around_the_pinned_one_lie_within_the_picture() -> None:
    loupe = Loupe(Part.A, QRect(), QPoint(), QSize(50, 30), 5, 7)
    assert loupe.window((0, 0), (20, 20)) == (range(5), range(7))
    assert loupe.window((10, 10), (20, 20)) == (range(8, 13), range(7, 14))
    assert loupe.window((19, 19), (20, 20)) == (range(15, 20), range(13, 20))
    assert loupe.window((1, 1), (3, 4)) == (range(3), range(4))
