"""A still of one screen, dimmed, on which a rectangle is chosen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QScreen
from PySide6.QtWidgets import QWidget

from cnnlab.gui.capture.screens import name_of, pixels_of
from cnnlab.gui.region import overlay_paint
from cnnlab.gui.region.grip import WHOLE, Grip, between, grip_at, pulled
from cnnlab.gui.theme import Theme
from cnnlab.sources.region import LEAST, Region
from cnnlab.text import _

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_FAR = 10  # pixels with Ctrl
_FIRST = (640, 480)
_SHIFT, _CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


class RegionOverlay(QWidget):
    """Covers a screen. The rectangle is counted in the screen's own pixels and never leaves it.

    Signals:
        taken: a `Region`.
        left: nothing is to be chosen.
        next_wanted: the next screen is wanted.
        begun: a rectangle is drawn here, so that there is none on another screen.
    """

    taken = Signal(object)
    left = Signal()
    next_wanted = Signal()
    begun = Signal()

    def __init__(self, screen: QScreen, theme: Theme, first: Region | None, others: bool) -> None:
        flags = Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint | Qt.WindowType.Window
        super().__init__(None, flags)
        self.setObjectName("regionOverlay")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._theme, self._others = theme, others
        self._still: QPixmap = screen.grabWindow(0)
        if self._still.isNull():  # the system does not let the screen be read: what lies below shines through
            self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self._name, self._pixels, self._ratio = name_of(screen), pixels_of(screen), screen.devicePixelRatio()
        self._region = first.inside(self._pixels.width(), self._pixels.height()) if first is not None else None
        self._before = self._region
        self._grip: Grip | None = None
        self._pressed: QPoint | None = None  # in the screen's pixels
        self.setScreen(screen)
        self.setGeometry(screen.geometry())
        self.retranslate()

    @property
    def region(self) -> Region | None:
        """The rectangle of the moment."""
        return self._region

    @property
    def box(self) -> QRectF:
        """Where it stands on the overlay; empty if there is none."""
        r, ratio = self._region, self._ratio
        return QRectF() if r is None else QRectF(r.x / ratio, r.y / ratio, r.w / ratio, r.h / ratio)

    def middle(self) -> Region:
        """The rectangle that one begins with: in the middle of the screen."""
        w, h = min(_FIRST[0], self._pixels.width()), min(_FIRST[1], self._pixels.height())
        return Region(self._name, (self._pixels.width() - w) // 2, (self._pixels.height() - h) // 2, w, h)

    def show_region(self, region: Region | None) -> None:
        """Show another rectangle, or none."""
        inside = region.inside(self._pixels.width(), self._pixels.height()) if region is not None else None
        self._region = inside
        self.update()

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self.setWindowTitle(_("Choose a region of the screen"))
        self.setAccessibleName(_("Choose a region of the screen"))
        self.setAccessibleDescription(self.hint())

    def hint(self) -> str:
        """What can be done here."""
        said = _("Drag a rectangle · arrows move it, Shift+arrows size it · Enter takes it · Esc leaves")
        return said + (_(" · Tab: next screen") if self._others else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        overlay_paint.paint_screen(painter, self.rect(), self._still, self.box)
        if self._region is not None:
            size = f"{self._region.w} × {self._region.h}"
            overlay_paint.paint_rectangle(painter, self.rect(), self.box, size, self._theme)
        overlay_paint.paint_hint(painter, self.rect(), self.hint(), self._theme)
        painter.end()

    # -- mouse --

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.RightButton:
            self.left.emit()
            return
        self._before, self._pressed = self._region, self._place(event.position())
        self._grip = grip_at(self.box, event.position()) if self._region is not None else None
        self.begun.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            self._show_cursor(event.position())
            return
        to = self._place(event.position())
        if self._grip is None:
            self.show_drawn(between(self._name, self._pressed, to, self._pixels.width(), self._pixels.height()))
        elif self._before is not None:
            moved = pulled(self._before, self._grip, to - self._pressed)
            self.show_region(moved if self._grip == WHOLE else self._cut(moved))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        region = self._region
        if self._pressed is not None and region is not None and (region.w < LEAST or region.h < LEAST):
            self._region = self._before  # a click, not a rectangle
            self.update()
        self._pressed = self._grip = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.box.contains(event.position()):
            self._take()

    def show_drawn(self, region: Region) -> None:
        """Show a rectangle while it is drawn, however small."""
        self._region = region
        self.update()

    def _cut(self, region: Region) -> Region:
        """What of a rectangle lies on the screen."""
        first, last = QPoint(region.x, region.y), QPoint(region.x + region.w, region.y + region.h)
        return between(self._name, first, last, self._pixels.width(), self._pixels.height())

    def _place(self, at: QPointF) -> QPoint:
        return QPoint(round(at.x() * self._ratio), round(at.y() * self._ratio))

    def _show_cursor(self, at: QPointF) -> None:
        grip = grip_at(self.box, at) if self._region is not None else None
        self.setCursor(Qt.CursorShape.CrossCursor if grip is None else grip.cursor)

    # -- keys --

    def focusNextPrevChild(self, forward: bool) -> bool:
        return False  # Tab goes to the next screen

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        if key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        elif key == Qt.Key.Key_Tab:
            self.next_wanted.emit()
        elif key == Qt.Key.Key_A and modifiers & _CTRL:
            self.begun.emit()
            self.show_region(Region(self._name, 0, 0, self._pixels.width(), self._pixels.height()))
        elif key in _ARROWS:
            self._step(_ARROWS[key], modifiers)

    def _step(self, arrow: tuple[int, int], modifiers: Qt.KeyboardModifier) -> None:
        region = self._region
        if region is None:
            self.begun.emit()
            self.show_region(self.middle())
            return
        by = _FAR if modifiers & _CTRL else 1
        dx, dy = arrow[0] * by, arrow[1] * by
        self.show_region(self._cut(region.stretched(dx, dy)) if modifiers & _SHIFT else region.moved(dx, dy))

    def _take(self) -> None:
        if self._region is not None:
            self.taken.emit(self._region)
