"""The pictures that the program itself offers: those that are shipped, and those that are drawn by a formula."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from cnnlab.sources.generated import GENERATED, GENERATED_PICTURES, generated_pixels
from cnnlab.sources.samples import sample_path, samples

Thumbnail = Callable[[QSize], QImage]


@dataclass(frozen=True)
class Offer:
    """One picture.

    Attributes:
        id: a shipped picture's file name, or `generated:NAME`.
        title, about: what the user reads, in English; translated where they are shown.
        thumbnail: gives the picture at a size, when it is first seen.
    """

    id: str
    title: str
    about: str
    thumbnail: Thumbnail


def shipped() -> tuple[Offer, ...]:
    """The shipped pictures."""
    return tuple(Offer(s.file, s.title, s.about, partial(file_thumbnail, str(sample_path(s.file)))) for s in samples())


def drawn() -> tuple[Offer, ...]:
    """The pictures that are drawn by a formula."""
    return tuple(
        Offer(GENERATED + g.id, g.title, g.about, partial(drawn_thumbnail, GENERATED + g.id))
        for g in GENERATED_PICTURES
    )


def file_thumbnail(path: str, wanted: QSize) -> QImage:
    """The middle of a file's picture at this size."""
    reader = QImageReader(path)
    reader.setAutoTransform(True)
    reader.setScaledSize(reader.size().scaled(wanted, Qt.AspectRatioMode.KeepAspectRatioByExpanding))
    return _middle(reader.read(), wanted)


def drawn_thumbnail(source: str, wanted: QSize) -> QImage:
    """The middle of a picture that is drawn by a formula at this size; few cells stay sharp."""
    levels = np.rint(255 * generated_pixels(source)[..., 0]).astype(np.uint8)
    h, w = levels.shape
    image = QImage(levels.data, w, h, w, QImage.Format.Format_Grayscale8)
    smooth = Qt.TransformationMode.SmoothTransformation
    how = smooth if min(h, w) > max(wanted.width(), wanted.height()) else Qt.TransformationMode.FastTransformation
    # Scaling copies, so that the image outlives the array.
    return _middle(image.scaled(wanted, Qt.AspectRatioMode.KeepAspectRatioByExpanding, how), wanted)


def _middle(image: QImage, wanted: QSize) -> QImage:
    left, top = (image.width() - wanted.width()) // 2, (image.height() - wanted.height()) // 2
    return image.copy(QRect(left, top, wanted.width(), wanted.height()))
