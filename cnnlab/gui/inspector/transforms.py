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
    """An entry of one of the tool menus.

    Attributes:
        id: ends the action's object name.
        title, about: what the user sees and reads; undo calls it by its title.
        square: whether it needs a square kernel.
        kernel: whether it means something for kernels only, not for the rows of a matrix.
    """

    id: str
    title: str
    about: str
    change: Callable[[Values], Values]
    square: bool = False
    kernel: bool = False


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


def centred(values: Values) -> Values:
    """The values less their mean, so that they sum to 0."""
    return np.asarray(values - values.mean(dtype=np.float64), np.float32)


def unit(values: Values) -> Values:
    """The values divided by the square root of the sum of their squares.

    Raises:
        UserError: all of them are zero.
    """
    norm = float(np.linalg.norm(values.astype(np.float64)))
    if norm == 0:
        raise UserError(N_("all weights are {zero}: change one of them first, then they can have norm 1"), zero=0)
    return (values / norm).astype(np.float32)


def delta(values: Values) -> Values:
    """1 in the middle of every slice, 0 elsewhere; over several input slices this adds the channels up."""
    result = np.zeros_like(values)
    result[..., values.shape[-2] // 2, values.shape[-1] // 2] = 1
    return result


TRANSFORMS = (
    Tool(
        "flip",
        N_("Flip left and right"),
        N_("Swaps the columns."),
        lambda values: np.flip(values, -1),
        kernel=True,
    ),
    Tool(
        "flip_vertical",
        N_("Flip top and bottom"),
        N_("Swaps the rows."),
        lambda values: np.flip(values, -2),
        kernel=True,
    ),
    Tool("rotate", N_("Rotate right"), N_("Turns by 90° clockwise."), _rotate, square=True, kernel=True),
    Tool("rotate_back", N_("Rotate left"), N_("Turns by 90° the other way."), _rotate_back, square=True, kernel=True),
    Tool(
        "transpose",
        N_("Transpose"),
        N_("Swaps rows and columns: what answered to upright edges answers to level ones."),
        lambda values: np.swapaxes(values, -2, -1),
        square=True,
        kernel=True,
    ),
    Tool("negate", N_("Negate"), N_("Changes the sign of every weight."), _negate),
)
NORMALISATIONS = (
    Tool("normalise", N_("Sum to 1"), N_("Divides by the sum: plain areas keep their brightness."), normalised),
    Tool("centre", N_("Sum to 0"), N_("Takes the mean away: plain areas become 0, edges stay."), centred),
    Tool("unit", N_("Norm 1"), N_("Divides by the L2 norm, the root of the sum of squares."), unit),
)
FILLS = (
    Tool("zero", N_("Zeros"), N_("Makes every weight 0."), np.zeros_like),
    Tool("delta", N_("Delta"), N_("1 in the middle, 0 elsewhere: the picture passes unchanged."), delta, kernel=True),
)
TOOLS = (*TRANSFORMS, *NORMALISATIONS, *FILLS)
