"""The explanation of blocks that take a value over from somewhere else as it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cnnlab.blocks.explanation import Explanation, Index, Origins
from cnnlab.blocks.reading import element, regions_of, taken
from cnnlab.text import Message

if TYPE_CHECKING:
    from torch import Tensor


def copied(
    inputs: Sequence[Tensor],
    index: Index,
    output: Tensor,
    source: tuple[int, Index] | None,
    note: Message | None = None,
) -> Explanation:
    """The explanation of an element that is an element of an input, or a zero that was added where it is none."""
    origins = taken(dict(enumerate(inputs)), {source[0]: source[1]}) if source else Origins(())
    x = origins.origins[0].value if source else 0.0
    return Explanation(
        index=index,
        value=element(output, index),
        total=x,
        bound=0.0,
        template="{x}",
        values={"x": x},
        part=origins,
        reads=regions_of(origins),
        code="x",
        note=note,
    )
