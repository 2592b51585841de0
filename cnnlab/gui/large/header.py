"""What is shown large, and the way to its neighbours and back."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton

from cnnlab.engine.view import COMPOSITE
from cnnlab.gui.canvas.content import RowContent
from cnnlab.gui.icons import icon
from cnnlab.gui.status_line import ElidedLabel
from cnnlab.gui.theme import Space, Theme, scaled
from cnnlab.text import N_, _

_STEPS = (
    ("largeUp", "chevron-up", (-1, 0), N_("Layer above (Up)")),
    ("largeDown", "chevron-down", (1, 0), N_("Layer below (Down)")),
    ("largePrevious", "chevron-left", (0, -1), N_("Channel before (Left); Home for the first")),
    ("largeNext", "chevron-right", (0, 1), N_("Channel after (Right); End for the last")),
)
_NAMED = 110  # room for the way back, as a sign, and the beginning of a name
_WORDED = 200  # the same with the way back in words
_LEGIBLE = 110  # what a layer is cannot be read in less


class LargeHeader(QFrame):
    """Name, kind, shape; channel; arrows.

    Signals:
        back_requested: show all layers.
        step_requested: layers down, channels on.
    """

    back_requested = Signal()
    step_requested = Signal(int, int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("largeHeader")
        self._theme = theme
        self._row: RowContent | None = None
        self._channel = 0
        self._back = QToolButton()
        self._back.setObjectName("largeBack")
        self._back.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._back.clicked.connect(self.back_requested)
        self._family, self._name = QLabel(), QLabel()
        self._name.setObjectName("largeName")
        self._name.setProperty("role", "heading")
        self._about = ElidedLabel("largeAbout")
        self._shape, self._count = QLabel(), QLabel()
        self._shape.setObjectName("largeShape")
        self._shape.setProperty("role", "chip")
        self._count.setObjectName("largeCount")
        self._count.setProperty("role", "mono")
        self._buttons = {name: QToolButton() for name, *_rest in _STEPS}
        self._arrange()
        self.set_theme(theme)
        self.retranslate()

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        row.setSpacing(Space.S)
        row.addWidget(self._back)
        for widget in (self._family, self._name, self._about, self._shape):
            row.addWidget(widget)
        row.addStretch(1)
        steps = QHBoxLayout()
        row.addLayout(steps)
        steps.setSpacing(0)
        for name, _icon, step, _help in _STEPS:
            button = self._buttons[name]
            button.setObjectName(name)
            button.clicked.connect(lambda _checked=False, step=step: self.step_requested.emit(*step))
            steps.addWidget(button)
            if name == "largePrevious":
                steps.addWidget(self._count)
        self._shape.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._count.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        side = scaled(16)
        self._back.setIcon(icon("chevron-left"))
        for name, drawing, _step, _help in _STEPS:
            self._buttons[name].setIcon(icon(drawing))
        for button in (self._back, *self._buttons.values()):
            button.setIconSize(QSize(side, side))
        self._refresh()

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self._back.setText(_("All layers"))
        self._back.setToolTip(_("Back to all layers (Esc)"))
        self._back.setAccessibleName(_("Back to all layers"))
        for name, _drawing, _step, about in _STEPS:
            self._buttons[name].setToolTip(_(about))
            self._buttons[name].setAccessibleName(_(about))
        self._refresh()

    def show_channel(self, row: RowContent | None, channel: int, above: bool, below: bool) -> None:
        """Say what is shown, and whether there are layers above and below it."""
        self._row, self._channel = row, channel
        self._buttons["largeUp"].setEnabled(above)
        self._buttons["largeDown"].setEnabled(below)
        self._refresh()

    def minimumSizeHint(self) -> QSize:
        """What the layer is gives way where there is no room, and so do words; the way back and on does not."""
        steps = sum(button.sizeHint().width() for button in self._buttons.values())
        return QSize(steps + self._width_for(True) + scaled(_NAMED), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show as much of what the layer is as there is room for; without words if there is little."""
        steps = sum(button.sizeHint().width() for button in self._buttons.values())
        brief = self.width() < steps + self._width_for(False) + scaled(_WORDED)
        style = Qt.ToolButtonStyle
        self._back.setToolButtonStyle(style.ToolButtonIconOnly if brief else style.ToolButtonTextBesideIcon)
        self._count.setText(self._counted(self._channel, brief))
        self._count.setFixedWidth(self._width_for(brief))
        shape = bool(self._row is not None and self._row.shape)
        parts = [self._back, self._family, self._name, self._count, *self._buttons.values()]
        room = self.width() - sum(part.sizeHint().width() for part in parts) - 2 * Space.M - 5 * Space.S
        self._shape.setVisible(shape and room >= self._shape.sizeHint().width() + Space.S)
        room -= self._shape.sizeHint().width() + Space.S if self._shape.isVisibleTo(self) else 0
        self._about.setVisible(room >= min(self._about.sizeHint().width(), scaled(_LEGIBLE)) + Space.S)

    def _refresh(self) -> None:
        row = self._row
        self._name.setText(row.label if row is not None else "")
        about = f"{row.about} · {_('off')}" if row is not None and row.off else row.about if row is not None else ""
        self._about.show_text(about, self._theme.muted)
        self._shape.setText(row.shape if row is not None else "")
        self._family.setPixmap(self._mark())
        channels = self._channels
        self._buttons["largePrevious"].setEnabled(bool(channels) and self._channel > channels[0])
        self._buttons["largeNext"].setEnabled(bool(channels) and self._channel < channels[-1])
        self._fit()

    @property
    def _channels(self) -> range:
        return self._row.channels if self._row is not None else range(0)

    def _counted(self, channel: int, brief: bool) -> str:
        return channel_text(channel, self._channels, brief) if self._channels else ""

    def _width_for(self, brief: bool) -> int:
        """Room for the widest number, so that the arrows stay where they are."""
        widest = self._counted(self._channels[-1], brief) if self._channels else ""
        return self._count.fontMetrics().horizontalAdvance(widest) + Space.M

    def _mark(self) -> QPixmap:
        """The square in the colour of the layer's family."""
        ratio = self.devicePixelRatioF()
        side = scaled(10)
        pixmap = QPixmap(round(side * ratio), round(side * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        family = self._row.family if self._row is not None else None
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.families[family] if family is not None else self._theme.muted))
        painter.drawRoundedRect(QRectF(1, 1, side - 2, side - 2), 2, 2)
        painter.end()
        return pixmap


def channel_text(channel: int, channels: range, brief: bool = False) -> str:
    """`channel 3 · 8 in all`, as PyTorch counts from 0, or `3 · 8`; the input in colour is `RGB`."""
    if channel == COMPOSITE:
        return "RGB"
    text = "{channel} · {count}" if brief else _("channel {channel} · {count} in all")
    return text.format(channel=channel, count=len(channels) - (1 if channels[0] == COMPOSITE else 0))
