"""The canvas in the program: commands, sorting in the worker, rows that are being computed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cnnlab.app import Program
from cnnlab.document import edits
from cnnlab.document.plan import infer
from cnnlab.engine.view import Result
from cnnlab.gui.wiring.canvas import stale_layers
from tests.building import plan_of, stack_of
from tests.gui.program import settle

CONTROL = Qt.KeyboardModifier.ControlModifier


def test_the_keys_of_the_view_menu_change_the_size_of_tiles(program: Program, qtbot: QtBot) -> None:
    canvas = program.window.canvas
    automatic = canvas.tile_width
    QTest.keyClick(program.window, Qt.Key.Key_Equal, CONTROL)
    assert canvas.tile_width > automatic
    settle(program, qtbot)
    QTest.keyClick(program.window, Qt.Key.Key_Minus, CONTROL)
    QTest.keyClick(program.window, Qt.Key.Key_Minus, CONTROL)
    assert canvas.tile_width < automatic
    QTest.keyClick(program.window, Qt.Key.Key_0, CONTROL)
    assert canvas.tile_width == automatic
    settle(program, qtbot)


def test_sorting_asks_the_worker_once(program: Program, qtbot: QtBot) -> None:
    canvas, results = program.window.canvas, list[Result]()
    program.bridge.result.connect(results.append)
    program.wiring.actions["sort_strength"].trigger()
    settle(program, qtbot)
    assert program.wiring.actions["sort_strength"].isChecked()
    assert not program.wiring.actions["sort_id"].isChecked()
    order = tuple(canvas._rows.channels(1))
    assert order == next(result.orders["conv1"] for result in results if result.orders)
    assert order != tuple(range(8))
    assert program.presenter.view.ranking is None
    results.clear()
    program.window.editor.set_weight("conv1", "weight", (0, 0, 1, 1), 50.0)
    settle(program, qtbot)
    assert results
    assert not any(result.orders for result in results)
    assert tuple(canvas._rows.channels(1)) == order


def test_an_order_that_arrives_while_a_channel_is_large_is_kept_and_asked_for_no_more(
    program: Program, qtbot: QtBot
) -> None:
    canvas, results = program.window.canvas, list[Result]()
    program.wiring.large.open("conv1", 1)
    settle(program, qtbot)
    program.wiring.actions["sort_strength"].trigger()
    settle(program, qtbot)
    assert program.presenter.view.ranking is None
    assert tuple(canvas._rows.channels(1)) != tuple(range(8))
    program.bridge.result.connect(results.append)
    program.window.editor.set_weight("conv1", "weight", (0, 0, 1, 1), 50.0)
    settle(program, qtbot)
    assert results
    assert not any(result.orders for result in results)
    program.wiring.large.back()
    settle(program, qtbot)


def test_another_document_is_neither_folded_nor_ordered_as_the_one_before(program: Program, qtbot: QtBot) -> None:
    canvas = program.window.canvas
    program.wiring.actions["sort_strength"].trigger()
    settle(program, qtbot)
    canvas.collapse("conv2", True)
    canvas.expand("conv1", True)
    results = list[Result]()
    program.bridge.result.connect(results.append)
    program.window.open_example()
    settle(program, qtbot)
    assert not canvas.is_collapsed("conv2")
    assert not canvas.is_expanded("conv1")
    assert program.wiring.actions["sort_strength"].isChecked(), "how all rows are ordered is a choice of the user"
    assert any("conv1" in result.orders for result in results), "its order is found anew"
    assert program.presenter.view.ranking is None


def test_nothing_is_said_to_be_computed_while_a_comparison_is_on_show(program: Program, qtbot: QtBot) -> None:
    program.wiring.stack.comparison.begin(["conv1"])
    settle(program, qtbot)
    assert program.presenter.comparing
    assert program.window.canvas._stale == frozenset()
    program.wiring.stack.comparison.end()
    settle(program, qtbot)
    assert program.window.canvas._stale == frozenset()


def test_wrap_collapse_and_show_all_are_commands(program: Program, qtbot: QtBot) -> None:
    canvas, actions = program.window.canvas, program.wiring.actions
    actions["wrap"].trigger()
    assert canvas.wrap
    assert actions["wrap"].isChecked()
    actions["collapse_all"].trigger()
    assert canvas.visible_rows() == ()
    settle(program, qtbot)
    actions["show_all"].trigger()
    assert canvas.visible_rows()
    settle(program, qtbot)


def test_stale_is_what_changed_and_all_that_takes_it() -> None:
    rows = [("a", "relu"), ("b", "conv2d", {"out_channels": 3, "padding": 1}), ("c", "relu"), ("d", "relu")]
    shown = plan_of((1, 3, 8, 8), *rows)
    assert stale_layers(shown, None) == ("input", "a", "b", "c", "d")
    assert stale_layers(shown, shown) == ()
    same = infer(shown.stack, (1, 3, 8, 8), shown)
    assert stale_layers(same, shown) == ()
    changed = infer(edits.set_value(shown.stack, shown.layers[1], "weight", (0, 0, 0, 0), 3.0), (1, 3, 8, 8), shown)
    assert stale_layers(changed, shown) == ("b", "c", "d")
    assert stale_layers(infer(stack_of(*rows), (1, 3, 9, 9), shown), shown) == ("input", "a", "b", "c", "d")
