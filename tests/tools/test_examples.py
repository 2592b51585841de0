"""The examples are what the command makes, and each shows what is said of it."""

from __future__ import annotations

import dataclasses
import json
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from torch import nn
from torch.nn import functional as F

from cnnlab.document import edits
from cnnlab.document.presets import preset_kernel
from cnnlab.document.stack import Mode, Stack
from cnnlab.formats.project import read_project
from cnnlab.resources import resource
from tools.examples.__main__ import write_examples
from tools.examples.catalogue import CATALOGUE
from tools.examples.network import turned
from tools.examples.running import activations

NAMES = [entry.name for entry in CATALOGUE]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("examples")
    write_examples(folder)
    return folder


def stack_of(name: str) -> Stack:
    return read_project(resource("examples", f"{name}.cnnlab")).stack


@cache
def outputs(name: str) -> dict[str, torch.Tensor]:
    project = read_project(resource("examples", f"{name}.cnnlab"))
    return activations(project.stack, project.statistics)


@pytest.mark.parametrize("name", NAMES)
def test_the_command_makes_the_projects_that_are_shipped(made: Path, name: str) -> None:
    ours, theirs = read_project(made / f"{name}.cnnlab"), read_project(resource("examples", f"{name}.cnnlab"))
    assert ours.stack.input == theirs.stack.input
    assert (ours.stack.mode, ours.stack.seed) == (theirs.stack.mode, theirs.stack.seed)
    assert [layer.id for layer in ours.stack] == [layer.id for layer in theirs.stack]
    for mine, shipped in zip(ours.stack, theirs.stack, strict=True):
        assert mine.block.kind == shipped.block.kind
        assert mine.block.settings == shipped.block.settings
        assert mine.block.weights.keys() == shipped.block.weights.keys()
        for weight, values in mine.block.weights.items():
            np.testing.assert_array_equal(values.array(), shipped.block.weights[weight].array())
    assert ours.statistics.keys() == theirs.statistics.keys()
    for layer, values in ours.statistics.items():
        for statistic, numbers in values.items():
            np.testing.assert_allclose(numbers, theirs.statistics[layer][statistic], atol=2e-4)


def test_the_command_makes_the_list_and_the_pictures_that_are_shipped(made: Path) -> None:
    listing = [json.loads((folder / "examples.json").read_text("utf-8")) for folder in (made, resource("examples"))]
    assert listing[0] == listing[1]
    for file in resource("examples", "pictures").iterdir():
        with Image.open(file) as shipped, Image.open(made / "pictures" / file.name) as mine:
            far = np.abs(np.asarray(shipped, np.int16) - np.asarray(mine, np.int16)).mean()
        assert far < 3, file.name


def test_a_kernel_is_turned_by_a_right_angle_in_two_steps() -> None:
    sobel = preset_kernel("sobel_x", 3, 3)
    eight = turned(sobel)
    for quarter in range(4):
        np.testing.assert_array_equal(eight[2 * quarter, 0], np.rot90(sobel, -quarter))
    np.testing.assert_array_equal(eight[1, 0], [[-2, -1, 0], [-1, 0, 1], [0, 1, 2]])


def test_edges_one_direction_taken_out_takes_its_edges_away() -> None:
    of = outputs("edges")
    torch.testing.assert_close(of["outline"], of["edges"].clamp(min=0).sum(1, keepdim=True))
    torch.testing.assert_close(of["edges"][:, :4], -of["edges"][:, 4:])


def test_sharpening_adds_what_blurring_takes_away() -> None:
    change = outputs("sharpen_blur")["change"]
    for blur in (0, 2, 4):
        torch.testing.assert_close(change[:, blur + 1], -change[:, blur], atol=1e-6, rtol=0)
        assert change[:, blur].abs().max() > 0.05
    assert change[:, 6].abs().max() == 0  # the identity changes nothing


def test_the_magnitude_is_the_length_of_the_slope() -> None:
    of = outputs("sobel_magnitude")
    kernels = torch.tensor(np.stack([preset_kernel(f"sobel_{axis}", 3, 3) for axis in "xy"])[:, None])
    slopes = F.conv2d(F.pad(of["input"], (1, 1, 1, 1), mode="replicate"), kernels)
    torch.testing.assert_close(of["magnitude"][:, 0], torch.hypot(slopes[:, 0], slopes[:, 1]), atol=1e-5, rtol=1e-5)


def test_each_piece_of_the_digit_is_found_where_it_was_cut_out_and_nearly_nowhere_else() -> None:
    found = outputs("patches")["found"][0]
    for channel, (y, x) in enumerate(((5, 12), (9, 18), (13, 13), (18, 19), (23, 13), (8, 7))):
        assert found[channel, y, x] > 0
        assert np.count_nonzero(found[channel]) <= 25  # of 784


def test_each_stripe_kernel_answers_in_its_own_direction_and_fineness() -> None:
    smooth = outputs("stripes")["smooth"][0]
    _, h, w = smooth.shape
    for channel, (angle, wavelength) in enumerate((a, wl) for wl in (6, 4) for a in (0, 45, 90, 135)):
        y, x = divmod(int(smooth[channel].argmax()), w)
        dy, dx = (h - 1) / 2 - y, x - (w - 1) / 2
        turn = (np.degrees(np.arctan2(dy, dx)) - angle + 90) % 180 - 90
        assert abs(turn) < 12
        assert np.hypot(dx, dy) == pytest.approx(72 / wavelength, rel=0.2)  # 2k·r = 2π/λ with k = π/72


def test_stripes_of_a_brick_wall_are_upright() -> None:
    stack = stack_of("stripes")
    stack = edits.set_input(stack, dataclasses.replace(stack.input, source="sample:brick.jpg"))
    energy = activations(stack, {})["energy"].mean((0, 2, 3))
    assert set(energy.topk(2).indices.tolist()) == {0, 4}


def test_both_poolings_stand_side_by_side() -> None:
    of = outputs("max_average")
    torch.testing.assert_close(of["max_and_mean"][:, :4], F.max_pool2d(of["strength"], 8))
    torch.testing.assert_close(of["max_and_mean"][:, 4:], F.avg_pool2d(of["strength"], 8))
    assert of["difference"].min() > -1e-6
    assert of["max_and_mean"][:, :4].mean() > 3 * of["max_and_mean"][:, 4:].mean()


def test_thinning_makes_false_rings_unless_there_was_a_blur() -> None:
    quarter = outputs("thinning")["quarter"][0]
    outside = torch.ones_like(quarter[0], dtype=torch.bool)
    outside[5:13, 7:17] = False
    assert quarter[0][outside].std() > 0.5
    assert quarter[1][outside].std() < 0.15


def test_all_three_ways_to_grow_start_from_the_same_cells() -> None:
    of = outputs("upsampling")
    for mode, layer in (("nearest", "nearest"), ("bilinear", "bilinear"), ("bicubic", "bicubic")):
        torch.testing.assert_close(of[layer], F.interpolate(of["input"], scale_factor=8, mode=mode))
    torch.testing.assert_close(of["differences"][:, :1], of["bicubic"] - of["bilinear"])
    torch.testing.assert_close(of["differences"][:, 1:], of["bilinear"] - of["nearest"])


def test_all_norms_are_those_of_the_features() -> None:
    of = outputs("norms")
    x = of["features"]
    torch.testing.assert_close(of["features_again"], x)
    torch.testing.assert_close(of["layer"], nn.LayerNorm(x.shape[1:], elementwise_affine=False)(x))
    torch.testing.assert_close(of["group"], nn.GroupNorm(4, 8, affine=False)(x), atol=5e-3, rtol=0)
    torch.testing.assert_close(of["instance"], nn.InstanceNorm2d(8)(x), atol=5e-3, rtol=0)
    statistics = read_project(resource("examples", "norms.cnnlab")).statistics["batch"]
    mean, variance = (torch.tensor(statistics[f"running_{name}"])[:, None, None] for name in ("mean", "var"))
    torch.testing.assert_close(of["batch"], (x - mean) / torch.sqrt(variance + 1e-5), atol=1e-4, rtol=1e-4)


def test_batch_norm_in_train_mode_with_one_picture_is_instance_norm() -> None:
    trained = activations(edits.set_mode(stack_of("norms"), Mode.TRAIN), {})
    torch.testing.assert_close(trained["batch"], trained["instance"], atol=5e-3, rtol=0)


def test_dilation_reaches_31_cells_and_every_one_of_them() -> None:
    answer = outputs("dilation")["dilated_8"][0, 0] != 0
    rows, columns = np.nonzero(answer.numpy())
    assert np.ptp(rows) + 1 == np.ptp(columns) + 1 == 31
    assert len(rows) == 31 * 31


def test_with_dilation_2_at_the_first_layer_only_every_second_cell_is_reached() -> None:
    stack = edits.set_params(stack_of("dilation"), "dilated_1", {"dilation": 2, "padding": 2})
    answer = activations(stack, {})["dilated_8"][0, 0] != 0
    rows, columns = np.nonzero(answer.numpy())
    assert set(rows % 2) == {18 % 2}
    assert set(columns % 2) == {24 % 2}


def test_fewer_weights_give_the_same_as_the_full_convolution() -> None:
    of, stack = outputs("depthwise"), stack_of("depthwise")
    torch.testing.assert_close(of["pointwise"], of["full"], atol=1e-4, rtol=1e-4)
    counts = {i: stack.layer(i).block.weights["weight"].array().size for i in ("depthwise", "pointwise", "full")}
    assert (counts["depthwise"] + counts["pointwise"], counts["full"]) == (136, 576)


def test_the_skip_connection_brings_outlines_back() -> None:
    of = outputs("encoder_decoder")

    def sharpness(channel: int) -> float:
        return float(of["decoder"][0, channel].diff(dim=1).abs().mean())

    assert of["down"].shape[2:] == (12, 16)
    assert sharpness(2) > 3 * sharpness(0)


def test_the_layers_of_detail_add_up_to_the_picture() -> None:
    of = outputs("pyramid")
    torch.testing.assert_close(of["sum"], of["input"], atol=1e-6, rtol=0)
    assert of["lost_0"].shape[1] == 4
    torch.testing.assert_close(of["lost_0"][:, 0], of["input"][:, 0])


def test_lenet_ends_in_ten_probabilities_that_know_nothing_yet() -> None:
    stack = stack_of("lenet")
    assert not any(layer.block.weights for layer in stack)
    probabilities = outputs("lenet")["softmax"]
    assert probabilities.shape == (1, 10)
    assert float(probabilities.sum()) == pytest.approx(1)
    assert probabilities.max() < 0.2
    other = edits.set_input(stack, dataclasses.replace(stack.input, source="sample:horse.png"))
    assert (activations(other, {})["softmax"] - probabilities).abs().max() < 0.02
