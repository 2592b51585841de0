"""The look: legible on every surface, complete, and with colours that rise evenly."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QListWidget, QSpinBox, QVBoxLayout, QWidget

from cnnlab.blocks.base import Family
from cnnlab.gui import colormaps, theme
from cnnlab.gui.theme import DARK, LIGHT, Theme
from cnnlab.resources import resource

TableOf = Callable[[Theme], np.ndarray]

# Machado, Oliveira and Fernandes 2009, full severity, on linear RGB.
DEFICIENCIES = {
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}

SURFACES = ("background", "panel", "raised", "hover", "accent_tint")
PAIRS = [
    *((ink, surface) for ink in ("text", "muted") for surface in (*SURFACES, "warning_tint")),
    *(("accent", surface) for surface in SURFACES),
    *(("warning", surface) for surface in ("background", "panel", "raised", "warning_tint")),
    ("positive", "panel"),
    ("positive", "background"),
    ("on_accent", "accent"),
]

pytestmark = pytest.mark.usefixtures("qapp")
both_themes = pytest.mark.parametrize("look", [DARK, LIGHT], ids=lambda look: look.name)
both_tables = pytest.mark.parametrize("table", [colormaps.activation_table, colormaps.weight_table])


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(first: str, second: str) -> float:
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


def lightness(table: np.ndarray) -> np.ndarray:
    """OKLab lightness of each entry."""
    return colormaps.oklab(components(table))[:, 0]


def components(table: np.ndarray) -> np.ndarray:
    """Red, green and blue of each entry, 0 … 255."""
    return np.stack([table >> 16 & 255, table >> 8 & 255, table & 255], axis=1)


def seen(table: np.ndarray, deficiency: str) -> np.ndarray:
    """OKLab colours as seen with a colour deficiency."""
    coded = components(table) / 255
    linear = np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)
    shown = np.clip(linear @ np.array(DEFICIENCIES[deficiency]).T, 0, 1)
    return colormaps.oklab(255 * np.where(shown <= 0.0031308, 12.92 * shown, 1.055 * shown ** (1 / 2.4) - 0.055))


@both_themes
@pytest.mark.parametrize(("ink", "surface"), PAIRS)
def test_whatever_must_be_read_has_a_contrast_of_4_5(look: Theme, ink: str, surface: str) -> None:
    assert ratio(getattr(look, ink), getattr(look, surface)) >= 4.5


@both_themes
def test_every_family_of_blocks_has_its_own_colour(look: Theme) -> None:
    assert set(look.families) == set(Family)
    assert len(set(look.families.values())) == len(Family)


@both_themes
def test_every_role_of_the_palette_is_set_in_every_group(look: Theme) -> None:
    palette = theme.palette(look)
    for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive, QPalette.ColorGroup.Disabled):
        for role in QPalette.ColorRole:
            if role not in (QPalette.ColorRole.NoRole, QPalette.ColorRole.NColorRoles):
                assert palette.isBrushSet(group, role), (group, role)


@both_themes
def test_the_stylesheet_has_no_token_left_and_all_its_drawings_exist(look: Theme) -> None:
    sheet = theme.stylesheet(look)
    assert "$" not in sheet
    for part in sheet.split("url(theme:")[1:]:
        assert resource("theme", part.split(")")[0]).is_file()


@both_themes
def test_the_drawings_of_the_stylesheet_use_the_colours_of_the_theme(look: Theme) -> None:
    known = {"none", *look.colours().values()}
    for file in resource("theme", look.name).glob("*.svg"):
        text = file.read_text(encoding="utf-8")
        used = {part.split('"')[0] for key in ('stroke="', 'fill="') for part in text.split(key)[1:]}
        assert used <= known, file.name


@both_themes
def test_text_on_a_cell_is_black_or_white_by_contrast(look: Theme) -> None:
    for entry in (*colormaps.activation_table(look), *colormaps.weight_table(look)):
        cell = QColor.fromRgb(int(entry))
        assert ratio(theme.cell_text(cell).name(), cell.name()) >= 4.5
        assert theme.contrast(cell, QColor("white")) == pytest.approx(ratio(cell.name(), "#ffffff"))


def test_the_choice_of_a_theme_follows_the_system_only_when_asked(qapp: QApplication) -> None:
    assert theme.resolve("dark") is DARK
    assert theme.resolve("light") is LIGHT
    light = qapp.styleHints().colorScheme() == Qt.ColorScheme.Light
    assert theme.resolve("system") is (LIGHT if light else DARK)


@both_themes
def test_applying_a_theme_sets_style_palette_font_and_stylesheet(look: Theme, qapp: QApplication) -> None:
    try:
        theme.apply_theme(qapp, look)
        assert qapp.palette().color(QPalette.ColorRole.Window).name() == look.panel
        assert qapp.font().family() == "Inter"
        assert look.accent in qapp.styleSheet()
    finally:
        qapp.setStyleSheet("")


def test_fields_and_lists_get_the_room_that_the_stylesheet_gives_them(qapp: QApplication) -> None:
    window = QWidget()
    field = QSpinBox(value=88)
    field.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
    rows = QListWidget()
    rows.addItems(["one", "two"])
    layout = QVBoxLayout(window)
    layout.addWidget(field)
    layout.addWidget(rows)
    try:
        theme.apply_theme(qapp, DARK)
        window.grab()  # polishes and lays out as showing does
        assert field.lineEdit().width() >= field.width() // 2
        qapp.processEvents()
        assert rows.visualItemRect(rows.item(1)).top() >= 26
    finally:
        qapp.setStyleSheet("")


@both_themes
def test_zero_of_an_activation_is_the_canvas_itself(look: Theme) -> None:
    assert QColor.fromRgb(int(colormaps.activation_table(look)[128])).name() == look.background
    assert QColor.fromRgb(int(colormaps.weight_table(look)[128])).name() == look.raised


@both_themes
@both_tables
def test_tables_move_away_from_zero_in_lightness_at_every_step(look: Theme, table: TableOf) -> None:
    values = table(look)
    assert values.shape == (256,)
    assert values.dtype == np.uint32
    assert (values >> 24 == 255).all()
    away = lightness(values) * (1 if look.dark else -1)
    assert (np.diff(away[1:129]) < 0).all()
    assert (np.diff(away[128:]) > 0).all()
    assert values[0] == values[1]


@both_themes
@both_tables
def test_both_signs_grow_equally_strong(look: Theme, table: TableOf) -> None:
    rise = np.abs(lightness(table(look)) - lightness(table(look))[128])
    for step in (32, 64, 127):
        assert math.isclose(rise[128 - step], rise[128 + step], rel_tol=0.25)


@both_themes
@both_tables
@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_the_sign_is_told_apart_with_any_colour_deficiency(look: Theme, table: TableOf, deficiency: str) -> None:
    colours = seen(table(look), deficiency)
    for step, distance in ((64, 0.08), (127, 0.12)):
        assert np.linalg.norm(colours[128 + step] - colours[128 - step]) >= distance


def test_grey_is_its_own_value() -> None:
    assert [hex(colormaps.grey_table()[i]) for i in (0, 128, 255)] == ["0xff000000", "0xff808080", "0xffffffff"]


@both_themes
def test_a_weight_is_coloured_by_sign_and_share_of_the_scale(look: Theme) -> None:
    table = colormaps.weight_table(look)
    for value, index in ((0.0, 128), (0.5, 255), (-0.5, 1), (9.0, 255), (-9.0, 1), (0.25, 192)):
        assert colormaps.weight_colour(value, 0.5, look).rgb() == table[index]
    assert colormaps.weight_colour(1.0, 0.0, look).rgb() == table[128]
    assert colormaps.weight_colour(math.nan, 1.0, look).name() == look.warning


def lab(rgb: np.ndarray) -> np.ndarray:
    """CIELAB of sRGB colours `[n, 3]`, components 0 … 255, for D65 white. Source: CIE 15:2004, IEC 61966-2-1."""
    coded = rgb / 255
    linear = np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    share = linear @ to_xyz.T / np.array([0.9505, 1.0, 1.089])
    bent = np.where(share > (6 / 29) ** 3, np.cbrt(share), share / (3 * (6 / 29) ** 2) + 4 / 29)
    x, y, z = bent.T
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=1)


def seen_rgb(table: np.ndarray, deficiency: str) -> np.ndarray:
    """Components 0 … 255 as seen with a colour deficiency."""
    coded = components(table) / 255
    linear = np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)
    shown = np.clip(linear @ np.array(DEFICIENCIES[deficiency]).T, 0, 1)
    return 255 * np.where(shown <= 0.0031308, 12.92 * shown, 1.055 * shown ** (1 / 2.4) - 0.055)


@both_themes
@both_tables
@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_below_zero_zero_and_above_zero_stay_apart_with_every_colour_deficiency(
    look: Theme, table: TableOf, deficiency: str
) -> None:
    colours = lab(seen_rgb(table(look), deficiency))
    zero = colormaps.ZERO
    for share in (0.5, 1.0):
        reach = round(127 * share)
        below, above = colours[zero - reach], colours[zero + reach]
        # ΔE*ab of 2.3 is just noticeable (Mahy et al. 1994); ten times that is told apart at a glance.
        assert np.linalg.norm(below - above) > 23
        assert min(np.linalg.norm(side - colours[zero]) for side in (below, above)) > 23


@both_themes
def test_whatever_the_stylesheet_writes_can_be_read(look: Theme) -> None:
    """Link, problem, choice, button and key: the pairs that its rules put together, besides the tokens' own."""
    for ink, surface in (
        ("warning", "warning_tint"),
        ("accent", "warning_tint"),
        ("accent", "accent_tint"),
        ("muted", "accent_tint"),
        ("on_accent", "accent"),
        ("text", "warning_tint"),
    ):
        assert ratio(getattr(look, ink), getattr(look, surface)) >= 4.5, (ink, surface)


@both_themes
def test_the_ring_of_the_focus_and_the_edge_of_a_box_to_tick_can_be_seen(look: Theme) -> None:
    """What is no text but must be noticed has 3 : 1. Source: WCAG 2.2, 1.4.11."""
    for surface in ("background", "panel", "raised"):
        assert ratio(look.accent, getattr(look, surface)) >= 3
        assert ratio(look.muted, getattr(look, surface)) >= 3
