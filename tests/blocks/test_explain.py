"""Why a number is what it is, for every kind of block: held against torch's own modules, run in float64."""

from __future__ import annotations

import dataclasses
import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor
from torch.nn import functional as F

from cnnlab.blocks.base import Block, Family, Run
from cnnlab.blocks.explanation import Curve, Explanation, Index, Pool, Region, rounding
from cnnlab.blocks.interpolation import Interpolation
from cnnlab.blocks.params import number
from cnnlab.blocks.pointwise import Pointwise
from cnnlab.blocks.registry import kinds_by_id
from cnnlab.blocks.weight import Shape
from tests.blocks.references import has_reference, reference_output
from tests.blocks.running import inputs_for, normal, run_block, statistics_for, weights_for
from tests.blocks.test_conformance import RANDOM, running_case
from tests.strategies import Case

KINDS = kinds_by_id()
every_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())


def explained(case: Case, index: Index, *, training: bool = False, seed: int = 0) -> Explanation:
    """The explanation of one element of what the block makes of random inputs."""
    inputs = inputs_for(case.shapes)
    output = run_block(case.block, inputs, training=training, seed=seed)
    run = Run(training, statistics_for(case.block, case.shapes), seed)
    return case.block.explain(inputs, weights_for(case.block, case.shapes), run, index, output)


def some_index(data: st.DataObject, case: Case) -> Index:
    shape = case.block.output_shape(case.shapes)
    return tuple(data.draw(st.integers(0, n - 1)) for n in shape)


def exact_output(case: Case, *, training: bool) -> torch.Tensor:
    """What torch's module makes of the same numbers in float64."""
    state = {**weights_for(case.block, case.shapes), **statistics_for(case.block, case.shapes)}
    doubled = {name: values.double() for name, values in state.items()}
    inputs = [x.double() for x in inputs_for(case.shapes)]
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    try:
        return reference_output(case.block, inputs, doubled, training=training)
    finally:
        torch.set_default_dtype(before)


@every_kind
@settings(max_examples=12, deadline=None, derandomize=True)
@given(data=st.data(), training=st.booleans())
def test_the_formula_gives_the_number_that_torch_gives(kind: type[Block], data: st.DataObject, training: bool) -> None:
    case = running_case(data, kind, training=training)
    index = some_index(data, case)
    explanation = explained(case, index, training=training)
    assert explanation.index == index
    assert explanation.agrees, (explanation.value, explanation.total, explanation.bound)
    output = run_block(case.block, inputs_for(case.shapes), training=training)
    assert np.array_equal(explanation.value, float(output[index]), equal_nan=True)
    if has_reference(kind) and not (kind.kind in RANDOM and training):
        exact = float(exact_output(case, training=training)[index])
        # Places are float32 in torch's upsampling of float32, and so they are in the explanation.
        near = 1e-4 if kind.kind == "upsample" else 1e-9
        assert explanation.total == pytest.approx(exact, rel=near, abs=near, nan_ok=True)


# -- what a block need not state --


@dataclass(frozen=True, eq=False, kw_only=True)
class Softshrink(Pointwise):
    """An activation as CONTRIBUTING.md has it, without a word about explanations."""

    kind = "softshrink"
    title = "Softshrink"

    lambd: float = number("Threshold", "How far.", minimum=0, maximum=10, step=0.1, default=0.5)

    def forward(self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run) -> Tensor:
        return F.softshrink(inputs[0], self.lambd)


def test_an_activation_that_states_nothing_is_explained_by_its_name() -> None:
    x = torch.tensor([[-2.0, 0.25, 1.75]])
    block = Softshrink.initial(lambd=0.5)
    explanation = block.explain([x], {}, Run(), (0, 2), block.forward([x], {}, Run()))
    assert explanation.formula == "Softshrink(x)"
    assert explanation.values == {"x": 1.75, "lambd": 0.5}
    assert explanation.part == Curve(1.75, 1.25)
    assert explanation.total == explanation.value == 1.25
    assert eval(explanation.code, {"torch": torch, "x": 1.75}) == 1.25
    assert block.curve(np.array([-1.0, 0.0, 1.0]), {}).tolist() == [-0.5, 0.0, 0.5]


@dataclass(frozen=True, eq=False, kw_only=True)
class Blur(Block):
    """A block that is neither an activation nor anything else that is known."""

    kind = "blur"
    title = "Blur"
    family = Family.CONV

    def output_shape(self, inputs: Sequence[Shape]) -> Shape:
        return inputs[0]

    def forward(self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run) -> Tensor:
        kernel = torch.full((inputs[0].shape[1], 1, 3, 3), 1 / 9, dtype=inputs[0].dtype)
        return F.conv2d(inputs[0], kernel, None, 1, 1, 1, inputs[0].shape[1])

    def source_range(self, axis: int, first: int, last: int, size: int) -> tuple[int, int]:
        return first - 1, last + 1


def test_a_block_of_another_kind_is_computed_once_more() -> None:
    x = normal((2, 3, 6, 7))
    block = Blur()
    output = block.forward([x], {}, Run())
    explanation = block.explain([x], {}, Run(), (1, 2, 0, 3), output)
    assert explanation.agrees
    assert explanation.total == pytest.approx(float(x[1, 2, :2, 2:5].double().sum() / 9), rel=1e-12)
    assert explanation.reads == (Region(0, ((1, 1), (2, 2), (0, 1), (2, 4))),)
    assert explanation.formula == "Blur(x1)"
    assert np.array_equal(explanation.values["x1"], x[1:2, 2:3, :2, 2:5].double())


# -- shares, winners, divisors --


@pytest.mark.parametrize("mode", ["nearest", "nearest-exact", "bilinear", "bicubic", "area"])
@pytest.mark.parametrize("align", [False, True])
@pytest.mark.parametrize(("size", "output", "scale"), [(7, 17, None), (9, 4, None), (6, 6, None), (5, 13, 2.7)])
def test_shares_are_the_gradient_of_torchs_upsampling(
    mode: str, align: bool, size: int, output: int, scale: float | None
) -> None:
    cornered = align if mode in ("bilinear", "bicubic") else None
    x = torch.eye(size).reshape(size, 1, size, 1).repeat(1, 1, 1, 2)  # row i is lit in item i
    options = {"size": (output, 2)} if scale is None else {"scale_factor": (scale, 1.0)}
    mixed = F.interpolate(x, mode=mode, align_corners=cornered, **options)[:, 0, :, 0]  # (size, output)
    along = Interpolation(mode=mode, size=size, output=output, scale=scale, align_corners=bool(cornered))
    for index in range(output):
        cells, shares = along.shares(index)
        found = np.zeros(size)
        np.add.at(found, cells, shares)
        np.testing.assert_allclose(found, mixed[:, index].numpy(), atol=2e-6)
        assert shares.sum() == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize("ceil", [False, True])
@pytest.mark.parametrize("counted", [False, True])
def test_the_divisor_is_what_torch_divides_by(ceil: bool, counted: bool) -> None:
    block = KINDS["avg_pool2d"].initial(kernel_size=3, stride=2, padding=1, ceil_mode=ceil, count_include_pad=counted)
    x = torch.ones(1, 1, 6, 8)
    output = block.forward([x], {}, Run())
    for y, column in np.ndindex(*output.shape[2:]):
        explanation = block.explain([x], {}, Run(), (0, 0, y, column), output)
        pool = explanation.part
        assert isinstance(pool, Pool)
        assert pool.divisor is not None
        assert float(output[0, 0, y, column]) == pytest.approx(pool.patch.inside.sum() / pool.divisor)


def test_a_window_that_meets_no_cell_has_no_winner() -> None:
    block = KINDS["max_pool2d"].initial(kernel_size=2, padding=1, dilation=3, stride=1)
    x = torch.ones(1, 1, 2, 2)
    output = block.forward([x], {}, Run())
    explanation = block.explain([x], {}, Run(), (0, 0, 0, 0), output)
    assert explanation.value == explanation.total == -np.inf
    assert isinstance(explanation.part, Pool)
    assert explanation.part.winner is None
    assert explanation.reads == ()
    assert explanation.agrees


# -- the bound, the values, the time --


@settings(max_examples=100, deadline=None, derandomize=True)
@given(seed=st.integers(0, 2**32 - 1), count=st.integers(1, 3000), shift=st.sampled_from([0.0, 1.0, 1e3]))
def test_float32_sums_in_any_order_stay_within_the_bound(seed: int, count: int, shift: float) -> None:
    rng = np.random.default_rng(seed)
    x, w = (rng.normal(size=count) + shift).astype(np.float32), rng.normal(size=count).astype(np.float32)
    products = x.astype(np.float64) * w
    exact, bound = math.fsum(products), rounding(count, float(np.abs(products).sum()))
    one_by_one = np.cumsum(x * w, dtype=np.float32)[-1]
    for found in (one_by_one, np.cumsum((x * w)[::-1], dtype=np.float32)[-1], np.dot(x, w), (x * w).sum()):
        assert abs(float(found) - exact) <= bound


def test_one_rounding_too_many_is_noticed() -> None:
    x = torch.randn(1, 8, 9, 9, generator=torch.Generator().manual_seed(0))
    block = KINDS["conv2d"].initial(out_channels=1)
    weights = weights_for(block, ((1, 8, 9, 9),))
    output = block.forward([x], weights, Run())
    assert block.explain([x], weights, Run(), (0, 0, 3, 3), output).agrees
    assert not block.explain([x], weights, Run(), (0, 0, 3, 3), output + 1e-3).agrees
    halved = block.forward([x.bfloat16().float()], weights, Run())
    assert not block.explain([x], weights, Run(), (0, 0, 3, 3), halved).agrees


def test_an_explanation_cannot_be_changed() -> None:
    x = normal((1, 2, 6, 6))
    for kind in ("conv2d", "max_pool2d", "softmax", "local_response_norm", "upsample"):
        block = KINDS[kind].initial()
        weights = weights_for(block, (tuple(x.shape),))
        explanation = block.explain([x], weights, Run(), (0, 1, 1, 1), block.forward([x], weights, Run()))
        terms = explanation.terms
        arrays = [*explanation.values.values()]
        arrays += [terms.patch.values, terms.weights, terms.products, terms.sums] if terms else []
        assert not any(array.flags.writeable for array in arrays if isinstance(array, np.ndarray))
        with pytest.raises(dataclasses.FrozenInstanceError):
            explanation.value = 0.0  # type: ignore[misc]


def test_a_sum_over_64_channels_takes_less_than_a_frame() -> None:
    x = torch.randn(1, 64, 120, 160).contiguous(memory_format=torch.channels_last)
    block = KINDS["conv2d"].initial(out_channels=64, padding=1)
    weights = weights_for(block, (tuple(x.shape),))
    output = block.forward([x], weights, Run())
    seconds = []
    for _ in range(20):
        started = time.perf_counter()
        block.explain([x], weights, Run(), (0, 3, 0, 60), output)
        seconds.append(time.perf_counter() - started)
    assert min(seconds) < 2e-3
