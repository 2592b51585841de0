"""Convolution in mathematics: one signal is flipped, slid over another, multiplied and added up."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from cnnlab.explain.signals import Cut, Sliding
from cnnlab.gui.convolution.chapter import Chapter
from cnnlab.gui.convolution.signal_board import SignalBoard
from cnnlab.gui.convolution.signal_editor import SignalEditor
from cnnlab.gui.convolution.transport import Transport
from cnnlab.gui.source_bar.segments import Choice, Segments
from cnnlab.gui.theme import Space, Theme, scaled
from cnnlab.text import N_, _

_WAYS = (
    Choice("convolution", N_("convolution"), help=N_("y[n] = Σ x[m]·k[n − m]: the kernel is flipped, then slid")),
    Choice(
        "correlation",
        N_("cross-correlation"),
        help=N_("y[n] = Σ x[n + m]·k[m]: the kernel is slid as it is, as conv2d of torch does it"),
    ),
)
_CUTS = (
    Choice(Cut.FULL.value, Cut.FULL.value, help=N_("Wherever the kernel touches the signal"), number=True),
    Choice(Cut.SAME.value, Cut.SAME.value, help=N_("As many samples as the signal has"), number=True),
    Choice(Cut.VALID.value, Cut.VALID.value, help=N_("Only where the kernel lies within the signal"), number=True),
)
_SIDE, _WIDE_SIDE = 204, 420  # width of the editors
_NARROW = 400  # width of the page from which on they stand beside the board
_ANY = 16_777_215  # Qt's width of what may be as wide as it likes
_SHARE = 0.3  # of the page that they take


class SignalChapter(Chapter):
    """Two signals to choose or draw, and the board on which one is slid over the other."""

    def __init__(self, theme: Theme) -> None:
        super().__init__("signalChapter", theme)
        self.signal = SignalEditor("x", "box", 16, weight=False)
        self.kernel = SignalEditor("k", "ramp", 5, weight=True)
        self.ways, self.cuts = Segments("convolutionWay", _WAYS), Segments("convolutionCut", _CUTS)
        self.transport = Transport("convolutionSteps", speed=4)
        self.board = SignalBoard(self.transport.press)
        self.parts = (self.signal, self.kernel, self.ways, self.cuts, self.transport, self.board)
        self._below = False  # the editors are below the board
        self._flipped, self._cut = True, Cut.FULL
        self._sliding = Sliding(self.signal.values, self.kernel.values)
        self._arrange()
        for editor in (self.signal, self.kernel):
            editor.changed.connect(self._renew)
        self.ways.chosen.connect(self._on_ways_chosen)
        self.cuts.chosen.connect(self._on_cuts_chosen)
        self.transport.moved.connect(lambda _at: self._show())
        self.board.wished.connect(self._on_board_wished)
        self._renew()
        self.transport.go(len(self._sliding.positions) // 3)
        self.setFocusProxy(self.board)

    def _arrange(self) -> None:
        self.switches.hold(self.ways, self.cuts)
        self._side = QWidget()
        column = QVBoxLayout(self._side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self.signal, 1)
        column.addWidget(self.kernel, 1)
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(Space.L, Space.XS, Space.L, Space.M)
        grid.setSpacing(Space.S)
        grid.addWidget(self.transport, 0, 0, 1, 2)
        grid.addWidget(self._side, 1, 0)
        grid.addWidget(self.board, 1, 1)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(1, 1)

    @property
    def sliding(self) -> Sliding:
        """What is on show."""
        return self._sliding

    @property
    def n(self) -> int:
        """The position on show."""
        return self._sliding.positions[self.transport.at]

    # -- told what to show --

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._fit()

    def retranslate(self) -> None:
        super().retranslate()
        self.ways.setAccessibleName(_("Convolution or cross-correlation"))
        self.cuts.setAccessibleName(_("Which positions are kept"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The editors stand beside the board, or below it where it has little room."""
        below = self.width() < scaled(_NARROW)
        if below != self._below:
            self._below = below
            grid = self._grid
            for part in (self._side, self.board):
                grid.removeWidget(part)
            grid.addWidget(self.board, 1, 0 if below else 1, 1, 2 if below else 1)
            grid.addWidget(self._side, 2 if below else 1, 0, 1, 2 if below else 1)
        if below:
            self._side.setMinimumWidth(0)
            self._side.setMaximumWidth(_ANY)
            return
        self._side.setFixedWidth(max(scaled(_SIDE), min(scaled(_WIDE_SIDE), round(_SHARE * self.width()))))

    # -- what changes --

    def _renew(self) -> None:
        """Take signals and switches as they are now; the position stays if there still is one."""
        before = self._sliding.positions[min(self.transport.at, len(self._sliding.positions) - 1)]
        self._sliding = Sliding(self.signal.values, self.kernel.values, self._flipped, self._cut)
        positions = self._sliding.positions
        n = max(positions[0], min(positions[-1], before))
        self.ways.show_current("convolution" if self._flipped else "correlation")
        self.cuts.show_current(self._cut.value)
        self.transport.set_steps(len(positions), positions.index(n))
        self._show()

    def _show(self) -> None:
        self.board.show_step(self._sliding, self.transport.at)

    def _on_ways_chosen(self, way: str) -> None:
        self._flipped = way == "convolution"
        self._renew()

    def _on_cuts_chosen(self, cut: str) -> None:
        self._cut = Cut(cut)
        self._renew()

    def _on_board_wished(self, n: int) -> None:
        self.transport.pause()
        self.transport.go(self._sliding.positions.index(n))
