"""Below the kernel grid: tools, bias, and the preset of the slice on show."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QApplication, QButtonGroup, QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from cnnlab.blocks.weight import Array
from cnnlab.document.presets import Preset, preset_kernel
from cnnlab.gui.fonts import mono_font
from cnnlab.gui.icons import icon
from cnnlab.gui.inspector.fields import ValueField
from cnnlab.gui.inspector.param_text import WeightCodec
from cnnlab.gui.inspector.presets import PresetButton
from cnnlab.gui.inspector.transforms import TOOLS, Tool
from cnnlab.gui.theme import Space, TextSize, Theme, scaled
from cnnlab.text import UserError, _

_BUTTON = 26


class KernelTools(QWidget):
    """Tools and presets change the slice on show or, if the user says so, all input slices of its kernel.

    Signals:
        replaced: whether all slices, their new values, what was done.
        bias_edited: value, gesture (or None).
        reset_requested: fresh weights for the layer.
        refused: why a tool or a typed bias cannot be used; empty when that no longer matters.
        gesture_ended: steps that follow are a new gesture.
    """

    replaced = Signal(bool, object, str)
    bias_edited = Signal(float, object)
    reset_requested = Signal()
    refused = Signal(str)
    gesture_ended = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._slice: Array | None = None
        self._kernel: Array | None = None
        self._buttons: dict[str, QToolButton] = {}
        self._reset = _button("reset", self)
        self._bias_label = QLabel(self)
        self._bias_label.setProperty("role", "muted")
        self._bias = ValueField("bias", WeightCodec(), self)
        self._bias.setObjectName("biasField")
        self._bias_label.setBuddy(self._bias)
        self._presets = PresetButton(theme, self)
        self._scope = QFrame(self)
        self._one = _segment("applyToSlice", self._scope)
        self._all = _segment("applyToKernel", self._scope)
        self._about = QLabel(self, wordWrap=True)
        self._about.setObjectName("presetAbout")
        self._about.setProperty("role", "muted")
        self._about.setProperty("small", True)
        self._arrange()
        self._connect()
        self.set_icons()
        self.retranslate()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        tools = QHBoxLayout()
        tools.setSpacing(Space.XS)
        for tool in TOOLS:
            self._buttons[tool.id] = button = _button(tool.id, self)
            if not tool.icon:
                button.setText("0")
            tools.addWidget(self._buttons[tool.id])
        tools.addWidget(self._reset)
        tools.addStretch(1)
        tools.addWidget(self._bias_label)
        tools.addSpacing(Space.XS)
        tools.addWidget(self._bias)
        column.addLayout(tools)
        self._scope.setProperty("role", "segments")
        segments = QHBoxLayout(self._scope)
        segments.setContentsMargins(0, 0, 0, 0)
        segments.setSpacing(0)
        group = QButtonGroup(self)
        for button in (self._one, self._all):
            group.addButton(button)
            segments.addWidget(button)
        self._one.setChecked(True)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self._presets, 1)
        row.addWidget(self._scope)
        column.addLayout(row)
        column.addWidget(self._about)

    def _connect(self) -> None:
        for button in self._buttons.values():
            button.clicked.connect(self._on_tool_clicked)
        self._reset.clicked.connect(self.reset_requested)
        self._presets.chosen.connect(self._on_preset_chosen)
        self._bias.edited.connect(self._on_bias_edited)
        self._bias.refused.connect(self._on_bias_refused)
        self._bias.gesture_ended.connect(self.gesture_ended)

    # -- told what to show --

    def show_kernel(self, values: Array, kernel: Array | None, bias: float | None) -> None:
        """Show a slice `[kh, kw]`, all slices of its kernel where one wish can replace them, and the kernel's bias."""
        self._slice, self._kernel = values, kernel
        several = kernel is not None and len(kernel) > 1
        self._scope.setVisible(several)
        if not several:
            self._one.setChecked(True)
        square = values.shape[0] == values.shape[1]
        for tool in TOOLS:
            self._buttons[tool.id].setEnabled(square or not tool.square)
        self._presets.show_kernel(values)
        about = self._presets.about()
        if about != self._about.text():
            self._about.setText(about)
        self._about.setVisible(bool(about))
        for widget in (self._bias_label, self._bias):
            widget.setVisible(bias is not None)
        if bias is not None:
            self._bias.show_value(bias)

    def refuse_bias(self) -> None:
        """Mark the bias as one that cannot be used."""
        self._bias.show_refusal()

    def set_theme(self, theme: Theme) -> None:
        """Draw icons and kernels in another theme."""
        self._presets.set_theme(theme)
        self.set_icons()

    def set_icons(self) -> None:
        """Draw the icons in the theme's colour, at the size of type of the moment."""
        for button in (*self._buttons.values(), self._reset):
            button.setFont(mono_font(TextSize.BODY, 600))
            button.setFixedSize(scaled(_BUTTON), scaled(_BUTTON))
            button.setIconSize(QSize(scaled(16), scaled(16)))
        self._bias.setFixedWidth(scaled(64))
        for tool in TOOLS:
            if tool.icon:
                self._buttons[tool.id].setIcon(icon(tool.icon))
        self._reset.setIcon(icon("reset"))

    def retranslate(self) -> None:
        """Use the language of the moment."""
        for tool in TOOLS:
            self._buttons[tool.id].setToolTip(f"{_(tool.title)}\n{_(tool.about)}")
            self._buttons[tool.id].setAccessibleName(_(tool.title))
        self._reset.setToolTip(_("Reset\nGives the whole layer fresh weights, as a new layer has them."))
        self._reset.setAccessibleName(_("Reset weights"))
        self._bias_label.setText(_("bias"))
        for widget in (self._bias_label, self._bias):
            widget.setToolTip(_("Added to every cell of this output channel. Arrows and wheel change it by 0.1."))
        self._bias.setAccessibleName(_("Bias"))
        self._one.setText(_("slice"))
        self._all.setText(_("kernel"))
        self._one.setToolTip(_("Tools and presets change the slice on show only"))
        self._all.setToolTip(_("Tools and presets change all input slices of this kernel"))
        for button in (self._one, self._all):
            button.setAccessibleName(button.toolTip())
        self._presets.retranslate()
        if self._slice is not None:
            self._about.setText(self._presets.about())

    # -- from the controls --

    def _on_tool_clicked(self) -> None:
        sender = self.sender()
        tool = next(tool for tool in TOOLS if self._buttons[tool.id] is sender)
        values = self._kernel if self._all.isChecked() else self._slice
        if values is None:
            return
        try:
            changed = np.ascontiguousarray(_change(tool)(values), np.float32)
        except UserError as error:
            self.refused.emit(str(error))
            return
        self.refused.emit("")
        self.replaced.emit(self._all.isChecked(), changed, _(tool.title))

    def _on_preset_chosen(self, preset: Preset) -> None:
        if self._slice is None:
            return
        kh, kw = self._slice.shape
        values = preset_kernel(preset.id, kh, kw)
        everywhere = self._all.isChecked() and self._kernel is not None
        if everywhere and self._kernel is not None:
            values = np.repeat(values[None], len(self._kernel), axis=0)
        self.refused.emit("")
        self.replaced.emit(everywhere, values, _(preset.name))

    def _on_bias_edited(self, name: str, value: Any, gesture: object | None) -> None:
        self.refused.emit("")
        self.bias_edited.emit(float(value), gesture)

    def _on_bias_refused(self, name: str, text: str) -> None:
        self.refused.emit(text)


def _change(tool: Tool) -> Any:
    shift = bool(QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)
    return tool.shifted if shift and tool.shifted is not None else tool.change


def _button(name: str, parent: QWidget) -> QToolButton:
    button = QToolButton(parent)
    button.setObjectName(f"tool_{name}")
    button.setProperty("filled", True)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button


def _segment(name: str, parent: QWidget) -> QToolButton:
    button = QToolButton(parent)
    button.setCheckable(True)
    button.setObjectName(name)
    button.setProperty("segment", True)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.setProperty("small", True)
    return button
