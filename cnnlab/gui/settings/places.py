"""Where the program keeps what lasts: its settings, and the state that it can lose without harm."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QStandardPaths

_NAME = "cnnlab"


@dataclass(frozen=True)
class Places:
    """Two folders, neither of which need exist yet.

    Attributes:
        config: settings.
        state: recovered edits and the log.
    """

    config: Path
    state: Path

    @classmethod
    def of_user(cls) -> Places:
        """Where this system keeps such things; on Linux XDG_CONFIG_HOME and XDG_STATE_HOME change it."""
        location = QStandardPaths.StandardLocation
        return cls(
            Path(QStandardPaths.writableLocation(location.GenericConfigLocation)) / _NAME,
            Path(QStandardPaths.writableLocation(location.GenericStateLocation)) / _NAME,
        )

    @classmethod
    def under(cls, folder: Path) -> Places:
        """Everything in one folder."""
        return cls(folder / "config", folder / "state")

    @property
    def settings(self) -> Path:
        """The file of the settings."""
        return self.config / "settings.ini"

    @property
    def recovery(self) -> Path:
        """The folder of edits that are not saved yet."""
        return self.state / "recovery"

    @property
    def logs(self) -> Path:
        """The folder of the log."""
        return self.state / "logs"
