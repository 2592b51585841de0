"""What is saved opens again bit for bit, and saving never harms what is there."""

from __future__ import annotations

import dataclasses
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import numpy as np
import pytest
import safetensors.numpy
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnlab.blocks.registry import kinds_by_id
from cnnlab.blocks.weight import Weight
from cnnlab.document.edits import remove_layers, set_params
from cnnlab.document.stack import Layer, Stack
from cnnlab.document.statistics import Statistics
from cnnlab.formats import project as project_file
from cnnlab.formats.project import read_project, write_project
from cnnlab.text import UserError
from tests.formats.files import assert_same, small_stack
from tests.stacks import documents

pictures = st.none() | st.binary(max_size=30)


@settings(max_examples=150)
@given(document=documents(), picture=pictures)
def test_every_document_comes_back_bit_for_bit(
    tmp_path: Path, document: tuple[Stack, Statistics], picture: bytes | None
) -> None:
    path = tmp_path / "p.cnnlab"
    write_project(path, *document, picture)
    project = read_project(path)
    assert_same(*document, project)
    assert project.picture == picture
    first = path.read_bytes()
    write_project(path, project.stack, project.statistics, project.picture)
    assert path.read_bytes() == first


@given(document=documents(most=3))
def test_a_document_without_numbers_is_plain_json(tmp_path: Path, document: tuple[Stack, Statistics]) -> None:
    stack = document[0]
    bare = stack.with_layers(
        tuple(dataclasses.replace(layer, block=layer.block.replace(weights={})) for layer in stack)
    )
    write_project(tmp_path / "p.json", bare, {})
    assert_same(bare, {}, read_project(tmp_path / "p.json"))
    assert (tmp_path / "p.json").read_text("utf-8").startswith('{"format": "cnnlab", "version": 1')


def test_a_plain_json_cannot_hold_weights_or_a_picture(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"could not hold"):
        write_project(tmp_path / "p.json", small_stack(), {})
    with pytest.raises(UserError, match=r"could not hold"):
        write_project(tmp_path / "p.JSON", Stack(), {}, b"picture")
    assert not list(tmp_path.iterdir())


def test_only_stored_weights_are_saved_and_any_program_can_read_them(tmp_path: Path) -> None:
    write_project(tmp_path / "p.cnnlab", small_stack(), {}, b"\xff\xd8\xff")
    with zipfile.ZipFile(tmp_path / "p.cnnlab") as zipped:
        assert zipped.namelist() == ["project.json", "weights.safetensors", "input.jpg"]
        weights = safetensors.numpy.load(zipped.read("weights.safetensors"))
    assert list(weights) == ["conv1.weight"]
    np.testing.assert_array_equal(weights["conv1.weight"].ravel(), np.arange(54))


def test_the_text_says_no_more_than_it_must() -> None:
    text = project_file.dump_project(small_stack(), {}).decode()
    assert text.count("\n") == 5
    assert '{"id": "relu1", "kind": "relu", "params": {}}' in text
    assert "enabled" not in text
    assert "name" not in text


def test_what_was_typed_survives_a_smaller_kernel_and_a_switched_off_bias(tmp_path: Path) -> None:
    stack = small_stack()
    conv = stack.layers[0].block
    bias = Weight.from_array([1.0, 2.0])
    stack = stack.with_layer(Layer("conv1", conv.replace(weights={**conv.weights, "bias": bias})))
    stack = set_params(stack, "conv1", {"kernel_size": 1, "out_channels": 5, "bias": False})
    write_project(tmp_path / "p.cnnlab", stack, {})
    assert_same(stack, {}, read_project(tmp_path / "p.cnnlab"))


def test_a_stack_with_a_reference_to_a_deleted_layer_can_be_saved(tmp_path: Path) -> None:
    add = kinds_by_id()["add"].from_params({"layers": ["relu1", "add1", "input"]})
    stack = remove_layers(small_stack().with_layers((*small_stack().layers, Layer("add1", add))), ["relu1"])
    write_project(tmp_path / "p.cnnlab", stack, {})
    assert_same(stack, {}, read_project(tmp_path / "p.cnnlab"))


def test_statistics_of_layers_that_are_gone_stay_out(tmp_path: Path) -> None:
    mean = {"running_mean": np.zeros(2, np.float32)}
    write_project(tmp_path / "p.cnnlab", small_stack(), {"norm1": mean, "relu1": mean})
    assert read_project(tmp_path / "p.cnnlab").statistics == {}


def test_a_source_that_is_no_text_is_left_out(tmp_path: Path) -> None:
    stack = Stack(input=dataclasses.replace(Stack().input, source="\udcff.png"))
    write_project(tmp_path / "p.cnnlab", stack, {})
    assert read_project(tmp_path / "p.cnnlab").stack.input.source == ""


def _with_nan() -> Stack:
    stack = small_stack()
    conv = stack.layers[0].block
    weight = conv.weights["weight"].with_value((1, 2, 0, 0), float("nan"))
    return stack.with_layer(Layer("conv1", conv.replace(weights={"weight": weight})))


def test_what_could_not_be_opened_again_is_not_saved_over_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "p.cnnlab"
    write_project(path, small_stack(), {})
    before = path.read_bytes()
    with pytest.raises(UserError, match=r"'conv1.weight' has 1 values"):
        write_project(path, _with_nan(), {})
    with pytest.raises(UserError, match="'seed' must be from 0"):
        write_project(path, Stack(seed=-1), {})
    with pytest.raises(UserError, match="1001 layers, more than 1000"):
        write_project(path, Stack(small_stack().layers[1:] * 1001), {})
    monkeypatch.setattr(project_file, "MAX_WEIGHTS", 100)
    with pytest.raises(UserError, match=r"weights.safetensors would have .* more than the 100 B"):
        write_project(path, small_stack(), {})
    monkeypatch.setattr(project_file, "MAX_PICTURE", 2)
    with pytest.raises(UserError, match="the picture would have 3 B, more than the 2 B"):
        write_project(path, Stack(), {}, b"123")
    assert path.read_bytes() == before


def test_an_exception_in_the_middle_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "p.cnnlab"
    write_project(path, Stack(), {})
    before = path.read_bytes()

    def fail(_values: object) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr(project_file, "value_bytes", fail)
    with pytest.raises(KeyboardInterrupt):
        write_project(path, small_stack(), {})
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


_SAVER = """
import sys
from pathlib import Path
import numpy as np
from cnnlab.blocks.registry import kinds_by_id
from cnnlab.blocks.weight import Weight
from cnnlab.document.stack import Layer, Stack
from cnnlab.formats.project import write_project
number = 0
while True:
    number += 1
    weight = Weight.from_array(np.full((64, 64, 3, 3), number, np.float32))
    conv = kinds_by_id()["conv2d"].from_params({"out_channels": 64, "kernel_size": 3}, {"weight": weight})
    write_project(Path(sys.argv[1]), Stack((Layer("conv1", conv),), seed=number), {})
"""


@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")
@pytest.mark.parametrize("delay", [0.0, 0.013, 0.05])
def test_a_process_killed_while_it_saves_leaves_a_whole_file(tmp_path: Path, delay: float) -> None:
    path = tmp_path / "p.cnnlab"
    with subprocess.Popen([sys.executable, "-c", _SAVER, str(path)]) as child:
        until = time.monotonic() + 60
        while not path.exists() and time.monotonic() < until:
            time.sleep(0.002)
        time.sleep(delay)
        child.send_signal(signal.SIGKILL)
    stack = read_project(path).stack
    values = stack.layer("conv1").block.weights["weight"].array()
    assert (values == stack.seed).all()


@pytest.mark.parametrize("name", ["", "missing.cnnlab", "p.cnnlab/x"])
def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "p.cnnlab").write_bytes(b"{}")
    with pytest.raises(UserError, match="is a folder" if not name else "there is no file"):
        read_project(tmp_path / name)
