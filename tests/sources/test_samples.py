"""The shipped pictures are listed, and nothing else is found by a sample's name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cnnlab.formats.images import read_image
from cnnlab.sources import samples as module
from cnnlab.sources.samples import Sample, sample_path, samples
from cnnlab.text import UserError


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in place of the shipped one."""
    monkeypatch.setattr(module, "resource", lambda _samples, name: tmp_path / name)
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_without_a_list_there_are_no_samples() -> None:
    assert samples() == ()
    with pytest.raises(UserError, match=r"no sample 'cat\.jpg': choose one of none"):
        sample_path("cat.jpg")


def test_listed_samples_are_found(folder: Path) -> None:
    listing = [{"file": "cat.jpg", "title": "Cat", "about": "fur"}]
    (folder / "samples.json").write_text(json.dumps(listing), "utf-8")
    assert samples() == (Sample("cat.jpg", "Cat", "fur"),)
    assert sample_path("cat.jpg") == folder / "cat.jpg"


@pytest.mark.parametrize("name", ["../secret.png", "/etc/passwd", "samples.json", "", "cat.jpg/.."])
def test_no_other_file_is_found_by_a_name(folder: Path, name: str) -> None:
    (folder / "samples.json").write_text('[{"file": "cat.jpg", "title": "Cat", "about": ""}]', "utf-8")
    with pytest.raises(UserError, match=r"there is no sample .*: choose one of cat.jpg"):
        sample_path(name)


def test_every_shipped_sample_can_be_read() -> None:
    for sample in samples():
        found = read_image(sample_path(sample.file))
        assert found.notices == ()
        assert sample.title
