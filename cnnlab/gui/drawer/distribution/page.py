"""How the values of the selected channel or layer are distributed, and where in the picture they are."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
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
from cnnlab.gui.drawer.distribution.body import DistributionBody
from cnnlab.gui.drawer.distribution.brush import Brush
from cnnlab.gui.drawer.page import ExplainPage
from cnnlab.gui.drawer.stopped import StoppedNote
from cnnlab.gui.source_bar.segments import Choice, Segments
from cnnlab.gui.theme import Space, Theme, scaled
from cnnlab.text import N_, Message, _

_OF = (
    Choice("channel", N_("channel"), help=N_("The values of the selected channel")),
    Choice("layer", N_("layer"), help=N_("The values of all channels of the layer, over one scale")),
)
_LEAST = 240  # width in which it can be used, if need be by scrolling


class DistributionPage(ExplainPage):
    """A picture, the bars, the numbers.

    Signals:
        channel_chosen: select another channel of the layer: its number.
    """

    tells = True

    channel_chosen = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setObjectName("distributionPage")
        self._plan: Plan | None = None
        self._layer, self._channel, self._item, self._whole = INPUT, 0, 0, False
        self._shown: Distribution | None = None
        self._brush: Brush | None = None
        self.of, self.log = Segments("distributionOf", _OF), QToolButton()
        self.body = DistributionBody(theme)
        self.picture, self.plot = self.body.picture, self.body.plot
        self.numbers, self.dead = self.body.numbers, self.body.dead
        self._note = StoppedNote("distributionNote")
        self.listen_to(self._note)
        self._arrange()
        self._connect()
        self.setFocusProxy(self.plot)
        self.set_theme(theme)
        self.retranslate()

    def _arrange(self) -> None:
        self.log.setObjectName("distributionLog")
        self.log.setProperty("filled", True)
        self.log.setCheckable(True)
        row = QHBoxLayout(self.tools)
        row.setContentsMargins(Space.S, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addStretch(1)
        row.addWidget(self.of, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.log, 0, Qt.AlignmentFlag.AlignVCenter)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self.body)
        self._pages.addWidget(self._beside_nothing())

    def _beside_nothing(self) -> QWidget:
        """The note at the top of an empty page."""
        around = QWidget()
        column = QVBoxLayout(around)
        column.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        column.addWidget(self._note)
        column.addStretch(1)
        return around

    def _connect(self) -> None:
        self.of.chosen.connect(self.show_of)
        self.log.toggled.connect(self.plot.set_logarithmic)
        self.plot.brushed.connect(self.show_brush)
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
        self.of.set_theme(theme)
        self.body.set_theme(theme)
        self.setMinimumWidth(scaled(_LEAST))

    def retranslate(self) -> None:
        self.setAccessibleName(_("Distribution"))
        self.of.setAccessibleName(_("Whose values"))
        self.log.setText(_("log"))
        self.log.setAccessibleName(_("Logarithmic heights"))
        self.log.setToolTip(_("Let heights grow with the logarithm of the count, so that rare values are seen"))
        self.of.retranslate()
        self.body.retranslate()

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
            colours = result.job.view.colours
            if answer is not self._shown or colours is not self.picture.colours:
                self._shown = answer
                moving = result.job.frame.live or result.job.quick
                self.body.show_distribution(answer, result.job.plan, colours, moving)
            self._pages.setCurrentIndex(0)
        elif isinstance(answer, Message):
            self._note.show_stop(self._plan, self._layer, answer, failures=result.failures)
            self._pages.setCurrentIndex(1)

    def show_of(self, choice: str) -> None:
        """Show the `channel` or the `layer`."""
        self._whole = choice == "layer"
        self._ask()

    def show_brush(self, brush: Brush | None) -> None:
        """Mark the cells of a range, or nothing."""
        self._brush = brush
        self.body.show_brush(brush)

    def _ask(self) -> None:
        """Ask for what is selected; of single numbers only all together are worth a look."""
        plan = self._plan
        if plan is None or not (self._layer == INPUT or plan.stack.has(self._layer)):
            return
        shape = plan.input_shape if self._layer == INPUT else plan.layer(self._layer).output_shape
        single = shape is not None and plane_shape(shape)[2:] == (1, 1)
        whole = self._whole or single
        if shape is None:
            self._note.show_stop(plan, self._layer)
            self._pages.setCurrentIndex(1)
        self.of.set_enabled(("layer",) if single else ("channel", "layer"))
        self.of.show_current("layer" if whole else "channel")
        asked = DistributionOf(self._layer, self._channel, self._item, whole)
        if self.questions and self.questions[0] != asked:
            self.show_brush(None)
        self.ask(asked)
