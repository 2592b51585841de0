"""The stack as PyTorch code, written to a file with its weights beside it."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QObject

from cnnlab.document.plan import Plan, must_run
from cnnlab.document.statistics import Statistics
from cnnlab.formats.code.export import tensor_shapes, weights_path, write_code
from cnnlab.formats.code.styles import Style, code_of
from cnnlab.gui.files.loader import SAVE_CODE, Loader
from cnnlab.gui.files.saving import Saving
from cnnlab.text import N_, Message, UserError


class CodeSaving(Saving):
    """Writes code."""

    def __init__(self, loader: Loader, parent: QObject | None = None) -> None:
        super().__init__(loader, SAVE_CODE, parent)

    def save(self, path: Path, plan: Plan, style: Style, statistics: Statistics, project: Path | None) -> None:
        """Write the code of a plan to `path`; `project` is a file that must not be written over."""

        def work() -> Message:
            must_run(plan)
            _spare(path, project)
            write_code(path, code_of(plan, style), plan, statistics)
            if not tensor_shapes(plan):
                return Message(N_("saved {name}, which needs no weights"), name=path.name)
            return Message(N_("saved {name}, and its weights as {beside}"), name=path.name, beside=_beside(path).name)

        self.write(work)


def _beside(path: Path) -> Path:
    return weights_path(path)


def _spare(path: Path, project: Path | None) -> None:
    """Refuse to write over what is not code written before.

    Raises:
        UserError: it is the project itself, or the weights would take the place of others.
    """
    if path.suffix.lower() != ".py" or (project is not None and path.absolute() == project.absolute()):
        raise UserError(N_("'{name}' is no name for a Python file: end it in .py"), name=path.name)
    beside = _beside(path)
    if beside.exists() and not path.exists():  # the dialog has asked about the code alone
        raise UserError(
            N_("'{beside}' lies there already, and '{name}' does not: choose another name, so that it is not lost"),
            beside=beside.name,
            name=path.name,
        )


def python_name(name: str) -> str:
    """The name of a Python file for a project that is called `name`."""
    stem = re.sub(r"\W+", "_", name, flags=re.ASCII).strip("_").lower()
    return f"{stem or 'network'}.py"
