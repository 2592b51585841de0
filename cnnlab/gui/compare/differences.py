"""The list of what differs between the two stacks; a click selects the layer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem

from cnnlab.explain.variants import Difference
from cnnlab.gui.theme import scaled
from cnnlab.text import _


class DifferenceList(QListWidget):
    """One line a difference.

    Signals:
        layer_chosen: select a layer: its id.
    """

    layer_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("compareDifferences")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self._shown: tuple[Difference, ...] | None = None
        self.itemClicked.connect(self._on_item_chosen)
        self.itemActivated.connect(self._on_item_chosen)

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self.setAccessibleName(_("What differs between A and B"))
        shown, self._shown = self._shown, None
        if shown is not None:
            self.show_differences(shown)

    def show_differences(self, differences: Sequence[Difference]) -> None:
        """Show other differences; the line that is current stays so by its place."""
        if tuple(differences) == self._shown:
            return
        row, self._shown = self.currentRow(), tuple(differences)
        self.clear()
        for one in differences:
            item = QListWidgetItem(str(one.words), self)
            item.setToolTip(str(one.words))
            item.setData(Qt.ItemDataRole.UserRole, "" if one.gone else one.layer)
        if not differences:
            item = QListWidgetItem(_("A and B are the same"), self)
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.setCurrentRow(min(row, len(differences) - 1))

    def sizeHint(self) -> QSize:
        return QSize(0, scaled(90))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, scaled(30))

    def _on_item_chosen(self, item: QListWidgetItem) -> None:
        layer = item.data(Qt.ItemDataRole.UserRole)
        if layer:
            self.layer_chosen.emit(layer)
