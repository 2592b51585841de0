"""Layers as text: they come back bit for bit, one reads them, and what is wrong is said in one sentence."""

from __future__ import annotations

import base64
import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from cnnlab.blocks.registry import kinds_by_id
from cnnlab.blocks.weight import Weight
from cnnlab.document import edits
from cnnlab.document.plan import infer
from cnnlab.document.stack import Layer, Stack
from cnnlab.document.statistics import Statistics
from cnnlab.formats import layers_text
from cnnlab.formats.layers_text import dump_layers, parse_layers_text
from cnnlab.formats.project import Project
from cnnlab.formats.project_json import dump_project
from cnnlab.text import UserError
from tests.formats.files import assert_same, small_stack
from tests.stacks import documents

SOBEL = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]], np.float32).reshape(1, 1, 3, 3)


def conv(weight: np.ndarray[Any, np.dtype[np.float32]], layer_id: str = "conv1", **params: object) -> Layer:
    block = kinds_by_id()["conv2d"].initial(out_channels=weight.shape[0], bias=False, **params)
    return Layer(layer_id, block.replace(weights={"weight": Weight.from_array(weight)}))


def text(**changes: object) -> bytes:
    return json.dumps(json.loads(dump_layers([conv(SOBEL)])) | changes).encode()


@settings(max_examples=60, deadline=None)
@given(document=documents())
def test_every_layer_comes_back_bit_for_bit(document: tuple[Stack, Statistics]) -> None:
    stack = document[0]
    written = dump_layers(stack.layers)
    read = parse_layers_text(written.encode())
    assert_same(stack, {}, Project(stack.with_layers(read), {}))
    assert dump_layers(read) == written


def test_a_kernel_can_be_read_in_the_text() -> None:
    written = dump_layers([conv(SOBEL)])
    assert '"numbers": [[[[-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0], [-1.0, 0.0, 1.0]]]]' in written
    assert written.startswith('{"format": "cnnlab-layers", "version": 1')


def test_a_large_weight_is_written_as_float32_in_base64() -> None:
    values = np.random.default_rng(1).normal(size=(64, 8, 3, 3)).astype(np.float32)
    written = dump_layers([conv(values)])
    stored = json.loads(written)["weights"]["conv1.weight"]
    assert np.array_equal(np.frombuffer(base64.b64decode(stored["base64"]), "<f4").reshape(stored["shape"]), values)
    (read,) = parse_layers_text(written.encode())
    assert np.array_equal(read.block.weights["weight"].array(), values)


def test_references_survive_and_one_that_leads_out_of_the_text_becomes_a_problem_where_it_leads_nowhere() -> None:
    kinds = kinds_by_id()
    layers = (
        Layer("relu1", kinds["relu"].initial()),
        Layer("add1", kinds["add"].initial(layers=("relu1",))),
        Layer("add2", kinds["add"].initial(layers=("elsewhere",))),
    )
    stack = Stack((Layer("relu1", kinds["relu"].initial()),))
    pasted, new = edits.insert_layers(stack, parse_layers_text(dump_layers(layers).encode()), 1)
    assert new == ("relu2", "add1", "add2")
    plan = infer(pasted, (1, 3, 8, 8))
    assert plan.layer("add1").sources == (1, 1)
    assert "elsewhere" in str(plan.layer("add2").problem)


def test_a_plain_project_pastes_its_layers() -> None:
    layers = parse_layers_text(dump_project(small_stack(), {}))
    assert [layer.id for layer in layers] == [layer.id for layer in small_stack()]


WRONG: dict[str, tuple[bytes, str]] = {
    "not JSON": (b"hello", "the text in the clipboard is not JSON"),
    "not UTF-8": (b"\xff\xfe{", "not text in UTF-8"),
    "a list": (b"[]", "no layers of CNN Lab"),
    "something else": (b'{"format": "x"}', "no layers of CNN Lab"),
    "newer": (text(version=2), "update CNN Lab"),
    "unknown key": (text(run="rm"), "has no 'run'"),
    "unknown kind": (text(layers=[{"id": "a", "kind": "con2d", "params": {}}]), "did you mean"),
    "weights no object": (text(weights=[]), "'weights' must be an object"),
    "no such layer": (text(weights={"x.weight": {"shape": [1], "numbers": [1]}}), "no layer owns"),
    "weight no object": (text(weights={"conv1.weight": [1]}), "must be an object with 'shape'"),
    "both": (text(weights={"conv1.weight": {"shape": [1], "numbers": [1], "base64": ""}}), "either 'numbers' or"),
    "wrong shape": (
        text(weights={"conv1.weight": {"shape": [1, 1, 2, 2], "numbers": [[[[1, 2], [3, 4]]]]}}),
        "ask for",
    ),
    "shape of floats": (text(weights={"conv1.weight": {"shape": [1.5], "numbers": [1]}}), "'shape' must be"),
    "ragged": (text(weights={"conv1.weight": {"shape": [2, 2], "numbers": [[1, 2], [3]]}}), "nested lists"),
    "too large a number": (text(weights={"conv1.weight": {"shape": [1], "numbers": [1e39]}}), "numbers of float32"),
    "huge whole number": (text(weights={"conv1.weight": {"shape": [1], "numbers": [10**400]}}), "numbers of float32"),
    "truth": (text(weights={"conv1.weight": {"shape": [1], "numbers": [True]}}), "numbers of float32"),
    "not base64": (text(weights={"conv1.weight": {"shape": [1], "base64": "ü!"}}), "must be text in base64"),
    "short base64": (text(weights={"conv1.weight": {"shape": [2], "base64": "AAAA"}}), "takes 8 bytes"),
    "infinite": (
        text(weights={"conv1.weight": {"shape": [1], "base64": base64.b64encode(b"\0\0\x80\x7f").decode()}}),
        "infinite or not a number",
    ),
}


@pytest.mark.parametrize(("data", "sentence"), WRONG.values(), ids=WRONG.keys())
def test_whatever_is_wrong_is_said_in_one_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(UserError) as raised:
        parse_layers_text(data)
    said = str(raised.value)
    assert sentence in said
    assert "\n" not in said
    assert len(said) < 400


def test_a_running_statistic_is_no_weight() -> None:
    layer = {"id": "norm1", "kind": "batch_norm2d", "params": {}}
    data = text(layers=[layer], weights={"norm1.running_mean": {"shape": [1], "numbers": [0]}})
    with pytest.raises(UserError, match="running statistic"):
        parse_layers_text(data)


def test_text_beyond_the_limit_is_neither_written_nor_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layers_text, "MAX_TEXT", 100)
    with pytest.raises(UserError, match="more than the 100 B"):
        dump_layers([conv(SOBEL)])
    with pytest.raises(UserError, match="more than the 100 B"):
        parse_layers_text(b" " * 101)
