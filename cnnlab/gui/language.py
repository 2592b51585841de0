"""The language of the window: our own texts and those of Qt's dialogs."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from cnnlab.resources import resource
from cnnlab.text import SYSTEM, language, nearest_language, set_language

_QT_TEXTS = "qtTexts"


def use_language(choice: str) -> str:
    """Take a language by its code, or the system's for `system`; gives the code of the language in use.

    Raises:
        UserError: there is no such translation.
    """
    folder = resource("translations")
    system = choice == SYSTEM
    set_language(nearest_language(QLocale.system().uiLanguages(), folder) if system else choice, folder)
    _translate_qt(language())
    return language()


def _translate_qt(code: str) -> None:
    """Let Qt's own dialogs and menus speak the language, with the texts that PySide6 brings."""
    app = QCoreApplication.instance()
    if app is None:
        return
    for old in app.findChildren(QTranslator, _QT_TEXTS):
        app.removeTranslator(old)
        old.deleteLater()
    if code == "en":
        return
    texts = QTranslator(app)
    texts.setObjectName(_QT_TEXTS)
    if texts.load(f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(texts)
