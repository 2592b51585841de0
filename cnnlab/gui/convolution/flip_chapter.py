"""The selected kernel as it is and flipped: why conv2d is a cross-correlation, and when that makes no difference."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QLabel, QSpinBox, QVBoxLayout, QWidget

from cnnlab.blocks.explanation import Explanation, Numbers
from cnnlab.blocks.weight import Shape
from cnnlab.document.plan import LayerPlan
from cnnlab.engine.view import Question, Result
from cnnlab.explain.flip import Flip
from cnnlab.explain.questions import Why
from cnnlab.explain.variants import channel_name
from cnnlab.gui.convolution.chapter import Chapter, row_of
from cnnlab.gui.convolution.flip_board import FlipBoard
from cnnlab.gui.convolution.slices import is_convolution, selected_convolution, selected_slice
from cnnlab.gui.convolution.transport import Transport
from cnnlab.gui.drawer.stopped import StoppedNote
from cnnlab.gui.inspector.elided import ElidedLabel
from cnnlab.gui.layer_text import kernel_text
from cnnlab.gui.theme import Space, Theme, scaled
from cnnlab.text import _

_TURNS = 36  # steps of the half turn
_FIELD = 72
_KERNEL = np.array([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]])  # where no convolution is selected


class FlipChapter(Chapter):
    """Both sums of the selected slice on the patch at one place of the picture, live."""

    def __init__(self, theme: Theme) -> None:
        super().__init__("flipChapter", theme)
        self._kernel: Numbers = _KERNEL
        self._patch: Numbers | None = None
        self._live = False  # frames follow each other
        self._placed = False  # the user has chosen a place
        self.transport = Transport("flipSteps", speed=3, fineness=8)
        self.board = FlipBoard(self.transport.press)
        self.parts = (self.transport, self.board)
        self.note = StoppedNote("flipNote")
        self.row, self.column = QSpinBox(), QSpinBox()
        self.row.setObjectName("flipRow")
        self.column.setObjectName("flipColumn")
        self._of, self._y, self._x = ElidedLabel(), QLabel("y"), QLabel("x")
        self.sentence = QLabel(wordWrap=True)
        self.sentence.setObjectName("flipSentence")
        for label, role in ((self._of, "mono"), (self._y, "number"), (self._x, "number"), (self.sentence, "muted")):
            label.setProperty("role", role)
        self._arrange()
        self.transport.set_steps(_TURNS + 1, _TURNS)
        self.transport.moved.connect(lambda _at: self._show())
        self.board.moved.connect(self._on_board_moved)
        for field in (self.row, self.column):
            field.valueChanged.connect(self._on_field_changed)
        self.setFocusProxy(self.board)

    def _arrange(self) -> None:
        fields = QWidget()
        row_of(fields, self._y, self.row, self._x, self.column)
        self.switches.hold(self._of, fields)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.XS, Space.L, Space.M)
        column.setSpacing(Space.S)
        column.addWidget(self.note)
        column.addWidget(self.transport)
        column.addWidget(self.board, 1)
        column.addWidget(self.sentence)

    @property
    def question(self) -> Question | None:
        layer = self._layer()
        if layer is None:
            return None
        return Why(layer.id, (0, self.selection[1], self.row.value(), self.column.value()))

    # -- told what to show --

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        for field in (self.row, self.column):
            field.setFixedWidth(scaled(_FIELD))

    def retranslate(self) -> None:
        super().retranslate()
        self.row.setAccessibleName(_("Row of the result"))
        self.column.setAccessibleName(_("Column of the result"))
        for field in (self.row, self.column):
            field.setToolTip(_("Where on the picture; Ctrl with arrows in the numbers below goes there too"))
        self._show()

    def show_selection(self, layer: str, out: int, into: int) -> None:
        if (layer, out, into) != self.selection:
            self._patch = None
        super().show_selection(layer, out, into)

    def show_result(self, result: Result) -> None:
        question = self.question
        answer = result.answers.get(question) if question is not None else None
        if isinstance(answer, Explanation) and answer.terms is not None:
            terms = answer.terms
            patch: Numbers = np.zeros(self._kernel.shape)
            into = min(self.selection[2], len(terms.patch.values) - 1)
            rows, columns = terms.kernel_rows, terms.kernel_columns
            if rows.max(initial=-1) < patch.shape[0] and columns.max(initial=-1) < patch.shape[1]:
                patch[np.ix_(rows, columns)] = terms.patch.values[into]
                self._patch, self._live = patch, result.job.frame.live
                self._show()

    # -- what it follows from --

    def _layer(self) -> LayerPlan | None:
        """The selected layer, if it is a convolution that can be shown."""
        return selected_convolution(self.plan, self.selection[0])

    def take(self) -> None:
        """Take kernel and places from the plan."""
        layer, kernel = self._layer(), selected_slice(self.plan, *self.selection)
        if layer is None or kernel is None:
            self._kernel, self._patch = _KERNEL, None
        else:
            self._patch = self._patch if kernel.shape == self._kernel.shape else None
            self._kernel = kernel
            self._bound(layer.output_shape)
        self._show()
        self.asked.emit()

    def _bound(self, shape: Shape | None) -> None:
        assert shape is not None
        for field, size in ((self.row, shape[2]), (self.column, shape[3])):
            with QSignalBlocker(field):
                field.setMaximum(size - 1)
                if not self._placed:
                    field.setValue(size // 2)

    def _show(self) -> None:
        kernel = self._kernel
        patch = self._patch if self._patch is not None else np.arange(1.0, kernel.size + 1).reshape(kernel.shape)
        flip = Flip(kernel, patch)
        layer = self._layer()
        of_input = layer is not None and layer.sources[0] < 0 and self._patch is not None
        picture = self.plan.stack.input if self.plan is not None and of_input else None
        self.board.show_flip(flip, self.transport.at / _TURNS, self._live, picture)
        for part in (self._y, self.row, self._x, self.column):
            part.setVisible(layer is not None)
        selected, out, into = self.selection
        name = layer.layer.label if layer is not None else ""
        slice_of = f"{name} · {kernel_text(out, channel_name(layer, into))}" if layer is not None else ""
        self.note.show_stop(self.plan if is_convolution(self.plan, selected) else None, selected)
        example = _("an example") if self.note.isVisibleTo(self) else _("an example: select a convolution")
        self._of.show_text(slice_of or example)
        self.sentence.setText(_sentence(flip))

    def _on_field_changed(self) -> None:
        self._placed = True
        self.asked.emit()

    def _on_board_moved(self, down: int, across: int) -> None:
        self.row.setValue(self.row.value() + down)
        self.column.setValue(self.column.value() + across)


def _sentence(flip: Flip) -> str:
    """What the two sums say of this kernel."""
    if flip.symmetric:
        return _("This kernel is point-symmetric: a half turn leaves it as it is, so both are the same everywhere.")
    return _("Both are the same everywhere only for point-symmetric kernels, such as blurs.")
