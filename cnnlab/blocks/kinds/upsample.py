"""Upsampling by a fixed rule."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cnnlab.blocks.base import Block, Family, Run
from cnnlab.blocks.code import Terms, call
from cnnlab.blocks.explanation import UNIT, Blend, Explanation, Index, Numbers, rounding, sealed
from cnnlab.blocks.interpolation import Interpolation
from cnnlab.blocks.params import FloatPair, Pair, choice, factor_pair, pair, switch
from cnnlab.blocks.problem import Fix, ProblemError
from cnnlab.blocks.reading import element, read_patch, region_of
from cnnlab.blocks.sizes import Size, by, given_size, need_image, set_to, shape_text, short
from cnnlab.blocks.weight import Shape
from cnnlab.text import N_, Message

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, eq=False, kw_only=True)
class Upsample(Block):
    """Makes the picture larger (or smaller): every output cell looks up its place on the input and reads it there.

    Nearest copies one cell, bilinear mixes 4, bicubic 16, and area takes the mean of the cells below.

    Shape:
        - Input: [b, c, h, w]
        - Output: [b, c, h', w'] with h' = ⌊h · scale_factor⌋, or [h', w'] = size
    """

    kind = "upsample"
    title = "Upsample"
    family = Family.RESAMPLING

    scale_factor: FloatPair | None = factor_pair(
        N_("Scale factor"),
        N_("How many times higher and wider the output is; leave empty to use the size."),
        minimum=0.01,
        maximum=64,
        step=0.5,
        default=None,
        initial=(2.0, 2.0),
    )
    size: Pair | None = pair(
        N_("Size"), N_("Height and width of the output; leave empty to use the scale factor."), minimum=1, default=None
    )
    mode: str = choice(
        N_("Mode"),
        N_("How a cell is read: copied from the nearest one, or mixed from those around."),
        ("nearest", "bilinear", "bicubic", "nearest-exact", "area"),
        default="nearest",
    )
    align_corners: bool | None = switch(
        N_("Align corners"),
        N_("Whether the centres of the corner cells stay in place, rather than their outer edges."),
        default=None,
    )

    def size_formula(self, inputs: Sequence[Shape]) -> tuple[Size, Size]:
        height, width = (self._size(axis, inputs[0][axis - 2]) for axis in (0, 1))
        return height, width

    def _size(self, axis: int, size: int) -> Size:
        if self.scale_factor is None:
            given = (self.size or (0, 0))[axis]
            return given_size(given, "size")
        factor = self.scale_factor[axis]
        text, steps = f"⌊{size} · {factor:g}⌋", (f"⌊{size * factor:.10g}⌋",)
        return Size(math.floor(size * factor), text, "⌊{n} · scale_factor⌋", steps)

    def output_shape(self, inputs: Sequence[Shape]) -> Shape:
        b, c, _, _ = need_image(self.title, inputs[0])
        self._check_one_size()
        self._check_align_corners()
        height, width = self.size_formula(inputs)
        if min(height.value, width.value) < 1:
            raise self._nothing_left(inputs[0], (height.value, width.value))
        return b, c, height.value, width.value

    def _check_one_size(self) -> None:
        if self.size is None and self.scale_factor is None:
            raise ProblemError(
                Message(N_("neither scale_factor nor size is set: set one of them, for instance scale_factor 2")),
                set_to("scale_factor", (2.0, 2.0)),
            )
        if self.size is not None and self.scale_factor is not None:
            raise ProblemError(
                Message(
                    N_("scale_factor {factor} and size {size} are both set: only one of them can be"),
                    factor=short(self.scale_factor),
                    size=by(self.size),
                ),
                Fix(Message(N_("Use the scale factor")), {"size": None}),
                Fix(Message(N_("Use the size")), {"scale_factor": None}),
            )

    def _check_align_corners(self) -> None:
        if self.align_corners is not None and self.mode not in ("bilinear", "bicubic"):
            raise ProblemError(
                Message(
                    N_("align_corners needs one of the 2 modes 'bilinear' and 'bicubic', not '{mode}'"), mode=self.mode
                ),
                Fix(Message(N_("Leave align_corners open")), {"align_corners": None}),
                set_to("mode", "bilinear"),
            )

    def _nothing_left(self, before: Shape, size: Pair) -> ProblemError:
        assert self.scale_factor is not None  # a size is never below 1
        factors = tuple(f if n else 1.0 for f, n in zip(self.scale_factor, size, strict=True))
        return ProblemError(
            Message(
                N_("scale_factor {factor} leaves nothing of {before}: the output would be {size}"),
                factor=short(self.scale_factor),
                before=shape_text(before),
                size=by(size),
            ),
            set_to("scale_factor", factors),
        )

    def bound(self, sizes: Sequence[float], weights: Mapping[str, Tensor], run: Run) -> float:
        return sizes[0] * (4.0 if self.mode == "bicubic" else 1.0)  # which overshoots, by less than 3

    def forward(self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run) -> Tensor:
        from torch.nn import functional as F

        factor = None if self.scale_factor is None else list(self.scale_factor)
        return F.interpolate(inputs[0], self.size, factor, self.mode, self.align_corners)

    def torch_settings(self, *names: str) -> dict[str, object]:
        settings = super().torch_settings(*names)
        if self.scale_factor is not None and all(factor.is_integer() for factor in self.scale_factor):
            settings["scale_factor"] = tuple(int(factor) for factor in self.scale_factor)
        return settings

    def function_code(self, terms: Terms) -> str:
        return call("F.interpolate", terms.x, **self.torch_settings())

    def source_range(self, axis: int, first: int, last: int, size: int) -> tuple[int, int]:
        along = self.along(axis, size)
        return along.cells(first)[0], along.cells(last)[1]

    def along(self, axis: int, size: int) -> Interpolation:
        """The rule along one axis."""
        return Interpolation(
            mode=self.mode,
            size=size,
            output=self._size(axis, size).value,
            scale=None if self.scale_factor is None else self.scale_factor[axis],
            align_corners=bool(self.align_corners),
        )

    def explain(
        self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run, index: Index, output: Tensor
    ) -> Explanation:
        (x,), (item, channel, *place) = inputs, index
        (rows, heights), (columns, widths) = (
            self.along(axis, x.shape[axis + 2]).shares(cell) for axis, cell in enumerate(place)
        )
        patch = read_patch(x, item, range(channel, channel + 1), rows, columns)
        shares = np.outer(heights, widths)[np.newaxis]  # (1, kh, kw)
        with np.errstate(all="ignore"):
            products = patch.values * shares
        return Explanation(
            index=index,
            value=element(output, index),
            total=float(products.sum()),
            bound=self._rounding(patch.values, products, (int(rows.max()), int(columns.max()))),
            template="Σ(cells · shares)",
            values={"cells": patch.values[0], "shares": sealed(shares[0])},
            part=Blend(patch, sealed(shares), sealed(products)),
            reads=region_of(patch, item),
            code="(cells * shares).sum()",
        )

    def _rounding(self, cells: Numbers, products: Numbers, place: Pair) -> float:
        """What the sum can be off by, the shares included, which follow from a position rounded to float32."""
        if self.mode.startswith("nearest"):
            return 0.0
        summed = rounding(cells.size + 8, float(np.abs(products).sum()))
        if self.mode == "area":
            return summed
        # A share changes by 2 at most where the position does by 1 (Keys' cubic), by 1 where it is linear.
        slope = 2 if self.mode == "bicubic" else 1
        return summed + slope * 2 * UNIT * (sum(place) + 2) * float(np.abs(cells).sum())

    def summary(self) -> str:
        target = f"×{short(self.scale_factor)}" if self.scale_factor else f"→ {by(self.size or ())}"
        return f"{target} {self.mode}"
