"""The faces that are shipped with the program, so that it looks the same on every system.

Both come with tabular digits switched on, so that nothing jumps while numbers change, and with contextual alternates
switched off, so that `640x480` or `->` in a name or in code is shown as it was typed.

Chinese characters come from a part of Noto Sans SC, made by `tools/chinese_font.py`. It stands before the system's
faces, so that Chinese looks the same everywhere and is readable where no Chinese font is installed; characters that it
lacks come from the system. Registering its two files costs less than 1 ms.

All sizes are declared in pixels for a system with its usual type. What is on screen is larger or smaller by one factor:
the system's own, the user's and that of a presentation, multiplied. Whoever keeps a font or a length that has to hold
type makes it anew in `set_theme`, which every view hears after the factor has changed.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any, TypeVar, cast

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

from cnnlab.resources import resource

UI = "Inter"
MONO = "JetBrains Mono"
CHINESE = "CNN Lab Noto Sans SC"

_Function = TypeVar("_Function", bound=Callable[..., Any])

LEAST, MOST = 0.8, 2.0  # of the user's factor
_USUAL = {"windows": 9.0, "offscreen": 9.0, "minimal": 9.0, "cocoa": 13.0}  # points of a system's type; others have 10
_NEAR = (0.9, 1.12)  # desktops differ by a point in what they call usual
_factors = {"user": 1.0, "presentation": 1.0}
_caches: list[Any] = []
_KEPT = 512  # results of each function: the layout of a card takes up to 3 KB

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


def kept(function: _Function) -> _Function:
    """Like `lru_cache`, for results that hold until the size of type changes."""
    found = lru_cache(maxsize=_KEPT)(function)
    _caches.append(found)
    return cast("_Function", found)


def text_scale() -> float:
    """What the user has chosen: 1 for the usual size of type."""
    return _factors["user"]


def set_text_scale(factor: float) -> bool:
    """Set the user's factor, 0.8 … 2; True if that changes anything. Every view must then be told its theme again."""
    return _set("user", max(LEAST, min(MOST, factor)))


def set_presentation_scale(factor: float) -> bool:
    """Enlarge type for people who sit far away; 1 for those in front of the screen. True if that changes anything."""
    return _set("presentation", factor)


def scaled(pixels: float) -> int:
    """A length that has to hold type, in the size of the moment."""
    return round(pixels * _factors["user"] * _factors["presentation"] * system_scale())


def _set(name: str, factor: float) -> bool:
    if _factors[name] == factor:
        return False
    _factors[name] = factor
    for found in _caches:
        found.cache_clear()
    return True


@cache
def system_scale() -> float:
    """How much larger than usual the system's own type is."""
    points = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).pointSizeF()
    usual = _USUAL.get(QGuiApplication.platformName(), 10.0)
    return factor_of(points, usual)


def factor_of(points: float, usual: float) -> float:
    """The factor for a system whose type has `points` where `usual` is usual; 1 if it tells nothing of use."""
    factor = points / usual
    return 1.0 if points <= 0 or _NEAR[0] <= factor <= _NEAR[1] else max(LEAST, min(MOST, factor))


def ui_font(size: int = 13, weight: int = 400) -> QFont:
    """The face of words, `size` pixels high at the usual size; 400 is regular, 600 semi-bold."""
    # Inter has no ⌊ ⌋ ⌈ ⌉: the shipped monospaced face, which has them, comes before whatever the system would choose.
    return _font((UI, CHINESE, MONO, _system(QFontDatabase.SystemFont.GeneralFont)), size, weight)


def mono_font(size: int = 13, weight: int = 400) -> QFont:
    """The face of numbers, shapes and code, `size` pixels high at the usual size; 400 is regular, 600 semi-bold."""
    font = _font((MONO, CHINESE, _system(QFontDatabase.SystemFont.FixedFont)), size, weight)
    font.setStyleHint(QFont.StyleHint.Monospace)
    font.setFixedPitch(True)
    return font


def _font(families: tuple[str, ...], size: int, weight: int) -> QFont:
    return QFont(_face(families, size, weight))  # a copy, which whoever asks may change


@kept
def _face(families: tuple[str, ...], size: int, weight: int) -> QFont:
    load()
    font = QFont(list(families))
    font.setPixelSize(scaled(size))
    font.setWeight(QFont.Weight(weight))
    for feature, on in (("tnum", 1), ("calt", 0)):
        font.setFeature(QFont.Tag(feature), on)
    return font


@cache
def _system(kind: QFontDatabase.SystemFont) -> str:
    """The system's own family, kept before the application's font replaces it."""
    return QFontDatabase.systemFont(kind).family()
