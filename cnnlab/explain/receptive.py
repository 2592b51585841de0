"""The receptive field: which part of the input an element is made from, by place alone, whatever the weights.

Height and width never meet, so each axis is worked out on its own. Norms do not widen a field: their mean and variance
shift and scale all cells alike.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np

from cnnlab.blocks.base import Block
from cnnlab.blocks.elements import Elements, joined
from cnnlab.blocks.kinds.flatten import Flatten
from cnnlab.blocks.kinds.linear import Linear
from cnnlab.blocks.pooling import AdaptivePool
from cnnlab.document.plan import LayerPlan, Plan
from cnnlab.engine.planes import plane_shape
from cnnlab.explain.patterns import NOTHING, Field, Pattern, Span, Table, around, pattern_in

Box = tuple[Span, Span]

# Positions looked at in the middle of a layer: more than the pattern of any usual upsampling takes to repeat.
_LOOKED_AT: Final = 128
_BEYOND: Final = 8
_LONGEST_TABLE: Final = 1024
_KEPT: Final = 64  # stacks whose fields are kept, each along one axis


@dataclass(frozen=True)
class AxisField:
    """The receptive field of a layer's elements along one axis, in cells of the input, not clipped to the picture.

    Definitions: Araujo, Norris & Sim 2019, Computing Receptive Fields of Convolutional Neural Networks, where size,
    jump and start are r₀, S₀ and u₀ of the first element; Dumoulin & Visin 2016 for the arithmetic of single layers.

    Attributes:
        size: how many cells the element sees that sees most.
        jump: how far the fields of neighbouring elements lie apart, a fraction where the picture was made larger; None
            where they do not lie evenly, as behind adaptive pools.
        start: the first cell that the first element sees, negative in the padding; None where `jump` is, and where the
            first element sees nothing.
    """

    size: int
    jump: Fraction | None = None
    start: int | None = None

    @property
    def centre(self) -> Fraction | None:
        """The middle of the first element's field, in cells."""
        return None if self.start is None else self.start + Fraction(self.size - 1, 2)


_known: dict[Hashable, Mapping[int, AxisField]] = {}


def axis_fields(plan: Plan) -> dict[str, tuple[AxisField, AxisField]]:
    """By id, size, jump and start of the receptive field along y and along x of every layer that has an output."""
    rows, columns = _axis_fields(plan, 0), _axis_fields(plan, 1)
    return {plan.layers[position].id: (rows[position], columns[position]) for position in rows}


def receptive_field(plan: Plan, layer_id: str) -> tuple[int, int] | None:
    """Height and width of a layer's receptive field on the input; None if the layer has no output.

    It is the theoretical field, not clipped to the picture, of the element that sees most. Behind layers that look at
    the picture as a whole (flatten, adaptive pools) it is the picture at most.

    Raises:
        KeyError: there is no such layer.
    """
    return receptive_fields(plan)[plan.layer(layer_id).id]


def receptive_fields(plan: Plan) -> dict[str, tuple[int, int] | None]:
    """The receptive field of every layer, by id."""
    heights, widths = _extents(plan, 0), _extents(plan, 1)
    return {
        layer.id: (heights[position], widths[position]) if layer.runs else None
        for position, layer in enumerate(plan.layers)
    }


def source_box(plan: Plan, layer_id: str, y: int, x: int) -> Box | None:
    """Rows and columns of the input (first and last) that one element of a layer is made from, inside the picture.

    It is the smallest box around all cells that count. None if the layer has no output, or if the element is made
    from no cell at all.

    Raises:
        KeyError: there is no such layer.
    """
    target = plan.stack.index(layer_id)
    shape = plan.layers[target].output_shape
    if shape is None:
        return None
    # Whatever the channel; where channels are features, the whole row of them.
    place = {4: (np.array([y]), np.array([x])), 3: (np.array([x]),)}.get(len(shape), ())
    channels = np.arange(shape[min(1, len(shape) - 1)])
    elements = (*((np.zeros(1, np.intp),) if len(shape) > 1 else ()), channels, *place)
    found = reach(plan, target, elements).get(-1)
    return None if found is None else box_of(found)


def box_of(elements: Elements) -> Box:
    """First and last row and column of some elements of `[b, c, h, w]`."""
    rows, columns = elements[-2:]
    return (int(rows[0]), int(rows[-1])), (int(columns[0]), int(columns[-1]))


def reach(plan: Plan, position: int, elements: Elements) -> dict[int, Elements]:
    """By position, the elements of every layer above that some elements of a layer are made from; −1 is the input.

    The layer itself comes first, the input last. Layers that play no part are left out.
    """
    waiting, found = {position: elements}, {}
    for place in range(position, -2, -1):
        if place not in waiting:
            continue
        found[place] = here = waiting.pop(place)
        if place >= 0:
            for source, more in _elements_of_sources(plan.layers[place], here):
                waiting[source] = joined(waiting.get(source), more)
    return found


def _elements_of_sources(layer: LayerPlan, elements: Elements) -> list[tuple[int, Elements]]:
    """For every source of a layer the elements that some of the layer's are made from."""
    if not layer.layer.enabled:
        return [(layer.sources[0], elements)]
    assert layer.output_shape is not None
    found = layer.layer.block.source_elements(elements, layer.input_shapes, layer.output_shape)
    return [(source, more) for source, more in zip(layer.sources, found, strict=True) if more is not None]


def _sources(layer: LayerPlan) -> tuple[int, ...]:
    return layer.sources if layer.layer.enabled else layer.sources[:1]


def _size(plan: Plan, position: int, axis: int) -> int:
    """Number of cells along an axis of what a layer puts out; −1 is the input."""
    shape = plan.layers[position].output_shape if position >= 0 else plan.input_shape
    assert shape is not None
    return plane_shape(shape)[2 + axis]


def _extents(plan: Plan, axis: int) -> dict[int, int]:
    """By position, how many cells of the input along an axis the element of a layer sees that sees most."""
    return {position: field.size for position, field in _axis_fields(plan, axis).items()}


def _axis_fields(plan: Plan, axis: int) -> Mapping[int, AxisField]:
    """By position, the receptive field of every layer that runs along an axis; told once for each kind of stack."""
    key = _follows_from(plan, axis)
    if key not in _known:
        _known[key] = _worked_out(plan, axis)
        for oldest in list(_known)[:-_KEPT]:
            _known.pop(oldest, None)
    return _known[key]


def _follows_from(plan: Plan, axis: int) -> Hashable:
    """What the fields along an axis follow from: everything but weights, names and channels."""
    layers = (
        (type(entry.layer.block), entry.layer.block.settings, entry.layer.enabled, entry.sources, _size(plan, at, axis))
        if entry.runs
        else None
        for at, entry in enumerate(plan.layers)
    )
    return (axis, _size(plan, -1, axis), *layers)


def _worked_out(plan: Plan, axis: int) -> Mapping[int, AxisField]:
    windows = _windows(plan, axis)
    fields: dict[int, Field] = {-1: Pattern(0, ((0, 0),), 1)}
    whole: dict[int, bool] = {-1: False}
    found: dict[int, AxisField] = {}
    for position, layer in enumerate(plan.layers):
        if not layer.runs:
            continue
        fields[position] = field = _field(plan, position, axis, fields, windows[position])
        whole[position] = any(whole[s] for s in _sources(layer)) or _sees_all(layer, axis)
        cells = _middle(_size(plan, position, axis))
        spans = [field.span(cell, cell) for cell in range(cells[0], cells[1] + 1)]
        size = max(0, *(high - low + 1 for low, high in spans))
        if whole[position] or isinstance(field, Table):
            found[position] = AxisField(min(size, _size(plan, -1, axis)) if whole[position] else size)
        else:
            first = field.span(0, 0)
            start = first[0] if first != NOTHING else None
            found[position] = AxisField(size, Fraction(field.jump, len(field.spans)), start)
    return found


def _sees_all(layer: LayerPlan, axis: int) -> bool:
    """Whether what a layer looks at along an axis is measured in pictures, not in cells."""
    block = layer.layer.block
    return layer.layer.enabled and (
        isinstance(block, AdaptivePool | Flatten) or (isinstance(block, Linear) and axis == 1)
    )


def _middle(size: int) -> Span:
    """The cells in the middle of an axis, where no window is cut off by the picture's edge."""
    count = min(size, _LOOKED_AT)
    first = (size - count) // 2
    return first, first + count - 1


def _ranges(plan: Plan, position: int, axis: int, cells: Span) -> list[tuple[int, Span]]:
    """Every source of a layer with the range of its cells that the cells `first…last` are made from."""
    layer = plan.layers[position]
    if not layer.layer.enabled:
        return [(layer.sources[0], cells)]
    block = _zero_padded(layer.layer.block)
    if _sees_all(layer, axis):  # cells beyond the edge would see a picture beyond the picture
        end = _size(plan, position, axis) - 1
        cells = min(max(cells[0], 0), end), min(max(cells[1], 0), end)
    found = ((s, block.source_range(axis, *cells, _size(plan, s, axis))) for s in layer.sources)
    return [(source, (low, high)) for source, (low, high) in found if low <= high]


def _zero_padded(block: Block) -> Block:
    """The block with a ring of zeros: a ring that copies cells says nothing about how far a window reaches."""
    return block.replace(padding_mode="zeros") if getattr(block, "padding_mode", "zeros") != "zeros" else block


def _windows(plan: Plan, axis: int) -> dict[int, Span]:
    """By position, the cells whose fields must be known: those in the middle and those that later layers ask for."""
    running = [position for position, layer in enumerate(plan.layers) if layer.runs]
    windows = {position: _middle(_size(plan, position, axis)) for position in running}
    for position in reversed(running):
        for source, (low, high) in _ranges(plan, position, axis, windows[position]):
            if source >= 0:
                first, last = windows[source]
                windows[source] = _shortened((min(first, low), max(last, high)))
    return windows


def _shortened(window: Span) -> Span:
    surplus = max(0, window[1] - window[0] + 1 - _LONGEST_TABLE)
    return window[0] + surplus // 2, window[1] - (surplus - surplus // 2)


def _field(plan: Plan, position: int, axis: int, fields: dict[int, Field], window: Span) -> Field:
    """The field of a layer's cells, from those of its sources."""
    if all(isinstance(fields[source], Pattern) for source in _sources(plan.layers[position])):
        first, last = _middle(_size(plan, position, axis))
        for cells in ((first, last), (first - _BEYOND, last + _BEYOND)):
            pattern = pattern_in(cells[0], _spans(plan, position, axis, fields, cells))
            if pattern is not None:
                return pattern
    return Table(window[0], _spans(plan, position, axis, fields, window))


def _spans(plan: Plan, position: int, axis: int, fields: dict[int, Field], cells: Span) -> list[Span]:
    """The fields of the cells `first…last` of a layer."""
    spans = []
    for cell in range(cells[0], cells[1] + 1):
        found = [NOTHING]
        for source, (low, high) in _ranges(plan, position, axis, (cell, cell)):
            field = fields[source]
            if len(field.spans) > 1 and low >= 0 and high < _size(plan, source, axis):
                found += [field.span(met, met) for met in _cells(plan, position, axis, cell, source)]
            else:
                found.append(field.span(low, high))
        spans.append(around(found))
    return spans


def _cells(plan: Plan, position: int, axis: int, cell: int, source: int) -> Sequence[int]:
    """The cells of a source that one cell is made from, without those that a dilated window steps over."""
    layer = plan.layers[position].layer
    return layer.block.source_cells(axis, [cell], _size(plan, source, axis)) if layer.enabled else (cell,)
