"""The page of code: copied, and saved with its weights."""

from __future__ import annotations

from pathlib import Path

from cnnlab.document.plan import must_run
from cnnlab.formats.code.styles import Style
from cnnlab.gui.drawer.code_page import CodePage
from cnnlab.gui.files.code_saving import CodeSaving, python_name
from cnnlab.gui.window import MainWindow
from cnnlab.text import UserError


class CodeWiring:
    """Connects the page of code."""

    def __init__(self, window: MainWindow, page: CodePage) -> None:
        self._window, self._presenter = window, window.presenter
        self.saving = CodeSaving(window.loader, window)
        self.saving.message.connect(window.status.show_message)
        page.said.connect(window.status.show_message)
        page.save_requested.connect(self.ask)

    def ask(self, style: Style) -> None:
        """Ask where the code goes; a stack in which a layer cannot run is refused."""
        try:
            must_run(self._presenter.plan)
        except UserError as error:
            self._window.status.show_message(error.message, "warning")
            return
        path = self._presenter.path
        name = python_name(path.stem if path is not None else "")
        self._window.dialogs.save_code(name, lambda chosen: self.save(chosen, style))

    def save(self, path: Path, style: Style) -> None:
        """Write the code of the stack as it is now."""
        presenter = self._presenter
        self.saving.save(path, presenter.plan, style, presenter.document.statistics, presenter.path)
