"""How a picture becomes the input tensor: channels, working size, range and normalisation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

IMAGENET_MEAN = (0.485, 0.456, 0.406)
IMAGENET_STD = (0.229, 0.224, 0.225)
COVER: Final = "cover"
CONTAIN: Final = "contain"
STRETCH: Final = "stretch"
FITS: Final = (COVER, CONTAIN, STRETCH)
MOST_FRAMES: Final = 32


@dataclass(frozen=True)
class InputSpec:
    """What is done to a picture before the first layer.

    Attributes:
        channels: 1 (grey) or 3 (RGB).
        size: working height and width; None takes the picture as it is.
        range: what black and white become.
        mean: subtracted from each channel after that; empty for none.
        std: each channel is divided by it after that; empty for none.
        source: where the picture comes from: a path, `sample:cat.jpg` or `generated:digit`; empty if unknown.
        fit: how a picture of other proportions is brought to the working size: `cover` scales it until it covers the
            size and cuts the rest off, `contain` scales it to fit inside and fills the bars with black, `stretch`
            scales both sides on their own.
        frames: of a live source, how many of the last frames are the items of the batch, the newest first.
    """

    channels: int = 3
    size: tuple[int, int] | None = None
    range: tuple[float, float] = (0.0, 1.0)
    mean: tuple[float, ...] = ()
    std: tuple[float, ...] = ()
    source: str = ""
    fit: str = COVER
    frames: int = 1
