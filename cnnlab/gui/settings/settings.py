"""What the program remembers: each setting is declared once (`gui/settings/table.py`), stored in one file, and told of.

Without a file everything holds for as long as the program runs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, QSettings, Signal

T = TypeVar("T", bool, int, str)


@dataclass(frozen=True)
class Choice:
    """One of a few values and what the user reads for it; `own` texts are names, which no language changes."""

    value: str
    label: str
    own: bool = False


@dataclass(frozen=True)
class Setting(Generic[T]):
    """One row of the table.

    Attributes:
        key: its name in the file, e.g. `saving/autosave`.
        default: what holds until something else is chosen, and where the stored value cannot be used.
        title, help: what the preferences say; a setting without a title is not offered there.
        section: under which heading it stands.
        choices: the values of a text; empty where any text will do.
        least, most, step, unit: range of a number, how it is stepped, and what stands behind it.
    """

    key: str
    default: T
    title: str = ""
    help: str = ""
    section: str = ""
    choices: tuple[Choice, ...] = ()
    least: int = 0
    most: int = 0
    step: int = 1
    unit: str = ""

    def read(self, stored: object) -> T:
        """The value that stands in a file, as text or as itself; the default where it is none."""
        try:
            value = _READERS[type(self.default)](stored)
        except (ValueError, TypeError, OverflowError):
            return self.default
        return value if self.allows(value) else self.default

    def allows(self, value: object) -> bool:
        """Whether it can have this value."""
        if type(value) is not type(self.default):
            return False
        if isinstance(value, bool):
            return True
        if isinstance(value, int):
            return self.least <= value <= self.most
        return not self.choices or value in [choice.value for choice in self.choices]


def _read_bool(stored: object) -> bool:
    text = str(stored).lower()
    if text not in ("true", "false"):
        raise ValueError(text)
    return text == "true"


def _read_int(stored: object) -> int:
    if isinstance(stored, bool) or not isinstance(stored, int | float | str):
        raise TypeError
    number = float(stored)
    if number != int(number):
        raise ValueError(stored)
    return int(number)


def _read_text(stored: object) -> str:
    if not isinstance(stored, str):
        raise TypeError
    return stored


_READERS: dict[type, Callable[[object], Any]] = {bool: _read_bool, int: _read_int, str: _read_text}


class Settings(QObject):
    """The values that hold.

    Signals:
        changed: the key of a setting and its new value.
        failed: the file of this path cannot be written; said once.
    """

    changed = Signal(str, object)
    failed = Signal(object)

    def __init__(self, file: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = file
        self._file = QSettings(str(file), QSettings.Format.IniFormat) if file is not None else None
        self._session: dict[str, object] = {}
        self._said = False

    def get(self, setting: Setting[T]) -> T:
        """What holds now."""
        if setting.key in self._session:
            return setting.read(self._session[setting.key])
        stored = self._file.value(setting.key) if self._file is not None else None
        return setting.default if stored is None else setting.read(stored)

    def set(self, setting: Setting[T], value: T) -> None:
        """Take a value and keep it.

        Raises:
            ValueError: the setting cannot have this value.
        """
        if not setting.allows(value):
            raise ValueError(f"{setting.key} cannot be {value!r}")
        before = self.get(setting)
        if self._file is None:
            self._session[setting.key] = value
        else:
            self._session.pop(setting.key, None)
            self._store(setting, value)
        if value != before:
            self.changed.emit(setting.key, value)

    def override(self, setting: Setting[T], value: T) -> None:
        """Take a value for this run alone, as the command line asks for; choosing one later ends that."""
        self._session[setting.key] = value

    def restore(self, *settings: Setting[Any]) -> None:
        """Go back to the defaults of these."""
        for setting in settings:
            self.set(setting, setting.default)

    def _store(self, setting: Setting[T], value: T) -> None:
        assert self._file is not None
        if value == setting.default:
            self._file.remove(setting.key)
        else:
            self._file.setValue(setting.key, value)
        self._file.sync()
        if self._file.status() == QSettings.Status.AccessError:
            self._session[setting.key] = value  # it holds for as long as the program runs
            if not self._said:
                self._said = True
                self.failed.emit(self._path)
