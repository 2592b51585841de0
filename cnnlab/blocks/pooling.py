"""What the pools share: each channel on its own, several cells in, one cell out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cnnlab.blocks.base import Block, Family
from cnnlab.blocks.params import Pair
from cnnlab.blocks.problem import Fix, ProblemError
from cnnlab.blocks.sizes import Size, by, given_size, need_image, set_to
from cnnlab.blocks.sliding import Window, kernel_for
from cnnlab.blocks.weight import Shape
from cnnlab.text import N_, Message


class SlidingPool(Block):
    """A pool whose window slides over the input."""

    family = Family.POOLING

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


class AdaptivePool(Block):
    """A pool that cuts its input into as many bins as the output has cells.

    Bin i covers the cells ⌊i·n/m⌋ to ⌈(i + 1)·n/m⌉ − 1 of n, for an output of m cells; neighbours may overlap.
    """

    family = Family.POOLING

    output_size: Pair

    def size_formula(self, inputs: Sequence[Shape]) -> tuple[Size, Size]:
        height, width = self.output_size
        return given_size(height, "output_size"), given_size(width, "output_size")

    def output_shape(self, inputs: Sequence[Shape]) -> Shape:
        b, c, _, _ = need_image(self.title, inputs[0])
        return b, c, *self.output_size

    def source_range(self, axis: int, first: int, last: int, size: int) -> tuple[int, int]:
        return bin_range(first, last, size, self.output_size[axis])

    def summary(self) -> str:
        return f"→ {by(self.output_size)}"


def bin_range(first: int, last: int, size: int, bins: int) -> tuple[int, int]:
    """The cells of `size` that the bins `first…last` of `bins` cover; source: ATen, `AdaptivePooling.h`."""
    return first * size // bins, -(-(last + 1) * size // bins) - 1
