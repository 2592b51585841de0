"""The order of the Tab key where controls come and go: that of the layout, from top to bottom."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QWidget

from cnnlab.gui.source_bar.segments import Segments


def controls_of(widget: QWidget) -> list[QWidget]:
    """The controls that Tab can reach, shown or not, as they stand in the layouts."""
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus:
        return [widget]
    layout = widget.layout()
    if layout is not None:
        return _in_layout(layout)
    inside = widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return [control for child in inside for control in controls_of(child)]


def tab_through(*parts: QWidget) -> None:
    """Let Tab go through the controls of these parts, all of one window, one after the other; the first stays."""
    rows = [row for part in parts for row in part.findChildren(Segments)]
    for row in rows:
        row.open_stops()
    for before, after in pairwise(control for part in parts for control in controls_of(part)):
        QWidget.setTabOrder(before, after)
    for row in rows:
        row.show_current(row.current)


def _in_layout(layout: QLayout) -> list[QWidget]:
    """By places and not by `itemAt`.

    Python's side of an item stays behind when Qt deletes the layout, and what comes to lie at its address is taken for
    it: a field's own editor turned into a `QWidgetItem`, or the process ended. (For the same reason a layout is added
    to another one before it is filled, never after: PySide makes such items then.)
    """
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    found: list[tuple[int, list[QWidget]]] = []
    page = layout.parentWidget()
    for widget in page.findChildren(QWidget, options=direct) if page is not None else ():
        place = layout.indexOf(widget)
        if place >= 0:
            found.append((place, controls_of(widget)))
    found += [(layout.indexOf(inner), _in_layout(inner)) for inner in layout.findChildren(QLayout, options=direct)]
    found.sort(key=lambda entry: entry[0])
    return [control for _place, controls in found for control in controls]
