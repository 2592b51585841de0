"""What stands above the sheet: the element and its value, what is done, whether it holds, and its receptive field."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from fractions import Fraction

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
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
        self.title, self.value, self.about, self.verdict = ElidedLabel(), QLabel(), ElidedLabel(), QLabel()
        self.field, self.gradient, self.glow = ElidedLabel(), ElidedLabel(), QPushButton()
        for widget, name in (
            (self.title, "pixelTitle"),
            (self.value, "pixelValue"),
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
        self._first, self._second = QHBoxLayout(), QHBoxLayout()
        column.addLayout(self._first)
        column.addLayout(self._second)
        self._first.setSpacing(Space.S)
        self._second.setSpacing(Space.L)
        self._first.addWidget(self.title)
        self._first.addWidget(self.value)
        self._first.addStretch(1)
        self._first.addWidget(self.verdict)
        for widget in (self.about, self.field, self.gradient, self.glow):
            self._second.addWidget(widget)
        self._second.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """The verdict stands at the end of the first line, or before the second where that has no room."""
        wanted = sum(part.sizeHint().width() + Space.L for part in (self.title, self.value, self.verdict))
        below = self.width() < wanted + Space.L
        if below != (self._second.indexOf(self.verdict) >= 0):
            (self._first if below else self._second).removeWidget(self.verdict)
            if below:
                self._second.insertWidget(0, self.verdict)
            else:
                self._first.addWidget(self.verdict)

    def set_theme(self, theme: Theme) -> None:
        """Write in another theme, at the size of type of the moment."""
        self._theme = theme
        for label in (self.title, self.value):
            label.setFont(mono_font(TextSize.TITLE, 600))
        self._make_room()

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self.glow.setToolTip(_("Bring the input row into view"))
        self.show_gradient(self._gradient)

    def show_sheet(self, sheet: Sheet) -> None:
        """Say what the sheet is about."""
        self.title.show_text(sheet.title)
        self.value.setText(f"= {sheet.value}" if sheet.value else "")
        self.about.show_text(" · ".join(part for part in (sheet.about, *sheet.notes) if part))
        self.verdict.setText(sheet.verdict and (_("equal to the tensor") if sheet.holds else _("not the tensor's")))
        self.verdict.setToolTip(sheet.verdict)
        style = f"color: {self._theme.positive if sheet.holds else self._theme.warning}"
        if style != self.verdict.styleSheet():  # to set it takes longer than all the rest
            self.verdict.setStyleSheet(style)
        self._make_room()

    def show_sizes(self, sizes: Sizes, layer: str) -> None:
        """Say how large the receptive field of a layer is, its jump and its start."""
        text = _sizes_text(*sizes[layer]) if layer in sizes else ""
        self.field.show_text(text)
        self.field.setVisible(bool(text))

    def show_gradient(self, gradient: Gradient | Message) -> None:
        """Say where the effective field is seen, or why it is not."""
        self._gradient = gradient
        shown = gradient is Gradient.SHOWN
        text = str(gradient) if isinstance(gradient, Message) else _(gradient.value) if gradient.value else ""
        self.glow.setText(text if shown else "")
        self.glow.setAccessibleName(text)
        self.glow.setVisible(shown)
        self.gradient.show_text("" if shown else text)
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
