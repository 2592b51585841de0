"""The five columns side by side: arrow keys go from one to the next, hovering one lights its cells."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from cnnlab.engine.view import Pixels
from cnnlab.explain.norms import KINDS, NONE, NormComparison
from cnnlab.gui.norms_page.column import ColumnButton
from cnnlab.gui.theme import Space, Theme

_ACROSS = (5, 3, 2)  # columns in a line
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


class Columns(QWidget):
    """The columns.

    Signals:
        chosen: a column was clicked: its kind.
        pointed: the pointer or the focus came to a column: its kind; None when it went away.
        resized: pictures of another size are wanted.
    """

    chosen = Signal(str)
    pointed = Signal(object)
    resized = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("normColumns")
        self.buttons = {kind: ColumnButton(kind, theme) for kind in KINDS}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(Space.S)
        self._across = 0
        self._flow(_ACROSS[0])
        for kind, button in self.buttons.items():
            button.clicked.connect(lambda _checked=False, kind=kind: self.chosen.emit(kind))
            button.entered.connect(lambda kind=kind: self.pointed.emit(kind))
            button.left.connect(lambda: self.pointed.emit(None))

    def fit(self, room: QSize, zoom: float) -> None:
        """Stand in as few lines as the width has room for; everything in them so many times as large, and pictures
        rather small than numbers beyond the height.
        """
        width = room.width()
        for button in self.buttons.values():
            button.show_zoom(zoom)
            button.show_height(room.height())
        least = max(button.minimumWidth() for button in self.buttons.values()) + Space.S
        self._flow(next((n for n in _ACROSS if n * least <= width + Space.S), 1))

    def _flow(self, across: int) -> None:
        if across == self._across:
            return
        self._across = across
        for place, button in enumerate(self.buttons.values()):
            self._grid.addWidget(button, *divmod(place, across))
        for column in range(len(self.buttons)):
            self._grid.setColumnStretch(column, int(column < across))

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme, at the size of type of the moment."""
        for button in self.buttons.values():
            button.set_theme(theme)

    def retranslate(self) -> None:
        """Use the language of the moment."""
        for button in self.buttons.values():
            button.retranslate()

    def show_comparison(self, comparison: NormComparison, table: Pixels, plain: Pixels) -> None:
        """Show the numbers and pictures of all columns; what no norm has changed in the `plain` colours."""
        for column in comparison.columns:
            self.buttons[column.kind].show_column(column, comparison, plain if column.kind == NONE else table)

    def show_current(self, kind: str) -> None:
        """Mark the column that runs."""
        for button in self.buttons.values():
            button.show_current(button.kind == kind)

    def show_lit(self, kind: str) -> None:
        """Mark the column whose cells are lit."""
        for button in self.buttons.values():
            button.show_lit(button.kind == kind)

    def picture_size(self, count: int, plane: tuple[int, int]) -> QSize:
        """How large each of so many pictures of a plane is painted."""
        return next(iter(self.buttons.values())).picture_size(count, plane)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        buttons = list(self.buttons.values())
        focused = next((place for place, button in enumerate(buttons) if button.hasFocus()), None)
        if step is None or focused is None:
            super().keyPressEvent(event)
        else:
            buttons[(focused + step) % len(buttons)].setFocus(Qt.FocusReason.TabFocusReason)
