"""Starting from the command line: the window's commands, and what is said when a window cannot be had."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from cnnlab.gui import system
from tests.app.running import Standing, cnnlab


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


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["shot"], "-o"),
        (["shot", "-o", "x.png", "--size", "huge"], "WIDTHxHEIGHT"),
        (["shot", "-o", "x.png", "--theme", "pink"], "pink"),
        (["shot", "nowhere.cnnlab", "-o", "x.png"], "nowhere.cnnlab"),
        (["shot", "-o", "no/such/folder/x.png"], "no/such/folder"),
        (["shot", "-o", "x.xyz"], "x.xyz"),
        (["shot", "-o", "x.png", "--text-scale", "300"], "from 80 to 200"),
        (["shot", "-o", "x.png", "--do", "nosuch"], "choose one of new_project, "),
        (["shot", "-o", "x.png", "--crop", "nosuch"], "kernelGrid, "),
        (["--language", "tlh"], "tlh"),
        (["--colour"], "--colour"),
        (["nosuch.cnnlab"], "nosuch.cnnlab"),
        (["--example", "nosuch"], "no example 'nosuch': choose one of first, edges"),
        (["shot", "--example", "nosuch", "-o", "x.png"], "no example 'nosuch'"),
        (["shot", "mine.cnnlab", "--example", "edges", "-o", "x.png"], "cannot both be opened"),
    ],
)
def test_what_is_wrong_is_one_line_and_status_2(
    standing: Standing, tmp_path: Path, arguments: list[str], part: str
) -> None:
    done = standing.cnnlab(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("cnnlab: error: ")
    assert part in done.stderr
    assert done.stderr.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_help_and_version_name_the_window_and_all_commands(standing: Standing) -> None:
    done = standing.cnnlab("--help")
    assert done.returncode == 0
    for word in ("opens the window", "describe", "run", "shot"):
        assert word in done.stdout
    assert standing.cnnlab("--version").stdout.startswith("cnnlab 0.")
