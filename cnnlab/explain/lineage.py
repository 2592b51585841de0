"""Lineage: which channels one channel is made from, and which are made of it, one step each way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from cnnlab.document.plan import LayerPlan, Plan
from cnnlab.document.stack import INPUT


@dataclass(frozen=True, eq=False)
class Lineage:
    """What one channel has to do with others, answered channel by channel.

    Whoever shows channels asks for those in view alone: a layer may have as many as a picture has cells.

    Attributes:
        plan: the stack with its shapes.
        layer: id of the layer, or `input`.
        channel: the channel; channels of `[b, f]` are its features.
    """

    plan: Plan
    layer: str
    channel: int

    def among(self, layer: str) -> Callable[[int], bool] | None:
        """Asks of a layer's channels whether they are direct sources or direct products; None if none of them is."""
        here, there = self._position(self.layer), self._position(layer)
        if here is None or there is None:
            return None
        if here >= 0 and there in self.plan.layers[here].sources:
            found = source_channels(self.plan.layers[here], self.channel)
            sources = [c for s, c in zip(self.plan.layers[here].sources, found, strict=True) if s == there]
            return lambda channel: any(channel in channels for channels in sources)
        if there >= 0 and here in self.plan.layers[there].sources:
            return partial(self._makes, self.plan.layers[there], here)
        return None

    def holds(self, layer: str, channel: int) -> bool:
        """Whether a channel is a direct source or a direct product of this one."""
        found = self.among(layer)
        return found is not None and found(channel)

    def _makes(self, product: LayerPlan, here: int, channel: int) -> bool:
        found = zip(product.sources, source_channels(product, channel), strict=True)
        return any(self.channel in channels for source, channels in found if source == here)

    def _position(self, layer: str) -> int | None:
        """Where a layer stands, −1 for the input; None if it is not there."""
        if layer == INPUT:
            return -1
        return self.plan.stack.index(layer) if self.plan.stack.has(layer) else None


def source_channels(layer: LayerPlan, channel: int) -> tuple[range, ...]:
    """For each of a layer's sources, the channels that one of its channels is made from; nothing if it does not run.

    A layer that is switched off passes its input through.
    """
    if layer.output_shape is None:
        return tuple(range(0) for _ in layer.sources)
    if not layer.layer.enabled:
        return (range(channel, channel + 1),)
    return layer.layer.block.source_channels(channel, layer.input_shapes, layer.output_shape)
