"""Cameras that a test plugs, pulls and drives by hand; what a system's camera does, `fake_camera.c` has."""

from __future__ import annotations

from enum import Enum
from types import SimpleNamespace

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from cnnlab.gui.capture.cameras import Cameras
from cnnlab.sources.camera import Camera, CameraFormat

DESK = Camera("desk", "Desk", (CameraFormat(640, 480, 30), CameraFormat(320, 240, 30)), default=True)
DOOR = Camera("door", "Door", (CameraFormat(320, 240, 30),))


class Turn(Enum):
    """A frame's rotation, as Qt has it."""

    NONE = 0
    QUARTER = 90


class FakeFrame:
    """A frame of which the left half is red; it counts its conversions."""

    def __init__(self, width: int = 64, height: int = 48, turn: Turn = Turn.NONE) -> None:
        self._size, self._turn = (width, height), turn
        self.converted = 0

    def width(self) -> int:
        return self._size[0]

    def height(self) -> int:
        return self._size[1]

    def surfaceFormat(self) -> SimpleNamespace:
        return SimpleNamespace(rotation=lambda: self._turn)

    def toImage(self) -> QImage:
        self.converted += 1
        width, height = self._size if self._turn is Turn.NONE else self._size[::-1]
        pixels = np.zeros((height, width, 4), np.uint8)
        pixels[:, : width // 2, 2] = 255  # blue, green, red, nothing
        return QImage(pixels.data, width, height, QImage.Format.Format_RGB32).copy()


class FakeDevice(QObject):
    """Delivers what `give` is handed; `calls` says what it was told."""

    delivered = Signal(object)
    failed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[object] = []

    def open(self, camera: str, wanted: CameraFormat | None) -> None:
        self.calls.append((camera, str(wanted)))

    def close(self) -> None:
        self.calls.append("close")

    def give(self) -> FakeFrame:
        """Deliver a frame."""
        frame = FakeFrame()
        self.delivered.emit(frame)
        return frame


class FakeCameras(Cameras):
    """A list that a test writes."""

    def __init__(self, *cameras: Camera) -> None:
        super().__init__()
        self.all = cameras

    def begin(self) -> None:
        """There is nothing to look for."""

    def put(self, *cameras: Camera) -> None:
        """Have these plugged in, and no others."""
        self.all = cameras
        self.changed.emit()
