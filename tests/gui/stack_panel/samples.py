"""Stacks as a user builds them, in good order and in trouble."""

from __future__ import annotations

from cnnlab.blocks.registry import kinds_by_id
from cnnlab.document.plan import Plan, infer
from cnnlab.document.stack import Layer, Stack

INPUT = (1, 3, 240, 320)


def layer(layer_id: str, kind: str, name: str = "", enabled: bool = True, **params: object) -> Layer:
    """A layer of a kind, as the palette adds it, with some parameters changed."""
    return Layer(layer_id, kinds_by_id()[kind].initial(**params), name, enabled)


def good() -> Stack:
    """Five layers that run."""
    return Stack(
        (
            layer("conv1", "conv2d", padding=1),
            layer("relu1", "relu"),
            layer("pool1", "max_pool2d"),
            layer("conv2", "conv2d", out_channels=16, padding=1),
            layer("norm1", "instance_norm2d"),
        )
    )


def troubled() -> Stack:
    """A convolution whose groups do not fit, and what waits for it."""
    return Stack(
        (
            layer("conv1", "conv2d", padding=1, name="edges"),
            layer("relu1", "relu", enabled=False),
            layer("conv3", "conv2d", out_channels=6, groups=3, kernel_size=7),
            layer("relu2", "relu"),
        )
    )


def plan_of(stack: Stack, previous: Plan | None = None) -> Plan:
    """The plan of a stack on a picture of usual size."""
    return infer(stack, INPUT, previous)
