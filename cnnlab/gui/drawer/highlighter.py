"""Python code in the colours of the theme: quiet, since the pictures are what is colourful."""

from __future__ import annotations

import keyword
import re

from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from cnnlab.gui.theme import Theme

# What comes first in a line wins: a sign inside a string begins no comment.
_TOKEN = re.compile(
    r'(?P<comment>#.*)|(?P<string>"""[^"]*"""|"[^"]*")|(?P<word>[^\W\d]\w*)|(?P<number>\d[\d_.]*(?:e-?\d+)?)'
)


class PythonHighlighter(QSyntaxHighlighter):
    """Colours keywords, strings, numbers and comments."""

    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        super().__init__(document)
        self._formats = _formats(theme)

    def set_theme(self, theme: Theme) -> None:
        """Colour everything anew."""
        self._formats = _formats(theme)
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        for found in _TOKEN.finditer(text):
            kind = found.lastgroup or ""
            if kind == "word":
                kind = "keyword" if keyword.iskeyword(found[0]) else ""
            if kind:
                self.setFormat(found.start(), found.end() - found.start(), self._formats[kind])


def _formats(theme: Theme) -> dict[str, QTextCharFormat]:
    return {
        "keyword": _format(theme.text, QFont.Weight.DemiBold),
        "string": _format(theme.positive),
        "number": _format(theme.accent),
        "comment": _format(theme.muted),
    }


def _format(colour: str, weight: QFont.Weight = QFont.Weight.Normal) -> QTextCharFormat:
    result = QTextCharFormat()
    result.setForeground(QColor(colour))
    result.setFontWeight(weight)
    return result
