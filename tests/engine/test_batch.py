"""A batch through the whole path: norms as torch's own, statistics over all items, pictures of several."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from cnnlab.blocks.registry import kinds_by_id
from cnnlab.document import edits
from cnnlab.document.frame import Frame
from cnnlab.document.plan import infer
from cnnlab.document.stack import Mode, Stack
from cnnlab.engine.sampling import sampled, sampled_items
from cnnlab.engine.scales import batch_scales
from cnnlab.engine.session import Session
from cnnlab.engine.view import Job, RowView, View

ITEMS = 5


def test_batch_norm_in_train_mode_is_torchs_over_the_whole_batch() -> None:
    stack, layer = edits.add_layer(Stack(), kinds_by_id()["batch_norm2d"].initial(), 0)
    stack = edits.set_mode(stack, Mode.TRAIN)
    values = np.random.default_rng(0).normal(3, 2, (ITEMS, 3, 6, 7)).astype(np.float32)
    values *= np.arange(1, ITEMS + 1, dtype=np.float32)[:, None, None, None]  # items are unlike each other
    plan = infer(stack, values.shape)
    view = View((RowView(layer, (0, 1, 2), (6, 7)),))
    result = Session().compute(Job(plan, Frame(values, 1), view))
    norm = torch.nn.BatchNorm2d(3).train()
    with torch.no_grad():
        expected = norm(torch.from_numpy(values.copy())).numpy()
    moved = result.statistics[layer]
    assert norm.running_mean is not None
    assert norm.running_var is not None
    np.testing.assert_allclose(moved["running_mean"], norm.running_mean.numpy(), rtol=1e-5)
    np.testing.assert_allclose(moved["running_var"], norm.running_var.numpy(), rtol=1e-5)
    numbers = result.layers[layer]
    assert numbers.low == pytest.approx(expected.min(), rel=1e-4)
    assert numbers.high == pytest.approx(expected.max(), rel=1e-4)
    assert numbers.mean == pytest.approx(0, abs=1e-4)
    assert numbers.std == pytest.approx(1, abs=1e-3)


def test_an_element_of_any_item_is_found() -> None:
    stack, layer = edits.add_layer(Stack(), kinds_by_id()["relu"].initial(), 0)
    values = np.random.default_rng(0).random((ITEMS, 3, 6, 7), np.float32)
    plan = infer(stack, values.shape)
    for item in range(ITEMS):
        result = Session().compute(Job(plan, Frame(values, 1), View(probe=(layer, item, 2, 3, 4))))
        assert result.probed == values[item, 2, 3, 4]


def test_tiles_of_several_items_are_those_of_each_alone() -> None:
    planes = torch.randn(ITEMS, 4, 9, 12)
    row = RowView("conv1", (3, 0, 3, 1), (5, 6), items=(4, 0, 1, 4))
    several = np.asarray(sampled_items(planes, row))
    for tile, (channel, item) in zip(several, row.tiles, strict=True):
        alone = sampled(planes, RowView("conv1", (channel,), (5, 6), item))
        np.testing.assert_array_equal(tile, np.asarray(alone)[0])


def test_the_scale_of_a_channel_reaches_the_item_with_the_largest_values() -> None:
    planes = torch.full((ITEMS, 2, 8, 8), 0.5)
    planes[3, 1] = 40.0
    assert np.asarray(batch_scales(planes, (1, 0, 1))).tolist() == [40.0, 0.5, 40.0]
