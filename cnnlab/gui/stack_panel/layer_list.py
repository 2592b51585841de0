"""The list of layers: what mouse, keys and drops mean in it. It only wishes; the rows are the model's."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import (
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
from cnnlab.gui.stack_panel.drag_picture import drag_picture
from cnnlab.gui.stack_panel.drops import LAYER_MIME, DropTarget, Payload, shifted
from cnnlab.gui.stack_panel.layer_clipboard import layers_at_hand
from cnnlab.gui.stack_panel.layer_model import CARD_ROLE, ENABLED_ROLE, ID_ROLE, LayerModel
from cnnlab.gui.stack_panel.list_commands import command_for
from cnnlab.gui.stack_panel.list_menu import layer_menu
from cnnlab.gui.stack_panel.pointer import CardPointer
from cnnlab.gui.theme import Theme
from cnnlab.text import _

_BY_TAB = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class LayerList(QListView):
    """Cards, one a layer.

    Signals:
        current_changed: id of the layer chosen by the user; empty if none.
        add_requested: kind or template, and position.
        move_requested: list of ids and position, counted without these layers.
        duplicate_requested, delete_requested, cut_requested, copy_requested: list of ids.
        paste_requested: position.
        enable_requested: list of ids and whether they should be on.
        fix_requested: id and number of the fix.
        compare_requested: list of ids to be shown the other way for as long as a key or an eye is held.
        compare_ended: it is no longer held.
    """

    current_changed = Signal(str)
    add_requested = Signal(str, int)
    move_requested = Signal(object, int)
    duplicate_requested = Signal(object)
    delete_requested = Signal(object)
    cut_requested = Signal(object)
    copy_requested = Signal(object)
    paste_requested = Signal(int)
    enable_requested = Signal(object, bool)
    fix_requested = Signal(str, int)
    compare_requested = Signal(object)
    compare_ended = Signal()

    def __init__(self, model: LayerModel, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("layerList")
        self.setModel(model)
        self.cards = CardDelegate(self, theme)
        self.setItemDelegate(self.cards)
        self.quiet = False  # choices made now are not the user's
        self._telling = False  # the user's choice is being told, and Qt has yet to select what belongs to it
        self._layers = model
        self._pointer = CardPointer(self, self.cards)
        self._target = DropTarget(self, model)
        self.selectionModel().currentChanged.connect(self._on_selection_current_changed)
        self._target.block_dropped.connect(self.add_requested)
        self._target.layers_dropped.connect(self.move_requested)
        self._pointer.eye_held.connect(self._on_pointer_eye_held)
        self._pointer.eye_let_go.connect(self.compare_ended)
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

    def chosen(self) -> list[str]:
        """The selected layers from top to bottom; the current one if none is selected."""
        rows = sorted(self.selectedIndexes(), key=QModelIndex.row) or [self.currentIndex()]
        return [row.data(ID_ROLE) for row in rows if row.isValid()]

    def choose(self, layer_id: str) -> None:
        """Make a layer the current one and bring it into view; none for an empty id.

        Others stay selected if it is the current one already.
        """
        row = self._layers.row_of(layer_id)
        index = self._layers.index(row) if row >= 0 else QModelIndex()
        chosen = self._telling or bool(self.selectedIndexes())
        if index == self.currentIndex() and (not index.isValid() or chosen):
            return
        # Not the view's own setter, which would extend the selection while Ctrl or Shift is down, as in Ctrl+D.
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if index.isValid():
            self.scrollTo(index)

    def choose_all(self, layer_ids: Collection[str]) -> None:
        """Select these layers beside each other, the first of them the current one; all of it in view if it fits."""
        indexes = [self._layers.index(row) for row in sorted(map(self._layers.row_of, layer_ids)) if row >= 0]
        if not indexes:
            return
        flag = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(indexes[0], flag.ClearAndSelect)
        for index in indexes[1:]:
            self.selectionModel().select(index, flag.Select)
        for index in reversed(indexes):
            self.scrollTo(index)

    def _on_selection_current_changed(self, current: QModelIndex) -> None:
        if not self.quiet:
            self._telling = True
            self.current_changed.emit(current.data(ID_ROLE) or "")
            self._telling = False

    # -- commands --

    def run(self, command: str) -> None:
        """Do a command of the table to the chosen layers."""
        layers, current = self.chosen(), self.currentIndex()
        if command == "paste":
            rows = [self._layers.row_of(layer) for layer in layers]
            self.paste_requested.emit(rows[-1] + 1 if rows else self._layers.rowCount())
        elif command == "all":
            self._choose_every()
        elif layers and current.isValid():
            self._run_on(command, layers, current)

    def _run_on(self, command: str, layers: list[str], current: QModelIndex) -> None:
        wishes = {
            "duplicate": self.duplicate_requested,
            "delete": self.delete_requested,
            "cut": self.cut_requested,
            "copy": self.copy_requested,
        }
        if command in wishes:
            wishes[command].emit(layers)
        elif command == "rename":
            self.edit(current)
        elif command == "switch":
            self.enable_requested.emit(layers, not current.data(ENABLED_ROLE))
        elif command == "fix":
            self._fix(current.data(CARD_ROLE), 0)
        elif (place := self._shifted(layers, -1 if command == "up" else 1)) is not None:
            self.move_requested.emit(layers, place)

    def _choose_every(self) -> None:
        """Select all layers; the current one stays what it is."""
        if not self.currentIndex().isValid():
            self.selectionModel().setCurrentIndex(self._layers.index(0), QItemSelectionModel.SelectionFlag.Select)
        self.selectAll()

    def _shifted(self, layers: Sequence[str], step: int) -> int | None:
        return shifted([self._layers.row_of(layer) for layer in layers], step, self._layers.rowCount())

    def impossible(self) -> set[str]:
        """The commands of the table that cannot be done to the chosen layers now."""
        layers = self.chosen()
        found = {name for name, step in (("up", -1), ("down", 1)) if not layers or self._shifted(layers, step) is None}
        return found if layers_at_hand() is not None else {*found, "paste"}

    def _fix(self, card: Card, number: int) -> None:
        if number < len(card.fixes):
            self.fix_requested.emit(card.layer, number)

    # -- keys --

    def event(self, event: QEvent) -> bool:
        # While the list has the focus its keys are its own, even where the window has a shortcut on the same ones.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            command = command_for(event)
            # Without layers in the clipboard the window pastes what else is there: a picture.
            if command is not None and (command.id != "paste" or layers_at_hand() is not None):
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

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._pointer.forget()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        card = index.data(CARD_ROLE) if index.isValid() else None
        if card is not None and not self.selectionModel().isSelected(index):
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        fix = partial(self._fix, card) if card is not None else _nothing
        menu = layer_menu(self, card, impossible=self.impossible(), run=self.run, fix=fix)
        place = self.cards.card_rect(index).center() if by_key and card is not None else event.pos()
        menu.popup(self.viewport().mapToGlobal(place))

    # -- mouse --

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        if event.button() == Qt.MouseButton.LeftButton and self._pointer.press(place):
            return
        super().mousePressEvent(event)
        if not self.indexAt(place).isValid():
            self.selectionModel().clear()

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
            self.enable_requested.emit([card.layer], card.off)
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

    def _on_pointer_eye_held(self, layer: str) -> None:
        self.compare_requested.emit([layer])

    # -- drag and drop --

    def startDrag(self, _supported: Qt.DropAction) -> None:
        index, layers = self.currentIndex(), self.chosen()
        if not index.isValid():
            return
        if index.data(ID_ROLE) not in layers:
            layers = [index.data(ID_ROLE)]
        drag = QDrag(self)
        drag.setMimeData(Payload(LAYER_MIME, "\n".join(layers)).mime_data())
        drag.setPixmap(drag_picture(self.cards.pixmap(index), len(layers), self.cards.theme))
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
        self._target.paint(painter, self.cards.theme.accent, MARGIN)
        painter.end()


def _nothing(_number: int) -> None:
    """What the fixes of no layer do."""
