"""The drawer of explanations: opened, given room, and told what happens while it is open."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from cnnlab.document.plan import Plan
from cnnlab.engine.memory import NoRoom
from cnnlab.engine.view import Result
from cnnlab.gui.commands.actions import Actions
from cnnlab.gui.drawer.pages import PAGES
from cnnlab.gui.settings.table import DRAWER, DRAWER_OPEN, DRAWER_PAGE
from cnnlab.gui.theme import scaled
from cnnlab.gui.veil import NOTHING_HIDDEN, Veil
from cnnlab.gui.window import MainWindow
from cnnlab.gui.wiring.back import WayBack
from cnnlab.gui.wiring.large import LargeWiring

if TYPE_CHECKING:
    from cnnlab.gui.drawer.code_page import CodePage
    from cnnlab.gui.drawer.distribution.page import DistributionPage
    from cnnlab.gui.drawer.drawer import ExplainDrawer
    from cnnlab.gui.drawer.shapes_page import ShapesPage
    from cnnlab.gui.norms_page.page import NormsPage
    from cnnlab.gui.pixel.page import PixelPage
    from cnnlab.gui.theme import Theme
    from cnnlab.gui.wiring.code import CodeWiring
    from cnnlab.gui.wiring.norms import NormsWiring
    from cnnlab.gui.wiring.pixel import PixelWiring

_SHARE = 0.48  # of the height that the drawer takes at first
_LEAST, _FIRST = 270, 680  # height at first, at least where the layers keep theirs, and at most
_LEFT = 170  # height that is left to the layers: a row and what names it


class ExplainWiring:
    """Makes the drawer when it is first wanted, and connects it."""

    def __init__(self, window: MainWindow, actions: Actions, way: WayBack, large: LargeWiring) -> None:
        self._window, self._actions, self._presenter, self._way = window, actions, window.presenter, way
        self._large = large
        self.veil = NOTHING_HIDDEN
        self._drawer: ExplainDrawer | None = None
        self._selection = ("", 0, 0)
        self._result: Result | None = None
        self._lack: NoRoom | None = None  # the device's memory does not suffice
        self._turned: list[Callable[[], object]] = []
        self._wired: dict[str, Callable[[Any], object]] = {
            "code": self._connect_code,
            "pixel": self._connect_pixel,
            "shapes": self._connect_shapes,
            "norms": self._connect_norms,
            "distribution": self._connect_distribution,
        }
        self.code: CodeWiring | None = None
        self.pixel: PixelWiring | None = None
        self.norms: NormsWiring | None = None
        self._height = window.settings.get(DRAWER)  # that the user gave it, at the usual size of type; 0: none yet
        actions.connect("explain", self.toggle)
        for row in PAGES:
            actions.connect(f"explain_{row.id}", partial(self.open, row.id))
        window.canvas.bar.drawer_wanted.connect(self.toggle)
        way.add(lambda: self.is_open, self.close)
        window.floors.splitterMoved.connect(self._on_floors_moved)
        window.theme_changed.connect(self._on_window_theme_changed)
        window.closing.connect(lambda _keep: self._keep())
        window.canvas.pinned.connect(window.pin.put)
        self._presenter.structure_changed.connect(window.pin.show_plan)
        self._presenter.plan_changed.connect(self._on_presenter_plan_changed)
        self._presenter.selection_changed.connect(self._on_presenter_selection_changed)
        self._presenter.result_changed.connect(self._on_presenter_result_changed)

    @property
    def drawer(self) -> ExplainDrawer | None:
        """The drawer, if it was wanted already."""
        return self._drawer

    @property
    def is_open(self) -> bool:
        """Whether the drawer is on show."""
        return self._drawer is not None and not self._drawer.isHidden()

    def when_made(self, page_id: str, connect: Callable[[Any], object]) -> None:
        """Say what is done with a page once it is made."""
        self._wired[page_id] = connect

    def when_turned(self, refresh: Callable[[], object]) -> None:
        """Say what is done when another page is on show, or none."""
        self._turned.append(refresh)

    def shows(self, page_id: str) -> bool:
        """Whether a page is on show."""
        return self._drawer is not None and self.is_open and self._drawer.current == page_id

    def toggle(self) -> None:
        """Open the drawer with the page shown last, or close it."""
        if self.is_open:
            self.close()
        else:
            self.open()

    def open(self, page_id: str = "") -> None:
        """Open the drawer on a page."""
        drawer = self._drawer = self._drawer or self._made()
        if drawer.isHidden():
            drawer.show()
            self._give_room()
        drawer.show_page(page_id)
        self._entered_or_left()

    def restore(self) -> None:
        """Open the drawer if it was open when the program ended; the window is on screen, so that there is room."""
        if self._window.settings.get(DRAWER_OPEN):
            self.open()

    def close(self) -> None:
        """Give the room back to the layers."""
        if self._drawer is None or not self.is_open:
            return
        inside = self._drawer.isAncestorOf(self._window.focusWidget() or self._window)
        self._drawer.hide()
        page = self._window.pages.currentWidget()
        if inside and page is not None:
            page.setFocus()
        self._entered_or_left()

    def _keep(self) -> None:
        """Remember height, page, and whether the drawer is open."""
        settings = self._window.settings
        settings.set(DRAWER, self._height)
        settings.set(DRAWER_OPEN, self.is_open)
        if self._drawer is not None:
            settings.set(DRAWER_PAGE, self._drawer.current)

    def _ask(self) -> None:
        """Have the questions of the page on show answered; none while nobody sees the answers."""
        questions = self._drawer.page.questions if self._drawer is not None and self.is_open else ()
        if questions != self._presenter.view.questions:
            self._presenter.set_view(questions=questions)

    def _came_or_went(self) -> None:
        """Another page is on show, or none."""
        if self.pixel is not None:
            self.pixel.come_or_go()
        for refresh in self._turned:
            refresh()

    def _entered_or_left(self) -> None:
        self._came_or_went()
        self._ask()
        self._actions["explain"].setChecked(self.is_open)
        self._window.canvas.bar.show_drawer(self.is_open)
        self._way.refresh()
        self._window.canvas.bring_selected_into_view()

    def _made(self) -> ExplainDrawer:
        from cnnlab.gui.drawer.drawer import ExplainDrawer

        drawer = ExplainDrawer(self._window.theme, self._window.settings.get(DRAWER_PAGE))
        drawer.hide()
        drawer.close_requested.connect(self.close)
        drawer.layer_chosen.connect(self._presenter.select)
        drawer.fix_requested.connect(self._window.editor.fix)
        drawer.switch_off_requested.connect(lambda layer: self._window.editor.enable(layer, False))
        drawer.smaller_requested.connect(self._window.editor.lower_working_size)
        drawer.page_made.connect(self._on_drawer_page_made)
        drawer.page_changed.connect(self._tell_everything)
        drawer.questions_changed.connect(self._ask)
        self._window.add_floor(drawer)
        return drawer

    def _give_room(self) -> None:
        floors = self._window.floors
        whole = sum(floors.sizes())
        wanted = (
            scaled(self._height) if self._height else min(max(round(_SHARE * whole), scaled(_LEAST)), scaled(_FIRST))
        )
        height = max(min(wanted, whole - scaled(_LEFT)), 1)
        floors.setSizes([whole - height, height])

    def _tell_everything(self) -> None:
        if self._drawer is None or not self.is_open:
            return
        self._drawer.show_plan(self._presenter.shown)
        self._drawer.show_selection(*self._selection)
        self._came_or_went()
        if self._result is not None:
            self._drawer.show_lack(self._result.job.plan, self._lack)
            self._drawer.show_result(self._result)

    def _connect_pixel(self, page: PixelPage) -> None:
        from cnnlab.gui.wiring.pixel import PixelWiring

        self.pixel = PixelWiring(self._window, page, self._way, lambda: self.shows("pixel"))

    def _connect_code(self, page: CodePage) -> None:
        from cnnlab.gui.wiring.code import CodeWiring

        self.code = CodeWiring(self._window, page)

    def _connect_distribution(self, page: DistributionPage) -> None:
        canvas = self._window.canvas
        page.show_item(canvas.batch.item)
        canvas.batch_changed.connect(lambda: page.show_item(canvas.batch.item))
        page.channel_chosen.connect(lambda channel: self._presenter.select(self._presenter.selected, channel))
        self._way.add(lambda: page.brush is not None and self.shows("distribution"), lambda: page.show_brush(None))

    def _connect_norms(self, page: NormsPage) -> None:
        from cnnlab.gui.wiring.norms import NormsWiring

        self.norms = NormsWiring(self._window, page, lambda: self.shows("norms"))
        self.when_turned(self.norms.refresh)

    def _connect_shapes(self, page: ShapesPage) -> None:
        window = self._window
        self._presenter.structure_changed.connect(page.guesses.show_plan)
        for view in (window.canvas, window.stack_panel, window.inspector, self._large):
            page.guesses.changed.connect(view.veil_shapes)
        page.guesses.changed.connect(self._on_guesses_changed)

    def _on_guesses_changed(self, veil: Veil) -> None:
        self.veil = veil
        if self._drawer is not None:
            self._drawer.show_veil(veil)
        for refresh in self._turned:
            refresh()

    def _on_drawer_page_made(self, page_id: str, page: object) -> None:
        if page_id in self._wired:
            self._wired[page_id](page)

    def _on_floors_moved(self) -> None:
        self._height = round(self._window.floors.sizes()[-1] / (scaled(1000) / 1000))
        self._window.canvas.bring_selected_into_view()

    def _on_window_theme_changed(self, theme: Theme) -> None:
        if self._drawer is not None:
            self._drawer.set_theme(theme)
            if self.is_open and self._height:
                self._give_room()  # type may have another size

    def _on_presenter_plan_changed(self, plan: Plan) -> None:
        if self._drawer is not None and self.is_open:
            self._drawer.show_plan(plan)

    def _on_presenter_selection_changed(self, layer: str, out: int, into: int) -> None:
        self._selection = (layer, out, into)
        if self._drawer is not None and self.is_open:
            self._drawer.show_selection(layer, out, into)

    def _on_presenter_result_changed(self, result: Result) -> None:
        self._result = result
        if isinstance(result.notice, NoRoom):
            self._lack = result.notice
        elif result.device == result.job.device:
            self._lack = None
        if self._drawer is not None and self.is_open:
            self._drawer.show_lack(result.job.plan, self._lack)
            self._drawer.show_result(result)
