"""The two files: whole or not at all."""

from __future__ import annotations

import math
import os
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file

from cnnlab.document.plan import infer
from cnnlab.formats.code import export
from cnnlab.formats.code.export import tensor_shapes, weights_path, write_code
from cnnlab.formats.code.styles import Style, code_of
from cnnlab.text import UserError
from tests.building import plan_of, stack_of
from tests.cli.projects import everything_in
from tests.formats.code.filled import filled

ROWS = (("x", "conv2d", {"out_channels": 4, "kernel_size": 3}), ("norm", "batch_norm2d"), ("relu1", "relu"))


def test_weights_are_those_that_run_under_the_names_in_the_code(tmp_path: Path) -> None:
    plan, statistics = filled(stack_of(*ROWS), (1, 3, 8, 8))
    write_code(tmp_path / "net.py", code_of(plan, Style.MODULE), plan, statistics)
    found = load_file(tmp_path / "net.safetensors")
    assert {name: values.shape for name, values in found.items()} == tensor_shapes(plan)
    assert set(found) == {"x_.weight", "x_.bias"} | {
        f"norm.{name}" for name in ("weight", "bias", "running_mean", "running_var")
    }
    assert (found["x_.weight"] == plan.layers[0].weights["weight"].array()).all()
    assert (found["norm.running_var"] == statistics["norm"]["running_var"]).all()


def test_both_styles_have_the_same_weights(tmp_path: Path) -> None:
    plan, statistics = filled(stack_of(*ROWS), (1, 3, 8, 8))
    for style in Style:
        write_code(tmp_path / f"{style.value}.py", code_of(plan, style), plan, statistics)
    module, functional = (load_file(tmp_path / f"{style.value}.safetensors") for style in Style)
    assert module.keys() == functional.keys()
    assert all(np.array_equal(module[name], functional[name]) for name in module)


def test_without_weights_there_is_one_file(tmp_path: Path) -> None:
    plan = plan_of((1, 3, 8, 8), ("a", "relu"))
    write_code(tmp_path / "net.py", code_of(plan, Style.MODULE), plan, {})
    assert everything_in(tmp_path).keys() == {"net.py"}
    assert "safetensors" not in (tmp_path / "net.py").read_text()


@pytest.mark.parametrize("name", ["net", "net.py", "my.net.py", ".py"])
def test_weights_lie_where_the_code_looks_for_them(name: str) -> None:
    assert weights_path(Path("a") / name) == (Path("a") / name).with_suffix(".safetensors")


@pytest.mark.parametrize("name", ["net.safetensors", "NET.SafeTensors", ""])
def test_name_that_leaves_no_place_for_the_weights_is_refused(name: str) -> None:
    with pytest.raises(UserError, match=r"\.py"):
        weights_path(Path(name))


@pytest.mark.parametrize("blocked", ["net.py", "net.safetensors"])
def test_error_leaves_what_was_there(blocked: str, tmp_path: Path) -> None:
    for name in ("net.py", "net.safetensors"):
        if name == blocked:
            (tmp_path / name).mkdir()
        else:
            (tmp_path / name).write_text("precious")
    plan, statistics = filled(stack_of(*ROWS), (1, 3, 8, 8))
    with pytest.raises(UserError, match="is a folder"):
        write_code(tmp_path / "net.py", code_of(plan, Style.MODULE), plan, statistics)
    assert set(everything_in(tmp_path).values()) == {b"precious"}


def test_failure_halfway_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("net.py", "net.safetensors"):
        (tmp_path / name).write_text("precious")

    def full(_values: object) -> bytes:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(export, "value_bytes", full)
    plan, statistics = filled(stack_of(*ROWS), (1, 3, 8, 8))
    with pytest.raises(UserError, match="No space left"):
        write_code(tmp_path / "net.py", code_of(plan, Style.MODULE), plan, statistics)
    assert everything_in(tmp_path) == {"net.py": b"precious", "net.safetensors": b"precious"}


def test_weights_without_end_are_refused_before_they_are_made(tmp_path: Path) -> None:
    wide = {"out_channels": 65536, "kernel_size": 255, "padding": 127}
    plan = infer(stack_of(("a", "conv2d", wide), ("b", "conv2d", wide)), (1, 3, 4096, 4096))
    assert math.prod(tensor_shapes(plan)["b.weight"]) > 2**40
    with pytest.raises(UserError, match="TiB"):
        write_code(tmp_path / "net.py", code_of(plan, Style.MODULE), plan, {})
    assert everything_in(tmp_path) == {}
