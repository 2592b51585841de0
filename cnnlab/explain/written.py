"""An explanation as lines of text whose digits add up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from cnnlab.blocks.explanation import (
    Blend,
    Explanation,
    Numbers,
    Origins,
    Pool,
    Region,
    Share,
    Span,
    Standardised,
    Terms,
)
from cnnlab.blocks.sizes import shape_text
from cnnlab.explain.digits import digits_for, exact_text, filled_formula, gap_of, number_text, shown_sum, shown_terms
from cnnlab.text import N_, Message, _

NO_NUMBER = "·"  # where zeros were added
_MOST = 16  # numbers of a row that are written out
_SIDE = 32  # of a window that is written out

Texts = NDArray[np.object_]


def as_text(explanation: Explanation, layer_id: str, sources: Sequence[str]) -> str:
    """Lines that say how the value comes about; `sources` are the ids of the layer's inputs, in order."""
    terms = explanation.terms
    value = shown_terms(explanation).value if terms is not None else number_text(explanation.value)
    head = [f"{layer_id} {shape_text(explanation.index)} = {value}", explanation.symbols]
    head += [str(explanation.note)] if explanation.note is not None else []
    body = _terms(explanation, terms) if terms is not None else _other(explanation, sources)
    return "\n".join([*head, "", *body, "", verdict(explanation)])


def verdict(explanation: Explanation) -> str:
    """Whether the tensor's value is the formula's, in one sentence with the numbers."""
    difference, bound = (exact_text(size, 2) for size in (abs(explanation.difference), explanation.bound))
    if explanation.value == explanation.total or (explanation.agrees and np.isnan(explanation.value)):
        return _("equal to the tensor")
    if explanation.agrees:
        text = N_("equal to the tensor within float32 rounding: {difference} apart, {bound} at most")
    else:
        text = N_("{difference} apart from the tensor, more than the {bound} of float32 rounding")
    return str(Message(text, difference=difference, bound=bound))


def _terms(explanation: Explanation, terms: Terms) -> list[str]:
    """Patch times weights = products of every channel, then the sums, the bias, the value."""
    shown = shown_terms(explanation)
    names = [str(Message(N_("channel {number}"), number=channel)) for channel in terms.patch.channels]
    cells, kernels = _texts(terms.patch.values, terms.patch.inside), _texts(terms.weights)
    rest = [(_("bias"), shown.bias), (_("rounding"), shown.gap), (_("value"), shown.value)]
    tail = [(name, text) for name, text in rest if text is not None]
    if terms.products[:1].size == 1:  # a table of one line a channel
        rows = [
            (name, f"{cell} × {kernel} = {product}")
            for name, cell, kernel, product in zip(
                names, *(_flush(part).ravel() for part in (cells, kernels, shown.products)), strict=True
            )
        ]
        return _aligned([*rows, *tail])
    blocks = [
        line
        for number, name in enumerate(names)
        for line in (name, *_equation(cells[number], kernels[number], shown.products[number]), "")
    ]
    return [*blocks, *_aligned([*zip(names, shown.sums, strict=True), *tail])]


def _equation(cells: Texts, kernels: Texts, products: Texts) -> Iterator[str]:
    """Rows of three tables side by side, with the signs in the middle row."""
    tables = [[" ".join(row) for row in _flush(part)] for part in (cells, kernels, products)]
    for number, (cell, kernel, product) in enumerate(zip(*tables, strict=True)):
        middle = number == len(cells) // 2
        yield f"  {cell}  {'×' if middle else ' '}  {kernel}  {'=' if middle else ' '}  {product}"


def _other(explanation: Explanation, sources: Sequence[str]) -> list[str]:
    """The formula with its numbers, and what is special to this kind."""
    match explanation.part:
        case Blend() as blend:
            shown = shown_sum(blend.products.ravel(), explanation.value)
            products = np.array(shown.addends, object).reshape(blend.products.shape[1:])
            table = list(_equation(_texts(blend.patch.values)[0], _texts(blend.shares)[0], products))
            return [
                *table,
                "",
                *_aligned([*((_("rounding"), gap) for gap in gap_of(shown)), (_("value"), shown.result)]),
            ]
        case Pool() as pool:
            return [*_window(pool), *_filled(explanation)]
        case Origins() as origins:
            found = [(sources[o.input], shape_text(o.index)) for o in origins.origins]
            names = _flush(np.array([f"{layer} {index}" for layer, index in found], object))
            numbers = [number_text(origin.value) for origin in origins.origins]
            sources_of = _aligned(list(zip(names, numbers, strict=True)))
            return sources_of if explanation.template == "{x}" and numbers else [*sources_of, *_filled(explanation)]
        case Standardised() as norm:
            return [*_filled(explanation), _shared(norm, explanation.reads)]
        case Share() as share:
            return [*_filled(explanation), *_row(share)]
    return _filled(explanation)


def _filled(explanation: Explanation) -> list[str]:
    filled, result = filled_formula(explanation)
    return [f"{filled} = {result}"]


def _window(pool: Pool) -> list[str]:
    """The cells of a window, and which of them won."""
    height, width = pool.patch.inside.shape
    if max(height, width) > _SIDE:
        rows = [_summary(pool.patch.values[0][pool.patch.inside])]
    else:
        rows = ["  " + " ".join(row) for row in _flush(_texts(pool.patch.values, pool.patch.inside)[0])]
    if pool.winner is not None:
        rows.append(str(Message(N_("the largest lies at row {y}, column {x}"), y=pool.winner[0], x=pool.winner[1])))
    return rows


def _shared(norm: Standardised, reads: Sequence[Region]) -> str:
    if norm.shared is None:
        return _("running mean and variance of the channel")
    spans = _spans_text(reads[0].spans)
    return str(Message(N_("mean and variance of {count} cells: {spans}"), count=norm.count, spans=spans))


def _row(share: Share) -> list[str]:
    """The values that are compared."""
    if share.values.size > _MOST:
        return [_summary(share.values)]
    digits = digits_for(share.values)
    row = ", ".join(digits.rounded(float(value)) for value in share.values)
    if share.powers is None:
        return [row]
    shown = shown_sum(share.powers, float(share.powers.sum()))
    return [f"x: {row}", f"e^(x − max): {' + '.join([*shown.addends, *gap_of(shown)])} = {shown.result}"]


def _summary(values: Numbers) -> str:
    low, high = (number_text(float(end)) for end in (values.min(), values.max()))
    return str(Message(N_("{count} values from {low} to {high}"), count=values.size, low=low, high=high))


def _spans_text(spans: Sequence[Span]) -> str:
    return "[" + ", ".join(str(a) if a == b else f"{a}…{b}" for a, b in spans) + "]"


def _texts(values: Numbers, inside: NDArray[np.bool_] | None = None) -> Texts:
    """Numbers that are no addends, written alike; `NO_NUMBER` where none is inside."""
    digits = digits_for(values)
    texts = np.empty(values.shape, object)
    texts.ravel()[:] = [digits.rounded(value) for value in values.ravel().tolist()]
    if inside is not None:
        texts[:, ~inside] = NO_NUMBER
    return texts


def _flush(texts: Texts) -> Texts:
    """The same texts, all of them as wide as the widest."""
    width = max((len(text) for text in texts.ravel()), default=0)
    pad: Callable[[Texts], Texts] = np.vectorize(lambda text: text.rjust(width), otypes=[object])
    return pad(texts) if texts.size else texts


def _aligned(rows: Sequence[tuple[str, str]]) -> list[str]:
    """Names on the left, numbers flush right."""
    left, right = (max((len(row[side]) for row in rows), default=0) for side in (0, 1))
    return [f"{name.ljust(left)}  {number.rjust(right)}" for name, number in rows]
