"""What stands above the sheet: the element and its value, what is done, whether it holds, and its receptive field."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from fractions import Fraction

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from cnnlab.blocks.sizes import by
from cnnlab.explain.receptive import AxisField
from cnnlab.gui.fonts import mono_font
from cnnlab.gui.inspector.elided import ElidedLabel
from cnnlab.gui.pixel.sheet import Sheet
from cnnlab.gui.theme import Space, TextSize, Theme
from cnnlab.text import N_, Message, _

Sizes = Mapping[str, tuple[AxisField, AxisField]]


class Gradient(Enum):
    """What there is to say of the effective field."""

    OFF = ""
    AWAITED = N_("gradient: waits until the picture stands still")
    NOTHING = N_("gradient: 0, no cell of the picture moves this value")
    SHOWN = N_("gradient: below, and on the input row")


class PixelHead(QWidget):
    """Two lines.

    Signals:
        input_wanted: bring the input into view, on which the gradient is shown.
    """

    input_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._gradient: Gradient | Message = Gradient.OFF
        self.title, self.about, self.verdict = QLabel(), ElidedLabel(), QLabel()
        self.field, self.gradient, self.glow = QLabel(), QLabel(), QPushButton()
        for widget, name in (
            (self.title, "pixelTitle"),
            (self.verdict, "pixelVerdict"),
            (self.field, "pixelField"),
            (self.gradient, "pixelGradient"),
            (self.glow, "pixelShowInput"),
        ):
            widget.setObjectName(name)
        for label in (self.about, self.field, self.gradient):
            label.setProperty("role", "muted")
        self.glow.setProperty("link", True)
        self.glow.setCursor(Qt.CursorShape.PointingHandCursor)
        self.glow.clicked.connect(self.input_wanted)
        self._arrange()
        self.set_theme(theme)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.XS, Space.L, Space.XS)
        column.setSpacing(Space.XS)
        first, second = QHBoxLayout(), QHBoxLayout()
        column.addLayout(first)
        column.addLayout(second)
        first.setSpacing(Space.M)
        second.setSpacing(Space.L)
        first.addWidget(self.title)
        first.addWidget(self.about)
        first.addStretch(1)  # the words stand next to what they are about, the verdict at the end
        first.addWidget(self.verdict)
        for widget in (self.field, self.gradient, self.glow):
            second.addWidget(widget)
        second.addStretch(1)

    def set_theme(self, theme: Theme) -> None:
        """Write in another theme, at the size of type of the moment."""
        self._theme = theme
        self.title.setFont(mono_font(TextSize.TITLE, 600))

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self.glow.setToolTip(_("Bring the input row into view"))
        self.show_gradient(self._gradient)

    def show_sheet(self, sheet: Sheet) -> None:
        """Say what the sheet is about."""
        self.title.setText(f"{sheet.title} = {sheet.value}" if sheet.value else sheet.title)
        self.about.show_text(" · ".join(part for part in (sheet.about, *sheet.notes) if part))
        self.verdict.setText(sheet.verdict and (_("equal to the tensor") if sheet.holds else _("not the tensor's")))
        self.verdict.setToolTip(sheet.verdict)
        style = f"color: {self._theme.positive if sheet.holds else self._theme.warning}"
        if style != self.verdict.styleSheet():  # to set it takes longer than all the rest
            self.verdict.setStyleSheet(style)

    def show_sizes(self, sizes: Sizes, layer: str) -> None:
        """Say how large the receptive field of a layer is, its jump and its start."""
        self.field.setText(_sizes_text(*sizes[layer]) if layer in sizes else "")
        self.field.setVisible(bool(self.field.text()))

    def show_gradient(self, gradient: Gradient | Message) -> None:
        """Say where the effective field is seen, or why it is not."""
        self._gradient = gradient
        shown = gradient is Gradient.SHOWN
        text = str(gradient) if isinstance(gradient, Message) else _(gradient.value) if gradient.value else ""
        self.glow.setText(text if shown else "")
        self.glow.setAccessibleName(text)
        self.glow.setVisible(shown)
        self.gradient.setText("" if shown else text)
        self.gradient.setVisible(bool(text) and not shown)


def _sizes_text(rows: AxisField, columns: AxisField) -> str:
    """Size, jump and start of a layer's receptive field."""
    parts = [_("receptive field {size}").format(size=by((rows.size, columns.size)))]
    if rows.jump is not None and columns.jump is not None:
        parts.append(_("jump {jump}").format(jump=_pair(rows.jump, columns.jump)))
    if rows.start is not None and columns.start is not None:
        parts.append(_("start {start}").format(start=_pair(rows.start, columns.start)))
    return ", ".join(parts)


def _pair(y: Fraction | int, x: Fraction | int) -> str:
    return str(y) if y == x else f"{y}, {x}"
