"""Beside the channel: the input, the distribution with the colour scale, the numbers."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from cnnlab.engine.view import Colours, Plane
from cnnlab.explain.digits import range_text, short_text
from cnnlab.gui.large.histogram import HistogramView
from cnnlab.gui.large.input_view import InputView
from cnnlab.gui.large.numbers_table import NumbersTable
from cnnlab.gui.theme import Space, Theme, scaled
from cnnlab.text import _

WIDTH = 236  # at most; less where the picture would suffer


class LargeSide(QWidget):
    """A narrow column.

    Signals:
        scale_chosen: the |value| of full colour for this view, or None for the automatic one.
    """

    scale_chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("largeSide")
        self.input = InputView(theme)
        self.histogram = HistogramView(theme)
        self.numbers = NumbersTable()
        self._input_label, self._field, self._values_label, self._ends = QLabel(), QLabel(), QLabel(), QLabel()
        self._automatic, self._log = QToolButton(), QToolButton()
        self._log.setCheckable(True)
        self._arrange()
        self._log.toggled.connect(self.histogram.set_logarithmic)
        self._automatic.clicked.connect(lambda: self.scale_chosen.emit(None))
        self.histogram.level_dragged.connect(lambda level: self.scale_chosen.emit(level))
        self.set_theme(theme)
        self.retranslate()

    def _arrange(self) -> None:
        for label in (self._input_label, self._values_label):
            label.setProperty("role", "section")
        for number, name in ((self._field, "largeField"), (self._ends, "largeEnds")):
            number.setProperty("role", "number")
            number.setObjectName(name)
        for button, name in ((self._automatic, "largeAutomatic"), (self._log, "largeLogarithm")):
            button.setObjectName(name)
            button.setProperty("filled", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, Space.M, Space.M)
        column.setSpacing(Space.S)
        _add_line(column, self._input_label, self._field)
        column.addWidget(self.input)
        column.addSpacing(Space.S)
        _add_line(column, self._values_label, self._ends, self._automatic, self._log)
        column.addWidget(self.histogram)
        column.addWidget(self.numbers)
        column.addStretch(1)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.setMaximumWidth(scaled(WIDTH))
        self.input.set_theme(theme)
        self.histogram.set_theme(theme)

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self._input_label.setText(_("Input"))
        self._values_label.setText(_("Values"))
        self._field.setToolTip(_("Rows × columns of the input that the cell under the cursor is made from"))
        self._ends.setToolTip(_("The values at which the colours end"))
        self._automatic.setText(_("auto"))
        self._automatic.setAccessibleName(_("Automatic colour scale"))
        self._automatic.setToolTip(_("Give up the scale that you dragged: colours end where the source bar says"))
        self._log.setText(_("log"))
        self._log.setAccessibleName(_("Logarithmic heights"))
        self._log.setToolTip(_("Let heights grow with the logarithm of the count, so that rare values are seen"))
        for view in (self.input, self.histogram, self.numbers):
            view.retranslate()

    def show_plane(self, plane: Plane | None, colours: Colours) -> None:
        """Show distribution and numbers."""
        self.histogram.show_plane(plane, colours)
        self.numbers.show_numbers(plane.numbers if plane is not None else None)
        low, high = plane.levels if plane is not None else (0.0, 0.0)
        self._ends.setText("" if plane is None else f"±{short_text(high)}" if low == -high else range_text(low, high))
        self._automatic.setVisible(plane is not None and plane.large.scale is not None)

    def show_field(self, size: tuple[int, int] | None) -> None:
        """Say how large the receptive field under the cursor is."""
        self._field.setText(f"{size[0]} × {size[1]}" if size is not None else "")


def _add_line(column: QVBoxLayout, *widgets: QWidget) -> None:
    row = QHBoxLayout()
    column.addLayout(row)
    row.setSpacing(Space.XS)
    row.addWidget(widgets[0], 1)
    for widget in widgets[1:]:
        row.addWidget(widget)
