"""Drags and clipboard: a file comes first, an image is taken as PNG, all else is refused."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage, QPixmap

from cnnlab.formats.images import decode_image
from cnnlab.gui.files.drop import carries_picture, clipboard_picture, dropped_picture

pytestmark = pytest.mark.usefixtures("qapp")


def encoded(found: object) -> bytes:
    """The bytes of an image that was found, as another thread makes them."""
    assert callable(found)
    with ThreadPoolExecutor(1) as pool:
        data = pool.submit(found).result()
    assert isinstance(data, bytes)
    return data


def red() -> QImage:
    image = QImage(3, 2, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    return image


def test_a_local_file_is_given_as_its_path(tmp_path: Path) -> None:
    file = tmp_path / "a picture.png"
    file.write_bytes(b"")
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/b.png"), QUrl.fromLocalFile(str(file))])
    assert carries_picture(mime)
    assert dropped_picture(mime) == file


def test_an_image_becomes_the_bytes_of_a_png() -> None:
    mime = QMimeData()
    mime.setImageData(red())
    assert carries_picture(mime)
    data = encoded(dropped_picture(mime))
    pixels = decode_image(data, "pasted").pixels
    assert pixels.shape == (2, 3, 3)
    assert np.allclose(pixels[0, 0], (1, 0, 0))


def test_a_pixmap_is_an_image_too() -> None:
    mime = QMimeData()
    mime.setImageData(QPixmap.fromImage(red()))
    data = encoded(dropped_picture(mime))
    assert data.startswith(b"\x89PNG")


def test_png_bytes_are_passed_on_untouched() -> None:
    mime = QMimeData()
    mime.setData("image/png", b"\x89PNG as it came")
    assert encoded(dropped_picture(mime)) == b"\x89PNG as it came"


def test_a_file_wins_over_the_image_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "a.png"
    file.write_bytes(b"")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    mime.setImageData(red())
    assert dropped_picture(mime) == file


def test_an_image_is_taken_where_the_file_beside_it_is_gone(tmp_path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "gone.png"))])
    mime.setImageData(red())
    assert encoded(dropped_picture(mime)).startswith(b"\x89PNG")


@pytest.mark.parametrize("url", ["https://example.org/cat.jpg", "file:///no/such/file.png"])
def test_an_address_alone_is_refused(url: str) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl(url)])
    assert not carries_picture(mime)
    assert dropped_picture(mime) is None


def test_a_folder_is_refused(tmp_path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path))])
    assert dropped_picture(mime) is None


def test_text_and_empty_images_are_refused() -> None:
    text = QMimeData()
    text.setText("cat.jpg")
    empty = QMimeData()
    empty.setImageData(QImage())
    assert dropped_picture(text) is None
    assert dropped_picture(empty) is None


def test_the_clipboard_is_read_in_the_same_way() -> None:
    clipboard = QGuiApplication.clipboard()
    clipboard.setImage(red())
    assert encoded(clipboard_picture(clipboard)).startswith(b"\x89PNG")
    clipboard.clear()
    assert clipboard_picture(clipboard) is None
