"""Opening and saving projects beside the GUI thread."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath

from PySide6.QtCore import QObject, Signal

from cnnlab.document.stack import Stack
from cnnlab.formats.project import Project, read_project, write_project
from cnnlab.gui.files.batch import located, portable
from cnnlab.gui.files.loader import OPEN_PICTURE, OPEN_PROJECT, PREPARE, SAVE, Answer, Loader
from cnnlab.gui.files.stills import (
    PASTED,
    SAMPLE,
    Prepared,
    Still,
    decode_still,
    prepare,
    read_still,
    spec_for,
    title_of,
)
from cnnlab.gui.presenter import Presenter
from cnnlab.gui.recovery.slot import Snapshot
from cnnlab.sources.film import film_of
from cnnlab.sources.generated import GENERATED, drifts, signal_of
from cnnlab.sources.naming import BATCH, DRAWING, IMAGE, LIVE, VIDEO, kind_of
from cnnlab.sources.samples import samples
from cnnlab.text import N_, Message, UserError


@dataclass(frozen=True, eq=False)
class Opened:
    """A project with the picture it is shown on; `hint` says what to try with it."""

    project: Project
    path: Path
    prepared: Prepared
    notice: Message | None = None
    hint: str = ""
    restored: Path | None = None  # the file of edits that it comes from


@dataclass(frozen=True, eq=False)
class Saved:
    """What is on disk now.

    Attributes:
        version: of the document's own changes of the running statistics, when saving began.
        number: of the document, counted as they are shown.
        then: what is to be done now.
    """

    snapshot: Snapshot
    path: Path
    version: int
    number: int
    then: Callable[[], object] | None


class ProjectFlow(QObject):
    """Reads and writes projects.

    Signals:
        message: a sentence (a `Message`) and its kind.
        opened: a project is on show.
        failed: a project could not be opened.
        saved: the path of a project that is on disk now.
        restored: the path of the edits that are on show now.
        overtaken: the document was edited while a project was read, which would take its place: a function that shows
            the project.
    """

    message = Signal(object, str)
    opened = Signal()
    failed = Signal()
    saved = Signal(object)
    restored = Signal(object)
    overtaken = Signal(object)

    def __init__(self, presenter: Presenter, loader: Loader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._loader = loader
        self._number = 0  # of the document on show
        self._begun: tuple[Stack, int] | None = None  # what was on show when reading began
        loader.answered.connect(self._on_loader_answered)

    def open(self, path: Path, titled: bool = True, hint: str = "") -> None:
        """Show the project in a file; `titled` False leaves it without a name, as an example is.

        `hint`, in English, is said when it is on show.
        """
        self._read(lambda: _read(path, titled, hint))

    def new(self) -> None:
        """Begin a project without a name: an empty stack on the picture that is on show."""
        self._loader.forget(OPEN_PROJECT)
        self._number += 1
        self._presenter.new_document()
        self._presenter.document_changed.emit()

    def restore(self, edits: Path, path: Path | None) -> None:
        """Show unsaved edits to the project of this path, None for one without a name; they stay unsaved."""
        self._read(lambda: _read_edits(edits, path))

    def _read(self, work: Callable[[], Opened]) -> None:
        self._loader.forget(OPEN_PICTURE, PREPARE)  # they belong to the document that goes
        self._begun = self._state
        self._loader.load(OPEN_PROJECT, work)

    @property
    def _state(self) -> tuple[Stack, int]:
        """What only the user changes; what frames move does not count."""
        return self._presenter.stack, self._presenter.document.statistics_version

    def save(self, path: Path, then: Callable[[], object] | None = None) -> None:
        """Write the project; the file is replaced only when the new one is complete, and `then` is done after that."""
        now, version, number = snapshot_of(self._presenter), self._presenter.document.statistics_version, self._number

        def work() -> Saved:
            write_project(path, _portable(now.stack, path), now.statistics, now.picture)
            return Saved(now, path, version, number, then)

        self._loader.load(SAVE, work)

    def _on_loader_answered(self, answer: Answer) -> None:
        if answer.purpose not in (OPEN_PROJECT, SAVE):
            return
        if answer.failure is not None:
            self.message.emit(answer.failure, "error")
            if answer.purpose == OPEN_PROJECT:
                self.failed.emit()
        elif isinstance(answer.value, Opened):
            opened = answer.value
            if self._state == self._begun:
                self._show(opened)
            else:
                self.overtaken.emit(lambda: self._show(opened))
        elif isinstance(answer.value, Saved):
            self._on_saved(answer.value)
            if answer.value.then is not None:
                answer.value.then()

    def _on_saved(self, saved: Saved) -> None:
        if saved.number == self._number:  # else another document has taken its place meanwhile
            self._note_saved(saved)
        self.message.emit(Message(N_("saved {name}"), name=saved.path.name), "info")
        self.saved.emit(saved.path)

    def _note_saved(self, saved: Saved) -> None:
        self._presenter.path = saved.path
        if self._state == (saved.snapshot.stack, saved.version):
            self._presenter.document.mark_saved()
        else:  # it was edited meanwhile; undo may lead back to what was saved
            self._presenter.document.mark_saved(saved.snapshot.stack, saved.snapshot.statistics)
        self._presenter.document_changed.emit()

    def _show(self, opened: Opened) -> None:
        self._number += 1
        self._presenter.path = opened.path if opened.path.name else None
        stack = dataclasses.replace(opened.project.stack, input=opened.prepared.spec)
        self._presenter.open_document(stack, opened.project.statistics, opened.prepared)
        if opened.restored is not None:
            self._presenter.document.mark_unsaved()
        self._presenter.document_changed.emit()
        if opened.hint:
            self.message.emit(Message(opened.hint), "info")
        for notice in (*opened.prepared.still.notices, *((opened.notice,) if opened.notice else ())):
            self.message.emit(notice, "warning")
        self.opened.emit()
        if opened.restored is not None:
            self.restored.emit(opened.restored)


def snapshot_of(presenter: Presenter, closed: bool = False) -> Snapshot:
    """The document of the moment as it would be saved."""
    document, still = presenter.document, presenter.still
    own = still is not None and still.source == document.stack.input.source
    picture = still.data if still is not None and own else None
    return Snapshot(document.stack, document.statistics, picture, presenter.path, closed)


def _read_edits(edits: Path, path: Path | None) -> Opened:
    """Edits as if they lay where their project does, so that a picture beside it is found."""
    project = _found(read_project(edits), path or Path())
    prepared, notice = _prepared(project, path or Path())
    return Opened(project, path or Path(), prepared, notice, restored=edits)


def _read(path: Path, titled: bool, hint: str) -> Opened:
    project = _found(read_project(path), path)
    prepared, notice = _prepared(project, path)
    return Opened(project, path if titled else Path(), prepared, notice, hint)


def _prepared(project: Project, path: Path) -> tuple[Prepared, Message | None]:
    """The project's picture as its input, or a sample and the sentence why."""
    named = project.stack.input
    if kind_of(named.source) in LIVE and project.picture is None:  # it may be started once the project is on show
        still = read_still(SAMPLE + samples()[0].file)
        return prepare(still, dataclasses.replace(spec_for(named, still, longest=None), source=named.source)), None
    try:
        if project.picture is None and drifts(named.source):  # it begins to move once the project is on show
            still = read_still(signal_of(named.source).stopped().source)
            return prepare(still, dataclasses.replace(spec_for(named, still, longest=None), source=named.source)), None
        still = _picture(project, path)
    except UserError as error:
        still = read_still(SAMPLE + samples()[0].file)
        spec = dataclasses.replace(spec_for(named, still, longest=None), source=named.source)  # it may come back
        return prepare(still, spec), Message(N_("{error}; a sample is shown instead"), error=error.message)
    return prepare(still, spec_for(named, still, longest=None)), None


def _picture(project: Project, path: Path) -> Still:
    """The embedded picture, or the one that the project names, or the first sample."""
    source = project.stack.input.source
    if project.picture is not None:
        own = source.startswith(PASTED) or kind_of(source) != IMAGE  # a live source's picture was frozen
        return decode_still(project.picture, title_of(source) or path.stem, source if own else "")
    if not source or source.startswith(PASTED):
        return read_still(SAMPLE + samples()[0].file)
    if source.startswith((SAMPLE, GENERATED)) or kind_of(source) == DRAWING:
        return read_still(source)
    if kind_of(source) == BATCH:
        return read_still(located(source, path.parent))
    return read_still(_beside(source, path))


def _found(project: Project, path: Path) -> Project:
    """The project with its video where it lies now."""
    spec = project.stack.input
    if kind_of(spec.source) != VIDEO:
        return project
    film = film_of(spec.source)
    file = Path(_beside(film.path, path))
    named = film.at(str(file.absolute())).source if file.is_file() else spec.source
    stack = dataclasses.replace(project.stack, input=dataclasses.replace(spec, source=named))
    return dataclasses.replace(project, stack=stack)


def _beside(file: str, path: Path) -> str:
    """A file that the project `path` names: it may have gone to another folder, or another system, with it."""
    places = (path.parent / file, path.parent / PureWindowsPath(file).name)
    return str(next((place for place in places if place.is_file()), file))


def _portable(stack: Stack, path: Path) -> Stack:
    """The stack as it is written to `path`: a picture or a video that lies beside or below it is named from there."""
    source, folder = stack.input.source, path.absolute().parent
    if kind_of(source) == BATCH:
        return dataclasses.replace(stack, input=dataclasses.replace(stack.input, source=portable(source, folder)))
    film = film_of(source) if kind_of(source) == VIDEO else None
    file = Path(film.path if film is not None else source)
    if not file.is_absolute() or not file.is_relative_to(folder):
        return stack
    named = file.relative_to(folder).as_posix()
    source = film.at(named).source if film is not None else named
    return dataclasses.replace(stack, input=dataclasses.replace(stack.input, source=source))
