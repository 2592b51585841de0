"""The menu Help: about the program, its log, and what a report needs."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from cnnlab.gui.about.details import Details, details, in_short, report
from cnnlab.gui.about.log_file import LogFile
from cnnlab.gui.commands.actions import Actions
from cnnlab.gui.window import MainWindow
from cnnlab.text import N_, Message

if TYPE_CHECKING:
    from cnnlab.gui.about.page import AboutPage

_said = logging.getLogger("cnnlab.window")


class AboutWiring:
    """Connects the page about the program and the log."""

    def __init__(self, window: MainWindow, actions: Actions, log: LogFile | None) -> None:
        self._window, self._log = window, log
        self._page: AboutPage | None = None
        actions.connect("about", self.open)
        actions.connect("show_log", self.show_log)
        actions.connect("copy_report", self.copy_report)
        for source in (window.presenter, window.stills, window.projects):
            source.message.connect(_write_down)
        window.language_changed.connect(self._on_window_language_changed)

    def start_log(self) -> None:
        """Begin the log with the versions; where it cannot be written, say so once and go on."""
        if self._log is None:
            return
        _said.info("start: %s", in_short())
        if self._log.problem is not None:
            reason = self._log.problem.strerror or str(self._log.problem)
            text = N_("the log cannot be written in '{folder}' ({reason}): check who may write there")
            sentence = Message(text, folder=self._log.folder.name, reason=reason)
            self._window.status.show_message(sentence, "warning")

    def open(self) -> None:
        """Show the page."""
        if self._page is None:
            from cnnlab.gui.about.page import AboutPage

            self._page = AboutPage(self._window, self._window.theme)
            self._page.copy_requested.connect(self.copy_report)
            self._page.log_requested.connect(self.show_log)
            self._window.theme_changed.connect(self._page.set_theme)
        self._page.say("")
        self._page.show_details(self._details())
        self._page.open()

    def show_log(self) -> None:
        """Open the folder of the log."""
        if self._log is None or self._log.problem is not None:
            self._say(Message(N_("there is no log file: its folder cannot be written")), "warning")
        elif not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._log.folder))):
            self._say(Message(N_("the log lies in {folder}"), folder=self._log.folder), "info")

    def copy_report(self) -> None:
        """Put versions, system and the last lines of the log into the clipboard."""
        lines = self._log.lines if self._log is not None else ()
        QGuiApplication.clipboard().setText(report(self._details(), lines))
        self._say(Message(N_("copied: paste it into the report")), "info")

    def _on_window_language_changed(self, _code: str) -> None:
        if self._page is not None:
            self._page.show_details(self._details())

    def _details(self) -> Details:
        return details(self._window.presenter.devices, self._window.presenter.device)

    def _say(self, text: Message, kind: str) -> None:
        """On the page while it is open, since it covers the status line."""
        if self._page is not None and self._page.isVisible():
            self._page.say(text)
        else:
            self._window.status.show_message(text, kind)


def _write_down(text: Message | str, kind: str) -> None:
    """Warnings and errors that the user reads are of use in a report, too."""
    if kind != "info":
        _said.info("said: %s", text)
