"""What the rows of the canvas say: names, shapes and numbers, ready to paint."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from weakref import WeakKeyDictionary

from cnnlab.blocks.base import Family
from cnnlab.blocks.problem import SWITCH_OFF
from cnnlab.blocks.sizes import shape_text
from cnnlab.document.plan import LayerPlan, Plan
from cnnlab.document.stack import INPUT
from cnnlab.engine.memory import NoRoom, smaller
from cnnlab.engine.planes import plane_shape
from cnnlab.engine.view import COMPOSITE, LayerStatistics
from cnnlab.explain import digits
from cnnlab.gui.layer_text import hidden_text, layer_about
from cnnlab.gui.veil import HIDDEN, Veil
from cnnlab.text import Message, _, language

_told: WeakKeyDictionary[LayerPlan, tuple[str, RowContent]] = WeakKeyDictionary()  # with the language it was told in


class Leads(Enum):
    """Where a link in a row leads."""

    FIX = "fix"
    LAYER = "layer"
    OFF = "off"
    SIZE = "size"


@dataclass(frozen=True)
class Link:
    """The link behind a row's sentence.

    Attributes:
        text: what it says.
        leads: to the first fix of a problem, to another layer, to switching the layer off, or to a working size that is
            half as large.
        layer: the layer it leads to, or is about.
    """

    text: str
    leads: Leads
    layer: str


@dataclass(frozen=True)
class RowContent:
    """One row.

    Attributes:
        layer: the layer's id, or `input`.
        label: its name.
        about: kind and settings.
        unsaid: the same without what tells a shape.
        shape: as PyTorch prints it; empty without an output.
        family: gives the colour; None for the input.
        channels: channel numbers; `COMPOSITE` is the picture in colour.
        plane: height and width of a channel.
        note: the sentence that stands where tiles would.
        link: the link behind the sentence, if there is one.
        warning: whether the sentence is a problem.
        off: whether the layer is switched off.
        batch: items in the batch.
    """

    layer: str
    label: str
    about: str
    shape: str = ""
    family: Family | None = None
    channels: range = range(0)
    plane: tuple[int, int] = (1, 1)
    note: str = ""
    link: Link | None = None
    warning: bool = False
    off: bool = False
    batch: int = 1
    unsaid: str = ""

    @property
    def sentence(self) -> str:
        """The note with the layer that it leads to, where the link cannot stand behind it."""
        leads = self.link is not None and self.link.leads is Leads.LAYER
        return f"{self.note} {self.link.text}" if self.link is not None and leads else self.note

    @property
    def fix(self) -> str:
        """What the link says if it mends a problem; empty if there is none that does."""
        return self.link.text if self.link is not None and self.link.leads is Leads.FIX else ""

    @property
    def short_vector(self) -> bool:
        """Whether the channels are so few single numbers, as of a classifier, that all are always shown."""
        return self.plane == (1, 1) and len(self.channels) <= 64


def contents(plan: Plan, failures: Mapping[str, Message], source: str) -> tuple[RowContent, ...]:
    """All rows: the input first, then every layer. What takes a layer that failed waits for it."""
    rows = [_input(plan, source)]
    failed: dict[int, str] = {}
    for position, layer in enumerate(plan.layers):
        culprit = next((failed[s] for s in layer.sources if s in failed), layer.waits_for)
        if culprit is not None or layer.id in failures:
            failed[position] = culprit or layer.id
        failure = failures.get(layer.id)
        well = layer.runs and culprit is None and failure is None
        rows.append(_running(plan, layer) if well else _layer(plan, layer, culprit, failure))
    return tuple(rows)


def row_content(plan: Plan, layer_id: str, failures: Mapping[str, Message]) -> RowContent:
    """What the row of one layer says.

    Raises:
        KeyError: there is no such layer.
    """
    return {row.layer: row for row in contents(plan, failures, "")}[layer_id]


def veiled(rows: tuple[RowContent, ...], veil: Veil) -> tuple[RowContent, ...]:
    """The rows without the shapes that are to be found out, and without the pictures that they could be read off."""
    return tuple(_veiled(row, veil) for row in rows)


def _veiled(row: RowContent, veil: Veil) -> RowContent:
    if not veil.hides_any_of(row.layer):
        return row
    row = dataclasses.replace(row, about=row.unsaid)
    if row.layer not in veil.outputs or row.note:
        return row
    return dataclasses.replace(row, shape=HIDDEN, channels=range(0), plane=(1, 1), note=hidden_text())


def _input(plan: Plan, source: str) -> RowContent:
    b, c, h, w = plan.input_shape
    return RowContent(
        INPUT,
        _("input"),
        source,
        shape_text(plan.input_shape),
        channels=range(COMPOSITE if c == 3 else 0, c),
        plane=(h, w),
        batch=b,
    )


def _running(whole: Plan, plan: LayerPlan) -> RowContent:
    """What a layer's row says, told once: after an edit all plans but one are those from before."""
    known = _told.get(plan)
    if known is None or known[0] != language():
        known = _told[plan] = (language(), _layer(whole, plan, None, None))
    return known[1]


def _layer(whole: Plan, plan: LayerPlan, culprit: str | None, failure: Message | None) -> RowContent:
    block = plan.layer.block
    base = RowContent(
        plan.id,
        plan.layer.label,
        layer_about(plan),
        unsaid=layer_about(plan, unsaid=True),
        family=block.family,
        off=not plan.layer.enabled,
    )
    if plan.problem is not None:
        link = Link(str(plan.problem.fixes[0].label), Leads.FIX, plan.id) if plan.problem.fixes else None
        return dataclasses.replace(base, note=str(plan.problem), link=link, warning=True)
    if culprit is not None:
        link = Link(whole.layer(culprit).layer.label, Leads.LAYER, culprit)
        return dataclasses.replace(base, note=_("waits for"), link=link)
    if failure is not None:
        way_out = size_link(whole, plan.id) if isinstance(failure, NoRoom) else None
        link = way_out or Link(str(SWITCH_OFF.label), Leads.OFF, plan.id)
        return dataclasses.replace(base, note=str(failure), link=link, warning=True)
    assert plan.output_shape is not None
    b, c, h, w = plane_shape(plan.output_shape)
    return dataclasses.replace(base, shape=shape_text(plan.output_shape), channels=range(c), plane=(h, w), batch=b)


def size_link(plan: Plan, layer: str = "") -> Link | None:
    """The link that lowers the working size; None where that cannot be."""
    fix = smaller(plan.input_shape)
    return Link(str(fix.label), Leads.SIZE, layer) if fix is not None else None


def range_text(numbers: LayerStatistics) -> str:
    """Lowest and highest value as the row shows them: `-2.96 … 2.53`, or `≈ -2.96 … 2.53` from a sample."""
    return f"{'' if numbers.exact else '≈ '}{digits.range_text(numbers.low, numbers.high)}"
