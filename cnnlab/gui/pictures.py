"""The picture on show: where it came from, its pixels, and the input tensor made of them."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path

from cnnlab.blocks.weight import Array, Shape
from cnnlab.document.input import InputSpec
from cnnlab.formats.images import decode_image, read_image
from cnnlab.sources.samples import sample_path, samples
from cnnlab.sources.still import fitted_size, to_input
from cnnlab.text import N_, Message, UserError

SAMPLE = "sample:"
LONGEST = 640  # a larger picture starts at this size, so that the first touch is live


@dataclass(frozen=True, eq=False)
class Still:
    """A decoded picture.

    Attributes:
        source: a path, `sample:NAME`, or a name of this session's own for pasted and embedded pictures.
        name: what the user reads.
        pixels: `[h, w, 1|3]`, 0…1.
        notices: what was done to it while it was read.
        data: the file's bytes where there is no file to read again.
    """

    source: str
    name: str
    pixels: Array
    notices: tuple[Message, ...] = ()
    data: bytes | None = None

    @property
    def size(self) -> tuple[int, int]:
        """Height and width."""
        return self.pixels.shape[0], self.pixels.shape[1]


@dataclass(frozen=True, eq=False)
class Prepared:
    """A picture and the input tensor `[1, c, h, w]` that a spec makes of it."""

    still: Still
    spec: InputSpec
    values: Array


def read_still(source: str) -> Still:
    """Read a picture by its source.

    Raises:
        UserError: it cannot be read.
    """
    if source.startswith(SAMPLE):
        name = source.removeprefix(SAMPLE)
        if name not in {sample.file for sample in samples()}:
            raise UserError(N_("there is no sample '{name}': choose one from the list"), name=name[:80])
        image = read_image(sample_path(name))
        return Still(source, name, image.pixels, image.notices)
    image = read_image(Path(source))
    return Still(source, Path(source).name, image.pixels, image.notices)


def decode_still(data: bytes, source: str, name: str) -> Still:
    """A picture from a file's bytes.

    Raises:
        UserError: it cannot be read.
    """
    image = decode_image(data, name)
    return Still(source, name, image.pixels, image.notices, data)


def prepare(still: Still, spec: InputSpec) -> Prepared:
    """The input tensor that `spec` makes of a picture."""
    return Prepared(still, spec, to_input(still.pixels, spec))


def input_shape(spec: InputSpec, size: tuple[int, int]) -> Shape:
    """`[1, c, h, w]` that `to_input` gives for a picture of this size."""
    return (1, spec.channels, *(spec.size or size))


def spec_for(spec: InputSpec, still: Still, before: tuple[int, int] | None) -> InputSpec:
    """The input options for a newly opened picture.

    A working size that followed the last picture's proportions follows the new one's; one chosen freely, such as
    28×28, stays. A large picture without a working size gets one.
    """
    size = spec.size
    if size is None:
        size = fitted_size(*still.size, LONGEST) if max(still.size) > LONGEST else None
    elif before is not None and size == fitted_size(*before, max(size)):
        size = fitted_size(*still.size, max(size))
    return dataclasses.replace(spec, size=size, source=still.source)
