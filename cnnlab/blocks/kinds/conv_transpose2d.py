"""Transposed convolution."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cnnlab.blocks.base import Block, Family, Run, uniform_chunk
from cnnlab.blocks.code import Terms, call
from cnnlab.blocks.convolution import check_groups, group_of, weighted_bound
from cnnlab.blocks.explanation import Cells, Explanation, Index
from cnnlab.blocks.params import Pair, integer, pair, switch
from cnnlab.blocks.problem import ProblemError
from cnnlab.blocks.reading import element, numbers, optional_number, read_patch, region_of
from cnnlab.blocks.sizes import Size, by, given_size, need_image, set_to, settings_text
from cnnlab.blocks.weight import Array, Fit, Shape, WeightSpec
from cnnlab.blocks.weighted import weighted_sum
from cnnlab.text import N_, Message

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, eq=False, kw_only=True)
class ConvTranspose2d(Block):
    """Stamps the kernel onto the output once for each input cell, multiplied by that cell, and adds up what overlaps.

    With a stride above 1 the picture grows: this is upsampling whose rule is learned. It is a convolution run
    backwards as far as shapes go, not its inverse.

    Shape:
        - Input: [b, c, h, w]
        - Output: [b, out_channels, h', w'] with
          h' = (h − 1)·stride − 2·padding + dilation·(kernel_size − 1) + output_padding + 1
        - weight: [c, out_channels / groups, kernel_size, kernel_size], bias: [out_channels]
    """

    kind = "conv_transpose2d"
    title = "ConvTranspose2d"
    family = Family.CONV

    out_channels: int = integer(
        N_("Output channels"), N_("Number of channels that the kernels stamp on."), minimum=1, initial=8
    )
    kernel_size: Pair = pair(
        N_("Kernel size"), N_("Height and width of a kernel in cells."), minimum=1, maximum=255, initial=(2, 2)
    )
    stride: Pair = pair(
        N_("Stride"), N_("How far apart neighbouring stamps lie."), minimum=1, default=(1, 1), initial=(2, 2)
    )
    padding: Pair = pair(N_("Padding"), N_("Ring of cells cut off the output."), default=(0, 0))
    output_padding: Pair = pair(
        N_("Output padding"),
        N_("Rows and columns added at the bottom and right of the output; below the stride or the dilation."),
        default=(0, 0),
    )
    dilation: Pair = pair(
        N_("Dilation"),
        N_("Distance between the output cells that neighbouring weights are stamped on."),
        minimum=1,
        default=(1, 1),
    )
    groups: int = integer(
        N_("Groups"), N_("Splits the channels into groups that do not see each other."), minimum=1, default=1
    )
    bias: bool = switch(N_("Bias"), N_("Adds one number to every output channel."), default=True)

    def size_formula(self, inputs: Sequence[Shape]) -> tuple[Size, Size]:
        height, width = (self._size(axis, inputs[0][axis - 2]) for axis in (0, 1))
        return height, width

    def channel_formula(self, inputs: Sequence[Shape]) -> Size:
        return given_size(self.out_channels, "out_channels")

    def _size(self, axis: int, size: int) -> Size:
        k, s, p = self.kernel_size[axis], self.stride[axis], self.padding[axis]
        d, extra = self.dilation[axis], self.output_padding[axis]
        value = (size - 1) * s - 2 * p + d * (k - 1) + extra + 1
        return Size(
            value,
            f"({size} − 1)·{s} − 2·{p} + {d}·({k} − 1) + {extra} + 1",
            "({n} − 1)·stride − 2·padding + dilation·(kernel_size − 1) + output_padding + 1",
            (f"{(size - 1) * s} − {2 * p} + {d * (k - 1)} + {extra} + 1",),
        )

    def output_shape(self, inputs: Sequence[Shape]) -> Shape:
        b, c, _, _ = need_image(self.title, inputs[0])
        check_groups(self.groups, c, self.out_channels)
        self._check_output_padding()
        height, width = self.size_formula(inputs)
        if min(height.value, width.value) < 1:
            # One cell must be left of what there is without padding, which cuts off cells in pairs.
            most = [(size.value + 2 * p - 1) // 2 for size, p in zip((height, width), self.padding, strict=True)]
            fitting = min(self.padding[0], most[0]), min(self.padding[1], most[1])
            raise ProblemError(
                Message(
                    N_("padding {padding} leaves nothing of the output, {height}×{width}: lower it to {fitting}"),
                    padding=by(self.padding),
                    height=height.value,
                    width=width.value,
                    fitting=by(fitting),
                ),
                set_to("padding", fitting),
            )
        return b, self.out_channels, height.value, width.value

    def _check_output_padding(self) -> None:
        most = [max(s, d) - 1 for s, d in zip(self.stride, self.dilation, strict=True)]
        if self.output_padding[0] > most[0] or self.output_padding[1] > most[1]:
            raise ProblemError(
                Message(
                    N_(
                        "output_padding {extra} must be below the stride {stride} or the dilation {dilation}: it can "
                        "be {most} at most"
                    ),
                    extra=by(self.output_padding),
                    stride=by(self.stride),
                    dilation=by(self.dilation),
                    most=by(most),
                ),
                set_to("output_padding", (min(self.output_padding[0], most[0]), min(self.output_padding[1], most[1]))),
            )

    def weight_specs(self, inputs: Sequence[Shape]) -> Mapping[str, WeightSpec]:
        weight = WeightSpec(
            (inputs[0][1], self.out_channels // self.groups, *self.kernel_size),
            (Fit.GROW, Fit.GROW, Fit.CENTRE, Fit.CENTRE),
        )
        bias = WeightSpec((self.out_channels,), (Fit.GROW,))
        return {"weight": weight, "bias": bias} if self.bias else {"weight": weight}

    def initial_chunk(self, name: str, specs: Mapping[str, WeightSpec], rng: np.random.Generator) -> Array:
        # torch counts the second axis as inputs here too, although it holds the outputs
        # (`torch.nn.init._calculate_fan_in_and_fan_out`, used by `_ConvNd.reset_parameters`).
        return uniform_chunk(specs[name], fan_in=math.prod(specs["weight"].shape[1:]), rng=rng)

    def bound(self, sizes: Sequence[float], weights: Mapping[str, Tensor], run: Run) -> float:
        return weighted_bound(sizes[0], weights, (0, 2, 3))

    def forward(self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run) -> Tensor:
        from torch.nn import functional as F

        return F.conv_transpose2d(
            inputs[0],
            weights["weight"],
            weights.get("bias"),
            self.stride,
            self.padding,
            self.output_padding,
            self.groups,
            self.dilation,
        )

    def torch_sizes(self, inputs: Sequence[Shape]) -> Mapping[str, int]:
        return {"in_channels": inputs[0][1], "out_channels": self.out_channels}

    def function_code(self, terms: Terms) -> str:
        settings = self.torch_settings("stride", "padding", "output_padding", "dilation", "groups")
        return call("F.conv_transpose2d", terms.x, *terms.weights.values(), **settings)

    def explain(
        self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run, index: Index, output: Tensor
    ) -> Explanation:
        (x,), (item, kernel, y, column) = inputs, index
        (kernel_rows, rows), (kernel_columns, columns) = (
            self.cells_met(axis, cell, x.shape[axis + 2]) for axis, cell in enumerate((y, column))
        )
        channels = group_of(kernel, x.shape[1], self.out_channels, self.groups)
        slices = weights["weight"][channels.start : channels.stop, kernel % (self.out_channels // self.groups)]
        used = numbers(slices)[:, kernel_rows[:, None], kernel_columns]  # (t, kh, kw)
        patch, bias = read_patch(x, item, channels, rows, columns), optional_number(weights, "bias", (kernel,))
        taps, reads = (kernel_rows, kernel_columns), region_of(patch, item)
        return weighted_sum(index, element(output, index), patch, used, bias, reads, taps)

    def cells_met(self, axis: int, cell: int, size: int) -> tuple[Cells, Cells]:
        """The kernel's cells that are stamped onto an output cell, and the input cell that each is stamped for."""
        landings = cell + self.padding[axis] - self.dilation[axis] * np.arange(self.kernel_size[axis])
        cells, rests = np.divmod(landings, self.stride[axis])
        taps = np.flatnonzero((rests == 0) & (cells >= 0) & (cells < size))
        return taps, cells[taps]

    def touched_cells(self, axis: int, tap: int, size: int, outputs: int) -> Cells:
        """The input cells along an axis that row or column `tap` of the kernel is stamped for, inside the output."""
        landings = np.arange(size) * self.stride[axis] - self.padding[axis] + self.dilation[axis] * tap
        return np.flatnonzero((landings >= 0) & (landings < outputs))

    def source_range(self, axis: int, first: int, last: int, size: int) -> tuple[int, int]:
        stride, dilation = self.stride[axis], self.dilation[axis]
        # Weight k of input cell i lands on output cell i·stride − padding + k·dilation, which must be first…last.
        shifts = [dilation * k - self.padding[axis] for k in range(self.kernel_size[axis])]
        lowest = [-(-(first - shift) // stride) for shift in shifts]
        highest = [(last - shift) // stride for shift in shifts]
        met = [(low, high) for low, high in zip(lowest, highest, strict=True) if low <= high]
        return (min(low for low, _ in met), max(high for _, high in met)) if met else (0, -1)

    def source_cells(self, axis: int, cells: Iterable[int], size: int) -> tuple[int, ...]:
        stride, dilation = self.stride[axis], self.dilation[axis]
        landings = (cell + self.padding[axis] - dilation * k for cell in cells for k in range(self.kernel_size[axis]))
        met = {landing // stride for landing in landings if landing % stride == 0}
        return tuple(sorted(cell for cell in met if 0 <= cell < size))

    def source_channels(self, channel: int, inputs: Sequence[Shape], output: Shape) -> tuple[range, ...]:
        return (group_of(channel, inputs[0][1], self.out_channels, self.groups),)

    def mac_factors(self, inputs: Sequence[Shape]) -> tuple[int, ...]:
        return *inputs[0], self.out_channels // self.groups, *self.kernel_size

    def summary(self) -> str:
        return settings_text(
            by(self.kernel_size),
            stride=(self.stride, (1, 1)),
            pad=(self.padding, (0, 0)),
            output_pad=(self.output_padding, (0, 0)),
            dilation=(self.dilation, (1, 1)),
            groups=(self.groups, 1),
        )
