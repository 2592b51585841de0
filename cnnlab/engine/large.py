"""One channel in full: all its values, their colours, their distribution. Made only while it is asked for."""

from __future__ import annotations

import math
import weakref
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from cnnlab.blocks.weight import Array
from cnnlab.document.input import InputSpec
from cnnlab.document.stack import INPUT
from cnnlab.engine.codes import activation_indices
from cnnlab.engine.held_scales import steadied
from cnnlab.engine.pictures import grey_indices, normalisation, rgb
from cnnlab.engine.sampling import as_planes
from cnnlab.engine.scales import batch_scales, layer_scale, robust_scale, stack_scale, without_border
from cnnlab.engine.view import COMPOSITE, LargeView, Plane, PlaneNumbers, ScaleMode, View

BINS = 101  # odd, so that zero is in the middle of one
_EXACT = 2**24  # values at a time: torch counts in float32, which knows no odd number beyond
_NEAR = 2**16  # values at a time, where they are turned into float64
_FURTHEST = 3.0  # the distribution is told apart up to so many times the scale

_Levels = tuple[float, float]


@dataclass(eq=False)
class _Made:
    """A plane and what it was made from; the tensor itself is not kept alive."""

    tensor: weakref.ref[Tensor]
    scale: _Levels
    spec: InputSpec
    plane: Plane


class PlaneMaker:
    """Makes the plane of a view and remembers it, so that asking again for the same one costs nothing."""

    def __init__(self) -> None:
        self._made: _Made | None = None
        self._held: tuple[tuple[str, int, int], float] | None = None

    def plane(self, view: View, tensors: Mapping[str, Tensor], spec: InputSpec, live: bool = False) -> Plane | None:
        """The channel that the view shows large; None if there is no such channel.

        With `live` its scale follows slowly instead of flickering.
        """
        large = view.large
        tensor = tensors.get(large.layer) if large is not None else None
        if large is None or tensor is None or not _has(as_planes(tensor), large):
            self._made = None
            return None
        old = self._made
        if large.layer == INPUT:
            scale = input_levels(large, spec, as_planes(tensor).shape[1])
        else:
            scale = self._scales(view, large, tensors, live)
        same = old is not None and old.tensor() is tensor and old.plane.large == large
        if old is not None and same and old.scale == scale and old.spec == spec:
            return old.plane
        values = plane_values(as_planes(tensor), large)
        plane = _input_plane(large, values, spec, scale) if large.layer == INPUT else _plane(large, values, *scale)
        self._made = _Made(weakref.ref(tensor), scale, spec, plane)
        return plane

    def _scales(self, view: View, large: LargeView, tensors: Mapping[str, Tensor], live: bool) -> _Levels:
        """The |value| of full colour, and what it would be without a wish for this channel."""
        found = scale_of(view, large, tensors)
        if live and view.scale is not ScaleMode.FIXED:
            found = self._steady(large, found)
        return large.scale if large.scale is not None else found, found

    def _steady(self, large: LargeView, new: float) -> float:
        key = (large.layer, large.channel, large.item)
        old = self._held[1] if self._held is not None and self._held[0] == key else None
        self._held = key, steadied(new, old)
        return self._held[1]


def scale_of(view: View, large: LargeView, tensors: Mapping[str, Tensor]) -> float:
    """The |value| of full colour of a layer's channel, as the view colours it, whatever `large` wishes.

    `tensors` holds `input` and every layer's output.
    """
    planes = as_planes(tensors[large.layer])
    if view.scale is ScaleMode.FIXED:
        return view.fixed_scale
    if view.scale is ScaleMode.STACK:
        return stack_scale(tensors)
    single = planes.shape[2] * planes.shape[3] == 1
    return layer_scale(planes) if view.scale is ScaleMode.LAYER or single else _own_scale(planes, large)


def _own_scale(planes: Tensor, large: LargeView) -> float:
    """The channel's own scale, which all items of a batch share."""
    if planes.shape[0] > 1:
        return float(batch_scales(planes, (large.channel,))[0])
    channel = _array(planes[large.item, large.channel][None].float().cpu())
    return float(robust_scale(without_border(channel, planes.shape[2:]).reshape(1, -1))[0])


def _has(planes: Tensor, large: LargeView) -> bool:
    composite = large.channel == COMPOSITE and large.layer == INPUT
    return large.item < planes.shape[0] and planes.numel() > 0 and (composite or 0 <= large.channel < planes.shape[1])


def plane_values(planes: Tensor, large: LargeView) -> Tensor:
    """A copy `[n, h, w]` on the CPU: one channel, all of the input in colour, single numbers side by side."""
    item = planes[large.item]
    if large.channel == COMPOSITE:
        chosen = item
    elif item.shape[1] * item.shape[2] == 1:
        chosen = item.reshape(1, 1, -1)
    else:
        chosen = item[large.channel][None]
    # A copy also where it lies on the CPU already: else the window would keep whole layers alive.
    return chosen.to("cpu", torch.float32, copy=True).contiguous()


def _plane(large: LargeView, values: Tensor, scale: float, automatic: float) -> Plane:
    indices = activation_indices(_array(values), np.array([scale], np.float32))[0]
    clipped = int(np.count_nonzero((indices == 1) | (indices == 255)))
    numbers = plane_numbers(values, clipped)
    furthest = max(abs(numbers.low), abs(numbers.high)) if math.isfinite(numbers.low) else 0.0
    reach = min(max(furthest, automatic), _FURTHEST * automatic)
    counts = histogram(values, -reach, reach)
    return _frozen(Plane(large, _array(values), indices, None, (-scale, scale), (-reach, reach), counts, numbers))


def _input_plane(large: LargeView, values: Tensor, spec: InputSpec, levels: _Levels) -> Plane:
    """The input as it looks; what lies beyond its range is clipped."""
    composite = large.channel == COMPOSITE
    if composite:
        indices, colour = None, rgb(grey_indices(_array(values), spec))
    else:
        shade = ((values[0] - levels[0]) / (levels[1] - levels[0]) * 255).round().clamp(0, 255)
        indices, colour = torch.nan_to_num(shade).to(torch.uint8).numpy(), None
    beyond = torch.isfinite(values) & ((values < levels[0]) | (values > levels[1]))
    numbers = plane_numbers(values, int(beyond.sum()))
    counts = histogram(values, *levels)
    return _frozen(Plane(large, _array(values), indices, colour, levels, levels, counts, numbers))


def input_levels(large: LargeView, spec: InputSpec, channels: int) -> _Levels:
    """The values of the input that are shown black and white; in colour, the furthest of all channels."""
    means, stds = normalisation(spec, channels)
    chosen = range(channels) if large.channel == COMPOSITE else (large.channel,)
    low = min((spec.range[0] - means[c]) / stds[c] for c in chosen)
    return low, max((spec.range[1] - means[c]) / stds[c] for c in chosen)


def plane_numbers(values: Tensor, clipped: int) -> PlaneNumbers:
    """Numbers of all values, summed in float64."""
    count = values.numel()
    zeros = count - int(torch.count_nonzero(values))
    finite = finite_values(values)
    if not finite.numel():
        return PlaneNumbers(count, math.nan, math.nan, math.nan, math.nan, zeros, clipped, count)
    low, high = torch.aminmax(finite)
    # In float64, since the squares of large values are too large for float32, and in parts that stay in a processor's
    # own memory: several times faster.
    parts = torch.split(finite, _NEAR)
    mean = math.fsum(float(part.double().sum()) for part in parts) / finite.numel()
    squares = math.fsum(float(part.double().sub_(mean).square_().sum()) for part in parts)
    std = math.sqrt(squares / finite.numel())
    nonfinite = count - finite.numel()
    return PlaneNumbers(count, float(low), float(high), mean, std, zeros, clipped, nonfinite)


def histogram(values: Tensor, low: float, high: float) -> NDArray[np.int64]:
    """`[BINS]`: how many finite values fall into each of equal parts from `low` to `high`; those beyond at the ends."""
    parts = _parts(finite_values(values))
    counts = [torch.histc(part.clamp(low, high), BINS, low, high).to(torch.int64) for part in parts]
    return torch.stack(counts).sum(0).numpy()


def _parts(row: Tensor) -> list[Tensor]:
    return [row[start : start + _EXACT] for start in range(0, max(1, row.numel()), _EXACT)]


def finite_values(values: Tensor) -> Tensor:
    """The finite ones in one row; the extremes carry NaN and infinity along, so most planes are not copied."""
    flat = values.reshape(-1)
    if math.isfinite(sum(float(v) for v in torch.aminmax(flat))):
        return flat
    return flat[torch.isfinite(flat)]


def _array(values: Tensor) -> Array:
    return np.asarray(values.numpy(), np.float32)


def _frozen(plane: Plane) -> Plane:
    for array in (plane.values, plane.indices, plane.colour, plane.counts):
        if array is not None:
            array.flags.writeable = False
    return plane
