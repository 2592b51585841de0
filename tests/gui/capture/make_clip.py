"""Writes the film of the tests: `python -m tests.gui.capture.make_clip [FILE]`.

Thirty frames of 160×120, 25 a second, MPEG-4; frame k has the level 8 + 8 k all over, which tells its number.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtCore import QSize, QUrl
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtMultimedia import (
    QMediaCaptureSession,
    QMediaFormat,
    QMediaRecorder,
    QVideoFrame,
    QVideoFrameInput,
)

FRAMES, RATE, WIDTH, HEIGHT = 30, 25, 160, 120


def level_of(number: int) -> int:
    """The level of a frame, 0…255."""
    return 8 + 8 * number


def _frame(number: int) -> QVideoFrame:
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    level = level_of(number)
    image.fill(QColor(level, level, level))
    frame = QVideoFrame(image)
    frame.setStartTime(number * 1_000_000 // RATE)
    frame.setEndTime((number + 1) * 1_000_000 // RATE)
    frame.setStreamFrameRate(RATE)
    return frame


def record(file: Path, container: QMediaFormat.FileFormat = QMediaFormat.FileFormat.MPEG4) -> None:
    """Write the film."""
    app = QGuiApplication.instance() or QGuiApplication([])
    feed, session, recorder = QVideoFrameInput(), QMediaCaptureSession(), QMediaRecorder()
    session.setVideoFrameInput(feed)
    session.setRecorder(recorder)
    form = QMediaFormat(container)
    form.setVideoCodec(QMediaFormat.VideoCodec.MPEG4)
    recorder.setMediaFormat(form)
    recorder.setQuality(QMediaRecorder.Quality.NormalQuality)
    recorder.setVideoResolution(QSize(WIDTH, HEIGHT))
    recorder.setVideoFrameRate(RATE)
    recorder.setAutoStop(True)
    recorder.setOutputLocation(QUrl.fromLocalFile(str(file.absolute())))
    frames = iter([*(_frame(number) for number in range(FRAMES)), QVideoFrame()])  # an empty one ends it

    def send() -> None:
        frame = next(frames, None)
        if frame is not None:
            feed.sendVideoFrame(frame)

    feed.readyToSendVideoFrame.connect(send)
    recorder.recorderStateChanged.connect(lambda _state: app.quit())  # the first change, at once, is the beginning
    recorder.record()
    app.exec()


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    record(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("clip.mp4"))
