"""Where in the stack norms are compared."""

from __future__ import annotations

from dataclasses import dataclass

from cnnlab.blocks.norms import Norm
from cnnlab.blocks.sizes import shape_text
from cnnlab.document.plan import Plan
from cnnlab.document.stack import INPUT
from cnnlab.engine.planes import plane_shape
from cnnlab.explain.norms import NONE, compared
from cnnlab.text import _


@dataclass(frozen=True, eq=False)
class StackPlace:
    """The selected layer of a plan; the input where none is selected."""

    plan: Plan | None = None
    layer: str = ""

    @property
    def there(self) -> bool:
        """Whether the plan has the layer."""
        return self.plan is not None and (not self.layer or self.plan.stack.has(self.layer))

    @property
    def norm(self) -> Norm | None:
        """The layer's block, if it is a norm."""
        if self.plan is None or not self.layer or not self.there:
            return None
        block = self.plan.stack.layer(self.layer).block
        return block if isinstance(block, Norm) else None

    @property
    def current(self) -> str:
        """The kind of the norm that runs here; `NONE` if none does."""
        norm = self.norm
        return norm.kind if self.plan is not None and norm and self.plan.stack.layer(self.layer).enabled else NONE

    @property
    def source(self) -> str:
        """Whose output is compared: a layer's id or `input`; empty where there is no plan."""
        return compared(self.plan, self.layer or INPUT)[0] if self.plan is not None and self.there else ""

    @property
    def shape(self) -> tuple[int, int, int, int] | None:
        """The shape `[b, c, h, w]` of what is compared, as it is shown; None where there is no plan."""
        if self.plan is None or not self.there:
            return None
        return plane_shape(compared(self.plan, self.layer or INPUT)[1])

    def about(self, channel: int, item: int) -> str:
        """What is compared, with the tensor's own shape, and which channel of which item is told of."""
        assert self.plan is not None
        source, shape = compared(self.plan, self.layer or INPUT)
        picture = _("{source} {shape} · channel {channel}, item {item}")
        text = picture if len(shape) > 2 else _("{source} {shape} · feature {channel}, item {item}")
        return text.format(source=self._label(source), shape=shape_text(shape), channel=channel, item=item)

    @property
    def trouble(self) -> str:
        """Why it is not the selected layer's own output or input that is compared; empty where it is."""
        if self.plan is None or not self.layer or not self.there:
            return ""
        found = self.plan.layer(self.layer)
        words = {"layer": self._label(self.layer), "source": self._label(self.source)}
        if found.waits_for is not None:
            text = _("{layer} waits for {culprit}, which cannot run: compared on {source}, the last output above it")
            return text.format(culprit=self._label(found.waits_for), **words)
        if found.problem is None or self.norm is not None:
            return ""
        text = _("{layer} cannot run ({problem}): compared on {source}, the last output above it")
        return text.format(problem=found.problem.message, **words)

    def _label(self, layer: str) -> str:
        assert self.plan is not None
        return _("input") if layer == INPUT else self.plan.stack.layer(layer).label
