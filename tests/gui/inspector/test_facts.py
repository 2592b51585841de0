"""What is said of a kernel is true of small numbers as of large ones."""

from __future__ import annotations

import numpy as np
import pytest

from cnnlab.gui.inspector.facts import facts_text

SOBEL = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]], np.float32)


@pytest.mark.parametrize(
    ("kernel", "meaning"),
    [
        (SOBEL, "edges only"),
        (SOBEL / 1e5, "edges only"),
        (np.full((3, 3), 1 / 9), "brightness kept"),
        (np.full((3, 3), 2e-5), "gain ×0.00018"),
        (np.zeros((3, 3)), "nothing passes"),
    ],
)
def test_a_kernel_is_called_what_it_is_at_any_size(kernel: np.ndarray, meaning: str) -> None:
    assert facts_text(kernel.astype(np.float32)).startswith(f"{meaning} ·")
