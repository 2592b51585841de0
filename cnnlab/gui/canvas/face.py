"""A font that texts are measured in, over and over."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QFont, QFontMetrics

_TEXTS = 1024  # whose widths are kept


class Face:
    """A font with its metrics; the widths of texts met lately are kept: what is painted again says the same again."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self.metrics = QFontMetrics(font)
        self._width = lru_cache(maxsize=_TEXTS)(self.metrics.horizontalAdvance)

    def width(self, text: str) -> int:
        """How far a text reaches, in pixels."""
        return self._width(text)
