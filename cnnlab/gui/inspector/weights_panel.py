"""The weights of a layer: selector, slice matrix, kernel grid and tools."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from cnnlab.blocks.sizes import shape_text
from cnnlab.blocks.weight import Array
from cnnlab.document.plan import LayerPlan
from cnnlab.document.symmetry import Locks
from cnnlab.gui.inspector.contents import GridContent, PlaneContent
from cnnlab.gui.inspector.elided import ElidedLabel
from cnnlab.gui.inspector.facts import facts_text, selection_text
from cnnlab.gui.inspector.grid_holder import GridHolder
from cnnlab.gui.inspector.kernel_grid import KernelGrid
from cnnlab.gui.inspector.kernel_tools import KernelTools
from cnnlab.gui.inspector.note import Note
from cnnlab.gui.inspector.reading import Reading
from cnnlab.gui.inspector.scope import Change, Reach, Scope, applied, as_cells, copied
from cnnlab.gui.inspector.slice_matrix import SliceMatrix
from cnnlab.gui.inspector.slices import SliceLayout, slice_layout
from cnnlab.gui.inspector.weight_views import Shown, WeightView, weight_views
from cnnlab.gui.layer_text import hidden_text
from cnnlab.gui.theme import Space, Theme
from cnnlab.gui.veil import NOTHING_HIDDEN, Veil
from cnnlab.text import N_, Message, UserError, _


class WeightsPanel(QWidget):
    """Shows one view of the weights at a time.

    Signals:
        weight_edited: weight, index, value, gesture.
        cells_edited: a tuple of `Cells`, what was done, gesture.
        slice_replaced: weight, leading index, new values, what was done.
        slice_selected: output and input of the slice.
        reset_requested: fresh weights for the layer.
        gesture_ended: steps that follow are a new gesture.
        step_changed: what one notch of the wheel adds from now on.
        locks_changed: the symmetries that edits keep from now on.
        weight_pointed: the weight under the pointer, its name and index, or None.
    """

    weight_edited = Signal(str, object, float, object)
    cells_edited = Signal(object, object, object)
    slice_replaced = Signal(str, object, object, object)
    slice_selected = Signal(int, int)
    reset_requested = Signal()
    gesture_ended = Signal()
    step_changed = Signal(float)
    locks_changed = Signal(object)
    weight_pointed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan: LayerPlan | None = None
        self._statistics: Mapping[str, Array] = {}
        self._names: tuple[str, ...] = ()
        self._views: tuple[WeightView, ...] = ()
        self._view = WeightView("")
        self._place = (0, 0)
        self._shown = Shown()
        self._veil = NOTHING_HIDDEN
        self._selector = QFrame(self)
        self._selector.setObjectName("weightSelector")
        self._group = QButtonGroup(self)
        self._slices_title = _label(self, "section")
        self._matrix = SliceMatrix(theme, self)
        self._unsaid = _label(self, "muted")
        self._unsaid.setObjectName("weightsUnsaid")
        self._unsaid.setWordWrap(True)
        self._title = ElidedLabel(self)
        self._title.setProperty("role", "section")
        self._title.setObjectName("kernelTitle")
        self._fact = Reading(self)
        self._fact.setObjectName("kernelSum")
        self._grid = KernelGrid(theme)
        self._holder = GridHolder(self._grid, self)
        self._notice = Note("weightNotice", self._holder, above=True)
        self._tools = KernelTools(theme, self)
        self._arrange()
        self._connect()
        self.set_theme(theme)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        self._selector.setProperty("role", "segments")
        self._segments = QHBoxLayout(self._selector)
        self._segments.setContentsMargins(0, 0, 0, 0)
        self._segments.setSpacing(0)
        top = QHBoxLayout()
        column.addLayout(top)
        top.addWidget(self._slices_title)
        top.addStretch(1)
        top.addWidget(self._selector)
        column.addWidget(self._matrix)
        column.addWidget(self._unsaid)
        heading = QHBoxLayout()
        column.addLayout(heading)
        heading.setContentsMargins(0, Space.XS, 0, 0)
        heading.setSpacing(Space.XS)
        heading.addWidget(self._title)
        heading.addWidget(self._fact, 1)
        for widget in (self._holder, self._tools):
            column.addWidget(widget)

    def _connect(self) -> None:
        model = self._grid.grid_model()
        model.edited.connect(self.weight_edited)
        model.refused.connect(self.show_notice)
        model.cells_edited.connect(self.cells_edited)
        self._grid.gesture_ended.connect(self.gesture_ended)
        self._grid.selection_changed.connect(self._write_facts)
        self._grid.pointed.connect(self.weight_pointed)
        self._matrix.picked.connect(self._on_matrix_picked)
        self._tools.change_requested.connect(self._on_tools_change_requested)
        self._tools.copy_requested.connect(self._on_tools_copy_requested)
        self._tools.step_changed.connect(self._on_tools_step_changed)
        self._tools.locks_changed.connect(self._on_tools_locks_changed)
        self._tools.bias_edited.connect(self._on_tools_bias_edited)
        self._tools.refused.connect(self.show_notice)
        self._tools.reset_requested.connect(self.reset_requested)
        self._tools.gesture_ended.connect(self.gesture_ended)
        self._group.idClicked.connect(self._on_selector_clicked)

    # -- told what to show --

    def show_plan(self, plan: LayerPlan, statistics: Mapping[str, Array]) -> None:
        """Show a layer's weights; what stays the same keeps its place."""
        other = self._plan is None or self._plan.id != plan.id
        self._plan, self._statistics = plan, statistics
        if other:
            self._place, self._shown = (0, 0), Shown()
            self._grid.show_content(None)
            self.show_notice("")
        views = weight_views(plan) if plan.weights_at_hand else ()
        if views != self._views or other:
            self._views = views
            if other or self._view not in views:
                self._view = views[0] if views else WeightView("")
            self._build_selector()
        self.setVisible(bool(views))
        if views:
            self._refresh()

    def select_slice(self, out: int, into: int) -> None:
        """Show another slice."""
        self._place = (into, out)
        if self._plan is not None and self._views:
            self._refresh()

    def veil_shapes(self, veil: Veil) -> None:
        """Keep these shapes from sight: of a layer that has one of them only the selected kernel is shown."""
        self._veil = veil
        if self._plan is not None and self._views:
            self._refresh()

    def set_channel_names(self, names: tuple[str, ...]) -> None:
        """Name the input's channels."""
        if names == self._names:
            return
        self._names = names
        self._matrix.set_names(names)
        if self._plan is not None and self._views:
            self._refresh()

    def show_notice(self, text: Message | str) -> None:
        """Say above the grid why a number or a tool was refused."""
        self._notice.say(text)

    def step(self) -> float:
        """What one notch of the wheel adds."""
        return self._grid.step()

    def set_step(self, step: float) -> None:
        """Take another step."""
        self._grid.set_step(step)
        self._tools.set_step(step)

    def locks(self) -> Locks:
        """The symmetries that edits keep."""
        return self._tools.locks()

    def set_locks(self, locks: Locks) -> None:
        """Keep these symmetries."""
        self._tools.set_locks(locks)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        for part in (self._matrix, self._grid, self._tools):
            part.set_theme(theme)
        self._fact.fit()
        self._holder.arrange()

    def retranslate(self) -> None:
        """Use the language of the moment."""
        for part in (self._matrix, self._grid, self._tools):
            part.retranslate()
        self._notice.retranslate()
        for button, view in zip(self._group.buttons(), self._views, strict=False):
            button.setToolTip(str(Message(N_("Show {name}"), name=view.title)))
        if self._plan is not None and self._views:
            self._refresh()
        else:  # hidden; written anew when there is something to show
            for line in (self._title, self._fact):
                line.show_text("")
            self._slices_title.clear()
            self._slices_title.setToolTip("")

    # -- showing --

    def _build_selector(self) -> None:
        for button in self._group.buttons():
            self._group.removeButton(button)
            button.hide()
            button.deleteLater()
        for number, view in enumerate(self._views):
            button = QToolButton(self._selector)
            button.setCheckable(True)
            button.setText(view.title)
            button.setObjectName(f"show_{view.title}")
            button.setProperty("segment", True)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.setProperty("small", True)
            button.setChecked(view == self._view)
            button.setToolTip(str(Message(N_("Show {name}"), name=view.title)))
            self._group.addButton(button, number)
            self._segments.addWidget(button)
            button.show()
        self._selector.setVisible(len(self._views) > 1)

    def _layout_on_show(self) -> SliceLayout | None:
        if self._plan is None or not self._view.weight:
            return None
        return slice_layout(self._plan.layer.block, self._plan.specs[self._view.weight].shape)

    def _refresh(self) -> None:
        assert self._plan is not None
        layout, unsaid = self._layout_on_show(), self._veil.hides_any_of(self._plan.id)
        self._unsaid.setText(hidden_text() if unsaid else "")
        self._unsaid.setVisible(unsaid)
        whole = not unsaid or (layout is not None and not layout.planes)  # a kernel has the size that was set
        for part in (self._title, self._fact, self._holder, self._tools):
            part.setVisible(whole)
        self._slices_title.setVisible(layout is not None or len(self._views) > 1)
        self._write_slices_title(layout)
        self._matrix.setVisible(layout is not None and not unsaid)
        if layout is not None:
            self._show_slices(layout)
        else:
            self._show_table()
        self._write_facts()

    def _show_slices(self, layout: SliceLayout) -> None:
        assert self._plan is not None
        name = self._view.weight
        weight = self._plan.weights[name]
        self._place = layout.clamped(*self._place)
        self._matrix.show_weight(weight, layout, self._shown.scale(name, weight))
        self._matrix.select(*self._place)
        self._show_content(self._shown.plane(self._plan, name, self._place))
        row, column = self._place
        if layout.planes:
            self._write_title(Message(N_("{name} [channel {out}]"), name=name, out=column))
            self._tools.show_table(matrix=False)
            return
        into = layout.input_name(row, column, self._names)
        long = max(column, row) > 99  # the sum and the norm stand beside it
        title = N_("[out {out}, in {into}]") if long else N_("Kernel [out {out}, in {into}]")
        self._write_title(Message(title, out=column, into=into))
        bias = self._plan.weights["bias"].value((column,)) if "bias" in self._plan.specs else None
        self._tools.show_kernel(layout.slice(weight, row, column), (layout.rows, layout.columns), bias)

    def _show_table(self) -> None:
        assert self._plan is not None
        name = self._view.weight
        self._tools.show_table(matrix=bool(name))
        if name:
            self._show_content(self._shown.plane(self._plan, name, (0, 0)))
            self._write_title(Message(N_("{name} [out, in]"), name=name))
        else:
            self._show_content(self._shown.vectors(self._plan, self._view.vectors, self._statistics))
            self._write_title(Message(N_("One row a channel")))

    def _show_content(self, content: GridContent | None) -> None:
        if self._grid.show_content(content):
            self._holder.arrange()

    def _write_slices_title(self, layout: SliceLayout | None) -> None:
        if layout is None:
            text, tip = _("Weights"), ""
        elif layout.planes:
            text, tip = _("Slices · one a channel"), _("One small picture a channel")
        else:
            text = _("Slices · rows in, columns out")
            tip = _("One small picture a slice: how much of an input channel an output channel takes, and from where")
        if (text, tip) != (self._slices_title.text(), self._slices_title.toolTip()):
            self._slices_title.setText(text)
            self._slices_title.setToolTip(tip)

    def _write_title(self, title: Message) -> None:
        self._title.show_text(str(title))

    def _write_facts(self) -> None:
        """Sum and norm of the selected cells or of the kernel; for a table, how large it is."""
        content, layout = self._grid.grid_model().content, self._layout_on_show()
        if content is None:
            text = ""
        elif self._grid.several():
            values = self._grid.grid_model().values(self._grid.selected())
            text = selection_text(values[np.isfinite(values)])
        elif isinstance(content, PlaneContent) and layout is not None and not layout.planes:
            text = facts_text(np.asarray(content.lines))
        else:
            text = shape_text((content.rows, content.columns) if self._view.weight else (content.rows,))
        self._fact.show_text(text)

    # -- from the parts --

    def _on_matrix_picked(self, row: int, column: int) -> None:
        self.select_slice(column, row)
        self.slice_selected.emit(column, row)

    def _on_tools_change_requested(self, change: Change) -> None:
        layout, name, scope = self._layout_on_show(), self._view.weight, self._tools.scope()
        if self._plan is None or not name or (layout is not None and layout.planes):
            return
        weight = self._plan.weights[name]
        try:
            values = applied(change, weight, layout, self._place, scope)
        except UserError as error:
            self.show_notice(error.message)
            return
        self.show_notice("")
        if scope is Scope.SLICE and layout is not None:
            self.slice_replaced.emit(name, layout.leading(*self._place), values, change.what)
        else:
            self.cells_edited.emit((as_cells(name, values, layout, self._place, scope),), change.what, None)

    def _on_tools_copy_requested(self, reach: Reach) -> None:
        layout = self._layout_on_show()
        if self._plan is None or layout is None:
            return
        values = layout.slice(self._plan.weights[self._view.weight], *self._place)
        try:
            cells = copied(self._view.weight, values, layout, self._place, reach)
        except UserError as error:
            self.show_notice(error.message)
            return
        self.cells_edited.emit((cells,), Message(N_("copy a slice")), None)

    def _on_tools_step_changed(self, step: float) -> None:
        self._grid.set_step(step)
        self.step_changed.emit(step)

    def _on_tools_locks_changed(self, locks: Locks) -> None:
        self._grid.set_locks(locks)
        self.locks_changed.emit(locks)

    def _on_tools_bias_edited(self, value: float, gesture: object | None) -> None:
        self.weight_edited.emit("bias", (self._place[1],), value, gesture)

    def _on_selector_clicked(self, number: int) -> None:
        self._view = self._views[number]
        self.show_notice("")
        self._refresh()


def _label(parent: QWidget, role: str) -> QLabel:
    label = QLabel(parent)
    label.setProperty("role", role)
    return label
