"""`.npy` files become input tensors, or one sentence."""

from __future__ import annotations

import io
import re
import struct
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from cnnlab.formats import arrays
from cnnlab.formats.arrays import read_npy
from cnnlab.text import UserError
from tests.formats.files import little_memory


def _saved(array: Any) -> bytes:
    file = io.BytesIO()
    np.save(file, array, allow_pickle=True)
    return file.getvalue()


def _read(tmp_path: Path, data: bytes) -> Any:
    (tmp_path / "a.npy").write_bytes(data)
    return read_npy(tmp_path / "a.npy")


def _refused(tmp_path: Path, data: bytes) -> str:
    with pytest.raises(UserError) as caught, little_memory(4 * 2**20):
        _read(tmp_path, data)
    return str(caught.value)


def _header(text: str, version: int = 1) -> bytes:
    length = struct.pack("<H" if version == 1 else "<I", len(text))
    return b"\x93NUMPY" + bytes([version, 0]) + length + text.encode()


@pytest.mark.parametrize(
    "dtype", ["?", "i1", "u1", "<i2", ">i2", "<u4", "<i8", "<u8", "<f2", ">f4", "<f4", "<f8", ">f8"]
)
@pytest.mark.parametrize("order", ["C", "F"])
def test_numbers_of_every_kind_are_read(tmp_path: Path, dtype: str, order: Any) -> None:
    array = np.asarray(np.arange(2 * 3 * 4 * 5).reshape(2, 3, 4, 5) % 100, dtype=dtype, order=order)
    found = _read(tmp_path, _saved(array))
    assert (found.dtype, found.shape) == (np.float32, (2, 3, 4, 5))
    assert not found.flags.writeable
    np.testing.assert_array_equal(found, array.astype(np.float32))


def test_three_axes_become_a_batch_of_one(tmp_path: Path) -> None:
    found = _read(tmp_path, _saved(np.asfortranarray(np.arange(24.0).reshape(2, 3, 4))))
    assert found.shape == (1, 2, 3, 4)
    assert found[0, 1, 2, 3] == 23


def test_what_is_no_number_survives(tmp_path: Path) -> None:
    values = np.array([[[np.nan, np.inf, -np.inf, -0.0]]])
    np.testing.assert_array_equal(_read(tmp_path, _saved(values))[0], values.astype(np.float32))


@pytest.mark.parametrize(
    ("array", "sentence"),
    [
        (np.zeros((3, 4)), r"has 2 axes, \[3, 4\]: it must be \[c, h, w\] or \[b, c, h, w\]"),
        (np.zeros((1, 1, 1, 1, 1)), "has 5 axes"),
        (np.float32(3), r"has 0 axes, \[\]"),
        (np.zeros((1, 0, 2)), r"has the shape \[1, 0, 2\]: every size must be at least 1"),
        (np.zeros((1, 1, 1), complex), "holds complex128: it must hold real numbers"),
        (np.zeros((1, 1, 1), "U3"), "holds <U3"),
        (np.zeros((1, 1, 1), "S3"), r"holds \|S3"),
        (np.zeros((1, 1, 1), "M8[s]"), "holds datetime64"),
        (np.zeros((1, 1, 1), [("a", "f4")]), "it must hold real numbers"),
        (np.array([[[None]]]), "holds object"),
        (np.full((1, 1, 2), 1e300), "2 values are beyond the range of float32"),
    ],
)
def test_what_is_no_input_is_refused(tmp_path: Path, array: Any, sentence: str) -> None:
    assert re.search(sentence, _refused(tmp_path, _saved(array)))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"hello, this is text", "is not a .npy file"),
        (b"\x93NUMPY\1", "is not a .npy file"),
        (b"\x93NUMPY\3\0" + bytes(20), "is not a .npy file"),
        (_header("{") + b" " * 20, "header is damaged"),
        (_header("__import__('os').abort()") + b" ", "header is damaged"),
        (_header("{'descr': '<f4', 'fortran_order': False}"), "header is damaged"),
        (_header("[" * 5000), "header is damaged"),
        (b"\x93NUMPY\2\0" + struct.pack("<I", 2**31) + b"{", "header has 2147483648 bytes, more than 10000"),
        (_header("{'descr': '<f4', 'fortran_order': False, 'shape': (10**9, 3, 3)}"), "damaged"),
        (
            _header("{'descr': '<f4', 'fortran_order': False, 'shape': (1000000000, 3, 3), }"),
            "takes 33.5 GiB, more than 2.0 GiB",
        ),
        (
            _header("{'descr': '|u1', 'fortran_order': False, 'shape': (1024, 1024, 1024), }"),
            "takes 4.0 GiB, more than 2.0 GiB",
        ),
        (
            _header("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 512, 512), }"),
            "takes 3145728 bytes, but 0 are there",
        ),
        (_header("{'descr': '<f4', 'fortran_order': False, 'shape': (3, -1, 2), }"), r"shape \[3, -1, 2\]"),
        (_header("{'descr': '<f4', 'fortran_order': False, 'shape': (True, 1, 1), }") + bytes(4), "every size"),
        (_header("{'descr': '|O', 'fortran_order': False, 'shape': (1, 1, 1), }", 2) + bytes(8), "holds object"),
        (_saved(np.zeros((1, 1, 2))) + b"x", "takes 16 bytes, but 17 are there"),
        (_saved(np.zeros((1, 1, 2)))[:-1], "takes 16 bytes, but 15 are there"),
    ],
)
def test_a_lying_or_damaged_header_is_caught(tmp_path: Path, data: bytes, sentence: str) -> None:
    assert re.search(sentence, _refused(tmp_path, data))


def test_a_file_beyond_2_gib_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "a.npy").open("wb") as file:
        file.truncate(arrays.MAX_BYTES * 2)
    with pytest.raises(UserError, match=r"'a\.npy' has 4.0 GiB, more than the 2.0 GiB"):
        read_npy(tmp_path / "a.npy")


@given(array=hnp.arrays(st.sampled_from(["<f4", "|u1", "<i2"]), hnp.array_shapes(min_dims=3, max_dims=4, max_side=4)))
def test_any_array_comes_back(tmp_path: Path, array: Any) -> None:
    found = _read(tmp_path, _saved(array))
    np.testing.assert_array_equal(found.reshape(array.shape), array.astype(np.float32))


@given(at=st.integers(0, 140), put=st.binary(max_size=6), cut=st.integers(0, 6))
def test_any_changed_bytes_are_read_or_refused(tmp_path: Path, at: int, put: bytes, cut: int) -> None:
    data = _saved(np.zeros((2, 3, 4), np.float32))
    with suppress(UserError), little_memory(4 * 2**20):
        assert _read(tmp_path, data[:at] + put + data[at + cut :]).ndim == 4
