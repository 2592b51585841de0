"""A block's docstring as the user reads it."""

from __future__ import annotations

import html
import re

_SENTENCE = re.compile(r"(.+?(?:。|[.!?](?=\s|$)))", re.DOTALL)


def first_sentence(help_text: str) -> str:
    """The first sentence, on one line."""
    paragraph = " ".join(help_text.split("\n\n")[0].split())
    found = _SENTENCE.match(paragraph)
    return found[1] if found else paragraph


def help_html(help_text: str) -> str:
    """Paragraphs and the list of shapes, as rich text that may wrap anywhere."""
    return "".join(_paragraph(part) for part in help_text.split("\n\n") if part.strip())


def _paragraph(text: str) -> str:
    """A paragraph; lines that begin with a dash are lines of their own, and so is a heading above them."""
    lines: list[str] = []
    for line in text.splitlines():
        stripped = line.strip()
        if stripped.startswith("- "):
            lines.append(stripped[2:])
        elif lines and not lines[-1].endswith((":", "：")):
            lines[-1] += f" {stripped}"
        else:
            lines.append(stripped)
    return "<p style='margin: 0 0 6px 0'>" + "<br>".join(html.escape(line) for line in lines) + "</p>"
