"""What the program writes to a file besides projects: on the loader's thread, and told of."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from cnnlab.gui.files.loader import Answer, Loader
from cnnlab.text import Message


class Saving(QObject):
    """Writes files for one purpose of the loader.

    Signals:
        message: a sentence (a `Message`) and its kind.
    """

    message = Signal(object, str)

    def __init__(self, loader: Loader, purpose: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._loader, self._purpose = loader, purpose
        loader.answered.connect(self._on_loader_answered)

    def write(self, work: Callable[[], Message]) -> None:
        """Do what writes the file and gives a sentence about it."""
        self._loader.load(self._purpose, work)

    def _on_loader_answered(self, answer: Answer) -> None:
        if answer.purpose == self._purpose:
            failed = answer.failure is not None
            self.message.emit(answer.failure if failed else answer.value, "error" if failed else "info")
