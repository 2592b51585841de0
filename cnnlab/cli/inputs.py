"""Input files and the options that say how they are read, the same for every command that computes."""

from __future__ import annotations

import dataclasses
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path

from cnnlab.blocks.weight import Array
from cnnlab.document.input import InputSpec
from cnnlab.document.stack import Stack
from cnnlab.formats.arrays import read_npy
from cnnlab.formats.images import read_image
from cnnlab.sources.still import check_array, check_normalisation, parse_channels, parse_fit, parse_range, to_input
from cnnlab.text import Message, _


def input_arguments(parser: ArgumentParser) -> None:
    """Declare where to compute and how images are read."""
    parser.add_argument("--device", default="cpu", help=_("where to compute, such as cuda; cpu if left out"))
    parser.add_argument("--channels", help=_("of images: 1 or grey, 3 or rgb; left out: as the project says"))
    parser.add_argument(
        "--range",
        help=_("of images: 0..1, -1..1, 0..255 or imagenet; left out: as the project says"),
    )
    parser.add_argument(
        "--fit",
        help=_(
            "of images with other proportions than the working size: cover, contain or stretch; "
            "left out: as the project says"
        ),
    )


def input_spec(stack: Stack, channels: str | None, black_to_white: str | None, fit: str | None = None) -> InputSpec:
    """The project's input with the options laid over it.

    Raises:
        UserError: an option is none, or does not go with the rest.
    """
    spec = stack.input
    if black_to_white is not None:
        spec = dataclasses.replace(spec, **parse_range(black_to_white))
    if channels is not None:
        spec = dataclasses.replace(spec, channels=parse_channels(channels))
    if fit is not None:
        spec = dataclasses.replace(spec, fit=parse_fit(fit))
    check_normalisation(spec)
    return spec


def read_values(path: Path, spec: InputSpec, check_channels: bool) -> tuple[Array, Sequence[Message]]:
    """The input `[b, c, h, w]` in a file, and what was done to it; with `check_channels` an array must have the spec's.

    Raises:
        UserError: it cannot be read, or has other channels.
    """
    if path.suffix.lower() == ".npy":
        values = read_npy(path)
        return (check_array(values, spec) if check_channels else values), ()
    image = read_image(path)
    return to_input(image.pixels, spec), image.notices
