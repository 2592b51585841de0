"""The gallery: all examples on a page over the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from cnnlab.formats.examples import Example, examples
from cnnlab.gui.gallery.cards import EDGE, CardList
from cnnlab.gui.icons import icon
from cnnlab.gui.sheet import Sheet
from cnnlab.gui.theme import Space, Theme, scaled
from cnnlab.text import _

_SIZE = QSize(1560, 1300)
_FIELD_WIDTH = 280
_TO_THE_CARDS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Gallery(Sheet):
    """Cards of all examples below a search field; at the bottom what to try first with the one at hand.

    Signals:
        chosen: the name of an example; the page has closed.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        self._ready = False  # the base class translates and colours before there is anything of ours
        super().__init__("gallery", parent, theme, _SIZE)
        self._field = QLineEdit()
        self._field.setObjectName("exampleSearch")
        self._field.installEventFilter(self)
        self._search_icon = QAction(self._field)
        self._field.addAction(self._search_icon, QLineEdit.ActionPosition.LeadingPosition)
        self._cards = CardList()
        self._none = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._none.setProperty("role", "muted")
        self._first = QLabel(wordWrap=True)
        self._first.setObjectName("exampleFirst")
        self._open = QPushButton()
        self._open.setObjectName("openExample")
        self._open.setProperty("primary", True)
        self._arrange()
        self._field.textChanged.connect(self._on_field_text_changed)
        self._cards.chosen.connect(self._on_cards_chosen)
        self._cards.pointed.connect(self._on_cards_pointed)
        self._open.clicked.connect(self._cards.choose)
        self._ready = True
        self.set_theme(theme)
        self.retranslate()

    def open(self) -> None:
        """Show all examples; the search field has the focus, and the arrows move among the cards."""
        self._field.clear()
        self._find("")
        super().open()

    def first_control(self) -> QWidget | None:
        return self._field

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        if self._ready:
            self._field.setFixedWidth(scaled(_FIELD_WIDTH))
            self._search_icon.setIcon(icon("search", theme.muted))
            self._cards.set_theme(theme)

    def retranslate(self) -> None:
        super().retranslate()
        if not self._ready:
            return
        self.set_title(_("Examples"))
        self._field.setPlaceholderText(_("Find an example"))
        self._field.setAccessibleName(_("Find an example"))
        self._field.setToolTip(_("Type a word of a title or a sentence; the arrow keys choose, Enter opens"))
        self._cards.setAccessibleName(_("Examples"))
        self._open.setText(_("Open"))
        self._open.setAccessibleName(_("Open the chosen example"))
        self._open.setToolTip(_("Opens the example in place of the project on show (Enter)"))
        if self.isVisible():
            self._find(self._field.text())

    # -- keys --

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._field_or_none() and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            sideways = event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and not self._field.text()
            if event.key() in _TO_THE_CARDS or sideways:
                QApplication.sendEvent(self._cards, event)
                return True
            if event.key() in _ENTER:
                self._cards.choose()
                return True
        return super().eventFilter(watched, event)

    def _field_or_none(self) -> QWidget | None:
        return self._field if self._ready else None

    # -- wishes --

    def _on_field_text_changed(self, text: str) -> None:
        self._find(text)

    def _on_cards_chosen(self, name: str) -> None:
        self.hide()
        self.chosen.emit(name)

    def _on_cards_pointed(self, name: str) -> None:
        found = next((entry for entry in examples() if entry.name == name), None)
        self._first.setText(_("Try first: {first}").format(first=_(found.first)) if found is not None else "")
        self._open.setEnabled(found is not None)

    def _find(self, query: str) -> None:
        found = matching(query)
        self._cards.show_examples(found)
        self._cards.setVisible(bool(found))
        self._none.setVisible(not found)
        self._none.setText(_("No example has '{query}' in it: try another word.").format(query=query.strip()))
        self._on_cards_pointed(self._cards.current)

    def _arrange(self) -> None:
        self._none.hide()
        self.hang_out(EDGE)
        top = QHBoxLayout()
        self.body.addLayout(top)
        top.setContentsMargins(EDGE, 0, 0, 0)
        top.addWidget(self._field)
        top.addStretch(1)
        self.body.addWidget(self._cards, 1)
        self.body.addWidget(self._none, 1)
        bottom = QHBoxLayout()
        self.body.addLayout(bottom)
        bottom.setContentsMargins(EDGE, 0, 0, 0)
        bottom.setSpacing(Space.L)
        bottom.addWidget(self._first, 1)
        bottom.addWidget(self._open)


def matching(query: str) -> list[Example]:
    """The examples whose texts, in the language of the moment or in English, hold every word of a query."""
    words = query.casefold().split()

    def text(entry: Example) -> str:
        parts = (entry.name, entry.title, entry.sentence, entry.first)
        return " ".join((*parts, *map(_, parts))).casefold()

    return [entry for entry in examples() if all(word in text(entry) for word in words)]
