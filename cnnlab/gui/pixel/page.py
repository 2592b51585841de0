"""Why the pinned element is what it is."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

import numpy as np
from PySide6.QtCore import QElapsedTimer, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout

from cnnlab.blocks.explanation import Curve, Explanation
from cnnlab.blocks.weight import Array
from cnnlab.document.plan import Plan
from cnnlab.document.stack import INPUT
from cnnlab.engine.view import Probe, Result
from cnnlab.explain.digits import SHORT, SIGNIFICANT
from cnnlab.explain.folding import folded, picture_before
from cnnlab.explain.questions import Fields, Transfer, Why
from cnnlab.gui.drawer.page import ExplainPage
from cnnlab.gui.drawer.stopped import StoppedNote
from cnnlab.gui.pixel.asking import Asking
from cnnlab.gui.pixel.cell_colours import CellMarks, cell_colours, cell_marks
from cnnlab.gui.pixel.gradient import gradient_row
from cnnlab.gui.pixel.head import Gradient, PixelHead, Sizes
from cnnlab.gui.pixel.sheet import Sheet
from cnnlab.gui.pixel.tints import Tints
from cnnlab.gui.pixel.tools import PixelTools
from cnnlab.gui.pixel.view import SheetView
from cnnlab.gui.pixel.writing import Subject, sheet_of
from cnnlab.gui.theme import Theme
from cnnlab.text import Message, _

_EVERY = 100  # milliseconds between two sheets while frames follow each other, at least: more cannot be read
_SHARE = 1 / 40  # of the time that writing and painting sheets may take then
_UNSORTED = 5  # addends, three channels among them, that have no order to choose
_MOST_FOLDED = 4096  # features that are put back into pictures


class PixelPage(ExplainPage):
    """The sum, or the formula, of the pinned element.

    Signals:
        pinned: pin another element: a `Probe`.
        pointed: the element of a layer before whose cell is under the pointer, or None.
        moved: move the pin by so many rows and columns.
        field_known: the effective receptive field `[h, w]`, or None.
        cells_known: the colours of the kernel's cells where they lie: a layer's id and `CellMarks`, or None.
        input_wanted: bring the input into view, on which that field is shown.
    """

    tells = True

    pinned = Signal(object)
    pointed = Signal(object)
    moved = Signal(int, int)
    field_known = Signal(object)
    cells_known = Signal(object)
    input_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setObjectName("pixelPage")
        self._asking = Asking()
        self._selected = ""
        self._result: Result | None = None
        self._explanation: Explanation | None = None
        self._cells: tuple[str, CellMarks] | None = None
        self._field: Array | None = None  # the effective one, while it is shown
        self._sizes: tuple[object, Sizes] = (None, {})  # with the structure of the plan that they are of
        self.head, self.view = PixelHead(theme), SheetView(theme)
        self.note = StoppedNote("pixelNote")
        self.controls = PixelTools(self.tools)
        self._shown = QElapsedTimer()
        self._cost = 0.0  # seconds that writing the last sheet took
        self._due = QTimer(self, singleShot=True)
        self._due.timeout.connect(self._write)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        self.note.fit_into(column)
        column.addWidget(self.view, 1)
        self._connect()
        self.setFocusProxy(self.view)
        self.set_theme(theme)
        self.retranslate()

    def _connect(self) -> None:
        self.listen_to(self.note)
        self.view.followed.connect(self.pinned)
        self.view.pointed.connect(self.pointed)
        self.view.moved.connect(self.moved)
        self.view.laid.connect(self.head.show_sheet)
        self.head.input_wanted.connect(self.input_wanted)
        self.controls.order.chosen.connect(lambda _order: self._write())
        self.controls.cells.toggled.connect(lambda _on: self._write())
        self.controls.field.toggled.connect(self._on_field_toggled)

    @property
    def explanation(self) -> Explanation | None:
        """What is explained, for copies."""
        return self._explanation

    @property
    def at(self) -> Probe | None:
        """The pinned element."""
        return self._asking.at

    # -- told what to show --

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        for part in (self.head, self.view, self.controls):
            part.set_theme(theme)
        self._write()

    def retranslate(self) -> None:
        self.setAccessibleName(_("Pixel"))
        for part in (self.head, self.view, self.controls):
            part.retranslate()
        self._write()

    def show_plan(self, plan: Plan) -> None:
        """Show another plan."""
        self._asking = Asking(plan, self._asking.at, self._asking.reach)
        self._ask()

    def show_selection(self, layer: str, out: int, into: int) -> None:
        """Take note of what is selected: a layer without an output has nothing to pin, and says why."""
        self._selected = layer
        self._write()

    def show_pin(self, at: Probe | None, plan: Plan) -> None:
        """Explain another element of a plan."""
        if at != self._asking.at:
            self._asking = Asking(plan, at)
            self._forget_field()
        self.show_plan(plan)
        if at is None:
            self._write()

    def show_result(self, result: Result) -> None:
        """Explain the pinned element in another result; live ones as often as they can be read."""
        self._result = result
        self._note_sizes(result)
        self._note_field(result)
        pause = max(_EVERY, round(1000 * (self._cost + self.view.cost) / _SHARE))
        if not result.job.frame.live or not self._shown.isValid() or self._shown.elapsed() >= pause:
            self._write()
        elif not self._due.isActive():
            self._due.start(max(0, pause - self._shown.elapsed()))

    # -- what is asked --

    def _ask(self) -> None:
        plan, found = self._asking.plan, self._asking.questions(self.controls.field.isChecked())
        unknown = plan is not None and self._sizes[0] != plan.structure
        self.ask(*found, *([Fields()] if found and unknown else []))

    def _on_field_toggled(self, on: bool) -> None:
        self._forget_field()
        self._write()
        self._ask()
        if on:
            self.input_wanted.emit()

    # -- what is told --

    def _note_sizes(self, result: Result) -> None:
        answer = result.answers.get(Fields())
        if isinstance(answer, Mapping):
            self._sizes = (result.job.plan.structure, answer)
            self._ask()

    def _note_field(self, result: Result) -> None:
        asked = self._asking.field
        if asked is None or not self.controls.field.isChecked():
            return
        answer = result.answers.get(asked)
        if isinstance(answer, np.ndarray):
            self._field = answer
            self.field_known.emit(answer)
            self.head.show_gradient(Gradient.SHOWN if answer.any() else Gradient.NOTHING)
        elif isinstance(answer, Message):
            self.head.show_gradient(answer)
        elif result.job.frame.live or result.job.quick:
            self.head.show_gradient(Gradient.AWAITED)

    def _forget_field(self) -> None:
        self._field = None
        self.head.show_gradient(Gradient.OFF)
        self.field_known.emit(None)

    def _write(self) -> None:
        """Write the sheet of the last result."""
        self._due.stop()
        begun = time.perf_counter()
        self._write_sheet()
        self._cost = time.perf_counter() - begun
        self._shown.start()

    def _write_sheet(self) -> None:
        why, result = self._asking.why, self._result
        answer = result.answers.get(why) if result is not None and why is not None else None
        if isinstance(answer, Explanation) and why is not None and result is not None:
            self._explanation = answer
            self.note.show_stop(None, "")
            self._show(self._sheet(answer, why, result), partial(self._sheet, answer, why, result, SHORT))
            self._tell_cells(answer, result.job.plan, why.layer)
        elif why is None:
            self._explanation = None
            hint = _("Click into a channel: the value of that pixel is explained here.")
            self.note.show_stop(self._asking.plan, self._selected, hint)
            self._show(Sheet(_("nothing is pinned"), ""))
            self._tell_cells(None, None, "")
        elif isinstance(answer, Message):
            self._explanation = None
            failures = result.failures if result is not None else {}
            self.note.show_stop(self._asking.plan, why.layer, answer, failures=failures)
            self._show(Sheet(why.layer, "", holds=False))

    def _sheet(self, explanation: Explanation, why: Why, result: Result, significant: int = SIGNIFICANT) -> Sheet:
        plan = result.job.plan
        item = why.index[0] if len(why.index) > 1 else 0
        if why.layer == INPUT:
            subject = Subject(_("input"), (INPUT,), (plan.input_shape,), item)
        else:
            layer = plan.layer(why.layer)
            ids = tuple(INPUT if s < 0 else plan.layers[s].id for s in layer.sources)
            plot = self._plot(explanation, why, result)
            by_size = self.controls.by_size
            cells = self.controls.cells.isChecked()
            subject = Subject(layer.layer.label, ids, layer.input_shapes, item, by_size, plot, cells, significant)
            explanation, subject = _as_picture(explanation, subject, plan, why.layer)
        tints = Tints(self.theme, plan.stack.input)
        sheet = sheet_of(explanation, subject, tints)
        gradient = gradient_row(self._field, item, tints) if self._field is not None else None
        return sheet if gradient is None else replace(sheet, rows=(gradient, *sheet.rows))

    def _tell_cells(self, explanation: Explanation | None, plan: Plan | None, layer: str) -> None:
        """Say where the kernel's cells lie on the picture before, where they have colours."""
        terms, found = explanation.terms if explanation is not None else None, None
        if terms is not None and plan is not None and self.controls.cells.isChecked() and terms.products[:1].size > 1:
            source = plan.layer(layer).sources[0]
            marks = cell_marks(terms, cell_colours(terms, self.theme))
            found = (INPUT if source < 0 else plan.layers[source].id), marks
        if found != self._cells:
            self._cells = found
            self.cells_known.emit(found)

    def _plot(self, explanation: Explanation, why: Why, result: Result) -> np.ndarray | None:
        """Places on the curve of an activation, `[2, n]`, once they reach as far as the element."""
        if not isinstance(explanation.part, Curve):
            return None
        reach = self._asking.reach_for(explanation.part)
        if reach != self._asking.reach:
            self._asking = Asking(self._asking.plan, self._asking.at, reach)
            self._ask()
        asked = next((q for q in result.answers if isinstance(q, Transfer) and q.layer == why.layer), None)
        ys = result.answers.get(asked) if asked is not None else None
        return np.stack([asked.places, ys]) if asked is not None and isinstance(ys, np.ndarray) else None

    def _show(self, sheet: Sheet, shorter: Callable[[], Sheet] | None = None) -> None:
        at = self._asking.at
        self.head.show_sizes(self._sizes[1], at[0] if at is not None else "")
        self.controls.order.setEnabled(len(sheet.addends) > _UNSORTED)
        self.view.show_sheet(sheet, shorter)


def _as_picture(explanation: Explanation, subject: Subject, plan: Plan, layer: str) -> tuple[Explanation, Subject]:
    """A dense layer's features as the channels of the picture that they were, if they were one."""
    terms = explanation.terms
    if terms is None or terms.products.shape[1:] != (1, 1) or not 1 < len(terms.sums) <= _MOST_FOLDED:
        return explanation, subject
    picture = picture_before(plan, layer)
    return (folded(explanation, picture), subject) if picture is not None else (explanation, subject)
