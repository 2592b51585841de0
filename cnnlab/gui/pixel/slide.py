"""The window slides over the picture: place after place, by itself or by hand."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from cnnlab.blocks.weight import Shape
from cnnlab.engine.planes import plane_shape
from cnnlab.engine.view import Probe

_RATES = (2, 5, 10, 20, 60)  # places a second
_USUAL = 2  # place in the list


@dataclass(frozen=True)
class Path:
    """What the window goes through: the places of a plane, or the units of a layer that has single values.

    Attributes:
        height, width: how many places there are down and across; a layer's units lie side by side.
        units: whether they are units.
    """

    height: int
    width: int
    units: bool = False

    @property
    def count(self) -> int:
        """How many places there are."""
        return self.height * self.width

    def place_of(self, probe: Probe) -> tuple[int, int]:
        """Where an element lies on the path: y and x."""
        return (0, probe[2]) if self.units else probe[3:]

    def at(self, probe: Probe, y: int, x: int) -> Probe:
        """The element at a place of the path that an element lies on."""
        return (*probe[:2], x, 0, 0) if self.units else (*probe[:3], y, x)

    def shared(self, one: Probe, other: Probe) -> bool:
        """Whether two elements lie on one path."""
        return one[:2] == other[:2] and (self.units or one[2] == other[2])


def path_through(shape: Shape) -> Path:
    """The path through a tensor of this shape."""
    _b, c, h, w = plane_shape(shape)
    return Path(1, c, units=True) if h * w == 1 else Path(h, w)


class Slide(QObject):
    """Goes through the places of a plane, row by row, and begins anew at its end.

    Signals:
        moved: the place of the moment: y, x.
        changed: whether it plays, or how fast, is another.
    """

    moved = Signal(int, int)
    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._size = (1, 1)
        self._at = 0
        self._held = False
        self._rate = _USUAL
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_timer_timeout)

    @property
    def playing(self) -> bool:
        """Whether it goes on by itself, or would if nothing held it."""
        return self._timer.isActive()

    @property
    def rate(self) -> int:
        """Places a second."""
        return _RATES[self._rate]

    @property
    def count(self) -> int:
        """How many places there are."""
        return self._size[0] * self._size[1]

    @property
    def place(self) -> int:
        """The number of the place of the moment."""
        return self._at

    def show_plane(self, height: int, width: int, y: int, x: int) -> None:
        """Take note of the plane and of where the window is."""
        if self._size != (height, width):
            self._size = (height, width)
            self.stop()
        if not self._held:
            self._at = y * width + x

    def play(self) -> None:
        """Go on from the place of the moment; from the first if it is the last."""
        if self._at == self.count - 1:
            self.go_to(0)
        self._timer.start(round(1000 / self.rate))
        self.changed.emit()

    def stop(self) -> None:
        """Stay where it is."""
        if self.playing:
            self._timer.stop()
            self.changed.emit()

    def toggle(self) -> None:
        """Play, or stay."""
        (self.stop if self.playing else self.play)()

    def step(self, places: int) -> None:
        """Go some places on or back."""
        self.stop()
        self.go_to((self._at + places) % self.count)

    def go_to(self, place: int) -> None:
        """Go to a place by its number."""
        self._at = max(0, min(place, self.count - 1))
        self.moved.emit(*divmod(self._at, self._size[1]))

    def faster(self, steps: int) -> None:
        """Another speed, as far as there is one."""
        rate = max(0, min(self._rate + steps, len(_RATES) - 1))
        if rate != self._rate:
            self._rate = rate
            self._timer.setInterval(round(1000 / self.rate))
            self.changed.emit()

    def hold(self, held: bool) -> None:
        """While it is held, something else shows where it is; then it goes on from its own place."""
        self._held = held

    def _on_timer_timeout(self) -> None:
        if not self._held:
            self.go_to((self._at + 1) % self.count)
