"""The inspector: what the selected layer is, and everything about it that can be changed."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from cnnlab.blocks.weight import Array
from cnnlab.document.plan import LayerPlan
from cnnlab.document.symmetry import Locks
from cnnlab.gui.inspector.form import ParameterForm
from cnnlab.gui.inspector.head import LayerHead
from cnnlab.gui.inspector.page import Page
from cnnlab.gui.inspector.weights_panel import WeightsPanel
from cnnlab.gui.tab_order import controls_of
from cnnlab.gui.theme import DARK, Space, Theme, scaled
from cnnlab.gui.veil import Veil
from cnnlab.text import Message, _

_NARROWEST, _USUAL = 340, 380
_NOTHING: Mapping[str, Array] = MappingProxyType({})


class Inspector(QWidget):
    """Head, parameters and weights of one layer; changes nothing itself.

    A slice is named by its output channel and its row in the slice matrix, which is the input channel unless the
    convolution has groups; then it counts within the group.

    Signals:
        params_edited: layer, changed parameters by name, gesture (or None).
        weight_edited: layer, weight, index (a tuple), value, gesture (or None).
        cells_edited: layer, a tuple of `Cells` of its weights and running statistics, what was done, gesture (or None).
        slice_replaced: layer, weight, leading index (a tuple), new values (an array), what was done.
        gesture_ended: steps that follow are a new gesture.
        slice_selected: layer, output channel, input channel.
        fix_requested: layer, number of the problem's fix.
        reset_weights_requested: layer.
        step_changed: what one notch of the wheel adds to a weight from now on.
        locks_changed: the symmetries (a frozenset) that edits of kernels keep from now on.
        weight_pointed: the weight of the layer under the pointer, its name and index, or None.
    """

    params_edited = Signal(str, object, object)
    weight_edited = Signal(str, str, object, float, object)
    cells_edited = Signal(str, object, object, object)
    slice_replaced = Signal(str, str, object, object, object)
    gesture_ended = Signal()
    slice_selected = Signal(str, int, int)
    fix_requested = Signal(str, int)
    reset_weights_requested = Signal(str)
    step_changed = Signal(float)
    locks_changed = Signal(object)
    weight_pointed = Signal(object)

    def __init__(self, parent: QWidget | None = None, theme: Theme = DARK) -> None:
        super().__init__(parent)
        self.setObjectName("inspector")
        self._plan: LayerPlan | None = None
        self._at_hand = False
        self._statistics = _NOTHING
        self._in_weights = False
        self._settings = True
        self._ordered_for: tuple[object, ...] = ()
        self._page = Page(self)
        self._empty = QLabel(self, wordWrap=True)
        self._empty.setObjectName("inspectorEmpty")
        self._head = LayerHead(self)
        self._form = ParameterForm(self)
        self._weights = WeightsPanel(theme, self)
        self._arrange()
        self._connect()
        self.set_theme(theme)
        self.retranslate()
        self.show_layer(None)

    def _arrange(self) -> None:
        self.setAutoFillBackground(True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._page)
        self._empty.setProperty("role", "muted")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._empty.setContentsMargins(Space.L, Space.XL, Space.L, 0)
        column = self._page.column
        for part in (self._empty, self._head, self._form, self._weights):
            column.addWidget(part)
        column.addStretch(1)

    def _connect(self) -> None:
        self._head.fix_requested.connect(self._on_head_fix_requested)
        self._form.edited.connect(self._on_form_edited)
        weights = self._weights
        weights.weight_edited.connect(self._on_weights_edited)
        weights.cells_edited.connect(self._on_weights_cells_edited)
        weights.step_changed.connect(self.step_changed)
        weights.locks_changed.connect(self.locks_changed)
        weights.weight_pointed.connect(self.weight_pointed)
        weights.slice_replaced.connect(self._on_weights_replaced)
        weights.slice_selected.connect(self._on_weights_slice_selected)
        weights.reset_requested.connect(self._on_weights_reset_requested)
        for part in (self._form, weights):
            part.gesture_ended.connect(self.gesture_ended)

    # -- told what to show --

    def show_layer(self, plan: LayerPlan | None, statistics: Mapping[str, Array] = _NOTHING) -> None:
        """Show a layer, or nothing; cheap where only some numbers changed."""
        at_hand = plan is not None and plan.weights_at_hand
        if plan is self._plan and at_hand == self._at_hand and _same(statistics, self._statistics):
            return
        self._at_hand = at_hand
        before, self._plan, self._statistics = self._plan, plan, dict(statistics)
        if plan is None or before is None or plan.outline != before.outline:
            self._show_outline(before, plan)
        if plan is not None:
            self._weights.show_plan(plan, statistics)
            self._order(plan)

    def _show_outline(self, before: LayerPlan | None, plan: LayerPlan | None) -> None:
        """Show all but the weights."""
        if plan is None or before is None or plan.id != before.id:
            self._form.show_other()
        self._empty.setVisible(plan is None)
        for part in (self._head, self._weights):
            part.setVisible(plan is not None)
        self._show_form()
        if plan is not None:
            self._head.show_plan(plan)
            self._form.show_block(plan.layer.block)

    def _order(self, plan: LayerPlan) -> None:
        """Let Tab follow what is seen, after fields have been made anew."""
        made_for = (plan.id, type(plan.layer.block), *plan.specs, plan.weights_at_hand)
        if made_for != self._ordered_for:
            self._ordered_for = made_for
            for before, after in pairwise(c for p in (self._head, self._form, self._weights) for c in controls_of(p)):
                self.setTabOrder(before, after)

    def show_settings(self, shown: bool) -> None:
        """Show the form of parameters, or only what the layer is and its weights."""
        self._settings = shown
        self._head.show_briefly(not shown)
        self._show_form()

    def veil_shapes(self, veil: Veil) -> None:
        """Keep these shapes from sight, and show all others."""
        self._head.veil_shapes(veil)
        self._weights.veil_shapes(veil)

    def _show_form(self) -> None:
        self._form.setVisible(self._settings and self._plan is not None and bool(self._plan.layer.block.params()))

    def select_slice(self, out_channel: int, in_channel: int) -> None:
        """Show a slice of the kernels."""
        self._weights.select_slice(out_channel, in_channel)

    def set_channel_names(self, names: tuple[str, ...]) -> None:
        """Name the input's channels, e.g. R, G, B; without names they are numbered."""
        self._weights.set_channel_names(names)

    def set_earlier_layers(self, earlier: tuple[tuple[str, str], ...]) -> None:
        """The ids and labels of what a merge may take: the input and the layers above the one on show."""
        self._form.show_earlier(earlier)

    def show_notice(self, text: Message | str) -> None:
        """Say at the control that was used last why what it asked for was refused."""
        (self._weights if self._in_weights else self._form).show_notice(text)

    def step(self) -> float:
        """What one notch of the wheel adds to a weight."""
        return self._weights.step()

    def set_step(self, step: float) -> None:
        """Take another step."""
        self._weights.set_step(step)

    def locks(self) -> Locks:
        """The symmetries that edits of kernels keep."""
        return self._weights.locks()

    def set_locks(self, locks: Locks) -> None:
        """Keep these symmetries from the next edit on."""
        self._weights.set_locks(locks)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.setMinimumWidth(scaled(_NARROWEST))
        self._head.set_icons()
        self._form.fit()
        self._form.set_icons()
        self._weights.set_theme(theme)

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self.setAccessibleName(_("Inspector"))
        self._empty.setText(_("Choose a layer to see its parameters and its kernels."))
        for part in (self._head, self._form, self._weights):
            part.retranslate()

    # -- wishes --

    def _layer(self) -> str:
        return self._plan.id if self._plan is not None else ""

    def _on_head_fix_requested(self, number: int) -> None:
        self.fix_requested.emit(self._layer(), number)

    def _on_form_edited(self, name: str, value: Any, gesture: object | None) -> None:
        self._in_weights = False
        self.params_edited.emit(self._layer(), {name: value}, gesture)

    def _on_weights_edited(self, name: str, index: tuple[int, ...], value: float, gesture: object | None) -> None:
        self._in_weights = True
        self.weight_edited.emit(self._layer(), name, index, value, gesture)

    def _on_weights_cells_edited(self, cells: object, what: Message | str, gesture: object | None) -> None:
        self._in_weights = True
        self.cells_edited.emit(self._layer(), cells, what, gesture)

    def _on_weights_replaced(self, name: str, index: tuple[int, ...], values: Array, what: Message | str) -> None:
        self._in_weights = True
        self.slice_replaced.emit(self._layer(), name, index, values, what)

    def _on_weights_slice_selected(self, out: int, into: int) -> None:
        self.slice_selected.emit(self._layer(), out, into)

    def _on_weights_reset_requested(self) -> None:
        self._in_weights = True
        self.reset_weights_requested.emit(self._layer())


def _same(first: Mapping[str, Array], second: Mapping[str, Array]) -> bool:
    """Whether the arrays are the same objects."""
    return first.keys() == second.keys() and all(first[name] is second[name] for name in first)
