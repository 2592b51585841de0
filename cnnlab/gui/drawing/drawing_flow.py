"""From strokes on the pad to the document's drawing, and back when the document has another one."""

from __future__ import annotations

import dataclasses
import time
from functools import partial

from PySide6.QtCore import QObject, Signal

from cnnlab.blocks.weight import Shape
from cnnlab.document.frame import Levels
from cnnlab.document.input import InputSpec
from cnnlab.formats.quick_png import quick_png
from cnnlab.gui.files.stills import Still, Stills, drawing_title
from cnnlab.gui.presenter import Presenter
from cnnlab.sources.drawing import LARGEST, SMALLEST, Size, cells_of, drawing_size, drawing_source, empty, pixels_of
from cnnlab.sources.live import live_levels
from cnnlab.sources.naming import DRAWING, kind_of
from cnnlab.text import Message, UserError


class DrawingFlow(QObject):
    """Keeps the pad and the document together.

    A drawing is a still picture that is named by its cells: a finished stroke is an edit that gives the document
    another one, so undo, saving and recovery treat it as any picture. What is drawn in the middle of a stroke is
    shown as frames, made on the worker's thread, and changes nothing.

    Signals:
        cells_changed: the document has another drawing than the pad: `[h, w]`, uint8.
    """

    cells_changed = Signal(object)

    def __init__(self, presenter: Presenter, stills: Stills, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._presenter, self._stills = presenter, stills
        self._source = ""  # of the drawing that the pad shows
        self.cells = empty((28, 28))
        presenter.still_wanted.connect(self._on_presenter_still_wanted)
        presenter.structure_changed.connect(self._on_presenter_structure_changed)
        self._follow()

    @property
    def source(self) -> str:
        """Name of the last drawing; empty if there was none."""
        return self._source

    @property
    def shown(self) -> bool:
        """Whether the document's picture is a drawing."""
        return kind_of(self._presenter.stack.input.source) == DRAWING

    def preview(self, cells: Levels) -> None:
        """Show the network what a stroke has drawn so far."""
        if self.shown:
            self._presenter.put_live(partial(_levels, cells), time.monotonic())

    def restore(self) -> None:
        """Show the document's drawing again."""
        self.cells_changed.emit(self.cells)
        self.preview(self.cells)

    def commit(self, cells: Levels, label: Message) -> None:
        """Make a drawing the document's: one step that can be undone, or none if it is the same."""
        source = drawing_source(cells)
        if not self.shown or source == self._source:
            return
        data = quick_png(cells) if cells.any() else None
        still = Still(source, drawing_title(), pixels_of(cells), data=data)
        self._stills.add(still)
        self._source, self.cells = source, cells
        spec, before = self._presenter.stack.input, self._presenter.still
        size = cells.shape[:2] if before is not None and spec.size == before.size else spec.size
        self._presenter.open_drawn(still, dataclasses.replace(spec, source=source, size=size), label)

    def _on_presenter_still_wanted(self, spec: InputSpec) -> None:
        """Undo has brought a drawing back: at once, so that the next stroke begins on it, and saving finds it."""
        still = self._presenter.still
        if kind_of(spec.source) != DRAWING or (still is not None and still.source == spec.source):
            return
        try:
            self._presenter.still = self._stills.finder(spec.source)()
        except UserError:
            return  # whoever prepares the picture says so
        self._follow()

    def _on_presenter_structure_changed(self) -> None:
        self._follow()

    def _follow(self) -> None:
        still, source = self._presenter.still, self._presenter.stack.input.source
        if still is None or still.source != source or source == self._source or kind_of(source) != DRAWING:
            return
        self._stills.add(still)  # undo comes back to what a project was opened with
        self._source, self.cells = source, cells_of(still.pixels, _size_of(still))
        self.cells_changed.emit(self.cells)


def _size_of(still: Still) -> Size:
    """The size that the drawing's name says, or the nearest that can be drawn on."""
    try:
        return drawing_size(still.source)
    except UserError:
        h, w = (min(max(side, SMALLEST), LARGEST) for side in still.size)
        return h, w


def _levels(cells: Levels, shape: Shape) -> Levels:
    """The frame `[1, c, h, w]` that a shape asks for."""
    return live_levels(cells[..., None], shape[1], (shape[2], shape[3]))
