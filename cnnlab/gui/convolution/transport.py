"""Play, pause, step, scrub, speed, loop: steps one after the other."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, QSize, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSlider, QToolButton, QWidget

from cnnlab.gui.commands.keys import with_keys
from cnnlab.gui.convolution.convolution_keys import STEP_KEYS
from cnnlab.gui.icons import icon
from cnnlab.gui.source_strip.scrub_bar import ScrubBar
from cnnlab.gui.source_strip.value_slider import ValueSlider
from cnnlab.gui.theme import Space, Theme, scaled
from cnnlab.text import _

_ICON = 16
_FASTEST = 20


class StepBar(ScrubBar):
    """A slider that goes where it is pressed, and by its own keys."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        QSlider.keyPressEvent(self, event)


class Transport(QWidget):
    """Counts steps; what a step is, whoever hears it knows. It pauses when it is hidden.

    Signals:
        moved: the step that is on show now.
    """

    moved = Signal(int)

    def __init__(self, name: str, speed: int, fineness: int = 1) -> None:
        """A transport whose steps go by at `speed · fineness` a second."""
        super().__init__()
        self.setObjectName(name)
        self._fineness = fineness
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_timer_timeout)
        self._back, self._play, self._forward = (self._button(part) for part in ("Back", "Play", "Forward"))
        self.loop = self._button("Loop")
        self.loop.setCheckable(True)
        self.bar = StepBar(self)
        self.bar.setObjectName(f"{name}Bar")
        self.bar.setMinimumWidth(64)
        self._speedless = False
        self.speed = ValueSlider(f"{name}Speed", 1, _FASTEST, speed)
        self._arrange()
        self._back.clicked.connect(lambda: self.step(-1))
        self._forward.clicked.connect(lambda: self.step(1))
        self._play.clicked.connect(self.toggle)
        self.bar.valueChanged.connect(self._on_bar_changed)
        self.speed.value_changed.connect(lambda _value: self._pace())

    def _button(self, part: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"{self.objectName()}{part}")
        button.setProperty("filled", True)
        return button

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.XS)
        for button in (self._back, self._play, self._forward):
            row.addWidget(button)
        row.addSpacing(Space.XS)
        row.addWidget(self.bar, 1)
        row.addSpacing(Space.XS)
        row.addWidget(self.loop)
        row.addSpacing(Space.XS)
        row.addWidget(self.speed)

    def minimumSizeHint(self) -> QSize:
        """Without what may give way."""
        hint = super().minimumSizeHint()
        gone = 0 if self._speedless else self.speed.sizeHint().width() + 2 * Space.XS
        return QSize(hint.width() - gone, hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """How fast steps go is not chosen where there is little room."""
        controls = (self._back, self._play, self._forward, self.loop, self.speed)
        wanted = sum(part.sizeHint().width() for part in controls) + self.bar.minimumWidth() + 7 * Space.XS
        self._speedless = self.width() < wanted
        self.speed.setVisible(not self._speedless)

    # -- what holds --

    @property
    def at(self) -> int:
        """The step on show, from 0."""
        return int(self.bar.value())

    @property
    def last(self) -> int:
        """The last step."""
        return int(self.bar.maximum())

    @property
    def playing(self) -> bool:
        """Whether steps follow each other."""
        return self._timer.isActive()

    def set_steps(self, count: int, at: int) -> None:
        """Have another number of steps, and one of them on show, without telling."""
        with QSignalBlocker(self.bar):
            self.bar.setMaximum(max(count - 1, 0))
            self.bar.setValue(at)
        self.bar.setPageStep(max(1, count // 8))

    # -- what is done --

    def go(self, at: int) -> None:
        """Show a step, the nearest there is."""
        self.bar.setValue(max(0, min(self.last, at)))

    def step(self, by: int) -> None:
        """Pause, and go on or back by so many steps."""
        self.pause()
        self.go(self.at + by)

    def toggle(self) -> None:
        """Play, from the start where it had come to the end, or pause."""
        if self.playing:
            self.pause()
            return
        if self.at >= self.last:
            self.go(0)
        self._pace()
        self._timer.start()
        self._show_playing()

    def pause(self) -> None:
        """Stand still."""
        self._timer.stop()
        self._show_playing()

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key asks for; False if it asks for nothing here."""
        asked = STEP_KEYS.find(event)
        ways: dict[str, Callable[[], None]] = {
            "play": self.toggle,
            "back": lambda: self.step(-1),
            "forward": lambda: self.step(1),
            "first": lambda: self.step(-self.at),
            "last": lambda: self.step(self.last - self.at),
        }
        if asked:
            ways[asked]()
        return bool(asked)

    # -- told what to show --

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme, at the size of type of the moment."""
        size = QSize(scaled(_ICON), scaled(_ICON))
        pairs = ((self._back, "frame-back"), (self._forward, "frame-forward"), (self.loop, "loop"))
        for button, drawing in pairs:
            button.setIcon(icon(drawing))
            button.setIconSize(size)
        self._play.setIconSize(size)
        self.speed.set_theme(theme)
        self._show_playing()

    def retranslate(self) -> None:
        """Use the language of the moment."""
        words = (
            (self._back, _("One step back"), "Left"),
            (self._forward, _("One step forward"), "Right"),
            (self.loop, _("Begin anew at the end"), ""),
        )
        for button, text, keys in words:
            button.setAccessibleName(text)
            button.setToolTip(with_keys(text, keys))
        self.bar.setAccessibleName(_("Step on show"))
        self.bar.setToolTip(_("Drag to go through the steps"))
        self.speed.explain(_("Speed"), _("How fast the steps follow each other"))
        self._show_playing()

    def _show_playing(self) -> None:
        self._play.setIcon(icon("pause" if self.playing else "play"))
        text = _("Pause") if self.playing else _("Play")
        self._play.setAccessibleName(text)
        self._play.setToolTip(with_keys(text, "Space"))

    def hideEvent(self, event: QHideEvent) -> None:
        self.pause()
        super().hideEvent(event)

    def _pace(self) -> None:
        self._timer.setInterval(round(1000 / (self.speed.value * self._fineness)))

    def _on_timer_timeout(self) -> None:
        if self.at < self.last:
            self.go(self.at + 1)
        elif self.loop.isChecked() and self.last > 0:
            self.go(0)
        else:
            self.pause()

    def _on_bar_changed(self, value: int) -> None:
        self.moved.emit(value)
