"""Whatever stands in the way of opening a file is said in one sentence."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cnnlab.formats.files import open_file
from cnnlab.text import UserError


def _open(path: Path, most: int = 100) -> bytes:
    with open_file(path, most) as (file, size):
        data = file.read()
    assert len(data) == size
    return data


def test_an_ordinary_file_is_opened(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12")
    assert _open(tmp_path / "a") == b"12"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("missing", "there is no file '.*missing'"),
        ("a/b", "there is no file"),
        (".", "is a folder: choose a file in it"),
        ("empty", "'empty' is empty"),
        ("long", "'long' has 101 B, more than the 100 B"),
        ("x" * 300, r"cannot be read \(File name too long\)"),
        ("nul\0", "cannot be read"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, name: str, sentence: str) -> None:
    (tmp_path / "a").write_bytes(b"12")
    (tmp_path / "empty").touch()
    (tmp_path / "long").write_bytes(bytes(101))
    with pytest.raises(UserError, match=sentence):
        _open(tmp_path / name)


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_bytes(b"12")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(UserError, match="'a' may not be read: change its permissions"):
        _open(tmp_path / "a")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_refused_without_waiting_for_its_other_end(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UserError, match="not an ordinary file"):
        _open(tmp_path / "pipe")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs /dev/zero")
def test_an_endless_device_is_refused() -> None:
    with pytest.raises(UserError, match="'zero' cannot be read"):
        _open(Path("/dev/zero"))
