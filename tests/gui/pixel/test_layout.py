"""Where the parts of a sheet lie: as large as there is room, and readable where there is little."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnlab.gui.pixel.faces import faces_of
from cnnlab.gui.pixel.layout import Layout, Sums, lay_out
from cnnlab.gui.pixel.sheet import Addend, Grid, Number, Row, Sheet, Sign
from cnnlab.gui.theme import set_text_scale

pytestmark = pytest.mark.usefixtures("qapp")


def grid(height: int, width: int, text: str, adds: bool = False) -> Grid:
    return Grid(np.full((height, width), text, object), np.zeros((height, width), np.uint32), adds=adds)


def a_sum(channels: int, side: int, text: str = "-0.3333") -> Sheet:
    """As of a convolution with kernels of this side."""
    items = (grid(side, side, text), Sign("×"), grid(side, side, text), Sign("="), grid(side, side, text, adds=True))
    rows = tuple(Row(str(n), (*items, Sign("→ Σ"), Number("-0.0318", right=True))) for n in range(channels))
    addends = (*(Addend(row.label, "-0.0318") for row in rows), Addend("value", "-0.1005", strong=True))
    return Sheet("conv1 [0, 0, 1, 2]", "about", rows, addends)


def sides(layout: Layout) -> set[tuple[int, int]]:
    return {(p.cell.width(), p.cell.height()) for row in layout.rows for p in row.items if isinstance(p.item, Grid)}


def test_more_room_makes_numbers_larger() -> None:
    small, large = (lay_out(a_sum(1, 3), width, 400) for width in (800, 1600))
    assert max(sides(small)) < max(sides(large))


def test_where_it_is_narrow_the_sums_stand_in_the_list_below_and_every_number_stays() -> None:
    wide, narrow = lay_out(a_sum(3, 3), 930, 400), lay_out(a_sum(3, 3), 540, 400)
    assert wide.addends.top() == narrow.rows[0].top
    assert narrow.addends.top() > narrow.rows[-1].bottom
    assert all(isinstance(row.items[-1].item, Grid) for row in narrow.rows)
    assert min(width for width, _height in sides(narrow)) > 30


def test_a_sum_over_three_channels_is_in_sight_as_a_whole_beside_both_panels_of_a_small_window() -> None:
    layout = lay_out(a_sum(3, 3), 588, 207, lambda: a_sum(3, 3, "-0.333"))
    assert layout.size.width() <= 588
    assert layout.size.height() <= 207
    assert layout.addends.top() == layout.rows[0].top
    assert layout.sheet.rows[0].items[0].texts[0, 0] == "-0.333"  # type: ignore[union-attr]
    assert min(sides(layout)) > (40, 17)


def test_digits_are_left_out_only_where_type_would_be_small() -> None:
    layout = lay_out(a_sum(3, 3), 930, 400, lambda: a_sum(3, 3, "-0.333"))
    assert layout.sheet.rows[0].items[0].texts[0, 0] == "-0.3333"  # type: ignore[union-attr]


def test_where_all_type_is_larger_numbers_grow_last() -> None:
    set_text_scale(1.25)
    try:
        layout = lay_out(a_sum(3, 3), 588, 207, lambda: a_sum(3, 3, "-0.333"))
    finally:
        set_text_scale(1.0)
    assert min(sides(layout)) > (36, 14)


def test_large_kernels_give_up_the_numbers_of_their_factors_first() -> None:
    layout = lay_out(a_sum(2, 5), 520, 300)
    shown = [placed.cell.width() > 30 for placed in layout.rows[0].items if isinstance(placed.item, Grid)]
    assert shown == [False, False, True]


@given(channels=st.integers(1, 24), side=st.integers(1, 15), width=st.integers(300, 2000), height=st.integers(100, 900))
def test_nothing_lies_over_anything_else(channels: int, side: int, width: int, height: int) -> None:
    layout = lay_out(a_sum(channels, side), width, height)
    for row in layout.rows:
        assert not any(one.rect.intersects(other.rect) for one, other in combinations(row.items, 2))
        assert not any(placed.rect.intersects(layout.addends) for placed in row.items)
    assert all(above.bottom < below.top for above, below in pairwise(layout.rows))


def test_where_it_is_narrower_yet_the_products_stand_below_their_factors_and_no_number_goes() -> None:
    set_text_scale(1.5)
    try:
        layout = lay_out(a_sum(3, 3), 384, 230, lambda: a_sum(3, 3, "-0.333"))
    finally:
        set_text_scale(1.0)
    assert layout.size.width() <= 384
    row = layout.rows[0]
    patch, kernel, product = (placed for placed in row.items if isinstance(placed.item, Grid))
    assert not any(placed.bare for placed in (patch, kernel, product))
    assert patch.rect.top() == kernel.rect.top()
    assert product.rect.top() > patch.rect.bottom()
    assert row.label.bottom() <= kernel.rect.bottom()
    assert row.bottom < 230 - layout.addends.height(), "the first channel is in sight above the sum"


@given(channels=st.integers(1, 4), width=st.integers(360, 600))
def test_a_sum_below_the_rows_is_written_in_lines_within_the_width(channels: int, width: int) -> None:
    layout = lay_out(a_sum(channels, 3), width, 100)
    parts = [part for placed in layout.foot for part in placed.parts]
    assert bool(parts) == (layout.form.sums is Sums.BELOW)
    assert not any(one.intersects(other) for one, other in combinations(parts, 2))
    assert all(layout.addends.contains(part) for part in parts if not part.isEmpty())
    if layout.foot:
        assert [placed.sign for placed in layout.foot] == ["", *["+"] * (channels - 1), "="]


def test_a_number_in_a_cell_of_a_given_size_has_room_around_it_or_is_told_on_hover() -> None:
    for text, side, bare in (("0.333", 44, False), ("-0.33333", 44, True), ("0.333", 26, True)):
        small = Grid(np.full((3, 3), text, object), np.zeros((3, 3), np.uint32), side=side)
        layout = lay_out(Sheet("", "", (Row("gradient", (small,)),)), 600, 500)
        placed = layout.rows[0].items[0]
        assert placed.bare is bare, text
        if not bare:
            assert faces_of(placed.size).cell.width(text) <= side - 6


def test_a_long_sum_below_the_rows_has_its_smaller_addends_put_together_and_adds_up() -> None:
    layout = lay_out(a_sum(24, 3), 540, 180)
    assert layout.form.sums is Sums.BELOW
    said = [placed.addend for placed in layout.foot]
    assert [said[0].name, said[-2].name, said[-1].name] == ["0", "23", "value"]
    (rest,) = (addend for addend in said if addend.name == "…")
    kept = len(said) - 3
    assert Decimal(rest.number) == (23 - kept) * Decimal("-0.0318")
    assert layout.addends.height() <= 2 * layout.line + 4
