"""Still pictures: where they come from, their pixels, and the input tensor made of them."""

from __future__ import annotations

import dataclasses
import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cnnlab.blocks.weight import Array, Shape
from cnnlab.document.input import InputSpec
from cnnlab.formats.images import decode_image, read_image
from cnnlab.gui.files.batch import Tell, batch_of, no_word, read_pictures
from cnnlab.sources.drawing import drawing_size, empty, pixels_of
from cnnlab.sources.generated import GENERATED, signal_of
from cnnlab.sources.naming import BATCH, DRAWING, SCREEN, SIGNAL, VIDEO, kind_of, source_name
from cnnlab.sources.samples import sample_path
from cnnlab.sources.still import fitted_size, to_batch
from cnnlab.text import N_, Message, UserError

Title = Message | str
SAMPLE = "sample:"
PASTED = "pasted:"
LONGEST = 640  # a larger picture starts at this size, so that the first touch is live
_DECODED = 64 * 2**20  # bytes of decoded pictures kept for undo: to read one of this size anew takes a moment


@dataclass(frozen=True, eq=False)
class Still:
    """A decoded picture.

    Attributes:
        source: a path, `sample:NAME`, `generated:NAME`, or `pasted:…` for one without a file of its own; a live
            source's or a drawing's name.
        name: what the user reads, as a `Message` where it has a translation.
        pixels: `[h, w, 1|3]`, 0…1.
        notices: what was done to it while it was read.
        data: the file's bytes where there is no file to read again.
        others: the pictures after the first, where there are several.
        item_names: what the user reads of each of several pictures.
    """

    source: str
    name: Title
    pixels: Array
    notices: tuple[Message, ...] = ()
    data: bytes | None = None
    others: tuple[Array, ...] = ()
    item_names: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Its name in the language of the moment."""
        return str(self.name)

    @property
    def items(self) -> tuple[Array, ...]:
        """All pictures, each `[h, w, 1|3]`: the items of the batch."""
        return (self.pixels, *self.others)

    @property
    def sizes(self) -> tuple[tuple[int, int], ...]:
        """Height and width of every item."""
        return tuple((item.shape[0], item.shape[1]) for item in self.items)

    @property
    def size(self) -> tuple[int, int]:
        """Height and width; of several, those that most of them have, or the first of these."""
        sizes = Counter(self.sizes)  # in the order in which they came
        return max(sizes, key=lambda size: sizes[size])

    @property
    def nbytes(self) -> int:
        """Memory that the pixels take."""
        return sum(item.nbytes for item in self.items)


@dataclass(frozen=True, eq=False)
class Prepared:
    """A picture, or several, and the input tensor `[b, c, h, w]` that a spec makes of them."""

    still: Still
    spec: InputSpec
    values: Array


class Stills:
    """The pictures of this session, so that undo finds them again.

    Pictures with a file are read from it anew once the newer ones fill the room; of the others the file's bytes stay.
    """

    def __init__(self) -> None:
        self._decoded: dict[str, Still] = {}
        self._bytes: dict[str, tuple[Title, bytes]] = {}

    def add(self, still: Still) -> None:
        """Remember a picture."""
        if still.data is not None:
            self._bytes[still.source] = (still.name, still.data)
        kind = kind_of(still.source)
        if kind == DRAWING or (kind == SIGNAL and still.data is None):
            return  # each stroke or turn makes another one, which is read or drawn at once
        self._decoded.pop(still.source, None)
        self._decoded[still.source] = still
        while len(self._decoded) > 1 and sum(s.nbytes for s in self._decoded.values()) > _DECODED:
            del self._decoded[next(iter(self._decoded))]

    def holds(self, source: str) -> bool:
        """Whether a picture of this source is at hand."""
        return source in self._decoded or source in self._bytes

    def forget(self, source: str) -> None:
        """A source has other pictures now."""
        self._decoded.pop(source, None)
        self._bytes.pop(source, None)

    def finder(self, source: str) -> Callable[[], Still]:
        """A function that gives the picture of a source, to be called on any thread; it may raise `UserError`."""
        known, data = self._decoded.get(source), self._bytes.get(source)
        if known is not None:
            return lambda: known
        if data is not None:
            return lambda: decode_still(data[1], data[0], source)
        return lambda: read_still(source)


def read_still(source: str) -> Still:
    """Read or draw a picture by its source.

    Raises:
        UserError: it cannot be read.
    """
    if kind_of(source) == BATCH:
        return read_batch(source)
    if kind_of(source) == DRAWING:
        missing = Message(N_("the project does not hold its drawing: an empty one is shown"))
        notices = (missing,) if "ink" in source_name(source).options else ()
        return Still(source, drawing_title(), pixels_of(empty(drawing_size(source))), notices)
    if source.startswith(GENERATED):
        signal = signal_of(source)
        return Still(source, Message(signal.formula.title), signal.pixels())
    path = sample_path(source.removeprefix(SAMPLE)) if source.startswith(SAMPLE) else Path(source)
    image = read_image(path)
    return Still(source, path.name, image.pixels, image.notices)


def drawing_title() -> Message:
    """What a drawing is called."""
    return Message(N_("drawing"))


def title_of(source: str) -> Title:
    """What the picture of a source is called that has no image file of its own; empty where only the camera knows."""
    named = source_name(source)
    if named.kind == SIGNAL:
        try:
            return Message(signal_of(source).formula.title)
        except UserError:  # a formula of another version, whose picture the project holds
            return ""
    if named.kind == VIDEO:
        return Path(named.value).name
    return {DRAWING: drawing_title(), SCREEN: Message(N_("screen"))}.get(named.kind, "")


def offered_source(name: str) -> str:
    """The source of a picture that the program offers, by the id it is offered with."""
    return name if name.startswith(GENERATED) else SAMPLE + name


def decode_still(data: bytes, name: Title, source: str = "") -> Still:
    """A picture from a file's bytes; without a source it is named by its content.

    Raises:
        UserError: it cannot be read.
    """
    image = decode_image(data, str(name))
    own = source or PASTED + hashlib.blake2b(data, digest_size=6).hexdigest()
    return Still(own, name, image.pixels, image.notices, data)


def read_batch(source: str, tell: Tell = no_word) -> Still:
    """Read the pictures that a batch's source names; `tell` hears how far it is.

    Raises:
        UserError: none of them can be read.
    """
    read = read_pictures(batch_of(source), tell)
    return Still(source, read.name, read.pictures[0], read.notices, None, read.pictures[1:], read.names)


def prepare(still: Still, spec: InputSpec) -> Prepared:
    """The input tensor that `spec` makes of a picture, or of several; without a working size that of most of them."""
    return Prepared(still, spec, to_batch(still.items, dataclasses.replace(spec, size=spec.size or still.size)))


def input_shape(spec: InputSpec, size: tuple[int, int], items: int = 1) -> Shape:
    """`[b, c, h, w]` that `prepare` gives for so many pictures of this size."""
    return (items, spec.channels, *(spec.size or size))


def spec_for(spec: InputSpec, still: Still, longest: int | None) -> InputSpec:
    """The input options for a newly opened picture.

    `longest` is the longer side that the user works at, None where the size was chosen freely, such as 28×28, and
    stays. A large picture without a working size gets one.
    """
    size = spec.size
    if size is None:
        size = fitted_size(*still.size, LONGEST) if max(still.size) > LONGEST else None
    elif longest is not None:
        size = fitted_size(*still.size, longest)
    return dataclasses.replace(spec, size=size, source=still.source)
