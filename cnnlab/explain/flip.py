"""A kernel on one patch, as it is and flipped in both directions: cross-correlation beside convolution (no torch).

    cross-correlation   Σ patch[i, j] · kernel[i, j]                        what `torch.nn.functional.conv2d` sums
    convolution         Σ patch[i, j] · kernel[kh − 1 − i, kw − 1 − j]      flipped up and down, left and right

Source: Goodfellow, Bengio & Courville 2016, Deep Learning, § 9.1. Flipping in both directions is a half turn, so the
two agree on every patch exactly if the kernel is point-symmetric.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cnnlab.blocks.explanation import Numbers
from cnnlab.explain.digits import Digits, ShownSum, shown_sum
from cnnlab.explain.products import fewest_digits


@dataclass(frozen=True, eq=False)
class Flip:
    """A kernel and a patch.

    Attributes:
        kernel: `[kh, kw]`.
        patch: `[kh, kw]`.
    """

    kernel: Numbers
    patch: Numbers

    @property
    def flipped(self) -> Numbers:
        """`[kh, kw]`, the kernel flipped in both directions."""
        return self.kernel[::-1, ::-1]

    @property
    def symmetric(self) -> bool:
        """Whether a half turn leaves the kernel as it is."""
        return bool(np.array_equal(self.kernel, self.flipped))

    @property
    def correlation(self) -> Numbers:
        """`[kh, kw]`, the products of the kernel as it is."""
        with np.errstate(all="ignore"):
            return self.patch * self.kernel

    @property
    def convolution(self) -> Numbers:
        """`[kh, kw]`, the products of the flipped kernel."""
        with np.errstate(all="ignore"):
            return self.patch * self.flipped

    def written(self, significant: int = 3, digits: Digits | None = None) -> WrittenFlip:
        """Both sums and their difference with the same decimals: so many digits for the largest number, or `digits`."""
        first, second = self.correlation.ravel(), self.convolution.ravel()
        with np.errstate(all="ignore"):
            totals = np.array([first.sum(), second.sum()])
        digits = digits or fewest_digits(np.concatenate([first, second, totals]), significant)
        shown = [shown_sum(addends, float(addends.sum()), digits) for addends in (first, second)]
        if not np.isfinite(totals).all():
            with np.errstate(invalid="ignore"):
                return WrittenFlip(shown[0], shown[1], digits.rounded(float(totals[0] - totals[1])))
        units = digits.whole(float(totals[0])) - digits.whole(float(totals[1]))
        return WrittenFlip(shown[0], shown[1], digits.text(units))


@dataclass(frozen=True)
class WrittenFlip:
    """Both sums in writing; products add up to their sum, and the sums differ by what is written.

    Attributes:
        correlation, convolution: the addends row by row, and their sum; what is left of equal ones is the gap.
        difference: the first sum less the second.
    """

    correlation: ShownSum
    convolution: ShownSum
    difference: str
