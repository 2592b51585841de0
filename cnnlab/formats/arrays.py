"""Reading `.npy` files as input tensors."""

from __future__ import annotations

import math
import struct
import warnings
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.lib import format as npy

from cnnlab.blocks.sizes import shape_text
from cnnlab.blocks.weight import Array, Shape
from cnnlab.formats.files import file_name, open_file
from cnnlab.text import N_, UserError, byte_text

MAX_BYTES = 2 * 2**30
_MAX_HEADER = 10_000


def read_npy(path: Path) -> Array:
    """The array in a `.npy` file as float32 `[b, c, h, w]`, read-only; `[c, h, w]` becomes a batch of one.

    NaN and infinity survive. Nothing is allocated before the header agrees with the size of the file.

    Raises:
        UserError: it is missing, damaged, not of numbers, of another rank, empty, or larger than 2 GiB as float32.
    """
    with open_file(path, MAX_BYTES + _MAX_HEADER) as (file, size):
        try:
            return _read(file, size)
        except UserError as error:
            raise UserError(N_("{name}: {error}"), name=file_name(path), error=error.message) from None


def _read(file: BinaryIO, size: int) -> Array:
    shape, fortran, dtype = _header(file)
    _check_shape(shape)
    _check_dtype(dtype)
    count = math.prod(shape)
    if max(4, dtype.itemsize) * count > MAX_BYTES:
        raise UserError(
            N_("an array of shape {shape} takes {size}, more than {most}: save a part of it"),
            shape=shape_text(shape),
            size=byte_text(max(4, dtype.itemsize) * count),
            most=byte_text(MAX_BYTES),
        )
    have, need = size - file.tell(), count * dtype.itemsize
    if have != need:
        raise UserError(
            N_("an array of shape {shape} takes {need} bytes, but {have} are there: the file is damaged"),
            shape=shape_text(shape),
            need=need,
            have=have,
        )
    values = np.fromfile(file, dtype, count).reshape(shape, order="F" if fortran else "C")
    return _as_input(values)


def _header(file: BinaryIO) -> tuple[Shape, bool, np.dtype[Any]]:
    """Shape, order and dtype as the header says them, each of the type it should be."""
    start = file.read(12)
    if start[:6] != npy.MAGIC_PREFIX or len(start) < 12 or start[6] not in (1, 2):
        raise UserError(N_("it is not a .npy file: save the array with numpy.save"))
    length = struct.unpack("<H", start[8:10])[0] if start[6] == 1 else struct.unpack("<I", start[8:12])[0]
    if length > _MAX_HEADER:
        raise UserError(
            N_("its header has {length} bytes, more than {most}: it is damaged"), length=length, most=_MAX_HEADER
        )
    file.seek(npy.MAGIC_LEN)
    read = npy.read_array_header_1_0 if start[6] == 1 else npy.read_array_header_2_0
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a header of Python 2, which nobody writes any more
            shape, fortran, dtype = read(file, max_header_size=_MAX_HEADER)
    except Exception:  # the header is a Python expression; what is none raises whatever the parser raises
        raise UserError(N_("its header is damaged: save the array again with numpy.save")) from None
    return shape, bool(fortran), dtype


def _check_shape(shape: Shape) -> None:
    if len(shape) not in (3, 4):
        raise UserError(
            N_("the array has {axes} axes, {shape}: it must be [c, h, w] or [b, c, h, w]"),
            axes=len(shape),
            shape=shape_text(shape),
        )
    if any(isinstance(n, bool) or n < 1 for n in shape):
        raise UserError(N_("the array has the shape {shape}: every size must be at least 1"), shape=shape_text(shape))


def _check_dtype(dtype: np.dtype[Any]) -> None:
    if dtype.kind not in "biuf":
        raise UserError(
            N_("the array holds {dtype}: it must hold real numbers, so convert it to float32"), dtype=str(dtype)[:40]
        )


def _as_input(values: np.ndarray[Any, Any]) -> Array:
    with np.errstate(over="ignore", invalid="ignore"):
        result = np.array(values, np.float32, order="C")
    if values.dtype.itemsize > 4 and values.dtype.kind == "f":
        lost = int((np.isinf(result) & ~np.isinf(values)).sum())
        if lost:
            raise UserError(N_("{count} values are beyond the range of float32, ±3.4e38: scale the array"), count=lost)
    result = result if result.ndim == 4 else result[np.newaxis]
    result.flags.writeable = False
    return result
