"""Weights on the device follow the document chunk by chunk."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from cnnlab.document import edits
from cnnlab.document.plan import Plan, infer
from cnnlab.engine import weights as weights_module
from cnnlab.engine.weights import DeviceWeights, HostWeights, as_tensor, frozen_array
from tests.building import noise, plan_of

SHAPE = (1, 3, 8, 8)


def conv(**params: object) -> Plan:
    """A plan of one convolution with four kernels."""
    return plan_of(SHAPE, ("conv1", "conv2d", {"out_channels": 4, "padding": 1, **params}))


def typed(plan: Plan, name: str, index: tuple[int, ...], value: float) -> Plan:
    """The plan after a number was typed."""
    return infer(edits.set_value(plan.stack, plan.layer("conv1"), name, index, value), plan.input_shape, plan)


def assert_equal(held: DeviceWeights, plan: Plan) -> None:
    """The device has what the plan says."""
    for name, tensor in held.of(plan.layer("conv1")).items():
        np.testing.assert_array_equal(tensor.numpy(), plan.layer("conv1").weights[name].array())


def test_first_use_copies_everything_and_the_second_nothing() -> None:
    held, plan = DeviceWeights("cpu"), conv()
    assert_equal(held, plan)
    assert held.copied == 5
    assert_equal(held, plan)
    assert held.copied == 5


def test_edit_of_one_kernel_copies_one_chunk() -> None:
    held, plan = DeviceWeights("cpu"), conv()
    before = held.of(plan.layer("conv1"))
    after = typed(plan, "weight", (2, 1, 0, 0), 9.0)
    now = held.of(after.layer("conv1"))
    assert held.copied == 6
    assert now["weight"] is before["weight"]
    assert float(now["weight"][2, 1, 0, 0]) == 9.0
    assert_equal(held, after)
    assert_equal(held, plan)
    assert held.copied == 7


def test_edit_of_the_bias_leaves_the_kernels_where_they_are() -> None:
    held, plan = DeviceWeights("cpu"), conv()
    held.of(plan.layer("conv1"))
    after = typed(plan, "bias", (1,), 0.5)
    assert after.layer("conv1").weights["weight"] is plan.layer("conv1").weights["weight"]
    assert_equal(held, after)
    assert held.copied == 6


def test_other_shape_is_made_anew() -> None:
    held, plan = DeviceWeights("cpu"), conv()
    held.of(plan.layer("conv1"))
    wider = infer(edits.set_params(plan.stack, "conv1", {"out_channels": 6}), SHAPE, plan)
    assert_equal(held, wider)
    smaller = infer(edits.set_params(plan.stack, "conv1", {"kernel_size": 1, "padding": 0}), SHAPE, plan)
    assert_equal(held, smaller)


def test_weights_of_layers_that_are_gone_are_forgotten() -> None:
    held, plan = DeviceWeights("cpu"), conv()
    held.of(plan.layer("conv1"))
    held.keep_only({"conv1"})
    assert_equal(held, plan)
    assert held.copied == 5
    held.keep_only(set())
    assert_equal(held, plan)
    assert held.copied == 10


def test_gradients_can_be_taken_although_they_were_made_while_inferring() -> None:
    plan = conv()
    with torch.inference_mode():
        tensor = DeviceWeights("cpu").of(plan.layer("conv1"))["weight"]
    assert not tensor.is_inference()
    leaf = tensor.detach().requires_grad_()
    (gradient,) = torch.autograd.grad((leaf * leaf).sum(), leaf)
    assert torch.equal(gradient, 2 * leaf)


def test_read_only_array_becomes_a_tensor_without_a_copy() -> None:
    array = noise((2, 3))
    tensor = as_tensor(array)
    assert tensor.data_ptr() == array.ctypes.data
    assert tensor.tolist() == array.tolist()


def test_array_that_cannot_be_shared_is_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_array: object) -> None:
        raise BufferError

    monkeypatch.setattr(weights_module, "from_dlpack", refuse)
    array = noise((2, 3))
    assert as_tensor(array).tolist() == array.tolist()


def test_array_from_a_tensor_is_read_only_and_its_own() -> None:
    tensor = torch.ones(2, 3, 4, 4).to(memory_format=torch.channels_last)
    array = frozen_array(tensor)
    tensor.zero_()
    assert array.flags.c_contiguous
    assert not array.flags.writeable
    assert (array == 1).all()


def test_weights_in_main_memory_stay_what_they_are_while_the_device_gets_an_edit() -> None:
    plan = conv()
    host, device = HostWeights(), DeviceWeights("cpu")
    before, kept = host.of(plan.layer("conv1"))["weight"], plan.layer("conv1").weights["weight"].array()
    device.of(plan.layer("conv1"))
    edited = typed(plan, "weight", (1, 0, 2, 2), 7.0).layer("conv1")
    assert device.of(edited)["weight"][1, 0, 2, 2] == host.of(edited)["weight"][1, 0, 2, 2] == 7
    assert before.numpy().tolist() == kept.tolist()
    again = host.of(edited)["weight"]
    assert host.of(edited)["weight"] is again
    host.keep_only(set())
    assert host.of(edited)["weight"] is not again
