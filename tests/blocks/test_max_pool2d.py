"""Windows of few cells are compared cell by cell, and give what torch's own pooling gives, bit for bit."""

from __future__ import annotations

import math

import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn import functional as F

from cnnlab.blocks.base import Run
from cnnlab.blocks.kinds.max_pool2d import MaxPool2d

KERNELS = ((1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1), (1, 4), (4, 1))
pairs = st.tuples(st.integers(1, 3), st.integers(1, 3))


@st.composite
def pictures(draw: st.DrawFn, least: tuple[int, int]) -> torch.Tensor:
    """`[b, c, h, w]` in either memory order, of few different values, so that many windows have several winners."""
    h, w = (draw(st.integers(n, n + 6)) for n in least)
    shape = draw(st.integers(1, 2)), draw(st.integers(1, 5)), h, w
    x = torch.randint(-3, 3, shape, generator=torch.Generator().manual_seed(draw(st.integers(0, 99)))).float()
    for special in draw(st.lists(st.sampled_from((math.nan, math.inf, -math.inf)), max_size=3)):
        x.view(-1)[draw(st.integers(0, x.numel() - 1))] = special
    order = draw(st.sampled_from((torch.contiguous_format, torch.channels_last)))
    return x.contiguous(memory_format=order)


@settings(deadline=None)
@given(data=st.data(), kernel=st.sampled_from(KERNELS), stride=st.none() | pairs, dilation=pairs)
def test_few_cells_give_what_torch_gives(
    data: st.DataObject, kernel: tuple[int, int], stride: tuple[int, int] | None, dilation: tuple[int, int]
) -> None:
    reach = [d * (k - 1) + 1 for d, k in zip(dilation, kernel, strict=True)]
    x = data.draw(pictures((reach[0], reach[1])))
    pool = MaxPool2d(kernel_size=kernel, stride=stride, dilation=dilation)
    with torch.inference_mode():
        found = pool.forward([x], {}, Run())
        expected = F.max_pool2d(x, kernel, stride, 0, dilation)
    torch.testing.assert_close(found, expected, rtol=0, atol=0, equal_nan=True)
    assert found.data_ptr() != x.data_ptr()


def test_the_gradient_goes_to_the_first_of_equal_winners_as_in_torch() -> None:
    x, same = (torch.zeros(1, 2, 4, 4, requires_grad=True) for _ in range(2))
    MaxPool2d(kernel_size=(2, 2)).forward([x], {}, Run()).sum().backward()
    F.max_pool2d(same, 2).sum().backward()
    assert x.grad is not None
    assert same.grad is not None
    assert torch.equal(x.grad, same.grad)
