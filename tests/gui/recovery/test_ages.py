"""How long ago, in words that change seldom."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnlab.gui.recovery.ages import age_text, next_change


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "5 s ago"), (9.9, "5 s ago"), (12, "10 s ago"), (59.9, "55 s ago"), (60, "1 min ago"), (3599, "59 min ago"),
     (3600, "1 h ago"), (90000, "25 h ago")],
)  # fmt: skip
def test_ages_are_told_in_steps(seconds: float, text: str) -> None:
    assert str(age_text(seconds)) == text


@given(st.floats(0, 10**6))
def test_the_words_hold_until_the_next_change_and_not_longer(seconds: float) -> None:
    wait = next_change(seconds)
    assert wait > 0
    assert age_text(seconds + 0.99 * wait) == age_text(seconds)
    assert age_text(seconds + wait + 0.01) != age_text(seconds)
