"""Code as files: the Python file, and its weights beside it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from pathlib import Path

from cnnlab.blocks.weight import Array, Shape
from cnnlab.document.plan import LayerPlan, Plan
from cnnlab.document.statistics import Statistics, statistics_of
from cnnlab.formats.archive import MAX_WEIGHTS
from cnnlab.formats.atomic import replacing
from cnnlab.formats.code.lines import Code
from cnnlab.formats.code.naming import code_names
from cnnlab.formats.files import file_name
from cnnlab.formats.tensors import header_bytes, value_bytes
from cnnlab.text import N_, UserError, byte_text

_SUFFIX = ".safetensors"


def weights_path(path: Path) -> Path:
    """Where the weights of a Python file lie; the code itself finds them in the same way.

    Raises:
        UserError: they would take the place of the file itself, or the name has no place for an ending.
    """
    try:
        beside = path.with_suffix(_SUFFIX)
    except ValueError:
        raise UserError(N_("'{name}' is no name for a Python file: end it in .py"), name=str(path)) from None
    if beside.name.lower() == path.name.lower():
        raise UserError(N_("'{name}' is the name of the weights: end that of the code in .py"), name=file_name(path))
    return beside


def tensor_shapes(plan: Plan) -> Mapping[str, Shape]:
    """Every weight and running statistic that the code uses, by the name that it has there."""
    names = code_names(layer.id for layer in plan.layers)
    return {f"{names[layer.id]}.{name}": shape for layer in plan.layers for name, shape in _shapes(layer)}


def _shapes(layer: LayerPlan) -> Iterator[tuple[str, Shape]]:
    yield from ((name, spec.shape) for name, spec in layer.specs.items())
    yield from layer.statistic_specs.items()


def _values(layer: LayerPlan, statistics: Statistics) -> Iterator[Array]:
    """The numbers of `_shapes`, in the pieces in which they are kept."""
    for name in layer.specs:
        yield from layer.weights[name].chunks
    if layer.statistic_specs:
        running = statistics_of(layer, statistics)
        yield from (running[name] for name in layer.statistic_specs)


def write_code(path: Path, code: Code, plan: Plan, statistics: Statistics) -> None:
    """Write the code of a plan, and its weights beside it if it has any; nothing is replaced unless both are whole.

    Raises:
        UserError: a file cannot be written, or the weights are more than a project holds.
    """
    beside, shapes = weights_path(path), tensor_shapes(plan)
    size = 4 * sum(math.prod(shape) for shape in shapes.values())
    if size > MAX_WEIGHTS:
        raise UserError(
            N_("the weights have {size}, more than the {most} that are written: use fewer channels or a smaller input"),
            size=byte_text(size),
            most=byte_text(MAX_WEIGHTS),
        )
    with replacing(path) as file:
        file.write(code.text.encode())
        if not shapes:
            return
        with replacing(beside) as weights:
            weights.write(header_bytes(shapes))
            for layer in plan.layers:
                weights.writelines(value_bytes(values) for values in _values(layer, statistics))
