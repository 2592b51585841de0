"""Esc leads one level back: from an explanation to the channel it stands under, from the channel to all layers."""

from __future__ import annotations

from collections.abc import Callable

from cnnlab.gui.commands.actions import Actions


class WayBack:
    """The levels that can be left, each inside those that were added before it."""

    def __init__(self, actions: Actions) -> None:
        self._action = actions["back"]
        self._levels: list[tuple[Callable[[], bool], Callable[[], object]]] = []
        actions.connect("back", self.go)
        self.refresh()

    def add(self, is_open: Callable[[], bool], leave: Callable[[], object]) -> None:
        """Add a level inside the others."""
        self._levels.append((is_open, leave))

    def refresh(self) -> None:
        """A level was entered or left."""
        self._action.setEnabled(any(is_open() for is_open, _leave in self._levels))

    def go(self) -> None:
        """Leave the innermost level."""
        leave = next((leave for is_open, leave in reversed(self._levels) if is_open()), None)
        if leave is not None:
            leave()
