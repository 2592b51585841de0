"""Opening files that may be anything, with one sentence for everything that can be wrong with them."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from cnnlab.text import N_, UserError, byte_text


def file_name(path: Path) -> str:
    """What an error calls a file."""
    return path.name or str(path)


def reading_error(path: Path, error: Exception) -> UserError:
    """The sentence for a file that the system does not let us read."""
    name = file_name(path)
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return UserError(N_("there is no file '{name}': check the name and the folder"), name=str(path))
    if isinstance(error, IsADirectoryError):
        return UserError(N_("'{name}' is a folder: choose a file in it"), name=name)
    if isinstance(error, PermissionError):
        return UserError(N_("'{name}' may not be read: change its permissions or choose another file"), name=name)
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return UserError(N_("'{name}' cannot be read ({reason}): choose another file"), name=name, reason=reason)


@contextmanager
def open_file(path: Path, most: int) -> Iterator[tuple[BinaryIO, int]]:
    """An ordinary file, open for reading, and its size in bytes.

    Pipes and devices are refused before they are opened, since opening one may wait for ever.

    Raises:
        UserError: it is missing, no ordinary file, unreadable, empty, or larger than `most` bytes.
    """
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise IsADirectoryError
        if not stat.S_ISREG(found.st_mode):
            raise OSError(0, "not an ordinary file")
        file = path.open("rb")
    except (OSError, ValueError) as error:
        raise reading_error(path, error) from None
    with file:
        if found.st_size == 0:
            raise UserError(N_("'{name}' is empty: choose another file"), name=file_name(path))
        if found.st_size > most:
            raise UserError(
                N_("'{name}' has {size}, more than the {most} that such a file may have: choose a smaller one"),
                name=file_name(path),
                size=byte_text(found.st_size),
                most=byte_text(most),
            )
        yield file, found.st_size
