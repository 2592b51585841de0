"""One of several, side by side: a row of buttons of which one is chosen."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QHBoxLayout, QSizePolicy, QWidget

from cnnlab.gui import fonts
from cnnlab.gui.icons import icon
from cnnlab.gui.theme import DARK, Radius, Space, TextSize, Theme, scaled
from cnnlab.text import _

HEIGHT = 32  # of every control in the bar, at the usual size of type
_INSET = 2
_ICON = 16
_CHEVRON = 10
_TUCK = 3  # that a chevron reaches into the space at the side
_GAP = 6  # between icon and label
_SIDE = 11
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


def control_height() -> int:
    """Height of every control in the bar at the size of type of the moment."""
    return scaled(HEIGHT)


@dataclass(frozen=True)
class Choice:
    """One of the row.

    Attributes:
        id: what `chosen` carries.
        label: what the button says, in English.
        icon: name of its icon; empty for none.
        help: what the tooltip says, in English.
        number: the label is a number, shown as it is in the face of numbers.
    """

    id: str
    label: str
    icon: str = ""
    help: str = ""
    number: bool = False


class Segment(QAbstractButton):
    """One button of the row; arrows belong to the row, Enter presses as Space does."""

    def __init__(self, choice: Choice, parent: QWidget) -> None:
        super().__init__(parent)
        self.choice = choice
        self._theme = DARK
        self._words = True
        self._folded = False
        self.setObjectName(f"{parent.objectName()}_{choice.id}")
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_theme(self, theme: Theme) -> None:
        """Paint in this look."""
        self._theme = theme
        self.update()

    def set_words(self, words: bool) -> None:
        """Show the label, or only the icon if there is one."""
        self._words = words or not self.choice.icon
        self.setFixedSize(self.width_for(words, self._folded), control_height() - 2 * _INSET)

    def set_folded(self, folded: bool) -> None:
        """Show that it stands for others, which open from it."""
        if folded != self._folded:
            self._folded = folded
            self.set_words(self._words)

    def width_for(self, words: bool, folded: bool = False) -> int:
        """Width that holds its text also when it is chosen, and therefore bolder."""
        picture = scaled(_ICON) if self.choice.icon else 0
        chevron = scaled(_CHEVRON) - _TUCK if folded else 0
        if not words and picture:
            return picture + 2 * Space.S + chevron
        gap = _GAP if picture else 0
        text = _text_width(self.text(), self.choice.number)
        return picture + gap + text + 2 * _SIDE + chevron

    def sizeHint(self) -> QSize:
        return QSize(self.width_for(self._words, self._folded), self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _STEPS:
            event.ignore()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_surface(painter)
        ink = self._ink()
        x = Space.S if not self._words else _SIDE
        if self.choice.icon:
            side = scaled(_ICON)
            icon(self.choice.icon, ink).paint(painter, QRect(x, (self.height() - side) // 2, side, side))
            x += side + _GAP
        chevron = scaled(_CHEVRON) if self._folded else 0
        if chevron:
            right = self.width() - chevron - _TUCK
            icon("chevron-down", ink).paint(painter, QRect(right, (self.height() - chevron) // 2, chevron, chevron))
        if self._words:
            painter.setFont(self._font(self.isChecked()))
            painter.setPen(QColor(ink))
            # Regular type is narrower than the room, which is made for semi-bold.
            room = QRect(x, 0, self.width() - x - _SIDE - chevron, self.height())
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, self.text())
        painter.end()

    def _paint_surface(self, painter: QPainter) -> None:
        theme = self._theme
        ground = theme.line if self.isDown() else theme.accent_tint if self.isChecked() else None
        if ground is None and self.underMouse() and self.isEnabled():
            ground = theme.hover
        painter.setBrush(QColor(ground) if ground is not None else Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.accent), 1) if self.hasFocus() else Qt.PenStyle.NoPen)
        inset = 0.5 if self.hasFocus() else 0.0
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(box, Radius.CONTROL - _INSET, Radius.CONTROL - _INSET)

    def _ink(self) -> str:
        theme = self._theme
        if not self.isEnabled():
            return theme.faint
        return theme.accent if self.isChecked() else theme.text if self.underMouse() else theme.muted

    def _font(self, chosen: bool) -> QFont:
        return _font(self.choice.number, chosen)


def _font(number: bool, chosen: bool) -> QFont:
    weight = 600 if chosen else 400
    return fonts.mono_font(TextSize.SMALL, weight) if number else fonts.ui_font(TextSize.BODY, weight)


@fonts.kept
def _text_width(text: str, number: bool) -> int:
    """Width of a chosen segment's text: the bar asks for it again and again to find out what fits."""
    return QFontMetrics(_font(number, chosen=True)).horizontalAdvance(text)


class Segments(QFrame):
    """A row of choices. A click is a wish: what is chosen changes only by `show_current`.

    Signals:
        chosen: the id of the choice that was clicked, also if it is the current one.
    """

    chosen = Signal(str)

    def __init__(self, name: str, choices: Sequence[Choice], follow: bool = True, menu: bool = False) -> None:
        """A row called `name`; with `follow`, arrow keys choose, and otherwise they only move the focus.

        With `menu`, the one that is left when it is folded says that the others open from it.
        """
        super().__init__()
        self.setObjectName(name)
        self.setProperty("role", "segments")
        self._current: str | None = None
        self._follow, self._menu = follow, menu
        self._words = True
        self._folded = False
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self._group.buttonClicked.connect(self._on_group_clicked)
        row = QHBoxLayout(self)
        row.setSpacing(0)
        row.setContentsMargins(_INSET, _INSET, _INSET, _INSET)
        self._segments = [Segment(choice, self) for choice in choices]
        for segment in self._segments:
            self._group.addButton(segment)
            row.addWidget(segment)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.retranslate()
        self.show_current(None)

    @property
    def current(self) -> str | None:
        """Id of the choice that holds."""
        return self._current

    def segment(self, choice: str) -> Segment:
        """The button of a choice."""
        return next(segment for segment in self._segments if segment.choice.id == choice)

    def show_current(self, choice: str | None) -> None:
        """Mark one choice, or none."""
        self._current = choice
        stop = self._held
        for segment in self._segments:
            segment.setVisible(not self._folded or segment is stop)
            segment.setChecked(segment.choice.id == choice)
            segment.setFocusPolicy(Qt.FocusPolicy.TabFocus if segment is stop else Qt.FocusPolicy.NoFocus)

    def open_stops(self) -> None:
        """Let Tab stop at every choice until `show_current`: only what it stops at can be put in its order."""
        for segment in self._segments:
            segment.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def set_enabled(self, choices: Collection[str]) -> None:
        """Let only these be chosen."""
        for segment in self._segments:
            segment.setEnabled(segment.choice.id in choices)

    def set_words(self, words: bool) -> None:
        """Show labels, or only icons where there are any."""
        self._words = words
        for segment in self._segments:
            segment.set_words(words)
        self.updateGeometry()

    def fold(self, folded: bool) -> None:
        """Show only the choice that holds, or all of them."""
        if folded == self._folded:
            return
        self._folded = folded
        for segment in self._segments:
            segment.setVisible(not folded or segment is self._held)
            segment.set_folded(folded and self._menu)
        self._explain()
        self.updateGeometry()

    def _explain(self) -> None:
        for segment in self._segments:
            tip = _(segment.choice.help) or segment.text()
            segment.setToolTip("\n".join((tip, _("Click to choose another"))) if self._folded and self._menu else tip)

    @property
    def folded(self) -> bool:
        """Whether only the choice that holds is shown."""
        return self._folded

    @property
    def next(self) -> str:
        """Id of the choice after the one that holds, the first one after the last."""
        ids = [segment.choice.id for segment in self._segments]
        return ids[(ids.index(self._held.choice.id) + 1) % len(ids)]

    @property
    def _held(self) -> Segment:
        """The button of the choice that holds, or the first where none does."""
        return next((s for s in self._segments if s.choice.id == self._current), self._segments[0])

    def width_for(self, words: bool, folded: bool = False) -> int:
        """Width with labels or without."""
        shown = [self._held] if folded else self._segments
        return sum(segment.width_for(words, folded and self._menu) for segment in shown) + 2 * _INSET

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons for this look, at the size of type of the moment."""
        for segment in self._segments:
            segment.set_theme(theme)
        self.set_words(self._words)

    def retranslate(self) -> None:
        """Use the language of the moment."""
        for segment in self._segments:
            label = segment.choice.label if segment.choice.number else _(segment.choice.label)
            segment.setText(label)
            segment.setAccessibleName(label)
            segment.setAccessibleDescription(_(segment.choice.help))
        self._explain()
        self.set_words(self._words)

    def sizeHint(self) -> QSize:
        return QSize(self.width_for(self._words, self._folded), control_height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        usable = [segment for segment in self._segments if segment.isEnabled()]
        focused = next((i for i, segment in enumerate(usable) if segment.hasFocus()), None)
        if step is None or focused is None:
            super().keyPressEvent(event)
            return
        neighbour = usable[(focused + step) % len(usable)]
        neighbour.setFocus(Qt.FocusReason.TabFocusReason)
        if self._follow and neighbour.choice.id != self._current:
            neighbour.click()

    def _on_group_clicked(self, button: QAbstractButton) -> None:
        assert isinstance(button, Segment)
        self.chosen.emit(button.choice.id)
        self.show_current(self._current)
