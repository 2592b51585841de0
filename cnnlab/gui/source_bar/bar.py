"""The bar on top: where the picture comes from, undo, colour, mode, device and the meter."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QPalette, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from cnnlab.document.input import InputSpec
from cnnlab.gui.commands.keys import with_keys
from cnnlab.gui.commands.menu_key import MENU_KEYS
from cnnlab.gui.icons import icon
from cnnlab.gui.source_bar import readings
from cnnlab.gui.source_bar.chip import FULL, LEAST_NAME, Chip
from cnnlab.gui.source_bar.device_chip import DeviceChip
from cnnlab.gui.source_bar.history import HistoryButtons, IconButton
from cnnlab.gui.source_bar.input_panel import InputPanel
from cnnlab.gui.source_bar.kinds import IMAGE, SOURCES, SourceKind
from cnnlab.gui.source_bar.offers import Offer
from cnnlab.gui.source_bar.scale_panel import ScalePanel
from cnnlab.gui.source_bar.segments import HEIGHT, Choice, Segments
from cnnlab.gui.theme import Space, Theme, scaled
from cnnlab.text import N_, Message, _

MODES = (
    Choice("eval", "eval", help=N_("As in use: norms take their running statistics, dropout does nothing")),
    Choice("train", "train", help=N_("As in training: norms take the statistics of this input, dropout drops")),
)
BAR_HEIGHT = 52
_NAME = 140.0  # an elastic text gets this much before anything else gives way


class SourceBar(QWidget):
    """One row that is told what to show by its setters and changes nothing itself.

    Signals:
        source_chosen: the id of another kind of source.
        examples_requested: the gallery of examples is wanted.
        open_requested, paste_requested: another picture is wanted.
        sample_chosen: the id of a picture that the program offers.
        input_edited: fields of `InputSpec` by name; `longest` stands for a size by its longer side.
        mode_chosen: `eval` or `train`.
        device_chosen: the id of a device.
        undo_requested, redo_requested: a step back or forth.
        scale_edited: `channel`, `layer`, `stack` or `fixed`, and the value of full colour for the last.
        theme_chosen: `dark`, `light` or `system`.
        freeze_requested: the live picture is to be kept, or the frozen one to be live again.
    """

    source_chosen = Signal(str)
    examples_requested = Signal()
    open_requested = Signal()
    paste_requested = Signal()
    sample_chosen = Signal(str)
    input_edited = Signal(object)
    mode_chosen = Signal(str)
    device_chosen = Signal(str)
    undo_requested = Signal()
    redo_requested = Signal()
    scale_edited = Signal(str, float)
    colours_chosen = Signal(str)
    theme_chosen = Signal(str)
    freeze_requested = Signal()

    def __init__(self, sources: tuple[SourceKind, ...] = SOURCES, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sourceBar")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # nothing below it is painted whenever a time changes
        self._main_menu: QMenu | None = None
        self._input: tuple[str, InputSpec, tuple[int, ...]] = ("", InputSpec(), (1, 3, 0, 0))
        self._picture_size = (-1, -1)
        self._time: tuple[float | None, float | None, int | None] = (None, None, None)
        self._rest = readings.STILL_PICTURE
        self._scale = ("channel", 1.0)
        self._theme_choice: str | None = None
        self._menu_button = IconButton("menuButton", "menu", HEIGHT)
        self._examples_button = IconButton("examplesButton", "gallery", HEIGHT)
        self._kinds = sources
        self._sources = Segments("sourceKinds", sources, follow=False, menu=True)
        self._picture = Chip("inputChip")
        self._still = Chip("stillChip", opens=False)
        self._history = HistoryButtons()
        self._colour = Chip("scaleButton")
        self._mode = Segments("modeSwitch", MODES)
        self._device = DeviceChip()
        self._meter = Chip("meterLabel", opens=False)
        self._panel = InputPanel(self)
        self._scale_panel = ScalePanel(self)
        self._colour.show_icon("scale")
        self._sources.show_current(sources[0].id if sources else None)
        self._arrange()
        self._connect()
        self.retranslate()

    # -- what is shown --

    def set_menu(self, menu: QMenu) -> None:
        """Open this menu from the first button."""
        self._main_menu = menu

    def set_samples(self, samples: Sequence[Offer], drawn: Sequence[Offer] = ()) -> None:
        """Offer these shipped pictures, and these that are drawn by a formula."""
        self._panel.set_samples(samples, drawn)

    def show_source(self, source: str) -> None:
        """Mark the kind of source that delivers now."""
        self._sources.show_current(source)

    def show_input(self, name: str, spec: InputSpec, shape: tuple[int, ...], picture_size: tuple[int, int]) -> None:
        """Show the picture, the input tensor's shape `[b, c, h, w]` and the picture's own height and width."""
        if (name, spec, shape, picture_size) == (*self._input, self._picture_size):
            return  # told after every edit of the stack
        self._input = (name, spec, shape)
        self._picture_size = picture_size
        self._panel.show_input(spec, shape, picture_size)
        self._say_input()

    def show_fit(self, fitted: Message | None, live: bool) -> None:
        """Say what fitting to the working size has done, and whether frames of a live source come in."""
        self._panel.show_fit(fitted, live)

    def show_mode(self, mode: str) -> None:
        """Show `eval` or `train`."""
        self._mode.show_current(mode)

    def show_devices(self, devices: Sequence[tuple[str, str, str]], current: str) -> None:
        """Offer these devices, each with id, title and detail, and show the one in use."""
        self._device.show_devices(devices, current)
        self._fit()

    def show_history(self, undo: str | None, redo: str | None) -> None:
        """Say what undo and redo would do; None for nothing."""
        self._history.show_history(undo, redo)

    def show_time(self, seconds: float | None, fps: float | None = None, memory: int | None = None) -> None:
        """Show how long the last pass took, if frames come in how many a second, and bytes of memory if not None."""
        turned = [part is None for part in (fps, memory)] != [part is None for part in self._time[1:]]
        self._time = (seconds, fps, memory)
        self._meter.show_parts(readings.meter_parts(seconds, fps, memory))
        if turned:
            self._say_live()

    def show_rest(self, state: str, usable: bool) -> None:
        """Show what the picture is while no frames come, and whether it can be frozen or made live again."""
        self._still.set_presses(usable)
        if state != self._rest:
            self._rest = state
            self._say_live()

    def show_scale(self, mode: str, fixed: float) -> None:
        """Show what shares one colour scale, and the value of full colour where it is fixed."""
        self._scale = (mode, fixed)
        self._scale_panel.show_scale(mode, fixed)
        self._say_scale()

    @property
    def fixed_scale(self) -> float:
        """The value of full colour where the scale is fixed."""
        return self._scale[1]

    def show_colours(self, choice: str) -> None:
        """Show which colours activations have: `diverging` or `grey`."""
        self._scale_panel.show_colours(choice)

    def show_theme(self, choice: str) -> None:
        """Show which appearance was chosen: `dark`, `light` or `system`."""
        self._theme_choice = choice
        self._scale_panel.show_theme(choice)

    def set_busy(self, busy: bool) -> None:
        """Let the device's dot say that a computation takes long."""
        self._device.show_busy(busy)

    def set_theme(self, theme: Theme) -> None:
        """Paint in this look."""
        for view in (self._menu_button, self._examples_button, self._sources, self._picture, self._still):
            view.set_theme(theme)
        for other in (
            self._history,
            self._colour,
            self._mode,
            self._device,
            self._meter,
            self._panel,
            self._scale_panel,
        ):
            other.set_theme(theme)
        if self._theme_choice != "system":
            self.show_theme(theme.name)
        self.updateGeometry()
        self._fit()

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self.setAccessibleName(_("Source and settings"))
        self._menu_button.explain(_("Menu"), MENU_KEYS.rows[0].keys[0])
        self._examples_button.explain(_("Examples"), "Ctrl+G")
        self._sources.setAccessibleName(_("Source"))
        self._mode.setAccessibleName(_("Mode"))
        for view in (self._sources, self._mode, self._history, self._device, self._panel, self._scale_panel):
            view.retranslate()
        self._say_input()
        self._say_scale()
        self._say_live()

    # -- size --

    def sizeHint(self) -> QSize:
        return QSize(self._width_at(FULL), scaled(BAR_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._least(len(self._spared)), scaled(BAR_HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Window))
        painter.setPen(self.palette().color(QPalette.ColorRole.Mid))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.end()

    def _fit(self) -> None:
        """Show as much as there is room for; what the menu has too goes last."""
        detail = next((d for d in range(FULL, 0, -1) if self._width_at(d) <= self.width()), 0)
        for chip in self._chips:
            chip.set_detail(detail)
        self._sources.fold(detail == 0 and self._width_at(0, LEAST_NAME) > self.width())
        self._sources.set_words(detail >= readings.LABELS)
        every = len(self._spared)
        gone = next((g for g in range(every) if detail or self._least(g) <= self.width()), every)
        for place, part in enumerate(self._spared):
            part.setVisible(place >= gone)

    def _least(self, gone: int) -> int:
        """Width where all is as short as it can be, and so many of the parts that can be spared are gone."""
        widths = self._examples_button.width(), self._history.sizeHint().width()
        less = sum(width + Space.S for width in widths[:gone])
        return self._width_at(0, LEAST_NAME, folded=True) - less

    def _width_at(self, detail: int, elastic: float = _NAME, folded: bool = False) -> int:
        """Width with the parts up to a rank, if elastic texts take at most `elastic`."""
        chips = sum(chip.width_at(detail, elastic) for chip in self._chips)
        rows = self._sources.width_for(detail >= readings.LABELS, folded) + self._mode.width_for(True)
        rest = self._menu_button.width() + self._examples_button.width() + self._history.sizeHint().width()
        return chips + rows + rest + 9 * Space.S + 2 * Space.M + Space.S

    def _arrange(self) -> None:
        self._chips = (self._picture, self._still, self._colour, self._device, self._meter)
        self._spared: tuple[QWidget, ...] = (self._examples_button, self._history)  # from the first to go
        row = QHBoxLayout(self)
        row.setSpacing(Space.S)
        row.setContentsMargins(Space.M, 0, Space.M, 1)
        for source in (self._menu_button, self._examples_button, self._sources, self._picture, self._still):
            row.addWidget(source)
        row.addStretch(1)
        for setting in (self._history, self._colour, self._mode, self._device, self._meter):
            row.addWidget(setting)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    # -- words --

    def _say_input(self) -> None:
        name, spec, shape = self._input
        full = spec.size or self._picture_size
        self._picture.show_parts(readings.picture_parts(name, spec, shape, full))
        self._picture.setAccessibleName(_("Picture: {name}").format(name=self._picture.text()))
        tip = [_("{name}\nClick to choose a picture and how it becomes the input").format(name=self._picture.text())]
        if name and shape[2:] != full:
            tip.append(_("Live pictures are computed smaller, so that the frame rate of the preferences holds."))
        self._picture.setToolTip("\n".join(tip))
        self._fit()

    def _say_scale(self) -> None:
        self._colour.show_parts(readings.scale_parts(*self._scale))
        self._colour.setAccessibleName(_("Colour scale: {name}").format(name=self._colour.text()))
        self._colour.setToolTip(_("How values become colour: {name}").format(name=self._colour.text()))
        self._fit()

    def _say_live(self) -> None:
        state = self._rest if self._time[1] is None else readings.LIVE
        self._still.show_icon("" if state == readings.LIVE else "pause")
        self._still.show_dot("accent" if state == readings.LIVE else "")
        self._still.show_parts(readings.state_parts(state))
        self._still.setAccessibleName(self._still.text())
        self._still.setToolTip(with_keys(_(readings.STATES[state][1]), "" if state == readings.STILL_PICTURE else "F4"))
        self._meter.show_parts(readings.meter_parts(*self._time))
        self._meter.setAccessibleName(_("Time of the last pass"))
        self._meter.setToolTip(_("How long the last pass through the network took"))
        self._fit()

    # -- wishes --

    def _connect(self) -> None:
        self._menu_button.clicked.connect(self.open_menu)
        self._examples_button.clicked.connect(self.examples_requested)
        self._sources.chosen.connect(self._on_sources_chosen)
        self._picture.clicked.connect(self._on_picture_clicked)
        self._still.clicked.connect(self.freeze_requested)
        self._colour.clicked.connect(self._on_colour_clicked)
        self._mode.chosen.connect(self.mode_chosen)
        self._device.chosen.connect(self.device_chosen)
        self._history.undo_requested.connect(self.undo_requested)
        self._history.redo_requested.connect(self.redo_requested)
        panel = self._panel
        panel.opened.connect(self._picture.show_open)
        panel.open_requested.connect(self.open_requested)
        panel.paste_requested.connect(self.paste_requested)
        panel.sample_chosen.connect(self.sample_chosen)
        panel.edited.connect(self.input_edited)
        self._scale_panel.opened.connect(self._colour.show_open)
        self._scale_panel.edited.connect(self.scale_edited)
        self._scale_panel.colours_chosen.connect(self.colours_chosen)
        self._scale_panel.theme_chosen.connect(self._on_panel_theme_chosen)
        QShortcut(QKeySequence(MENU_KEYS.rows[0].keys[0]), self, self.open_menu)
        for popover in (panel, self._scale_panel):  # the window's shortcuts sleep while a popup is open
            QShortcut(QKeySequence("Ctrl+Z"), popover).activated.connect(self.undo_requested)
            QShortcut(QKeySequence("Ctrl+Shift+Z"), popover).activated.connect(self.redo_requested)

    def open_menu(self) -> None:
        """Open the main menu below its button."""
        if self._main_menu is not None:
            below = QPoint(0, self._menu_button.height() + Space.XS)
            self._main_menu.popup(self._menu_button.mapToGlobal(below))

    def _on_sources_chosen(self, source: str) -> None:
        if self._sources.folded:
            self._open_kinds()
        elif source != self._sources.current:
            self.source_chosen.emit(source)
        elif source == IMAGE.id:
            self._panel.open_below(self._sources)

    def _open_kinds(self) -> None:
        """Where there is no room for all kinds side by side, they are a menu."""
        menu = QMenu(self)
        menu.setObjectName("sourceKindsMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for kind in self._kinds:
            action = menu.addAction(icon(kind.icon), _(kind.label))
            action.setCheckable(True)
            action.setChecked(kind.id == self._sources.current)
            action.setToolTip(_(kind.help))
            action.triggered.connect(partial(self._choose_kind, kind.id))
        menu.popup(self._sources.mapToGlobal(QPoint(0, self._sources.height() + Space.XS)))

    def _choose_kind(self, kind: str) -> None:
        if kind != self._sources.current:
            self.source_chosen.emit(kind)
        elif kind == IMAGE.id:
            self._panel.open_below(self._sources)

    def _on_picture_clicked(self) -> None:
        self._panel.open_below(self._picture)

    def _on_colour_clicked(self) -> None:
        self._scale_panel.open_below(self._colour)

    def _on_panel_theme_chosen(self, choice: str) -> None:
        self.show_theme(choice)
        self.theme_chosen.emit(choice)
