"""All channels of a layer side by side in one picture."""

from __future__ import annotations

import math

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from cnnlab.document.input import InputSpec
from cnnlab.engine.palette import BACKGROUND, dark_colours
from cnnlab.engine.pictures import PictureMaker
from cnnlab.engine.sampling import as_planes
from cnnlab.engine.view import Pixels, RowView, View

_SMALLEST, _LARGEST = 48, 256  # a tile's longer side
_MOST_PIXELS = 2**22


def tile_size(height: int, width: int, tiles: int) -> tuple[int, int]:
    """Height and width of a tile: cells become whole pixels where they are few, all tiles together stay bounded."""
    longer = max(height, width)
    factor = max(1.0, _SMALLEST // longer) if longer <= _LARGEST else _LARGEST / longer
    factor = min(factor, math.sqrt(_MOST_PIXELS / (tiles * height * width)))
    return max(1, round(height * factor)), max(1, round(width * factor))


def sheet(layer_id: str, tensor: Tensor) -> NDArray[np.uint8]:
    """`[h, w, 3]`: every channel of every item, each with its own scale; each item of a batch begins a new row."""
    planes = as_planes(tensor)
    items, channels, height, width = planes.shape
    size = tile_size(height, width, items * channels)
    blocks = []
    with torch.inference_mode():
        for item in range(items):
            row = RowView(layer_id, tuple(range(channels)), size, item)
            view = View((row,), dark_colours())
            blocks.append(_grid(PictureMaker().pictures(view, {layer_id: tensor}, InputSpec())[layer_id].pixels))
    return _components(np.concatenate(blocks))


def _grid(tiles: Pixels) -> Pixels:
    """Tiles `[n, h, w]` in rows and columns, with a gap between those that are not tiny."""
    count, height, width = tiles.shape
    gap = 2 if min(height, width) >= 8 else 0
    high, wide = height + gap, width + gap
    columns = min(count, max(1, round(math.sqrt(count * high / wide))))
    rows = -(-count // columns)
    canvas = np.full((rows * columns, high, wide), BACKGROUND, np.uint32)
    canvas[:count, :height, :width] = tiles
    return canvas.reshape(rows, columns, high, wide).swapaxes(1, 2).reshape(rows * high, columns * wide)


def _components(pixels: Pixels) -> NDArray[np.uint8]:
    """`0xffRRGGBB` as `[h, w, 3]`."""
    return np.stack([(pixels >> np.uint32(shift)).astype(np.uint8) for shift in (16, 8, 0)], axis=2)
