"""Formulae of kernels that exist in several sizes; each gives a square `[size, size]` for an odd size.

Rows run downwards. Angles turn counter-clockwise on the screen, 0° pointing right.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Kernel = NDArray[np.float32]


def identity(size: int) -> Kernel:
    """One in the middle, zero elsewhere."""
    kernel = np.zeros((size, size), np.float32)
    kernel[size // 2, size // 2] = 1
    return kernel


def box(size: int) -> Kernel:
    """The mean of the window: every weight 1/size²."""
    return np.full((size, size), 1 / size**2, np.float32)


def gaussian(size: int) -> Kernel:
    """The outer product of a row of Pascal's triangle with itself, scaled to sum 1; σ = √(size − 1)/2.

    Source: Burt and Adelson 1983, "The Laplacian Pyramid as a Compact Image Code"; binomial weights.
    """
    row = np.array([math.comb(size - 1, k) for k in range(size)], np.float64)
    return np.asarray(np.outer(row, row) / row.sum() ** 2, np.float32)


def unsharp(size: int) -> Kernel:
    """Twice the picture minus its Gaussian blur.

    Source: Gonzalez and Woods, "Digital Image Processing", unsharp masking with amount 1.
    """
    return np.asarray(2 * identity(size) - gaussian(size), np.float32)


def motion_blur(size: int, angle: float) -> Kernel:
    """The mean along a line of `size` cells through the middle, at `angle` degrees.

    Between cells a point of the line is shared among its four neighbours in proportion to their nearness.
    """
    dx, dy = math.cos(math.radians(angle)), -math.sin(math.radians(angle))
    longest = max(abs(dx), abs(dy))
    kernel = np.zeros((size + 1, size + 1))
    for t in range(-(size // 2), size // 2 + 1):
        # Rounding keeps a right angle on its row: the cosine of 90° is 6e-17, not 0.
        x, y = (round(size // 2 + t * d / longest, 9) for d in (dx, dy))
        column, row = math.floor(x), math.floor(y)
        shares = np.outer((row + 1 - y, y - row), (column + 1 - x, x - column))
        kernel[row : row + 2, column : column + 2] += shares
    return (kernel[:size, :size] / size).astype(np.float32)


def gabor(size: int, angle: float, wavelength: float) -> Kernel:
    """A wave along `angle` degrees under a bell; its positive weights sum to 1 and its negative ones to −1.

    Source: Kruizinga and Petkov 1999, "Nonlinear Operator for Oriented Texture", real part with phase 0, aspect
    ratio 0.5 and σ = 0.56 · wavelength (one octave). The wave is lowered until the kernel sums to 0.
    """
    theta, reach = math.radians(angle), size // 2
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1].astype(np.float64)
    along = x * math.cos(theta) - y * math.sin(theta)
    across = x * math.sin(theta) + y * math.cos(theta)
    bell = np.exp(-(along**2 + (0.5 * across) ** 2) / (2 * (0.56 * wavelength) ** 2))
    wave = bell * np.cos(2 * math.pi * along / wavelength)
    balanced = wave - bell * wave.sum() / bell.sum()
    scale = 2 / float(np.abs(balanced).sum())
    return np.asarray(scale * balanced, np.float32)
