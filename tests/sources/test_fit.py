"""The rules that bring a picture of other proportions to the working size."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from cnnlab.document.input import CONTAIN, COVER, FITS, STRETCH, InputSpec
from cnnlab.sources.fit import fit_report, placed
from cnnlab.sources.live import live_levels
from cnnlab.sources.still import to_batch, to_input

SIDES = st.integers(1, 33)
SIZES = st.tuples(SIDES, SIDES)


def weights(first: float, last: float, have: int, want: int) -> NDArray[np.float64]:
    """`[want, have]`: a triangle as wide as two cells of the coarser grid around each cell's centre, summing to 1."""
    scale = (last - first) / want
    reach = max(1.0, scale)
    centres = first + (np.arange(want) + 0.5) * scale
    distance = np.abs(np.arange(have)[None, :] + 0.5 - centres[:, None]) / reach
    found = np.where(distance < 1, 1 - distance, 0)
    return np.asarray(found / found.sum(1, keepdims=True))


def reference(plane: NDArray[np.float32], want: tuple[int, int], fit: str) -> NDArray[np.float64]:
    """The rules by hand: two matrices, one for each axis."""
    h, w = plane.shape
    inner, top, left, box = want, 0, 0, (0.0, h, 0.0, w)
    if fit == "cover":
        scale = max(want[0] / h, want[1] / w)
        high, wide = want[0] / scale, want[1] / scale
        box = ((h - high) / 2, (h + high) / 2, (w - wide) / 2, (w + wide) / 2)
    elif fit == "contain":
        scale = min(want[0] / h, want[1] / w)
        inner = (max(1, round(h * scale)), max(1, round(w * scale)))
        top, left = (want[0] - inner[0]) // 2, (want[1] - inner[1]) // 2
    made = weights(box[0], box[1], h, inner[0]) @ plane @ weights(box[2], box[3], w, inner[1]).T
    whole = np.zeros(want)
    whole[top : top + inner[0], left : left + inner[1]] = made
    return whole


@given(sizes=st.lists(SIZES, min_size=1, max_size=5), want=SIZES, fit=st.sampled_from(FITS))
def test_mixed_sizes_are_fitted_as_worked_out_by_hand(
    sizes: list[tuple[int, int]], want: tuple[int, int], fit: str
) -> None:
    random = np.random.default_rng(len(sizes))
    pictures = [random.random((*size, 1)).astype(np.float32) for size in sizes]
    values = to_batch(pictures, InputSpec(channels=1, size=want, fit=fit))
    assert values.shape == (len(sizes), 1, *want)
    for picture, item in zip(pictures, values, strict=True):
        np.testing.assert_allclose(item[0], reference(picture[..., 0], want, fit), atol=2e-3)


@given(h=SIDES, w=SIDES, want=SIZES, fit=st.sampled_from(FITS))
def test_a_live_picture_is_fitted_like_a_still_one(h: int, w: int, want: tuple[int, int], fit: str) -> None:
    pixels = np.random.default_rng(h * 41 + w).integers(0, 256, (h, w, 3), dtype=np.uint8)
    levels = live_levels(pixels, 3, want, fit)
    still = to_input((pixels / np.float32(255)).astype(np.float32), InputSpec(size=want, fit=fit))
    assert np.abs(levels / 255 - still).max() <= 1.6 / 255


@given(have=SIZES, want=SIZES)
def test_every_rule_stays_inside_the_picture_and_the_working_size(have: tuple[int, int], want: tuple[int, int]) -> None:
    for fit in FITS:
        place = placed(have, want, fit)
        left, top, right, bottom = place.box
        assert 0 <= left < right <= have[1]
        assert 0 <= top < bottom <= have[0]
        assert all(a >= 0 and n >= 1 and a + n <= m for a, n, m in zip(place.corner, place.size, want, strict=True))


def test_bars_are_black_in_every_range() -> None:
    white = np.ones((4, 8, 1), np.float32)
    values = to_input(white, InputSpec(channels=1, size=(8, 8), range=(-1, 1), fit=CONTAIN))
    assert values[0, 0, :2].tolist() == [[-1.0] * 8] * 2
    assert values[0, 0, 2:6].tolist() == [[1.0] * 8] * 4
    assert values[0, 0, 6:].tolist() == [[-1.0] * 8] * 2


def test_what_was_done_is_counted() -> None:
    sizes = [(240, 320), (480, 640), (320, 240), (100, 100)]
    assert str(fit_report(sizes, (240, 320), COVER)) == "Cut: 2 of 4 pictures."
    assert str(fit_report(sizes, (240, 320), CONTAIN)) == "With bars: 2 of 4 pictures."
    assert str(fit_report(sizes, (240, 320), STRETCH)) == "Stretched: 2 of 4 pictures."
    assert str(fit_report(sizes[2:3], (240, 320), COVER)) == "The picture is cut."
    assert fit_report(sizes[:2], (240, 320), COVER) is None
    assert fit_report([(300, 451)], (213, 320), COVER) is None, "less than a cell does not show"
