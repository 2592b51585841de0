"""Groups of layers: wherever one is inserted, it runs, and what stands below goes on running."""

from __future__ import annotations

import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from torch import Tensor
from torch.nn import functional as F

from cnnlab.blocks.registry import kinds_by_id
from cnnlab.blocks.weight import Shape
from cnnlab.document import edits
from cnnlab.document.frame import Frame
from cnnlab.document.plan import Plan, infer
from cnnlab.document.stack import INPUT, Layer, Stack
from cnnlab.document.templates import TEMPLATES, Template, insert_template, templates_by_id
from cnnlab.engine.forward import Forward, Runner
from cnnlab.text import UserError

KINDS = kinds_by_id()
SIDES: tuple[tuple[str, dict[str, object]], ...] = (
    ("conv2d", {"padding": 1}),
    ("conv2d", {"out_channels": 5, "kernel_size": 1}),
    ("relu", {}),
    ("max_pool2d", {}),
    ("upsample", {"scale_factor": 2}),
    ("batch_norm2d", {}),
    ("adaptive_avg_pool2d", {"output_size": 1}),
    ("zero_pad2d", {"padding": 1}),
)

every_template = pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.id)


def shape_at(plan: Plan, position: int) -> Shape | None:
    return plan.layers[position - 1].output_shape if position else plan.input_shape


@every_template
@settings(max_examples=60, deadline=None, derandomize=True)
@given(data=st.data())
def test_a_group_runs_wherever_it_is_inserted(template: Template, data: st.DataObject) -> None:
    stack = Stack()
    for kind, params in data.draw(st.lists(st.sampled_from(SIDES), max_size=5)):
        stack, _ = edits.add_layer(stack, KINDS[kind].initial(**params), len(stack))
    shape = (data.draw(st.integers(1, 2)), data.draw(st.sampled_from((1, 3, 4, 7))), *data.draw(sizes))
    plan = infer(stack, shape)
    assume(all(layer.runs for layer in plan.layers))
    position = data.draw(st.integers(0, len(stack)))

    after, new = insert_template(stack, template, position, shape_at(plan, position))

    assert [layer.id for layer in after][position : position + len(new)] == list(new)
    inserted = infer(after, shape)
    assert [str(inserted.layer(layer).problem) for layer in new if not inserted.layer(layer).runs] == []
    came, goes = shape_at(plan, position), inserted.layer(new[-1]).output_shape
    assert came is not None
    assert goes is not None
    if position < len(stack) and came[1] >= 4:
        assert goes[1] == came[1]
    if template.id != "vgg_block":
        assert goes[2:] == came[2:]


sizes = st.tuples(st.integers(1, 9), st.integers(1, 9))


@every_template
def test_a_group_can_be_inserted_again_and_again(template: Template) -> None:
    stack = Stack()
    for _ in range(3):
        plan = infer(stack, (1, 3, 32, 32))
        stack, _ids = insert_template(stack, template, len(stack), shape_at(plan, len(stack)))
    assert all(layer.runs for layer in infer(stack, (1, 3, 32, 32)).layers)


@every_template
def test_behind_flatten_a_group_is_refused_with_the_shape(template: Template) -> None:
    stack = Stack((Layer("flat", KINDS["flatten"].initial()),))
    with pytest.raises(UserError, match=r"\[1, 48\] arrives here"):
        insert_template(stack, template, 1, (1, 48))


def test_below_a_problem_a_group_waits_and_runs_once_that_is_mended() -> None:
    stack = Stack((Layer("conv1", KINDS["conv2d"].initial(out_channels=16, padding=1, groups=7)),))
    after, new = insert_template(stack, templates_by_id()["residual_block"], 1, None)
    assert infer(after, (1, 3, 8, 8)).layer(new[0]).waits_for == "conv1"
    mended = infer(edits.set_params(after, "conv1", {"groups": 1}), (1, 3, 8, 8))
    assert all(layer.runs for layer in mended.layers)


def test_no_template_has_the_name_of_a_block_and_each_says_what_it_is_for() -> None:
    assert not set(templates_by_id()) & set(KINDS)
    for template in TEMPLATES:
        assert template.about.endswith(".")
        assert template.about.count(". ") == 0


def run(stack: Stack, x: Tensor) -> Forward:
    values = x.numpy()
    values.flags.writeable = False
    return Runner().run(infer(stack, tuple(x.shape)), Frame(values), {})


def weights(stack: Stack, x: Tensor, layer: str) -> tuple[Tensor, Tensor]:
    found = infer(stack, tuple(x.shape)).layer(layer).weights
    return torch.tensor(found["weight"].array()), torch.tensor(found["bias"].array())


def test_a_residual_block_adds_its_own_input() -> None:
    x = torch.randn(1, 3, 6, 5)
    stack, _new = insert_template(Stack(), templates_by_id()["residual_block"], 0, tuple(x.shape))
    assert stack.layer("add1").block.references() == (INPUT,)
    outputs = run(stack, x).outputs
    torch.testing.assert_close(outputs["relu2"], (outputs["norm2"] + x).relu())


def test_inception_branches_all_look_at_the_same_layer() -> None:
    x = torch.randn(1, 8, 7, 6)
    stack, _new = insert_template(Stack(), templates_by_id()["inception_branches"], 0, tuple(x.shape))
    pooled = F.max_pool2d(x, 3, 1, 1)
    branches = [
        F.conv2d(picture, *weights(stack, x, layer), padding=side).relu()
        for layer, picture, side in (("conv4", pooled, 0), ("conv1", x, 0), ("conv2", x, 1), ("conv3", x, 2))
    ]
    torch.testing.assert_close(run(stack, x).outputs["concat1"], torch.cat(branches, 1), rtol=1e-4, atol=1e-5)


def test_a_layer_called_like_a_part_of_a_group_is_not_mistaken_for_it() -> None:
    stack = Stack((Layer("relu", KINDS["relu"].initial()), Layer("relu_2", KINDS["relu"].initial())))
    after, _new = insert_template(stack, templates_by_id()["inception_branches"], 1, (1, 4, 8, 8))
    assert {layer.block.references() for layer in after if layer.block.kind == "pick"} == {("relu",)}
