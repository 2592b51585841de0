"""Dropout."""

from __future__ import annotations

from dataclasses import dataclass

from cnnlab.blocks.dropping import Dropping
from cnnlab.blocks.params import number
from cnnlab.text import N_


@dataclass(frozen=True, eq=False, kw_only=True)
class Dropout(Dropping):
    """Sets each value to zero with probability p while training, and divides the others by 1 − p.

    In eval mode it does nothing. The layers behind it learn not to rely on single values.

    Shape:
        - Input: any
        - Output: as the input
    """

    kind = "dropout"
    title = "Dropout"

    p: float = number(
        N_("Probability"), N_("How likely a value is dropped."), minimum=0, maximum=1, step=0.05, default=0.5
    )
