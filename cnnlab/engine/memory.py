"""The memory guard: works out what a stack will need before anything is allocated (no torch here)."""

from __future__ import annotations

import math
from pathlib import Path

from cnnlab.blocks.problem import SWITCH_OFF, Fix, Problem
from cnnlab.blocks.sizes import by
from cnnlab.blocks.weight import Shape
from cnnlab.document.plan import LayerPlan, Plan, stopped_where
from cnnlab.text import N_, Message, byte_text

SHARE = 0.6  # of the free memory may be used


class NoRoom(Message):
    """A sentence about memory that does not suffice; a smaller working size is the way out."""

    __slots__ = ()


def free_bytes() -> int:
    """Bytes of main memory that programs can still get; 8 GiB where the system does not say."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        available = next(line for line in lines if line.startswith("MemAvailable:"))
        return int(available.split()[1]) * 1024
    except (OSError, StopIteration, ValueError):
        return 8 * 2**30


def need(plan: LayerPlan) -> int:
    """Bytes that a layer needs: its output, which stays since it is shown, and its weights here and on the device."""
    return plan.memory + 8 * plan.parameters


def guard(plan: Plan, budget: int) -> Plan:
    """The plan with a problem on every layer that would pass the budget; what depends on such a layer waits for it."""
    used = 4 * math.prod(plan.input_shape)

    def problem_of(layer: LayerPlan) -> Problem | None:
        nonlocal used
        wanted = need(layer)
        if wanted and used + wanted > budget:
            return _too_large(wanted, max(0, budget - used), plan.input_shape)
        used += wanted
        return None

    return stopped_where(plan, problem_of)


def _too_large(needed: int, left: int, input_shape: Shape) -> Problem:
    fix = smaller(input_shape)
    return Problem(
        Message(
            N_("needs {needed}, but {left} are left for it: lower its channels or the working size"),
            needed=byte_text(needed),
            left=byte_text(left),
        ),
        (SWITCH_OFF,) if fix is None else (fix, SWITCH_OFF),
    )


def smaller(input_shape: Shape) -> Fix | None:
    """Half the working size of an input; None where it cannot be less."""
    height, width = input_shape[2:]
    half = (max(1, height // 2), max(1, width // 2))
    if half == (height, width):
        return None
    return Fix(Message(N_("Set the working size to {size}"), size=by(half)), working_size=half)
