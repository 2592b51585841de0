"""Connects all views of a window with presenter, editor and flows."""

from __future__ import annotations

from cnnlab.gui.about.log_file import LogFile
from cnnlab.gui.commands.actions import Actions
from cnnlab.gui.settings.places import Places
from cnnlab.gui.window import MainWindow
from cnnlab.gui.wiring.about import AboutWiring
from cnnlab.gui.wiring.back import WayBack
from cnnlab.gui.wiring.batch import BatchWiring
from cnnlab.gui.wiring.camera import CameraWiring
from cnnlab.gui.wiring.canvas import CanvasWiring
from cnnlab.gui.wiring.capture import CaptureWiring
from cnnlab.gui.wiring.commands import CommandsWiring
from cnnlab.gui.wiring.compare import CompareWiring
from cnnlab.gui.wiring.drawing import DrawingWiring
from cnnlab.gui.wiring.explain import ExplainWiring
from cnnlab.gui.wiring.files import FilesWiring
from cnnlab.gui.wiring.gallery import GalleryWiring
from cnnlab.gui.wiring.inspector import InspectorWiring
from cnnlab.gui.wiring.large import LargeWiring
from cnnlab.gui.wiring.look import LookWiring
from cnnlab.gui.wiring.project import ProjectWiring
from cnnlab.gui.wiring.recovery import RecoveryWiring
from cnnlab.gui.wiring.screen import ScreenWiring
from cnnlab.gui.wiring.settings import SettingsWiring
from cnnlab.gui.wiring.signal import SignalWiring
from cnnlab.gui.wiring.source import SourceWiring
from cnnlab.gui.wiring.stack import StackWiring
from cnnlab.gui.wiring.video import VideoWiring


class Wiring:
    """Holds the connections of one window and its actions."""

    def __init__(self, window: MainWindow, places: Places | None = None, log: LogFile | None = None) -> None:
        """Connect a window; without places nothing is written of its own accord."""
        self.actions = Actions(window)
        window.source_bar.set_menu(self.actions.menu)
        self.project = ProjectWiring(window, self.actions)
        self.stack = StackWiring(window, self.actions)
        self.source = SourceWiring(window, self.actions)
        self.capture = CaptureWiring(window, self.actions)
        self.camera = CameraWiring(window, self.capture)
        self.screen = ScreenWiring(window, self.capture)
        self.drawing = DrawingWiring(window, self.capture)
        self.signal = SignalWiring(window, self.actions, self.capture)
        self.canvas = CanvasWiring(window, self.actions)
        self.way_back = WayBack(self.actions)
        self.large = LargeWiring(window, self.actions, self.way_back)
        self.explain = ExplainWiring(window, self.actions, self.way_back, self.large)
        self.compare = CompareWiring(window, self.actions, self.explain)
        self.batch = BatchWiring(window, self.actions, self.capture, self.large)
        self.inspector = InspectorWiring(window)
        self.look = LookWiring(window, self.actions)
        self.gallery = GalleryWiring(window, self.actions)
        self.settings = SettingsWiring(window, self.actions, self.look)
        self.files = FilesWiring(window, self.actions)
        self.video = VideoWiring(window, self.actions, self.capture, self.files.recent)
        self.recovery = RecoveryWiring(window, places)
        self.about = AboutWiring(window, self.actions, log)
        self.commands = CommandsWiring(window, self.actions, lambda: self.explain.veil)
