"""Names of sources: taken apart and put together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnlab.sources.naming import BATCH, CAMERA, IMAGE, SCREEN, SIGNAL, VIDEO, SourceName, kind_of, source_name

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


@pytest.mark.parametrize("source", ["", "/a/b.png", "sample:cat.jpg", "pasted:1", "C:\\x.png"])
def test_everything_else_is_a_picture(source: str) -> None:
    assert kind_of(source) == IMAGE
    assert str(source_name(source)) == source


def test_a_path_stays_readable() -> None:
    assert str(SourceName(VIDEO, "/films/a b.mp4")) == "video:/films/a b.mp4"


def test_a_formula_keeps_its_size_and_settings() -> None:
    name = source_name("generated:grating:64x64?frequency=4&drift=0.5")
    assert (name.kind, name.value) == (SIGNAL, "grating:64x64")
    assert dict(name.options) == {"frequency": "4", "drift": "0.5"}
    assert str(name) == "generated:grating:64x64?frequency=4&drift=0.5"
