"""A setting of a signal: its name, a slider, and its number, which can be typed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QSlider, QStyle, QWidget

from cnnlab.blocks.params import FloatParam, IntParam
from cnnlab.gui.fonts import mono_font
from cnnlab.gui.inspector.fields import ValueField
from cnnlab.gui.inspector.gesture import Gesture
from cnnlab.gui.inspector.param_text import ParamCodec
from cnnlab.gui.inspector.wheel import Notches, factor
from cnnlab.gui.theme import DARK, Space, TextSize, Theme, scaled
from cnnlab.sources.signals import Knob
from cnnlab.text import _

_TRACK = (32, 120)  # least and most width of a slider
_HANDLE = 12  # pixels, as the stylesheet has it
_FINE = 100  # a slider with fewer steps than this has ten places to a step
_PLACES = 480  # of a slider whose equal ways are equal factors
_STEPS = {
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_PageUp: 10,
    Qt.Key.Key_PageDown: -10,
}


@dataclass(frozen=True)
class KnobCodec:
    """How a setting's number reads in its field."""

    param: FloatParam | IntParam
    name: str = ""
    unit: str = ""

    def text(self, value: Any) -> str:
        space = " " if len(self.unit) > 1 else ""
        return (f"{value:.4g}" if isinstance(value, float) else str(value)) + space + self.unit

    def exact(self, value: Any) -> str:
        return f"{value:.9g}"

    def read(self, text: str) -> Any:
        return self._plain.read(text.strip().removesuffix(self.unit))

    def stepped(self, value: Any, steps: float) -> Any:
        return self._plain.stepped(value, steps)

    @property
    def widest(self) -> str:
        """The longest text that is usual."""
        ends = [self.text(end) for end in (self.param.minimum, self.param.maximum)]
        return max((*ends, f"0.00 {self.unit}" if len(self.unit) > 1 else "0.000"), key=len)

    @property
    def field_size(self) -> QSize:
        """Room for any of its texts."""
        text = QFontMetrics(mono_font(TextSize.BODY)).horizontalAdvance(self.widest)
        return QSize(text + 2 * Space.S + Space.XS, scaled(28))

    @property
    def _plain(self) -> ParamCodec:
        return ParamCodec(self.name, self.param)


@dataclass(frozen=True)
class Places:
    """The places of a slider and the numbers that they stand for."""

    param: FloatParam | IntParam
    octaves: bool = False

    @property
    def last(self) -> int:
        """The number of the last place; the first is 0."""
        return _PLACES if self.octaves else round((self.param.maximum - self.param.minimum) / self._grain)

    def value(self, place: int) -> float | int:
        """The number at a place."""
        low, high = self.param.minimum, self.param.maximum
        if self.octaves:
            number = float(f"{low * (high / low) ** (place / _PLACES):.3g}")
        else:
            number = float(f"{low + place * self._grain:.9g}")
        return round(number) if isinstance(self.param, IntParam) else min(max(number, low), high)

    def place(self, value: float) -> int:
        """The place that is nearest to a number."""
        low, high = self.param.minimum, self.param.maximum
        inside = min(max(value, low), high)
        part = math.log(inside / low) / math.log(high / low) if self.octaves else (inside - low) / (high - low)
        return round(part * self.last)

    @property
    def _grain(self) -> float:
        if isinstance(self.param, IntParam):
            return 1
        steps = (self.param.maximum - self.param.minimum) / self.param.step
        return self.param.step if steps >= _FINE else self.param.step / 10


class Track(QSlider):
    """A slider that goes where it is pressed, and whose keys and wheel are steps of the number.

    Signals:
        stepped: so many steps, which may be parts of one.
        ended: to the least (−1) or the greatest (1) number.
        reset: the usual number is wanted.
    """

    stepped = Signal(float)
    ended = Signal(int)
    reset = Signal()

    def __init__(self, name: str, last: int) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setObjectName(name)
        self.setRange(0, last)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._notches = Notches()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self.setSliderPosition(self._place(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self.setSliderPosition(self._place(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(False)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.reset.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _STEPS:
            self.stepped.emit(_STEPS[Qt.Key(event.key())] * factor(event.modifiers()))
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.ended.emit(-1 if event.key() == Qt.Key.Key_Home else 1)
        else:
            event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()
        if notches := self._notches.add(event):
            self.stepped.emit(notches * factor(event.modifiers()))

    def _place(self, event: QMouseEvent) -> int:
        room = max(1, self.width() - _HANDLE)
        at = round(event.position().x()) - _HANDLE // 2
        return QStyle.sliderValueFromPosition(self.minimum(), self.maximum(), at, room)


class KnobSlider(QWidget):
    """Told what to show; a wish changes the number only when it is shown.

    Signals:
        edited: the setting's name, the number, and the gesture it belongs to, None for one typed.
        refused: why a typed text is no number for it (a `Message`).
    """

    edited = Signal(str, object, object)
    refused = Signal(object)

    def __init__(self, knob: Knob) -> None:
        super().__init__()
        assert isinstance(knob.param, FloatParam | IntParam)
        self.knob = knob
        self._value: Any = knob.default
        self._places = Places(knob.param, knob.octaves)
        self._codec = KnobCodec(knob.param, knob.id, knob.unit)
        self.setObjectName(f"knob_{knob.id}")
        self._label = QLabel()
        self._label.setProperty("role", "muted")
        self._label.installEventFilter(self)
        self.track = Track(f"track_{knob.id}", self._places.last)
        self.field = ValueField(knob.id, self._codec)
        self.field.setObjectName(f"field_{knob.id}")
        self._gesture = Gesture(self)
        self._note = ""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        for part in (self._label, self.track, self.field):
            row.addWidget(part)
        self._connect()
        self.set_theme(DARK)  # it has its size before it joins a row, which would make the window wider
        self.show_value(knob.default)

    def show_value(self, value: Any) -> None:
        """Show a number; a handle that is held stays where it is."""
        self._value = value
        self.field.show_value(value)
        if not self.track.isSliderDown():
            with QSignalBlocker(self.track):
                self.track.setValue(self._places.place(value))

    def show_note(self, note: str) -> None:
        """Say in the tooltip what follows from the number."""
        if note != self._note:
            self._note = note
            self.retranslate()

    @property
    def busy(self) -> bool:
        """Whether its number is being slid or typed."""
        return self.track.isSliderDown() or self.field.hasFocus()

    def show_parts(self, name: bool, track: bool) -> None:
        """Show the name and the slider, or leave them out where there is no room."""
        self._label.setVisible(name)
        self.track.setVisible(track)

    def width_for(self, name: bool, track: bool) -> int:
        """The least width with these parts."""
        label = self._label.sizeHint().width() + Space.S if name else 0
        return label + (scaled(_TRACK[0]) + Space.S if track else 0) + self.field.width()

    def set_theme(self, theme: Theme) -> None:
        """Take the size of type of the moment."""
        self.track.setMinimumWidth(scaled(_TRACK[0]))
        self.track.setMaximumWidth(scaled(_TRACK[1]))
        self.field.setFixedSize(self._codec.field_size)

    def retranslate(self) -> None:
        """Use the language of the moment."""
        param, name = self.knob.param, _(self.knob.param.label)
        self._label.setText(name)
        unit = f" {self.knob.unit}" if self.knob.unit else ""
        tip = _("{name}: {help}\nDouble click: {usual}").format(
            name=name, help=_(param.help), usual=f"{self.knob.default}{unit}"
        )
        for part in (self._label, self.track, self.field):
            part.setToolTip(f"{tip}\n{self._note}" if self._note else tip)
            part.setAccessibleDescription(_(param.help))
        self.track.setAccessibleName(name)
        self.field.setAccessibleName(_("{name}, number").format(name=name))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonDblClick:
            self._wish(self.knob.default, None)
            return True
        return False

    # -- wishes --

    def _connect(self) -> None:
        track, field = self.track, self.field
        track.sliderMoved.connect(self._on_track_moved)
        track.sliderPressed.connect(self._gesture.finish)
        track.sliderReleased.connect(self._on_track_released)
        track.stepped.connect(self._on_track_stepped)
        track.ended.connect(self._on_track_ended)
        track.reset.connect(lambda: self._wish(self.knob.default, self._gesture.step("slide")))
        field.edited.connect(self.edited)
        field.refused.connect(lambda _name, message: self.refused.emit(message) if message else None)

    def _wish(self, value: Any, gesture: object | None) -> None:
        if value != self._value:
            self.edited.emit(self.knob.id, value, gesture)

    def _on_track_moved(self, place: int) -> None:
        self._wish(self._places.value(place), self._gesture.hold("slide"))

    def _on_track_released(self) -> None:
        self._gesture.step("slide")  # a double click takes back where its first click has led
        self.show_value(self._value)

    def _on_track_stepped(self, steps: float) -> None:
        self._wish(self._codec.stepped(self._value, steps), self._gesture.step("keys"))

    def _on_track_ended(self, end: int) -> None:
        self._wish(self._places.value(0 if end < 0 else self._places.last), self._gesture.step("keys"))
