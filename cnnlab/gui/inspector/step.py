"""The step of the grid: what one notch of the wheel, one key or ten pixels of a drag add to a weight."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from cnnlab.gui.inspector.numbers import parse_number, precise
from cnnlab.text import N_, UserError

_LEAST, _MOST = 1e-6, 1e6


@dataclass(frozen=True)
class StepCodec:
    """Reads and writes a step; its own steps are 1, 2, 5, 10 …"""

    def text(self, value: Any) -> str:
        return f"±{precise(value)}"

    def exact(self, value: Any) -> str:
        return precise(value)

    def read(self, text: str) -> Any:
        value = parse_number(text.replace("±", ""))
        if not _LEAST <= value <= _MOST:
            raise UserError(
                N_("a step is from {low} to {high}, not {value}: type one like 0.1"),
                low=f"{_LEAST:g}",
                high=f"{_MOST:g}",
                value=f"{value:g}",
            )
        return value

    def stepped(self, value: Any, steps: float) -> Any:
        ladder = [float(f"{digit}e{power}") for power in range(-6, 7) for digit in (1, 2, 5)]
        nearest = min(range(len(ladder)), key=lambda place: abs(math.log(ladder[place] / value)))
        moved = nearest + (round(steps) or (1 if steps > 0 else -1))
        return min(ladder[max(0, min(moved, len(ladder) - 1))], _MOST)
