"""What the engine makes of a frame's values."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from cnnlab.document.frame import Frame, PendingFrame
from cnnlab.document.input import IMAGENET_MEAN, IMAGENET_STD, InputSpec
from cnnlab.engine.forward import Runner
from cnnlab.engine.input import input_tensor
from cnnlab.sources.live import live_levels
from cnnlab.sources.still import to_input
from tests.building import plan_of

SPECS = (
    InputSpec(),
    InputSpec(channels=1),
    InputSpec(range=(-1.0, 1.0)),
    InputSpec(range=(0.0, 255.0)),
    InputSpec(mean=IMAGENET_MEAN, std=IMAGENET_STD),
    InputSpec(channels=1, range=(2.0, -3.0), mean=(0.5,), std=(0.1,)),
)


@given(spec=st.sampled_from(SPECS), h=st.integers(1, 12), w=st.integers(1, 12))
def test_levels_become_what_the_still_way_gives(spec: InputSpec, h: int, w: int) -> None:
    pixels = np.random.default_rng(h * 13 + w).integers(0, 256, (h, w, spec.channels), dtype=np.uint8)
    tensor = input_tensor(live_levels(pixels, spec.channels, (h, w)), spec, "cpu")
    still = to_input((pixels / np.float32(255)).astype(np.float32), spec)
    assert tensor.dtype == torch.float32
    assert tensor.is_contiguous(memory_format=torch.channels_last)
    np.testing.assert_allclose(tensor.numpy(), still, rtol=1e-5, atol=1e-5)


def test_levels_are_left_as_they_were() -> None:
    levels = live_levels(np.full((3, 4, 3), 100, np.uint8), 3, (3, 4))
    input_tensor(levels, InputSpec(), "cpu")
    assert (levels == 100).all()


def test_a_pending_frame_is_made_once_by_whoever_computes() -> None:
    made: list[int] = []

    def make() -> np.ndarray:
        made.append(1)
        return live_levels(np.full((4, 5, 3), 255, np.uint8), 3, (4, 5))

    frame = PendingFrame(make, (1, 3, 4, 5), spec=InputSpec())
    assert frame.shape == (1, 3, 4, 5)
    assert not made
    runner, plan = Runner(), plan_of((1, 3, 4, 5), ("relu1", "relu"))
    first = runner.run(plan, frame, {})
    assert runner.run(plan, frame, {}).recomputed == ()
    assert made == [1]
    assert (first.outputs["relu1"] == 1).all()
    assert frame.live


def test_a_pending_frame_of_another_shape_is_refused() -> None:
    frame = PendingFrame(lambda: np.zeros((1, 3, 2, 2), np.uint8), (1, 3, 4, 5))
    with pytest.raises(ValueError, match="announced"):
        _ = frame.values


def test_a_frame_tells_its_shape() -> None:
    assert Frame(np.zeros((2, 3, 4, 5), np.float32)).shape == (2, 3, 4, 5)


@pytest.mark.cuda
@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device")
def test_levels_are_scaled_on_the_device() -> None:
    levels = live_levels(np.full((3, 4, 3), 51, np.uint8), 3, (3, 4))
    tensor = input_tensor(levels, InputSpec(), "cuda:0")
    assert tensor.device.type == "cuda"
    torch.testing.assert_close(tensor.cpu(), torch.full((1, 3, 3, 4), 0.2))
