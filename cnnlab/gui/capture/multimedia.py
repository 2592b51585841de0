"""Qt's multimedia, loaded when a source first needs it: it takes libraries that a system may not have."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QLoggingCategory

from cnnlab.text import N_, UserError, first_line

# Its warnings name libraries that it can do without, and each frame that a pulled camera did not give; what a user
# has to know is a sentence in the status line. QT_LOGGING_RULES in the environment goes before.
_QUIET = "qt.multimedia.*.debug=false\nqt.multimedia.*.info=false\nqt.multimedia.*.warning=false"


def multimedia() -> Any:
    """The module `PySide6.QtMultimedia`.

    Raises:
        UserError: a library that it needs is missing.
    """
    QLoggingCategory.setFilterRules(_QUIET)
    try:
        from PySide6 import QtMultimedia
    except ImportError as error:
        raise UserError(
            N_("live sources need a library that is missing ({error}): install it, on Debian and Ubuntu libpulse0"),
            error=first_line(error),
        ) from None
    return QtMultimedia
