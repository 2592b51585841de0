"""What each parameter of a layer changes: the block itself is asked, with one parameter changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cnnlab.blocks.base import Block
from cnnlab.blocks.params import BoolParam, FloatPairParam, IntParam, PairParam, Param, QuadParam
from cnnlab.blocks.problem import Problem, ProblemError
from cnnlab.blocks.sizes import short
from cnnlab.blocks.weight import Shape
from cnnlab.document.plan import LayerPlan

_TRIED = 64  # values of a number of which only some fit, such as groups


@dataclass(frozen=True)
class Effect:
    """One parameter changed.

    Attributes:
        name: of the parameter.
        before, after: its values, as people write them.
        shape: of the output then; None if the layer could not run.
        parameters, macs: what the layer would have then.
        problem: why it could not run.
    """

    name: str
    before: str
    after: str
    shape: Shape | None
    parameters: int = 0
    macs: int = 0
    problem: Problem | None = None


def effects(layer: LayerPlan) -> tuple[Effect, ...]:
    """A row for each parameter that changes shape, parameters or multiply-adds, or would stop the layer."""
    if not layer.runs or not layer.layer.enabled:
        return ()
    found = []
    for name, param in layer.layer.block.params().items():
        row = _first(_tried(layer, name, param))
        if row is not None and (row.shape, row.parameters, row.macs) != (
            layer.output_shape,
            layer.parameters,
            layer.macs,
        ):
            found.append(row)
    return tuple(found)


def _first(rows: Iterable[Effect]) -> Effect | None:
    """The first that runs, or the first at all."""
    refused = None
    for row in rows:
        if row.shape is not None:
            return row
        refused = refused or row
    return refused


def _tried(layer: LayerPlan, name: str, param: Param) -> Iterator[Effect]:
    before = getattr(layer.layer.block, name)
    for after in _others(name, param, before):
        yield _asked(layer, layer.layer.block.replace(**{name: after}), name, (short(before), short(after)))


def _asked(layer: LayerPlan, block: Block, name: str, values: tuple[str, str]) -> Effect:
    inputs = layer.input_shapes
    try:
        shape = block.output_shape(inputs)
    except ProblemError as error:
        return Effect(name, *values, None, problem=error.problem)
    counted = sum(spec.count for spec in block.weight_specs(inputs).values())
    return Effect(name, *values, shape, counted, block.macs(inputs))


def _others(name: str, param: Param, value: object) -> Iterable[object]:
    """Values to try in the place of one, the most telling first."""
    if isinstance(param, BoolParam):
        return (not value,) if isinstance(value, bool) else ()
    if isinstance(param, PairParam):
        return _other_pairs(name, param, value)
    if isinstance(param, FloatPairParam | QuadParam) and isinstance(value, tuple):
        return (tuple(part + 1 for part in value),) if max(value) + 1 <= param.maximum else ()
    if isinstance(param, IntParam) and isinstance(value, int):
        return _other_numbers(name, param, value)
    return ()


def _other_pairs(name: str, param: PairParam, value: object) -> Iterable[object]:
    if isinstance(value, str):
        return ((0, 0),)
    if not isinstance(value, tuple):
        return ()
    step = 2 if name == "kernel_size" else 1  # a kernel keeps its middle cell
    return (tuple(part + step for part in value),) if max(value) + step <= param.maximum else ()


def _other_numbers(name: str, param: IntParam, value: int) -> Iterable[object]:
    if name.startswith("out_"):
        return (2 * value,) if 2 * value <= param.maximum else ()
    return range(value + 1, min(value + _TRIED, param.maximum) + 1)
