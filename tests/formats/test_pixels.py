"""Every way of keeping pixels becomes float32 from 0 to 1, with nothing lost in silence."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PIL import Image

from tests.formats.pictures import decoded, deep_png, encoded, from_array, marked, noticed


def _values(data: bytes) -> list[Any]:
    """The pixels, where no notice was needed."""
    found = decoded(data)
    assert found.notices == ()
    return found.pixels.tolist()


def _f(*values: float) -> list[float]:
    return np.array(values, np.float32).tolist()


def test_grey_and_rgb_of_8_bits_are_divided_by_255() -> None:
    assert _values(encoded(from_array([[0, 51, 255]], "u1"))) == [[_f(0), _f(0.2), _f(1)]]
    assert _values(encoded(from_array([[[255, 51, 0]]], "u1"))) == [[_f(1, 0.2, 0)]]


def test_height_comes_before_width() -> None:
    pixels = decoded(encoded(marked(2, 3))).pixels
    assert pixels.shape == (2, 3, 3)
    assert pixels[0, 0].tolist() == [1, 0, 0]
    assert pixels.sum() == 1


def test_one_bit_is_black_and_white() -> None:
    assert _values(encoded(from_array([[0, 255]], "u1").convert("1"))) == [[[0], [1]]]


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_16_bits_of_grey_keep_their_precision(kind: str) -> None:
    assert _values(encoded(from_array([[0, 1, 30001, 65535]], "u2"), kind)) == [
        [_f(0), _f(1 / 65535), _f(30001 / 65535), _f(1)]
    ]


def test_16_bits_of_grey_in_other_files_keep_their_precision() -> None:
    big = encoded(from_array([[256, 65535]], ">u2"), "TIFF")
    assert _values(big) == [[_f(256 / 65535), _f(1)]]
    assert _values(b"P5 2 1 65535\n\x01\x00\xff\xff") == [[_f(256 / 65535), _f(1)]]


@pytest.mark.parametrize(("colour_type", "samples"), [(2, 3), (4, 2), (6, 4)])
def test_16_bits_a_colour_are_read_as_8_and_said_so(colour_type: int, samples: int) -> None:
    pixels, notices = noticed(deep_png(colour_type, [[[65535] * samples]]))
    assert pixels.tolist() == [[[1, 1, 1]]]
    assert notices == "16 bits a colour are read as 8"
    assert noticed(b"P6 1 1 65535\n" + bytes(6))[1] == "16 bits a colour are read as 8"


def test_32_bits_are_taken_as_they_are_or_spread() -> None:
    assert _values(encoded(from_array([[0, 0.25, 1]], "f4"), "TIFF")) == [[[0], [0.25], [1]]]
    assert noticed(encoded(from_array([[-1, 0, 3]], "f4"), "TIFF"))[0].tolist() == [[[0], [0.25], [1]]]
    assert noticed(encoded(from_array([[-5, 300000]], "i4"), "TIFF"))[1] == "values from -5 to 300000 became 0…1"
    assert noticed(encoded(from_array([[7, 7]], "i4"), "TIFF"))[0].tolist() == [[[0], [0]]]


def test_pixels_that_are_no_numbers_are_counted() -> None:
    pixels, notices = noticed(encoded(from_array([[np.nan, np.inf, 1, -np.inf]], "f4"), "TIFF"))
    assert pixels.ravel().tolist() == [0, 0, 1, 0]
    assert notices.startswith("3 pixels that are infinite or not a number")
    assert decoded(encoded(from_array([[np.nan]], "f4"), "TIFF")).pixels.tolist() == [[[0]]]


def test_transparent_parts_lie_on_white_and_that_is_said() -> None:
    half = from_array([[[255, 0, 0, 0], [255, 0, 0, 255]]], "u1")
    pixels, notices = noticed(encoded(half))
    assert pixels.tolist() == [[[1, 1, 1], [1, 0, 0]]]
    assert notices == "transparent parts are shown on white"
    grey, _ = noticed(encoded(Image.merge("LA", [Image.new("L", (1, 1), 0), Image.new("L", (1, 1), 0)])))
    assert grey.tolist() == [[[1]]]


def test_an_alpha_channel_without_transparency_needs_no_notice() -> None:
    assert _values(encoded(from_array([[[255, 0, 0, 255]]], "u1"))) == [[[1, 0, 0]]]


def test_palettes_become_colours() -> None:
    image = Image.new("P", (1, 1), 1)
    image.putpalette([0, 0, 0, 255, 51, 0])
    assert _values(encoded(image)) == [[_f(1, 0.2, 0)]]
    assert _values(encoded(image, "GIF")) == [[_f(1, 0.2, 0)]]
    for kind in ("PNG", "GIF"):
        pixels, notices = noticed(encoded(image, kind, transparency=1))
        assert pixels.tolist() == [[[1, 1, 1]]]
        assert "on white" in notices


@pytest.mark.parametrize(
    ("image", "key"), [(Image.new("RGB", (1, 1), (1, 2, 3)), (1, 2, 3)), (Image.new("L", (1, 1), 7), 7)]
)
def test_a_transparent_colour_is_transparent(image: Image.Image, key: Any) -> None:
    assert set(noticed(encoded(image, transparency=key))[0].ravel().tolist()) == {1.0}


def test_other_colour_spaces_become_rgb() -> None:
    red = decoded(encoded(Image.new("CMYK", (8, 8), (0, 255, 255, 0)), "JPEG")).pixels[0, 0]
    assert red.tolist() == [1, 0, 0]
    red = decoded(encoded(Image.new("YCbCr", (8, 8), (76, 85, 255)), "TIFF")).pixels[0, 0]
    np.testing.assert_allclose(red, [1, 0, 0], atol=0.01)
    assert decoded(encoded(Image.new("LAB", (2, 2)), "TIFF")).pixels.shape == (2, 2, 3)
