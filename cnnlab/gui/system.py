"""What the system must have before Qt starts: a display and a few libraries, said in a sentence if they are missing.

Imports no Qt by itself: Qt ends the process where these are missing.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
from pathlib import Path

from cnnlab.text import N_, UserError

# Library that Qt loads → Debian's package.
_FOR_QT = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
}
_FOR_X11 = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


def missing_packages(libraries: dict[str, str]) -> list[str]:
    """Packages of the libraries that cannot be loaded."""
    missing = []
    for library, package in libraries.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    return missing


def check_display() -> None:
    """Make sure that a window can be shown.

    Raises:
        UserError: there is no display, or a library that Qt needs for it is missing.
    """
    if not sys.platform.startswith("linux"):
        return
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    on_x11 = bool(os.environ.get("DISPLAY")) and platform in ("", "xcb") and not os.environ.get("WAYLAND_DISPLAY")
    if not platform and not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        raise UserError(
            N_(
                "there is no display to open a window on: start it from a desktop, or run it on a virtual screen with "
                "'xvfb-run cnnlab' (packages xvfb and xauth); 'cnnlab shot', 'describe' and 'run' need no display"
            )
        )
    _need(missing_packages(_FOR_QT | (_FOR_X11 if on_x11 else {})))


def import_qt() -> None:
    """Import Qt's widgets.

    Raises:
        UserError: a library that they need is missing.
    """
    try:
        import PySide6.QtWidgets  # noqa: F401
    except ImportError as error:
        if sys.platform.startswith("linux"):
            _need(missing_packages(_FOR_QT))
        raise UserError(N_("Qt could not be loaded: {error}"), error=str(error).splitlines()[0]) from None


def use_offscreen(screen: Path | None = None) -> None:
    """Draw without a display, and keep what that platform says of itself from standard error.

    `screen` is a file that `write_screen` has made; without it the screen is small, and popups keep inside it.
    """
    described = screen is not None and ":" not in str(screen)  # which would end the name of the file
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={screen}" if described else "offscreen"
    from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

    def pass_on(_kind: QtMsgType, _where: QMessageLogContext, text: str) -> None:
        if not text.startswith("This plugin does not support") and not says_nothing(text):
            print(text, file=sys.stderr)

    qInstallMessageHandler(pass_on)


def says_nothing(text: str) -> bool:
    """Whether a message of Qt concerns nobody: it tells that frames of a video are converted as we want it."""
    return text.endswith("No RHI backend. Using CPU conversion.")


def write_screen(file: Path, width: int, height: int) -> None:
    """Describe a screen of this size in pixels, for `use_offscreen`."""
    one = {"name": "screen", "x": 0, "y": 0, "width": width, "height": height, "logicalDpi": 96, "dpr": 1}
    file.write_text(json.dumps({"screens": [one]}), encoding="utf-8")


def _need(packages: list[str]) -> None:
    if packages:
        raise UserError(
            N_("the window needs system libraries that are missing: run 'apt-get install {packages}'"),
            packages=" ".join(packages),
        )
