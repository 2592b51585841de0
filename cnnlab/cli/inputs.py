"""The project, input files and the options that say how they are read, the same for every command."""

from __future__ import annotations

import dataclasses
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cnnlab.blocks.weight import Array
from cnnlab.cli.say import say
from cnnlab.document.frame import Frame
from cnnlab.document.input import InputSpec
from cnnlab.document.stack import Stack
from cnnlab.formats.arrays import read_npy
from cnnlab.formats.images import read_image
from cnnlab.formats.project import Project, read_project
from cnnlab.sources.still import check_array, check_normalisation, parse_channels, parse_fit, parse_range, to_input
from cnnlab.text import Message, _


def project_argument(parser: ArgumentParser) -> None:
    """Declare which project it is."""
    parser.add_argument("project", metavar=_("PROJECT"), type=Path, help=_("a .cnnlab file or a project.json"))


def size_argument(parser: ArgumentParser) -> None:
    """Declare the size of an input that need not be there."""
    parser.add_argument(
        "--input-size",
        metavar="BxCxHxW",
        help=_("size of the input, such as 1x3x240x320; left out: as the project says"),
    )


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


@dataclass(frozen=True, eq=False)
class Reading:
    """A project with the options laid over it, which says how its inputs are read.

    Attributes:
        project: the project.
        check_channels: whether an array must have the project's channels, since they were asked for.
    """

    project: Project
    check_channels: bool

    def frame(self, path: Path, number: int = 0) -> tuple[Frame, Sequence[Message]]:
        """One input, and what was done to it.

        Raises:
            UserError: it cannot be read, or has other channels.
        """
        values, notices = read_values(path, self.project.stack.input, self.check_channels)
        return Frame(values, number), notices


def reading(arguments: Namespace) -> Reading:
    """The project and the options that `project_argument` and `input_arguments` declare.

    Raises:
        UserError: it cannot be read, or an option is none or does not go with the rest.
    """
    project = read_project(arguments.project)
    spec = input_spec(project.stack, arguments.channels, arguments.range, arguments.fit)
    stack = dataclasses.replace(project.stack, input=spec)
    return Reading(dataclasses.replace(project, stack=stack), arguments.channels is not None)


def say_notices(path: Path, notices: Sequence[Message]) -> None:
    """Say what was done to an input."""
    for notice in notices:
        say("note", f"{path.name}: {notice}")
