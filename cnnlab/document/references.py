"""Problems of layers that take others: those that are not above them, and those whose shape does not go."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence

from cnnlab.blocks.base import Block
from cnnlab.blocks.problem import SWITCH_OFF, Fix, Problem, ProblemError
from cnnlab.blocks.weight import Shape
from cnnlab.document.stack import Layer, Stack
from cnnlab.text import N_, Listed, Message


def missing_reference(stack: Stack, layer: Layer, known: Mapping[str, Shape | None], before: Shape | None) -> Problem:
    """The problem of a layer that names others which are not above it; `known` are the shapes of those that are."""
    names = layer.block.references()
    missing = tuple(dict.fromkeys(name for name in names if name not in known))
    text = (
        N_("{title} takes '{id}', which is not above it: move it below or choose an earlier layer")
        if stack.has(missing[0])
        else N_("{title} takes '{id}', which is not in the stack: choose an earlier layer")
    )
    fixes: list[Fix] = []
    kept = tuple(name for name in names if name in known)
    if _accepts(layer.block, kept, known, before):
        fixes.append(Fix(Message(N_("Take {id} out"), id=Listed(missing)), {"layers": kept}))
    others = ((name, tuple(n if n in known else name for n in names)) for name in _others(known, kept))
    fixes += _instead(layer.block, others, known, before)
    return Problem(Message(text, title=layer.block.title, id=missing[0]), (*fixes, SWITCH_OFF))


def _instead(
    block: Block,
    offers: Iterable[tuple[str, tuple[str, ...]]],
    known: Mapping[str, Shape | None],
    before: Shape | None,
) -> list[Fix]:
    """The first of these offers (a layer, and all layers that the block would take then) with which the block runs."""
    found = next((offer for offer in offers if _accepts(block, offer[1], known, before)), None)
    return [Fix(Message(N_("Take {id} instead"), id=found[0]), {"layers": found[1]})] if found is not None else []


def _others(known: Mapping[str, object], kept: Sequence[str]) -> list[str]:
    """Which earlier layers may stand in for one that is missing: the nearest first, but what comes right before last.

    A layer joined with itself runs, and is what nobody means.
    """
    *above, before = known
    return [name for name in (*reversed(above), before) if name not in kept]


def _accepts(block: Block, names: Sequence[str], known: Mapping[str, Shape | None], before: Shape | None) -> bool:
    """Whether a block that takes other layers would run with these."""
    shapes = [known[name] for name in names]
    inputs = shapes if block.begins_elsewhere else [before, *shapes]
    if not names or None in inputs:
        return False
    try:
        block.replace(layers=tuple(names)).output_shape([shape for shape in inputs if shape is not None])
    except ProblemError:
        return False
    return True


def offering_another(
    problem: Problem, block: Block, known: Mapping[str, Shape | None], before: Shape | None
) -> Problem:
    """The problem of a block that takes one layer which does not go with it, with one that does before its last fix."""
    names = block.references()
    if len(names) != 1 or not known:
        return problem
    instead = _instead(block, ((name, (name,)) for name in _others(known, names)), known, before)
    return dataclasses.replace(problem, fixes=(*problem.fixes[:-1], *instead, *problem.fixes[-1:]))
