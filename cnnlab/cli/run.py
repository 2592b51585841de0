"""`cnnlab run`: inputs through the stack, every layer's tensor and picture into a folder."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cnnlab.blocks.weight import Shape
from cnnlab.cli.checks import strict_plan
from cnnlab.cli.command import Command
from cnnlab.cli.inputs import Reading, input_arguments, project_argument, reading, say_notices
from cnnlab.cli.outputs import check_folder, filling
from cnnlab.document.plan import Plan, must_run
from cnnlab.engine.memory import guard
from cnnlab.text import N_, UserError, _

if TYPE_CHECKING:
    from cnnlab.cli.computing import Computing


def _arguments(parser: ArgumentParser) -> None:
    project_argument(parser)
    parser.add_argument(
        "inputs",
        metavar=_("INPUT"),
        type=Path,
        nargs="+",
        help=_("an image, or a .npy file of [c, h, w] or [b, c, h, w]; with several, each gets a folder in DIR"),
    )
    parser.add_argument("--out", metavar=_("DIR"), type=Path, required=True, help=_("where the results go"))
    parser.add_argument(
        "--tensors", action="store_true", help=_("write tensors.npz: one array a layer, named by the layer's id")
    )
    parser.add_argument(
        "--pictures", action="store_true", help=_("write ID.png: a layer's channels side by side; neither: both")
    )
    input_arguments(parser)


@dataclass(frozen=True, eq=False)
class _Work:
    """What is run."""

    reading: Reading
    computing: Computing

    def plan(self, shape: Shape) -> Plan:
        """The plan for an input.

        Raises:
            UserError: a layer that is switched on cannot run, or the memory does not suffice.
        """
        plan = strict_plan(self.reading.project, shape)
        must_run(plan)
        must_run(guard(plan, self.computing.budget))
        return plan


def _run(arguments: Namespace) -> None:
    both = not (arguments.tensors or arguments.pictures)
    how = reading(arguments)
    targets = target_folders(arguments.inputs, arguments.out)

    from cnnlab.cli.computing import Computing

    computing = Computing(arguments.device, arguments.tensors or both, arguments.pictures or both)
    work = _Work(how, computing)
    for path, target in zip(arguments.inputs, targets, strict=True):
        _check(work, path, target)
    for number, (path, target) in enumerate(zip(arguments.inputs, targets, strict=True)):
        frame, _notices = how.frame(path, number)
        with filling(target) as folder:
            computing.write(work.plan(frame.shape), frame, how.project.statistics, folder)
        print(target)


COMMAND = Command("run", N_("run inputs through the stack and write every layer's output"), _arguments, _run)


def _check(work: _Work, path: Path, target: Path) -> None:
    """Everything that can be wrong with one input, before anything is written."""
    frame, notices = work.reading.frame(path)
    try:
        plan = work.plan(frame.shape)
    except UserError as error:
        raise UserError(N_("{name}: {error}"), name=path.name, error=error.message) from None
    check_folder(target, work.computing.file_names(plan))
    say_notices(path, notices)


def target_folders(inputs: Sequence[Path], out: Path) -> list[Path]:
    """Where each input's results go: `out` itself for one, a folder named by the file's stem for several.

    Raises:
        UserError: two inputs would get the same folder.
    """
    if len(inputs) == 1:
        return [out]
    taken: dict[str, Path] = {}
    for path in inputs:
        stem = path.stem.casefold()  # some systems do not tell `A` from `a`
        if stem in taken:
            raise UserError(
                N_("'{first}' and '{second}' would both go to '{folder}': rename one or run them one by one"),
                first=taken[stem],
                second=path,
                folder=out / path.stem,
            )
        if not stem.strip("."):
            raise UserError(N_("'{name}' cannot name a folder: rename it or run it alone"), name=path)
        taken[stem] = path
    return [out / path.stem for path in inputs]
