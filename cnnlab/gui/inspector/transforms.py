"""What the kernel tools do to one slice, or to all slices of one kernel `[in, kh, kw]` at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cnnlab.text import N_, UserError

Values = NDArray[np.float32]


@dataclass(frozen=True)
class Tool:
    """A button of the tools row; `shifted` is what it does with Shift.

    Attributes:
        id: ends the button's object name.
        icon: its drawing; empty for a button that reads 0.
        title, about: what the user sees and reads.
        label: how undo calls it.
        square: whether it needs a square kernel.
    """

    id: str
    icon: str
    title: str
    about: str
    change: Callable[[Values], Values]
    shifted: Callable[[Values], Values] | None = None
    square: bool = False


def _rotate(values: Values) -> Values:
    return np.rot90(values, -1, axes=(-2, -1))


def _rotate_back(values: Values) -> Values:
    return np.rot90(values, 1, axes=(-2, -1))


def _negate(values: Values) -> Values:
    return 0 - values  # not -values, which makes −0 of 0


def normalised(values: Values) -> Values:
    """The values divided by their sum.

    Raises:
        UserError: the sum is zero, so that nothing can make it one.
    """
    total = float(values.sum(dtype=np.float64))
    if abs(total) <= 1e-6 * float(np.abs(values).sum(dtype=np.float64)):
        raise UserError(N_("the weights sum to {total}: change one of them first, then they can sum to 1"), total="0")
    return (values / total).astype(np.float32)


TOOLS = (
    Tool(
        "flip",
        "flip",
        N_("Flip"),
        N_("Swaps left and right; with Shift, top and bottom."),
        lambda values: np.flip(values, -1),
        lambda values: np.flip(values, -2),
    ),
    Tool(
        "rotate",
        "rotate",
        N_("Rotate"),
        N_("Turns the kernel by 90° clockwise; with Shift, the other way."),
        _rotate,
        _rotate_back,
        square=True,
    ),
    Tool(
        "transpose",
        "transpose",
        N_("Transpose"),
        N_("Swaps rows and columns: what answered to upright edges answers to level ones."),
        lambda values: np.swapaxes(values, -2, -1),
        square=True,
    ),
    Tool("negate", "negate", N_("Negate"), N_("Changes the sign of every weight."), _negate),
    Tool(
        "normalise",
        "sum",
        N_("Normalise"),
        N_("Divides the weights by their sum, so that they sum to 1 and keep the brightness."),
        normalised,
    ),
    Tool("zero", "", N_("Zero"), N_("Makes every weight 0."), np.zeros_like),
)
