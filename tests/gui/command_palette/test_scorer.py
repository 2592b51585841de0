"""What somebody types, and what it finds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnlab.gui.command_palette.scorer import match


def best(query: str, *texts: str) -> str:
    """The text that answers best."""
    scored = [(found.score, text) for text in texts if (found := match(query, text)) is not None]
    return max(scored)[1]


@pytest.mark.parametrize(
    ("query", "wanted", "others"),
    [
        ("re", "Redo", ("Add Square", "Back to initial weights", "Theme of the core")),  # the beginning of the text
        ("ls", "Layer switch", ("Colours", "Tools")),  # initials before letters in the middle
        ("conv", "Add Conv2d", ("Add CenterCrop over values",)),  # contiguous before scattered
        ("bn", "Add BatchNorm2d", ("Add block below conv1 now",)),  # capitals begin words
        ("conv2", "Go to conv2", ("Add Conv2d",)),  # a whole word before the beginning of one
        ("open", "Open picture", ("Move layer up before the next one",)),
        ("undo", "Undo", ("Undo the last move of a layer",)),  # the shorter of two
    ],
)
def test_the_best_answer_comes_first(query: str, wanted: str, others: tuple[str, ...]) -> None:
    assert best(query, wanted, *others) == wanted


def test_letters_in_another_order_find_nothing() -> None:
    assert match("odnu", "Undo") is None
    assert match("x", "Undo") is None


def test_spaces_and_capitals_do_not_matter() -> None:
    assert match("go CONV", "Go to conv2") is not None


def test_the_places_are_those_of_the_beginnings_of_words_where_there_is_a_choice() -> None:
    found = match("sp", "Save as a separate project")
    assert found is not None
    assert found.places in ((0, 18), (0, 19))
    text = "Save project as"
    found = match("spa", text)
    assert found is not None
    assert [text[i] for i in found.places] == ["S", "p", "a"]
    assert found.places[1] == text.index("project")


@given(st.text(max_size=20), st.text(max_size=30))
def test_the_letters_found_are_those_asked_for_in_their_order(query: str, text: str) -> None:
    found = match(query, text)
    if found is None:
        return
    assert list(found.places) == sorted(set(found.places))
    assert len(found.places) == len("".join(query.casefold().split()))
    assert all(0 <= place < len(text) for place in found.places)


@given(st.text(alphabet="abcdefgh ", min_size=1, max_size=20), st.data())
def test_every_choice_of_letters_in_order_is_found(text: str, data: st.DataObject) -> None:
    places = data.draw(st.lists(st.integers(0, len(text) - 1), unique=True).map(sorted))
    assert match("".join(text[place] for place in places), text) is not None
