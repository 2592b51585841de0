from __future__ import annotations

from collections.abc import Callable

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cnnlab.document.symmetry import NONE, Symmetry, orbit, orbits, spread

MOTIONS: dict[Symmetry, Callable[[int, int, int, int], tuple[int, int]]] = {
    Symmetry.HORIZONTAL: lambda y, x, _h, w: (y, w - 1 - x),
    Symmetry.VERTICAL: lambda y, x, h, _w: (h - 1 - y, x),
    Symmetry.DIAGONAL: lambda y, x, _h, _w: (x, y),
    Symmetry.HALF_TURN: lambda y, x, h, w: (h - 1 - y, w - 1 - x),
    Symmetry.QUARTER_TURN: lambda y, x, h, _w: (x, h - 1 - y),
}
_locks = st.frozensets(st.sampled_from(list(Symmetry)))
_shapes = st.tuples(st.integers(1, 8), st.integers(1, 8)) | st.integers(1, 8).map(lambda n: (n, n))


@given(_shapes, _locks, st.data())
def test_an_orbit_is_what_all_motions_together_reach(
    shape: tuple[int, int], locks: frozenset[Symmetry], data: st.DataObject
) -> None:
    h, w = shape
    place = data.draw(st.tuples(st.integers(0, h - 1), st.integers(0, w - 1)))
    motions = [MOTIONS[lock] for lock in locks if h == w or not lock.square]
    reached, new = {place}, [place]
    while new:
        y, x = new.pop()
        for motion in motions:
            to = motion(y, x, h, w)
            if to not in reached:
                reached.add(to)
                new.append(to)
    assert {tuple(cell) for cell in orbit(shape, locks, place).tolist()} == reached


@given(_shapes, _locks)
def test_orbits_part_the_cells(shape: tuple[int, int], locks: frozenset[Symmetry]) -> None:
    numbers = orbits(shape, locks)
    for number in np.unique(numbers):
        cells = np.argwhere(numbers == number)
        assert {tuple(c) for c in cells.tolist()} == {
            tuple(c) for c in orbit(shape, locks, tuple(cells[0].tolist())).tolist()
        }


@given(_shapes, _locks, st.data())
def test_what_is_written_is_symmetric_and_each_first_cell_wins(
    shape: tuple[int, int], locks: frozenset[Symmetry], data: st.DataObject
) -> None:
    h, w = shape
    places = data.draw(
        st.lists(st.tuples(st.integers(0, h - 1), st.integers(0, w - 1)), min_size=1, max_size=6, unique=True)
    )
    rows, columns = (np.array(axis, np.intp) for axis in zip(*places, strict=True))
    values = np.arange(1.0, len(places) + 1)
    written = dict(zip(*_cells(*spread(shape, locks, rows, columns, values)), strict=True))
    expected: dict[tuple[int, int], float] = {}
    for place, value in zip(places, values.tolist(), strict=True):
        for cell in orbit(shape, locks, place).tolist():
            expected.setdefault((cell[0], cell[1]), value)
    assert written == expected


def _cells(rows: np.ndarray, columns: np.ndarray, values: np.ndarray) -> tuple[list[tuple[int, int]], list[float]]:
    return list(zip(rows.tolist(), columns.tolist(), strict=True)), values.tolist()


def test_without_locks_every_cell_stands_alone() -> None:
    assert len(np.unique(orbits((3, 4), NONE))) == 12


def test_four_corners_are_one_where_both_mirrors_are_locked() -> None:
    locks = frozenset({Symmetry.HORIZONTAL, Symmetry.VERTICAL})
    assert orbit((3, 3), locks, (0, 2)).tolist() == [[0, 0], [0, 2], [2, 0], [2, 2]]
    assert orbit((3, 3), locks, (1, 1)).tolist() == [[1, 1]]
