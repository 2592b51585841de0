"""Writing results so that what lies there already is replaced by something complete or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cnnlab.text import N_, UserError


def check_folder(folder: Path, names: Iterable[str]) -> None:
    """Refuse a folder that cannot be made, or in which one of the results could not lie.

    Raises:
        UserError: something else is in the way.
    """
    try:
        existing = next(place for place in (folder, *folder.absolute().parents) if os.path.lexists(place))
        if not existing.is_dir():
            raise UserError(N_("'{name}' is not a folder: choose another one for the results"), name=existing)
        if not os.access(existing, os.W_OK | os.X_OK):
            raise UserError(N_("nothing may be written in '{name}': choose another folder"), name=existing)
        for name in names:
            if (folder / name).is_dir():
                raise UserError(N_("'{name}' is a folder: choose another one for the results"), name=folder / name)
    except (OSError, ValueError) as error:
        raise _refused(folder, error) from None


@contextmanager
def filling(folder: Path) -> Iterator[Path]:
    """An empty folder to write results to; they move to `folder`, file by file, when the block ends well.

    Raises:
        UserError: the system does not let them be written.
    """
    made = _missing_folders(folder)
    temporary = folder / f".{secrets.token_hex(8)}.part"
    try:
        temporary.mkdir(parents=True)
        yield temporary
        for result in sorted(temporary.iterdir()):
            result.replace(folder / result.name)
        temporary.rmdir()
    except BaseException as error:
        shutil.rmtree(temporary, ignore_errors=True)
        for place in made:
            with suppress(OSError):
                place.rmdir()  # only if it is empty
        if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
            raise _refused(folder, error) from None
        raise


def _missing_folders(folder: Path) -> list[Path]:
    """The folder and those above it that do not exist yet, innermost first."""
    return [place for place in (folder, *folder.parents) if not place.exists()]


def _refused(folder: Path, error: Exception) -> UserError:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else error
    return UserError(
        N_("the results could not be written to '{folder}' ({reason}): choose another one"),
        folder=folder,
        reason=reason,
    )
