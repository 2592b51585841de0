"""Labels of the explanations: plain text that can be selected."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel


def text_label(role: str, name: str = "", wrap: bool = False) -> QLabel:
    """A label that can be selected with the pointer."""
    label = QLabel(wordWrap=wrap)
    label.setObjectName(name)
    label.setProperty("role", role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def set_role(label: QLabel, role: str) -> None:
    """Let a label look otherwise."""
    if label.property("role") != role:
        label.setProperty("role", role)
        label.style().polish(label)
