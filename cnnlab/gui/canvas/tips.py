"""What the canvas explains on hover."""

from __future__ import annotations

from collections.abc import Sequence

from cnnlab.blocks.sizes import by
from cnnlab.document.stack import INPUT
from cnnlab.engine.view import COMPOSITE, Tile
from cnnlab.explain.digits import short_text
from cnnlab.gui.canvas.content import RowContent, range_text
from cnnlab.gui.canvas.rows import RowState
from cnnlab.gui.canvas.tiles import channel_text
from cnnlab.gui.veil import HIDDEN
from cnnlab.text import _, plural


def tile_tip(content: RowContent, state: RowState, tile: Tile, beyond: Sequence[int], item: str = "") -> str:
    """A channel's name, size, range and scale; `beyond` are the colours of what the scale does not reach.

    `item` is the name of the item that the tile shows.
    """
    channel = tile[0]
    name = channel_text(channel, content)
    lines = [
        _("{layer}, the picture in colour").format(layer=content.label)
        if channel == COMPOSITE
        else _("{layer}, channel {channel}").format(layer=content.label, channel=name),
    ]
    if content.shape != HIDDEN:
        lines.append(_("{size} cells of {shape}").format(size=by(content.plane), shape=content.shape))
    if content.batch > 1:
        text = (
            _("item {item} of the batch (0 to {last}): {name}") if item else _("item {item} of the batch (0 to {last})")
        )
        lines.insert(1, text.format(item=tile[1], last=content.batch - 1, name=item))
    if state.numbers is not None:
        lines.append(_("whole layer: {range}").format(range=range_text(state.numbers)))
    images = state.images
    scale = images.scale(tile) if images is not None else None
    if images is not None and scale is not None and content.layer != INPUT:
        lines.append(_("full colour at ±{scale}").format(scale=short_text(scale)))
        if content.batch > 1:
            lines.append(_("The items of the batch share this scale and can be compared."))
        share = images.share_of(tile, beyond)
        if share:
            lines.append(_("beyond it, marked as clipped: {share} % of the tile").format(share=f"{100 * share:.1f}"))
    lines.append(_("Double click: one channel large"))
    return "\n".join(lines)


def header_tip(content: RowContent, state: RowState) -> str:
    """Everything that the header says, however little of it fits."""
    lines = [content.label, content.about]
    if content.off:
        lines.append(_("switched off: passes its input through"))
    if content.shape:
        lines.append(content.shape)
    if state.numbers is not None and not content.note:
        numbers = state.numbers
        lines.append(_("lowest … highest: {range}").format(range=range_text(numbers)))
        lines.append(
            _("mean {mean} · σ {std} · zeros {zeros} %").format(
                mean=short_text(numbers.mean), std=short_text(numbers.std), zeros=f"{100 * numbers.zeros:.1f}"
            )
        )
        if numbers.nonfinite:
            lines.append(_("{count} not finite").format(count=f"{numbers.nonfinite:,}"))
    if state.cost is not None:
        text = _("{time} ms for one pass, {share} % of the time of all layers")
        lines.append(text.format(time=f"{1000 * state.cost.seconds:.2f}", share=f"{100 * state.cost.share:.0f}"))
    lines.append(_("Double click: collapse or show the row"))
    return "\n".join(line for line in lines if line)


def chip_tip(expanded: bool, channels: int) -> str:
    """What the chip does."""
    if expanded:
        return _("Back to one line (Space)")
    every = plural("Show the channel in lines (Space)", "Show all {count} channels in lines (Space)", channels)
    return "\n".join((every, _("Shift and wheel, or drag: move the line along")))


def chevron_tip(collapsed: bool) -> str:
    """What the chevron does."""
    return _("Show the row (+)") if collapsed else _("Collapse the row to this line (−)")
