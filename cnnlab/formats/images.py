"""Reading image files of any kind into one form, and writing PNG.

That form is float32 `[h, w, 1]` (grey) or `[h, w, 3]` (RGB) from 0 to 1, with the values as they lie in the file
(sRGB is not made linear). Whatever had to be done to get there is said in a notice.
"""

from __future__ import annotations

import logging
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from cnnlab.blocks.weight import Array, frozen
from cnnlab.formats.archive import known_image
from cnnlab.formats.atomic import replacing
from cnnlab.formats.files import file_name, open_file
from cnnlab.formats.input_json import MAX_SIDE
from cnnlab.formats.pixels import canonical, fitted_size
from cnnlab.text import N_, Message, UserError

__all__ = ["MAX_SIDE", "ImageFile", "decode_image", "fitted_size", "png_bytes", "read_image", "write_png"]

MAX_FILE = 2**30
MAX_PIXELS = 100_000_000  # decoded whole: up to 400 MB
MAX_DEEP_PIXELS = MAX_PIXELS // 2  # of 16 or 32 bits, which pass through larger numbers
MAX_JPEG_PIXELS = 500_000_000  # a JPEG can be decoded at an eighth of its size

# Only formats whose decoders read pixels and nothing else; EPS, for one, would start another program.
_FORMATS = ("PNG", "JPEG", "MPO", "GIF", "BMP", "TIFF", "WEBP", "PPM", "AVIF")
_lock = threading.Lock()
# Pillow also logs what it is about to raise, which would be a second line on standard error.
logging.getLogger("PIL").setLevel(logging.CRITICAL)


@dataclass(frozen=True, eq=False)
class ImageFile:
    """A decoded image file.

    Attributes:
        pixels: float32 `[h, w, 1]` or `[h, w, 3]`, 0…1, read-only.
        notices: what was done to the picture that the user may want to know.
    """

    pixels: Array
    notices: tuple[Message, ...] = ()


def read_image(path: Path) -> ImageFile:
    """Read an image file.

    Raises:
        UserError: it is missing, no image, damaged, or too large.
    """
    with open_file(path, MAX_FILE) as (file, _):
        return _decode(file, file_name(path))


def decode_image(data: bytes, name: str) -> ImageFile:
    """Read an image from the bytes of a file; `name` is what errors call it.

    Raises:
        UserError: it is no image, damaged, or too large.
    """
    return _decode(BytesIO(data), name)


def png_bytes(pixels: NDArray[np.uint8]) -> bytes:
    """`[h, w]`, `[h, w, 1]`, `[h, w, 3]` or `[h, w, 4]`, uint8, as a PNG file's bytes."""
    buffer = BytesIO()
    _plain(pixels).save(buffer, "PNG")
    return buffer.getvalue()


def write_png(path: Path, pixels: NDArray[np.uint8]) -> None:
    """Save `[h, w]`, `[h, w, 1]`, `[h, w, 3]` or `[h, w, 4]`, uint8, as PNG, atomically.

    Raises:
        UserError: it cannot be written.
    """
    with replacing(path) as file:
        _plain(pixels).save(file, "PNG")


def _plain(pixels: NDArray[np.uint8]) -> Image.Image:
    flat = pixels[..., 0] if pixels.ndim == 3 and pixels.shape[2] == 1 else pixels
    return Image.fromarray(np.ascontiguousarray(flat))


@contextmanager
def _strict_pillow() -> Iterator[None]:
    """Pillow's limits as we want them; they are global, so one picture is decoded at a time."""
    with _lock, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        before, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, MAX_JPEG_PIXELS
        try:
            yield
        finally:
            Image.MAX_IMAGE_PIXELS = before


def _decode(file: BinaryIO, name: str) -> ImageFile:
    with _strict_pillow():
        try:
            Image.init()  # Pillow looks only for a few formats until it is told to
            known = [kind for kind in _FORMATS if kind in Image.OPEN]
            with Image.open(file, formats=known) as image:
                return _loaded(image, name)
        except UserError:
            raise
        except UnidentifiedImageError:
            file.seek(0)
            if known_image(file.read(16)):
                raise _damaged(name) from None
            raise UserError(
                N_("'{name}' is not an image that can be read: use PNG, JPEG, TIFF, WebP, GIF or BMP"), name=name
            ) from None
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise UserError(
                N_("'{name}' has more than {most} megapixels: scale it down first"),
                name=name,
                most=MAX_JPEG_PIXELS // 10**6,
            ) from None
        except Exception:  # decoders raise whatever comes to their mind on damaged files
            raise _damaged(name) from None


def _damaged(name: str) -> UserError:
    return UserError(N_("'{name}' is damaged or incomplete: open another copy"), name=name)


def _loaded(image: Image.Image, name: str) -> ImageFile:
    """Decode the first picture, as small as it will be needed, and bring it into the form."""
    w, h = image.size
    if image.format in ("JPEG", "MPO") and not image.info.get("progressive"):
        smaller = fitted_size(h, w, MAX_SIDE)
        image.draft(image.mode, (smaller[1], smaller[0]))
    most = MAX_DEEP_PIXELS if image.mode[0] in "IF" else MAX_PIXELS
    if image.size[0] * image.size[1] > most:
        raise UserError(
            N_("'{name}' is {w}×{h}, more than {most} megapixels: scale it down first"),
            name=name,
            w=w,
            h=h,
            most=most // 10**6,
        )
    notices = list(_frame_notices(image))
    image.load()
    _turn_upright(image)
    pixels, more = canonical(image, MAX_SIDE)
    notices += more
    if max(w, h) > MAX_SIDE:
        small = f"{pixels.shape[1]}×{pixels.shape[0]}"
        large = f"{w}×{h}" if (w > h) == (pixels.shape[1] > pixels.shape[0]) else f"{h}×{w}"
        notices.append(Message(N_("scaled down from {large} to {small} pixels"), large=large, small=small))
    return ImageFile(frozen(pixels), tuple(notices))


def _frame_notices(image: Image.Image) -> Iterator[Message]:
    """What is lost on the way, as far as the header tells; the raw mode says how a pixel lies in the file."""
    frames = getattr(image, "n_frames", 1)
    if frames > 1 and image.format != "MPO":  # a camera's MPO keeps previews of the same picture
        yield Message(N_("the first of {frames} pictures in the file is used"), frames=frames)
    tiles = getattr(image, "tile", ())
    raw = " ".join(str(tile[3]) for tile in tiles)
    deep_ppm = image.format == "PPM" and any(isinstance(n, int) and n > 255 for tile in tiles for n in tile[3])
    if (deep_ppm or ";16" in raw) and not image.mode.startswith("I"):
        yield Message(N_("16 bits a colour are read as 8"))


def _turn_upright(image: Image.Image) -> None:
    """Turn the picture as its EXIF data say; where they cannot be understood it stays as it is."""
    with suppress(Exception):  # damaged EXIF data may raise anything, and the picture is fine without them
        ImageOps.exif_transpose(image, in_place=True)
