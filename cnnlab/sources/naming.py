"""How a source is named in a project: `KIND:VALUE?key=value&key=value`, a path, or `sample:NAME` and the like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlencode

IMAGE: Final = "image"
CAMERA: Final = "camera"
VIDEO: Final = "video"
SCREEN: Final = "screen"
DRAWING: Final = "drawing"
BATCH: Final = "batch"
SIGNAL: Final = "generated"
LIVE: Final = (CAMERA, VIDEO, SCREEN)  # they deliver frames of their own accord
_READABLE = "/ :\\"  # left as they are in a value
_NAMED = (CAMERA, VIDEO, SCREEN, DRAWING, BATCH, SIGNAL)


@dataclass(frozen=True)
class SourceName:
    """A source's name taken apart.

    Attributes:
        kind: one of the constants above; a path and a sample are `image`, a formula is `generated`.
        value: what follows the kind: a path, a camera's id, a rectangle; for `image` the whole name.
        options: further settings by name.
    """

    kind: str
    value: str = ""
    options: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def __str__(self) -> str:
        if self.kind == IMAGE:
            return self.value
        options = f"?{urlencode(dict(self.options), safe='@')}" if self.options else ""
        return f"{self.kind}:{quote(self.value, safe=_READABLE)}{options}"


def source_name(source: str) -> SourceName:
    """Take a source's name apart; what cannot be understood is a picture's path."""
    kind, colon, rest = source.partition(":")
    if not colon or kind not in _NAMED:
        return SourceName(IMAGE, source)
    value, _question, options = rest.partition("?")
    return SourceName(kind, unquote(value), MappingProxyType(dict(parse_qsl(options))))


def kind_of(source: str) -> str:
    """The kind of a source."""
    return source_name(source).kind
