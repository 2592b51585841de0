"""Examples of layers that work together."""

from __future__ import annotations

import numpy as np

from tools.examples.network import Network, chosen, presets
from tools.examples.running import running_statistics


def norms() -> Network:
    """Four norms of the same eight channels.

    Layer, group and instance norm follow each other: each gives every part that the next one looks at a common shift
    and scale only, which the next takes out again, so all three show what they would make of `features` alone (but
    for eps). Batch norm in eval mode does not look at this picture at all: its mean and variance, kept per channel,
    come from all sample pictures, so it is given the features themselves.
    """
    network = Network("sample:cat.jpg", (64, 128))
    names = ("gaussian_blur", "sharpen", "box_blur", "emboss", "identity", "unsharp", "motion_blur_45", "sharpen")
    # All sum to 1 and so have nearly the same mean, until each bias lifts its channel by ½ more than the one before.
    kernels, bias = presets(names), 0.5 * np.arange(8)
    network.conv("features", kernels, bias=bias)
    network.add("layer", "layer_norm", elementwise_affine=False)
    network.add("group", "group_norm", num_groups=4, affine=False)
    network.add("instance", "instance_norm2d")
    network.add("beside", "concat", layers=("features",))
    network.mix("features_again", chosen(8, 16, 8))
    network.add("batch", "batch_norm2d", affine=False)
    network.statistics["batch"] = running_statistics(network.stack(), "features")
    return network


def depthwise() -> Network:
    """One kernel for each channel and then a mixture: the same result as a full convolution with their products."""
    network = Network("sample:coffee.jpg", (120, 160), 3)
    first = presets(["gaussian_blur", "sobel_x", "sobel_y", "sharpen", "laplacian_8", "emboss", "corner", "ridge"])
    network.conv("features", np.round(np.repeat(first, 3, axis=1) / 3, 3))
    names = ("gaussian_blur", "gaussian_blur", "sobel_y", "box_blur", "sobel_x", "emboss", "motion_blur_45", "identity")
    each = presets(names)  # [8, 1, 3, 3]
    mixture = np.random.default_rng(5).normal(0, 0.6, (8, 8)).round(1)
    network.conv("depthwise", each, groups=8)
    network.mix("pointwise", mixture)
    network.add("beside", "concat", layers=("features",))
    network.mix("features_again", chosen(8, 16, 8))
    network.conv("full", mixture[:, :, None, None] * each[None, :, 0])
    return network


def encoder_decoder() -> Network:
    """Down to 12×16 cells and up again: outlines are lost, unless the skip connection carries them across."""
    network = Network("sample:cat.jpg", (192, 256))
    network.conv("encoder", presets(["identity", "ridge", "sobel_x", "sobel_y"]))
    network.add("down", "avg_pool2d", kernel_size=16)
    network.add("up", "upsample", scale_factor=16, mode="bilinear")
    network.add("skip", "concat", layers=("encoder",))
    without, carried = np.eye(8)[0], 0.25 * np.eye(8)[5]
    network.mix("decoder", np.stack([without, carried, without + carried]))
    return network


def lenet() -> Network:
    """The shape of LeNet-5 with ReLU; its weights are as they were initialised.

    Source: LeCun, Bottou, Bengio and Haffner 1998, "Gradient-Based Learning Applied to Document Recognition".
    """
    network = Network("generated:digit", (28, 28))
    network.add("conv1", "conv2d", out_channels=6, kernel_size=5, padding=2)
    network.add("relu1", "relu")
    network.add("pool1", "max_pool2d")
    network.add("conv2", "conv2d", out_channels=16, kernel_size=5)
    network.add("relu2", "relu")
    network.add("pool2", "max_pool2d")
    network.add("flat", "flatten")
    network.add("fc1", "linear", out_features=120)
    network.add("relu3", "relu")
    network.add("fc2", "linear", out_features=84)
    network.add("relu4", "relu")
    network.add("fc3", "linear", out_features=10)
    network.add("softmax", "softmax")
    return network
