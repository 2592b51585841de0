"""Below the kernel grid: tools and what they apply to, preset, step and bias."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from cnnlab.blocks.weight import Array
from cnnlab.document.presets import Preset, preset_kernel
from cnnlab.document.symmetry import Locks
from cnnlab.gui.fonts import ui_font
from cnnlab.gui.inspector.fields import ValueField
from cnnlab.gui.inspector.kernel_grid import STEP
from cnnlab.gui.inspector.param_text import WeightCodec
from cnnlab.gui.inspector.presets import PresetButton
from cnnlab.gui.inspector.scope import Change, Scope
from cnnlab.gui.inspector.step import StepCodec
from cnnlab.gui.inspector.tool_row import ToolRow
from cnnlab.gui.theme import Space, TextSize, Theme, scaled
from cnnlab.text import N_, Message, _

_SCOPES = (
    (Scope.SLICE, "applyToSlice", N_("slice"), N_("Tools and presets change the slice on show only")),
    (Scope.KERNEL, "applyToKernel", N_("kernel"), N_("Tools and presets change all input slices of this kernel")),
    (Scope.LAYER, "applyToLayer", N_("layer"), N_("Tools and presets change every slice of the layer")),
)


class KernelTools(QWidget):
    """Tools and presets change the slice on show or, if the user says so, its kernel or the layer.

    Signals:
        change_requested: a `Change` of what the scope says.
        copy_requested: a `Reach`: where the slice on show is to be copied.
        bias_edited: value, gesture (or None).
        step_changed: what one notch of the wheel adds from now on.
        locks_changed: the symmetries that edits keep from now on.
        reset_requested: fresh weights for the layer.
        refused: why a typed number cannot be used; empty when that no longer matters.
        gesture_ended: steps that follow are a new gesture.
    """

    change_requested = Signal(object)
    copy_requested = Signal(object)
    bias_edited = Signal(float, object)
    step_changed = Signal(float)
    locks_changed = Signal(object)
    reset_requested = Signal()
    refused = Signal(object)
    gesture_ended = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size: tuple[int, int] | None = None
        self._row = ToolRow(self)
        self._scope = QFrame(self)
        self._group = QButtonGroup(self)
        self._segments = [_segment(name, self._scope) for _scope, name, _title, _tip in _SCOPES]
        self._presets = PresetButton(theme, self)
        self._step_label = QLabel(self)
        self._step_label.setObjectName("stepLabel")
        self._step = ValueField("step", StepCodec(), self)
        self._step.setObjectName("stepField")
        self._step.show_value(STEP)
        self._bias_label = QLabel(self)
        self._bias = ValueField("bias", WeightCodec(), self)
        self._bias.setObjectName("biasField")
        for label, field in ((self._step_label, self._step), (self._bias_label, self._bias)):
            label.setProperty("role", "muted")
            label.setBuddy(field)
        self._about = QLabel(self, wordWrap=True)
        self._about.setObjectName("presetAbout")
        self._about.setProperty("role", "muted")
        self._about.setProperty("small", True)
        self._arrange()
        self._connect()
        self.set_icons()
        self.retranslate()

    def _arrange(self) -> None:
        self._scope.setProperty("role", "segments")
        self._scope.setProperty("tight", True)
        segments = QHBoxLayout(self._scope)
        segments.setContentsMargins(0, 0, 0, 0)
        segments.setSpacing(0)
        for number, button in enumerate(self._segments):
            self._group.addButton(button, number)
            segments.addWidget(button)
        self._segments[0].setChecked(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        self._upper = tools = QHBoxLayout()
        column.addLayout(tools)
        tools.setSpacing(0)
        tools.addWidget(self._row)
        tools.addStretch(1)
        tools.addWidget(self._scope)
        self._lower = row = QHBoxLayout()
        column.addLayout(row)
        row.setSpacing(Space.XS)
        row.addWidget(self._presets, 1)
        row.addSpacing(Space.XS)
        row.addWidget(self._step_label)
        row.addWidget(self._step)
        row.addSpacing(Space.XS)
        row.addWidget(self._bias_label)
        row.addWidget(self._bias)
        column.addWidget(self._about)

    def _connect(self) -> None:
        row = self._row
        row.change_requested.connect(self.change_requested)
        row.copy_requested.connect(self.copy_requested)
        row.locks_changed.connect(self.locks_changed)
        row.reset_requested.connect(self.reset_requested)
        row.refused.connect(self.refused)
        self._presets.chosen.connect(self._on_preset_chosen)
        self._step.edited.connect(self._on_step_edited)
        self._bias.edited.connect(self._on_bias_edited)
        self._bias.gesture_ended.connect(self.gesture_ended)
        for field in (self._step, self._bias):
            field.refused.connect(self._on_field_refused)

    # -- told what to show --

    def show_kernel(self, values: Array, slices: tuple[int, int], bias: float | None) -> None:
        """Show a slice `[kh, kw]` of a weight with so many slices in and out, and the kernel's bias."""
        kh, kw = values.shape
        self._size = (kh, kw)
        if self._lower.indexOf(self._step) < 0:
            self._lower.insertWidget(2, self._step_label)
            self._step_label.setContentsMargins(0, 0, 0, 0)
            self._lower.insertWidget(3, self._step)
        self._row.setVisible(True)
        self._row.show_for(kernel=True, square=kh == kw)
        self._show_scopes(slices)
        self._presets.setVisible(True)
        self._presets.show_kernel(values)
        about = self._presets.about()
        if about != self._about.text():
            self._about.setText(about)
        self._about.setVisible(bool(about))
        for widget in (self._bias_label, self._bias):
            widget.setVisible(bias is not None)
        if bias is not None:
            self._bias.show_value(bias)

    def show_table(self, matrix: bool) -> None:
        """Show what goes with a table: the step, and for a matrix the tools that change it as a whole."""
        self._size = None
        self._upper.addWidget(self._step_label)
        self._upper.addWidget(self._step)
        self._step_label.setContentsMargins(0, 0, Space.XS, 0)  # the line of tools is without spacing
        self._row.setVisible(matrix)
        self._row.show_for(kernel=False, square=False)
        for widget in (self._scope, self._presets, self._about, self._bias_label, self._bias):
            widget.hide()

    def _show_scopes(self, slices: tuple[int, int]) -> None:
        """Offer kernel and layer where they are more than the slice."""
        into, out = slices
        for button, offered in zip(self._segments, (True, into > 1, out > 1), strict=True):
            button.setVisible(offered)
            if button.isChecked() and not offered:
                self._segments[0].setChecked(True)
        self._scope.setVisible(into > 1 or out > 1)

    def scope(self) -> Scope:
        """What tools and presets change."""
        return _SCOPES[max(0, self._group.checkedId())][0]

    def step(self) -> float:
        """What one notch of the wheel adds."""
        return float(self._step.value())

    def set_step(self, step: float) -> None:
        """Show another step."""
        self._step.show_value(step)

    def locks(self) -> Locks:
        """The symmetries that edits keep."""
        return self._row.locks()

    def set_locks(self, locks: Locks) -> None:
        """Keep these symmetries."""
        self._row.set_locks(locks)

    def set_theme(self, theme: Theme) -> None:
        """Draw icons and kernels in another theme."""
        self._presets.set_theme(theme)
        self._fit()
        self.set_icons()

    def _fit(self) -> None:
        """Make room for the words, at the size of type of the moment."""
        self._step.setFixedWidth(scaled(58))
        self._bias.setFixedWidth(scaled(64))
        metrics = QFontMetrics(ui_font(TextSize.SMALL, 600))
        for button in self._segments:
            button.setFixedWidth(metrics.horizontalAdvance(button.text()) + 2 * Space.S)

    def set_icons(self) -> None:
        """Draw the icons in the theme's colour."""
        self._row.set_icons()

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self._row.retranslate()
        self._bias_label.setText(_("bias"))
        for widget in (self._bias_label, self._bias):
            widget.setToolTip(_("Added to every cell of this output channel. Arrows and wheel change it by 0.1."))
        self._bias.setAccessibleName(_("Bias"))
        self._step.setAccessibleName(_("Step"))
        self._step_label.setText(_("step"))
        for widget in (self._step_label, self._step):
            widget.setToolTip(
                _(
                    "Step: what one notch of the wheel, Alt with an arrow key, or ten pixels of a drag change.\n"
                    "Shift takes a tenth of it, Ctrl ten times as much."
                )
            )
        for button, (_scope, _name, title, tip) in zip(self._segments, _SCOPES, strict=True):
            button.setText(_(title))
            button.setToolTip(_(tip))
            button.setAccessibleName(_(tip))
        self._fit()
        self._presets.retranslate()
        if self._size is not None:
            self._about.setText(self._presets.about())

    # -- from the controls --

    def _on_preset_chosen(self, preset: Preset) -> None:
        if self._size is not None:
            kernel = preset_kernel(preset.id, *self._size)
            self.change_requested.emit(
                Change.of(Message(preset.name), lambda values: np.broadcast_to(kernel, values.shape))
            )

    def _on_step_edited(self, name: str, value: Any, gesture: object | None) -> None:
        self.refused.emit("")
        self._step.show_value(value)
        self.step_changed.emit(float(value))

    def _on_bias_edited(self, name: str, value: Any, gesture: object | None) -> None:
        self.refused.emit("")
        self.bias_edited.emit(float(value), gesture)

    def _on_field_refused(self, name: str, text: Message | str) -> None:
        self.refused.emit(text)


def _segment(name: str, parent: QWidget) -> QToolButton:
    button = QToolButton(parent)
    button.setCheckable(True)
    button.setObjectName(name)
    button.setProperty("segment", True)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.setProperty("small", True)
    return button
