"""Cameras as values: what one is called and can do, how a project names it, and which format fits best."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count

from cnnlab.sources.naming import CAMERA, SourceName, source_name

WORKING = 640  # the longer side that is aimed at: a larger picture would be scaled down before it is computed
SMOOTH = 24.0  # frames a second that are worth a smaller picture
_FORMAT = re.compile(r"(\d{1,5})x(\d{1,5})@(\d{1,4}(?:\.\d{1,2})?)")


@dataclass(frozen=True)
class CameraFormat:
    """What a camera can be asked for: width and height in pixels, and frames a second."""

    width: int
    height: int
    rate: float

    def __str__(self) -> str:
        return f"{self.width}x{self.height}@{self.rate:g}"


@dataclass(frozen=True)
class Camera:
    """A camera that is connected.

    Attributes:
        id: how the system tells it from others.
        title: what the user reads.
        formats: what it can deliver, the largest picture first.
        default: whether the system takes it where nobody chooses.
    """

    id: str
    title: str
    formats: tuple[CameraFormat, ...] = ()
    default: bool = False


@dataclass(frozen=True)
class CameraName:
    """A camera as a project names it, `camera:ID?format=WxH@RATE&mirror=1`.

    Attributes:
        id: of the camera.
        format: what it is asked for; None for the best.
        mirror: whether left and right are exchanged, as in a mirror.
    """

    id: str
    format: CameraFormat | None = None
    mirror: bool = False

    def __str__(self) -> str:
        options = {} if self.format is None else {"format": str(self.format)}
        return str(SourceName(CAMERA, self.id, options | ({"mirror": "1"} if self.mirror else {})))


def camera_name(source: str) -> CameraName:
    """Take a camera's name apart; a setting that cannot be understood counts as not given."""
    name = source_name(source)
    return CameraName(name.value, read_format(name.options.get("format", "")), name.options.get("mirror") == "1")


def read_format(text: str) -> CameraFormat | None:
    """A format from `WxH@RATE`; None if it is none."""
    found = _FORMAT.fullmatch(text)
    if found is None:
        return None
    width, height, rate = int(found[1]), int(found[2]), float(found[3])
    return CameraFormat(width, height, rate) if width and height and rate else None


def offered_formats(formats: Iterable[CameraFormat]) -> tuple[CameraFormat, ...]:
    """Each format once, the largest picture first and of one size the fastest."""
    return tuple(sorted(set(formats), key=lambda f: (f.width * f.height, f.width, f.rate), reverse=True))


def fitting_format(formats: Sequence[CameraFormat], wanted: CameraFormat | None = None) -> CameraFormat | None:
    """The wanted format, or else the best: smooth, and as near as can be to the size that is worked at.

    None where a camera does not tell its formats.
    """
    if wanted in formats:
        return wanted

    def merit(found: CameraFormat) -> tuple[bool, float, float]:
        return found.rate >= SMOOTH, -abs(math.log(max(found.width, found.height) / WORKING)), found.rate

    return max(formats, key=merit, default=None)


def told_apart(titles: Sequence[str]) -> tuple[str, ...]:
    """Titles of which each is given once: a second camera of a kind gets a 2 behind its name."""
    given: list[str] = []
    for title in titles:
        numbered = (f"{title} {number}" for number in count(2))
        given.append(title if title not in given else next(name for name in numbered if name not in given))
    return tuple(given)
