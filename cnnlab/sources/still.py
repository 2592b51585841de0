"""A picture becomes the input tensor: channels, working size, range, normalisation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from PIL import Image

from cnnlab.blocks.sizes import shape_text
from cnnlab.blocks.weight import Array
from cnnlab.document.input import FITS, IMAGENET_MEAN, IMAGENET_STD, InputSpec
from cnnlab.formats.pixels import fitted_size
from cnnlab.sources.fit import placed
from cnnlab.text import N_, Listed, UserError

__all__ = [
    "check_array",
    "check_normalisation",
    "fitted_size",
    "parse_channels",
    "parse_fit",
    "parse_range",
    "to_batch",
    "to_input",
]

_LUMA = np.array([0.299, 0.587, 0.114])  # ITU-R BT.601, as Pillow's mode L; float64, so that white stays 1
_CHANNELS = {"1": 1, "grey": 1, "gray": 1, "3": 3, "rgb": 3}
_RANGES: dict[str, dict[str, Any]] = {
    "0..1": {"range": (0.0, 1.0), "mean": (), "std": ()},
    "-1..1": {"range": (-1.0, 1.0), "mean": (), "std": ()},
    "0..255": {"range": (0.0, 255.0), "mean": (), "std": ()},
    "imagenet": {"range": (0.0, 1.0), "mean": IMAGENET_MEAN, "std": IMAGENET_STD},
}


def to_input(pixels: Array, spec: InputSpec) -> Array:
    """A picture `[h, w, 1]` or `[h, w, 3]` from 0 to 1 as the input `[1, c, h, w]`, float32, read-only.

    In this order: RGB to grey by the luma of ITU-R BT.601, or grey to RGB by repeating; brought to the working size by
    the rule of `spec.fit` around its centre (bilinear, with antialiasing when it shrinks; bars are black); range; mean
    and std.

    Raises:
        UserError: mean or std have another number of channels.
    """
    check_normalisation(spec)
    planes = _resized(_with_channels(pixels, spec.channels), spec.size, spec.fit)
    values = np.ascontiguousarray(planes.transpose(2, 0, 1))[np.newaxis]  # [1, c, h, w]
    if spec.range != (0.0, 1.0):
        black, white = spec.range
        values = values * np.float32(white - black) + np.float32(black)
    if spec.mean:
        values = values - np.array(spec.mean, np.float32).reshape(1, -1, 1, 1)
    if spec.std:
        values = values / np.array(spec.std, np.float32).reshape(1, -1, 1, 1)
    result = np.array(values, np.float32)  # a copy, so that nobody who holds the pixels can change it
    result.flags.writeable = False
    return result


def to_batch(pictures: Sequence[Array], spec: InputSpec) -> Array:
    """Pictures `[h, w, 1|3]` as the items of `[b, c, h, w]`, each made by `to_input`.

    Without a working size all pictures must have the same one.

    Raises:
        UserError: mean or std have another number of channels.
    """
    if len(pictures) == 1:
        return to_input(pictures[0], spec)
    values = np.concatenate([to_input(picture, spec) for picture in pictures])
    values.flags.writeable = False
    return values


def check_normalisation(spec: InputSpec) -> None:
    """Refuse a mean or std for another number of channels.

    Raises:
        UserError: their number is not that of the channels.
    """
    for name, values in (("mean", spec.mean), ("std", spec.std)):
        if values and len(values) != spec.channels:
            raise UserError(
                N_("{name} has {count} numbers, but the input has {channels} channels: choose another range"),
                name=name,
                count=len(values),
                channels=spec.channels,
            )


def _with_channels(pixels: Array, channels: int) -> Array:
    if pixels.shape[2] == channels:
        return pixels
    return (
        np.repeat(pixels, channels, axis=2)
        if pixels.shape[2] == 1
        else (pixels @ _LUMA).astype(np.float32)[..., np.newaxis]
    )


def _resized(pixels: Array, size: tuple[int, int] | None, fit: str) -> Array:
    """The picture at `size`, fitted by a rule, each channel on its own."""
    h, w, channels = pixels.shape
    if size is None or size == (h, w):
        return pixels
    place = placed((h, w), size, fit)
    planes = [
        np.asarray(
            Image.fromarray(np.ascontiguousarray(pixels[..., c])).resize(
                (place.size[1], place.size[0]), Image.Resampling.BILINEAR, box=place.box
            )
        )
        for c in range(channels)
    ]
    scaled = np.stack(planes, axis=2)
    if place.size == size:
        return scaled
    whole = np.zeros((*size, channels), np.float32)
    (top, left), (high, wide) = place.corner, place.size
    whole[top : top + high, left : left + wide] = scaled
    return whole


def check_array(array: Array, spec: InputSpec) -> Array:
    """`array` `[b, c, h, w]`, if it has the channels that the input is said to have.

    Raises:
        UserError: it has others.
    """
    if array.ndim != 4 or array.shape[1] != spec.channels:
        raise UserError(
            N_("the array {shape} has {have} channels, but the input has {channels}: choose the channels to fit"),
            shape=shape_text(array.shape),
            have=array.shape[1] if array.ndim == 4 else N_("no"),
            channels=spec.channels,
        )
    return array


def parse_range(text: str) -> dict[str, Any]:
    """The fields `range`, `mean` and `std` of an `InputSpec` for `0..1`, `-1..1`, `0..255` or `imagenet`.

    Raises:
        UserError: it is none of these.
    """
    if text not in _RANGES:
        raise UserError(N_("'{text}' is no range: choose one of {known}"), text=text[:40], known=Listed(_RANGES))
    return dict(_RANGES[text])


def parse_channels(text: str) -> int:
    """1 for `1` or `grey`, 3 for `3` or `rgb`.

    Raises:
        UserError: it is none of these.
    """
    if text.lower() not in _CHANNELS:
        raise UserError(N_("'{text}' is no number of channels: choose 1, 3, grey or rgb"), text=text[:40])
    return _CHANNELS[text.lower()]


def parse_fit(text: str) -> str:
    """One of `FITS`.

    Raises:
        UserError: it is none of these.
    """
    if text not in FITS:
        raise UserError(
            N_("'{text}' is no way to fit a picture: choose one of {known}"), text=text[:40], known=Listed(FITS)
        )
    return text
