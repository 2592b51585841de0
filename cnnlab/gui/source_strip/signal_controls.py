"""The controls of a picture drawn by a formula: which one, its size, its settings, and whether it moves."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cnnlab.blocks.params import ChoiceParam
from cnnlab.gui.inspector.fields import ValueField
from cnnlab.gui.source_bar.chip import Part
from cnnlab.gui.source_bar.choices import parse_size
from cnnlab.gui.source_bar.segments import Choice, Segments, control_height
from cnnlab.gui.source_strip.choice_chip import ChoiceChip
from cnnlab.gui.source_strip.knob_slider import KnobCodec, KnobSlider
from cnnlab.gui.source_strip.rate_reading import RateReading
from cnnlab.gui.source_strip.strip_button import StripButton
from cnnlab.gui.tab_order import tab_through
from cnnlab.gui.theme import DARK, Space, Theme, scaled
from cnnlab.sources.formulas import Size
from cnnlab.sources.generated import GENERATED_PICTURES, LARGEST, SMALLEST, Generated
from cnnlab.sources.generated import Signal as Picture
from cnnlab.sources.signals import Drift, Knob, Value
from cnnlab.text import N_, UserError, _

_WORDS = {"sine": N_("sine"), "square": N_("square"), "normal": N_("normal"), "uniform": N_("uniform")}
_SIZES: tuple[Size, ...] = ((28, 28), (64, 64), (128, 128), (256, 256), (512, 512), (240, 320), (480, 640))
_BOX = 108
# Names and sliders, as far as there is room; in one row names are always there.
_STAGES = ((True, True), (True, False), (False, True), (False, False))
_IN_ONE_ROW = _STAGES[:2]


class SignalControls(QWidget):
    """One row that is told what to show and changes nothing itself; settings that have no room in it have their own.

    Attributes:
        rows: how many there are.

    Signals:
        folded: there are more or fewer rows.
        formula_chosen: the id of another formula.
        size_chosen: height and width as a tuple.
        value_edited: a setting's name, its value, and the gesture that it belongs to or None.
        drift_wished: it is to move, or to stop.
        speed_edited: how fast, and the gesture or None.
        refused: why what was typed cannot be (a `Message`).
    """

    folded = Signal()
    formula_chosen = Signal(str)
    size_chosen = Signal(object)
    value_edited = Signal(str, object, object)
    drift_wished = Signal(bool)
    speed_edited = Signal(float, object)
    refused = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("signalControls")
        self._theme = DARK
        self._signal: Picture | None = None
        self._frozen = False
        self._sliders: list[KnobSlider] = []
        self._choices: dict[str, Segments] = {}
        self._speed: ValueField | None = None
        self._formula = ChoiceChip("signalFormula")
        self._formula.show_icon("signal")
        self._size = QComboBox(editable=True)
        self._size.setObjectName("signalSize")
        self._size.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._size.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._size.addItems([_size_text(size) for size in _SIZES])
        self._drift = StripButton("signalDrift", "play")
        self._reading = RateReading("signalReading")
        self.rows = 1
        self._room = QWidget()
        self._knobs = QHBoxLayout(self._room)
        self._knobs.setContentsMargins(0, 0, 0, 0)
        self._knobs.setSpacing(Space.M)
        self._arrange()
        self._connect()
        self.retranslate()

    # -- what is shown --

    def show_signal(self, signal: Picture, frozen: bool = False) -> None:
        """Show which it is, and its settings; one that is frozen does not move."""
        before, self._signal, self._frozen = self._signal, signal, frozen
        moves = signal.drift != 0 and not frozen
        if before is None or before.formula is not signal.formula:
            self._make_knobs(signal.formula)
        self._show_values(signal)
        with QSignalBlocker(self._size):
            self._size.setCurrentIndex(_SIZES.index(signal.size) if signal.size in _SIZES else -1)
            self._size.setEditText(_size_text(signal.size))
        self._drift.show_on(moves)
        self._drift.show_icon("pause" if moves else "play")
        if self._speed is not None and signal.formula.drift is not None:
            self._speed.show_value(signal.drift or signal.formula.drift.begin)
            self._speed.setEnabled(moves)

    def show_place(self, name: str, value: Value) -> None:
        """Show where a drift has moved a setting, unless it is being changed."""
        for slider in self._sliders:
            if slider.knob.id == name and not slider.busy:
                slider.show_value(value)

    def set_theme(self, theme: Theme) -> None:
        """Paint in this look, at the size of type of the moment."""
        self._theme = theme
        for control in (self._formula, self._drift):
            control.set_theme(theme)
        for slider in self._sliders:
            slider.set_theme(theme)
        for row in self._choices.values():
            row.set_theme(theme)
        self._size.setFixedSize(scaled(_BOX), control_height())
        if self._speed is not None and self._signal is not None and self._signal.formula.drift is not None:
            self._speed.setFixedSize(_speed_codec(self._signal.formula.drift).field_size)
        self._reading.fit()
        self._fit()

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self.setAccessibleName(_("Picture drawn by a formula"))
        self._say_formula()
        sizes = _("Cells of the picture, height × width: {least} to {most} each side")
        self._size.setToolTip(sizes.format(least=SMALLEST, most=LARGEST))
        self._size.setAccessibleName(_("Size of the picture"))
        self._drift.show_words(_("Drift"), _("Let it move in time; it stops where it is"))
        for slider in self._sliders:
            slider.retranslate()
        for name, row in self._choices.items():
            row.retranslate()
            assert self._signal is not None
            row.setAccessibleName(_(self._signal.formula.knob(name).param.label))
        self._say_speed()
        if self._signal is not None:
            self._say_reading(self._signal)
        self._fit()

    # -- size --

    def sizeHint(self) -> QSize:
        return QSize(self._width_for(*_STAGES[0]), self.rows * control_height())

    def minimumSizeHint(self) -> QSize:
        least = max(self._other_width(), self._knobs_width(*_STAGES[-1]))
        return QSize(min(least, self._width_for(*_IN_ONE_ROW[-1])), control_height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _width_for(self, names: bool, tracks: bool) -> int:
        """In one row."""
        return self._other_width() + self._knobs_width(names, tracks)

    def _knobs_width(self, names: bool, tracks: bool) -> int:
        parts = [slider.width_for(names, tracks) for slider in self._sliders]
        parts += [row.width_for(True) for row in self._choices.values()]
        return sum(parts) + len(parts) * Space.M

    def _other_width(self) -> int:
        parts = [self._formula.sizeHint().width(), scaled(_BOX)]
        if self._speed is not None:
            parts += [self._drift.sizeHint().width(), self._speed.width()]
        return sum(parts) + (len(parts) + 1) * Space.M

    def _fit(self) -> None:
        """Sliders give way where there is no room, then the settings have a row of their own, and names give way last:
        the numbers stay, and can be dragged."""
        room = self.width()
        stage = next((s for s in _IN_ONE_ROW if self._width_for(*s) <= room), None)
        self._fold(stage is None)
        if stage is None:
            stage = next((s for s in _STAGES if self._knobs_width(*s) <= room), _STAGES[-1])
        for slider in self._sliders:
            slider.show_parts(*stage)
        used = self._width_for(*stage) if self.rows == 1 else self._other_width()
        self._reading.setVisible(used + self._reading.sizeHint().width() + Space.M <= room)
        self.updateGeometry()

    def _fold(self, folded: bool) -> None:
        """Let the settings have a row of their own, or stand among the others."""
        if self.rows == 1 + folded:
            return
        self.rows = 1 + folded
        if folded:
            self._column.addWidget(self._room, 1)
        else:
            self._row.insertWidget(2, self._room)
        tab_through(self)
        self.folded.emit()

    # -- parts --

    def _arrange(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        first = QWidget()
        self._column.addWidget(first, 1)
        row = QHBoxLayout(first)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.M)
        row.addWidget(self._formula)
        row.addWidget(self._size)
        row.addWidget(self._room)
        row.addWidget(self._drift)
        self._row = row
        row.addWidget(self._reading, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _make_knobs(self, formula: Generated) -> None:
        """Controls for the settings of a formula in place of those of another."""
        for old in (*self._sliders, *self._choices.values(), *((self._speed,) if self._speed is not None else ())):
            old.hide()
            old.setParent(None)
            old.deleteLater()
        self._sliders, self._choices, self._speed = [], {}, None
        for knob in formula.knobs:
            if isinstance(knob.param, ChoiceParam):
                self._add_choice(knob, knob.param)
            else:
                self._add_slider(knob)
        self._drift.setVisible(formula.drift is not None)
        if formula.drift is not None:
            self._add_speed(formula.drift)
        self.set_theme(self._theme)
        self.retranslate()
        tab_through(self)

    def _add_slider(self, knob: Knob) -> None:
        slider = KnobSlider(knob)
        slider.edited.connect(self.value_edited)
        slider.refused.connect(self.refused)
        self._sliders.append(slider)
        self._knobs.addWidget(slider)

    def _add_choice(self, knob: Knob, param: ChoiceParam) -> None:
        choices = tuple(Choice(word, _WORDS[word], help=param.help) for word in param.choices)
        row = Segments(f"knob_{knob.id}", choices)
        row.chosen.connect(lambda word: self.value_edited.emit(knob.id, word, None))
        self._choices[knob.id] = row
        self._knobs.addWidget(row)

    def _add_speed(self, drift: Drift) -> None:
        self._speed = ValueField("drift", _speed_codec(drift))
        self._speed.setObjectName("signalSpeed")
        self._speed.setFixedSize(_speed_codec(drift).field_size)
        self._speed.edited.connect(lambda _name, speed, gesture: self.speed_edited.emit(speed, gesture))
        self._speed.refused.connect(lambda _name, message: self.refused.emit(message) if message else None)
        self._row.insertWidget(self._row.indexOf(self._reading), self._speed)

    def _show_values(self, signal: Picture) -> None:
        for slider in self._sliders:
            slider.show_value(signal.values[slider.knob.id])
        for name, row in self._choices.items():
            row.show_current(str(signal.values[name]))
        self._say_reading(signal)

    def _say_reading(self, signal: Picture) -> None:
        """Also in the tooltip of the setting that it follows from: there is not always room for it."""
        text = _reading(signal)
        self._reading.show_text(text)
        for slider in self._sliders[:1]:
            slider.show_note(text)

    # -- words --

    def _say_formula(self) -> None:
        if self._signal is None:
            return
        shown = self._signal.formula
        title = _(shown.title)
        self._formula.show_choices(
            [(formula.id, _(formula.title)) for formula in GENERATED_PICTURES], shown.id, (Part(title, strong=True),)
        )
        self._formula.setAccessibleName(_("Formula: {name}").format(name=title))
        self._formula.setToolTip(_("Which picture is drawn: {about}").format(about=_(shown.about)))

    def _say_speed(self) -> None:
        if self._speed is not None and self._signal is not None and self._signal.formula.drift is not None:
            self._speed.setToolTip(_(self._signal.formula.drift.speed.help))
            self._speed.setAccessibleName(_("Speed of the drift"))

    # -- wishes --

    def _connect(self) -> None:
        self._formula.chosen.connect(self.formula_chosen)
        self._drift.clicked.connect(lambda: self.drift_wished.emit(not self._drift.on))
        self._size.textActivated.connect(self._on_size_text)
        line = self._size.lineEdit()
        assert line is not None
        line.editingFinished.connect(lambda: self._on_size_text(self._size.currentText()))

    def _on_size_text(self, text: str) -> None:
        if self._signal is None or text == _size_text(self._signal.size):
            return
        try:
            self.size_chosen.emit(parse_size(text))
        except UserError as error:
            self.refused.emit(error.message)
        self.show_signal(self._signal, self._frozen)


def _speed_codec(drift: Drift) -> KnobCodec:
    return KnobCodec(drift.speed, "drift", drift.unit)


def _size_text(size: Size) -> str:
    return f"{size[0]} × {size[1]}"


def _reading(signal: Picture) -> str:
    """What follows from the settings, in cells."""
    values: dict[str, Value] = dict(signal.values)
    if signal.formula.id == "grating":
        cells = signal.size[1] / float(values["frequency"])
        return _("{cells:.3g} cells a cycle").format(cells=cells) + (" · " + _("aliased") if cells < 2 else "")
    if signal.formula.id == "checkerboard":
        return _("{cells} cells a side").format(cells=max(1, min(signal.size) // int(values["squares"])))
    return ""
