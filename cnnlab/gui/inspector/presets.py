"""The preset button: the name of the kernel on show, and a menu of all kernels that have one."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget

from cnnlab.blocks.weight import Array
from cnnlab.document.presets import PRESETS, Preset, preset_kernel
from cnnlab.gui.fonts import ui_font
from cnnlab.gui.icons import icon
from cnnlab.gui.inspector.heat import heat_icon
from cnnlab.gui.theme import Space, TextSize, Theme, scaled
from cnnlab.text import Message, UserError, _

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_NARROWEST = 72
_LARGEST = 64  # side beyond which a kernel is not compared with the presets


@lru_cache(maxsize=8)
def _kernels(kh: int, kw: int) -> tuple[tuple[Preset, Array | Message], ...]:
    """Every preset with its kernel at one size, or the reason why it has none."""
    found: list[tuple[Preset, Array | Message]] = []
    for preset in PRESETS:
        try:
            found.append((preset, preset_kernel(preset.id, kh, kw)))
        except UserError as error:
            found.append((preset, error.message))  # the error would keep the frames that it passed
    return tuple(found)


@lru_cache(maxsize=8)
def _known(kh: int, kw: int) -> tuple[tuple[Preset, ...], Array]:
    """The presets that exist at one size, and their cells `[preset, kh · kw]`."""
    known = [(preset, values) for preset, values in _kernels(kh, kw) if isinstance(values, np.ndarray)]
    table = np.array([values.ravel() for _preset, values in known], np.float32).reshape(len(known), kh * kw)
    return tuple(preset for preset, _values in known), table


def preset_of(kernel: Array) -> tuple[Preset, float] | None:
    """The preset that a kernel equals, or is a multiple of, and the factor: a third of Sobel x is still Sobel x."""
    if max(kernel.shape) > _LARGEST or not kernel.any():
        return None
    presets, table = _known(*kernel.shape)
    cells = kernel.ravel()
    equal = (table == cells).all(axis=1)
    if equal.any():
        return presets[int(equal.argmax())], 1.0
    if kernel.size == 1:  # every number is a multiple of every other
        return None
    scales = table @ cells / np.square(table).sum(axis=1)
    near = np.abs(cells - scales[:, None] * table).max(axis=1) <= 1e-5 * np.abs(cells).max()
    found = np.flatnonzero(near & (scales != 0))
    return (presets[found[0]], float(scales[found[0]])) if len(found) else None


class PresetButton(QPushButton):
    """Shows the name of a kernel; its menu offers the presets by group.

    Signals:
        chosen: a `Preset`.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("presetMenu")
        self.setProperty("field", True)
        self._theme = theme
        self._size = (0, 0)
        self._preset: tuple[Preset, float] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._menu = QMenu(self)
        self._menu.setToolTipsVisible(True)
        self.setMenu(self._menu)
        self.retranslate()

    def show_kernel(self, kernel: Array) -> None:
        """Name the kernel, and offer the presets that fit its size."""
        self._preset = preset_of(kernel)
        if self._name() != self.text():
            self.setText(self._name())
        kh, kw = kernel.shape
        if (kh, kw) != self._size:
            self._size = (kh, kw)
            self._build()

    def about(self) -> str:
        """The sentence on what the kernel on show does."""
        return _(self._preset[0].about) if self._preset is not None else ""

    def _name(self) -> str:
        if self._preset is None:
            return _("custom")
        preset, scale = self._preset
        return _(preset.name) if abs(scale - 1) < 1e-5 else f"{_(preset.name)} · ×{scale:.3g}".replace("-", "−")

    def set_theme(self, theme: Theme) -> None:
        """Draw the kernels in the menu in another theme."""
        self._theme = theme
        self._build()

    def minimumSizeHint(self) -> QSize:
        """The name gives way before the fields beside it do."""
        return QSize(scaled(_NARROWEST), super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Name on the left, `preset` and an arrow on the right; Qt leaves no padding beside a menu's own arrow."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.features &= ~QStyleOptionButton.ButtonFeature.HasMenu
        painter = QStylePainter(self)
        hint, words = _("preset"), self.fontMetrics()
        small = ui_font(TextSize.SMALL)
        room = self.width() - Space.XL - Space.M
        beside = room - QFontMetrics(small).horizontalAdvance(hint) - Space.S
        says = words.horizontalAdvance(option.text) <= beside  # the name goes before the word for what it is
        option.text = words.elidedText(option.text, Qt.TextElideMode.ElideRight, beside if says else room)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        painter.setFont(small)
        painter.setPen(QColor(self._theme.muted))
        if says:
            painter.drawText(self.rect().adjusted(0, 0, -Space.XL, 0), _RIGHT, hint)
        side = scaled(14)
        arrow = QRect(self.width() - Space.XL + 2, (self.height() - side) // 2, side, side)
        icon("chevron-down", self._theme.muted).paint(painter, arrow)
        painter.end()

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self.setAccessibleName(_("Kernel preset"))
        self.setToolTip(_("Fills the kernel with a well-known one; a kernel that was changed is called custom"))
        self.setText(self._name())
        self._build()

    def _build(self) -> None:
        self._menu.clear()
        for old in self._menu.findChildren(QMenu):
            old.deleteLater()
        if self._size == (0, 0):
            return
        groups: dict[str, list[tuple[Preset, Array | Message]]] = {}
        for preset, kernel in _kernels(*self._size):
            groups.setdefault(preset.group, []).append((preset, kernel))
        for group, entries in groups.items():
            menu = self._menu
            if len(entries) > 1:  # made here: Python's side of a menu that `addMenu` makes outlives it
                menu = QMenu(_(group), self._menu)
                self._menu.addMenu(menu)
            menu.setToolTipsVisible(True)
            for preset, kernel in entries:
                self._add(menu, preset, kernel)

    def _add(self, menu: QMenu, preset: Preset, kernel: Array | Message) -> None:
        action = QAction(_(preset.name), menu)
        action.setObjectName(f"preset_{preset.id}")
        action.setData(preset.id)
        action.setToolTip(str(kernel) if isinstance(kernel, Message) else _(preset.about))
        action.setEnabled(not isinstance(kernel, Message))
        if isinstance(kernel, np.ndarray):
            action.setIcon(heat_icon(kernel, self._theme))
        action.triggered.connect(self._on_action_triggered)
        menu.addAction(action)

    def _on_action_triggered(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        self.chosen.emit(next(preset for preset in PRESETS if preset.id == action.data()))
