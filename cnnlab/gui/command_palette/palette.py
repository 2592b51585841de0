"""The command palette: everything the program can do, found by typing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLabel,
    QLineEdit,
    QListView,
    QStyleOptionViewItem,
    QWidget,
)

from cnnlab.gui.command_palette.delegate import FoundDelegate
from cnnlab.gui.command_palette.model import FOUND_ROLE, Found, FoundModel, find, spoken
from cnnlab.gui.commands.entry import Entry
from cnnlab.gui.commands.keys import pressed
from cnnlab.gui.icons import icon
from cnnlab.gui.sheet import Sheet
from cnnlab.gui.theme import Space, Theme, scaled
from cnnlab.text import _

QUIET = ("add:", "layer:", "sample:", "size:", "range:", "channels:")  # found by typing only
_LIST_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_REMEMBERED = 12
_ROWS = 11  # that are shown at once
_TOP = 64


class CommandPalette(Sheet):
    """A search field and what it finds; Enter does it.

    Signals:
        recent_changed: the ids of what was done from here, the newest first.
    """

    recent_changed = Signal(tuple)
    shade = 0.3

    def __init__(self, parent: QWidget, theme: Theme, entries: Callable[[], Sequence[Entry]]) -> None:
        self._all = entries
        self._entries: Sequence[Entry] = ()
        self._recent: tuple[str, ...] = ()
        self._keys: tuple[str, ...] = ()
        self._found = FoundModel()
        self.field = QLineEdit()
        self.field.setObjectName("commandSearch")
        self._search = self.field.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.list = QListView()
        self.rows = FoundDelegate(self.list, theme)
        self._nothing = QLabel(wordWrap=True)
        self._nothing.setProperty("role", "muted")
        super().__init__("commandPalette", parent, theme, QSize(640, 460))
        self._set_up()

    def _set_up(self) -> None:
        self.hide_head()
        self.list.setObjectName("commandList")
        self.list.setModel(self._found)
        self.list.setItemDelegate(self.rows)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # keys go through the search field
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._nothing.setContentsMargins(Space.M, Space.S, Space.M, Space.M)
        self.body.setSpacing(Space.XS)
        self.body.addWidget(self.field)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self._nothing, 1)
        self.field.textChanged.connect(self._on_field_text_changed)
        self.field.installEventFilter(self)
        self.list.clicked.connect(self._on_list_clicked)
        self.list.selectionModel().currentChanged.connect(self._on_list_current_changed)

    # -- what was done last --

    @property
    def recent(self) -> tuple[str, ...]:
        """Ids of what was done from here, the newest first."""
        return self._recent

    def set_recent(self, recent: Sequence[str]) -> None:
        """Begin with these, as they were remembered."""
        self._recent = tuple(recent)[:_REMEMBERED]

    def close_with(self, keys: Sequence[str]) -> None:
        """The keys that open it close it, too."""
        self._keys = tuple(keys)

    # -- open --

    def open(self) -> None:
        """Show everything, what was done last first; typing narrows it down."""
        self._entries = self._all()
        self.field.clear()
        self._find("")
        super().open()

    def first_control(self) -> QWidget | None:
        return self.field

    def card_size(self) -> QSize:
        rows = min(_ROWS, max(1, self._found.rowCount()))
        height = self.field.sizeHint().height() + rows * self._row_height() + 2 * Space.S + Space.XS
        if not self._found.rowCount():
            height += self._nothing.heightForWidth(scaled(640) - 4 * Space.M) - self._row_height()
        return QSize(scaled(640), height + 2)

    def card_top(self, height: int) -> int:
        return scaled(_TOP)  # the field stays where it is while the list below it changes

    def _row_height(self) -> int:
        return self.rows.sizeHint(QStyleOptionViewItem(), QModelIndex()).height()

    def _find(self, query: str) -> None:
        self._found.show(find(self._entries, query, self._recent, QUIET))
        empty = not self._found.rowCount()
        self.list.setVisible(not empty)
        self._nothing.setVisible(empty)
        if empty:
            self._nothing.setText(
                _("Nothing here is called '{query}'. Fewer letters find more; F1 shows all keys.").format(
                    query=query.strip()
                )
            )
        self.list.setCurrentIndex(self._found.index(0))
        self.list.scrollToTop()
        if self.isVisible():
            self.place()

    # -- look --

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.rows.theme = theme
        self._search.setIcon(icon("search", theme.muted))

    def retranslate(self) -> None:
        super().retranslate()
        self.set_title(_("Commands"))
        self.field.setPlaceholderText(_("What would you like to do?"))
        self.field.setAccessibleName(_("Find a command"))
        self.field.setToolTip(
            _("Type part of the name of a command, block, sample or layer; Up and Down choose, Enter runs it")
        )
        self.list.setAccessibleName(_("Commands"))
        if self.isVisible():
            self._entries = self._all()
            self._find(self.field.text())

    # -- keys and choices --

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._take_key(event)
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> bool:
        """Do what a key typed into the field asks of the list; False if it belongs to the field."""
        if pressed(event) in [QKeySequence(keys) for keys in self._keys]:
            self.hide()
        elif event.key() in _ENTER:
            self._do(self.list.currentIndex())
        elif event.key() in _LIST_KEYS:
            self._move(event)
        else:
            return False
        return True

    def _move(self, event: QKeyEvent) -> None:
        """Up from the first row leads to the last one, and the other way round."""
        row, last = self.list.currentIndex().row(), self._found.rowCount() - 1
        if event.key() == Qt.Key.Key_Up and row <= 0:
            self.list.setCurrentIndex(self._found.index(last))
        elif event.key() == Qt.Key.Key_Down and row == last:
            self.list.setCurrentIndex(self._found.index(0))
        else:
            QApplication.sendEvent(self.list, event)

    def _do(self, index: QModelIndex) -> None:
        found = index.data(FOUND_ROLE)
        if not isinstance(found, Found) or found.entry.reason:
            return
        entry = found.entry
        self._recent = (entry.id, *(other for other in self._recent if other != entry.id))[:_REMEMBERED]
        self.hide()  # the focus is back where it was before anything is done
        entry.do()
        self.recent_changed.emit(self._recent)

    def _on_field_text_changed(self, text: str) -> None:
        self._find(text)

    def _on_list_clicked(self, index: QModelIndex) -> None:
        self._do(index)

    def _on_list_current_changed(self, index: QModelIndex) -> None:
        found = index.data(FOUND_ROLE)
        self.field.setAccessibleDescription(spoken(found.entry) if isinstance(found, Found) else "")
