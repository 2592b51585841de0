"""A picture of an example: some of its layers in the program's own colours."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from torch import Tensor

from cnnlab.document.input import InputSpec
from cnnlab.engine.pictures import PictureMaker
from cnnlab.engine.sampling import as_planes
from cnnlab.engine.view import RowView, View
from cnnlab.gui.canvas.canvas import picture_colours
from cnnlab.gui.theme import Theme
from tools.examples.catalogue import Entry

SIZE = (480, 300)  # width, height
_GAP = 6
_ROUNDING = 4
_SHARPER = 4  # corners are rounded on a mask so many times as large


def mosaic(entry: Entry, tensors: Mapping[str, Tensor], spec: InputSpec, theme: Theme) -> Image.Image:
    """Rows of tiles that fill the picture, each cut to its place around its middle."""
    picture = Image.new("RGB", SIZE, theme.background)
    view = View(colours=picture_colours(theme), scale=entry.scale)
    tops = _edges(SIZE[1], len(entry.picture))
    for (top, bottom), line in zip(tops, entry.picture, strict=True):
        for (left, right), (layer, channel) in zip(_edges(SIZE[0], len(line)), line, strict=True):
            image = _fitted(_tile(layer, channel, tensors[layer], spec, view), (right - left, bottom - top))
            picture.paste(image, (left, top), _rounded(image.size))
    return picture


def _edges(length: int, count: int) -> list[tuple[int, int]]:
    """First and last pixel of `count` equal parts with gaps between and around them."""
    pitch = (length - _GAP) / count
    return [(_GAP + round(i * pitch), round((i + 1) * pitch)) for i in range(count)]


def _tile(layer: str, channel: int, tensor: Tensor, spec: InputSpec, view: View) -> Image.Image:
    """One channel, a pixel a cell."""
    planes = as_planes(tensor)
    row = RowView(layer, (channel,), (planes.shape[2], planes.shape[3]))
    pixels = PictureMaker().pictures(dataclasses.replace(view, rows=(row,)), {layer: tensor}, spec)[layer].pixels[0]
    return Image.fromarray(_components(pixels))


def _components(pixels: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """`0xffRRGGBB` as `[h, w, 3]`."""
    return np.stack([(pixels >> np.uint32(shift)).astype(np.uint8) for shift in (16, 8, 0)], axis=2)


def _fitted(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """The image covering a size, cut around its middle; cells stay sharp where they grow."""
    factor = max(size[0] / image.width, size[1] / image.height)
    how = Image.Resampling.NEAREST if factor >= 1 else Image.Resampling.LANCZOS
    box = _middle(image.size, (size[0] / factor, size[1] / factor))
    return image.resize(size, how, box=box)


def _middle(whole: tuple[int, int], part: tuple[float, float]) -> tuple[float, float, float, float]:
    left, top = (whole[0] - part[0]) / 2, (whole[1] - part[1]) / 2
    return max(0.0, left), max(0.0, top), min(whole[0], left + part[0]), min(whole[1], top + part[1])


def _rounded(size: tuple[int, int]) -> Image.Image:
    mask = Image.new("L", (size[0] * _SHARPER, size[1] * _SHARPER))
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, mask.width - 1, mask.height - 1), _ROUNDING * _SHARPER, fill=255)
    return mask.resize(size, Image.Resampling.BOX)
