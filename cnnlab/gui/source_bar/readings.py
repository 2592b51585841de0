"""What the chips of the bar say. The higher a part's rank, the sooner it gives way on a narrow window."""

from __future__ import annotations

from cnnlab.blocks.sizes import by
from cnnlab.document.input import InputSpec
from cnnlab.gui.source_bar.chip import Part
from cnnlab.gui.source_bar.choices import channels_text, range_text
from cnnlab.gui.theme import Space
from cnnlab.text import N_, _, byte_text

DEVICE_DETAIL, LABELS, SCALE, STILL, RANGE, CHANNELS = 6, 5, 4, 3, 2, 1

STILL_PICTURE, LIVE, FROZEN, OFF = "still", "live", "frozen", "off"
STATES = {
    STILL_PICTURE: (N_("still"), N_("The picture stands still: it is computed again only when something changes")),
    LIVE: (N_("live"), N_("Frames come in one after the other: click to keep this one")),
    FROZEN: (N_("frozen"), N_("This picture of the source is kept: click to follow the source again")),
    OFF: (N_("off"), N_("The source is off, and another picture stands in for it: click to start it")),
}
_SCALES = {
    "channel": N_("per channel"),
    "layer": N_("per layer"),
    "stack": N_("per stack"),
    "fixed": N_("fixed ±{value}"),
}


def picture_parts(name: str, spec: InputSpec, shape: tuple[int, ...], full: tuple[int, int]) -> tuple[Part, ...]:
    """`cat.jpg 3×240×320 · RGB · 0…1`; with the items where there are several, and the full size where it is larger."""
    if not name:
        return (Part(_("no picture"), muted=True),)
    size = by(shape if shape[0] > 1 else shape[1:])
    smaller = (Part(_("of {size}").format(size=by(full)), number=True, muted=True, rank=CHANNELS),)
    return (
        Part(name, strong=True, elastic=True),
        Part(size, number=True, muted=True),
        *(smaller if shape[2:] != full else ()),
        Part(f"· {channels_text(spec)}", number=True, muted=True, rank=CHANNELS),
        Part(f"· {range_text(spec)}", number=True, muted=True, rank=RANGE),
    )


def state_parts(state: str) -> tuple[Part, ...]:
    """`still`, `live`, `frozen` or `off`."""
    return (Part(_(STATES[state][0]), strong=state != STILL_PICTURE, rank=STILL, gap=Space.XS + 2),)


def scale_parts(mode: str, fixed: float) -> tuple[Part, ...]:
    """What shares one colour scale."""
    return (Part(_(_SCALES[mode]).format(value=f"{fixed:g}"), rank=SCALE, gap=Space.XS + 2),)


def device_parts(title: str, detail: str) -> tuple[Part, ...]:
    """`CPU 2 threads`."""
    name = Part(title, strong=True, elastic=True)
    return (name, Part(detail, muted=True, rank=DEVICE_DETAIL)) if detail else (name,)


def meter_parts(seconds: float | None, fps: float | None, memory: int | None = None) -> tuple[Part, ...]:
    """`8.1 ms`, with frames a second before it while frames come in, and behind it the memory held, if that is told."""
    value, unit = _time(seconds)
    time: tuple[Part, ...] = (
        Part(value, number=True, strong=True, reserve="000.0"),
        Part(unit, number=True, muted=True, reserve="ms", gap=Space.XS),
    )
    if memory is not None:
        time = (*time, Part(byte_text(memory), number=True, muted=True, reserve="0000.0 MiB"))
    if fps is None:
        return time
    return (
        Part(f"{fps:.0f}", number=True, strong=True, reserve="000"),
        Part(_("fps"), number=True, muted=True, gap=Space.XS),
        *time,
    )


def _time(seconds: float | None) -> tuple[str, str]:
    """A duration in milliseconds, from one second on in seconds."""
    if seconds is None:
        return "–", "ms"
    milliseconds = f"{seconds * 1000:.1f}"
    return (milliseconds, "ms") if len(milliseconds) <= len("000.0") else (f"{seconds:.2f}", "s")
