"""The explanation of a block that states none of its own: computed once more, in float64."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from cnnlab.blocks.elements import single
from cnnlab.blocks.explanation import Explanation, Index, Region, rounding
from cnnlab.blocks.reading import element

if TYPE_CHECKING:
    from torch import Tensor

    from cnnlab.blocks.base import Block, Run


def recomputed(
    block: Block, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run, index: Index, output: Tensor
) -> Explanation:
    """The block's own forward expression on all of its inputs, in float64.

    What it reads follows from its rules for rows, columns and channels. Of what it does with that nothing is known, so
    the bound takes every cell for an addend of the largest size.
    """
    doubled = replace(run, statistics={name: values.cpu().double() for name, values in run.statistics.items()})
    exact = [x.detach().cpu().double() for x in inputs]
    held = {name: weight.detach().cpu().double() for name, weight in weights.items()}
    total = element(block.forward(exact, held, doubled), index)
    sources = block.source_elements(single(index), [tuple(x.shape) for x in inputs], tuple(output.shape))
    reads = tuple(
        Region(i, tuple((int(axis[0]), int(axis[-1])) for axis in cells))
        for i, cells in enumerate(sources)
        if cells is not None
    )
    value = element(output, index)
    boxes = [exact[r.input][tuple(slice(a, b + 1) for a, b in r.spans)] for r in reads]
    count, size = sum(box.numel() for box in boxes), sum(float(box.abs().sum()) for box in boxes)
    names = {f"x{i + 1}": box.numpy() if box.numel() > 1 else float(box) for i, box in enumerate(boxes)}
    return Explanation(
        index=index,
        value=value,
        total=total,
        bound=rounding(8 + count, size + abs(total) + 1),
        template=f"{block.title}({', '.join(f'{{{name}}}' for name in names)})",
        values=names,
        reads=reads,
    )
