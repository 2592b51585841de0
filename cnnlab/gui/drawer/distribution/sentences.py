"""What is said of a distribution in words."""

from __future__ import annotations

import math

from cnnlab.document.plan import Plan
from cnnlab.document.stack import INPUT
from cnnlab.explain.digits import range_text, short_text
from cnnlab.explain.distribution import Distribution
from cnnlab.gui.large.numbers_table import share
from cnnlab.text import _


def name_of(plan: Plan, layer: str) -> str:
    """How a layer or the input is called."""
    if layer == INPUT:
        return _("input")
    return plan.stack.layer(layer).label if plan.stack.has(layer) else layer


def range_of(shown: Distribution, first: int, last: int) -> str:
    """The values that some bars hold: `0.31 … 0.77`, `below -1.60`, `above 1.60`.

    The bars reach half a step of colour beyond the scale, which is too little to be spoken of.
    """
    least, most = shown.levels
    low, high = (end if math.isinf(end) else max(least, min(end, most)) for end in shown.edges(first, last))
    if math.isinf(low) and math.isinf(high):
        return _("all finite values")
    if math.isinf(low):
        return _("below {value}").format(value=short_text(high))
    if math.isinf(high):
        return _("above {value}").format(value=short_text(low))
    return range_text(low, high)


def held(shown: Distribution, first: int, last: int) -> str:
    """How many values some bars hold, and which share of all that is."""
    count = shown.within(first, last)
    template = (
        _("{count} of {total} values · {share}") if shown.asked.whole else _("{count} of {total} cells · {share}")
    )
    text = template.format(count=f"{count:,}", total=f"{shown.total:,}", share=share(count, shown.total))
    return text if shown.exact else f"≈ {text}"


def heading(plan: Plan, shown: Distribution) -> str:
    """Whose values are shown: `conv1 · channel 3`, `conv1 · all channels`."""
    asked = shown.asked
    name = name_of(plan, asked.layer)
    if asked.whole:
        return _("{layer} · all channels").format(layer=name)
    lettered = asked.layer == INPUT and plan.input_shape[1] == 3
    channel = "RGB"[asked.channel] if lettered else str(asked.channel)
    return _("{layer} · channel {channel}").format(layer=name, channel=channel)


def outline(plan: Plan, shown: Distribution) -> str:
    """What the outline behind the bars is; empty where there is none."""
    if shown.before is None:
        return ""
    layer = plan.layer(shown.asked.layer) if plan.stack.has(shown.asked.layer) else None
    if layer is None or not layer.sources:
        return ""
    source = INPUT if layer.sources[0] < 0 else plan.layers[layer.sources[0]].id
    return _("outline: {layer}").format(layer=name_of(plan, source))
