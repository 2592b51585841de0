"""The receptive field is held against the formula of the textbooks and against what really moves torch's numbers."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cnnlab.blocks.base import Run
from cnnlab.blocks.weight import Array
from cnnlab.document.plan import Plan, infer
from cnnlab.document.stack import Layer, Mode
from cnnlab.engine.planes import plane_shape
from cnnlab.explain import receptive
from cnnlab.explain.receptive import Box, receptive_field, receptive_fields, source_box
from tests.building import Row, plan_of, stack_of

CONV = ("conv2d", {"out_channels": 2, "kernel_size": 3, "padding": 1})
POOL = ("max_pool2d", {"kernel_size": 2})


def numbered(*parts: tuple[str, dict[str, Any]]) -> list[Row]:
    """Rows with the ids l0, l1 …"""
    return [(f"l{i}", kind, params) for i, (kind, params) in enumerate(parts)]


def field_of(shape: tuple[int, ...], *parts: tuple[str, dict[str, Any]]) -> tuple[int, int] | None:
    """The field of the last layer."""
    return receptive_field(plan_of(shape, *numbered(*parts)), f"l{len(parts) - 1}")


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([CONV], (3, 3)),
        ([CONV, CONV], (5, 5)),
        ([("conv2d", {"out_channels": 1, "kernel_size": [1, 5]})], (1, 5)),
        ([("conv2d", {"out_channels": 1, "kernel_size": 3, "dilation": [2, 3]})], (5, 7)),
        ([CONV, CONV, POOL, CONV], (10, 10)),
        ([CONV, ("batch_norm2d", {}), ("relu", {}), ("layer_norm", {}), ("group_norm", {})], (3, 3)),
        ([POOL, ("upsample", {"scale_factor": 2})], (2, 2)),
        ([POOL, ("upsample", {"scale_factor": 2}), CONV], (4, 4)),
        ([("upsample", {"scale_factor": 2}), CONV], (2, 2)),
        ([("upsample", {"scale_factor": 2, "mode": "bilinear"})], (2, 2)),
        ([("upsample", {"scale_factor": 2, "mode": "bicubic"})], (4, 4)),
        ([("conv_transpose2d", {"out_channels": 1, "kernel_size": 2, "stride": 2})], (1, 1)),
        ([("conv_transpose2d", {"out_channels": 1, "kernel_size": 3, "stride": 2, "padding": 1})], (2, 2)),
        ([("conv_transpose2d", {"out_channels": 1, "kernel_size": 3, "stride": 1})], (3, 3)),
        ([("zero_pad2d", {"padding": 5}), CONV, ("center_crop", {"size": [9, 7]})], (3, 3)),
        ([CONV, ("adaptive_avg_pool2d", {"output_size": 1})], (40, 48)),
        ([CONV, ("adaptive_avg_pool2d", {"output_size": [4, 4]})], (12, 14)),
        ([CONV, ("flatten", {}), ("linear", {"out_features": 3}), ("softmax", {})], (40, 48)),
        ([CONV, ("linear", {"out_features": 3})], (3, 48)),
    ],
)
def test_field_is_the_one_of_the_textbook(parts: list[tuple[str, dict[str, Any]]], expected: tuple[int, int]) -> None:
    assert field_of((1, 2, 40, 48), *parts) == expected


def test_field_is_not_cut_off_by_a_small_picture() -> None:
    assert field_of((1, 2, 5, 5), *[CONV] * 10) == (21, 21)


@pytest.mark.parametrize("mode", ["zeros", "reflect", "replicate", "circular"])
def test_padding_mode_does_not_change_the_field(mode: str) -> None:
    ringed = ("conv2d", {"out_channels": 2, "kernel_size": 3, "padding": 1, "padding_mode": mode})
    assert field_of((1, 2, 6, 6), ringed, ringed) == (5, 5)


def test_field_of_a_skip_connection_is_that_of_its_longest_way() -> None:
    parts: list[tuple[str, dict[str, Any]]] = [
        CONV,
        CONV,
        CONV,
        ("add", {"layers": ["input"]}),
        ("concat", {"layers": ["l0"]}),
    ]
    fields = receptive_fields(plan_of((1, 2, 30, 30), *numbered(*parts)))
    assert list(fields.values()) == [(3, 3), (5, 5), (7, 7), (7, 7), (7, 7)]


def test_layer_that_is_off_has_the_field_of_what_passes_through() -> None:
    stack = stack_of(*numbered(CONV, ("conv2d", {"kernel_size": 9}), CONV))
    off = stack.with_layer(Layer("l1", stack.layer("l1").block, enabled=False))
    assert list(receptive_fields(infer(off, (1, 2, 30, 30))).values()) == [(3, 3), (3, 3), (5, 5)]
    assert source_box(infer(off, (1, 2, 30, 30)), "l1", 4, 4) == ((3, 5), (3, 5))


def test_layer_without_output_has_no_field() -> None:
    plan = infer(stack_of(*numbered(CONV, ("conv2d", {"kernel_size": 99}), ("relu", {}))), (1, 2, 9, 9))
    assert receptive_fields(plan) == {"l0": (3, 3), "l1": None, "l2": None}
    assert source_box(plan, "l2", 0, 0) is None
    with pytest.raises(KeyError):
        receptive_field(plan, "gone")


def test_box_is_clipped_to_the_picture() -> None:
    plan = plan_of((1, 2, 8, 9), *numbered(CONV, CONV))
    assert source_box(plan, "l1", 0, 0) == ((0, 2), (0, 2))
    assert source_box(plan, "l1", 7, 4) == ((5, 7), (2, 6))


def test_box_holds_the_cells_that_count_only() -> None:
    dilated = ("conv2d", {"out_channels": 1, "kernel_size": 3, "dilation": 4, "padding": 4})
    assert source_box(plan_of((1, 1, 7, 7), *numbered(dilated)), "l0", 1, 5) == ((1, 5), (1, 5))


def test_element_made_from_no_cell_has_no_box() -> None:
    sparse = ("conv_transpose2d", {"out_channels": 1, "kernel_size": 1, "stride": 3})
    plan = plan_of((1, 1, 4, 4), *numbered(sparse))
    assert source_box(plan, "l0", 3, 3) == ((1, 1), (1, 1))
    assert source_box(plan, "l0", 3, 4) is None
    assert receptive_field(plan, "l0") == (1, 1)


def test_a_field_that_is_known_follows_every_change_that_counts() -> None:
    """The same stack in turns with others, each asked twice: what is kept never answers for another."""
    other = ("conv2d", {"out_channels": 2, "kernel_size": 5, "padding": 1})
    far = ("conv2d", {"out_channels": 2, "kernel_size": 3, "padding": 1, "dilation": 2})
    for _ in range(2):
        assert field_of((1, 1, 40, 48), CONV, CONV) == (5, 5)
        assert field_of((1, 1, 40, 48), CONV, other) == (7, 7)
        assert field_of((1, 1, 40, 48), CONV, far) == (7, 7)
        assert field_of((1, 1, 40, 48), far, far) == (9, 9)
        assert field_of((1, 1, 40, 48), CONV, ("adaptive_avg_pool2d", {"output_size": 1})) == (40, 48)
        assert field_of((1, 1, 48, 40), CONV, ("adaptive_avg_pool2d", {"output_size": 1})) == (48, 40)


def test_no_more_fields_are_kept_than_those_of_a_few_stacks() -> None:
    for size in range(8, 8 + 3 * receptive._KEPT):
        field_of((1, 1, size, size), CONV)
    assert len(receptive._known) == receptive._KEPT


def test_sixty_layers_take_a_moment() -> None:
    down = numbered(*([CONV] * 6 + [POOL]) * 4, *([("upsample", {"scale_factor": 2})] + [CONV] * 7) * 4)
    plan = plan_of((1, 3, 480, 640), *down)
    started = time.perf_counter()
    fields = receptive_fields(plan)
    source_box(plan, "l59", 200, 300)
    assert time.perf_counter() - started < 3
    assert len(fields) == 60


def test_a_far_reaching_stack_takes_a_moment() -> None:
    """Windows that reach millions of cells are not counted cell by cell."""
    wide = ("upsample", {"scale_factor": 1.5})
    far = ("conv2d", {"out_channels": 1, "kernel_size": 3, "dilation": 4096, "padding": 4096})
    striding = ("conv2d", {"out_channels": 1, "kernel_size": 9, "stride": 9, "padding": 40})
    started = time.perf_counter()
    field = field_of((1, 1, 9, 9), wide, far, *[far, striding] * 4)
    assert field is not None
    assert time.perf_counter() - started < 10


# -- against torch --

small = st.integers(1, 3)
SLIDING = st.one_of(
    st.fixed_dictionaries(
        {"kernel_size": small, "stride": st.integers(1, 2), "padding": st.integers(0, 2), "dilation": st.integers(1, 2)}
    ).map(lambda p: ("conv2d", {"out_channels": 2, **p})),
    st.fixed_dictionaries({"kernel_size": small, "stride": st.integers(1, 3), "dilation": st.integers(1, 2)}).map(
        lambda p: ("conv_transpose2d", {"out_channels": 2, **p})
    ),
    st.fixed_dictionaries({"kernel_size": st.integers(2, 3), "stride": st.integers(1, 2)}).map(
        lambda p: ("max_pool2d", {"padding": 1, **p})
    ),
    st.fixed_dictionaries({"kernel_size": st.integers(1, 3), "ceil_mode": st.booleans()}).map(
        lambda p: ("avg_pool2d", p)
    ),
    st.sampled_from(
        [
            ("relu", {}),
            ("upsample", {"scale_factor": 2}),
            ("upsample", {"scale_factor": 1.5, "mode": "bilinear"}),
            ("upsample", {"scale_factor": None, "size": [7, 5]}),
            ("zero_pad2d", {"padding": [1, 0, 2, -1]}),
            ("center_crop", {"size": 4}),
            ("adaptive_avg_pool2d", {"output_size": [3, 2]}),
            ("concat", {"layers": ["input"]}),
            ("add", {"layers": ["l0"]}),
            ("concat", {"layers": ["l0"]}),
            ("conv2d", {"out_channels": 2, "padding": 1, "padding_mode": "circular"}),
            ("conv2d", {"out_channels": 2, "padding": 1, "padding_mode": "reflect"}),
        ]
    ),
)


def moved_by(plan: Plan) -> list[Array]:
    """For every layer, `[h·w, y, x]`: whether lighting up one cell of the input moves an element of it."""
    _, channels, h, w = plan.input_shape
    lit = torch.ones(h * w + 1, channels, h, w, dtype=torch.float64)
    for cell in range(h * w):
        lit[cell, :, cell // w, cell % w] = 1e4
    outputs: list[torch.Tensor] = []
    for layer in plan.layers:
        inputs = [outputs[s] if s >= 0 else lit for s in layer.sources]
        # Positive weights: what one way adds, no other takes away.
        weights = {n: torch.rand(spec.shape, dtype=torch.float64) + 0.5 for n, spec in layer.specs.items()}
        outputs.append(layer.layer.block.forward(inputs, weights, Run()))
    changes = [(o[:-1] - o[-1:]).abs().amax(1) > 1e-3 for o in outputs]
    return [change.numpy() for change in changes]


def box_of(moved: Array, y: int, x: int, w: int) -> Box | None:
    """The smallest box around the lit cells that move an element."""
    cells = np.flatnonzero(moved[:, y, x])
    if not len(cells):
        return None
    ys, xs = cells // w, cells % w
    return (int(ys.min()), int(ys.max())), (int(xs.min()), int(xs.max()))


@settings(max_examples=40)
@given(
    parts=st.lists(SLIDING, min_size=1, max_size=5), height=st.integers(3, 9), width=st.integers(3, 9), data=st.data()
)
def test_box_is_what_moves_an_element_in_torch(
    parts: list[tuple[str, dict[str, Any]]], height: int, width: int, data: st.DataObject
) -> None:
    plan = infer(stack_of(*numbered(*parts)), (1, 2, height, width))
    assume(plan.layers[-1].runs)
    fields = receptive_fields(plan)
    moved = moved_by(plan)
    for layer, cells in zip(plan.layers, moved, strict=True):
        shape, field = plane_shape(layer.output_shape or ()), fields[layer.id]
        assert field is not None
        y, x = data.draw(st.integers(0, shape[2] - 1)), data.draw(st.integers(0, shape[3] - 1))
        assert source_box(plan, layer.id, y, x) == box_of(cells, y, x, width), layer.id


@settings(max_examples=30)
@given(parts=st.lists(SLIDING, min_size=1, max_size=4))
def test_field_is_the_largest_box_of_a_large_picture(parts: list[tuple[str, dict[str, Any]]]) -> None:
    local = [part for part in parts if part[1].get("padding_mode") != "circular" and "output_size" not in part[1]]
    assume(local and not any("size" in params for _, params in local))
    plan = infer(stack_of(*numbered(*local)), (1, 2, 90, 70))
    last = plan.layers[-1]
    assume(last.runs)
    shape = plane_shape(last.output_shape or ())
    ys, xs = (range(max(0, n // 2 - 6), min(n, n // 2 + 6)) for n in shape[2:])
    boxes = [source_box(plan, last.id, y, x) for y in ys for x in (xs[len(xs) // 2],)]
    boxes += [source_box(plan, last.id, y, x) for y in (ys[len(ys) // 2],) for x in xs]
    largest = [max((b[axis][1] - b[axis][0] + 1 for b in boxes if b), default=0) for axis in (0, 1)]
    field = receptive_field(plan, last.id)
    assert field is not None
    assert [largest[0], largest[1]] <= list(field)
    inside = (b is not None and min(b[0][0], b[1][0]) > 0 and b[0][1] < 89 and b[1][1] < 69 for b in boxes)
    if all(inside):
        assert (largest[0], largest[1]) == field


def test_train_mode_does_not_widen_the_field() -> None:
    plan = plan_of((2, 2, 9, 9), *numbered(CONV, ("batch_norm2d", {}), ("instance_norm2d", {})), mode=Mode.TRAIN)
    assert set(receptive_fields(plan).values()) == {(3, 3)}
