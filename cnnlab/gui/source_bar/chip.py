"""A rounded piece of the bar that carries several short texts, and opens something if it can be pressed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from cnnlab.gui import fonts
from cnnlab.gui.icons import icon
from cnnlab.gui.source_bar.segments import control_height
from cnnlab.gui.theme import DARK, Radius, Space, TextSize, Theme, scaled

FULL = 9  # the detail at which every part is shown
_ICON = 16
_CHEVRON = 14
_DOT = 8
LEAST_NAME = 72.0  # an elastic text never gets less


@dataclass(frozen=True)
class Part:
    """One text of a chip.

    Attributes:
        text: what is shown.
        number: in the face of numbers.
        strong: semi-bold.
        muted: in the second colour.
        rank: shown while the chip's detail is at least this.
        elastic: cut in the middle where space is short.
        reserve: the text stands right in the width of this one, so that nothing moves while it changes.
        gap: distance to what stands before it.
    """

    text: str
    number: bool = False
    strong: bool = False
    muted: bool = False
    rank: int = 0
    elastic: bool = False
    reserve: str = ""
    gap: int = Space.S

    @property
    def font(self) -> QFont:
        """Its face."""
        return _font(self.number, self.strong)

    @property
    def width(self) -> float:
        """Its natural width."""
        return _advance(self.number, self.strong, self.reserve or self.text)


@fonts.kept
def _font(number: bool, strong: bool) -> QFont:
    weight = 600 if strong else 400
    return fonts.mono_font(TextSize.SMALL, weight) if number else fonts.ui_font(TextSize.BODY, weight)


@fonts.kept
def _advance(number: bool, strong: bool, text: str) -> float:
    return QFontMetricsF(_font(number, strong)).horizontalAdvance(text)


class Chip(QAbstractButton):
    """Icon or dot, texts, and a chevron if it opens something; `text()` gives the words in one line.

    A button's own text would ask for a new layout of the window each time it changes, which is with every result.
    """

    def __init__(self, name: str, parent: QWidget | None = None, opens: bool = True) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._theme = DARK
        self._opens = self._presses = opens
        self._parts: tuple[Part, ...] = ()
        self._widths: tuple[float, ...] = ()
        self._icon = ""
        self._dot = ""
        self._detail = FULL
        self._open = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if opens else Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover, opens)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def show_parts(self, parts: Sequence[Part]) -> bool:
        """Show these texts; True if the chip wants another width."""
        if tuple(parts) == self._parts:
            return False
        before = self.width_at(FULL)
        self._parts = tuple(parts)
        self._widths = tuple(part.width for part in parts)
        if self.width_at(FULL) == before:
            self.update()
            return False
        self._arrange()
        return True

    def text(self) -> str:
        return " ".join(part.text for part in self._parts)

    def show_icon(self, name: str) -> None:
        """Lead with an icon."""
        self._icon = name
        self._arrange()

    def show_dot(self, colour: str) -> None:
        """Lead with a dot of a theme's colour, by the token's name."""
        if colour != self._dot:
            moves, self._dot = not (colour and self._dot), colour
            self.update()
            if moves:
                self.updateGeometry()

    def set_presses(self, presses: bool) -> None:
        """Whether it can be pressed, though it opens nothing."""
        if presses != self._presses:
            self._presses = presses
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus if presses else Qt.FocusPolicy.NoFocus)
            self.setAttribute(Qt.WidgetAttribute.WA_Hover, presses)
            self.update()

    def show_open(self, opened: bool) -> None:
        """Mark what it opens as open."""
        self._open = opened
        self.update()

    def set_detail(self, detail: int) -> None:
        """Show only the parts of this rank and below."""
        if detail != self._detail:
            self._detail = detail
            self._arrange()

    def set_theme(self, theme: Theme) -> None:
        """Paint in this look."""
        self._theme = theme
        self._widths = tuple(part.width for part in self._parts)
        self._arrange()

    def width_at(self, detail: int, elastic: float | None = None) -> int:
        """Width with the parts up to a rank; an elastic text takes at most `elastic`."""
        return round(self._content(detail, elastic)) + 2 * Space.M

    def sizeHint(self) -> QSize:
        return QSize(self.width_at(self._detail), control_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self.width_at(self._detail, LEAST_NAME), control_height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        down = event.key() == Qt.Key.Key_Down and self._opens
        if down or (self._presses and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_surface(painter)
        x = self._paint_lead(painter, float(Space.M))
        spare = self.width() - self.width_at(self._detail)
        baseline = _baseline(self.height())
        for i, (part, width) in enumerate(self._shown()):
            x += part.gap if i or self._lead() else 0
            room = max(0.0, width + min(0, spare)) if part.elastic else width
            self._paint_part(painter, part, x, room, baseline)
            x += room
        if self._opens:
            side = scaled(_CHEVRON)
            box = QRectF(self.width() - Space.M - side + 2, (self.height() - side) / 2, side, side)
            icon("chevron-down", self._theme.muted).paint(painter, box.toRect())
        painter.end()

    def _paint_surface(self, painter: QPainter) -> None:
        theme, held = self._theme, self._presses and (self.isDown() or self._open)
        ground = theme.line if held else theme.hover if self._presses and self.underMouse() else theme.raised
        painter.setBrush(QColor(ground))
        painter.setPen(QPen(QColor(theme.accent), 1) if self.hasFocus() else Qt.PenStyle.NoPen)
        inset = 0.5 if self.hasFocus() else 0.0
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(box, Radius.CONTROL, Radius.CONTROL)

    def _paint_lead(self, painter: QPainter, x: float) -> float:
        middle = self.height() / 2
        if self._icon:
            side = scaled(_ICON)
            box = QRectF(x, middle - side / 2, side, side)
            icon(self._icon, self._theme.muted).paint(painter, box.toRect())
        elif self._dot:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(getattr(self._theme, self._dot)))
            painter.drawEllipse(QRectF(x, middle - scaled(_DOT) / 2, scaled(_DOT), scaled(_DOT)))
        return x + self._lead()

    def _paint_part(self, painter: QPainter, part: Part, x: float, room: float, baseline: float) -> None:
        text = part.text
        if part.elastic:  # a little more than the room: an elided text must not fall victim to rounding its own width
            text = QFontMetricsF(part.font).elidedText(text, Qt.TextElideMode.ElideMiddle, room + 0.5)
        if part.reserve:
            x += room - QFontMetricsF(part.font).horizontalAdvance(text)
        painter.setFont(part.font)
        painter.setPen(QColor(self._theme.muted if part.muted else self._theme.text))
        painter.drawText(QPointF(x, baseline), text)

    def _shown(self, detail: int | None = None) -> list[tuple[Part, float]]:
        most = self._detail if detail is None else detail
        return [(p, w) for p, w in zip(self._parts, self._widths, strict=True) if p.rank <= most]

    def _lead(self) -> int:
        return scaled(_ICON if self._icon else _DOT if self._dot else 0)

    def _content(self, detail: int, elastic: float | None) -> float:
        shown = self._shown(detail)
        width = float(self._lead())
        for i, (part, natural) in enumerate(shown):
            width += part.gap if i or self._lead() else 0
            width += min(natural, elastic) if part.elastic and elastic is not None else natural
        return width + (scaled(_CHEVRON) + 2 if self._opens else 0)

    def _arrange(self) -> None:
        self.updateGeometry()
        self.update()


@fonts.kept
def _baseline(height: int) -> float:
    """Where the words stand, so that both faces share one line."""
    metrics = QFontMetricsF(_font(False, False))
    return round((height - metrics.ascent() - metrics.descent()) / 2 + metrics.ascent())
