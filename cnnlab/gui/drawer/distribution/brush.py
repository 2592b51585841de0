"""The range of bars that is marked: drawn with the pointer, or moved and widened by key."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Brush:
    """Bars `first` … `last`, both of them included."""

    first: int
    last: int

    @staticmethod
    def between(one: int, other: int) -> Brush:
        """From one bar to another, in either direction."""
        return Brush(min(one, other), max(one, other))

    def has(self, bar: int) -> bool:
        """Whether a bar is marked."""
        return self.first <= bar <= self.last

    def moved(self, step: int, bars: int) -> Brush:
        """Some bars on, as far as there are any of the `bars`; as wide as before."""
        step = max(-self.first, min(step, bars - 1 - self.last))
        return Brush(self.first + step, self.last + step)

    def widened(self, step: int, bars: int) -> Brush:
        """With its upper end some bars on; at least one bar is left."""
        return Brush(self.first, max(self.first, min(self.last + step, bars - 1)))
