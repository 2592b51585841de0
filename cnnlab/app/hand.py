"""Pointer and keys, moved by the program itself as a person would move them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import QEvent, QKeyCombination, QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QHelpEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QMenu, QPushButton, QToolButton, QWidget

from cnnlab.gui.window import MainWindow
from cnnlab.text import N_, Listed, UserError


class Hand:
    """Finds parts of a window by their names and does to them what a person can."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def click(self, place: str) -> None:
        """Press a place and let go; a button with a menu opens it, and an entry of a menu is chosen by its name."""
        action = self._window.findChild(QAction, place)
        if self._named(place) is None and action is not None:
            self._choose(action)
            return
        widget, point = self._at(place)
        menu = widget.menu() if isinstance(widget, QToolButton | QPushButton) else None
        if menu is not None:  # a press would not come back before the menu is closed
            menu.popup(widget.mapToGlobal(QPoint(0, widget.height())))
        else:
            QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=point)

    def menu(self, place: str) -> None:
        """Open the menu that belongs to a place."""
        widget, point = self._at(place)
        reason = QContextMenuEvent.Reason.Mouse
        QApplication.sendEvent(widget, QContextMenuEvent(reason, point, widget.mapToGlobal(point)))

    def hover(self, place: str) -> None:
        """Hold the pointer over a place."""
        widget, point = self._at(place)
        QTest.mouseMove(widget, point)

    def tip(self, place: str) -> None:
        """Hold the pointer over a place until its explanation comes."""
        widget, point = self._at(place)
        QTest.mouseMove(widget, point)
        QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, point, widget.mapToGlobal(point)))

    def key(self, keys: str) -> None:
        """Press keys where the focus is, and let go."""
        combination = _combination(keys)
        QTest.keyClick(self._focus(), combination.key(), combination.keyboardModifiers())

    def hold(self, keys: str) -> None:
        """Press keys where the focus is, and keep them down."""
        combination = _combination(keys)
        QTest.keyPress(self._focus(), combination.key(), combination.keyboardModifiers())

    def type(self, text: str) -> None:
        """Type a text where the focus is."""
        for letter in text:  # the first one may open a field that takes the others
            QTest.keyClicks(self._focus(), letter)

    def part(self, name: str) -> QWidget:
        """The part of the window of this name.

        Raises:
            UserError: nothing that is on screen is called so.
        """
        widget = self._named(name)
        if widget is None:
            above = QApplication.activePopupWidget()
            entries = {action.objectName() for action in above.actions()} if above is not None else set()
            known = Listed(sorted({w.objectName() for w in self._parts()} | entries - {""}))
            raise UserError(N_("nothing on screen is called '{name}': choose one of {known}"), name=name, known=known)
        return widget

    def _choose(self, action: QAction) -> None:
        if not action.isEnabled():
            raise UserError(N_("'{name}' cannot be chosen now"), name=action.objectName())
        action.trigger()
        for menu in action.associatedObjects():
            if isinstance(menu, QMenu):
                menu.close()

    def _focus(self) -> QWidget:
        above = QApplication.activePopupWidget()
        if above is not None:
            return above.focusWidget() or above
        return self._window.focusWidget() or self._window

    def _at(self, place: str) -> tuple[QWidget, QPoint]:
        """The widget that a place names, and the point in it: its middle if none is named."""
        tile = re.fullmatch(r"(\w+):(\d+)", place)
        if tile is not None:
            return self._tile(tile[1], int(tile[2]))
        name, _at, point = place.partition("@")
        widget = self.part(name)
        inner = widget.viewport() if isinstance(widget, QAbstractScrollArea) else widget
        if not point:
            return inner, inner.rect().center()
        numbers = re.fullmatch(r"(\d+),(\d+)", point)
        if numbers is None:
            raise UserError(N_("'{text}' is no place: write NAME, NAME@X,Y or LAYER:CHANNEL"), text=place)
        return inner, QPoint(int(numbers[1]), int(numbers[2]))

    def _tile(self, layer: str, channel: int) -> tuple[QWidget, QPoint]:
        canvas = self._window.canvas
        point = canvas.place_of(layer, channel)
        if point is None:
            raise UserError(
                N_("channel {channel} of '{layer}' is not on screen: scroll to it, or choose another"),
                channel=channel,
                layer=layer,
            )
        return canvas.viewport(), point

    def _named(self, name: str) -> QWidget | None:
        return next((part for part in self._parts() if part.objectName() == name), None)

    def _parts(self) -> Iterator[QWidget]:
        """Everything on screen that has a name of ours; what lies over the window first."""
        above = [w for w in QApplication.topLevelWidgets() if w is not self._window and w.isVisible()]
        for widget in [*above, self._window]:
            for part in (widget, *widget.findChildren(QWidget)):
                if part.isVisible() and part.objectName() and not part.objectName().startswith("qt_"):
                    yield part


def _combination(keys: str) -> QKeyCombination:
    try:
        combination = QKeyCombination.fromCombined(QKeySequence(keys)[0].toCombined())  # type: ignore[index]
    except IndexError:
        combination = QKeyCombination(Qt.Key.Key_unknown)
    if combination.key() == Qt.Key.Key_unknown:
        raise UserError(N_("'{keys}' is no key: write it as in the menus, such as Ctrl+Shift+A"), keys=keys)
    return combination
