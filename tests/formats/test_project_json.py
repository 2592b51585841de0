"""Whatever project.json may be wrong in, one sentence says it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnlab.blocks.params import FloatParam, IntParam, Param
from cnnlab.blocks.registry import kinds_by_id
from cnnlab.document.input import InputSpec
from cnnlab.document.stack import Mode
from cnnlab.formats import project as project_file
from cnnlab.text import UserError
from tests.formats.files import VALID, changed, little_memory, opened, opens_or_says_why

_DEEP = "[" * 5000 + "]" * 5000


def _refused(tmp_path: Path, data: bytes | Any) -> str:
    text = data if isinstance(data, bytes) else json.dumps(data).encode()
    with pytest.raises(UserError) as caught:
        opened(tmp_path, text, "p.json")
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_plain_json_opens_with_everything_in_it(tmp_path: Path) -> None:
    project = opened(tmp_path, json.dumps(VALID).encode(), "any.json")
    stack = project.stack
    assert [layer.id for layer in stack] == ["conv1", "relu1", "norm1", "add1"]
    assert (stack.mode, stack.seed) == (Mode.TRAIN, 7)
    assert stack.input == InputSpec(3, (4, 5), (0.0, 1.0), (0.1, 0.2, 0.3), (0.5, 0.5, 0.5), "a.png")
    assert (stack.layers[1].name, stack.layers[1].enabled) == ("bend", False)
    assert stack.layers[0].block.weights == {}
    assert stack.layers[3].block.references() == ("conv1", "input")


def test_everything_but_format_version_and_layers_may_be_left_out(tmp_path: Path) -> None:
    project = opened(tmp_path, b'\xef\xbb\xbf{"format": "cnnlab", "version": 1, "layers": []}')
    assert (project.stack.mode, project.stack.seed, project.stack.input) == (Mode.EVAL, 0, InputSpec())
    assert (project.picture, project.statistics) == (None, {})


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"{", "not JSON.*line 1, column 2"),
        (b"\xff\xfe\x00", r"UTF-8 \(byte 0\)"),
        (b"[1]", r"must hold an object, not \[1\]"),
        (b"null", "must hold an object, not null"),
        (b"{}", "'format' must be"),
        (b'{"format": "cnnlab", "version": 1, "version": 1, "layers": []}', "'version' is there twice"),
        (b'{"format": "cnnlab", "version": NaN, "layers": []}', "NaN is not a number"),
        (b'{"format": "cnnlab", "version": 1, "layers": [-Infinity]}', "-Infinity is not a number"),
        (_DEEP.encode(), "more than 16 levels deep"),
        (b'{"a":' * 40 + b"1" + b"}" * 40, "more than 16 levels deep"),
        (b"[" + b"[]," * 200_001 + b"1]", "more than 200000 lists"),
        (b'{"format": "cnnlab", "version": 1' + b"0" * 5000 + b', "layers": []}', "thousands of digits"),
        (b'{"format": "cnnlab", "version": 1, "layers": [], "mode": "\\ud800"}', "control character or half"),
    ],
)
def test_text_that_is_no_plain_json_object_is_refused(tmp_path: Path, data: bytes, sentence: str) -> None:
    assert re.search(sentence, _refused(tmp_path, data))


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        ("format", "keras", "'format' must be \"cnnlab\""),
        ("version", 2, "version 2, and this program reads up to 1: update"),
        ("version", 10**30, "version 1000000"),
        ("version", 0, "whole number 1, not 0"),
        ("version", True, "not true"),
        ("version", 1.0, r"not 1\.0"),
        ("version", "1", 'not "1"'),
        ("colour", 1, "no 'colour': it has format, version, mode, seed, input, layers"),
        ("mode", "training", 'one of eval, train, not "training"'),
        ("mode", ["eval"], "not .*eval"),
        ("seed", -1, "'seed' must be from 0 to 9223372036854775807, not -1"),
        ("seed", 1.5, "'seed' must be a whole number"),
        ("layers", {}, "'layers' must be a list"),
        ("layers", [VALID["layers"][1]] * 1001, "1001 layers, more than 1000"),
        ("layers.0", 7, "layer 1 must be an object, not 7"),
        ("layers.1.id", 7, "layer 2 needs an 'id'"),
        ("layers.1.id", "conv1", "two layers have the id 'conv1'"),
        ("layers.0.id", "input", "'input' cannot be a layer's id"),
        ("layers.0.id", "1a", "'1a' cannot be"),
        ("layers.0.id", "a.b", "cannot be a layer's id"),
        ("layers.0.id", "a" * 65, "at most 64"),
        ("layers.0.id", "größe", "cannot be a layer's id"),
        ("layers.0.id", "a\n", "control character"),
        ("layers.0.kind", "conv3d", "no kind of block 'conv3d': did you mean conv2d"),
        ("layers.0.kind", None, "'kind' must be the name of a block, not null"),
        ("layers.0.kind", "", "no kind of block ''"),
        ("layers.0.weights", {}, "a layer has no 'weights': it has id, kind"),
        ("layers.0.name", 5, "'name' must be a text"),
        ("layers.0.name", "x" * 81, "at most 80 characters"),
        ("layers.0.name", "a\nb", "control character"),
        ("layers.0.enabled", 1, "'enabled' must be true or false, not 1"),
        ("layers.0.params", [], "'params' must be an object"),
        ("layers.0.params", {}, "layer 'conv1': Conv2d needs the parameter 'out_channels'"),
        ("layers.0.params.dilatation", 1, "Conv2d has no parameter 'dilatation'"),
        ("layers.0.params.out_channels", 10**9, "out_channels must be from 1 to 65536, not 1000000000"),
        ("layers.0.params.out_channels", 0, "from 1 to 65536, not 0"),
        ("layers.0.params.out_channels", "8", 'must be a whole number, not "8"'),
        ("layers.0.params.kernel_size", [3, 3, 3], "one number or"),
        ("layers.0.params.padding", "some", "same, valid"),
        ("layers.0.params.bias", 0, "true or false, not 0"),
        ("layers.2.params", {"eps": 1e400}, "Infinity is not|finite"),
        ("layers.3.params.layers", ["nowhere"], "layer 'add1': it takes 'nowhere', which is not a layer above it"),
        ("layers.3.params.layers", ["add1"], "it takes 'add1', which is not a layer above it"),
        ("layers.3.params.layers", [], "list of layer ids"),
        ("layers.3.params.layers", [["conv1"]], "list of layer ids"),
        ("layers.3.params.layers", ["conv1"] * 65, "at most 64 layers, not 65"),
        ("layers.3.missing", "relu1", "'missing' must be a list"),
        ("layers.0.kept", [], "'kept' must be an object"),
        ("layers.0.kept", {"kernel": [1]}, "Conv2d has no weight 'kernel'"),
        ("layers.0.kept", {"weight": [0]}, "from 1 to"),
        ("layers.0.kept", {"weight": [1] * 5}, "must be a list of sizes"),
        ("layers.2.kept", {"running_mean": [1, 1]}, "must be a list of sizes"),
        ("input", 3, "'input' must be an object, not 3"),
        ("input.width", 3, "'input' has no 'width': it has channels, size"),
        ("input.channels", 10**9, "'channels' must be 1 or 3, not 1000000000"),
        ("input.channels", True, "must be 1 or 3, not true"),
        ("input.size", [0, 4], "'size' must be from 1 to 4096, not 0"),
        ("input.size", [4097, 4], "'size' must be from 1 to 4096, not 4097"),
        ("input.range", [0], "'range' must be"),
        ("input.range", [1, 1], "two different ends, not 1 twice"),
        ("input.mean", [1, 2], "'mean' must have 3 numbers, one for each channel, not 2"),
        ("input.std", [0, 1, 1], "'std' must be from 1e-06"),
        ("input.source", "a\0b", "control character"),
        ("input.source", 3, "'source' must be a text"),
    ],
)
def test_a_wrong_value_is_named_with_its_numbers(tmp_path: Path, path: str, value: Any, sentence: str) -> None:
    assert re.search(sentence, _refused(tmp_path, changed(path, value)))


def test_a_skip_to_a_later_layer_is_refused(tmp_path: Path) -> None:
    layers = [VALID["layers"][3], *VALID["layers"][:3]]
    assert "it takes 'conv1', which is not a layer above it" in _refused(tmp_path, changed("layers", layers))


def test_a_reference_that_the_file_calls_missing_opens_with_a_problem_to_be_mended(tmp_path: Path) -> None:
    value = {"id": "add1", "kind": "add", "params": {"layers": ["gone"]}, "missing": ["gone"]}
    project = opened(tmp_path, json.dumps(changed("layers.3", value)).encode())
    assert project.stack.layers[3].block.references() == ("gone",)


def test_layers_must_be_there(tmp_path: Path) -> None:
    assert "no 'layers'" in _refused(tmp_path, {"format": "cnnlab", "version": 1})


def test_a_text_of_17_mib_is_not_read(tmp_path: Path) -> None:
    with little_memory(2**20):
        (tmp_path / "p.json").write_bytes(b"")
        with (tmp_path / "p.json").open("r+b") as file:
            file.truncate(17 * 2**20)
        with pytest.raises(UserError, match=r"17\.0 MiB, more than the 16\.0 MiB"):
            project_file.read_project(tmp_path / "p.json")


def test_a_thousand_layers_open(tmp_path: Path) -> None:
    layers = [{"id": f"relu{i}", "kind": "relu"} for i in range(1000)]
    assert len(opened(tmp_path, json.dumps(changed("layers", layers)).encode()).stack) == 1000


def _beyond(param: Param) -> list[object]:
    if isinstance(param, IntParam | FloatParam):
        return [param.minimum - 1, param.maximum * 2 + 1, "1", None if not param.optional else {}, [], 10**400]
    return [{}, 10**400, {"a": []}, -(10**6)]


@pytest.mark.parametrize("kind", kinds_by_id())
def test_every_parameter_of_every_kind_refuses_what_it_cannot_be(tmp_path: Path, kind: str) -> None:
    block = kinds_by_id()[kind]
    for name, param in block.params().items():
        for value in _beyond(param):
            layer = {"id": "a", "kind": kind, "params": {**block.initial().dump_params(), name: value}}
            assert f"layer 'a': {name} must" in _refused(tmp_path, changed("layers", [layer]))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from(list(VALID)),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


def _places(value: Any, path: str = "") -> list[str]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    below = [place for key, inner in items for place in _places(inner, f"{path}.{key}")]
    return [path[1:], *below] if path else below


@given(value=json_values)
def test_any_json_opens_or_is_refused_in_one_sentence(tmp_path: Path, value: Any) -> None:
    opens_or_says_why(tmp_path, json.dumps(value).encode())


@given(place=st.sampled_from(_places(VALID)), value=json_values)
def test_a_project_with_any_value_replaced_opens_or_is_refused(tmp_path: Path, place: str, value: Any) -> None:
    opens_or_says_why(tmp_path, json.dumps(changed(place, value)).encode())


@given(data=st.binary(max_size=40), at=st.integers(0, 600), cut=st.integers(0, 40))
def test_a_project_with_any_bytes_replaced_opens_or_is_refused(tmp_path: Path, data: bytes, at: int, cut: int) -> None:
    text = json.dumps(VALID).encode()
    opens_or_says_why(tmp_path, text[:at] + data + text[at + cut :])
