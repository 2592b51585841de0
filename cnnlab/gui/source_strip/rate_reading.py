"""How fast a source delivers, or what it does instead."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cnnlab.gui.fonts import mono_font
from cnnlab.gui.inspector.reading import Reading
from cnnlab.gui.theme import TextSize


class RateReading(Reading):
    """A reading at the right end of the strip, in the face of numbers."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)

    def fit(self) -> None:
        """Take the size of type of the moment."""
        super().fit()
        self.setFont(mono_font(TextSize.SMALL))
        self.updateGeometry()
