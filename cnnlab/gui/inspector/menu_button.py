"""A small button that opens a menu of tools."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QKeyEvent, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QMenu, QToolButton, QWidget, QWidgetAction

from cnnlab.gui.theme import Space, scaled

SIDE = 26


def tool_button(name: str, parent: QWidget) -> QToolButton:
    """A square button that stands on a raised surface."""
    button = QToolButton(parent)
    return _shaped(button, name)


def fit(button: QToolButton) -> None:
    """Give a tool button the size of type of the moment."""
    button.setFixedSize(scaled(SIDE), scaled(SIDE))
    button.setIconSize(QSize(scaled(16), scaled(16)))


def _shaped(button: QToolButton, name: str) -> QToolButton:
    button.setObjectName(f"tool_{name}")
    button.setProperty("filled", True)
    fit(button)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button


class MenuButton(QToolButton):
    """A tool button whose menu opens at once; a mark in its corner says so."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        _shaped(self, name)
        self.setProperty("corner", True)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        self._menu.setToolTipsVisible(True)
        self.setMenu(self._menu)

    def tools(self) -> QMenu:
        """The menu."""
        return self._menu

    def add(self, name: str, do: Callable[[], None], checkable: bool = False) -> QAction:
        """An entry that does something; its words are set by `retranslate` of whoever adds it."""
        action = QAction(self._menu)
        action.setObjectName(f"tool_{name}")
        action.setCheckable(checkable)
        action.triggered.connect(do)
        self._menu.addAction(action)
        return action

    def set_on(self, on: bool) -> None:
        """Say that something in the menu is switched on."""
        self.setProperty("on", on)
        self.style().unpolish(self)
        self.style().polish(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.palette().placeholderText().color()))
        right, bottom = self.width() - 4.5, self.height() - 4.5
        corner = QPointF(right, bottom)
        painter.drawPolygon(QPolygonF([corner, corner - QPointF(4, 0), corner - QPointF(0, 4)]))
        painter.end()


class MenuField(QWidgetAction):
    """A label and a field as one entry of a menu."""

    def __init__(self, field: QWidget, menu: QMenu) -> None:
        super().__init__(menu)
        row = QWidget(menu)
        line = QHBoxLayout(row)
        line.setContentsMargins(Space.S, Space.XS, Space.S, Space.XS)
        self._label = QLabel(row)
        line.addWidget(self._label, 1)
        field.setFixedWidth(scaled(88))
        line.addWidget(field)
        self.field = field
        self.setDefaultWidget(row)

    def set_words(self, label: str, tip: str) -> None:
        """Name and explanation."""
        self._label.setText(label)
        self._label.setToolTip(tip)
        self.field.setToolTip(tip)
        self.field.setAccessibleName(label)


class MenuLine(QLineEdit):
    """A line of text in a menu.

    Signals:
        finished: the text, when Return is pressed; the menu stays open.
    """

    finished = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finished.emit(self.text())
            event.accept()
        else:
            super().keyPressEvent(event)
