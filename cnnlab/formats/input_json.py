"""The `input` of project.json: how pictures become the input tensor."""

from __future__ import annotations

from typing import Any

from cnnlab.blocks.params import FloatParam, IntParam, PairParam, Param, shown
from cnnlab.document.input import COVER, FITS, MOST_FRAMES, InputSpec
from cnnlab.formats.strict_json import is_plain
from cnnlab.text import N_, Listed, UserError

MAX_SIDE = 4096
_MAX_SOURCE = 32768  # a batch names up to 64 files
_KEYS = ("channels", "size", "range", "mean", "std", "source", "fit", "frames")
_SIZE = PairParam(label="", help="", minimum=1, maximum=MAX_SIDE, optional=True)
_VALUE = FloatParam(label="", help="", minimum=-1e6, maximum=1e6, step=0.1)
_FRAMES = IntParam(label="", help="", minimum=1, maximum=MOST_FRAMES)
_STD = FloatParam(label="", help="", minimum=1e-6, maximum=1e6, step=0.1)


def parse_input(value: object) -> InputSpec:
    """The description of the input; what is left out is as in `InputSpec`.

    Raises:
        UserError: anything in it is unknown, of the wrong type or out of range.
    """
    if not isinstance(value, dict):
        raise UserError(N_("'input' must be an object, not {value}"), value=shown(value))
    for key in value:
        if key not in _KEYS:
            raise UserError(N_("'input' has no '{key}': it has {known}"), key=key[:40], known=Listed(_KEYS))
    channels = value.get("channels", 3)
    if isinstance(channels, bool) or channels not in (1, 3):
        raise UserError(N_("input: 'channels' must be 1 or 3, not {value}"), value=shown(channels))
    fit = value.get("fit", COVER)
    if fit not in FITS:
        raise UserError(N_("input: 'fit' must be one of {known}, not {value}"), known=Listed(FITS), value=shown(fit))
    return InputSpec(
        int(channels),
        _parsed("size", _SIZE, value.get("size")),
        _range(value.get("range", [0.0, 1.0])),
        _per_channel("mean", _VALUE, value.get("mean", []), int(channels)),
        _per_channel("std", _STD, value.get("std", []), int(channels)),
        _source(value.get("source", "")),
        str(fit),
        int(_parsed("frames", _FRAMES, value.get("frames", 1))),
    )


def _parsed(name: str, param: Param, value: object) -> Any:
    try:
        return param.parse(value)
    except UserError as error:
        raise UserError(N_("input: '{name}' {error}"), name=name, error=error.message) from None


def _range(value: object) -> tuple[float, float]:
    if not isinstance(value, list) or len(value) != 2:
        raise UserError(N_("input: 'range' must be [black, white], not {value}"), value=shown(value))
    black, white = (float(_parsed("range", _VALUE, end)) for end in value)
    if black == white:
        raise UserError(N_("input: 'range' must have two different ends, not {value} twice"), value=f"{black:g}")
    return black, white


def _per_channel(name: str, param: Param, value: object, channels: int) -> tuple[float, ...]:
    """One number for each channel; a single one stands for all."""
    if not isinstance(value, list):
        return (float(_parsed(name, param, value)),) * channels
    if len(value) not in (0, channels):
        raise UserError(
            N_("input: '{name}' must have {channels} numbers, one for each channel, not {count}"),
            name=name,
            channels=channels,
            count=len(value),
        )
    return tuple(float(_parsed(name, param, number)) for number in value)


def _source(value: object) -> str:
    if not isinstance(value, str) or len(value) > _MAX_SOURCE:
        raise UserError(
            N_("input: 'source' must be a text of at most {most} characters, not {value}"),
            most=_MAX_SOURCE,
            value=shown(value),
        )
    return value


def input_json(spec: InputSpec) -> dict[str, object]:
    """What `parse_input` reads back."""
    fields: dict[str, object] = {"channels": spec.channels, "range": list(spec.range)}
    if spec.size is not None:
        fields["size"] = list(spec.size)
    if spec.mean:
        fields["mean"] = list(spec.mean)
    if spec.std:
        fields["std"] = list(spec.std)
    if spec.fit != COVER:
        fields["fit"] = spec.fit
    if spec.frames != 1:
        fields["frames"] = spec.frames
    # A path that is no text, which Linux allows, could not be read back; without it the picture is not found again.
    if spec.source and is_plain(spec.source) and len(spec.source) <= _MAX_SOURCE:
        fields["source"] = spec.source
    return fields
