"""Image files for the tests, made by Pillow or byte by byte where Pillow cannot write them."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import numpy as np
from PIL import Image

from cnnlab.formats.images import ImageFile, decode_image


def encoded(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    """The file that Pillow makes of an image."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def from_array(values: Any, dtype: str) -> Image.Image:
    """A picture with these values; its mode follows from the dtype."""
    return Image.fromarray(np.array(values, dtype))


def deep_png(colour_type: int, values: Any) -> bytes:
    """A PNG of 16 bits; `values` is `[h, w, samples]`."""
    pixels = np.array(values, ">u2")
    head = struct.pack(">IIBBBBB", pixels.shape[1], pixels.shape[0], 16, colour_type, 0, 0, 0)
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")


def hollow_png(w: int, h: int) -> bytes:
    """A PNG that claims a size and has hardly a pixel."""
    head = struct.pack(">IIBBBBB", w, h, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(b"\0")) + _chunk(b"IEND", b"")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def marked(h: int = 2, w: int = 3) -> Image.Image:
    """A black picture whose first pixel is red."""
    values = np.zeros((h, w, 3), np.uint8)
    values[0, 0] = 255, 0, 0
    return Image.fromarray(values)


def decoded(data: bytes) -> ImageFile:
    """The picture, after a look at what holds for every picture."""
    found = decode_image(data, "a.png")
    assert found.pixels.dtype == np.float32
    assert found.pixels.ndim == 3
    assert not found.pixels.flags.writeable
    assert 0 <= found.pixels.min() <= found.pixels.max() <= 1
    return found


def noticed(data: bytes) -> tuple[Any, str]:
    """The pixels, and all notices as one text."""
    found = decoded(data)
    return found.pixels, "; ".join(map(str, found.notices))
