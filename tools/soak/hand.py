"""Whatever a person may do to the window, at random but the same for the same seed."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from cnnlab.app import Program
from cnnlab.blocks.params import (
    BoolParam,
    ChoiceParam,
    FloatPairParam,
    FloatParam,
    IntParam,
    LayersParam,
    PairParam,
    Param,
    QuadParam,
)
from cnnlab.blocks.registry import kinds_by_id
from cnnlab.document.input import FITS, IMAGENET_MEAN, IMAGENET_STD
from cnnlab.engine.memory import need
from cnnlab.formats.examples import examples
from cnnlab.sources.naming import DRAWING, VIDEO, kind_of
from cnnlab.sources.region import Region
from cnnlab.sources.samples import samples
from tools.soak.film import film_source

_MOST_LAYERS = 12
_MOST_MEMORY = 48 * 2**20  # of a stack, so that frames stay fast
_REACH = 6  # how far a parameter goes beyond its least value
_VIEWS = (
    "tiles_larger", "tiles_smaller", "tiles_automatic", "wrap", "sort_id", "sort_strength", "sort_variance",
    "collapse_all", "show_all", "scale_channel", "scale_layer", "scale_stack", "scale_fixed", "colours_diverging",
    "colours_grey", "times", "large", "back", "expand", "previous_layer", "next_layer", "next_pane", "next_item",
    "previous_item", "batch_one", "batch_rows", "batch_side",
)  # fmt: skip
_LOOKS = ("theme_dark", "theme_light", "theme_system", "language_en", "language_zh_CN", "present", "full_screen")
_PAGES = ("gallery", "shortcuts", "palette", "preferences", "about", "add_block")


class Hand:
    """Does one thing at a time, and remembers the last thirty.

    Attributes:
        last: what was done last, as text.
        camera: the name of a camera's source, if there is one.
    """

    def __init__(self, program: Program, seed: int, size: tuple[int, int], clips: Sequence[Path] = ()) -> None:
        """A hand on a program whose films have pictures of this height and width; `clips` are films in files."""
        self._program, self._window, self._presenter = program, program.window, program.presenter
        self._random = random.Random(seed)
        self._size, self._clips = size, clips
        self.last: deque[str] = deque(maxlen=30)
        self.camera = ""
        self._away = 0  # actions since the film was left
        self._page = False
        grid = self._window.findChild(QTableView, "kernelGrid")
        assert grid is not None
        self._grid = grid
        self._ways: dict[Callable[[], str], int] = {
            self._kernel: 30, self._parameter: 16, self._insert: 8, self._delete: 6, self._move: 5, self._switch: 8,
            self._history: 10, self._duplicate: 2, self._rename: 1, self._mode: 2, self._new_weights: 2, self._fix: 2,
            self._freeze: 4, self._source: 6, self._input: 6, self._view: 14, self._select: 10, self._point: 14,
            self._click: 6, self._scroll: 6, self._key: 3, self._look: 1, self._resize: 3, self._hide: 1,
            self._open_page: 1, self._draw: 2, self._example: 1,
        }  # fmt: skip

    def act(self) -> None:
        """Do something."""
        if self._page:
            what = self._leave_page()
        elif self._presenter.live:
            self._away, what = 0, self._any()
        else:
            self._away += 1
            what = self.open_film() if self._away > 4 else self._any()
        self._hold_size()
        self.last.append(what)

    def open_film(self) -> str:
        """Show a film, and its frames."""
        self._away = 0
        source = film_source(self._some_size(), self._random.randrange(3))
        self._program.wiring.capture.open(source)
        return f"open {source}"

    def look_round(self) -> None:
        """Open every page once: what is made when it is first asked for is not what grows."""
        for command in _PAGES:
            self._trigger(command)
            self._leave_page()

    def rest(self) -> None:
        """Leave every page and every look that was chosen."""
        if self._page:
            self._leave_page()
        actions = self._program.wiring.actions
        for command in ("back", "theme_dark", "language_en", "tiles_automatic", "sort_id", "show_all"):
            actions[command].trigger()
        for command in ("present", "full_screen", "wrap"):
            if actions[command].isChecked():
                actions[command].trigger()
        self._window.show()
        self._window.live.close()

    def _any(self) -> str:
        way = self._random.choices(list(self._ways), list(self._ways.values()))[0]
        return f"{way.__name__.strip('_')} {way()}"

    def _hold_size(self) -> None:
        """Take back what would make frames slow."""
        plan = self._presenter.plan
        large = sum(need(layer) for layer in plan.layers if layer.runs) > _MOST_MEMORY
        if large or len(plan.layers) > _MOST_LAYERS + 6:
            self._window.editor.undo()

    def _some_size(self) -> tuple[int, int]:
        """Mostly the size of the run."""
        height, width = self._size
        return self._random.choice([self._size] * 6 + [(height, 2 * width), (height // 2, width)])

    # -- the stack --

    def _layer(self) -> str:
        """Any layer's id, or nothing."""
        layers = [layer.id for layer in self._presenter.stack]
        return self._random.choice(layers) if layers else ""

    def _kernel(self) -> str:
        layer = self._layer()
        self._presenter.select(layer)
        grid = self._grid.model()
        if not layer or not grid.rowCount() or not grid.columnCount():
            return f"{layer} has no grid"
        row, column = self._random.randrange(grid.rowCount()), self._random.randrange(grid.columnCount())
        value = self._random.choice(["2", "*1.5", "-0.5", "=1/3", "oops", self._random.uniform(-2, 2)])
        grid.setData(grid.index(row, column), value, Qt.ItemDataRole.EditRole)
        return f"{layer} {row} {column} {value}"

    def _parameter(self) -> str:
        layer = self._layer()
        params = self._presenter.stack.layer(layer).block.params() if layer else {}
        if not params:
            return "none"
        self._presenter.select(layer)
        name = self._random.choice(list(params))
        value = self._some_value(params[name])
        self._window.inspector.params_edited.emit(layer, {name: value}, None)
        return f"{layer} {name}={value}"

    def _some_value(self, param: Param) -> object:
        pick = self._random
        if param.optional and pick.random() < 0.1:
            return None
        match param:
            case IntParam():
                return pick.randint(param.minimum, min(param.maximum, param.minimum + 2 * _REACH))
            case PairParam():
                sides = [pick.randint(param.minimum, min(param.maximum, param.minimum + _REACH)) for _ in range(2)]
                return pick.choice([sides[0], sides, *param.words])
            case FloatParam():
                return pick.uniform(param.minimum, min(param.maximum, param.minimum + 2))
            case FloatPairParam():
                return pick.choice([0.5, 1.0, 2.0, [1.5, 2.0]])
            case QuadParam():
                return [pick.randint(param.minimum, min(param.maximum, param.minimum + _REACH)) for _ in range(4)]
            case BoolParam():
                return pick.random() < 0.5
            case ChoiceParam():
                return pick.choice(param.choices)
            case LayersParam():
                return [self._layer() or "input"]
        return None

    def _insert(self) -> str:
        stack = self._presenter.stack
        if len(stack) >= _MOST_LAYERS:
            return self._delete()
        kind, position = self._random.choice(sorted(kinds_by_id())), self._random.randint(0, len(stack))
        self._window.editor.add(kind, position)
        return f"{kind} at {position}"

    def _delete(self) -> str:
        layer = self._layer()
        if layer and (len(self._presenter.stack) > 3 or self._random.random() < 0.2):
            self._window.editor.remove((layer,))
        return layer

    def _move(self) -> str:
        layer, position = self._layer(), self._random.randint(0, max(0, len(self._presenter.stack) - 1))
        if layer:
            self._window.editor.move((layer,), position)
        return f"{layer} to {position}"

    def _switch(self) -> str:
        layer = self._layer()
        if layer:
            self._window.editor.enable(layer, not self._presenter.stack.layer(layer).enabled)
        return layer

    def _history(self) -> str:
        undo, steps = self._random.random() < 0.6, self._random.randint(1, 12)
        for _ in range(steps):
            (self._window.editor.undo if undo else self._window.editor.redo)()
        return f"{'undo' if undo else 'redo'} {steps}"

    def _duplicate(self) -> str:
        layer = self._layer()
        if layer and len(self._presenter.stack) < _MOST_LAYERS:
            self._window.editor.duplicate((layer,))
        return layer

    def _rename(self) -> str:
        layer, name = self._layer(), self._random.choice(["edges", "", "纹理"])
        if layer:
            self._window.editor.rename(layer, name)
        return f"{layer} {name}"

    def _mode(self) -> str:
        mode = self._random.choice(["train", "eval", "eval"])
        self._window.editor.set_mode(mode)
        return mode

    def _new_weights(self) -> str:
        layer = self._layer()
        if layer:
            self._window.editor.new_weights(layer)
        return layer

    def _fix(self) -> str:
        troubled = [plan.id for plan in self._presenter.plan.layers if plan.problem is not None]
        if troubled:
            self._window.editor.fix(troubled[0], 0)
        return troubled[0] if troubled else "nothing"

    # -- the source --

    def _freeze(self) -> str:
        self._trigger("freeze")
        return "on" if self._presenter.live else "off"

    def _source(self) -> str:
        kinds = ["film", "film", "film", "sample", "generated", "drawing", "batch", "screen", "clip", "camera"]
        kind = self._random.choice(kinds)
        match kind:
            case "film":
                return self.open_film()
            case "sample":
                self._window.stills.open_sample(self._random.choice([sample.file for sample in samples()]))
            case "generated":
                self._window.stills.open_sample("generated:digit")
            case "drawing":
                self._window.source_bar.source_chosen.emit(DRAWING)
            case "batch":
                from cnnlab.sources.samples import sample_path

                files = [sample_path(sample.file) for sample in samples()]
                self._window.open_batch(self._random.sample(files, 3))
            case "screen":
                screen = QGuiApplication.primaryScreen().name()
                x, y = self._random.randrange(200), self._random.randrange(200)
                self._program.wiring.capture.open(Region(screen, x, y, 96, 64).source)
            case "clip" if self._clips:
                self._window.open_path(self._random.choice(self._clips))
            case "camera" if self.camera:
                self._program.wiring.capture.open(self.camera)
        return kind

    def _input(self) -> str:
        normal = {"mean": IMAGENET_MEAN, "std": IMAGENET_STD}
        changes: dict[str, object] = self._random.choice(
            [
                {"channels": 1}, {"channels": 3}, {"channels": 3}, {"longest": max(self._size)}, {"size": None},
                {"size": self._size}, {"size": (self._size[0] // 2, self._size[1])}, {"range": (0.0, 1.0)},
                {"range": (-1.0, 1.0)}, {"channels": 3, **normal}, {"mean": (), "std": ()},
                {"fit": self._random.choice(FITS)}, {"frames": self._random.choice([1, 1, 2, 4])},
            ]
        )  # fmt: skip
        if changes.get("size", ()) is None and max(self._still_size()) > 2 * max(self._size):
            changes = {"longest": max(self._size)}
        self._window.stills.change_input(changes)
        return str(changes)

    def _still_size(self) -> tuple[int, int]:
        still = self._presenter.still
        return still.size if still is not None else (0, 0)

    def _draw(self) -> str:
        drawing = self._program.wiring.drawing
        if kind_of(self._presenter.stack.input.source) != DRAWING or drawing.panel is None:
            return "nothing"
        pad = drawing.panel.pad
        if not pad.isVisible():
            return "hidden"
        places = [self._place(pad) for _ in range(4)]
        QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=places[0])
        for place in places:
            _move(pad, place, Qt.MouseButton.LeftButton)
        QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=places[-1])
        return str(len(places))

    def _example(self) -> str:
        name = self._random.choice(examples()).name
        self._presenter.document.mark_saved()
        self._window.open_example(name)
        return name

    # -- what is seen --

    def _view(self) -> str:
        if kind_of(self._presenter.stack.input.source) == VIDEO and self._random.random() < 0.2:
            return self._trigger(self._random.choice(["play", "frame_back", "frame_forward", "loop"]))
        return self._trigger(self._random.choice(_VIEWS))

    def _look(self) -> str:
        return self._trigger(self._random.choice(_LOOKS))

    def _open_page(self) -> str:
        self._page = True
        return self._trigger(self._random.choice(_PAGES))

    def _leave_page(self) -> str:
        self._page = False
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        target = self._window.focusWidget() or self._window
        QTest.keyClick(target, Qt.Key.Key_Escape)
        return "leave the page"

    def _trigger(self, command: str) -> str:
        action = self._program.wiring.actions[command]
        if action.isEnabled():
            action.trigger()
        return command

    def _select(self) -> str:
        layer = self._layer()
        self._presenter.select(layer, self._random.randrange(8))
        return layer

    def _point(self) -> str:
        page = self._window.pages.currentWidget() or self._window
        part = self._random.choice([page, self._window.canvas.viewport(), self._window])
        place = self._place(part)
        _move(part, place)
        return f"{part.objectName()} {place.x()} {place.y()}"

    def _click(self) -> str:
        view = self._window.canvas.viewport()
        place = self._place(view)
        if view.isVisible():
            QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=place)
        return f"{place.x()} {place.y()}"

    def _scroll(self) -> str:
        view, turn = self._window.canvas.viewport(), self._random.choice([-240, -120, 120, 240])
        keys = self._random.choice([Qt.KeyboardModifier.NoModifier] * 3 + [Qt.KeyboardModifier.ControlModifier])
        place = QPointF(self._place(view))
        event = QWheelEvent(
            place, QPointF(view.mapToGlobal(place)), QPoint(), QPoint(0, turn), Qt.MouseButton.NoButton, keys,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(view, event)
        return str(turn)

    def _key(self) -> str:
        key = self._random.choice([Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Tab])
        QTest.keyClick(self._window.focusWidget() or self._window, key)
        return key.name

    def _resize(self) -> str:
        size = self._random.choice([(1280, 800), (1600, 1000), (1100, 700), (1920, 1080)])
        self._window.resize(*size)
        return str(size)

    def _hide(self) -> str:
        if self._window.isVisible():
            self._window.hide()
            self._window.show()
        return "and show"

    def _place(self, widget: QWidget) -> QPoint:
        return QPoint(self._random.randrange(max(1, widget.width())), self._random.randrange(max(1, widget.height())))


def _move(widget: QWidget, place: QPoint, held: Qt.MouseButton = Qt.MouseButton.NoButton) -> None:
    where = QPointF(place)
    far = QPointF(widget.mapToGlobal(place))
    event = QMouseEvent(
        QEvent.Type.MouseMove, where, far, Qt.MouseButton.NoButton, held, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(widget, event)
