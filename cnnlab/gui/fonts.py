"""The faces that are shipped with the program, so that it looks the same on every system.

Both come with tabular digits switched on, so that nothing jumps while numbers change, and with contextual alternates
switched off, so that `640x480` or `->` in a name or in code is shown as it was typed.

Chinese characters come from a part of Noto Sans SC, made by `tools/chinese_font.py`. It stands before the system's
faces, so that Chinese looks the same everywhere and is readable where no Chinese font is installed; characters that it
lacks come from the system. Registering its two files costs less than 1 ms.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase

from cnnlab.resources import resource

UI = "Inter"
MONO = "JetBrains Mono"
CHINESE = "CNN Lab Noto Sans SC"

_FILES = (
    "Inter-Regular.otf",
    "Inter-SemiBold.otf",
    "JetBrainsMono-Regular.ttf",
    "JetBrainsMono-SemiBold.ttf",
    "NotoSansSC-Regular.otf",
    "NotoSansSC-Bold.otf",
)


@cache
def load() -> tuple[str, ...]:
    """Add the shipped fonts to the application, once, and return the families found in them."""
    families: list[str] = []
    for name in _FILES:
        number = QFontDatabase.addApplicationFont(str(resource("fonts", name)))
        families += QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    return tuple(dict.fromkeys(families))


def ui_font(size: int = 13, weight: int = 400) -> QFont:
    """The face of words, `size` pixels high; 400 is regular, 600 semi-bold."""
    # Inter has no ⌊ ⌋ ⌈ ⌉: the shipped monospaced face, which has them, comes before whatever the system would choose.
    return _font((UI, CHINESE, MONO, _system(QFontDatabase.SystemFont.GeneralFont)), size, weight)


def mono_font(size: int = 13, weight: int = 400) -> QFont:
    """The face of numbers, shapes and code, `size` pixels high; 400 is regular, 600 semi-bold."""
    font = _font((MONO, CHINESE, _system(QFontDatabase.SystemFont.FixedFont)), size, weight)
    font.setStyleHint(QFont.StyleHint.Monospace)
    font.setFixedPitch(True)
    return font


def _font(families: tuple[str, ...], size: int, weight: int) -> QFont:
    load()
    font = QFont(list(families))
    font.setPixelSize(size)
    font.setWeight(QFont.Weight(weight))
    for feature, on in (("tnum", 1), ("calt", 0)):
        font.setFeature(QFont.Tag(feature), on)
    return font


@cache
def _system(kind: QFontDatabase.SystemFont) -> str:
    """The system's own family, kept before the application's font replaces it."""
    return QFontDatabase.systemFont(kind).family()
