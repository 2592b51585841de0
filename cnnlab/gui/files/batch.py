"""Several pictures as the items of one batch: how they are named, found and read."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from typing import Final

import numpy as np
from PIL import Image

from cnnlab.blocks.weight import Array, frozen
from cnnlab.formats.images import read_image
from cnnlab.formats.pixels import fitted_size
from cnnlab.sources.naming import BATCH, SourceName, source_name
from cnnlab.text import N_, Listed, Message, UserError

MOST: Final = 64  # items
LONGEST_ITEM: Final = 640  # a larger picture is kept at this size, so that 64 of them take 300 MB at most
ENDINGS: Final = frozenset((".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff", ".webp", ".ppm", ".pgm", ".avif"))
_NAMED = 3  # files that a sentence calls by name
_FILES = "files"

Tell = Callable[[Message], None]


def no_word(_message: Message) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True)
class Batch:
    """What a source names.

    Attributes:
        folder: where the pictures lie.
        files: names below that folder, in the order of the items; empty for all that lie in it.
    """

    folder: Path
    files: tuple[str, ...] = ()

    @property
    def source(self) -> str:
        """The name of this batch in a project."""
        options = {_FILES: json.dumps(self.files, ensure_ascii=False)} if self.files else {}
        return str(SourceName(BATCH, str(self.folder), options))


@dataclass(frozen=True, eq=False)
class Pictures:
    """Pictures that were read: what they are called together, each, and what was done to them."""

    name: str
    pictures: tuple[Array, ...]
    names: tuple[str, ...]
    notices: tuple[Message, ...]


def batch_of(source: str) -> Batch:
    """What a batch's source names.

    Raises:
        UserError: its list of files is damaged.
    """
    name = source_name(source)
    try:
        files = json.loads(name.options.get(_FILES, "[]"))
    except (ValueError, RecursionError):
        files = None
    if not isinstance(files, list) or not all(isinstance(file, str) and file for file in files):
        raise UserError(N_("the project's list of pictures is damaged: open the pictures again"))
    return Batch(Path(name.value), tuple(files))


def batch_of_files(files: Sequence[Path]) -> Batch:
    """These files, in the natural order of their names."""
    ordered = sorted((file.absolute() for file in files), key=lambda file: natural(file.name))
    try:
        folder = Path(os.path.commonpath([file.parent for file in ordered]))
    except ValueError:  # on several drives
        return Batch(Path(), tuple(str(file) for file in ordered))
    return Batch(folder, tuple(file.relative_to(folder).as_posix() for file in ordered))


def is_several(paths: Sequence[Path]) -> bool:
    """Whether what was dropped is a batch: a folder, or more than one picture."""
    return (len(paths) == 1 and paths[0].is_dir()) or len([p for p in paths if is_picture(p)]) > 1


def batch_of_paths(paths: Sequence[Path]) -> Batch:
    """A folder, or several files, as they were dropped or chosen."""
    if len(paths) == 1 and paths[0].is_dir():
        return Batch(paths[0].absolute())
    return batch_of_files([path for path in paths if is_picture(path)])


def is_picture(path: Path) -> bool:
    """Whether a file's ending is that of a picture."""
    return path.suffix.lower() in ENDINGS


def natural(name: str) -> tuple[tuple[bool, int, str], ...]:
    """A key that sorts `9.png` before `10.png`."""
    parts = re.findall(r"[0-9]+|[^0-9]+", name.casefold())
    return tuple((not part[0].isdigit(), int(part) if part[0].isdigit() else 0, part) for part in parts)


def located(source: str, folder: Path) -> str:
    """A project's batch where it is: named from the project's own folder, or gone elsewhere together with it."""
    batch = batch_of(source)
    places = (folder / batch.folder, folder / PureWindowsPath(str(batch.folder)).name)
    found = next((place for place in places if place.is_dir()), batch.folder)
    return Batch(found, batch.files).source


def portable(source: str, folder: Path) -> str:
    """A batch as a project in `folder` names it: from there, if it lies beside or below it."""
    batch = batch_of(source)
    if not batch.folder.is_absolute() or not batch.folder.is_relative_to(folder):
        return source
    return Batch(Path(batch.folder.relative_to(folder).as_posix()), batch.files).source


def read_pictures(batch: Batch, tell: Tell = no_word) -> Pictures:
    """Read them one after the other, up to `MOST`; what cannot be read is left out and named.

    Raises:
        UserError: the folder is gone, holds no picture, or none of them can be read.
    """
    files = _files(batch)
    chosen = files[:MOST]
    pictures: list[Array] = []
    names: list[str] = []
    bad: list[str] = []
    for number, file in enumerate(chosen, 1):
        tell(Message(N_("reading picture {number} of {all}: {name}"), number=number, all=len(chosen), name=file.name))
        try:
            pictures.append(_shrunk(read_image(file).pixels))
        except UserError:
            bad.append(file.name)
            continue
        names.append(file.name)
    if not pictures:
        raise UserError(
            N_("none of the {count} pictures could be read, such as {names}: choose other files"),
            count=len(chosen),
            names=_some(bad),
        )
    notices = _notices(batch, len(files), bad, len(pictures))
    return Pictures(batch.folder.name or str(Message(N_("pictures"))), tuple(pictures), tuple(names), notices)


def _files(batch: Batch) -> list[Path]:
    if batch.files:
        return [batch.folder / name for name in batch.files]
    try:
        found = [entry for entry in batch.folder.iterdir() if is_picture(entry) and not entry.name.startswith(".")]
    except OSError:
        text = N_("the folder '{name}' cannot be read: choose it again, or another one")
        raise UserError(text, name=batch.folder) from None
    if not found:
        text = N_("the folder '{name}' holds 0 pictures: choose one with PNG, JPEG or other image files")
        raise UserError(text, name=batch.folder.name)
    return sorted(found, key=lambda file: natural(file.name))


def _shrunk(pixels: Array) -> Array:
    h, w, channels = pixels.shape
    size = fitted_size(h, w, LONGEST_ITEM)
    if size == (h, w):
        return pixels
    planes = [
        np.asarray(
            Image.fromarray(np.ascontiguousarray(pixels[..., c])).resize((size[1], size[0]), Image.Resampling.BILINEAR)
        )
        for c in range(channels)
    ]
    return frozen(np.stack(planes, axis=2))


def _notices(batch: Batch, found: int, bad: Sequence[str], read: int) -> tuple[Message, ...]:
    notices = []
    if bad:
        text = N_("left out because they cannot be read: {count} of {all} pictures ({names})")
        notices.append(Message(text, count=len(bad), all=len(bad) + read, names=_some(bad)))
    if found > MOST:
        text = (
            N_("{found} pictures were chosen: the first {most} are shown and {rest} left out; choose {most} or fewer")
            if batch.files
            else N_(
                "the folder has {found} pictures: the first {most} are shown and {rest} left out; to see others, open "
                "up to {most} files"
            )
        )
        notices.append(Message(text, found=found, most=MOST, rest=found - MOST))
    return tuple(notices)


def _some(names: Sequence[str]) -> Listed:
    return Listed((*names[:_NAMED], *(("…",) if len(names) > _NAMED else ())))
