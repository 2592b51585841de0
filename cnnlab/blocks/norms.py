"""What the normalisations share: scale and shift per channel, and running statistics."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from cnnlab.blocks.base import Block, Family, Run
from cnnlab.blocks.elements import Elements
from cnnlab.blocks.explanation import Explanation, Index, Span
from cnnlab.blocks.problem import SWITCH_OFF, ProblemError
from cnnlab.blocks.sizes import need_image, set_to, settings_text, shape_text
from cnnlab.blocks.standardised import Moments, moments_of, standardised
from cnnlab.blocks.weight import Array, Fit, Shape, WeightSpec
from cnnlab.text import N_, Message

if TYPE_CHECKING:
    from torch import Tensor


class Norm(Block):
    """Shifts and scales groups of cells to mean 0 and variance 1, then lets the user scale and shift them again."""

    family = Family.NORM

    eps: float

    def scaling_spec(self, inputs: Sequence[Shape]) -> WeightSpec | None:
        """What `weight` and `bias` look like; nothing without them."""
        raise TypeError(f"{type(self).__name__} does not say what its weights look like")

    def weight_specs(self, inputs: Sequence[Shape]) -> Mapping[str, WeightSpec]:
        spec = self.scaling_spec(inputs)
        return {"weight": spec, "bias": spec} if spec else {}

    def shared_spans(self, index: Index, shape: Shape) -> tuple[Span, ...]:
        """First and last index, along every axis, of the cells that share mean and variance with a cell."""
        raise TypeError(f"{type(self).__name__} does not say what shares one mean")

    def scaling_index(self, index: Index) -> Index:
        """Where in `weight` and `bias` the numbers for a cell stand; those of a channel unless stated otherwise."""
        return index[1:2]

    def moments(self, x: Tensor, run: Run, index: Index) -> Moments:
        """The mean and variance that a cell is normalised with."""
        return moments_of(x, self.shared_spans(index, tuple(x.shape)))

    def explain(
        self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run, index: Index, output: Tensor
    ) -> Explanation:
        moments, eps = self.moments(inputs[0], run, index), self.eps
        return standardised(inputs[0], weights, index, output, moments, eps, self.scaling_index(index))

    def source_elements(
        self, elements: Elements, inputs: Sequence[Shape], output: Shape
    ) -> tuple[Elements | None, ...]:
        return (elements,)  # the others shift and scale it alone

    def initial_chunk(self, name: str, specs: Mapping[str, WeightSpec], rng: np.random.Generator) -> Array:
        shape = specs[name].shape
        return np.full(shape[1:] if len(shape) > 1 else shape, 1.0 if name == "weight" else 0.0, np.float32)


def per_channel(inputs: Sequence[Shape]) -> WeightSpec:
    """One number for each channel of the input."""
    return WeightSpec((inputs[0][1],), (Fit.GROW,))


class RunningNorm(Norm):
    """A normalisation per channel that can keep a running mean and variance of the frames it has seen."""

    momentum: float
    affine: bool
    track_running_stats: bool

    def cells_needed(self, shape: Shape) -> int:
        """How many values share one mean."""
        raise TypeError(f"{type(self).__name__} does not say what shares one mean")

    def frame_statistics(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Mean and unbiased variance of a frame, `[c]` each."""
        raise TypeError(f"{type(self).__name__} has no statistics")

    def moments(self, x: Tensor, run: Run, index: Index) -> Moments:
        if run.training or not self.track_running_stats:
            return super().moments(x, run, index)
        mean, variance = (float(run.statistics[name][index[1]]) for name in ("running_mean", "running_var"))
        return Moments(mean, variance)

    def output_shape(self, inputs: Sequence[Shape]) -> Shape:
        need_image(self.title, inputs[0])
        if not self.track_running_stats:
            self.check_batch(inputs[0])
        return inputs[0]

    def check_training(self, inputs: Sequence[Shape]) -> None:
        self.check_batch(inputs[0])

    def check_batch(self, shape: Shape) -> None:
        """Refuse an input whose own mean and variance cannot be used.

        Raises:
            ProblemError: there is one value for each mean.
        """
        if self.cells_needed(shape) < 2:
            raise ProblemError(
                Message(
                    N_(
                        "{title} finds only 1 value of {shape} for each mean, and 2 are the least: make the input "
                        "larger"
                    ),
                    title=self.title,
                    shape=shape_text(shape),
                ),
                *(() if self.track_running_stats else (set_to("track_running_stats", True),)),
                SWITCH_OFF,
            )

    def scaling_spec(self, inputs: Sequence[Shape]) -> WeightSpec | None:
        return per_channel(inputs) if self.affine else None

    def torch_sizes(self, inputs: Sequence[Shape]) -> Mapping[str, int]:
        return {"num_features": inputs[0][1]}

    def statistic_specs(self, inputs: Sequence[Shape]) -> Mapping[str, Shape]:
        if not self.track_running_stats:
            return {}
        channels = (inputs[0][1],)
        return {"running_mean": channels, "running_var": channels}

    def new_statistics(self, inputs: Sequence[Tensor], statistics: Mapping[str, Tensor]) -> dict[str, Tensor]:
        if not self.track_running_stats:
            return {}
        mean, variance = self.frame_statistics(inputs[0])
        now = {"running_mean": mean, "running_var": variance}
        return {name: (1 - self.momentum) * statistics[name] + self.momentum * x for name, x in now.items()}

    def summary(self) -> str:
        initial = {name: getattr(type(self), name) for name in ("eps", "momentum")}
        return settings_text("", eps=(self.eps, initial["eps"]), momentum=(self.momentum, initial["momentum"]))


_SQUARED = 1e12  # of larger values the squares, summed over a layer, may not fit a float32


def standard_bound(size: float, eps: float) -> float:
    """What no |x − μ| / √(σ² + eps) exceeds where no |x| exceeds `size`, and so |μ| does not."""
    return 2 * size / math.sqrt(eps) if size <= _SQUARED and eps > 0 else math.inf


def running_bound(size: float, eps: float, weights: Mapping[str, Tensor], run: Run) -> float:
    """The same for the running mean and variance, scaled and shifted."""
    variance = float(run.statistics["running_var"].min()) + eps
    furthest = size + float(run.statistics["running_mean"].abs().max())
    return scaled_bound(furthest / math.sqrt(variance), weights) if variance > 0 else math.inf


def scaled_bound(size: float, weights: Mapping[str, Tensor]) -> float:
    """What values within ±size cannot exceed once they are scaled and shifted."""
    if "weight" in weights:
        size *= float(weights["weight"].abs().max())
    return size + float(weights["bias"].abs().max()) if "bias" in weights else size
