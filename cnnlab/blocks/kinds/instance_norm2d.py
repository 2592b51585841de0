"""Instance normalisation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cnnlab.blocks.base import Run
from cnnlab.blocks.code import Terms, call
from cnnlab.blocks.explanation import Index, Span
from cnnlab.blocks.norms import RunningNorm, running_bound, scaled_bound, standard_bound
from cnnlab.blocks.params import number, switch
from cnnlab.blocks.weight import Shape
from cnnlab.text import N_

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, eq=False, kw_only=True)
class InstanceNorm2d(RunningNorm):
    """Gives each channel of each picture mean 0 and variance 1 on its own: (x − μ) / √(σ² + eps).

    Contrast and brightness of the single picture are gone, which is why style transfer uses it.

    Shape:
        - Input: [b, c, h, w]
        - Output: as the input
        - weight, bias, running_mean, running_var: [c]
    """

    kind = "instance_norm2d"
    title = "InstanceNorm2d"

    eps: float = number(
        N_("Epsilon"),
        N_("Added to the variance, so that nothing is divided by zero."),
        minimum=0,
        maximum=1,
        step=1e-5,
        default=1e-5,
    )
    momentum: float = number(
        N_("Momentum"),
        N_("How much of each new frame enters the running statistics."),
        minimum=0,
        maximum=1,
        step=0.05,
        default=0.1,
    )
    affine: bool = switch(
        N_("Scale and shift"), N_("Gives each channel a weight and a bias after the normalisation."), default=False
    )
    track_running_stats: bool = switch(
        N_("Running statistics"),
        N_("Keeps a running mean and variance while training and uses them afterwards."),
        default=False,
    )

    def cells_needed(self, shape: Shape) -> int:
        _, _, h, w = shape
        return h * w

    def shared_spans(self, index: Index, shape: Shape) -> tuple[Span, ...]:
        item, channel, *_ = index
        return (item, item), (channel, channel), (0, shape[2] - 1), (0, shape[3] - 1)

    def frame_statistics(self, x: Tensor) -> tuple[Tensor, Tensor]:
        return x.mean((2, 3)).mean(0), x.var((2, 3)).mean(0)

    def bound(self, sizes: Sequence[float], weights: Mapping[str, Tensor], run: Run) -> float:
        if run.training or not self.track_running_stats:
            return scaled_bound(standard_bound(sizes[0], self.eps), weights)
        return running_bound(sizes[0], self.eps, weights, run)

    def forward(self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run) -> Tensor:
        from torch.nn import functional as F

        (x,), weight, bias = inputs, weights.get("weight"), weights.get("bias")
        if run.training or not self.track_running_stats:
            return F.instance_norm(x, None, None, weight, bias, use_input_stats=True, eps=self.eps)
        mean, variance = run.statistics["running_mean"], run.statistics["running_var"]
        return F.instance_norm(x, mean, variance, weight, bias, use_input_stats=False, eps=self.eps)

    def function_code(self, terms: Terms) -> str:
        scaling, settings = terms.some("weight", "bias"), self.torch_settings("eps")
        if terms.training or not self.track_running_stats:
            return call("F.instance_norm", terms.x, *(("None", "None", *scaling) if scaling else ()), **settings)
        running = terms.some("running_mean", "running_var")
        return call("F.instance_norm", terms.x, *running, *scaling, use_input_stats=False, **settings)
