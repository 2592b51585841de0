"""How the values of the selected channel or layer are distributed, and where in the picture they are."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from cnnlab.document.plan import Plan
from cnnlab.document.stack import INPUT
from cnnlab.engine.planes import plane_shape
from cnnlab.engine.view import Result
from cnnlab.explain.distribution import Distribution
from cnnlab.explain.questions import DistributionOf
from cnnlab.gui.drawer.distribution.brush import Brush
from cnnlab.gui.drawer.distribution.dead import DeadChannels
from cnnlab.gui.drawer.distribution.numbers import DistributionNumbers
from cnnlab.gui.drawer.distribution.picture import MarkedPicture
from cnnlab.gui.drawer.distribution.plot import DistributionPlot
from cnnlab.gui.drawer.distribution.sentences import heading, held, outline, range_of
from cnnlab.gui.drawer.page import ExplainPage
from cnnlab.gui.inspector.elided import ElidedLabel
from cnnlab.gui.source_bar.segments import Choice, Segments
from cnnlab.gui.theme import Space, Theme, scaled
from cnnlab.text import N_, Message, _

_OF = (
    Choice("channel", N_("channel"), help=N_("The values of the selected channel")),
    Choice("layer", N_("layer"), help=N_("The values of all channels of the layer, over one scale")),
)
_PICTURE = 0.34  # of the page's width, at most
_SIDE = 190  # width of the column of numbers, at least
_LEAST = 480  # width in which all of it is still seen


class DistributionPage(ExplainPage):
    """A picture, the bars, the numbers.

    Signals:
        channel_chosen: select another channel of the layer: its number.
    """

    channel_chosen = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setObjectName("distributionPage")
        self._plan: Plan | None = None
        self._layer, self._channel, self._item, self._whole = INPUT, 0, 0, False
        self._shown: Distribution | None = None
        self._brush: Brush | None = None
        self.of, self.log = Segments("distributionOf", _OF), QToolButton()
        self.picture, self.plot = MarkedPicture(theme), DistributionPlot(theme)
        self.numbers, self.dead = DistributionNumbers(), DeadChannels()
        self._heading, self._outline, self._said = ElidedLabel(), ElidedLabel(), ElidedLabel()
        self._note = QLabel(wordWrap=True, alignment=Qt.AlignmentFlag.AlignCenter)
        self._arrange()
        self._connect()
        self.setFocusProxy(self.plot)
        self.set_theme(theme)
        self.retranslate()

    def _arrange(self) -> None:
        row = QHBoxLayout(self.tools)
        row.setContentsMargins(Space.S, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addStretch(1)
        row.addWidget(self.of, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.log, 0, Qt.AlignmentFlag.AlignVCenter)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._body())
        self._pages.addWidget(self._note)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)  # no text widens the window

    def _body(self) -> QWidget:
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(Space.L, Space.S, Space.L, Space.M)
        grid.setHorizontalSpacing(Space.L)
        grid.setVerticalSpacing(Space.XS)
        grid.addWidget(self.picture, 0, 0, 3, 1)
        grid.addLayout(self._head(), 0, 1)
        grid.addWidget(self.plot, 1, 1)
        grid.addWidget(self._said, 2, 1)
        grid.addLayout(self._side(), 0, 2, 3, 1)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(1, 1)
        return body

    def _head(self) -> QHBoxLayout:
        self._heading.setProperty("role", "heading")
        self._heading.setObjectName("distributionHeading")
        self._outline.setProperty("role", "muted")
        self._outline.setObjectName("distributionOutline")
        self.log.setObjectName("distributionLog")
        self.log.setProperty("filled", True)
        self.log.setCheckable(True)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.M)
        row.addWidget(self._heading)
        row.addStretch(1)
        row.addWidget(self._outline)
        return row

    def _side(self) -> QVBoxLayout:
        self._note.setProperty("role", "muted")
        self._note.setObjectName("distributionNote")
        self._said.setObjectName("distributionSaid")
        column = QVBoxLayout()
        column.setSpacing(Space.M)
        column.addWidget(self.numbers)
        column.addWidget(self.dead)
        column.addStretch(1)
        return column

    def _connect(self) -> None:
        self.of.chosen.connect(self.show_of)
        self.log.toggled.connect(self.plot.set_logarithmic)
        self.plot.brushed.connect(self.show_brush)
        self.plot.hovered.connect(lambda _bar: self._say())
        self.picture.hovered.connect(self._on_picture_hovered)
        self.dead.chosen.connect(self.channel_chosen)

    @property
    def shown(self) -> Distribution | None:
        """The distribution on show."""
        return self._shown

    @property
    def brush(self) -> Brush | None:
        """The marked range."""
        return self._brush

    # -- told what to show --

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        for part in (self.of, self.picture, self.plot):
            part.set_theme(theme)
        self.numbers.set_theme()
        self.setMinimumWidth(scaled(_LEAST))
        self.numbers.setMinimumWidth(scaled(_SIDE))
        self.dead.setMaximumWidth(scaled(_SIDE))
        self.dead.set_theme()
        self._place_picture()

    def retranslate(self) -> None:
        self.setAccessibleName(_("Distribution"))
        self.of.setAccessibleName(_("Whose values"))
        self.log.setText(_("log"))
        self.log.setAccessibleName(_("Logarithmic heights"))
        self.log.setToolTip(_("Let heights grow with the logarithm of the count, so that rare values are seen"))
        for part in (self.of, self.picture, self.plot, self.numbers, self.dead):
            part.retranslate()
        self._write()

    def show_plan(self, plan: Plan) -> None:
        self._plan = plan
        self._ask()

    def show_selection(self, layer: str, out: int, into: int) -> None:
        self._layer, self._channel = layer or INPUT, max(out, 0)
        self._ask()

    def show_item(self, item: int) -> None:
        """Show another item of the batch."""
        self._item = item
        self._ask()

    def show_result(self, result: Result) -> None:
        answer = result.answers.get(self.questions[0]) if self.questions else None
        if isinstance(answer, Distribution):
            if answer is not self._shown or result.job.view.colours is not self.picture.colours:
                self._show(answer, result)
        elif isinstance(answer, Message):
            self._note.setText(str(answer))
            self._pages.setCurrentIndex(1)

    def show_of(self, choice: str) -> None:
        """Show the `channel` or the `layer`."""
        self._whole = choice == "layer"
        self._ask()

    def show_brush(self, brush: Brush | None) -> None:
        """Mark the cells of a range, or nothing."""
        self._brush = brush
        self.plot.show_brush(brush)
        self.picture.show_brush(brush)
        self._say()

    def _ask(self) -> None:
        """Ask for what is selected; of single numbers only all together are worth a look."""
        plan = self._plan
        if plan is None or not (self._layer == INPUT or plan.stack.has(self._layer)):
            return
        shape = plan.input_shape if self._layer == INPUT else plan.layer(self._layer).output_shape
        single = shape is not None and plane_shape(shape)[2:] == (1, 1)
        whole = self._whole or single
        self.of.set_enabled(("layer",) if single else ("channel", "layer"))
        self.of.show_current("layer" if whole else "channel")
        asked = DistributionOf(self._layer, self._channel, self._item, whole)
        if self.questions and self.questions[0] != asked:
            self.show_brush(None)
        self.ask(asked)

    def _show(self, shown: Distribution, result: Result) -> None:
        other = self._shown is None or _form(self._shown) != _form(shown)
        self._shown = shown
        colours = result.job.view.colours
        self.plot.show_distribution(shown, colours)
        self.picture.show_distribution(shown, colours)
        self.numbers.show_distribution(shown)
        self.dead.show_channels(shown.dead)
        self._pages.setCurrentIndex(0)
        if other:
            self._place_picture()
        self._write()

    def _write(self) -> None:
        if self._shown is None or self._plan is None:
            return
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
        self._said.show_text(text)
        self.plot.setAccessibleDescription(text)
        if self._said.property("role") != role:
            self._said.setProperty("role", role)
            self._said.style().unpolish(self._said)
            self._said.style().polish(self._said)

    def _on_picture_hovered(self, bar: int) -> None:
        self.plot.show_under(bar)
        self._say()

    # -- events --

    def event(self, event: QEvent) -> bool:
        """Esc ends the marking before it closes the drawer."""
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and self._brush is not None
        if escape and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._brush is not None:
            self.show_brush(None)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_picture()

    def _place_picture(self) -> None:
        """Give it what bars and numbers leave, but not more than its share."""
        height = self.height() - Space.S - Space.M
        others = self.plot.minimumWidth() + self.numbers.sizeHint().width() + 4 * Space.L
        most = min(round(_PICTURE * self.width()), self.width() - others)
        self.picture.setFixedWidth(self.picture.width_for(height, most))


def _form(shown: Distribution) -> object:
    """What the room for the picture depends on."""
    return shown.codes.shape, shown.before is None
