"""What a user reads when a layer cannot run: the numbers, and what would mend it."""

from __future__ import annotations

from typing import Any

import pytest

from cnnlab.blocks.problem import ProblemError
from cnnlab.blocks.registry import kinds_by_id
from cnnlab.blocks.weight import Shape

PICTURE = (1, 3, 5, 5)

SENTENCES: list[tuple[str, dict[str, Any], list[Shape], str, list[str]]] = [
    (
        "conv2d",
        {"out_channels": 8, "kernel_size": 7},
        [PICTURE],
        "kernel 7×7 with dilation 1×1 does not fit the 5×5 input: lower the kernel to 5×5 or set padding to 1×1",
        ["Set padding to 1×1", "Set the kernel to 5×5"],
    ),
    (
        "conv2d",
        {"out_channels": 8, "kernel_size": 255, "dilation": 4096},
        [PICTURE],
        "kernel 255×255 with dilation 4096×4096 does not fit the 5×5 input: lower the kernel to 1×1",
        ["Set the kernel to 1×1"],
    ),
    (
        "conv2d",
        {"out_channels": 8, "kernel_size": 1, "groups": 2},
        [PICTURE],
        "groups 2 does not divide 3 input channels",
        ["Set groups to 1"],
    ),
    (
        "conv2d",
        {"out_channels": 8, "kernel_size": 1},
        [(1, 60)],
        "Conv2d needs [b, c, h, w], but what comes before it is [1, 60]: move it up or switch it off",
        ["Switch it off"],
    ),
    (
        "max_pool2d",
        {"kernel_size": 6},
        [PICTURE],
        "kernel 6×6 with dilation 1×1 does not fit the 5×5 input: lower the kernel to 5×5",
        ["Set the kernel to 5×5"],
    ),
    (
        "max_pool2d",
        {"kernel_size": 2, "padding": 2},
        [PICTURE],
        "padding 2×2 is more than half of the kernel 2×2: it can be 1×1 at most",
        ["Set padding to 1"],
    ),
    (
        "upsample",
        {"size": 8, "scale_factor": 2},
        [PICTURE],
        "scale_factor 2 and size 8×8 are both set: only one of them can be",
        ["Use the scale factor", "Use the size"],
    ),
    (
        "center_crop",
        {"size": [4, 8]},
        [PICTURE],
        "a piece of 4×8 does not fit into the 5×5 input: lower it to 4×5",
        ["Set size to 4×5"],
    ),
    (
        "group_norm",
        {"num_groups": 2},
        [PICTURE],
        "num_groups 2 does not divide 3 channels",
        ["Set num_groups to 3"],
    ),
    (
        "add",
        {"layers": ["conv1", "input"]},
        [PICTURE, (1, 8, 5, 5), PICTURE],
        "Add needs equal shapes, but 'conv1' has [1, 8, 5, 5] and what comes before it has [1, 3, 5, 5]",
        ["Keep input only", "Switch it off"],
    ),
    (
        "concat",
        {"layers": ["conv1"]},
        [PICTURE, (1, 8, 4, 5)],
        "Concat needs shapes that differ in channels only, but 'conv1' has [1, 8, 4, 5] and what comes before it has "
        "[1, 3, 5, 5]",
        ["Switch it off"],
    ),
]


@pytest.mark.parametrize(("kind", "params", "shapes", "sentence", "labels"), SENTENCES)
def test_the_sentence_has_the_numbers_and_the_fixes(
    kind: str, params: dict[str, Any], shapes: list[Shape], sentence: str, labels: list[str]
) -> None:
    with pytest.raises(ProblemError) as caught:
        kinds_by_id()[kind].from_params(params).output_shape(shapes)
    assert str(caught.value) == sentence
    assert [str(fix.label) for fix in caught.value.problem.fixes] == labels


@pytest.mark.parametrize(("kind", "shape"), [("batch_norm2d", (1, 3, 1, 1)), ("instance_norm2d", (4, 3, 1, 1))])
def test_a_single_value_can_be_normalised_in_eval_mode_only(kind: str, shape: Shape) -> None:
    block = kinds_by_id()[kind].from_params({"track_running_stats": True})
    assert block.output_shape([shape]) == shape
    with pytest.raises(ProblemError) as caught:
        block.check_training([shape])
    assert "only 1 value" in str(caught.value)
