"""`cnnlab explain`: why one value is what it is."""

from __future__ import annotations

import dataclasses
import json
import re
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from cnnlab.blocks.explanation import Index
from cnnlab.cli.checks import strict_plan
from cnnlab.cli.command import Command
from cnnlab.cli.inputs import input_arguments, project_argument, reading, say_notices
from cnnlab.document.frame import Frame
from cnnlab.document.plan import Plan, must_run
from cnnlab.document.stack import INPUT
from cnnlab.engine.memory import guard
from cnnlab.explain.asked import check_index, check_layer
from cnnlab.formats.project import Project
from cnnlab.text import N_, Listed, Message, UserError, _

if TYPE_CHECKING:
    from cnnlab.explain.receptive import Box

_AT = re.compile(r"([A-Za-z_]\w*):\[?\s*(-?\d{1,12}(?:\s*,\s*-?\d{1,12})*)\s*\]?", re.ASCII)


def _arguments(parser: ArgumentParser) -> None:
    project_argument(parser)
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
    project, frame = _read(arguments, layer_id)
    plan = strict_plan(project, frame.shape)
    must_run(plan)
    shape = plan.input_shape if layer_id == INPUT else plan.layer(layer_id).output_shape
    check_index(layer_id, index, shape or ())

    from cnnlab.cli.explaining import as_json, explained, free_bytes
    from cnnlab.explain.written import as_text

    needed = up_to(plan, layer_id)
    must_run(guard(needed, free_bytes(arguments.device)))
    explanation, sources, box = explained(needed, frame, project.statistics, arguments.device, layer_id, index)
    if arguments.json:
        print(json.dumps(as_json(explanation, layer_id, sources, box)))
    else:
        print(as_text(explanation, layer_id, sources), _box_text(box), sep="\n")


COMMAND = Command("explain", N_("say why one value of a layer is what it is"), _arguments, _run)


def _read(arguments: Namespace, layer_id: str) -> tuple[Project, Frame]:
    """The project with the options laid over it, and its one input."""
    if len(arguments.inputs) > 1:
        raise UserError(
            N_("explain takes 1 input, not {count}: choose one of {inputs}"),
            count=len(arguments.inputs),
            inputs=Listed(path.name for path in arguments.inputs),
        )
    how = reading(arguments)
    check_layer(how.project.stack, layer_id)
    (path,) = arguments.inputs
    frame, notices = how.frame(path)
    say_notices(path, notices)
    return how.project, frame


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


def up_to(plan: Plan, layer_id: str) -> Plan:
    """The plan of a layer and those above it: what comes below has no part in its values."""
    count = 0 if layer_id == INPUT else plan.stack.index(layer_id) + 1
    stack = plan.stack.with_layers(plan.stack.layers[:count])
    return dataclasses.replace(plan, stack=stack, layers=plan.layers[:count])


def _box_text(box: Box | None) -> str:
    if box is None:
        return _("made from no cell of the input")
    (top, bottom), (left, right) = box
    text = N_("made from rows {top}…{bottom} and columns {left}…{right} of the input")
    return str(Message(text, top=top, bottom=bottom, left=left, right=right))
