"""Convolution."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cnnlab.blocks.base import Block, Family, Run, uniform_chunk
from cnnlab.blocks.code import Terms, call, tuple_code
from cnnlab.blocks.convolution import check_groups, group_of, too_large, weighted_bound
from cnnlab.blocks.explanation import Cells, Explanation, Index
from cnnlab.blocks.params import Pair, choice, integer, pair, switch
from cnnlab.blocks.problem import Fix, ProblemError
from cnnlab.blocks.reading import element, numbers, optional_number, read_patch, region_of
from cnnlab.blocks.sizes import Size, by, given_size, need_image, set_to, settings_text
from cnnlab.blocks.sliding import Window
from cnnlab.blocks.weight import Array, Fit, Shape, WeightSpec
from cnnlab.blocks.weighted import weighted_sum
from cnnlab.text import N_, Message

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, eq=False, kw_only=True)
class Conv2d(Block):
    """Slides each kernel over the input: at every position, patch times kernel, summed over all channels, plus bias.

    Every output channel has its own kernel, and a kernel has one slice for each input channel. The kernel is not
    flipped, so in mathematics this is a cross-correlation.

    Shape:
        - Input: [b, c, h, w]
        - Output: [b, out_channels, h', w'] with h' = ⌊(h + 2·padding − dilation·(kernel_size − 1) − 1) / stride⌋ + 1
        - weight: [out_channels, c / groups, kernel_size, kernel_size], bias: [out_channels]
    """

    kind = "conv2d"
    title = "Conv2d"
    family = Family.CONV

    out_channels: int = integer(
        N_("Output channels"), N_("Number of kernels; each makes one output channel."), minimum=1, initial=8
    )
    kernel_size: Pair = pair(
        N_("Kernel size"), N_("Height and width of a kernel in cells."), minimum=1, maximum=255, initial=(3, 3)
    )
    stride: Pair = pair(
        N_("Stride"), N_("How far the window jumps from one output to the next."), minimum=1, default=(1, 1)
    )
    padding: Pair | str = pair(
        N_("Padding"),
        N_("Ring of cells added around the input; 'same' keeps the size, 'valid' adds none."),
        words=("same", "valid"),
        default=(0, 0),
    )
    dilation: Pair = pair(
        N_("Dilation"),
        N_("Distance between the input cells that neighbouring weights meet."),
        minimum=1,
        default=(1, 1),
    )
    groups: int = integer(
        N_("Groups"),
        N_("Splits the channels into groups that do not see each other; groups = channels is a depthwise convolution."),
        minimum=1,
        default=1,
    )
    bias: bool = switch(N_("Bias"), N_("Adds one number to every output channel."), default=True)
    padding_mode: str = choice(
        N_("Padding mode"),
        N_("What the ring holds: zeros, or the picture mirrored, repeated at its edge or wrapped around."),
        ("zeros", "reflect", "replicate", "circular"),
        default="zeros",
    )

    def ring(self) -> tuple[Pair, Pair]:
        """Cells added (before, after) the picture, along y and along x."""
        if self.padding == "valid":
            return (0, 0), (0, 0)
        if self.padding == "same":
            total = [d * (k - 1) for d, k in zip(self.dilation, self.kernel_size, strict=True)]
            return (total[0] // 2, total[0] - total[0] // 2), (total[1] // 2, total[1] - total[1] // 2)
        assert isinstance(self.padding, tuple)
        return (self.padding[0], self.padding[0]), (self.padding[1], self.padding[1])

    def window(self) -> Window:
        """The window that the parameters describe."""
        return Window(
            kernel=self.kernel_size,
            stride=self.stride,
            ring=self.ring(),
            dilation=self.dilation,
            fill=self.padding_mode,
        )

    def size_formula(self, inputs: Sequence[Shape]) -> tuple[Size, Size]:
        return self.window().sizes(inputs[0])

    def channel_formula(self, inputs: Sequence[Shape]) -> Size:
        return given_size(self.out_channels, "out_channels")

    def output_shape(self, inputs: Sequence[Shape]) -> Shape:
        b, c, h, w = need_image(self.title, inputs[0])
        check_groups(self.groups, c, self.out_channels)
        self._check_padding(h, w)
        height, width = self.size_formula(inputs)
        if min(height.value, width.value) < 1:
            raise too_large(self.window(), (h, w))
        return b, self.out_channels, height.value, width.value

    def _check_padding(self, h: int, w: int) -> None:
        if self.padding == "same" and self.stride != (1, 1):
            raise ProblemError(
                Message(N_("padding 'same' needs stride 1, not {stride}"), stride=by(self.stride)),
                set_to("stride", (1, 1)),
                set_to("padding", (0, 0)),
            )
        room = {"reflect": -1, "circular": 0}.get(self.padding_mode)
        if room is None:
            return
        for size, (before, after) in zip((h, w), self.ring(), strict=True):
            if max(before, after) > size + room:
                raise ProblemError(
                    Message(
                        N_("padding {padding} in mode '{mode}' needs an input of at least {least} cells, not {size}"),
                        padding=max(before, after),
                        mode=self.padding_mode,
                        least=max(before, after) - room,
                        size=size,
                    ),
                    Fix(Message(N_("Pad with zeros")), {"padding_mode": "zeros"}),
                )

    def weight_specs(self, inputs: Sequence[Shape]) -> Mapping[str, WeightSpec]:
        weight = WeightSpec(
            (self.out_channels, inputs[0][1] // self.groups, *self.kernel_size),
            (Fit.GROW, Fit.GROW, Fit.CENTRE, Fit.CENTRE),
        )
        bias = WeightSpec((self.out_channels,), (Fit.GROW,))
        return {"weight": weight, "bias": bias} if self.bias else {"weight": weight}

    def initial_chunk(self, name: str, specs: Mapping[str, WeightSpec], rng: np.random.Generator) -> Array:
        return uniform_chunk(specs[name], fan_in=math.prod(specs["weight"].shape[1:]), rng=rng)

    def bound(self, sizes: Sequence[float], weights: Mapping[str, Tensor], run: Run) -> float:
        return weighted_bound(sizes[0], weights, (1, 2, 3))

    def forward(self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run) -> Tensor:
        from torch.nn import functional as F

        ((top, bottom), (left, right)), (x,) = self.ring(), inputs
        padding: Pair = (top, left)
        # Where a window fits into the ring of zeros alone, oneDNN reads beyond the picture: seen to end the process.
        reach = (d * (k - 1) for d, k in zip(self.dilation, self.kernel_size, strict=True))
        beyond = any(p > r for p, r in zip(padding, reach, strict=True))
        if self.padding_mode != "zeros" or (top, left) != (bottom, right) or beyond:
            mode = "constant" if self.padding_mode == "zeros" else self.padding_mode
            x, padding = F.pad(x, (left, right, top, bottom), mode=mode), (0, 0)
        weight = weights["weight"]
        if x.shape[1] == 1 and self.window().sizes(tuple(inputs[0].shape))[1].value == 1:
            # A single channel lies the same way in every order of the axes. Called channels_last, oneDNN computes it
            # wrong where the output is one column of a strided convolution.
            x, weight = x[:, 0].unsqueeze(1), weight[:, 0].unsqueeze(1)
        return F.conv2d(x, weight, weights.get("bias"), self.stride, padding, self.dilation, self.groups)

    def torch_sizes(self, inputs: Sequence[Shape]) -> Mapping[str, int]:
        return {"in_channels": inputs[0][1], "out_channels": self.out_channels}

    def function_code(self, terms: Terms) -> str:
        x, settings = terms.x, self.torch_settings("stride", "padding", "dilation", "groups")
        (top, bottom), (left, right) = self.ring()
        if self.padding_mode != "zeros" and any((top, bottom, left, right)):
            del settings["padding"]
            x = call("F.pad", x, tuple_code((left, right, top, bottom)), mode=self.padding_mode)
        return call("F.conv2d", x, *terms.weights.values(), **settings)

    def explain(
        self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run, index: Index, output: Tensor
    ) -> Explanation:
        (x,), (item, kernel, *place), window = inputs, index, self.window()
        rows, columns = (window.cells_met(axis, cell, x.shape[axis + 2]) for axis, cell in enumerate(place))
        channels = group_of(kernel, x.shape[1], self.out_channels, self.groups)
        patch = read_patch(x, item, channels, rows, columns)
        bias = optional_number(weights, "bias", (kernel,))
        used = numbers(weights["weight"][kernel])
        return weighted_sum(index, element(output, index), patch, used, bias, region_of(patch, item))

    def touched_cells(self, axis: int, tap: int, size: int, outputs: int) -> Cells:
        """The input cells along an axis that row or column `tap` of the kernel ever meets."""
        return self.window().touched_cells(axis, tap, size, outputs)

    def source_range(self, axis: int, first: int, last: int, size: int) -> tuple[int, int]:
        return self.window().source_range(axis, first, last, size)

    def source_cells(self, axis: int, cells: Iterable[int], size: int) -> tuple[int, ...]:
        return self.window().source_cells(axis, cells, size)

    def source_channels(self, channel: int, inputs: Sequence[Shape], output: Shape) -> tuple[range, ...]:
        return (group_of(channel, inputs[0][1], self.out_channels, self.groups),)

    def mac_factors(self, inputs: Sequence[Shape]) -> tuple[int, ...]:
        return *self.output_shape(inputs), inputs[0][1] // self.groups, *self.kernel_size

    def summary(self) -> str:
        return settings_text(
            by(self.kernel_size),
            stride=(self.stride, (1, 1)),
            pad=(self.padding, (0, 0)),
            dilation=(self.dilation, (1, 1)),
            groups=(self.groups, 1),
        )
