"""Code as a value: lines that know which layer they belong to."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

_WIDEST = 120  # columns: what is longer is broken
_WIDEST_REMARKED = 88  # the same without the comment, if there is one
_STEP = "    "
_SHAPE = re.compile(r"  # \[[\d, ]+\]$")


@dataclass(frozen=True)
class Line:
    """One line; `layer` is the id of the layer that it belongs to, None for what holds the layers together."""

    text: str
    layer: str | None = None


@dataclass(frozen=True)
class Code:
    """A whole Python file."""

    lines: tuple[Line, ...]

    @cached_property
    def text(self) -> str:
        """The file, each line with its end."""
        return "".join(f"{line.text}\n" for line in self.lines)

    def lines_of(self, layer_id: str) -> tuple[int, ...]:
        """Which lines belong to a layer, counted from 0."""
        return tuple(number for number, line in enumerate(self.lines) if line.layer == layer_id)

    def layer_at(self, number: int) -> str | None:
        """The id of the layer that a line, counted from 0, belongs to; None for other lines and beyond the last."""
        return self.lines[number].layer if 0 <= number < len(self.lines) else None


@dataclass(frozen=True)
class Remarked:
    """A line that is still to get its comment."""

    text: str
    comment: str = ""
    layer: str | None = None


def without_shapes(code: Code, layers: Collection[str], instead: str) -> Code:
    """The code of some layers with something else in place of the shape behind their lines."""
    comment = f"  # {instead}"
    lines = (Line(_SHAPE.sub(comment, at.text), at.layer) if at.layer in layers else at for at in code.lines)
    return Code(tuple(lines))


def plain(*texts: str) -> list[Line]:
    """Lines that belong to no layer."""
    return [Line(text) for text in texts]


def aligned(rows: Iterable[Remarked]) -> list[Line]:
    """The lines, long ones broken, with their comments below each other."""
    parts = [part for row in rows for part in _broken(row)]
    lengths = [len(part.text) for part in parts if part.comment]
    column = max((length for length in lengths if length <= _WIDEST_REMARKED), default=0)
    return [Line(f"{p.text:<{column}}  # {p.comment}" if p.comment else p.text, p.layer) for p in parts]


def indented(rows: Iterable[Remarked], depth: int) -> list[Remarked]:
    """The lines moved to the right by so many steps."""
    return [Remarked(f"{_STEP * depth}{row.text}", row.comment, row.layer) for row in rows]


def _broken(row: Remarked) -> list[Remarked]:
    """A long call with its arguments in a line of their own, or each in one if that would be long too."""
    widest = _WIDEST_REMARKED if row.comment else _WIDEST
    head, opening, rest = row.text.partition("(")
    if len(row.text) <= widest or not opening:
        return [row]
    arguments, tail = _arguments(rest)
    margin = row.text[: len(row.text) - len(row.text.lstrip())]
    whole = f"{margin}{_STEP}{', '.join(arguments)}"
    texts = [whole] if len(whole) <= _WIDEST else [f"{margin}{_STEP}{argument}," for argument in arguments]
    return [
        Remarked(f"{head}(", row.comment, row.layer),
        *(Remarked(text, layer=row.layer) for text in texts),
        Remarked(f"{margin}){tail}", layer=row.layer),
    ]


def _arguments(rest: str) -> tuple[list[str], str]:
    """What stands between the commas of a call, up to the bracket that ends it, and what follows that."""
    depth, start, found = 0, 0, []
    for place, sign in enumerate(rest):
        if depth == 0 and sign in ",)":
            found.append(rest[start:place].strip())
            start = place + 1
            if sign == ")":
                break
        depth += (sign in "([{") - (sign in ")]}")
    return found, rest[start:]
