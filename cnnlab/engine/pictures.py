"""Activations as colour: only the visible tiles, sampled to the size they are shown at, where the tensor lives."""

from __future__ import annotations

import math
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from torch import Tensor

from cnnlab.blocks.weight import Array
from cnnlab.document.input import InputSpec
from cnnlab.document.stack import INPUT
from cnnlab.engine.codes import Indices, Tiles, colours
from cnnlab.engine.held_scales import HeldScales
from cnnlab.engine.sampling import as_planes, sampled, sampled_items
from cnnlab.engine.scales import batch_scales, channel_scales, layer_scale, stack_scale
from cnnlab.engine.view import COMPOSITE, Colours, Picture, Pixels, RowView, ScaleMode, View

_UNKNOWN: Mapping[str, float] = {}


@dataclass(frozen=True)
class _Look:
    """What all pictures of a round have in common."""

    view: View
    stack_scale: float
    live: bool

    def same_colours(self, other: _Look) -> bool:
        """Whether equal values have equal colours."""
        a, b = self.view, other.view
        same = a.colours is b.colours and a.scale is b.scale and a.fixed_scale == b.fixed_scale
        return same and self.stack_scale == other.stack_scale


@dataclass(eq=False)
class _Made:
    """A picture and what it was made from; the tensor itself is not kept alive."""

    tensor: weakref.ref[Tensor]
    row: RowView
    look: _Look
    picture: Picture


@dataclass
class PictureMaker:
    """Makes the pictures of a view and remembers them, so that a row whose tensor did not change costs nothing."""

    held: HeldScales = field(default_factory=HeldScales)
    _made: dict[str, _Made] = field(default_factory=dict)

    def pictures(
        self,
        view: View,
        tensors: Mapping[str, Tensor],
        spec: InputSpec,
        live: bool = False,
        bounds: Mapping[str, float] = _UNKNOWN,
    ) -> dict[str, Picture]:
        """The visible rows' pictures by layer id.

        `tensors` holds `input` and every layer's output. With `live` the scale follows slowly instead of flickering.
        Layers with finite `bounds` are not searched for values that are not finite.
        """
        if view.colours is None:
            return {}
        whole = stack_scale(tensors) if view.scale is ScaleMode.STACK else 0.0
        look = _Look(view, whole, live)
        shown = [(row, tensors[row.layer]) for row in view.rows if row.layer in tensors]
        changed = [(row, tensor) for row, tensor in shown if not self._holds(row, tensor, look)]
        made = {row.layer: input_picture(row, as_planes(x), view.colours, spec) for row, x in changed if _is_input(row)}
        layers = [(row, as_planes(tensor)) for row, tensor in changed if not _is_input(row)]
        tiles = [self._tiles(row, x, look, bounds.get(row.layer, math.inf) < math.inf) for row, x in layers]
        made |= _coloured(layers, tiles, view.colours)
        for row, tensor in changed:
            self._made[row.layer] = _Made(weakref.ref(tensor), row, look, made[row.layer])
        self._made = {layer: made for layer, made in self._made.items() if layer in tensors}
        return {row.layer: self._made[row.layer].picture for row, _tensor in shown}

    def ahead(self, view: View, layer: str, tensor: Tensor) -> None:
        """Make the picture of a layer of a still picture before the others are there; `pictures` then finds it made."""
        if view.colours is None or view.scale is ScaleMode.STACK:  # which takes all of them
            return
        look = _Look(view, 0.0, live=False)
        row = next((row for row in view.rows if row.layer == layer), None)
        if row is None or self._holds(row, tensor, look):
            return
        planes = as_planes(tensor)
        tiles = self._tiles(row, planes, look, finite=False)
        made = _coloured([(row, planes)], [tiles], view.colours)
        self._made[layer] = _Made(weakref.ref(tensor), row, look, made[layer])

    def _holds(self, row: RowView, tensor: Tensor, look: _Look) -> bool:
        """Whether the row's picture would come out the same again."""
        old = self._made.get(row.layer)
        return old is not None and old.tensor() is tensor and old.row == row and old.look.same_colours(look)

    def _tiles(self, row: RowView, planes: Tensor, look: _Look, finite: bool) -> Tiles:
        values = sampled_items(planes, row)
        view, mode = look.view, look.view.scale
        if mode is ScaleMode.CHANNEL and _one_cell(planes):
            mode = ScaleMode.LAYER

        def measured() -> Array:
            if mode is ScaleMode.CHANNEL:
                several = planes.shape[0] > 1
                return batch_scales(planes, row.channels) if several else channel_scales(values, planes.shape[2:])
            common = {ScaleMode.STACK: look.stack_scale, ScaleMode.FIXED: view.fixed_scale}.get(mode)
            return np.full(len(values), common if common is not None else layer_scale(planes), np.float32)

        held = look.live and mode is not ScaleMode.FIXED
        return Tiles(values, self.held.scales(row, mode, measured) if held else measured(), finite)


def _coloured(rows: Sequence[tuple[RowView, Tensor]], tiles: Sequence[Tiles], colour: Colours) -> dict[str, Picture]:
    """The pictures of layers `[b, c, h, w]` by id."""
    made = {}
    for (row, planes), of_row, pixels in zip(rows, tiles, colours(tiles, colour.activation), strict=True):
        single = of_row.values[:, 0, 0].copy() if _one_cell(planes) else np.zeros(0, np.float32)
        made[row.layer] = _picture(row, pixels, of_row.scales, single)
    return made


def _is_input(row: RowView) -> bool:
    return row.layer == INPUT


def _one_cell(planes: Tensor) -> bool:
    """Whether each channel is a single number."""
    return planes.shape[2] * planes.shape[3] == 1


def input_picture(row: RowView, planes: Tensor, colours: Colours, spec: InputSpec) -> Picture:
    """The input as it looks: each channel in grey, and the picture in colour where that is asked for."""
    high = spec.range[1]
    every = RowView(row.layer, tuple(range(planes.shape[1])), row.size)
    items = dict.fromkeys(item for _channel, item in row.tiles)
    grey = {item: grey_indices(sampled(planes, replace(every, item=item)), spec) for item in items}
    tiles = [rgb(grey[i]) if channel == COMPOSITE else colours.grey.take(grey[i][channel]) for channel, i in row.tiles]
    return _picture(row, np.stack(tiles), np.full(len(tiles), high, np.float32), np.zeros(0, np.float32))


@np.errstate(over="ignore", invalid="ignore")
def grey_indices(values: Array, spec: InputSpec) -> Indices:
    """`[c, h, w]` uint8: all channels of the input, black and white at the ends of its range, NaN black."""
    low, high = spec.range
    mean, std = (np.array(n, np.float64)[:, None, None] for n in normalisation(spec, len(values)))
    factor, offset = 255 * std / (high - low), 255 * (mean - low) / (high - low)
    levels = np.asarray(values * factor.astype(np.float32), np.float32)
    levels += offset.astype(np.float32)
    np.clip(np.rint(levels, out=levels), 0, 255, out=levels)
    np.copyto(levels, 0, where=np.isnan(levels))
    return levels.astype(np.uint8)


def normalisation(spec: InputSpec, channels: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Mean and deviation of each channel; an array of other channels than the project's pictures was not normalised."""
    mean = spec.mean if len(spec.mean) == channels else (0.0,) * channels
    return mean, spec.std if len(spec.std) == channels else (1.0,) * channels


def rgb(levels: Indices) -> Pixels:
    """`[h, w]`: three channels as one picture in colour; a single one in grey."""
    red, green, blue = (levels[i % len(levels)].astype(np.uint32) for i in range(3))
    pixels: Pixels = np.uint32(0xFF000000) | red << np.uint32(16) | green << np.uint32(8) | blue
    return pixels


def _picture(row: RowView, pixels: Pixels, scales: Array, values: Array) -> Picture:
    pixels = np.ascontiguousarray(pixels)
    for array in (pixels, scales, values):
        array.flags.writeable = False
    return Picture(row, pixels, scales, values)
