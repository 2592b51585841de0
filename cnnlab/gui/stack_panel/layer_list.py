"""The list of layers: what mouse, keys and drops mean in it. It only wishes; the rows are the model's."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QCursor,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from cnnlab.gui.stack_panel.card import Card
from cnnlab.gui.stack_panel.card_delegate import MARGIN, CardDelegate
from cnnlab.gui.stack_panel.card_layout import Spot, Zone
from cnnlab.gui.stack_panel.drops import LAYER_MIME, DropTarget, Payload
from cnnlab.gui.stack_panel.layer_model import CARD_ROLE, ENABLED_ROLE, ID_ROLE, LayerModel
from cnnlab.gui.stack_panel.list_commands import add_keys, command_for
from cnnlab.gui.stack_panel.list_menu import layer_menu
from cnnlab.gui.stack_panel.pointer import CardPointer
from cnnlab.gui.theme import Theme
from cnnlab.text import _

_BY_TAB = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class LayerList(QListView):
    """Cards, one a layer.

    Signals:
        current_changed: id of the layer chosen by the user; empty if none.
        add_requested: kind and position.
        move_requested: id and position, counted without the layer.
        duplicate_requested: id.
        delete_requested: list of ids.
        fix_requested: id and number of the fix.
    """

    current_changed = Signal(str)
    add_requested = Signal(str, int)
    move_requested = Signal(str, int)
    duplicate_requested = Signal(str)
    delete_requested = Signal(object)
    fix_requested = Signal(str, int)

    def __init__(self, model: LayerModel, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("layerList")
        self.setModel(model)
        self.cards = CardDelegate(self, theme)
        self.setItemDelegate(self.cards)
        self.quiet = False  # choices made now are not the user's
        self._layers = model
        self._pointer = CardPointer(self, self.cards)
        self._target = DropTarget(self, model)
        self.selectionModel().currentChanged.connect(self._on_selection_current_changed)
        self._target.block_dropped.connect(self.add_requested)
        self._target.layer_dropped.connect(self.move_requested)
        model.dataChanged.connect(self._on_layers_data_changed)
        self._configure()
        self.retranslate()

    def _configure(self) -> None:
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(False)  # painted here: it shows the gap between two cards
        self.setMouseTracking(True)
        self.verticalScrollBar().setSingleStep(20)

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self.setAccessibleName(_("Layers of the stack"))
        self.setAccessibleDescription("" if self._layers.rowCount() else self._empty_text())
        self.viewport().update()

    def set_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self.cards.theme = theme
        self.scheduleDelayedItemsLayout()  # type may have another size
        self.viewport().update()

    # -- which layers --

    def current_layer(self) -> str:
        """Id of the current layer; empty if none."""
        return self.currentIndex().data(ID_ROLE) or ""

    def chosen(self) -> list[QPersistentModelIndex]:
        """The selected rows from top to bottom; the current one if none is selected."""
        rows = sorted(self.selectedIndexes(), key=QModelIndex.row) or [self.currentIndex()]
        return [QPersistentModelIndex(row) for row in rows if row.isValid()]

    def choose(self, layer_id: str) -> None:
        """Make a layer the current one and bring it into view; none for an empty id."""
        row = self._layers.row_of(layer_id)
        index = self._layers.index(row) if row >= 0 else QModelIndex()
        if index == self.currentIndex() and (not index.isValid() or self.selectionModel().isSelected(index)):
            return
        # Not the view's own setter, which would extend the selection while Ctrl or Shift is down, as in Ctrl+D.
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if index.isValid():
            self.scrollTo(index)

    def _on_selection_current_changed(self, current: QModelIndex) -> None:
        if not self.quiet:
            self.current_changed.emit(current.data(ID_ROLE) or "")

    # -- commands --

    def run(self, command: str) -> None:
        """Do a command of the table to the chosen layers."""
        rows, current = self.chosen(), self.currentIndex()
        if not rows or not current.isValid():
            return
        if command == "rename":
            self.edit(current)
        elif command == "duplicate":
            self.duplicate_requested.emit(self.current_layer())
        elif command == "delete":
            self.delete_requested.emit([row.data(ID_ROLE) for row in rows])
        elif command == "switch":
            self._switch(rows, not current.data(ENABLED_ROLE))
        elif command == "fix":
            self._fix(current.data(CARD_ROLE), 0)
        else:
            self._shift(rows, -1 if command == "up" else 1)

    def _switch(self, rows: Sequence[QPersistentModelIndex], on: bool) -> None:
        state = Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
        for row in rows:
            self._layers.setData(row, state, Qt.ItemDataRole.CheckStateRole)

    def _shift(self, rows: Sequence[QPersistentModelIndex], step: int) -> None:
        """Move the chosen layers by one place, unless one of them stands at the end already."""
        wanted = [(row.data(ID_ROLE), row.row() + step) for row in rows]
        if all(0 <= place < self._layers.rowCount() for _layer, place in wanted):
            for layer, place in wanted if step < 0 else reversed(wanted):
                self.move_requested.emit(layer, place)

    def _fix(self, card: Card, number: int) -> None:
        if number < len(card.fixes):
            self.fix_requested.emit(card.layer, number)

    # -- keys --

    def event(self, event: QEvent) -> bool:
        # While the list has the focus its keys are its own, even where the window has a shortcut on the same ones.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and command_for(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        command = command_for(event)
        if command is None:
            super().keyPressEvent(event)
        else:
            self.run(command.id)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt makes the first row current if none is: right for Tab, but a click on an eye is no choice of a layer."""
        free = not self.currentIndex().isValid() and event.reason() not in _BY_TAB
        quiet, self.quiet = self.quiet, self.quiet or free
        super().focusInEvent(event)
        if free:
            self.selectionModel().clearCurrentIndex()
        self.quiet = quiet

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if not index.isValid():
            return
        row, card = index.row(), index.data(CARD_ROLE)
        if not self.selectionModel().isSelected(index):
            self.choose(card.layer)
        last = self._layers.rowCount() - 1
        menu = layer_menu(self, card, first=row == 0, last=row == last, run=self.run, fix=partial(self._fix, card))
        place = self.cards.card_rect(index).center() if by_key else event.pos()
        menu.popup(self.viewport().mapToGlobal(place))

    # -- mouse --

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        if event.button() == Qt.MouseButton.LeftButton and self._pointer.press(place):
            return
        super().mousePressEvent(event)
        if not self.indexAt(place).isValid():
            self.choose("")

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index, zone = self._pointer.on(event.position().toPoint())
        if zone.spot.clickable:
            self.mousePressEvent(event)
        elif zone.spot is Spot.NAME:
            self.edit(index)
        else:
            super().mouseDoubleClickEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._pointer.holding:
            super().mouseReleaseEvent(event)
        elif clicked := self._pointer.release(event.position().toPoint()):
            self._click(*clicked)

    def _click(self, index: QModelIndex, zone: Zone) -> None:
        card = index.data(CARD_ROLE)
        if zone.spot is Spot.EYE:
            self._switch([QPersistentModelIndex(index)], card.off)
        elif zone.spot is Spot.FIX:
            self._fix(card, zone.number)
        else:
            self.choose(card.waits_for)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._pointer.holding:
            super().mouseMoveEvent(event)
        self._pointer.move(event.position().toPoint())

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._pointer.leave()
        return super().viewportEvent(event)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        if self.underMouse():
            self._pointer.move(self.viewport().mapFromGlobal(QCursor.pos()))

    # -- drag and drop --

    def startDrag(self, _supported: Qt.DropAction) -> None:
        index = self.currentIndex()
        if not index.isValid():
            return
        drag = QDrag(self)
        drag.setMimeData(Payload(LAYER_MIME, index.data(ID_ROLE)).mime_data())
        drag.setPixmap(self.cards.pixmap(index))
        drag.setHotSpot(self.viewport().mapFromGlobal(QCursor.pos()) - self.cards.card_rect(index).topLeft())
        self._pointer.leave()
        drag.exec(Qt.DropAction.MoveAction)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._target.follow(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._target.follow(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._target.end()

    def dropEvent(self, event: QDropEvent) -> None:
        self._target.drop(event)

    # -- lay out and paint --

    def _on_layers_data_changed(self) -> None:
        """A card that says something else may have become taller or lower."""
        self.scheduleDelayedItemsLayout()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        if not self._layers.rowCount():
            room = QRect(MARGIN, 0, self.width() - 2 * MARGIN, self.viewport().height())
            painter.setPen(QColor(self.cards.theme.muted))
            painter.drawText(room, Qt.TextFlag.TextWordWrap.value, self._empty_text())
        self._target.paint(painter, self.cards.theme.accent, MARGIN)
        painter.end()

    def _empty_text(self) -> str:
        return _("No layers yet.\nAdd the first block with {keys}.").format(keys=add_keys())
