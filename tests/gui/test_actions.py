"""The table of commands."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import SIGNAL
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from cnnlab.app import Program
from cnnlab.gui.actions import COMMANDS


def test_every_command_does_something(program: Program) -> None:
    idle = [c.id for c in COMMANDS if not program.wiring.actions[c.id].receivers(SIGNAL("triggered(bool)"))]
    assert idle == []


def _entries(menu: QMenu) -> Iterator[QAction]:
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            yield from _entries(inner)
        yield action


def test_every_command_stands_in_a_menu(program: Program) -> None:
    shown = {action.objectName() for action in _entries(program.wiring.actions.menu)}
    assert shown >= {f"action_{c.id}" for c in COMMANDS}


def test_no_two_commands_share_an_id_or_a_shortcut() -> None:
    ids = [c.id for c in COMMANDS]
    keys = [QKeySequence(k).toString() for c in COMMANDS for k in c.keys]
    assert len(set(ids)) == len(ids)
    assert len(set(keys)) == len(keys)
    assert all(keys)
