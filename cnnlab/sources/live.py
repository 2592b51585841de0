"""A picture of a live source becomes a frame, which stays 8-bit until it is on the device."""

from __future__ import annotations

import numpy as np
from PIL import Image

from cnnlab.document.frame import Levels
from cnnlab.document.input import COVER
from cnnlab.sources.fit import placed
from cnnlab.text import N_, UserError


def live_levels(pixels: Levels, channels: int, size: tuple[int, int], fit: str = COVER) -> Levels:
    """A picture `[h, w, 1]` or `[h, w, 3]` as `[1, c, h, w]` of the working size, uint8, read-only.

    As `to_input` does it, but in eight bits: luma of ITU-R BT.601 or repeated grey; brought to the size by a rule of
    `FITS` (bilinear, with antialiasing when it shrinks; bars are black). In memory a cell's channels lie side by side,
    as the fastest convolutions want them.

    Raises:
        UserError: these are no such pixels.
    """
    pixels = checked(pixels)
    as_it_is = pixels.shape == (*size, channels)
    # A copy in any case: whoever holds the pixels may change them.
    values = pixels.copy() if as_it_is else _converted(pixels, channels, size, fit)
    planes = values.transpose(2, 0, 1)[np.newaxis]
    planes.flags.writeable = False
    return planes


def _converted(pixels: Levels, channels: int, size: tuple[int, int], fit: str) -> Levels:
    """`[h, w, channels]` of the working size."""
    image = Image.fromarray(pixels[..., 0] if pixels.shape[2] == 1 else pixels)
    if image.size != (size[1], size[0]):
        image = _fitted(image, size, fit)
    values = np.array(image.convert("L" if channels == 1 else "RGB"))
    return values[..., np.newaxis] if values.ndim == 2 else values


def _fitted(image: Image.Image, size: tuple[int, int], fit: str) -> Image.Image:
    place = placed((image.height, image.width), size, fit)
    (high, wide), (top, left) = place.size, place.corner
    scaled = image.resize((wide, high), Image.Resampling.BILINEAR, place.box)
    if place.size == size:
        return scaled
    whole = Image.new(image.mode, (size[1], size[0]))
    whole.paste(scaled, (left, top))
    return whole


def checked(pixels: Levels) -> Levels:
    """The pixels, if they are what a live source may deliver.

    Raises:
        UserError: they are not uint8, or not `[h, w, 1]` or `[h, w, 3]`.
    """
    if pixels.dtype != np.uint8 or pixels.ndim != 3 or pixels.shape[2] not in (1, 3) or not pixels.size:
        shape = ", ".join(map(str, pixels.shape))
        raise UserError(N_("it came as {kind} [{shape}], not as uint8 [h, w, 1 or 3]"), kind=pixels.dtype, shape=shape)
    return pixels
