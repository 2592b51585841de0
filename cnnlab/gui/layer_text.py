"""How a layer is named in lists and rows."""

from __future__ import annotations

from cnnlab.document.plan import LayerPlan


def layer_about(plan: LayerPlan) -> str:
    """Kind, channels in and out where weights change them, and settings.

    `Conv2d 3→8 · 3×3 · pad 1`, `MaxPool2d 2×2`, `ReLU`.
    """
    block = plan.layer.block
    arrow = channel_arrow(plan)
    summary = block.summary()
    if not arrow:
        return f"{block.title} {summary}".rstrip()
    return f"{block.title} {arrow} · {summary}" if summary else f"{block.title} {arrow}"


def channel_arrow(plan: LayerPlan) -> str:
    """`3→8`; empty where the channels stay or there is no output."""
    shape = plan.output_shape
    if shape is None or len(shape) < 2 or not plan.input_shapes or "weight" not in plan.specs:
        return ""
    before, after = plan.input_shapes[0][1], shape[1]
    return f"{before}→{after}" if before != after else ""
