"""From a wish for a live source to its frames: opening, following the document, freezing, letting go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, Signal

from cnnlab.blocks.weight import Array, frozen
from cnnlab.document.frame import Levels
from cnnlab.document.input import InputSpec
from cnnlab.formats.images import png_bytes
from cnnlab.gui.capture.frame_ring import FrameRing
from cnnlab.gui.capture.live_source import LiveSource, Shot
from cnnlab.gui.capture.tolerance import Tolerance
from cnnlab.gui.files.loader import FREEZE, Answer, Loader
from cnnlab.gui.files.stills import Prepared, Still, Stills, Title, prepare, spec_for
from cnnlab.gui.presenter import Presenter
from cnnlab.sources.live import checked
from cnnlab.sources.naming import kind_of
from cnnlab.text import N_, Message

Make = Callable[[str], LiveSource]


@dataclass(frozen=True)
class LiveKind:
    """A kind of live source.

    Attributes:
        id: what its sources' names begin with.
        make: makes a source from its name; it may raise `UserError`.
        asks: what to say where a project names such a source that only the user may start; None if it starts by itself.
        several: two of them can run at once, as two files can be open; a device belongs to one.
        delivers: whether a source of the kind delivers frames; one that does not is a still picture.
    """

    id: str
    make: Make
    asks: Message | None = None
    several: bool = False
    delivers: Callable[[str], bool] = lambda _source: True


class LiveFlow(QObject):
    """Keeps at most one live source running: the one that the document names, unless its picture is frozen.

    Opening a source is an edit of the document, made when its first picture is there; until then what was on show
    stays. A frozen picture is a still one: the source is let go of, edits run at the full working size, and a project
    keeps the picture.

    Signals:
        message: a sentence (a `Message`) and its kind.
        changed: another source, frozen or live again.
        arrived: a frame was made of a picture of the source.
    """

    message = Signal(object, str)
    changed = Signal()
    arrived = Signal()

    def __init__(self, presenter: Presenter, loader: Loader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.current: LiveSource | None = None
        self._opening: LiveSource | None = None
        self._opened_on = ""  # the document's source when it was opened
        self._kinds: dict[str, LiveKind] = {}
        self._presenter = presenter
        self._loader = loader
        self.stills = Stills()
        self._shot: Shot | None = None  # the live picture that is on show
        self._ring = FrameRing()
        self._tolerance = Tolerance("", self)
        self._visible = True
        self.longest: Callable[[], int | None] = self._longest_side  # that the user works at; None if chosen freely
        presenter.structure_changed.connect(self._on_presenter_structure_changed)
        loader.answered.connect(self._on_loader_answered)

    def add_kind(self, kind: LiveKind) -> None:
        """Know how to make another kind of source."""
        self._kinds[kind.id] = kind

    # -- what holds --

    @property
    def kinds(self) -> Mapping[str, LiveKind]:
        """The kinds that are known, by id."""
        return self._kinds

    @property
    def live(self) -> bool:
        """Whether frames follow each other on the screen."""
        return self._presenter.live

    @property
    def frozen(self) -> bool:
        """Whether a still picture stands for a live source."""
        return self._kind is not None and not self.live

    @property
    def opening(self) -> str:
        """The source whose first picture is awaited; empty if none."""
        return self._opening.source if self._opening is not None else ""

    @property
    def _kind(self) -> LiveKind | None:
        return self._kind_of(self._presenter.stack.input.source)

    def delivers(self, source: str) -> bool:
        """Whether a source is one whose frames follow each other."""
        return self._kind_of(source) is not None

    def _kind_of(self, source: str) -> LiveKind | None:
        kind = self._kinds.get(kind_of(source))
        return kind if kind is not None and kind.delivers(source) else None

    # -- wishes --

    def open(self, source: str) -> None:
        """Show what a source delivers, as soon as it does.

        Raises:
            UserError: there can be no such source.
        """
        self._drop_opening()
        kind = self._kinds[kind_of(source)]
        if self.current is not None and self.live and self._shot is not None and self.current.adopt(source):
            self._show(self.current, self._shot)
            return
        if self.current is not None and kind_of(self.current.source) == kind.id and not kind.several:
            self._drop_current()
        self._opened_on = self._presenter.stack.input.source
        self._opening = self._made(kind, source)
        self.changed.emit()
        if self._visible:
            self._opening.start()

    def cancel(self) -> None:
        """No longer wait for the first picture of a source."""
        self._drop_opening()

    def freeze(self) -> None:
        """Keep the picture of the moment, and let go of the source."""
        still, spec = self._presenter.still, self._presenter.stack.input
        if self.live and self._shot is not None and still is not None:
            work = partial(_frozen, spec.source, still.name, self._shots, spec, self._ring)
            self._loader.load(FREEZE, work)

    def resume(self) -> None:
        """Follow the document's source again.

        Raises:
            UserError: there can be no such source.
        """
        if self.frozen:
            self.open(self._presenter.stack.input.source)

    def close(self) -> None:
        """Let go of every device."""
        self._drop_opening()
        self._drop_current()

    def set_visible(self, visible: bool) -> None:
        """Nothing is watched while nobody can see it: a hidden window lets go of its source, and takes it up again."""
        if visible == self._visible:
            return
        self._visible = visible
        for source in (self.current, self._opening):
            if source is not None:
                (source.start if visible else source.stop)()

    @property
    def _shots(self) -> tuple[Shot, ...]:
        """The picture on show, and the last that could be read, if that is another."""
        found = (self._shot, self._tolerance.good)
        return tuple(shot for at, shot in enumerate(found) if shot is not None and shot not in found[:at])

    def shown(self) -> Callable[[], Levels] | None:
        """What gives the picture on show at its own size, `[h, w, 1|3]`, uint8, on any thread; None without one."""
        still = self._presenter.still
        if self.live:
            return self._shot.pixels if self._shot is not None else None
        return (lambda: levels_of(still.pixels)) if still is not None else None

    # -- following the document --

    def takes(self, spec: InputSpec) -> bool:
        """Show what the document asks for, if that is a live source's; whether it is."""
        if not self.delivers(spec.source):
            return False
        if self.current is not None and self.current.adopt(spec.source):
            if self.live:
                self._follow(spec)
                self._put()
            return self.live
        if self.stills.holds(spec.source):
            return False  # it was left frozen
        self.open(spec.source)
        return True

    def _follow(self, spec: InputSpec) -> None:
        """The document names the running source in another way now."""
        still = self._presenter.still
        if still is not None and still.source != spec.source:
            self._presenter.open_live(replace(still, source=spec.source), spec)

    def welcome(self) -> None:
        """A project was opened: start the source that it names, or say that the user has to."""
        kind, still = self._kind, self._presenter.still
        if kind is None or self.live or (still is not None and still.source == self._presenter.stack.input.source):
            return
        if kind.asks is None:
            self.open(self._presenter.stack.input.source)
        else:
            self.message.emit(kind.asks, "warning")

    def _on_presenter_structure_changed(self) -> None:
        source = self._presenter.stack.input.source
        if self._opening is not None and source not in (self._opened_on, self._opening.source):
            self._drop_opening()  # another picture was opened meanwhile
        if self.current is not None and not self.current.adopt(source):
            self._drop_current()
        if self._kind is None:
            self._shot, self._ring = None, FrameRing()

    # -- from the sources --

    def _made(self, kind: LiveKind, source: str) -> LiveSource:
        made = kind.make(source)
        made.setParent(self)
        made.arrived.connect(partial(self._on_source_arrived, made))
        made.failed.connect(partial(self._on_source_failed, made))
        made.said.connect(self.message)
        return made

    def _on_source_arrived(self, source: LiveSource, shot: Shot) -> None:
        if source is self._opening:
            self._opening = None
            self._drop_current()
            self._bear_with(source)
            self._show(source, shot)
        elif source is self.current and self.live:
            self._shot = shot
            still = self._presenter.still
            if still is None or still.size != shot.size:
                self._show(source, shot)
            else:
                self._put()

    def _bear_with(self, source: LiveSource) -> None:
        """Begin anew to count the pictures that cannot be read."""
        self._tolerance.deleteLater()
        self._tolerance = Tolerance(source.name, self)
        self._tolerance.spoilt.connect(lambda message: self.message.emit(message, "warning"))
        self._tolerance.broken.connect(partial(self._on_source_failed, source))

    def put_again(self, last: bool = False) -> None:
        """Make a frame of the last picture anew, as for another working size; as a still one if it is the `last`."""
        if self.live:
            self._put(last)

    def _show(self, source: LiveSource, shot: Shot) -> None:
        """Take the first picture of a source, or the first of another size."""
        self._ring = FrameRing()
        self.current, self._shot = source, shot
        still, spec = Still(source.source, source.name, blank(shot.size)), self._presenter.stack.input
        if spec.source != source.source:
            spec = spec_for(spec, still, self.longest())
        self.stills.forget(source.source)
        self._presenter.open_live(still, spec)
        self._put()
        self.changed.emit()

    def _longest_side(self) -> int | None:
        size = self._presenter.stack.input.size
        return max(size) if size is not None else None

    def _put(self, last: bool = False) -> None:
        shot = self._shot
        if shot is not None:
            ring, tolerance, fit = self._ring, self._tolerance, self._presenter.stack.input.fit
            self._presenter.put_live(lambda shape: tolerance.levels(ring, shot, shape, fit), shot.time, last)
            if not last:
                self.arrived.emit()

    def _on_source_failed(self, source: LiveSource, failure: Message) -> None:
        self.message.emit(self._with_stand_in(source, failure), "error")
        if source is self._opening:
            self._drop_opening()
            if self.current is None:
                self.freeze()  # it was to follow another, whose last picture stays
        elif source is self.current:
            self.freeze()  # the last picture stays
            self._drop_current()

    def _with_stand_in(self, source: LiveSource, failure: Message) -> Message:
        """The failure, and what is on show in place of a source that the document names but that cannot be opened."""
        still, named = self._presenter.still, self._presenter.stack.input.source
        if source is not self._opening or source.source != named or still is None or still.source == named:
            return failure
        return Message(N_("{error}; {name} stands in for it"), error=failure, name=still.name)

    def _on_loader_answered(self, answer: Answer) -> None:
        if answer.purpose != FREEZE:
            return
        if answer.failure is not None:
            self.message.emit(answer.failure, "error")
        elif isinstance(answer.value, Prepared):
            self._on_frozen(answer.value)

    def _on_frozen(self, prepared: Prepared) -> None:
        spec = self._presenter.stack.input
        if not self.live or prepared.still.source != spec.source:
            return  # another picture was opened meanwhile
        if prepared.spec != spec:
            self._loader.load(FREEZE, partial(prepare, prepared.still, spec))
            return
        self.stills.add(prepared.still)
        self._presenter.show_still(prepared)
        self._drop_current()
        self.changed.emit()

    def _drop_opening(self) -> None:
        source, self._opening = self._opening, None
        if source is not None:
            _end(source)
            self.changed.emit()

    def _drop_current(self) -> None:
        source, self.current = self.current, None
        if source is not None:
            _end(source)
            self.changed.emit()


def blank(size: tuple[int, int]) -> Array:
    """Pixels `[h, w, 3]` that take no memory, for a picture of which only the size is known."""
    return np.broadcast_to(np.float32(0), (*size, 3))


def _end(source: LiveSource) -> None:
    source.stop()
    source.deleteLater()


def levels_of(pixels: Array) -> Levels:
    """Pixels 0…1 as uint8, rounded."""
    return (np.clip(pixels, 0, 1) * 255).round().astype(np.uint8)


def _frozen(source: str, name: Title, shots: tuple[Shot, ...], spec: InputSpec, ring: FrameRing) -> Prepared:
    """A live picture as a still one that a project can keep; frames before it stay as they were computed."""
    shot, pixels = _readable(shots)
    before = tuple(frozen(levels[0].transpose(1, 2, 0) / np.float32(255)) for levels in ring.earlier(shot))
    still = Still(source, name, pixels.astype(np.float32) / np.float32(255), data=png_bytes(pixels), others=before)
    return prepare(still, spec)


def _readable(shots: tuple[Shot, ...]) -> tuple[Shot, Levels]:
    """The first of these pictures that can be read, and its pixels; black where none can."""
    for shot in shots:
        try:
            return shot, checked(shot.pixels())
        except Exception:
            continue
    return shots[0], np.zeros((*shots[0].size, 3), np.uint8)
