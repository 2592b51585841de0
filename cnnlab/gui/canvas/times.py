"""How long each layer takes, held so steady that it can be read while frames follow each other."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

_EVERY = 0.25  # seconds: live numbers that change more often cannot be read
_EATS = 0.3  # of all time: from there on a layer is pointed out


@dataclass(frozen=True)
class Cost:
    """What a layer takes.

    Attributes:
        seconds: of one pass; the mean of the last quarter of a second while frames follow each other.
        share: of the time of all layers, 0…1.
        largest: whether it takes most of all, and a good part of the whole.
    """

    seconds: float
    share: float
    largest: bool = False


class LayerTimes:
    """Takes note of every round and tells what each layer costs; `clock` tells seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seconds: dict[str, float] = {}
        self._noted: dict[str, list[float]] = {}  # since they were told last
        self._told = 0.0

    def note(self, seconds: Mapping[str, float], live: bool) -> bool:
        """A round computed these layers; whether there is something new to tell."""
        for layer, taken in seconds.items():
            self._noted.setdefault(layer, []).append(taken)
        if not self._noted or (live and self._clock() - self._told < _EVERY):
            return False
        self._seconds |= {layer: sum(noted) / len(noted) for layer, noted in self._noted.items()}
        self._noted.clear()
        self._told = self._clock()
        return True

    def costs(self, layers: Iterable[str]) -> dict[str, Cost]:
        """What these layers cost, all that there are, by id; one that was never computed is left out."""
        self._seconds = {layer: self._seconds[layer] for layer in layers if layer in self._seconds}
        whole, most = sum(self._seconds.values()), max(self._seconds.values(), default=0.0)
        if whole <= 0:
            return {}
        several = len(self._seconds) > 1
        return {
            layer: Cost(taken, taken / whole, several and taken == most and taken >= _EATS * whole)
            for layer, taken in self._seconds.items()
        }
