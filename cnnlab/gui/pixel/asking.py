"""What is asked about the pinned element."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cnnlab.blocks.explanation import Curve
from cnnlab.blocks.pointwise import Pointwise
from cnnlab.blocks.weight import Shape
from cnnlab.document.plan import Plan
from cnnlab.document.stack import INPUT
from cnnlab.engine.planes import tensor_index
from cnnlab.engine.view import Probe, Question
from cnnlab.explain.questions import EffectiveField, Transfer, Why

_LEAST_REACH = 1.0


@dataclass(frozen=True)
class Asking:
    """A pinned element of a plan, and how far its activation's curve is asked for.

    Attributes:
        plan: the plan on show; None before there is one.
        at: the pinned element.
        reach: the curve goes from −reach to reach.
    """

    plan: Plan | None = None
    at: Probe | None = None
    reach: float = _LEAST_REACH

    @property
    def why(self) -> Why | None:
        """Why it is what it is; None where no element is pinned, or none that the plan has."""
        shape = self._shape()
        if self.at is None or not shape:
            return None
        try:
            return Why(self.at[0], tensor_index(shape, *self.at[1:]))
        except IndexError:  # the plan is a new one, and the pin is about to follow
            return None

    @property
    def field(self) -> EffectiveField | None:
        """What each cell of the picture moves it by; None for a cell of the picture itself."""
        why = self.why
        return EffectiveField(why.layer, why.index) if why is not None and why.layer != INPUT else None

    def questions(self, with_field: bool) -> tuple[Question, ...]:
        """All that is to be asked, with the effective field or without it."""
        why, field = self.why, self.field
        if why is None:
            return ()
        found: list[Question] = [why]
        if self._is_activation(why.layer) and self.at is not None:
            found.append(Transfer(why.layer, self.at[2], -self.reach, self.reach))
        if with_field and field is not None:
            found.append(field)
        return tuple(found)

    def reach_for(self, curve: Curve) -> float:
        """How far the curve has to go to have the element on it: a power of two, and never less than it was."""
        wanted = 2.0 ** np.ceil(np.log2(max(abs(curve.x) * 1.1, 1e-9)))
        return float(max(self.reach, wanted)) if np.isfinite(wanted) else self.reach

    def _shape(self) -> Shape | None:
        if self.plan is None or self.at is None:
            return None
        layer = self.at[0]
        if layer == INPUT:
            return self.plan.input_shape
        return self.plan.layer(layer).output_shape if self.plan.stack.has(layer) else None

    def _is_activation(self, layer: str) -> bool:
        plan = self.plan
        if plan is None or layer == INPUT or not plan.layer(layer).layer.enabled:
            return False
        return isinstance(plan.layer(layer).layer.block, Pointwise)
