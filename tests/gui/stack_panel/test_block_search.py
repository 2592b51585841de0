"""Finding blocks: what people type leads to what they mean."""

from __future__ import annotations

import pytest

from cnnlab.blocks.registry import kinds_by_id
from cnnlab.gui.stack_panel.block_search import first_sentence, search


def found(query: str) -> list[str]:
    return [kind.kind for kind in search(kinds_by_id().values(), query)]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("maxpool", "max_pool2d"),
        ("max pool", "max_pool2d"),
        ("MAX_POOL2D", "max_pool2d"),
        ("bn", "batch_norm2d"),
        ("batchnorm", "batch_norm2d"),
        ("relu", "relu"),
        ("conv", "conv2d"),
        ("deconv", "conv_transpose2d"),
        ("transpose", "conv_transpose2d"),
        ("fc", "linear"),
        ("lrn", "local_response_norm"),
        ("gn", "group_norm"),
        ("up", "upsample"),
        ("swish", "hardswish"),
        ("batchnrom", "batch_norm2d"),
        ("mxpool", "max_pool2d"),
        ("u-net", "center_crop"),
    ],
)
def test_the_block_that_is_meant_comes_first(query: str, first: str) -> None:
    assert found(query)[0] == first


def test_a_title_that_begins_so_comes_before_one_that_holds_it_and_before_help() -> None:
    assert found("relu")[:3] == ["relu", "leaky_relu", "prelu"]
    assert "gelu" in found("relu")[3:]


def test_a_family_is_found_by_its_name() -> None:
    kinds = [kind for kind in kinds_by_id().values() if kind.kind in found("pooling")]
    assert len([kind for kind in kinds if kind.family.value == "Pooling"]) == 4


@pytest.mark.parametrize("query", ["", "  ", "_"])
def test_nothing_typed_finds_everything_in_order(query: str) -> None:
    assert found(query) == list(kinds_by_id())


def test_nonsense_finds_nothing() -> None:
    assert found("zzzz") == []


def test_every_block_has_a_first_sentence_in_one_line() -> None:
    for kind in kinds_by_id().values():
        sentence = first_sentence(kind)
        assert sentence
        assert "\n" not in sentence
        assert sentence in " ".join(kind.help().split())
