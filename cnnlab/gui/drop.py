"""Pictures from outside: what a drag or the clipboard carries."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMimeData
from PySide6.QtGui import QClipboard, QImage, QPixmap

_PNG = "image/png"


def carries_picture(mime: QMimeData) -> bool:
    """Whether a drag can be dropped here; cheap, since it is asked while the pointer moves."""
    return _local_file(mime) is not None or mime.hasFormat(_PNG) or mime.hasImage()


def dropped_picture(mime: QMimeData) -> Path | bytes | None:
    """The first local file, or else an image as a PNG file's bytes; None where there is neither.

    A file comes first because it is read exactly, where the image beside it may be a preview.
    """
    file = _local_file(mime)
    if file is not None:
        return file
    if mime.hasFormat(_PNG):
        data = bytes(mime.data(_PNG).data())
        if data:
            return data
    return _png(mime.imageData()) if mime.hasImage() else None


def clipboard_picture(clipboard: QClipboard) -> Path | bytes | None:
    """What `dropped_picture` finds in the clipboard."""
    mime = clipboard.mimeData()
    return dropped_picture(mime) if mime is not None else None


def _local_file(mime: QMimeData) -> Path | None:
    if not mime.hasUrls():
        return None
    files = (Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile())
    return next((file for file in files if file.is_file()), None)


def _png(image: object) -> bytes | None:
    picture = image.toImage() if isinstance(image, QPixmap) else image
    if not isinstance(picture, QImage) or picture.isNull():
        return None
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return bytes(buffer.data().data()) if picture.save(buffer, "PNG") else None  # type: ignore[call-overload]
