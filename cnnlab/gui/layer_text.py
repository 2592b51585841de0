"""How a layer is named in lists and rows."""

from __future__ import annotations

from cnnlab.blocks.weight import Shape
from cnnlab.document.plan import LayerPlan, Plan
from cnnlab.document.stack import INPUT
from cnnlab.engine.view import COMPOSITE, Probe
from cnnlab.gui.inspector.numbers import precise
from cnnlab.text import N_, Message, _


def layer_about(plan: LayerPlan, unsaid: bool = False) -> str:
    """Kind, channels in and out where weights change them, unless they are `unsaid`, and settings.

    `Conv2d 3→8 · 3×3 · pad 1`, `MaxPool2d 2×2`, `ReLU`.
    """
    block = plan.layer.block
    arrow = "" if unsaid else channel_arrow(plan)
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


def hidden_text() -> str:
    """What stands in the place of all that would tell a shape."""
    return _("Shown once its shape is predicted.")


def waiting_text(layer: str) -> str:
    """For which layer those below it wait."""
    return str(Message(N_("Waits for {id}, whose problem stops what comes below."), id=layer))


def element_text(plan: Plan, probe: Probe, *values: float) -> str:
    """One element and its value, exact: `conv1 [0, 2, 118, 204] = -0.013146`; in colour, all channels' values."""
    layer, item, channel, y, x = probe
    label = _("input") if layer == INPUT else plan.stack.layer(layer).label
    shape = plan.input_shape if layer == INPUT else plan.layer(layer).output_shape
    index = index_text(shape or (), item, channel, y, x)
    return f"{label} {index} = {', '.join(precise(value) for value in values)}"


def index_text(shape: Shape, item: int, channel: int, y: int, x: int) -> str:
    """As many numbers as the tensor has axes; `:` for all channels of the input in colour."""
    middle = ":" if channel == COMPOSITE else str(channel)
    numbers = {1: (middle,), 2: (str(item), middle), 3: (str(item), middle, str(x))}
    return f"[{', '.join(numbers.get(len(shape), (str(item), middle, str(y), str(x))))}]"


def kernel_text(out: int, into: str | int) -> str:
    """What one slice of a kernel is called: `Kernel [out 1, in R]`."""
    return str(Message(N_("Kernel [out {out}, in {into}]"), out=out, into=into))
