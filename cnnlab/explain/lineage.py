"""Lineage: which channels one channel is made from, and which are made of it, one step each way."""

from __future__ import annotations

from dataclasses import dataclass

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

    def holds(self, layer: str, channel: int) -> bool:
        """Whether a channel is a direct source or a direct product of this one."""
        return self.is_source(layer, channel) or self.is_product(layer, channel)

    def is_source(self, layer: str, channel: int) -> bool:
        """Whether this channel is made from that one, directly."""
        maker, source = self._position(self.layer), self._position(layer)
        return maker is not None and source is not None and _makes(self.plan, source, channel, maker, self.channel)

    def is_product(self, layer: str, channel: int) -> bool:
        """Whether that channel is made from this one, directly."""
        maker, source = self._position(layer), self._position(self.layer)
        return maker is not None and source is not None and _makes(self.plan, source, self.channel, maker, channel)

    def _position(self, layer: str) -> int | None:
        """Where a layer stands, −1 for the input; None if it is not there."""
        if layer == INPUT:
            return -1
        return self.plan.stack.index(layer) if self.plan.stack.has(layer) else None


def _makes(plan: Plan, source: int, source_channel: int, maker: int, channel: int) -> bool:
    """Whether a channel of the layer at `maker` is made from one of the layer at `source`."""
    if maker < 0 or source not in plan.layers[maker].sources:
        return False
    layer = plan.layers[maker]
    found = zip(layer.sources, source_channels(layer, channel), strict=True)
    return any(source_channel in channels for position, channels in found if position == source)


def source_channels(layer: LayerPlan, channel: int) -> tuple[range, ...]:
    """For each of a layer's sources, the channels that one of its channels is made from; nothing if it does not run.

    A layer that is switched off passes its input through.
    """
    if layer.output_shape is None:
        return tuple(range(0) for _ in layer.sources)
    if not layer.layer.enabled:
        return (range(channel, channel + 1),)
    return layer.layer.block.source_channels(channel, layer.input_shapes, layer.output_shape)
