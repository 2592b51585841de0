"""The open document: the current stack, its history and the running statistics.

Lives on one thread, the window's. Nothing in it changes but by `apply`, `undo`, `redo` and `replace`, each of which
tells the listeners once, with the stack before and after.
"""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

from cnnlab.document.history import BUDGET, History, State, Step
from cnnlab.document.stack import Stack
from cnnlab.document.statistics import Statistics, same_statistics
from cnnlab.text import Message

Listener = Callable[[Stack, Stack], None]


class Document:
    """The current stack with everything needed to go back."""

    def __init__(self, stack: Stack | None = None, statistics: Statistics | None = None, budget: int = BUDGET) -> None:
        self._stack = stack or Stack()
        self._statistics: Statistics = statistics or MappingProxyType({})
        self._statistics_version = 0
        self._budget = budget
        self._history = History(budget)
        self._saved: Stack | None = self._stack  # None: what is on show was never saved
        self._saved_statistics = self._statistics
        self._listeners: list[Listener] = []
        self._opened = 0

    @property
    def stack(self) -> Stack:
        """The current stack."""
        return self._stack

    @property
    def statistics(self) -> Statistics:
        """The running statistics."""
        return self._statistics

    @property
    def statistics_version(self) -> int:
        """Counts the document's own changes of the running statistics; what frames move does not count."""
        return self._statistics_version

    @property
    def opened(self) -> int:
        """Counts the documents that were opened in place of the one before."""
        return self._opened

    @property
    def modified(self) -> bool:
        """Whether stack or running statistics differ from those that were last saved or opened.

        Statistics that frames move while the stack is the saved one do not count: looking on is no edit.
        """
        return self._stack is not self._saved or not same_statistics(self._statistics, self._saved_statistics)

    @property
    def undo_label(self) -> str | None:
        """What undo would take back."""
        return self._history.undo_label

    @property
    def redo_label(self) -> str | None:
        """What redo would do again."""
        return self._history.redo_label

    @property
    def steps(self) -> int:
        """Number of steps that can be undone."""
        return len(self._history)

    def listen(self, listener: Listener) -> None:
        """Call `listener(before, after)` after every change of the stack."""
        self._listeners.append(listener)

    def apply(
        self,
        stack: Stack,
        label: Message | str,
        merge: object | None = None,
        statistics: Statistics | None = None,
    ) -> None:
        """Make `stack` the current one, as a step that can be undone.

        `merge` names a gesture: steps of one gesture that follow each other are one step. `statistics` is given
        when the step edits the running statistics; only then does undo bring the earlier ones back.
        """
        if stack is self._stack and statistics is None:
            return
        if statistics is None:
            statistics = self._without_heirs(stack)
        edited = statistics is not None
        before = State(self._stack, self._statistics if edited else None)
        self._history.push(Step(label, before, State(stack, statistics), merge))
        self._go(State(stack, statistics))

    def end_gesture(self) -> None:
        """The gesture is over: the next step stands alone even if it names the same one."""
        self._history.end_gesture()

    def undo(self) -> bool:
        """Take the last step back; False if there is none."""
        state = self._history.undo()
        if state is not None:
            self._go(state)
        return state is not None

    def redo(self) -> bool:
        """Do the step undone last again; False if there is none."""
        state = self._history.redo()
        if state is not None:
            self._go(state)
        return state is not None

    def replace(self, stack: Stack, statistics: Statistics | None = None) -> None:
        """Open another document in place of this one: its history is its own."""
        self._history = History(self._budget)
        self._saved, self._saved_statistics = stack, statistics or MappingProxyType({})
        self._opened += 1
        self._go(State(stack, self._saved_statistics))

    def mark_saved(self, stack: Stack | None = None, statistics: Statistics | None = None) -> None:
        """What is on disk: the current stack, or the one that was current when saving began, with its statistics."""
        self._saved = self._stack if stack is None else stack
        self._saved_statistics = self._statistics if statistics is None else statistics

    def mark_unsaved(self) -> None:
        """The current stack is on no disk, whatever it was opened from."""
        self._saved = None

    def set_statistics(self, statistics: Statistics) -> None:
        """Take over the running statistics that a frame moved: no undo step, and no listener is told."""
        if not self.modified:
            self._saved_statistics = statistics
        self._statistics = statistics

    def _without_heirs(self, stack: Stack) -> Statistics | None:
        """The statistics less those of a deleted layer whose id a new layer takes; None if there is no such layer."""
        new = {layer.id for layer in stack if not self._stack.has(layer.id)} & set(self._statistics)
        return {layer: kept for layer, kept in self._statistics.items() if layer not in new} if new else None

    def _go(self, state: State) -> None:
        before, self._stack = self._stack, state.stack
        if state.statistics is not None:
            self._statistics = state.statistics
            self._statistics_version += 1
        for listener in self._listeners:
            listener(before, self._stack)
