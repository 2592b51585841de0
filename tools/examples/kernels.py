"""Examples of what one kernel does."""

from __future__ import annotations

import numpy as np

from cnnlab.document.kernels import gabor
from cnnlab.sources.formulas import digit
from tools.examples.network import Network, presets, turned


def first() -> Network:
    """What the program starts with: eight kernels, and layers of several families below them."""
    names = ("sobel_x", "sobel_y", "gaussian_blur", "sharpen", "laplacian_4", "emboss", "corner", "ridge")
    network = Network("sample:cat.jpg", (240, 320), 3, seed=7)
    thirds = np.repeat(presets(names), 3, axis=1) / 3  # the mean of R, G and B
    network.conv("conv1", thirds, bias=np.zeros(8), padding_mode="zeros")
    network.add("relu1", "relu")
    network.add("pool1", "max_pool2d")
    network.add("conv2", "conv2d", out_channels=16, padding=1)
    network.add("norm1", "instance_norm2d")
    network.add("up1", "upsample", mode="bilinear")
    return network


def edges() -> Network:
    """Sobel's kernel in eight directions, one side of each edge, and all of them added up."""
    network = Network("sample:camera.jpg", (180, 240))
    network.conv("edges", turned(((-1, 0, 1), (-2, 0, 2), (-1, 0, 1))))
    network.add("one_side", "relu")
    network.mix("outline", np.ones((1, 8)))
    return network


def sharpen_blur() -> Network:
    """Blurs, and what each of them takes away added once more: 2 · identity − blur."""
    network = Network("sample:cat.jpg", (90, 120))
    identity = presets(["identity"], 7)
    blurs = [presets([name], 7) for name in ("gaussian_blur", "box_blur", "motion_blur_45")]
    pairs = [kernel for blur in blurs for kernel in (blur, 2 * identity - blur)]
    network.conv("kernels", np.concatenate([*pairs, identity, presets(["sharpen"], 7)]))
    network.add("with_input", "concat", layers=("input",))
    network.mix("change", np.hstack([np.eye(8), -np.ones((8, 1))]))
    return network


def sobel_magnitude() -> Network:
    """√(x² + y²) of the two slopes."""
    network = Network("sample:coffee.jpg", (180, 240))
    network.conv("slopes", presets(["sobel_x", "sobel_y"]))
    network.add("squares", "square")
    network.mix("sum", np.ones((1, 2)))
    network.add("magnitude", "sqrt")
    return network


def patches() -> Network:
    """Pieces cut out of the digit, less their mean: each answers highest where it was cut out."""
    size, middles = 7, ((5, 12), (9, 18), (13, 13), (18, 19), (23, 13), (8, 7))
    picture = digit().astype(np.float64)
    cut = [picture[y - 3 : y + 4, x - 3 : x + 4] for y, x in middles]
    kernels = np.stack([(piece - piece.mean())[None] for piece in cut]).round(2)
    best = np.array([(kernel[0] * piece).sum() for kernel, piece in zip(kernels, cut, strict=True)])
    network = Network("generated:digit", (28, 28))
    network.conv("likeness", kernels, padding=size // 2, padding_mode="zeros")
    # A 1×1 kernel for each channel alone: what is below 80 % of the best answer falls below zero.
    network.conv("threshold", np.ones((6, 1, 1, 1)), bias=-0.8 * best.round(2), groups=6)
    network.add("found", "relu")
    return network


def stripes() -> Network:
    """A bank of Gabor kernels: four directions, two finenesses; squared and smoothed, that is how much there is."""
    angles, size = (0, 45, 90, 135), 11
    coarse = [gabor(size, angle, wavelength=6) for angle in angles]
    fine = [np.pad(gabor(7, angle, wavelength=4), 2) for angle in angles]
    network = Network("generated:zone_plate:54x72", (54, 72), black=-1)
    network.conv("bank", np.stack([*coarse, *fine])[:, None])
    network.add("energy", "square")
    network.conv("smooth", np.repeat(presets(["gaussian_blur"], 7), 8, axis=0), groups=8)
    return network
