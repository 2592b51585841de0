"""Why one element of a layer has the value it has: plain numbers, known to blocks and to whoever shows them (no torch).

Every sum is done in float64 of the float32 values that the layer ran with. What float32 can differ from that is known
beforehand, so that "equal within float rounding" is a comparison and no matter of taste.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cnnlab.text import Message

Numbers = NDArray[np.float64]
Cells = NDArray[np.intp]
Index = tuple[int, ...]
Span = tuple[int, int]
Value = float | int | Numbers | Cells

NO_CELL: Final = -1  # in place of a row or column: nothing of the input lies there
UNIT: Final = 2.0**-24  # unit roundoff of float32
TINY: Final = 2.0**-126  # below this float32 has fewer digits, and some devices have zero


def rounding(count: int, size: float) -> float:
    """What a sum of `count` products, each rounded and added in float32 in any order, can be off by.

    `size` is the sum of their absolute values. γₙ = n·u / (1 − n·u) of the sum of absolute values, with n = count + 1
    roundings at most on the way of each product; Higham 2002, Accuracy and Stability of Numerical Algorithms, § 3.1.
    Products below float32's range may vanish besides. It is wide for long sums, but nothing narrower holds: where all
    products are equal, as on a flat picture, every rounding goes the same way, and 22·√n·u was seen.
    """
    n = count + 1
    if count == 0 or size == 0:
        return 0.0
    share = n * UNIT
    return share / (1 - share) * size + n * TINY if share < 1 else math.inf


def sealed(values: ArrayLike) -> Numbers:
    """These values as float64, read-only."""
    array = np.array(values, np.float64)
    array.flags.writeable = False
    return array


# Brackets around a negative number that stands alone in others, or among arguments: max(0, (-1)), √((-1)).
_NEEDLESS = re.compile(r"(\(|, )\(([-−][^()\s]*)\)(?=[,)])")


@dataclass(frozen=True)
class Region:
    """Cells of one of a layer's inputs that were read.

    Attributes:
        input: which input, counted from 0.
        spans: first and last index along every axis of it.
    """

    input: int
    spans: tuple[Span, ...]


@dataclass(frozen=True, eq=False)
class Patch:
    """The cells that a window meets, in the order in which the window has them.

    Attributes:
        channels: the channels that it is taken from, `t` of them.
        rows: `[kh]`, the input's row of each row of the window; `NO_CELL` where zeros were added.
        columns: `[kw]`, likewise.
        values: `[t, kh, kw]`; 0 where zeros were added.
    """

    channels: range
    rows: Cells
    columns: Cells
    values: Numbers

    @cached_property
    def inside(self) -> NDArray[np.bool_]:
        """`[kh, kw]`: whether there is a cell of the input, or a copy of one."""
        found: NDArray[np.bool_] = (self.rows != NO_CELL)[:, None] & (self.columns != NO_CELL)
        return found

    def box(self) -> tuple[Span, Span] | None:
        """First and last row and column of the input that it meets; None where it meets nothing."""
        rows, columns = self.rows[self.rows != NO_CELL], self.columns[self.columns != NO_CELL]
        if not (rows.size and columns.size):
            return None
        return (int(rows.min()), int(rows.max())), (int(columns.min()), int(columns.max()))


@dataclass(frozen=True, eq=False)
class Terms:
    """A weighted sum: patch times weights, added up per channel, then over the channels, plus bias.

    Attributes:
        patch: `[t, kh, kw]`, the cells that count.
        weights: `[t, kh, kw]`, what each of them is multiplied by.
        products: `[t, kh, kw]`.
        sums: `[t]`, one for each channel.
        bias: what is added in the end; None if the layer has none.
        kernel_rows: `[kh]`, the kernel's row of each row of the patch.
        kernel_columns: `[kw]`, likewise.
    """

    patch: Patch
    weights: Numbers
    products: Numbers
    sums: Numbers
    bias: float | None
    kernel_rows: Cells
    kernel_columns: Cells


@dataclass(frozen=True, eq=False)
class Pool:
    """One window of a pool.

    Attributes:
        patch: `[1, kh, kw]`.
        winner: row and column of the input whose value was kept; None for means, and where there is no cell.
        divisor: what the sum was divided by; None for a maximum.
    """

    patch: Patch
    winner: tuple[int, int] | None = None
    divisor: int | None = None


@dataclass(frozen=True, eq=False)
class Blend:
    """Cells that are mixed by fixed shares, as in upsampling; a cell at the edge may be there several times.

    Attributes:
        patch: `[1, kh, kw]`.
        shares: `[1, kh, kw]`, which add up to 1.
        products: `[1, kh, kw]`, which add up to the value.
    """

    patch: Patch
    shares: Numbers
    products: Numbers


@dataclass(frozen=True)
class Curve:
    """One value through a function: `(x, y)` is the point on its curve."""

    x: float
    y: float


@dataclass(frozen=True)
class Standardised:
    """One value of those that share a mean and a variance.

    Attributes:
        shared: first and last index along every axis of the cells that share them; None where the running ones are
            used, which belong to all cells of the channel.
        count: number of those cells; 0 for running ones.
    """

    shared: tuple[Span, ...] | None
    count: int


@dataclass(frozen=True, eq=False)
class Share:
    """One of several values that are compared with each other, as by softmax and local response.

    Attributes:
        axis: the axis along which they lie.
        first: index of the first of them.
        values: `[n]`, the input's.
        position: which of them it is.
        powers: `[n]`, what each of them is raised to where it is these that add up to the divisor; None elsewhere.
    """

    axis: int
    first: int
    values: Numbers
    position: int
    powers: Numbers | None = None


@dataclass(frozen=True)
class Origin:
    """An element of an input that was taken over.

    Attributes:
        input: which input, counted from 0.
        index: of the element.
        value: of the element.
    """

    input: int
    index: Index
    value: float


@dataclass(frozen=True)
class Origins:
    """The elements that were combined, or the one that was taken over; none where a zero was added."""

    origins: tuple[Origin, ...]


Part = Terms | Pool | Blend | Curve | Standardised | Share | Origins


@dataclass(frozen=True, eq=False, kw_only=True)
class Explanation:
    """Why one element is what it is.

    Attributes:
        index: of the element, one number for each axis of the output.
        value: the tensor's own.
        total: what the formula gives in float64.
        bound: what float32 can make of the same formula differs by this at most.
        template: the formula, with the names of values in braces: `max(0, {x})`.
        values: what the formula's names stand for, in order: numbers, or arrays of them.
        part: what is special to this kind of operation.
        reads: the cells that the element was made from, one region for each input of which any were read.
        letters: how textbooks write those of the names that they write otherwise: `{"mean": "μ"}`.
        addends: names of the values whose plain sum the total is; none for other formulas.
        code: the same formula as a Python expression over these names, with `np` and `math`.
        note: what else should be known.
    """

    index: Index
    value: float
    total: float
    bound: float
    template: str
    values: Mapping[str, Value] = field(default_factory=dict)
    letters: Mapping[str, str] = field(default_factory=dict)
    part: Part | None = None
    addends: tuple[str, ...] = ()
    reads: tuple[Region, ...] = ()
    code: str = ""
    note: Message | None = None

    def __post_init__(self) -> None:
        for value in self.values.values():
            if isinstance(value, np.ndarray):
                value.flags.writeable = False

    @property
    def difference(self) -> float:
        """The tensor's value less the formula's."""
        return self.value - self.total

    @property
    def agrees(self) -> bool:
        """Whether the tensor's value is the formula's within float rounding."""
        if math.isnan(self.value) or math.isnan(self.total):
            return math.isnan(self.value) and math.isnan(self.total)
        with np.errstate(over="ignore"):
            nearest = float(np.float32(self.total))
        return self.value in (self.total, nearest) or abs(self.difference) <= self.bound

    @property
    def terms(self) -> Terms | None:
        """The weighted sum, if it is one."""
        return self.part if isinstance(self.part, Terms) else None

    @property
    def formula(self) -> str:
        """The formula with the names of the values: `(x − mean) / √(var + eps)`."""
        return self.template.format(**{name: name for name in self.values})

    @property
    def symbols(self) -> str:
        """The formula as textbooks write it: `(x − μ) / √(σ² + ε)`."""
        return self.template.format(**{name: self.letters.get(name, name) for name in self.values})

    def filled(self, show: Callable[[float], str], shown: Mapping[str, str] | None = None) -> str:
        """The formula with its numbers, written by `show`, or as `shown` has them; of many, the first and the last."""
        texts = {name: _filled(value, show) for name, value in self.values.items()}
        found = self.template.format(**texts | {name: _bracketed(text) for name, text in (shown or {}).items()})
        return _NEEDLESS.sub(r"\1\2", found)


def _filled(value: Value, show: Callable[[float], str]) -> str:
    if isinstance(value, np.ndarray):
        numbers = value.ravel()
        shown = [show(float(n)) for n in (numbers if numbers.size <= 9 else (numbers[0], numbers[-1]))]
        return ", ".join(shown) if numbers.size <= 9 else f"{shown[0]}, …, {shown[1]}"
    return _bracketed(show(value))


def _bracketed(text: str) -> str:
    return f"({text})" if text.startswith(("-", "−")) else text
