"""Videos as they are named in projects."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnlab.sources.film import SPEEDS, Film, film_of, is_film

paths = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1)


@given(paths, st.sampled_from(SPEEDS), st.booleans())
def test_a_film_is_found_again_under_its_name(path: str, speed: float, loop: bool) -> None:
    film = Film(path, speed, loop)
    assert film_of(film.source) == film


def test_what_is_as_usual_is_not_written() -> None:
    assert Film("/a/b c.mp4").source == "video:/a/b c.mp4"
    assert Film("b.mp4", 0.25, False).source == "video:b.mp4?speed=0.25&loop=no"


@pytest.mark.parametrize(
    ("written", "read"), [("1.5", 1.5), ("0", 0.05), ("-3", 0.05), ("1e9", 8.0), ("nan", 1.0), ("fast", 1.0), ("", 1.0)]
)
def test_a_speed_that_cannot_be_becomes_one_that_can(written: str, read: float) -> None:
    assert film_of(f"video:a.mp4?speed={written}").speed == read


def test_videos_are_told_by_their_ending() -> None:
    assert is_film(Path("a.MP4"))
    assert is_film(Path("a.webm"))
    assert not is_film(Path("a.gif")), "an animated picture is read as a picture"
    assert not is_film(Path("mp4"))
