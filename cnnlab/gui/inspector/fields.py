"""The fields of forms: a text that can be stepped, a check box, a choice."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QValidator, QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QCheckBox, QComboBox, QWidget

from cnnlab.blocks.params import BoolParam, ChoiceParam
from cnnlab.gui.inspector.gesture import Gesture
from cnnlab.gui.inspector.page import page_is_gliding
from cnnlab.gui.inspector.param_text import Codec
from cnnlab.gui.inspector.wheel import Notches, factor
from cnnlab.gui.theme import scaled
from cnnlab.text import UserError

_HEIGHT = 28  # as all fields have it


def _asks_to_undo(event: QEvent) -> bool:
    """Whether a widget is asked if it wants the keys of undo or redo for itself."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    return event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)


class ValueField(QAbstractSpinBox):
    """A text field for one value: what is typed is checked when it is finished, arrows and wheel step at once.

    Signals (each begins with the field's name):
        edited: the user wants this value; then the gesture of repeated steps, None for typed text.
        refused: why the typed text is no value; empty when that no longer matters.
        gesture_ended: steps that follow are a new gesture.
    """

    edited = Signal(str, object, object)
    refused = Signal(str, object)
    gesture_ended = Signal()

    def __init__(self, name: str, codec: Codec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setKeyboardTracking(False)
        self._codec = codec
        self._value: Any = None
        self._tried: str | None = None
        self._typed = False  # Qt's own flag of the line is cleared before it says that editing is finished
        self._notches = Notches()
        self._gesture = Gesture(self)
        self._gesture.ended.connect(self.gesture_ended)
        self.lineEdit().textEdited.connect(self._on_text_edited)
        self.editingFinished.connect(self._on_editing_finished)

    # -- told what to show --

    def set_placeholder(self, text: str) -> None:
        """What an empty field reads."""
        self.lineEdit().setPlaceholderText(text)

    def value(self) -> Any:
        """What is shown, unless the user has typed something else."""
        return self._value

    def show_value(self, value: Any) -> None:
        """Show a value; a refused text stays for as long as the value behind it is the same."""
        if value == self._value:
            if self._tried is None and not self._typed:
                self._write()
            return
        self._value = value
        self._write()

    def show_refusal(self) -> None:
        """Mark what stands in the field as unusable; it stays until something else is typed or shown."""
        self._tried = self.lineEdit().text()
        self._mark(True)

    def _mark(self, refused: bool) -> None:
        if bool(self.property("invalid")) != refused:
            self.setProperty("invalid", refused)
            self.style().unpolish(self)
            self.style().polish(self)

    def _write(self) -> None:
        text = self._codec.exact(self._value) if self.hasFocus() else self._codec.text(self._value)
        if text != self.lineEdit().text():
            self.lineEdit().setText(text)
        self._typed = False
        self._accept()

    def _accept(self) -> None:
        if self._tried is not None:
            self._tried = None
            self.refused.emit(self.name, "")
        self._mark(False)

    # -- typing --

    def setValue(self, value: Any) -> None:
        """Wish for a value, as if it had been typed."""
        self.lineEdit().setText(value if isinstance(value, str) else self._codec.exact(value))
        self._typed = True
        self._on_editing_finished()

    def _on_text_edited(self, text: str) -> None:
        self._typed = True

    def _on_editing_finished(self) -> None:
        text = self.lineEdit().text()
        if not self._typed or text == self._tried:
            return
        try:
            value = self._codec.read(text)
        except UserError as error:
            self.show_refusal()
            self.refused.emit(self.name, error.message)
            return
        self._typed = False
        self._accept()
        self._gesture.finish()
        if value == self._value:
            self._write()
        else:
            self.edited.emit(self.name, value, None)

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        return QValidator.State.Acceptable, text, position

    # -- stepping --

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        flags = QAbstractSpinBox.StepEnabledFlag
        return flags.StepUpEnabled | flags.StepDownEnabled

    def stepBy(self, steps: int) -> None:
        self._step(steps)

    def _step(self, steps: float) -> None:
        if self._typed:
            self._on_editing_finished()
        if self._tried not in (None, self._codec.text(self._value), self._codec.exact(self._value)):
            return
        value = self._codec.stepped(self._value, steps)
        if value != self._value:
            self.edited.emit(self.name, value, self._gesture.step("step"))

    def event(self, event: QEvent) -> bool:
        if _asks_to_undo(event) and not self._typed:
            event.ignore()  # nothing typed here to take back: the window's undo is meant
            return False
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_PageUp: 10, Qt.Key.Key_PageDown: -10}
        if event.key() in steps:
            self._step(steps[Qt.Key(event.key())] * factor(event.modifiers()))
        elif event.key() == Qt.Key.Key_Escape and (self._typed or self._tried is not None):
            self._write()
            self.selectAll()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if page_is_gliding(self):
            event.ignore()
            return
        event.accept()
        if notches := self._notches.add(event):
            self._step(notches * factor(event.modifiers()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._tried is None and not self._typed:
            self._write()
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._gesture.finish()
        if self._tried is None and not self._typed:
            self._write()

    def sizeHint(self) -> QSize:
        return QSize(scaled(76), scaled(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(scaled(56), scaled(_HEIGHT))


class CheckField(QCheckBox):
    """A check box; `edited` carries True, False or, where that is allowed, None."""

    edited = Signal(str, object, object)
    refused = Signal(str, object)
    gesture_ended = Signal()

    def __init__(self, name: str, param: BoolParam, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.name = name
        self.setTristate(param.optional)
        self.checkStateChanged.connect(self._on_state_changed)

    def show_value(self, value: bool | None) -> None:
        """Show a value."""
        states = {True: Qt.CheckState.Checked, False: Qt.CheckState.Unchecked, None: Qt.CheckState.PartiallyChecked}
        if self.checkState() is not states[value]:
            with QSignalBlocker(self):
                self.setCheckState(states[value])

    def show_refusal(self) -> None:
        """A check box has no wrong state."""

    def _on_state_changed(self, state: Qt.CheckState) -> None:
        undecided = state is Qt.CheckState.PartiallyChecked
        self.edited.emit(self.name, None if undecided else state is Qt.CheckState.Checked, None)


class ChoiceField(QComboBox):
    """One of a few words."""

    edited = Signal(str, object, object)
    refused = Signal(str, object)
    gesture_ended = Signal()

    def __init__(self, name: str, param: ChoiceParam, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.addItems(list(param.choices))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)
        self._gesture = Gesture(self)
        self._gesture.ended.connect(self.gesture_ended)
        self.currentTextChanged.connect(self._on_text_changed)

    def show_value(self, value: str) -> None:
        """Show a value."""
        with QSignalBlocker(self):
            self.setCurrentText(value)

    def minimumSizeHint(self) -> QSize:
        return QSize(scaled(66), scaled(_HEIGHT))

    def show_refusal(self) -> None:
        """Every choice can be used."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        if page_is_gliding(self):
            event.ignore()
        else:
            super().wheelEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self._gesture.finish()
        return super().event(event)

    def _on_text_changed(self, text: str) -> None:
        self.edited.emit(self.name, text, self._gesture.step("choose"))
