"""Code whose lines know their layers: those of the selected layer are marked, a line gone to selects its layer."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QTextCursor, QTextFormat
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextEdit, QWidget

from cnnlab.blocks.base import Family
from cnnlab.formats.code.lines import Code
from cnnlab.gui.drawer.highlighter import PythonHighlighter
from cnnlab.gui.drawer.zoom import zoom_for
from cnnlab.gui.fonts import mono_font, scaled
from cnnlab.gui.theme import Space, TextSize, Theme
from cnnlab.text import _

_STRIP = 3  # width of the family's colour, as on a card
_WANTED = (1000, 400)  # pixels in which code has its usual size
_ABOVE = 2  # lines that stay in sight above the one scrolled to


class CodeView(QPlainTextEdit):
    """Read-only; what stays the same when the code changes stays where it is, and so do scroll position and selection.

    Signals:
        layer_chosen: a line of a layer was clicked or reached by key: its id.
    """

    layer_chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(readOnly=True, undoRedoEnabled=False, lineWrapMode=QPlainTextEdit.LineWrapMode.NoWrap)
        self.setObjectName("codeView")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._theme = theme
        self._code = Code(())
        self._families: Mapping[str, Family] = {}
        self._layer = ""
        self._size = 0  # pixels of the type on show
        self._margin = CodeMargin(self)
        self.document().setDocumentMargin(0)  # a mark reaches the margin
        self._highlighter = PythonHighlighter(self.document(), theme)
        self.updateRequest.connect(self._on_update_request)
        self.set_theme(theme)

    # -- told what to show --

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme, at the size of type of the moment."""
        self._theme = theme
        self._fit_type()
        self._highlighter.set_theme(theme)
        self._margin.set_theme(theme)
        self._place_margin()
        self._mark()

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self.setAccessibleName(_("PyTorch code of the stack"))
        self.setAccessibleDescription(_("A line selects its layer"))

    def show_code(self, code: Code, families: Mapping[str, Family]) -> None:
        """Show other code, with the family of each layer; only the part that differs is written."""
        self._families = families
        if code != self._code:
            before, self._code = self._code.text, code
            self._replace(before.removesuffix("\n"), code.text.removesuffix("\n"))
            self._place_margin()
        self._mark()
        self._margin.update()

    def show_layer(self, layer: str) -> None:
        """Mark the lines of a layer, and bring them into sight if none of them is."""
        if layer == self._layer:
            return
        self._layer = layer
        self._mark()
        self._margin.update()
        lines = self._code.lines_of(layer)
        if not lines or self.textCursor().blockNumber() in lines:
            return
        if not self.textCursor().hasSelection():
            self._go_to(lines[0])
        first = self.firstVisibleBlock().blockNumber()
        shown = range(first, first + max(1, self.viewport().height() // self.fontMetrics().lineSpacing()))
        if not any(line in shown for line in lines):
            self.verticalScrollBar().setValue(lines[0] - _ABOVE)

    @property
    def layer(self) -> str:
        """The layer whose lines are marked."""
        return self._layer

    def family_of(self, line: int) -> Family | None:
        """The family of the layer that a line belongs to."""
        return self._families.get(self._code.layer_at(line) or "")

    def is_marked(self, line: int) -> bool:
        """Whether a line belongs to the selected layer."""
        return bool(self._layer) and self._code.layer_at(line) == self._layer

    def _replace(self, before: str, after: str) -> None:
        """Write what differs, as one piece."""
        start = _alike(before, after)
        end = min(_alike(before[::-1], after[::-1]), len(before) - start, len(after) - start)
        bar, at = self.verticalScrollBar(), self.verticalScrollBar().value()
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(len(before) - end, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(after[start : len(after) - end])
        bar.setValue(at)

    def _go_to(self, line: int) -> None:
        across = self.horizontalScrollBar().value()
        down = self.verticalScrollBar().value()
        self.setTextCursor(QTextCursor(self.document().findBlockByNumber(line)))
        self.verticalScrollBar().setValue(down)
        self.horizontalScrollBar().setValue(across)

    def _mark(self) -> None:
        tint = QColor(self._theme.accent_tint)
        marks = []
        for line in self._code.lines_of(self._layer) if self._layer else ():
            mark = QTextEdit.ExtraSelection()
            mark.format.setBackground(tint)
            mark.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
            mark.cursor = QTextCursor(self.document().findBlockByNumber(line))
            marks.append(mark)
        self.setExtraSelections(marks)

    # -- what a person does --

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._choose()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        before = self.textCursor().blockNumber()
        super().keyPressEvent(event)
        if self.textCursor().blockNumber() != before:
            self._choose()

    def _choose(self) -> None:
        """Select the layer of the line that the cursor is in, unless text is being selected."""
        layer = self._code.layer_at(self.textCursor().blockNumber())
        if layer is not None and layer != self._layer and not self.textCursor().hasSelection():
            self.layer_chosen.emit(layer)

    # -- the margin --

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_type()
        self._place_margin()

    def _fit_type(self) -> None:
        """Write larger where there is much room."""
        zoom = zoom_for(self.size(), _WANTED)
        font = mono_font(round(TextSize.BODY * zoom))
        if font.pixelSize() != self._size:
            self._size = font.pixelSize()
            self.setFont(font)
            self._margin.setFont(mono_font(round(TextSize.SMALL * zoom)))

    def _place_margin(self) -> None:
        width = self._margin.width_for(len(self._code.lines))
        self.setViewportMargins(width, 0, 0, 0)
        inside = self.contentsRect()
        self._margin.setGeometry(QRect(inside.left(), inside.top(), width, inside.height()))

    def _on_update_request(self, rect: QRect, down: int) -> None:
        if down:
            self._margin.scroll(0, down)
        else:
            self._margin.update(0, rect.y(), self._margin.width(), rect.height())

    def lines_at(self, top: int, bottom: int) -> list[tuple[int, int, int]]:
        """Number, top and height of the lines between two heights of the view."""
        found = []
        block = self.firstVisibleBlock()
        y = round(self.blockBoundingGeometry(block).translated(self.contentOffset()).top())
        while block.isValid() and y <= bottom:
            height = round(self.blockBoundingRect(block).height())
            if y + height >= top:
                found.append((block.blockNumber(), y, height))
            y += height
            block = block.next()
        return found


def _alike(first: str, second: str) -> int:
    """How many signs two texts begin with alike."""
    pairs = enumerate(zip(first, second, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(first), len(second)))


class CodeMargin(QWidget):
    """Numbers of lines, and the colour of the family that a line's layer belongs to."""

    def __init__(self, view: CodeView) -> None:
        super().__init__(view)
        self._view = view
        self._theme = view._theme

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme, at the size of type of the moment."""
        self._theme = theme
        self.update()

    def width_for(self, lines: int) -> int:
        """Room for the numbers of so many lines."""
        return (
            self.fontMetrics().horizontalAdvance("0" * max(2, len(str(lines)))) + Space.L + 2 * Space.M + scaled(_STRIP)
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(self._theme.panel))
        painter.setFont(self.font())
        for line, top, height in self._view.lines_at(event.rect().top(), event.rect().bottom()):
            self._paint_line(painter, line, top, height)
        painter.end()

    def _paint_line(self, painter: QPainter, line: int, top: int, height: int) -> None:
        marked, strip = self._view.is_marked(line), scaled(_STRIP)
        family = self._view.family_of(line)
        if marked:
            painter.fillRect(0, top, self.width(), height, QColor(self._theme.accent_tint))
        if family is not None:
            painter.fillRect(self.width() - Space.M - strip, top, strip, height, QColor(self._theme.families[family]))
        painter.setPen(QColor(self._theme.text if marked else self._theme.faint))
        room = QRect(0, top, self.width() - 2 * Space.M + Space.XS - strip, height)
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(line + 1))
