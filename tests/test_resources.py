"""What is shipped beside the code: complete, licensed and small."""

from __future__ import annotations

import json
import zipfile

import pytest
from PIL import Image

from cnnlab.resources import resource, resource_folder

SAMPLES: list[dict[str, str]] = json.loads(resource("samples", "samples.json").read_text(encoding="utf-8"))


def test_the_list_of_samples_names_every_picture_once_and_begins_with_the_cat() -> None:
    files = [entry["file"] for entry in SAMPLES]
    assert files[0] == "cat.jpg"
    assert sorted(files) == sorted(f.name for f in resource("samples").iterdir() if f.suffix in (".jpg", ".png"))


@pytest.mark.parametrize("entry", SAMPLES, ids=lambda entry: entry["file"])
def test_a_sample_can_be_read_and_says_what_it_is(entry: dict[str, str]) -> None:
    with Image.open(resource("samples", entry["file"])) as picture:
        picture.load()
        assert max(picture.size) <= 640
        assert picture.mode in ("RGB", "L")
    assert entry["title"]
    assert entry["about"].endswith(".")


def test_the_cat_fills_the_working_size_twice() -> None:
    with Image.open(resource("samples", "cat.jpg")) as picture:
        assert picture.size == (640, 480)


@pytest.mark.parametrize("entry", SAMPLES, ids=lambda entry: entry["file"])
def test_the_list_of_licences_names_every_sample_with_its_terms(entry: dict[str, str]) -> None:
    lines = resource("samples", "LICENSES.md").read_text(encoding="utf-8").splitlines()
    (line,) = (line for line in lines if line.startswith(f"| `{entry['file']}` |"))
    assert "CC0" in line or "public domain" in line


def test_the_examples_use_pictures_with_known_terms_only() -> None:
    terms = resource("samples", "LICENSES.md").read_text(encoding="utf-8")
    assert "resources/examples/" in terms
    for project in resource("examples").glob("*.cnnlab"):
        with zipfile.ZipFile(project) as archive:
            assert set(archive.namelist()) <= {"project.json", "weights.safetensors"}
            source = json.loads(archive.read("project.json"))["input"]["source"]
        assert source.startswith("generated:") or f"`{source.removeprefix('sample:')}`" in terms


@pytest.mark.parametrize("family", ["Inter", "JetBrainsMono"])
def test_each_face_comes_with_its_licence(family: str) -> None:
    text = resource("fonts", f"OFL-{family}.txt").read_text(encoding="utf-8")
    assert text.startswith("Copyright")
    assert "SIL OPEN FONT LICENSE Version 1.1" in text
    for file in resource("fonts").glob(f"{family}-*"):
        assert file.name in text


@pytest.mark.parametrize(("folders", "limit"), [(("samples",), 0.5), (("fonts", "icons", "samples", "theme"), 3.5)])
def test_the_files_stay_small(folders: tuple[str, ...], limit: float) -> None:
    sizes = [f.stat().st_size for folder in folders for f in (resource_folder() / folder).rglob("*") if f.is_file()]
    assert sum(sizes) < limit * 1e6
