"""The page of the pinned element: told what is pinned, marked on the canvas, slid along, copied."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QGuiApplication

from cnnlab.blocks.explanation import Explanation
from cnnlab.document.plan import Plan
from cnnlab.document.stack import INPUT
from cnnlab.engine.view import Probe
from cnnlab.explain.asked import source_ids
from cnnlab.explain.copies import as_latex, as_numpy
from cnnlab.explain.touched import Touch, touched
from cnnlab.explain.trace import trace
from cnnlab.explain.written import as_text
from cnnlab.gui.canvas.marks import Mark
from cnnlab.gui.pixel.cell_colours import CellMarks
from cnnlab.gui.pixel.page import PixelPage
from cnnlab.gui.pixel.slide import Path, path_through
from cnnlab.gui.window import MainWindow
from cnnlab.gui.wiring.back import WayBack
from cnnlab.text import N_, Message

_TOUCHED = np.float32(0.3)  # how strongly the cells that a weight meets are lit


class PixelWiring:
    """Connects the page; `shown` tells whether it is on show."""

    def __init__(self, window: MainWindow, page: PixelPage, way: WayBack, shown: Callable[[], bool]) -> None:
        self._window, self._page, self._pin, self._shown = window, page, window.pin, shown
        self._presenter, self._way = window.presenter, way
        self._trail: list[Probe] = []  # from where patches were followed down
        self._field: NDArray[np.float32] | None = None
        self._cells: tuple[str, CellMarks] | None = None
        self._traced: tuple[object, dict[str, Mark]] = (None, {})
        self._marked = False  # the marks on the canvas are this page's
        self._slide = page.controls.slide
        way.add(lambda: bool(self._trail) and self._shown(), self._go_back)
        self._pin.changed.connect(self._on_pin_changed)
        self._presenter.selection_changed.connect(self._on_presenter_selection_changed)
        self._presenter.plan_changed.connect(lambda _plan: self._on_presenter_plan_changed())
        window.canvas.hovered.connect(self._on_canvas_hovered)
        window.canvas.pinned.connect(lambda _probe: self._forget_trail())
        page.pinned.connect(self._follow)
        page.moved.connect(self._pin.step)
        page.field_known.connect(self._on_page_field_known)
        page.cells_known.connect(self._on_page_cells_known)
        page.input_wanted.connect(lambda: window.canvas.bring_row_into_view(INPUT))
        page.controls.copy_requested.connect(self._copy)
        window.inspector.weight_pointed.connect(self._on_inspector_weight_pointed)
        self._slide.moved.connect(self._on_slide_moved)
        self._slide.changed.connect(self.refresh)

    def come_or_go(self) -> None:
        """The page was brought forward, and follows what was selected meanwhile; or it was left."""
        if self._shown():
            self._begin()
        self.refresh()

    def refresh(self) -> None:
        """Something that the page shows has changed."""
        if not self._shown():
            self._slide.stop()
            if self._marked:
                self._show_marks({})
            return
        self._page.show_pin(self._pin.at, self._presenter.shown)
        self._show_place()
        self._mark()

    def _begin(self) -> None:
        """Pin an element of the selected layer, unless a patch was followed from it, or a click was into the input."""
        selected = self._presenter.selected
        if self._pin.at is None or not (self._trail or self._pin.at[0] in (INPUT, selected)):
            self._pin.go_to(selected or INPUT, self._presenter.selected_channel)

    # -- the pin --

    @property
    def _selected(self) -> tuple[str, int]:
        return self._presenter.selected, self._presenter.selected_channel

    def _on_pin_changed(self, at: Probe | None) -> None:
        if not self._shown():
            return
        if at is not None and at[0] != INPUT and (at[0], at[2]) != self._selected:
            self._presenter.select(at[0], at[2])
        self.refresh()

    def _on_presenter_plan_changed(self) -> None:
        """A layer that was mended has values to pin."""
        if self._pin.at is None and self._shown():
            self._begin()
        self.refresh()

    def _on_presenter_selection_changed(self, layer: str, out: int, _into: int) -> None:
        if self._shown() and layer:
            self._pin.go_to(layer, out)
            self.refresh()

    def _follow(self, probe: Probe) -> None:
        """Go one layer down, to a cell of the patch; Esc leads back."""
        if self._pin.at is not None:
            self._trail.append(self._pin.at)
        self._pin.put(probe)
        self._way.refresh()

    def _go_back(self) -> None:
        self._pin.put(self._trail.pop())
        self._way.refresh()

    def _forget_trail(self) -> None:
        self._trail.clear()
        self._way.refresh()

    # -- the sliding window --

    def _on_slide_moved(self, y: int, x: int) -> None:
        at, path = self._pin.at, self._path()
        if at is not None and path is not None:
            self._pin.put(path.at(at, y, x))

    def _on_canvas_hovered(self, probe: Probe | None) -> None:
        """While the window slides, the pointer takes over where it is on the same path, and gives back."""
        at, path = self._pin.at, self._path()
        if not self._slide.playing or at is None or path is None:
            return
        over = probe is not None and probe[0] == at[0] and path.shared(probe, at)
        self._slide.hold(over)
        if over and probe is not None:
            self._pin.put(probe)

    def _show_place(self) -> None:
        at, path = self._pin.at, self._path()
        self._page.controls.show_path(path, *(path.place_of(at) if path is not None and at is not None else (0, 0)))

    def _path(self) -> Path | None:
        """What the window slides along."""
        if self._pin.at is None:
            return None
        plan, layer = self._presenter.shown, self._pin.at[0]
        shape = plan.input_shape if layer == INPUT else plan.layer(layer).output_shape
        return path_through(shape) if shape is not None else None

    # -- marks on the canvas --

    def _on_page_field_known(self, field: object) -> None:
        self._field = None
        if isinstance(field, np.ndarray):
            most = float(field.max()) if field.size else 0.0
            self._field = (field / most if most > 0 else field).astype(np.float32)
        self._mark()

    def _on_page_cells_known(self, cells: tuple[str, CellMarks] | None) -> None:
        self._cells = cells
        self._mark()

    def _mark(self) -> None:
        if not self._shown():
            return
        at, index = self._pin.at, self._pin.index
        marks = dict(self._marks(self._presenter.shown, at, index)) if at is not None and index is not None else {}
        path = self._path()
        if at is not None and at[0] in marks and self._slide.playing and path is not None and not path.units:
            marks[at[0]] = replace(marks[at[0]], reached=self._slide.place)
        if self._field is not None and INPUT in marks:
            marks[INPUT] = replace(marks[INPUT], field=self._field)
        if self._cells is not None and self._cells[0] in marks:
            marks[self._cells[0]] = _with_cells(marks[self._cells[0]], self._cells[1])
        self._show_marks(marks)

    def _show_marks(self, marks: Mapping[str, Mark]) -> None:
        self._marked = bool(marks)
        self._window.canvas.show_marks(marks)

    def _marks(self, plan: Plan, at: Probe, index: tuple[int, ...]) -> dict[str, Mark]:
        """The box of every layer that the element is made from, kept as long as no place changes."""
        key = (plan.structure, at)
        if key != self._traced[0]:
            self._traced = (key, marks_of(plan, at, index))
        return self._traced[1]

    def _on_inspector_weight_pointed(self, weight: tuple[str, tuple[int, ...]] | None) -> None:
        """Light up every cell that the weight under the pointer ever meets; without one, what is pinned."""
        layer = self._presenter.selected_plan
        found = touched(layer, *weight) if weight is not None and layer is not None else None
        if not self._shown():
            return
        if found is None or layer is None:
            self._mark()
            return
        source = INPUT if layer.sources[0] < 0 else self._presenter.shown.layers[layer.sources[0]].id
        self._show_marks({source: touch_mark(found, layer.input_shapes[0][0])})

    # -- copies --

    def _copy(self, way: str) -> None:
        explanation, at = self._page.explanation, self._pin.at
        if explanation is None or at is None:
            return
        text = copied_as(way, explanation, at[0], source_ids(self._presenter.shown, at[0]))
        QGuiApplication.clipboard().setText(text)
        lines = len(text.strip().split("\n"))
        self._window.status.show_message(Message(N_("the explanation is copied: {count} lines"), count=lines), "info")


def marks_of(plan: Plan, at: Probe, index: tuple[int, ...]) -> dict[str, Mark]:
    """What an element is made from, as marks by layer."""
    found = {}
    for step in trace(plan, at[0], index):
        axes = [(int(axis[0]), int(axis[-1])) for axis in step.elements]
        items = {int(i) for i in step.elements[0]} if len(axes) > 1 else {0}
        channels = {int(c) for c in step.elements[min(1, len(axes) - 1)]}
        rows = axes[2] if len(axes) == 4 else (0, 0)
        columns = axes[-1] if len(axes) > 2 else (0, 0)
        found[step.layer] = Mark(items, channels, rows, columns, pinned=step.layer == at[0])
    return found


def _with_cells(mark: Mark, cells: CellMarks) -> Mark:
    """The same with coloured cells, as long as they lie in it: a pin that has just moved is not explained yet."""
    (top, bottom), (left, right) = mark.rows, mark.columns
    inside = all(top <= row <= bottom and left <= column <= right for row, column, _colour in cells)
    return replace(mark, cells=cells) if inside else mark


def touch_mark(touch: Touch, items: int) -> Mark:
    """What a weight meets, as a mark on the channel that it is for."""
    if not (touch.rows.size and touch.columns.size):
        return Mark((), (), (0, 0), (0, 0))
    rows, columns = ((int(axis[0]), int(axis[-1])) for axis in (touch.rows, touch.columns))
    return Mark(range(items), {touch.channel}, rows, columns, field=_TOUCHED * touch.mask())


def copied_as(way: str, explanation: Explanation, layer: str, sources: Sequence[str]) -> str:
    """An explanation as `text`, as `numpy` code or as `latex`."""
    if way == "text":
        return as_text(explanation, layer, sources)
    return as_numpy(explanation) if way == "numpy" else as_latex(explanation)
