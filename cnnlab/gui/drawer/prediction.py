"""A field for a guessed shape, in the place of the answer."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from cnnlab.blocks.sizes import short
from cnnlab.document.plan import LayerPlan
from cnnlab.explain.guess import Verdict, judge, read_shape
from cnnlab.explain.shapes import shape_names
from cnnlab.gui.drawer.labels import set_role, text_label
from cnnlab.gui.theme import Space, scaled
from cnnlab.text import N_, Message, _

_FIELD = 220


class Prediction(QWidget):
    """Asks for the shape, judges the guess, and says what came of it.

    Signals:
        revealed: the answer is to be shown.
    """

    revealed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._layer: LayerPlan | None = None
        self._verdict: Verdict | None = None
        self._asked = QLabel()
        self._asked.setProperty("role", "heading")
        self.field = QLineEdit()
        self.field.setObjectName("shapeGuess")
        self.field.setProperty("role", "number")
        self._reveal = QPushButton()
        self._reveal.setObjectName("revealShape")
        self._settings = text_label("mono", "layerSettings", wrap=True)
        self._said = text_label("positive", "guessVerdict", wrap=True)
        self._arrange()
        self.field.returnPressed.connect(self._on_field_return_pressed)
        self.field.textEdited.connect(lambda: self._mark(False))
        self._reveal.clicked.connect(self.revealed)
        self.set_size()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        row = QHBoxLayout()
        column.addLayout(row)
        row.setSpacing(Space.S)
        for widget in (self._asked, self.field, self._reveal):
            row.addWidget(widget)
        row.addStretch(1)
        column.addWidget(self._settings)
        column.addWidget(self._said)

    def show_question(self, layer: LayerPlan) -> None:
        """Ask for the output shape of a layer."""
        self._layer, self._verdict = layer, None
        self.field.clear()
        self._mark(False)
        self._show(asking=True)

    def show_answer(self) -> None:
        """What came of the guess, if there was one; nothing is asked any more."""
        self._show(asking=False)

    def set_size(self) -> None:
        """Take the size of type of the moment."""
        self.field.setFixedWidth(scaled(_FIELD))

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self._asked.setText(_("Which shape comes out?"))
        self.field.setAccessibleName(_("Your guess of the output shape"))
        self.field.setToolTip(_("Enter shows whether it is right, and the steps"))
        self._reveal.setText(_("Reveal"))
        self._reveal.setToolTip(_("Show the answer without a guess"))
        self._say()

    def _show(self, asking: bool) -> None:
        for widget in (self._asked, self.field, self._reveal, self._settings):
            widget.setVisible(asking)
        self._settings.setText(settings_text(self._layer) if self._layer is not None else "")
        self._settings.setVisible(asking and bool(self._settings.text()))
        self._say()

    def _say(self) -> None:
        if self._layer is not None:
            self.field.setPlaceholderText(shape_names(self._layer.output_shape or ()))
        self._said.setText(str(self._verdict.sentence) if self._verdict is not None else "")
        self._said.setVisible(self._verdict is not None)
        set_role(self._said, "positive" if self._verdict is not None and self._verdict.right else "warning")

    def _mark(self, invalid: bool) -> None:
        self.field.setProperty("invalid", invalid)
        self.field.style().polish(self.field)

    def _on_field_return_pressed(self) -> None:
        guess = read_shape(self.field.text())
        if self._layer is None:
            return
        if guess is None:
            self._verdict = Verdict(False, Message(N_("write numbers with commas, such as 1, 8, 24, 24")))
            self._mark(True)
            self._say()
            return
        self._verdict = judge(self._layer, guess)
        self.revealed.emit()


def settings_text(layer: LayerPlan) -> str:
    """All parameters with their values, as the formula names them."""
    block = layer.layer.block
    named = ((name, getattr(block, name)) for name in block.params())
    return " · ".join(f"{name} {short(value)}" for name, value in named if value is not None)
