"""Makes distributions of the activations of a pass, and keeps the last one for as long as it holds."""

from __future__ import annotations

import dataclasses
import math
import time
import weakref
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from cnnlab.blocks.base import Family
from cnnlab.document.plan import Plan
from cnnlab.document.stack import INPUT
from cnnlab.engine.codes import REACH, activation_indices
from cnnlab.engine.held_scales import steadied
from cnnlab.engine.large import finite_values, input_levels, plane_numbers, scale_of
from cnnlab.engine.results import Pass
from cnnlab.engine.sampling import as_planes, sampled
from cnnlab.engine.statistics import in_memory_order, sample
from cnnlab.engine.view import LargeView, RowView, ScaleMode
from cnnlab.explain.asked import check_layer
from cnnlab.explain.distribution import NO_BAR, Distribution, Levels, Tally, widened
from cnnlab.explain.questions import DistributionOf
from cnnlab.text import N_, UserError

BARS = 101  # at most, over a scale that is symmetric about zero: odd, so that zero is in the middle of one
_FEWEST = 21
INPUT_BARS = 64  # over the input's range: four of the 256 levels of a picture in each
_PART = 2**16  # values at a time, in float64: so many stay in a processor's own memory
_SAMPLE = 16384  # values of a distribution that is to come quickly
_EVERY = 0.2  # seconds between two distributions of live frames, at least
_REST = 20  # times as long as one takes, until the next one: a twentieth of the time
_SIDE, _LIVE_SIDE = 640, 256  # cells of a picture, at most


@dataclass(frozen=True, eq=False)
class _Known:
    """The last distribution, what it was made from, and when live frames are due to be counted again.

    The tensors themselves are not kept alive.
    """

    distribution: Distribution
    tensors: tuple[weakref.ref[Tensor], ...]
    mode: ScaleMode
    due: float


class Distributions:
    """Answers one question after the other, on one thread. Live, it counts a few times a second at most."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._known: _Known | None = None

    def __call__(self, done: Pass, asked: DistributionOf) -> Distribution:
        """The distribution in a pass.

        Raises:
            UserError: there is no such layer or channel, or the layer has no output.
        """
        live, view = done.job.frame.live, done.job.view
        known = self._known
        if known is not None and (known.distribution.asked, known.mode) != (asked, view.scale):
            known = None
        began = self._clock()
        if live and known is not None and began < known.due:
            return known.distribution
        output, before = _tensors(done, asked)
        levels = self._levels(done, asked, output, known.distribution.levels if known is not None else None)
        source = None
        if before is not None:
            held = known.distribution.before_levels if known is not None else None
            source = self._levels(done, _source(done, asked), before, held)
        exact = not (live or done.job.quick)
        if known is not None and _still_holds(known, (output, before), (levels, source), exact):
            return known.distribution
        made = _made(done, asked, (output, before), (levels, source), exact)
        refs = tuple(weakref.ref(tensor) for tensor in (output, before) if tensor is not None)
        due = began + max(_EVERY, _REST * (self._clock() - began))
        self._known = _Known(made, refs, view.scale, due)
        return made

    def _levels(self, done: Pass, asked: DistributionOf, output: Tensor, held: Levels | None) -> Levels:
        """The ends of the colours; live they follow those `held` slowly instead of flickering."""
        view = done.job.view
        shown = LargeView(asked.layer, asked.channel, min(asked.item, as_planes(output).shape[0] - 1))
        if asked.layer == INPUT:
            return input_levels(shown, done.job.plan.stack.input, as_planes(output).shape[1])
        large = view.large
        if (
            large is not None
            and large.scale is not None
            and (large.layer, large.channel) == (shown.layer, shown.channel)
        ):
            return -large.scale, large.scale
        if asked.whole and view.scale is ScaleMode.CHANNEL:
            view = dataclasses.replace(view, scale=ScaleMode.LAYER)
        scale = scale_of(view, shown, {INPUT: done.forward.input, **done.forward.outputs})
        if done.job.frame.live and view.scale is not ScaleMode.FIXED and held is not None:
            scale = steadied(scale, held[1], share=0.2)
        return -scale, scale


def _tensors(done: Pass, asked: DistributionOf) -> tuple[Tensor, Tensor | None]:
    """What is asked about, and what it is compared with."""
    plan, forward = done.job.plan, done.forward
    check_layer(plan.stack, asked.layer)
    output = forward.input if asked.layer == INPUT else forward.outputs.get(asked.layer)
    if output is None:
        raise UserError(N_("layer '{id}' has no output: mend it or the layer that it waits for"), id=asked.layer)
    channels = as_planes(output).shape[1]
    if not 0 <= asked.channel < channels:
        raise UserError(
            N_("'{id}' has no channel {channel}: choose one from 0 to {last}"),
            id=asked.layer,
            channel=asked.channel,
            last=channels - 1,
        )
    source = compared_with(plan, asked.layer)
    before = forward.input if source == INPUT else forward.outputs.get(source)
    return output, before if before is not None and before.shape == output.shape else None


def _source(done: Pass, asked: DistributionOf) -> DistributionOf:
    """The same question about what the layer's output is compared with."""
    return dataclasses.replace(asked, layer=compared_with(done.job.plan, asked.layer))


def compared_with(plan: Plan, layer_id: str) -> str:
    """What the output of an activation or a norm is compared with: the id of its input; empty for other layers."""
    if layer_id == INPUT:
        return ""
    layer = plan.layer(layer_id)
    alike = layer.layer.block.family in (Family.ACTIVATION, Family.NORM)
    if not (alike and layer.layer.enabled and len(layer.sources) == 1):
        return ""
    return INPUT if layer.sources[0] < 0 else plan.layers[layer.sources[0]].id


def _still_holds(
    known: _Known, tensors: tuple[Tensor | None, ...], levels: tuple[Levels, Levels | None], exact: bool
) -> bool:
    there = [tensor for tensor in tensors if tensor is not None]
    same = len(there) == len(known.tensors) and all(
        a is b() for a, b in zip(there, known.tensors, strict=True)
    )  # fmt: skip
    distribution = known.distribution
    alike = (distribution.levels, distribution.before_levels) == levels
    return same and alike and (distribution.exact or not exact)


def _made(
    done: Pass,
    asked: DistributionOf,
    tensors: tuple[Tensor, Tensor | None],
    ends: tuple[Levels, Levels | None],
    exact: bool,
) -> Distribution:
    (output, before), (levels, before_levels) = tensors, ends
    planes = as_planes(output)
    grey = asked.layer == INPUT
    reach = _reach(asked.layer, levels)
    chosen = _chosen(planes, asked)
    bars = INPUT_BARS if grey else bars_for(chosen.numel())
    finite = _finite(done, asked.layer)
    small = _picture(planes, asked, _LIVE_SIDE if done.job.frame.live else _SIDE)
    numbers = bar_numbers(torch.from_numpy(small), reach, bars).numpy()
    values = tally(chosen, reach, bars, exact, finite)
    codes = _grey(small, levels) if grey else activation_indices(small[None], np.array(levels[1:], np.float32))[0]
    for array in (numbers, codes):
        array.flags.writeable = False
    return Distribution(
        asked=asked,
        levels=levels,
        reach=reach,
        values=values,
        total=chosen.numel(),
        before=_before(done, asked, before, before_levels, (reach, bars, exact)),
        dead=dead_channels(planes),
        codes=codes,
        bars=numbers,
        cells=(planes.shape[2], planes.shape[3]),
        exact=values.numbers.count == chosen.numel(),
        before_levels=before_levels,
    )


def _before(
    done: Pass, asked: DistributionOf, tensor: Tensor | None, levels: Levels | None, how: tuple[Levels, int, bool]
) -> Tally | None:
    """The input over the bars of the output, what is clipped of it by the ends of its own colours."""
    if tensor is None or levels is None:
        return None
    source = compared_with(done.job.plan, asked.layer)
    return tally(_chosen(as_planes(tensor), asked), *how, _finite(done, source), _reach(source, levels))


def _reach(layer: str, levels: Levels) -> Levels:
    """Levels, and half a step of the colours of a layer or the input beyond."""
    return widened(levels, 255 if layer == INPUT else 2 * REACH)


def _finite(done: Pass, layer: str) -> bool:
    """Whether no value of a layer can be other than finite."""
    return done.bounds.get(layer, math.inf) < math.inf


def bars_for(count: int) -> int:
    """How many bars tell so many values apart: twice the cube root, after Rice, but odd and within limits."""
    wanted = round(2 * math.cbrt(count)) | 1
    return max(_FEWEST, min(wanted, BARS))


def _is_vector(planes: Tensor) -> bool:
    return planes.shape[2] * planes.shape[3] == 1


def _chosen(planes: Tensor, asked: DistributionOf) -> Tensor:
    """`[1, c, h, w]`: the values that are counted; single numbers are counted together."""
    item = min(asked.item, planes.shape[0] - 1)
    if asked.whole or _is_vector(planes):
        return planes[item : item + 1]
    return planes[item : item + 1, asked.channel : asked.channel + 1]


def _picture(planes: Tensor, asked: DistributionOf, most: int) -> NDArray[np.float32]:
    """`[h, w]` float32 on the CPU: the channel, at most so many cells a side; single numbers side by side."""
    item = min(asked.item, planes.shape[0] - 1)
    if _is_vector(planes):
        return np.asarray(planes[item].reshape(1, -1).float().cpu().numpy(), np.float32)
    size = (min(planes.shape[2], most), min(planes.shape[3], most))
    return np.asarray(sampled(planes, RowView(asked.layer, (asked.channel,), size, item))[0])


def _grey(values: NDArray[np.float32], levels: Levels) -> NDArray[np.uint8]:
    shades = (values.astype(np.float64) - levels[0]) / (levels[1] - levels[0]) * 255
    return np.asarray(np.rint(np.clip(np.nan_to_num(shades), 0, 255)), np.uint8)


def tally(
    planes: Tensor, reach: Levels, bars: int, exact: bool = True, finite: bool = False, ends: Levels | None = None
) -> Tally:
    """Counts and numbers of planes `[b, c, h, w]`, on their device; of a sample where not `exact`.

    What lies beyond `ends`, by default those of the bars, is clipped. Values that are not finite are counted over all
    in any case, unless all are known to be `finite`.
    """
    some = planes if exact else sample(planes, _SAMPLE)
    values = in_memory_order(some).float()
    counts = bar_counts(values, reach, bars)
    counts.flags.writeable = False
    within = counts if ends in (None, reach) else bar_counts(values, ends or reach, 1)
    numbers = plane_numbers(values, int(within[0] + within[-1]))
    if some.numel() < planes.numel() and not finite:
        numbers = dataclasses.replace(numbers, nonfinite=planes.numel() - finite_values(planes).numel())
    return Tally(counts, numbers)


def bar_counts(values: Tensor, reach: Levels, bars: int) -> NDArray[np.int64]:
    """`[bars + 2]`: how many finite values fall into each bar."""
    finite = finite_values(values)
    counts = torch.zeros(bars + 2, dtype=torch.int64, device=finite.device)
    for part in torch.split(finite, _PART):
        counts += torch.bincount(_places(part, reach, bars).to(torch.int64), minlength=bars + 2)
    return np.asarray(counts.cpu().numpy(), np.int64)


def bar_numbers(values: Tensor, reach: Levels, bars: int) -> Tensor:
    """uint8 as large as `values`: the bar of each; `NO_BAR` where a value is not finite."""
    finite = torch.isfinite(values)
    places = _places(torch.where(finite, values, 0.0), reach, bars)
    return places.masked_fill_(~finite, NO_BAR).to(torch.uint8)


def _places(values: Tensor, reach: Levels, bars: int) -> Tensor:
    """The bars of finite values, as float64, in which no value is mistaken for one of the next bar."""
    low, high = reach
    return values.double().sub_(low).mul_(bars / (high - low)).add_(1).floor_().clamp_(0, bars + 1)


def dead_channels(planes: Tensor) -> tuple[int, ...]:
    """Channels of planes `[b, c, h, w]` all of whose values, over the whole batch, are equal.

    A sample finds those that may be, and only they are read in full. Of a single value there is nothing to say.
    """
    b, _c, h, w = planes.shape
    if b * h * w < 2:
        return ()
    some = sample(planes)
    alike = torch.nonzero(some.amin((0, 2, 3)) == some.amax((0, 2, 3))).reshape(-1).tolist()
    return tuple(c for c in alike if bool((planes[:, c] == planes[0, c, 0, 0]).all()))
