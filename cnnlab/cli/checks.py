"""What the headless commands insist on: they do not adapt, they say what does not fit."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping

from cnnlab.blocks.problem import Problem
from cnnlab.blocks.sizes import shape_text
from cnnlab.blocks.weight import Shape
from cnnlab.document.plan import LayerPlan, Plan, infer, stopped_where
from cnnlab.formats.project import Project
from cnnlab.text import N_, Message, UserError

MAX_SIZE = 65536
MAX_VALUES = 2**29  # 2 GiB as float32, the largest array that is read


def parse_input_size(text: str) -> Shape:
    """`[b, c, h, w]` for `1x3x240x320`; three numbers are a batch of one.

    Raises:
        UserError: it is something else, or too large.
    """
    if not re.fullmatch(r"\d{1,20}(x\d{1,20}){2,3}", text, re.ASCII | re.IGNORECASE):
        raise UserError(
            N_("'{text}' is no input size: write batch, channels, height and width as in 1x3x240x320"), text=text[:60]
        )
    sizes = tuple(int(number) for number in text.lower().split("x"))
    shape = sizes if len(sizes) == 4 else (1, *sizes)
    if not all(1 <= size <= MAX_SIZE for size in shape):
        raise UserError(
            N_("'{text}' is no input size: each number must be from 1 to {most}"), text=text[:60], most=MAX_SIZE
        )
    if math.prod(shape) > MAX_VALUES:
        raise UserError(
            N_("an input of {text} has {count} values, more than {most}: choose a smaller one"),
            text=text[:60],
            count=math.prod(shape),
            most=MAX_VALUES,
        )
    return shape


def strict_plan(project: Project, shape: Shape) -> Plan:
    """The plan for an input, where stored weights and statistics that would have to be adapted are problems."""
    plan = infer(project.stack, shape)
    return stopped_where(plan, lambda layer: _misfit(layer, project.statistics.get(layer.id, {})))


def _misfit(layer: LayerPlan, statistics: Mapping[str, object]) -> Problem | None:
    for name, stored, needed in _stored_shapes(layer, statistics):
        if stored != needed:
            return Problem(
                Message(
                    N_(
                        "the stored {name} is {stored}, but {needed} is needed, and nothing is adapted without the "
                        "window: use an input or settings that fit"
                    ),
                    name=name,
                    stored=shape_text(stored),
                    needed=shape_text(needed),
                )
            )
    return None


def _stored_shapes(layer: LayerPlan, statistics: Mapping[str, object]) -> Iterator[tuple[str, Shape, Shape]]:
    """Name, stored shape and needed shape of every stored tensor that the layer runs with."""
    for name, spec in layer.specs.items():
        weight = layer.layer.block.weights.get(name)
        if weight is not None:
            yield name, weight.shape, spec.shape
    for name, needed in layer.statistic_specs.items():
        values = statistics.get(name)
        if values is not None:
            yield name, tuple(getattr(values, "shape", ())), needed


def sentence(layer: LayerPlan) -> str | None:
    """Why a layer has no output; None if it has one."""
    if layer.problem is not None:
        return str(layer.problem)
    return str(Message(N_("waits for '{id}'"), id=layer.waits_for)) if layer.waits_for else None
