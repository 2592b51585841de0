"""The pages of the drawer, one row each: tabs, commands and keys are made from this table.

Rows are read when the program starts, pages are imported and made when they are first shown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cnnlab.text import N_

if TYPE_CHECKING:
    from cnnlab.gui.drawer.page import ExplainPage
    from cnnlab.gui.theme import Theme


@dataclass(frozen=True)
class PageRow:
    """One page.

    Attributes:
        id: names its command, `explain_<id>`; its place in the table gives the key, Alt+1 for the first.
        title: what the tab says.
        about: one sentence on what it shows.
        make: makes the page.
    """

    id: str
    title: str
    about: str
    make: Callable[[Theme], ExplainPage]


def _code(theme: Theme) -> ExplainPage:
    from cnnlab.gui.drawer.code_page import CodePage

    return CodePage(theme)


def _distribution(theme: Theme) -> ExplainPage:
    from cnnlab.gui.drawer.distribution.page import DistributionPage

    return DistributionPage(theme)


PAGES: tuple[PageRow, ...] = (
    PageRow("code", N_("Code"), N_("The stack as PyTorch code, line by line beside its layers"), _code),
    PageRow(
        "distribution",
        N_("Distribution"),
        N_("How often each value occurs in the selected channel or layer, and where those values are"),
        _distribution,
    ),
)
