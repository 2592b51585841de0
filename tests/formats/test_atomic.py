"""Saving leaves the old file or the new one."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from cnnlab.formats.atomic import replacing
from cnnlab.text import UserError


def _save(path: Path, data: bytes) -> None:
    with replacing(path) as file:
        file.write(data)


def test_the_new_file_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    _save(path, b"old")
    _save(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_until_the_end_the_old_file_is_there(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    _save(path, b"old")
    with replacing(path) as file:
        file.write(b"new")
        file.flush()
        assert path.read_bytes() == b"old"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EACCES])
@pytest.mark.parametrize("name", ["replace", "fsync"])
def test_an_error_of_the_system_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, number: int
) -> None:
    path = tmp_path / "a.bin"
    _save(path, b"old")

    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, name, fail)
    expected = "may not be written" if number == errno.EACCES else os.strerror(number)
    with pytest.raises(UserError, match=f"'a.bin'.*{expected}"):
        _save(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_an_exception_while_writing_passes_through(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), replacing(tmp_path / "a.bin") as file:
        file.write(bytes([1 // 0]))
    assert not list(tmp_path.iterdir())


def test_a_folder_or_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is a folder"):
        _save(tmp_path, b"")
    with pytest.raises(UserError, match=r"no folder '.*nowhere' to save in"):
        _save(tmp_path / "nowhere" / "a.bin", b"")
    with pytest.raises(UserError, match="could not be saved"):
        _save(tmp_path / "a\0b", b"")


@pytest.mark.skipif(os.name != "posix", reason="needs links and permissions")
def test_links_are_followed_and_permissions_kept(tmp_path: Path) -> None:
    path, link = tmp_path / "a.bin", tmp_path / "link.bin"
    _save(path, b"old")
    assert stat.S_IMODE(path.stat().st_mode) & 0o400
    path.chmod(0o640)
    link.symlink_to(path)
    _save(link, b"new")
    assert link.is_symlink()
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
