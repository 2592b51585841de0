"""What a kernel's numbers come to, in one line: what it lets through, its sum, its norm."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cnnlab.text import N_, Message, _

_SAME = 5e-4  # half of the last digit shown


def facts_text(values: NDArray[np.floating]) -> str:
    """Meaning, sum and L2 norm; the numbers stand last, so that they stay where they are while they change."""
    total = float(values.sum(dtype=np.float64))
    if not np.isfinite(total):
        return _("not finite")
    text = N_("{meaning} · sum {total} · norm {norm}")
    norm = float(np.linalg.norm(values.astype(np.float64)))
    return str(Message(text, meaning=_meaning(values, total), total=_number(total, True), norm=_number(norm, False)))


def selection_text(values: NDArray[np.floating]) -> str:
    """The same for some cells, with their number in the place of a meaning."""
    total, norm = float(values.sum(dtype=np.float64)), float(np.linalg.norm(values.astype(np.float64)))
    text = N_("{count} selected · sum {total} · norm {norm}")
    return str(Message(text, count=values.size, total=_number(total, True), norm=_number(norm, False)))


def _meaning(values: NDArray[np.floating], total: float) -> str:
    if not values.any():
        return _("nothing passes")
    # Beside the weights themselves: a kernel of tiny ones has a small sum, too.
    if abs(total) < _SAME * min(1.0, float(np.abs(values).sum(dtype=np.float64))):
        return _("edges only")
    if abs(total - 1) < _SAME:
        return _("brightness kept")
    return str(Message(N_("gain ×{total}"), total=f"{total:.2g}".replace("-", "−")))


def _number(value: float, signed: bool) -> str:
    if abs(value) < _SAME:
        return "0.000"
    text = f"{value:+.3f}" if abs(value) < 1e4 else f"{value:+.2e}"
    return (text if signed else text[1:]).replace("-", "−")
