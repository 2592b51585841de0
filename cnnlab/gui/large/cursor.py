"""The cursor: one cell of the channel, marked in the picture, on the profile and on the input alike."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from cnnlab.document.stack import INPUT
from cnnlab.engine.view import Colours, Plane, Probe
from cnnlab.gui.large.channel_view import ChannelView
from cnnlab.gui.large.places import Cell, Places
from cnnlab.gui.large.profile import ProfileView
from cnnlab.gui.large.side import LargeSide
from cnnlab.gui.large.tools import LargeTools


class LinkedCursor(QObject):
    """Follows the pointer over picture and input until a click holds it; keeps its place on the input from layer to
    layer. In a vector, shown as one row of all channels, it is the channel.

    Signals:
        hovered: the element under the pointer, a `Probe`, or None; of the input in colour, channel `COMPOSITE`.
        pinned: the cursor is held at another element: a `Probe`.
        channel_chosen: a channel of a vector was clicked.
    """

    hovered = Signal(object)
    pinned = Signal(object)
    channel_chosen = Signal(int)

    def __init__(
        self, picture: ChannelView, tools: LargeTools, profile: ProfileView, side: LargeSide, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._picture, self._tools, self._profile, self._side = picture, tools, profile, side
        self._at: tuple[str, int] = (INPUT, 0)
        self._item = 0
        self._vector = False
        self._places: Places | None = None
        self._plane: Plane | None = None
        self._colours: Colours | None = None
        self._cell: Cell | None = None
        self._held = False
        picture.hovered.connect(self._on_picture_hovered)
        picture.clicked.connect(self._on_picture_clicked)
        picture.range_changed.connect(self._on_picture_range_changed)
        tools.direction_chosen.connect(lambda _row: self._refresh())
        side.input.hovered.connect(self._on_input_hovered)
        side.input.clicked.connect(self._on_input_clicked)

    @property
    def cell(self) -> Cell | None:
        """Where it is, `(y, x)`."""
        return self._cell

    @property
    def held(self) -> bool:
        """Whether it stays where it is while the pointer moves."""
        return self._held

    def go(self, layer: str, channel: int, vector: bool, places: Places | None) -> None:
        """Another layer or channel is on show, or its plan has changed; `places` is None where it has no output."""
        if layer != self._at[0]:
            self._carry_over(places, vector)
        self._at, self._vector, self._places = (layer, channel), vector, places
        if vector:
            self._cell, self._held = (0, channel), True
        self._refresh()

    def _carry_over(self, places: Places | None, vector: bool) -> None:
        """To the cell of the new layer over the same place of the input."""
        if self._places is None or places is None or self._cell is None or self._vector or vector:
            self._cell, self._held = None, False
            return
        y, x = self._places.centre(self._cell)
        self._cell = places.cell_over((round(y), round(x)))

    def show_item(self, item: int) -> None:
        """Speak of this item of the batch."""
        self._item = item

    def show_plane(self, plane: Plane | None, colours: Colours) -> None:
        """Its values are there."""
        self._plane, self._colours = plane, colours
        height, width = plane.values.shape[1:] if plane is not None else (0, 0)
        if plane is None:
            self._cell = None
        elif self._cell is None or self._cell[0] >= height or self._cell[1] >= width:
            self._cell, self._held = (height // 2, width // 2), False
        self._refresh()

    def nudge(self, down: int, right: int) -> None:
        """Move by some cells, and hold."""
        height, width = self._picture.size_in_cells
        if self._cell is None or not height or self._vector:
            return
        self._move((_within(self._cell[0] + down, height), _within(self._cell[1] + right, width)), True)
        self._picture.bring_into_view(self._cell)
        self.hovered.emit(self._probe(self._cell))
        self.pinned.emit(self._probe(self._cell))

    def values_at(self, probe: Probe) -> tuple[float, ...]:
        """The value of an element, or three of the input in colour; none if it is not on show."""
        plane = self._shown
        if plane is None or probe[0] != self._at[0]:
            return ()
        _layer, _item, channel, y, x = probe
        cell = (0, channel) if self._vector else (y, x)
        inside = cell[0] < plane.values.shape[1] and cell[1] < plane.values.shape[2]
        return tuple(float(v) for v in plane.values[:, cell[0], cell[1]]) if inside else ()

    # -- showing it --

    @property
    def _shown(self) -> Plane | None:
        """The plane, unless it is still that of another channel."""
        plane = self._plane
        if plane is None or (plane.large.layer, plane.large.item) != (self._at[0], self._item):
            return None
        return plane if self._vector or plane.large.channel == self._at[1] else None

    def _move(self, cell: Cell, held: bool) -> None:
        self._cell, self._held = cell, held
        self._refresh()

    def _refresh(self) -> None:
        self._picture.set_cursor(self._cell, self._held)
        plane, cell = self._shown, self._cell
        inside = (
            plane is not None
            and cell is not None
            and all(c < n for c, n in zip(cell, plane.values.shape[1:], strict=True))
        )
        if plane is None or cell is None or self._colours is None or not inside:
            return  # until the values come, what is on show stays
        row = self._along_row
        self._tools.show_place(row, cell[0] if row else cell[1], choice=not self._picture.strip)
        self._profile.show_line(plane, self._colours, row, *(cell if row else cell[::-1]))
        self._on_picture_range_changed()
        self._show_place(cell)

    def _show_place(self, cell: Cell) -> None:
        """Mark on the input what the cell is made from."""
        if self._places is None:
            return
        place = (0, 0) if self._vector else cell
        box = self._places.box(place)
        self._side.input.show_place(box, self._places.centre(place))
        self._side.show_field((box[0][1] - box[0][0] + 1, box[1][1] - box[1][0] + 1) if box is not None else None)

    @property
    def _along_row(self) -> bool:
        return self._tools.along_row or self._picture.strip

    def _probe(self, cell: Cell) -> Probe:
        layer, channel = self._at
        return (layer, self._item, cell[1], 0, 0) if self._vector else (layer, self._item, channel, *cell)

    # -- wishes --

    def _on_picture_hovered(self, cell: Cell | None) -> None:
        if cell is not None and not self._held:
            self._move(cell, False)
        self.hovered.emit(self._probe(cell) if cell is not None else None)

    def _on_picture_clicked(self, cell: Cell) -> None:
        if self._vector:
            self.channel_chosen.emit(cell[1])
        else:
            self._move(cell, not (self._held and cell == self._cell))
            if self._held:
                self.pinned.emit(self._probe(cell))

    def _on_picture_range_changed(self) -> None:
        (left, right), (top, bottom) = self._picture.box.viewRange()
        self._profile.set_range(*((left, right) if self._along_row else (top, bottom)))
        self._tools.show_zoom(self._picture.pixels_a_cell())

    def _on_input_hovered(self, cell: Cell | None) -> None:
        if cell is None or self._places is None or self._shown is None or self._vector:
            self.hovered.emit(None)
            return
        over = self._places.cell_over(cell)
        if not self._held:
            self._move(over, False)
        self.hovered.emit(self._probe(over))

    def _on_input_clicked(self, cell: Cell) -> None:
        if self._places is not None and self._shown is not None and not self._vector:
            over = self._places.cell_over(cell)
            self._move(over, True)
            self._picture.bring_into_view(over)
            self.pinned.emit(self._probe(over))


def _within(place: int, size: int) -> int:
    return max(0, min(place, size - 1))
