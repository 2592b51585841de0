"""The shipped faces: found, complete for what is shown, and with digits of one width."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtGui import QFont, QFontInfo, QFontMetricsF, QRawFont, QTextLayout

from cnnlab.gui import fonts
from cnnlab.resources import resource

pytestmark = pytest.mark.usefixtures("qapp")

SHOWN = "ABCxyzäöüéñ0123456789+-−×·…∞√∑Σσμλθ≤≥≠≈→←↑↓↗↖²³½±°–—“”[](){}<>=%"


def test_both_families_are_loaded() -> None:
    assert set(fonts.load()) >= {"Inter", "JetBrains Mono"}
    assert QFontInfo(fonts.ui_font(13)).family() == "Inter"
    assert QFontInfo(fonts.mono_font(13)).family() == "JetBrains Mono"


@pytest.mark.parametrize("file", ["Inter-Regular.otf", "Inter-SemiBold.otf"])
def test_the_face_of_words_has_every_sign_that_is_shown(file: str) -> None:
    face = QRawFont(str(resource("fonts", file)), 13)
    assert [sign for sign in SHOWN if not face.supportsCharacter(ord(sign))] == []


@pytest.mark.parametrize("file", ["JetBrainsMono-Regular.ttf", "JetBrainsMono-SemiBold.ttf"])
def test_the_face_of_numbers_has_every_sign_of_a_formula(file: str) -> None:
    face = QRawFont(str(resource("fonts", file)), 13)
    assert [sign for sign in SHOWN + "⌊⌋⌈⌉∈▸▾" if not face.supportsCharacter(ord(sign))] == []


@pytest.mark.parametrize("weight", [400, 600])
@pytest.mark.parametrize("make", [fonts.ui_font, fonts.mono_font])
def test_all_digits_are_equally_wide(make: Callable[[int, int], QFont], weight: int) -> None:
    metrics = QFontMetricsF(make(13, weight))
    widths = [metrics.horizontalAdvance(digit * 8) for digit in "0123456789"]
    # The rasteriser rounds an advance to 1/64 pixel, which eight digits add up.
    assert max(widths) - min(widths) <= 8 / 64


@pytest.mark.parametrize("make", [fonts.ui_font, fonts.mono_font])
def test_sizes_are_pixels_and_weights_are_two(make: Callable[[int, int], QFont]) -> None:
    regular, bold = make(15, 400), make(15, 600)
    assert regular.pixelSize() == bold.pixelSize() == 15
    assert regular.weight() == QFont.Weight.Normal
    assert bold.weight() == QFont.Weight.DemiBold
    assert QFontMetricsF(bold).horizontalAdvance("weight") >= QFontMetricsF(regular).horizontalAdvance("weight")


def test_what_is_typed_is_what_is_shown() -> None:
    font, plain = fonts.ui_font(48), QFont(fonts.ui_font(48))
    plain.setFeature(QFont.Tag("calt"), 1)
    assert font.featureValue(QFont.Tag("calt")) == 0
    assert QFontMetricsF(font).horizontalAdvance("->") != QFontMetricsF(plain).horizontalAdvance("->")


@pytest.mark.parametrize("file", ["NotoSansSC-Regular.otf", "NotoSansSC-Bold.otf"])
def test_the_chinese_faces_have_every_character_of_the_translation_and_the_common_ones(file: str) -> None:
    face = QRawFont(str(resource("fonts", file)), 13)
    said = resource("translations", "zh_CN", "LC_MESSAGES", "cnnlab.po").read_text("utf-8")
    chinese = {sign for sign in said + "，。：；！？、（）“”《》￥" if sign >= "\u2e80"}
    common = {
        bytes((row, place)).decode("gb2312", "ignore") for row in range(0xB0, 0xD8) for place in range(0xA1, 0xFF)
    }
    assert len(common - {""}) == 3755
    assert sorted(sign for sign in chinese | common if sign and not face.supportsCharacter(ord(sign))) == []


@pytest.mark.parametrize("weight", [400, 600])
@pytest.mark.parametrize("make", [fonts.ui_font, fonts.mono_font])
def test_chinese_is_drawn_with_the_shipped_face_whatever_the_system_has(
    make: Callable[[int, int], QFont], weight: int
) -> None:
    layout = QTextLayout("卷积核 Conv2d", make(13, weight))
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    families = {run.rawFont().familyName() for run in layout.glyphRuns()}
    assert fonts.CHINESE in families
    assert len(families) == 2


@pytest.fixture
def _usual_size() -> Iterator[None]:
    yield
    fonts.set_text_scale(1.0)
    fonts.set_presentation_scale(1.0)


@pytest.mark.usefixtures("_usual_size")
def test_all_type_and_what_holds_it_follow_one_factor() -> None:
    assert (fonts.ui_font(20).pixelSize(), fonts.scaled(20)) == (20, 20)
    assert fonts.set_text_scale(1.5)
    assert not fonts.set_text_scale(1.5)
    assert fonts.text_scale() == 1.5
    assert (fonts.ui_font(20).pixelSize(), fonts.mono_font(20).pixelSize(), fonts.scaled(20)) == (30, 30, 30)
    fonts.set_presentation_scale(2.0)
    assert fonts.ui_font(20).pixelSize() == 60


@pytest.mark.usefixtures("_usual_size")
def test_the_user_s_factor_stays_within_its_bounds() -> None:
    fonts.set_text_scale(9)
    assert fonts.text_scale() == fonts.MOST == 2.0
    fonts.set_text_scale(0)
    assert fonts.text_scale() == fonts.LEAST == 0.8


@pytest.mark.usefixtures("_usual_size")
def test_what_is_kept_is_made_anew_after_a_change() -> None:
    @fonts.kept
    def size() -> int:
        return fonts.scaled(10)

    assert (size(), size()) == (10, 10)
    fonts.set_text_scale(2.0)
    assert size() == 20


@pytest.mark.parametrize(
    ("points", "usual", "factor"),
    [(10, 10, 1.0), (11, 10, 1.0), (9, 9, 1.0), (12, 10, 1.2), (15, 10, 1.5), (40, 10, 2.0), (4, 10, 0.8), (-1, 10, 1)],
)
def test_a_system_with_larger_type_than_usual_is_followed(points: float, usual: float, factor: float) -> None:
    assert fonts.factor_of(points, usual) == factor
