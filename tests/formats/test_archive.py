"""A zip from a stranger holds what a project holds, or is refused before it takes any memory."""

from __future__ import annotations

import io
import json
import re
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnlab.formats import archive
from cnnlab.text import UserError
from tests.formats.files import (
    VALID,
    honest_header,
    little_memory,
    opened,
    opens_or_says_why,
    packed,
    project_bytes,
    tensor_bytes,
    tensors,
)

_TEXT = json.dumps(VALID).encode()
_WEIGHTS = tensor_bytes(json.dumps(honest_header(tensors())[0]).encode(), honest_header(tensors())[1])
_STORED = packed({"project.json": _TEXT, "weights.safetensors": _WEIGHTS}, zipfile.ZIP_STORED)
_DEFLATED = packed({"project.json": _TEXT, "weights.safetensors": _WEIGHTS, "input.png": b"\x89PNG"})


def _refused(tmp_path: Path, data: bytes) -> str:
    with pytest.raises(UserError) as caught, little_memory():
        opened(tmp_path, data)
    return str(caught.value)


@pytest.mark.parametrize(
    ("entries", "sentence"),
    [
        ({}, "holds no project.json"),
        ({"weights.safetensors": _WEIGHTS}, "holds no project.json"),
        ({"project.json": _TEXT, "notes.txt": b""}, '"notes.txt", which is no part of a project'),
        ({"../project.json": _TEXT}, '"../project.json", which is no part'),
        ({"/project.json": _TEXT}, '"/project.json", which is no part'),
        ({"a\\project.json": _TEXT}, "which is no part"),
        ({"project.json/": b""}, "which is no part"),
        ({"Project.json": _TEXT}, "which is no part"),
        ({"project.json": _TEXT, "input.png": b"", "input.jpg": b""}, "2 input pictures"),
        ({f"{i}.txt": b"" for i in range(400)}, "more than a project does"),
    ],
)
def test_only_the_entries_of_a_project_are_taken(tmp_path: Path, entries: dict[str, bytes], sentence: str) -> None:
    assert re.search(sentence, _refused(tmp_path, packed(entries)))


def test_an_entry_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as zipped:
        zipped.writestr("project.json", _TEXT)
        with pytest.warns(UserWarning, match="Duplicate"):
            zipped.writestr("project.json", b"{}")
    assert '"project.json" twice' in _refused(tmp_path, file.getvalue())


def test_an_encrypted_entry_is_refused(tmp_path: Path) -> None:
    data = bytearray(packed({"project.json": _TEXT}))
    data[data.index(b"PK\1\2") + 8] |= 1
    assert "'project.json' is encrypted" in _refused(tmp_path, bytes(data))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_compressions_are_refused(tmp_path: Path, method: int) -> None:
    assert "use deflate or none" in _refused(tmp_path, packed({"project.json": _TEXT}, method))


def test_a_bomb_of_zeros_is_refused_by_what_it_declares(tmp_path: Path) -> None:
    bomb = packed({"project.json": b" " * 17 * 2**20})
    assert len(bomb) < 2**16
    assert "'project.json' has 17.0 MiB, more than the 16.0 MiB" in _refused(tmp_path, bomb)


def test_weights_that_expand_a_thousandfold_are_refused(tmp_path: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("project.json", _TEXT)
        with zipped.open("weights.safetensors", "w") as stream:
            for _ in range(65):
                stream.write(bytes(2**20))
    assert re.search("'weights.safetensors' would grow from .* KiB to 65.0 MiB", _refused(tmp_path, file.getvalue()))


def test_a_declared_size_that_is_a_lie_reads_no_more_than_it_says(tmp_path: Path) -> None:
    data = bytearray(packed({"project.json": _TEXT + b" " * 10 * 2**20}))
    for magic, at in ((b"PK\3\4", 22), (b"PK\1\2", 24)):
        place = data.index(magic) + at
        data[place : place + 4] = struct.pack("<L", len(_TEXT))
    assert "zip is damaged" in _refused(tmp_path, bytes(data))


def test_a_table_of_contents_that_claims_gigabytes_is_refused(tmp_path: Path) -> None:
    data = bytearray(packed({"project.json": _TEXT}))
    data[-10:-6] = struct.pack("<L", 2**31)
    assert "more than a project does" in _refused(tmp_path, bytes(data))


@pytest.mark.parametrize(
    "data",
    [b"PK", b"PK\3\4", _STORED[:-1], _STORED + b"x", _STORED[:100]],
    ids=["two letters", "a mark", "no end", "more than it", "its beginning"],
)
def test_half_a_zip_or_more_than_one_is_refused(tmp_path: Path, data: bytes) -> None:
    assert "incomplete or has something after its end" in _refused(tmp_path, data)


def test_zip64_is_refused(tmp_path: Path) -> None:
    end = b"PK\6\7" + bytes(16)
    assert "incomplete" in _refused(tmp_path, _STORED[:-22] + end + _STORED[-22:])


def test_a_flipped_bit_in_the_numbers_is_noticed(tmp_path: Path) -> None:
    data = bytearray(_STORED)
    data[data.index(_WEIGHTS[-40:]) + 3] ^= 1
    assert "zip is damaged" in _refused(tmp_path, bytes(data))


@pytest.mark.parametrize(
    ("start", "name"),
    [
        (b"\x89PNG\r\n", "input.png"),
        (b"\xff\xd8\xff\xe0", "input.jpg"),
        (b"GIF89a", "input.gif"),
        (b"BM1234", "input.bmp"),
        (b"II*\0", "input.tif"),
        (b"MM\0*", "input.tif"),
        (b"RIFF1234WEBPVP8 ", "input.webp"),
        (b"P5 2 2", "input.ppm"),
        (b"\0\0\0\x1cftypavif", "input.avif"),
        (b"hello", "input.img"),
        (b"", "input.img"),
    ],
)
def test_a_picture_is_named_by_what_it_begins_with(start: bytes, name: str) -> None:
    assert archive.picture_entry(start) == name
    assert archive.known_image(start) == (name != "input.img")


def test_a_deflated_project_with_a_picture_opens(tmp_path: Path) -> None:
    assert opened(tmp_path, _DEFLATED).picture == b"\x89PNG"


@given(
    base=st.sampled_from((_STORED, _DEFLATED)),
    edits=st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)), min_size=1, max_size=4),
)
def test_any_changed_bytes_of_a_zip_open_or_are_refused(
    tmp_path: Path, base: bytes, edits: list[tuple[int, int]]
) -> None:
    data = bytearray(base)
    for at, value in edits:
        data[-1 - at % len(data)] = value
    with little_memory():
        opens_or_says_why(tmp_path, bytes(data))


@given(start=st.integers(0, 3000), length=st.integers(0, 3000), put=st.binary(max_size=20))
def test_any_piece_cut_out_of_a_zip_leaves_what_opens_or_is_refused(
    tmp_path: Path, start: int, length: int, put: bytes
) -> None:
    with little_memory():
        opens_or_says_why(tmp_path, _DEFLATED[:start] + put + _DEFLATED[start + length :])


def test_a_project_without_weights_opens(tmp_path: Path) -> None:
    assert opened(tmp_path, project_bytes()).statistics == {}
