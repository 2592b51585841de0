"""What is to be known of a norm on a tensor of this shape, in one sentence or two (no torch)."""

from __future__ import annotations

import math

from cnnlab.blocks.kinds.group_norm import GroupNorm
from cnnlab.blocks.kinds.layer_norm import LayerNorm
from cnnlab.blocks.norms import Norm, RunningNorm
from cnnlab.blocks.weight import Shape
from cnnlab.text import N_, Message


def note_of(training: bool, shape: Shape, block: Norm | None = None, running: bool = False) -> Message:
    """The sentence for a norm, or for none; `running` says that it uses the running mean and variance."""
    if block is None:
        return Message(N_("No norm: the activations go on as they are."))
    if isinstance(block, RunningNorm):
        if running:
            return Message(
                N_(
                    "eval: the running μ and σ² are used, so what comes out no longer depends on the other cells of "
                    "this batch."
                )
            )
        return _of_own(training, shape, block)
    if isinstance(block, LayerNorm):
        return _LAYER[block.over]
    assert isinstance(block, GroupNorm)
    return _of_groups(block.num_groups, shape)


def _of_own(training: bool, shape: Shape, block: RunningNorm) -> Message:
    """What is to be known where a frame's own mean and variance are used."""
    items, cells = shape[0], math.prod(shape[2:])
    if block.kind == "instance_norm2d":
        if cells == 1:
            return Message(N_("One cell is its own mean, and its variance is 0: torch raises a ValueError."))
        return Message(N_("Each channel of each item on its own: the batch plays no part."))
    if items * cells == 1:
        return Message(
            N_(
                "1 value per channel: it is its own mean, its variance is 0, and n − 1 = 0 would divide it for "
                "running_var; torch raises a ValueError. Give it a larger batch, or a larger picture."
            )
        )
    if items == 1:
        return Message(
            N_(
                "A batch of one: the {cells:,} cells of the channel are all there is, so these are the numbers of "
                "instance norm. In training they jump from picture to picture."
            ),
            cells=cells,
        )
    if not training and block.track_running_stats:
        return Message(
            N_(
                "As in train mode. In eval mode a new layer uses its running μ = 0 and σ² = 1, which leave the "
                "activations as they are: let it see frames in train mode first."
            )
        )
    return Message(
        N_("Each channel over all {items} items and {cells:,} cells: what one item gives depends on the others."),
        items=items,
        cells=cells,
    )


_LAYER = {
    "chw": Message(N_("All channels and cells of an item share one μ and σ²: the channels keep their differences.")),
    "hw": Message(N_("Each channel of each item on its own, as in instance norm, but with a weight for each cell.")),
    "c": Message(N_("Each position has its own μ and σ² over the channels; σ² is that of the lit position.")),
}


def _of_groups(groups: int, shape: Shape) -> Message:
    channels = shape[1]
    if groups == 1:
        return Message(N_("One group of all {channels} channels: the numbers of layer norm."), channels=channels)
    if groups == channels:
        return Message(N_("As many groups as channels: the numbers of instance norm."))
    return Message(
        N_("{size} channels next to each other share one μ and σ²: the batch plays no part."), size=channels // groups
    )
