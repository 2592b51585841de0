"""What there is to say about this copy of the program and the machine it runs on."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSysInfo, qVersion

from cnnlab import __version__
from cnnlab.engine.view import Device
from cnnlab.text import N_, _

Details = tuple[tuple[str, str], ...]

NOT_THERE = N_("not found")


def details(devices: Iterable[Device], current: str) -> Details:
    """What and its value, in the language of the moment; no library is imported for it."""
    known = {device.id: device for device in devices}
    device = known.get(current)
    name = f"{device.title} · {device.detail}".rstrip(" ·") if device is not None else _("the engine has not started")
    return (
        ("CNN Lab", __version__),
        ("Python", platform.python_version()),
        ("Qt · PySide6", f"{qVersion()} · {version('PySide6')}"),
        ("PyTorch", version("torch")),
        ("NumPy", version("numpy")),
        ("pyqtgraph", version("pyqtgraph")),
        (_("System"), f"{QSysInfo.prettyProductName()} · {QSysInfo.currentCpuArchitecture()}"),
        (_("Device"), name),
        (_("Processors"), str(os.cpu_count() or "?")),
    )


def in_short() -> str:
    """What the log begins with; quick, since the start waits for it."""
    return f"CNN Lab {__version__}, Python {platform.python_version()}, Qt {qVersion()}, {QSysInfo.prettyProductName()}"


def version(package: str) -> str:
    """The installed version of a package, read without importing it."""
    from importlib import metadata  # the parser of mails that it brings would delay the start

    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return _(NOT_THERE)


def report(found: Details, lines: Sequence[str]) -> str:
    """The details, then the last lines of the log, as text to paste into a report."""
    width = max(len(what) for what, _value in found)
    table = "\n".join(f"{what:<{width}}  {value}" for what, value in found)
    return table + ("\n\n" + "\n".join(lines) if lines else "") + "\n"
