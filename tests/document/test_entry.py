from __future__ import annotations

import numpy as np
import pytest

from cnnlab.document.entry import Entry, read_entry
from cnnlab.text import UserError


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("0.5", Entry("", 0.5)),
        ("+0.5", Entry("", 0.5)),
        ("-0.5", Entry("", -0.5)),
        ("1/4", Entry("", 0.25)),
        ("*2", Entry("*", 2)),
        (" *= 2", Entry("*", 2)),
        ("/3", Entry("/", 3)),
        ("/=3", Entry("/", 3)),
        ("+=0.5", Entry("+", 0.5)),
        ("-=1/2", Entry("-", 0.5)),
        ("−=1", Entry("-", 1)),
        ("×2", Entry("*", 2)),
        ("*-sqrt(4)", Entry("*", -2)),
    ],
)
def test_a_plain_number_is_told_from_a_change(text: str, entry: Entry) -> None:
    assert read_entry(text) == entry


def test_a_change_is_applied_to_every_number() -> None:
    values = np.array([1.0, -2.0, 0.0])
    assert read_entry("*2").applied(values).tolist() == [2, -4, 0]
    assert read_entry("/4").applied(values).tolist() == [0.25, -0.5, 0]
    assert read_entry("+=1").applied(values).tolist() == [2, -1, 1]
    assert read_entry("-=1").applied(values).tolist() == [0, -3, -1]
    assert read_entry("7").applied(values).tolist() == [7, 7, 7]


@pytest.mark.parametrize("text", ["*", "/0", "**2", "+=", "=2", "*=x", "1e39", "*1e39"])
def test_what_is_neither_is_refused(text: str) -> None:
    with pytest.raises(UserError):
        read_entry(text)


@pytest.mark.parametrize("value", [1e38, np.nan])
def test_a_result_too_large_for_32_bits_is_refused(value: float) -> None:
    with pytest.raises(UserError):
        read_entry("*10").applied(np.array([1.0, value]))
