"""The pictures of two variants: pinned in, pointed at, divided."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QToolTip, QWidget

from cnnlab.engine.view import Colours
from cnnlab.explain.compared import Compared
from cnnlab.gui.compare.compare_keys import COMPARE_KEYS
from cnnlab.gui.compare.paint import ComparePainter, near_divider
from cnnlab.gui.compare.scene import Part, Scene, scene_of
from cnnlab.gui.compare.subject import Kernels
from cnnlab.gui.compare.writing import pinned
from cnnlab.gui.theme import Space, Theme, scaled
from cnnlab.text import _

_MOVES = {"left": (0, -1), "right": (0, 1), "up": (-1, 0), "down": (1, 0)}
_STEPS = {"more_b": -0.02, "more_a": 0.02, "all_b": -1.0, "all_a": 1.0}
_FAR = 10
_CELL = (56, 30)  # width and height of a cell around the pinned one, at the usual size of type
_REACH = 8  # pixels beside the divider in which it is taken hold of


class CompareView(QWidget):
    """Both side by side with their difference, or one picture with a divider.

    Signals:
        picked: a cell was clicked: its row and column.
        moved: an arrow was pressed: rows and columns by which the pin is to move.
        mode_asked: the key that changes between both ways was pressed.
        details_asked: the key that shows or hides what stands beside was pressed.
    """

    picked = Signal(int, int)
    moved = Signal(int, int)
    mode_asked = Signal()
    details_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("compareView")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._theme = theme
        self._compared: Compared | None = None
        self._kernels: Kernels | None = None
        self._at: tuple[int, int] | None = None
        self._colours: Colours | None = None
        self._table: list[int] = []
        self._said = ""
        self._split, self._share, self._held = False, 0.5, False
        self._scene = Scene()

    @property
    def scene(self) -> Scene:
        """What is on show, and where."""
        return self._scene

    @property
    def share(self) -> float:
        """Where the divider is: 0 shows B alone, 1 shows A alone."""
        return self._share

    @property
    def compared(self) -> Compared | None:
        """What is on show."""
        return self._compared

    # -- told what to show --

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme, at the size of type of the moment."""
        self._theme = theme
        self._arrange()

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self.setAccessibleName(_("A beside B"))
        self.update()

    def show_split(self, split: bool) -> None:
        """Show one picture with a divider, or all side by side."""
        self._split = split
        self._arrange()

    def show_compared(self, compared: Compared | None, colours: Colours | None) -> None:
        """Show another answer, in these colours."""
        self._compared = compared
        if colours is not None and colours is not self._colours:
            self._colours, self._table = colours, colours.activation.tolist()
        self._arrange()

    def show_kernels(self, kernels: Kernels | None) -> None:
        """Show one slice of the kernels in both, or none."""
        self._kernels = kernels
        self._arrange()

    def show_pin(self, at: tuple[int, int] | None) -> None:
        """Mark the pinned cell."""
        self._at = at
        self.update()

    def say(self, text: str) -> None:
        """Say something instead of pictures; empty for nothing."""
        self._said = text
        self.update()

    def set_share(self, share: float) -> None:
        """Put the divider elsewhere."""
        self._share = max(0.0, min(1.0, share))
        self.update()

    def _arrange(self) -> None:
        room = self.rect().adjusted(0, 0, -1, -1)
        self._scene = scene_of(
            self._compared,
            self._kernels,
            self._split,
            room,
            scaled(20),
            Space.M,
            self.devicePixelRatioF(),
            QSize(scaled(_CELL[0]), scaled(_CELL[1])),
        )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(600, 260)

    def minimumSizeHint(self) -> QSize:
        return QSize(scaled(160), scaled(80))

    # -- events --

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self._on_divider(point):
            self._held = True
            return
        found = self._scene.at(point)
        if found is not None:
            self.picked.emit(*found[1])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point, split = event.position().toPoint(), self._scene.part(Part.SPLIT)
        if self._held and split is not None:
            picture = split.tile.picture
            self.set_share((point.x() - picture.left()) / max(1, picture.width()))
            return
        over = Qt.CursorShape.CrossCursor if self._scene.at(point) is not None else Qt.CursorShape.ArrowCursor
        self.setCursor(Qt.CursorShape.SplitHCursor if self._on_divider(point) else over)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        asked = COMPARE_KEYS.find(event)
        if asked in _MOVES:
            far = _FAR if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            self.moved.emit(far * _MOVES[asked][0], far * _MOVES[asked][1])
        elif asked in _STEPS and self._split:
            self.set_share(self._share + _STEPS[asked])
        elif asked == "mode":
            self.mode_asked.emit()
        elif asked == "details":
            self.details_asked.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.tip_at(event.pos()), self)
            return True
        return super().event(event)

    def tip_at(self, point: QPoint) -> str:
        """Both values at a point, and their difference; empty where there is no picture."""
        found = self._scene.at(point)
        if found is None or self._compared is None:
            return ""
        y, x = found[1]
        place = _("row {y}, column {x}").format(y=y, x=x)
        a, b, gap = pinned(self._compared, y, x)
        return f"{place}\nA {a}\nB {b}\nB − A {gap}"

    def _on_divider(self, point: QPoint) -> bool:
        return near_divider(self._scene.part(Part.SPLIT), self._share, point, _REACH)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        if self._said:
            painter.setPen(QColor(self._theme.muted))
            words = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(Space.XL, 0, -Space.XL, 0), words, self._said)
        elif self._compared is not None:
            self._paint(painter, self._compared)
        if self.hasFocus():
            painter.setPen(QColor(self._theme.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRect(0, 0, self.width() - 1, self.height() - 1))
        painter.end()

    def _paint(self, painter: QPainter, compared: Compared) -> None:
        parts = ComparePainter(painter, self._theme, self._table)
        for placed in self._scene.parts:
            if placed.part is Part.KERNELS:
                if self._kernels is not None:
                    parts.kernels(placed, self._kernels)
                continue
            if placed.part is Part.SPLIT:
                parts.split(placed, compared, self._share)
            else:
                parts.picture(placed, compared)
            told = placed.part is Part.GAP and compared.channel is not None and compared.channel.most == 0
            if self._at is not None and not told and (placed.part is not Part.A or compared.difference is not None):
                parts.pin(placed, self._at)
        if self._at is not None and compared.difference is not None and self._scene.loupes:
            parts.loupes(self._scene.loupes, compared, self._at)
