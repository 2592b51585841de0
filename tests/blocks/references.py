"""What each kind of block must equal: PyTorch's module of that name, or its documented function.

A kind that is not in the table is compared with `torch.nn.<title>(**parameters)` if there is such a module.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from cnnlab.blocks.base import Block
from cnnlab.blocks.weight import Shape

Build = Callable[[dict[str, Any], Shape], nn.Module]


class Function(nn.Module):
    """A function as a module without weights."""

    def __init__(self, function: Callable[..., Tensor]) -> None:
        super().__init__()
        self.function = function

    def forward(self, *inputs: Tensor) -> Tensor:
        return self.function(*inputs)


class ChannelsLastNorm(nn.LayerNorm):
    """Layer normalisation over the channels as ConvNeXt has it: with the channels moved to the end."""

    def forward(self, input: Tensor) -> Tensor:
        axes = range(input.dim())
        there, back = [axes[0], *axes[2:], axes[1]], [axes[0], axes[-1], *axes[1:-1]]
        return super().forward(input.permute(there)).permute(back)


def _conv2d(params: dict[str, Any], shape: Shape) -> nn.Module:
    return nn.Conv2d(shape[1], **params)


def _conv_transpose2d(params: dict[str, Any], shape: Shape) -> nn.Module:
    return nn.ConvTranspose2d(shape[1], **params)


def _batch_norm2d(params: dict[str, Any], shape: Shape) -> nn.Module:
    return nn.BatchNorm2d(shape[1], **params)


def _instance_norm2d(params: dict[str, Any], shape: Shape) -> nn.Module:
    return nn.InstanceNorm2d(shape[1], **params)


def _group_norm(params: dict[str, Any], shape: Shape) -> nn.Module:
    return nn.GroupNorm(num_channels=shape[1], **params)


def _linear(params: dict[str, Any], shape: Shape) -> nn.Module:
    return nn.Linear(shape[-1], **params)


def _layer_norm(params: dict[str, Any], shape: Shape) -> nn.Module:
    over = params.pop("over")
    if over == "c":
        return ChannelsLastNorm(shape[1], **params)
    return nn.LayerNorm(shape[1:] if over == "chw" else shape[2:], **params)


def _center_crop(params: dict[str, Any], shape: Shape) -> nn.Module:
    """As torchvision documents it: `top = int(round((height - size) / 2.0))`; larger crops are refused here."""
    height, width = params["size"]
    top, left = int(np.round((shape[2] - height) / 2.0)), int(np.round((shape[3] - width) / 2.0))

    def crop(x: Tensor) -> Tensor:
        assert height <= x.shape[2]
        assert width <= x.shape[3]
        return torch.narrow(torch.narrow(x, 2, top, height), 3, left, width)

    return Function(crop)


def _cellwise(function: Callable[[Tensor], Tensor]) -> Build:
    def combine(*inputs: Tensor) -> Tensor:
        assert len({x.shape for x in inputs}) == 1
        return function(torch.stack(inputs))

    return lambda _params, _shape: Function(combine)


def _function(function: Callable[..., Tensor]) -> Build:
    return lambda _params, _shape: Function(function)


TABLE: Mapping[str, Build] = {
    "conv2d": _conv2d,
    "conv_transpose2d": _conv_transpose2d,
    "batch_norm2d": _batch_norm2d,
    "instance_norm2d": _instance_norm2d,
    "group_norm": _group_norm,
    "layer_norm": _layer_norm,
    "linear": _linear,
    "center_crop": _center_crop,
    "abs": _function(torch.abs),
    "square": _function(torch.square),
    "sqrt": _function(torch.sqrt),
    "add": _cellwise(lambda stacked: stacked.sum(0)),
    "mul": _cellwise(lambda stacked: stacked.prod(0)),
    "concat": _function(lambda *inputs: torch.cat(inputs, 1)),
}


def has_reference(block: Block | type[Block]) -> bool:
    """Whether there is anything to compare with; a kind of the user's own may have nothing."""
    return block.kind in TABLE or hasattr(nn, block.title)


def build(block: Block, shape: Shape) -> nn.Module:
    """The reference for a block, with its own weights."""
    params = {name: getattr(block, name) for name in block.params()}
    if block.kind in TABLE:
        return TABLE[block.kind](params, shape)
    module: nn.Module = getattr(nn, block.title)(**params)
    return module


def reference_output(
    block: Block, inputs: Sequence[Tensor], state: Mapping[str, Tensor], *, training: bool = False
) -> Tensor:
    """What the reference makes of these inputs with these weights and running statistics.

    Raises:
        Exception: torch refuses them.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch's advice on speed and on old habits is not what is tested
        module = build(block, tuple(inputs[0].shape)).train(training)
        missing, unexpected = module.load_state_dict(dict(state), strict=False)
        assert not unexpected
        assert set(missing) <= {"num_batches_tracked"}
        with torch.no_grad():
            return module(*inputs)
