"""From a wish for a picture to the frame it becomes: reading, preparing, and what happens when that fails.

There are two ways. *Opening* a picture is an edit: the document takes its source and a fitting size. *Preparing* is
what the document asks for after any other change of its input options, undo included: it only makes the frame, and an
answer that the document no longer asks for is dropped.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from cnnlab.document import edits
from cnnlab.document.input import IMAGENET_MEAN, IMAGENET_STD, InputSpec
from cnnlab.gui.capture.live_flow import LiveFlow
from cnnlab.gui.files.batch import Batch
from cnnlab.gui.files.loader import OPEN_PICTURE, PREPARE, Answer, Loader, Tell
from cnnlab.gui.files.stills import (
    PASTED,
    SAMPLE,
    Prepared,
    Still,
    decode_still,
    offered_source,
    prepare,
    read_batch,
    read_still,
    spec_for,
)
from cnnlab.gui.presenter import Presenter
from cnnlab.sources.fit import fit_report
from cnnlab.sources.generated import GENERATED
from cnnlab.sources.naming import IMAGE, kind_of
from cnnlab.sources.still import fitted_size
from cnnlab.text import N_, Message, Sentences, UserError


class StillFlow(QObject):
    """Opens pictures and keeps the frame in step with the document's input options.

    Signals:
        message: a sentence (a `Message`) and its kind.
        opened: the path of an image file that is on show now.
    """

    message = Signal(object, str)
    opened = Signal(object)

    def __init__(self, presenter: Presenter, loader: Loader, live: LiveFlow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.stills = live.stills
        self._live = live
        live.longest = self._longest_side
        self._presenter = presenter
        self._loader = loader
        self._longest: tuple[InputSpec, int | None] | None = None  # what a spec of ours was made for
        loader.answered.connect(self._on_loader_answered)
        loader.told.connect(lambda message: self.message.emit(message, "info"))
        presenter.still_wanted.connect(self._on_presenter_still_wanted)

    def open_file(self, path: Path) -> None:
        """Show an image file."""
        self._open(lambda _tell: read_still(str(path)))

    def open_batch(self, batch: Batch) -> None:
        """Show several pictures as the items of a batch."""
        self._open(lambda tell: read_batch(batch.source, tell))

    def open_sample(self, name: str) -> None:
        """Show a picture that the program offers: a shipped file's name, or `generated:NAME`."""
        self._open(lambda _tell: read_still(offered_source(name)))

    def open_source(self, source: str) -> None:
        """Show the picture of a source again."""
        find = self.stills.finder(source)
        self._open(lambda _tell: find())

    def open_bytes(self, encode: Callable[[], bytes]) -> None:
        """Show a pasted or dropped picture, whose file's bytes `encode` gives on the loader's thread."""
        name = Message(N_("pasted picture"))
        self._open(lambda _tell: decode_still(encode(), name))

    def change_input(self, changes: Mapping[str, object]) -> None:
        """Change channels, size, range or normalisation; `longest` sets the size by its longer side."""
        spec, still = self._presenter.stack.input, self._presenter.still
        given = dict(changes)
        longest = given.pop("longest", None)
        if isinstance(longest, int) and still is not None:
            given["size"] = fitted_size(*still.size, longest)
        changed = fitted_to_channels(dataclasses.replace(spec, **given))  # type: ignore[arg-type]
        if changed != spec:
            self._presenter.apply(edits.set_input(self._presenter.stack, changed), Message(N_("change the input")))

    def _open(self, read: Callable[[Tell], Still]) -> None:
        spec, longest = self._presenter.stack.input, self._longest_side()

        def work(tell: Tell) -> Prepared:
            still = read(tell)
            return prepare(still, spec_for(spec, still, longest))

        self._loader.load_slowly(OPEN_PICTURE, work)

    def free_size(self) -> tuple[int, int] | None:
        """The working size where the user chose one that does not follow the pictures, such as 28×28."""
        return self._presenter.stack.input.size if self._longest_side() is None else None

    def _longest_side(self) -> int | None:
        """The longer side that the user works at: a small picture in between does not make the next one small."""
        spec, still = self._presenter.stack.input, self._presenter.still
        if self._longest is not None and dataclasses.replace(self._longest[0], source=spec.source) == spec:
            return self._longest[1]
        follows = spec.size is not None and still is not None and spec.size == fitted_size(*still.size, max(spec.size))
        return max(spec.size) if follows and spec.size is not None else None

    def _on_presenter_still_wanted(self, spec: InputSpec) -> None:
        if self._live.takes(spec):
            return
        shown, find = self._presenter.still, self.stills.finder(spec.source)
        if shown is not None and spec.source in ("", shown.source):
            self._loader.load(PREPARE, lambda: prepare(shown, spec))
        else:
            self._loader.load(PREPARE, lambda: _found_or(shown, find, spec))

    def _on_loader_answered(self, answer: Answer) -> None:
        if answer.purpose == OPEN_PICTURE:
            self._on_picture_opened(answer)
        elif answer.purpose == PREPARE:
            if isinstance(answer.value, Prepared) and answer.value.spec == self._presenter.stack.input:
                self.stills.add(answer.value.still)
                self._presenter.show_still(answer.value)
            elif answer.failure is not None:
                self.message.emit(answer.failure, "error")

    def _on_picture_opened(self, answer: Answer) -> None:
        if not isinstance(answer.value, Prepared):
            self.message.emit(answer.failure, "error")
            return
        prepared = answer.value
        self._longest = (prepared.spec, self._longest_side())
        self.stills.add(prepared.still)
        self._presenter.open_still(prepared)
        if prepared.still.others:
            self._say_batch(prepared)
        elif prepared.still.notices:
            for notice in prepared.still.notices:
                self.message.emit(notice, "warning")
        else:
            (h, w), name = prepared.still.size, prepared.still.name
            self.message.emit(Message(N_("{name}: {w} pixels wide, {h} high"), name=name, h=h, w=w), "info")
        source = prepared.still.source
        if kind_of(source) == IMAGE and not source.startswith((SAMPLE, PASTED, GENERATED)):
            self.opened.emit(Path(source))

    def _say_batch(self, prepared: Prepared) -> None:
        """How many pictures there are, and in one breath what was left out of them and what fitting has done."""
        still, spec, (h, w) = prepared.still, prepared.spec, prepared.values.shape[2:]
        text = N_("{name}: {count} pictures, each {w} pixels wide, {h} high")
        parts = [Message(text, name=still.name, count=len(still.items), h=h, w=w)]
        fitted = fit_report(still.sizes, (h, w), spec.fit)
        parts += [fitted] if fitted is not None and not still.notices else []
        parts += still.notices
        self.message.emit(Sentences(parts), "warning" if still.notices else "info")


def _found_or(shown: Still | None, find: Callable[[], Still], spec: InputSpec) -> Prepared:
    """The picture that undo asks for; if it is gone the one on show stands in, under its own name, and says so."""
    try:
        return prepare(find(), spec)
    except UserError as error:
        if shown is None:
            raise
        gone = Message(N_("{error}; {name} stands in for it"), error=error.message, name=shown.name)
        return prepare(dataclasses.replace(shown, notices=(gone,)), spec)


def fitted_to_channels(spec: InputSpec) -> InputSpec:
    """The spec with as many means and deviations as channels: their average for grey, ImageNet's own back for RGB."""

    def fit(values: tuple[float, ...], known: tuple[float, ...]) -> tuple[float, ...]:
        if not values or len(values) == spec.channels:
            return values
        average = sum(values) / len(values)
        was_known = spec.channels == len(known) and abs(average - sum(known) / len(known)) < 1e-9
        return known if was_known else (average,) * spec.channels

    return dataclasses.replace(spec, mean=fit(spec.mean, IMAGENET_MEAN), std=fit(spec.std, IMAGENET_STD))
