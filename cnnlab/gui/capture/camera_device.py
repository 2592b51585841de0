"""One camera, opened through Qt's multimedia."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal

from cnnlab.gui.capture.cameras import camera_id, format_of
from cnnlab.gui.capture.multimedia import load_multimedia
from cnnlab.sources.camera import CameraFormat


class CameraDevice(QObject):
    """Delivers frames between `open` and `close`.

    Signals:
        delivered: a `QVideoFrame`.
        failed: what the system says is wrong.
    """

    delivered = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parts: tuple[Any, ...] = ()  # camera, session, sink

    def open(self, camera: str, wanted: CameraFormat | None) -> None:
        """Open the camera of an id; it may fail before this returns.

        Raises:
            UserError: a library is missing.
        """
        self.close()
        load_multimedia()
        from PySide6 import QtMultimedia

        device = next((found for found in QtMultimedia.QMediaDevices.videoInputs() if camera_id(found) == camera), None)
        if device is None:
            self.failed.emit("")
            return
        lens, session, sink = (
            QtMultimedia.QCamera(device, self),
            QtMultimedia.QMediaCaptureSession(self),
            QtMultimedia.QVideoSink(self),
        )
        self._parts = (lens, session, sink)
        formats = [given for given in device.videoFormats() if format_of(given) == wanted]
        if formats:
            jpeg = QtMultimedia.QVideoFrameFormat.PixelFormat.Format_Jpeg  # costs more to decode
            lens.setCameraFormat(min(formats, key=lambda given: given.pixelFormat() == jpeg))
        lens.errorOccurred.connect(self._on_lens_error_occurred)
        sink.videoFrameChanged.connect(self._on_sink_video_frame_changed)
        session.setCamera(lens)
        session.setVideoSink(sink)
        lens.start()

    def close(self) -> None:
        """Let go of the camera."""
        if not self._parts:
            return
        (lens, session, sink), self._parts = self._parts, ()
        lens.stop()
        session.setVideoSink(None)
        session.setCamera(None)
        for part in (sink, session, lens):  # a camera's file stays open as long as the object is there
            part.deleteLater()

    def _on_lens_error_occurred(self, _error: object, text: str) -> None:
        if self._parts:
            self.failed.emit(text)

    def _on_sink_video_frame_changed(self, frame: Any) -> None:
        if self._parts and frame.isValid():  # the last one of all is none
            self.delivered.emit(frame)
