"""Between picture and profile: what the profile runs along, and how large the picture is."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from cnnlab.gui.plot_view import LEFT
from cnnlab.gui.source_bar.segments import Choice, Segments
from cnnlab.gui.theme import Space, Theme, scaled
from cnnlab.text import N_, _

_DIRECTIONS = (
    Choice("row", N_("row"), help=N_("The profile runs along the row of the cursor")),
    Choice("column", N_("column"), help=N_("The profile runs along the column of the cursor")),
)


class LargeTools(QWidget):
    """Row or column on the left, zoom on the right.

    Signals:
        direction_chosen: whether the profile runs along the row.
        fit_requested, actual_requested: show all of the channel; a pixel a cell.
    """

    direction_chosen = Signal(bool)
    fit_requested = Signal()
    actual_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("largeTools")
        self._choice = True
        self._direction = Segments("largeDirection", _DIRECTIONS)
        self._direction.show_current("row")
        self._direction.chosen.connect(self._on_direction_chosen)
        self._place, self._zoom = QLabel(), QLabel()
        for label, name in ((self._place, "largeLine"), (self._zoom, "largeZoom")):
            label.setObjectName(name)
            label.setProperty("role", "number")
        self._fit, self._actual = QToolButton(), QToolButton()
        for button, name in ((self._fit, "largeFit"), (self._actual, "largeActual")):
            button.setObjectName(name)
            button.setProperty("filled", True)
        self._fit.clicked.connect(self.fit_requested)
        self._actual.clicked.connect(self.actual_requested)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(LEFT, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(self._direction)
        row.addWidget(self._place)
        row.addStretch(1)
        for widget in (self._zoom, self._fit, self._actual):
            row.addWidget(widget)
        self.retranslate()

    def minimumSizeHint(self) -> QSize:
        """The two readings give way where there is no room."""
        buttons = sum(part.sizeHint().width() for part in (self._direction, self._fit, self._actual))
        return QSize(scaled(LEFT) + buttons + 3 * Space.S, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        room = self.width() - self.minimumSizeHint().width()
        for reading, wanted in ((self._zoom, True), (self._place, self._choice)):
            room -= reading.sizeHint().width() + Space.S
            reading.setVisible(wanted and room >= 0)

    @property
    def along_row(self) -> bool:
        """Whether the profile runs along the row."""
        return self._direction.current == "row"

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme, in line with the plots at the size of type of the moment."""
        self._row.setContentsMargins(scaled(LEFT), 0, 0, 0)
        self._direction.set_theme(theme)

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self._direction.retranslate()
        self._direction.setAccessibleName(_("Direction of the profile"))
        self._fit.setText(_("fit"))
        self._fit.setAccessibleName(_("Fit"))
        self._fit.setToolTip(_("Show all of the channel (F, or a double click)"))
        self._actual.setText("1:1")
        self._actual.setAccessibleName(_("One pixel a cell"))
        self._actual.setToolTip(_("One pixel of the screen a cell (1)"))
        self._zoom.setToolTip(_("Pixels of the screen a cell; the wheel zooms, + and − too"))

    def show_place(self, row: bool, at: int, choice: bool = True) -> None:
        """Say which line the profile shows; without a choice there is one row only."""
        self._choice = choice
        self._direction.setVisible(choice)
        self._place.setText(f"y = {at}" if row else f"x = {at}")
        self._make_room()

    def show_zoom(self, pixels: float) -> None:
        """Say how large a cell is."""
        self._zoom.setText(f"{pixels:.3g}×")
        self._make_room()

    def _on_direction_chosen(self, direction: str) -> None:
        self._direction.show_current(direction)
        self.direction_chosen.emit(self.along_row)
