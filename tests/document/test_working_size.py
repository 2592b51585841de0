"""Stored weights that depend on the picture's size name the size that they were made at."""

from __future__ import annotations

from cnnlab.blocks.registry import kinds_by_id
from cnnlab.document import edits
from cnnlab.document.plan import infer
from cnnlab.document.stack import Stack
from cnnlab.document.working_size import with_size_fixes

KINDS = kinds_by_id()


def classifier(size: tuple[int, int]) -> Stack:
    """A dense layer with one typed weight, made at a picture size."""
    stack = Stack()
    for kind in ("max_pool2d", "flatten", "linear"):
        stack, _ = edits.add_layer(stack, KINDS[kind].initial(), len(stack))
    return edits.set_value(stack, infer(stack, (1, 1, *size)).layer("fc1"), "weight", (0, 0), 1.0)


def test_the_fix_names_a_size_at_which_the_layer_runs() -> None:
    stack = classifier((28, 28))
    misfit = with_size_fixes(infer(stack, (1, 1, 240, 320)))
    problem = misfit.layer("fc1").problem
    assert problem is not None
    size, new = problem.fixes
    assert size.working_size == (28, 28)
    assert new.new_weights
    mended = edits.apply_fix(stack, "fc1", size)
    assert mended.input.size == (28, 28)
    assert infer(mended, (1, 1, 28, 28)).layer("fc1").runs


def test_a_size_that_nobody_uses_is_not_guessed() -> None:
    problem = with_size_fixes(infer(classifier((22, 46)), (1, 1, 240, 320))).layer("fc1").problem
    assert problem is not None
    assert [fix.new_weights for fix in problem.fixes] == [True]


def test_a_plan_without_misfits_is_left_as_it_is() -> None:
    plan = infer(classifier((28, 28)), (1, 1, 28, 28))
    assert with_size_fixes(plan) is plan
