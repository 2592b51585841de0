"""The faces of a sheet."""

from __future__ import annotations

from cnnlab.gui.canvas.face import Face
from cnnlab.gui.fonts import mono_font, ui_font
from cnnlab.gui.theme import TextSize, scaled


class Faces:
    """The faces of a sheet whose cells have type of this size; what is written beside them is a bit larger."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.cell = Face(mono_font(size))
        self.number = Face(mono_font(size + 1))
        self.strong = Face(mono_font(size + 3, 600))
        self.words = Face(ui_font(size + 1))
        self.label = Face(ui_font(size + 1, 600))
        self.axis = Face(mono_font(TextSize.SMALL))

    @property
    def line(self) -> int:
        """Height of a line of text."""
        return scaled(round(1.75 * (self.size + 1)))

    @property
    def cell_height(self) -> int:
        """Height of a cell with a number."""
        return scaled(round(2.1 * self.size))
