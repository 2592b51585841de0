"""The picture on show, written to a file."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from cnnlab.document.frame import Levels
from cnnlab.formats.images import write_png
from cnnlab.gui.files.loader import SAVE_PICTURE, Loader
from cnnlab.gui.files.saving import Saving
from cnnlab.text import N_, Message

_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')  # in the names of files, on one system or another


class FrameSaving(Saving):
    """Writes pictures."""

    def __init__(self, loader: Loader, parent: QObject | None = None) -> None:
        super().__init__(loader, SAVE_PICTURE, parent)

    def save(self, pixels: Callable[[], Levels], path: Path) -> None:
        """Write what `pixels` gives, `[h, w, 1|3]`, as PNG."""

        def work() -> Message:
            levels = pixels()
            write_png(path, levels)
            h, w = levels.shape[:2]
            return Message(N_("saved {name}: {w} pixels wide, {h} high"), name=path.name, w=w, h=h)

        self.write(work)


def file_name_for(name: str) -> str:
    """The name of a PNG file for a picture that the user reads as `name`."""
    stem = _FORBIDDEN.sub("-", Path(name).stem).strip(" .-")
    return f"{stem or 'picture'}.png"
