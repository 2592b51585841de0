"""The examples in the order in which they teach: what builds them, what is said of them, what their picture shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cnnlab.document.stack import INPUT
from cnnlab.engine.view import COMPOSITE, ScaleMode
from tools.examples import kernels, networks, sizes
from tools.examples.network import Network

Tile = tuple[str, int]


def row(layer: str, *channels: int) -> tuple[Tile, ...]:
    """Tiles of one layer."""
    return tuple((layer, channel) for channel in channels)


@dataclass(frozen=True)
class Entry:
    """One example.

    Attributes:
        name: its file's name.
        build: makes it.
        title, sentence, first: what it is called, what it shows, what to try first.
        picture: the tiles of its picture, row by row.
        scale: what shares one colour scale there.
    """

    name: str
    build: Callable[[], Network]
    title: str
    sentence: str
    first: str
    picture: tuple[tuple[Tile, ...], ...]
    scale: ScaleMode = ScaleMode.CHANNEL


CATALOGUE: tuple[Entry, ...] = (
    Entry(
        "first",
        kernels.first,
        "First steps",
        "Eight kernels look at a cat, and every layer below shows what becomes of it.",
        "Type a number into the kernel: every layer below it follows.",
        (row(INPUT, COMPOSITE) + row("conv1", 0, 1), row("relu1", 3, 4, 5), row("norm1", 0, 4, 8)),
    ),
    Entry(
        "edges",
        kernels.edges,
        "Edges in eight directions",
        "One small kernel, turned eight times, draws the outline of a photograph.",
        "In 'outline' set the slice of one channel to 0: edges that face that way are gone.",
        (row(INPUT, 0) + row("edges", 0, 2), row("edges", 4) + row("one_side", 0) + row("outline", 0)),
    ),
    Entry(
        "sharpen_blur",
        kernels.sharpen_blur,
        "Sharpen against blur",
        "Sharpening adds exactly what blurring takes away: the two changes are each other's negative.",
        "In 'change' compare channel 0 with 1: blue and orange have swapped places.",
        (row("kernels", 0, 1), row("change", 0, 1), row("change", 2, 3)),
    ),
    Entry(
        "sobel_magnitude",
        kernels.sobel_magnitude,
        "How steep, whatever the direction",
        "Two slopes, squared, added and rooted, as Pythagoras has it: every edge counts, however it is turned.",
        "In 'sum' set the slice of channel 1 to 0: only changes from left to right are left.",
        (row(INPUT, 0) + row("slopes", 0), row("slopes", 1) + row("magnitude", 0)),
    ),
    Entry(
        "patches",
        kernels.patches,
        "A kernel is a feature",
        "Six pieces cut out of a 3 serve as kernels: each answers where the picture looks like it.",
        "In 'threshold' raise the bias by 1 and by 1 again: more and more places pass for the same piece.",
        (row(INPUT, 0) + row("likeness", 0, 2), row("likeness", 4) + row("found", 0, 2)),
    ),
    Entry(
        "stripes",
        kernels.stripes,
        "Stripes of one kind",
        "On rings that hold every direction and fineness, each Gabor kernel lights up the waves it stands for.",
        "Take the brick wall as the picture: the two kernels for upright waves answer most.",
        (row(INPUT, 0) + row("bank", 0, 1), row("smooth", 0, 1, 2), row("smooth", 3, 4, 5)),
    ),
    Entry(
        "emboss",
        sizes.emboss,
        "What survives pooling",
        "A relief lit from eight sides keeps its shape from 240×320 cells down to 15×20.",
        "Raise kernel_size of 'pool1' to 8: find the point at which the cat is lost.",
        (row("relief", 0, 2, 4), row("pool1", 0, 2, 4), row("pool2", 0, 2, 4)),
    ),
    Entry(
        "max_average",
        sizes.max_average,
        "Max against average",
        "The same edges pooled both ways: the maximum keeps thin lines that the mean almost loses.",
        "Colour per layer instead of per channel: in 'max_and_mean' channels 4 to 7, the means, turn faint.",
        (row("strength", 0, 2), row("max_and_mean", 0, 2), row("max_and_mean", 4, 6)),
        ScaleMode.LAYER,
    ),
    Entry(
        "thinning",
        sizes.thinning,
        "Rings that are not there",
        "Taking every second cell makes false rings out of fine ones; a blur before it prevents them.",
        "Compare the two channels of 'quarter': the first is full of rings that the picture does not have.",
        (row(INPUT, 0), row("half", 0, 1), row("quarter", 0, 1)),
    ),
    Entry(
        "upsampling",
        sizes.upsampling,
        "Three ways to grow",
        "Nearest copies 20×40 cells, bilinear mixes 4 of them and bicubic 16: blocks, haze, and crisp edges.",
        "Set the mode of 'bilinear' to nearest: the second of the differences vanishes.",
        (row(INPUT, 0) + row("nearest", 0), row("bilinear", 0) + row("bicubic", 0), row("differences", 0, 1)),
    ),
    Entry(
        "norms",
        networks.norms,
        "Four norms",
        "Layer, group, instance and batch norm on the same eight channels: they differ in which cells share a mean.",
        "Switch to train: batch norm now takes this picture's own mean and equals instance norm.",
        (row("features", 0, 1, 6, 7), row("layer", 0, 1, 6, 7), row("group", 0, 1, 6, 7), row("instance", 0, 1, 6, 7)),
    ),
    Entry(
        "dilation",
        sizes.dilation,
        "Seeing far with nine weights",
        "With dilations 1, 2, 4 and 8 four 3×3 layers reach 31×31 cells: one white cell makes their pattern visible.",
        "Set dilation and padding of 'dilated_1' to 2: only every second cell is reached, and holes open.",
        (row("dilated_4", 0, 1, 3), row("dilated_8", 0, 1, 3)),
    ),
    Entry(
        "depthwise",
        networks.depthwise,
        "The same with fewer weights",
        "136 weights, depthwise and pointwise, give what the full convolution takes 576 for.",
        "Change a number in 'depthwise': 'pointwise' changes and 'full' does not, since it has its own weights.",
        (
            row("features", 0, 1, 4, 5),
            row("depthwise", 0, 1, 4, 5),
            row("pointwise", 0, 1, 4, 5),
            row("full", 0, 1, 4, 5),
        ),
    ),
    Entry(
        "encoder_decoder",
        networks.encoder_decoder,
        "What a skip connection carries",
        "Squeezed to 12×16 cells, a picture comes back blurred; outlines from before the squeeze repair it.",
        "Compare channels 0 and 2 of 'decoder': without and with the skip connection.",
        (row("encoder", 0) + row("down", 0), row("decoder", 0, 2)),
    ),
    Entry(
        "pyramid",
        sizes.pyramid,
        "A picture in layers of detail",
        "Blur, halve, and keep what was lost: fine detail, coarse detail and the rest add up to the picture again.",
        "In 'sum' set the slice of channel 1 to 0: the finest detail is gone and nothing else.",
        (
            row(INPUT, 0) + row("level_2", 0),
            row("lost_0", 1, 2),
            row("lost_0", 3) + row("sum", 0),
        ),
    ),
    Entry(
        "lenet",
        networks.lenet,
        "The shape of LeNet",
        "From 28×28 cells to ten probabilities; its weights are random, so it has no opinion yet.",
        "Choose another picture: the ten probabilities hardly move, as nothing has been learned.",
        (row(INPUT, 0) + row("conv1", 0, 2), row("pool1", 0) + row("conv2", 0, 3)),
    ),
)
