"""Cameras: chosen, opened, waited for, and started again when they come back."""

from __future__ import annotations

import dataclasses

from cnnlab.gui.capture.camera import CameraSource
from cnnlab.gui.capture.camera_device import CameraDevice
from cnnlab.gui.capture.cameras import Cameras
from cnnlab.gui.capture.live_flow import LiveKind
from cnnlab.gui.capture.watchdog import PATIENCE
from cnnlab.gui.settings.table import CAMERA as LAST
from cnnlab.gui.source_strip.camera_controls import CameraControls, CameraState
from cnnlab.gui.window import MainWindow
from cnnlab.gui.wiring.capture import CaptureWiring
from cnnlab.sources.camera import CameraName, camera_name, read_format
from cnnlab.sources.naming import CAMERA, kind_of
from cnnlab.text import N_, Message, UserError


class CameraWiring:
    """Connects the segment Camera, its controls, and the list of cameras."""

    def __init__(self, window: MainWindow, capture: CaptureWiring, cameras: Cameras | None = None) -> None:
        self._window, self._capture, self._presenter = window, capture, window.presenter
        self.cameras = cameras or Cameras(window)
        self.controls = CameraControls()
        self.patience = PATIENCE
        self._asked = ""  # the source that was asked for last
        self._pulled = ""  # the source whose camera was pulled out while it was in use
        self._waiting = False
        window.add_source_controls(CAMERA, self.controls)
        off = Message(N_("the project's camera is off: press F4 to start it"))
        capture.offer(CAMERA, self._choose, LiveKind(CAMERA, self._made, asks=off))
        capture.drive(self.controls.freeze)
        self.controls.camera_chosen.connect(self._on_controls_camera_chosen)
        self.controls.format_chosen.connect(self._on_controls_format_chosen)
        self.controls.mirror_wished.connect(self._on_controls_mirror_wished)
        self.controls.wait_wished.connect(self._on_controls_wait_wished)
        self.cameras.changed.connect(self._on_cameras_changed)
        window.live.changed.connect(self._on_live_changed)
        self._presenter.structure_changed.connect(lambda _plan: self._show())

    # -- wishes --

    def _choose(self) -> None:
        """The camera that was used last, or the system's own choice."""
        if not self._begun():
            return
        last = camera_name(self._window.settings.get(LAST) or f"{CAMERA}:")
        default = self.cameras.default
        if default is None:
            self._capture.prepare(CAMERA)
            text = N_("no camera is connected: plug one in, or let the program wait for one")
            self._window.status.show_message(Message(text), "warning")
        else:
            self._open(last if self.cameras.find(last.id) is not None else CameraName(default.id, mirror=last.mirror))
        self._show()

    def _open(self, name: CameraName) -> None:
        self._asked, self._pulled, self._waiting = str(name), "", False
        self._window.settings.set(LAST, str(name))
        if kind_of(self._presenter.stack.input.source) != CAMERA:
            self._capture.prepare(CAMERA)
        self._capture.open(str(name))

    def _on_controls_camera_chosen(self, camera: str) -> None:
        name = self._name
        if name is None or name.id != camera or self._window.live.current is None:
            mirror = name is not None and name.mirror
            self._open(CameraName(camera, name.format if name is not None and name.id == camera else None, mirror))

    def _on_controls_format_chosen(self, text: str) -> None:
        name, wanted = self._name, read_format(text)
        if name is not None and wanted != name.format:
            self._open(dataclasses.replace(name, format=wanted))

    def _on_controls_mirror_wished(self, mirror: bool) -> None:
        if self._name is not None:
            self._open(dataclasses.replace(self._name, mirror=mirror))

    def _on_controls_wait_wished(self, wait: bool) -> None:
        self._waiting = wait
        text = N_("the first camera that is plugged in is started") if wait else N_("no camera is waited for")
        self._window.status.show_message(Message(text), "info")
        self._show()

    # -- cameras come and go --

    def _begun(self) -> bool:
        """Look for cameras; whether that can be done here."""
        try:
            self.cameras.begin()
        except UserError as error:
            self._window.status.show_message(error.message, "error")
            return False
        return True

    def _made(self, source: str) -> CameraSource:
        made = CameraSource(source, self.cameras, CameraDevice(), patience=self.patience)
        made.changed.connect(self._on_source_changed)
        return made

    def _on_cameras_changed(self) -> None:
        current = self._window.live.current
        if isinstance(current, CameraSource) and not self._connected(current.source):
            self._pulled = current.source
        if not self._waiting:
            self._go_on()
        elif self.cameras.default is not None:
            self._say(N_("'{name}' was plugged in: it is started"), self.cameras.default.title)
            self._open(CameraName(self.cameras.default.id))
        self._show()

    def _go_on(self) -> None:
        """Start the camera again that was pulled out while it was in use, if it is there and still wanted."""
        source, live = self._pulled, self._window.live
        if source and live.frozen and source == self._presenter.stack.input.source and self._connected(source):
            self._say(N_("'{name}' is back: it goes on"), self.cameras.title(camera_name(source).id))
            self._open(camera_name(source))

    def _connected(self, source: str) -> bool:
        return self.cameras.find(camera_name(source).id) is not None

    def _say(self, text: str, name: str) -> None:
        self._window.status.show_message(Message(text, name=name), "info")

    # -- what is shown --

    @property
    def _name(self) -> CameraName | None:
        """The camera that is on show or being opened."""
        asked = self._asked if self._capture.prepared == CAMERA else ""
        sources = (self._window.live.opening, self._presenter.stack.input.source, asked)
        return next((camera_name(source) for source in sources if kind_of(source) == CAMERA), None)

    def _on_live_changed(self) -> None:
        if self._window.live.current is not None:
            self._pulled = ""
        self._go_on()
        self._show()
        self._on_source_changed()

    def _on_source_changed(self) -> None:
        current = self._window.live.current
        self.controls.show_rate(current.rate if isinstance(current, CameraSource) else 0.0)

    def _show(self) -> None:
        if CAMERA not in (kind_of(self._presenter.stack.input.source), self._capture.prepared):
            if self._waiting:
                self._waiting = False  # another source was chosen instead
            return
        self._look_once()
        name, opening = self._name, bool(self._window.live.opening)
        title = self.cameras.title(name.id) if name is not None else ""
        self.controls.show_state(CameraState(self.cameras.all, name, title, opening, self._waiting))

    def _look_once(self) -> None:
        """List the cameras when a project with one is opened, so that its name can be shown; this starts none."""
        try:
            self.cameras.begin()
        except UserError:
            return  # said when the camera is to be started
