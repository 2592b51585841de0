"""Asks for files, and opens where the last file of that kind lay."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from cnnlab.gui.files.file_dialog import FileDialog
from cnnlab.gui.settings.settings import Settings
from cnnlab.gui.settings.table import FOLDERS
from cnnlab.sources.film import SUFFIXES
from cnnlab.text import _

PROJECTS = "*.cnnlab *.json"
PICTURES = "*.png *.jpg *.jpeg *.bmp *.gif *.tif *.tiff *.webp *.ppm *.pgm"
VIDEOS = " ".join(f"*{suffix}" for suffix in SUFFIXES)
ANYTHING, PROJECT, PICTURE, SAVED_PICTURE, FILM = "anything", "project", "picture", "saved picture", "video"
CODE = "code"

Take = Callable[[Path], object]
TakeAll = Callable[[Sequence[Path]], object]


class FileDialogs:
    """The dialogs of one window; each answers later, and a dialog that is cancelled not at all."""

    def __init__(self, parent: QWidget, settings: Settings) -> None:
        self._parent = parent
        self._settings = settings

    def open(self, kind: str, take: Take) -> None:
        """Ask for a file to open: a `project`, a `picture`, a `video`, or `anything`."""
        titles = {
            ANYTHING: _("Open"),
            PROJECT: _("Open project"),
            PICTURE: _("Open picture"),
            FILM: _("Open video"),
        }
        dialog = self._dialog(kind, titles[kind], take)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(_filters(kind))
        dialog.open()

    def open_several(self, take: TakeAll) -> None:
        """Ask for several pictures."""
        dialog = self._dialog(PICTURE, _("Open several pictures"), lambda _path: None)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters(_filters(PICTURE))
        dialog.filesSelected.connect(lambda names: take([Path(name) for name in names]))
        dialog.open()

    def open_folder(self, take: Take) -> None:
        """Ask for a folder of pictures."""
        dialog = self._dialog(PICTURE, _("Open a folder of pictures"), take)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.open()

    def save(self, name: Path, take: Take) -> None:
        """Ask where to save a project, which has this name or path so far."""
        dialog = self._dialog(PROJECT, _("Save project"), take)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([_("Projects ({patterns})").format(patterns="*.cnnlab")])
        dialog.setDefaultSuffix("cnnlab")
        dialog.selectFile(str(name))
        dialog.open()

    def save_picture(self, name: str, take: Take) -> None:
        """Ask where to save a picture as PNG; `name` is proposed."""
        dialog = self._dialog(SAVED_PICTURE, _("Save picture"), take)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([_("Pictures ({patterns})").format(patterns="*.png")])
        dialog.setDefaultSuffix("png")
        dialog.selectFile(name)
        dialog.open()

    def save_code(self, name: str, take: Take) -> None:
        """Ask where to save code as a Python file; `name` is proposed."""
        dialog = self._dialog(CODE, _("Save code"), take)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([_("Python files ({patterns})").format(patterns="*.py")])
        dialog.setDefaultSuffix("py")
        dialog.selectFile(name)
        dialog.open()

    def folder(self, kind: str) -> str:
        """Where the last file of this kind lay; empty where that is not known or no longer there."""
        name = self._folders().get(kind, "")
        return name if name and Path(name).is_dir() else ""

    def _dialog(self, kind: str, title: str, take: Take) -> QFileDialog:
        dialog = FileDialog(self._parent, title, self.folder(kind))

        def chosen(name: str) -> None:
            self._settings.set(FOLDERS, json.dumps(self._folders() | {kind: str(Path(name).absolute().parent)}))
            take(Path(name))

        dialog.fileSelected.connect(chosen)
        return dialog

    def _folders(self) -> dict[str, str]:
        try:
            stored = json.loads(self._settings.get(FOLDERS) or "{}")
        except ValueError:
            return {}
        return {str(k): str(v) for k, v in stored.items()} if isinstance(stored, dict) else {}


def _filters(kind: str) -> list[str]:
    named = {
        PROJECT: _("Projects ({patterns})").format(patterns=PROJECTS),
        PICTURE: _("Pictures ({patterns})").format(patterns=PICTURES),
        FILM: _("Videos ({patterns})").format(patterns=VIDEOS),
    }
    everything = _("All that can be opened ({patterns})").format(patterns=f"{PROJECTS} {PICTURES} {VIDEOS}")
    return [named[kind]] if kind in named else [everything, *named.values()]
