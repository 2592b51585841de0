"""How a row of the canvas is painted, but for its tiles."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPolygonF

from cnnlab.gui.canvas.content import RowContent, range_text
from cnnlab.gui.canvas.face import Face
from cnnlab.gui.canvas.geometry import HEADER, MARGIN, NOTE
from cnnlab.gui.canvas.rows import RowState
from cnnlab.gui.canvas.times import Cost
from cnnlab.gui.fonts import mono_font, ui_font
from cnnlab.gui.theme import Radius, TextSize, Theme, scaled
from cnnlab.text import _

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter
_LEAD = 32  # before the label: chevron and family
_GAP = 10
_LEAST_ABOUT = 40  # narrower than this, the kind is left out
_GAUGE, _GAUGE_HEIGHT = 56, 4
_SHORT_NAME = 120  # of a name that the kind gives way to
_LEAST_NAME = 56  # of a name that is longer; numbers give way before that


def name_room(label: int, kind: int, room: int) -> int:
    """Pixels that a name has of the room that it shares with the kind: all it wants if it is short, half if not."""
    return min(label, max(room - kind, room // 2, min(room, scaled(_SHORT_NAME))))


def _name() -> int:
    """Where the label begins, behind chevron and family."""
    return MARGIN + scaled(_LEAD)


@dataclass(frozen=True)
class _Number:
    """A text of a header that ends at `right`."""

    text: str
    right: int
    width: int
    colour: str
    face: Face

    def write(self, painter: QPainter, line: QRect) -> None:
        painter.setFont(self.face.font)
        painter.setPen(QColor(self.colour))
        painter.drawText(QRect(self.right - self.width, line.top(), self.width + 1, line.height()), _RIGHT, self.text)


@dataclass(frozen=True)
class _Gauge:
    """A bar of a header, whose track ends at `right`: filled as far as `share` says."""

    share: float
    right: int
    width: int
    track: str
    colour: str

    def write(self, painter: QPainter, line: QRect) -> None:
        high = scaled(_GAUGE_HEIGHT)
        track = QRectF(self.right - self.width, line.center().y() - high / 2 + 0.5, self.width, high)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for width, colour in ((track.width(), self.track), (max(high, self.share * track.width()), self.colour)):
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(QRectF(track.left(), track.top(), width, high), high / 2, high / 2)


_Mark = _Number | _Gauge  # what stands on the right of a header


@dataclass
class RowPainter:
    """Paints rows in one theme; `links` keeps where a row's link was painted."""

    theme: Theme
    links: dict[str, QRect] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.label = Face(ui_font(TextSize.BODY, 600))
        self.words = Face(ui_font(TextSize.BODY))
        self.small = Face(ui_font(TextSize.SMALL))
        self.mono = Face(mono_font(TextSize.SMALL))

    def ground(self, state: RowState) -> QColor:
        """What a row stands on."""
        return QColor(self.theme.panel if state.selected else self.theme.background)

    def card(self, painter: QPainter, rect: QRect, focused: bool = False) -> None:
        """The ground of the selected row; its edge says that keys work here."""
        path = QPainterPath()
        path.addRoundedRect(QRectF(rect.adjusted(10, -6, -10, 5)).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(path, QColor(self.theme.panel))
        painter.strokePath(path, QPen(QColor(self.theme.accent if focused else self.theme.line), 1))

    def strip(self, painter: QPainter, header: QRect, state: RowState) -> None:
        """What lies behind a header that stays while its tiles pass below it."""
        painter.fillRect(header.adjusted(0, 0, 0, 2), QColor(self.theme.background))
        if state.selected:
            inner = header.adjusted(10, 0, -10, 2)
            painter.fillRect(inner, QColor(self.theme.panel))
            painter.fillRect(QRect(inner.topLeft(), QPoint(inner.left(), inner.bottom())), QColor(self.theme.line))
            painter.fillRect(QRect(inner.topRight(), inner.bottomRight()), QColor(self.theme.line))
        painter.fillRect(QRect(10, header.bottom() + 3, header.width() - 20, 1), QColor(self.theme.line))

    def strip_rect(self, header: QRect) -> QRect:
        """What such a header covers."""
        return header.adjusted(0, 0, 0, 3)

    def header(
        self,
        painter: QPainter,
        rect: QRect,
        content: RowContent,
        state: RowState,
        chevron: QRect,
        collapsed: bool,
        part: QRect,
    ) -> None:
        """What folds the row, family, name, kind, shape on the left; numbers on the right; what `part` shows of it."""
        line = QRect(MARGIN, rect.top(), rect.width() - 2 * MARGIN, scaled(HEADER) - 4)
        numbers, begin = self._numbers(rect.width(), content, state, collapsed)
        painter.setOpacity(0.45 if content.off else 1.0)
        for number in numbers:
            number.write(painter, line)
        if part.left() < begin:
            self._family(painter, line, content)
            self._words(painter, line, content, begin)
            painter.setOpacity(1.0)
            self._chevron(painter, chevron, collapsed)
        painter.setOpacity(1.0)

    def numbers_begin(self, width: int, content: RowContent, state: RowState, collapsed: bool) -> int:
        """Where a header's numbers begin; its words stay as they are as long as that does."""
        return self._numbers(width, content, state, collapsed)[1]

    def _family(self, painter: QPainter, line: QRect, content: RowContent) -> None:
        family = self.theme.families[content.family] if content.family else self.theme.muted
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(QColor(family)))
        painter.drawRoundedRect(
            QRectF(_name() - scaled(16), line.center().y() - scaled(8) / 2 + 0.5, scaled(8), scaled(8)), 2, 2
        )

    def _words(self, painter: QPainter, line: QRect, content: RowContent, right: int) -> None:
        """Name, kind and shape; the kind gives way at its end before a short name does, a long one in its middle."""
        about = f"{content.about} · {_('off')}" if content.off else content.about
        shape = self.mono.width(content.shape) + 12 if content.shape else 0
        whole = self.label.width(content.label)
        if right - _name() - shape - _GAP < min(whole, scaled(_LEAST_NAME)):
            shape = 0  # the inspector says it too; which row it is stands only here
        room = right - _name() - (shape + _GAP if shape else 0)
        label, kind = whole, self.words.width(about) + _GAP
        name = name_room(label, kind, room)
        left = _name() + self._text(
            painter, _name(), line, content.label, self.label, self.theme.text, name, middle=True
        )
        left += _GAP
        if right - left - (shape + _GAP if shape else 0) >= min(kind - _GAP, scaled(_LEAST_ABOUT)):
            limit = right - left - (shape + _GAP if shape else 0)
            left += self._text(painter, left, line, about, self.words, self.theme.muted, limit) + _GAP
        if shape and left + shape <= right:
            self._shape(painter, QRect(left, line.center().y() - scaled(9), shape, scaled(19)), content.shape)

    def _numbers(self, width: int, content: RowContent, state: RowState, collapsed: bool) -> tuple[list[_Mark], int]:
        """The numbers from the right edge of a header inwards, and where they begin."""
        right, found, muted = width - MARGIN - 1, list[_Mark](), self.theme.muted

        def place(text: str, colour: str, face: Face) -> int:
            found.append(_Number(text, right, wide := face.width(text), colour, face))
            return right - wide - 12

        if state.busy:
            return found, place(_("computing…"), muted, self.words)
        if state.cost is not None:
            right = self._cost(state.cost, right, found, _name() + self.label.width(content.label) + _GAP)
        if state.numbers is None or content.note or collapsed:
            return found, right - 12
        if state.numbers.nonfinite:
            text = _("{count} not finite").format(count=f"{state.numbers.nonfinite:,}")
            right = place(text, self.theme.warning, self.mono)
        begin = place(range_text(state.numbers), muted, self.mono)
        if begin >= _name() + scaled(_LEAST_NAME):
            return found, begin
        return found[:-1], right

    def _cost(self, cost: Cost, right: int, found: list[_Mark], name_end: int) -> int:
        """Time and bar of a layer, each as wide in every row, so that bars can be compared; what is left of them.

        There is no bar where the name, which ends at `name_end`, would give way to it.
        """
        text, room = f"{1000 * cost.seconds:.1f} ms", self.mono.width("000.0 ms")
        ink, fill = (self.theme.text, self.theme.accent) if cost.largest else (self.theme.muted, self.theme.faint)
        found.append(_Number(text, right, max(room, self.mono.width(text)), ink, self.mono))
        right -= max(room, self.mono.width(text)) + 8
        if right - scaled(_GAUGE) - 14 - 12 < name_end:
            return right - 6
        found.append(_Gauge(cost.share, right, scaled(_GAUGE), self.theme.line, fill))
        return right - scaled(_GAUGE) - 14

    def _chevron(self, painter: QPainter, rect: QRect, collapsed: bool) -> None:
        middle = QPointF(MARGIN + 4.5, rect.center().y() + 0.5)
        points = [(-2, -4), (2, 0), (-2, 4)] if collapsed else [(-4, -2), (0, 2), (4, -2)]
        self._stroke(painter, middle, points, self.theme.faint)

    def back(self, painter: QPainter, rect: QRect) -> None:
        """Says that a line has more tiles on its left."""
        self._stroke(painter, QPointF(rect.center()) + QPointF(0, 0.5), [(2, -5), (-3, 0), (2, 5)], self.theme.muted)

    def _stroke(self, painter: QPainter, middle: QPointF, points: list[tuple[int, int]], colour: str) -> None:
        pen = QPen(QColor(colour), 1.6)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF([middle + QPointF(x, y) for x, y in points]))

    def item(self, painter: QPainter, rect: QRect, number: int, name: str, picked: bool) -> None:
        """An item's number and below it its name, left of its tiles; where they are flat the number alone."""
        line = scaled(16)
        both = name and rect.height() >= 2 * line
        top = rect.top() + (rect.height() - (2 if both else 1) * line) // 2
        ink = self.theme.accent if picked else self.theme.text
        self._text(
            painter, rect.left(), QRect(rect.left(), top, rect.width(), line), str(number), self.mono, ink, rect.width()
        )
        if both:
            below = QRect(rect.left(), top + line, rect.width(), line)
            self._text(painter, rect.left(), below, name, self.small, self.theme.muted, rect.width(), middle=True)

    def place(self, painter: QPainter, track: QRect, shown: range, count: int) -> None:
        """Below a line that was moved along: which part of it is in view."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.line))
        painter.drawRoundedRect(QRectF(track), 1, 1)
        width = max(16.0, track.width() * len(shown) / count)
        left = (track.width() - width) * shown.start / max(1, count - len(shown))
        painter.setBrush(QColor(self.theme.muted))
        painter.drawRoundedRect(QRectF(track.left() + left, track.top(), width, track.height()), 1, 1)

    def chip(self, painter: QPainter, rect: QRect, hidden: int) -> None:
        """The chip that stands for the channels not shown; with none hidden it folds the row into one line."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.raised))
        painter.drawRoundedRect(QRectF(rect), min(Radius.CONTROL, rect.height() // 2), Radius.CONTROL)
        if not hidden:
            self._stroke(
                painter, QPointF(rect.center()) + QPointF(0.5, 0.5), [(-4, 2), (0, -2), (4, 2)], self.theme.muted
            )
            return
        painter.setPen(QColor(self.theme.muted))
        painter.setFont(self.mono.font)
        painter.drawText(rect, _CENTRE, f"+{hidden}" if hidden < 10_000 else f"+{hidden // 1000}k")

    def note(self, painter: QPainter, rect: QRect, content: RowContent) -> None:
        """The sentence that stands where tiles would, with its link."""
        line = QRect(_name(), rect.top() + scaled(HEADER) - 6, rect.width() - MARGIN - _name(), scaled(NOTE))
        colour = self.theme.warning if content.warning else self.theme.muted
        link = content.link.text if content.link is not None else ""
        room = line.width()
        link_width = min(self.label.width(link), room // 2)
        limit = room - (link_width + 12 if link else 0)
        gap = 12 if content.warning else 5
        end = line.left() + self._text(painter, line.left(), line, content.note, self.words, colour, limit) + gap
        if link:
            width = self._text(painter, end, line, link, self.label, self.theme.accent, link_width, middle=True)
            self.links[content.layer] = QRect(end, line.top(), width, line.height())

    def invitation(self, painter: QPainter, rect: QRect, sentence: str, link: str) -> None:
        """What an empty stack says, below the input's row; the link is kept under an empty id."""
        painter.setFont(self.words.font)
        painter.setPen(QColor(self.theme.muted))
        flags = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
        box = rect.adjusted((rect.width() - min(420, rect.width() - 2 * MARGIN)) // 2, 0, 0, 0)
        box.setWidth(min(420, rect.width() - 2 * MARGIN))
        used = painter.boundingRect(box, flags, sentence)
        painter.drawText(box, flags, sentence)
        width = self.label.width(link)
        place = QRect(box.center().x() - width // 2, used.bottom() + 12, width + 2, scaled(20))
        painter.setFont(self.label.font)
        painter.setPen(QColor(self.theme.accent))
        painter.drawText(place, _CENTRE, link)
        self.links[""] = place

    def _shape(self, painter: QPainter, rect: QRect, text: str) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.raised))
        painter.drawRoundedRect(QRectF(rect), 4, 4)
        painter.setPen(QColor(self.theme.text))
        painter.setFont(self.mono.font)
        painter.drawText(rect, _CENTRE, text)

    def _text(
        self,
        painter: QPainter,
        left: int,
        line: QRect,
        text: str,
        face: Face,
        colour: str,
        room: int,
        middle: bool = False,
    ) -> int:
        """Write from the left, shortened to the room; gives the width taken."""
        mode = Qt.TextElideMode.ElideMiddle if middle else Qt.TextElideMode.ElideRight
        # Asked to fit a text into its own width, Qt shortens it where that is not a whole number.
        shown = text if face.width(text) <= room else face.metrics.elidedText(text, mode, max(0, room))
        painter.setFont(face.font)
        painter.setPen(QColor(colour))
        width = face.width(shown)
        painter.drawText(QRect(left, line.top(), width + 2, line.height()), _LEFT, shown)
        return width
