"""Activations as colour: only the visible tiles, sampled to the size they are shown at, where the tensor lives."""

from __future__ import annotations

import math
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from cnnlab.blocks.weight import Array
from cnnlab.document.input import InputSpec
from cnnlab.document.stack import INPUT
from cnnlab.engine.planes import plane_shape
from cnnlab.engine.statistics import sample
from cnnlab.engine.view import COMPOSITE, Colours, Picture, Pixels, RowView, ScaleMode, View

ZERO = 128  # index of zero in the activation table
REACH = 126  # steps from zero to the end of the scale
QUANTILE = 0.995  # of |value| gives the scale, so that a bright border does not darken the rest
_SCALE_SAMPLE = 2048  # values a channel, at most

Indices = NDArray[np.uint8]


@dataclass(eq=False)
class _Made:
    """A picture and what it was made from; the tensor itself is not kept alive."""

    tensor: weakref.ref[Tensor]
    row: RowView
    view: View
    stack_scale: float
    picture: Picture


@dataclass
class PictureMaker:
    """Makes the pictures of a view and remembers them, so that a row whose tensor did not change costs nothing."""

    _made: dict[str, _Made] = field(default_factory=dict)
    _held: dict[tuple[str, int], float] = field(default_factory=dict)

    def pictures(
        self, view: View, tensors: Mapping[str, Tensor], spec: InputSpec, live: bool = False
    ) -> dict[str, Picture]:
        """The visible rows' pictures by layer id.

        `tensors` holds `input` and every layer's output. With `live` the scale follows slowly instead of flickering.
        """
        if view.colours is None:
            return {}
        whole = stack_scale(tensors) if view.scale is ScaleMode.STACK else 0.0
        made = {}
        for row in view.rows:
            tensor = tensors.get(row.layer)
            if tensor is not None:
                made[row.layer] = self._picture(row, tensor, view, view.colours, spec, whole, live)
        self._made = {layer: made for layer, made in self._made.items() if layer in tensors}
        return made

    def _picture(
        self, row: RowView, tensor: Tensor, view: View, colours: Colours, spec: InputSpec, whole: float, live: bool
    ) -> Picture:
        old = self._made.get(row.layer)
        same = old is not None and old.tensor() is tensor and old.row == row and old.stack_scale == whole
        if old is not None and same and _same_colours(old.view, view):
            return old.picture
        planes = as_planes(tensor)
        if row.layer == INPUT:
            picture = input_picture(row, planes, colours, spec)
        else:
            picture = self._activation(row, planes, view, colours, whole, live)
        self._made[row.layer] = _Made(weakref.ref(tensor), row, view, whole, picture)
        return picture

    def _activation(
        self, row: RowView, planes: Tensor, view: View, colours: Colours, whole: float, live: bool
    ) -> Picture:
        values = sampled_items(planes, row)
        one_cell = planes.shape[2] * planes.shape[3] == 1
        mode = ScaleMode.LAYER if one_cell and view.scale is ScaleMode.CHANNEL else view.scale
        if mode is ScaleMode.CHANNEL:
            several = planes.shape[0] > 1
            scales = batch_scales(planes, row.channels) if several else channel_scales(values, planes.shape[2:])
        else:
            common = {ScaleMode.STACK: whole, ScaleMode.FIXED: view.fixed_scale}.get(mode)
            scales = torch.full((len(values),), common if common is not None else layer_scale(planes))
        numbers = np.array(scales.cpu().numpy(), np.float32)
        if live and mode is not ScaleMode.FIXED:
            self._hold(row, numbers)
        indices = activation_indices(values, torch.from_numpy(numbers).to(values.device))
        single = values[:, 0, 0].cpu().numpy() if one_cell else np.zeros(0, np.float32)
        return _picture(row, colours.activation[indices], numbers, np.array(single, np.float32))

    def _hold(self, row: RowView, scales: Array) -> None:
        """Let each scale follow slowly."""
        done: dict[int, float] = {}
        for i, channel in enumerate(row.channels):
            if channel not in done:  # several items may show it
                done[channel] = steadied(float(scales[i]), self._held.get((row.layer, channel)))
                self._held[row.layer, channel] = done[channel]
            scales[i] = done[channel]


def steadied(new: float, old: float | None) -> float:
    """A scale that follows slowly: a tenth of the way, but at once where it would be wrong by more than half."""
    return new if old is None or not old / 1.5 < new < old * 1.5 else old + 0.1 * (new - old)


def _same_colours(a: View, b: View) -> bool:
    return a.colours is b.colours and a.scale is b.scale and a.fixed_scale == b.fixed_scale


def as_planes(tensor: Tensor) -> Tensor:
    """A view `[b, c, h, w]` of an activation of any rank."""
    return tensor if tensor.ndim == 4 else tensor.reshape(plane_shape(tuple(tensor.shape)))


def positions(size: int, shown: int, device: torch.device) -> Tensor:
    """Which of `size` cells each of `shown` pixels shows: the one under the pixel's centre."""
    return torch.arange(shown, device=device).mul_(2).add_(1).mul_(size).div_(2 * shown, rounding_mode="floor")


def sampled(planes: Tensor, row: RowView) -> Tensor:
    """`[n, h, w]`: the visible channels at the size they are shown."""
    height, width = row.size
    ys = positions(planes.shape[2], height, planes.device)
    xs = positions(planes.shape[3], width, planes.device)
    item = planes[min(row.item, planes.shape[0] - 1)]
    first = row.channels[0]
    consecutive = row.channels == tuple(range(first, first + len(row.channels)))
    chosen = slice(first, first + len(row.channels)) if consecutive else torch.tensor(row.channels, device=item.device)
    cells = item.permute(1, 2, 0)
    if not cells.is_contiguous():
        return item[chosen][:, ys[:, None], xs[None, :]]
    # In channels_last a cell's channels lie side by side, so whole cells are picked: half the time of the above.
    picked = (ys[:, None] * planes.shape[3] + xs).flatten()
    matrix = cells.reshape(-1, cells.shape[2])[:, chosen].index_select(0, picked)  # (h·w, n)
    return matrix.t().reshape(-1, height, width).contiguous()


def sampled_items(planes: Tensor, row: RowView) -> Tensor:
    """`[n, h, w]`: what `sampled` gives, also where the tiles show several items."""
    if not row.items:
        return sampled(planes, row)
    items = np.minimum(row.items, planes.shape[0] - 1)
    parts, places = [], []
    for item in dict.fromkeys(items.tolist()):
        mine = np.flatnonzero(items == item)
        parts.append(sampled(planes, RowView(row.layer, tuple(row.channels[i] for i in mine), row.size, item)))
        places.append(mine)
    return torch.cat(parts)[torch.from_numpy(np.argsort(np.concatenate(places)))]


def channel_scales(values: Tensor, plane: torch.Size) -> Tensor:
    """`[n]`: the scale of each tile `[n, h, w]` by itself."""
    return robust_scale(without_border(values, plane).flatten(1))


def batch_scales(planes: Tensor, channels: Sequence[int]) -> Tensor:
    """`[n]`: one scale for all items of each channel, so that items can be compared; from a regular sample of them."""
    once = tuple(dict.fromkeys(channels))
    b, _c, h, w = planes.shape
    side = max(8, math.isqrt(_SCALE_SAMPLE // b))
    row = RowView("", once, (min(h, side), min(w, side)))
    found = [without_border(sampled(planes, replace(row, item=item)), planes.shape[2:]).flatten(1) for item in range(b)]
    scales = robust_scale(torch.cat(found, dim=1))
    places = {channel: place for place, channel in enumerate(once)}
    return scales[[places[channel] for channel in channels]]


def without_border(values: Tensor, plane: torch.Size) -> Tensor:
    """The sampled tiles `[n, h, w]` less what shows the rim of a large plane: 1/16 of each side, at least 2 cells.

    The cells that zero padding reaches are more than the percentile leaves out. Later layers widen them, an
    upsampling by its factor, so the rim grows with the plane; what the scale then does not reach is marked as
    clipped.
    """
    rims = [max(2, size // 16) if size >= 16 else 0 for size in plane]
    rings = [-(-rim * shown // size) for rim, shown, size in zip(rims, values.shape[1:], plane, strict=True)]
    top, left = (ring if 4 * ring < shown else 0 for ring, shown in zip(rings, values.shape[1:], strict=True))
    return values[:, top : values.shape[1] - top, left : values.shape[2] - left]


def robust_scale(values: Tensor) -> Tensor:
    """`[n]`: for rows `[n, m]` the 99.5th percentile of |value| over the finite values; 1 where all are zero."""
    step = max(1, values.shape[1] // _SCALE_SAMPLE)
    sizes = values[:, ::step].abs().float()
    sizes = torch.where(torch.isfinite(sizes), sizes, 0)
    beyond = max(1, math.ceil((1 - QUANTILE) * sizes.shape[1]))
    scale = sizes.topk(beyond, dim=1).values[:, -1]
    full = (
        torch.where(torch.isfinite(values), values, 0).abs().amax(dim=1).float() if bool((scale == 0).any()) else scale
    )
    scale = torch.where(scale > 0, scale, full)
    return torch.where(scale > 0, scale, 1.0)


def layer_scale(planes: Tensor) -> float:
    """One robust scale for all channels, from a sample of them."""
    return float(robust_scale(sample(planes).flatten().unsqueeze(0))[0])


def stack_scale(tensors: Mapping[str, Tensor]) -> float:
    """The largest of the layers' robust scales."""
    return max((layer_scale(as_planes(t)) for name, t in tensors.items() if name != INPUT), default=1.0)


def activation_indices(values: Tensor, scales: Tensor) -> Indices:
    """`[n, h, w]` uint8 on the CPU: 128 zero, 2…254 within the scale, 1 and 255 beyond it, 0 not finite."""
    scaled = values / scales[:, None, None] * REACH
    steps = scaled.round().clamp_(-REACH - 1, REACH + 1).add_(ZERO)
    bad = ~torch.isfinite(values)
    return steps.masked_fill_(bad, 0).to(torch.uint8).cpu().numpy()


def input_picture(row: RowView, planes: Tensor, colours: Colours, spec: InputSpec) -> Picture:
    """The input as it looks: each channel in grey, and the picture in colour where that is asked for."""
    high = spec.range[1]
    every = RowView(row.layer, tuple(range(planes.shape[1])), row.size)
    items = dict.fromkeys(item for _channel, item in row.tiles)
    grey = {item: grey_indices(sampled(planes, replace(every, item=item)), spec) for item in items}
    tiles = [rgb(grey[i]) if channel == COMPOSITE else colours.grey[grey[i][channel]] for channel, i in row.tiles]
    return _picture(row, np.stack(tiles), np.full(len(tiles), high, np.float32), np.zeros(0, np.float32))


def grey_indices(values: Tensor, spec: InputSpec) -> Indices:
    """`[c, h, w]` uint8 on the CPU: all channels of the input, black and white at the ends of its range."""
    low, high = spec.range
    mean, std = (torch.tensor(n, device=values.device)[:, None, None] for n in normalisation(spec, len(values)))
    levels = ((values * std + mean - low) / (high - low) * 255).round().clamp(0, 255)
    return torch.nan_to_num(levels).to(torch.uint8).cpu().numpy()


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
