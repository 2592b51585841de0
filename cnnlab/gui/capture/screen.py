"""A part of a screen as a live source."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QRect, QSize, QTimer
from PySide6.QtGui import QGuiApplication, QImage, QScreen

from cnnlab.document.frame import Levels
from cnnlab.gui.capture.live_source import LiveSource, Shot
from cnnlab.gui.capture.screens import pixels_of, screen_called
from cnnlab.sources.region import Region, region_of
from cnnlab.text import N_, Message, UserError, first_line

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QMediaCaptureSession, QScreenCapture, QVideoFrame, QVideoSink

# Without a window system Qt grabs what windows have painted on a thread of its own, while they paint: it crashes.
_UNSAFE = ("offscreen", "minimal")
_GRAB = 33  # milliseconds from one picture to the next, where we take them ourselves
_PATIENCE = 3000  # milliseconds without a picture after which something is said


class ScreenSource(LiveSource):
    """Delivers what stands in a region of a screen, as often as the system gives a picture of it.

    A picture is cut and converted only if it is computed with. A region that does not fit the screen any more, as
    after a change of its resolution, is moved inside.
    """

    def __init__(self, source: str, parent: QObject | None = None) -> None:
        """The region that `source` names.

        Raises:
            UserError: the screen is not there, or screens cannot be captured on this system.
        """
        self.region = region_of(source)
        super().__init__(source, Message(N_("screen")), parent)
        self._screen: QScreen | None = screen_called(self.region.screen)
        _check_multimedia()
        self._parts: tuple[QScreenCapture, QMediaCaptureSession, QVideoSink] | None = None
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE)
        self._patience.timeout.connect(self._on_patience_timeout)
        self._grab = QTimer(self, interval=_GRAB)
        self._grab.timeout.connect(self._on_grab_timeout)
        QGuiApplication.instance().screenRemoved.connect(self._on_screen_removed)  # type: ignore[union-attr]

    def start(self) -> None:
        if self._parts is not None or self._screen is None:
            return
        if QGuiApplication.platformName() in _UNSAFE:
            self._grab.start()
            return
        from PySide6.QtMultimedia import QMediaCaptureSession, QScreenCapture, QVideoSink

        capture, session, sink = QScreenCapture(self), QMediaCaptureSession(self), QVideoSink(self)
        self._parts = (capture, session, sink)
        capture.setScreen(self._screen)
        capture.errorOccurred.connect(self._on_capture_error)
        sink.videoFrameChanged.connect(self._on_sink_frame)
        session.setScreenCapture(capture)
        session.setVideoSink(sink)
        self._patience.start()
        capture.setActive(True)

    def stop(self) -> None:
        self._patience.stop()
        self._grab.stop()
        parts, self._parts = self._parts, None
        if parts is None:
            return
        capture, session, sink = parts
        capture.errorOccurred.disconnect(self._on_capture_error)
        sink.videoFrameChanged.disconnect(self._on_sink_frame)
        capture.setActive(False)
        session.setScreenCapture(None)  # type: ignore[arg-type]
        session.setVideoSink(None)  # type: ignore[arg-type]
        for part in parts:
            part.deleteLater()

    def _on_sink_frame(self, frame: QVideoFrame) -> None:
        size = frame.size()
        if self._screen is None or not frame.isValid() or size.isEmpty():
            return
        self._patience.stop()
        self._tell(size, frame.toImage)

    def _on_grab_timeout(self) -> None:
        if self._screen is not None:
            image = self._screen.grabWindow(0).toImage()
            self._tell(image.size(), lambda: image)

    def _tell(self, size: QSize, image: Callable[[], QImage]) -> None:
        """Deliver the region of a picture of the screen; `image` makes it, on any thread."""
        if self._screen is None or size.isEmpty():
            return
        factor = size.width() / max(1, pixels_of(self._screen).width())
        cut = self.region.scaled(factor).inside(size.width(), size.height())
        self.arrived.emit(Shot((cut.h, cut.w), partial(_pixels, image, cut), time.monotonic()))

    def _on_capture_error(self, error: object, text: str) -> None:
        from PySide6.QtMultimedia import QScreenCapture

        if error == QScreenCapture.Error.NoError:
            return
        self.stop()
        reason = first_line(Exception(text)) if text else str(getattr(error, "name", error))
        said = N_("the screen cannot be shown: {reason}; allow it in the system's settings, or choose another source")
        self.failed.emit(Message(said, reason=reason))

    def _on_screen_removed(self, screen: QScreen) -> None:
        if screen is self._screen:
            self._screen = None
            self.stop()
            said = N_("the screen '{name}' was disconnected: choose a region on another one")
            self.failed.emit(Message(said, name=self.region.screen))

    def _on_patience_timeout(self) -> None:
        said = N_("no picture of the screen yet: the system may be asking whether it may be shown")
        self.said.emit(Message(said), "info")


def _check_multimedia() -> None:
    """Refuse where Qt's multimedia cannot be loaded.

    Raises:
        UserError: a library of the system is missing.
    """
    try:
        import PySide6.QtMultimedia  # noqa: F401
    except ImportError as error:
        raise UserError(
            N_("the screen cannot be shown, since Qt's multimedia does not load: {error}"), error=first_line(error)
        ) from error


def _pixels(made: Callable[[], QImage], cut: Region) -> Levels:
    """The region of a picture of the screen, `[h, w, 3]`; on any thread."""
    image = made().copy(QRect(cut.x, cut.y, cut.w, cut.h)).convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * cut.w].reshape(cut.h, cut.w, 3).copy()
