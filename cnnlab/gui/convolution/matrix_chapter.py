"""A convolution of a small picture as a product of matrices, with its settings."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QSpinBox, QVBoxLayout, QWidget

from cnnlab.blocks.explanation import Numbers, sealed
from cnnlab.blocks.weight import Shape
from cnnlab.engine.view import Result
from cnnlab.explain.im2col import Geometry, Unrolled, liveliest
from cnnlab.gui.convolution.chapter import Chapter
from cnnlab.gui.convolution.matrix_board import MatrixBoard
from cnnlab.gui.convolution.slices import selected_slice
from cnnlab.gui.source_bar.segments import Choice, Segments
from cnnlab.gui.theme import Space, Theme, scaled
from cnnlab.text import N_, Message, _

_VIEWS = (
    Choice("im2col", N_("patches"), help=N_("im2col: every patch is a column; the kernel is a row")),
    Choice("toeplitz", N_("Toeplitz"), help=N_("The kernel is a matrix of diagonals; the picture is a column")),
)
_FROM = (
    Choice("example", N_("example"), help=N_("Whole numbers that can be added in one's head")),
    Choice(
        "picture",
        N_("picture"),
        help=N_("A lively place of the picture, in tenths; the selected kernel if it fits"),
    ),
)
_FIELDS = {"size": (3, 5, 4), "kernel": (2, 3, 2), "stride": (1, 3, 1), "padding": (0, 1, 0), "dilation": (1, 2, 1)}
_MOST = _FIELDS["size"][1]
_NUMBER = 46
_KERNELS = {2: ((1, 0), (0, -1)), 3: ((-1, 0, 1), (-2, 0, 2), (-1, 0, 1))}
_PICTURE = ((1, 2, 0, 3, 1), (0, 1, 3, 2, 0), (2, 4, 1, 0, 1), (1, 0, 2, 5, 3), (3, 1, 0, 2, 4))


class MatrixChapter(Chapter):
    """Picture, kernel and settings to choose, and the board of matrices."""

    def __init__(self, theme: Theme) -> None:
        super().__init__("matrixChapter", theme)
        self._middle: Numbers | None = None  # of the picture, in tenths: whole numbers fit into cells
        self._place: tuple[int, int] | None = None  # where that lies, in a picture of the shape seen last
        self._seen: Shape = ()
        self._result: Result | None = None
        self._in_row = 0  # settings
        self.board = MatrixBoard()
        self.views, self.sources = Segments("matrixView", _VIEWS), Segments("matrixSource", _FROM)
        self.parts = (self.views, self.sources, self.board)
        self.fields = {name: QSpinBox() for name in _FIELDS}
        self.labels = {name: QLabel() for name in _FIELDS}
        self.note = QLabel(wordWrap=True)
        self.note.setObjectName("matrixNote")
        self.note.setProperty("role", "warning")
        for name, field in self.fields.items():
            least, most, value = _FIELDS[name]
            field.setObjectName(f"matrix{name.capitalize()}")
            field.setRange(least, most)
            field.setValue(value)
            field.valueChanged.connect(lambda _value: self._show())
            self.labels[name].setProperty("role", "muted")
        self._arrange()
        self.views.chosen.connect(self.show_view)
        self.sources.chosen.connect(self.show_source)
        self.views.show_current("im2col")
        self.show_source("example")
        self.setFocusProxy(self.board)

    def _arrange(self) -> None:
        self.switches.hold(self.views, self.sources)
        self._settings = QWidget()
        self._numbers_grid = QGridLayout(self._settings)
        self._numbers_grid.setContentsMargins(0, 0, 0, 0)
        self._numbers_grid.setSpacing(Space.S)
        self._settings.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.XS, Space.L, Space.M)
        column.setSpacing(Space.S)
        column.addWidget(self._settings)
        column.addWidget(self.board, 1)
        column.addWidget(self.note)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The settings stand in one row, or in more below the board where there is no room for that."""
        pairs = [(self.labels[name], field) for name, field in self.fields.items()]
        wanted = [label.sizeHint().width() + field.minimumWidth() + 2 * Space.S for label, field in pairs]
        room = self.width() - 2 * Space.L
        rows = 1 if sum(wanted) <= room else 2 if 3 * max(wanted) <= room else 3
        in_row = -(-len(pairs) // rows)
        if in_row == self._in_row:
            return
        self._in_row, grid = in_row, self._numbers_grid
        self._column.removeWidget(self._settings)
        self._column.insertWidget(0 if rows == 1 else self._column.indexOf(self.board) + 1, self._settings)
        for place, pair in enumerate(pairs):
            row, column = divmod(place, in_row)
            for half, part in enumerate(pair):
                grid.removeWidget(part)
                grid.addWidget(part, row, 2 * column + half)
        for column in range(2 * len(pairs) + 1):
            grid.setColumnStretch(column, 1 if column == 2 * in_row else 0)

    @property
    def geometry_chosen(self) -> Geometry:
        """Sizes and settings as they stand in the fields."""
        size, kernel, stride, padding, dilation = (field.value() for field in self.fields.values())
        return Geometry((size, size), (kernel, kernel), stride, padding, dilation)

    # -- told what to show --

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        for field in self.fields.values():
            field.setFixedWidth(scaled(_NUMBER))
        self._fit()

    def retranslate(self) -> None:
        super().retranslate()
        self.views.setAccessibleName(_("What is written as a matrix"))
        self.sources.setAccessibleName(_("Where the numbers come from"))
        words = (_("size"), _("kernel"), "stride", "padding", "dilation")
        helps = (
            _("Height and width of the picture"),
            _("Height and width of the kernel"),
            "stride",
            "padding",
            "dilation",
        )
        for (name, field), word, about in zip(self.fields.items(), words, helps, strict=True):
            self.labels[name].setText(word)
            field.setAccessibleName(about)
            field.setToolTip(about)
        self._show()

    def take(self) -> None:
        self._show()

    def show_result(self, result: Result) -> None:
        self._result = result
        if self.sources.current != "picture":
            return
        values = result.job.frame.values
        if self._place is None or self._seen != values.shape or not result.job.frame.live:
            self._place, self._seen = liveliest(values[0, 0], _MOST), values.shape
        (top, left), unit = self._place, 255 if values.dtype == np.uint8 else 1
        patch = np.asarray(values[0, 0, top : top + _MOST, left : left + _MOST], np.float64) * 10 / unit
        self._middle = sealed(np.round(np.pad(patch, [(0, _MOST - side) for side in patch.shape])))
        self._show()

    def show_view(self, view: str) -> None:
        """Write the patches or the kernel as a matrix."""
        self.views.show_current(view)
        self._show()

    def show_source(self, source: str) -> None:
        """Take small whole numbers, or the middle of the picture and the selected kernel."""
        self.sources.show_current(source)
        if self._result is not None:
            self.show_result(self._result)
        self._show()

    # -- what it follows from --

    def _numbers(self, geometry: Geometry) -> tuple[Numbers, Numbers]:
        """Picture and kernel of these sizes."""
        size, side = geometry.size[0], geometry.kernel[0]
        picture, kernel = np.array(_PICTURE, np.float64), np.array(_KERNELS[side], np.float64)
        if self.sources.current == "picture":
            own = selected_slice(self.plan, *self.selection)
            kernel = own if own is not None and own.shape == kernel.shape else kernel
            picture = self._middle if self._middle is not None else picture
        start = (len(picture) - size) // 2
        return picture[start : start + size, start : start + size], kernel

    def _show(self) -> None:
        geometry = self.geometry_chosen
        picture, kernel = self._numbers(geometry)
        fits = geometry.fits
        live = self.sources.current == "picture" and self._result is not None and self._result.job.frame.live
        case = Unrolled(picture, kernel, geometry) if fits else None
        self.board.show_case(case, self.views.current == "toeplitz", live)
        self.note.setVisible(not fits)
        if not fits:
            reach = geometry.dilation * (geometry.kernel[0] - 1) + 1
            text = N_("the kernel reaches over {reach} cells, the input has {size}: lower dilation or add padding")
            self.note.setText(str(Message(text, reach=reach, size=geometry.size[0] + 2 * geometry.padding)))
