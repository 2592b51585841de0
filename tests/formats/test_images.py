"""Image files are turned upright, scaled down and refused as they should be."""

from __future__ import annotations

import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from cnnlab.formats import images
from cnnlab.formats.images import decode_image, read_image, write_png
from cnnlab.text import UserError
from tests.formats.pictures import decoded, deep_png, encoded, from_array, hollow_png, marked, noticed


@pytest.mark.parametrize(
    ("orientation", "shape", "corner"),
    [
        (1, (2, 3), (0, 0)),
        (2, (2, 3), (0, 2)),
        (3, (2, 3), (1, 2)),
        (4, (2, 3), (1, 0)),
        (5, (3, 2), (0, 0)),
        (6, (3, 2), (0, 1)),
        (7, (3, 2), (2, 1)),
        (8, (3, 2), (2, 0)),
    ],
)
def test_pictures_are_turned_upright(orientation: int, shape: tuple[int, int], corner: tuple[int, int]) -> None:
    exif = Image.Exif()
    exif[0x112] = orientation
    pixels = decoded(encoded(marked(), exif=exif)).pixels
    assert pixels.shape == (*shape, 3)
    assert pixels[corner].tolist() == [1, 0, 0]
    deep = decoded(encoded(from_array([[65535, 0, 0], [0, 0, 0]], "u2"), exif=exif)).pixels
    assert deep[corner].tolist() == [1]


def test_damaged_exif_does_not_harm_the_picture() -> None:
    assert decoded(encoded(marked(), exif=b"Exif\0\0II*\0\xff\xff\xff\xff")).pixels.shape == (2, 3, 3)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "TIFF"])
def test_the_first_of_several_pictures_is_taken(kind: str) -> None:
    more = [Image.new("RGB", (4, 4), (0, 0, n)) for n in (90, 180)]
    pixels, notices = noticed(encoded(Image.new("RGB", (4, 4)), kind, save_all=True, append_images=more))
    assert pixels.max() < 0.05
    assert notices == "the first of 3 pictures in the file is used"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "BMP", "GIF", "WEBP", "TIFF", "PPM"])
def test_one_pixel_is_a_picture(kind: str) -> None:
    assert decoded(encoded(Image.new("RGB", (1, 1)), kind)).pixels.shape == (1, 1, 3)


@pytest.mark.parametrize(
    ("size", "shape"),
    [((20000, 300), (61, 4096)), ((300, 20000), (4096, 61)), ((20000, 1), (1, 4096)), ((4097, 4096), (4095, 4096))],
)
def test_what_is_too_wide_is_scaled_down_and_both_sizes_are_said(size: tuple[int, int], shape: tuple[int, int]) -> None:
    pixels, notices = noticed(encoded(Image.new("L", size, 51)))
    assert pixels.shape == (*shape, 1)
    np.testing.assert_allclose(pixels, 0.2, rtol=1e-6)
    assert notices == f"scaled down from {size[0]}×{size[1]} to {shape[1]}×{shape[0]} pixels"


def test_a_turned_wide_picture_is_named_as_it_is_seen() -> None:
    exif = Image.Exif()
    exif[0x112] = 6
    pixels, notices = noticed(encoded(Image.new("L", (8192, 16)), exif=exif))
    assert pixels.shape == (4096, 8, 1)
    assert notices == "scaled down from 16×8192 to 8×4096 pixels"


def test_a_wide_picture_of_16_bits_keeps_its_precision() -> None:
    pixels, _ = noticed(encoded(from_array(np.full((10, 5000), 1001), "u2")))
    np.testing.assert_allclose(pixels, 1001 / 65535, rtol=1e-6)


_BIG_JPEG = """
import resource, sys
from cnnlab.formats.images import read_image
from pathlib import Path
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
found = read_image(Path(sys.argv[1]))
assert found.pixels.shape == (4096, 4096, 1), found.pixels.shape
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="counts memory in KiB")
def test_a_jpeg_of_20000_by_20000_takes_no_gigabytes(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(encoded(Image.new("L", (20000, 20000), 128), "JPEG"))
    done = subprocess.run(
        [sys.executable, "-c", _BIG_JPEG, str(tmp_path / "a.jpg")], capture_output=True, text=True, check=True
    )
    assert int(done.stdout) < 400


@pytest.mark.parametrize(
    ("size", "sentence"),
    [
        ((20000, 20000), "is 20000×20000, more than 100 megapixels"),
        ((30000, 30000), "has more than 500 megapixels"),
        ((2**31 - 1, 2**31 - 1), "has more than 500 megapixels"),
        ((0, 5), "damaged"),
    ],
)
def test_a_bomb_is_refused_before_it_isdecoded(size: tuple[int, int], sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        decode_image(hollow_png(*size), "a.png")


def test_pictures_of_16_bits_have_a_lower_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "MAX_DEEP_PIXELS", 10**6)
    with pytest.raises(UserError, match="more than 1 megapixels"):
        decode_image(encoded(from_array(np.zeros((1001, 1000)), "u2")), "a.png")


def test_the_limits_and_warnings_of_pillow_are_as_before() -> None:
    before, filters = Image.MAX_IMAGE_PIXELS, list(warnings.filters)
    with pytest.raises(UserError):
        decode_image(hollow_png(30000, 30000), "a.png")
    assert before == Image.MAX_IMAGE_PIXELS
    assert list(warnings.filters) == filters


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "TIFF", "BMP"])
@pytest.mark.parametrize("share", [0.05, 0.5, 0.95])
def test_a_truncated_file_is_refused(kind: str, share: float) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (64, 64, 3))
    data = encoded(from_array(noise, "u1"), kind)
    with pytest.raises(UserError, match=r"'a\.png' is (damaged or incomplete|not an image)"):
        decode_image(data[: int(len(data) * share)], "a.png")


@pytest.mark.parametrize("data", [b"", b"hello", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", bytes(1000)])
def test_what_is_no_image_is_refused(data: bytes) -> None:
    with pytest.raises(UserError, match=r"'a\.png' is not an image that can be read: use PNG, JPEG"):
        decode_image(data, "a.png")


def test_files_are_read_and_named(tmp_path: Path) -> None:
    (tmp_path / "ü.png").write_bytes(encoded(marked()))
    assert read_image(tmp_path / "ü.png").pixels.shape == (2, 3, 3)
    (tmp_path / "empty.png").touch()
    for name, sentence in (("empty.png", "'empty.png' is empty"), (".", "is a folder"), ("no.png", "there is no file")):
        with pytest.raises(UserError, match=sentence):
            read_image(tmp_path / name)


@pytest.mark.parametrize("shape", [(2, 3), (2, 3, 1), (2, 3, 3), (2, 3, 4)])
def test_png_comes_back_as_it_was_written(tmp_path: Path, shape: tuple[int, ...]) -> None:
    values = np.arange(np.prod(shape), dtype=np.uint8).reshape(shape) * 10
    values[..., 3:] = 255
    write_png(tmp_path / "a.png", values)
    pixels = read_image(tmp_path / "a.png").pixels
    plain = values.reshape(2, 3, -1)[..., :3]
    np.testing.assert_array_equal(pixels, plain / np.float32(255))


_FILES = [
    encoded(marked(), "PNG"),
    encoded(marked(), "GIF"),
    encoded(marked(), "TIFF"),
    encoded(marked(), "BMP"),
    encoded(marked(), "JPEG"),
    encoded(marked(), "WEBP"),
    deep_png(0, [[[1], [2]]]),
]


@given(
    data=st.sampled_from(_FILES),
    edits=st.lists(st.tuples(st.integers(0, 800), st.integers(0, 255)), min_size=1, max_size=3),
)
def test_any_changed_bytes_are_read_or_refused(data: bytes, edits: list[tuple[int, int]]) -> None:
    changed = bytearray(data)
    for at, value in edits:
        changed[at % len(changed)] = value
    try:
        decoded(bytes(changed))
    except UserError as error:
        message = str(error)
        assert "\n" not in message
