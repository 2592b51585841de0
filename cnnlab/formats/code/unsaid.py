"""Code that does not tell some sizes, since somebody is to find them out."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection

from cnnlab.blocks.weight import Shape
from cnnlab.document.plan import LayerPlan, Plan


class Unsaid(int):
    """A size that is written as `?`, and so is what is worked out from it."""

    def __repr__(self) -> str:
        return "?"

    __str__ = __repr__

    def __add__(self, other: int) -> Unsaid:
        return Unsaid(int(self) + other)

    def __sub__(self, other: int) -> Unsaid:
        return Unsaid(int(self) - other)

    def __mul__(self, other: int) -> Unsaid:
        return Unsaid(int(self) * other)

    def __floordiv__(self, other: int) -> Unsaid:
        return Unsaid(int(self) // other)

    def __truediv__(self, other: float) -> Unsaid:  # nobody reads what is not said
        return Unsaid(int(self) / other)

    def __round__(self, _digits: int | None = None) -> Unsaid:  # type: ignore[override]
        return self

    __radd__, __rmul__ = __add__, __mul__


def without_inputs(plan: Plan, layers: Collection[str]) -> Plan:
    """The plan as it is written while the input shapes of some layers, by id, are kept from sight."""
    if not layers:
        return plan
    return dataclasses.replace(
        plan, layers=tuple(_unsaid(layer) if layer.id in layers else layer for layer in plan.layers)
    )


def _unsaid(layer: LayerPlan) -> LayerPlan:
    specs = {name: dataclasses.replace(spec, shape=_shape(spec.shape)) for name, spec in layer.specs.items()}
    return dataclasses.replace(layer, input_shapes=tuple(map(_shape, layer.input_shapes)), specs=specs)


def _shape(shape: Shape) -> Shape:
    return tuple(map(Unsaid, shape))
