"""The list of the palette: a click adds, a drag carries the block to its place in the stack."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QColor, QCursor, QDrag, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from cnnlab.gui.stack_panel.block_delegate import BlockDelegate
from cnnlab.gui.stack_panel.block_model import KIND_ROLE, BlockModel
from cnnlab.gui.stack_panel.drops import BLOCK_MIME, Payload
from cnnlab.gui.theme import Space, Theme
from cnnlab.text import _


class BlockList(QListView):
    """Blocks to choose from.

    Signals:
        drag_began: a block is being carried away.
        drag_ended: whether it was dropped where it can be used.
    """

    drag_began = Signal()
    drag_ended = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("blockList")
        self.rows = BlockDelegate(self, theme)
        self.setItemDelegate(self.rows)
        self.query = ""
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # keys go through the search field
        self.setStyleSheet("QListView { background: transparent; }")  # the palette's own ground
        self.setDragEnabled(True)
        self.setMouseTracking(True)
        self.verticalScrollBar().setSingleStep(20)

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self.setAccessibleName(_("Blocks"))
        self.viewport().update()

    def choose_first(self) -> None:
        """Make the first block the current one, its heading in sight."""
        model = self.model()
        assert isinstance(model, BlockModel)
        self.selectionModel().setCurrentIndex(model.first(), QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollToTop()

    def choose_templates(self) -> None:
        """Make the first template the current one, its heading at the top."""
        model = self.model()
        assert isinstance(model, BlockModel)
        index = model.first_template()
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index.siblingAtRow(index.row() - 1), QAbstractItemView.ScrollHint.PositionAtTop)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.HoverMove or event.type() == QEvent.Type.MouseMove:
            over = self.indexAt(self.viewport().mapFromGlobal(QCursor.pos()))
            hand = Qt.CursorShape.PointingHandCursor if over.data(KIND_ROLE) else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(hand)
        return super().viewportEvent(event)

    def startDrag(self, _supported: Qt.DropAction) -> None:
        index = self.currentIndex()
        if not index.data(KIND_ROLE):
            return
        drag = QDrag(self)
        drag.setMimeData(Payload(BLOCK_MIME, index.data(KIND_ROLE)).mime_data())
        drag.setPixmap(self.viewport().grab(self.visualRect(index)))
        drag.setHotSpot(self.viewport().mapFromGlobal(QCursor.pos()) - self.visualRect(index).topLeft())
        self.drag_began.emit()
        done = drag.exec(Qt.DropAction.CopyAction)
        self.drag_ended.emit(done != Qt.DropAction.IgnoreAction)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.model().rowCount():
            return
        painter = QPainter(self.viewport())
        painter.setPen(QColor(self.rows.theme.muted))
        room = self.viewport().rect().adjusted(Space.L, Space.M, -Space.L, 0)
        painter.drawText(room, Qt.TextFlag.TextWordWrap.value, self._nothing_found())
        painter.end()

    def _nothing_found(self) -> str:
        text = _(
            "No block is called '{query}'. Try a word such as 'conv', 'pool', 'norm' or 'mean', or clear the field to "
            "see all blocks."
        )
        return text.format(query=self.query)
