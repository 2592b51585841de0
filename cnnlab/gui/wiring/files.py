"""Recent files: what is opened or saved comes on the list, and the menu opens it again."""

from __future__ import annotations

from pathlib import Path

from cnnlab.gui.commands.actions import Actions
from cnnlab.gui.files.recent import Recent
from cnnlab.gui.files.recent_menu import RecentMenu
from cnnlab.gui.window import MainWindow
from cnnlab.text import N_, Message


class FilesWiring:
    """Connects the list of recent files."""

    def __init__(self, window: MainWindow, actions: Actions) -> None:
        self._window = window
        self.recent = Recent(window.settings, window)
        self.menu = RecentMenu(self.recent, window)
        actions.insert_menu(self.menu, before="save")
        self.menu.chosen.connect(self.open)
        self.menu.clear_requested.connect(self.recent.clear)
        window.projects.opened.connect(self._on_projects_opened)
        window.projects.saved.connect(self.recent.add)
        window.stills.opened.connect(self.recent.add)
        window.theme_changed.connect(lambda _theme: self.menu.retranslate())

    def open(self, file: Path) -> None:
        """Open a file of the list; one that is gone is taken off it."""
        if file.is_file():
            self._window.open_path(file)
            return
        self.recent.drop(file)
        text = N_("'{name}' is no longer in {folder}: it was taken off the list")
        sentence = Message(text, name=file.name, folder=file.parent)
        self._window.status.show_message(sentence, "warning")

    def _on_projects_opened(self) -> None:
        if self._window.presenter.path is not None:
            self.recent.add(self._window.presenter.path)
