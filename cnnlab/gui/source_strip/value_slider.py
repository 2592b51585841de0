"""A slider with its name on the left and its value on the right."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QSlider, QWidget

from cnnlab.gui.fonts import mono_font
from cnnlab.gui.theme import Space, TextSize, Theme, scaled

_TRACK = 84


class ValueSlider(QWidget):
    """One whole number, chosen by sliding or by keys.

    Signals:
        value_changed: the number the user has chosen.
    """

    value_changed = Signal(int)

    def __init__(self, name: str, least: int, most: int, value: int) -> None:
        super().__init__()
        self._label, self._value = QLabel(), QLabel()
        self._label.setProperty("role", "muted")
        self._value.setProperty("role", "mono")
        self._value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(least, most)
        self.slider.setValue(value)
        self.slider.setObjectName(name)
        self.slider.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        for part in (self._label, self.slider, self._value):
            row.addWidget(part)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.slider.valueChanged.connect(self._on_slider_changed)
        self._show()

    @property
    def value(self) -> int:
        """The number that is shown."""
        return int(self.slider.value())

    def show_value(self, value: int) -> None:
        """Show another number without telling."""
        with QSignalBlocker(self.slider):
            self.slider.setValue(value)
        self._show()

    def explain(self, name: str, about: str) -> None:
        """Say what the number is."""
        self._label.setText(name)
        self.slider.setAccessibleName(name)
        for part in (self, self.slider):
            part.setToolTip(about)

    def show_name(self, shown: bool) -> None:
        """Show the name, or leave it to the tooltip."""
        self._label.setVisible(shown)

    def width_for(self, name: bool) -> int:
        """Width with the name or without."""
        label = self._label.sizeHint().width() + Space.S if name else 0
        return label + scaled(_TRACK) + Space.S + self._value.minimumWidth()

    def set_theme(self, theme: Theme) -> None:
        """Take the size of type of the moment."""
        self.slider.setFixedWidth(scaled(_TRACK))
        digits = QFontMetrics(mono_font(TextSize.SMALL)).horizontalAdvance("0" * len(str(self.slider.maximum())))
        self._value.setFixedWidth(digits + 2)

    def _show(self) -> None:
        self._value.setText(str(self.slider.value()))

    def _on_slider_changed(self, value: int) -> None:
        self._show()
        self.value_changed.emit(value)
