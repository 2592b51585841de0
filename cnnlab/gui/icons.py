"""Icons: 24-pixel strokes drawn in the colour of the text beside them.

The drawings lie in `resources/icons/` as SVG with `currentColor`, which Qt does not resolve by itself.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

from cnnlab.resources import resource

# Device pixels: 16, 20 and 24 at one and at two per pixel, and 16 at three.
_SIZES = (16, 20, 24, 32, 40, 48)
_APPLICATION = "cnnlab"


@cache
def names() -> tuple[str, ...]:
    """The names that `icon` knows, in alphabetical order."""
    return tuple(sorted(file.stem for file in resource("icons").glob("*.svg") if file.stem != _APPLICATION))


def icon(name: str, colour: str | None = None) -> QIcon:
    """The icon `name` in `colour` (`#rrggbb`), or in the colour of text in the theme of the moment.

    A disabled control shows it in the theme's faint colour. Ask again after the theme has changed.

    Raises:
        ValueError: there is no such icon.
    """
    if name not in names():
        raise ValueError(f"there is no icon '{name}': there are {', '.join(names())}")
    palette = QGuiApplication.palette()
    faint = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText).name()
    return _icon(name, colour or palette.color(QPalette.ColorRole.WindowText).name(), faint)


@cache
def application_icon() -> QIcon:
    """The program's own icon, in colour."""
    drawing = QSvgRenderer(str(resource("icons", f"{_APPLICATION}.svg")))
    result = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256):
        result.addPixmap(_render(drawing, size))
    return result


@cache
def _icon(name: str, colour: str, disabled: str) -> QIcon:
    drawing = resource("icons", f"{name}.svg").read_bytes()
    result = QIcon()
    for mode, stroke in ((QIcon.Mode.Normal, colour), (QIcon.Mode.Disabled, disabled)):
        coloured = QSvgRenderer(QByteArray(drawing.replace(b"currentColor", stroke.encode("ascii"))))
        for size in _SIZES:
            result.addPixmap(_render(coloured, size), mode)
    return result


def _render(drawing: QSvgRenderer, size: int) -> QPixmap:
    """A drawing as a square of `size` device pixels on a clear ground."""
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    drawing.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap
