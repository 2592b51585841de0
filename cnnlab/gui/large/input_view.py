"""The input beside the channel: where the cursor is on it, and what the cell under the cursor is made from."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnlab.engine.view import Picture
from cnnlab.explain.receptive import Box
from cnnlab.gui.large.places import Cell
from cnnlab.gui.theme import Theme
from cnnlab.text import _

_ARM = 6  # length of an arm of the cross
_WIDE = 16  # half a box from which on the cross stands inside it


class InputView(QWidget):
    """The input picture, all of it, with a box and a cross.

    Signals:
        hovered: the cell of the input under the pointer, `(y, x)`, or None.
        clicked: a cell of the input was clicked.
        resized: the picture is shown at another size.
    """

    hovered = Signal(object)
    clicked = Signal(object)
    resized = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("largeInput")
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._theme = theme
        self._plane: tuple[int, int] = (1, 1)
        self._picture: Picture | None = None
        self._image = QImage()
        self._box: Box | None = None
        self._centre: tuple[float, float] | None = None
        self.retranslate()

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self.update()

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self.setAccessibleName(_("Input"))
        self.setToolTip(
            _(
                "The input. The box is the receptive field: what the cell under the cursor is made from. Move here to "
                "move the cursor in the channel"
            )
        )

    def set_plane(self, plane: tuple[int, int]) -> None:
        """Say how many rows and columns the input has."""
        if plane != self._plane:
            self._plane = plane
            self.updateGeometry()
            self._fix_height()

    def show_picture(self, picture: Picture | None) -> None:
        """Show the input; the image shares the picture's memory."""
        if picture is None or picture is self._picture:
            return
        self._picture = picture
        pixels = picture.pixels[0]
        self._image = QImage(pixels.data, pixels.shape[1], pixels.shape[0], QImage.Format.Format_RGB32)
        self.update()

    def show_place(self, box: Box | None, centre: tuple[float, float] | None) -> None:
        """Mark what a cell is made from, and the place it stands over; both in cells of the input."""
        if (box, centre) != (self._box, self._centre):
            self._box, self._centre = box, centre
            self.update()

    def pixels(self) -> tuple[int, int]:
        """Height and width of the picture in device pixels."""
        size, ratio = self._target().size(), self.devicePixelRatioF()
        return max(1, round(size.height() * ratio)), max(1, round(size.width() * ratio))

    def sizeHint(self) -> QSize:
        return QSize(224, self._height_for(224))

    def _height_for(self, width: int) -> int:
        height, columns = self._plane
        return max(24, min(round(width * height / columns), width))

    def _fix_height(self) -> None:
        self.setFixedHeight(self._height_for(max(1, self.width())))
        self.resized.emit()

    def _target(self) -> QRectF:
        """Where the picture lies: as large as fits, in its own proportions."""
        rows, columns = self._plane
        scale = min(self.width() / columns, self.height() / rows)
        width, height = max(1.0, columns * scale), max(1.0, rows * scale)
        return QRectF((self.width() - width) / 2, 0, width, height)

    def _cell(self, point: QPointF) -> Cell | None:
        target, (rows, columns) = self._target(), self._plane
        if not target.contains(point):
            return None
        y, x = (
            (point.y() - target.top()) * rows / target.height(),
            (point.x() - target.left()) * columns / target.width(),
        )
        return min(int(y), rows - 1), min(int(x), columns - 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fix_height()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.hovered.emit(self._cell(event.position()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self._cell(event.position())
        if event.button() == Qt.MouseButton.LeftButton and cell is not None:
            self.clicked.emit(cell)

    def leaveEvent(self, event: object) -> None:
        self.hovered.emit(None)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        target = self._target()
        if self._image.isNull():
            painter.fillRect(target, QColor(self._theme.raised))
        else:
            painter.drawImage(target, self._image)
        painter.setClipRect(target)
        self._paint_place(painter, target)
        painter.end()

    def _paint_place(self, painter: QPainter, target: QRectF) -> None:
        rows, columns = self._plane
        across, down = target.width() / columns, target.height() / rows
        dark, accent = QColor(0, 0, 0, 150), QColor(self._theme.accent)
        place: QRectF | None = None
        if self._box is not None:
            (top, bottom), (left, right) = self._box
            place = QRectF(left * across, top * down, (right - left + 1) * across, (bottom - top + 1) * down)
            place.translate(target.topLeft())
            place = place.adjusted(-1, -1, 1, 1).intersected(target.adjusted(1, 1, -1, -1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for ink, width in ((dark, 3.0), (accent, 1.5)):
                painter.setPen(QPen(ink, width))
                painter.drawRect(place)
        if self._centre is not None:
            y, x = target.top() + (self._centre[0] + 0.5) * down, target.left() + (self._centre[1] + 0.5) * across
            gap = min(place.width(), place.height()) / 2 + 2 if place is not None else 2
            if gap > _WIDE:  # the box is large enough to be seen: a cross inside it
                gap = 0
            for ink, width in ((dark, 3.0), (QColor(Qt.GlobalColor.white), 1.0)):
                painter.setPen(QPen(ink, width))
                for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                    start, end = gap, gap + _ARM
                    painter.drawLine(QPointF(x + start * dx, y + start * dy), QPointF(x + end * dx, y + end * dy))
