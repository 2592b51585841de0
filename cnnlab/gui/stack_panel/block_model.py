"""The rows of the palette: headings, below each its blocks or templates; or what a search has found."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from cnnlab.blocks.base import Family
from cnnlab.blocks.registry import kinds_by_id
from cnnlab.document.templates import TEMPLATES, Template
from cnnlab.gui.stack_panel.block_search import Kind, begins, first_sentence, search, search_templates
from cnnlab.gui.stack_panel.layer_model import Index
from cnnlab.text import N_, _, plural

KIND_ROLE = int(Qt.ItemDataRole.UserRole) + 1  # the kind's or template's id; empty for a heading
FAMILY_ROLE = KIND_ROLE + 1  # None for a template
SENTENCE_ROLE = KIND_ROLE + 2
NOTE_ROLE = KIND_ROLE + 3  # stands on the right of the title
TEMPLATES_TITLE = N_("Templates")
Row = str | Family | Kind | Template  # a text is the heading of the templates
_ROOT = QModelIndex()


class BlockModel(QAbstractListModel):
    """Headings and blocks."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[Row] = ()
        self.search("")

    def search(self, query: str) -> None:
        """Show what a query means; everything, by family, for an empty one."""
        self.beginResetModel()
        self._rows = _found(query) if query.strip() else _everything()
        self.endResetModel()

    def first(self) -> QModelIndex:
        """The first block or template; invalid if there is none."""
        return self.index(next((row for row, entry in enumerate(self._rows) if not _is_heading(entry)), -1))

    def first_template(self) -> QModelIndex:
        """The first template; invalid if there is none."""
        return self.index(next((row for row, entry in enumerate(self._rows) if isinstance(entry, Template)), -1))

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or _is_heading(self._rows[index.row()]):
            return Qt.ItemFlag.NoItemFlags
        flag = Qt.ItemFlag
        return flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemIsDragEnabled | flag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        entry = self._rows[index.row()]
        if isinstance(entry, Template):
            return _template(entry, role)
        return _heading(entry, role) if isinstance(entry, str | Family) else _block(entry, role)


def _is_heading(entry: Row) -> bool:
    return isinstance(entry, str | Family)


def _heading(entry: str | Family, role: int) -> object:
    if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
        return _(entry.value) if isinstance(entry, Family) else _(entry)
    family = entry if isinstance(entry, Family) else None
    return {KIND_ROLE: "", FAMILY_ROLE: family, SENTENCE_ROLE: "", NOTE_ROLE: ""}.get(role)


def _template(template: Template, role: int) -> object:
    title = _(template.title)
    if role == Qt.ItemDataRole.DisplayRole:
        return title
    if role == Qt.ItemDataRole.AccessibleTextRole:
        return f"{title}, {_(TEMPLATES_TITLE)}"
    if role in (Qt.ItemDataRole.AccessibleDescriptionRole, SENTENCE_ROLE):
        return _(template.about)
    if role == Qt.ItemDataRole.ToolTipRole:
        kinds = kinds_by_id()
        return f"{title}\n\n{_(template.about)}\n\n{' · '.join(kinds[kind].title for kind in template.kinds)}"
    note = plural("{count} layer", "{count} layers", len(template.kinds))
    return {KIND_ROLE: template.id, FAMILY_ROLE: None, NOTE_ROLE: note}.get(role)


def _block(kind: Kind, role: int) -> object:
    if role == Qt.ItemDataRole.DisplayRole:
        return kind.title
    if role == Qt.ItemDataRole.AccessibleTextRole:
        return f"{kind.title}, {_(kind.family.value)}"
    if role in (Qt.ItemDataRole.AccessibleDescriptionRole, SENTENCE_ROLE):
        return first_sentence(kind)
    if role == Qt.ItemDataRole.ToolTipRole:
        return f"{kind.title} · {kind.kind} · {_(kind.family.value)}\n\n{_(kind.help())}"
    return {KIND_ROLE: kind.kind, FAMILY_ROLE: kind.family, NOTE_ROLE: kind.kind}.get(role)


def _everything() -> list[Row]:
    rows: list[Row] = []
    for kind in kinds_by_id().values():
        if kind.family not in rows:
            rows.append(kind.family)
        rows.append(kind)
    return [*rows, TEMPLATES_TITLE, *TEMPLATES]


def _found(query: str) -> list[Row]:
    """Blocks before templates, unless the query begins a template's title and no block's."""
    kinds, templates = search(kinds_by_id().values(), query), search_templates(query)
    named = [template for template in templates if begins(template, query)]
    if named and not any(begins(kind, query) for kind in kinds):
        return [*named, *kinds, *(template for template in templates if template not in named)]
    return [*kinds, *templates]
