"""Size and place of the window and the widths of its columns, from one run to the next."""

from __future__ import annotations

import json

from PySide6.QtCore import QByteArray, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow, QSplitter

from cnnlab.gui.settings.settings import Settings
from cnnlab.gui.settings.table import COLUMNS, GEOMETRY

_GRIP = 80  # pixels of the title bar that must be on a screen, so that the window can be moved


class LayoutMemory:
    """Keeps and restores the layout of one window."""

    def __init__(self, window: QMainWindow, columns: QSplitter, settings: Settings) -> None:
        self._window, self._columns, self._settings = window, columns, settings

    def keep(self) -> None:
        """Remember the layout of the moment."""
        data = self._window.saveGeometry().toBase64().data()
        self._settings.set(GEOMETRY, bytes(data).decode("ascii"))
        self._settings.set(COLUMNS, json.dumps(self._columns.sizes()))

    def restore(self) -> bool:
        """Lay the window out as it was; False, and nothing changed, where nothing usable is remembered."""
        stored = self._settings.get(GEOMETRY)
        data = QByteArray.fromBase64(stored.encode("ascii", "replace"))
        if not stored or not self._window.restoreGeometry(data):
            return False
        window = self._window
        window.setWindowState(
            window.windowState() & ~(Qt.WindowState.WindowFullScreen | Qt.WindowState.WindowMinimized)
        )
        if not window.isMaximized():
            window.setGeometry(on_a_screen(window.geometry(), screens()))
        self._restore_columns(window.screen().availableGeometry().width() if window.isMaximized() else window.width())
        return True

    def _restore_columns(self, room: int) -> None:
        """On a smaller screen than before the columns begin anew, lest the sides leave the middle no room."""
        try:
            sizes = json.loads(self._settings.get(COLUMNS) or "[]")
        except ValueError:
            return
        whole = isinstance(sizes, list) and all(isinstance(size, int) and size >= 0 for size in sizes)
        if whole and len(sizes) == self._columns.count() and 0 < sum(sizes) <= room:
            self._columns.setSizes(sizes)


def screens() -> list[QRect]:
    """The usable area of every screen, the primary one first."""
    primary = QGuiApplication.primaryScreen()
    others = [screen for screen in QGuiApplication.screens() if screen is not primary]
    return [screen.availableGeometry() for screen in (primary, *others)]


def on_a_screen(window: QRect, areas: list[QRect]) -> QRect:
    """The window's rectangle where it can be reached, no larger than its screen; else in the middle of the first."""
    for area in areas:
        fitted = QRect(window.topLeft(), window.size().boundedTo(area.size()))
        title = QRect(fitted.left(), fitted.top(), fitted.width(), 1)
        if area.intersected(title).width() >= min(_GRIP, fitted.width()):
            return fitted
    result = QRect(window.topLeft(), window.size().boundedTo(areas[0].size()))
    result.moveCenter(areas[0].center())
    return result
