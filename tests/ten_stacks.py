"""Ten networks, each stated twice: as rows of a project, and by hand as torch's own modules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from cnnlab.blocks.weight import Shape

Outputs = dict[str, Tensor]
Step = nn.Module | Callable[[Outputs], Tensor]


@dataclass(frozen=True)
class Net:
    """One network: rows of id, kind and parameters as a project has them, and what torch does for each id.

    A module takes what comes before it; a function takes all outputs so far, `input` and `before` among them.
    """

    rows: tuple[tuple[str, str, dict[str, Any]], ...]
    steps: dict[str, Step]
    shape: Shape
    training: bool = False


def odd_sizes() -> Net:
    """Strides and paddings that do not divide, a window larger than square, ceil mode."""
    return Net(
        (
            ("conv1", "conv2d", {"out_channels": 5, "kernel_size": [3, 5], "stride": [2, 3], "padding": [1, 0]}),
            ("leak", "leaky_relu", {"negative_slope": 0.2}),
            ("pool1", "max_pool2d", {"kernel_size": 3, "stride": 2, "padding": 1, "ceil_mode": True}),
            ("conv2", "conv2d", {"out_channels": 4, "kernel_size": 2, "bias": False}),
            ("pool2", "avg_pool2d", {"kernel_size": 2, "stride": 1, "padding": 1, "count_include_pad": False}),
        ),
        {
            "conv1": nn.Conv2d(3, 5, (3, 5), (2, 3), (1, 0)),
            "leak": nn.LeakyReLU(0.2),
            "pool1": nn.MaxPool2d(3, 2, 1, ceil_mode=True),
            "conv2": nn.Conv2d(5, 4, 2, bias=False),
            "pool2": nn.AvgPool2d(2, 1, 1, count_include_pad=False),
        },
        (1, 3, 37, 53),
    )


def dilated_and_grouped() -> Net:
    """Dilation, groups, a depthwise convolution, paddings of other kinds."""
    return Net(
        (
            ("wide", "conv2d", {"out_channels": 8, "kernel_size": 3, "dilation": [2, 3], "padding": "same"}),
            ("deep", "conv2d", {"out_channels": 8, "kernel_size": 5, "groups": 8, "padding": 2}),
            ("gelu1", "gelu", {"approximate": "tanh"}),
            ("mirror", "conv2d", {"out_channels": 6, "kernel_size": 3, "padding": 1, "padding_mode": "reflect"}),
            (
                "wrap",
                "conv2d",
                {"out_channels": 4, "kernel_size": 3, "groups": 2, "padding": 1, "padding_mode": "circular"},
            ),
            ("edge", "conv2d", {"out_channels": 4, "kernel_size": 3, "padding": 2, "padding_mode": "replicate"}),
            ("even", "conv2d", {"out_channels": 2, "kernel_size": 4, "padding": "same"}),
        ),
        {
            "wide": nn.Conv2d(4, 8, 3, dilation=(2, 3), padding="same"),
            "deep": nn.Conv2d(8, 8, 5, groups=8, padding=2),
            "gelu1": nn.GELU("tanh"),
            "mirror": nn.Conv2d(8, 6, 3, padding=1, padding_mode="reflect"),
            "wrap": nn.Conv2d(6, 4, 3, groups=2, padding=1, padding_mode="circular"),
            "edge": nn.Conv2d(4, 4, 3, padding=2, padding_mode="replicate"),
            "even": nn.Sequential(nn.ZeroPad2d((1, 2, 1, 2)), nn.Conv2d(4, 2, 4)),
        },
        (2, 4, 19, 23),
    )


def transposed() -> Net:
    """Transposed convolutions of all kinds."""
    return Net(
        (
            ("down", "conv2d", {"out_channels": 6, "kernel_size": 3, "stride": 2}),
            ("up1", "conv_transpose2d", {"out_channels": 4, "kernel_size": 3, "stride": 2, "output_padding": 1}),
            ("elu1", "elu", {"alpha": 0.5}),
            (
                "up2",
                "conv_transpose2d",
                {"out_channels": 8, "kernel_size": [2, 4], "stride": [3, 2], "padding": [0, 1], "groups": 2},
            ),
            (
                "up3",
                "conv_transpose2d",
                {"out_channels": 2, "kernel_size": 3, "stride": 1, "dilation": 2, "padding": 2, "bias": False},
            ),
        ),
        {
            "down": nn.Conv2d(3, 6, 3, 2),
            "up1": nn.ConvTranspose2d(6, 4, 3, 2, output_padding=1),
            "elu1": nn.ELU(0.5),
            "up2": nn.ConvTranspose2d(4, 8, (2, 4), (3, 2), (0, 1), groups=2),
            "up3": nn.ConvTranspose2d(8, 2, 3, 1, 2, dilation=2, bias=False),
        },
        (1, 3, 15, 12),
    )


def residual() -> Net:
    """A ResNet's block: add, and a product of two branches."""
    return Net(
        (
            ("stem", "conv2d", {"out_channels": 6, "kernel_size": 3, "padding": 1}),
            ("norm1", "batch_norm2d", {}),
            ("relu1", "relu", {}),
            ("conv1", "conv2d", {"out_channels": 6, "kernel_size": 3, "padding": 1}),
            ("norm2", "batch_norm2d", {"eps": 0.01}),
            ("add1", "add", {"layers": ["stem"]}),
            ("silu1", "silu", {}),
            ("gate", "mul", {"layers": ["relu1", "conv1"]}),
        ),
        {
            "stem": nn.Conv2d(3, 6, 3, padding=1),
            "norm1": nn.BatchNorm2d(6),
            "relu1": nn.ReLU(),
            "conv1": nn.Conv2d(6, 6, 3, padding=1),
            "norm2": nn.BatchNorm2d(6, eps=0.01),
            "add1": lambda o: o["before"] + o["stem"],
            "silu1": nn.SiLU(),
            "gate": lambda o: o["before"] * o["relu1"] * o["conv1"],
        },
        (1, 3, 11, 14),
    )


def unet() -> Net:
    """A U-Net: upsampling and concatenation, crops and pads where sizes do not fit."""
    return Net(
        (
            ("enc1", "conv2d", {"out_channels": 4, "kernel_size": 3, "padding": 1}),
            ("pool1", "max_pool2d", {"kernel_size": 2}),
            ("enc2", "conv2d", {"out_channels": 8, "kernel_size": 3, "padding": 1}),
            ("pool2", "max_pool2d", {"kernel_size": 2}),
            ("mid", "conv2d", {"out_channels": 8, "kernel_size": 3, "padding": 1}),
            ("up1", "upsample", {"scale_factor": 2, "mode": "bilinear", "align_corners": True}),
            ("fit1", "zero_pad2d", {"padding": [0, 1, 0, 1]}),
            ("cat1", "concat", {"layers": ["enc2"]}),
            ("up2", "upsample", {"size": [21, 26], "scale_factor": None, "mode": "bicubic"}),
            ("crop", "center_crop", {"size": [17, 22]}),
            ("out", "conv2d", {"out_channels": 2, "kernel_size": 1}),
        ),
        {
            "enc1": nn.Conv2d(1, 4, 3, padding=1),
            "pool1": nn.MaxPool2d(2),
            "enc2": nn.Conv2d(4, 8, 3, padding=1),
            "pool2": nn.MaxPool2d(2),
            "mid": nn.Conv2d(8, 8, 3, padding=1),
            "up1": nn.Upsample(scale_factor=2, mode="bilinear", align_corners=True),
            "fit1": nn.ZeroPad2d((0, 1, 0, 1)),
            "cat1": lambda o: torch.cat([o["before"], o["enc2"]], 1),
            "up2": lambda o: F.interpolate(o["before"], (21, 26), mode="bicubic"),
            "crop": lambda o: o["before"][:, :, 2:19, 2:24],
            "out": nn.Conv2d(16, 2, 1),
        },
        (1, 1, 22, 26),
    )


def norms(training: bool) -> Net:
    """Batch and instance norms, with and without running statistics."""
    return Net(
        (
            ("conv1", "conv2d", {"out_channels": 6, "kernel_size": 3}),
            ("norm1", "batch_norm2d", {}),
            ("norm2", "instance_norm2d", {"affine": True, "track_running_stats": True}),
            ("conv2", "conv2d", {"out_channels": 4, "kernel_size": 3}),
            ("norm3", "batch_norm2d", {"track_running_stats": False}),
            ("norm4", "instance_norm2d", {}),
            ("norm5", "batch_norm2d", {"affine": False, "momentum": 0.3}),
        ),
        {
            "conv1": nn.Conv2d(3, 6, 3),
            "norm1": nn.BatchNorm2d(6),
            "norm2": nn.InstanceNorm2d(6, affine=True, track_running_stats=True),
            "conv2": nn.Conv2d(6, 4, 3),
            "norm3": nn.BatchNorm2d(4, track_running_stats=False),
            "norm4": nn.InstanceNorm2d(4),
            "norm5": nn.BatchNorm2d(4, affine=False, momentum=0.3),
        },
        (4, 3, 9, 10),
        training,
    )


def norms_of_a_picture() -> Net:
    """Norms that look at one picture: layer norm of three kinds, group norm, local response."""
    over_channels = nn.LayerNorm(6)

    def channels_last(outputs: Outputs) -> Tensor:
        normalised: Tensor = over_channels(outputs["before"].permute(0, 2, 3, 1))
        return normalised.permute(0, 3, 1, 2)

    channels_last.module = over_channels  # type: ignore[attr-defined]
    return Net(
        (
            ("conv1", "conv2d", {"out_channels": 6, "kernel_size": 3}),
            ("chw", "layer_norm", {"over": "chw"}),
            ("hw", "layer_norm", {"over": "hw", "eps": 0.001}),
            ("c", "layer_norm", {"over": "c"}),
            ("groups", "group_norm", {"num_groups": 3}),
            ("local", "local_response_norm", {"size": 3, "alpha": 0.1, "k": 2.0}),
            ("prelu1", "prelu", {"num_parameters": 6}),
            ("plain", "layer_norm", {"over": "chw", "elementwise_affine": False}),
        ),
        {
            "conv1": nn.Conv2d(3, 6, 3),
            "chw": nn.LayerNorm((6, 8, 11)),
            "hw": nn.LayerNorm((8, 11), eps=0.001),
            "c": channels_last,
            "groups": nn.GroupNorm(3, 6),
            "local": nn.LocalResponseNorm(3, 0.1, k=2.0),
            "prelu1": nn.PReLU(6),
            "plain": nn.LayerNorm((6, 8, 11), elementwise_affine=False),
        },
        (2, 3, 10, 13),
    )


def classifier() -> Net:
    """LeNet's descendants: flatten, dense layers, dropout in eval mode, softmax."""
    return Net(
        (
            ("conv1", "conv2d", {"out_channels": 4, "kernel_size": 5}),
            ("tanh1", "tanh", {}),
            ("pool1", "avg_pool2d", {"kernel_size": 2}),
            ("drop2d", "dropout2d", {"p": 0.25}),
            ("flat", "flatten", {}),
            ("fc1", "linear", {"out_features": 20}),
            ("hard", "hardtanh", {"min_val": -0.5, "max_val": 0.75}),
            ("drop", "dropout", {"p": 0.5}),
            ("norm", "layer_norm", {}),
            ("fc2", "linear", {"out_features": 10, "bias": False}),
            ("soft", "softmax", {}),
        ),
        {
            "conv1": nn.Conv2d(1, 4, 5),
            "tanh1": nn.Tanh(),
            "pool1": nn.AvgPool2d(2),
            "drop2d": nn.Dropout2d(0.25),
            "flat": nn.Flatten(),
            "fc1": nn.Linear(4 * 12 * 12, 20),
            "hard": nn.Hardtanh(-0.5, 0.75),
            "drop": nn.Dropout(0.5),
            "norm": nn.LayerNorm(20),
            "fc2": nn.Linear(20, 10, bias=False),
            "soft": nn.Softmax(1),
        },
        (3, 1, 28, 28),
    )


def batch_of_odd_functions() -> Net:
    """A large batch through pointwise functions, adaptive pools and a branch from the input."""
    return Net(
        (
            ("hs", "hardswish", {}),
            ("cat", "concat", {"layers": ["input", "hs"]}),
            ("sq", "square", {}),
            ("root", "sqrt", {}),
            ("small", "adaptive_avg_pool2d", {"output_size": [5, 3]}),
            ("conv1", "conv2d", {"out_channels": 5, "kernel_size": 3, "padding": 1, "dilation": 1}),
            ("size", "abs", {}),
            ("most", "adaptive_max_pool2d", {"output_size": 2}),
            ("sig", "sigmoid", {}),
            ("rows", "flatten", {"start_dim": 2}),
            ("share", "softmax", {"dim": -1}),
        ),
        {
            "hs": nn.Hardswish(),
            "cat": lambda o: torch.cat([o["hs"], o["input"], o["hs"]], 1),
            "sq": lambda o: o["before"] ** 2,
            "root": lambda o: torch.sqrt(o["before"]),
            "small": nn.AdaptiveAvgPool2d((5, 3)),
            "conv1": nn.Conv2d(9, 5, 3, padding=1),
            "size": lambda o: o["before"].abs(),
            "most": nn.AdaptiveMaxPool2d(2),
            "sig": nn.Sigmoid(),
            "rows": nn.Flatten(2),
            "share": nn.Softmax(-1),
        },
        (7, 3, 12, 10),
    )


NETS: Mapping[str, Callable[[], Net]] = {
    "odd sizes": odd_sizes,
    "dilated and grouped": dilated_and_grouped,
    "transposed": transposed,
    "residual": residual,
    "unet": unet,
    "norms in eval mode": lambda: norms(False),
    "norms in train mode": lambda: norms(True),
    "norms of a picture": norms_of_a_picture,
    "classifier": classifier,
    "batch of odd functions": batch_of_odd_functions,
}
