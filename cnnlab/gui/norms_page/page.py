"""Norms on the activations of the moment, side by side."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from cnnlab.blocks.kinds.group_norm import GroupNorm
from cnnlab.blocks.sizes import shape_text
from cnnlab.document.plan import Plan
from cnnlab.document.stack import INPUT
from cnnlab.engine.view import Result
from cnnlab.explain.norms import NONE, NormColumn, NormComparison
from cnnlab.explain.questions import Norms
from cnnlab.gui.drawer.page import ExplainPage
from cnnlab.gui.inspector.elided import ElidedLabel
from cnnlab.gui.norms_page.columns import Columns
from cnnlab.gui.norms_page.group_choice import GroupChoice
from cnnlab.gui.norms_page.place import StackPlace
from cnnlab.gui.norms_page.step_view import StepView
from cnnlab.gui.norms_page.tile_grid import TileGrid
from cnnlab.gui.theme import Space, Theme, scaled
from cnnlab.gui.veil import HIDDEN, Veil
from cnnlab.text import Message, _

_MOST = 4  # items that are pictured
_WIDE = 760  # pixels from which on tiles and sentence stand side by side
_GROUPS = 4  # to begin with

_FORMULA = "z = (x − μ) / √(σ² + ε)"  # the same in every language


class NormsPage(ExplainPage):
    """Five columns, all items and channels below them, and a sentence with the running statistics beside these.

    Signals:
        norm_chosen: have this kind of norm here, `NONE` for none: the kind, and how many groups a group norm has.
        groups_chosen: give the selected group norm so many groups.
        channel_chosen: select a channel of the layer that is selected.
    """

    norm_chosen = Signal(str, int)
    groups_chosen = Signal(int)
    channel_chosen = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setObjectName("normsPage")
        self._place = StackPlace()
        self._channel, self._item = 0, 0
        self._groups = _GROUPS
        self._pointed: str | None = None
        self._comparison: NormComparison | None = None
        self._about, self._formula = ElidedLabel(), QLabel(_FORMULA)
        self._why = QLabel(wordWrap=True, alignment=Qt.AlignmentFlag.AlignCenter)
        self._choice = GroupChoice()
        self.groups = self._choice.box
        self.columns, self.tiles, self.step = Columns(theme), TileGrid(theme), StepView(theme)
        self._area = QScrollArea(widgetResizable=True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._veil = Veil()
        self._arrange()
        self.columns.chosen.connect(lambda kind: self.norm_chosen.emit(kind, self._groups))
        self.columns.pointed.connect(self._on_columns_pointed)
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
        for label, role in ((self._about, "muted"), (self._formula, "mono"), (self._why, "muted")):
            label.setProperty("role", role)
        head = QHBoxLayout()
        head.addWidget(self._about)
        head.addStretch(1)
        head.addWidget(self._formula)
        self._below = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._below.setSpacing(Space.L)
        self._below.addWidget(self.tiles, 2)
        self._below.addWidget(self.step, 4)
        self._body = QWidget()
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, Space.S)
        body.setSpacing(Space.S)
        body.addLayout(head)
        body.addWidget(self.columns, 3)
        body.addLayout(self._below, 2)
        self._area.setWidget(self._body)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, 0, Space.L, 0)
        column.addWidget(self._area)
        column.addWidget(self._why)

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

    def show_veil(self, veil: Veil) -> None:
        self._veil = veil
        self._say()

    def show_plan(self, plan: Plan) -> None:
        self._place = StackPlace(plan, self._place.layer)
        self._follow()

    def show_selection(self, layer: str, out: int, into: int) -> None:
        if layer != self._place.layer:
            self._item = 0
        self._place, self._channel = StackPlace(self._place.plan, layer), out
        self._follow()

    def show_result(self, result: Result) -> None:
        """Take the answer to what is asked now; the one before stays until there is one."""
        found = next((result.answers.get(asked) for asked in self.questions), None)
        colours = result.job.view.colours
        if isinstance(found, NormComparison) and colours is not None:
            if found is self._comparison:
                return
            self._comparison = found
            self.columns.show_comparison(found, colours.activation)
            self.tiles.show_comparison(found, colours.activation)
            self._light()
        elif isinstance(found, Message):
            self._refuse(str(found))

    # -- what follows --

    def _follow(self) -> None:
        """Bring everything in step with plan and selection."""
        shape = self._place.shape
        if shape is None:
            self._refuse(_("nothing comes in here: mend the layer above that cannot run"))
        else:
            self._refuse("")
            self._item, self._channel = min(self._item, shape[0] - 1), min(self._channel, shape[1] - 1)
            self.tiles.show_shape(shape, self._item, self._channel)
            norm = self._place.norm
            self._groups = norm.num_groups if isinstance(norm, GroupNorm) else self._groups
            self._choice.show_groups(shape[1], self._groups)
        self.columns.show_current(self.current)
        self._light()
        self._say()
        self._ask()

    def _refuse(self, why: str) -> None:
        self._why.setText(why)
        self._why.setVisible(bool(why))
        self._area.setVisible(not why)

    def _say(self) -> None:
        shape = self._place.shape
        if shape is None:
            return
        text = _("{source} {shape} · channel {channel}, item {item}")
        label, shown = self._place.label, HIDDEN if self._place.source in self._veil.outputs else shape_text(shape)
        self._about.show_text(text.format(source=label, shape=shown, channel=self._channel, item=self._item))

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
                (self._item, self._channel, shape[2] // 2, shape[3] // 2),
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

    def _column(self, kind: str) -> NormColumn | None:
        found = self._comparison.columns if self._comparison is not None else ()
        return next((column for column in found if column.kind == kind), None)

    def _turn(self) -> None:
        """Side by side where there is room, else one below the other."""
        wide = self.width() >= scaled(_WIDE)
        ways = QBoxLayout.Direction
        self._below.setDirection(ways.LeftToRight if wide else ways.TopToBottom)

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
