"""What holds for every kind of block; a new kind is tested from the moment its file exists."""

from __future__ import annotations

import json

import numpy as np
import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cnnlab.blocks.base import Block, Family, Run
from cnnlab.blocks.params import FloatPairParam, FloatParam, IntParam, PairParam, QuadParam
from cnnlab.blocks.problem import Fix, Problem, ProblemError
from cnnlab.blocks.registry import kinds_by_id
from cnnlab.blocks.weight import Shape
from tests.blocks.references import build, has_reference, reference_output
from tests.blocks.running import inputs_for, normal, run_block, statistics_for, weights_for
from tests.strategies import Case, any_shape, cases, param_dicts, pictures

KINDS = kinds_by_id()
RANDOM = {"dropout", "dropout2d"}  # in train mode torch draws other numbers than we do

every_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
some = settings(max_examples=20, deadline=None, derandomize=True)
few = settings(max_examples=10, deadline=None, derandomize=True)


def problem_of(block: Block, shapes: tuple[Shape, ...], *, training: bool = False) -> Problem | None:
    """What the shape rule says against these inputs."""
    try:
        block.output_shape(shapes)
        if training:
            block.check_training(shapes)
    except ProblemError as error:
        return error.problem
    return None


def mend(case: Case, fix: Fix) -> Case:
    """The case after this fix, and after those that are offered next if it does not run then."""
    for _ in range(6):
        named = dict(zip(case.block.references(), case.shapes[1:], strict=True))
        block = case.block.replace(**fix.params)
        assert type(block).from_params(block.dump_params()).dump_params() == block.dump_params(), "a fix is in range"
        case = Case(block, (case.shapes[0], *(named[layer] for layer in block.references())))
        problem = problem_of(case.block, case.shapes)
        if problem is None:
            return case
        fix = next(fix for fix in problem.fixes if fix.params)
    raise AssertionError(f"still broken: {problem}")


def running_case(
    data: st.DataObject,
    kind: type[Block],
    *,
    shapes: st.SearchStrategy[Shape] = any_shape,
    training: bool = False,
) -> Case:
    """A case that runs: as it was drawn, or mended."""
    case = data.draw(cases(kind, shapes))
    problem = problem_of(case.block, case.shapes)
    fix = next((fix for fix in problem.fixes if fix.params), None) if problem else None
    case = mend(case, fix) if fix else case
    assume(problem_of(case.block, case.shapes, training=training) is None)
    return case


def torch_refuses(case: Case, *, training: bool = False) -> bool:
    """Whether the reference fails, or leaves nothing."""
    state = {**weights_for(case.block, case.shapes), **statistics_for(case.block, case.shapes)}
    try:
        output = reference_output(case.block, inputs_for(case.shapes), state, training=training)
    except Exception:
        return True
    return output.numel() == 0


@every_kind
@some
@given(data=st.data())
def test_what_is_predicted_is_what_comes_out(kind: type[Block], data: st.DataObject) -> None:
    case = running_case(data, kind)
    inputs = inputs_for(case.shapes)
    before = [x.clone() for x in inputs]

    output = run_block(case.block, inputs)

    assert tuple(output.shape) == tuple(case.block.output_shape(case.shapes))
    assert output.dtype == torch.float32
    formula = case.block.size_formula(case.shapes)
    if formula is not None:
        assert tuple(size.value for size in formula) == tuple(output.shape[-2:])
        assert all(any(sign.isdigit() for sign in size.text) for size in formula)
    elif output.dim() == 4:
        assert output.shape[-2:] == inputs[0].shape[-2:]
    assert all(torch.equal(x, b) for x, b in zip(inputs, before, strict=True)), "forward wrote its input"
    assert torch.equal(torch.nan_to_num(run_block(case.block, inputs)), torch.nan_to_num(output))


@every_kind
@some
@given(data=st.data(), training=st.booleans())
def test_numbers_are_those_of_torch(kind: type[Block], data: st.DataObject, training: bool) -> None:
    if not has_reference(kind):
        pytest.skip(f"torch.nn has no {kind.title}")
    case = running_case(data, kind, training=training and kind.kind not in RANDOM)
    training = training and kind.kind not in RANDOM
    inputs = inputs_for(case.shapes)
    state = {**weights_for(case.block, case.shapes), **statistics_for(case.block, case.shapes)}

    expected = reference_output(case.block, inputs, state, training=training)

    torch.testing.assert_close(
        run_block(case.block, inputs, training=training), expected, rtol=1e-4, atol=1e-5, equal_nan=True
    )


@every_kind
@some
@given(data=st.data(), training=st.booleans(), power=st.sampled_from([-3, 0, 4, 11, 20]))
def test_no_value_exceeds_the_bound(kind: type[Block], data: st.DataObject, training: bool, power: int) -> None:
    case = running_case(data, kind, training=training)
    inputs = [x * 10.0**power for x in inputs_for(case.shapes)]
    sizes = [max(1.0, float(x.abs().max())) if x.numel() else 1.0 for x in inputs]
    weights = weights_for(case.block, case.shapes)
    bound = case.block.bound(sizes, weights, Run(training, statistics_for(case.block, case.shapes)))
    output = run_block(case.block, inputs, training=training)
    if output.numel() and bound <= 1e30:
        assert float(output.abs().max()) <= bound * 1.001


@every_kind
@some
@given(data=st.data(), training=st.booleans())
def test_what_is_called_a_problem_is_one(kind: type[Block], data: st.DataObject, training: bool) -> None:
    case = data.draw(cases(kind))
    problem = problem_of(case.block, case.shapes, training=training)
    if problem is None:
        return

    assert any(sign.isdigit() for sign in str(problem)), f"no number in: {problem}"
    assert "{" not in str(problem)
    assert problem.fixes
    for fix in problem.fixes:
        assert str(fix.label)
        parts = (fix.params, fix.working_size, fix.new_weights, fix.switch_off)
        assert sum(map(bool, parts)) == 1
    # Fewer axes than a picture's mean other things to torch: a picture without a batch, a sequence.
    if has_reference(kind) and is_picture(case):
        assert torch_refuses(case, training=training), str(problem)


def is_picture(case: Case) -> bool:
    """Whether all inputs are `[b, c, h, w]`."""
    return all(len(shape) == 4 for shape in case.shapes)


@every_kind
@some
@given(data=st.data())
def test_every_fix_leads_to_something_that_runs(kind: type[Block], data: st.DataObject) -> None:
    case = data.draw(cases(kind))
    problem = problem_of(case.block, case.shapes)
    for fix in problem.fixes if problem else ():
        if fix.params:
            mended = mend(case, fix)
            run_block(mended.block, inputs_for(mended.shapes))


@every_kind
@few
@given(data=st.data())
def test_parameters_survive_a_file(kind: type[Block], data: st.DataObject) -> None:
    block = kind.from_params(data.draw(param_dicts(kind)))
    written = json.dumps(block.dump_params())
    read = kind.from_params(json.loads(written))
    assert all(getattr(read, name) == getattr(block, name) for name in kind.params())
    assert json.dumps(read.dump_params()) == written
    assert len(block.summary()) <= 80


@every_kind
@few
@given(data=st.data(), axis=st.integers(0, 1))
def test_a_cell_is_made_from_the_cells_it_names(kind: type[Block], data: st.DataObject, axis: int) -> None:
    case = place_keeping_case(kind, data)
    block, size = case.block, case.shapes[0][axis + 2]
    across = case.block.output_shape(case.shapes)[3 - axis]
    # Where all rows lie in the padding, no column counts either.
    assume(block.source_cells(1 - axis, range(across), case.shapes[0][3 - axis]))
    without_holes = getattr(block, "dilation", (1, 1)) == (1, 1)
    for cell, expected in enumerate(cells_that_count(case, axis)):
        assert block.source_cells(axis, [cell], size) == expected
        low, high = block.source_range(axis, cell, cell, size)
        assert all(low <= source <= high for source in expected)
        if expected and (without_holes or (low >= 0 and high < size)):
            assert (max(low, 0), min(high, size - 1)) == (expected[0], expected[-1])


@every_kind
@few
@given(data=st.data(), axis=st.integers(0, 1))
def test_several_cells_are_made_from_what_each_is_made_from(kind: type[Block], data: st.DataObject, axis: int) -> None:
    case = place_keeping_case(kind, data)
    block, size, cells = case.block, case.shapes[0][axis + 2], case.block.output_shape(case.shapes)[axis + 2]
    first = data.draw(st.integers(0, cells - 1))
    last = data.draw(st.integers(first, cells - 1))

    ranges = [block.source_range(axis, cell, cell, size) for cell in range(first, last + 1)]
    filled = [(low, high) for low, high in ranges if low <= high] or [(0, -1)]
    union = min(low for low, _ in filled), max(high for _, high in filled)
    assert block.source_range(axis, first, last, size) == union

    met = {source for cell in range(first, last + 1) for source in block.source_cells(axis, [cell], size)}
    assert block.source_cells(axis, range(first, last + 1), size) == tuple(sorted(met))


def place_keeping_case(kind: type[Block], data: st.DataObject) -> Case:
    """A case that runs, of a kind whose output cells have a place in the picture."""
    if kind.family is Family.NORM or kind.kind in {"softmax", "flatten"}:
        pytest.skip("its cells meet the others through a mean or a sum only, or have no place in the picture")
    return running_case(data, kind, shapes=pictures)


def cells_that_count(case: Case, axis: int) -> list[tuple[int, ...]]:
    """For each output cell along an axis the input cells that move it: one picture for each row lit up."""
    (_, *rest), size = case.shapes[0], case.shapes[0][axis + 2]
    lit = torch.zeros(2 * size + 1, *rest)
    for row in range(size):
        lit[row].select(axis + 1, row).fill_(1000.0)
        lit[size + row].select(axis + 1, row).fill_(-1000.0)
    shapes = [(len(lit), *shape[1:]) for shape in case.shapes]
    # Positive weights: what one weight adds, no other takes away.
    weights = {name: weight.abs() + 0.5 for name, weight in weights_for(case.block, shapes).items()}
    inputs = [lit, *(torch.ones(shape) for shape in shapes[1:])]
    output = torch.nan_to_num(case.block.forward(inputs, weights, Run()))
    change = (output[:-1] - output[-1:]).abs().amax((1, 3 - axis))  # (lit row, output cell)
    moved = (change[:size] > 5e-3) | (change[size:] > 5e-3)
    return [tuple(moved[:, cell].nonzero().flatten().tolist()) for cell in range(moved.shape[1])]


@every_kind
@few
@given(data=st.data())
def test_running_statistics_move_as_torchs_do(kind: type[Block], data: st.DataObject) -> None:
    case = running_case(data, kind, shapes=pictures, training=True)
    block, shapes = case.block, case.shapes
    statistics = statistics_for(block, shapes)
    if not statistics:
        assert block.new_statistics(inputs_for(shapes), {}) == {}
        return
    module = build(block, shapes[0]).train()
    module.load_state_dict({**weights_for(block, shapes), **statistics}, strict=False)
    for frame in range(4):
        inputs = [normal(shape, frame) for shape in shapes]
        module(*inputs)
        statistics = block.new_statistics(inputs, statistics)
        for name, value in statistics.items():
            assert tuple(value.shape) == block.statistic_specs(shapes)[name]
            torch.testing.assert_close(value, module.get_buffer(name), rtol=1e-5, atol=1e-6)


@every_kind
def test_form_and_help_are_complete(kind: type[Block]) -> None:
    assert kind.title
    assert isinstance(kind.family, Family)
    assert "Shape:" in kind.help()
    assert kind.help()[0].isupper()
    assert max(map(len, kind.help().splitlines())) <= 120
    initial = kind.initial()
    for name, param in kind.params().items():
        assert param.label, name
        assert param.help.endswith("."), name
        assert param.parse(param.dump(getattr(initial, name))) == getattr(initial, name), name
        if isinstance(param, IntParam | FloatParam | PairParam | FloatPairParam | QuadParam):
            assert param.minimum < param.maximum, name
        if isinstance(param, FloatParam | FloatPairParam):
            assert 0 < param.step <= param.maximum - param.minimum, name


@every_kind
def test_initial_weights_are_given_for_every_spec(kind: type[Block]) -> None:
    block, shapes = kind.initial(), ((1, 4, 9, 9),) * (1 + len(kind.initial().references()))
    specs = block.weight_specs(shapes)
    for name, spec in specs.items():
        assert len(spec.fit) == len(spec.shape), name
        chunk = block.initial_chunk(name, specs, np.random.default_rng(0))
        again = block.initial_chunk(name, specs, np.random.default_rng(0))
        assert chunk.shape == (spec.shape[1:] if len(spec.shape) > 1 else spec.shape)
        assert chunk.dtype == np.float32
        assert (chunk == again).all()
