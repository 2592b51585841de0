"""The selected layer's arithmetic: how its shape follows, what each parameter changes, what it costs."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from cnnlab.blocks.sizes import shape_text
from cnnlab.document.plan import LayerPlan, Plan
from cnnlab.explain.effects import effects
from cnnlab.explain.shapes import derivations
from cnnlab.gui.drawer.costs_view import CostsView
from cnnlab.gui.drawer.derivation_view import DerivationView
from cnnlab.gui.drawer.effects_view import EffectsView
from cnnlab.gui.drawer.guesses import Guesses
from cnnlab.gui.drawer.labels import text_label
from cnnlab.gui.drawer.page import ExplainPage
from cnnlab.gui.drawer.prediction import Prediction
from cnnlab.gui.drawer.side_by_side import SideBySide
from cnnlab.gui.drawer.stopped import StoppedNote
from cnnlab.gui.drawer.zoom import zoom_for
from cnnlab.gui.layer_text import layer_about
from cnnlab.gui.status_line import ElidedLabel
from cnnlab.gui.theme import Space, TextSize, Theme, scaled
from cnnlab.gui.veil import HIDDEN, Veil
from cnnlab.text import N_, Message, _, language

_WANTED = (1000, 400)  # pixels in which everything has its usual size
_WIDE = 860  # from this width on effects and costs stand beside each other


class ShapesPage(ExplainPage):
    """Formulas with their numbers; with `predict` on, the answer waits for a guess.

    Attributes:
        guesses: which answers wait, whether or not the page is on show.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setObjectName("shapesPage")
        self._plan: Plan | None = None
        self._selected = ""
        self._told: object = None  # what is on show follows from it
        self.guesses = Guesses(self)
        self._name = ElidedLabel("shapesLayer")
        self._name.setProperty("role", "heading")
        self._about = ElidedLabel("shapesAbout")
        self.predict = QPushButton()
        self.predict.setCheckable(True)
        self.predict.setObjectName("predictShape")
        self._note = StoppedNote("shapesNote")
        self.listen_to(self._note)
        self._shapes = text_label("formula", "layerShapes", wrap=True)
        self._before = text_label("muted", "shapesBefore", wrap=True)
        self.prediction = Prediction()
        self.derivation = DerivationView()
        self.effects = EffectsView()
        self.costs = CostsView()
        self._below = SideBySide([(self.effects, 0), (self.costs, 1)], _WIDE)
        self._area = QScrollArea(widgetResizable=True)
        self._area.setObjectName("shapesArea")
        self._arrange()
        self.predict.toggled.connect(self._on_predict_toggled)
        self.prediction.revealed.connect(self._on_prediction_revealed)
        self.setFocusProxy(self._area)
        self.set_theme(theme)
        self.retranslate()

    def _arrange(self) -> None:
        row = QHBoxLayout(self.tools)
        row.setContentsMargins(Space.S, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(self._name)
        row.addWidget(self._about)
        row.addStretch(1)
        row.addWidget(self.predict, 0, Qt.AlignmentFlag.AlignVCenter)
        self._inside = inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(Space.L, Space.S, Space.L, Space.L)
        column.setSpacing(Space.M)
        for widget in (self._note, self._shapes, self._before, self.prediction, self.derivation, self._below):
            column.addWidget(widget)
        column.addStretch(1)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._area)

    # -- told what to show --

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.prediction.set_size()
        self.derivation.fit()
        self._below.fit()
        self._fit_type()
        self._refresh(anew=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_type()

    def _fit_type(self) -> None:
        """Write larger where there is much room."""
        zoom = zoom_for(self.size(), _WANTED)
        small, large = (round(scaled(size) * zoom) for size in (TextSize.SMALL, TextSize.TITLE))
        larger = ", ".join(f'QLabel[role="{role}"]' for role in ("formula", "result"))
        style = f"QLabel {{ font-size: {small}px }} {larger} {{ font-size: {large}px }}" if zoom > 1 else ""
        if style != self._inside.styleSheet():
            self._inside.setStyleSheet(style)

    def retranslate(self) -> None:
        self.setAccessibleName(_("Shapes"))
        self._area.setAccessibleName(_("How the shape of the selected layer follows"))
        self.predict.setText(_("Predict first"))
        self.predict.setToolTip(_("Hides the answer until a shape has been guessed"))
        self.prediction.retranslate()
        self._refresh(anew=True)

    def show_plan(self, plan: Plan) -> None:
        """Show another plan; where only weights are other ones, nothing is written."""
        self._plan = plan
        self.guesses.show_plan(plan)
        self._refresh()

    def show_selection(self, layer: str, out: int, into: int) -> None:
        self._selected = layer
        self._refresh()

    def show_veil(self, veil: Veil) -> None:
        self._show(self._layer)

    @property
    def hidden(self) -> bool:
        """Whether the answer waits for a guess."""
        return self._layer is not None and self.guesses.is_open(self._layer)

    @property
    def _layer(self) -> LayerPlan | None:
        known = self._plan is not None and self._selected and self._plan.stack.has(self._selected)
        return self._plan.layer(self._selected) if self._plan is not None and known else None

    def _refresh(self, anew: bool = False) -> None:
        layer = self._layer
        told = written_from(layer)
        if told == self._told and not anew:
            return
        other = told != self._told
        self._told = told
        self._name.show_text(layer.layer.label if layer is not None else "", self.theme.text)
        if other and layer is not None and layer.runs:
            self.prediction.show_question(layer)
        self._show(layer)

    def _show(self, layer: LayerPlan | None) -> None:
        hint = hint_on(layer)
        explained = not self._note.show_stop(None if hint else self._plan, self._selected, hint)
        hidden = self.hidden
        self._about.show_text(layer_about(layer, unsaid=hidden) if layer is not None else "", self.theme.muted)
        self.prediction.setVisible(explained and self.predict.isChecked())
        self._shapes.setVisible(explained)
        self.derivation.setVisible(explained)
        first = self.guesses.first_before(layer) if explained and layer is not None else None
        self._before.setText(first_text(first) if first is not None else "")
        self._before.setVisible(first is not None)
        self._below.setVisible(explained and not hidden)
        if layer is None or not explained:
            return
        given = HIDDEN if first is not None else ", ".join(shape_text(shape) for shape in layer.input_shapes)
        self._shapes.setText(f"{given} → {HIDDEN if hidden else shape_text(layer.output_shape or ())}")
        self.derivation.show_derivations(derivations(layer), hidden)
        if not hidden:
            self.prediction.show_answer()
            found = effects(layer)
            self.effects.show_effects(layer, found)
            self.effects.setVisible(bool(found))
            self.costs.show_costs(layer)

    def _on_predict_toggled(self, on: bool) -> None:
        self.guesses.turn(on)
        if self._layer is not None and self._layer.runs:
            self.prediction.show_question(self._layer)
        self._show(self._layer)
        if on and self.hidden:
            self.prediction.field.setFocus()

    def _on_prediction_revealed(self) -> None:
        if self._layer is not None:
            self.guesses.tell(self._layer)
        self._area.setFocus()  # the field goes
        self._show(self._layer)


def hint_on(layer: LayerPlan | None) -> str:
    """Why there is nothing to explain of a layer that has no problem; empty if there is."""
    if layer is None:
        return _("Select a layer: how its shape follows is worked out here.")
    return "" if layer.layer.enabled else _("Switched off: it passes its input through and keeps its weights.")


def first_text(layer: LayerPlan) -> str:
    """Which layer to begin with, where what comes in is not told yet."""
    return str(Message(N_("What comes in is still to be predicted: begin with {layer}."), layer=layer.layer.label))


def written_from(layer: LayerPlan | None) -> object:
    """What the page follows from: everything of a layer but the numbers of its weights."""
    return (layer.structure, layer.layer.label, language()) if layer is not None else None
