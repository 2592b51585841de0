"""The panel that opens from the picture: where it comes from, and how it becomes the input tensor."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from cnnlab.document.input import CONTAIN, InputSpec
from cnnlab.gui.commands.keys import with_keys
from cnnlab.gui.icons import icon
from cnnlab.gui.source_bar.choices import (
    AS_PICTURE,
    CHANNELS,
    FITS,
    FRAMES,
    RANGES,
    SIZES,
    black_text,
    range_changes,
    range_of,
    range_text,
    size_of,
    sizes_for,
)
from cnnlab.gui.source_bar.offers import Offer
from cnnlab.gui.source_bar.popover import Popover
from cnnlab.gui.source_bar.sample_list import FORMULAS, PHOTOS, RING, SampleList
from cnnlab.gui.source_bar.segments import Segments
from cnnlab.gui.source_bar.size_field import SizeField
from cnnlab.gui.theme import Space, Theme, scaled
from cnnlab.sources.generated import GENERATED
from cnnlab.text import N_, Message, _

SAMPLE = "sample:"
_OPEN = "Ctrl+Shift+O"  # as in the menu
_LABELS = (N_("Channels"), N_("Size"), N_("Proportions"), N_("Range"), N_("Frames"))
_ROWS = (0, 1, 3, 5, 7)


class InputPanel(Popover):
    """Sources of pictures above, options of the input below.

    Signals:
        open_requested, paste_requested: another picture is wanted.
        sample_chosen: the id of a picture that the program offers.
        edited: fields of `InputSpec` by name; `longest` stands for a size by its longer side.
    """

    open_requested = Signal()
    paste_requested = Signal()
    sample_chosen = Signal(str)
    edited = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("inputPanel", parent)
        self._spec = InputSpec()
        self._open, self._paste = QPushButton(), QPushButton()
        self._open.setObjectName("openImageButton")
        self._paste.setObjectName("pasteImageButton")
        self.samples = SampleList("sampleList", PHOTOS)
        self.drawn = SampleList("drawnList", FORMULAS)
        self._samples_label, self._drawn_label = QLabel(), QLabel()
        self._labels = tuple(QLabel() for _label in _LABELS)
        self._channels = Segments("inputChannels", CHANNELS)
        self._size = Segments("inputSize", SIZES)
        self._custom = SizeField()
        self._fit = Segments("inputFit", FITS)
        self._fit_about = QLabel(wordWrap=True)
        self._fit_about.setObjectName("inputFitAbout")
        self._range = Segments("inputRange", RANGES)
        self._frames = Segments("inputFrames", FRAMES)
        self._fitted: Message | None = None
        self._about = QLabel(wordWrap=True)
        self._about.setObjectName("inputAbout")
        self._arrange()
        self._connect()
        self.retranslate()

    def show_input(self, spec: InputSpec, shape: tuple[int, ...], picture: tuple[int, int]) -> None:
        """Show the options that hold for a picture of this height and width."""
        self._channels.show_current(str(spec.channels))
        self._size.set_enabled(sizes_for(picture))
        self._size.show_current(size_of(spec, picture))
        h, w = spec.size or picture
        self._custom.show_size((h, w))
        self._range.show_current(range_of(spec))
        self._fit.show_current(spec.fit)
        self._frames.show_current(str(spec.frames))
        self.samples.mark(spec.source.removeprefix(SAMPLE) if spec.source.startswith(SAMPLE) else None)
        formula = re.split("[:?]", spec.source.removeprefix(GENERATED), maxsplit=1)[0]  # without size and settings
        self.drawn.mark(GENERATED + formula if spec.source.startswith(GENERATED) else None)
        self._spec = spec
        self._say_range()
        self._say_fit()

    def show_fit(self, fitted: Message | None, live: bool) -> None:
        """Say what fitting has done to the pictures; only a live source has frames before this one."""
        self._fitted = fitted
        self._frames.set_enabled([choice.id for choice in FRAMES] if live else [])
        self._say_fit()

    def set_samples(self, samples: Sequence[Offer], drawn: Sequence[Offer] = ()) -> None:
        """Offer these shipped pictures, and these that are drawn by a formula."""
        lists = ((self.samples, self._samples_label, samples), (self.drawn, self._drawn_label, drawn))
        for view, label, offers in lists:
            view.set_offers(offers)
            view.setVisible(bool(offers))
            label.setVisible(bool(offers))

    def set_theme(self, theme: Theme) -> None:
        """Paint in this look."""
        for segments in self._segments:
            segments.set_theme(theme)
        for view in (self.samples, self.drawn):
            view.set_theme(theme)
        self._custom.fit()
        for button, drawing in ((self._open, "open"), (self._paste, "paste")):
            button.setIcon(icon(drawing, theme.muted))
            button.setIconSize(QSize(scaled(Space.L), scaled(Space.L)))

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self.setAccessibleName(_("Picture and input"))
        keys = {self._open: QKeySequence(_OPEN), self._paste: QKeySequence(QKeySequence.StandardKey.Paste)}
        texts = {
            self._open: (_("Open…"), _("Choose an image file")),
            self._paste: (_("Paste"), _("Take the picture that the clipboard holds")),
        }
        for button, (text, tip) in texts.items():
            button.setText(text)
            button.setAccessibleName(text)
            button.setToolTip(with_keys(tip, keys[button].toString()))
        self._samples_label.setText(_("Samples"))
        self.samples.setAccessibleName(_("Samples"))
        self._drawn_label.setText(_("Made by formula"))
        self.drawn.setAccessibleName(_("Made by formula"))
        self.samples.retranslate()
        self.drawn.retranslate()
        for label, text in zip(self._labels, _LABELS, strict=True):
            label.setText(_(text))
        names = (
            _("Channels of the input"),
            _("Working size"),
            _("How other proportions are fitted"),
            _("Range of values"),
            _("Frames in the batch"),
        )
        for view, name in zip(self._segments, names, strict=True):
            view.setAccessibleName(name)
            view.retranslate()
        self._custom.retranslate()
        self._say_range()
        self._say_fit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._custom.commit()  # a popup that closes takes the focus from nobody

    def _say_range(self) -> None:
        offered = range_of(self._spec) is not None
        self._about.setText("" if offered else _("Another range holds: {range}").format(range=range_text(self._spec)))
        self._about.setVisible(not offered)

    def _say_fit(self) -> None:
        """What was done to the pictures, and with bars what value they have."""
        parts = [str(self._fitted)] if self._fitted is not None else [_("Nothing has to be fitted.")]
        if self._fitted is not None and self._spec.fit == CONTAIN:
            parts.append(_("Bars have the value {black}.").format(black=black_text(self._spec)))
        self._fit_about.setText(" ".join(parts))

    @property
    def _segments(self) -> tuple[Segments, ...]:
        return (self._channels, self._size, self._fit, self._range, self._frames)

    def _arrange(self) -> None:
        content = QWidget()
        self.hold(content)
        column = QVBoxLayout(content)
        column.setSpacing(Space.S)
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        buttons = QHBoxLayout()
        column.addLayout(buttons)
        buttons.setSpacing(Space.S)
        for button in (self._open, self._paste):
            button.setAutoDefault(False)
            buttons.addWidget(button, 1)
        column.addSpacing(Space.XS)
        for label, view in ((self._samples_label, self.samples), (self._drawn_label, self.drawn)):
            label.setProperty("role", "section")
            column.addWidget(label)
            inset = QHBoxLayout()
            column.addLayout(inset)
            inset.setContentsMargins(-RING, 0, 0, 0)  # the thumbnails, not their rings, stand in line with the rest
            inset.addWidget(view)
            inset.addStretch(1)
        line = QFrame()
        line.setProperty("role", "line")
        line.setFixedHeight(1)
        column.addWidget(line)
        column.addSpacing(Space.XS)
        form = QGridLayout()
        column.addLayout(form)
        self._fill(form)

    def _fill(self, form: QGridLayout) -> None:
        form.setHorizontalSpacing(Space.M)
        form.setVerticalSpacing(Space.S)
        form.setColumnStretch(1, 1)
        for label, row in zip(self._labels, _ROWS, strict=True):
            label.setProperty("role", "muted")
            form.addWidget(label, row, 0)
        # In the order of the Tab key.
        form.addWidget(self._channels, 0, 1, Qt.AlignmentFlag.AlignLeft)
        form.addWidget(self._size, 1, 1, Qt.AlignmentFlag.AlignLeft)
        form.addWidget(self._custom, 2, 1)
        form.addWidget(self._fit, 3, 1, Qt.AlignmentFlag.AlignLeft)
        form.addWidget(self._fit_about, 4, 1)
        form.addWidget(self._range, 5, 1, Qt.AlignmentFlag.AlignLeft)
        form.addWidget(self._about, 6, 1)
        form.addWidget(self._frames, 7, 1, Qt.AlignmentFlag.AlignLeft)
        for sentence in (self._fit_about, self._about):
            sentence.setProperty("role", "muted")

    def _connect(self) -> None:
        self._open.clicked.connect(self._on_open_clicked)
        self._paste.clicked.connect(self._on_paste_clicked)
        self.samples.chosen.connect(self._on_sample_chosen)
        self.drawn.chosen.connect(self._on_sample_chosen)
        self._channels.chosen.connect(self._on_channels_chosen)
        self._size.chosen.connect(self._on_size_chosen)
        self._custom.chosen.connect(self._on_custom_chosen)
        self._range.chosen.connect(self._on_range_chosen)
        self._fit.chosen.connect(lambda fit: self.edited.emit({"fit": fit}))
        self._frames.chosen.connect(lambda count: self.edited.emit({"frames": int(count)}))
        # The window's shortcuts sleep while a popup is open.
        QShortcut(QKeySequence(_OPEN), self, self._on_open_clicked)
        QShortcut(QKeySequence.StandardKey.Paste, self, self._on_paste_clicked)

    def _on_open_clicked(self) -> None:
        self.close()
        self.open_requested.emit()

    def _on_paste_clicked(self) -> None:
        self.close()
        self.paste_requested.emit()

    def _on_sample_chosen(self, name: str) -> None:
        self.close()
        self.sample_chosen.emit(name)

    def _on_channels_chosen(self, choice: str) -> None:
        self.edited.emit({"channels": int(choice)})

    def _on_size_chosen(self, choice: str) -> None:
        self._custom.reset()
        self.edited.emit({"size": None} if choice == AS_PICTURE else {"longest": int(choice)})

    def _on_custom_chosen(self, size: tuple[int, int]) -> None:
        self.edited.emit({"size": size})

    def _on_range_chosen(self, choice: str) -> None:
        self.edited.emit(range_changes(choice))
