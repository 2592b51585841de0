"""The main window: the views side by side, and what concerns the window as a whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QStatusTipEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QMainWindow,
    QMessageBox,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cnnlab.formats.examples import FIRST, example
from cnnlab.gui.bridge import LiveBridge
from cnnlab.gui.canvas.canvas import LayerCanvas, picture_colours
from cnnlab.gui.drop import Encode, carries_picture, clipboard_picture, dropped_picture
from cnnlab.gui.editor import Editor
from cnnlab.gui.file_dialog import FileDialog
from cnnlab.gui.icons import application_icon
from cnnlab.gui.inspector.inspector import Inspector
from cnnlab.gui.loader import Loader
from cnnlab.gui.presenter import Presenter
from cnnlab.gui.project_flow import ProjectFlow
from cnnlab.gui.source_bar import offers
from cnnlab.gui.source_bar.bar import SourceBar
from cnnlab.gui.stack_panel.panel import StackPanel
from cnnlab.gui.status_line import StatusLine
from cnnlab.gui.still_flow import StillFlow
from cnnlab.gui.theme import Theme, apply_theme, resolve, scaled, set_text_scale
from cnnlab.text import _

PROJECT_SUFFIXES = (".cnnlab", ".json")
_SIDES = 0.55  # of the width that the panels at the sides may take from the canvas as type grows
_IMAGES = "*.png *.jpg *.jpeg *.bmp *.gif *.tif *.tiff *.webp *.ppm *.pgm"


class MainWindow(QMainWindow):
    """Source bar on top; stack, canvas and inspector below it; a status line at the bottom.

    Signals:
        theme_changed: another look was chosen.
        tip_shown: the pointer is on a menu entry that has this to say; empty when it has left.
    """

    theme_changed = Signal(object)
    tip_shown = Signal(str)

    def __init__(self, presenter: Presenter, bridge: LiveBridge, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.setWindowIcon(application_icon())
        self.setAcceptDrops(True)
        self.presenter = presenter
        self.editor = Editor(presenter, self)
        self.theme = theme
        self._bridge = bridge
        self._closing = False
        self._colours = "diverging"
        self._sides: tuple[float, float] = (290, 380)
        self.loader = Loader(self)
        self.stills = StillFlow(presenter, self.loader, self)
        self.projects = ProjectFlow(presenter, self.loader, self)
        self.source_bar = SourceBar()
        self.stack_panel = StackPanel()
        self.canvas = LayerCanvas(theme)
        self.pages = QStackedWidget()
        self.inspector = Inspector()
        self.status = StatusLine()
        self._arrange()
        self.source_bar.set_samples(offers.shipped(), offers.drawn())
        presenter.document_changed.connect(self.show_title)
        self.resize(1600, 1000)

    def _arrange(self) -> None:
        self.pages.setObjectName("pages")
        self.pages.addWidget(self.canvas)
        body = self.body = QSplitter(Qt.Orientation.Horizontal)
        body.setObjectName("body")
        body.setChildrenCollapsible(False)
        body.setHandleWidth(1)
        for view, stretch in ((self.stack_panel, 0), (self.pages, 1), (self.inspector, 0)):
            body.addWidget(view)
            body.setStretchFactor(body.indexOf(view), stretch)
        body.setSizes([scaled(290), 930, scaled(380)])
        body.splitterMoved.connect(self._on_body_moved)
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.source_bar)
        column.addWidget(body, 1)
        column.addWidget(self.status)
        self.setCentralWidget(centre)

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
        for view in (self.source_bar, self.stack_panel, self.canvas, self.inspector, self.status):
            view.set_theme(theme)
        self.presenter.set_view(colours=picture_colours(theme, self._colours))
        self.theme_changed.emit(theme)

    def set_text_scale(self, factor: float) -> None:
        """Enlarge or shrink all type, 0.8 … 2; 1 is the system's own size."""
        if set_text_scale(factor):
            self.rescale()

    def rescale(self) -> None:
        """The size of type has changed: every view takes it, and the panels at the sides change with it."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        apply_theme(app, self.theme)
        self.show_theme(self.theme)
        whole, (left, right) = sum(self.body.sizes()), (scaled(side) for side in self._sides)
        share = min(1.0, _SIDES * whole / max(1, left + right))
        left, right = round(left * share), round(right * share)
        self.body.setSizes([left, whole - left - right, right])

    def _on_body_moved(self) -> None:
        """Keep the widths that the user gave the panels, as they would be at the usual size of type."""
        left, _middle, right = self.body.sizes()
        if self.stack_panel.isVisible():
            self._sides = (left * 100 / scaled(100), right * 100 / scaled(100))

    def choose_colours(self, choice: str) -> None:
        """Colour activations `diverging` or `grey`."""
        self._colours = choice
        self.presenter.set_view(colours=picture_colours(self.theme, choice))

    def show_title(self) -> None:
        """Write the project's name into the title bar."""
        path = self.presenter.path
        name = path.stem if path is not None else _("untitled")
        self.setWindowTitle(f"{name}[*] — CNN Lab")
        self.setWindowModified(self.presenter.document.modified)

    # -- pictures and projects --

    def ask_for_picture(self) -> None:
        """Let the user choose an image file."""
        self._choose(_("Open picture"), _("Pictures ({patterns})").format(patterns=_IMAGES), self.open_path)

    def ask_for_project(self) -> None:
        """Let the user choose a project."""
        self._choose(_("Open project"), _("Projects ({patterns})").format(patterns="*.cnnlab *.json"), self.open_path)

    def _choose(self, title: str, patterns: str, take: object) -> None:
        dialog = FileDialog(self, self.theme, title, patterns)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(take)
        dialog.open()

    def open_path(self, path: str | Path) -> None:
        """Open a project or a picture, by the file's ending."""
        file = Path(path)
        if file.suffix.lower() in PROJECT_SUFFIXES:
            self._unless_unsaved(lambda: self.projects.open(file))
        else:
            self.stills.open_file(file)

    def new_project(self) -> None:
        """Begin with an empty stack."""
        self._unless_unsaved(self.projects.new)

    def open_example(self, name: str = FIRST, hint: bool = True) -> None:
        """Open a shipped project, by default the one that the program starts with; `hint`: say what to try first."""
        found = example(name)
        said = found.first if hint else ""
        self._unless_unsaved(lambda: self.projects.open(found.path, titled=False, hint=said))

    def save(self, then: Callable[[], object] | None = None) -> None:
        """Save the project where it was, or ask where; `then` is done once it is saved."""
        if self.presenter.path is None:
            self.save_as(then)
        else:
            self.projects.save(self.presenter.path, then)

    def save_as(self, then: Callable[[], object] | None = None) -> None:
        """Ask where to save the project; `then` is done once it is saved."""
        patterns = _("Projects ({patterns})").format(patterns="*.cnnlab")
        dialog = FileDialog(self, self.theme, _("Save project"), patterns)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("cnnlab")
        dialog.selectFile(str(self.presenter.path or f"{_('untitled')}.cnnlab"))
        dialog.fileSelected.connect(lambda name: self.projects.save(Path(name), then))
        dialog.open()

    def paste(self) -> None:
        """Show the picture that the clipboard holds."""
        self._take(clipboard_picture(QGuiApplication.clipboard()), _("the clipboard holds no picture: copy one first"))

    def _take(self, found: Path | Encode | None, otherwise: str) -> None:
        if isinstance(found, Path):
            self.open_path(found)
        elif found is not None:
            self.stills.open_bytes(found)
        else:
            self.status.show_message(otherwise, "warning")

    # -- events --

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.StatusTip and isinstance(event, QStatusTipEvent):
            self.tip_shown.emit(event.tip())
            return True
        return bool(super().event(event))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if carries_picture(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self._take(dropped_picture(event.mimeData()), _("nothing that can be opened was dropped"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange and not self.isMinimized():
            self.canvas.viewport().update()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.presenter.document.modified and not self._closing:
            event.ignore()
            self._unless_unsaved(self._close_for_good)
            return
        self.hide()
        self.close_engine()
        event.accept()

    def _close_for_good(self) -> None:
        self._closing = True
        self.close()

    def close_engine(self) -> None:
        """End the threads; may be called more than once."""
        self.loader.close()
        self._bridge.stop()

    def _unless_unsaved(self, go_on: Callable[[], object]) -> None:
        """Go on at once if everything is saved, else when the user has saved or let the changes go."""
        if not self.presenter.document.modified:
            go_on()
            return
        button = QMessageBox.StandardButton
        box = QMessageBox(self)
        box.setObjectName("unsavedChanges")
        box.setWindowTitle(_("Unsaved changes"))
        box.setText(_("Save the changes to this project first?"))
        box.setStandardButtons(button.Save | button.Discard | button.Cancel)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def answered(chosen: QAbstractButton) -> None:
            answer = box.standardButton(chosen)
            if answer == button.Discard:
                go_on()
            elif answer == button.Save:
                self.save(go_on)

        box.buttonClicked.connect(answered)
        box.open()
