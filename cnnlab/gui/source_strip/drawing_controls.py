"""The controls of a drawing: its size, what draws, clear and invert, and the cell under the pointer."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from cnnlab.gui.icons import icon
from cnnlab.gui.inspector.reading import Reading
from cnnlab.gui.source_bar.choices import parse_size
from cnnlab.gui.source_bar.segments import Choice, Segments, control_height
from cnnlab.gui.source_strip.value_slider import ValueSlider
from cnnlab.gui.theme import Space, Theme, scaled
from cnnlab.sources.drawing import BLACK, LARGEST, LARGEST_BRUSH, SMALLEST, WHITE, Brush, Size, checked_size
from cnnlab.text import N_, UserError, _

_TOOLS = (
    Choice("brush", N_("Brush"), "draw", N_("Draws in the chosen grey (B)")),
    Choice("eraser", N_("Eraser"), "eraser", N_("Draws black, which is the ground (E)")),
)
_EDGES = (
    Choice("soft", N_("soft"), help=N_("The edge fades over one cell, as that of the pen strokes in MNIST")),
    Choice("hard", N_("hard"), help=N_("Whole cells: each is covered or not")),
)
_SIZES: tuple[Size, ...] = ((28, 28), (32, 32), (64, 64), (128, 128), (256, 256))
_BOX = 116
_ICON = 16


class DrawingControls(QWidget):
    """One row; it shows what draws and tells what is wanted.

    Signals:
        brush_changed: the `Brush` of the next stroke.
        size_chosen: height and width of the drawing as a tuple.
        refused: why a size cannot be (a `Message`).
        clear_requested, invert_requested: the drawing is to change as a whole.
    """

    brush_changed = Signal(object)
    size_chosen = Signal(object)
    refused = Signal(object)
    clear_requested = Signal()
    invert_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("drawingControls")
        self._size: Size = (28, 28)
        self._brush = Brush()
        self._level = WHITE
        self._box = QComboBox(editable=True)
        self._box.setObjectName("drawingSize")
        self._box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._box.addItems([_text(size) for size in _SIZES])
        self._tools, self._edges = Segments("drawingTool", _TOOLS), Segments("drawingEdge", _EDGES)
        self._width = ValueSlider("brushSize", 1, LARGEST_BRUSH, self._brush.size)
        self._grey = ValueSlider("brushLevel", BLACK, WHITE, WHITE)
        self._invert, self._clear = QToolButton(), QToolButton()
        for button, name in ((self._invert, "invertDrawing"), (self._clear, "clearDrawing")):
            button.setObjectName(name)
            button.setProperty("filled", True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._reading = Reading()
        self._reading.setObjectName("drawingReading")
        self._arrange()
        self._connect()
        self.retranslate()
        self._show_brush()

    # -- what is shown --

    @property
    def brush(self) -> Brush:
        """What draws."""
        return self._brush

    def show_size(self, size: Size) -> None:
        """Show the size of the drawing."""
        self._size = size
        with QSignalBlocker(self._box):
            self._box.setCurrentIndex(_SIZES.index(size) if size in _SIZES else -1)
            self._box.setEditText(_text(size))

    def show_cell(self, place: tuple[int, int] | None, level: int = 0) -> None:
        """Show row, column and value of a cell; None for no cell."""
        self._reading.show_text("" if place is None else f"{place[0]:>3}, {place[1]:>3}: {level:>3}")

    def take(self, wish: str) -> None:
        """Do what a key of the pad asks for."""
        if wish in ("brush", "eraser"):
            self._on_tools_chosen(wish)
        elif wish in ("smaller", "larger"):
            self._width.slider.setValue(self._brush.size + (1 if wish == "larger" else -1))
        elif wish == "clear":
            self.clear_requested.emit()
        elif wish == "invert":
            self.invert_requested.emit()

    def set_theme(self, theme: Theme) -> None:
        """Paint in this look, at the size of type of the moment."""
        for part in (self._tools, self._edges, self._width, self._grey):
            part.set_theme(theme)
        for button, drawing in ((self._invert, "negate"), (self._clear, "delete")):
            button.setIcon(icon(drawing, theme.muted))
            button.setIconSize(QSize(scaled(_ICON), scaled(_ICON)))
            button.setFixedHeight(control_height())
        self._box.setFixedSize(scaled(_BOX), control_height())
        self._reading.fit()
        self._fit()

    def retranslate(self) -> None:
        """Use the language of the moment."""
        sizes = _("Cells of the drawing, height × width: {least} to {most} each side. What is drawn is scaled with it.")
        self._box.setToolTip(sizes.format(least=SMALLEST, most=LARGEST))
        self._box.setAccessibleName(_("Size of the drawing"))
        for row, name in ((self._tools, _("Tool")), (self._edges, _("Edge of the brush"))):
            row.retranslate()
            row.setAccessibleName(name)
        self._width.explain(_("Size"), _("Diameter of the brush in cells ([ and ], or the wheel on the pad)"))
        self._grey.explain(_("Grey"), _("What the brush leaves: 0 is black, 255 is white"))
        for button, text, tip in (
            (self._invert, _("Invert"), _("Black becomes white and white black (I)")),
            (self._clear, _("Clear"), _("Make the drawing black (Del); undo brings it back")),
        ):
            button.setText(text)
            button.setAccessibleName(text)
            button.setToolTip(tip)
        self._reading.setToolTip(_("Row, column and value of the cell under the pointer"))
        self._fit()

    # -- size --

    def minimumSizeHint(self) -> QSize:
        return QSize(self._width_for(words=False, reading=False), control_height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _width_for(self, words: bool, reading: bool = True) -> int:
        """Width with names on everything, or with icons alone."""
        rows = self._tools.width_for(words) + self._edges.width_for(True)
        sliders = self._width.width_for(words) + self._grey.width_for(words)
        buttons = sum(self._button_width(button, words) for button in (self._invert, self._clear))
        return rows + sliders + buttons + scaled(_BOX) + 8 * Space.M + (scaled(_BOX) if reading else 0)

    def _button_width(self, button: QToolButton, words: bool) -> int:
        text = button.fontMetrics().horizontalAdvance(button.text()) + Space.S if words else 0
        return scaled(_ICON) + text + 2 * Space.S + 2

    def _fit(self) -> None:
        """Names give way to icons where there is no room, and then the reading."""
        words = self._width_for(words=True) <= self.width()
        style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon if words else Qt.ToolButtonStyle.ToolButtonIconOnly
        self._tools.set_words(words)
        for slider in (self._width, self._grey):
            slider.show_name(words)
        for button in (self._invert, self._clear):
            button.setToolButtonStyle(style)
        self._reading.setVisible(self._width_for(words=False) <= self.width())
        self.updateGeometry()

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.M)
        for part in (self._tools, self._width, self._grey, self._edges, self._box, self._invert, self._clear):
            row.addWidget(part)
        row.addWidget(self._reading, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    # -- wishes --

    def _connect(self) -> None:
        self._tools.chosen.connect(self._on_tools_chosen)
        self._edges.chosen.connect(self._on_edges_chosen)
        self._width.value_changed.connect(lambda size: self._set_brush(size=size))
        self._grey.value_changed.connect(self._on_grey_changed)
        self._box.textActivated.connect(self._on_box_text)
        line = self._box.lineEdit()
        assert line is not None
        line.editingFinished.connect(lambda: self._on_box_text(self._box.currentText()))
        self._invert.clicked.connect(self.invert_requested)
        self._clear.clicked.connect(self.clear_requested)

    def _set_brush(self, **changes: object) -> None:
        self._brush = dataclasses.replace(self._brush, **changes)  # type: ignore[arg-type]
        self._show_brush()
        self.brush_changed.emit(self._brush)

    def _show_brush(self) -> None:
        erases = self._tools.current == "eraser"
        self._tools.show_current("eraser" if erases else "brush")
        self._edges.show_current("soft" if self._brush.soft else "hard")
        self._width.show_value(self._brush.size)
        self._grey.setEnabled(not erases)

    def _on_tools_chosen(self, tool: str) -> None:
        self._tools.show_current(tool)
        self._set_brush(level=BLACK if tool == "eraser" else self._level)

    def _on_edges_chosen(self, edge: str) -> None:
        self._set_brush(soft=edge == "soft")

    def _on_grey_changed(self, level: int) -> None:
        self._level = level
        self._set_brush(level=level)

    def _on_box_text(self, text: str) -> None:
        if text == _text(self._size):
            return
        try:
            size = checked_size(parse_size(text))
        except UserError as error:
            self.show_size(self._size)
            self.refused.emit(error.message)
            return
        if size != self._size:
            self.size_chosen.emit(size)
        self.show_size(self._size)


def _text(size: Size) -> str:
    return f"{size[0]} × {size[1]}"
