"""Cameras as values: names that last, formats that fit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnlab.sources.camera import (
    CameraFormat,
    CameraName,
    camera_name,
    fitting_format,
    offered_formats,
    read_format,
    told_apart,
)
from cnnlab.sources.naming import CAMERA, kind_of

sides = st.integers(1, 8192)
rates = st.integers(1, 24000).map(lambda hundredths: hundredths / 100)
formats = st.builds(CameraFormat, sides, sides, rates)


def test_a_camera_is_named_readably() -> None:
    name = CameraName("/dev/video0", CameraFormat(640, 480, 30), mirror=True)
    assert str(name) == "camera:/dev/video0?format=640x480@30&mirror=1"
    assert str(CameraName("/dev/video0")) == "camera:/dev/video0"


@given(st.text(min_size=1), st.none() | formats, st.booleans())
def test_every_name_is_read_back(camera: str, wanted: CameraFormat | None, mirror: bool) -> None:
    name = CameraName(camera, wanted, mirror)
    assert kind_of(str(name)) == CAMERA
    assert camera_name(str(name)) == name


@pytest.mark.parametrize("text", ["", "640x480", "0x480@30", "640x480@0", "axb@c", "640x480@-1", "640x480@nan"])
def test_what_is_no_format_counts_as_not_given(text: str) -> None:
    assert read_format(text) is None
    assert camera_name(f"camera:a?format={text}&mirror=yes") == CameraName("a")


def test_formats_are_listed_once_the_largest_first() -> None:
    small, large, slow = CameraFormat(320, 240, 30), CameraFormat(640, 480, 30), CameraFormat(640, 480, 15)
    assert offered_formats([small, slow, large, large]) == (large, slow, small)


@pytest.mark.parametrize(
    ("texts", "best"),
    [
        (["1920x1080@30", "1280x720@30", "640x480@30", "320x240@30"], "640x480@30"),
        (["1920x1080@30", "640x480@15"], "1920x1080@30"),  # smooth goes before small
        (["1280x720@10", "640x480@15", "320x240@15"], "640x480@15"),
        (["640x480@30", "640x480@60"], "640x480@60"),
        (["480x640@30", "1280x720@30"], "480x640@30"),
    ],
)
def test_the_best_format_is_smooth_and_near_the_size_that_is_worked_at(texts: list[str], best: str) -> None:
    offered = [found for text in texts if (found := read_format(text)) is not None]
    assert str(fitting_format(offered)) == best
    assert fitting_format(offered, offered[0]) == offered[0]


@given(st.lists(formats), formats)
def test_what_is_taken_is_offered(offered: list[CameraFormat], wanted: CameraFormat) -> None:
    taken = fitting_format(offered, wanted)
    assert taken in offered if offered else taken is None


@given(st.lists(st.sampled_from(["cam", "cam 2", "eye"])))
def test_cameras_of_one_name_are_told_apart(titles: list[str]) -> None:
    given_titles = told_apart(titles)
    assert len(set(given_titles)) == len(titles)
    assert all(shown.startswith(title) for shown, title in zip(given_titles, titles, strict=True))


def test_the_second_of_a_name_gets_a_number() -> None:
    assert told_apart(["cam", "cam", "eye"]) == ("cam", "cam 2", "eye")
