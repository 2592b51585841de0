"""Edges at which torch's own convolutions and pools go wrong, unless they are asked in another way."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional as F

from cnnlab.blocks.base import Run
from cnnlab.blocks.kinds.conv2d import Conv2d
from cnnlab.blocks.kinds.max_pool2d import MaxPool2d

Pair = tuple[int, int]


def channels_last(*shape: int) -> torch.Tensor:
    """Random numbers whose channels lie side by side, also where there is one alone, as in a grey picture."""
    b, c, h, w = shape
    return torch.randn(b, h, w, c, generator=torch.Generator().manual_seed(0)).permute(0, 3, 1, 2)


@pytest.mark.parametrize(
    ("shape", "kernel", "stride", "padding", "dilation"),
    [
        ((2, 1, 7, 5), (2, 2), (1, 5), (0, 0), (5, 1)),
        ((2, 1, 6, 4), (3, 2), (1, 5), (1, 0), (3, 1)),
        ((1, 1, 8, 3), (4, 4), (1, 5), (3, 1), (3, 1)),
        ((1, 1, 6, 1), (4, 4), (1, 2), (0, 2), (1, 1)),
        ((2, 1, 5, 1), (2, 1), (5, 4), (3, 3), (5, 5)),
        ((2, 3, 6, 2), (4, 1), (3, 4), (3, 2), (1, 3)),
        ((1, 2, 3, 3), (1, 1), (1, 1), (2, 4), (1, 1)),
    ],
)
def test_a_convolution_is_right_on_small_grey_pictures_and_in_wide_rings(
    shape: tuple[int, int, int, int], kernel: Pair, stride: Pair, padding: Pair, dilation: Pair
) -> None:
    block = Conv2d(out_channels=4, kernel_size=kernel, stride=stride, padding=padding, dilation=dilation, bias=False)
    x, weight = channels_last(*shape), channels_last(4, shape[1], *kernel)
    with torch.inference_mode():
        found = block.forward([x], {"weight": weight}, Run())
    (py, px) = padding
    ringed = F.pad(x.double().contiguous(), (px, px, py, py))
    expected = F.conv2d(ringed, weight.double(), None, stride, 0, dilation)
    torch.testing.assert_close(found.double(), expected, rtol=1e-4, atol=1e-5)


def test_a_window_that_steps_over_the_whole_picture_has_no_winner_and_no_gradient() -> None:
    """torch notes the place 6 of a picture of 4 cells, and its backward pass writes there."""
    pool = MaxPool2d(kernel_size=(2, 2), stride=(1, 1), padding=(1, 1), dilation=(3, 3))
    x = torch.ones(1, 1, 2, 2, requires_grad=True)
    output = pool.forward([x], {}, Run())
    assert output.tolist() == [[[[-torch.inf]]]]
    output.sum().backward()
    assert x.grad is not None
    assert not x.grad.any()
