"""Which widget the Tab key leads to next, and which hand the focus on."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def next_in_focus_chain(widget: QWidget) -> QWidget:
    """The next widget; use this and not Qt's own function of the name.

    PySide (6.11) takes what that one gives for a child of `widget`. When `widget` is deleted, such as a field of a form
    that is made anew, what came after it would be lost to Python: "already deleted" is what its next use would say, or
    the process would end. To set the parent that it has does nothing in Qt, and puts PySide right.
    """
    found = widget.nextInFocusChain()
    assert found is not None  # the chain is a ring
    found.setParent(found.parentWidget())
    return found


def has_focus_proxy(widget: QWidget) -> bool:
    """Whether another widget takes the focus in its place; use this and not Qt's own function.

    PySide takes the other one, too, for a child of `widget`. The line of a spin box hands its focus to the spin box:
    each would be the other's child, and Python would keep both for good.
    """
    proxy = widget.focusProxy()
    if proxy is not None:
        proxy.setParent(proxy.parentWidget())
    return proxy is not None
