"""Why a number is what it is, for every kind of block: held against torch's own modules, run in float64."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnlab.blocks.base import Block, Run
from cnnlab.blocks.explanation import Explanation, Index
from cnnlab.blocks.registry import kinds_by_id
from tests.blocks.references import has_reference, reference_output
from tests.blocks.running import inputs_for, run_block, statistics_for, weights_for
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
