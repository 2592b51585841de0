"""`cnnlab code`: the stack as a Python file for PyTorch, with its weights beside it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from cnnlab.cli.checks import parse_input_size, strict_plan
from cnnlab.cli.command import Command
from cnnlab.cli.describe import default_shape
from cnnlab.cli.inputs import project_argument, size_argument
from cnnlab.cli.say import say
from cnnlab.document.plan import must_run
from cnnlab.formats.code.export import tensor_shapes, weights_path, write_code
from cnnlab.formats.code.styles import Style, code_of
from cnnlab.formats.project import read_project
from cnnlab.text import N_, Message, UserError, _


def _arguments(parser: ArgumentParser) -> None:
    project_argument(parser)
    parser.add_argument(
        "--style",
        choices=[style.value for style in Style],
        default=Style.MODULE.value,
        help=_("module: build() gives an nn.Module; functional: run(x) gives the output; left out: module"),
    )
    size_argument(parser)
    parser.add_argument(
        "--out",
        metavar=_("FILE"),
        type=Path,
        help=_("where the code goes, such as net.py, with its weights in net.safetensors; left out: printed"),
    )


def _run(arguments: Namespace) -> None:
    given = parse_input_size(arguments.input_size) if arguments.input_size is not None else None
    project = read_project(arguments.project)
    plan = strict_plan(project, given or default_shape(project.stack))
    must_run(plan)
    code = code_of(plan, Style(arguments.style))
    if arguments.out is not None:
        _keep_project(arguments.project, arguments.out)
        write_code(arguments.out, code, plan, project.statistics)
        print(arguments.out)
        return
    print(code.text, end="")
    if tensor_shapes(plan):
        say("note", Message(N_("the weights are not printed: --out FILE writes them beside the code")))


def _keep_project(project: Path, out: Path) -> None:
    """Refuse to write over the project itself."""
    if project.resolve() in (out.resolve(), weights_path(out).resolve()):
        raise UserError(N_("'{name}' is the project itself: choose another file for the code"), name=str(project))


COMMAND = Command("code", N_("write the stack as PyTorch code"), _arguments, _run)
