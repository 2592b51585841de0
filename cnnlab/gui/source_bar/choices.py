"""The input options that are offered, which of them a spec has, and how a spec is said in short."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from cnnlab.document.input import CONTAIN, COVER, IMAGENET_MEAN, IMAGENET_STD, MOST_FRAMES, STRETCH, InputSpec
from cnnlab.formats.input_json import MAX_SIDE
from cnnlab.formats.pixels import fitted_size
from cnnlab.gui.source_bar.segments import Choice
from cnnlab.text import N_, UserError, _

CHANNELS = (
    Choice("1", N_("grey"), help=N_("One channel: brightness, 0.299 R + 0.587 G + 0.114 B")),
    Choice("3", N_("RGB"), help=N_("Three channels: red, green, blue")),
)

AS_PICTURE = "picture"
SIDES = (28, 64, 128, 256, 320, 480, 640)
_LONGEST = N_("Scaled down so that the longer side has this many pixels, in the picture's proportions")
SIZES = (
    Choice(AS_PICTURE, N_("as it is"), help=N_("The picture's own size")),
    *(Choice(str(side), str(side), help=_LONGEST, number=True) for side in SIDES),
)

FITS = (
    Choice(
        COVER, N_("cut"), help=N_("Scaled until it covers the working size; what hangs over is cut off on both sides")
    ),
    Choice(CONTAIN, N_("bars"), help=N_("Scaled until all of it is inside; the bars beside it are black")),
    Choice(STRETCH, N_("stretch"), help=N_("Height and width are scaled on their own: proportions change")),
)

_FRAMES = N_("So many of the last frames are the items of a batch, the newest first; for live sources")
FRAMES = tuple(Choice(str(count), str(count), help=_FRAMES, number=True) for count in (1, 2, 4, 8, 16, MOST_FRAMES))

RANGES = (
    Choice("0..1", "0…1", help=N_("Black becomes 0, white 1"), number=True),
    Choice("-1..1", "−1…1", help=N_("Black becomes −1, white 1"), number=True),
    Choice("0..255", "0…255", help=N_("Black becomes 0, white 255"), number=True),
    Choice("imagenet", N_("ImageNet"), help=N_("0…1, minus ImageNet's mean, divided by its standard deviation")),
)
_FIELDS: Mapping[str, tuple[tuple[float, float], tuple[float, ...], tuple[float, ...]]] = MappingProxyType(
    {
        "0..1": ((0.0, 1.0), (), ()),
        "-1..1": ((-1.0, 1.0), (), ()),
        "0..255": ((0.0, 255.0), (), ()),
        "imagenet": ((0.0, 1.0), IMAGENET_MEAN, IMAGENET_STD),
    }
)
_SIZE = re.compile(r"\s*(\d{1,9})\s*(?:[x×X*,;/ ]\s*(\d{1,9})\s*)?")


def range_changes(choice: str) -> dict[str, object]:
    """The fields of `InputSpec` that a range sets."""
    black_white, mean, std = _FIELDS[choice]
    return {"range": black_white, "mean": mean, "std": std}


def range_of(spec: InputSpec) -> str | None:
    """The range that a spec has, if it is one of those offered."""
    have = (spec.range, spec.mean, spec.std)
    for choice, (black_white, mean, std) in _FIELDS.items():
        if have == (black_white, _fitted(mean, spec.channels), _fitted(std, spec.channels)):
            return choice
    return None


def range_text(spec: InputSpec) -> str:
    """The range in short: `0…1`, `ImageNet`, or the numbers of one that is not offered."""
    known = range_of(spec)
    if known is not None:
        label = next(choice.label for choice in RANGES if choice.id == known)
        return _(label)
    black, white = (f"{end:g}".replace("-", "−") for end in spec.range)
    return f"{black}…{white}" + (", μ σ" if spec.mean or spec.std else "")


def channels_text(spec: InputSpec) -> str:
    """`grey` or `RGB`."""
    return _("RGB") if spec.channels == 3 else _("grey")


def size_of(spec: InputSpec, picture: tuple[int, int]) -> str | None:
    """The working size that a spec has, if it is one of those offered."""
    if spec.size is None:
        return AS_PICTURE
    longest = max(spec.size)
    offered = longest in SIDES and min(picture) > 0 and spec.size == fitted_size(*picture, longest)
    return str(longest) if offered else None


def sizes_for(picture: tuple[int, int]) -> tuple[str, ...]:
    """The working sizes that change something for a picture of this size."""
    longest = max(picture) or max(SIDES)
    return (AS_PICTURE, *(str(side) for side in SIDES if side <= longest))


def parse_size(text: str) -> tuple[int, int]:
    """Height and width from `240 × 320`, `240x320` or `240, 320`; one number stands for both.

    Raises:
        UserError: it is no size, or a side is 0 or too long.
    """
    found = _SIZE.fullmatch(text)
    if found is None:
        raise UserError(N_("'{text}' is no size: type height × width, such as 240 × 320"), text=text.strip()[:20])
    h = int(found[1])
    w = int(found[2]) if found[2] is not None else h
    for side in (h, w):
        if not 1 <= side <= MAX_SIDE:
            raise UserError(N_("a side has 1 to {most} pixels, not {side}"), most=MAX_SIDE, side=side)
    return h, w


def black_text(spec: InputSpec) -> str:
    """What black, and so a bar, is in the input tensor: one number, or one for each channel."""
    means, stds = (values or (plain,) * spec.channels for values, plain in ((spec.mean, 0.0), (spec.std, 1.0)))
    levels = [(spec.range[0] - mean) / std for mean, std in zip(means, stds, strict=True)]
    texts = [f"{level:.3g}".replace("-", "−") for level in levels]
    return texts[0] if len(set(texts)) == 1 else ", ".join(texts)


def _fitted(values: tuple[float, ...], channels: int) -> tuple[float, ...]:
    """A value for each channel; the average where there is one channel only."""
    if not values or len(values) == channels:
        return values
    return (sum(values) / len(values),) * channels
