"""What is asked of the engine and what it answers: plain values, known to window and worker alike (no torch here)."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from cnnlab.blocks.weight import Array
from cnnlab.document.frame import Frame
from cnnlab.document.plan import Plan
from cnnlab.document.statistics import Statistics
from cnnlab.text import Message

Pixels = NDArray[np.uint32]

COMPOSITE = -1  # the "channel" that is the whole RGB picture

Tile = tuple[int, int]  # a channel of an item of the batch


@dataclass(frozen=True)
class Device:
    """A place to compute.

    Attributes:
        id: torch's name, e.g. `cpu` or `cuda:0`.
        title: what the user reads, e.g. `CPU` or `NVIDIA H200`.
        detail: e.g. `2 threads`.
        free: bytes that can be allocated there.
    """

    id: str
    title: str
    detail: Message | str = ""
    free: int = 0


class ScaleMode(Enum):
    """What shares one colour scale."""

    CHANNEL = "channel"
    LAYER = "layer"
    STACK = "stack"
    FIXED = "fixed"


@dataclass(frozen=True, eq=False)
class Colours:
    """Lookup tables of 256 colours `0xffRRGGBB`.

    In `activation`, 128 is zero, 2 and 254 are the scale's ends, 1 and 255 what lies beyond them, and 0 what is not a
    number; `grey` runs from black to white.
    """

    activation: Pixels
    grey: Pixels


@dataclass(frozen=True)
class RowView:
    """The visible tiles of one layer (or of `input`).

    Attributes:
        layer: the layer's id, or `input`.
        channels: which channels, in the order they are shown; `COMPOSITE` is the picture in colour.
        size: height and width of a tile in device pixels.
        item: which item of the batch.
        items: the item of each tile, as long as `channels`, where they show several; empty where all show `item`.
    """

    layer: str
    channels: tuple[int, ...]
    size: tuple[int, int]
    item: int = 0
    items: tuple[int, ...] = ()

    @property
    def tiles(self) -> tuple[Tile, ...]:
        """Channel and item of each tile."""
        return tuple(zip(self.channels, self.items or (self.item,) * len(self.channels), strict=True))


class Sort(Enum):
    """In which order channels are shown; by number, or the largest first."""

    ID = "id"
    STRENGTH = "strength"
    VARIANCE = "variance"


@dataclass(frozen=True)
class Ranking:
    """Asks for the order of some layers' channels, once; whoever asked keeps the answer and asks no more.

    Attributes:
        by: what is compared.
        layers: ids of the layers.
    """

    by: Sort
    layers: tuple[str, ...]


Probe = tuple[str, int, int, int, int]  # layer (or `input`), b, c, y, x


@dataclass(frozen=True)
class LargeView:
    """The one channel that is shown large.

    Attributes:
        layer: the layer's id, or `input`.
        channel: which channel; `COMPOSITE` is the input in colour.
        item: which item of the batch.
        scale: the |value| with the fullest colour, for this channel alone; None for the view's own scale.
    """

    layer: str
    channel: int
    item: int = 0
    scale: float | None = None


Question = Hashable  # about a pass, whose kind whoever answers it knows; see `cnnlab.explain.questions`


class Later(Enum):
    """Stands for an answer that takes long: it comes once nothing is dragged and no frames follow each other."""

    LATER = "later"


@dataclass(frozen=True, eq=False)
class View:
    """What is visible, how values become colour, and what else is asked for.

    That is one element's value, channels' orders, and answers to `questions`.
    """

    rows: tuple[RowView, ...] = ()
    colours: Colours | None = None
    scale: ScaleMode = ScaleMode.CHANNEL
    fixed_scale: float = 1.0
    probe: Probe | None = None
    large: LargeView | None = None
    ranking: Ranking | None = None
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, eq=False)
class Picture:
    """One layer's visible channels, ready to paint.

    Attributes:
        row: what was asked for.
        pixels: `[n, h, w]`, one image a channel, read-only.
        scales: `[n]`, the |value| with the fullest colour.
        values: `[n]`, the channels' only values, where a channel is a single number; empty otherwise.
    """

    row: RowView
    pixels: Pixels
    scales: Array
    values: Array


@dataclass(frozen=True)
class LayerStatistics:
    """Numbers of one activation: extremes of its finite values, mean, deviation, share of zeros, count of the others.

    The count of non-finite values is always that of the whole layer. The extremes are too where `exact`, else they come
    from a sample, as the rest does.
    """

    low: float
    high: float
    mean: float
    std: float
    zeros: float
    nonfinite: int
    exact: bool = True


@dataclass(frozen=True)
class PlaneNumbers:
    """Numbers of one channel, all of them exact.

    `low`, `high`, `mean` and `std` (over n, not n − 1) are those of the finite values, NaN where there are none; zeros,
    clipped (beyond the colours' ends) and nonfinite count values.
    """

    count: int
    low: float
    high: float
    mean: float
    std: float
    zeros: int
    clipped: int
    nonfinite: int


@dataclass(frozen=True, eq=False)
class Plane:
    """One channel shown large: its values, its colours, its distribution. All arrays are read-only and contiguous.

    Attributes:
        large: what was asked for.
        values: `[n, h, w]` float32; n is 1, or 3 for the input in colour. A layer whose channels are single numbers
            comes as one row of all its channels, `[1, 1, c]`.
        indices: `[h, w]` uint8 into `Colours.activation`, or `Colours.grey` for the input; None for it in colour.
        colour: `[h, w]`, `0xffRRGGBB`, for the input in colour; None else.
        levels: the values that take the ends of the colours; symmetric about zero but for the input.
        reach: the values between which `counts` tells values apart; those beyond count at the ends.
        counts: `[bins]`, how many finite values fall into each of as many equal parts of `reach`.
        numbers: extremes, mean and the like.
    """

    large: LargeView
    values: Array
    indices: NDArray[np.uint8] | None
    colour: Pixels | None
    levels: tuple[float, float]
    reach: tuple[float, float]
    counts: NDArray[np.int64]
    numbers: PlaneNumbers


@dataclass(frozen=True, eq=False)
class Job:
    """One round of work: the newest stack, frame and view.

    `statistics_version` counts the document's own changes of the running statistics; as long as it stays the same,
    the worker goes on from the statistics that it moved itself. `exact` False allows an accelerator to round (TF32).
    A `trial` is on show for a moment and moves no running statistics. A `quick` one may take numbers from a sample,
    since more is to be asked soon, or nothing is and the same is asked once more, not quick.
    """

    plan: Plan
    frame: Frame
    view: View = field(default_factory=View)
    statistics: Statistics = field(default_factory=dict)
    statistics_version: int = 0
    device: str = "cpu"
    exact: bool = True
    trial: bool = False
    quick: bool = False


@dataclass(frozen=True, eq=False)
class Result:
    """What came of a job; nothing in it changes any more.

    Attributes:
        job: what was asked.
        pictures: one for each visible row that has an output.
        layers: numbers of each visible row, by layer id.
        seconds: time of each layer computed in this round, by id.
        recomputed: ids of the layers that were computed, in order; the others were reused.
        failures: what went wrong while computing, by layer id.
        statistics: the running statistics after this frame.
        probed: the value of the view's probe; None if there is no such element.
        large: the channel shown large; None if there is no such channel.
        orders: the channels of the layers that the view's ranking names, by layer id, the largest first.
        answers: to the view's questions: what each kind of question says, a `Message` where there is no answer, `LATER`
            where it takes too long for now. One that is from a sample has an attribute `exact`, which is False.
        total: seconds for the whole round.
        longest: seconds of its longest part: live frames can follow each other that fast, since the parts of several
            go on at once.
        memory: bytes of activations and weights that are held on the device.
        device: where it ran.
        notice: something the user should know, such as a fall-back to the CPU.
    """

    job: Job
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    layers: Mapping[str, LayerStatistics] = field(default_factory=dict)
    seconds: Mapping[str, float] = field(default_factory=dict)
    recomputed: tuple[str, ...] = ()
    failures: Mapping[str, Message] = field(default_factory=dict)
    statistics: Statistics = field(default_factory=dict)
    probed: float | None = None
    large: Plane | None = None
    orders: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    answers: Mapping[Question, object] = field(default_factory=dict)
    total: float = 0.0
    longest: float = 0.0
    memory: int = 0
    device: str = "cpu"
    notice: Message | None = None

    @property
    def rough(self) -> bool:
        """Whether some of what is told of a picture that stands still is from a sample, or still to come."""
        if self.job.frame.live:
            return False
        later = any(answer is Later.LATER or not getattr(answer, "exact", True) for answer in self.answers.values())
        return later or not all(numbers.exact for numbers in self.layers.values())
