"""Variant A: the stack as it was when it was frozen, and the way back to it."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import QObject, Signal

from cnnlab.document.plan import infer
from cnnlab.document.stack import Stack
from cnnlab.document.statistics import Statistics, same_statistics
from cnnlab.explain.questions import Variant
from cnnlab.explain.variants import extra_need
from cnnlab.gui.presenter import Presenter
from cnnlab.text import N_, Message


class Frozen(QObject):
    """Keeps a stack with its running statistics for as long as the document is open; nothing of them is copied.

    Signals:
        changed: another stack is frozen, or none.
    """

    changed = Signal()

    def __init__(self, presenter: Presenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._stack: Stack | None = None
        self._statistics: Statistics = {}
        self._variant: Variant | None = None
        self._opened = presenter.document.opened
        presenter.document.listen(self._on_document_changed)

    @property
    def stack(self) -> Stack | None:
        """The stack that was frozen."""
        return self._stack

    @property
    def variant(self) -> Variant | None:
        """A for the input of the plan on show: the same object for as long as that has the same shape."""
        stack, shown = self._stack, self._presenter.shown
        if stack is None:
            return None
        if self._variant is None or self._variant.plan.input_shape != shown.input_shape:
            stack = dataclasses.replace(stack, input=shown.stack.input)
            self._variant = Variant(infer(stack, shown.input_shape, shown), self._statistics)
        return self._variant

    @property
    def fits(self) -> bool:
        """Whether the memory that the stack on show leaves is enough for A."""
        variant = self.variant
        return variant is None or extra_need(variant.plan, self._presenter.shown) <= self._presenter.memory_left

    def freeze(self) -> None:
        """Keep the document's stack as A."""
        document = self._presenter.document
        self._keep(document.stack, document.statistics)

    def forget(self) -> None:
        """Keep nothing."""
        if self._stack is not None:
            self._keep(None, {})

    def go_back(self) -> None:
        """Make A the document's stack, as a step that can be undone; the picture stays the one on show."""
        if self._stack is None:
            return
        now, document = self._presenter.stack, self._presenter.document
        same = self._stack.input == now.input
        stack = self._stack if same else dataclasses.replace(self._stack, input=now.input)
        moved = not same_statistics(document.statistics, self._statistics)
        self._variant = None  # its parts are to be those of the plan that comes now
        self._presenter.apply(stack, Message(N_("back to variant A")), statistics=self._statistics if moved else None)

    def _keep(self, stack: Stack | None, statistics: Statistics) -> None:
        self._stack, self._statistics, self._variant = stack, statistics, None
        self.changed.emit()

    def _on_document_changed(self, _before: Stack, _after: Stack) -> None:
        opened = self._presenter.document.opened
        if opened != self._opened:
            self._opened = opened
            self.forget()
