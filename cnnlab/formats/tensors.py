"""The safetensors format: a header in JSON that says where each tensor lies, then the numbers.

Everything that the header says is checked before any of it is believed: the library that reads such files takes some
headers that contradict themselves, and allocates what they ask for.
Source of the format: https://huggingface.co/docs/safetensors
"""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import IO

import numpy as np

from cnnlab.blocks.params import shown
from cnnlab.blocks.sizes import shape_text
from cnnlab.blocks.weight import Array, Shape
from cnnlab.formats.strict_json import parse_json
from cnnlab.text import N_, UserError, byte_text

MAX_HEADER = 4 * 2**20
MAX_RANK = 4
MAX_KERNELS = 2**20  # arrays that all weights together are kept in, one a kernel
_FLOAT = np.dtype("<f4")


@dataclass(frozen=True)
class Entry:
    """Where one tensor lies among the numbers.

    Attributes:
        start: first byte, counted from the end of the header.
    """

    name: str
    shape: Shape
    start: int

    @property
    def size(self) -> int:
        """Bytes."""
        return _FLOAT.itemsize * math.prod(self.shape)


def read_header(stream: IO[bytes], size: int, what: str) -> tuple[Entry, ...]:
    """The tensors of a file of `size` bytes in the order in which they lie there; leaves the stream at the first.

    Raises:
        UserError: the header is damaged, contradicts itself or the size, or holds what is no float32 tensor.
    """
    prefix = stream.read(8)
    length = struct.unpack("<Q", prefix)[0] if len(prefix) == 8 else 0
    if not 2 <= length <= min(size - 8, MAX_HEADER):
        raise UserError(
            N_("{what} says its header has {length} bytes, but it can have at most {most}: the file is damaged"),
            what=what,
            length=length,
            most=max(0, min(size - 8, MAX_HEADER)),
        )
    data = stream.read(length)
    if len(data) != length:
        raise UserError(N_("{what} ends within its header: the file is damaged"), what=what)
    header = parse_json(data, N_("the header of the weights"))
    if not isinstance(header, dict):
        raise UserError(N_("the header of {what} is not an object: the file is damaged"), what=what)
    found = [_entry(name, value) for name, value in header.items() if name != "__metadata__"]
    return _contiguous(found, size - 8 - length, what)


def _entry(name: str, value: object) -> tuple[Entry, int]:
    """A tensor as the header states it, and the byte after it."""
    if not isinstance(value, dict) or value.keys() != {"dtype", "shape", "data_offsets"}:
        raise UserError(
            N_("tensor '{name}' must state dtype, shape and data_offsets, not {value}"),
            name=name[:80],
            value=shown(value),
        )
    if value["dtype"] != "F32":
        raise UserError(
            N_("tensor '{name}' is {dtype}: only F32 is read, so save it as float32"),
            name=name[:80],
            dtype=shown(value["dtype"]),
        )
    shape, offsets = (_whole_numbers(value[key]) for key in ("shape", "data_offsets"))
    if shape is None or not 1 <= len(shape) <= MAX_RANK or min(shape) < 1:
        raise UserError(
            N_("tensor '{name}' has the shape {shape}: it must be 1 to {most} whole numbers from 1"),
            name=name[:80],
            shape=shown(value["shape"]),
            most=MAX_RANK,
        )
    entry = Entry(name, shape, offsets[0] if offsets else 0)
    if offsets is None or len(offsets) != 2 or offsets[1] - offsets[0] != entry.size:
        raise UserError(
            N_("tensor '{name}' of shape {shape} takes {size}, but says it lies at {offsets}"),
            name=name[:80],
            shape=shown(list(shape)),
            size=byte_text(entry.size) if entry.size < 2**60 else f"4 × {shown(math.prod(shape))}",
            offsets=shown(value["data_offsets"]),
        )
    return entry, offsets[1]


def _whole_numbers(value: object) -> tuple[int, ...] | None:
    if not isinstance(value, list) or not all(isinstance(n, int) and not isinstance(n, bool) for n in value):
        return None
    return tuple(value)


def _contiguous(found: list[tuple[Entry, int]], size: int, what: str) -> tuple[Entry, ...]:
    """The entries in order, if they cover all `size` bytes, each of them once."""
    found.sort(key=lambda pair: pair[0].start)
    at = 0
    for entry, end in found:
        if entry.start != at:
            raise UserError(
                N_("tensor '{name}' begins at byte {start} and not at {at}: tensors must lie one after the other"),
                name=entry.name[:80],
                start=shown(entry.start),
                at=at,
            )
        at = end
        if at > size:
            raise UserError(
                N_("tensor '{name}' would end at byte {end}, but {what} has only {size} of them"),
                name=entry.name[:80],
                end=shown(end),
                what=what,
                size=size,
            )
    if at != size:
        raise UserError(
            N_("{what} has {size} bytes of numbers, but its tensors take {at}"), what=what, size=size, at=at
        )
    return tuple(entry for entry, _ in found)


def check_kernels(shapes: Iterable[Shape]) -> None:
    """Refuse weights that would be kept in millions of arrays.

    Raises:
        UserError: there are more than `MAX_KERNELS`.
    """
    count = sum(shape[0] for shape in shapes if len(shape) > 1)
    if count > MAX_KERNELS:
        raise UserError(N_("the weights have {count} kernels, more than {most}"), count=count, most=MAX_KERNELS)


def read_values(stream: IO[bytes], entry: Entry) -> Array:
    """The numbers of the tensor that comes next.

    Raises:
        UserError: the file ends before they do.
    """
    data = stream.read(entry.size)
    if len(data) != entry.size:
        raise UserError(
            N_("tensor '{name}' needs {size}, but the file ends after {have}: it is damaged"),
            name=entry.name,
            size=byte_text(entry.size),
            have=byte_text(len(data)),
        )
    return np.frombuffer(data, _FLOAT).reshape(entry.shape).astype(np.float32, copy=False)


def header_bytes(shapes: Mapping[str, Shape]) -> bytes:
    """The header for tensors that follow it in this order."""
    at, header = 0, {}
    for name, shape in shapes.items():
        size = Entry(name, shape, at).size
        header[name] = {"dtype": "F32", "shape": list(shape), "data_offsets": [at, at + size]}
        at += size
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)  # numbers begin at a multiple of eight, as the format wants it
    return struct.pack("<Q", len(text)) + text


def value_bytes(values: Array) -> bytes:
    """The numbers as they lie in the file."""
    return values.astype(_FLOAT, copy=False).tobytes()


def shape_of(entry: Entry) -> str:
    """The shape as an error says it."""
    return shape_text(entry.shape)
