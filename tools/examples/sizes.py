"""Examples of layers that change height and width."""

from __future__ import annotations

import numpy as np

from tools.examples.network import Network, chosen, presets, turned


def emboss() -> Network:
    """A relief lit from eight sides; what stays of it after ReLU and two poolings."""
    network = Network("sample:cat.jpg", (240, 320))
    network.conv("relief", turned(((-2, -1, 0), (-1, 1, 1), (0, 1, 2))))
    network.add("lit", "relu")
    network.add("pool1", "max_pool2d", kernel_size=4)
    network.add("pool2", "max_pool2d", kernel_size=4)
    return network


def max_average() -> Network:
    """Both poolings of the same edges in one row.

    The mean of a block of equal cells is that cell: of the maxima, grown back to full size, the average pooling
    therefore makes the maxima again.
    """
    network = Network("sample:rocket.jpg", (128, 256))
    network.conv("edges", turned(((-1, 0, 1), (-2, 0, 2), (-1, 0, 1)))[:4])
    network.add("strength", "abs")
    network.add("maxima", "max_pool2d", kernel_size=8)
    network.add("grown", "upsample", scale_factor=8)
    network.add("beside", "concat", layers=("strength",))
    network.add("max_and_mean", "avg_pool2d", kernel_size=8)
    network.mix("difference", np.hstack([np.eye(4), -np.eye(4)]))
    return network


def thinning() -> Network:
    """Every second cell, twice over: as they are, and blurred before."""
    network = Network("generated:zone_plate:72x96", (72, 96), black=-1)
    pair = presets(["identity", "gaussian_blur"], 7)
    network.conv("half", pair, stride=2)
    network.conv("quarter", pair, stride=2, groups=2)
    return network


def upsampling() -> Network:
    """Nearest, bilinear and bicubic from the same 20×40 cells, and where they differ.

    A 1×1 kernel with stride 8 takes one cell of each block that `nearest` copied: the small picture again, exactly.
    """
    network = Network("sample:cat.jpg", (20, 40))
    network.add("nearest", "upsample", scale_factor=8, mode="nearest")
    network.conv("small", np.ones((1, 1, 1, 1)), stride=8)
    network.add("bilinear", "upsample", scale_factor=8, mode="bilinear")
    network.add("two", "concat", layers=("nearest",))
    network.conv("small_again", chosen(1, 2, 1)[:, :, None, None], stride=8)
    network.add("bicubic", "upsample", scale_factor=8, mode="bicubic")
    network.add("three", "concat", layers=("bilinear", "nearest"))
    network.mix("differences", ((1, -1, 0), (0, 1, -1)))
    return network


def dilation() -> Network:
    """Four layers of nine weights with growing dilation reach 31×31 cells: one white cell shows it."""
    network = Network("generated:impulse:36x48", (36, 48))
    kernels = presets(["box_blur", "sobel_x", "laplacian_8", "emboss", "gaussian_blur", "corner"])
    network.conv("dilated_1", kernels, padding_mode="zeros")
    for gap in (2, 4, 8):
        network.conv(f"dilated_{gap}", kernels, groups=6, dilation=gap, padding=gap, padding_mode="zeros")
    return network


def pyramid() -> Network:
    """Blur and halve twice; then what each step lost, and all of it added up: the picture, exactly.

    Source: Burt and Adelson 1983, "The Laplacian Pyramid as a Compact Image Code".
    """
    network = Network("sample:cat.jpg", (160, 320))
    for level in (1, 2):
        network.conv(f"level_{level}", presets(["gaussian_blur"], 5), stride=2)
    finer = {1: "level_1", 0: "input"}
    for number, (level, name) in enumerate(finer.items()):
        count = number + 1  # the coarser picture, and what was lost on the way to it
        network.add(f"grown_{level}", "upsample", scale_factor=2, mode="bilinear")
        network.add(f"beside_{level}", "concat", layers=(name,))
        network.mix(f"lost_{level}", _split(count))
    network.mix("sum", [[0, 1, 1, 1]])
    return network


def _split(count: int) -> np.ndarray:
    """Rows that make `[finer, finer − coarser grown, what came before …]` of `[coarser grown, …, finer]`.

    The first time the coarser picture itself is kept as the last channel; later it is told by what was lost.
    """
    channels = 1 if count == 1 else count + 1
    rows = np.zeros((count + 2, channels + 1))
    rows[0, channels] = 1
    rows[1, channels], rows[1, 0] = 1, -1
    if count == 1:
        rows[2, 0] = 1
    else:
        rows[2:, 1:channels] = np.eye(channels - 1)
    return rows
