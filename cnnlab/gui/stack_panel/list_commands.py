"""What can be done to the layers of the list: one table for its keys and its context menu."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QKeyEvent, QKeySequence

from cnnlab.gui.commands.keys import KeyRow, KeyTable, native, pressed
from cnnlab.gui.commands.table import COMMANDS
from cnnlab.text import N_


@dataclass(frozen=True)
class ListCommand:
    """One row of the table.

    Attributes:
        id: says what to do.
        text: what the menu says; empty for what has no entry of its own there.
        keys: in Qt's portable notation; the first is shown.
        icon: name of its icon; empty for none.
        said: what the page of shortcuts says instead of `text`.
    """

    id: str
    text: str
    keys: tuple[str, ...]
    icon: str = ""
    said: str = ""


LIST_COMMANDS: tuple[ListCommand, ...] = (
    ListCommand("rename", N_("Rename"), ("F2",), "rename"),
    ListCommand("duplicate", N_("Duplicate"), ("Ctrl+D",), "copy"),
    ListCommand("up", N_("Move up"), ("Alt+Up", "Ctrl+Up"), "chevron-up"),
    ListCommand("down", N_("Move down"), ("Alt+Down", "Ctrl+Down"), "chevron-down"),
    ListCommand("switch", "", ("Space",), said=N_("Switch on or off")),
    ListCommand("fix", "", ("Alt+Return", "Alt+Enter"), said=N_("Apply the first fix")),
    ListCommand("cut", N_("Cut"), ("Ctrl+X",), "cut"),
    ListCommand("copy", N_("Copy"), ("Ctrl+C",), "copy"),
    ListCommand("paste", N_("Paste below"), ("Ctrl+V",), "paste"),
    ListCommand("all", N_("Select all"), ("Ctrl+A",)),
    ListCommand("delete", N_("Delete"), ("Delete", "Backspace"), "delete"),
)
# Held down, it shows the chosen layers the other way. A function key: it stands on every layout, needs no Shift on any,
# is never a dead key, and types no letter, which the list would take for the beginning of a name.
COMPARE_KEY = "F8"
GROUPS = ("cut", "delete")  # commands with a line above them in the menu
WITHOUT_LAYERS = ("paste", "all")  # what can be done while no layer is chosen


LIST_KEYS = KeyTable(
    N_("Layers of the stack"),
    (
        *(KeyRow(c.id, c.said or c.text, c.keys) for c in LIST_COMMANDS),
        KeyRow("compare", N_("Held: the chosen layers the other way, off or on"), (COMPARE_KEY,)),
    ),
)


def command_for(event: QKeyEvent) -> ListCommand | None:
    """The command that a key asks for, if any."""
    asked = pressed(event)
    return next((c for c in LIST_COMMANDS if any(QKeySequence(keys) == asked for keys in c.keys)), None)


def keys_of(command: str) -> str:
    """The keys of a command as this system writes them."""
    keys = next(c.keys[0] for c in LIST_COMMANDS if c.id == command)
    return native(keys)


def add_keys() -> str:
    """The keys of the window's command that opens the palette, as this system writes them."""
    return native(next(c.keys[0] for c in COMMANDS if c.id == "add_block"))
