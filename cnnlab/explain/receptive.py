"""The receptive field: which part of the input an element is made from, by place alone, whatever the weights.

Height and width never meet, so each axis is worked out on its own. Norms do not widen a field: their mean and variance
shift and scale all cells alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from cnnlab.blocks.base import Block
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
    if not plan.layers[target].runs:
        return None
    cells: dict[int, tuple[set[int], set[int]]] = {target: ({y}, {x})}
    for position in range(target, -1, -1):
        if position not in cells:
            continue
        for source, rows, columns in _sources_of(plan, position, cells.pop(position)):
            known = cells.setdefault(source, (set(), set()))
            known[0].update(rows)
            known[1].update(columns)
    if -1 not in cells:
        return None
    ys, xs = cells[-1]
    return (min(ys), max(ys)), (min(xs), max(xs))


def _sources_of(
    plan: Plan, position: int, cells: tuple[set[int], set[int]]
) -> Iterator[tuple[int, Sequence[int], Sequence[int]]]:
    """For every source of a layer the rows and columns that some of the layer's rows and columns are made from."""
    layer = plan.layers[position]
    for source in _sources(layer):
        if not layer.layer.enabled:
            yield source, sorted(cells[0]), sorted(cells[1])
            continue
        rows, columns = (
            layer.layer.block.source_cells(axis, sorted(cells[axis]), _size(plan, source, axis)) for axis in (0, 1)
        )
        if rows and columns:
            yield source, rows, columns


def _sources(layer: LayerPlan) -> tuple[int, ...]:
    return layer.sources if layer.layer.enabled else layer.sources[:1]


def _size(plan: Plan, position: int, axis: int) -> int:
    """Number of cells along an axis of what a layer puts out; −1 is the input."""
    shape = plan.layers[position].output_shape if position >= 0 else plan.input_shape
    assert shape is not None
    return plane_shape(shape)[2 + axis]


def _extents(plan: Plan, axis: int) -> dict[int, int]:
    """By position, how many cells of the input along an axis the element of a layer sees that sees most."""
    windows = _windows(plan, axis)
    fields: dict[int, Field] = {-1: Pattern(0, ((0, 0),), 1)}
    whole: dict[int, bool] = {-1: False}
    extents: dict[int, int] = {}
    for position, layer in enumerate(plan.layers):
        if not layer.runs:
            continue
        fields[position] = field = _field(plan, position, axis, fields, windows[position])
        whole[position] = any(whole[s] for s in _sources(layer)) or _sees_all(layer, axis)
        cells = _middle(_size(plan, position, axis))
        spans = [field.span(cell, cell) for cell in range(cells[0], cells[1] + 1)]
        extents[position] = max(0, *(high - low + 1 for low, high in spans))
        if whole[position]:
            extents[position] = min(extents[position], _size(plan, -1, axis))
    return extents


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
