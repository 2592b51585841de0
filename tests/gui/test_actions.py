"""The table of commands."""

from __future__ import annotations

from PySide6.QtCore import SIGNAL
from PySide6.QtGui import QKeySequence

from cnnlab.app import Program
from cnnlab.gui.actions import COMMANDS


def test_every_command_does_something(program: Program) -> None:
    idle = [c.id for c in COMMANDS if not program.wiring.actions[c.id].receivers(SIGNAL("triggered(bool)"))]
    assert idle == []


def test_every_command_stands_in_a_menu(program: Program) -> None:
    shown = {action.objectName() for menu in program.wiring.actions.menu.actions() for action in menu.menu().actions()}
    assert shown >= {f"action_{c.id}" for c in COMMANDS}


def test_no_two_commands_share_an_id_or_a_shortcut() -> None:
    ids = [c.id for c in COMMANDS]
    keys = [QKeySequence(k).toString() for c in COMMANDS for k in c.keys]
    assert len(set(ids)) == len(ids)
    assert len(set(keys)) == len(keys)
    assert all(keys)
