"""Starting from the command line: the window's commands, and what is said when a window cannot be had."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from cnnlab.gui import system

HIDDEN = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def cnnlab(*arguments: str, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    base = {name: value for name, value in os.environ.items() if name not in HIDDEN}
    return subprocess.run(
        [sys.executable, "-m", "cnnlab", *arguments],
        cwd=cwd,
        env=base | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only X11 and Wayland can be absent")
def test_without_a_display_it_says_so_in_one_line() -> None:
    done = cnnlab()
    assert done.returncode == 2
    assert done.stderr.startswith("cnnlab: error: there is no display")
    assert "xvfb" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_missing_library_is_named_by_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str) -> None:
        if name == "libxcb-cursor.so.0":
            raise OSError(name)

    monkeypatch.setattr(system.ctypes, "CDLL", refuse)
    monkeypatch.setenv("DISPLAY", ":7")
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr(system.sys, "platform", "linux")
    with pytest.raises(system.UserError, match="apt-get install libxcb-cursor0"):
        system.check_display()


def test_shot_renders_the_window_without_a_display(tmp_path: Path) -> None:
    picture, photo = tmp_path / "shot.png", tmp_path / "own.png"
    Image.new("RGB", (64, 48), (200, 30, 30)).save(photo)
    done = cnnlab("shot", "-o", str(picture), "--size", "1280x800", "--theme", "light", "--input", str(photo))
    assert (done.returncode, done.stderr) == (0, "")
    with Image.open(picture) as image:
        assert image.size == (1280, 800)
        assert len(image.getcolors(10**6) or []) > 200


def test_shot_renders_an_example_by_its_name(tmp_path: Path) -> None:
    pictures = [tmp_path / "first.png", tmp_path / "patches.png"]
    for arguments, picture in zip(([], ["--example", "patches"]), pictures, strict=True):
        done = cnnlab("shot", *arguments, "-o", str(picture), "--size", "900x600")
        assert (done.returncode, done.stderr) == (0, "")
    assert pictures[0].read_bytes() != pictures[1].read_bytes()


def test_a_shot_that_cannot_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    there = tmp_path / "kept.xyz"
    there.write_bytes(b"mine")
    assert cnnlab("shot", "-o", str(there)).returncode == 2
    assert there.read_bytes() == b"mine"


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["shot"], "-o"),
        (["shot", "-o", "x.png", "--size", "huge"], "WIDTHxHEIGHT"),
        (["shot", "-o", "x.png", "--theme", "pink"], "pink"),
        (["shot", "nowhere.cnnlab", "-o", "x.png"], "nowhere.cnnlab"),
        (["shot", "-o", "no/such/folder/x.png"], "no/such/folder"),
        (["shot", "-o", "x.xyz"], "x.xyz"),
        (["--language", "tlh"], "tlh"),
        (["--colour"], "--colour"),
        (["nosuch.cnnlab"], "nosuch.cnnlab"),
        (["--example", "nosuch"], "no example 'nosuch': choose one of first, edges"),
        (["shot", "--example", "nosuch", "-o", "x.png"], "no example 'nosuch'"),
        (["shot", "mine.cnnlab", "--example", "edges", "-o", "x.png"], "cannot both be opened"),
    ],
)
def test_what_is_wrong_is_one_line_and_status_2(tmp_path: Path, arguments: list[str], part: str) -> None:
    done = cnnlab(*arguments, cwd=tmp_path, QT_QPA_PLATFORM="offscreen")
    assert done.returncode == 2
    assert done.stderr.startswith("cnnlab: error: ")
    assert part in done.stderr
    assert done.stderr.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_help_and_version_name_the_window_and_all_commands() -> None:
    done = cnnlab("--help")
    assert done.returncode == 0
    for word in ("opens the window", "describe", "run", "shot"):
        assert word in done.stdout
    assert cnnlab("--version").stdout.startswith("cnnlab 0.")
