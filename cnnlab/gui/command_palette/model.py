"""The rows of the command palette: what a query finds, the best first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from cnnlab.gui.command_palette.scorer import match
from cnnlab.gui.commands.entry import Entry
from cnnlab.gui.commands.keys import native
from cnnlab.text import _

FOUND_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_MOST = 60  # rows; who wants more types another letter
_BY_PATH = 14.0  # what is found only with its menu's name counts so much less
_DISABLED = 4.0
_RECENT = 3.0
_FAR = 0.3  # of the best score: what answers worse than that was not meant
_ROOT = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Found:
    """One row: an entry, and which letters of its text were asked for."""

    entry: Entry
    places: tuple[int, ...] = ()


def find(entries: Sequence[Entry], query: str, recent: Sequence[str], quiet: Sequence[str] = ()) -> list[Found]:
    """What a query finds; for an empty one everything but what is `quiet` (by the beginning of its id).

    `recent` are the ids of what was done last, the newest first: they come first where nothing is asked for, and before
    others that answer as well.
    """
    if not query.strip():
        shown = [entry for entry in entries if not entry.id.startswith(tuple(quiet)) or entry.id in recent]
        order = {name: place for place, name in enumerate(recent)}
        return [Found(entry) for entry in sorted(shown, key=lambda entry: order.get(entry.id, len(order)))]
    ranked = [(score, Found(entry, places)) for entry in entries for score, places in _scored(entry, query, recent)]
    ranked.sort(key=lambda pair: -pair[0])
    least = _FAR * max(0.0, ranked[0][0]) if ranked else 0.0
    return [found for score, found in ranked[:_MOST] if score >= least]


def _scored(entry: Entry, query: str, recent: Sequence[str]) -> list[tuple[float, tuple[int, ...]]]:
    """How well an entry answers; nothing if it does not."""
    bonus = (_RECENT if entry.id in recent else 0.0) - (_DISABLED if entry.reason else 0.0)
    if (by_text := match(query, entry.text)) is not None:
        return [(by_text.score + bonus, by_text.places)]
    lead = f"{entry.path} "
    if (by_path := match(query, lead + entry.text)) is not None:
        places = tuple(place - len(lead) for place in by_path.places if place >= len(lead))
        return [(by_path.score - _BY_PATH + bonus, places)]
    said = entry.about.casefold()  # whole, since a sentence holds almost any letters in order
    if (by_about := match(query, entry.about)) is not None and query.casefold().strip() in said:
        return [(by_about.score - 2 * _BY_PATH + bonus, ())]
    return []


class FoundModel(QAbstractListModel):
    """What was found."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Found] = []

    def show(self, rows: list[Found]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        found = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return found.entry.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(found.entry)
        if role == Qt.ItemDataRole.ToolTipRole:
            return found.entry.reason or found.entry.about or None
        return found if role == FOUND_ROLE else None


def spoken(entry: Entry) -> str:
    """An entry as a screen reader says it."""
    parts = [entry.text, entry.path, *(native(keys) for keys in entry.keys[:1])]
    if entry.checked is not None:
        parts.append(_("on") if entry.checked else _("off"))
    return ", ".join([part for part in parts if part] + ([entry.reason] if entry.reason else []))
