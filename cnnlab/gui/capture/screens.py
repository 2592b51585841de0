"""The screens by name, and their size in their own pixels."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication, QScreen

from cnnlab.text import N_, UserError


def name_of(screen: QScreen) -> str:
    """What a project calls a screen: the system's name, or its number where it has none."""
    return screen.name() or str(QGuiApplication.screens().index(screen) + 1)


def screen_called(name: str) -> QScreen:
    """The screen of this name.

    Raises:
        UserError: it is not connected.
    """
    screens = QGuiApplication.screens()
    found = next((screen for screen in screens if name_of(screen) == name), None)
    if found is None:
        raise UserError(N_("the screen '{name}' is not connected: choose a region on another one"), name=name[:40])
    return found


def pixels_of(screen: QScreen) -> QSize:
    """Width and height in the screen's own pixels, which are smaller than those of the window system at 200 %."""
    size, ratio = screen.size(), screen.devicePixelRatio()
    return QSize(round(size.width() * ratio), round(size.height() * ratio))
