"""The parts of the window that F6 goes through, and where the focus lands in each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QWidget

from cnnlab.gui.focus_chain import has_focus_proxy, next_in_focus_chain


def go_to_next(panes: Sequence[QWidget], step: int = 1) -> QWidget | None:
    """Give the focus to the next part that can have it; gives the control that got it, None if there is none."""
    now = panes[0].window().focusWidget()
    at = next((i for i, pane in enumerate(panes) if now is not None and (pane is now or pane.isAncestorOf(now))), -1)
    if at < 0 and step < 0:
        at = len(panes)
    for distance in range(1, len(panes) + 1):
        pane = panes[(at + step * distance) % len(panes)]
        control = main_control(pane)
        if control is not None and pane.isVisible():
            control.setFocus(Qt.FocusReason.TabFocusReason)
            return control
    return None


def main_control(pane: QWidget) -> QWidget | None:
    """What is worked with in a part: its list or its pictures, else the first control that Tab reaches."""
    controls = tab_controls(pane)
    views = [control for control in controls if isinstance(control, QAbstractItemView)]
    areas = [control for control in controls if isinstance(control, QAbstractScrollArea)]
    found = views or areas or controls
    return found[0] if found else None


def tab_controls(pane: QWidget) -> list[QWidget]:
    """The controls of a part that Tab reaches now, in its order; the part itself where it is one."""
    found: list[QWidget] = []
    widget = pane
    while True:
        inside = widget is pane or pane.isAncestorOf(widget)
        tabbed = widget.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
        if inside and tabbed and widget.isVisible() and widget.isEnabled() and not has_focus_proxy(widget):
            found.append(widget)
        widget = next_in_focus_chain(widget)
        if widget is pane:
            break
    return found
