"""Dialogs that ask for a file, with the program's own drawings where the system has no such dialog of its own."""

from __future__ import annotations

from PySide6.QtCore import QFileInfo, Qt
from PySide6.QtGui import QAbstractFileIconProvider, QIcon, QPalette
from PySide6.QtWidgets import QFileDialog, QWidget

_MIDDLE = 128  # of lightness


class FileDrawings(QAbstractFileIconProvider):
    """Folders and files as the theme draws them."""

    def __init__(self, theme: str) -> None:
        super().__init__()
        drawn = {name: QIcon(f"theme:{theme}/{name}.svg") for name in ("folder", "file", "computer", "home")}
        kind = QAbstractFileIconProvider.IconType
        self._file, self._folder = drawn["file"], drawn["folder"]
        self._places = {kind.Computer: drawn["computer"], kind.Desktop: drawn["home"], kind.File: drawn["file"]}

    def icon(self, what: QFileInfo | QAbstractFileIconProvider.IconType) -> QIcon:
        """The drawing of a file, a folder or a place."""
        if isinstance(what, QFileInfo):
            return self._folder if what.isDir() else self._file
        return self._places.get(what, self._folder)


class FileDialog(QFileDialog):
    """A dialog that takes itself away once it is closed."""

    def __init__(self, parent: QWidget, title: str, folder: str) -> None:
        super().__init__(parent, title, folder)
        self.setObjectName("fileDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dark = parent.palette().color(QPalette.ColorRole.Window).lightness() < _MIDDLE
        self._drawings = FileDrawings("dark" if dark else "light")  # Qt does not keep it alive
        self.setIconProvider(self._drawings)
