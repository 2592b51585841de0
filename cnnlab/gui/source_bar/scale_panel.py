"""The panel for colour: what shares one scale, and the program's own appearance."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QSignalBlocker, Signal
from PySide6.QtWidgets import QDoubleSpinBox, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cnnlab.gui.source_bar.popover import Popover
from cnnlab.gui.source_bar.segments import Choice, Segments
from cnnlab.gui.theme import DARK, Space, TextSize, Theme, scaled
from cnnlab.text import N_, _

FIXED = "fixed"
SCALES = (
    Choice("channel", N_("channel"), help=N_("Each channel by itself: every picture uses all colours")),
    Choice("layer", N_("layer"), help=N_("The channels of a layer share one scale and can be compared")),
    Choice("stack", N_("stack"), help=N_("All layers share one scale: where values grow and shrink")),
    Choice(FIXED, N_("fixed"), help=N_("Full colour at a value that you choose; it stays while values change")),
)
COLOURS = (
    Choice("diverging", N_("blue and orange"), help=N_("Blue below zero, orange above, zero the background")),
    Choice("grey", N_("grey"), help=N_("Black below zero, white above, zero the grey between them")),
)
APPEARANCES = (
    Choice("dark", N_("Dark"), "moon", N_("Light text on dark ground")),
    Choice("light", N_("Light"), "sun", N_("Dark text on light ground")),
    Choice("system", N_("As the system"), "screen", N_("Dark or light, as the system is")),
)
_WIDTH = 360
_LARGEST = 1e6


class ScaleField(QDoubleSpinBox):
    """A positive number without needless zeros."""

    def __init__(self) -> None:
        super().__init__(decimals=6, minimum=1e-6, maximum=_LARGEST, value=1.0)
        self.setObjectName("scaleFixed")
        self.setLocale(QLocale.c())
        self.setKeyboardTracking(False)
        self.setStepType(QDoubleSpinBox.StepType.AdaptiveDecimalStepType)

    def textFromValue(self, value: float) -> str:
        return f"{value:g}"


class ScalePanel(Popover):
    """Scale of the colours above, appearance below.

    Signals:
        edited: the scale's mode and the value of full colour for the mode `fixed`.
        colours_chosen: `diverging` or `grey`.
        theme_chosen: `dark`, `light` or `system`.
    """

    edited = Signal(str, float)
    colours_chosen = Signal(str)
    theme_chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("scalePanel", parent)
        self._scale_label, self._colours_label, self._theme_label = QLabel(), QLabel(), QLabel()
        self._mode = Segments("scaleMode", SCALES)
        self._about = QLabel(wordWrap=True)
        self._about.setObjectName("scaleAbout")
        self._fixed_label = QLabel()
        self._fixed = ScaleField()
        self._colours = Segments("colourMap", COLOURS)
        self._appearance = Segments("appearance", APPEARANCES)
        self._arrange()
        self._mode.chosen.connect(self._on_mode_chosen)
        self._fixed.valueChanged.connect(self._on_fixed_changed)
        self._colours.chosen.connect(self.colours_chosen)
        self._appearance.chosen.connect(self.theme_chosen)
        self.set_theme(DARK)
        self.show_scale("channel", 1.0)
        self.show_colours("diverging")
        self.retranslate()

    def show_scale(self, mode: str, fixed: float) -> None:
        """Show the scale that holds."""
        self._mode.show_current(mode)
        with QSignalBlocker(self._fixed):
            self._fixed.setValue(fixed)
        self._explain()

    def show_colours(self, choice: str) -> None:
        """Show the colours that were chosen."""
        self._colours.show_current(choice)

    def show_theme(self, choice: str) -> None:
        """Show the appearance that was chosen."""
        self._appearance.show_current(choice)

    def set_theme(self, theme: Theme) -> None:
        """Paint in this look, at the size of type of the moment."""
        self._fixed.setFixedWidth(scaled(112))
        self._about.setFixedWidth(scaled(_WIDTH) - 2 * Space.L)
        self._about.setMinimumHeight(2 * (scaled(TextSize.BODY) + Space.XS))
        self._mode.set_theme(theme)
        self._colours.set_theme(theme)
        self._appearance.set_theme(theme)

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self.setAccessibleName(_("Colours and theme"))
        self._scale_label.setText(_("One colour scale per"))
        self._colours_label.setText(_("Colours of activations"))
        self._theme_label.setText(_("Theme"))
        self._fixed_label.setText(_("full colour at ±"))
        self._fixed.setAccessibleName(_("Value of full colour"))
        self._fixed.setToolTip(_("The value that gets full colour when the scale is fixed; typing one fixes the scale"))
        for view, name in (
            (self._mode, _("Colour scale")),
            (self._colours, _("Colours of activations")),
            (self._appearance, _("Theme")),
        ):
            view.setAccessibleName(name)
            view.retranslate()
        self._explain()

    def _explain(self) -> None:
        self._about.setText(next((_(c.help) for c in SCALES if c.id == self._mode.current), ""))

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setSpacing(Space.S)
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)
        for label in (self._scale_label, self._colours_label, self._theme_label):
            label.setProperty("role", "section")
        for label in (self._about, self._fixed_label):
            label.setProperty("role", "muted")
        line = QFrame()
        line.setProperty("role", "line")
        line.setFixedHeight(1)
        for part in (self._scale_label, self._mode, self._about):
            column.addWidget(part)
        fixed = QHBoxLayout()
        column.addLayout(fixed)
        fixed.setSpacing(Space.S)
        fixed.addWidget(self._fixed_label)
        fixed.addWidget(self._fixed)
        fixed.addStretch(1)
        column.addSpacing(Space.XS)
        column.addWidget(self._colours_label)
        column.addWidget(self._colours)
        column.addSpacing(Space.XS)
        column.addWidget(line)
        column.addSpacing(Space.XS)
        column.addWidget(self._theme_label)
        column.addWidget(self._appearance)

    def _on_mode_chosen(self, mode: str) -> None:
        self.edited.emit(mode, self._fixed.value())

    def _on_fixed_changed(self, value: float) -> None:
        self.edited.emit(FIXED, value)
