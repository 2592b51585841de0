"""One way to treat the activations, as a button: its picture, its numbers, and what shares them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QFocusEvent, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from cnnlab.engine.view import Pixels
from cnnlab.explain.norms import NONE, NormColumn, NormComparison
from cnnlab.gui.fonts import mono_font, ui_font
from cnnlab.gui.icons import icon
from cnnlab.gui.norms_page import texts
from cnnlab.gui.norms_page.images import image_of, places
from cnnlab.gui.norms_page.schematic import Schematic
from cnnlab.gui.theme import Radius, Space, TextSize, Theme, scaled
from cnnlab.text import _

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_WRAPPED = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
_LINES = 5  # of numbers
_PICTURE = 52  # least height, as long as there is room for the numbers too
_SMALLEST = 26  # the same where there is less
_GAP = 3
_NUMBERED = 30  # width of a picture from which on its item's number leaves most of it in sight
_PAIR = len("-1.235e-4 → -0.001235")
_ROOMY = 160  # width from which on numbers have all their digits, and names all their letters


class ColumnButton(QAbstractButton):
    """A click is a wish for this norm. Arrow keys belong to whoever holds the columns.

    Signals:
        entered: the pointer or the focus came to it.
        left: the pointer or the focus went away.
    """

    entered = Signal()
    left = Signal()

    def __init__(self, kind: str, theme: Theme) -> None:
        super().__init__()
        self.kind = kind
        self.setObjectName(f"norm_{kind or 'none'}")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._column = NormColumn(kind)
        self._comparison: NormComparison | None = None
        self._table: Pixels | None = None
        self._lit = False
        self._zoom, self._height = 1.0, 10_000
        self.set_theme(theme)

    @property
    def column(self) -> NormColumn:
        """What it shows."""
        return self._column

    # -- told what to show --

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme, at the size of type of the moment."""
        self._theme = theme
        self._fit_type()

    def show_zoom(self, zoom: float) -> None:
        """Paint everything so many times as large as usual."""
        if zoom != self._zoom:
            self._zoom = zoom
            self._fit_type()

    def show_height(self, height: int) -> None:
        """Have all numbers in sight in a view of this height, if small pictures do."""
        if height != self._height:
            self._height = height
            self._claim()

    def _fit_type(self) -> None:
        self._line = QFontMetrics(self._words()).height() + 1
        self._claim()
        self.update()

    def _words(self, size: int = TextSize.SMALL, weight: int = 400) -> QFont:
        return ui_font(round(size * self._zoom), weight)

    def _digits(self, size: int = TextSize.SMALL, weight: int = 400) -> QFont:
        return mono_font(round(size * self._zoom), weight)

    def _px(self, length: float) -> int:
        return round(scaled(length) * self._zoom)

    def show_column(self, column: NormColumn, comparison: NormComparison | None, table: Pixels | None) -> None:
        """Show a column of a comparison in some colours."""
        self._column, self._comparison, self._table = column, comparison, table
        self._claim()
        self.retranslate()
        self.update()

    def show_current(self, current: bool) -> None:
        """Mark it as the one that runs, or not."""
        self.setChecked(current)
        self.retranslate()

    def show_lit(self, lit: bool) -> None:
        """Mark it as the one whose cells are lit."""
        self._lit = lit
        self.update()

    def retranslate(self) -> None:
        """Use the language of the moment."""
        name = texts.title(self._column)
        self.setAccessibleName(_("{name}, in use").format(name=name) if self.isChecked() else name)
        self.setAccessibleDescription(texts.spoken(self._column))
        if self.kind == NONE:
            self.setToolTip(_("Switch the norm off"))
        else:
            self.setToolTip(_("Use {name} here").format(name=name))

    # -- geometry --

    def picture_box(self) -> QRect:
        """Where the pictures lie."""
        top = Space.S + self._line + Space.XS
        return QRect(Space.S, top, self.width() - 2 * Space.S, self.height() - self._fixed())

    def picture_size(self, count: int, plane: tuple[int, int]) -> QSize:
        """How large each of so many pictures of a plane is painted."""
        return places(count, self.picture_box(), plane, _GAP)[0].size()

    def sizeHint(self) -> QSize:
        return QSize(self._px(180), self.minimumHeight())  # it grows with the page

    def _claim(self) -> None:
        fixed = self._fixed()
        picture = min(self._px(_PICTURE), max(self._px(_SMALLEST), self._height - fixed))
        self.setMinimumSize(self._px(98), fixed + picture)

    def _fixed(self) -> int:
        """Height of all but the pictures."""
        return 2 * Space.S + (3 + _LINES) * self._line + self._strip() + 3 * Space.S + Space.XS

    def _strip(self) -> int:
        items = self._comparison.shape[0] if self._comparison is not None else 1
        return self._px(min(10 + 6 * items, 34))

    @property
    def _brief(self) -> bool:
        return self.width() < self._px(_ROOMY)

    @property
    def _narrow(self) -> bool:
        """Whether the longest pair of numbers would run into its name."""
        name = QFontMetrics(self._words()).horizontalAdvance(texts.changes(self._column)[0][0])
        pair = QFontMetrics(self._digits()).horizontalAdvance("0" * _PAIR)
        return self.width() - 2 * Space.S < name + Space.XS + pair

    # -- events --

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.entered.emit()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.left.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def nextCheckState(self) -> None:
        """What is current is told, not clicked."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint_ground(painter)
        self._paint_title(painter)
        box, problem = self.picture_box(), self._column.problem
        if problem is not None:
            self._paint_problem(painter, box, str(problem))
        if problem is not None and self._column.shared is None:
            painter.end()
            return
        self._paint_pictures(painter, box)
        self._paint_changes(painter, box.bottom() + 1 + Space.XS)
        self._paint_shared(painter, box.bottom() + 1 + 2 * self._line + Space.M)
        painter.end()

    def _paint_ground(self, painter: QPainter) -> None:
        theme = self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = theme.accent_tint if self.isChecked() else theme.hover if self.underMouse() else theme.raised
        edge = theme.accent if self.isChecked() or self._lit else ground
        pen = QPen(QColor(theme.text if self.hasFocus() else edge), 1)
        if self._lit and not self.isChecked() and not self.hasFocus():
            pen.setDashPattern([3, 2])
        painter.setBrush(QColor(ground))
        painter.setPen(pen)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), Radius.CARD, Radius.CARD)

    def _paint_title(self, painter: QPainter) -> None:
        theme, box = self._theme, QRect(Space.S, Space.S, self.width() - 2 * Space.S, self._line)
        if self.isChecked():
            side = self._px(14)
            icon("check", theme.accent).paint(painter, QRect(box.right() - side, box.top(), side, box.height()))
            box.setRight(box.right() - side - Space.XS)
        font = self._words(TextSize.BODY, 600)
        name = texts.short_title(self._column) if self._brief else texts.title(self._column)
        painter.setFont(font)
        painter.setPen(QColor(theme.text))
        painter.drawText(box, _LEFT, QFontMetrics(font).elidedText(name, Qt.TextElideMode.ElideRight, box.width()))
        used = QFontMetrics(font).horizontalAdvance(name) + Space.S
        small, text = self._words(), texts.detail(self._column)
        if text and used + QFontMetrics(small).horizontalAdvance(text) <= box.width():
            painter.setFont(small)
            painter.setPen(QColor(theme.muted))
            painter.drawText(box.adjusted(used, 0, 0, 0), _LEFT, text)

    def _paint_problem(self, painter: QPainter, box: QRect, problem: str) -> None:
        """Why the norm cannot be applied, in place of pictures; below it what else is known, where numbers are not."""
        used = self._paint_words(painter, box, problem, True)
        if self._column.shared is None and self._column.note is not None:
            below = QRect(box.left(), used.bottom() + Space.S, box.width(), self.height() - used.bottom() - 2 * Space.S)
            self._paint_words(painter, below, str(self._column.note))

    def _paint_pictures(self, painter: QPainter, box: QRect) -> None:
        pictures, comparison, table = self._column.pictures, self._comparison, self._table
        if pictures is None or comparison is None or table is None:
            return
        rects = places(len(pictures), box, (comparison.shape[2], comparison.shape[3]), _GAP)
        for rect, item, indices in zip(rects, comparison.items, pictures, strict=True):
            painter.drawImage(rect, image_of(indices, table))
            if len(rects) > 1 and rect.width() >= _NUMBERED:
                self._paint_badge(painter, rect, str(item))

    def _paint_badge(self, painter: QPainter, rect: QRect, text: str) -> None:
        font = self._digits(10, 600)
        metrics = QFontMetrics(font)
        badge = QRect(rect.left() + 2, rect.top() + 2, metrics.horizontalAdvance(text) + 6, self._px(14))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 150))
        painter.drawRoundedRect(QRectF(badge), 2, 2)
        painter.setFont(font)
        painter.setPen(QColor("#ffffff"))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_changes(self, painter: QPainter, top: int) -> None:
        for place, (name, text) in enumerate(texts.changes(self._column, self._brief, self._narrow)):
            self._paint_row(painter, top + place * self._line, name, text, self._theme.text)

    def _paint_shared(self, painter: QPainter, top: int) -> None:
        comparison = self._comparison
        if comparison is None:
            return
        box = QRectF(Space.S, top, self.width() - 2 * Space.S, self._strip())
        Schematic(self._theme, comparison.shape, comparison.index, self._digits(10)).paint(
            painter, box, self._column.shared
        )
        top += self._strip() + Space.S
        for place, (name, text) in enumerate(texts.rows(self._column, self._brief)):
            self._paint_row(painter, top + place * self._line, name, text, self._theme.muted)
        if self._column.kind == NONE and self._column.note is not None:
            room = QRect(Space.S, top, self.width() - 2 * Space.S, _LINES * self._line)
            self._paint_words(painter, room, str(self._column.note))

    def _paint_row(self, painter: QPainter, top: int, name: str, text: str, ink: str) -> None:
        box = QRect(Space.S, top, self.width() - 2 * Space.S, self._line)
        painter.setFont(self._words())
        painter.setPen(QColor(self._theme.muted))
        painter.drawText(box, _LEFT, name)
        painter.setFont(self._digits())
        painter.setPen(QColor(ink))
        painter.drawText(box, _RIGHT, text)

    def _paint_words(self, painter: QPainter, box: QRect, text: str, warning: bool = False) -> QRect:
        """Write a sentence; what it takes of the box."""
        painter.setFont(self._words())
        painter.setPen(QColor(self._theme.warning if warning else self._theme.muted))
        painter.drawText(box, _WRAPPED, text)
        return painter.boundingRect(box, _WRAPPED, text)
