"""What can be asked about a pass: plain values that the window sends along with what is visible (no torch).

A kind of question is one class here; `answers.py` says by whom it is answered. What a question is answered with stands
in its docstring. A `slow` one waits for a moment in which nothing is dragged and no frames follow each other, a
`sparing` one is answered about every tenth pass for as long as they do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from cnnlab.blocks.explanation import Index, Numbers
from cnnlab.document.plan import Plan
from cnnlab.document.statistics import Statistics


@dataclass(frozen=True)
class Why:
    """Why an element is what it is: an `Explanation`.

    Attributes:
        layer: the layer's id, or `input`.
        index: one number for each axis of its tensor.
    """

    slow: ClassVar[bool] = False

    layer: str
    index: Index


@dataclass(frozen=True)
class EffectiveField:
    """How much each cell of the picture moves an element: `[h, w]`, float32; see `gradient.effective_field`."""

    slow: ClassVar[bool] = True

    layer: str
    index: Index


@dataclass(frozen=True)
class Transfer:
    """An activation's function: `[n]`, its values at `count` places from `low` to `high`; None if it is no activation.

    Attributes:
        layer: the layer's id.
        channel: for which it is asked.
        low, high: the first and the last place.
        count: of places.
    """

    slow: ClassVar[bool] = False

    layer: str
    channel: int
    low: float
    high: float
    count: int = 121

    @property
    def places(self) -> Numbers:
        """`[n]`, rising."""
        return np.linspace(self.low, self.high, self.count)


@dataclass(frozen=True, eq=False)
class Variant:
    """Another stack, to be run beside the one on show: told apart by identity.

    Attributes:
        plan: for the input of the plan on show.
        statistics: the running statistics that it runs with; they are not moved.
    """

    plan: Plan
    statistics: Statistics


@dataclass(frozen=True)
class Beside:
    """One channel of two stacks on the very same frame: a `Compared`.

    Attributes:
        variant: the other stack, A.
        layer: id of the layer in the stack on show, B.
        other: id of the layer that it is compared with in A.
        item: of the batch.
        channel: of both layers.
    """

    slow: ClassVar[bool] = False

    variant: Variant
    layer: str
    other: str
    item: int
    channel: int


@dataclass(frozen=True)
class Fields:
    """Size, jump and start of every layer's receptive field: see `receptive.axis_fields`."""

    slow: ClassVar[bool] = True


@dataclass(frozen=True)
class Norms:
    """How no norm and four kinds of norms treat the same activations: a `NormComparison`.

    Attributes:
        layer: a norm's id, of which the input is taken; another layer's, or `input`, of which the output is.
        index: the cell that everything is told of, `[b, c, y, x]`; what lies outside is brought inside.
        num_groups: of the group norm, where the layer is none itself.
        size: height and width of a picture.
        tile: height and width of each tile of the grid of all items and channels.
        most: items that are pictured, at most.
    """

    slow: ClassVar[bool] = False
    sparing: ClassVar[bool] = True

    layer: str
    index: tuple[int, int, int, int]
    num_groups: int
    size: tuple[int, int]
    tile: tuple[int, int]
    most: int = 4


@dataclass(frozen=True)
class DistributionOf:
    """How the values of a channel, or of all channels of a layer, are distributed: a `Distribution`.

    Attributes:
        layer: the layer's id, or `input`.
        channel: the channel whose picture comes along.
        item: which item of the batch; the last one where there are fewer.
        whole: all channels instead of the one.
    """

    slow: ClassVar[bool] = False

    layer: str
    channel: int
    item: int = 0
    whole: bool = False
