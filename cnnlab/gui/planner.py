"""The plan of a stack for the picture on show: its working size, and what the device's memory allows."""

from __future__ import annotations

from dataclasses import dataclass, field

from cnnlab.blocks.weight import Shape
from cnnlab.document.plan import Plan, infer
from cnnlab.document.stack import Stack
from cnnlab.document.working_size import same_network, with_size_fixes
from cnnlab.engine.memory import SHARE, free_bytes, guard, need
from cnnlab.engine.view import Device


@dataclass
class Planner:
    """What a plan depends on besides the stack.

    Attributes:
        share: of the free memory that may be used, 0…1.
        step: the factor by which each side of live frames is smaller than the working size.
    """

    share: float = SHARE
    step: float = 1.0
    _free: dict[str, int] = field(default_factory=lambda: {"cpu": free_bytes()})

    def note_devices(self, devices: tuple[Device, ...]) -> None:
        """Know what is free on these devices."""
        self._free |= {device.id: device.free for device in devices}

    def plan(self, stack: Stack, shape: Shape, device: str, previous: Plan | None) -> Plan:
        """The plan for an input `[b, c, h, w]`, or for a smaller one, if the step asks for it and the stack allows it.

        It does not where a layer's weights depend on the picture's size, or would not run any more.
        """
        plan = infer(stack, shape, previous)
        if self.step < 1:
            smaller = infer(stack, stepped(shape, self.step), previous)
            if same_network(plan, smaller):
                plan = smaller
        return guard(with_size_fixes(plan), self._budget(device))

    def left(self, plan: Plan, device: str) -> int:
        """Bytes that may be used besides those that a plan needs."""
        return self._budget(device) - sum(need(layer) for layer in plan.layers if layer.runs)

    def _budget(self, device: str) -> int:
        return int(self.share * self._free.get(device, self._free["cpu"]))


def stepped(shape: Shape, step: float) -> Shape:
    """`[b, c, h, w]` with each side by a factor smaller, and at least one cell."""
    b, c, h, w = shape
    return b, c, max(1, round(h * step)), max(1, round(w * step))
