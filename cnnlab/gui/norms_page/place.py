"""Where in the stack norms are compared."""

from __future__ import annotations

from dataclasses import dataclass

from cnnlab.blocks.norms import Norm
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
    def shape(self) -> tuple[int, int, int, int] | None:
        """The shape `[b, c, h, w]` of what is compared, as it is shown; None if nothing comes in."""
        if self.plan is None or not self.there:
            return None
        _source, shape = compared(self.plan, self.layer or INPUT)
        return plane_shape(shape) if shape is not None else None

    @property
    def source(self) -> str:
        """Id of the layer whose output is compared, or `input`."""
        assert self.plan is not None
        source, _shape = compared(self.plan, self.layer or INPUT)
        return source

    @property
    def label(self) -> str:
        """What it is called."""
        assert self.plan is not None
        source = self.source
        return _("input") if source == INPUT else self.plan.stack.layer(source).label
