"""What the rows of the canvas say: names, shapes and numbers, ready to paint."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from cnnlab.blocks.base import Family
from cnnlab.blocks.sizes import shape_text
from cnnlab.document.plan import LayerPlan, Plan
from cnnlab.document.stack import INPUT
from cnnlab.engine.planes import plane_shape
from cnnlab.engine.view import COMPOSITE, LayerStatistics
from cnnlab.gui.canvas.geometry import Row
from cnnlab.gui.layer_text import layer_about
from cnnlab.text import Message, _


@dataclass(frozen=True)
class RowContent:
    """One row.

    Attributes:
        layer: the layer's id, or `input`.
        label: its name.
        about: kind and settings.
        shape: as PyTorch prints it; empty without an output.
        family: gives the colour; None for the input.
        channels: channel numbers in order of the tiles; `COMPOSITE` is the picture in colour.
        plane: height and width of a channel.
        note: the sentence that stands where tiles would.
        fix: what the link behind the sentence says; empty if there is none.
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
    fix: str = ""
    warning: bool = False
    off: bool = False
    batch: int = 1

    def row(self, expanded: bool) -> Row:
        """What the geometry needs of it."""
        return Row(self.layer, len(self.channels), self.plane, expanded or self.short_vector, self.short_vector)

    @property
    def short_vector(self) -> bool:
        """Whether the channels are so few single numbers, as of a classifier, that all are always shown."""
        return self.plane == (1, 1) and len(self.channels) <= 64


def contents(plan: Plan, failures: Mapping[str, Message], source: str) -> tuple[RowContent, ...]:
    """All rows: the input first, then every layer."""
    return (_input(plan, source), *(_layer(layer, failures.get(layer.id)) for layer in plan.layers))


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


def _layer(plan: LayerPlan, failure: Message | None) -> RowContent:
    block = plan.layer.block
    base = RowContent(plan.id, plan.layer.label, layer_about(plan), family=block.family, off=not plan.layer.enabled)
    if plan.problem is not None:
        fix = str(plan.problem.fixes[0].label) if plan.problem.fixes else ""
        return dataclasses.replace(base, note=str(plan.problem), fix=fix, warning=True)
    if plan.output_shape is None:
        return dataclasses.replace(base, note=_("waits for {layer}").format(layer=plan.waits_for))
    if failure is not None:
        return dataclasses.replace(base, note=str(failure), warning=True)
    b, c, h, w = plane_shape(plan.output_shape)
    return dataclasses.replace(base, shape=shape_text(plan.output_shape), channels=range(c), plane=(h, w), batch=b)


def range_text(numbers: LayerStatistics) -> str:
    """Lowest and highest value as the row shows them: `-2.96 … 2.53`."""
    return f"{number_text(numbers.low)} … {number_text(numbers.high)}"


def number_text(value: float) -> str:
    """Three significant digits, two decimals where that is enough."""
    size = abs(value)
    if size == 0 or 0.01 <= size < 1000:
        return f"{value:.2f}"
    return f"{value:.2e}" if size >= 1e6 or size < 0.001 else f"{value:.3g}" if size < 1 else f"{value:.0f}"
