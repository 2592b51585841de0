"""Fills the comparison of norms from the activations of a pass."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import numpy as np
import torch
from torch import Tensor

from cnnlab.blocks.explanation import Span
from cnnlab.blocks.norms import Norm, RunningNorm
from cnnlab.blocks.problem import ProblemError
from cnnlab.blocks.standardised import Moments, moments_of
from cnnlab.blocks.weight import Array, Shape
from cnnlab.document.stack import INPUT, Mode
from cnnlab.engine.codes import activation_indices
from cnnlab.engine.held_scales import steadied
from cnnlab.engine.sampling import as_planes, positions
from cnnlab.engine.scales import robust_scale
from cnnlab.explain.asked import check_layer
from cnnlab.explain.audit import Evidence
from cnnlab.explain.norm_notes import lost_note, nonfinite_note, note_of, problem_of, twin_of
from cnnlab.explain.norms import KINDS, NONE, Indices, NormColumn, NormComparison, Place, Shared, compared, norm_block
from cnnlab.explain.questions import Norms
from cnnlab.explain.running import RunningStep
from cnnlab.text import Message

_MANY = 2**17  # cells


class Norming:
    """Compares norms on one pass after the other; the colours' scales hold still while frames follow each other."""

    def __init__(self) -> None:
        self._last: tuple[object, int] = (None, 0)  # what was compared, on which frame
        self._scales: dict[str, Array] = {}

    def __call__(self, evidence: Evidence, asked: Norms) -> NormComparison:
        """Compare the norms on the activations of a pass; see `norms_of`."""
        about = (asked.layer, asked.index[:2])
        follows = self._last[0] == about and self._last[1] != evidence.number
        self._last = (about, evidence.number)
        return norms_of(evidence, asked, self._held if follows else self._measured)

    def _measured(self, name: str, scales: Array) -> Array:
        self._scales[name] = scales
        return scales

    def _held(self, name: str, scales: Array) -> Array:
        before = self._scales.get(name)
        if before is None or before.shape != scales.shape:
            return self._measured(name, scales)
        pairs = zip(scales.tolist(), before.tolist(), strict=True)
        return self._measured(name, np.array([steadied(new, old, 0.0) for new, old in pairs], np.float32))


def _as_measured(_name: str, scales: Array) -> Array:
    return scales


def norms_of(evidence: Evidence, asked: Norms, hold: Callable[[str, Array], Array] = _as_measured) -> NormComparison:
    """Compare the norms on the activations of a pass.

    What `hold` makes of measured scales, `[n]`, of that name is what pictures are coloured by.

    Raises:
        UserError: there is no such layer, or nothing comes out of what it takes.
    """
    check_layer(evidence.plan.stack, asked.layer)
    source, _shape = compared(evidence.plan, asked.layer)
    tensor = evidence.tensor(source)
    with torch.inference_mode(), np.errstate(all="ignore"):
        x = as_planes(tensor)
        b, c, h, w = x.shape
        index = tuple(min(max(i, 0), n - 1) for i, n in zip(asked.index, x.shape, strict=True))
        case = _Case(evidence, asked, x, tuple(tensor.shape), (index[0], index[1], index[2], index[3]))
        return NormComparison(
            source, (b, c, h, w), case.index, case.items, case.training, case.columns(hold), _tiles(x, asked.tile, hold)
        )


class _Case:
    """One tensor to compare norms on."""

    def __init__(self, evidence: Evidence, asked: Norms, x: Tensor, shape: Shape, index: Place) -> None:
        plan = evidence.plan
        found = plan.layer(asked.layer) if asked.layer != INPUT else None
        self.layer = found if found is not None and isinstance(found.layer.block, Norm) else None
        self.evidence, self.asked, self.x, self.shape, self.index = evidence, asked, x, shape, index
        self.training = plan.stack.mode is Mode.TRAIN
        first = max(0, min(index[0] - asked.most // 2, x.shape[0] - asked.most))
        self.items = tuple(range(first, min(first + asked.most, x.shape[0])))
        self._pictured = slice(self.items[0], self.items[-1] + 1)
        self._cells = _sampled(x[self._pictured], slice(index[1], index[1] + 1), asked.size)[:, 0]
        self._known: dict[tuple[Span, ...], Moments] = {}
        own = self._moments_within(((index[0],) * 2, (index[1],) * 2, (0, x.shape[2] - 1), (0, x.shape[3] - 1)))
        self._before = (own.mean, float(np.sqrt(own.variance)))
        self._column_of = partial(NormColumn, before=self._before, single=x.shape[2] * x.shape[3] == 1)

    def columns(self, hold: Callable[[str, Array], Array]) -> tuple[NormColumn, ...]:
        """All columns; those with a norm have one scale of colours."""
        made = [self._column(kind) for kind in KINDS]
        normed = [values for column, values in made[1:] if column.problem is None]
        scales = hold("columns", np.array([_scale([self._cells]), _scale(normed)], np.float32)).tolist()
        return tuple(_coloured(column, values, scales[column.kind != NONE]) for column, values in made)

    def _column(self, kind: str) -> tuple[NormColumn, Array]:
        if kind == NONE:
            note = self._lost() or note_of(self.training, self.shape)
            return self._column_of(NONE, after=self._before, note=note), self._cells
        block = norm_block(kind, self.layer, self.x.shape[1], self.asked.num_groups)
        column = self._column_of(kind, _detail(block), eps=block.eps)
        problem = self._problem(block)
        if problem is None:
            return self._filled(column, block)
        if isinstance(block, RunningNorm) and twin_of(block, self.shape) and self._enough(block):
            filled, _values = self._filled(column, block)
            column = replace(filled, step=None)
        return replace(column, problem=problem, note=note_of(self.training, self.shape, block)), self._cells

    def _problem(self, block: Norm) -> Message | None:
        try:
            block.output_shape([self.shape])
            if self.training:
                block.check_training([self.shape])
        except ProblemError as error:
            return problem_of(block, self.shape, error.problem.message)
        return None

    def _enough(self, block: RunningNorm) -> bool:
        """Whether a frame like this one has a mean and a variance for it."""
        return block.cells_needed(tuple(self.x.shape)) > 1

    def _lost(self) -> Message | None:
        """How many cells of the channel are not finite, and what is known of the others; None if all are."""
        if math.isfinite(self._before[0]):
            return None
        cells = self.x[self.index[0], self.index[1]].double().cpu().numpy()
        return lost_note(cells[np.isfinite(cells)], cells.size)

    def _filled(self, column: NormColumn, block: Norm) -> tuple[NormColumn, Array]:
        shared = self._shared(block)
        statistics = self._statistics(block) or self._untouched(block)
        running = isinstance(block, RunningNorm) and statistics is not None and not self.training
        mean, variance = statistics if running and statistics is not None else (shared.mean, shared.biased)
        deviation = float(np.sqrt(variance + block.eps))
        per_cell = not running and getattr(block, "over", "") == "c"
        after = _divided(self._before[0] - mean, deviation), _divided(self._before[1], deviation)
        column = replace(
            column,
            shared=shared,
            mean=mean,
            variance=variance,
            running=running,
            after=self._after_each(block) if per_cell else after,
            step=self._step(block, statistics),
            note=nonfinite_note(shared, running) or note_of(self.training, self.shape, block, running),
        )
        if running:
            return column, np.asarray((self._cells - mean) / deviation, np.float32)
        return column, self._normed(block)

    def _shared(self, block: Norm) -> Shared:
        found = self._moments(block, self.index)
        n, spans = found.count, found.spans or ()
        unbiased = found.variance * n / (n - 1) if n > 1 else math.nan
        return Shared(spans, n, found.mean, found.variance, unbiased, self._nonfinite(found))

    def _nonfinite(self, found: Moments) -> int:
        """How many cells are not finite; they are counted only where their mean says that there are some."""
        if math.isfinite(found.mean):
            return 0
        cells = self.x[tuple(slice(first, last + 1) for first, last in found.spans or ())]
        return int(cells.numel() - torch.isfinite(cells).sum())

    def _moments(self, block: Norm, index: Place) -> Moments:
        return self._moments_within(block.shared_spans(index, tuple(self.x.shape)))

    def _moments_within(self, spans: tuple[Span, ...]) -> Moments:
        if spans not in self._known:
            self._known[spans] = _moments_of(self.x, spans)
        return self._known[spans]

    def _normed(self, block: Norm) -> Array:
        """`[n, h, w]`: the sampled cells of the channel, normalised with the frame's own mean and variance."""
        if getattr(block, "over", "") == "c":
            all_channels = _sampled(self.x[self._pictured], slice(None), self.asked.size)
            each = (self._cells - all_channels.mean(1)) / np.sqrt(all_channels.var(1) + block.eps)
            return np.asarray(each, np.float32)
        found = [self._moments(block, (item, *self.index[1:])) for item in self.items]
        means, variances = (
            np.array(n)[:, None, None] for n in zip(*((m.mean, m.variance) for m in found), strict=True)
        )
        return np.asarray((self._cells - means) / np.sqrt(variances + block.eps), np.float32)

    def _after_each(self, block: Norm) -> tuple[float, float]:
        """Mean and deviation of the channel where each position has its own μ and σ."""
        item = self.x[self.index[0]].double()
        z = (item[self.index[1]] - item.mean(0)) / (item.var(0, correction=0) + block.eps).sqrt()
        return float(z.mean()), float(z.std(correction=0))

    def _statistics(self, block: Norm) -> tuple[float, float] | None:
        """The layer's own running mean and variance of the channel, if it keeps any."""
        if self.layer is None or block is not self.layer.layer.block or not self.layer.runs:
            return None
        kept = self.evidence.run_of(self.layer).statistics
        names = ("running_mean", "running_var")
        return (float(kept[names[0]][self.index[1]]), float(kept[names[1]][self.index[1]])) if kept else None

    def _untouched(self, block: Norm) -> tuple[float, float] | None:
        """The running mean and variance of a new layer, where a frame has none of its own to be compared by."""
        if self.training or not isinstance(block, RunningNorm) or not block.track_running_stats:
            return None
        return None if self._enough(block) else (0.0, 1.0)

    def _step(self, block: Norm, statistics: tuple[float, float] | None) -> RunningStep | None:
        if not isinstance(block, RunningNorm) or not block.track_running_stats or not self._enough(block):
            return None
        items = (0,) if block.kind == "batch_norm2d" else range(self.x.shape[0])
        parts = [self._moments(block, (item, *self.index[1:])) for item in items]
        mean, biased = (sum(n) / len(parts) for n in zip(*((p.mean, p.variance) for p in parts), strict=True))
        n = parts[0].count
        unbiased = biased * n / (n - 1)
        old = statistics or (0.0, 1.0)
        return RunningStep(block.momentum, *old, mean, biased, unbiased, n, fresh=statistics is None)


def _moments_of(x: Tensor, spans: tuple[Span, ...]) -> Moments:
    """In float64 as an explanation has them; of very many cells where they lie, in two passes, to all digits shown."""
    cells = x[tuple(slice(first, last + 1) for first, last in spans)]
    if cells.numel() <= _MANY:
        return moments_of(x, spans)
    mean = cells.mean()
    return Moments(float(mean), float(cells.sub(mean).square_().mean()), spans, cells.numel())


def _divided(number: float, deviation: float) -> float:
    """As torch divides: by zero, which an eps of 0 allows, without an error."""
    return float(np.float64(number) / deviation)


def _detail(block: Norm) -> str:
    return str(getattr(block, "over", "") or getattr(block, "num_groups", ""))


def _sampled(x: Tensor, channels: slice, size: tuple[int, int]) -> Array:
    """`[n, c, h, w]` in main memory: some channels, at the size they are shown."""
    ys, xs = (torch.from_numpy(positions(n, m)).to(x.device) for n, m in zip(x.shape[2:], size, strict=True))
    part = x[:, channels][:, :, ys[:, None], xs]
    return np.asarray(part.float().cpu().numpy(), np.float32)


def _scale(values: Sequence[Array]) -> float:
    flat = [part.reshape(-1) for part in values]
    return float(robust_scale(np.concatenate(flat)[None])[0]) if flat else 1.0


def _coloured(column: NormColumn, values: Array, scale: float) -> NormColumn:
    if column.problem is not None:
        return column
    return replace(
        column, pictures=_sealed(activation_indices(values, np.full(len(values), scale, np.float32))), scale=scale
    )


def _tiles(x: Tensor, tile: tuple[int, int], hold: Callable[[str, Array], Array]) -> Indices:
    """Each channel with one scale for all its items, so that items can be compared."""
    values = _sampled(x, slice(None), tile)
    b, c = values.shape[:2]
    scales = hold("tiles", robust_scale(np.ascontiguousarray(values.transpose(1, 0, 2, 3)).reshape(c, -1)))
    return _sealed(activation_indices(values.reshape(b * c, *tile), np.tile(scales, b)).reshape(values.shape))


def _sealed(indices: Indices) -> Indices:
    indices = np.ascontiguousarray(indices)
    indices.flags.writeable = False
    return indices
