"""The controls of a camera: which one, its format, mirrored or not, frozen or live."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cnnlab.gui.source_bar.chip import Part
from cnnlab.gui.source_strip.choice_chip import ChoiceChip
from cnnlab.gui.source_strip.freeze_button import FreezeButton
from cnnlab.gui.source_strip.rate_reading import RateReading
from cnnlab.gui.source_strip.strip_button import StripButton
from cnnlab.gui.theme import Space, Theme
from cnnlab.sources.camera import Camera, CameraFormat, CameraName, fitting_format
from cnnlab.text import _

AUTOMATIC = ""  # stands for a format: the best one


@dataclass(frozen=True)
class CameraState:
    """What the controls show.

    Attributes:
        cameras: those that are connected.
        name: the one that is on show or being opened; None if there is none.
        title: what it is called, whether it is connected or not.
        opening: whether its first picture is awaited.
        waiting: whether the first camera that is plugged in is to be started.
    """

    cameras: tuple[Camera, ...] = ()
    name: CameraName | None = None
    title: str = ""
    opening: bool = False
    waiting: bool = False


class CameraControls(QWidget):
    """One row that is told what to show and changes nothing itself.

    Signals:
        camera_chosen: the id of a camera.
        format_chosen: a format as text, `AUTOMATIC` for the best.
        mirror_wished: the picture is to be mirrored, or no longer.
        wait_wished: a camera is to be waited for, or no longer.
    """

    camera_chosen = Signal(str)
    format_chosen = Signal(str)
    mirror_wished = Signal(bool)
    wait_wished = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("cameraControls")
        self._state = CameraState()
        self._rate = 0.0
        self.freeze = FreezeButton("cameraFreeze")
        self._camera = ChoiceChip("cameraChip")
        self._format = ChoiceChip("cameraFormat")
        self._mirror = StripButton("cameraMirror", "flip")
        self._wait = StripButton("cameraWait", "camera")
        self._reading = RateReading("cameraRate")
        self._camera.show_icon("camera")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        for control in (self.freeze, self._camera, self._format, self._mirror, self._wait):
            row.addWidget(control)
        row.addWidget(self._reading, 1)
        self._camera.chosen.connect(self.camera_chosen)
        self._format.chosen.connect(self.format_chosen)
        self._mirror.clicked.connect(lambda: self.mirror_wished.emit(not self._mirror.on))
        self._wait.clicked.connect(lambda: self.wait_wished.emit(not self._wait.on))
        self.retranslate()

    def show_state(self, state: CameraState) -> None:
        """Show the cameras, and what holds for the one on show."""
        if state != self._state:
            self._state = state
            self.retranslate()

    def show_rate(self, rate: float) -> None:
        """Show how many frames a second the camera delivers; 0 if it is not known."""
        self._rate = rate
        self._say_rate()

    def set_theme(self, theme: Theme) -> None:
        """Paint in this look."""
        for control in (self.freeze, self._camera, self._format, self._mirror, self._wait):
            control.set_theme(theme)
        self._reading.fit()

    def retranslate(self) -> None:
        """Use the language of the moment."""
        state = self._state
        self.setAccessibleName(_("Camera"))
        self.freeze.retranslate()
        self._say_camera()
        self._say_format()
        self._mirror.setVisible(state.name is not None)
        self._mirror.show_on(state.name is not None and state.name.mirror)
        self._mirror.show_words(_("Mirror"), _("Left and right exchanged, as in a mirror"))
        self._wait.setVisible(not state.cameras and state.name is None)
        self._wait.show_on(state.waiting)
        tip = _("Start the first camera that is plugged in")
        self._wait.show_words(_("Waiting for one") if state.waiting else _("Wait for one"), tip)
        self._say_rate()

    # -- words --

    @property
    def _shown(self) -> Camera | None:
        """The camera of the name, if it is connected."""
        name = self._state.name
        return next((c for c in self._state.cameras if name is not None and c.id == name.id), None)

    def _say_camera(self) -> None:
        state, shown = self._state, self._shown
        if shown is not None:
            title = shown.title
        elif state.name is not None:
            title = _("{name}, not connected").format(name=state.title)
        else:
            title = _("choose a camera") if state.cameras else _("no camera is connected")
        current = shown.id if shown is not None else ""
        choices = [(camera.id, camera.title) for camera in state.cameras]
        self._camera.show_choices(
            choices, current, (Part(title, strong=shown is not None, muted=shown is None, elastic=True),)
        )
        self._camera.setAccessibleName(_("Camera: {name}").format(name=title))
        self._camera.setToolTip(_("Which camera: {name}").format(name=title))

    def _say_format(self) -> None:
        name, shown = self._state.name, self._shown
        formats = shown.formats if shown is not None else ()
        self._format.setVisible(bool(formats))
        self._format.setToolTip(_("Width and height of the camera's picture, and frames a second"))
        self._format.setAccessibleName(_("Format: {name}").format(name=self._format.text()))
        if name is None or not formats:
            return
        taken = fitting_format(formats, name.format)
        wanted = str(name.format) if name.format in formats else AUTOMATIC
        best = fitting_format(formats)
        choices = [(str(one), format_text(one)) for one in formats]
        automatic = _("Automatic: {format}").format(format=format_text(best)) if best is not None else ""
        self._format.show_choices([(AUTOMATIC, automatic), *choices], wanted, format_parts(taken))
        self._format.setAccessibleName(_("Format: {name}").format(name=self._format.text()))

    def _say_rate(self) -> None:
        if self._state.opening:
            self._reading.show_text(_("starting…"))
        else:
            self._reading.show_text(
                _("{rate} fps from the camera").format(rate=f"{self._rate:.0f}") if self._rate else ""
            )


def format_text(given: CameraFormat) -> str:
    """`640 × 480 · 30 fps`."""
    return _("{w} × {h} · {rate} fps").format(w=given.width, h=given.height, rate=f"{given.rate:g}")


def format_parts(given: CameraFormat | None) -> Sequence[Part]:
    """A format as the chip shows it."""
    if given is None:
        return ()
    size = Part(f"{given.width}×{given.height}", number=True, strong=True)
    return (
        size,
        Part(f"{given.rate:g}", number=True, muted=True),
        Part(_("fps"), muted=True, number=True, gap=Space.XS),
    )
