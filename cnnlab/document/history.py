"""Undo and redo: a list of earlier stacks, bounded by their number and by the bytes that they alone hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cnnlab.document.stack import Stack
from cnnlab.document.statistics import Statistics
from cnnlab.text import Message

BUDGET = 256 * 2**20
MOST = 1000  # steps; each holds some kilobytes besides its weights


@dataclass(frozen=True, eq=False)
class State:
    """What an undo brings back. `statistics` is None where the step did not edit the running statistics."""

    stack: Stack
    statistics: Statistics | None = None


@dataclass(frozen=True, eq=False)
class Step:
    """One edit: what was before it, what came of it, and what the user calls it."""

    label: Message | str
    before: State
    after: State
    gesture: object | None = None


def _arrays(state: State) -> dict[int, int]:
    """Bytes of every weight array of a state, by the array's identity."""
    weights = (weight for layer in state.stack for weight in layer.block.weights.values())
    return {id(chunk): chunk.nbytes for weight in weights for chunk in weight.chunks}


def held_bytes(steps: Iterable[Step], current: State) -> int:
    """Bytes of the weight arrays that these steps keep alive besides the current stack; shared ones count once."""
    arrays: dict[int, int] = {}
    for step in steps:
        arrays |= _arrays(step.before)
    now = _arrays(current)
    return sum(size for array, size in arrays.items() if array not in now)


class History:
    """Steps done and steps undone.

    The oldest are dropped beyond `MOST`, and when they hold more than `budget` bytes of weights.
    """

    def __init__(self, budget: int = BUDGET) -> None:
        self._budget = budget
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self._added = 0  # bytes that the steps of `_done` brought in, at most

    @property
    def undo_label(self) -> str | None:
        """What undo would take back."""
        return str(self._done[-1].label) if self._done else None

    @property
    def redo_label(self) -> str | None:
        """What redo would do again."""
        return str(self._undone[-1].label) if self._undone else None

    def __len__(self) -> int:
        return len(self._done)

    def push(self, step: Step) -> None:
        """Add a step; one of the same gesture as the last is merged into it."""
        self._undone.clear()
        last = self._done[-1] if self._done else None
        if last is not None and step.gesture is not None and last.gesture == step.gesture:
            self._done[-1] = Step(step.label, last.before, step.after, step.gesture)
        else:
            self._done.append(step)
        self._added += _new_bytes(step)
        self._drop_oldest()

    def undo(self) -> State | None:
        """The state before the last step; None if there is none."""
        if not self._done:
            return None
        step = self._done.pop()
        self._undone.append(step)
        return step.before

    def redo(self) -> State | None:
        """The state after the step undone last; None if there is none."""
        if not self._undone:
            return None
        step = self._undone.pop()
        self._done.append(step)
        return step.after

    def end_gesture(self) -> None:
        """What comes next starts a step of its own."""
        if self._done and self._done[-1].gesture is not None:
            last = self._done[-1]
            self._done[-1] = Step(last.label, last.before, last.after)

    def _drop_oldest(self) -> None:
        """Drop what is too much.

        The exact count, which looks at every array, is taken only when the upper bound passes the budget.
        """
        if len(self._done) > MOST:
            del self._done[: MOST // 8]  # several, so that the number of steps always changes
        if self._added <= self._budget:
            return
        current = self._done[-1].after
        while len(self._done) > 1 and held_bytes(self._done, current) > self._budget:
            del self._done[: max(1, len(self._done) // 8)]
        self._added = held_bytes(self._done, current)


def _new_bytes(step: Step) -> int:
    """Bytes of the arrays that a step let go of, and that only the history keeps from now on."""
    after = {layer.id: layer for layer in step.after.stack}
    total = 0
    for layer in step.before.stack:
        now = after.get(layer.id)
        if now is layer:
            continue
        kept = {id(c) for w in now.block.weights.values() for c in w.chunks} if now is not None else set()
        total += sum(c.nbytes for w in layer.block.weights.values() for c in w.chunks if id(c) not in kept)
    return total
