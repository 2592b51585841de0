"""Frames of Qt's multimedia as arrays, and what is said where it is missing."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from cnnlab.gui.capture.multimedia import frame_levels, frame_size, image_levels, load_multimedia
from cnnlab.text import UserError

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QVideoFrame


def numbered(width: int, height: int) -> np.ndarray:
    """`[h, w, 3]`, no two pixels alike."""
    y, x = np.mgrid[:height, :width]
    return np.stack([x, y, 255 - x], axis=-1).astype(np.uint8)


def image_of(levels: np.ndarray) -> QImage:
    image = QImage(levels.shape[1], levels.shape[0], QImage.Format.Format_RGB32)
    for y, x in np.ndindex(levels.shape[:2]):
        r, g, b = (int(v) for v in levels[y, x])
        image.setPixel(x, y, 0xFF000000 | r << 16 | g << 8 | b)
    return image


def frame_of(levels: np.ndarray, turn: int) -> QVideoFrame:
    """A frame as a film made with a turned telephone has it."""
    from PySide6.QtMultimedia import QtVideo, QVideoFrame, QVideoFrameFormat

    h, w = levels.shape[:2]
    form = QVideoFrameFormat(QSize(w, h), QVideoFrameFormat.PixelFormat.Format_BGRX8888)
    form.setRotation(QtVideo.Rotation(turn))
    frame = QVideoFrame(form)
    frame.map(QVideoFrame.MapMode.WriteOnly)
    bits, line = frame.bits(0), frame.bytesPerLine(0)
    for y in range(h):
        for x in range(w):
            r, g, b = (int(v) for v in levels[y, x])
            bits[y * line + 4 * x : y * line + 4 * x + 4] = bytes((b, g, r, 255))
    frame.unmap()
    return frame


@pytest.mark.parametrize("width", [1, 5, 6, 7, 8])  # lines of an image are padded to four bytes
def test_an_image_of_any_width_keeps_its_pixels(width: int) -> None:
    levels = numbered(width, 3)
    assert (image_levels(image_of(levels)) == levels).all()


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_frame_is_turned_upright_on_another_thread(turn: int) -> None:
    load_multimedia()
    levels = numbered(6, 4)
    frame = frame_of(levels, turn)
    made: list[np.ndarray] = []
    thread = threading.Thread(target=lambda: made.append(frame_levels(frame)))
    thread.start()
    thread.join()
    assert (made[0] == np.rot90(levels, -turn // 90)).all(), "clockwise"
    assert made[0].shape[:2] == frame_size(frame)


@pytest.mark.usefixtures("qapp")
def test_an_empty_frame_is_refused_with_its_numbers() -> None:
    load_multimedia()
    from PySide6.QtMultimedia import QVideoFrame

    with pytest.raises(UserError, match="could not be read"):
        frame_levels(QVideoFrame())


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("libpulse.so.0: cannot open shared object file", "run 'apt-get install libpulse0'"),
        ("something else", "Qt's multimedia is missing: something else"),
    ],
)
def test_a_missing_library_is_named_in_a_sentence(reason: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "PySide6.QtMultimedia":
                raise ImportError(reason)

    monkeypatch.delitem(sys.modules, "PySide6.QtMultimedia", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Broken(), *sys.meta_path])
    with pytest.raises(UserError, match=said):
        load_multimedia.__wrapped__()
