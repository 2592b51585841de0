"""The guide: what its pages name exists, what is made for them is used, and what follows from tables is fresh."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tools.guide_pages import PAGES
from tools.guide_pictures import FOLDER, PICTURES, ROOT, arguments, in_few_colours

DOCS = ROOT / "docs"
MARKDOWN = sorted([*DOCS.glob("*.md"), *ROOT.glob("*.md")])
_LINK = re.compile(r"\]\(([^)\s]+)\)")


def links(page: Path) -> Iterator[tuple[str, str]]:
    """File and heading of each link of a page that leads to another place in the project."""
    code = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    for target in _LINK.findall(code):
        if not re.match(r"[a-z]+:", target):
            file, _hash, heading = target.partition("#")
            yield file, heading


def headings(page: Path) -> set[str]:
    found = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in found}


@pytest.mark.parametrize("page", MARKDOWN, ids=lambda page: page.name)
def test_every_link_and_picture_of_a_page_leads_somewhere(page: Path) -> None:
    for file, heading in links(page):
        target = (page.parent / file).resolve() if file else page
        assert target.exists(), file
        assert not heading or heading in headings(target), f"{file}#{heading}"


def test_every_picture_of_the_table_is_there_and_on_a_page() -> None:
    used = {(page.parent / file).resolve() for page in MARKDOWN for file, _heading in links(page)}
    made = {FOLDER / f"{name}.png" for name in PICTURES}
    assert made == set(FOLDER.iterdir())
    assert made <= used


def test_every_page_of_the_guide_is_reached_from_its_contents() -> None:
    named = {file for file, _heading in links(DOCS / "README.md")}
    assert {page.name for page in DOCS.glob("*.md")} - {"README.md"} <= named


def test_the_pictures_are_small() -> None:
    assert sum(picture.stat().st_size for picture in FOLDER.iterdir()) < 4_000_000


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_that_follows_from_a_table_is_fresh(name: str) -> None:
    assert (DOCS / name).read_text("utf-8") == PAGES[name](), "run python -m tools.guide_pages"


def test_words_of_a_text_to_type_are_told_apart_from_arguments() -> None:
    given = arguments("palette")
    assert given[given.index("--type") + 1] == "norm"
    assert given.count("--language") == 1
    assert arguments("chinese").count("--language") == 1


def test_surfaces_keep_their_colours_exactly() -> None:
    image = Image.effect_noise((64, 64), 80).convert("RGB")
    ramp = Image.merge("RGB", (image.getchannel(0), Image.linear_gradient("L").resize((64, 64)), image.getchannel(1)))
    ramp.paste((26, 29, 35), (0, 0, 40, 40))
    few = in_few_colours(ramp)
    assert few.mode == "P"
    assert len(few.getcolors() or []) <= 256
    assert few.convert("RGB").getpixel((5, 5)) == (26, 29, 35)
