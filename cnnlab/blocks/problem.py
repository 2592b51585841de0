"""What is wrong with a layer, in one sentence with its numbers, and what would mend it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cnnlab.text import N_, Message


@dataclass(frozen=True)
class Fix:
    """One change that mends a problem; exactly one of the last four fields is set.

    Attributes:
        label: what the link says, e.g. "Set groups to 4".
        params: new values of the layer's parameters.
        working_size: new height and width of the input picture.
        new_weights: give the layer freshly initialised weights.
        switch_off: switch the layer off.
    """

    label: Message
    params: Mapping[str, object] = field(default_factory=dict)
    working_size: tuple[int, int] | None = None
    new_weights: bool = False
    switch_off: bool = False


SWITCH_OFF = Fix(Message(N_("Switch it off")), switch_off=True)


@dataclass(frozen=True)
class Problem:
    """Why a layer cannot run, and the changes that would let it."""

    message: Message
    fixes: tuple[Fix, ...] = ()

    def __str__(self) -> str:
        return str(self.message)


class ProblemError(Exception):
    """Raised by a block's shape rule when the block cannot take what comes before it."""

    def __init__(self, message: Message, *fixes: Fix) -> None:
        super().__init__(message.template)
        self.problem = Problem(message, fixes)

    def __str__(self) -> str:
        return str(self.problem)
