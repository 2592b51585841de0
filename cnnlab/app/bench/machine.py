"""What the figures were measured on."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path


def machine() -> dict[str, str | int]:
    """Processor, cores and threads, device, system and versions. Imports torch."""
    import torch

    from cnnlab.engine.device import devices

    return {
        "cpu": _processor(),
        "cores": cores(),
        "threads": torch.get_num_threads(),
        "device": devices()[0].title,
        "torch": torch.__version__,
        "pyside6": version("PySide6-Essentials"),
        "python": platform.python_version(),
        "system": platform.platform(),
    }


def cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        return next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()
