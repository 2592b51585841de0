"""What can be asked about a pass: plain values that the window sends along with what is visible (no torch).

A kind of question is one class here; `answers.py` says by whom it is answered. What a question is answered with stands
in its docstring. A `slow` one waits for a moment in which nothing is dragged and no frames follow each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from cnnlab.blocks.explanation import Index


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
    """How much each cell of the picture moves an element: `[h, w]`, float32; see `trace.effective_field`."""

    slow: ClassVar[bool] = True

    layer: str
    index: Index


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
