"""The picture on show, written to a file."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from cnnlab.document.frame import Levels
from cnnlab.formats.images import write_png
from cnnlab.gui.files.loader import SAVE_PICTURE, Answer, Loader
from cnnlab.text import N_, Message

_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')  # in the names of files, on one system or another


class FrameSaving(QObject):
    """Writes pictures on the loader's thread.

    Signals:
        message: a sentence (a `Message`) and its kind.
    """

    message = Signal(object, str)

    def __init__(self, loader: Loader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._loader = loader
        loader.answered.connect(self._on_loader_answered)

    def save(self, pixels: Callable[[], Levels], path: Path) -> None:
        """Write what `pixels` gives, `[h, w, 1|3]`, as PNG."""

        def work() -> Message:
            levels = pixels()
            write_png(path, levels)
            h, w = levels.shape[:2]
            return Message(N_("saved {name}: {w} pixels wide, {h} high"), name=path.name, w=w, h=h)

        self._loader.load(SAVE_PICTURE, work)

    def _on_loader_answered(self, answer: Answer) -> None:
        if answer.purpose == SAVE_PICTURE:
            failed = answer.failure is not None
            self.message.emit(answer.failure if failed else answer.value, "error" if failed else "info")


def file_name_for(name: str) -> str:
    """The name of a PNG file for a picture that the user reads as `name`."""
    stem = _FORBIDDEN.sub("-", Path(name).stem).strip(" .-")
    return f"{stem or 'picture'}.png"
