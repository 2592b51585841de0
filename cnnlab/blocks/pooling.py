"""What the pools share: each channel on its own, several cells in, one cell out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from cnnlab.blocks.base import Block, Family, Run
from cnnlab.blocks.explanation import Cells, Explanation, Index, Numbers, Patch, Pool, rounding, sealed
from cnnlab.blocks.params import Pair
from cnnlab.blocks.problem import Fix, ProblemError
from cnnlab.blocks.reading import element, read_patch, region_of
from cnnlab.blocks.sizes import Size, by, given_size, need_image, set_to
from cnnlab.blocks.sliding import Window, kernel_for
from cnnlab.blocks.weight import Shape
from cnnlab.text import N_, Message

if TYPE_CHECKING:
    from torch import Tensor


class PoolBlock(Block):
    """What all pools share."""

    family = Family.POOLING

    def cells_met(self, axis: int, cell: int, size: int) -> Cells:
        """The input cells that an output cell is made from along an axis, `NO_CELL` in the ring around the picture."""
        raise TypeError(f"{type(self).__name__} does not say what it is made from")

    def explain_window(self, index: Index, value: float, patch: Patch, size: Pair) -> Explanation:
        """The explanation, from the cells `[1, kh, kw]` that are met of an input of this height and width."""
        raise TypeError(f"{type(self).__name__} does not say what it makes of a window")

    def explain(
        self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run, index: Index, output: Tensor
    ) -> Explanation:
        (x,), (item, channel, *place) = inputs, index
        rows, columns = (self.cells_met(axis, cell, x.shape[axis + 2]) for axis, cell in enumerate(place))
        patch = read_patch(x, item, range(channel, channel + 1), rows, columns)
        return self.explain_window(index, element(output, index), patch, (x.shape[2], x.shape[3]))


def largest(index: Index, value: float, patch: Patch) -> Explanation:
    """The explanation of a maximum; cells of the ring never win, and of equal cells the first one does."""
    cells = np.where(patch.inside, patch.values[0], -np.inf)
    row, column = np.unravel_index(int(cells.argmax()), cells.shape)
    there = bool(patch.inside[row, column])
    winner = (int(patch.rows[row]), int(patch.columns[column])) if there else None
    return Explanation(
        index=index,
        value=value,
        total=float(cells[row, column]),
        bound=0.0,
        template="max({window})",
        values={"window": _window(patch), **({"winner": np.array(winner)} if winner else {})},
        part=Pool(patch, winner),
        reads=region_of(patch, index[0]),
        code="np.nanmax(window)" if there else "-np.inf",
    )


def mean_of(index: Index, value: float, patch: Patch, divisor: int) -> Explanation:
    """The explanation of a mean: the sum of the cells over their number, or what counts as that."""
    with np.errstate(all="ignore"):
        total, size = float(patch.values.sum()), float(np.abs(patch.values).sum())
    return Explanation(
        index=index,
        value=value,
        total=total / divisor,
        bound=rounding(patch.values.size + 1, size / divisor),
        template="{total} / {divisor}",
        values={"window": _window(patch), "total": total, "divisor": divisor},
        letters={"total": "Σ(window)"},
        part=Pool(patch, divisor=divisor),
        reads=region_of(patch, index[0]),
        code="np.nansum(window) / divisor",
    )


def _window(patch: Patch) -> Numbers:
    """`[kh, kw]`, with NaN where there is no cell."""
    return sealed(np.where(patch.inside, patch.values[0], np.nan))


class SlidingPool(PoolBlock):
    """A pool whose window slides over the input."""

    def window(self) -> Window:
        """The window that the parameters describe."""
        raise TypeError(f"{type(self).__name__} has no window")

    def size_formula(self, inputs: Sequence[Shape]) -> tuple[Size, Size]:
        return self.window().sizes(inputs[0])

    def output_shape(self, inputs: Sequence[Shape]) -> Shape:
        b, c, h, w = need_image(self.title, inputs[0])
        window = self.window()
        _check_ring(window)
        height, width = window.sizes(inputs[0])
        if min(height.value, width.value) < 1:
            raise _too_large(window, (h, w))
        return b, c, height.value, width.value

    def cells_met(self, axis: int, cell: int, size: int) -> Cells:
        return self.window().cells_met(axis, cell, size)

    def source_range(self, axis: int, first: int, last: int, size: int) -> tuple[int, int]:
        return self.window().source_range(axis, first, last, size)

    def source_cells(self, axis: int, cells: Iterable[int], size: int) -> tuple[int, ...]:
        return self.window().source_cells(axis, cells, size)


def _check_ring(window: Window) -> None:
    """Refuse, as torch does, a ring in which a window could lie without meeting the picture."""
    padding: Pair = (window.ring[0][0], window.ring[1][0])
    most: Pair = (window.kernel[0] // 2, window.kernel[1] // 2)
    if padding[0] > most[0] or padding[1] > most[1]:
        raise ProblemError(
            Message(
                N_("padding {padding} is more than half of the kernel {kernel}: it can be {most} at most"),
                padding=by(padding),
                kernel=by(window.kernel),
                most=by(most),
            ),
            set_to("padding", (min(padding[0], most[0]), min(padding[1], most[1]))),
        )


def _too_large(window: Window, size: Pair) -> ProblemError:
    kernel = kernel_for(window.kernel, window.dilation, size)
    padding: Pair = (min(window.ring[0][0], kernel[0] // 2), min(window.ring[1][0], kernel[1] // 2))
    return ProblemError(
        Message(
            N_("kernel {kernel} with dilation {dilation} does not fit the {size} input: lower the kernel to {fitting}"),
            kernel=by(window.kernel),
            dilation=by(window.dilation),
            size=by(size),
            fitting=by(kernel),
        ),
        Fix(
            Message(N_("Set the kernel to {kernel}"), kernel=by(kernel)),
            {"kernel_size": kernel, "padding": padding},
        ),
    )


class AdaptivePool(PoolBlock):
    """A pool that cuts its input into as many bins as the output has cells.

    Bin i covers the cells ⌊i·n/m⌋ to ⌈(i + 1)·n/m⌉ − 1 of n, for an output of m cells; neighbours may overlap.
    """

    output_size: Pair

    def size_formula(self, inputs: Sequence[Shape]) -> tuple[Size, Size]:
        height, width = self.output_size
        return given_size(height, "output_size"), given_size(width, "output_size")

    def output_shape(self, inputs: Sequence[Shape]) -> Shape:
        b, c, _, _ = need_image(self.title, inputs[0])
        return b, c, *self.output_size

    def cells_met(self, axis: int, cell: int, size: int) -> Cells:
        first, last = bin_range(cell, cell, size, self.output_size[axis])
        return np.arange(first, last + 1)

    def source_range(self, axis: int, first: int, last: int, size: int) -> tuple[int, int]:
        return bin_range(first, last, size, self.output_size[axis])

    def summary(self) -> str:
        return f"→ {by(self.output_size)}"


def bin_range(first: int, last: int, size: int, bins: int) -> tuple[int, int]:
    """The cells of `size` that the bins `first…last` of `bins` cover; source: ATen, `AdaptivePooling.h`."""
    return first * size // bins, -(-(last + 1) * size // bins) - 1
