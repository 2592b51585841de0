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


def _pixel(theme: Theme) -> ExplainPage:
    from cnnlab.gui.pixel.page import PixelPage

    return PixelPage(theme)


def _code(theme: Theme) -> ExplainPage:
    from cnnlab.gui.drawer.code_page import CodePage

    return CodePage(theme)


def _shapes(theme: Theme) -> ExplainPage:
    from cnnlab.gui.drawer.shapes_page import ShapesPage

    return ShapesPage(theme)


def _distribution(theme: Theme) -> ExplainPage:
    from cnnlab.gui.drawer.distribution.page import DistributionPage

    return DistributionPage(theme)


def _norms(theme: Theme) -> ExplainPage:
    from cnnlab.gui.norms_page.page import NormsPage

    return NormsPage(theme)


def _convolution(theme: Theme) -> ExplainPage:
    from cnnlab.gui.convolution.page import ConvolutionPage

    return ConvolutionPage(theme)


def _compare(theme: Theme) -> ExplainPage:
    from cnnlab.gui.compare.page import ComparePage

    return ComparePage(theme)


PAGES: tuple[PageRow, ...] = (
    PageRow("pixel", N_("Pixel"), N_("Why the pinned pixel has its value, with digits that add up"), _pixel),
    PageRow("shapes", N_("Shapes"), N_("How the shape of the selected layer follows, and what it costs"), _shapes),
    PageRow(
        "distribution",
        N_("Distribution"),
        N_("How often each value occurs in the selected channel or layer, and where those values are"),
        _distribution,
    ),
    PageRow("norms", N_("Norms"), N_("Five norms on the same activations, and which cells share μ and σ²"), _norms),
    PageRow(
        "convolution",
        N_("Convolution"),
        N_("Convolution itself: two signals slid over each other, a kernel flipped, the same sums as a matrix"),
        _convolution,
    ),
    PageRow("compare", N_("Compare"), N_("A frozen variant of the stack beside the one you edit"), _compare),
    PageRow("code", N_("Code"), N_("The stack as PyTorch code, line by line beside its layers"), _code),
)
