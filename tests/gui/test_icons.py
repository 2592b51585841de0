"""Icons: one family of drawings, sharp, coloured and never empty."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon, QImage, QPixmap
from PySide6.QtWidgets import QApplication

from cnnlab.gui import icons
from cnnlab.resources import resource

NEEDED = {
    *("image", "batch", "camera", "video", "screen", "draw", "signal"),
    *(
        "add",
        "undo",
        "redo",
        "eye",
        "eye-off",
        "drag",
        "copy",
        "delete",
        "rename",
        "search",
        "close",
        "cut",
        "file",
        "layers",
    ),
    *("chevron-down", "chevron-right", "flip", "rotate", "negate", "sum", "lock", "fill", "open", "save", "paste"),
    *("warning", "clipped", "play", "pause", "device", "scale", "colour", "reset", "settings", "more", "info"),
    *("sun", "moon"),
}

pytestmark = pytest.mark.usefixtures("qapp")


def pixels(pixmap: QPixmap) -> np.ndarray:
    """Blue, green, red, alpha of every pixel: `[h, w, 4]`."""
    image = pixmap.toImage().convertToFormat(QImage.Format.Format_ARGB32)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4).copy()


def test_all_the_icons_that_the_window_uses_are_there() -> None:
    assert set(icons.names()) >= NEEDED


@pytest.mark.parametrize("name", icons.names())
def test_an_icon_is_drawn_in_the_given_colour_and_inside_its_square(name: str) -> None:
    drawn = pixels(icons.icon(name, "#ff8000").pixmap(QSize(48, 48), 1.0))
    solid = drawn[drawn[..., 3] > 250]
    assert len(solid) > 20
    assert np.abs(solid[:, :3].astype(int) - (0, 128, 255)).max() <= 2
    edge = np.concatenate([drawn[0], drawn[-1], drawn[:, 0], drawn[:, -1]])
    assert edge[:, 3].max() < 128


@pytest.mark.parametrize("name", icons.names())
def test_the_drawings_share_grid_stroke_and_ends(name: str) -> None:
    head = resource("icons", f"{name}.svg").read_text(encoding="utf-8").split(">")[0]
    for trait in ('viewBox="0 0 24 24"', 'stroke="currentColor"', 'stroke-width="1.7"', 'stroke-linecap="round"'):
        assert trait in head


def test_an_icon_is_sharp_on_a_dense_screen() -> None:
    assert icons.icon("add", "#000000").pixmap(QSize(16, 16), 2.0).size() == QSize(32, 32)


def test_a_disabled_icon_is_fainter() -> None:
    icon = icons.icon("add", "#000000")
    normal, disabled = (
        pixels(icon.pixmap(QSize(24, 24), 1.0, mode)) for mode in (QIcon.Mode.Normal, QIcon.Mode.Disabled)
    )
    assert disabled[12, 12, :3].sum() > normal[12, 12, :3].sum()


def test_without_a_colour_an_icon_takes_the_colour_of_text(qapp: QApplication) -> None:
    middle = pixels(icons.icon("add").pixmap(QSize(48, 48), 1.0))[24, 24, :3]
    text = qapp.palette().windowText().color()
    assert middle.tolist() == [text.blue(), text.green(), text.red()]


def test_an_icon_is_rendered_once() -> None:
    assert icons.icon("add", "#123456").cacheKey() == icons.icon("add", "#123456").cacheKey()


def test_an_unknown_icon_is_named_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="there is no icon 'ad': there are add, "):
        icons.icon("ad")


def test_the_program_has_an_icon_in_every_size() -> None:
    icon = icons.application_icon()
    assert {size.width() for size in icon.availableSizes()} >= {16, 32, 48, 256}
    assert QImage(str(resource("icons", "cnnlab.png"))).size() == QSize(256, 256)
