"""Norms on the activations of the moment, side by side."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from cnnlab.blocks.kinds.group_norm import GroupNorm
from cnnlab.document.plan import Plan
from cnnlab.document.stack import INPUT
from cnnlab.engine.view import Result
from cnnlab.explain.norms import NONE, NormColumn, NormComparison, Shared
from cnnlab.explain.questions import Norms
from cnnlab.gui.drawer.page import ExplainPage
from cnnlab.gui.drawer.stopped import StoppedNote
from cnnlab.gui.drawer.zoom import zoom_for
from cnnlab.gui.fonts import ui_font
from cnnlab.gui.inspector.elided import ElidedLabel
from cnnlab.gui.norms_page.columns import Columns
from cnnlab.gui.norms_page.group_choice import GroupChoice
from cnnlab.gui.norms_page.images import plain_colours
from cnnlab.gui.norms_page.place import StackPlace
from cnnlab.gui.norms_page.step_view import StepView
from cnnlab.gui.norms_page.tile_grid import TileGrid
from cnnlab.gui.theme import Space, TextSize, Theme, scaled
from cnnlab.text import Message, _

_MOST = 4  # items that are pictured
_WIDE = 760  # pixels from which on tiles and sentence stand side by side
_WANTED = (900, 400)  # pixels in which everything has its usual size
_GROUPS = 4  # to begin with

_FORMULA = "z = (x − μ) / √(σ² + ε)"  # the same in every language


class _Area(QScrollArea):
    """Tells of another size, also where the page around it keeps its own.

    Signals:
        resized: there is other room.
    """

    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()


class NormsPage(ExplainPage):
    """Five columns, all items and channels below them, and a sentence with the running statistics beside these.

    Signals:
        norm_chosen: have this kind of norm here, `NONE` for none: the kind, and how many groups a group norm has.
        groups_chosen: give the selected group norm so many groups.
        channel_chosen: select a channel of the layer that is selected.
        item_chosen: show an item of the batch.
        lit_changed: other cells may share mean and variance with the chosen one now.
    """

    tells = True

    norm_chosen = Signal(str, int)
    groups_chosen = Signal(int)
    channel_chosen = Signal(int)
    item_chosen = Signal(int)
    lit_changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setObjectName("normsPage")
        self._place = StackPlace()
        self._channel, self._item = 0, 0
        self._position: tuple[int, int] | None = None  # the middle of the picture where none was pinned
        self._groups = _GROUPS
        self._pointed: str | None = None
        self._comparison: NormComparison | None = None
        self._about, self._formula = ElidedLabel(), QLabel(_FORMULA)
        self._formula.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.note = StoppedNote("normsNote")
        self.listen_to(self.note)
        self._choice = GroupChoice()
        self.groups = self._choice.box
        self.columns, self.tiles, self.step = Columns(theme), TileGrid(theme), StepView(theme)
        self._area = _Area(widgetResizable=True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._arrange()
        self.columns.chosen.connect(lambda kind: self.norm_chosen.emit(kind, self._groups))
        self.columns.pointed.connect(self._on_columns_pointed)
        self._area.resized.connect(self._turn)
        self.tiles.picked.connect(self._on_tiles_picked)
        self.tiles.resized.connect(self._ask)
        self.columns.resized.connect(self._ask)
        self._choice.chosen.connect(self._on_choice_chosen)
        self.setFocusProxy(self.columns.buttons[NONE])
        self.set_theme(theme)
        self.retranslate()

    def _arrange(self) -> None:
        row = QHBoxLayout(self.tools)
        row.setContentsMargins(Space.S, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addStretch(1)
        row.addWidget(self._choice)
        for label, role in ((self._about, "muted"), (self._formula, "mono")):
            label.setProperty("role", role)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, 0, Space.L, 0)
        column.setSpacing(Space.S)
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        column.addLayout(self._head)
        self._head.setSpacing(Space.S)
        self._head.addWidget(self._about)
        self._head.addStretch(1)
        self._head.addWidget(self._formula)
        self._body = QWidget()
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, Space.S)
        body.setSpacing(Space.S)
        body.addWidget(self.columns, 1)
        self._below = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        body.addLayout(self._below)
        self._below.setSpacing(Space.L)
        self._below.addWidget(self.tiles, 2)
        self._below.addWidget(self.step, 4)
        self._area.setWidget(self._body)
        column.addWidget(self.note)
        column.addWidget(self._area, 1)
        column.addStretch()

    @property
    def comparison(self) -> NormComparison | None:
        """The numbers on show."""
        return self._comparison

    @property
    def lit(self) -> str:
        """The column whose cells are lit: the one pointed at, else the current one, else batch norm."""
        if self._pointed is not None:
            return self._pointed
        return self.current or "batch_norm2d"

    @property
    def source(self) -> str:
        """Whose activations are compared: a layer's id or `input`."""
        return self._place.source

    @property
    def shared(self) -> Shared | None:
        """The cells of `source` that are lit; None for all, or while their numbers are not known yet."""
        known, column = self._comparison, self._column(self.lit)
        fits = known is not None and (known.source, known.shape) == (self.source, self._place.shape)
        return column.shared if fits and column is not None else None

    @property
    def current(self) -> str:
        """The kind of the norm that runs at the selected layer; `NONE` if none does."""
        return self._place.current

    # -- told what to show --

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        for part in (self.columns, self.tiles, self.step):
            part.set_theme(theme)
        self._turn()

    def retranslate(self) -> None:
        self.setAccessibleName(_("Norms"))
        self._formula.setToolTip(_("What each column shows, before a weight γ and a bias β scale and shift it"))
        for part in (self.columns, self.tiles, self.step, self._choice):
            part.retranslate()
        self._say()

    def show_plan(self, plan: Plan) -> None:
        self._place = StackPlace(plan, self._place.layer)
        self._follow()

    def show_item(self, item: int) -> None:
        """Tell of another item of the batch."""
        if item != self._item:
            self._item = item
            self._follow()

    def show_position(self, y: int, x: int) -> None:
        """Tell of the cell at another place of the picture."""
        self._position = (y, x)
        self._ask()

    def show_selection(self, layer: str, out: int, into: int) -> None:
        self._place, self._channel = StackPlace(self._place.plan, layer), out
        self._follow()

    def show_result(self, result: Result) -> None:
        """Take the answer to what is asked now; the one before stays until there is one."""
        found = next((result.answers.get(asked) for asked in self.questions), None)
        colours = result.job.view.colours
        if isinstance(found, Message):
            self._area.hide()
            self.note.show_stop(self._place.plan, self._place.source, found, failures=result.failures)
        elif isinstance(found, NormComparison) and colours is not None:
            if self._area.isHidden():
                self._area.show()
                self._say()
            if found is self._comparison:
                return
            self._comparison = found
            plain = plain_colours(found.source, result.job.plan.stack.input, colours.activation)
            self.columns.show_comparison(found, colours.activation, plain)
            self.tiles.show_comparison(found, plain)
            self._light()

    # -- what follows --

    def _follow(self) -> None:
        """Bring everything in step with plan and selection."""
        shape = self._place.shape
        if shape is not None:
            self._channel = min(self._channel, shape[1] - 1)
            self.tiles.show_shape(shape, self._told_item, self._channel)
            norm = self._place.norm
            self._groups = norm.num_groups if isinstance(norm, GroupNorm) else self._groups
            self._choice.show_groups(shape[1], self._groups)
        self.columns.show_current(self.current)
        self._light()
        self._say()
        self._ask()

    def _say(self) -> None:
        if self._place.shape is not None:
            self._about.show_text(self._place.about(self._channel, self._told_item))
        self._turn()
        if self._area.isHidden():  # a failure is said until there is something to show again
            return
        trouble = self._place.trouble
        self.note.show_stop(self._place.plan if trouble else None, self._place.layer, instead=trouble)
        self._about.setVisible(not trouble)  # which says what is compared
        self._formula.setVisible(not trouble)

    def _ask(self) -> None:
        shape = self._place.shape
        if shape is None or self.columns.width() < 1:
            self.ask()
            return
        ratio, plane = self.devicePixelRatioF(), (shape[2], shape[3])
        picture = self.columns.picture_size(min(shape[0], _MOST), plane)
        places = self.tiles.places
        self.ask(
            Norms(
                self._place.layer or INPUT,
                (self._told_item, self._channel, *(self._position or (shape[2] // 2, shape[3] // 2))),
                self._groups,
                (round(picture.height() * ratio), round(picture.width() * ratio)),
                (round(places.height * ratio), round(places.width * ratio)),
                _MOST,
            )
        )

    def _light(self) -> None:
        column = self._column(self.lit)
        self.columns.show_lit(self.lit)
        self.tiles.show_shared(column.shared if column is not None else None)
        if column is not None:
            self.step.show_column(column)
        self.lit_changed.emit()

    @property
    def _told_item(self) -> int:
        """The item that everything is told of: the chosen one, or the last where there are fewer."""
        shape = self._place.shape
        return min(self._item, shape[0] - 1) if shape is not None else self._item

    def _column(self, kind: str) -> NormColumn | None:
        found = self._comparison.columns if self._comparison is not None else ()
        return next((column for column in found if column.kind == kind), None)

    def _turn(self) -> None:
        """Side by side where there is room, else one below the other; larger where there is much."""
        ways, zoom = QBoxLayout.Direction, zoom_for(self.size(), _WANTED)
        room = self.width() - 2 * Space.L - self._area.verticalScrollBar().sizeHint().width()
        size = round(scaled(TextSize.SMALL) * zoom)
        for label in (self._about, self._formula):
            label.setStyleSheet(f"font-size: {size}px" if zoom > 1 else "")
        about = self._place.about(self._channel, self._told_item) if self._place.shape is not None else ""
        wanted = QFontMetrics(ui_font(round(TextSize.SMALL * zoom))).horizontalAdvance(about) + Space.XL
        one_line = room >= wanted + self._formula.sizeHint().width()
        self._head.setDirection(ways.LeftToRight if one_line else ways.TopToBottom)
        wide = self.width() >= scaled(_WIDE)
        self._below.setDirection(ways.LeftToRight if wide else ways.TopToBottom)
        self.columns.fit(QSize(room, self._area.viewport().height()), zoom)
        self.step.fit(room * 2 // 3 if wide else room, zoom)

    # -- events --

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._ask()

    def _on_columns_pointed(self, kind: str | None) -> None:
        self._pointed = kind
        self._light()

    def _on_tiles_picked(self, item: int, channel: int) -> None:
        self._item = item
        self.item_chosen.emit(item)
        if self._place.layer:
            self.channel_chosen.emit(channel)
        else:
            self._channel = channel
        self._follow()

    def _on_choice_chosen(self, num_groups: int) -> None:
        self._groups = num_groups
        if isinstance(self._place.norm, GroupNorm):
            self.groups_chosen.emit(self._groups)
        self._ask()
