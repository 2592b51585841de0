"""Names that Python and PyTorch take, and no two that are equal."""

from __future__ import annotations

import keyword

import pytest
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from cnnlab.formats.code.naming import code_names, free_name
from tests.stacks import ids


class Bare(nn.Module):
    """A module with nothing of its own."""


def test_ids_are_kept_where_they_can_be() -> None:
    kept = ("conv1", "relu1", "Conv1", "match", "image", "weight", "_own", "print", "input_", "a" * 64)
    assert code_names(kept) == {name: name for name in kept}


@pytest.mark.parametrize(
    ("layer_id", "name"),
    [
        *(("lambda", "lambda_"), ("None", "None_"), ("x", "x_"), ("torch", "torch_"), ("forward", "forward_")),
        *(("__init__", "init___"), ("__a", "a_"), ("__", "layer_"), ("_modules", "modules_"), ("train", "train_")),
    ],
)
def test_words_that_mean_something_else_get_an_underscore(layer_id: str, name: str) -> None:
    assert code_names([layer_id]) == {layer_id: name}


def test_name_that_another_layer_has_gets_a_number() -> None:
    assert code_names(["x", "x_", "x_2"]) == {"x": "x_3", "x_": "x_", "x_2": "x_2"}
    assert free_name("image", {"image", "image_2"}) == "image_3"


def test_everything_that_torchs_modules_have_is_known() -> None:
    for name in {*dir(nn.Sequential()), *dir(Bare())}:
        if not keyword.iskeyword(name):
            assert code_names([name])[name] != name, name


@given(st.lists(ids | st.sampled_from(["x", "x_", "x_2", "lambda", "lambda_", "__x", "_x", "train"]), unique=True))
def test_names_are_identifiers_of_their_own(layer_ids: list[str]) -> None:
    names = code_names(layer_ids)
    assert set(names) == set(layer_ids)
    assert len(set(names.values())) == len(layer_ids)
    assert all(name.isidentifier() and not keyword.iskeyword(name) for name in names.values())
    assert all(not name.startswith("__") for name in names.values())
