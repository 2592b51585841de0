"""From a wish for a picture to the frame it becomes: reading, preparing, and what happens when that fails."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from cnnlab.document import edits
from cnnlab.document.input import IMAGENET_MEAN, IMAGENET_STD, InputSpec
from cnnlab.gui.loader import Loader
from cnnlab.gui.pictures import SAMPLE, Prepared, Still, decode_still, prepare, read_still, spec_for
from cnnlab.gui.presenter import Presenter
from cnnlab.sources.still import fitted_size
from cnnlab.text import N_, Message

_REMEMBERED = 8  # pictures that undo brings back without reading them again


class PictureFlow(QObject):
    """Opens pictures and keeps the frame in step with the document's input options.

    Signals:
        message: a sentence and its kind.
    """

    message = Signal(str, str)

    def __init__(self, presenter: Presenter, loader: Loader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._loader = loader
        self._stills: dict[str, Still] = {}
        self._pasted = 0
        loader.loaded.connect(self._on_loader_loaded)
        loader.failed.connect(self._on_loader_failed)
        presenter.picture_wanted.connect(self._on_presenter_picture_wanted)

    def open_file(self, path: Path) -> None:
        """Show an image file."""
        self._open(lambda: read_still(str(path)))

    def open_sample(self, name: str) -> None:
        """Show a shipped picture."""
        self._open(lambda: read_still(SAMPLE + name))

    def open_bytes(self, data: bytes) -> None:
        """Show a pasted or dropped picture."""
        self._pasted += 1
        source = f"pasted:{self._pasted}"
        name = str(Message(N_("pasted picture {number}"), number=self._pasted))
        self._open(lambda: decode_still(data, source, name))

    def change_input(self, changes: Mapping[str, object]) -> None:
        """Change channels, size, range or normalisation; `longest` sets the size by its longer side."""
        spec, still = self._presenter.stack.input, self._presenter.still
        given = dict(changes)
        longest = given.pop("longest", None)
        if isinstance(longest, int) and still is not None:
            given["size"] = fitted_size(*still.size, longest)
        changed = fitted_to_channels(dataclasses.replace(spec, **given))  # type: ignore[arg-type]
        label = Message(N_("input {names}"), names=", ".join(given))
        self._presenter.document.apply(edits.set_input(self._presenter.stack, changed), label)

    def close(self) -> None:
        """Stop reading."""
        self._loader.close()

    def _open(self, read: Callable[[], Still]) -> None:
        spec = self._presenter.stack.input
        before = self._presenter.still.size if self._presenter.still is not None else None

        def work() -> Prepared:
            still = read()
            return prepare(still, spec_for(spec, still, before))

        self._loader.load(work)

    def _on_presenter_picture_wanted(self, spec: InputSpec) -> None:
        still = self._presenter.still
        known = still if still is not None and spec.source in ("", still.source) else self._stills.get(spec.source)

        def work() -> Prepared:
            return prepare(known or read_still(spec.source), spec)

        self._loader.load(work)

    def _on_loader_loaded(self, answer: object) -> None:
        if not isinstance(answer, Prepared):
            return
        still = answer.still
        self._stills.pop(still.source, None)
        self._stills[still.source] = still
        while len(self._stills) > _REMEMBERED:
            del self._stills[next(iter(self._stills))]
        self._presenter.show_picture(answer)
        if not still.notices:
            h, w = still.size
            text = Message(N_("{name}: {h}×{w} pixels"), name=still.name, h=h, w=w)
            self.message.emit(str(text), "info")

    def _on_loader_failed(self, failure: Message) -> None:
        self.message.emit(str(failure), "error")
        still, spec = self._presenter.still, self._presenter.stack.input
        if still is not None and spec.source != still.source:
            # Undo asked for a picture that is gone: the one on show stands in for it, at the size that is wanted.
            self._loader.load(lambda: prepare(dataclasses.replace(still, source=spec.source), spec))


def fitted_to_channels(spec: InputSpec) -> InputSpec:
    """The spec with as many means and deviations as channels: their average for grey, ImageNet's own back for RGB."""

    def fit(values: tuple[float, ...], known: tuple[float, ...]) -> tuple[float, ...]:
        if not values or len(values) == spec.channels:
            return values
        average = sum(values) / len(values)
        was_known = spec.channels == len(known) and abs(average - sum(known) / len(known)) < 1e-9
        return known if was_known else (average,) * spec.channels

    return dataclasses.replace(spec, mean=fit(spec.mean, IMAGENET_MEAN), std=fit(spec.std, IMAGENET_STD))
