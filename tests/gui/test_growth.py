"""What a person does again and again leaves no widget behind, and nothing of Python's that held one."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from itertools import repeat

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cnnlab.app import Program
from cnnlab.gui.panes import main_control
from tests.gui.program import settle, show_stack, stack_of, started

_TIMES = 50
_BLOCKS = ("conv2d", "batch_norm2d", "relu", "conv2d", "max_pool2d", "add", "linear")


def _select_each(program: Program) -> None:
    for layer in program.presenter.stack:
        program.presenter.select(layer.id)


def _other_kernels(program: Program) -> None:
    for side in (5, 3):
        program.window.editor.set_params("conv1", {"kernel_size": side})


def _problem(program: Program) -> None:
    program.presenter.select("conv2")
    program.window.editor.set_params("conv2", {"groups": 3})
    program.window.editor.undo()


def _add_and_undo(program: Program) -> None:
    program.window.editor.add("conv_transpose2d", 1)
    program.window.editor.undo()


def _page_of_keys(program: Program) -> None:
    page = program.wiring.commands.shortcuts
    page.open()
    QTest.keyClick(page.field, Qt.Key.Key_Escape)


def _panes_and_layers(program: Program) -> None:
    for layer in ("conv1", "pool1"):
        main_control(program.window.inspector)
        program.presenter.select(layer)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _other_looks(program: Program) -> None:
    for look in ("theme_light", "theme_dark"):
        program.wiring.actions[look].trigger()


def _presentation(program: Program) -> None:
    for _ in range(2):
        program.wiring.actions["present"].trigger()


def _submenus(program: Program) -> None:
    menus = [program.wiring.actions.menu]
    for menu in menus:
        menu.aboutToShow.emit()
        menus += [action.menu() for action in menu.actions() if action.menu() is not None]


def _held() -> tuple[int, int]:
    """How many widgets Qt has, and how many objects of Qt's kind Python has, those that Qt let go of among them."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    objects = sum(map(issubclass, map(type, gc.get_objects()), repeat(QObject)))
    return len(QApplication.allWidgets()), objects


@pytest.mark.parametrize(
    "do",
    [_select_each, _other_kernels, _problem, _add_and_undo, _submenus, _panes_and_layers],
    ids=lambda do: do.__name__,
)
def test_what_is_done_fifty_times_holds_no_more_than_what_was_done_twice(
    program: Program, qtbot: QtBot, do: Callable[[Program], None]
) -> None:
    show_stack(program, stack_of(*((kind, {}) for kind in _BLOCKS), size=(24, 24)), qtbot)
    program.presenter.select("conv1")
    _assert_nothing_grows(program, qtbot, do, _TIMES, 10)


def test_the_page_of_keys_leaves_none_of_its_hundreds_of_rows(program: Program, qtbot: QtBot) -> None:
    _assert_nothing_grows(program, qtbot, _page_of_keys, 10, 2)  # as strict as fifty times with room for ten


@pytest.mark.parametrize("do", [_other_looks, _presentation], ids=lambda do: do.__name__)
def test_another_look_leaves_nothing_of_the_one_before(
    program: Program, qtbot: QtBot, do: Callable[[Program], None]
) -> None:
    _assert_nothing_grows(program, qtbot, do, 6, 3)  # each takes a second, and would leave two styles


def test_nothing_of_a_program_that_was_closed_stays_behind(qtbot: QtBot) -> None:
    program = started(qtbot)
    gone = [weakref.ref(part) for part in (program.window, program.presenter, program.bridge, program.wiring)]
    program.close()
    del program
    _held()
    assert [part() for part in gone] == [None] * 4


def _assert_nothing_grows(program: Program, qtbot: QtBot, do: Callable[[Program], None], times: int, room: int) -> None:
    for _ in range(2):
        do(program)
    settle(program, qtbot)
    widgets, objects = _held()
    for _ in range(times):
        do(program)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    settle(program, qtbot)
    after, wrapped = _held()
    assert after <= widgets + 2
    assert wrapped <= objects + room
