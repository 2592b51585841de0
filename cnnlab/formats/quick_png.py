"""A grey picture as a PNG file in a tenth of the time that a good encoder takes, for what is made many times over."""

from __future__ import annotations

import struct
import zlib

import numpy as np
from numpy.typing import NDArray

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_GREY, _DEPTH = 0, 8


def quick_png(pixels: NDArray[np.uint8]) -> bytes:
    """`[h, w]`, uint8, as a PNG file's bytes: rows unfiltered, compressed by their runs, which drawings are made of.

    Source: PNG specification, third edition, 5 (file structure), 9.2 (filter type 0), 10 (compression).
    """
    h, w = pixels.shape
    rows = np.pad(pixels, ((0, 0), (1, 0)))  # each row begins with the number of its filter
    packer = zlib.compressobj(1, zlib.DEFLATED, zlib.MAX_WBITS, 9, zlib.Z_RLE)
    packed = packer.compress(rows.tobytes()) + packer.flush()
    header = struct.pack(">IIBBBBB", w, h, _DEPTH, _GREY, 0, 0, 0)
    return _SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
