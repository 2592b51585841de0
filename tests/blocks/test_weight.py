"""Weights are values: an edit makes a new one that shares everything untouched."""

from __future__ import annotations

import numpy as np
import pytest

from cnnlab.blocks.weight import Fit, Weight, WeightSpec, frozen

KERNELS = np.arange(24, dtype=np.float32).reshape(2, 3, 2, 2)


def test_an_array_comes_back_as_it_was_given() -> None:
    for array in (KERNELS, KERNELS[0, 0, 0], KERNELS[0, 0]):
        weight = Weight.from_array(array)
        assert weight.shape == array.shape
        np.testing.assert_array_equal(weight.array(), array)


def test_a_kernel_is_one_chunk_and_a_vector_is_one_in_all() -> None:
    assert [chunk.shape for chunk in Weight.from_array(KERNELS).chunks] == [(3, 2, 2)] * 2
    assert [chunk.shape for chunk in Weight.from_array([1, 2, 3]).chunks] == [(3,)]


def test_the_array_given_and_the_array_returned_are_copies() -> None:
    source = KERNELS.copy()
    weight = Weight.from_array(source)
    source[:] = 0
    weight.array()[:] = 0
    np.testing.assert_array_equal(weight.array(), KERNELS)


def test_chunks_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="read-only"):
        Weight.from_array(KERNELS).chunks[0][0] = 1
    with pytest.raises(ValueError, match="read-only"):
        frozen([1.0])[0] = 2


def test_typing_one_number_copies_one_kernel_only() -> None:
    before = Weight.from_array(KERNELS)
    after = before.with_value((1, 2, 0, 1), 100.0)
    assert after.chunks[0] is before.chunks[0]
    assert after.chunks[1] is not before.chunks[1]
    assert after.value((1, 2, 0, 1)) == 100.0
    assert before.value((1, 2, 0, 1)) == KERNELS[1, 2, 0, 1]
    assert np.count_nonzero(after.array() != KERNELS) == 1


def test_a_number_in_a_vector_can_be_typed() -> None:
    np.testing.assert_array_equal(Weight.from_array([1, 2, 3]).with_value((1,), 5).array(), [1, 5, 3])


def test_a_chunk_can_be_replaced_and_chunks_shared() -> None:
    before = Weight.from_array(KERNELS)
    swapped = Weight.from_chunks([before.chunks[1], before.chunks[0]])
    assert swapped.chunks[0] is before.chunks[1]
    np.testing.assert_array_equal(swapped.array(), KERNELS[::-1])
    np.testing.assert_array_equal(before.with_chunk(0, KERNELS[1]).array(), KERNELS[[1, 1]])


@pytest.mark.parametrize("index", [(2, 0, 0, 0), (0, 0, 0), (0, -1, 0, 0), ()])
def test_an_index_outside_is_an_error(index: tuple[int, ...]) -> None:
    with pytest.raises(IndexError):
        Weight.from_array(KERNELS).value(index)


def test_two_weights_are_the_same_only_if_they_are_one_object() -> None:
    weight = Weight.from_array(KERNELS)
    assert weight == weight
    assert weight != Weight.from_array(KERNELS)
    assert len({weight, Weight.from_array(KERNELS)}) == 2


def test_values_are_counted_without_overflow() -> None:
    fit = (Fit.GROW,) * 4
    assert WeightSpec((65536, 65536, 4096, 4096), fit).count == 2**56
    assert WeightSpec((), ()).count == 1
