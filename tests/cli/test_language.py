"""Commands speak the language of `--language` or of the environment, argparse's own words included."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from cnnlab.resources import resource

EXAMPLE = str(resource("examples", "first.cnnlab"))
CHINESE = re.compile("[\u4e00-\u9fff]")


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    asking = ("LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES")
    kept = {name: value for name, value in os.environ.items() if name not in asking}
    return subprocess.run(
        [sys.executable, "-m", "cnnlab", *arguments],
        env={**kept, "PYTHONIOENCODING": "utf-8", **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=Path(__file__).resolve().parents[2],
    )


def test_help_is_in_the_named_language() -> None:
    done = run("describe", "--help", "--language", "zh_CN")
    assert done.returncode == 0
    assert done.stdout.startswith("用法：cnnlab describe")
    words = set(re.findall(r"(?<![-\w.])[a-z]{4,}", done.stdout)) - {"cnnlab", "describe", "json"}
    assert words - {"project"} == set()


def test_a_table_is_in_the_language_of_the_environment() -> None:
    done = run("describe", EXAMPLE, LANG="zh_CN.UTF-8")
    assert "感受野" in done.stdout
    assert "合计" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("describe",), "cnnlab: error: 缺少参数：项目"),
        (("describe", "nowhere.cnnlab"), "没有文件“nowhere.cnnlab”"),
        (("describe", EXAMPLE, "--wrong"), "不认识的参数：--wrong"),
        (("describe", EXAMPLE, "--input-size", "3"), "“3”不是输入尺寸"),
        (("shot", "-o"), "参数 -o/--output：需要一个值"),
        (("shot", "-o", "x.doc"), "没有图片的扩展名"),
        (("nowhere.cnnlab",), "没有文件“nowhere.cnnlab”"),
    ],
)
def test_an_error_is_in_the_named_language(arguments: tuple[str, ...], sentence: str) -> None:
    done = run(*arguments, "--language=zh_CN")
    assert done.returncode == 2
    assert sentence in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_the_option_goes_before_the_environment() -> None:
    assert not CHINESE.search(run("describe", EXAMPLE, "--language", "en", LANG="zh_CN.UTF-8").stdout)


def test_an_unknown_language_is_refused_in_the_language_of_the_environment() -> None:
    assert "没有语言“fr”的翻译" in run("describe", EXAMPLE, "--language", "fr", LANG="zh_CN.UTF-8").stderr
