"""Opening and saving projects beside the GUI thread."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from cnnlab.document.stack import Stack
from cnnlab.formats.project import Project, read_project, write_project
from cnnlab.gui.loader import Loader
from cnnlab.gui.pictures import SAMPLE, Prepared, Still, decode_still, prepare, read_still, spec_for
from cnnlab.gui.presenter import Presenter
from cnnlab.sources.samples import samples
from cnnlab.text import N_, Message, UserError

EMBEDDED = "embedded"


@dataclass(frozen=True, eq=False)
class Opened:
    """A project with the picture it is shown on."""

    project: Project
    path: Path
    prepared: Prepared
    notice: Message | None = None


@dataclass(frozen=True, eq=False)
class Saved:
    """A stack that is on disk now."""

    stack: Stack
    path: Path


class ProjectFlow(QObject):
    """Reads and writes projects.

    Signals:
        message: a sentence and its kind.
        opened: a project is on show.
        saved: the project is on disk.
    """

    message = Signal(str, str)
    opened = Signal()
    saved = Signal()

    def __init__(self, presenter: Presenter, loader: Loader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._loader = loader
        loader.loaded.connect(self._on_loader_loaded)

    def open(self, path: Path, titled: bool = True) -> None:
        """Show the project in a file; `titled` False leaves it without a name, as an example is."""
        self._loader.load(lambda: _read(path, titled))

    def save(self, path: Path) -> None:
        """Write the project; the file is replaced only when the new one is complete."""
        document, still = self._presenter.document, self._presenter.still
        stack, statistics = document.stack, document.statistics
        data = still.data if still is not None else None

        def work() -> Saved:
            write_project(path, stack, statistics, data)
            return Saved(stack, path)

        self._loader.run(work)

    def _on_loader_loaded(self, answer: object) -> None:
        if isinstance(answer, Opened):
            self._show(answer)
        elif isinstance(answer, Saved):
            self._presenter.path = answer.path
            if self._presenter.stack is answer.stack:
                self._presenter.document.mark_saved()
            self._presenter.document_changed.emit()
            self.message.emit(str(Message(N_("saved {name}"), name=answer.path.name)), "info")
            self.saved.emit()

    def _show(self, opened: Opened) -> None:
        self._presenter.path = opened.path if opened.path.name else None
        stack = dataclasses.replace(opened.project.stack, input=opened.prepared.spec)
        self._presenter.take_picture(opened.prepared)
        self._presenter.open_stack(stack, opened.project.statistics)
        self._presenter.show_picture(opened.prepared)
        if opened.notice is not None:
            self.message.emit(str(opened.notice), "warning")
        self.opened.emit()


def _read(path: Path, titled: bool) -> Opened:
    project = read_project(path)
    notice = None
    try:
        still = _picture(project, path)
    except UserError as error:
        still = read_still(SAMPLE + samples()[0].file)
        notice = Message(N_("{error}; a sample is shown instead"), error=error.message)
    spec = spec_for(project.stack.input, still, None)
    return Opened(project, path if titled else Path(), prepare(still, spec), notice)


def _picture(project: Project, path: Path) -> Still:
    """The embedded picture, or the one that the project names, or the first sample."""
    source = project.stack.input.source
    if project.picture is not None:
        return decode_still(project.picture, source or EMBEDDED, path.stem)
    if not source or source.startswith("pasted:") or source == EMBEDDED:
        return read_still(SAMPLE + samples()[0].file)
    if source.startswith(SAMPLE):
        return read_still(source)
    beside = path.parent / source
    return read_still(str(beside if beside.is_file() else source))
