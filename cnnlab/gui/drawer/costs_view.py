"""What a layer costs, the arithmetic written out, and what a dense layer in its place would cost."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from cnnlab.document.plan import LayerPlan
from cnnlab.explain.shapes import Dense, Sum, dense, memory, multiply_adds, parameters
from cnnlab.gui.drawer.amounts import power_text
from cnnlab.gui.drawer.labels import text_label
from cnnlab.gui.theme import Space
from cnnlab.text import N_, Message, _, byte_text

_NAMES = (N_("parameters"), N_("multiply-adds"), N_("memory"), N_("dense layer"))


class CostsView(QWidget):
    """A line for each cost, and the case for convolution in one number."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("layerCosts")
        self._heading = text_label("section")
        self._labels = [text_label("muted") for _name in _NAMES]
        self._numbers = [text_label("mono", wrap=True) for _name in _NAMES]
        self._case = text_label("heading", "denseCase", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(self._heading)
        grid = QGridLayout()
        column.addLayout(grid)
        grid.setHorizontalSpacing(Space.L)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        for row, (label, number) in enumerate(zip(self._labels, self._numbers, strict=True)):
            label.setProperty("small", True)
            grid.addWidget(label, row, 0)
            grid.addWidget(number, row, 1)
        column.addSpacing(Space.XS)
        column.addWidget(self._case)

    def show_costs(self, layer: LayerPlan) -> None:
        """Show what a layer that runs costs."""
        self._heading.setText(_("What it costs"))
        beside = dense(layer)
        space = memory(layer)
        texts = (
            _equation(parameters(layer)),
            _equation(multiply_adds(layer)),
            _equation(space) + (f" B = {byte_text(space.value)}" if space.value >= 1024 else " B"),
            f"{beside.weights.text} = {power_text(beside.weights.value)}" if beside is not None else "",
        )
        for label, name, number, text in zip(self._labels, _NAMES, self._numbers, texts, strict=True):
            label.setText(_(name))
            number.setText(text)
            for part in (label, number):
                part.setVisible(bool(text))
        self._case.setText(str(case_for(beside)) if beside is not None else "")
        self._case.setVisible(beside is not None)

    def texts(self) -> list[str]:
        """The arithmetic, line by line, and the case."""
        return [label.text() for label in (*self._numbers, self._case) if label.isVisibleTo(self)]


def case_for(beside: Dense) -> Message:
    """The case for looking at a neighbourhood, in one number."""
    weights = power_text(beside.weights.value)
    if beside.ratio is None:
        return Message(
            N_("A dense layer from this input to this output would need {weights} weights."), weights=weights
        )
    text = N_("A dense layer from this input to this output would need {weights} weights: {ratio} times as many.")
    return Message(text, weights=weights, ratio=power_text(beside.ratio))


def _equation(found: Sum) -> str:
    if not found.text or found.text == str(found.value):
        return f"{found.value:,}"
    return f"{found.text} = {found.value:,}"
