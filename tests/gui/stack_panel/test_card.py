"""What a card says of its layer."""

from __future__ import annotations

import numpy as np

from cnnlab.blocks.weight import Weight
from cnnlab.document.stack import Layer, Stack
from cnnlab.gui.stack_panel.card import Card, card_of
from cnnlab.text import Message
from tests.gui.stack_panel.samples import good, layer, plan_of, troubled


def cards(stack: Stack) -> dict[str, Card]:
    return {plan.id: card_of(plan) for plan in plan_of(stack).layers}


def test_a_card_says_name_kind_channels_settings_and_shapes() -> None:
    card = cards(good())["conv1"]
    assert (card.label, card.about) == ("conv1", "Conv2d 3→8 · 3×3 · pad 1")
    assert card.shape_line == "[1, 3, 240, 320] → [1, 8, 240, 320]"
    assert card.headline == "conv1: Conv2d 3→8 · 3×3 · pad 1, [1, 3, 240, 320] → [1, 8, 240, 320]"


def test_a_shape_that_stays_is_said_once() -> None:
    assert cards(good())["relu1"].shape_line == "[1, 8, 240, 320]"


def test_a_named_layer_is_read_with_its_id() -> None:
    card = cards(troubled())["conv1"]
    assert card.label == "edges"
    assert card.headline.startswith("edges (conv1): Conv2d")


def test_a_problem_comes_with_its_sentence_and_its_fixes_and_what_comes_in() -> None:
    card = cards(troubled())["conv3"]
    assert "groups 3" in card.sentence
    assert "8" in card.sentence
    assert card.fixes
    assert card.shape_line == "[1, 8, 240, 320] → ?"


def test_a_layer_below_a_problem_says_what_it_waits_for() -> None:
    card = cards(troubled())["relu2"]
    assert (card.waits_for, card.shapes, card.sentence) == ("conv3", (), "")


def test_what_the_engine_met_is_said_like_a_problem_without_fixes() -> None:
    card = card_of(plan_of(good()).layers[0], Message("the device ran out of memory"))
    assert (card.sentence, card.fixes) == ("the device ran out of memory", ())
    assert card.shapes


def test_a_failure_of_a_layer_that_waits_by_now_is_not_said() -> None:
    assert card_of(plan_of(troubled()).layers[3], Message("the device ran out of memory")).sentence == ""


def test_a_layer_that_is_off_says_so_first() -> None:
    card = cards(troubled())["relu1"]
    assert card.off
    assert card.about == "off · ReLU"


def test_a_merge_shows_all_that_it_takes() -> None:
    stack = Stack((layer("conv1", "conv2d", padding=1), layer("cat1", "concat", layers=("input",))))
    assert cards(stack)["cat1"].shape_line == "[1, 8, 240, 320] + [1, 3, 240, 320] → [1, 11, 240, 320]"


def test_a_merge_of_many_layers_counts_the_rest() -> None:
    stack = Stack((layer("conv1", "conv2d", padding=1), layer("cat1", "concat", layers=("input",) * 5)))
    card = cards(stack)["cat1"]
    assert card.shapes == (
        "[1, 8, 240, 320]",
        "+ [1, 3, 240, 320]",
        "+ [1, 3, 240, 320]",
        "+ 3 more",
        "→ [1, 23, 240, 320]",
    )


def test_notes_say_what_was_done_to_stored_weights() -> None:
    conv = layer("conv1", "conv2d", padding=1)
    stored = Weight.from_array(np.zeros((8, 2, 3, 3), np.float32))
    stack = Stack((Layer("conv1", conv.block.replace(weights={"weight": stored})),))
    assert cards(stack)["conv1"].notes == ("1 of 3 input slices are new",)
