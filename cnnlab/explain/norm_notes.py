"""What is to be known of a norm on a tensor of this shape, in one sentence or two (no torch)."""

from __future__ import annotations

import math

from cnnlab.blocks.explanation import Numbers
from cnnlab.blocks.kinds.group_norm import GroupNorm
from cnnlab.blocks.kinds.layer_norm import LayerNorm
from cnnlab.blocks.norms import Norm, RunningNorm
from cnnlab.blocks.sizes import shape_text
from cnnlab.blocks.weight import Shape
from cnnlab.engine.planes import plane_shape
from cnnlab.explain.norms import Shared
from cnnlab.text import N_, Message


def note_of(training: bool, shape: Shape, block: Norm | None = None, running: bool = False) -> Message:
    """The sentence for a norm, or for none; `running` says that it uses the running mean and variance."""
    if block is None:
        return Message(N_("No norm: the activations go on as they are."))
    if isinstance(block, RunningNorm):
        if len(shape) != 4:
            return _of_features(shape, block)
        if running and block.cells_needed(shape) > 1:
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
    if block.track_running_stats and not training and block.cells_needed(shape) == 1:
        return Message(
            N_(
                "1 value of {shape} for each mean: in eval mode the running μ and σ² are used all the same (0 and 1 in "
                "a new layer), in train mode torch raises a ValueError."
            ),
            shape=shape_text(shape),
        )
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


def _of_features(shape: Shape, block: RunningNorm) -> Message:
    """What is to be known of a norm for pictures where there is none: `[b, f]`, `[b, c, n]` or another shape."""
    planes = plane_shape(shape)
    if block.cells_needed(planes) == 1:
        return Message(
            N_("It takes [b, c, h, w] only, and each mean would be that of 1 value of {shape}: z would be 0."),
            shape=shape_text(shape),
        )
    twin = twin_of(block, shape)
    if not twin:
        return Message(N_("It takes [b, c, h, w] only, and torch has none for {shape}."), shape=shape_text(shape))
    return Message(
        N_(
            "It takes [b, c, h, w] only; for {shape} torch has {twin}, with one μ and σ² for each {count:,} values, "
            "whose numbers these are."
        ),
        shape=shape_text(shape),
        twin=twin,
        count=block.cells_needed(planes),
    )


def twin_of(block: RunningNorm, shape: Shape) -> str:
    """What torch calls the same norm for `[b, f]` and `[b, c, n]`; empty where it has none."""
    known = {"batch_norm2d": (2, 3), "instance_norm2d": (3,)}
    return block.title.replace("2d", "1d") if len(shape) in known[block.kind] else ""


def problem_of(block: Norm, shape: Shape, message: Message) -> Message:
    """Why a norm that is only considered cannot be applied: what is the matter, without the fixes of a layer."""
    if isinstance(block, RunningNorm) and len(shape) != 4:
        return Message(N_("takes [b, c, h, w], not {shape}"), shape=shape_text(shape))
    if isinstance(block, RunningNorm) and block.cells_needed(shape) == 1:
        return Message(N_("1 value of {shape} has no variance"), shape=shape_text(shape))
    return message


def nonfinite_note(shared: Shared, running: bool) -> Message | None:
    """What cells that are not finite do to those that share their mean; None where all are finite."""
    if not shared.nonfinite:
        return None
    text = N_(
        "{count:,} of the {cells:,} cells that share μ and σ² are not finite, so neither are these, and every cell "
        "that they normalise becomes NaN."
    )
    if running:
        text = N_(
            "{count:,} of the {cells:,} cells are not finite and stay so; the running μ and σ² keep the others from it."
        )
    return Message(text, count=shared.nonfinite, cells=shared.count)


def lost_note(finite: Numbers, cells: int) -> Message | None:
    """How many of a channel's cells are not finite, and mean and deviation of those that are; None if all are."""
    if finite.size == cells:
        return None
    if not finite.size:
        return Message(N_("None of the {cells:,} cells of this channel is finite."), cells=cells)
    return Message(
        N_("{count:,} of the {cells:,} cells of this channel are not finite; the others: mean {mean}, σ {deviation}."),
        count=cells - finite.size,
        cells=cells,
        mean=f"{finite.mean():.4g}",
        deviation=f"{finite.std():.4g}",
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
