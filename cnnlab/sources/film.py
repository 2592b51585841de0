"""A video file as a source: its path, and how it is played."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from cnnlab.sources.naming import VIDEO, SourceName, source_name

SUFFIXES: Final = (
    *(".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".mpg", ".mpeg"),
    *(".ogv", ".wmv", ".flv", ".3gp", ".mts", ".m2ts"),
)
SPEEDS: Final = (0.1, 0.25, 0.5, 1.0, 2.0)  # that the program offers
_SLOWEST, _FASTEST = 0.05, 8.0


@dataclass(frozen=True)
class Film:
    """What a project keeps of a video.

    Attributes:
        path: of the file, as the project names it.
        speed: 1 is the film's own.
        loop: whether it begins again at its end.
    """

    path: str
    speed: float = 1.0
    loop: bool = True

    @property
    def source(self) -> str:
        """The source's name in a project; what is as usual is left out."""
        options = {"speed": f"{self.speed:g}"} if self.speed != 1 else {}
        options |= {} if self.loop else {"loop": "no"}
        return str(SourceName(VIDEO, self.path, MappingProxyType(options)))

    def at(self, path: str) -> Film:
        """The same film somewhere else."""
        return dataclasses.replace(self, path=path)


def film_of(source: str) -> Film:
    """The film that a source names; a speed that cannot be is replaced by the nearest that can."""
    name = source_name(source)
    return Film(name.value, _speed(name.options.get("speed", "1")), name.options.get("loop", "yes") != "no")


def is_film(file: Path) -> bool:
    """Whether a file's ending is that of a video."""
    return file.suffix.lower() in SUFFIXES


def _speed(text: str) -> float:
    try:
        speed = float(text)
    except ValueError:
        return 1.0
    return min(max(speed, _SLOWEST), _FASTEST) if math.isfinite(speed) else 1.0
