"""The look in one place: colours, spacing, radii, type sizes, palette and stylesheet, for dark and for light.

Widgets take every colour and distance from here. Rules that a stylesheet can state stand in `resources/theme/`, with
the tokens filled in; the names of the dynamic properties they react to are listed at the top of that file.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache
from string import Template
from types import MappingProxyType

from PySide6.QtCore import QDir, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from cnnlab.blocks.base import Family
from cnnlab.gui import fonts
from cnnlab.gui.fonts import scaled as scaled
from cnnlab.gui.fonts import set_text_scale as set_text_scale
from cnnlab.resources import resource


class Space(IntEnum):
    """Distances between things, in pixels."""

    XS = 4
    S = 8
    M = 12
    L = 16
    XL = 24


class Radius(IntEnum):
    """Rounding of corners, in pixels."""

    TILE = 4
    CONTROL = 8
    CARD = 10


class TextSize(IntEnum):
    """Heights of type, in pixels, at the usual size of type; `fonts` enlarges them."""

    SMALL = 12
    BODY = 13
    TITLE = 15


@dataclass(frozen=True)
class Theme:
    """The colours of one appearance, each as `#rrggbb`.

    Attributes:
        background, panel, raised, hover: surfaces from the canvas upwards; `hover` is `raised` under the pointer.
        line: hairlines and the edges of controls.
        text, muted, faint: what is read, what is read second, and what may be missed.
        accent, accent_tint, on_accent: choice and focus, its surface, and text on a surface of full accent.
        warning, warning_tint: problems and their surface; also marks clipped and non-finite values.
        positive: what has been checked and holds.
        families: the colour of each family of blocks.
    """

    name: str
    background: str
    panel: str
    raised: str
    hover: str
    line: str
    text: str
    muted: str
    faint: str
    accent: str
    accent_tint: str
    on_accent: str
    warning: str
    warning_tint: str
    positive: str
    families: Mapping[Family, str] = field(hash=False)

    @property
    def dark(self) -> bool:
        """Whether light text stands on dark ground."""
        return self.name == "dark"

    def colours(self) -> dict[str, str]:
        """All colours by token name, without the families."""
        return {
            entry.name: getattr(self, entry.name)
            for entry in dataclasses.fields(self)
            if entry.name not in ("name", "families")
        }


# Both appearances share them: they mark small areas and never carry text.
_FAMILIES: Mapping[Family, str] = MappingProxyType(
    {
        Family.CONV: "#5aa9ff",
        Family.ACTIVATION: "#f2a65a",
        Family.POOLING: "#6fcf97",
        Family.NORM: "#c792ea",
        Family.RESAMPLING: "#4fd1c5",
        Family.DENSE: "#e57399",
        Family.MERGE: "#b0bac8",
    }
)

DARK = Theme(
    name="dark",
    background="#14161b",
    panel="#1a1d23",
    raised="#22262e",
    hover="#2b303a",
    line="#2d323c",
    text="#e7eaf0",
    muted="#98a1b0",
    faint="#697283",
    accent="#5aa9ff",
    accent_tint="#1d3047",
    on_accent="#0b1420",
    warning="#e8b04a",
    warning_tint="#33291a",
    positive="#6fcf97",
    families=_FAMILIES,
)

LIGHT = Theme(
    name="light",
    background="#f6f6f4",
    panel="#ffffff",
    raised="#f1f1ee",
    hover="#e9e9e5",
    line="#dcdcd6",
    text="#1b1e24",
    muted="#5c6470",
    faint="#858d99",
    accent="#1467c8",
    accent_tint="#e3eefb",
    on_accent="#ffffff",
    warning="#8a5a00",
    warning_tint="#fdf3dd",
    positive="#18774a",
    families=_FAMILIES,
)


_STYLE = "fusion"


def resolve(choice: str) -> Theme:
    """The theme for a choice of `dark`, `light` or `system`; where the system has no opinion it is dark.

    Pictures stand out more on dark ground, hence the tie-break.
    """
    if choice == "system":
        hints = QGuiApplication.styleHints()
        return LIGHT if hints.colorScheme() == Qt.ColorScheme.Light else DARK
    return LIGHT if choice == "light" else DARK


def palette(theme: Theme) -> QPalette:
    """A palette with every role set in every group, so that nothing of the system's colours shines through."""
    result = QPalette()
    active, disabled = _roles(theme), _disabled_roles(theme)
    for role in QPalette.ColorRole:
        if role in (QPalette.ColorRole.NoRole, QPalette.ColorRole.NColorRoles):
            continue
        colour = QColor(active[role])
        result.setColor(QPalette.ColorGroup.Active, role, colour)
        result.setColor(QPalette.ColorGroup.Inactive, role, colour)
        result.setColor(QPalette.ColorGroup.Disabled, role, QColor(disabled.get(role, colour)))
    return result


def _roles(theme: Theme) -> dict[QPalette.ColorRole, str]:
    """The colour of every role for a widget that can be used."""
    role = QPalette.ColorRole
    return {
        role.Window: theme.panel,
        role.WindowText: theme.text,
        role.Base: theme.panel,
        role.AlternateBase: theme.raised,
        role.Text: theme.text,
        role.PlaceholderText: theme.muted,
        role.Button: theme.raised,
        role.ButtonText: theme.text,
        role.BrightText: theme.warning,
        role.ToolTipBase: theme.raised,
        role.ToolTipText: theme.text,
        role.Highlight: theme.accent_tint,
        role.HighlightedText: theme.text,
        role.Accent: theme.accent,
        role.Link: theme.accent,
        role.LinkVisited: theme.accent,
        # The five shades from which Fusion builds its bevels.
        role.Light: theme.hover,
        role.Midlight: theme.hover,
        role.Mid: theme.line,
        role.Dark: theme.line,
        role.Shadow: theme.background,
    }


def _disabled_roles(theme: Theme) -> dict[QPalette.ColorRole, str]:
    """The roles that change when a widget cannot be used."""
    role = QPalette.ColorRole
    texts = (role.WindowText, role.Text, role.ButtonText, role.PlaceholderText, role.HighlightedText, role.Link)
    return {**dict.fromkeys(texts, theme.faint), role.Highlight: theme.raised, role.Accent: theme.faint}


def stylesheet(theme: Theme) -> str:
    """The application's stylesheet with the tokens filled in."""
    tokens: dict[str, object] = {**theme.colours(), "theme": theme.name, "mono": fonts.MONO}
    for group in (Space, Radius):
        tokens |= {f"{group.__name__.lower()}_{entry.name.lower()}": int(entry) for entry in group}
    tokens |= {f"textsize_{entry.name.lower()}": scaled(entry) for entry in TextSize}
    tokens |= {name: scaled(pixels) for name, pixels in _HEIGHTS.items()}
    return _template().substitute(tokens)


# What holds a line of type in a standard widget: a field or a row, a link, a box to tick, a button of a spin box.
_HEIGHTS = {"height_field": 26, "height_link": 20, "height_box": 14, "height_arrow": 10, "height_round": 7}


@cache
def _template() -> Template:
    """The stylesheet as written; its small drawings are found through the search path `theme:`."""
    QDir.setSearchPaths("theme", [str(resource("theme"))])
    return Template(resource("theme", "application.qss").read_text(encoding="utf-8"))


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Give the whole application this look; may be called again whenever the choice changes."""
    prepare_theme(app, theme)
    app.setStyleSheet(stylesheet(theme))


def prepare_theme(app: QApplication, theme: Theme) -> None:
    """Type and palette of a look without its stylesheet, under which a window is made before it has the whole look.

    With a stylesheet Qt asks its rules anew whenever a widget gets another parent, which is a third of what making a
    window takes. In place of another stylesheet, a new one takes four times as long as after none.
    """
    app.setStyleSheet("")
    fonts.load()
    # A new style on every change would make Qt polish every widget twice, and Python would keep the old one's other
    # side for good.
    if app.style().name() != _STYLE:
        app.setStyle(QStyleFactory.create(_STYLE))
    app.setFont(fonts.ui_font(TextSize.BODY))
    app.setPalette(palette(theme))


def contrast(first: QColor, second: QColor) -> float:
    """Contrast ratio of two opaque colours, 1 … 21.

    Source: WCAG 2.2, definitions of contrast ratio and relative luminance.
    """
    low, high = sorted((_luminance(first), _luminance(second)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: QColor) -> float:
    """Relative luminance, 0 … 1."""
    channels = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def cell_text(colour: QColor) -> QColor:
    """Black or white, whichever reads better on a cell of this colour."""
    black, white = QColor(Qt.GlobalColor.black), QColor(Qt.GlobalColor.white)
    return black if contrast(black, colour) >= contrast(white, colour) else white
