"""The context menu of the list of layers."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from cnnlab.gui.icons import icon
from cnnlab.gui.stack_panel.card import Card
from cnnlab.gui.stack_panel.list_commands import GROUPS, LIST_COMMANDS, WITHOUT_LAYERS
from cnnlab.text import _


def layer_menu(
    parent: QWidget,
    card: Card | None,
    *,
    impossible: Collection[str],
    run: Callable[[str], None],
    fix: Callable[[int], None],
) -> QMenu:
    """What can be done to the chosen layers, of which `card` is the current one; None if there is none.

    `run` takes the id of a command, `fix` the number of a fix; `impossible` names commands that cannot be done now.
    """
    menu = QMenu(parent)
    menu.setObjectName("layerMenu")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for number, label in enumerate(card.fixes if card is not None else ()):
        action = menu.addAction(icon("check"), label, partial(fix, number))
        if number == 0:
            _show_keys(action, "fix")
    menu.addSeparator()
    for command in LIST_COMMANDS:
        if command.id in GROUPS:
            menu.addSeparator()
        if card is None and command.id not in WITHOUT_LAYERS:
            continue
        if command.id == "switch" and card is not None:
            text = _("Switch on") if card.off else _("Switch off")
            action = menu.addAction(icon("eye" if card.off else "eye-off"), text, partial(run, command.id))
        elif command.text:
            action = menu.addAction(_(command.text), partial(run, command.id))
            if command.icon:
                action.setIcon(icon(command.icon))
        else:
            continue
        action.setObjectName(f"layerMenu_{command.id}")
        action.setEnabled(command.id not in impossible)
        _show_keys(action, command.id)
    return menu


def _show_keys(action: QAction, command: str) -> None:
    """Show the keys behind an entry; the list itself hears them."""
    keys = next(c.keys for c in LIST_COMMANDS if c.id == command)
    action.setShortcut(QKeySequence(keys[0]))
    action.setShortcutVisibleInContextMenu(True)
