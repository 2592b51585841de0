"""Fields of the cells of a layer along one axis: in closed form where they repeat, as a table where they do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

Span = tuple[int, int]

NOTHING: Final[Span] = (2**62, -(2**62))  # the field of a cell that is made from no cell at all


@dataclass(frozen=True)
class Pattern:
    """Fields that repeat: those of the cells from `first` on are `spans`, then the same again, `jump` further on.

    Strided windows alone repeat with every cell, an upsampling by two with every other one.
    """

    first: int
    spans: Sequence[Span]
    jump: int

    def span(self, first: int, last: int) -> Span:
        """The field of the cells `first…last`; only the outermost ones can reach furthest."""
        period = len(self.spans)
        lows = (self._at(cell)[0] for cell in range(first, min(first + period, last + 1)))
        highs = (self._at(cell)[1] for cell in range(max(first, last - period + 1), last + 1))
        return min(lows), max(highs)

    def _at(self, cell: int) -> Span:
        turns, index = divmod(cell - self.first, len(self.spans))
        return _shifted(self.spans[index], turns * self.jump)


def _shifted(span: Span, by: int) -> Span:
    return span if span == NOTHING else (span[0] + by, span[1] + by)


@dataclass(frozen=True)
class Table:
    """The fields of the cells from `first` on, where they do not repeat, as behind a resizing to any size."""

    first: int
    spans: Sequence[Span]

    def span(self, first: int, last: int) -> Span:
        """The field of the cells `first…last`; those beyond the table are taken for its outermost ones."""
        end = len(self.spans) - 1
        start, stop = (min(max(cell - self.first, 0), end) for cell in (first, last))
        return around(self.spans[start : stop + 1])


Field = Pattern | Table


def around(spans: Sequence[Span]) -> Span:
    """The smallest field that holds them all."""
    return min(low for low, _ in spans), max(high for _, high in spans)


def pattern_in(first: int, spans: Sequence[Span]) -> Pattern | None:
    """The pattern in which fields repeat, seen at least twice and a bit."""
    start = next((i for i, span in enumerate(spans) if span != NOTHING), len(spans))
    for period in range(1, min((len(spans) - 1) // 2, len(spans) - 1 - start) + 1):
        jump = spans[start + period][0] - spans[start][0]
        if all(spans[i + period] == _shifted(spans[i], jump) for i in range(len(spans) - period)):
            return Pattern(first, spans[:period], jump)
    return None
