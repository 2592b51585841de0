"""The main window: the views side by side, and what concerns the window as a whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from cnnlab.formats.examples import FIRST, example
from cnnlab.gui.bridge import LiveBridge
from cnnlab.gui.canvas.canvas import LayerCanvas, picture_colours
from cnnlab.gui.capture.frame_meter import FrameMeter
from cnnlab.gui.capture.live_flow import LiveFlow
from cnnlab.gui.capture.pace_keeper import PaceKeeper
from cnnlab.gui.desk import Desk
from cnnlab.gui.editor import Editor
from cnnlab.gui.files.batch import batch_of_paths, is_several
from cnnlab.gui.files.drop import Encode, carries_picture, clipboard_picture, dropped_picture, dropped_several
from cnnlab.gui.files.file_dialogs import ANYTHING, PICTURE, PROJECT, FileDialogs
from cnnlab.gui.files.loader import Loader
from cnnlab.gui.files.project_flow import ProjectFlow
from cnnlab.gui.files.recent import is_project
from cnnlab.gui.files.still_flow import StillFlow
from cnnlab.gui.icons import application_icon
from cnnlab.gui.inspector.inspector import Inspector
from cnnlab.gui.panes import tab_controls
from cnnlab.gui.pin import Pin
from cnnlab.gui.presenter import Presenter
from cnnlab.gui.recovery.bar import RecoveryBar
from cnnlab.gui.settings.settings import Settings
from cnnlab.gui.settings.table import ASK, RATE
from cnnlab.gui.source_bar import offers
from cnnlab.gui.source_bar.bar import SourceBar
from cnnlab.gui.source_strip.strip import Controls, SourceStrip
from cnnlab.gui.stack_panel.panel import StackPanel
from cnnlab.gui.status_line import StatusLine
from cnnlab.gui.tab_order import controls_of, tab_through
from cnnlab.gui.theme import Theme, apply_theme, resolve, scaled, set_text_scale
from cnnlab.sources.film import Film, is_film
from cnnlab.text import N_, Message, _

if TYPE_CHECKING:
    from cnnlab.gui.files.unsaved import UnsavedQuestion

_SIDES = 0.55  # of the width that the panels at the sides may take from the canvas as type grows


class MainWindow(QMainWindow):
    """Source bar on top; stack, canvas and inspector below it; a status line at the bottom.

    Signals:
        theme_changed: another look was chosen.
        language_changed: all texts are to be shown in another language; its code.
        closing: the window goes; True if its unsaved edits are to be kept for the next start.
    """

    theme_changed = Signal(object)
    language_changed = Signal(str)
    closing = Signal(bool)

    def __init__(self, presenter: Presenter, bridge: LiveBridge, theme: Theme, settings: Settings) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.setWindowIcon(application_icon())
        self.setAcceptDrops(True)
        self.presenter = presenter
        self.editor = Editor(presenter, self)
        self.theme = theme
        self.settings = settings
        self.dialogs = FileDialogs(self, settings)
        self._question: UnsavedQuestion | None = None
        self._bridge = bridge
        self._closing = False
        self.keeps: Callable[[], bool] = lambda: True  # whether unsaved edits can wait for the next start
        self._colours = "diverging"
        self._sides: tuple[float, float] = (290, 380)
        self._given = [0]  # the sizes that the columns were given last
        self._shown_scale = scaled(1000) / 1000
        self.loader = Loader(self)
        self.live = LiveFlow(presenter, self.loader, self)
        self.pin = Pin(self)
        self.meter = FrameMeter(presenter, self)
        self.pace = PaceKeeper(presenter, self.live, settings.get(RATE), self)
        self.stills = StillFlow(presenter, self.loader, self.live, self)
        self.projects = ProjectFlow(presenter, self.loader, self)
        self.source_bar = SourceBar()
        self.source_strip = SourceStrip()
        self.stack_panel = StackPanel()
        self.canvas = LayerCanvas(theme)
        self.recovery_bar = RecoveryBar()
        self.pages = QStackedWidget()
        self.inspector = Inspector()
        self.status = StatusLine()
        self._arrange()
        self._show_samples()
        presenter.document_changed.connect(self.show_title)
        self.projects.overtaken.connect(self.unless_unsaved)
        self.resize(1600, 1000)

    def _arrange(self) -> None:
        self.pages.setObjectName("pages")
        self.pages.addWidget(self.canvas)
        self.desk = Desk(self.pages)
        middle = QWidget()
        above = QVBoxLayout(middle)
        above.setContentsMargins(0, 0, 0, 0)
        above.setSpacing(0)
        above.addWidget(self.recovery_bar)
        self.floors = QSplitter(Qt.Orientation.Vertical)  # the drawer of explanations opens below the desk
        self.floors.setObjectName("floors")
        self.floors.setChildrenCollapsible(False)
        self.floors.setHandleWidth(1)
        self.floors.addWidget(self.desk)
        self.floors.setStretchFactor(0, 1)
        above.addWidget(self.floors, 1)
        self.columns = body = QSplitter(Qt.Orientation.Horizontal)
        body.setObjectName("body")
        body.setChildrenCollapsible(False)
        body.setHandleWidth(1)
        for view, stretch in ((self.stack_panel, 0), (middle, 1), (self.inspector, 0)):
            body.addWidget(view)
            body.setStretchFactor(body.indexOf(view), stretch)
        body.setSizes([scaled(290), 930, scaled(380)])
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.source_bar)
        column.addWidget(self.source_strip)
        column.addWidget(body, 1)
        column.addWidget(self.status)
        self.setCentralWidget(centre)

    def add_floor(self, view: QWidget) -> None:
        """Put a view below the pages; Tab reaches it after them."""
        above = tab_controls(self.desk)[-1:]
        self.floors.addWidget(view)
        self.floors.setStretchFactor(self.floors.indexOf(view), 0)
        for before, after in pairwise([*above, *controls_of(view)]):
            self.setTabOrder(before, after)

    def add_source_controls(self, kind: str, controls: Controls) -> None:
        """Show these controls in the strip for a kind of source; Tab reaches them between the bar and the stack."""
        self.source_strip.add(kind, controls)
        tab_through(controls_of(self.source_bar)[-1], self.source_strip)

    # -- look --

    def choose_theme(self, choice: str) -> None:
        """Take the look `dark`, `light` or `system`."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        apply_theme(app, resolve(choice))
        self.show_theme(resolve(choice))

    def show_theme(self, theme: Theme) -> None:
        """Paint views and pictures in this look, which the application already has."""
        self.theme = theme
        for view in (
            self.source_bar,
            self.source_strip,
            self.stack_panel,
            self.recovery_bar,
            self.canvas,
            self.inspector,
            self.status,
        ):
            view.set_theme(theme)
        self.presenter.set_view(colours=picture_colours(theme, self._colours))
        self.theme_changed.emit(theme)

    def retranslate(self, code: str) -> None:
        """Show every text in the language of this code, which is in use already."""
        _retranslate_below(self)
        self._show_samples()
        self.language_changed.emit(code)
        self.presenter.synchronize()  # sentences of the document: problems, notes, what undo takes back

    def _show_samples(self) -> None:
        self.source_bar.set_samples(offers.shipped(), offers.drawn())

    def set_text_scale(self, factor: float) -> None:
        """Enlarge or shrink all type, 0.8 … 2; 1 is the system's own size."""
        if set_text_scale(factor):
            self.rescale()

    def rescale(self) -> None:
        """The size of type has changed: every view takes it, and the panels at the sides change with it."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self._note_sides()
        apply_theme(app, self.theme)
        self.show_theme(self.theme)
        whole = sum(self.columns.sizes()) or self.width()  # nothing is laid out before the window is on screen
        left, right = (scaled(side) for side in self._sides)
        share = min(1.0, _SIDES * whole / max(1, left + right))
        left, right = round(left * share), round(right * share)
        self.columns.setSizes([left, whole - left - right, right])
        self._given, self._shown_scale = self.columns.sizes(), scaled(1000) / 1000

    def _note_sides(self) -> None:
        """Keep the widths that the user gave the panels, as they would be at the usual size of type."""
        left, _middle, right = self.columns.sizes()
        if self.stack_panel.isVisible() and (left, right) != (self._given[0], self._given[-1]):
            self._sides = (left / self._shown_scale, right / self._shown_scale)

    def choose_colours(self, choice: str) -> None:
        """Colour activations `diverging` or `grey`."""
        self._colours = choice
        self.presenter.set_view(colours=picture_colours(self.theme, choice))

    def show_title(self) -> None:
        """Write the project's name into the title bar."""
        path = self.presenter.path
        name = path.stem if path is not None else _("untitled")
        self.setWindowTitle(f"{name}[*] — CNN Lab")
        if self.presenter.document.modified != self.isWindowModified():  # Qt would tell every widget in the window
            self.setWindowModified(self.presenter.document.modified)

    # -- pictures and projects --

    def ask_for_anything(self) -> None:
        """Let the user choose a project, a picture or a video."""
        self.dialogs.open(ANYTHING, self.open_path)

    def ask_for_picture(self) -> None:
        """Let the user choose an image file."""
        self.dialogs.open(PICTURE, self.open_path)

    def ask_for_project(self) -> None:
        """Let the user choose a project."""
        self.dialogs.open(PROJECT, self.open_path)

    def open_path(self, path: str | Path) -> None:
        """Open a project, a picture or a video, by the file's ending."""
        file = Path(path)
        if is_project(file):
            self.unless_unsaved(lambda: self.projects.open(file))
        else:
            self.open_picture(file)

    def open_picture(self, file: Path) -> None:
        """Open a picture or a video, by the file's ending."""
        if is_film(file):
            self.live.open(Film(str(file.absolute())).source)
        else:
            self.stills.open_file(file)

    def new_project(self) -> None:
        """Begin with an empty stack."""
        self.unless_unsaved(self.projects.new)

    def open_example(self, name: str = FIRST, hint: bool = True) -> None:
        """Open a shipped project, by default the one that the program starts with; `hint`: say what to try first."""
        found = example(name)
        said = found.first if hint else ""
        self.unless_unsaved(lambda: self.projects.open(found.path, titled=False, hint=said))

    def save(self, then: Callable[[], object] | None = None) -> None:
        """Save the project where it was, or ask where; `then` is done once it is saved."""
        if self.presenter.path is None:
            self.save_as(then)
        else:
            self.projects.save(self.presenter.path, then)

    def save_as(self, then: Callable[[], object] | None = None) -> None:
        """Ask where to save the project; `then` is done once it is saved."""
        name = self.presenter.path or Path(f"{_('untitled')}.cnnlab")
        self.dialogs.save(name, lambda path: self.projects.save(path, then))

    def paste(self) -> None:
        """Show the picture that the clipboard holds."""
        self._take(
            clipboard_picture(QGuiApplication.clipboard()),
            Message(N_("the clipboard holds no picture: copy one first")),
        )

    def open_batch(self, paths: Sequence[Path]) -> None:
        """Show several files, or a folder, as the items of a batch; a single file as itself."""
        if is_several(paths):
            self.stills.open_batch(batch_of_paths(paths))
        elif paths:
            self.open_path(paths[0])

    def _take(self, found: Path | Encode | None, otherwise: Message) -> None:
        if isinstance(found, Path):
            self.open_path(found)
        elif found is not None:
            self.stills.open_bytes(found)
        else:
            self.status.show_message(otherwise, "warning")

    # -- events --

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if carries_picture(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        several = dropped_several(event.mimeData())
        if several is not None:
            self.stills.open_batch(several)
            return
        self._take(dropped_picture(event.mimeData()), Message(N_("nothing that can be opened was dropped")))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.live.set_visible(not self.isMinimized())

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.live.set_visible(False)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self.live.set_visible(self.isVisible() and not self.isMinimized())
        if event.type() == QEvent.Type.WindowStateChange and not self.isMinimized():
            self.canvas.viewport().update()

    def closeEvent(self, event: QCloseEvent) -> None:
        unsaved = self.presenter.document.modified and not self._closing
        if unsaved and (self.settings.get(ASK) or not self.keeps()):
            event.ignore()
            self.unless_unsaved(self._close_for_good)
            return
        self.hide()
        self.close_engine(keep=unsaved)
        event.accept()

    def _close_for_good(self) -> None:
        self._closing = True
        self.close()

    def close_engine(self, keep: bool = False) -> None:
        """End the threads, and keep unsaved edits for the next start or not; may be called more than once.

        From then on nothing is asked any more.
        """
        self._closing = True
        self.closing.emit(keep)
        self.live.close()
        self.loader.close()
        self._bridge.stop()

    def unless_unsaved(self, go_on: Callable[[], object]) -> None:
        """Go on at once if everything is saved, else when the user has saved or let the changes go."""
        if not self.presenter.document.modified:
            go_on()
            return
        if self._question is None:
            from cnnlab.gui.files.unsaved import UnsavedQuestion

            self._question = UnsavedQuestion(self, self.theme)
            self.theme_changed.connect(self._question.set_theme)
        path = self.presenter.path
        # Asked again once it is saved: what was typed meanwhile is not.
        name = path.name if path is not None else ""
        self._question.ask(name, lambda: self.save(lambda: self.unless_unsaved(go_on)), go_on)


def _retranslate_below(widget: QWidget) -> None:
    """Tell every view; one that can retranslate passes it on to its own parts."""
    for child in widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
        retranslate = getattr(child, "retranslate", None)
        if retranslate is not None:
            retranslate()
        else:
            _retranslate_below(child)
