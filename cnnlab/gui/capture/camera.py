"""A camera as a live source: permission, opening, frames, and all that can happen to it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from cnnlab.gui.capture.camera_permission import ask_for_camera
from cnnlab.gui.capture.live_source import LiveSource, Shot
from cnnlab.gui.capture.video_picture import VideoPicture
from cnnlab.gui.capture.watchdog import PATIENCE, Patience, Watchdog
from cnnlab.sources.camera import CameraFormat, camera_name, fitting_format
from cnnlab.text import N_, Message, UserError

_SECOND = 1.0  # how often the rate is told


class CameraSource(LiveSource):
    """Delivers a camera's pictures.

    Attributes:
        rate: frames a second that came in over the last second; 0 until that is known.
        running: whether it has been started.
    """

    def __init__(
        self,
        source: str,
        cameras: Any,
        device: Any,
        ask: Callable[[QObject, Callable[[bool], object]], None] = ask_for_camera,
        patience: Patience = PATIENCE,
        parent: QObject | None = None,
    ) -> None:
        """A camera by its name in a project; `cameras` is a `Cameras` and `device` a `CameraDevice`, or alike."""
        self._name = camera_name(source)
        super().__init__(source, cameras.title(self._name.id) or "?", parent)
        self.rate = 0.0
        self.running = False
        self._cameras, self._device, self._ask = cameras, device, ask
        self._since: tuple[float, int] | None = None  # when frames were begun to be counted, and how many came
        self._watchdog = Watchdog(patience, self)
        device.setParent(self)
        device.delivered.connect(self._on_device_delivered)
        device.failed.connect(self._on_device_failed)
        cameras.changed.connect(self._on_cameras_changed)
        self._watchdog.silent.connect(self._on_watchdog_silent)
        self._watchdog.hung.connect(self._on_watchdog_hung)
        self._watchdog.recovered.connect(self._on_watchdog_recovered)
        self._watchdog.lost.connect(self._on_watchdog_lost)

    def start(self) -> None:
        """Ask for permission, then open the camera."""
        if not self.running:
            self.running = True
            self._ask(self, self._on_answered)

    def stop(self) -> None:
        """Let go of the camera."""
        self.running = False
        self.rate, self._since = 0.0, None
        self._watchdog.end()
        self._device.close()

    def adopt(self, source: str) -> bool:
        """Exchange left and right without opening the camera again."""
        name = camera_name(source)
        if (name.id, name.format) != (self._name.id, self._name.format):
            return False
        self.source, self._name = source, name
        return True

    # -- opening --

    def _on_answered(self, granted: bool) -> None:
        if not self.running:
            return
        if granted:
            self._begin()
        else:
            self._fail(N_("this program may not use cameras: allow it in the system's privacy settings, then go live"))

    def _begin(self) -> None:
        try:
            self._cameras.begin()
        except UserError as error:
            self._end_with(error.message)
            return
        found = self._cameras.find(self._name.id)
        if found is None:
            self._fail(N_("'{name}' is not connected: plug it in and go live, or choose another camera"))
            return
        self.name = found.title
        self._watchdog.begin()
        self._device.open(found.id, self._format(found.formats))

    def _format(self, offered: tuple[CameraFormat, ...]) -> CameraFormat | None:
        wanted, taken = self._name.format, fitting_format(offered, self._name.format)
        if wanted is not None and taken is not None and taken != wanted:
            text = N_("'{name}' does not offer {wanted}: it delivers {taken}")
            self.said.emit(Message(text, name=self.name, wanted=wanted, taken=taken), "warning")
        return taken

    # -- frames --

    def _on_device_delivered(self, frame: Any) -> None:
        if not self.running:
            return
        self._watchdog.feed()
        now = time.monotonic()
        picture = VideoPicture(frame, self._name.mirror)
        self.arrived.emit(Shot(picture.size, picture.pixels, now))
        self._count(now)

    def _count(self, now: float) -> None:
        begun, frames = self._since or (now, -1)
        self._since = (begun, frames + 1)
        if now - begun >= _SECOND:
            self.rate, self._since = (frames + 1) / (now - begun), (now, 0)
            self.changed.emit()

    # -- what goes wrong --

    def _on_device_failed(self, reason: str) -> None:
        if reason:
            text = N_("'{name}' cannot be used ({reason}): close the program that uses it, then go live")
            self._fail(text, reason=reason)
        else:
            self._fail(N_("'{name}' is not connected: plug it in and go live, or choose another camera"))

    def _on_cameras_changed(self) -> None:
        if self.running and self._cameras.find(self._name.id) is None:
            self._fail(
                N_("'{name}' was pulled out: its last picture stays, and it goes on when it is plugged in again")
            )

    def _on_watchdog_silent(self) -> None:
        self.rate, self._since = 0.0, None
        self.said.emit(Message(N_("no picture comes from '{name}'"), name=self.name), "warning")
        self.changed.emit()

    def _on_watchdog_hung(self) -> None:
        self.said.emit(Message(N_("no picture comes from '{name}': it is started again"), name=self.name), "warning")
        found = self._cameras.find(self._name.id)
        if found is not None:
            self._device.open(found.id, fitting_format(found.formats, self._name.format))

    def _on_watchdog_recovered(self) -> None:
        self.said.emit(Message(N_("'{name}' goes on"), name=self.name), "info")

    def _on_watchdog_lost(self) -> None:
        self._fail(
            N_("'{name}' gives no picture: close other programs that may use it, or plug it in again, then go live")
        )

    def _fail(self, text: str, **values: object) -> None:
        self._end_with(Message(text, name=self.name, **values))

    def _end_with(self, failure: Message) -> None:
        if self.running:
            self.stop()
            self.failed.emit(failure)
