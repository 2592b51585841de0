"""Whatever goes wrong is one line on standard error and an exit status."""

from __future__ import annotations

import subprocess
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path

import pytest

from cnnlab.cli import main as main_module
from cnnlab.cli.command import Command
from cnnlab.cli.main import COMMANDS, guarded, joined, main
from cnnlab.text import UserError
from tests.cli.projects import SMALL, save

Capture = pytest.CaptureFixture[str]


def error_line(capsys: Capture) -> str:
    """The only line that was written, without its prefix."""
    out, err = capsys.readouterr()
    assert out == ""
    assert err.endswith("\n")
    assert err.count("\n") == 1
    assert err.startswith("cnnlab: error: ")
    return err.removeprefix("cnnlab: error: ").strip()


@pytest.mark.parametrize(
    ("argv", "part"),
    [
        ([], "COMMAND"),
        (["paint"], "paint"),
        (["describe"], "PROJECT"),
        (["describe", "p.json", "--input-size"], "--input-size"),
        (["describe", "p.json", "--inputsize", "1x3x4x4"], "--inputsize"),
        (["describe", "p.json", "--js"], "--js"),
        (["run", "p.json", "--out", "x"], "INPUT"),
        (["run", "p.json", "a.png"], "--out"),
        (["--language", "xx", "describe", "p.json"], "'xx'"),
        (["describe", "p.json", "--language"], "--language"),
        (["describe", "missing.cnnlab"], "missing.cnnlab"),
        (["describe", "."], "folder"),
        (["describe", ""], "folder"),
        (["describe", "a\0b"], "a b"),
        (["describe", "line\nbreak"], "line break"),
        (["describe", "\x1b[31mred"], "[31mred"),
    ],
)
def test_mistake_is_one_line_and_status_2(argv: list[str], part: str, capsys: Capture) -> None:
    assert main(argv) == 2
    assert part in error_line(capsys)


def pretend(monkeypatch: pytest.MonkeyPatch, run: Callable[[Namespace], None]) -> None:
    """Put a command `pretend` in the table."""

    def arguments(parser: ArgumentParser) -> None:
        parser.add_argument("--range")

    commands = {**COMMANDS, "pretend": Command("pretend", "Pretends.", arguments, run)}
    monkeypatch.setattr(main_module, "COMMANDS", commands)


@pytest.mark.parametrize(
    ("raised", "part"),
    [
        (UserError("no {what}", what="bread\nand wine"), "no bread and wine"),
        (ValueError("odd\nvalue"), "odd value"),
        (MemoryError(), "memory"),
        (RecursionError("deep"), "RecursionError"),
        (OSError(28, "No space left on device"), "No space left on device"),
        (KeyError("x"), "KeyError"),
    ],
)
def test_whatever_a_command_raises_is_one_line(
    raised: Exception, part: str, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    def fail(_arguments: Namespace) -> None:
        raise raised

    pretend(monkeypatch, fail)
    assert main(["pretend"]) == 2
    assert part in error_line(capsys)


def test_interrupt_is_status_130_without_a_word(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    def interrupt(_arguments: Namespace) -> None:
        raise KeyboardInterrupt

    pretend(monkeypatch, interrupt)
    assert main(["pretend"]) == 130
    assert capsys.readouterr() == ("", "")


def test_status_of_other_work_is_passed_on(capsys: Capture) -> None:
    assert guarded(lambda: 7) == 7
    assert capsys.readouterr() == ("", "")


def test_value_that_begins_with_a_minus_is_a_value(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    pretend(monkeypatch, lambda arguments: seen.append(arguments.range))
    assert main(["pretend", "--range", "-1..1"]) == 0
    assert seen == ["-1..1"]
    assert joined(["run", "--out", "-1", "-2"]) == ["run", "--out=-1", "-2"]


@pytest.mark.parametrize("argv", [["--help"], ["describe", "--help"], ["run", "-h"], ["explain", "-h"], ["--version"]])
def test_help_ends_well(argv: list[str], capsys: Capture) -> None:
    assert main(argv) == 0
    out, err = capsys.readouterr()
    assert "cnnlab" in out
    assert err == ""


def test_language_is_known_to_every_command(tmp_path: Path, capsys: Capture) -> None:
    project = save(tmp_path / "p.json", *SMALL)
    assert main(["--language", "en", "describe", str(project)]) == 0
    assert main(["describe", str(project), "--language", "en"]) == 0
    first, second = capsys.readouterr().out.split("\ninput")[0], ""
    assert "conv1" in first + second


def run_python(code: str, *arguments: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    """A fresh interpreter."""
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        [sys.executable, "-c", code, *arguments], capture_output=True, check=False, timeout=60, **options
    )


MAIN = "import sys; from cnnlab.cli.main import main; sys.exit(main(sys.argv[1:]))"


def test_describe_needs_neither_torch_nor_qt(tmp_path: Path) -> None:
    project = save(tmp_path / "p.cnnlab", *SMALL)
    code = (
        "import sys; from cnnlab.cli.main import main; status = main(sys.argv[1:]);"
        "print(sorted({name.split('.')[0] for name in sys.modules} & {'torch', 'PySide6', 'pyqtgraph'}))"
    )
    result = run_python(code, "describe", str(project))
    assert result.stdout.splitlines()[-1] == b"[]"
    assert result.stderr == b""


def test_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    project = save(tmp_path / "p.json", *((f"relu{i}", "relu") for i in range(999)))
    command = f'"{sys.executable}" -c "{MAIN}" describe "{project}" | head -n 1; echo ${{PIPESTATUS[0]}}'
    result = subprocess.run(["bash", "-c", command], capture_output=True, check=False, timeout=60)
    assert result.stderr == b""
    assert result.stdout.splitlines()[-1] in (b"141", b"0")


def test_terminal_without_unicode_is_no_error(tmp_path: Path) -> None:
    project = save(tmp_path / "p.json", *SMALL)
    environment = {"PYTHONIOENCODING": "ascii", "PATH": ""}
    result = run_python(MAIN, "describe", str(project), env=environment)
    assert result.returncode == 0
    assert rb"3\xd73" in result.stdout
    assert result.stderr == b""
