"""The input options in project.json: written, read back, and refused in one sentence."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnlab.document.input import FITS, MOST_FRAMES, InputSpec
from cnnlab.formats.input_json import input_json, parse_input
from cnnlab.text import UserError

SIDES = st.integers(1, 4096)


@given(
    fit=st.sampled_from(FITS),
    frames=st.integers(1, MOST_FRAMES),
    size=st.none() | st.tuples(SIDES, SIDES),
    source=st.text("abc/:?=&%ö 猫", max_size=50),
)
def test_what_is_written_is_read_back(fit: str, frames: int, size: tuple[int, int] | None, source: str) -> None:
    spec = InputSpec(size=size, source=source, fit=fit, frames=frames)
    assert parse_input(json.loads(json.dumps(input_json(spec)))) == spec


def test_what_is_usual_is_not_written() -> None:
    assert not {"fit", "frames"} & input_json(InputSpec()).keys()


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ({"fit": "crop"}, "input: 'fit' must be one of cover, contain, stretch, not \"crop\""),
        ({"fit": 1}, "input: 'fit' must be one of cover, contain, stretch, not 1"),
        ({"fit": []}, "input: 'fit' must be one of cover, contain, stretch, not []"),
        ({"frames": 0}, "input: 'frames' must be from 1 to 32, not 0"),
        ({"frames": 33}, "input: 'frames' must be from 1 to 32, not 33"),
    ],
)
def test_what_cannot_be_is_refused_with_what_can(value: dict[str, object], sentence: str) -> None:
    with pytest.raises(UserError) as refusal:
        parse_input(value)
    assert str(refusal.value) == sentence
