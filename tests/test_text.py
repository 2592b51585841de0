"""Texts are looked up when they are shown, and the language is the one that is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from cnnlab import text
from cnnlab.resources import resource
from cnnlab.text import Listed, Message, Plural, UserError, byte_text, nearest_language, set_language, wanted_languages

FOLDER = resource("translations")


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    yield
    set_language("en", FOLDER)


def test_a_message_is_shown_in_the_language_of_the_moment() -> None:
    label = Message("add {title}", title="Conv2d")
    whole = Message("{id}: {fix}", id="conv1", fix=Message("Set {name} to {value}", name="groups", value=4))
    assert (str(label), str(whole)) == ("add Conv2d", "conv1: Set groups to 4")
    set_language("zh_CN", FOLDER)
    assert (str(label), str(whole)) == ("添加 Conv2d", "conv1：把 groups 设为 4")
    set_language("en", FOLDER)
    assert str(label) == "add Conv2d"


def test_a_plural_is_shown_in_the_language_of_the_moment() -> None:
    one, two = (Plural("{count} layer", "{count} layers", count) for count in (1, 2))
    assert (str(one), str(two)) == ("1 layer", "2 layers")
    set_language("zh_CN", FOLDER)
    assert (str(one), str(two)) == ("1 层", "2 层")


def test_names_in_a_row_have_the_commas_of_the_language_of_the_moment() -> None:
    label = Message("delete {ids}", ids=Listed(["conv1", "relu1"]))
    assert str(label) == "delete conv1, relu1"
    set_language("zh_CN", FOLDER)
    assert str(label) == "删除 conv1、relu1"
    assert label == Message("delete {ids}", ids=Listed(("conv1", "relu1")))
    assert label != Message("delete {ids}", ids=Listed(("conv1", "relu2")))


def test_a_language_without_a_catalogue_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UserError) as caught:
        set_language("fr", FOLDER)
    assert str(caught.value) == "there is no translation 'fr': choose one of en, zh_CN"
    assert text.language() == "en"


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh_CN"),
        ({"LANG": "zh_TW"}, "zh_CN"),
        ({"LANG": "zh"}, "zh_CN"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh_CN"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN.UTF-8", "LC_MESSAGES": "en_US"}, "zh_CN"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "fr:zh_CN:en"}, "zh_CN"),
        ({"LANG": "C", "LANGUAGE": "zh_CN"}, "en"),
        ({"LANG": "zhx_ZZ"}, "en"),
    ],
)
def test_the_environment_says_the_language(environment: Mapping[str, str], language: str) -> None:
    assert nearest_language(wanted_languages(environment), FOLDER) == language


@pytest.mark.parametrize(
    ("wanted", "language"), [(["zh-Hans-CN", "en-US"], "zh_CN"), (["de", "zh-Hant"], "zh_CN"), ([], "en")]
)
def test_what_a_desktop_calls_a_language_is_understood(wanted: list[str], language: str) -> None:
    assert nearest_language(wanted, FOLDER) == language


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 B"),
        (1023, "1023 B"),
        (1024, "1.0 KiB"),
        (1_048_575, "1.0 MiB"),
        (22_544_384, "21.5 MiB"),
        (44 * 10**9, "41.0 GiB"),
        (2**40, "1.0 TiB"),
        (2**60, "1048576.0 TiB"),
    ],
)
def test_sizes_are_written_as_people_write_them(count: int, text: str) -> None:
    assert byte_text(count) == text
