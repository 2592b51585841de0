"""The shipped examples are listed, open, run, and have a picture in both looks."""

from __future__ import annotations

import re

import pytest
from PIL import Image

from cnnlab.cli.checks import strict_plan
from cnnlab.document.plan import must_run
from cnnlab.formats.examples import FIRST, Example, example, examples
from cnnlab.formats.project import read_project
from cnnlab.resources import resource
from cnnlab.text import UserError

every_example = pytest.mark.parametrize("entry", examples(), ids=lambda entry: entry.name)


def test_there_are_more_than_a_dozen_and_the_first_is_the_one_to_start_with() -> None:
    names = [entry.name for entry in examples()]
    assert len(names) == len(set(names)) >= 13
    assert names[0] == FIRST


def test_every_project_and_every_picture_that_is_shipped_is_listed() -> None:
    assert {file.stem for file in resource("examples").glob("*.cnnlab")} == {entry.name for entry in examples()}
    pictures = {entry.picture(look).name for entry in examples() for look in ("dark", "light")}
    assert {file.name for file in resource("examples", "pictures").iterdir()} == pictures


@every_example
def test_an_example_says_in_a_title_and_two_sentences_what_it_is_and_what_to_try(entry: Example) -> None:
    assert 0 < len(entry.title) <= 40
    for sentence in (entry.sentence, entry.first):
        assert sentence.endswith(".")
        assert len(sentence) <= 115
    named = re.findall(r"'(\w+)'", entry.first)
    stack = read_project(entry.path).stack
    assert all(stack.has(layer) for layer in named)


@every_example
def test_an_example_runs_as_it_is_without_anything_being_adapted(entry: Example) -> None:
    project = read_project(entry.path)
    spec = project.stack.input
    assert spec.source.startswith(("sample:", "generated:"))
    assert spec.size is not None
    must_run(strict_plan(project, (1, spec.channels, *spec.size)))


@every_example
@pytest.mark.parametrize("look", ["dark", "light"])
def test_an_example_has_a_picture_in_both_looks(entry: Example, look: str) -> None:
    with Image.open(entry.picture(look)) as picture:
        picture.load()
        assert picture.size == (480, 300)
        corner = picture.convert("L").getpixel((1, 1))
    assert isinstance(corner, int)
    assert (corner < 60) if look == "dark" else (corner > 220)


def test_the_pictures_stay_small() -> None:
    assert sum(file.stat().st_size for file in resource("examples").rglob("*") if file.is_file()) < 1.5e6


def test_an_unknown_example_is_refused_with_the_known_ones() -> None:
    assert example("edges").title
    with pytest.raises(UserError) as refused:
        example("../first")
    assert str(refused.value).startswith("there is no example '../first': choose one of first, edges")
