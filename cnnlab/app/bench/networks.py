"""What is measured: networks as rows of kind and parameters, for the program and for bare torch alike."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from cnnlab.blocks.registry import kinds_by_id
from cnnlab.document import edits
from cnnlab.document.stack import Stack

Network = tuple[tuple[str, Mapping[str, int]], ...]


def conv(out_channels: int) -> tuple[str, Mapping[str, int]]:
    """A convolution 3×3 that keeps height and width."""
    return "conv2d", {"out_channels": out_channels, "kernel_size": 3, "padding": 1}


_POOL: tuple[str, Mapping[str, int]] = ("max_pool2d", {"kernel_size": 2})
_RELU: tuple[str, Mapping[str, int]] = ("relu", {})
_NORM: tuple[str, Mapping[str, int]] = ("batch_norm2d", {})

_NINE: Network = (conv(16), _RELU, _POOL, conv(32), _NORM, _RELU, _POOL, conv(64), _RELU)
TEN: Network = (*_NINE, ("upsample", {"scale_factor": 2}))
TEN_WITH_CONV: Network = (*_NINE, conv(32))  # the last layer is one whose weights can be edited


def one_layer(channels: int) -> Network:
    """A single convolution."""
    return (conv(channels),)


def stack_of(network: Network, size: tuple[int, int], source: str) -> Stack:
    """The program's stack of a network, on a picture of this height and width."""
    stack = Stack()
    for kind, params in network:
        stack, _layer = edits.add_layer(stack, kinds_by_id()[kind].initial(**params), len(stack))
    return edits.set_input(stack, dataclasses.replace(stack.input, size=size, source=source))


def size_text(size: tuple[int, int]) -> str:
    """Width × height, as people say it."""
    return f"{size[1]}×{size[0]}"
