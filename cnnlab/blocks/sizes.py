"""Integer arithmetic of shapes, kept together with the text that shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from cnnlab.blocks.problem import SWITCH_OFF, Fix, ProblemError
from cnnlab.blocks.weight import Shape
from cnnlab.text import N_, Message

_PLAIN: Final = 8  # signs of a number that is written without an exponent


@dataclass(frozen=True)
class Size:
    """One output size and how it came about, e.g. 120 and `⌊(240 + 2·0 − 1·(2 − 1) − 1) / 2⌋ + 1`.

    Attributes:
        value: the size.
        text: the arithmetic with its numbers.
        symbols: the same with the names of the parameters, `{n}` for the input's size along the axis.
        steps: what the arithmetic becomes on the way to the value: `⌊238 / 2⌋ + 1`, `119 + 1`.
    """

    value: int
    text: str
    symbols: str = ""
    steps: tuple[str, ...] = ()


def given_size(value: int, name: str) -> Size:
    """A size that a parameter states as it is."""
    return Size(value, str(value), name)


def shape_text(shape: Sequence[int]) -> str:
    """A shape as PyTorch prints it: `[1, 3, 240, 320]`."""
    return "[" + ", ".join(map(str, shape)) + "]"


def channel_count(shape: Sequence[int]) -> int:
    """Number of channels of a shape: its second axis; a single axis holds nothing but channels."""
    return shape[1] if len(shape) > 1 else shape[0]


def by(size: Sequence[int]) -> str:
    """Height and width as people write them: `3×3`."""
    return "×".join(map(str, size))


def window_size(
    size: int, kernel: int, stride: int, padding: tuple[int, int], dilation: int = 1, ceil_mode: bool = False
) -> Size:
    """Number of positions of a sliding window along one axis.

    `⌊(n + p − d·(k − 1) − 1) / s⌋ + 1` with `p` the padding of both sides together, as in `torch.nn.Conv2d`; with
    `ceil_mode` rounded up, but a window must start inside the input or its leading padding (`torch.nn.MaxPool2d`).
    The value is zero or less where the window does not fit; with `ceil_mode` a first window that hangs over the far
    edge by less than one stride still counts.
    """
    before, after = padding
    span = size + before + after - dilation * (kernel - 1) - 1
    steps = -(-span // stride) if ceil_mode else span // stride
    if ceil_mode and steps * stride >= size + before:
        steps -= 1
    opening, closing = ("⌈", "⌉") if ceil_mode else ("⌊", "⌋")
    pad, padding_name = (f"2·{before}", "2·padding") if before == after else (f"{before + after}", "padding")
    text = f"{opening}({size} + {pad} − {dilation}·({kernel} − 1) − 1) / {stride}{closing} + 1"
    symbols = f"{opening}({{n}} + {padding_name} − dilation·(kernel_size − 1) − 1) / stride{closing} + 1"
    return Size(steps + 1, text, symbols, _rounding(span, stride, steps, opening, closing))


def _rounding(span: int, stride: int, steps: int, opening: str, closing: str) -> tuple[str, ...]:
    """From the quotient to what is left of it; a window less than that is one that would begin beyond the input."""
    whole = -(-span // stride) if opening == "⌈" else span // stride
    kept = f"{whole} − {whole - steps}" if whole != steps else f"{whole}"
    found = [f"{opening}{span} / {stride}{closing} + 1"]
    if span % stride:
        digits = max(2, len(str(stride)))
        exact = span * 10**digits // stride / 10**digits
        found.append(f"{opening}{exact:.{digits}f}{closing} + 1")
    return (*found, f"{kept} + 1")


def need_image(title: str, shape: Shape) -> tuple[int, int, int, int]:
    """The four sizes `b, c, h, w` of an input that must be a picture.

    Raises:
        ProblemError: the input has another number of axes.
    """
    if len(shape) != 4:
        raise ProblemError(
            Message(
                N_("{title} needs [b, c, h, w], but what comes before it is {shape}: move it up or switch it off"),
                title=title,
                shape=shape_text(shape),
            ),
            SWITCH_OFF,
        )
    b, c, h, w = shape
    return b, c, h, w


def need_axes(title: str, shape: Shape, least: int) -> None:
    """Refuse an input with fewer than `least` axes.

    Raises:
        ProblemError: axes are missing.
    """
    if len(shape) < least:
        raise ProblemError(
            Message(
                N_(
                    "{title} needs at least {least} axes, but what comes before it is {shape}: move it up or switch "
                    "it off"
                ),
                title=title,
                least=least,
                shape=shape_text(shape),
            ),
            SWITCH_OFF,
        )


def axis_of(title: str, name: str, axis: int, shape: Shape, instead: int) -> int:
    """The axis that the parameter `name` means, counted from the front; negative numbers count from the back.

    Raises:
        ProblemError: the input has no such axis; the fix sets it to `instead`.
    """
    rank = len(shape)
    if not -rank <= axis < rank:
        raise ProblemError(
            Message(
                N_("{title} has {name} {axis}, but what comes before it, {shape}, has axes {low} to {high} only"),
                title=title,
                name=name,
                axis=axis,
                shape=shape_text(shape),
                low=-rank,
                high=rank - 1,
            ),
            set_to(name, instead),
        )
    return axis % rank


def need_positive(title: str, before: Shape, after: Shape, *fixes: Fix) -> Shape:
    """`after`, if none of its sizes is below one.

    Raises:
        ProblemError: nothing would be left.
    """
    if min(after) < 1:
        raise ProblemError(
            Message(
                N_("{title} leaves nothing of {before}: the output would be {after}; make the input larger"),
                title=title,
                before=shape_text(before),
                after=shape_text([max(0, n) for n in after]),
            ),
            *fixes,
            SWITCH_OFF,
        )
    return after


def set_to(name: str, value: object) -> Fix:
    """The fix that gives one parameter a new value."""
    return Fix(Message(N_("Set {name} to {value}"), name=name, value=short(value)), {name: value})


def divisor_near(number: int, wanted: int) -> int:
    """The divisor of `number` that is nearest to `wanted`; the larger one of two that are equally near."""
    divisors = (d for d in range(1, number + 1) if number % d == 0)
    return min(divisors, key=lambda d: (abs(d - wanted), -d))


def settings_text(first: str, **settings: tuple[object, object]) -> str:
    """A layer's settings in a few characters: `first`, then every named value that is not its default.

    `settings_text("3×3", stride=((2, 2), (1, 1)), pad=((0, 0), (0, 0)))` is `3×3 · stride 2`.
    """
    parts = [first] if first else []
    for name, (value, default) in settings.items():
        if value != default:
            parts.append(f"{name.replace('_', ' ')} {short(value)}")
    return " · ".join(parts)


def short(value: object) -> str:
    """One number for a pair of equal numbers, `2×1` for others."""
    if isinstance(value, tuple):
        return short(value[0]) if len(set(value)) == 1 else "×".join(map(short, value))
    return plainly(f"{value:g}") if isinstance(value, float) else str(value)


def plainly(text: str) -> str:
    """A number that Python wrote, without an exponent where it is short, else without one that is padded: `1e-05` as
    `0.00001`, `1.2e-07` as `1.2e-7`.
    """
    if "e" not in text:
        return text
    digits, _e, exponent = text.partition("e")
    plain = f"{Decimal(text):f}"
    return plain if len(plain.lstrip("-")) <= _PLAIN else f"{digits}e{int(exponent)}"
