"""Saving so that a crash leaves the old file or the new one, never half of it."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from cnnlab.formats.files import file_name
from cnnlab.text import N_, UserError


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file to write to, which takes the place of `path` when the block ends well and vanishes otherwise.

    It lies in the same folder, since only there a rename is atomic, and is on the disk before it is renamed. A link
    is followed, and the permissions of the file that is replaced are kept.

    Raises:
        UserError: the system does not let the file be written.
    """
    try:
        target = path.resolve()
        if target.is_dir():
            raise IsADirectoryError
        temporary = target.with_name(f".{secrets.token_hex(8)}.part")
        with _writing(temporary, target) as file:
            yield file
        _keep_name(target.parent)
    except (OSError, ValueError) as error:
        raise _writing_error(path, error) from None


@contextmanager
def _writing(temporary: Path, target: Path) -> Iterator[BinaryIO]:
    # Opened by hand and not by `tempfile`, which gives a file that only its owner can read.
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            temporary.chmod(stat.S_IMODE(target.stat().st_mode))
        os.replace(temporary, target)  # noqa: PTH105 (the tests replace it)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def _keep_name(folder: Path) -> None:
    """Bring the rename itself to the disk, where the system can do that."""
    if os.name != "posix":
        return
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _writing_error(path: Path, error: Exception) -> UserError:
    name = file_name(path)
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return UserError(N_("there is no folder '{folder}' to save in: choose another one"), folder=str(path.parent))
    if isinstance(error, IsADirectoryError):
        return UserError(N_("'{name}' is a folder: choose the name of a file"), name=name)
    if isinstance(error, PermissionError):
        return UserError(N_("'{name}' may not be written there: choose another folder or name"), name=name)
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return UserError(N_("'{name}' could not be saved ({reason}): choose another place"), name=name, reason=reason)
