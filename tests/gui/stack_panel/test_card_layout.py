"""Cards: nothing is clipped, whatever the width and however long the words."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import QRect

from cnnlab.blocks.base import Family
from cnnlab.gui.stack_panel.card import Card
from cnnlab.gui.stack_panel.card_layout import CardLayout, Ink, Spot, advance, lay_out, shape_lines

pytestmark = pytest.mark.usefixtures("qapp")

CARD = Card(
    layer="conv1",
    label="conv1",
    about="Conv2d 3→8 · 3×3 · pad 1",
    family=Family.CONV,
    shapes=("[1, 16, 120, 160]", "→ [1, 16, 240, 320]"),
)
TROUBLE = dataclasses.replace(
    CARD,
    label="edges of the picture, horizontally and vertically",
    sentence="Concat needs shapes that differ in channels only, but 'relu1' has [1, 8, 240, 320]",
    fixes=("Set groups to 4", "Keep relu1 only", "Switch it off", "Make " + "very " * 12 + "new weights"),
    notes=("5 of 8 input slices are new",),
)
WAITING = dataclasses.replace(
    CARD, shapes=(), waits_for="conv3", waits_label="a rather long name of a layer that fails"
)
USUAL = 266  # a card in a panel of 290 pixels


def texts(layout: CardLayout, ink: Ink) -> list[str]:
    return [text.text for text in layout.texts if text.ink is ink]


def test_a_usual_card_has_two_lines_and_shortens_nothing() -> None:
    layout = lay_out(CARD, USUAL)
    assert texts(layout, Ink.ABOUT) == ["Conv2d 3→8 · 3×3 · pad 1"]
    assert texts(layout, Ink.SHAPE) == ["[1, 16, 120, 160] → [1, 16, 240, 320]"]
    assert layout.height < 60


@pytest.mark.parametrize("card", [CARD, TROUBLE, WAITING])
@pytest.mark.parametrize("width", [150, 196, USUAL, 500])
def test_every_text_stands_inside_its_card_and_on_no_other(card: Card, width: int) -> None:
    layout = lay_out(card, width)
    inside = QRect(0, 0, layout.width, layout.height)
    for number, text in enumerate(layout.texts):
        written = QRect(text.rect.left(), text.rect.top(), advance(text.text, text.ink), text.rect.height())
        assert written.isEmpty() or inside.contains(written)
        assert not any(written.intersects(other.rect.adjusted(0, 0, -2, 0)) for other in layout.texts[number + 1 :])


def test_a_narrow_card_breaks_the_shapes_between_before_and_after() -> None:
    assert texts(lay_out(CARD, 196), Ink.SHAPE) == ["[1, 16, 120, 160]", "→ [1, 16, 240, 320]"]


def test_a_shape_longer_than_a_line_ends_with_dots() -> None:
    assert shape_lines(("[1, 16, 120, 160]",), 60)[0].endswith("…")


def test_a_problem_is_wrapped_and_never_shortened() -> None:
    lines = texts(lay_out(TROUBLE, USUAL), Ink.SENTENCE)
    assert len(lines) > 1
    assert " ".join(lines) == TROUBLE.sentence


def test_every_fix_is_a_link_and_short_ones_share_a_line() -> None:
    layout = lay_out(TROUBLE, USUAL)
    first, second = (layout.zone(Spot.FIX, number).rect for number in (0, 1))
    assert first.top() == second.top()
    for number in range(4):
        assert layout.zone_at(layout.zone(Spot.FIX, number).rect.center()).number == number


def test_the_name_of_the_layer_waited_for_is_a_link() -> None:
    layout = lay_out(dataclasses.replace(WAITING, waits_label="conv3"), USUAL)
    assert texts(layout, Ink.LINK) == ["conv3"]
    assert "waits for " in texts(layout, Ink.ABOUT)


def test_eye_and_grip_are_found_where_they_are_painted() -> None:
    layout = lay_out(CARD, USUAL)
    for spot in (Spot.EYE, Spot.GRIP, Spot.NAME, Spot.SHAPE):
        assert layout.zone_at(layout.zone(spot).rect.center()).spot is spot
