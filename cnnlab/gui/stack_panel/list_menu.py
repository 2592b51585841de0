"""The context menu of the list of layers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from cnnlab.gui.icons import icon
from cnnlab.gui.stack_panel.card import Card
from cnnlab.gui.stack_panel.list_commands import LIST_COMMANDS
from cnnlab.text import _


def layer_menu(
    parent: QWidget, card: Card, *, first: bool, last: bool, run: Callable[[str], None], fix: Callable[[int], None]
) -> QMenu:
    """What can be done to a layer; `run` takes the id of a command, `fix` the number of a fix."""
    menu = QMenu(parent)
    menu.setObjectName("layerMenu")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for number, label in enumerate(card.fixes):
        action = menu.addAction(icon("check"), label, partial(fix, number))
        if number == 0:
            _show_keys(action, "fix")
    if card.fixes:
        menu.addSeparator()
    for command in LIST_COMMANDS:
        if command.id == "delete":
            menu.addSeparator()
        if command.id == "switch":
            text = _("Switch on") if card.off else _("Switch off")
            action = menu.addAction(icon("eye" if card.off else "eye-off"), text, partial(run, command.id))
        elif command.text:
            action = menu.addAction(icon(command.icon), _(command.text), partial(run, command.id))
        else:
            continue
        action.setObjectName(f"layerMenu_{command.id}")
        action.setEnabled(not (command.id == "up" and first) and not (command.id == "down" and last))
        _show_keys(action, command.id)
    return menu


def _show_keys(action: QAction, command: str) -> None:
    """Show the keys behind an entry; the list itself hears them."""
    keys = next(c.keys for c in LIST_COMMANDS if c.id == command)
    action.setShortcut(QKeySequence(keys[0]))
    action.setShortcutVisibleInContextMenu(True)
