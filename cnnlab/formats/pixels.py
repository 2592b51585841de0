"""From the many ways in which an image file keeps its pixels to float32, grey or RGB, from 0 to 1."""

from __future__ import annotations

import numpy as np
from PIL import Image

from cnnlab.blocks.weight import Array
from cnnlab.text import N_, Message

_SIXTEEN_BITS = ("I;16", "I;16L", "I;16B", "I;16N")
_TRANSPARENT = ("LA", "La", "PA", "RGBA", "RGBa")

Found = tuple[Array, list[Message]]


def fitted_size(h: int, w: int, longest: int) -> tuple[int, int]:
    """Height and width scaled down so that neither exceeds `longest`, in the same proportion and never 0."""
    side = max(h, w)
    if side <= longest:
        return h, w
    return max(1, round(h * longest / side)), max(1, round(w * longest / side))


def canonical(image: Image.Image, longest: int) -> Found:
    """A decoded picture as `[h, w, 1]` or `[h, w, 3]`, scaled down if one of its sides is longer than `longest`.

    Scaling comes as early as it can: every step after it then takes little memory.
    """
    if image.mode in _SIXTEEN_BITS or (image.mode == "I" and image.format in ("PNG", "PPM")):
        return _values(_shrunk(_sixteen_bits(image), longest)), []
    if image.mode in ("I", "F"):
        spread, notices = _spread(image)
        return _values(_shrunk(spread, longest)), notices
    plain, notices = _eight_bits(image, longest)
    values = _values(plain)
    values /= 255
    return values, notices


def _shrunk(image: Image.Image, longest: int) -> Image.Image:
    w, h = image.size
    high, wide = fitted_size(h, w, longest)
    if (high, wide) == (h, w):
        return image
    return image.resize((wide, high), Image.Resampling.BILINEAR, reducing_gap=3.0)


def _values(image: Image.Image) -> Array:
    """The pixels as `[h, w, 1]` or `[h, w, 3]`, with their values unchanged."""
    values = np.array(image, np.float32)
    return values[..., np.newaxis] if values.ndim == 2 else values


def _eight_bits(image: Image.Image, longest: int) -> tuple[Image.Image, list[Message]]:
    """The picture as L or RGB of 8 bits; what is transparent is laid over white."""
    mode = "L" if image.mode in ("1", "L", "LA", "La") else "RGB"
    if image.mode not in _TRANSPARENT and "transparency" not in image.info:
        return _shrunk(_as(mode, image), longest), []
    full = _shrunk(_as("RGBA", image), longest)
    if full.getchannel("A").getextrema() == (255, 255):
        return full.convert(mode), []
    white = Image.new("RGBA", full.size, (255, 255, 255, 255))
    return Image.alpha_composite(white, full).convert(mode), [Message(N_("transparent parts are shown on white"))]


def _as(mode: str, image: Image.Image) -> Image.Image:
    return image if image.mode == mode else image.convert(mode)


def _sixteen_bits(image: Image.Image) -> Image.Image:
    values = np.array(image, np.float32)
    values /= 65535
    return Image.fromarray(values)


def _spread(image: Image.Image) -> tuple[Image.Image, list[Message]]:
    """Pixels of 32 bits, which have no agreed black and white.

    They are taken as they are if they lie within 0…1, and are otherwise spread so that the least becomes 0 and the
    greatest 1.
    """
    values = np.array(image, np.float64)
    finite = np.isfinite(values)
    notices = []
    if not finite.all():
        count = int(values.size - finite.sum())
        notices.append(Message(N_("{count} pixels that are infinite or not a number are shown black"), count=count))
    seen = values[finite] if finite.any() else np.zeros(1)
    low, high = float(seen.min()), float(seen.max())
    if low < 0 or high > 1:
        notices.append(Message(N_("values from {low} to {high} became 0…1"), low=f"{low:g}", high=f"{high:g}"))
        values = (values - low) / ((high - low) or 1.0)
    values[~finite] = 0
    return Image.fromarray(values.astype(np.float32)), notices
