"""The pinned element, which every explanation follows."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from cnnlab.blocks.weight import Shape
from cnnlab.document.plan import Plan
from cnnlab.document.stack import INPUT
from cnnlab.engine.planes import plane_shape, tensor_index
from cnnlab.engine.view import Probe


class Pin(QObject):
    """One element of one layer of the plan on show, or none.

    It goes along: to another layer or channel at the same place of the picture, and to what is left of a layer that
    became smaller.

    Signals:
        changed: another element is pinned: a `Probe`, or None.
    """

    changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._plan: Plan | None = None
        self._at: Probe | None = None

    @property
    def at(self) -> Probe | None:
        """The pinned element: layer (or `input`), item, channel, y, x."""
        return self._at

    @property
    def index(self) -> tuple[int, ...] | None:
        """The same as an index into the layer's tensor; None without one."""
        shape = self._shape(self._at[0]) if self._at is not None else None
        return tensor_index(shape, *self._at[1:]) if self._at is not None and shape is not None else None

    def put(self, probe: Probe | None) -> None:
        """Pin an element; one that does not exist gives way to the nearest that does."""
        shape = self._shape(probe[0]) if probe is not None else None
        found = _inside(probe, shape) if probe is not None and shape is not None else None
        if found != self._at:
            self._at = found
            self.changed.emit(found)

    def step(self, dy: int, dx: int) -> None:
        """Pin a neighbour, as far as there is one; among single values it is that of another channel."""
        shape = self._shape(self._at[0]) if self._at is not None else None
        if self._at is None or shape is None:
            return
        layer, item, channel, y, x = self._at
        single = plane_shape(shape)[2:] == (1, 1)
        self.put((layer, item, channel + dy + dx, y, x) if single else (layer, item, channel, y + dy, x + dx))

    def go_to(self, layer: str, channel: int) -> None:
        """Pin the element at the same place of the picture in another layer or channel; its middle without one.

        Nothing is pinned where the layer has no output.
        """
        shape = self._shape(layer)
        if shape is None:
            self.put(None)
            return
        if self._at is not None and self._at[0] == layer and self._at[2] == channel:
            return
        before = self._shape(self._at[0]) if self._at is not None else None
        *_, height, width = plane_shape(shape)
        if self._at is None or before is None:
            self.put((layer, 0, channel, height // 2, width // 2))
            return
        (*_, old_height, old_width), (_layer, item, _channel, y, x) = plane_shape(before), self._at
        place = ((2 * y + 1) * height // (2 * old_height), (2 * x + 1) * width // (2 * old_width))
        self.put((layer, item, channel, *place))

    def show_plan(self, plan: Plan) -> None:
        """Another plan is on show: an element that is gone gives way, or is pinned no more."""
        self._plan = plan
        self.put(self._at)

    def _shape(self, layer: str) -> Shape | None:
        if self._plan is None:
            return None
        if layer == INPUT:
            return self._plan.input_shape
        return self._plan.layer(layer).output_shape if self._plan.stack.has(layer) else None


def _inside(probe: Probe, shape: Shape) -> Probe:
    item, channel, y, x = (max(0, min(i, n - 1)) for i, n in zip(probe[1:], plane_shape(shape), strict=True))
    return probe[0], item, channel, y, x
