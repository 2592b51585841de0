"""The examples as cards: a picture, a title and a sentence each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPainterPath, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from cnnlab.formats.examples import Example
from cnnlab.gui.fonts import ui_font
from cnnlab.gui.gallery.lines import broken
from cnnlab.gui.theme import DARK, Radius, Space, TextSize, Theme, scaled
from cnnlab.text import _

_NARROWEST = 264  # of a card
_MOST_ENLARGED = 1.3  # of its width: words have lines to go to, and the choice should stay in sight
_SHAPE = 1.6  # width of a picture for its height
_LINES = 3  # of the sentence
_TITLE, _LINE = TextSize.BODY + 6, TextSize.SMALL + Space.XS
EDGE = 1 + Space.S  # from the edge of a card to its picture
_NAME = int(Qt.ItemDataRole.UserRole)
_SENTENCE = int(Qt.ItemDataRole.AccessibleDescriptionRole)


class _Delegate(QStyledItemDelegate):
    """Paints a card."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme: Theme = DARK
        self.cell = QSize(_NARROWEST, _NARROWEST)
        self.pictures: dict[str, QPixmap] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return self.cell

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        card = QRectF(rect).adjusted(1, 1, -Space.S, -Space.S)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, card, state)
        inside = card.adjusted(Space.S, Space.S, -Space.S, -Space.S)
        picture = QRectF(inside.topLeft(), QSize(int(inside.width()), round(inside.width() / _SHAPE)))
        self._paint_picture(painter, picture, self.pictures.get(str(index.data(_NAME))))
        words = QRectF(inside.left(), picture.bottom() + Space.S, inside.width(), inside.height())
        self._paint_words(painter, words, str(index.data()), str(index.data(_SENTENCE)))
        painter.restore()

    def _paint_ground(self, painter: QPainter, card: QRectF, state: QStyle.StateFlag) -> None:
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if not chosen and not state & QStyle.StateFlag.State_MouseOver:
            return
        theme = self.theme
        painter.setPen(QPen(QColor(theme.accent), 1) if chosen else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.accent_tint if chosen else theme.raised))
        painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), Radius.CARD, Radius.CARD)

    def _paint_picture(self, painter: QPainter, box: QRectF, picture: QPixmap | None) -> None:
        outline = QPainterPath()
        outline.addRoundedRect(box, Radius.CONTROL, Radius.CONTROL)
        painter.fillPath(outline, QColor(self.theme.background))
        if picture is not None and not picture.isNull():
            painter.setClipPath(outline)
            painter.drawPixmap(QPointF(box.topLeft()), picture)
            painter.setClipping(False)
        painter.setPen(QPen(QColor(self.theme.line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), Radius.CONTROL, Radius.CONTROL)

    def _paint_words(self, painter: QPainter, place: QRectF, title: str, sentence: str) -> None:
        y = place.top()
        strong = ui_font(TextSize.BODY, 600)
        for text, font, colour, height in (
            *((line, strong, self.theme.text, scaled(_TITLE)) for line in broken(title, strong, place.width(), 1)),
            *(
                (line, _small(), self.theme.muted, scaled(_LINE))
                for line in broken(sentence, _small(), place.width(), _LINES)
            ),
        ):
            painter.setFont(font)
            painter.setPen(QColor(colour))
            left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(place.left(), y, place.width(), height), left, text)
            y += height


def _small() -> QFont:
    return ui_font(TextSize.SMALL)


class CardList(QListWidget):
    """The cards in lines that fill the width; arrows move, Enter or a click chooses.

    Signals:
        chosen: the name of an example.
        pointed: the name of the card that the keys stand on, or an empty text.
    """

    chosen = Signal(str)
    pointed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("exampleCards")
        self._examples: tuple[Example, ...] = ()
        self._delegate = _Delegate(self)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.itemDoubleClicked.connect(self._on_self_double_clicked)
        self.currentItemChanged.connect(self._on_self_current_changed)

    def show_examples(self, examples: Sequence[Example]) -> None:
        """Show these, and stand on the first."""
        self._examples = tuple(examples)
        self.clear()
        for entry in self._examples:
            item = QListWidgetItem(_(entry.title))
            item.setData(_NAME, entry.name)
            item.setData(_SENTENCE, _(entry.sentence))
            item.setToolTip(_("Try first: {first}").format(first=_(entry.first)))
            self.addItem(item)
        self._lay_out()
        self.setCurrentRow(0)
        self.scrollToTop()

    @property
    def current(self) -> str:
        """Name of the card that the keys stand on; empty if there is none."""
        item = self.currentItem()
        return str(item.data(_NAME)) if item is not None else ""

    def choose(self) -> None:
        """Choose the card that the keys stand on."""
        if self.current:
            self.chosen.emit(self.current)

    def set_theme(self, theme: Theme) -> None:
        """Paint in this look, with its own pictures."""
        self._delegate.theme = theme
        self._lay_out()
        self.viewport().update()

    # -- events --

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.choose()
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()  # the page closes
        else:
            super().keyPressEvent(event)

    def _on_self_double_clicked(self, item: QListWidgetItem) -> None:
        self.chosen.emit(str(item.data(_NAME)))

    def _on_self_current_changed(self, now: QListWidgetItem | None, before: object) -> None:
        self.pointed.emit(str(now.data(_NAME)) if now is not None else "")

    # -- layout and pictures --

    def _lay_out(self) -> None:
        """As many cards in a line as keep their least width, together as wide as the list."""
        width = self.width() - Space.XL  # room for the scroll bar, which Qt keeps free on top of the bar itself
        wide = width // max(1, width // min(scaled(_NARROWEST), round(_MOST_ENLARGED * _NARROWEST)))
        picture = round((wide - 1 - 3 * Space.S) / _SHAPE)
        high = 1 + 4 * Space.S + picture + scaled(_TITLE) + _LINES * scaled(_LINE)
        if QSize(wide, high) != self.gridSize():
            self._delegate.cell = QSize(wide, high)
            self.setGridSize(QSize(wide, high))
        self._load()

    def _load(self) -> None:
        wide = self._delegate.cell.width() - 1 - 3 * Space.S
        scale = self.devicePixelRatioF()
        wanted = QSize(wide, round(wide / _SHAPE)) * scale
        for entry in self._examples:
            picture = QPixmap(str(entry.picture(self._delegate.theme.name)))
            if not picture.isNull():
                keep, smooth = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
                picture = picture.scaled(wanted, keep, smooth)
                picture.setDevicePixelRatio(scale)
            self._delegate.pictures[entry.name] = picture
