"""Controls of a video: play, one frame, the slider, speed, loop."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from cnnlab.gui import fonts
from cnnlab.gui.capture.film_time import place, rate_text
from cnnlab.gui.commands.keys import with_keys
from cnnlab.gui.icons import icon
from cnnlab.gui.inspector.reading import Reading
from cnnlab.gui.source_bar.history import IconButton
from cnnlab.gui.source_bar.segments import HEIGHT, Choice, Segments
from cnnlab.gui.source_strip.film_keys import FILM_KEYS
from cnnlab.gui.source_strip.scrub_bar import ScrubBar
from cnnlab.gui.theme import DARK, Space, TextSize, Theme
from cnnlab.sources.film import SPEEDS
from cnnlab.text import N_, _

_PARTS = 10  # of a film that a page key goes over


def speed_text(speed: float) -> str:
    """A speed as it is shown: `0.25×`."""
    return f"{speed:g}×"


SPEED_CHOICES = tuple(
    Choice(f"{speed:g}", speed_text(speed), help=N_("How fast the video is played"), number=True) for speed in SPEEDS
)


@dataclass(frozen=True)
class FilmState:
    """What the controls show, besides the moment.

    Attributes:
        open: whether a film runs; otherwise playing opens it again.
        playing: whether frames follow each other.
        seekable: whether it can be gone through.
        duration: milliseconds; 0 where the file does not tell.
        rate: frames a second; 0 where it does not tell.
        speed: 1 is the film's own.
        loop: whether it begins again at its end.
    """

    open: bool = False
    playing: bool = False
    seekable: bool = False
    duration: int = 0
    rate: float = 0.0
    speed: float = 1.0
    loop: bool = True


class Digits(Reading):
    """A reading in the face of numbers."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def fit(self) -> None:
        self.setFont(fonts.mono_font(TextSize.SMALL))
        self._ask()


class VideoControls(QWidget):
    """One row, told what to show, that changes nothing itself.

    Signals:
        play_requested: play or pause.
        step_requested: so many frames, back where negative.
        seek_requested: a moment in milliseconds.
        held, released: the slider was taken, and let go.
        speed_chosen: how fast.
        loop_chosen: whether it begins again at its end.
        open_requested: another video is wanted.
    """

    play_requested = Signal()
    step_requested = Signal(int)
    seek_requested = Signal(int)
    held = Signal()
    released = Signal()
    speed_chosen = Signal(float)
    loop_chosen = Signal(bool)
    open_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("videoControls")
        self._theme = DARK
        self._state = FilmState()
        self._ms = 0
        self._play = IconButton("videoPlay", "play", HEIGHT)
        self._back = IconButton("videoBack", "frame-back", HEIGHT)
        self._forward = IconButton("videoForward", "frame-forward", HEIGHT)
        self._slider = ScrubBar()
        self._place = Digits("videoPlace")
        self._rate = Digits("videoRate")
        self._speed = Segments("videoSpeed", SPEED_CHOICES)
        self._loop = IconButton("videoLoop", "loop", HEIGHT)
        self._loop.setCheckable(True)
        self._open = IconButton("videoOpen", "open", HEIGHT)
        self._arrange()
        self._connect()
        self.retranslate()
        self.show_state(self._state)

    # -- what is shown --

    def show_state(self, state: FilmState) -> None:
        """Show how the film is played."""
        self._state = state
        can_seek = state.open and state.seekable
        for control in (self._back, self._forward):
            control.setEnabled(can_seek)
        self._slider.setEnabled(can_seek and state.duration > 0)
        self._slider.setRange(0, max(1, state.duration))
        self._speed.setEnabled(state.open)
        self._speed.show_current(f"{state.speed:g}")
        self._loop.setEnabled(state.open)
        self._loop.setChecked(state.loop)
        self._say_play()
        self._draw()
        self._rate.show_text(rate_text(state.rate))
        self.show_moment(self._ms)

    def show_moment(self, ms: int) -> None:
        """Show where the film is, in milliseconds."""
        self._ms = ms
        self._slider.show_moment(ms)
        self._place.show_text(place(ms, self._state.duration))

    def set_theme(self, theme: Theme) -> None:
        """Paint in this look, at the size of type of the moment."""
        self._theme = theme
        for control in (self._play, self._back, self._forward, self._speed, self._loop, self._open):
            control.set_theme(theme)
        for reading in (self._place, self._rate):
            reading.fit()
        self._draw()

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self.setAccessibleName(_("Controls of a video"))
        self._back.explain(_("One frame back"), ",")
        self._forward.explain(_("One frame forward"), ".")
        self._loop.explain(_("Loop: at its end the video begins again; otherwise its last frame stays"), "")
        self._open.explain(_("Open another video"), "")
        self._slider.setAccessibleName(_("Moment of the video"))
        self._slider.setToolTip(_("Drag to go through the video, frame by frame with the arrow keys"))
        self._place.setToolTip(_("Where the video is, and how long it lasts: minutes, seconds, tenths"))
        self._rate.setToolTip(_("Frames a second, as the file has them"))
        self._speed.setAccessibleName(_("Speed of the video"))
        self._speed.retranslate()
        self._rate.show_text(rate_text(self._state.rate))
        self._say_play()

    def _say_play(self) -> None:
        text = _("Pause the video") if self._state.playing else _("Play the video")
        self._play.setToolTip(with_keys(text, "Ctrl+Space"))
        self._play.setAccessibleName(text)

    def _draw(self) -> None:
        """The icons that change with what is on."""
        theme = self._theme
        self._play.setIcon(icon("pause" if self._state.playing else "play", theme.text))
        self._loop.setIcon(icon("loop", theme.accent if self._state.loop and self._state.open else theme.muted))

    # -- wishes --

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, span = FILM_KEYS.find(event), self._state.duration
        if key == "play":
            self.play_requested.emit()
        elif key in ("back", "forward"):
            self.step_requested.emit(-1 if key == "back" else 1)
        elif key:
            tenth = span // _PARTS
            moments = {"first": 0, "last": span, "sooner": self._ms - tenth, "later": self._ms + tenth}
            self.seek_requested.emit(min(max(0, moments[key]), span))
        else:
            super().keyPressEvent(event)

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.XS)
        for control in (self._play, self._back, self._forward):
            row.addWidget(control)
        row.addSpacing(Space.S)
        row.addWidget(self._slider, 1)
        row.addSpacing(Space.M)
        row.addWidget(self._place)
        row.addSpacing(Space.M)
        row.addWidget(self._rate)
        row.addSpacing(Space.M)
        for setting in (self._speed, self._loop, self._open):
            row.addWidget(setting)

    def _connect(self) -> None:
        self._play.clicked.connect(lambda: self.play_requested.emit())
        self._back.clicked.connect(lambda: self.step_requested.emit(-1))
        self._forward.clicked.connect(lambda: self.step_requested.emit(1))
        self._slider.sliderPressed.connect(self.held)
        self._slider.sliderMoved.connect(self.seek_requested)
        self._slider.sliderReleased.connect(self.released)
        self._speed.chosen.connect(lambda speed: self.speed_chosen.emit(float(speed)))
        self._loop.clicked.connect(self._on_loop_clicked)
        self._open.clicked.connect(lambda: self.open_requested.emit())

    def _on_loop_clicked(self, checked: bool) -> None:
        self._loop.setChecked(self._state.loop)  # until the document says otherwise
        self.loop_chosen.emit(checked)
