"""Pictures from outside: what a drag or the clipboard carries."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QClipboard, QImage, QImageWriter, QPixmap

from cnnlab.gui.files.batch import Batch, batch_of_paths, is_several
from cnnlab.text import N_, UserError

_PNG = "image/png"

Encode = Callable[[], bytes]


def carries_picture(mime: QMimeData) -> bool:
    """Whether a drag can be dropped here; cheap, since it is asked while the pointer moves."""
    return any(path.exists() for path in _local_paths(mime)) or mime.hasFormat(_PNG) or mime.hasImage()


def dropped_several(mime: QMimeData) -> Batch | None:
    """Several pictures, or a folder of them; None for anything else."""
    paths = _local_paths(mime)
    return batch_of_paths(paths) if is_several(paths) else None


def dropped_picture(mime: QMimeData) -> Path | Encode | None:
    """The first local file, or else what gives an image as a PNG file's bytes; None where there is neither.

    A file comes first because it is read exactly, where the image beside it may be a preview. To make a PNG of a large
    image takes a second: call the function on another thread.
    """
    file = _local_file(mime)
    if file is not None:
        return file
    if mime.hasFormat(_PNG):
        data = bytes(mime.data(_PNG).data())
        if data:
            return lambda: data
    image = _image(mime.imageData()) if mime.hasImage() else None
    return (lambda: _png(image)) if image is not None else None


def clipboard_picture(clipboard: QClipboard) -> Path | Encode | None:
    """What `dropped_picture` finds in the clipboard."""
    mime = clipboard.mimeData()
    return dropped_picture(mime) if mime is not None else None


def _local_file(mime: QMimeData) -> Path | None:
    return next((file for file in _local_paths(mime) if file.is_file()), None)


def _local_paths(mime: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()] if mime.hasUrls() else []


def _image(data: object) -> QImage | None:
    image = data.toImage() if isinstance(data, QPixmap) else data
    return image if isinstance(image, QImage) and not image.isNull() else None


def _png(image: QImage) -> bytes:
    """The bytes of a PNG file.

    Raises:
        UserError: Qt could not write it, as when memory does not suffice.
    """
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not QImageWriter(buffer, QByteArray(b"png")).write(image):
        size = f"{image.height()}×{image.width()}"
        raise UserError(N_("the image of {size} pixels could not be taken: save it as a file and open that"), size=size)
    return bytes(data.data())
