"""A place on a plane is one element of the tensor, whatever its rank."""

from __future__ import annotations

import numpy as np
import pytest

from cnnlab.engine.planes import plane_shape, tensor_index


@pytest.mark.parametrize("shape", [(5,), (2, 5), (2, 3, 4), (2, 3, 4, 5)])
def test_every_place_is_the_element_that_is_shown_there(shape: tuple[int, ...]) -> None:
    values = np.arange(np.prod(shape)).reshape(shape)
    shown = values.reshape(plane_shape(shape))
    for place in np.ndindex(*shown.shape):
        assert values[tensor_index(shape, *place)] == shown[place]


@pytest.mark.parametrize("place", [(0, 5, 0, 0), (0, 0, 1, 0), (2, 0, 0, 0), (0, -1, 0, 0)])
def test_a_place_that_is_not_shown_is_refused(place: tuple[int, int, int, int]) -> None:
    with pytest.raises(IndexError):
        tensor_index((2, 5), *place)
