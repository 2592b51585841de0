"""Qt's multimedia: loaded when it is first needed, quiet, and its frames as arrays."""

from __future__ import annotations

import ctypes
import os
import re
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import PySide6
from PySide6.QtCore import QCoreApplication, QLoggingCategory, Qt
from PySide6.QtGui import QImage

from cnnlab.document.frame import Levels
from cnnlab.text import N_, UserError, first_line

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QVideoFrame

_PULSE = "libpulse.so.0"
_SILENT = -8  # FFmpeg's AV_LOG_QUIET
_AVUTIL = re.compile(r"libavutil\.so\.\d+|libavutil\.\d+\.dylib|avutil-\d+\.dll")
_RULES = "\n".join(f"qt.multimedia.{part}{kind}=false" for part in ("", "*.") for kind in ("info", "warning"))


@cache
def load_multimedia() -> None:
    """Make sure that `PySide6.QtMultimedia` can be imported from now on.

    What it would write to standard error of libraries that it can do without, and of files that are damaged, is left
    out: what concerns the user comes back in a sentence.

    Raises:
        UserError: a library that it needs is missing.
    """
    if "QT_LOGGING_RULES" not in os.environ:
        QLoggingCategory.setFilterRules(_RULES)
    # Frames are converted on the worker's thread, where no graphics context may be made; decoders in hardware would
    # hold the device for as long as the last frame is on show.
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ForceRasterWidgets)
    os.environ.setdefault("QT_FFMPEG_DECODING_HW_DEVICE_TYPES", "")
    try:
        import PySide6.QtMultimedia  # noqa: F401
    except ImportError as error:
        raise _missing(first_line(error)) from None


@cache
def silence_ffmpeg() -> None:
    """Have FFmpeg keep to itself what each file holds and which of its blocks are damaged.

    It writes that to standard error of its own accord, and only its own level stops it. To be called once a player
    exists: before that it cannot be loaded.
    """
    here = Path(PySide6.__file__).parent
    for library in (*here.glob("Qt/lib/libavutil*"), *here.glob("avutil*.dll")):
        if _AVUTIL.fullmatch(library.name):  # the name by which Qt has loaded it
            with suppress(OSError, AttributeError):
                ctypes.CDLL(str(library)).av_log_set_level(_SILENT)


def frame_size(frame: QVideoFrame) -> tuple[int, int]:
    """Height and width of a frame as it is shown, upright."""
    turned = (frame.surfaceFormat().rotation().value + frame.rotation().value) % 180 != 0
    return (frame.width(), frame.height()) if turned else (frame.height(), frame.width())


def frame_levels(frame: QVideoFrame) -> Levels:
    """A frame upright as `[h, w, 3]`, RGB; on any thread.

    Raises:
        UserError: its pixels cannot be had.
    """
    image = frame.toImage()
    if image.isNull():
        kind = frame.pixelFormat().name.removeprefix("Format_")
        raise UserError(
            N_("a frame of {w}×{h} ({kind}) could not be read"), w=frame.width(), h=frame.height(), kind=kind
        )
    return image_levels(image)


def image_levels(image: QImage) -> Levels:
    """An image as `[h, w, 3]`, RGB, in memory of its own."""
    rgb = image.convertToFormat(QImage.Format.Format_RGB888)
    h, w, line = rgb.height(), rgb.width(), rgb.bytesPerLine()
    return np.frombuffer(rgb.constBits(), np.uint8).reshape(h, line)[:, : 3 * w].reshape(h, w, 3).copy()


def _missing(reason: str) -> UserError:
    if _PULSE in reason:
        return UserError(
            N_("camera, video and screen need a system library that is missing: run 'apt-get install {packages}'"),
            packages="libpulse0",
        )
    return UserError(
        N_("camera, video and screen cannot be used, since Qt's multimedia is missing: {error}"), error=reason
    )
