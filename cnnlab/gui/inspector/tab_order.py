"""The order of the Tab key where controls come and go: that of the layout, from top to bottom."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QWidget


def controls_of(widget: QWidget) -> list[QWidget]:
    """The controls that Tab can reach, shown or not, as they stand in the layouts."""
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus:
        return [widget]
    layout = widget.layout()
    if layout is not None:
        return _in_layout(layout)
    inside = widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return [control for child in inside for control in controls_of(child)]


def _in_layout(layout: QLayout) -> list[QWidget]:
    found: list[QWidget] = []
    for place in range(layout.count()):
        item = layout.itemAt(place)
        assert item is not None
        inner, widget = item.layout(), item.widget()
        if inner is not None:
            found += _in_layout(inner)
        elif widget is not None:
            found += controls_of(widget)
    return found
