"""What a card of the stack says: every text of one layer, ready to be laid out, painted and read aloud."""

from __future__ import annotations

from dataclasses import dataclass

from cnnlab.blocks.base import Family
from cnnlab.blocks.sizes import shape_text
from cnnlab.document.plan import LayerPlan
from cnnlab.gui.layer_text import layer_about
from cnnlab.gui.veil import HIDDEN
from cnnlab.text import N_, Message, _, plural

_MOST_INPUTS = 3
_WAITS = N_("waits for {layer}")


@dataclass(frozen=True)
class Card:
    """The texts of one layer.

    Attributes:
        layer: the layer's id.
        label: its name, or its id if it has none.
        about: kind, channels and settings.
        family: gives the colour of the strip.
        shapes: what comes in and what goes out, in pieces between which a line may be broken.
        sentence: what is wrong; empty if nothing is.
        fixes: what the links below the sentence say.
        waits_for: id of the layer whose problem stops this one; empty if none does.
        waits_label: that layer's name.
        notes: what was done to stored weights so that they run.
        off: whether the layer is switched off.
        compared: whether it is shown so for a moment only, to be compared.
    """

    layer: str
    label: str
    about: str
    family: Family
    shapes: tuple[str, ...] = ()
    sentence: str = ""
    fixes: tuple[str, ...] = ()
    waits_for: str = ""
    waits_label: str = ""
    notes: tuple[str, ...] = ()
    off: bool = False
    compared: bool = False

    @property
    def shape_line(self) -> str:
        """What comes in and what goes out, in one line."""
        return " ".join(self.shapes)

    @property
    def waits_parts(self) -> tuple[str, str]:
        """What stands before and behind the link in the sentence of a waiting layer."""
        before, _link, behind = _(_WAITS).partition("{layer}")
        return before, behind

    @property
    def name(self) -> str:
        """What the user calls it, and its id if that is another."""
        if self.label == self.layer:
            return self.label
        return _("{label} ({layer})").format(label=self.label, layer=self.layer)

    @property
    def headline(self) -> str:
        """The whole card in one readable line."""
        return ", ".join(part for part in (f"{self.name}: {self.about}", self.shape_line) if part)


def card_of(
    plan: LayerPlan, failure: Message | None = None, waits_label: str = "", compared: bool = False, veiled: bool = False
) -> Card:
    """The card of a layer; a failure is what the engine met while it ran. A `veiled` one tells no shape."""
    layer, problem = plan.layer, plan.problem
    about, state = layer_about(plan, unsaid=veiled), _state(layer.enabled, compared)
    wrong = problem if problem is not None or not plan.runs else failure
    return Card(
        layer=layer.id,
        label=" ".join(layer.label.split()) or layer.id,
        about=f"{state} · {about}" if state else about,
        family=layer.block.family,
        shapes=(HIDDEN,) if veiled else shape_pieces(plan),
        sentence=str(wrong) if wrong is not None else "",
        fixes=tuple(str(fix.label) for fix in problem.fixes) if problem is not None else (),
        waits_for=plan.waits_for or "",
        waits_label=waits_label or plan.waits_for or "",
        notes=() if veiled else tuple(str(note) for note in plan.notes),
        off=not layer.enabled,
        compared=compared,
    )


def _state(enabled: bool, compared: bool) -> str:
    """What is to be said about the switch; nothing about a layer that is simply on."""
    if compared:
        return _("on while held") if enabled else _("off while held")
    return "" if enabled else _("off")


def shape_pieces(plan: LayerPlan) -> tuple[str, ...]:
    """`[1, 3, 9, 9]`, `→ [1, 8, 9, 9]`; one piece if nothing changes, none if nothing is known."""
    shapes = plan.input_shapes if plan.layer.enabled else plan.input_shapes[:1]
    if not shapes:
        return ()
    if plan.output_shape is not None and set(shapes) == {plan.output_shape}:
        return (shape_text(plan.output_shape),)
    first, *others = (shape_text(shape) for shape in shapes)
    more = len(shapes) - _MOST_INPUTS
    if more > 0:
        others = [*others[: _MOST_INPUTS - 1], plural("{count} more", "{count} more", more)]
    after = shape_text(plan.output_shape) if plan.output_shape is not None else "?"
    return (first, *(f"+ {shape}" for shape in others), f"→ {after}")
