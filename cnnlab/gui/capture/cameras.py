"""The cameras that are connected, while they come and go."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal

from cnnlab.gui.capture.multimedia import load_multimedia
from cnnlab.sources.camera import Camera, CameraFormat, offered_formats, told_apart


class Cameras(QObject):
    """A list that follows the system's, from `begin` on.

    Signals:
        changed: a camera was plugged in or pulled out.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.all: tuple[Camera, ...] = ()
        self._devices: Any = None
        self._titles: dict[str, str] = {}  # also of cameras that were pulled out

    def begin(self) -> None:
        """Look for cameras, once; it loads Qt's multimedia and opens no camera for longer than to ask what it can do.

        Raises:
            UserError: a library is missing.
        """
        if self._devices is None:
            load_multimedia()
            from PySide6.QtMultimedia import QMediaDevices

            self._devices = QMediaDevices(self)
            self._devices.videoInputsChanged.connect(self._on_devices_video_inputs_changed)
            self._read()

    def find(self, camera: str) -> Camera | None:
        """The camera of an id, if it is connected."""
        return next((found for found in self.all if found.id == camera), None)

    def title(self, camera: str) -> str:
        """What the user reads for an id, also after the camera was pulled out; the id where it was never there."""
        found = self.find(camera)
        return found.title if found is not None else self._titles.get(camera, camera)

    @property
    def default(self) -> Camera | None:
        """The camera to take where nobody chooses; None if there is none."""
        return next((camera for camera in self.all if camera.default), self.all[0] if self.all else None)

    def _read(self) -> None:
        inputs = self._devices.videoInputs()
        titles = told_apart([found.description() or camera_id(found) for found in inputs])
        self.all = tuple(
            Camera(camera_id(found), title, offered_formats(map(format_of, found.videoFormats())), found.isDefault())
            for found, title in zip(inputs, titles, strict=True)
        )
        self._titles |= {camera.id: camera.title for camera in self.all}

    def _on_devices_video_inputs_changed(self) -> None:
        self._read()
        self.changed.emit()


def camera_id(device: Any) -> str:
    """The id of a `QCameraDevice`."""
    return bytes(device.id().data()).decode("utf-8", "replace")


def format_of(given: Any) -> CameraFormat:
    """A `QCameraFormat` without its way of writing pixels."""
    size = given.resolution()
    return CameraFormat(size.width(), size.height(), round(given.maxFrameRate(), 2))
