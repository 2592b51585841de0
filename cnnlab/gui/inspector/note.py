"""A sentence that lies over the page beside what it is about, so that nothing moves to make room for it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QLabel, QWidget

from cnnlab.gui.theme import Space
from cnnlab.text import Message, _


class Note(QLabel):
    """Belongs to an anchor: it hangs below it, or stands above it; a click takes it away."""

    def __init__(self, name: str, anchor: QWidget, above: bool = False) -> None:
        super().__init__(anchor.parentWidget(), wordWrap=True)
        self.setObjectName(name)
        self.setProperty("role", "note")
        self.setTextFormat(Qt.TextFormat.PlainText)  # what was typed is repeated as it is, never as markup
        self._anchor, self._above = anchor, above
        self._asked = False
        self._said: Message | str = ""
        self.hide()
        anchor.installEventFilter(self)

    def say(self, text: Message | str) -> None:
        """Show a sentence; an empty one takes the note away."""
        self._said = text
        if str(text) != self.text():
            self.setText(str(text))
        self.setToolTip(_("Click to dismiss this note") if text else "")
        self._asked = bool(text)
        self._place()

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self.say(self._said)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.say("")

    def eventFilter(self, anchor: QObject, event: QEvent) -> bool:
        kinds = QEvent.Type
        if event.type() in (kinds.Move, kinds.Resize, kinds.Show, kinds.Hide, kinds.ParentChange):
            self._place()
        return False

    def _place(self) -> None:
        page = _page_of(self._anchor)
        if not self._asked or not self._anchor.isVisibleTo(page):
            self.hide()
            return
        if self.parentWidget() is not page:
            self.setParent(page)
        box = QRect(self._anchor.mapTo(page, self._anchor.rect().topLeft()), self._anchor.size())
        width = page.width() - 2 * Space.M
        height = self.heightForWidth(width)
        top = box.top() - height - Space.XS if self._above else box.bottom() + Space.XS
        self.setGeometry(Space.M, max(0, top), width, height)
        self.show()
        self.raise_()


def _page_of(widget: QWidget) -> QWidget:
    """The page that a widget lies on, else its window."""
    page = widget
    while page.objectName() != "inspectorPage" and (above := page.parentWidget()) is not None:
        page = above
    return page
