"""Edits that are not saved, kept aside so that a crash costs seconds: one folder for each running window.

The folder belongs to whoever holds the lock of a file in it. The system lets go of such a lock when a process ends,
however it ends, so a folder whose lock can be had is that of a window that is gone.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cnnlab.document.stack import Stack
from cnnlab.document.statistics import Statistics
from cnnlab.formats.atomic import replacing
from cnnlab.formats.project import write_project
from cnnlab.text import N_, UserError, byte_text

MOST = 256 * 2**20  # bytes: more would keep the disk busy for seconds, over and over


@dataclass(frozen=True, eq=False)
class Snapshot:
    """A document at one moment, with all that a project file of it needs.

    Attributes:
        path: where the project was saved last; None for one without a name.
        closed: whether the window was closed on purpose without saving.
    """

    stack: Stack
    statistics: Statistics
    picture: bytes | None = None
    path: Path | None = None
    closed: bool = False

    @property
    def size(self) -> int:
        """Bytes of weights and picture."""
        weights = (weight for layer in self.stack for weight in layer.block.weights.values())
        return sum(chunk.nbytes for weight in weights for chunk in weight.chunks) + len(self.picture or b"")


class Slot:
    """The folder of one window; made and used by whoever holds its lock."""

    def __init__(self, folder: Path, lock: BinaryIO) -> None:
        self._folder = folder
        self._lock = lock

    @classmethod
    def create(cls, place: Path) -> Slot:
        """A new folder in `place`.

        Raises:
            OSError: the system does not allow it.
        """
        folder = place / secrets.token_hex(16)
        folder.mkdir(parents=True, mode=0o700)
        file = (folder / "lock").open("w+b")
        try:
            _lock(file)
        except OSError:
            file.close()
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return cls(folder, file)

    @classmethod
    def take(cls, folder: Path) -> Slot | None:
        """The folder of a window that is gone; None if the window still runs."""
        try:
            file = (folder / "lock").open("r+b")
        except OSError:
            return None
        try:
            _lock(file)
            if not (folder / "lock").exists():
                raise OSError  # whoever held it has just removed it
        except OSError:
            file.close()
            return None
        return cls(folder, file)

    @property
    def project(self) -> Path:
        """The project file in it."""
        return self._folder / "edits.cnnlab"

    @property
    def path(self) -> Path | None:
        """Where the project was saved last."""
        name = self._note().get("path")
        return Path(name) if isinstance(name, str) and name else None

    @property
    def closed(self) -> bool:
        """Whether its window was closed on purpose."""
        return self._note().get("closed") is True

    @property
    def time(self) -> float:
        """When its edits were kept, in seconds since 1970."""
        return self.project.stat().st_mtime

    def write(self, snapshot: Snapshot) -> None:
        """Keep a document in place of the one before.

        Raises:
            UserError: it is too large, or cannot be written.
        """
        if snapshot.size > MOST:
            raise UserError(
                N_("edits are not kept aside: the project has {size}, more than {most}; save it now and then"),
                size=byte_text(snapshot.size),
                most=byte_text(MOST),
            )
        with replacing(self._folder / "note.json") as file:
            file.write(json.dumps({"path": str(snapshot.path or ""), "closed": snapshot.closed}).encode())
        write_project(self.project, snapshot.stack, snapshot.statistics, snapshot.picture)

    def empty(self) -> None:
        """Nothing is unsaved any more."""
        with suppress(OSError):
            self.project.unlink(missing_ok=True)

    def release(self) -> None:
        """Leave it to whoever asks next."""
        self._lock.close()

    def remove(self) -> None:
        """Let go of it and of what it holds."""
        if os.name == "posix":
            shutil.rmtree(self._folder, ignore_errors=True)  # while the lock is held, so that nobody takes it
        self._lock.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _note(self) -> dict[str, object]:
        try:
            note = json.loads((self._folder / "note.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return note if isinstance(note, dict) else {}


def abandoned(place: Path) -> list[Slot]:
    """What windows that are gone have left, newest first; folders with nothing in them are removed."""
    try:
        folders = [entry for entry in place.iterdir() if entry.is_dir()]
    except OSError:
        return []
    found = []
    for slot in filter(None, map(Slot.take, folders)):
        if slot.project.is_file():
            found.append(slot)
        else:
            slot.remove()
    return sorted(found, key=lambda slot: slot.time, reverse=True)


def _lock(file: BinaryIO) -> None:
    """Lock a file for as long as it is open.

    Raises:
        OSError: another process holds the lock, or the system has none.
    """
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
