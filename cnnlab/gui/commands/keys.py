"""Keys: how this system writes them, and the keys that a view hears by itself, as a table.

Commands of the whole window stand in `gui/commands/table.py`. A view whose keys mean something only while it has
the focus declares them in a `KeyTable`: it asks the table what a key means, and the page of shortcuts shows the same
rows.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from cnnlab.text import _


@dataclass(frozen=True)
class KeyRow:
    """What some keys do.

    Attributes:
        id: what the view calls it.
        text: what the page says.
        keys: in Qt's portable notation.
        shown: how many of the keys the page shows, from the first on.
    """

    id: str
    text: str
    keys: tuple[str, ...]
    shown: int = 1


@dataclass(frozen=True)
class KeyTable:
    """The keys of one view.

    Attributes:
        title: heading of its rows on the page.
        rows: what its keys do.
    """

    title: str
    rows: tuple[KeyRow, ...]

    def find(self, event: QKeyEvent, besides: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> str:
        """Id of the row that a key asks for, whether with the modifiers `besides` or without; empty if none."""
        asked = pressed(event, besides)
        return next((row.id for row in self.rows if any(QKeySequence(keys) == asked for keys in row.keys)), "")


def pressed(event: QKeyEvent, besides: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> QKeySequence:
    """The key of an event with its modifiers but those `besides`; the number pad counts as the keys beside it."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier & ~besides
    return QKeySequence(QKeyCombination(modifiers, Qt.Key(event.key())))


def native(keys: str) -> str:
    """Keys in portable notation as this system writes them."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


def with_keys(text: str, keys: str) -> str:
    """A text and behind it the keys, given in portable notation, that do the same; without keys the text alone."""
    return _("{text} ({keys})").format(text=text, keys=native(keys)) if keys else text
