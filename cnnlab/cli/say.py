"""What the headless commands say besides their results: single lines on standard error."""

from __future__ import annotations

import sys


def say(kind: str, text: object) -> None:
    """One line: `cnnlab: error: …` or `cnnlab: note: …`; signs that would move the cursor become spaces."""
    line = "".join(sign if sign.isprintable() else " " for sign in str(text))
    print(f"cnnlab: {kind}: {' '.join(line.split())}", file=sys.stderr)
