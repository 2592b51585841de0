"""The palette: all blocks in an overlay over the stack, found by typing."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QModelIndex, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from cnnlab.gui.icons import icon
from cnnlab.gui.stack_panel.block_delegate import INSET
from cnnlab.gui.stack_panel.block_list import BlockList
from cnnlab.gui.stack_panel.block_model import KIND_ROLE, BlockModel
from cnnlab.gui.theme import Radius, Space, Theme
from cnnlab.text import Message, _

_LIST_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class BlockPalette(QFrame):
    """A search field and the blocks that it finds.

    Signals:
        chosen: kind of the block, or id of the template, to be added, and whether the palette stays open for more.
        closed: it is no longer shown.
    """

    chosen = Signal(str, bool)
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("blockPalette")
        self._theme = theme
        self._place: Message | str = ""
        self._before: QWidget | None = None  # who had the focus
        self.model = BlockModel(self)
        self.field = QLineEdit(self, clearButtonEnabled=True)
        self.field.setObjectName("blockSearch")
        self.list = BlockList(theme, self)
        self._hint = QLabel(self)
        self._hint.setObjectName("blockHint")
        self._hint.setProperty("role", "muted")
        self._hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # a name may be long
        self.jump = QPushButton(self, flat=True)
        self.jump.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # keys go through the search field
        self.jump.setObjectName("jumpToTemplates")
        self._search_icon = self.field.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self._arrange()
        self.field.textChanged.connect(self._on_field_text_changed)
        self.field.installEventFilter(self)
        self.jump.clicked.connect(self._on_jump_clicked)
        self.list.clicked.connect(self._on_list_clicked)
        self.list.drag_began.connect(self._vanish)
        self.list.drag_ended.connect(self._on_list_drag_ended)
        self.hide()
        self.retranslate()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(1, Space.S, 1, Space.S)
        column.setSpacing(Space.XS)
        for widget, stretch in ((self.field, 0), (self.list, 1), (self._hint, 0)):
            margin = 0 if widget is self.list else INSET
            row = QHBoxLayout()
            column.addLayout(row, stretch)
            row.setContentsMargins(margin, 0, margin, 0)
            row.addWidget(widget, 1)
            if widget is self._hint:
                row.addWidget(self.jump)

    # -- open and close --

    def open(self, place: Message | str, templates: bool = False) -> None:
        """Show everything, `templates` first; `place` says where a block will be added."""
        self._place = place
        if not self.isVisible():
            self._before = self.window().focusWidget()
        self.field.clear()
        self._find("")
        self.retranslate()
        self.show()
        self.raise_()
        if templates:
            self.list.choose_templates()
        else:
            self.list.choose_first()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_back(self) -> None:
        """Close, and give the focus back to who had it."""
        before, self._before = self._before, None
        if self.isHidden():
            return
        if before is not None and shiboken6.isValid(before):
            before.setFocus(Qt.FocusReason.PopupFocusReason)
        self._vanish()
        self.closed.emit()

    def dismiss(self) -> None:
        """Close and give the focus to nobody: the user has turned to something else."""
        self._before = None
        if not self.isHidden():
            self._vanish()
        self.closed.emit()

    def _vanish(self) -> None:
        # Qt would pass the focus on as Tab does, and the list would take that for a choice of its first layer.
        if self.field.hasFocus():
            self.field.clearFocus()
        self.hide()

    # -- look --

    def set_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self._theme = theme
        self.list.rows.theme = theme
        self._search_icon.setIcon(icon("search", theme.muted))
        self.update()
        self.list.scheduleDelayedItemsLayout()  # type may have another size
        self.list.viewport().update()

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self.setAccessibleName(_("Add a block"))
        self.field.setPlaceholderText(_("Find a block"))
        self.field.setAccessibleName(_("Find a block"))
        self.field.setToolTip(_("Type a part of a title, an id or what the block does; Up and Down choose, Enter adds"))
        self._hint.setText(_("Enter adds {place}").format(place=self._place))
        self.jump.setText(_("Templates"))
        self.jump.setAccessibleName(_("Templates"))
        self.jump.setToolTip(_("Go to the groups of layers that can be inserted as one"))
        self._hint.setToolTip(
            _("Shift+Enter adds and leaves this list open, Esc closes it; a block can also be dragged to its place")
        )
        self.list.retranslate()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.line), 1))
        painter.setBrush(QColor(self._theme.raised))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), Radius.CARD, Radius.CARD)
        painter.end()

    # -- keys and choices --

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._take_key(event)
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> bool:
        """Do what a key typed into the field asks of the list; False if it belongs to the field."""
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.close_back()
        elif key in _ENTER:
            stay = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._add(self.list.currentIndex(), stay)
        elif key in _LIST_KEYS:
            QApplication.sendEvent(self.list, event)
        else:
            return False
        return True

    def _add(self, index: QModelIndex, stay: bool = False) -> None:
        kind = index.data(KIND_ROLE)
        if kind:
            self.chosen.emit(kind, stay)

    def _find(self, query: str) -> None:
        self.list.setModel(self.model)  # now at the earliest: a closed palette would lay its rows out again and again
        self.list.query = query.strip()
        self.model.search(query)
        self.list.choose_first()

    def _on_field_text_changed(self, text: str) -> None:
        self._find(text)

    def _on_jump_clicked(self) -> None:
        self.field.clear()
        self.list.choose_templates()

    def _on_list_clicked(self, index: QModelIndex) -> None:
        self._add(index)

    def _on_list_drag_ended(self, dropped: bool) -> None:
        """The overlay made room for the drop; it comes back if nothing came of it."""
        if dropped:
            self.dismiss()
        else:
            self.show()
            self.field.setFocus(Qt.FocusReason.PopupFocusReason)
