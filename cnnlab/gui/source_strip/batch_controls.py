"""How the items of a batch are shown, and which of them: beside the controls of any source that gives several."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from cnnlab.gui.canvas.batch import BatchMode, BatchView
from cnnlab.gui.fonts import ui_font
from cnnlab.gui.source_bar.history import IconButton
from cnnlab.gui.source_bar.segments import HEIGHT, Choice, Segments
from cnnlab.gui.theme import DARK, Space, TextSize, Theme, scaled
from cnnlab.text import N_, _

MODES = (
    Choice(BatchMode.ONE.value, N_("One item"), "item-one", N_("One item of the batch; [ and ] go to the others")),
    Choice(BatchMode.ROWS.value, N_("In rows"), "item-rows", N_("Each layer has a line of tiles for every item")),
    Choice(
        BatchMode.SIDE.value,
        N_("Side by side"),
        "item-side",
        N_("Each channel's tiles of all items stand next to each other"),
    ),
)
_NAME = 120  # width of an item's name
_NOTCH = 120  # of a wheel, in eighths of a degree


class ItemReading(QWidget):
    """The number of the item and its name, in a room that stays the same while they change."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("batchItem")
        self._theme = DARK
        self._number, self._name, self._count = "", "", 1
        self._named = True
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_item(self, item: int, count: int, name: str) -> None:
        """Show an item, counted from 0 as PyTorch counts."""
        self._number, self._name = _("item {item} · {count} in all").format(item=item, count=count), name
        self._count = count
        self.updateGeometry()
        text = _("Item {item} of the batch (0 to {last})").format(item=item, last=count - 1)
        self.setAccessibleName(f"{text}: {name}" if name else text)
        self.setToolTip("\n".join(part for part in (text, name, _("Wheel: next or previous item")) if part))
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Paint in this look."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def show_name(self, shown: bool) -> None:
        """Show the name beside the number, or the number alone."""
        if shown != self._named:
            self._named = shown
            self.updateGeometry()

    def width_for(self, named: bool) -> int:
        """Width with the name or without."""
        return self._number_width() + (Space.S + scaled(_NAME) if named else 0)

    def sizeHint(self) -> QSize:
        return QSize(self.width_for(self._named), scaled(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _number_width(self) -> int:
        widest = _("item {item} · {count} in all").format(item=self._count - 1, count=self._count)
        return QFontMetrics(ui_font(TextSize.SMALL)).horizontalAdvance(widest) + Space.S

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        width, middle = self._number_width(), Qt.AlignmentFlag.AlignVCenter
        painter.setFont(ui_font(TextSize.SMALL))
        painter.setPen(QColor(self._theme.text))
        painter.drawText(QRect(0, 0, width, self.height()), Qt.AlignmentFlag.AlignCenter, self._number)
        if self._named:
            font = ui_font(TextSize.SMALL)
            room = QRect(width + Space.S, 0, self.width() - width - Space.S, self.height())
            name = QFontMetrics(font).elidedText(self._name, Qt.TextElideMode.ElideMiddle, room.width())
            painter.setFont(font)
            painter.setPen(QColor(self._theme.muted))
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | middle, name)
        painter.end()


class BatchControls(QWidget):
    """One item, all in rows, or side by side; and the way from item to item.

    Signals:
        mode_chosen: a `BatchMode`.
        stepped: to the next item (1) or the one before (−1).
    """

    mode_chosen = Signal(object)
    stepped = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("batchControls")
        self._modes = Segments("batchView", MODES)
        self._previous = IconButton("previousItem", "chevron-left", HEIGHT)
        self._next = IconButton("nextItem", "chevron-right", HEIGHT)
        self._item = ItemReading()
        self._turned = 0
        self._shown: tuple[BatchView, int] = (BatchView(), 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.XS)
        row.addWidget(self._modes)
        row.addSpacing(Space.S)
        for widget in (self._previous, self._next, self._item):
            row.addWidget(widget)
        self._modes.chosen.connect(lambda mode: self.mode_chosen.emit(BatchMode(mode)))
        self._previous.clicked.connect(lambda: self.stepped.emit(-1))
        self._next.clicked.connect(lambda: self.stepped.emit(1))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def show_batch(self, batch: BatchView, count: int) -> None:
        """Show how so many items are shown, and which is picked."""
        self._shown = (batch, count)
        self._modes.show_current(batch.mode.value)
        self._item.show_item(batch.item, count, batch.name(batch.item))

    def minimumSizeHint(self) -> QSize:
        """Without names and words, so that a window that was wide can be made narrow."""
        return QSize(self._width_for(words=False, named=False), scaled(HEIGHT))

    def fit(self, room: int) -> None:
        """Leave out what there is no room for: names first, then words."""
        names = self._width_for(words=True, named=True) <= room
        words = names or self._width_for(words=True, named=False) <= room
        self._item.show_name(names)
        self._modes.set_words(words)

    def _width_for(self, words: bool, named: bool) -> int:
        bare = 2 * self._previous.width() + 4 * Space.XS + Space.S
        return self._modes.width_for(words) + self._item.width_for(named) + bare

    def set_theme(self, theme: Theme) -> None:
        """Paint in this look."""
        for view in (self._modes, self._previous, self._next, self._item):
            view.set_theme(theme)

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self.setAccessibleName(_("Items of the batch"))
        self._modes.setAccessibleName(_("How the items of the batch are shown"))
        self._modes.retranslate()
        self._previous.explain(_("Previous item of the batch"), "[")
        self._next.explain(_("Next item of the batch"), "]")
        self.show_batch(*self._shown)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn = event.angleDelta().y()
        if turn * self._turned < 0:
            self._turned = 0
        self._turned += turn
        steps = int(self._turned / _NOTCH)
        self._turned -= steps * _NOTCH
        if steps:
            self.stepped.emit(-steps)
        event.accept()
