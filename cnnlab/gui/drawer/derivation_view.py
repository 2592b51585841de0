"""How the sizes of the output follow, line by line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from cnnlab.explain.shapes import Derivation
from cnnlab.gui.drawer.labels import set_role, text_label
from cnnlab.gui.drawer.side_by_side import SideBySide
from cnnlab.gui.theme import Space, scaled
from cnnlab.text import N_, Message, _

_AXES = {"h": N_("height"), "w": N_("width")}
_WIDE = 740  # from this width on the numbers of height and width stand beside each other


class AxisView(QWidget):
    """One size: heading, steps, result."""

    def __init__(self, axis: str) -> None:
        super().__init__()
        self._axis = axis
        self._heading = text_label("section")
        self._steps = text_label("formula", f"steps_{axis}")
        self._result = text_label("result", f"result_{axis}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for label in (self._heading, self._steps, self._result):
            column.addWidget(label)

    def show_derivation(self, found: Derivation | None) -> None:
        """Show how the size follows; nothing for a shape that has no such axis."""
        self.setVisible(found is not None)
        if found is None:
            return
        self._heading.setText(_(_AXES[self._axis]))
        start, more = f"{found.axis}′ = ", "   = "
        self._steps.setText("\n".join(f"{more if place else start}{line}" for place, line in enumerate(found.steps)))
        self._steps.setVisible(bool(found.steps))
        self._result.setText(f"{more if found.steps else start}{found.value}")


class DerivationView(QWidget):
    """The formulas with the names of the parameters, and height and width with their numbers below them."""

    def __init__(self) -> None:
        super().__init__()
        self._symbols = text_label("formula", "sizeSymbols", wrap=True)
        self._alike = text_label("muted", wrap=True)
        self._axes = {axis: AxisView(axis) for axis in _AXES}
        self._columns = SideBySide([(view, 1) for view in self._axes.values()], _WIDE)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        for widget in (self._symbols, self._alike):
            column.addWidget(widget)
        column.addSpacing(Space.XS)
        column.addWidget(self._columns)

    def show_derivations(self, found: Sequence[Derivation], hidden: bool) -> None:
        """Show how the sizes follow; `hidden`: only with the names of the parameters."""
        axes = {entry.axis: entry for entry in found}
        shared = "h" in axes and "w" in axes and _alike(axes["h"], axes["w"])
        lines = [_line(entry, hidden) for entry in found if not (shared and entry.axis == "w")]
        self._symbols.setText("\n".join(lines))
        self._symbols.setVisible(bool(lines))
        self._alike.setText(str(Message(N_("{b}′ follows from {b} as {a}′ does from {a}"), a="h", b="w")))
        self._alike.setVisible(shared)
        worked_out = not hidden and any(axis in axes and axes[axis].steps for axis in _AXES)
        for axis, view in self._axes.items():
            view.show_derivation(axes.get(axis) if worked_out else None)
        self._columns.setVisible(worked_out)

    def texts(self) -> list[str]:
        """What is said, label by label."""
        every = (self._symbols, *(label for view in self._axes.values() for label in view.findChildren(QLabel)))
        return [label.text() for label in every if label.isVisibleTo(self)]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Lay out for the width and the size of type of the moment; where it is narrow, formulas stay in one line."""
        self._columns.fit()
        set_role(self._symbols, "formula" if self.width() >= scaled(_WIDE) else "rule")


def _alike(height: Derivation, width: Derivation) -> bool:
    """Whether both follow from their own input by the same rule, which then need not be written twice."""
    return bool(height.steps) and height.symbols != width.symbols == height.symbols.replace("h ", "w ", 1)


def _line(found: Derivation, hidden: bool) -> str:
    """`c′ = c₁ + c₂ = 8 + 3 = 11`; of a size that is worked out below, the formula alone."""
    parts = [f"{found.axis}′", found.symbols]
    if not hidden and (found.axis == "c" or not found.steps):
        parts += [*found.steps, str(found.value)]
    return " = ".join(dict.fromkeys(parts))
