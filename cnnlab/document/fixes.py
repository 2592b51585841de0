"""Fixes that keep their word: where two things are wrong with a layer, one click mends both."""

from __future__ import annotations

from collections.abc import Callable

from cnnlab.blocks.base import Block
from cnnlab.blocks.problem import SWITCH_OFF, Fix, Problem, ProblemError
from cnnlab.text import N_, Message

_MOST_STEPS = 6


def completed(block: Block, problem: Problem, check: Callable[[Block], object]) -> Problem:
    """The problem with fixes after which the block runs.

    A block names the first thing that is wrong. A fix after which the next thing shows takes over the next one's fix;
    one after which nothing helps is left out. `check` raises ProblemError for a block that does not run.
    """
    fixes = [found for fix in problem.fixes if (found := _complete(block, fix, check)) is not None]
    return Problem(problem.message, tuple(fixes) or (SWITCH_OFF,))


def _complete(block: Block, fix: Fix, check: Callable[[Block], object]) -> Fix | None:
    for _step in range(_MOST_STEPS):
        if not fix.params:
            return fix
        following = _next_fix(block.replace(**fix.params), check)
        if following is None:
            return fix
        if not following.params or following.params.items() <= fix.params.items():
            return None
        label = Message(N_("{fix}, then: {following}"), fix=fix.label, following=following.label)
        fix = Fix(label, {**fix.params, **following.params})
    return None


def _next_fix(block: Block, check: Callable[[Block], object]) -> Fix | None:
    """The first fix of what is still wrong; None if nothing is."""
    try:
        check(block)
    except ProblemError as error:
        return next((fix for fix in error.problem.fixes if fix.params), SWITCH_OFF)
    return None
