"""`cnnlab explain`: why one value is what it is."""

from __future__ import annotations

import dataclasses
import json
import re
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from cnnlab.blocks.explanation import Index
from cnnlab.cli.checks import must_run, strict_plan
from cnnlab.cli.command import Command
from cnnlab.cli.inputs import input_arguments, input_spec, read_values
from cnnlab.cli.say import say
from cnnlab.document.frame import Frame
from cnnlab.document.plan import Plan
from cnnlab.document.stack import INPUT, Stack
from cnnlab.engine.memory import guard
from cnnlab.formats.project import read_project
from cnnlab.text import N_, Listed, Message, UserError, _

if TYPE_CHECKING:
    from cnnlab.explain.receptive import Box

_AT = re.compile(r"([A-Za-z_]\w*):\[?\s*(-?\d{1,12}(?:\s*,\s*-?\d{1,12})*)\s*\]?", re.ASCII)


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("project", metavar=_("PROJECT"), type=Path, help=_("a .cnnlab file or a project.json"))
    parser.add_argument(
        "inputs",
        metavar=_("INPUT"),
        type=Path,
        nargs="+",
        help=_("an image, or a .npy file of [c, h, w] or [b, c, h, w]"),
    )
    parser.add_argument(
        "--at",
        metavar="LAYER:b,c,y,x",
        required=True,
        help=_("which value: a layer's id, or input, and its index, one number for each axis of the layer's output"),
    )
    parser.add_argument("--json", action="store_true", help=_("as JSON, for programs"))
    input_arguments(parser)


def _run(arguments: Namespace) -> None:
    layer_id, index = parse_at(arguments.at)
    if len(arguments.inputs) > 1:
        raise UserError(
            N_("explain takes 1 input, not {count}: choose one of {inputs}"),
            count=len(arguments.inputs),
            inputs=Listed(path.name for path in arguments.inputs),
        )
    project = read_project(arguments.project)
    spec = input_spec(project.stack, arguments.channels, arguments.range, arguments.fit)
    project = dataclasses.replace(project, stack=dataclasses.replace(project.stack, input=spec))
    known_layer(project.stack, layer_id)
    values, notices = read_values(arguments.inputs[0], spec, arguments.channels is not None)
    frame = Frame(values)
    plan = strict_plan(project, frame.shape)
    must_run(plan)
    for notice in notices:
        say("note", f"{arguments.inputs[0].name}: {notice}")

    from cnnlab.cli.explaining import explained, free_bytes

    needed = up_to(plan, layer_id)
    must_run(guard(needed, free_bytes(arguments.device)))
    explanation, sources, box = explained(needed, frame, project.statistics, arguments.device, layer_id, index)
    if arguments.json:
        from cnnlab.cli.explaining import as_json

        print(json.dumps(as_json(explanation, layer_id, sources, box)))
    else:
        from cnnlab.explain.written import as_text

        print("\n".join([as_text(explanation, layer_id, sources), *_box_lines(box)]))


COMMAND = Command("explain", N_("say why one value of a layer is what it is"), _arguments, _run)


def parse_at(text: str) -> tuple[str, Index]:
    """Layer and index of `conv1:0,3,118,204`; brackets and spaces around the numbers may be there.

    Raises:
        UserError: it is something else.
    """
    found = _AT.fullmatch(text.strip())
    if found is None:
        raise UserError(
            N_("'{text}' names no value: write a layer and its index, as in conv1:0,3,118,204"), text=text[:60]
        )
    return found[1], tuple(int(number) for number in found[2].split(","))


def known_layer(stack: Stack, layer_id: str) -> None:
    """Refuse a layer that is not there.

    Raises:
        UserError: it is neither a layer nor `input`.
    """
    if layer_id != INPUT and not stack.has(layer_id):
        known = Listed([INPUT, *(layer.id for layer in stack)])
        raise UserError(N_("there is no layer '{id}': choose one of {known}"), id=layer_id[:64], known=known)


def up_to(plan: Plan, layer_id: str) -> Plan:
    """The plan of a layer and those above it: what comes below has no part in its values."""
    count = 0 if layer_id == INPUT else plan.stack.index(layer_id) + 1
    stack = plan.stack.with_layers(plan.stack.layers[:count])
    return dataclasses.replace(plan, stack=stack, layers=plan.layers[:count])


def _box_lines(box: Box | None) -> list[str]:
    if box is None:
        return [_("made from no cell of the input")]
    (top, bottom), (left, right) = box
    text = N_("made from rows {top}…{bottom} and columns {left}…{right} of the input")
    return [str(Message(text, top=top, bottom=bottom, left=left, right=right))]
