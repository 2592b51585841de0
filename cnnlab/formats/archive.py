"""The zip of a project: a handful of entries with known names, read within limits that hold before anything is read."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, BinaryIO, Final

from cnnlab.blocks.params import shown
from cnnlab.text import N_, UserError, byte_text

PROJECT: Final = "project.json"
WEIGHTS: Final = "weights.safetensors"
ENDINGS = ("png", "jpg", "gif", "webp", "bmp", "tif", "ppm", "avif", "img")
PICTURES = tuple(f"input.{ending}" for ending in ENDINGS)

MAX_ARCHIVE = 2 * 2**30
MAX_PROJECT = 16 * 2**20
MAX_WEIGHTS = 2**30
MAX_PICTURE = 64 * 2**20
_MAX_DIRECTORY = 16 * 1024
# A small file must not become a large one in memory: beyond this size it may at most expand so many times.
_FREE_SIZE = 64 * 2**20
_MAX_EXPANSION = 50

_MAGIC = (
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
    (b"II*\0", "tif"),
    (b"MM\0*", "tif"),
)


def picture_entry(data: bytes) -> str:
    """The name under which an image file is kept, by what it begins with."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "input.webp"
    if data[4:12] == b"ftypavif":
        return "input.avif"
    if len(data) > 1 and data[:1] == b"P" and data[1:2] in b"123456":
        return "input.ppm"
    return next((f"input.{ending}" for magic, ending in _MAGIC if data.startswith(magic)), "input.img")


def known_image(data: bytes) -> bool:
    """Whether a file that begins like this says it is an image."""
    return picture_entry(data) != "input.img"


@contextmanager
def refusing_damage() -> Iterator[None]:
    """Turn what the standard library raises for a damaged zip into one sentence."""
    try:
        yield
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        NotImplementedError,
        RuntimeError,
        EOFError,
        ValueError,
        OverflowError,
    ):
        raise UserError(N_("the zip is damaged: open an earlier copy")) from None


class Archive:
    """A project's zip, opened and checked; reads are bounded by what it declared."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        """Raises UserError if the zip is damaged or holds what a project does not."""
        _check_end(file, size)
        with refusing_damage():
            self._zip = zipfile.ZipFile(file)
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for info in self._zip.infolist():
            name = info.orig_filename
            if name in self._entries:
                raise UserError(N_("the zip holds {name} twice"), name=shown(name))
            self._entries[name] = _checked(info, size)
        if PROJECT not in self._entries:
            raise UserError(N_("the zip holds no {name}: it is not a CNN Lab project"), name=PROJECT)
        if len(self._pictures()) > 1:
            raise UserError(N_("the zip holds {count} input pictures: keep one"), count=len(self._pictures()))

    def _pictures(self) -> list[str]:
        return [name for name in self._entries if name in PICTURES]

    def _read(self, name: str) -> bytes:
        with refusing_damage(), self._zip.open(self._entries[name]) as stream:
            return stream.read(self._entries[name].file_size)

    def project(self) -> bytes:
        """The text of project.json."""
        return self._read(PROJECT)

    def picture(self) -> bytes | None:
        """The image file kept in the project, if there is one."""
        return next((self._read(name) for name in self._pictures()), None)

    @contextmanager
    def weights(self) -> Iterator[tuple[IO[bytes], int] | None]:
        """The weights as a stream, and how many bytes it has; None if there are none."""
        info = self._entries.get(WEIGHTS)
        if info is None:
            yield None
            return
        with refusing_damage(), self._zip.open(info) as stream:
            yield stream, info.file_size


def _check_end(file: BinaryIO, size: int) -> None:
    """Refuse a table of contents that would take much memory, before `zipfile` reads it whole.

    Only the plainest end is taken, without a comment and not zip64: `zipfile` then looks at these very bytes.
    """
    file.seek(max(0, size - 42))
    tail = file.read(42)
    end = tail[-22:]
    if len(end) < 22 or end[:4] != b"PK\5\6" or end[-2:] != b"\0\0" or tail[:4] == b"PK\6\7":
        raise UserError(N_("the zip is incomplete or has something after its end: open an earlier copy"))
    directory = struct.unpack("<L", end[12:16])[0]
    if directory > _MAX_DIRECTORY:
        raise UserError(N_("the zip holds more than a project does: unpack it to see what is in it"))
    file.seek(0)


def _checked(info: zipfile.ZipInfo, size: int) -> zipfile.ZipInfo:
    name = info.orig_filename
    limits = {PROJECT: MAX_PROJECT, WEIGHTS: MAX_WEIGHTS} | dict.fromkeys(PICTURES, MAX_PICTURE)
    if name not in limits:
        raise UserError(N_("the zip holds {name}, which is no part of a project: take it out"), name=shown(name))
    if info.flag_bits & 0x41:
        raise UserError(N_("'{name}' is encrypted: pack the project without a password"), name=name)
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise UserError(N_("'{name}' is compressed in a way that is not read: use deflate or none"), name=name)
    if info.file_size > limits[name]:
        raise UserError(
            N_("'{name}' has {size}, more than the {most} that it may have"),
            name=name,
            size=byte_text(info.file_size),
            most=byte_text(limits[name]),
        )
    packed = min(info.compress_size, size)
    if info.file_size > max(_FREE_SIZE, packed * _MAX_EXPANSION) or (
        info.compress_type == zipfile.ZIP_STORED and info.file_size != info.compress_size
    ):
        raise UserError(
            N_("'{name}' would grow from {packed} to {size}: it is not opened"),
            name=name,
            packed=byte_text(info.compress_size),
            size=byte_text(info.file_size),
        )
    return info


@contextmanager
def writing_archive(file: BinaryIO) -> Iterator[zipfile.ZipFile]:
    """A zip to be filled through `new_entry`."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED, allowZip64=False) as archive:
        yield archive


def new_entry(archive: zipfile.ZipFile, name: str) -> IO[bytes]:
    """A stream to write an entry to; its date and system are always the same, so that equal documents are equal files.

    Nothing is compressed: random numbers hardly shrink, and the bytes do not depend on the version of zlib.
    """
    info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    info.create_system, info.external_attr = 3, 0o644 << 16
    return archive.open(info, "w")
