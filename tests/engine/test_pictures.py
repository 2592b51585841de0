"""Values become colour so that zero, sign and what is not a number can be seen."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from numpy.typing import NDArray

from cnnlab.blocks.weight import Array
from cnnlab.document.input import IMAGENET_MEAN, IMAGENET_STD, InputSpec
from cnnlab.document.stack import INPUT
from cnnlab.engine.codes import activation_indices
from cnnlab.engine.held_scales import HeldScales
from cnnlab.engine.pictures import PictureMaker
from cnnlab.engine.planes import plane_shape
from cnnlab.engine.sampling import as_planes, positions, sampled
from cnnlab.engine.scales import robust_scale
from cnnlab.engine.view import COMPOSITE, Colours, Picture, RowView, ScaleMode, View

# Tables in which an entry is its own index, so that pictures can be read as indices.
NUMBERS = Colours(np.arange(256, dtype=np.uint32), np.arange(1000, 1256, dtype=np.uint32))


def picture_of(
    tensor: torch.Tensor,
    size: tuple[int, int] = (8, 8),
    channels: tuple[int, ...] | None = None,
    **options: object,
) -> Picture:
    """The picture of one layer, made anew."""
    channels = channels or tuple(range(as_planes(tensor).shape[1]))
    view = View((RowView("a", channels, size),), NUMBERS, **options)  # type: ignore[arg-type]
    return PictureMaker().pictures(view, {"a": tensor}, InputSpec())["a"]


def indices(picture: Picture) -> NDArray[np.int64]:
    """The pixels as indices of the table."""
    return picture.pixels.astype(np.int64)


def tile(values: list[float]) -> Array:
    """One row of values as a tile."""
    return np.array(values, np.float32).reshape(1, 1, -1)


def test_zero_has_one_colour_and_the_scale_reaches_its_ends() -> None:
    tensor = torch.tensor([-2.0, -1.0, 0.0, 1.0, 2.0, 0.0, -0.0, 2.0]).reshape(1, 1, 1, 8)
    found = indices(picture_of(tensor, (1, 8), scale=ScaleMode.FIXED, fixed_scale=2.0))
    assert found.flatten().tolist() == [2, 65, 128, 191, 254, 128, 128, 254]


def test_what_lies_beyond_the_scale_is_marked_on_its_own_side() -> None:
    tensor = torch.tensor([-9.0, 9.0, -1e38, 3e38]).reshape(1, 1, 1, 4)
    found = indices(picture_of(tensor, (1, 4), scale=ScaleMode.FIXED, fixed_scale=2.0))
    assert found.flatten().tolist() == [1, 255, 1, 255]


@given(st.lists(st.floats(width=32, allow_nan=True), min_size=1, max_size=30), st.floats(1e-30, 1e30))
def test_sign_is_never_lost_and_bad_values_are_marked(values: list[float], scale: float) -> None:
    found = activation_indices(tile(values), np.array([scale], np.float32)).flatten().astype(int)
    for value, index in zip(torch.tensor(values).tolist(), found, strict=True):
        if not math.isfinite(value):
            assert index == 0
        elif value == 0:
            assert index == 128
        else:
            assert (index - 128) * math.copysign(1, value) >= 0
            if abs(value) >= scale / 126:
                assert index != 128


def test_values_that_are_not_finite_do_not_move_the_scale() -> None:
    tensor = torch.ones(1, 1, 8, 8)
    clean = picture_of(tensor)
    tensor[0, 0, 0, 0], tensor[0, 0, 1, 1] = math.nan, math.inf
    marked = picture_of(tensor)
    assert marked.scales == clean.scales == 1.0
    assert indices(marked)[0, 0, 0] == indices(marked)[0, 1, 1] == 0
    assert (indices(marked) == 254).sum() == 62


def test_layer_of_nothing_but_nan_is_marked_everywhere() -> None:
    found = picture_of(torch.full((1, 2, 4, 4), math.nan))
    assert (indices(found) == 0).all()
    assert (found.scales == 1).all()


def test_layer_of_zeros_is_zero() -> None:
    for mode in ScaleMode:
        assert (indices(picture_of(torch.zeros(1, 3, 5, 5), scale=mode)) == 128).all()


@pytest.mark.parametrize(("height", "width", "size"), [(240, 320, (72, 96)), (64, 64, (64, 64)), (28, 28, (56, 56))])
def test_border_of_padding_does_not_darken_the_rest(height: int, width: int, size: tuple[int, int]) -> None:
    tensor = torch.full((1, 1, height, width), 0.1)
    tensor[..., 0], tensor[..., -1], tensor[:, :, 0], tensor[:, :, -1] = 9.0, 9.0, 9.0, 9.0
    found = picture_of(tensor, size)
    assert found.scales[0] == pytest.approx(0.1)
    assert (indices(found) == 254).mean() > 0.8


@pytest.mark.parametrize("factor", [2, 4, 8])
def test_border_of_padding_that_was_upsampled_does_not_darken_the_rest_either(factor: int) -> None:
    small = torch.full((1, 1, 240 // factor, 320 // factor), 0.1)
    small[..., 0], small[..., -1], small[:, :, 0], small[:, :, -1] = 9.0, 9.0, 9.0, 9.0
    tensor = torch.nn.functional.interpolate(small, scale_factor=factor, mode="bilinear")
    found = picture_of(tensor, (72, 96))
    assert found.scales[0] == pytest.approx(0.1)
    assert (indices(found)[0, -1] == 255).all(), "what the scale does not reach is marked"


def test_tiles_are_made_in_the_order_they_are_asked_for() -> None:
    tensor = torch.arange(5.0).reshape(1, 5, 1, 1).expand(1, 5, 4, 4).contiguous()
    for form in (torch.contiguous_format, torch.channels_last):
        shuffled = tensor.to(memory_format=form)
        for channels in ((2, 4, 1, 3), (3, 2, 1, 0), (1, 2, 0), (1, 2, 3)):
            row = RowView("a", channels, (2, 2))
            assert sampled(shuffled, row)[:, 0, 0].tolist() == list(channels)


def test_rows_that_are_made_together_look_as_each_by_itself() -> None:
    generator = torch.Generator().manual_seed(0)
    tensors = {
        "a": torch.randn(1, 6, 9, 7, generator=generator).contiguous(memory_format=torch.channels_last),
        "b": 1e-32 * torch.randn(1, 3, 4, 4, generator=generator),
        "c": torch.tensor([[math.nan, 1.0, -math.inf, 2.0]]),
        INPUT: torch.rand(1, 3, 8, 8, generator=generator),
    }
    rows = [RowView("a", (0, 1, 2, 3), (5, 6)), RowView(INPUT, (COMPOSITE, 0), (4, 4))]
    rows += [RowView("b", (2, 0), (3, 9)), RowView("c", (0, 1, 2, 3), (2, 2))]
    together = PictureMaker().pictures(View(tuple(rows), NUMBERS), tensors, InputSpec())
    for row in rows:
        alone = PictureMaker().pictures(View((row,), NUMBERS), tensors, InputSpec())[row.layer]
        for of in ("pixels", "scales", "values"):
            np.testing.assert_array_equal(getattr(together[row.layer], of), getattr(alone, of))
    assert indices(together["c"])[:, 0, 0].tolist() == [0, 191, 0, 254]


def test_few_extremes_do_not_darken_the_rest() -> None:
    tensor = torch.rand(1, 1, 100, 100, generator=torch.Generator().manual_seed(0))
    tensor.view(-1)[torch.arange(0, 10_000, 300)] = 1e6
    assert picture_of(tensor, (100, 100)).scales[0] < 1.01
    tensor.view(-1)[torch.arange(0, 10_000, 50)] = 1e6
    assert picture_of(tensor, (100, 100)).scales[0] == 1e6


def test_lone_point_in_the_dark_is_seen() -> None:
    tensor = torch.zeros(1, 1, 64, 64)
    tensor[0, 0, 30, 30] = 5.0
    found = picture_of(tensor, (64, 64))
    assert found.scales[0] == 5.0
    assert indices(found)[0, 30, 30] == 254


def test_each_mode_has_its_scale() -> None:
    tensor = torch.ones(1, 3, 8, 8) * torch.tensor([1.0, 2.0, 4.0]).reshape(1, 3, 1, 1)
    other = torch.full((1, 1, 8, 8), 16.0)
    row = RowView("a", (0, 1, 2), (8, 8))

    def scales(mode: ScaleMode) -> list[float]:
        view = View((row,), NUMBERS, mode, fixed_scale=3.0)
        return PictureMaker().pictures(view, {"a": tensor, "b": other}, InputSpec())["a"].scales.tolist()  # type: ignore[no-any-return]

    assert scales(ScaleMode.CHANNEL) == [1, 2, 4]
    assert scales(ScaleMode.LAYER) == [4, 4, 4]
    assert scales(ScaleMode.STACK) == [16, 16, 16]
    assert scales(ScaleMode.FIXED) == [3, 3, 3]


def test_scale_of_the_stack_leaves_the_input_out() -> None:
    view = View((RowView("a", (0,), (4, 4)),), NUMBERS, ScaleMode.STACK)
    tensors = {INPUT: torch.full((1, 3, 8, 8), 255.0), "a": torch.ones(1, 1, 8, 8)}
    assert PictureMaker().pictures(view, tensors, InputSpec())["a"].scales.tolist() == [1]


@pytest.mark.parametrize("shape", [(5,), (2, 5), (2, 5, 7), (2, 5, 6, 7), (2, 5, 3, 4, 2)])
def test_tensor_of_any_rank_has_a_picture(shape: tuple[int, ...]) -> None:
    tensor = torch.arange(math.prod(shape), dtype=torch.float32).reshape(shape)
    assert tuple(as_planes(tensor).shape) == plane_shape(shape)
    found = picture_of(tensor, (6, 7))
    assert found.pixels.shape == (5, 6, 7)
    assert found.pixels.flags.c_contiguous
    assert not found.pixels.flags.writeable


def test_channel_of_one_cell_says_its_value_and_shares_the_scale() -> None:
    found = picture_of(torch.tensor([[0.5, -2.0, 0.0]]))
    assert found.values.tolist() == [0.5, -2.0, 0.0]
    assert set(found.scales.tolist()) == {2.0}
    assert indices(found)[:, 0, 0].tolist() == [128 + 32, 2, 128]
    assert picture_of(torch.ones(1, 2, 2, 2)).values.size == 0


@pytest.mark.parametrize("layout", [torch.contiguous_format, torch.channels_last])
@pytest.mark.parametrize("channels", [(0,), (2, 3), (0, 4), (1, 3, 4), (0, 1, 2, 3, 4)])
def test_visible_channels_are_sampled_at_pixel_centres(channels: tuple[int, ...], layout: torch.memory_format) -> None:
    planes = torch.arange(2 * 5 * 6 * 9, dtype=torch.float32).reshape(2, 5, 6, 9).contiguous(memory_format=layout)
    row = RowView("a", channels, (4, 15), item=1)
    found = sampled(planes, row)
    for n, channel in enumerate(channels):
        for y in range(4):
            for x in range(15):
                assert found[n, y, x] == planes[1, channel, int((y + 0.5) * 6 / 4), int((x + 0.5) * 9 / 15)]


@given(
    st.tuples(st.integers(1, 3), st.integers(1, 12), st.integers(1, 9), st.integers(1, 9)),
    st.tuples(st.integers(1, 12), st.integers(1, 12)),
    st.data(),
)
def test_tiles_are_the_cells_under_the_pixels_however_the_layer_lies_in_memory(
    shape: tuple[int, int, int, int], size: tuple[int, int], data: st.DataObject
) -> None:
    values = np.arange(math.prod(shape), dtype=np.float32).reshape(shape)
    numbers = st.integers(0, shape[1] - 1)
    pairs = st.tuples(numbers, numbers).map(lambda ends: range(min(ends), max(ends) + 1))
    channels = tuple(data.draw(pairs | st.lists(numbers, min_size=1, max_size=5)))
    item = data.draw(st.integers(0, shape[0] - 1))
    ys, xs = (((np.arange(shown) + 0.5) * n / shown).astype(int) for n, shown in zip(shape[2:], size, strict=True))
    expected = values[item][list(channels)][:, ys][:, :, xs]
    straight = torch.tensor(values)
    cropped = torch.nn.functional.pad(straight, (1, 1, 1, 1))[:, :, 1:-1, 1:-1]
    for planes in (straight, straight.contiguous(memory_format=torch.channels_last), cropped, straight.double()):
        found = sampled(planes, RowView("a", channels, size, item))
        assert found.dtype == np.float32
        np.testing.assert_array_equal(found, expected)


values32 = st.floats(width=32) | st.sampled_from([0.0, math.nan, math.inf, -math.inf])


@given(arrays(np.float32, array_shapes(min_dims=2, max_dims=2, max_side=9), elements=values32))
def test_scale_is_the_percentile_of_the_finite_sizes(values: NDArray[np.float32]) -> None:
    found = robust_scale(values)
    for row, scale in zip(values, found, strict=True):
        sizes = sorted((abs(float(v)) if math.isfinite(v) else 0.0 for v in row), reverse=True)
        assert scale == (sizes[max(1, math.ceil(0.005 * len(sizes))) - 1] or 1.0)


@given(
    arrays(np.float32, array_shapes(min_dims=3, max_dims=3, max_side=6), elements=values32),
    st.floats(1e-35, 1e35),
)
def test_indices_are_those_of_the_formula(values: NDArray[np.float32], scale: float) -> None:
    found = activation_indices(values, np.full(len(values), scale, np.float32))
    for value, index in zip(values.flatten().tolist(), found.flatten().tolist(), strict=True):
        if not math.isfinite(value):
            assert index == 0
        else:
            assert index == pytest.approx(128 + max(-127.0, min(127.0, value / scale * 126)), abs=0.501)


@given(st.integers(1, 5000), st.integers(1, 300))
def test_sampled_positions_lie_inside_and_rise(size: int, shown: int) -> None:
    found = positions(size, shown).tolist()
    assert len(found) == shown
    assert found == sorted(found)
    assert found[0] >= 0
    assert found[-1] < size
    if shown == size:
        assert found == list(range(size))


def test_item_of_the_batch_is_chosen() -> None:
    tensor = torch.stack([torch.zeros(1, 4, 4), torch.ones(1, 4, 4)])
    for item, index in ((0, 128), (1, 254), (9, 254)):
        row = RowView("a", (0,), (4, 4), item)
        found = PictureMaker().pictures(View((row,), NUMBERS), {"a": tensor}, InputSpec())["a"]
        assert (found.pixels == index).all()


def test_no_colours_no_pictures() -> None:
    assert (
        PictureMaker().pictures(View((RowView("a", (0,), (4, 4)),)), {"a": torch.ones(1, 1, 4, 4)}, InputSpec()) == {}
    )


def test_row_whose_layer_has_no_output_has_no_picture() -> None:
    view = View((RowView("gone", (0,), (4, 4)),), NUMBERS)
    assert PictureMaker().pictures(view, {"a": torch.ones(1, 1, 4, 4)}, InputSpec()) == {}


def test_picture_is_made_once_for_what_did_not_change() -> None:
    maker, tensor = PictureMaker(), torch.ones(1, 2, 8, 8)
    row = RowView("a", (0, 1), (8, 8))
    view = View((row,), NUMBERS)
    first = maker.pictures(view, {"a": tensor}, InputSpec())["a"]
    assert maker.pictures(dataclasses.replace(view), {"a": tensor}, InputSpec())["a"] is first
    for other in (
        dataclasses.replace(view, scale=ScaleMode.LAYER),
        dataclasses.replace(view, rows=(dataclasses.replace(row, size=(9, 9)),)),
        dataclasses.replace(view, colours=Colours(NUMBERS.activation.copy(), NUMBERS.grey)),
    ):
        assert maker.pictures(other, {"a": tensor}, InputSpec())["a"] is not first
    assert maker.pictures(view, {"a": tensor.clone()}, InputSpec())["a"] is not first


def test_live_scale_is_steady_and_jumps_when_it_must() -> None:
    now = [0.0]
    maker, view = PictureMaker(HeldScales(lambda: now[0])), View((RowView("a", (0,), (8, 8)),), NUMBERS)

    def scale(value: float) -> float:
        now[0] += 0.5
        tensor = torch.full((1, 1, 8, 8), value)
        return float(maker.pictures(view, {"a": tensor}, InputSpec(), live=True)["a"].scales[0])

    assert scale(1.0) == 1.0
    assert scale(1.2) == pytest.approx(1 + 0.2 * (1 - math.exp(-0.5 / 0.7)))
    assert scale(5.0) == 5.0
    assert scale(0.1) == pytest.approx(0.1)


# -- the input --


def input_of(values: torch.Tensor, spec: InputSpec, channels: tuple[int, ...]) -> Picture:
    """The picture of the input."""
    size = (values.shape[2], values.shape[3])
    view = View((RowView(INPUT, channels, size),), NUMBERS)
    return PictureMaker().pictures(view, {INPUT: values}, spec)[INPUT]


@pytest.mark.parametrize(
    "spec",
    [
        InputSpec(),
        InputSpec(range=(-1.0, 1.0)),
        InputSpec(range=(0.0, 255.0)),
        InputSpec(mean=IMAGENET_MEAN, std=IMAGENET_STD),
    ],
)
def test_input_looks_as_it_did_before_it_was_normalised(spec: InputSpec) -> None:
    levels = torch.arange(3 * 4 * 5, dtype=torch.float32).reshape(1, 3, 4, 5) * 4
    low, high = spec.range
    values = levels / 255 * (high - low) + low
    if spec.mean:
        values = (values - torch.tensor(spec.mean).reshape(1, 3, 1, 1)) / torch.tensor(spec.std).reshape(1, 3, 1, 1)
    found = input_of(values, spec, (COMPOSITE, 0, 2))
    expected = levels[0].numpy().astype(np.int64)
    packed = (0xFF << 24) | (expected[0] << 16) | (expected[1] << 8) | expected[2]
    assert (found.pixels[0] == packed).all()
    assert (found.pixels[1] == 1000 + expected[0]).all()
    assert (found.pixels[2] == 1000 + expected[2]).all()


def test_grey_input_is_grey_in_colour_too() -> None:
    found = input_of(torch.full((1, 1, 4, 4), 0.5), InputSpec(channels=1), (COMPOSITE, 0))
    assert (found.pixels[0] == 0xFF808080).all()
    assert (found.pixels[1] == 1000 + 128).all()


def test_input_beyond_its_range_is_clipped_not_wrapped() -> None:
    values = torch.tensor([-3.0, 7.0, math.nan, math.inf]).reshape(1, 1, 2, 2)
    found = input_of(values, InputSpec(channels=1), (0,))
    assert found.pixels.flatten().tolist() == [1000, 1255, 1000, 1255]


def test_input_of_many_channels_has_a_picture_for_each() -> None:
    found = input_of(torch.rand(1, 7, 4, 4), InputSpec(), (0, 3, 6))
    assert found.pixels.shape == (3, 4, 4)
    normalised = InputSpec(mean=IMAGENET_MEAN, std=IMAGENET_STD)
    assert input_of(torch.rand(1, 7, 4, 4), normalised, (0, 6)).pixels.shape == (2, 4, 4)


@pytest.mark.parametrize("scale", [3.0, 1e-33])  # a tiny one is reckoned with twice the digits
@pytest.mark.parametrize("channels", [1, 63, 64, 100])
def test_colours_do_not_depend_on_the_order_in_memory(channels: int, scale: float) -> None:
    values = np.random.default_rng(channels).standard_normal((channels, 9, 7), dtype=np.float32) * np.float32(scale)
    values[0, 0, :2] = np.nan, np.inf
    innermost = np.ascontiguousarray(values.transpose(1, 2, 0)).transpose(2, 0, 1)
    innermost.flags.writeable = False
    scales = np.full(channels, scale, np.float32)
    assert np.array_equal(activation_indices(innermost, scales), activation_indices(values, scales))
