"""The header of the weights is believed in nothing, and every tensor has an owner and the right sizes."""

from __future__ import annotations

import copy
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import safetensors.numpy
from hypothesis import given
from hypothesis import strategies as st

from cnnlab.blocks.weight import Array
from cnnlab.formats import tensors as tensor_file
from cnnlab.text import UserError
from tests.formats.files import (
    VALID,
    changed,
    honest_header,
    little_memory,
    opened,
    opens_or_says_why,
    packed,
    project_bytes,
    tensor_bytes,
    tensors,
)

_HEADER, _DATA = honest_header(tensors())


def _project(header: Any, data: bytes = _DATA, project: Any = VALID) -> bytes:
    entries = {"project.json": json.dumps(project).encode(), "weights.safetensors": tensor_bytes(header, data)}
    return packed(entries, zipfile.ZIP_STORED)


def _refused(tmp_path: Path, data: bytes) -> str:
    with pytest.raises(UserError) as caught, little_memory():
        opened(tmp_path, data)
    return str(caught.value)


def _lie(name: str, **fields: Any) -> dict[str, Any]:
    header = copy.deepcopy(_HEADER)
    header[name] = {**header[name], **fields}
    return header


def test_the_weights_are_read_bit_for_bit(tmp_path: Path) -> None:
    project = opened(tmp_path, project_bytes(weights=safetensors.numpy.save(tensors())))
    weights = project.stack.layer("conv1").block.weights
    for name in ("weight", "bias"):
        np.testing.assert_array_equal(weights[name].array(), tensors()[f"conv1.{name}"])
        assert not any(chunk.flags.writeable for chunk in weights[name].chunks)
    assert list(project.statistics) == ["norm1"]
    assert not project.statistics["norm1"]["running_mean"].flags.writeable


def test_metadata_is_passed_over(tmp_path: Path) -> None:
    opened(tmp_path, project_bytes(weights=safetensors.numpy.save(tensors(), metadata={"by": "hand"})))


def test_no_tensors_at_all_is_no_mistake(tmp_path: Path) -> None:
    assert opened(tmp_path, _project({}, b"")).statistics == {}


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        (_lie("conv1.bias", dtype="F64"), "tensor 'conv1.bias' is \"F64\": only F32"),
        (_lie("conv1.bias", dtype="F16"), "only F32"),
        (_lie("conv1.bias", dtype=["F32"]), "only F32"),
        (_lie("conv1.bias", shape=[3]), r"shape \[3\] takes 12 B, but says it lies at \[216, 224\]"),
        (_lie("conv1.bias", shape=[-2]), r"has the shape \[-2\]: it must be 1 to 4 whole numbers"),
        (_lie("conv1.bias", shape=[-1, -2]), r"has the shape \[-1, -2\]"),
        (_lie("conv1.bias", shape=[]), r"has the shape \[\]"),
        (_lie("conv1.bias", shape=[2, 0]), r"has the shape \[2, 0\]"),
        (_lie("conv1.bias", shape=[2.0]), r"has the shape \[2.0\]"),
        (_lie("conv1.bias", shape=[True, 2]), r"has the shape \[true, 2\]"),
        (_lie("conv1.bias", shape=[1] * 5), "1 to 4 whole numbers"),
        (_lie("conv1.bias", shape="2"), "has the shape"),
        (_lie("conv1.bias", shape=[2**62, 2**62]), "takes 4 × 2126764793"),
        (_lie("conv1.weight", shape=[10**9, 3, 3, 3]), r"takes 100.6 GiB, but says it lies at \[0, 216\]"),
        (_lie("conv1.bias", data_offsets=[216]), r"lies at \[216\]"),
        (_lie("conv1.bias", data_offsets=[224, 216]), r"lies at \[224, 216\]"),
        (_lie("conv1.bias", data_offsets=[0, 8]), "begins at byte 0 and not at 216|begins at byte 0 and not at 8"),
        (_lie("conv1.bias", data_offsets=[208, 216]), "begins at byte 208 and not at 216"),
        (_lie("conv1.bias", data_offsets=[-8, 0]), "begins at byte -8 and not at 0"),
        (_lie("conv1.bias", data_offsets=[2**63, 2**63 + 8]), "begins at byte"),
        (_lie("conv1.bias", data_offsets=["216", "224"]), "lies at"),
        (_lie("conv1.bias", data_offsets=None), "lies at null"),
        (_lie("conv1.bias", extra=1), "must state dtype, shape and data_offsets"),
        ({"conv1.bias": 3}, "must state dtype, shape and data_offsets, not 3"),
        ({"conv1.bias": {"dtype": "F32"}}, "must state"),
        ({}, "232 bytes of numbers, but its tensors take 0"),
        ({"conv1.bias": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}}, "tensors take 8"),
        (b"[]", "header of weights.safetensors is not an object"),
        (b"{}x", "not JSON"),
        (b"\xff\xff", "UTF-8"),
        (b'{"a": 1, "a": 2}', "'a' is there twice"),
        (b'{"a": NaN}', "NaN is not a number"),
        (b"", "says its header has 0 bytes"),
    ],
)
def test_a_lying_header_is_caught(tmp_path: Path, header: Any, sentence: str) -> None:
    assert re.search(sentence, _refused(tmp_path, _project(header)))


@pytest.mark.parametrize("length", [2**64 - 1, 2**40, 5 * 2**20, 10**4])
def test_a_header_that_claims_to_be_longer_than_the_file_is_caught(tmp_path: Path, length: int) -> None:
    weights = length.to_bytes(8, "little") + b"{}"
    data = packed({"project.json": json.dumps(VALID).encode(), "weights.safetensors": weights})
    assert f"header has {length} bytes, but it can have at most 2" in _refused(tmp_path, data)


def test_a_file_of_seven_bytes_is_caught(tmp_path: Path) -> None:
    data = packed({"project.json": json.dumps(VALID).encode(), "weights.safetensors": b"1234567"})
    assert "at most 0" in _refused(tmp_path, data)


def test_numbers_that_are_missing_at_the_end_are_caught(tmp_path: Path) -> None:
    assert "would end at byte 232, but weights.safetensors has only 231" in _refused(
        tmp_path, _project(_HEADER, _DATA[:-1])
    )


@pytest.mark.parametrize(
    ("name", "shape", "sentence"),
    [
        ("conv9.weight", (2, 3, 3, 3), "no layer owns the tensor 'conv9.weight'"),
        ("conv1.kernel", (2, 3, 3, 3), "no layer owns the tensor 'conv1.kernel'"),
        ("relu1.weight", (2,), "no layer owns the tensor 'relu1.weight'"),
        ("conv1", (2,), "no layer owns the tensor 'conv1'"),
        ("conv1.weight.x", (2,), "no layer owns"),
        ("", (2,), "no layer owns the tensor ''"),
        ("input.weight", (2,), "no layer owns"),
        ("conv1.weight", (3, 3, 3, 3), r"is \[3, 3, 3, 3\], but .* ask for \[2, any, 3, 3\]"),
        ("conv1.weight", (2, 3, 5, 5), r"is \[2, 3, 5, 5\]"),
        ("conv1.weight", (2, 3, 9), r"is \[2, 3, 9\]"),
        ("conv1.bias", (3,), r"is \[3\], but .* ask for \[2\]"),
        ("conv1.bias", (2, 1), r"is \[2, 1\]"),
        ("norm1.running_var", (2, 2), r"is \[2, 2\], but .* ask for \[any\]"),
        ("norm1.num_batches_tracked", (1,), "no layer owns"),
    ],
)
def test_a_tensor_needs_an_owner_and_its_sizes(
    tmp_path: Path, name: str, shape: tuple[int, ...], sentence: str
) -> None:
    header, data = honest_header({name: np.zeros(shape, np.float32)})
    assert re.search(sentence, _refused(tmp_path, _project(header, data)))


@pytest.mark.parametrize("channels", [1, 2, 3, 64])
def test_sizes_that_depend_on_the_input_may_be_any(tmp_path: Path, channels: int) -> None:
    arrays = {"conv1.weight": np.ones((2, channels, 3, 3), np.float32), "norm1.weight": np.ones(channels, np.float32)}
    project = opened(tmp_path, _project(*honest_header(arrays)))
    assert project.stack.layer("conv1").block.weights["weight"].shape == (2, channels, 3, 3)


def test_a_bias_that_is_switched_off_has_no_tensor(tmp_path: Path) -> None:
    project = changed("layers.0.params.bias", False)
    assert "no layer owns the tensor 'conv1.bias'" in _refused(tmp_path, _project(_HEADER, project=project))


def test_a_size_that_the_layer_announces_is_kept(tmp_path: Path) -> None:
    layer = {**VALID["layers"][0], "kept": {"weight": [4, 3, 5, 5]}}
    header, data = honest_header({"conv1.weight": np.ones((4, 3, 5, 5), np.float32)})
    project = opened(tmp_path, _project(header, data, changed("layers.0", layer)))
    assert project.stack.layer("conv1").block.weights["weight"].shape == (4, 3, 5, 5)


def test_announcing_one_size_does_not_let_another_in(tmp_path: Path) -> None:
    layer = {**VALID["layers"][0], "kept": {"weight": [4, 3, 5, 5]}}
    header, data = honest_header({"conv1.weight": np.ones((4, 3, 6, 6), np.float32)})
    assert "is [4, 3, 6, 6]" in _refused(tmp_path, _project(header, data, changed("layers.0", layer)))


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_weights_that_are_no_numbers_are_named(tmp_path: Path, value: float) -> None:
    bias: Array = np.array([value, 1], np.float32)
    assert "tensor 'conv1.bias' has 1 values that are infinite" in _refused(
        tmp_path, _project(*honest_header({"conv1.bias": bias}))
    )


def test_running_statistics_may_be_anything_since_a_frame_made_them(tmp_path: Path) -> None:
    mean: Array = np.array([np.nan, np.inf], np.float32)
    project = opened(tmp_path, _project(*honest_header({"norm1.running_mean": mean})))
    np.testing.assert_array_equal(project.statistics["norm1"]["running_mean"], mean)


def test_more_kernels_than_fit_into_memory_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tensor_file, "MAX_KERNELS", 1)
    assert "2 kernels, more than 1" in _refused(tmp_path, _project(_HEADER))


def test_the_written_header_is_what_the_library_reads() -> None:
    shapes = {"a.weight": (2, 3), "b.bias": (5,)}
    data = tensor_file.header_bytes(shapes) + bytes(44)
    assert {name: values.shape for name, values in safetensors.numpy.load(data).items()} == shapes
    assert len(tensor_file.header_bytes(shapes)) % 8 == 0


_VALUES = st.sampled_from([0, -1, 1, 2, 3, 8, 54, 216, 2**31, 2**63, 2**64, 1.5, True, None, "F32", [], [0, 216], {}])


@given(
    name=st.sampled_from(sorted(_HEADER)),
    field=st.sampled_from(("dtype", "shape", "data_offsets")),
    value=_VALUES | st.lists(_VALUES, max_size=4),
)
def test_any_lie_in_the_header_opens_or_is_refused(tmp_path: Path, name: str, field: str, value: Any) -> None:
    with little_memory():
        opens_or_says_why(tmp_path, _project(_lie(name, **{field: value})))


@given(at=st.integers(0, 400), put=st.binary(max_size=8), cut=st.integers(0, 8))
def test_any_bytes_of_the_header_may_be_wrong(tmp_path: Path, at: int, put: bytes, cut: int) -> None:
    weights = tensor_bytes(_HEADER, _DATA)
    entries = {
        "project.json": json.dumps(VALID).encode(),
        "weights.safetensors": weights[:at] + put + weights[at + cut :],
    }
    with little_memory():
        opens_or_says_why(tmp_path, packed(entries, zipfile.ZIP_STORED))
