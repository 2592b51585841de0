"""Kernels with a name: what one picks from the preset menu, and how a kernel is recognised as one of them.

A convolution here is a cross-correlation, as in PyTorch: the kernel lies on the picture as it is written, so
`[-1, 0, 1]` is right minus left. Blurs sum to 1 and keep the brightness; edge kernels sum to 0 and are silent on a
plain area.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from cnnlab.document.kernels import Kernel, box, gabor, gaussian, identity, motion_blur, unsharp
from cnnlab.text import N_, Listed, Message, UserError

_ODD = (3, 5, 7)
# A wave needs some room: on 3×3 nothing is left of it.
_WAVE = (5, 7, 9, 11)

_BASIC, _BLUR, _SHARPEN = N_("Basic"), N_("Blur"), N_("Sharpen")
_EDGES, _DETAIL, _WAVES = N_("Edges"), N_("Detail"), N_("Stripes")


@dataclass(frozen=True)
class Preset:
    """A kernel with a name.

    Attributes:
        id: stable name for files and scripts.
        name, about, group: what the user reads; `about` is one sentence on what it does and why.
        make: the kernel `[n, n]` of a natural size n.
        sizes: the natural sizes, rising.
    """

    id: str
    name: str
    about: str
    group: str
    make: Callable[[int], Kernel]
    sizes: tuple[int, ...] = (3,)


def _fixed(*rows: tuple[int, ...]) -> Callable[[int], Kernel]:
    """A kernel that exists in one size only."""
    kernel = np.array(rows, np.float32)
    kernel.flags.writeable = False
    return lambda _size: kernel


def _motion(id: str, name: str, about: str, angle: float) -> Preset:
    return Preset(id, name, about, _BLUR, partial(motion_blur, angle=angle), _ODD)


def _gabor(id: str, name: str, about: str, angle: float) -> Preset:
    def make(size: int) -> Kernel:
        return gabor(size, angle, wavelength=(size + 1) / 2)

    return Preset(id, name, about, _WAVES, make, _WAVE)


# Fixed kernels as in Gonzalez and Woods, "Digital Image Processing", unless their line says otherwise.
PRESETS: tuple[Preset, ...] = (
    Preset(
        "identity",
        N_("Identity"),
        N_("Takes the middle pixel as it is: the picture passes unchanged, which is where every experiment can begin."),
        _BASIC,
        identity,
        (1,),
    ),
    Preset(
        "box_blur",
        N_("Box blur"),
        N_("The plain mean of the window: noise and fine detail average out, at the price of blocky smears."),
        _BLUR,
        box,
        _ODD,
    ),
    Preset(
        "gaussian_blur",
        N_("Gaussian blur"),
        N_("A mean that trusts near pixels more than far ones: it smooths evenly in all directions, without blocks."),
        _BLUR,
        gaussian,
        _ODD,
    ),
    _motion("motion_blur_0", N_("Motion blur →"), N_("The mean along a row, as if the camera had moved sideways."), 0),
    _motion("motion_blur_45", N_("Motion blur ↗"), N_("The mean along a rising diagonal, as if it had moved so."), 45),
    _motion("motion_blur_90", N_("Motion blur ↑"), N_("The mean along a column, as if the camera had moved up."), 90),
    _motion("motion_blur_135", N_("Motion blur ↖"), N_("The mean along a falling diagonal, as if it moved so."), 135),
    Preset(
        "sharpen",
        N_("Sharpen"),
        N_("Adds to each pixel how much it differs from its four neighbours: edges gain contrast, plain areas stay."),
        _SHARPEN,
        _fixed((0, -1, 0), (-1, 5, -1), (0, -1, 0)),
    ),
    Preset(
        "unsharp",
        N_("Unsharp mask"),
        N_("Twice the picture minus its blur: whatever a blur would remove is added once more."),
        _SHARPEN,
        unsharp,
        _ODD,
    ),
    Preset(
        "sobel_x",
        N_("Sobel x"),
        N_(
            "Right minus left, the middle row counted twice: bright where brightness grows from left to right, "
            "zero where nothing changes."
        ),
        _EDGES,
        _fixed((-1, 0, 1), (-2, 0, 2), (-1, 0, 1)),
    ),
    Preset(
        "sobel_y",
        N_("Sobel y"),
        N_(
            "Below minus above, the middle column counted twice: bright where brightness grows downwards, "
            "zero where nothing changes."
        ),
        _EDGES,
        _fixed((-1, -2, -1), (0, 0, 0), (1, 2, 1)),
    ),
    # Scharr 2000, "Optimale Operatoren in der Digitalen Bildverarbeitung".
    Preset(
        "scharr_x",
        N_("Scharr x"),
        N_("Right minus left with weights chosen so that an edge answers alike however it is turned."),
        _EDGES,
        _fixed((-3, 0, 3), (-10, 0, 10), (-3, 0, 3)),
    ),
    Preset(
        "scharr_y",
        N_("Scharr y"),
        N_("Below minus above with weights chosen so that an edge answers alike however it is turned."),
        _EDGES,
        _fixed((-3, -10, -3), (0, 0, 0), (3, 10, 3)),
    ),
    Preset(
        "prewitt_x",
        N_("Prewitt x"),
        N_("Right minus left, all three rows alike: the simplest smoothed difference, a little more prone to noise."),
        _EDGES,
        _fixed((-1, 0, 1), (-1, 0, 1), (-1, 0, 1)),
    ),
    Preset(
        "prewitt_y",
        N_("Prewitt y"),
        N_("Below minus above, all three columns alike: the simplest smoothed difference, more prone to noise."),
        _EDGES,
        _fixed((-1, -1, -1), (0, 0, 0), (1, 1, 1)),
    ),
    Preset(
        "laplacian_4",
        N_("Laplacian, 4 neighbours"),
        N_("The four neighbours minus four times the middle: the sign flips across an edge, a slope stays silent."),
        _EDGES,
        _fixed((0, 1, 0), (1, -4, 1), (0, 1, 0)),
    ),
    Preset(
        "laplacian_8",
        N_("Laplacian, 8 neighbours"),
        N_("All eight neighbours minus eight times the middle: like the one with four, but diagonals count as well."),
        _EDGES,
        _fixed((1, 1, 1), (1, -8, 1), (1, 1, 1)),
    ),
    Preset(
        "emboss",
        N_("Emboss"),
        N_("The picture plus its slope along the falling diagonal, so that it looks like a relief lit from a corner."),
        _DETAIL,
        _fixed((-2, -1, 0), (-1, 1, 1), (0, 1, 2)),
    ),
    Preset(
        "ridge",
        N_("Ridge"),
        N_("Eight times the middle minus all neighbours: bright on thin lines and points that stand out."),
        _DETAIL,
        _fixed((-1, -1, -1), (-1, 8, -1), (-1, -1, -1)),
    ),
    Preset(
        "line_x",
        N_("Vertical line"),
        N_("The middle column against both beside it: bright on thin upright lines, silent on an even slope."),
        _DETAIL,
        _fixed((-1, 2, -1), (-1, 2, -1), (-1, 2, -1)),
    ),
    Preset(
        "line_y",
        N_("Horizontal line"),
        N_("The middle row against those above and below: bright on thin level lines, silent on an even slope."),
        _DETAIL,
        _fixed((-1, -1, -1), (2, 2, 2), (-1, -1, -1)),
    ),
    # The outer product of the second difference (1, −2, 1) with itself; Immerkær 1996 measures noise with it.
    Preset(
        "corner",
        N_("Corner"),
        N_("The second difference taken both ways: level and upright edges cancel, corners and single dots remain."),
        _DETAIL,
        _fixed((1, -2, 1), (-2, 4, -2), (1, -2, 1)),
    ),
    _gabor("gabor_0", N_("Gabor 0°"), N_("Answers to upright stripes of one width, much as cells of the eye do."), 0),
    _gabor("gabor_45", N_("Gabor 45°"), N_("Answers to stripes that fall to the right, of one width only."), 45),
    _gabor("gabor_90", N_("Gabor 90°"), N_("Answers to level stripes of one width and is silent on upright ones."), 90),
    _gabor("gabor_135", N_("Gabor 135°"), N_("Answers to stripes that rise to the right, of one width only."), 135),
)

_BY_ID = {preset.id: preset for preset in PRESETS}


def preset_kernel(id: str, kh: int, kw: int) -> Kernel:
    """The preset for a kernel grid `[kh, kw]`: its largest natural size that fits, centred, zeros around.

    In an even grid the middle is the cell that PyTorch's `padding="same"` lays on the pixel.

    Raises:
        UserError: there is no such preset, or even its smallest size is larger than the grid.
    """
    preset = _BY_ID.get(id)
    if preset is None:
        raise UserError(N_("there is no preset '{id}': choose one of {known}"), id=id[:40], known=Listed(_BY_ID))
    fitting = [size for size in preset.sizes if size <= min(kh, kw)]
    if not fitting:
        raise UserError(
            N_("{name} needs at least {size}×{size} cells and this kernel has {kh}×{kw}: raise kernel_size to {size}"),
            name=Message(preset.name),
            size=preset.sizes[0],
            kh=kh,
            kw=kw,
        )
    return _centred(preset.make(fitting[-1]), kh, kw)


def _centred(natural: Kernel, kh: int, kw: int) -> Kernel:
    size = len(natural)
    top, left = (kh - size) // 2, (kw - size) // 2
    kernel = np.zeros((kh, kw), np.float32)
    kernel[top : top + size, left : left + size] = natural
    return kernel


def matching_preset(kernel: NDArray[np.floating]) -> Preset | None:
    """The preset that this kernel `[kh, kw]` equals, number for number, or None for a kernel of the user's own."""
    kh, kw = kernel.shape
    for preset in PRESETS:
        if preset.sizes[0] <= min(kh, kw) and np.array_equal(preset_kernel(preset.id, kh, kw), kernel):
            return preset
    return None
