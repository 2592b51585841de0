"""The mouse on the cards: what it is on, and clicks on what is not the card itself."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QListView

from cnnlab.gui.stack_panel.card_delegate import CardDelegate, Hover
from cnnlab.gui.stack_panel.card_layout import Spot, Zone
from cnnlab.gui.stack_panel.layer_model import ID_ROLE

_HANDS = {
    Spot.GRIP: Qt.CursorShape.OpenHandCursor,
    **dict.fromkeys((Spot.EYE, Spot.FIX, Spot.WAIT), Qt.CursorShape.PointingHandCursor),
}


LONG_PRESS = 250  # milliseconds after which an eye is held and not clicked


class CardPointer(QObject):
    """Knows eye and links from the rest of a card; a click on them counts if it ends where it began.

    Signals:
        eye_held: id of the layer on whose eye the button stays down.
        eye_let_go: the button is up again after that.
    """

    eye_held = Signal(str)
    eye_let_go = Signal()

    def __init__(self, view: QListView, cards: CardDelegate) -> None:
        super().__init__(view)
        self._cards = cards
        self._pressed: tuple[str, Zone] | None = None
        self._held = False
        self._long = QTimer(self, singleShot=True, interval=LONG_PRESS)
        self._long.timeout.connect(self._on_long_timeout)

    @property
    def holding(self) -> bool:
        """Whether the button is down on an eye or a link."""
        return self._pressed is not None

    def on(self, place: QPoint) -> tuple[QModelIndex, Zone]:
        """The row and the part of its card at a place of the viewport."""
        index = self._view().indexAt(place)
        return index, self._cards.zone_at(index, place) if index.isValid() else Zone(Spot.CARD)

    def press(self, place: QPoint) -> bool:
        """The button goes down; whether that is on an eye or a link."""
        index, zone = self.on(place)
        self._pressed = (index.data(ID_ROLE), zone) if zone.spot.clickable else None
        if zone.spot is Spot.EYE:
            self._long.start()
        return self.holding

    def release(self, place: QPoint) -> tuple[QModelIndex, Zone] | None:
        """The button goes up; what has been clicked, if anything has."""
        pressed, self._pressed = self._pressed, None
        if self._let_go():
            return None
        index, zone = self.on(place)
        return (index, zone) if pressed == (index.data(ID_ROLE), zone) else None

    def forget(self) -> None:
        """The user has turned away: nothing is held, and what was pressed is no click."""
        self._pressed = None
        self._let_go()

    def _let_go(self) -> bool:
        """Nothing is held any more; whether an eye was."""
        self._long.stop()
        held, self._held = self._held, False
        if held:
            self.eye_let_go.emit()
        return held

    def _on_long_timeout(self) -> None:
        if self._pressed is not None:
            self._held = True
            self.eye_held.emit(self._pressed[0])

    def move(self, place: QPoint) -> None:
        """The pointer is here now."""
        index, zone = self.on(place)
        self._hover(Hover(index.data(ID_ROLE), zone) if index.isValid() else Hover())
        self._view().viewport().setCursor(_HANDS.get(zone.spot, Qt.CursorShape.ArrowCursor))

    def leave(self) -> None:
        """The pointer is elsewhere."""
        self._hover(Hover())

    def _hover(self, hover: Hover) -> None:
        if hover != self._cards.hover:
            self._cards.hover = hover
            self._view().viewport().update()

    def _view(self) -> QListView:
        view = self.parent()
        assert isinstance(view, QListView)
        return view
