"""Everything that a window says: texts, tooltips, names for screen readers, menus, list entries."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QGraphicsScene, QWidget

# Properties of widgets and actions that a user reads or hears.
_PROPERTIES = (
    "text",
    "title",
    "toolTip",
    "statusTip",
    "whatsThis",
    "windowTitle",
    "placeholderText",
    "accessibleName",
    "accessibleDescription",
    "currentText",
)
_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.AccessibleDescriptionRole,
)
_TAG = re.compile(r"<[^>]*>")


def said_by(root: QObject) -> Iterator[tuple[str, str]]:
    """Where a text stands and the text, for a window and everything in it, shown or hidden."""
    for thing in (root, *root.findChildren(QObject)):
        if not isinstance(thing, QWidget | QAction) or isinstance(thing.parent(), QGraphicsScene):
            continue  # a scene of pyqtgraph holds actions for menus that plots do not have
        place = f"{type(thing).__name__} {thing.objectName()}"
        for name in _PROPERTIES:
            text = thing.property(name)
            if isinstance(text, str) and text:
                yield f"{place}.{name}", html.unescape(_TAG.sub(" ", text))
        if isinstance(thing, QComboBox):
            yield from ((f"{place} item", thing.itemText(row)) for row in range(thing.count()))
        elif isinstance(thing, QAbstractItemView) and thing.model() is not None:
            yield from ((f"{place} item", text) for text in _entries(thing.model()))


def _entries(model: QAbstractItemModel) -> Iterator[str]:
    for row in range(model.rowCount()):
        columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(QModelIndex())
        for column in range(columns):
            index = model.index(row, column)
            for role in _ROLES:
                text = index.data(role)
                if isinstance(text, str):
                    yield html.unescape(_TAG.sub(" ", text))
