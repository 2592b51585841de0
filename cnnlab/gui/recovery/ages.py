"""How long ago something was, in words that need not change every second."""

from __future__ import annotations

from cnnlab.text import Plural

_STEP = 5  # seconds are told in steps of five, so that nothing flickers


def age_text(seconds: float) -> Plural:
    """`5 s ago`, `3 min ago`, `2 h ago`; what is younger than a step counts as one."""
    if seconds < 60:
        count = max(_STEP, int(seconds) // _STEP * _STEP)
        return Plural("{count} s ago", "{count} s ago", count)
    if seconds < 3600:
        return Plural("{count} min ago", "{count} min ago", int(seconds) // 60)
    return Plural("{count} h ago", "{count} h ago", int(seconds) // 3600)


def next_change(seconds: float) -> float:
    """Seconds until `age_text` says something else."""
    if seconds < 2 * _STEP:
        return 2 * _STEP - seconds
    step = _STEP if seconds < 60 else 60 if seconds < 3600 else 3600
    return step - seconds % step
