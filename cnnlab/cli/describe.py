"""`cnnlab describe`: every layer's shape, cost and problem, from integer formulas alone."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace

from cnnlab.blocks.sizes import by, shape_text
from cnnlab.blocks.weight import Shape
from cnnlab.cli.checks import parse_input_size, sentence, strict_plan
from cnnlab.cli.command import Command
from cnnlab.cli.inputs import project_argument, size_argument
from cnnlab.cli.table import table_text
from cnnlab.document.plan import LayerPlan, Plan
from cnnlab.document.stack import Stack
from cnnlab.explain.receptive import receptive_fields
from cnnlab.formats.project import read_project
from cnnlab.text import N_, Message, _, byte_text, plural

_DEFAULT_SIZE = (240, 320)
_RIGHT = (False, False, False, True, True, True, True)
Field = tuple[int, int] | None


def _arguments(parser: ArgumentParser) -> None:
    project_argument(parser)
    size_argument(parser)
    parser.add_argument("--json", action="store_true", help=_("as JSON, for programs"))


def _run(arguments: Namespace) -> None:
    given = parse_input_size(arguments.input_size) if arguments.input_size is not None else None
    project = read_project(arguments.project)
    plan = strict_plan(project, given or default_shape(project.stack))
    print(json.dumps(as_json(plan), indent=1) if arguments.json else as_text(plan))


COMMAND = Command("describe", N_("show shapes, parameters, cost and problems of every layer"), _arguments, _run)


def default_shape(stack: Stack) -> Shape:
    """The input that the project describes; 240×320 where it names no size."""
    return 1, stack.input.channels, *(stack.input.size or _DEFAULT_SIZE)


def as_json(plan: Plan) -> dict[str, object]:
    """Everything as numbers; `output_shape` and `receptive_field` are null where a layer has no output."""
    fields = receptive_fields(plan)
    return {
        "layers": [
            {
                "id": layer.id,
                "kind": layer.layer.block.kind,
                "output_shape": layer.output_shape,
                "parameters": layer.parameters,
                "macs": layer.macs,
                "receptive_field": fields[layer.id],
                "memory": layer.memory,
                "problem": sentence(layer),
            }
            for layer in plan.layers
        ],
        "totals": dict(zip(("parameters", "macs", "memory"), _totals(plan), strict=True)),
    }


def _totals(plan: Plan) -> tuple[int, int, int]:
    layers = plan.layers
    return sum(p.parameters for p in layers), sum(p.macs for p in layers), sum(p.memory for p in layers)


def as_text(plan: Plan) -> str:
    """A table with a line for the input above it and the problems below."""
    head = Message(
        N_("input {shape}, {mode} mode, {count}"),
        shape=shape_text(plan.input_shape),
        mode=plan.stack.mode.value,
        count=plural("{count} layer", "{count} layers", len(plan.layers)),
    )
    fields = receptive_fields(plan)
    parameters, macs, memory = _totals(plan)
    rows = [
        (_("id"), _("kind"), _("output"), _("parameters"), _("multiply-adds"), _("receptive field"), _("memory")),
        *(_row(layer, fields[layer.id]) for layer in plan.layers),
        (_("total"), "", "", f"{parameters:,}", f"{macs:,}", "", byte_text(memory)),
    ]
    return "\n".join([str(head), "", table_text(rows, _RIGHT), *_problem_lines(plan)])


def _row(layer: LayerPlan, field: Field) -> tuple[str, ...]:
    kind = layer.layer.block.kind
    if layer.output_shape is None:
        return layer.id, kind, "–", "", "", "", ""
    if not layer.layer.enabled:
        kind = str(Message(N_("{kind} (off)"), kind=kind))
    numbers = f"{layer.parameters:,}", f"{layer.macs:,}"
    return layer.id, kind, shape_text(layer.output_shape), *numbers, by(field or ()), byte_text(layer.memory)


def _problem_lines(plan: Plan) -> list[str]:
    stopped = [layer for layer in plan.layers if not layer.runs]
    if not stopped:
        return []
    count = plural("{count} layer cannot run:", "{count} layers cannot run:", len(stopped))
    return ["", count, *(f"  {layer.id}: {sentence(layer)}" for layer in stopped)]
