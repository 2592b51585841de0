"""What of a layer's weights can be looked at: each matrix or kernel by itself, all vectors together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cnnlab.blocks.weight import Array, Weight
from cnnlab.document.plan import LayerPlan
from cnnlab.gui.inspector.contents import PlaneContent, VectorsContent
from cnnlab.gui.inspector.scale import Scale, magnitude, rounded_up
from cnnlab.gui.inspector.scope import kernel
from cnnlab.gui.inspector.slices import slice_layout


@dataclass(frozen=True)
class WeightView:
    """One entry of the selector.

    Attributes:
        title: names of the weights in it.
        weight: name of the kernel or matrix; empty for vectors.
        vectors: names of weights and statistics of one axis.
    """

    title: str
    weight: str = ""
    vectors: tuple[str, ...] = ()


def weight_views(plan: LayerPlan) -> tuple[WeightView, ...]:
    """Everything that there is to see of a layer's weights and statistics."""
    large = [name for name, spec in plan.specs.items() if len(spec.shape) > 1]
    vectors = [name for name, spec in plan.specs.items() if len(spec.shape) == 1]
    vectors += list(plan.statistic_specs)
    views = [WeightView(name, weight=name) for name in large]
    if vectors:
        views.append(WeightView(" · ".join(vectors), vectors=tuple(vectors)))
    return tuple(views)


class Shown:
    """The numbers of the view on show, with the scales that their colours need."""

    def __init__(self) -> None:
        self._scales: dict[str, Scale] = {}

    def scale(self, name: str, weight: Weight) -> float:
        """The largest |value| of a weight."""
        return self._scales.setdefault(name, Scale()).of(weight)

    def plane(self, plan: LayerPlan, name: str, place: tuple[int, int]) -> PlaneContent:
        """The slice at a place of the matrix, coloured in the scale of its kernel; or a weight that is one plane."""
        weight = plan.weights[name]
        layout = slice_layout(plan.layer.block, weight.shape)
        if layout is None:
            return PlaneContent(name, (), weight.chunks, self.scale(name, weight), labelled=True)
        values = layout.slice(weight, *place)
        largest = rounded_up(magnitude(values if layout.planes else kernel(weight, layout, place[1])))
        return PlaneContent(name, layout.leading(*place), values, largest, layout.planes)

    def vectors(
        self, plan: LayerPlan, names: tuple[str, ...], statistics: Mapping[str, Array]
    ) -> VectorsContent | None:
        """Vectors side by side; statistics that are not there yet are left out."""
        present = tuple(name for name in names if name in plan.specs or name in statistics)
        arrays = tuple(plan.weights[n].chunks[0] if n in plan.specs else statistics[n] for n in present)
        if not arrays:
            return None
        return VectorsContent(present, arrays, tuple(magnitude(array) for array in arrays))
