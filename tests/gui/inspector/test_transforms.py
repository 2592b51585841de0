from __future__ import annotations

import numpy as np
import pytest

from cnnlab.gui.inspector.transforms import TOOLS, centred, normalised, unit
from cnnlab.text import UserError

CHANGE = {tool.id: tool for tool in TOOLS}
KERNEL = np.arange(9, dtype=np.float32).reshape(3, 3)


def test_tools_do_what_they_say() -> None:
    assert CHANGE["flip"].change(KERNEL)[0].tolist() == [2, 1, 0]
    assert CHANGE["flip_vertical"].change(KERNEL)[0].tolist() == [6, 7, 8]
    assert CHANGE["rotate"].change(KERNEL)[0].tolist() == [6, 3, 0]
    assert np.array_equal(CHANGE["transpose"].change(KERNEL), KERNEL.T)
    assert CHANGE["negate"].change(KERNEL)[2, 2] == -8
    assert not np.signbit(CHANGE["negate"].change(KERNEL)[0, 0])
    assert not CHANGE["zero"].change(KERNEL).any()


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.id)
def test_a_tool_treats_every_slice_of_a_kernel_alike(tool: object) -> None:
    change = tool.change  # type: ignore[attr-defined]
    kernel = np.stack([KERNEL, KERNEL, KERNEL])
    shares = {"normalise": 3, "unit": 3**0.5}
    one = change(KERNEL) / shares.get(tool.id, 1)  # type: ignore[attr-defined]
    for part in change(kernel):
        assert np.allclose(part, one)


def test_a_kernel_that_sums_to_zero_cannot_be_normalised() -> None:
    assert normalised(KERNEL).sum() == pytest.approx(1)
    with pytest.raises(UserError):
        normalised(np.array([[-1, 0, 1]], np.float32))


def test_what_is_all_zero_has_no_norm_to_make_one() -> None:
    assert np.linalg.norm(unit(KERNEL)) == pytest.approx(1)
    assert centred(KERNEL + 5).sum() == pytest.approx(0, abs=1e-5)
    with pytest.raises(UserError):
        unit(np.zeros((3, 3), np.float32))
