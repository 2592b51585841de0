"""Activations as colour: only the visible tiles, sampled to the size they are shown at, where the tensor lives."""

from __future__ import annotations

import math
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from cnnlab.blocks.weight import Array
from cnnlab.document.input import InputSpec
from cnnlab.document.stack import INPUT
from cnnlab.engine.held_scales import HeldScales
from cnnlab.engine.planes import plane_shape
from cnnlab.engine.statistics import sample
from cnnlab.engine.view import COMPOSITE, Colours, Picture, Pixels, RowView, ScaleMode, View
from cnnlab.engine.weights import as_tensor

ZERO = 128  # index of zero in the activation table
REACH = 126  # steps from zero to the end of the scale
QUANTILE = 0.995  # of |value| gives the scale, so that a bright border does not darken the rest
_SCALE_SAMPLE = 2048  # values a channel, at most
_ROUND = 1.5 * 2**23
_TINY = 1e-30  # of a smaller scale the reciprocal may not fit a float32

_UNKNOWN: Mapping[str, float] = {}

Indices = NDArray[np.uint8]


@dataclass(eq=False)
class _Made:
    """A picture and what it was made from; the tensor itself is not kept alive."""

    tensor: weakref.ref[Tensor]
    row: RowView
    view: View
    stack_scale: float
    picture: Picture


@dataclass(frozen=True)
class _Look:
    """What all pictures of a round have in common."""

    view: View
    colours: Colours
    spec: InputSpec
    stack_scale: float
    live: bool


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
        look = _Look(view, view.colours, spec, whole, live)
        made = {}
        for row in view.rows:
            tensor = tensors.get(row.layer)
            if tensor is not None:
                made[row.layer] = self._picture(row, tensor, look, bounds.get(row.layer, math.inf) < math.inf)
        self._made = {layer: made for layer, made in self._made.items() if layer in tensors}
        return made

    def _picture(self, row: RowView, tensor: Tensor, look: _Look, finite: bool) -> Picture:
        old = self._made.get(row.layer)
        same = old is not None and old.tensor() is tensor and old.row == row and old.stack_scale == look.stack_scale
        if old is not None and same and _same_colours(old.view, look.view):
            return old.picture
        planes = as_planes(tensor)
        if row.layer == INPUT:
            picture = input_picture(row, planes, look.colours, look.spec)
        else:
            picture = self._activation(row, planes, look, finite)
        self._made[row.layer] = _Made(weakref.ref(tensor), row, look.view, look.stack_scale, picture)
        return picture

    def _activation(self, row: RowView, planes: Tensor, look: _Look, finite: bool) -> Picture:
        values = sampled_items(planes, row)
        one_cell = planes.shape[2] * planes.shape[3] == 1
        view, live = look.view, look.live
        mode = ScaleMode.LAYER if one_cell and view.scale is ScaleMode.CHANNEL else view.scale

        def measured() -> Array:
            if mode is ScaleMode.CHANNEL:
                several = planes.shape[0] > 1
                return batch_scales(planes, row.channels) if several else channel_scales(values, planes.shape[2:])
            common = {ScaleMode.STACK: look.stack_scale, ScaleMode.FIXED: view.fixed_scale}.get(mode)
            return np.full(len(values), common if common is not None else layer_scale(planes), np.float32)

        scales = self.held.scales(row, mode, measured) if live and mode is not ScaleMode.FIXED else measured()
        single = values[:, 0, 0].copy() if one_cell else np.zeros(0, np.float32)
        codes = activation_codes(values, scales, finite)
        return _picture(row, coloured(codes, look.colours.activation), scales, single)


def _same_colours(a: View, b: View) -> bool:
    return a.colours is b.colours and a.scale is b.scale and a.fixed_scale == b.fixed_scale


def as_planes(tensor: Tensor) -> Tensor:
    """A view `[b, c, h, w]` of an activation of any rank."""
    return tensor if tensor.ndim == 4 else tensor.reshape(plane_shape(tuple(tensor.shape)))


def positions(size: int, shown: int) -> NDArray[np.intp]:
    """Which of `size` cells each of `shown` pixels shows: the one under the pixel's centre."""
    return (2 * np.arange(shown) + 1) * size // (2 * shown)


@lru_cache(maxsize=64)
def _cells(plane: tuple[int, int], shown: tuple[int, int]) -> NDArray[np.intp]:
    """The number of the cell that each pixel shows, row by row: the same for every frame."""
    ys, xs = positions(plane[0], shown[0]), positions(plane[1], shown[1])
    return (ys[:, None] * plane[1] + xs).reshape(-1)


def sampled(planes: Tensor, row: RowView) -> Array:
    """`[n, h, w]` float32 on the CPU: the visible channels at the size they are shown."""
    item = planes[min(row.item, planes.shape[0] - 1)]
    if item.device.type == "cpu" and item.dtype == torch.float32:
        if item.permute(1, 2, 0).is_contiguous():
            return _from_cells(item.permute(1, 2, 0).numpy(), row)
        if item.is_contiguous():
            return _from_channels(item.numpy(), row)
    ys, xs = (torch.from_numpy(positions(n, m)).to(item.device) for n, m in zip(item.shape[1:], row.size, strict=True))
    chosen = torch.tensor(row.channels, device=item.device)
    return np.asarray(item[chosen][:, ys[:, None], xs].float().cpu().numpy(), np.float32)


def _from_cells(cells: Array, row: RowView) -> Array:
    """From `[h, w, c]`: what lies side by side of the visible channels is picked as one item, with one index."""
    height, width, channels = cells.shape
    first, shown = row.channels[0], len(row.channels)
    consecutive = row.channels == tuple(range(first, first + shown))
    wide = math.gcd(channels, first, shown) if consecutive else 1
    places = np.asarray(row.channels[::wide]) // wide
    picks = _cells((height, width), row.size)[:, None] * (channels // wide) + places
    items = cells.reshape(-1).view(f"V{4 * wide}")
    found: Array = items.take(picks.reshape(-1), mode="clip").view(np.float32)  # inside all: "clip" saves the check
    return np.ascontiguousarray(found.reshape(-1, shown).T).reshape(shown, *row.size)


def _from_channels(values: Array, row: RowView) -> Array:
    """From `[c, h, w]`."""
    height, width = values.shape[1:]
    picks = np.asarray(row.channels)[:, None] * (height * width) + _cells((height, width), row.size)
    found: Array = values.reshape(-1).take(picks, mode="clip")
    return found.reshape(-1, *row.size)


def sampled_items(planes: Tensor, row: RowView) -> Array:
    """`[n, h, w]` float32 on the CPU: what `sampled` gives, also where the tiles show several items."""
    if not row.items:
        return sampled(planes, row)
    items = np.minimum(row.items, planes.shape[0] - 1)
    tiles = np.empty((len(items), *row.size), np.float32)
    for item in dict.fromkeys(items.tolist()):
        mine = np.flatnonzero(items == item)
        tiles[mine] = sampled(planes, RowView(row.layer, tuple(row.channels[i] for i in mine), row.size, item))
    return tiles


def channel_scales(values: Array, plane: tuple[int, ...]) -> Array:
    """`[n]`: the scale of each tile `[n, h, w]` by itself."""
    inner = without_border(values, plane)
    return robust_scale(inner.reshape(len(inner), -1))


def batch_scales(planes: Tensor, channels: Sequence[int]) -> Array:
    """`[n]`: one scale for all items of each channel, so that items can be compared; from a regular sample of them."""
    once = tuple(dict.fromkeys(channels))
    b, _c, h, w = planes.shape
    side = max(8, math.isqrt(_SCALE_SAMPLE // b))
    row = RowView("", once, (min(h, side), min(w, side)))
    found = [without_border(sampled(planes, replace(row, item=item)), planes.shape[2:]) for item in range(b)]
    scales = robust_scale(np.concatenate([part.reshape(len(once), -1) for part in found], axis=1))
    places = {channel: place for place, channel in enumerate(once)}
    return scales[[places[channel] for channel in channels]]


def without_border(values: Array, plane: tuple[int, ...]) -> Array:
    """The sampled tiles `[n, h, w]` less what shows the rim of a large plane: 1/16 of each side, at least 2 cells.

    The cells that zero padding reaches are more than the percentile leaves out. Later layers widen them, an
    upsampling by its factor, so the rim grows with the plane; what the scale then does not reach is marked as
    clipped.
    """
    rims = [max(2, size // 16) if size >= 16 else 0 for size in plane]
    rings = [-(-rim * shown // size) for rim, shown, size in zip(rims, values.shape[1:], plane, strict=True)]
    top, left = (ring if 4 * ring < shown else 0 for ring, shown in zip(rings, values.shape[1:], strict=True))
    return values[:, top : values.shape[1] - top, left : values.shape[2] - left]


def robust_scale(values: Array) -> Array:
    """`[n]`: for rows `[n, m]` the 99.5th percentile of |value| over the finite values; 1 where all are zero."""
    step = -(-values.shape[1] // _SCALE_SAMPLE)
    sizes = np.abs(values[:, ::step])
    beyond = max(1, math.ceil((1 - QUANTILE) * sizes.shape[1]))
    largest = _largest(sizes, beyond)
    if not np.isfinite(largest[:, 0]).all():  # NaN and infinity come first
        largest = _largest(_finite_or_zero(sizes), beyond)
    scales = largest[:, -1].copy()
    for i in np.flatnonzero(scales == 0):
        scales[i] = np.abs(_finite_or_zero(values[i])).max() or 1.0
    return scales


def _largest(sizes: Array, count: int) -> Array:
    """`[n, count]`, falling: torch selects several times faster than NumPy sorts in part."""
    return np.asarray(torch.from_numpy(sizes).topk(count, dim=1).values.numpy(), np.float32)


def _finite_or_zero(values: Array) -> Array:
    return np.where(np.isfinite(values), values, np.float32(0))


def layer_scale(planes: Tensor) -> float:
    """One robust scale for all channels, from a sample of them."""
    some = sample(planes).reshape(1, -1)
    return float(robust_scale(some.float().cpu().numpy())[0])


def stack_scale(tensors: Mapping[str, Tensor]) -> float:
    """The largest of the layers' robust scales."""
    return max((layer_scale(as_planes(t)) for name, t in tensors.items() if name != INPUT), default=1.0)


def activation_indices(values: Array, scales: Array) -> Indices:
    """`[n, h, w]` uint8: 128 zero, 2…254 within the scale, 1 and 255 beyond it, 0 not finite."""
    return activation_codes(values, scales).astype(np.uint8)


@np.errstate(over="ignore", invalid="ignore")  # what overflows is beyond the scale, and marked so
def activation_codes(values: Array, scales: Array, finite: bool = False) -> NDArray[np.int32]:
    """The same as int32, which is what torch looks up without another pass over the tiles.

    Where all values are known to be `finite`, none is looked for that is not.
    """
    whole = np.float64 if scales.min() < _TINY else np.float32
    steps = np.multiply(values, (REACH / scales.astype(np.float64)).astype(whole)[:, None, None], dtype=whole)
    np.clip(steps, -REACH - 1, REACH + 1, out=steps)
    # Beside so large a number a float32 has no digits behind the point: adding it rounds, and the sum's lowest byte is
    # the step itself.
    sums = np.add(steps, np.float32(_ROUND + ZERO), dtype=np.float32, casting="same_kind")
    codes: NDArray[np.int32] = sums.view(np.int32)
    np.bitwise_and(codes, 255, out=codes)
    if not finite and not (numbers := np.isfinite(values)).all():
        codes[~numbers] = 0
    return codes


def coloured(codes: NDArray[np.int32], table: Pixels) -> Pixels:
    """Codes looked up in a table of colours: in torch, which takes 32-bit indices as they are."""
    colours = as_tensor(table.view(np.int32)).index_select(0, torch.from_numpy(codes.reshape(-1)))
    return np.asarray(colours.numpy().view(np.uint32).reshape(codes.shape), np.uint32)


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
