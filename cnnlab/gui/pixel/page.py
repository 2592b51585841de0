"""Why the pinned element is what it is."""

from __future__ import annotations

import time
from collections.abc import Mapping
from fractions import Fraction

import numpy as np
from PySide6.QtCore import QElapsedTimer, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout

from cnnlab.blocks.explanation import Curve, Explanation
from cnnlab.blocks.pointwise import Pointwise
from cnnlab.blocks.sizes import by
from cnnlab.document.plan import Plan
from cnnlab.document.stack import INPUT
from cnnlab.engine.planes import tensor_index
from cnnlab.engine.view import Probe, Question, Result
from cnnlab.explain.folding import folded, picture_before
from cnnlab.explain.questions import EffectiveField, Fields, Transfer, Why
from cnnlab.explain.receptive import AxisField
from cnnlab.gui.drawer.page import ExplainPage
from cnnlab.gui.fonts import mono_font
from cnnlab.gui.inspector.elided import ElidedLabel
from cnnlab.gui.layer_text import stopped_text
from cnnlab.gui.pixel.sheet import Sheet
from cnnlab.gui.pixel.tints import Tints
from cnnlab.gui.pixel.tools import PixelTools
from cnnlab.gui.pixel.view import SheetView
from cnnlab.gui.pixel.writing import Subject, sheet_of
from cnnlab.gui.theme import Space, TextSize, Theme
from cnnlab.text import Message, _

_EVERY = 100  # milliseconds between two sheets while frames follow each other, at least: more cannot be read
_SHARE = 1 / 40  # of the time that writing and painting sheets may take then
_LEAST_REACH = 1.0
_UNSORTED = 5  # addends, three channels among them, that have no order to choose
_MOST_FOLDED = 4096  # features that are put back into pictures


class PixelPage(ExplainPage):
    """The sum, or the formula, of the pinned element.

    Signals:
        pinned: pin another element: a `Probe`.
        pointed: the element of a layer before whose cell is under the pointer, or None.
        moved: move the pin by so many rows and columns.
        field_known: the effective receptive field `[h, w]`, or None.
    """

    pinned = Signal(object)
    pointed = Signal(object)
    moved = Signal(int, int)
    field_known = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setObjectName("pixelPage")
        self._plan: Plan | None = None
        self._at: Probe | None = None
        self._selected = ""
        self._result: Result | None = None
        self._explanation: Explanation | None = None
        self._reach = _LEAST_REACH
        self._fields: tuple[object, Mapping[str, tuple[AxisField, AxisField]]] | None = None
        self._title, self._about, self._verdict, self._field = QLabel(), ElidedLabel(), QLabel(), QLabel()
        self.view = SheetView(theme)
        self.controls = PixelTools(self.tools)
        self._shown = QElapsedTimer()
        self._cost = 0.0  # seconds that writing the last sheet took
        self._due = QTimer(self, singleShot=True)
        self._due.timeout.connect(self._write)
        self._arrange()
        self.view.followed.connect(self.pinned)
        self.view.pointed.connect(self.pointed)
        self.view.moved.connect(self.moved)
        self.controls.order.chosen.connect(lambda _order: self._write())
        self.controls.field.toggled.connect(self._on_field_toggled)
        self.setFocusProxy(self.view)
        self.set_theme(theme)
        self.retranslate()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(Space.L, Space.XS, Space.L, Space.XS)
        head.setSpacing(Space.M)
        self._title.setObjectName("pixelTitle")
        self._verdict.setObjectName("pixelVerdict")
        self._about.setProperty("role", "muted")
        head.addWidget(self._title)
        head.addWidget(self._about)
        head.addStretch(1)  # the words stand next to what they are about, the verdict at the end
        head.addWidget(self._verdict)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        self._field.setProperty("role", "muted")
        self._field.setContentsMargins(Space.L, 0, Space.L, Space.XS)
        column.addWidget(self._field)
        column.addWidget(self.view, 1)

    @property
    def explanation(self) -> Explanation | None:
        """What is explained, for copies."""
        return self._explanation

    @property
    def at(self) -> Probe | None:
        """The pinned element."""
        return self._at

    # -- told what to show --

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.view.set_theme(theme)
        self.controls.set_theme(theme)
        self._title.setFont(mono_font(TextSize.TITLE, 600))
        self._write()

    def retranslate(self) -> None:
        self.setAccessibleName(_("Pixel"))
        self.view.retranslate()
        self.controls.retranslate()
        self._write()

    def show_plan(self, plan: Plan) -> None:
        """Show another plan."""
        self._plan = plan
        self._ask()

    def show_selection(self, layer: str, out: int, into: int) -> None:
        """Take note of what is selected: a layer without an output has nothing to pin, and says why."""
        self._selected = layer
        self._write()

    def show_pin(self, at: Probe | None, plan: Plan) -> None:
        """Explain another element of a plan."""
        self._plan = plan
        if at != self._at:
            self._at = at
            self._reach = _LEAST_REACH
            self.field_known.emit(None)
        self._ask()
        if at is None:
            self._write()

    def show_result(self, result: Result) -> None:
        """Explain the pinned element in another result; live ones as often as they can be read."""
        self._result = result
        self._note_fields(result)
        self._note_field(result)
        pause = max(_EVERY, round(1000 * (self._cost + self.view.cost) / _SHARE))
        if not result.job.frame.live or not self._shown.isValid() or self._shown.elapsed() >= pause:
            self._write()
        elif not self._due.isActive():
            self._due.start(max(0, pause - self._shown.elapsed()))

    # -- what is asked --

    def _ask(self) -> None:
        plan, why = self._plan, self._why()
        if plan is None or why is None:
            self.ask()
            return
        found: list[Question] = [why]
        if self._is_activation(why.layer) and self._at is not None:
            found.append(Transfer(why.layer, self._at[2], -self._reach, self._reach))
        if self.controls.field.isChecked() and why.layer != INPUT:
            found.append(EffectiveField(why.layer, why.index))
        if self._fields is None or self._fields[0] != _places(plan):
            found.append(Fields())
        self.ask(*found)

    def _why(self) -> Why | None:
        shape = self._shape()
        if self._at is None or not shape:
            return None
        try:
            return Why(self._at[0], tensor_index(shape, *self._at[1:]))
        except IndexError:  # the plan is a new one, and the pin is about to follow
            return None

    def _shape(self) -> tuple[int, ...] | None:
        if self._plan is None or self._at is None:
            return None
        layer = self._at[0]
        if layer == INPUT:
            return self._plan.input_shape
        return self._plan.layer(layer).output_shape if self._plan.stack.has(layer) else None

    def _is_activation(self, layer: str) -> bool:
        plan = self._plan
        if plan is None or layer == INPUT or not plan.layer(layer).layer.enabled:
            return False
        return isinstance(plan.layer(layer).layer.block, Pointwise)

    def _on_field_toggled(self, on: bool) -> None:
        if not on:
            self.field_known.emit(None)
        self._ask()

    # -- what is told --

    def _note_fields(self, result: Result) -> None:
        answer = result.answers.get(Fields())
        if isinstance(answer, Mapping):
            self._fields = (_places(result.job.plan), answer)
            self._ask()

    def _note_field(self, result: Result) -> None:
        why = self._why()
        answer = result.answers.get(EffectiveField(why.layer, why.index)) if why is not None else None
        if isinstance(answer, np.ndarray) and self.controls.field.isChecked():
            self.field_known.emit(answer)

    def _write(self) -> None:
        """Write the sheet of the last result."""
        self._due.stop()
        begun = time.perf_counter()
        self._write_sheet()
        self._cost = time.perf_counter() - begun
        self._shown.start()

    def _write_sheet(self) -> None:
        why, result = self._why(), self._result
        answer = result.answers.get(why) if result is not None and why is not None else None
        if isinstance(answer, Explanation) and why is not None and result is not None:
            self._explanation = answer
            self._show(self._sheet(answer, why, result))
        elif why is None:
            self._explanation = None
            hint = self._why_not() or _("Click into a channel: the value of that pixel is explained here.")
            self._show(Sheet(_("nothing is pinned"), hint))
        elif isinstance(answer, Message):
            self._explanation = None
            self._show(Sheet(why.layer, str(answer), holds=False))

    def _why_not(self) -> str:
        """What keeps the selected layer from having values."""
        plan = self._plan
        if plan is None or not self._selected or not plan.stack.has(self._selected):
            return ""
        return stopped_text(plan.layer(self._selected))

    def _sheet(self, explanation: Explanation, why: Why, result: Result) -> Sheet:
        plan = result.job.plan
        item = why.index[0] if len(why.index) > 1 else 0
        if why.layer == INPUT:
            subject = Subject(_("input"), (INPUT,), (plan.input_shape,), item)
        else:
            layer = plan.layer(why.layer)
            ids = tuple(INPUT if s < 0 else plan.layers[s].id for s in layer.sources)
            plot = self._plot(explanation, why, result)
            by_size = self.controls.by_size
            subject = Subject(layer.layer.label, ids, layer.input_shapes, item, by_size, plot)
            explanation, subject = _as_picture(explanation, subject, plan, why.layer)
        return sheet_of(explanation, subject, Tints(self.theme, plan.stack.input))

    def _plot(self, explanation: Explanation, why: Why, result: Result) -> np.ndarray | None:
        if not isinstance(explanation.part, Curve) or self._at is None:
            return None
        wanted = max(_LEAST_REACH, 2.0 ** np.ceil(np.log2(max(abs(explanation.part.x) * 1.1, 1e-9))))
        if np.isfinite(wanted) and wanted > self._reach:
            self._reach = float(wanted)
            self._ask()
        asked = next((q for q in result.answers if isinstance(q, Transfer) and q.layer == why.layer), None)
        ys = result.answers.get(asked) if asked is not None else None
        return np.stack([asked.places, ys]) if asked is not None and isinstance(ys, np.ndarray) else None

    def _show(self, sheet: Sheet) -> None:
        self._title.setText(f"{sheet.title} = {sheet.value}" if sheet.value else sheet.title)
        self._about.show_text(" · ".join(part for part in (sheet.about, *sheet.notes) if part))
        self._field.setText(self._field_text())
        self._field.setVisible(bool(self._field.text()))
        self.controls.order.setEnabled(len(sheet.addends) > _UNSORTED)
        self._verdict.setText(sheet.verdict and (_("equal to the tensor") if sheet.holds else _("not the tensor's")))
        self._verdict.setToolTip(sheet.verdict)
        colour = self.theme.positive if sheet.holds else self.theme.warning
        style = f"color: {colour}"
        if style != self._verdict.styleSheet():  # to set it takes longer than all the rest
            self._verdict.setStyleSheet(style)
        self.view.show_sheet(sheet)

    def _field_text(self) -> str:
        """Size, jump and start of the layer's receptive field."""
        if self._fields is None or self._at is None or self._at[0] not in self._fields[1]:
            return ""
        rows, columns = self._fields[1][self._at[0]]
        parts = [_("receptive field {size}").format(size=by((rows.size, columns.size)))]
        if rows.jump is not None and columns.jump is not None:
            parts.append(_("jump {jump}").format(jump=_pair(rows.jump, columns.jump)))
        if rows.start is not None and columns.start is not None:
            parts.append(_("start {start}").format(start=_pair(rows.start, columns.start)))
        return ", ".join(parts)


def _pair(y: Fraction | int, x: Fraction | int) -> str:
    return str(y) if y == x else f"{y}, {x}"


def _places(plan: Plan) -> object:
    """What receptive fields follow from: everything but weights."""
    return plan.input_shape, tuple(
        (layer.id, type(layer.layer.block), layer.layer.block.settings, layer.layer.enabled, layer.sources)
        for layer in plan.layers
    )


def _as_picture(explanation: Explanation, subject: Subject, plan: Plan, layer: str) -> tuple[Explanation, Subject]:
    """A dense layer's features as the channels of the picture that they were, if they were one."""
    terms = explanation.terms
    if terms is None or terms.products.shape[1:] != (1, 1) or not 1 < len(terms.sums) <= _MOST_FOLDED:
        return explanation, subject
    picture = picture_before(plan, layer)
    return (folded(explanation, picture), subject) if picture is not None else (explanation, subject)
