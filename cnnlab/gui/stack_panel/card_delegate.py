"""Paints the cards of the stack and edits a name in place."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QAbstractItemModel, QEvent, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QHelpEvent, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from cnnlab.document.edits import MAX_NAME
from cnnlab.gui.icons import icon
from cnnlab.gui.stack_panel.card import Card
from cnnlab.gui.stack_panel.card_layout import GAP, STRIP, CardLayout, Ink, Spot, Text, Zone, face, lay_out
from cnnlab.gui.stack_panel.card_tips import tip
from cnnlab.gui.stack_panel.layer_model import CARD_ROLE, Index
from cnnlab.gui.theme import Radius, Space, Theme, scaled
from cnnlab.text import _

MARGIN = int(Space.M)  # left and right of the cards; a scroll bar fits into it
_ICON = 16


@dataclass(frozen=True)
class Hover:
    """What the pointer is on."""

    layer: str = ""
    zone: Zone = Zone(Spot.CARD)


@dataclass(frozen=True)
class State:
    """How a card is shown besides what it says: of several selected ones the current one alone has an outline."""

    selected: bool = False
    current: bool = False
    focused: bool = False
    hover: Zone | None = None


class CardDelegate(QStyledItemDelegate):
    """Cards in one theme; the cards fill the width of the view."""

    def __init__(self, view: QAbstractItemView, theme: Theme) -> None:
        super().__init__(view)
        self.theme = theme
        self.hover = Hover()

    # -- where things are --

    def card_rect(self, index: Index) -> QRect:
        """Where a row's card stands in the viewport."""
        row = self._view().visualRect(index)
        return QRect(row.left() + MARGIN, row.top(), self._width(), row.height() - GAP)

    def layout(self, index: Index) -> CardLayout:
        """The layout of a row's card."""
        return lay_out(index.data(CARD_ROLE), self._width())

    def zone_at(self, index: Index, place: QPoint) -> Zone:
        """What lies at a place of the viewport."""
        return self.layout(index).zone_at(place - self.card_rect(index).topLeft())

    def _width(self) -> int:
        # From the view and not its viewport: a scroll bar that appears takes from the margin, not from the cards.
        return max(80, self._view().width() - 2 * MARGIN)

    def _view(self) -> QAbstractItemView:
        view = self.parent()
        assert isinstance(view, QAbstractItemView)
        return view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self._width(), self.layout(index).height + GAP)

    # -- paint --

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        card = index.data(CARD_ROLE)
        flags = option.state
        hover = self.hover.zone if self.hover.layer == card.layer else None
        state = State(
            selected=bool(flags & QStyle.StateFlag.State_Selected),
            current=index == self._view().currentIndex(),
            focused=self._view().hasFocus() and index == self._view().currentIndex(),
            hover=hover,
        )
        painter.save()
        painter.translate(option.rect.topLeft() + QPoint(MARGIN, 0))
        self._paint_card(painter, card, state)
        painter.restore()

    def pixmap(self, index: Index) -> QPixmap:
        """A card as a picture, to be dragged."""
        layout, ratio = self.layout(index), self._view().devicePixelRatioF()
        result = QPixmap(QSize(layout.width, layout.height) * ratio)
        result.setDevicePixelRatio(ratio)
        result.fill(Qt.GlobalColor.transparent)
        painter = QPainter(result)
        painter.setOpacity(0.85)
        self._paint_card(painter, index.data(CARD_ROLE), State(selected=True, current=True))
        painter.end()
        return result

    def _paint_card(self, painter: QPainter, card: Card, state: State) -> None:
        layout = lay_out(card, self._width())
        self._ground(painter, card, layout, state)
        self._signs(painter, card, layout, state)
        for text in layout.texts:
            self._text(painter, text, card, state)

    def _ground(self, painter: QPainter, card: Card, layout: CardLayout, state: State) -> None:
        theme, box = self.theme, QRectF(0, 0, layout.width, layout.height)
        ground = theme.hover if state.hover is not None else theme.raised
        ground = theme.accent_tint if state.selected else ground
        ground = theme.warning_tint if card.sentence else ground
        strip = QColor(theme.warning if card.sentence else theme.families[card.family])
        strip.setAlphaF(0.35 if card.off else 1.0)
        path = QPainterPath()
        path.addRoundedRect(box, Radius.CARD, Radius.CARD)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(path, QColor(ground))
        edge = QPainterPath()
        edge.addRect(QRectF(0, 0, STRIP, layout.height))
        painter.fillPath(path.intersected(edge), strip)
        if (state.selected and state.current) or state.focused:
            width = 2.0 if state.focused else 1.0
            inner = box.adjusted(width / 2, width / 2, -width / 2, -width / 2)
            painter.setPen(QPen(QColor(theme.accent), width))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(inner, Radius.CARD - width / 2, Radius.CARD - width / 2)

    def _signs(self, painter: QPainter, card: Card, layout: CardLayout, state: State) -> None:
        """Grip and eye."""
        theme, spot = self.theme, state.hover.spot if state.hover is not None else None
        eye, grip = layout.zone(Spot.EYE).rect, layout.zone(Spot.GRIP).rect
        if spot is Spot.EYE:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.line))
            painter.drawRoundedRect(QRectF(eye), Radius.TILE, Radius.TILE)
        busy = state.hover is not None or state.selected
        lit = theme.text if spot is Spot.EYE else theme.muted if busy or card.off else theme.faint
        box = QRect(0, 0, scaled(_ICON), scaled(_ICON))
        box.moveCenter(eye.center())
        icon("eye-off" if card.off else "eye", lit).paint(painter, box)
        box.moveCenter(QPoint(grip.center().x(), eye.center().y()))
        icon("drag", theme.muted if busy else theme.faint).paint(painter, box)

    def _text(self, painter: QPainter, text: Text, card: Card, state: State) -> None:
        painter.setPen(QColor(self._colour(text.ink, card)))
        painter.setFont(self._font(text, state))
        painter.drawText(text.rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text.text)

    def _font(self, text: Text, state: State) -> QFont:
        font = face(text.ink)
        if text.zone is not None and text.zone == state.hover:
            font = QFont(font)
            font.setUnderline(True)
        return font

    def _colour(self, ink: Ink, card: Card) -> str:
        theme = self.theme
        if ink is Ink.NAME:
            return theme.muted if card.off and not card.compared else theme.text
        if ink in (Ink.SENTENCE, Ink.LINK):
            return theme.warning if ink is Ink.SENTENCE else theme.accent
        return theme.muted

    # -- tooltips and clicks --

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        return False  # Qt would switch a row where the style draws a check box; here the eye does that

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return False
        zone, card = self.zone_at(index, event.pos()), self.card_rect(index)
        place = zone.rect.translated(card.topLeft()) if zone.rect.isValid() else card
        QToolTip.showText(event.globalPos(), tip(index.data(CARD_ROLE), zone), view.viewport(), place)
        return True

    # -- rename in place --

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        card = index.data(CARD_ROLE)
        editor = QLineEdit(parent, maxLength=MAX_NAME, placeholderText=card.layer)
        editor.setObjectName("renameField")
        editor.setStyleSheet(f"min-height: {scaled(20)}px;")  # no taller than the line it stands on
        editor.setAccessibleName(_("New name of {layer}").format(layer=card.layer))
        editor.setToolTip(_("Enter keeps the name, Esc leaves it as it was; an empty one takes the name away"))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, QLineEdit)
        if not editor.isModified():  # the row may change while a name is being typed
            editor.setText(index.data(Qt.ItemDataRole.EditRole))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        assert isinstance(editor, QLineEdit)
        model.setData(index, editor.text(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        card, layout = self.card_rect(index), self.layout(index)
        name, eye = layout.zone(Spot.NAME).rect, layout.zone(Spot.EYE).rect
        height = editor.sizeHint().height()
        left, right = name.left() - Space.S - 1, eye.left() - 2
        editor.setGeometry(card.left() + left, card.top() + name.center().y() + 1 - height // 2, right - left, height)
