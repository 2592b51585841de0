"""Names of sources: taken apart and put together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnlab.sources.naming import BATCH, CAMERA, IMAGE, SCREEN, VIDEO, SourceName, kind_of, source_name

TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)


@given(
    kind=st.sampled_from((CAMERA, VIDEO, SCREEN, BATCH)),
    value=TEXTS,
    options=st.dictionaries(TEXTS.filter(bool), TEXTS.filter(bool), max_size=3),
)
def test_a_name_is_read_as_it_was_written(kind: str, value: str, options: dict[str, str]) -> None:
    name = SourceName(kind, value, options)
    found = source_name(str(name))
    assert (found.kind, found.value, dict(found.options)) == (kind, value, options)


@pytest.mark.parametrize("source", ["", "/a/b.png", "sample:cat.jpg", "generated:digit:28x28", "pasted:1", "C:\\x.png"])
def test_everything_else_is_a_picture(source: str) -> None:
    assert kind_of(source) == IMAGE
    assert str(source_name(source)) == source


def test_a_path_stays_readable() -> None:
    assert str(SourceName(VIDEO, "/films/a b.mp4")) == "video:/films/a b.mp4"
