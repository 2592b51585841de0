"""What convolutions check: groups that divide the channels, and a kernel that fits."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from cnnlab.blocks.params import LARGEST, Pair
from cnnlab.blocks.problem import Fix, ProblemError
from cnnlab.blocks.sizes import by, divisor_near, set_to
from cnnlab.blocks.sliding import Window, kernel_for, padding_for
from cnnlab.text import N_, Message

if TYPE_CHECKING:
    from torch import Tensor


def check_groups(groups: int, channels: int, out_channels: int) -> None:
    """Refuse groups that would split a channel.

    Raises:
        ProblemError: the groups do not divide the channels; the fix is the nearest number that divides both.
    """
    for number, what in (
        (channels, N_("groups {groups} does not divide {number} input channels")),
        (out_channels, N_("groups {groups} does not divide {number} output channels")),
    ):
        if number % groups:
            common = divisor_near(math.gcd(channels, out_channels), groups)
            raise ProblemError(Message(what, groups=groups, number=number), set_to("groups", common))


def group_of(channel: int, channels: int, out_channels: int, groups: int) -> range:
    """The input channels of the group that an output channel belongs to."""
    size = channels // groups
    group = channel * groups // out_channels
    return range(group * size, (group + 1) * size)


def too_large(window: Window, size: Pair) -> ProblemError:
    """The problem of a window that does not fit its input, with a padding and a kernel that would."""
    padding = padding_for(window.kernel, window.dilation, size)
    kernel = kernel_for(window.kernel, window.dilation, size)
    lower = Fix(Message(N_("Set the kernel to {kernel}"), kernel=by(kernel)), {"kernel_size": kernel})
    numbers = {"kernel": by(window.kernel), "dilation": by(window.dilation), "size": by(size), "fitting": by(kernel)}
    if max(padding) > LARGEST:
        sentence = N_(
            "kernel {kernel} with dilation {dilation} does not fit the {size} input: lower the kernel to {fitting}"
        )
        return ProblemError(Message(sentence, **numbers), lower)
    sentence = N_(
        "kernel {kernel} with dilation {dilation} does not fit the {size} input: lower the kernel to {fitting} or set "
        "padding to {padding}"
    )
    wider = Fix(
        Message(N_("Set padding to {padding}"), padding=by(padding)), {"padding": padding, "padding_mode": "zeros"}
    )
    return ProblemError(Message(sentence, **numbers, padding=by(padding)), wider, lower)


def weighted_bound(size: float, weights: Mapping[str, Tensor], summed: tuple[int, ...]) -> float:
    """What no weighted sum of values within ±size exceeds; `summed` are the weight's axes that a sum runs over."""
    most = float(weights["weight"].abs().sum(summed).max()) * size
    return most + float(weights["bias"].abs().max()) if "bias" in weights else most
