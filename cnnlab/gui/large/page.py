"""One channel large: the picture with its profile, the input, the distribution and the numbers beside it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cnnlab.document.plan import Plan
from cnnlab.document.stack import INPUT
from cnnlab.engine.view import LargeView, Result, RowView
from cnnlab.gui.canvas.content import RowContent
from cnnlab.gui.large.channel_view import ChannelView
from cnnlab.gui.large.cursor import LinkedCursor
from cnnlab.gui.large.header import LargeHeader
from cnnlab.gui.large.large_keys import LARGE_KEYS
from cnnlab.gui.large.nothing import Nothing
from cnnlab.gui.large.places import Places
from cnnlab.gui.large.profile import ProfileView
from cnnlab.gui.large.side import LargeSide
from cnnlab.gui.large.tools import LargeTools
from cnnlab.gui.theme import Space, Theme, scaled
from cnnlab.text import _

_BESIDE = 420  # width from which on picture and numbers stand beside each other
_STEPS = {"previous": (0, -1), "next": (0, 1), "above": (-1, 0), "below": (1, 0)}
_NUDGES = {"cursor_left": (0, -1), "cursor_right": (0, 1), "cursor_up": (-1, 0), "cursor_down": (1, 0)}


class _Beside(QWidget):
    """The picture, and what stands beside it as long as there is room."""

    def __init__(self, side: QWidget) -> None:
        super().__init__()
        self._side = side

    def minimumSizeHint(self) -> QSize:
        """Of the picture alone: what stands beside it goes before the window grows."""
        whole = super().minimumSizeHint()
        beside = 0 if self._side.isHidden() else self._side.minimumSizeHint().width() + Space.L
        return QSize(whole.width() - beside, whole.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Choose by the width and the size of type of the moment."""
        self._side.setVisible(self.width() >= scaled(_BESIDE))


class LargePage(QWidget):
    """Shows one channel of the live result; told which by `show_rows` and `show_channel`.

    Signals:
        view_changed: something else must be computed: see `large_view` and `input_row`.
        chosen: go to another layer or channel: layer id, channel.
        hovered: the element under the pointer, a `Probe`, or None; of the input in colour, channel `COMPOSITE`.
        pinned: the cursor is held at another element: a `Probe`.
        painted: what was shown last is on screen.
        back_requested: show all layers.
        fix_requested: the link of a problem was clicked: layer id, number of the fix.
    """

    view_changed = Signal()
    chosen = Signal(str, int)
    hovered = Signal(object)
    pinned = Signal(object)
    painted = Signal()
    back_requested = Signal()
    fix_requested = Signal(str, int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("largePage")
        self._rows: tuple[RowContent, ...] = ()
        self._at: tuple[str, int] = (INPUT, 0)
        self._item = 0
        self._scale: float | None = None
        self._result: Result | None = None
        self._plan: Plan | None = None
        self._geometry: object = None
        self.header = LargeHeader(theme)
        self.picture = ChannelView(theme)
        self.tools = LargeTools()
        self.profile = ProfileView(theme)
        self.side = LargeSide(theme)
        self.linked = LinkedCursor(self.picture, self.tools, self.profile, self.side, self)
        self._nothing = Nothing()
        self._body = QStackedWidget()
        self._arrange()
        self._connect()
        self.tools.set_theme(theme)
        self.setFocusProxy(self.picture)
        self.retranslate()

    def _arrange(self) -> None:
        self._full = full = _Beside(self.side)
        row = QHBoxLayout(full)
        row.setContentsMargins(Space.S, Space.S, 0, Space.S)
        row.setSpacing(Space.L)
        self._left = QVBoxLayout()
        row.addLayout(self._left, 5)
        self._left.setSpacing(Space.XS)
        for widget, stretch in ((self.picture, 2), (self.tools, 0), (self.profile, 1)):
            self._left.addWidget(widget, stretch)
        row.addWidget(self.side, 3)
        for page in (full, self._nothing):
            self._body.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self._body, 1)

    def _connect(self) -> None:
        self.header.back_requested.connect(self.back_requested)
        self.header.step_requested.connect(self.step)
        self._nothing.back_requested.connect(self.back_requested)
        self._nothing.fix_requested.connect(lambda: self.fix_requested.emit(self._at[0], 0))
        self.linked.hovered.connect(self.hovered)
        self.linked.pinned.connect(self.pinned)
        self.linked.channel_chosen.connect(lambda channel: self._wish(self._at[0], channel))
        self.picture.painted.connect(self.painted)
        self.tools.fit_requested.connect(self.picture.fit)
        self.tools.actual_requested.connect(self.picture.actual_size)
        self.side.scale_chosen.connect(self._on_side_scale_chosen)
        self.side.input.resized.connect(self.view_changed)

    # -- told what to show --

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._full.fit()
        for view in (self.header, self.picture, self.tools, self.profile, self.side):
            view.set_theme(theme)

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self.setAccessibleName(_("One channel large"))
        for view in (self.header, self.picture, self.tools, self.profile, self.side, self._nothing):
            view.retranslate()

    def show_rows(self, rows: tuple[RowContent, ...], plan: Plan) -> None:
        """Take note of the layers there are; the channel shown stays if it still exists."""
        geometry = tuple((p.id, p.layer.block.settings, p.layer.enabled, p.sources) for p in plan.layers)
        if (rows, geometry) == (self._rows, self._geometry):  # a number in a kernel: every place stays where it is
            return
        self._rows, self._geometry, self._plan = rows, geometry, plan
        height, width = rows[0].plane
        self.side.input.set_plane((height, width))
        self._go(*self._at)

    def show_channel(self, layer: str, channel: int) -> None:
        """Show another channel, or the nearest one that exists."""
        if self._clamped(layer, channel) != self._at:
            self._go(layer, channel)

    def show_item(self, item: int) -> None:
        """Show another item of the batch."""
        if item != self._item:
            self._item = item
            self.linked.show_item(self._own_item)
            self.view_changed.emit()

    @property
    def _own_item(self) -> int:
        """The item, as far as the layer on show has as many."""
        return min(self._item, self._row.batch - 1) if self._row is not None else 0

    def show_result(self, result: Result) -> None:
        """Show what the worker made; `painted` follows once it is on screen."""
        self.side.input.show_picture(result.pictures.get(INPUT))
        before, colours = self._result, result.job.view.colours
        self._result = result
        same = before is not None and before.large is result.large and before.job.view.colours is colours
        if same or colours is None or result.job.view.large != self.large_view():
            self.picture.settle()
            return
        self.picture.show_plane(result.large, colours)
        self.side.show_plane(result.large, colours)
        self._left.setStretch(0, 1 if self.picture.strip else 2)
        self._left.setStretch(2, 3 if self.picture.strip else 1)
        self.linked.show_plane(result.large, colours)

    # -- asked what is wanted --

    @property
    def at(self) -> tuple[str, int]:
        """Layer and channel on show."""
        return self._at

    def large_view(self) -> LargeView:
        """The channel to compute."""
        return LargeView(*self._at, self._own_item, scale=self._scale if self._at[0] != INPUT else None)

    def input_row(self) -> RowView:
        """The input beside it, at the size it is shown at."""
        channels, items = (self._rows[0].channels, self._rows[0].batch) if self._rows else (range(1), 1)
        return RowView(INPUT, (channels[0],), self.side.input.pixels(), min(self._item, items - 1))

    def step(self, layers: int, channels: int) -> None:
        """Go some layers down and channels on."""
        index = next((i for i, row in enumerate(self._rows) if row.layer == self._at[0]), 0)
        target = self._rows[max(0, min(index + layers, len(self._rows) - 1))]
        self._wish(target.layer, self._at[1] + channels)

    def _wish(self, layer: str, channel: int) -> None:
        self._go(layer, channel)
        self.chosen.emit(*self._at)

    # -- where we are --

    @property
    def _row(self) -> RowContent | None:
        return next((row for row in self._rows if row.layer == self._at[0]), None)

    @property
    def _vector(self) -> bool:
        """Whether the layer's channels are single numbers, shown side by side."""
        return self._row is not None and self._row.plane == (1, 1) and self._at[0] != INPUT

    def _clamped(self, layer: str, channel: int) -> tuple[str, int]:
        row = next((row for row in self._rows if row.layer == layer), None)
        if row is None or not row.channels:
            return layer, max(0, channel)
        return layer, max(row.channels[0], min(channel, row.channels[-1]))

    def _go(self, layer: str, channel: int) -> None:
        before = self._at
        self._at = self._clamped(layer, channel)
        row = self._row
        index = self._rows.index(row) if row is not None else 0
        self.header.show_channel(row, self._at[1], index > 0, index + 1 < len(self._rows))
        missing = row is None or not row.channels or bool(row.note)
        if missing:
            self._nothing.show_row(row)
        self._body.setCurrentIndex(1 if missing else 0)
        places = Places(self._plan, self._at[0]) if self._plan is not None and not missing else None
        self.linked.show_item(self._own_item)
        self.linked.go(*self._at, self._vector, places)
        if before != self._at:
            self._scale = None  # it was dragged for the numbers of another channel
            self.view_changed.emit()

    # -- wishes of the parts --

    def _on_side_scale_chosen(self, scale: float | None) -> None:
        self._scale = scale
        self.view_changed.emit()

    # -- events --

    def keyPressEvent(self, event: QKeyEvent) -> None:
        asked, row = LARGE_KEYS.find(event), self._row
        if asked in _NUDGES:
            self.linked.nudge(*_NUDGES[asked])
        elif asked in _STEPS:
            self.step(*_STEPS[asked])
        elif asked in ("first", "last"):
            if row is not None and row.channels:
                self._wish(row.layer, row.channels[0 if asked == "first" else -1])
        elif asked == "fit":
            self.picture.fit()
        elif asked == "actual":
            self.picture.actual_size()
        elif asked in ("larger", "smaller"):
            self.picture.zoom_by(1 if asked == "larger" else -1)
        else:
            super().keyPressEvent(event)
