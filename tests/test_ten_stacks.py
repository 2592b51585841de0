"""Ten networks through `cnnlab run` and through torch's own modules.

The numbers of every layer must agree, and so must the shapes and parameter counts that `describe` works out.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from cnnlab.blocks.registry import kinds_by_id
from cnnlab.blocks.weight import Array, Weight
from cnnlab.cli.main import main
from cnnlab.document.stack import Layer, Mode, Stack
from cnnlab.formats.project import write_project
from tests.ten_stacks import NETS, Net, Outputs, Step


def module_of(step: Step) -> nn.Module | None:
    """The module that holds a step's weights, if it has any."""
    found = step if isinstance(step, nn.Module) else getattr(step, "module", None)
    return found[-1] if isinstance(found, nn.Sequential) else found


def with_numbers(net: Net) -> None:
    """Give all weights and running statistics values of their own, so that no default can hide a mistake."""
    generator = torch.Generator().manual_seed(1)
    for step in net.steps.values():
        module = module_of(step)
        for name, values in module.state_dict().items() if module is not None else ():
            if name == "num_batches_tracked":
                continue
            noise = torch.randn(values.shape, generator=generator)
            values.copy_(noise.abs() + 0.5 if name == "running_var" else noise * 0.3 + (name == "weight") * 0.2)


def saved(net: Net, path: Path) -> None:
    """The same network as a project file."""
    layers, statistics = [], {}
    for layer_id, kind, params in net.rows:
        module = module_of(net.steps[layer_id])
        state = {name: values.numpy() for name, values in module.state_dict().items()} if module is not None else {}
        running: dict[str, Array] = {n: v for n, v in state.items() if n.startswith("running")}
        weights = {n: Weight.from_array(v) for n, v in state.items() if n in ("weight", "bias")}
        block = kinds_by_id()[kind]
        layers.append(Layer(layer_id, block.from_params(params, weights)))
        if running:
            statistics[layer_id] = running
    write_project(path, Stack(tuple(layers), Mode.TRAIN if net.training else Mode.EVAL), statistics)


def torch_outputs(net: Net, values: Tensor) -> Outputs:
    """What torch's modules make of the input, by id."""
    outputs: Outputs = {"input": values, "before": values}
    with torch.no_grad():
        for layer_id, step in net.steps.items():
            if isinstance(step, nn.Module):
                step.train(net.training)
                outputs[layer_id] = step(outputs["before"])
            else:
                outputs[layer_id] = step(outputs)
            outputs["before"] = outputs[layer_id]
    return {layer_id: outputs[layer_id] for layer_id in net.steps}


def multiply_adds(module: nn.Module | None, before: Tensor, after: Tensor) -> int:
    """Every output of a convolution or dense layer meets one kernel; a transposed one gives every input one."""
    if isinstance(module, nn.ConvTranspose2d):
        return before.numel() * module.weight[0].numel()
    return after.numel() * module.weight[0].numel() if isinstance(module, nn.Conv2d | nn.Linear) else 0


@pytest.mark.parametrize("name", NETS)
def test_every_layer_equals_torch(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    net = NETS[name]()
    with_numbers(net)
    saved(net, tmp_path / "net.cnnlab")
    values = torch.randn(net.shape, generator=torch.Generator().manual_seed(2))
    np.save(tmp_path / "x.npy", values.numpy())

    assert (
        main(["run", str(tmp_path / "net.cnnlab"), str(tmp_path / "x.npy"), "--out", str(tmp_path), "--tensors"]) == 0
    )
    expected = torch_outputs(net, values)

    with np.load(tmp_path / "tensors.npz") as found:
        assert found.files == [layer_id for layer_id, _, _ in net.rows] == list(expected)
        for layer_id, tensor in expected.items():
            np.testing.assert_allclose(found[layer_id], tensor.numpy(), rtol=1e-4, atol=1e-5, err_msg=layer_id)

    capsys.readouterr()
    size = "x".join(map(str, net.shape))
    assert main(["describe", str(tmp_path / "net.cnnlab"), "--input-size", size, "--json"]) == 0
    described = json.loads(capsys.readouterr().out)
    before = values
    for layer in described["layers"]:
        module = module_of(net.steps[layer["id"]])
        count = sum(p.numel() for p in module.parameters()) if module is not None else 0
        assert layer["problem"] is None
        assert layer["output_shape"] == list(expected[layer["id"]].shape), layer["id"]
        assert layer["parameters"] == count, layer["id"]
        assert layer["macs"] == multiply_adds(module, before, expected[layer["id"]]), layer["id"]
        before = expected[layer["id"]]
    assert described["totals"]["parameters"] == sum(layer["parameters"] for layer in described["layers"])
    assert described["totals"]["memory"] == sum(4 * tensor.numel() for tensor in expected.values())
