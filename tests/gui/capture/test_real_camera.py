"""The whole way of a camera's pictures, through Qt's own driver, with a V4L2 camera that is made of software."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
KNOWN = ("This plugin does not support", "No RHI backend", "qt.multimedia.ffmpeg: Using Qt multimedia")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fake camera, built."""
    if not sys.platform.startswith("linux"):
        pytest.skip("the fake camera is one of Linux's")
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        pytest.skip("there is no C compiler to build the fake camera with")
    built = tmp_path_factory.mktemp("camera") / "fake_camera.so"
    command = [compiler, "-shared", "-fPIC", "-O1", "-o", str(built), str(HERE / "fake_camera.c"), "-ldl"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"the fake camera cannot be built here: {done.stderr[-200:]}")
    return built


@pytest.fixture(scope="module")
def node() -> Iterator[Path]:
    """The place of a camera, not there yet; one of our own, since tests may run side by side."""
    place = Path(f"/dev/video{2000 + os.getpid() % 7000}")
    try:
        os.mknod(place, stat.S_IFCHR | 0o666, os.makedev(1, 3))
    except (OSError, AttributeError):
        pytest.skip("device nodes cannot be made here")
    place.unlink()
    yield place
    place.unlink(missing_ok=True)
    place.with_name(f"{place.name}0").unlink(missing_ok=True)


@pytest.fixture(scope="module")
def seen(library: Path, node: Path) -> dict[str, Any]:
    """What was seen in every scene of one run."""
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "LD_PRELOAD": str(library),
        "FAKE_V4L2_DEV": str(node),
        "PYTHONPATH": str(ROOT),
    }
    if subprocess.run([sys.executable, "-c", "import PySide6.QtMultimedia"], capture_output=True).returncode:
        pytest.skip("Qt's multimedia cannot be loaded here: libpulse0 is missing")
    done = subprocess.run(
        [sys.executable, "-m", "tests.gui.capture.camera_scenario"],
        env=environment, cwd=ROOT, capture_output=True, text=True, timeout=110,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    loud = [line for line in done.stderr.splitlines() if not any(known in line for known in KNOWN)]
    assert loud == []
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


def test_without_a_camera_the_segment_says_so_and_offers_to_wait(seen: dict[str, Any]) -> None:
    sentence = "no camera is connected: plug one in, or let the program wait for one"
    assert seen["none"] == [sentence, "sample:cat.jpg", True]


def test_a_camera_that_is_waited_for_starts_when_it_is_plugged_in(seen: dict[str, Any]) -> None:
    assert seen["waited"] == [True, "camera:NODE", 1]


def test_cameras_are_listed_with_their_formats(seen: dict[str, Any]) -> None:
    assert seen["listed"] == [["Fake Test Camera", ["640x480@30", "320x240@30"]]]


def test_frames_reach_the_canvas_in_order(seen: dict[str, Any]) -> None:
    assert seen["painted"] == [True, [480, 640, 3], [124, 124]]  # bars go left by four pixels a frame


def test_the_mirror_turns_pictures_around_without_opening_the_camera_again(seen: dict[str, Any]) -> None:
    assert seen["mirrored"] == ["camera:NODE?mirror=1", True, [4, 4], 1]


def test_another_format_is_a_step_that_undo_takes_back(seen: dict[str, Any]) -> None:
    assert seen["smaller"] == [[240, 320, 3], True, "camera:NODE?mirror=1", [480, 640, 3]]


def test_freezing_lets_go_of_the_camera_and_going_live_takes_it_up(seen: dict[str, Any]) -> None:
    assert seen["frozen"] == [True, 0, "Go live", True, True, "Freeze"]


def test_a_hidden_window_holds_no_camera(seen: dict[str, Any]) -> None:
    assert seen["hidden"] == [0, True, 1]


def test_a_pulled_camera_leaves_its_last_picture_and_goes_on_when_it_is_back(seen: dict[str, Any]) -> None:
    gone = "'Fake Test Camera' was pulled out: its last picture stays, and it goes on when it is plugged in again"
    back = "'Fake Test Camera' is back: it goes on"
    assert seen["pulled"] == [True, 0, gone, "camera:NODE?mirror=1", "Fake Test Camera, not connected", True, back]


def test_another_camera_can_be_chosen_and_an_unused_one_pulled(seen: dict[str, Any]) -> None:
    assert seen["second"] == [True, True, True, True, 1]


def test_frames_that_stop_are_said_and_the_camera_is_started_again_once(seen: dict[str, Any]) -> None:
    name = "Fake Test Camera"
    none = f"no picture comes from '{name}'"
    lost = f"'{name}' gives no picture: close other programs that may use it, or plug it in again, then go live"
    sentences, stands, held = seen["stalled"]
    assert sentences[0] == none
    assert f"'{name}' goes on" in sentences
    assert sentences[-3:] == [none, f"{none}: it is started again", lost]
    assert (stands, held) == (True, 0)


def test_a_camera_that_another_program_uses_is_one_sentence_and_changes_nothing(seen: dict[str, Any]) -> None:
    sentence = "'Fake Test Camera' cannot be used (Camera is in use): close the program that uses it, then go live"
    assert seen["busy"] == [[sentence], 0, True, True, True]


def test_opening_and_closing_twenty_times_leaves_no_thread_and_no_file(seen: dict[str, Any]) -> None:
    same, first, last = seen["cycles"]
    assert same, (first, last)


def test_going_back_to_a_picture_lets_go_of_the_camera(seen: dict[str, Any]) -> None:
    assert seen["left"] == ["sample:cat.jpg", 0]
