"""The menu of recent files: the first nine by number, the folder of each in its tooltip."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from cnnlab.gui.files.recent import Recent, is_project
from cnnlab.gui.icons import icon
from cnnlab.text import _


class RecentMenu(QMenu):
    """Lists files.

    Signals:
        chosen: the path of a file.
        clear_requested: the list is to be emptied.
    """

    chosen = Signal(object)
    clear_requested = Signal()

    def __init__(self, recent: Recent, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("recentMenu")
        self.setToolTipsVisible(True)
        self._recent = recent
        recent.changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Show the files of the moment, in the language and with the icons of the moment."""
        self.clear()
        self.setTitle(_("Open recent"))
        for number, file in enumerate(self._recent.files, start=1):
            self._add(number, file)
        self.setEnabled(not self.isEmpty())
        self.addSeparator()
        clear = self.addAction(_("Clear list"), self.clear_requested.emit)
        clear.setObjectName("clearRecent")
        clear.setToolTip(_("Take all files off this list; the files themselves stay"))

    def _add(self, number: int, file: Path) -> None:
        mark = f"&{number}  " if number < 10 else "    "
        action = self.addAction(mark + file.name.replace("&", "&&"), partial(self.chosen.emit, file))
        action.setObjectName(f"recent_{number}")
        action.setToolTip(str(file))
        action.setIcon(icon("open" if is_project(file) else "image"))
