"""Moments of a film: how they are written, and where its neighbouring frames lie."""

from __future__ import annotations

from dataclasses import dataclass

from cnnlab.text import _

UNKNOWN_RATE = 25.0  # frames a second where a file does not tell
FASTEST = 480.0  # frames a second; what files tell beyond that are units of time


@dataclass(frozen=True)
class Span:
    """When a frame is shown, in microseconds from the film's beginning; -1 where the file does not tell."""

    start: int
    end: int

    @property
    def ms(self) -> int:
        """The first whole millisecond at which it is shown."""
        return max(0, -(-self.start // 1000))

    def after(self, rate: float) -> int:
        """A moment, in whole milliseconds, at which the next frame is shown.

        Frames may be of any length, so only this one's end is used: Qt shows the frame that holds a moment, or the
        next where none does.
        """
        return -(-self.end // 1000) if self.end > self.start else self.ms + max(1, round(1000 / rate))

    def before(self, reach: int) -> int:
        """A moment so many milliseconds before this frame; the frame before it lies there if its end is told truly."""
        return max(0, (self.start - 1) // 1000 - reach)


def moment(ms: int) -> str:
    """Minutes, seconds and tenths, with the hours where there are any: `00:03.2`."""
    tenths = max(0, ms) // 100
    minutes, seconds = divmod(tenths // 10, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}.{tenths % 10}" if hours else f"{minutes:02}:{seconds:02}.{tenths % 10}"


def place(ms: int, duration: int) -> str:
    """Where a film is and how long it lasts, if the file tells: `00:03.2 / 00:12.0`."""
    return f"{moment(ms)} / {moment(duration)}" if duration > 0 else moment(ms)


def rate_text(rate: float) -> str:
    """Frames a second: `25 fps`, `29.97 fps`; empty where the file does not tell."""
    return _("{rate} fps").format(rate=f"{rate:.2f}".rstrip("0").rstrip(".")) if rate > 0 else ""
