"""The controls of the page: order of the addends, the sliding window, the effective field, copies."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QToolButton, QWidget

from cnnlab.gui.fonts import mono_font
from cnnlab.gui.icons import icon
from cnnlab.gui.inspector.menu_button import MenuButton, fit, tool_button
from cnnlab.gui.pixel.slide import Path, Slide
from cnnlab.gui.source_bar.segments import Choice, Segments
from cnnlab.gui.theme import Space, TextSize, Theme, scaled
from cnnlab.text import N_, _

_SLIDER = 110  # width
_BY_SIZE, _BY_NUMBER = "size", "number"
_ORDERS = (
    Choice(_BY_SIZE, N_("largest first"), help=N_("The channels that contribute most come first")),
    Choice(_BY_NUMBER, N_("by number"), help=N_("The channels in their order")),
)


class PixelTools(QWidget):
    """Stands beside the tabs.

    Attributes:
        slide: the window that slides.
        order: how channels are listed.
        field: whether the effective receptive field is shown.
        cells: whether each cell of the kernel has a colour of its own.

    Signals:
        copy_requested: copy the explanation as `text`, `numpy` or `latex`.
    """

    copy_requested = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("pixelTools")
        self.slide = Slide(self)
        self._path: Path | None = None
        self.order = Segments("pixelOrder", _ORDERS)
        self.order.show_current(_BY_SIZE)
        self.order.chosen.connect(self._on_order_chosen)
        self._back, self._play, self._on = (tool_button(name, self) for name in ("back", "play", "on"))
        self.scrub = QSlider(Qt.Orientation.Horizontal, self)
        self.scrub.setObjectName("pixelScrub")
        self._rate = QLabel(self)
        self._slower, self._faster = (tool_button(name, self) for name in ("slower", "faster"))
        self.field = tool_button("field", self)
        self.field.setCheckable(True)
        self.cells = tool_button("cells", self)
        self.cells.setCheckable(True)
        self.copy = MenuButton("copy", self)
        self._copies = {way: self.copy.add(f"copy_{way}", partial(self.copy_requested.emit, way)) for way in _WAYS}
        self._arrange(parent)
        self._connect()

    def _arrange(self, parent: QWidget) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.XS)
        row.addStretch(1)
        row.addWidget(self.order)
        row.addSpacing(Space.S)
        for button in (self._back, self._play, self._on):
            row.addWidget(button)
        row.addWidget(self.scrub)
        for widget in (self._slower, self._rate, self._faster):
            row.addWidget(widget)
        row.addSpacing(Space.S)
        row.addWidget(self.cells)
        row.addWidget(self.field)
        row.addWidget(self.copy)
        around = QHBoxLayout(parent)
        around.setContentsMargins(Space.S, 0, 0, 0)
        around.addWidget(self)

    def _connect(self) -> None:
        self._back.clicked.connect(lambda: self.slide.step(-1))
        self._on.clicked.connect(lambda: self.slide.step(1))
        self._play.clicked.connect(self.slide.toggle)
        self._slower.clicked.connect(lambda: self.slide.faster(-1))
        self._faster.clicked.connect(lambda: self.slide.faster(1))
        self.scrub.valueChanged.connect(self._on_scrub_value_changed)
        self.slide.changed.connect(self._show_slide)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Show only the order that holds where both names do not fit, so that a click changes to the other; the slider
        gives what is missing then, then the speed goes, the slider, and the order.
        """
        speed, slider = (self._slower, self._rate, self._faster), scaled(_SLIDER)
        others = (self._back, self._play, self._on, self.cells, self.field, self.copy)
        wanted = {part: part.sizeHint().width() + Space.XS for part in (*speed, *others)}
        rest = self.width() - sum(wanted[part] for part in others) - 2 * Space.S
        fast, both, one = (
            sum(wanted[part] for part in speed), self.order.width_for(True), self.order.width_for(True, folded=True)
        )  # fmt: skip
        self.order.fold(fast + slider + both + 2 * Space.XS > rest)
        self.order.setVisible(one <= rest)
        rest -= one if self.order.folded else both
        self.scrub.setVisible(slider // 3 + 2 * Space.XS <= rest)
        shown = fast + slider // 3 + 2 * Space.XS <= rest
        for part in speed:
            part.setVisible(shown)
        rest -= fast if shown else 0
        self.scrub.setFixedWidth(max(slider // 3, min(slider, rest - 2 * Space.XS)))

    def _on_order_chosen(self, order: str) -> None:
        self.order.show_current(self.order.next if self.order.folded and order == self.order.current else order)

    @property
    def by_size(self) -> bool:
        """Whether the largest contributions come first."""
        return self.order.current == _BY_SIZE

    # -- told what to show --

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme, at the size of type of the moment."""
        self.order.set_theme(theme)
        for button, drawing in self._icons():
            button.setIcon(icon(drawing))
            fit(button)
        self.scrub.setFixedWidth(scaled(_SLIDER))
        self._rate.setFont(mono_font(TextSize.SMALL))
        self._rate.setFixedWidth(scaled(38))
        self._rate.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._show_slide()
        self._make_room()

    def _icons(self) -> tuple[tuple[QToolButton, str], ...]:
        return (
            (self._back, "frame-back"),
            (self._play, "pause" if self.slide.playing else "play"),
            (self._on, "frame-forward"),
            (self._slower, "minus"),
            (self._faster, "add"),
            (self.cells, "kernel-cells"),
            (self.field, "gradient"),
            (self.copy, "copy"),
        )

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self.order.setAccessibleName(_("Order of the channels"))
        self.order.retranslate()
        words = {
            self._slower: _("Slower"),
            self._faster: _("Faster"),
            self.cells: _("Give each cell of the kernel a colour: on the patch, the slice and the picture before"),
            self.field: _(
                "Show on the input how much each cell of the picture really moves the pinned element (its gradient)"
            ),
            self.copy: _("Copy the explanation"),
        }
        for button, text in words.items():
            button.setToolTip(text)
            button.setAccessibleName(text)
        for way, text in _WAYS.items():
            self._copies[way].setText(_(text))
        self._show_slide()

    def show_path(self, path: Path | None, y: int = 0, x: int = 0) -> None:
        """The pinned element lies here on its path; None where nothing is pinned."""
        if path is not None:
            self.slide.show_plane(path.height, path.width, y, x)
            self.scrub.blockSignals(True)
            self.scrub.setRange(0, path.count - 1)
            self.scrub.setPageStep(path.width if path.height > 1 else max(1, path.width // 10))
            self.scrub.setValue(self.slide.place)
            self.scrub.blockSignals(False)
        else:
            self.slide.stop()
        if path != self._path:
            self._path = path
            self._show_slide()

    def _why_not(self) -> str:
        """Why the window cannot slide; empty if it can."""
        if self._path is None:
            return _("Nothing is pinned: click into a channel")
        return _("There is a single value: nowhere to slide to") if self._path.count == 1 else ""

    def _show_slide(self) -> None:
        playing, why_not = self.slide.playing, self._why_not()
        units = self._path is not None and self._path.units
        self._play.setIcon(icon("pause" if playing else "play"))
        self._play.setIconSize(QSize(scaled(16), scaled(16)))
        go = _("Go through the units, one after the other") if units else _("Slide the window over the picture")
        words: dict[QWidget, str] = {
            self._play: _("Stop the sliding window") if playing else go,
            self._back: _("One unit back") if units else _("One place back"),
            self._on: _("One unit on") if units else _("One place on"),
            self.scrub: _("Number of the unit") if units else _("Place of the sliding window"),
        }
        for control, text in words.items():
            control.setAccessibleName(text)
            control.setToolTip(why_not or text)
            control.setEnabled(not why_not)
        self._rate.setText(f"{self.slide.rate}/s")
        self._rate.setToolTip(_("{count} places a second").format(count=self.slide.rate))

    def _on_scrub_value_changed(self, place: int) -> None:
        self.slide.stop()
        self.slide.go_to(place)


_WAYS = {"text": N_("as text"), "numpy": N_("as NumPy code"), "latex": N_("as LaTeX")}
