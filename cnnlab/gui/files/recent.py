"""The files opened or saved last, newest first."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from cnnlab.gui.settings.settings import Settings
from cnnlab.gui.settings.table import RECENT, RECENT_LENGTH

PROJECT_SUFFIXES = (".cnnlab", ".json")


class Recent(QObject):
    """A list that lasts.

    Signals:
        changed: other files are on it.
    """

    changed = Signal()

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        settings.changed.connect(self._on_settings_changed)

    @property
    def files(self) -> tuple[Path, ...]:
        """The files, newest first; whether they still exist is not asked."""
        return self._stored()[: self._settings.get(RECENT_LENGTH)]

    @property
    def last_project(self) -> Path | None:
        """The project that was open last."""
        return next((file for file in self._stored() if is_project(file)), None)

    def add(self, file: Path) -> None:
        """Put a file first."""
        absolute = file.absolute()
        self._keep([absolute, *(other for other in self._stored() if other != absolute)])

    def drop(self, file: Path) -> None:
        """Take a file off."""
        self._keep([other for other in self._stored() if other != file])

    def clear(self) -> None:
        """Forget all files."""
        self._keep([])

    def _stored(self) -> tuple[Path, ...]:
        try:
            names = json.loads(self._settings.get(RECENT) or "[]")
        except ValueError:
            return ()
        return tuple(Path(name) for name in names if isinstance(name, str)) if isinstance(names, list) else ()

    def _keep(self, files: list[Path]) -> None:
        most = max(RECENT_LENGTH.most, 1)
        self._settings.set(RECENT, json.dumps([str(file) for file in files[:most]]) if files else "")

    def _on_settings_changed(self, key: str) -> None:
        if key in (RECENT.key, RECENT_LENGTH.key):
            self.changed.emit()


def is_project(file: Path) -> bool:
    """Whether a file's ending is that of a project."""
    return file.suffix.lower() in PROJECT_SUFFIXES
