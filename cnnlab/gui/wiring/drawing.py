"""Drawing: pad, controls and the document's drawing, made when one is first on show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from cnnlab.document.frame import Levels
from cnnlab.gui.tab_order import controls_of, tab_through
from cnnlab.gui.window import MainWindow
from cnnlab.gui.wiring.capture import CaptureWiring
from cnnlab.sources.drawing import LARGEST, SMALLEST, Size, drawing_source, empty, resized
from cnnlab.sources.naming import DRAWING, kind_of
from cnnlab.text import N_, Message

if TYPE_CHECKING:
    from cnnlab.gui.drawing.drawing_flow import DrawingFlow
    from cnnlab.gui.drawing.panel import DrawingPanel
    from cnnlab.gui.source_strip.drawing_controls import DrawingControls

_FIRST = (28, 28)


class DrawingWiring:
    """Connects the pad with the window."""

    def __init__(self, window: MainWindow, capture: CaptureWiring) -> None:
        self._window, self._presenter = window, window.presenter
        self.flow: DrawingFlow | None = None
        self.panel: DrawingPanel | None = None
        self.controls: DrawingControls | None = None
        self._chosen = False  # by the user, who wants to draw next
        capture.offer(DRAWING, self._choose)
        self._presenter.structure_changed.connect(self._show)
        window.theme_changed.connect(lambda theme: self.panel.set_theme(theme) if self.panel is not None else None)

    def _choose(self) -> None:
        """Show the last drawing again, or an empty one; a size that the user chose freely is drawn at."""
        self._chosen = True
        free = self._window.stills.free_size()
        fits = free is not None and all(SMALLEST <= side <= LARGEST for side in free)
        last = self.flow.source if self.flow is not None else ""
        self._window.stills.open_source(last or drawing_source(empty(free if fits and free else _FIRST)))

    def _show(self) -> None:
        shown = kind_of(self._presenter.stack.input.source) == DRAWING
        if shown and self.panel is None:
            self._make()
        if self.panel is not None:
            self.panel.setVisible(shown)
            if shown and self._chosen:
                self._chosen = False
                self.panel.pad.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make(self) -> None:
        from cnnlab.gui.drawing.drawing_flow import DrawingFlow
        from cnnlab.gui.drawing.panel import WIDTH, DrawingPanel
        from cnnlab.gui.source_strip.drawing_controls import DrawingControls

        window = self._window
        self.flow = flow = DrawingFlow(self._presenter, window.live.stills, window)
        self.panel, self.controls = panel, controls = DrawingPanel(), DrawingControls()
        panel.set_theme(window.theme)
        window.desk.add_pad(panel, WIDTH)
        tab_through(controls_of(window.stack_panel)[-1], panel)
        window.add_source_controls(DRAWING, controls)
        window.source_strip.show_kind(DRAWING)
        self._connect(flow, panel, controls)
        self._show_cells(flow.cells)

    def _connect(self, flow: DrawingFlow, panel: DrawingPanel, controls: DrawingControls) -> None:
        pad = panel.pad
        flow.cells_changed.connect(self._show_cells)
        pad.drawn.connect(flow.preview)
        pad.finished.connect(lambda cells: flow.commit(cells, Message(N_("draw"))))
        pad.left.connect(flow.restore)
        pad.pointed.connect(self._on_pad_pointed)
        pad.wished.connect(controls.take)
        controls.brush_changed.connect(pad.set_brush)
        controls.size_chosen.connect(self._on_controls_size_chosen)
        controls.refused.connect(lambda message: self._window.status.show_message(message, "warning"))
        controls.clear_requested.connect(self._on_controls_clear)
        controls.invert_requested.connect(self._on_controls_invert)

    def _show_cells(self, cells: Levels) -> None:
        assert self.panel is not None
        assert self.controls is not None
        self.panel.pad.show_cells(cells)
        self.controls.show_size((cells.shape[0], cells.shape[1]))

    def _change(self, cells: Levels, label: Message) -> None:
        """Give the document another drawing as a whole."""
        assert self.flow is not None
        self.flow.commit(cells, label)
        self._show_cells(self.flow.cells)

    def _on_controls_size_chosen(self, size: Size) -> None:
        assert self.panel is not None
        label = Message(N_("draw on {h} × {w} cells"), h=size[0], w=size[1])
        self._change(resized(self.panel.pad.cells, size), label)

    def _on_controls_clear(self) -> None:
        assert self.panel is not None
        h, w = self.panel.pad.cells.shape
        self._change(empty((h, w)), Message(N_("clear the drawing")))

    def _on_controls_invert(self) -> None:
        assert self.panel is not None
        self._change(255 - self.panel.pad.cells, Message(N_("invert the drawing")))

    def _on_pad_pointed(self, row: int, column: int) -> None:
        assert self.panel is not None
        assert self.controls is not None
        if row < 0:
            self.controls.show_cell(None)
        else:
            self.controls.show_cell((row, column), int(self.panel.pad.cells[row, column]))
