"""Project files for the tests: valid ones, and the means to spoil them."""

from __future__ import annotations

import io
import json
import struct
import tracemalloc
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from cnnlab.blocks.registry import kinds_by_id
from cnnlab.blocks.weight import Array, Weight
from cnnlab.document.stack import Layer, Stack
from cnnlab.document.statistics import Statistics
from cnnlab.formats.project import Project, read_project
from cnnlab.text import UserError

VALID: dict[str, Any] = {
    "format": "cnnlab",
    "version": 1,
    "mode": "train",
    "seed": 7,
    "input": {"channels": 3, "size": [4, 5], "range": [0, 1], "mean": [0.1, 0.2, 0.3], "std": 0.5, "source": "a.png"},
    "layers": [
        {"id": "conv1", "kind": "conv2d", "params": {"out_channels": 2, "kernel_size": [3, 3]}},
        {"id": "relu1", "kind": "relu", "name": "bend", "enabled": False},
        {"id": "norm1", "kind": "batch_norm2d"},
        {"id": "add1", "kind": "add", "params": {"layers": ["conv1", "input"]}},
    ],
}


def tensors() -> dict[str, Array]:
    """Weights and statistics that fit `VALID`."""
    return {
        "conv1.weight": np.arange(54, dtype=np.float32).reshape(2, 3, 3, 3),
        "conv1.bias": np.ones(2, np.float32),
        "norm1.running_mean": np.zeros(2, np.float32),
    }


def tensor_bytes(header: Mapping[str, Any] | bytes, data: bytes = b"") -> bytes:
    """A safetensors file from a header, which may be a lie."""
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + data


def honest_header(arrays: Mapping[str, Array]) -> tuple[dict[str, Any], bytes]:
    """The header and the numbers of a correct safetensors file."""
    at, header, data = 0, {}, b""
    for name, values in arrays.items():
        header[name] = {"dtype": "F32", "shape": list(values.shape), "data_offsets": [at, at + values.nbytes]}
        at, data = at + values.nbytes, data + values.tobytes()
    return header, data


def packed(entries: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip with these entries."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return file.getvalue()


def project_bytes(project: Any = VALID, weights: bytes | None = None, **more: bytes) -> bytes:
    """A `.cnnlab` file."""
    entries = {"project.json": json.dumps(project).encode()}
    if weights is not None:
        entries["weights.safetensors"] = weights
    return packed({**entries, **more})


def changed(path: str, value: Any) -> dict[str, Any]:
    """`VALID` with one value replaced, e.g. `layers.0.id`."""
    result = json.loads(json.dumps(VALID))
    *parents, last = path.split(".")
    place = result
    for name in parents:
        place = place[int(name)] if isinstance(place, list) else place[name]
    place[int(last) if isinstance(place, list) else last] = value
    return result


def opened(tmp_path: Path, data: bytes, name: str = "p.cnnlab") -> Project:
    """The project in a file with these bytes."""
    path = tmp_path / name
    path.write_bytes(data)
    return read_project(path)


def opens_or_says_why(tmp_path: Path, data: bytes) -> Project | None:
    """The project, or None after an error in one line: nothing else may come of any bytes."""
    try:
        return opened(tmp_path, data)
    except UserError as error:
        text = str(error)
        assert text.startswith("p.cnnlab: ") or "'p.cnnlab'" in text
        assert "\n" not in text
        assert len(text) < 400
        return None


@contextmanager
def little_memory(most: int = 32 * 2**20) -> Iterator[None]:
    """Fails if Python and NumPy ever hold more than `most` bytes more than before."""
    tracemalloc.start()
    try:
        yield
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < most, f"{peak} bytes were allocated"


def small_stack() -> Stack:
    """A convolution with stored weights and a ReLU."""
    conv = kinds_by_id()["conv2d"].from_params({"out_channels": 2, "kernel_size": 3})
    weights = {"weight": Weight.from_array(tensors()["conv1.weight"])}
    relu = kinds_by_id()["relu"].from_params({})
    return Stack((Layer("conv1", conv.replace(weights=weights)), Layer("relu1", relu)))


def assert_same(stack: Stack, statistics: Statistics, project: Project) -> None:
    """The project is this document, bit for bit."""
    again = project.stack
    assert (again.mode, again.seed, again.input) == (stack.mode, stack.seed, stack.input)
    assert len(again) == len(stack)
    for one, other in zip(stack, again, strict=True):
        assert (one.id, one.name, one.enabled, one.block.kind) == (
            other.id,
            other.name,
            other.enabled,
            other.block.kind,
        )
        assert one.block.dump_params() == other.block.dump_params()
        assert _bits(one.block.weights) == _bits(other.block.weights)
    assert {k: _array_bits(v) for k, v in statistics.items()} == {
        k: _array_bits(v) for k, v in project.statistics.items()
    }


def _bits(weights: Mapping[str, Weight]) -> dict[str, tuple[Any, bytes]]:
    return _array_bits({name: weight.array() for name, weight in weights.items()})


def _array_bits(arrays: Mapping[str, Array]) -> dict[str, tuple[Any, bytes]]:
    return {name: (values.shape, values.tobytes()) for name, values in arrays.items()}
