"""The chips' texts: short, complete, and of one width while they change."""

from __future__ import annotations

import pytest

from cnnlab.document.input import InputSpec
from cnnlab.gui.source_bar import readings
from cnnlab.gui.source_bar.chip import Part

pytestmark = pytest.mark.usefixtures("qapp")


def text(parts: tuple[Part, ...]) -> str:
    return " ".join(part.text for part in parts)


def test_a_picture_is_said_with_shape_channels_and_range() -> None:
    assert (
        text(readings.picture_parts("cat.jpg", InputSpec(), (1, 3, 240, 320), (240, 320)))
        == "cat.jpg 3×240×320 · RGB · 0…1"
    )
    grey = InputSpec(channels=1, range=(-1.0, 1.0))
    assert text(readings.picture_parts("a.png", grey, (1, 1, 28, 28), (28, 28))) == "a.png 1×28×28 · grey · −1…1"


def test_items_of_a_batch_and_a_size_that_gave_way_are_said() -> None:
    spec, full = InputSpec(), (240, 320)
    assert text(readings.picture_parts("mixed", spec, (8, 3, 240, 320), full)) == "mixed 8×3×240×320 · RGB · 0…1"
    assert text(readings.picture_parts("a.mp4", spec, (1, 3, 60, 80), full)) == "a.mp4 3×60×80 of 240×320 · RGB · 0…1"


def test_without_a_picture_the_chip_says_so() -> None:
    assert text(readings.picture_parts("", InputSpec(), (1, 3, 1, 1), (-1, -1))) == "no picture"


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (None, "– ms"),
        (0.0, "0.0 ms"),
        (0.0081, "8.1 ms"),
        (0.12345, "123.5 ms"),
        (0.99994, "999.9 ms"),
        (0.99996, "1.00 s"),
        (12.3, "12.30 s"),
    ],
)
def test_a_duration_is_said_in_milliseconds_and_then_in_seconds(seconds: float | None, expected: str) -> None:
    assert text(readings.meter_parts(seconds, None)) == expected


def test_frames_a_second_are_said_only_while_frames_come_in() -> None:
    assert text(readings.meter_parts(0.0081, 124.4)) == "124 fps 8.1 ms"


def test_the_meter_keeps_its_width() -> None:
    widths = {
        tuple(part.width for part in readings.meter_parts(s, f)) for s in (1e-4, 0.0081, 0.7, 3.0) for f in (1, 27, 124)
    }
    assert len(widths) == 1


def test_a_fixed_scale_is_said_with_its_value() -> None:
    assert text(readings.scale_parts("channel", 1.0)) == "per channel"
    assert text(readings.scale_parts("fixed", 0.25)) == "fixed ±0.25"
