"""How long is measured."""

from __future__ import annotations

from dataclasses import dataclass

ROUNDS = 5
SECONDS = 10.0
_SEARCH = 0.03  # share of the time that one setting of the bare network gets while the fastest is looked for


@dataclass(frozen=True)
class Effort:
    """The time for one figure, spent in rounds; in each the two sides are measured in turns.

    Attributes:
        seconds: of measuring, without what it takes to build the window and to find the fastest setting.
    """

    seconds: float = SECONDS

    @property
    def slice(self) -> float:
        """Seconds for one side in one round."""
        return self.seconds / (2 * ROUNDS)

    @property
    def search(self) -> float:
        """Seconds for one setting of the bare network."""
        return self.seconds * _SEARCH

    def of(self, count: int, least: int) -> int:
        """So many of what is counted and not timed, fewer in a shorter run."""
        return max(least, min(count, round(count * self.seconds / SECONDS)))
