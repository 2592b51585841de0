"""Batch normalisation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cnnlab.blocks.base import Run
from cnnlab.blocks.code import Terms, call
from cnnlab.blocks.explanation import Index, Span
from cnnlab.blocks.norms import RunningNorm, running_bound, scaled_bound, standard_bound
from cnnlab.blocks.params import number, switch
from cnnlab.blocks.problem import SWITCH_OFF, ProblemError
from cnnlab.blocks.sizes import set_to
from cnnlab.blocks.weight import Shape
from cnnlab.text import N_, Message

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, eq=False, kw_only=True)
class BatchNorm2d(RunningNorm):
    """Gives each channel mean 0 and variance 1 over the whole batch and picture: (x − μ) / √(σ² + eps) · weight + bias.

    In train mode μ and σ² come from the frame and move the running ones; in eval mode the running ones are used.

    Shape:
        - Input: [b, c, h, w]
        - Output: as the input
        - weight, bias, running_mean, running_var: [c]
    """

    kind = "batch_norm2d"
    title = "BatchNorm2d"

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
        N_("Scale and shift"), N_("Gives each channel a weight and a bias after the normalisation."), default=True
    )
    track_running_stats: bool = switch(
        N_("Running statistics"),
        N_("Keeps a running mean and variance while training and uses them afterwards."),
        default=True,
    )

    def cells_needed(self, shape: Shape) -> int:
        b, _, h, w = shape
        return b * h * w

    def check_batch(self, shape: Shape) -> None:
        super().check_batch(shape)
        if self.eps == 0:
            raise ProblemError(
                Message(N_("eps must be above 0 while the batch's own variance is used, not {eps}"), eps=0),
                set_to("eps", 1e-5),
                SWITCH_OFF,
            )

    def shared_spans(self, index: Index, shape: Shape) -> tuple[Span, ...]:
        b, _, h, w = shape
        return (0, b - 1), (index[1], index[1]), (0, h - 1), (0, w - 1)

    def frame_statistics(self, x: Tensor) -> tuple[Tensor, Tensor]:
        return x.mean((0, 2, 3)), x.var((0, 2, 3))

    def bound(self, sizes: Sequence[float], weights: Mapping[str, Tensor], run: Run) -> float:
        if run.training or not self.track_running_stats:
            return scaled_bound(standard_bound(sizes[0], self.eps), weights)
        return running_bound(sizes[0], self.eps, weights, run)

    def forward(self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run) -> Tensor:
        from torch.nn import functional as F

        (x,), weight, bias = inputs, weights.get("weight"), weights.get("bias")
        if run.training or not self.track_running_stats:
            return F.batch_norm(x, None, None, weight, bias, training=True, eps=self.eps)
        mean, variance = run.statistics["running_mean"], run.statistics["running_var"]
        return F.batch_norm(x, mean, variance, weight, bias, training=False, eps=self.eps)

    def function_code(self, terms: Terms) -> str:
        own = terms.training or not self.track_running_stats
        running = ("None", "None") if own else terms.some("running_mean", "running_var")
        mode = {"training": True} if own else {}
        return call(
            "F.batch_norm", terms.x, *running, *terms.some("weight", "bias"), **mode, **self.torch_settings("eps")
        )
