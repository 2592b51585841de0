"""Where everything on a card stands: texts already broken into lines and shortened, and what can be pointed at."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QTextLayout, QTextOption

from cnnlab.gui.fonts import kept, mono_font, scaled, ui_font
from cnnlab.gui.stack_panel.card import Card
from cnnlab.gui.theme import Space, TextSize

GAP = int(Space.S)  # below every card
STRIP = 3
_LEFT, _RIGHT = 28, 8
_TOP, _BOTTOM = 8, 9
_HEADER, _SHAPE, _LINE, _NOTE, _LINK = 20, 18, 18, 17, 22
_EYE = 22
_NAME_SHARE = 0.62
# A shape's commas are followed by less than a whole cell, so that before → after fits into one line.
_WORD_SPACING = -4.7


class Ink(Enum):
    """What a text is, which decides its colour."""

    NAME = auto()
    ABOUT = auto()
    SHAPE = auto()
    SENTENCE = auto()
    MUTED = auto()
    LINK = auto()


class Spot(Enum):
    """What can be pointed at on a card."""

    CARD = auto()
    NAME = auto()
    GRIP = auto()
    EYE = auto()
    SHAPE = auto()
    FIX = auto()
    WAIT = auto()

    @property
    def clickable(self) -> bool:
        """Whether a click does something else than select."""
        return self in (Spot.EYE, Spot.FIX, Spot.WAIT)


@dataclass(frozen=True)
class Zone:
    """A place on a card; `number` counts the fixes."""

    spot: Spot
    rect: QRect = field(default_factory=QRect, compare=False)
    number: int = 0


@dataclass(frozen=True)
class Text:
    """One line of text in one face."""

    rect: QRect
    text: str
    ink: Ink
    zone: Zone | None = None


@dataclass
class CardLayout:
    """A card of one width."""

    width: int
    height: int = 0
    texts: list[Text] = field(default_factory=list)
    zones: list[Zone] = field(default_factory=list)

    def zone_at(self, place: QPoint) -> Zone:
        """What lies at a place, given from the card's corner."""
        return next((zone for zone in self.zones if zone.rect.contains(place)), Zone(Spot.CARD))

    def zone(self, spot: Spot, number: int = 0) -> Zone:
        """The zone for a spot; an empty one if this card has none."""
        return next((z for z in self.zones if (z.spot, z.number) == (spot, number)), Zone(spot, number=number))


@kept
def face(ink: Ink) -> QFont:
    """The face of a text."""
    if ink is Ink.SHAPE:
        font = mono_font(TextSize.SMALL)
        font.setWordSpacing(_WORD_SPACING * font.pixelSize() / TextSize.SMALL)
        return font
    if ink in (Ink.NAME, Ink.LINK):
        return ui_font(TextSize.BODY, 600)
    return ui_font(TextSize.SMALL if ink is Ink.MUTED else TextSize.BODY)


def advance(text: str, ink: Ink) -> int:
    """Width of a text in its face."""
    return QFontMetrics(face(ink)).horizontalAdvance(text)


def elided(text: str, ink: Ink, room: int) -> str:
    """A text, its end replaced by … where it does not fit."""
    return QFontMetrics(face(ink)).elidedText(text, Qt.TextElideMode.ElideRight, max(0, room))


@kept
def wrapped(text: str, ink: Ink, width: int) -> list[str]:
    """The lines of a text in a column."""
    layout = QTextLayout(text, face(ink))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    lines: list[str] = []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(1, width))
        lines.append(text[line.textStart() : line.textStart() + line.textLength()].rstrip())
    layout.endLayout()
    return lines


@kept
def lay_out(card: Card, width: int) -> CardLayout:
    """The layout of a card of this width."""
    return _Composer(card, width).compose()


class _Composer:
    """Places the lines of one card from top to bottom."""

    def __init__(self, card: Card, width: int) -> None:
        self.card = card
        self.result = CardLayout(width)
        self.y = _TOP
        self.room = max(1, width - _LEFT - _RIGHT)

    def compose(self) -> CardLayout:
        self._header()
        self._shapes()
        self._sentence()
        self._fixes()
        self._waiting()
        for note in self.card.notes:
            self._column(note, Ink.MUTED, scaled(_NOTE))
        result = self.result
        result.height = self.y + _BOTTOM
        result.zones.append(Zone(Spot.GRIP, QRect(STRIP, 0, _LEFT - STRIP - 2, result.height)))
        return result

    def _header(self) -> None:
        side = scaled(_EYE)
        eye = QRect(self.result.width - side - 5, self.y + (scaled(_HEADER) - side) // 2, side, side)
        room = eye.left() - _LEFT
        share = int(room * _NAME_SHARE) if self.card.about else room
        name = elided(self.card.label, Ink.NAME, max(share, room - 8 - advance(self.card.about, Ink.ABOUT)))
        end = self._put(_LEFT, name, Ink.NAME, scaled(_HEADER))
        about = elided(self.card.about, Ink.ABOUT, room + _LEFT - end - 8)
        self._put(end + 8, about, Ink.ABOUT, scaled(_HEADER))
        self.result.zones += [Zone(Spot.EYE, eye), Zone(Spot.NAME, QRect(_LEFT, self.y, end - _LEFT, scaled(_HEADER)))]
        self.y += scaled(_HEADER)

    def _shapes(self) -> None:
        top = self.y
        for line in shape_lines(self.card.shapes, self.room):
            self._put(_LEFT, line, Ink.SHAPE, scaled(_SHAPE))
            self.y += scaled(_SHAPE)
        if self.y > top:
            self.result.zones.append(Zone(Spot.SHAPE, QRect(_LEFT, top, self.room, self.y - top)))

    def _sentence(self) -> None:
        if self.card.sentence:
            self.y += 1
            self._column(self.card.sentence, Ink.SENTENCE, scaled(_LINE))

    def _fixes(self) -> None:
        """Links side by side as long as they fit; one that is too long for a line is broken."""
        left = _LEFT
        for number, fix in enumerate(self.card.fixes):
            width = advance(fix, Ink.LINK)
            if left > _LEFT and left + width > _LEFT + self.room:
                self.y, left = self.y + scaled(_LINK), _LEFT
            lines = wrapped(fix, Ink.LINK, self.room)
            for line in lines[:-1]:
                self._link(left, line, Zone(Spot.FIX, number=number), scaled(_LINE))
                self.y += scaled(_LINE)
            left = self._link(left, lines[-1], Zone(Spot.FIX, number=number), scaled(_LINK)) + int(Space.L)
        self.y += scaled(_LINK) if self.card.fixes else 0

    def _waiting(self) -> None:
        if not self.card.waits_for:
            return
        before, behind = self.card.waits_parts
        left = self._put(_LEFT, before, Ink.ABOUT, scaled(_LINE))
        label = elided(self.card.waits_label, Ink.LINK, _LEFT + self.room - left - advance(behind, Ink.ABOUT))
        self._put(self._link(left, label, Zone(Spot.WAIT), scaled(_LINE)), behind, Ink.ABOUT, scaled(_LINE))
        self.y += scaled(_LINE)

    def _column(self, text: str, ink: Ink, height: int) -> None:
        for line in wrapped(text, ink, self.room):
            self._put(_LEFT, line, ink, height)
            self.y += height

    def _put(self, left: int, text: str, ink: Ink, height: int, zone: Zone | None = None) -> int:
        """Write one line; gives where it ends."""
        width = advance(text, ink)
        self.result.texts.append(Text(QRect(left, self.y, width + 2, height), text, ink, zone))
        return left + width

    def _link(self, left: int, text: str, zone: Zone, height: int) -> int:
        placed = Zone(zone.spot, QRect(left - 2, self.y, advance(text, Ink.LINK) + 4, height), zone.number)
        self.result.zones.append(placed)
        return self._put(left, text, Ink.LINK, height, placed)


def shape_lines(pieces: tuple[str, ...], room: int) -> list[str]:
    """Pieces filled into lines; a piece that is too long for a line is shortened."""
    lines: list[str] = []
    for piece in pieces:
        joined = f"{lines[-1]} {piece}" if lines else piece
        if lines and advance(joined, Ink.SHAPE) <= room:
            lines[-1] = joined
        else:
            lines.append(piece)
    return [elided(line, Ink.SHAPE, room) for line in lines]
