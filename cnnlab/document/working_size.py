"""Which working size lets a layer run whose weights depend on the picture's size."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from cnnlab.blocks.problem import Fix
from cnnlab.blocks.sizes import by
from cnnlab.blocks.weight import Shape
from cnnlab.document.plan import LayerPlan, Plan, infer
from cnnlab.text import N_, Message

_LONGEST = (8, 14, 16, 28, 32, 48, 56, 64, 96, 112, 128, 160, 192, 224, 240, 256, 320, 384, 480, 512, 640)


def with_size_fixes(plan: Plan) -> Plan:
    """The plan with a second way out for stored weights that no longer fit: the working size that they were made at."""
    layers = tuple(_with_size_fix(plan, layer) if _misfits(layer) else layer for layer in plan.layers)
    changed = any(a is not b for a, b in zip(layers, plan.layers, strict=True))
    return dataclasses.replace(plan, layers=layers) if changed else plan


def same_network(plan: Plan, other: Plan) -> bool:
    """Whether two plans of one stack, for inputs of different sizes, run the same layers with the same weights."""
    return all(_same_layer(a, b) for a, b in zip(plan.layers, other.layers, strict=True))


def _same_layer(a: LayerPlan, b: LayerPlan) -> bool:
    shapes = ({name: spec.shape for name, spec in layer.specs.items()} for layer in (a, b))
    return a.runs == b.runs and len({tuple(s.items()) for s in shapes}) == 1 and a.statistic_specs == b.statistic_specs


def _misfits(layer: LayerPlan) -> bool:
    return layer.problem is not None and any(fix.new_weights for fix in layer.problem.fixes)


def _with_size_fix(plan: Plan, layer: LayerPlan) -> LayerPlan:
    for size in _candidates(plan.input_shape):
        if infer(plan.stack, (*plan.input_shape[:2], *size)).layer(layer.id).runs:
            assert layer.problem is not None
            fix = Fix(Message(N_("Set the working size to {size}"), size=by(size)), working_size=size)
            problem = dataclasses.replace(layer.problem, fixes=(fix, *layer.problem.fixes))
            return dataclasses.replace(layer, problem=problem)
    return layer


def _candidates(shape: Shape) -> Iterator[tuple[int, int]]:
    """Usual sizes: of the present proportions, of a 4:3 picture, and square."""
    for height, width in {(shape[2], shape[3]): 0, (3, 4): 0, (1, 1): 0}:
        longest = max(height, width)
        for side in _LONGEST:
            yield max(1, round(height * side / longest)), max(1, round(width * side / longest))
