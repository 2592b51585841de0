"""The bars of a distribution over the colours of its scale, some of which a person can mark."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnlab.engine.view import Colours
from cnnlab.explain.distribution import Distribution
from cnnlab.gui.drawer.distribution.brush import Brush
from cnnlab.gui.drawer.distribution.geometry import BarPlaces
from cnnlab.gui.drawer.distribution.plot_keys import PLOT_KEYS
from cnnlab.gui.drawer.distribution.plot_paint import BOTTOM, LEFT, TOP, PlotPainter
from cnnlab.gui.theme import Space, Theme, scaled
from cnnlab.text import _

_END = 14  # width of the bar of what lies beyond the scale
_DRAG = 3  # pixels that make a drag of a press
_LEAST = QSize(190, 110)


class DistributionPlot(QWidget):
    """Bars; a drag over them marks a range, a click marks nothing.

    Signals:
        brushed: another range is marked: a `Brush`, or None.
        hovered: the bar under the pointer, or −1.
    """

    brushed = Signal(object)
    hovered = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("distributionPlot")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._painter = PlotPainter(theme)
        self._shown: Distribution | None = None
        self._brush: Brush | None = None
        self._pressed: QPointF | None = None
        self._dragged = False
        self._under = -1
        self._by_keys = False

    @property
    def brush(self) -> Brush | None:
        """The marked range."""
        return self._brush

    @property
    def under(self) -> int:
        """The bar under the pointer, or that of the cell under it; −1 for none."""
        return self._under

    # -- told what to show --

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme, at the size of type of the moment."""
        self._painter.set_theme(theme)
        self.setMinimumSize(scaled(_LEAST.width()), scaled(_LEAST.height()))
        self.update()

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self.setAccessibleName(_("Distribution"))
        self.setToolTip(
            _(
                "How often each value occurs, over the colours of the pictures. The bars set apart at the ends are the "
                "values beyond the scale. Drag over bars to mark their cells in the picture; a click or Esc ends it"
            )
        )

    def set_logarithmic(self, on: bool) -> None:
        """Let the height of a bar grow with the logarithm of the count."""
        self._painter.set_logarithmic(on)
        self.update()

    def show_distribution(self, shown: Distribution | None, colours: Colours | None, moving: bool = False) -> None:
        """Show bars in the colours of the pictures; those of `moving` values keep their scale as long as they can."""
        self._shown = shown
        self._painter.show_distribution(shown, colours, moving)
        self.update()

    def show_brush(self, brush: Brush | None) -> None:
        """Mark a range, or nothing."""
        if brush != self._brush:
            self._brush = brush
            self.update()

    def show_under(self, bar: int) -> None:
        """Point out a bar; −1 for none."""
        if bar != self._under:
            self._under = bar
            self.update()

    # -- where things are --

    def places(self) -> BarPlaces:
        """Where the bars stand."""
        inner = self._shown.inner if self._shown is not None else 1
        end = scaled(_END)
        return BarPlaces(scaled(LEFT), self.width() - Space.XS, end, end // 2, inner)

    def frame(self) -> QRect:
        """Where bars are painted, without what is written beside them."""
        top, bottom = scaled(TOP), self.height() - scaled(BOTTOM)
        return QRect(scaled(LEFT), top, self.width() - scaled(LEFT) - Space.XS, max(1, bottom - top))

    # -- events --

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._painter.paint(painter, self.frame(), self.places(), self._brush, self._under)
        if self.hasFocus() and self._by_keys:
            self._painter.paint_focus(painter, self.rect())
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._shown is not None:
            self._pressed, self._dragged = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        bar = self.places().bar_at(event.position().x()) if self._shown is not None else -1
        self._hover(bar)
        if self._pressed is None or bar < 0:
            return
        self._dragged = self._dragged or abs(event.position().x() - self._pressed.x()) >= _DRAG
        if self._dragged:
            self._wish(Brush.between(self.places().bar_at(self._pressed.x()), bar))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed is not None and not self._dragged:
            self._wish(None)
        self._pressed, self._dragged = None, False

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        asked = PLOT_KEYS.find(event)
        if self._shown is None or not asked or (asked == "clear" and self._brush is None):
            super().keyPressEvent(event)
            return
        self._wish(self._asked(asked, self._shown.inner + 2, self._brush))

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._by_keys = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    def _asked(self, asked: str, bars: int, brush: Brush | None) -> Brush | None:
        """What a key marks; without a range yet, the arrows begin in the middle of the scale, at zero."""
        ends = {"first": Brush(0, 0), "last": Brush(bars - 1, bars - 1), "clear": None}
        if asked in ends:
            return ends[asked]
        if brush is None:
            return Brush(bars // 2, bars // 2)
        if asked in ("wider", "narrower"):
            return brush.widened(1 if asked == "wider" else -1, bars)
        return brush.moved(1 if asked == "up" else -1, bars)

    def _hover(self, bar: int) -> None:
        if bar != self._under:
            self.show_under(bar)
            self.hovered.emit(bar)

    def _wish(self, brush: Brush | None) -> None:
        if brush != self._brush:
            self.show_brush(brush)
            self.brushed.emit(brush)
