"""The input options: each is recognised in the spec that it makes, and sizes are read from what people type."""

from __future__ import annotations

import dataclasses

import pytest

from cnnlab.document.input import IMAGENET_MEAN, IMAGENET_STD, InputSpec
from cnnlab.formats.pixels import fitted_size
from cnnlab.gui.source_bar import choices
from cnnlab.sources.still import parse_range
from cnnlab.text import UserError

RANGE_IDS = [choice.id for choice in choices.RANGES]


@pytest.mark.parametrize("choice", RANGE_IDS)
def test_a_range_is_the_same_as_on_the_command_line_and_is_recognised(choice: str) -> None:
    changes = choices.range_changes(choice)
    assert changes == parse_range(choice)
    assert choices.range_of(dataclasses.replace(InputSpec(), **changes)) == choice


def test_imagenet_on_grey_is_recognised_by_the_averages() -> None:
    mean, std = sum(IMAGENET_MEAN) / 3, sum(IMAGENET_STD) / 3
    assert choices.range_of(InputSpec(channels=1, mean=(mean,), std=(std,))) == "imagenet"


def test_another_range_is_said_with_its_numbers() -> None:
    spec = InputSpec(range=(-2.0, 0.5))
    assert choices.range_of(spec) is None
    assert choices.range_text(spec) == "−2…0.5"
    assert choices.range_text(dataclasses.replace(spec, mean=(0.1, 0.2, 0.3))) == "−2…0.5, μ σ"


@pytest.mark.parametrize("side", choices.SIDES)
def test_a_longest_side_is_recognised_in_the_size_that_it_gives(side: int) -> None:
    picture = (700, 1000)
    spec = InputSpec(size=fitted_size(*picture, side))
    assert choices.size_of(spec, picture) == str(side)


def test_no_size_is_the_pictures_own_and_a_free_one_is_none_of_those_offered() -> None:
    assert choices.size_of(InputSpec(), (240, 320)) == choices.AS_PICTURE
    assert choices.size_of(InputSpec(size=(28, 28)), (240, 320)) is None
    assert choices.size_of(InputSpec(size=(28, 28)), (0, 0)) is None


def test_sizes_that_a_small_picture_cannot_have_are_not_offered() -> None:
    assert choices.sizes_for((20, 64)) == ("picture", "28", "64")
    assert choices.sizes_for((0, 0)) == ("picture", *(str(side) for side in choices.SIDES))


@pytest.mark.parametrize(
    "text", ["240 × 320", "240x320", " 240 X 320 ", "240*320", "240, 320", "240;320", "240 320", "240/320", "240×320"]
)
def test_a_size_is_read_as_height_and_width(text: str) -> None:
    assert choices.parse_size(text) == (240, 320)


def test_one_number_stands_for_both_sides() -> None:
    assert choices.parse_size("28") == (28, 28)


@pytest.mark.parametrize("text", ["", "x", "240 ×", "a × b", "-3 × 4", "2.5 × 3", "1 × 2 × 3", "240px"])
def test_what_is_no_size_is_repeated_with_an_example(text: str) -> None:
    with pytest.raises(UserError) as caught:
        choices.parse_size(text)
    assert str(caught.value) == f"'{text.strip()}' is no size: type height × width, such as 240 × 320"


@pytest.mark.parametrize(("text", "side"), [("0 × 4", 0), ("4 × 0", 0), ("5000", 5000), ("28 × 999999999", 999999999)])
def test_a_side_must_have_a_possible_length(text: str, side: int) -> None:
    with pytest.raises(UserError) as caught:
        choices.parse_size(text)
    assert str(caught.value) == f"a side has 1 to 4096 pixels, not {side}"
