"""What the page of distributions is made of: a picture, the bars, the numbers, and a line that says what is marked."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cnnlab.document.plan import Plan
from cnnlab.engine.view import Colours
from cnnlab.explain.distribution import Distribution
from cnnlab.gui.drawer.distribution.brush import Brush
from cnnlab.gui.drawer.distribution.dead import DeadChannels
from cnnlab.gui.drawer.distribution.numbers import DistributionNumbers
from cnnlab.gui.drawer.distribution.picture import MarkedPicture
from cnnlab.gui.drawer.distribution.plot import DistributionPlot
from cnnlab.gui.drawer.distribution.sentences import heading, held, outline, range_of
from cnnlab.gui.drawer.zoom import zoom_for
from cnnlab.gui.inspector.elided import ElidedLabel
from cnnlab.gui.theme import Space, Theme, scaled
from cnnlab.text import _

_PICTURE = 0.34  # of the width, at most
_WANTED = (900, 320)  # pixels in which the numbers have their usual size
_SIDE = 164  # width of the column of numbers, at least


class DistributionBody(QScrollArea):
    """Its parts side by side; it scrolls where there is no room for them."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(widgetResizable=True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._plan: Plan | None = None
        self._shown: Distribution | None = None
        self._brush: Brush | None = None
        self.picture, self.plot = MarkedPicture(theme), DistributionPlot(theme)
        self.numbers, self.dead = DistributionNumbers(), DeadChannels()
        self._heading, self._outline, self._said = ElidedLabel(), ElidedLabel(), ElidedLabel()
        for label, role, name in (
            (self._heading, "heading", "distributionHeading"),
            (self._outline, "muted", "distributionOutline"),
            (self._said, "muted", "distributionSaid"),
        ):
            label.setProperty("role", role)
            label.setObjectName(name)
        inside = QWidget()
        self._grid = QGridLayout(inside)
        self._arrange()
        self.setWidget(inside)
        self.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        self.plot.hovered.connect(lambda _bar: self._say())
        self.picture.hovered.connect(self._on_picture_hovered)

    def _arrange(self) -> None:
        grid = self._grid
        grid.setContentsMargins(Space.L, Space.S, Space.L, Space.M)
        grid.setHorizontalSpacing(Space.L)
        grid.setVerticalSpacing(Space.XS)
        grid.addWidget(self.picture, 0, 0, 3, 1)
        grid.addWidget(self._heading, 0, 1)
        grid.addWidget(self.plot, 1, 1)
        self._fill_side()
        self._fill_foot()
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(1, 1)

    def _fill_side(self) -> None:
        column = QVBoxLayout()
        self._grid.addLayout(column, 0, 2, 2, 1)
        column.setSpacing(Space.M)
        column.addWidget(self.numbers)
        column.addWidget(self.dead)
        column.addStretch(1)

    def _fill_foot(self) -> None:
        """What is marked, and what the outline is."""
        row = QHBoxLayout()
        self._grid.addLayout(row, 2, 1, 1, 2)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.M)
        row.addWidget(self._said)
        row.addStretch(1)
        row.addWidget(self._outline)

    # -- told what to show --

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme, at the size of type of the moment."""
        self.picture.set_theme(theme)
        self.plot.set_theme(theme)
        self.numbers.set_theme()
        self._grid.setColumnMinimumWidth(2, scaled(_SIDE))
        self.dead.setMaximumWidth(scaled(_SIDE))
        self.dead.set_theme()
        self._place_picture()

    def retranslate(self) -> None:
        """Use the language of the moment."""
        for part in (self.picture, self.plot, self.numbers, self.dead):
            part.retranslate()
        self._write()

    def show_distribution(self, shown: Distribution, plan: Plan, colours: Colours | None, moving: bool = False) -> None:
        """Show a distribution of a plan in the colours of the pictures; `moving`: live, or while a kernel changes."""
        other, side = self._shown is None or _form(self._shown) != _form(shown), self.numbers.sizeHint().width()
        self._shown, self._plan = shown, plan
        self.plot.show_distribution(shown, colours, moving)
        self.picture.show_distribution(shown, colours)
        self.numbers.show_distribution(shown)
        self.dead.show_channels(shown.dead)
        self._write()
        if other or side != self.numbers.sizeHint().width():
            self._place_picture()

    def show_brush(self, brush: Brush | None) -> None:
        """Mark the cells of a range, or nothing."""
        self._brush = brush
        self.plot.show_brush(brush)
        self.picture.show_brush(brush)
        self._say()

    def _write(self) -> None:
        if self._shown is not None and self._plan is not None:
            self._heading.show_text(heading(self._plan, self._shown))
            self._outline.show_text(outline(self._plan, self._shown))
        self._say()

    def _say(self) -> None:
        """What is marked, or else what is under the pointer."""
        shown, under = self._shown, self.plot.under
        brush = self._brush or (Brush(under, under) if under >= 0 else None)
        if shown is None or brush is None or brush.last > shown.inner + 1:
            text, role = _("Drag over the bars to mark their cells"), "muted"
        else:
            first, last = brush.first, brush.last
            text, role = f"{range_of(shown, first, last)}: {held(shown, first, last)}", "mono"
        if self._said.property("role") != role:
            self._said.setProperty("role", role)
            self._said.style().unpolish(self._said)
            self._said.style().polish(self._said)
        self._said.show_text(text)
        self.plot.setAccessibleDescription(text)

    def _on_picture_hovered(self, bar: int) -> None:
        self.plot.show_under(bar)
        self._say()

    # -- room --

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_picture()

    def _place_picture(self) -> None:
        """Give it what bars and numbers leave, but not more than its share."""
        room = self.viewport().size()
        self.numbers.show_zoom(zoom_for(room, _WANTED))
        side = max(scaled(_SIDE), self.numbers.sizeHint().width())
        left = room.width() - self.plot.minimumWidth() - side - 4 * Space.L
        most = min(round(_PICTURE * room.width()), left)
        self.picture.setFixedWidth(self.picture.width_for(room.height() - Space.S - Space.M, most))


def _form(shown: Distribution) -> object:
    """What the room for the picture depends on."""
    return shown.codes.shape, shown.before is None
