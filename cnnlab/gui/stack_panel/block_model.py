"""The rows of the palette: families as headings, and below each its blocks; or what a search has found."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from cnnlab.blocks.base import Family
from cnnlab.blocks.registry import kinds_by_id
from cnnlab.gui.stack_panel.block_search import Kind, first_sentence, search
from cnnlab.gui.stack_panel.layer_model import Index
from cnnlab.text import _

KIND_ROLE = int(Qt.ItemDataRole.UserRole) + 1  # the kind's id; empty for a heading
FAMILY_ROLE = KIND_ROLE + 1
SENTENCE_ROLE = KIND_ROLE + 2
_ROOT = QModelIndex()


class BlockModel(QAbstractListModel):
    """Headings and blocks."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[Family | Kind] = ()
        self.search("")

    def search(self, query: str) -> None:
        """Show what a query means; everything, by family, for an empty one."""
        kinds = search(kinds_by_id().values(), query)
        self.beginResetModel()
        self._rows = kinds if query.strip() else _by_family(kinds)
        self.endResetModel()

    def first(self) -> QModelIndex:
        """The first block; invalid if there is none."""
        row = next((row for row, entry in enumerate(self._rows) if not isinstance(entry, Family)), -1)
        return self.index(row)

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or isinstance(self._rows[index.row()], Family):
            return Qt.ItemFlag.NoItemFlags
        flag = Qt.ItemFlag
        return flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemIsDragEnabled | flag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        entry = self._rows[index.row()]
        return _heading(entry, role) if isinstance(entry, Family) else _block(entry, role)


def _heading(family: Family, role: int) -> object:
    if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
        return _(family.value)
    return {KIND_ROLE: "", FAMILY_ROLE: family, SENTENCE_ROLE: ""}.get(role)


def _block(kind: Kind, role: int) -> object:
    if role == Qt.ItemDataRole.DisplayRole:
        return kind.title
    if role == Qt.ItemDataRole.AccessibleTextRole:
        return f"{kind.title}, {_(kind.family.value)}"
    if role in (Qt.ItemDataRole.AccessibleDescriptionRole, SENTENCE_ROLE):
        return first_sentence(kind)
    if role == Qt.ItemDataRole.ToolTipRole:
        return f"{kind.title} · {kind.kind} · {_(kind.family.value)}\n\n{_(kind.help())}"
    return {KIND_ROLE: kind.kind, FAMILY_ROLE: kind.family}.get(role)


def _by_family(kinds: Sequence[Kind]) -> list[Family | Kind]:
    rows: list[Family | Kind] = []
    for kind in kinds:
        if kind.family not in rows:
            rows.append(kind.family)
        rows.append(kind)
    return rows
