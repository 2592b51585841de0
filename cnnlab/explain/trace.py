"""One element followed back through the layers: the patch of each that it is made from, to the picture (no torch)."""

from __future__ import annotations

from dataclasses import dataclass

from cnnlab.blocks.elements import Elements, single
from cnnlab.blocks.explanation import Index, Span
from cnnlab.document.plan import Plan
from cnnlab.document.stack import INPUT
from cnnlab.explain.asked import check_index
from cnnlab.explain.receptive import Box, box_of, reach


@dataclass(frozen=True, eq=False)
class Step:
    """What an element is made from in one layer, by place alone, whatever the weights.

    Attributes:
        layer: the layer's id, or `input`.
        elements: the indices along every axis of its output, in order.
    """

    layer: str
    elements: Elements

    @property
    def spans(self) -> tuple[Span, ...]:
        """First and last index along every axis: the smallest box around all cells that count."""
        return tuple((int(axis[0]), int(axis[-1])) for axis in self.elements)


def trace(plan: Plan, layer_id: str, index: Index) -> tuple[Step, ...]:
    """The steps from an element to the picture, its own layer first and the input last.

    Layers that play no part are left out, and so is the input where the element is made from zeros alone. What shifts
    and scales an element in norms, softmax and local response does not count.

    Raises:
        KeyError: there is no such layer.
        UserError: the layer has no such element.
    """
    if layer_id == INPUT:
        check_index(layer_id, index, plan.input_shape)
        return (Step(INPUT, single(index)),)
    position = plan.stack.index(layer_id)
    shape = plan.layers[position].output_shape
    if shape is None:
        return ()
    check_index(layer_id, index, shape)
    found = reach(plan, position, single(index))
    return tuple(Step(plan.layers[p].id if p >= 0 else INPUT, elements) for p, elements in found.items())


def element_box(plan: Plan, layer_id: str, index: Index) -> Box | None:
    """Rows and columns of the picture (first and last) that an element is made from: the smallest box around them.

    None if it is made from no cell. Unlike `source_box` it knows the channel, which tells where a flattened value was.

    Raises:
        KeyError: there is no such layer.
        UserError: the layer has no such element.
    """
    steps = trace(plan, layer_id, index)
    return box_of(steps[-1].elements) if steps and steps[-1].layer == INPUT else None
