"""Kinds are found by looking into their folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

from cnnlab.blocks import kinds
from cnnlab.blocks.base import Family
from cnnlab.blocks.kinds import conv2d, relu
from cnnlab.blocks.pointwise import Pointwise
from cnnlab.blocks.registry import DuplicateKindError, collect, kinds_by_id

DESIGNED = {
    *("conv2d", "conv_transpose2d", "max_pool2d", "avg_pool2d", "adaptive_avg_pool2d", "adaptive_max_pool2d"),
    *("upsample", "zero_pad2d", "center_crop", "dropout", "dropout2d", "flatten", "linear", "add", "mul", "concat"),
    *("relu", "sigmoid", "tanh", "silu", "hardswish", "abs", "square", "sqrt", "leaky_relu", "elu", "gelu", "prelu"),
    *("hardtanh", "softmax", "batch_norm2d", "layer_norm", "instance_norm2d", "group_norm", "local_response_norm"),
}


def module_declaring(kind: str, name: str) -> ModuleType:
    """A module with one block class."""
    module = ModuleType(name)

    @dataclass(frozen=True, eq=False, kw_only=True)
    class Declared(Pointwise):
        """Does nothing."""

    Declared.kind, Declared.title, Declared.__module__ = kind, kind.title(), name
    vars(module)["Declared"] = Declared
    return module


def test_every_file_in_the_folder_is_a_kind_of_the_same_name() -> None:
    files = {path.stem for folder in kinds.__path__ for path in Path(folder).glob("*.py")} - {"__init__"}
    assert set(kinds_by_id()) == files
    assert all(kind.kind == name for name, kind in kinds_by_id().items())


def test_all_kinds_that_files_may_name_are_there() -> None:
    assert set(kinds_by_id()) >= DESIGNED


def test_kinds_come_by_family_then_by_title() -> None:
    order = [(list(Family).index(kind.family), kind.title.lower()) for kind in kinds_by_id().values()]
    assert order == sorted(order)
    assert {kind.family for kind in kinds_by_id().values()} == set(Family)


def test_two_blocks_with_one_id_are_an_error() -> None:
    with pytest.raises(DuplicateKindError, match="'relu' is declared by"):
        collect([relu, conv2d, module_declaring("relu", "another")])


def test_a_new_file_is_found_without_being_named_anywhere() -> None:
    assert list(collect([relu, module_declaring("mine", "another")])) == ["relu", "mine"]


def test_a_class_that_is_only_imported_is_not_declared_twice() -> None:
    module = ModuleType("importing")
    vars(module)["ReLU"] = relu.ReLU
    assert collect([relu, module]) == {"relu": relu.ReLU}


def test_titles_are_unique() -> None:
    titles = [kind.title for kind in kinds_by_id().values()]
    assert len(titles) == len(set(titles))
