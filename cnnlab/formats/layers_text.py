"""Layers as text, as they go through the clipboard: readable JSON with the weights that were typed or loaded.

`{"format": "cnnlab-layers", "version": 1, "layers": […], "weights": {"conv1.weight": {"shape": […], "numbers": […]}}}`

A layer is written as in project.json. The numbers of a small weight are nested lists, as one reads a kernel; those of
a large one are `"base64"`: float32, little-endian, in C order.
"""

from __future__ import annotations

import base64
import binascii
import dataclasses
import json
import math
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from cnnlab.blocks.params import shown
from cnnlab.blocks.sizes import shape_text
from cnnlab.blocks.weight import Array, Shape, Weight
from cnnlab.document.stack import INPUT, Layer, Stack
from cnnlab.formats import project_json
from cnnlab.formats.project import check_finite, check_tensors, kept_shapes, stored_tensors
from cnnlab.formats.project_json import Outline, check_keys, check_version, layer_json, parse_layers, parse_project
from cnnlab.formats.strict_json import parse_json
from cnnlab.formats.tensors import MAX_RANK, Entry, value_bytes
from cnnlab.text import N_, UserError, byte_text

FORMAT = "cnnlab-layers"
VERSION = project_json.VERSION
MAX_TEXT = 32 * 2**20  # bytes
_READABLE = 1024  # numbers; a weight with more of them is written as base64
_WHAT = N_("the text in the clipboard")
_TOP = ("format", "version", "layers", "weights")
_WEIGHT = ("shape", "numbers", "base64")


def dump_layers(layers: Sequence[Layer]) -> str:
    """Layers with their stored weights as text that `parse_layers_text` reads.

    Raises:
        UserError: the text would be too long, or a weight has numbers that are infinite or none.
    """
    stack = Stack(tuple(layers))
    tensors = tuple(stored_tensors(stack, {}))
    _check_size(sum(5 * math.prod(tensor.shape) for tensor in tensors))
    kept, earlier = kept_shapes(stack, tensors), [INPUT]
    lines: list[str] = []
    for layer in layers:
        lines.append(_text(layer_json(layer, kept.get(layer.id, {}), earlier)))
        earlier.append(layer.id)
    weights: list[str] = []
    for tensor in tensors:
        check_finite(tensor.name, tensor.chunks)
        values = np.concatenate([chunk.ravel() for chunk in tensor.chunks]).reshape(tensor.shape)
        weights.append(f"{_text(tensor.name)}: {_text(_weight_json(values))}")
    head = f'{{"format": "{FORMAT}", "version": {VERSION}'
    text = f'{head},\n "layers": {_lines("[]", lines)},\n "weights": {_lines("{}", weights)}}}\n'
    _check_size(len(text.encode()))
    return text


def parse_layers_text(data: bytes) -> tuple[Layer, ...]:
    """The layers that a text describes, weights included; those of a plain project.json too.

    Raises:
        UserError: the text is too long, is something else, or anything in it is unknown, missing, of the wrong type
            or out of range.
    """
    _check_size(len(data))
    top = parse_json(data, _WHAT)
    kind = top.get("format") if isinstance(top, dict) else None
    if not isinstance(top, dict) or kind not in (FORMAT, project_json.FORMAT):
        raise UserError(N_("the text in the clipboard is no layers of CNN Lab: copy layers in the list first"))
    if kind == project_json.FORMAT:
        return parse_project(data).stack.layers
    check_version(top.get("version"))
    check_keys(top, _TOP, _WHAT)
    layers, kept = parse_layers(top.get("layers", []))
    weights = _parse_weights(top.get("weights", {}))
    entries = [Entry(name, values.shape, 0) for name, values in weights.items()]
    for name, tensor in check_tensors(Outline(Stack(layers), kept), entries).items():
        if tensor.statistic:
            raise UserError(N_("'{name}' is a running statistic and no weight: take it out"), name=name)
    return tuple(_with_weights(layer, weights) for layer in layers)


def _with_weights(layer: Layer, weights: Mapping[str, Array]) -> Layer:
    own = {name.partition(".")[2]: values for name, values in weights.items() if name.partition(".")[0] == layer.id}
    if not own:
        return layer
    stored = {name: Weight.from_array(values) for name, values in own.items()}
    return dataclasses.replace(layer, block=layer.block.replace(weights=stored))


def _check_size(size: int) -> None:
    if size > MAX_TEXT:
        raise UserError(
            N_(
                "the layers take {size} as text, more than the {most} that the clipboard is used for: save the project "
                "instead"
            ),
            size=byte_text(size),
            most=byte_text(MAX_TEXT),
        )


def _lines(brackets: str, entries: Sequence[str]) -> str:
    inner = ",\n  ".join(entries)
    return f"{brackets[0]}\n  {inner}\n {brackets[1]}" if entries else brackets


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


# -- weights --


def _weight_json(values: Array) -> dict[str, object]:
    if values.size > _READABLE:
        return {"shape": list(values.shape), "base64": base64.b64encode(value_bytes(values)).decode()}
    # The shortest decimals that give the same float32 again.
    short = np.array([float(str(number)) for number in values.ravel()], np.float64)
    return {"shape": list(values.shape), "numbers": short.reshape(values.shape).tolist()}


def _parse_weights(value: object) -> Mapping[str, Array]:
    if not isinstance(value, dict):
        raise UserError(N_("'weights' must be an object, not {value}"), value=shown(value))
    found: dict[str, Array] = {}
    for name, item in value.items():
        try:
            found[name] = _parse_weight(item)
        except UserError as error:
            raise UserError(N_("weight '{name}': {error}"), name=name[:80], error=error.message) from None
        check_finite(name[:80], (found[name],))
    return found


def _parse_weight(item: object) -> Array:
    if not isinstance(item, dict):
        raise UserError(N_("it must be an object with 'shape' and 'numbers', not {value}"), value=shown(item))
    check_keys(item, _WEIGHT, N_("a weight"))
    shape = _parse_shape(item.get("shape"))
    if ("numbers" in item) == ("base64" in item):
        raise UserError(N_("it must have either 'numbers' or 'base64'"))
    if "base64" in item:
        return _from_base64(item["base64"], shape)
    return np.array(list(_numbers(item["numbers"], shape)), np.float64).astype(np.float32).reshape(shape)


def _parse_shape(value: object) -> Shape:
    sizes = value if isinstance(value, list) else []
    whole = all(isinstance(size, int) and not isinstance(size, bool) and 1 <= size <= MAX_TEXT for size in sizes)
    if not 1 <= len(sizes) <= MAX_RANK or not whole:
        raise UserError(
            N_("'shape' must be 1 to {most} whole numbers from 1, not {value}"), most=MAX_RANK, value=shown(value)
        )
    return tuple(sizes)


def _from_base64(value: object, shape: Shape) -> Array:
    try:
        data = base64.b64decode(value, validate=True) if isinstance(value, str) else None
    except (binascii.Error, ValueError):  # ValueError: letters beyond ASCII
        data = None
    if data is None:
        raise UserError(N_("'base64' must be text in base64, not {value}"), value=shown(value))
    if len(data) != 4 * math.prod(shape):
        raise UserError(
            N_("its shape {shape} takes {needed} bytes, but 'base64' holds {have}"),
            shape=shape_text(shape),
            needed=4 * math.prod(shape),
            have=len(data),
        )
    return np.frombuffer(data, "<f4").reshape(shape).astype(np.float32)


def _numbers(value: object, shape: Shape) -> Iterator[float]:
    """The numbers of nested lists that have exactly this shape."""
    if not shape:
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or abs(value) > float(np.finfo(np.float32).max)
        ):
            raise UserError(N_("'numbers' must hold numbers of float32, not {value}"), value=shown(value))
        yield float(value)
        return
    if not isinstance(value, list) or len(value) != shape[0]:
        raise UserError(
            N_("'numbers' must be nested lists of the shape it states: {needed} entries stand where {value} is"),
            needed=shape[0],
            value=shown(value),
        )
    for item in value:
        yield from _numbers(item, shape[1:])
