"""Which shapes are still to be guessed, wherever in the window somebody looks meanwhile."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import QObject, Signal

from cnnlab.document.plan import LayerPlan, Plan
from cnnlab.gui.veil import NOTHING_HIDDEN, Veil


class Guesses(QObject):
    """While it is on, the shape of every layer that runs is a question, which stays open until it is told.

    A layer with other settings or another input is another question.

    Signals:
        changed: other shapes are kept from sight now: a `Veil`.
    """

    changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._on = False
        self._plan: Plan | None = None
        self._told: set[Hashable] = set()
        self._veil = NOTHING_HIDDEN

    @property
    def veil(self) -> Veil:
        """What is kept from sight."""
        return self._veil

    def turn(self, on: bool) -> None:
        """Ask about all layers anew, or about none."""
        self._on = on
        self._told.clear()
        self._refresh()

    def tell(self, layer: LayerPlan) -> None:
        """The shape of a layer was guessed or given away, and with it those that it follows from."""
        layers, told = (self._plan.layers if self._plan is not None else ()), [layer]
        while told:
            known = told.pop()
            self._told.add(_question(known))
            told += [layers[s] for s in known.sources if s >= 0 and _question(layers[s]) not in self._told]
        self._refresh()

    def show_plan(self, plan: Plan) -> None:
        """There is another plan, whether or not anybody is guessing."""
        self._plan = plan
        self._refresh()

    def is_open(self, layer: LayerPlan) -> bool:
        """Whether the shape of a layer waits for a guess."""
        return self._on and layer.runs and layer.layer.enabled and _question(layer) not in self._told

    def first_before(self, layer: LayerPlan) -> LayerPlan | None:
        """The first of those that wait for a guess among the layers that this one follows from; None if none does."""
        layers = self._plan.layers if self._plan is not None else ()
        waiting, places = [], list(layer.sources)
        while places:
            place = places.pop()
            if place >= 0 and place not in waiting and layers[place].id in self._veil.outputs:
                waiting.append(place)
                places += layers[place].sources
        return layers[min(waiting)] if waiting else None

    def _refresh(self) -> None:
        veil = self._hidden() if self._on else NOTHING_HIDDEN
        if veil != self._veil:
            self._veil = veil
            self.changed.emit(veil)

    def _hidden(self) -> Veil:
        outputs: set[str] = set()
        inputs: set[str] = set()
        layers = self._plan.layers if self._plan is not None else ()
        for layer in layers:
            if any(source >= 0 and layers[source].id in outputs for source in layer.sources):
                inputs.add(layer.id)
            hands_on = not layer.layer.enabled or not layer.runs  # what stands for its output is what comes in
            if self.is_open(layer) or (hands_on and layer.id in inputs):
                outputs.add(layer.id)
        return Veil(frozenset(outputs), frozenset(inputs))


def _question(layer: LayerPlan) -> Hashable:
    block = layer.layer.block
    return layer.id, type(block), block.settings, layer.input_shapes, layer.output_shape
