"""From an explanation to the sheet that shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from cnnlab.blocks.explanation import (
    Blend,
    Curve,
    Explanation,
    Numbers,
    Origins,
    Patch,
    Pool,
    Share,
    Standardised,
    Terms,
)
from cnnlab.blocks.sizes import shape_text
from cnnlab.blocks.weight import Shape
from cnnlab.document.stack import INPUT
from cnnlab.engine.planes import plane_shape
from cnnlab.engine.view import Probe
from cnnlab.explain.digits import (
    SIGNIFICANT,
    Digits,
    digits_for,
    filled_formula,
    gap_of,
    largest_first,
    number_text,
    shown_sum,
    shown_terms,
)
from cnnlab.explain.written import verdict
from cnnlab.gui.pixel.cell_colours import cell_colours
from cnnlab.gui.pixel.sheet import Addend, Cells, Grid, Item, Number, Plot, Row, Sheet, Sign, Texts
from cnnlab.gui.pixel.tints import Tints, largest
from cnnlab.text import N_, Message, _, plural

MOST_TERMS = 24  # channels that are written out
MOST_SIDE = 15  # cells of a side that have numbers
_MOST_SHARES = 16
_LETTERS = "RGB"


@dataclass(frozen=True)
class Subject:
    """What is explained, besides its numbers.

    Attributes:
        label: the layer's name.
        sources: ids of what the layer takes, in order.
        shapes: their shapes.
        item: of the batch.
        by_size: list the largest contribution first, else by number.
        plot: for an activation, places on its curve, `[2, n]`.
        cells: a colour for each cell of the kernel is laid over the grids.
        significant: digits of the largest number of a weighted sum.
    """

    label: str
    sources: tuple[str, ...]
    shapes: tuple[Shape, ...]
    item: int = 0
    by_size: bool = True
    plot: Numbers | None = None
    cells: bool = False
    significant: int = SIGNIFICANT


def sheet_of(explanation: Explanation, subject: Subject, tints: Tints) -> Sheet:
    """The sheet of an explanation."""
    return _Writer(explanation, subject, tints).sheet()


class _Writer:
    def __init__(self, explanation: Explanation, subject: Subject, tints: Tints) -> None:
        self._of, self._subject, self._tints = explanation, subject, tints

    def sheet(self) -> Sheet:
        part = self._of.part
        if isinstance(part, Terms):
            rows, addends, about = self._terms(part)
            value = addends[-1].number
        else:
            rows, addends, about = self._other(part), (), self._of.symbols
            value = number_text(self._of.value)
        notes = tuple(str(note) for note in (self._of.note,) if note is not None)
        title = f"{self._subject.label} {shape_text(self._of.index)}"
        return Sheet(title, about, rows, addends, verdict(self._of), self._of.agrees, notes, value)

    # -- weighted sums --

    def _terms(self, terms: Terms) -> tuple[tuple[Row, ...], tuple[Addend, ...], str]:
        places = largest_first(terms.sums, MOST_TERMS)
        places = places if self._subject.by_size and len(terms.sums) > 3 else tuple(sorted(places))
        shown = shown_terms(self._of, places, self._subject.significant)
        scales = (largest(terms.patch.values), largest(terms.weights), largest(terms.products))
        names = [self._channel(0, terms.patch.channels[place]) for place in places]
        rows = tuple(
            Row(name, self._term(terms, place, shown.products[n], shown.sums[n], scales))
            for n, (place, name) in enumerate(zip(places, names, strict=True))
        )
        others = len(terms.sums) - len(places)
        more = plural("{count} more channel", "{count} more channels", others)
        found = [(name, number) for name, number in zip(names, shown.sums, strict=True)]
        found += [(str(more), shown.rest)] if shown.rest is not None else []
        found += [(_("bias"), shown.bias)] if shown.bias is not None else []
        found += [(_("rounding"), shown.gap)] if shown.gap is not None else []
        addends = (*(Addend(name, number) for name, number in found), Addend(_("value"), shown.value, strong=True))
        count = len(terms.sums)
        about = N_("patch × slice, summed over {count} channels, plus bias")
        if terms.bias is None:
            about = N_("patch × slice, summed over {count} channels")
        return rows, addends, str(Message(about, count=count))

    def _term(
        self, terms: Terms, place: int, products: Texts, total: str, scales: tuple[float, float, float]
    ) -> tuple[Item, ...]:
        weights, values = terms.weights[place], terms.products[place]
        frames = cell_colours(terms, self._tints.theme) if self._subject.cells and products.size > 1 else None
        patch = replace(self._patch(terms.patch, place, scales[0]), frames=frames)
        kernel = Grid(self._texts(weights, of=terms.weights), self._tints.weights(weights, scales[1]), frames=frames)
        colours = self._tints.activations(values, scales[2])
        product = Grid(_room(products, values), colours, patch.missing, adds=True, frames=frames)
        if products.size == 1:
            return patch, Sign("×"), kernel, Sign("="), product
        return patch, Sign("×"), kernel, Sign("="), product, Sign("→ Σ"), Number(total, right=True)

    def _patch(self, patch: Patch, place: int, scale: float, ring: tuple[int, int] | None = None) -> Grid:
        values, inside = patch.values[place], patch.inside
        of_input = self._subject.sources[:1] == (INPUT,) and self._tints.is_picture
        colours = self._tints.picture(values) if of_input else self._tints.activations(values, scale)
        cells = None
        if self._subject.sources and len(self._subject.shapes[0]) == 4:
            channel = patch.channels[place]
            cells = Cells(self._subject.sources[0], self._subject.item, channel, patch.rows, patch.columns)
        missing = None if inside.all() else ~inside
        return Grid(self._texts(values, missing, patch.values), colours, missing, ring, cells)

    # -- everything else --

    def _other(self, part: object) -> tuple[Row, ...]:
        filled, result = filled_formula(self._of, number_text)
        formula = Row("", (Number(filled), Sign("="), Number(result, strong=True)))
        match part:
            case Pool():
                return self._pool(part)
            case Blend():
                return self._blend(part)
            case Curve():
                plot = self._subject.plot
                curve = (Plot(plot[0], plot[1], (part.x, part.y)),) if plot is not None else ()
                return (formula, *((Row("", curve),) if curve else ()))
            case Standardised():
                return (Row("", (Number(self._of.symbols),)), formula, Row("", (Sign(self._shared(part)),)))
            case Share():
                powers = part.powers
                return (self._share(part), formula) if powers is None else self._exponentials(part, powers)
            case Origins():
                return self._origins(part, formula)
        return (formula,)

    def _pool(self, pool: Pool) -> tuple[Row, ...]:
        patch, ring = pool.patch, None
        if pool.winner is not None:
            y, x = (
                np.flatnonzero(axis == at) for axis, at in zip((patch.rows, patch.columns), pool.winner, strict=True)
            )
            ring = (int(y[0]), int(x[0])) if y.size and x.size else None
        window = self._patch(patch, 0, largest(patch.values), ring)
        sign = _("largest →") if pool.divisor is None else f"Σ ÷ {pool.divisor} ="
        value = Number(number_text(self._of.value), strong=True)
        return (Row(self._channel(0, patch.channels[0]), (window, Sign(sign), value)),)

    def _blend(self, blend: Blend) -> tuple[Row, ...]:
        shown = shown_sum(blend.products.ravel(), self._of.value)
        texts = np.array(shown.addends, object).reshape(blend.products.shape[1:])
        patch = self._patch(blend.patch, 0, largest(blend.patch.values))
        shares = Grid(self._texts(blend.shares[0]), self._tints.weights(blend.shares[0], largest(blend.shares)))
        product = Grid(
            _room(texts, blend.products[0]), self._tints.activations(blend.products[0], largest(blend.products))
        )
        gap = [item for gap in gap_of(shown) for item in (Sign("+"), Number(gap))]
        end = (Sign("→ Σ"), *gap, Number(shown.result, strong=True)) if texts.size > 1 else ()
        return (Row(self._channel(0, blend.patch.channels[0]), (patch, Sign("×"), shares, Sign("="), product, *end)),)

    def _shared(self, norm: Standardised) -> str:
        if norm.shared is None:
            return _("μ and σ² are the running ones of the channel: what train mode has gathered")
        spans = ", ".join(str(a) if a == b else f"{a}…{b}" for a, b in norm.shared)
        return str(Message(N_("μ and σ² are those of {count} cells: [{spans}]"), count=norm.count, spans=spans))

    def _share(self, share: Share) -> Row:
        places, before, after = _window(share)
        values = share.values[None, places.start : places.stop]
        colours, ring = self._tints.activations(values, largest(share.values)), (0, share.position - places.start)
        return Row("x", (*before, Grid(self._texts(values), colours, ring=ring), *after))

    def _exponentials(self, share: Share, powers: Numbers) -> tuple[Row, ...]:
        """The numerator over the divisor; and which they are, the values, the exponentials that add up to it."""
        places, before, after = _window(share)
        seen, own, total = powers[places.start : places.stop], share.position - places.start, float(powers.sum())
        others = [float(total - seen.sum())] if before or after else []
        shown = shown_sum(np.array([*seen, *others]), total, _digits_of_share(float(seen[own]), total))
        numbers = np.array([[str(place)] for place in places], object)
        values, exponentials = share.values[places.start : places.stop, None], seen[:, None]
        names = Grid(numbers, np.full(numbers.shape, self._tints.ground, np.uint32), adds=True)
        ring = own, 0
        xs = Grid(self._texts(values), self._tints.activations(values, largest(share.values)), ring=ring, adds=True)
        texts = np.array([[text] for text in shown.addends[: len(seen)]], object)
        es = Grid(texts, self._tints.activations(exponentials, largest(powers)), ring=ring, adds=True)
        more: list[Item] = [Sign("+"), Number(shown.addends[-1]), Sign(_("of the others"))] if others else []
        gaps: list[Item] = [item for gap in gap_of(shown) for item in (Sign("+"), Number(gap))]
        axes = {0: _("item"), 1: _("channel"), 2: _("row"), 3: _("column")}
        quotient = Number(f"{shown.addends[own]} / {shown.result}")
        beyond = "\n".join(sign.text for sign in (*before, *after) if isinstance(sign, Sign))
        around: list[Item] = [Sign(beyond)] if others else []
        table: tuple[Item, ...] = (names, Sign("x ="), xs, Sign("e^(x − max) ="), es, *around, *more, *gaps)
        return (
            Row("e^(x − max) / Σ", (quotient, Sign("="), Number(number_text(self._of.value), strong=True))),
            Row(axes.get(share.axis, _("place")), (*table, Sign("→ Σ"), Number(shown.result))),
        )

    def _origins(self, origins: Origins, formula: Row) -> tuple[Row, ...]:
        if not origins.origins:
            return (Row("", (Number(_("a cell that was added: 0"), strong=True),)),)
        rows = []
        for origin in origins.origins:
            source, shape = self._subject.sources[origin.input], self._subject.shapes[origin.input]
            name = f"{_('input') if source == INPUT else source} {shape_text(origin.index)}"
            rows.append(Row(name, (Sign("="), Number(number_text(origin.value))), _probe(source, shape, origin.index)))
        return tuple(rows) if self._of.template == "{x}" else (*rows, formula)

    def _texts(self, values: Numbers, missing: np.ndarray | None = None, of: Numbers | None = None) -> Texts:
        """Numbers on their own, written alike, as all those they are `of`; none in a grid too large for them."""
        texts = np.full(values.shape, "", object)
        if max(values.shape) <= MOST_SIDE:
            digits = digits_for(values if of is None else of, significant=self._subject.significant)
            texts.ravel()[:] = [digits.rounded(value) if value else "0" for value in values.ravel().tolist()]
            if missing is not None:
                texts[missing] = ""
        return texts

    def _channel(self, source: int, channel: int) -> str:
        shapes, sources = self._subject.shapes, self._subject.sources
        lettered = source < len(sources) and sources[source] == INPUT and plane_shape(shapes[source])[1] == 3
        return _LETTERS[channel] if lettered else str(channel)


def _probe(layer: str, shape: Shape, index: Sequence[int]) -> Probe | None:
    """The element as it is shown; None where the tensor has no such place on screen."""
    match len(shape):
        case 1:
            return layer, 0, index[0], 0, 0
        case 2:
            return layer, index[0], index[1], 0, 0
        case 3:
            return layer, index[0], index[1], 0, index[2]
        case 4:
            return layer, index[0], index[1], index[2], index[3]
    return None


def _room(texts: Texts, values: Numbers) -> Texts:
    """Addends as they are written, nothing as 0; none in a grid that is too large for them."""
    if max(texts.shape) > MOST_SIDE:
        return np.full(texts.shape, "", object)
    return np.where(values == 0, "0", texts)


def _window(share: Share) -> tuple[range, list[Item], list[Item]]:
    """The places around the element that have room, and what says how many come before and after them."""
    count = len(share.values)
    first = min(max(0, share.position - _MOST_SHARES // 2), max(0, count - _MOST_SHARES))
    last = min(first + _MOST_SHARES, count)
    before = [Sign(str(plural("{count} before", "{count} before", first)))] if first else []
    after = [Sign(str(plural("{count} after", "{count} after", count - last)))] if count > last else []
    return range(first, last), [*before], [*after]


def _digits_of_share(numerator: float, total: float) -> Digits:
    """Digits that show both, the numerator to as many places as can be."""
    digits = digits_for(np.array([total]))
    wanted = digits_for(np.array([numerator]))
    return digits if wanted.exponent else Digits(min(max(digits.decimals, wanted.decimals), digits.decimals + 4))
