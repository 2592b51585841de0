"""The faces of a sheet."""

from __future__ import annotations

from cnnlab.gui.canvas.face import Face
from cnnlab.gui.fonts import kept, mono_font, ui_font
from cnnlab.gui.pixel.sheet import Addend
from cnnlab.gui.theme import Space, TextSize, scaled


class Faces:
    """The faces of a sheet whose cells have type of this size; what is written beside them is a bit larger.

    Attributes:
        size: pixels of the cells' type, at the usual size of type.
        tight: whether everything stands as near to each other as it can.
    """

    def __init__(self, size: int, tight: bool = False) -> None:
        self.size, self.tight = size, tight
        self.cell = Face(mono_font(size))
        self.number = Face(mono_font(size + 1))
        self.strong = Face(mono_font(size + 3, 600))
        self.words = Face(ui_font(size + 1))
        self.label = Face(ui_font(size + 1, 600))
        self.axis = Face(mono_font(TextSize.SMALL))

    def of(self, addend: Addend) -> tuple[Face, Face, Face]:
        """The faces of an addend's sign, name and number."""
        return self.words, self.words, self.strong if addend.strong else self.number

    @property
    def apart(self) -> int:
        """Pixels between rows."""
        return scaled(Space.S if self.tight else Space.M)

    @property
    def gap(self) -> int:
        """Pixels between what stands side by side in a row."""
        return scaled(Space.XS + 1 if self.tight else Space.S)

    @property
    def around(self) -> int:
        """Pixels beside a number in its cell, both sides together."""
        return scaled(Space.XS + 2 if self.tight else Space.S)

    @property
    def line(self) -> int:
        """Height of a line of text."""
        return scaled(round(1.75 * (self.size + 1)))

    @property
    def cell_height(self) -> int:
        """Height of a cell with a number."""
        return scaled(round((1.75 if self.tight else 2.1) * self.size))


@kept
def faces_of(size: int, tight: bool = False) -> Faces:
    """The faces of a sheet, made once for each size."""
    return Faces(size, tight)
