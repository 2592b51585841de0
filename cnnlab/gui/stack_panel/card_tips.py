"""What a card explains where it is pointed at."""

from __future__ import annotations

from cnnlab.gui.commands.keys import native
from cnnlab.gui.stack_panel.card import Card
from cnnlab.gui.stack_panel.card_layout import Spot, Zone
from cnnlab.gui.stack_panel.list_commands import COMPARE_KEY, keys_of
from cnnlab.text import _


def tip(card: Card, zone: Zone) -> str:
    """The tooltip of a place on a card."""
    if zone.spot is Spot.GRIP:
        text = _("Drag to move this layer, or press {up} and {down}")
        return text.format(up=keys_of("up"), down=keys_of("down"))
    if zone.spot is Spot.EYE:
        text = (
            _("Switch {layer} on ({keys})")
            if card.off
            else _("Switch {layer} off ({keys}): it passes its input through and keeps its weights")
        )
        held = _("Hold the button down, or {keys} for all selected layers, to see the difference for a moment")
        switch = text.format(layer=card.label, keys=keys_of("switch"))
        return f"{switch}\n{held.format(keys=native(COMPARE_KEY))}"
    if zone.spot is Spot.FIX:
        if zone.number == 0:
            return _("Make this change ({keys}); undo takes it back").format(keys=keys_of("fix"))
        return _("Make this change; undo takes it back")
    if zone.spot is Spot.WAIT:
        return _("Go to {layer}, whose problem stops this layer").format(layer=card.waits_label)
    if zone.spot is Spot.SHAPE:
        return f"{card.shape_line}\n{_shape_words(card)}"
    return _whole(card)


def _shape_words(card: Card) -> str:
    """How to read the line of shapes."""
    if len(card.shapes) == 1:
        return _("the output has the input's shape: batch, channels, height, width")
    return _("shape of the input → shape of the output: batch, channels, height, width")


def _whole(card: Card) -> str:
    """Everything that may have been shortened on the card."""
    rename = _("Double-click or press {keys} to rename it").format(keys=keys_of("rename"))
    return "\n".join(part for part in (card.name, card.about, card.shape_line, rename) if part)
